"""Command line and pages: thin, no rules."""
