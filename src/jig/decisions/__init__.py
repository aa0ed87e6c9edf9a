"""The one two-handed mechanism that all joint acts use (ToR 1.d.iii-v, 2.a)."""
