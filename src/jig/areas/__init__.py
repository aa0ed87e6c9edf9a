"""Common map, designated areas, control layers (AP 3.a, 3.c, ToR 3.b)."""
