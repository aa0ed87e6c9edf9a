"""Agreements as data: a folder each, read by `jig.agreement.profile`."""
