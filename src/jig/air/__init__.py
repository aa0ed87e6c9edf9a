"""Grounding of the third party's aircraft (ToR 3)."""
