"""Positions, notations, datums, gazetteer (ToR 1.d.iv)."""
