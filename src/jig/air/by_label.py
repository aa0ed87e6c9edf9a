"""What was said, found again: by entry id, and under the names by which the picture lists it."""

from __future__ import annotations

from typing import Any

from jig.record.view import Meta, View

_SHORT = 12


def said_of(view: View, table: str, entry: object) -> tuple[Meta, Any] | None:
    """Find an entry and what a table has of it, None when it is unknown or was not accepted."""
    meta = view.entry(entry) if isinstance(entry, bytes) else None
    said = view.last(table, meta.id, meta.side) if meta is not None else None
    return None if meta is None or said is None else (meta, said)


def all_said(view: View, table: str) -> list[tuple[Meta, Any]]:
    """List the entries of a table with what it has of them, by id."""
    return [found for key in view.keys(table) if (found := said_of(view, table, key)) is not None]


def labelled(view: View, table: str) -> dict[str, tuple[Meta, Any]]:
    """Give what a table has by name, sorted: the label and the entry, for nobody owns a label alone."""
    found = {f"{said.label}:{meta.id.hex()[:_SHORT]}": (meta, said) for meta, said in all_said(view, table)}
    return dict(sorted(found.items()))
