"""Protected places, screening, precautions, allegations (ToR Pre.3, 2.c.iv)."""
