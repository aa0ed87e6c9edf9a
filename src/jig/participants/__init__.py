"""Sides, officers, posts, ranks, relief (ToR 1.d)."""
