"""A joint record for two participants who do not trust each other."""
