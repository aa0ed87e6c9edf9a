"""Final plans, deconfliction, air defence, battle damage (ToR 2.c)."""
