"""Originals, translations, glossary (ToR 1.d.ii)."""
