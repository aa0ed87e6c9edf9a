"""Imminent threats and other circumstances (ToR 2.d)."""
