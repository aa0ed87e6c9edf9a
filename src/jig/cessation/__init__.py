"""Cessation of hostilities, standing, leaving (AP 1, 2, 3.e, 8)."""
