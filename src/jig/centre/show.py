"""The picture as JSON-safe values, for every reader: the frontier, its digest, what stands, what is held, what is
open."""

from __future__ import annotations

from typing import Any

from jig.centre.picture import Picture
from jig.decisions.state import holds_on, left, phase, start_date
from jig.record.registers import SIDES
from jig.record.rooms import subjects


class UnknownSubject(Exception):
    """The picture holds no such subject."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def head(picture: Picture) -> dict[str, Any]:
    """Give the frontier and the digest that names it."""
    view = picture.view()
    return {
        "digest": picture.digest(),
        "frontier": {view.code(side): picture.frontier[side] for side in SIDES},
        "origins": list(picture.origins),
    }


def whole(picture: Picture) -> dict[str, Any]:
    """Give the whole picture; subjects are listed by name, never by any order of importance."""
    view = picture.view()
    found: dict[str, Any] = {}
    for kind in subjects():
        for key in sorted(kind.keys(view)):
            found[f"{kind.name}:{key}"] = kind.standing(view, key)
    return head(picture) | {
        "phase": phase(view),
        "start_date": start_date(view),
        "terms": view.terms.digest.hex(),
        "documents": {f"{family}:{name}": doc.version for (family, name), doc in sorted(view.terms.documents.items())},
        "held": [hold.hex() for hold in holds_on(view, "*")],
        "left": left(view),
        "subjects": found,
    }


def subject(picture: Picture, name: str) -> dict[str, Any]:
    """Give one subject's standing by its name, with or without the kind before it; raises UnknownSubject."""
    view = picture.view()
    found = {
        f"{kind.name}:{key}": kind.standing(view, key)
        for kind in subjects()
        for key in kind.keys(view)
        if name in (key, f"{kind.name}:{key}")
    }
    if not found:
        raise UnknownSubject(name)
    return head(picture) | {"subjects": found}


def difference(one: Any, other: Any, path: str = "") -> list[dict[str, Any]]:
    """List where two pictures differ, by path."""
    if isinstance(one, dict) and isinstance(other, dict):
        rows: list[dict[str, Any]] = []
        for name in sorted(one.keys() | other.keys()):
            rows += difference(one.get(name), other.get(name), f"{path}.{name}".lstrip("."))
        return rows
    return [] if one == other else [{"path": path, "one": one, "other": other}]
