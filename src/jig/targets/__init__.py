"""Vetting, agreement, mensurated locations (ToR 2.a-b)."""
