"""The ground under a route: the designated areas in force, and whose each side says that it is (ToR 3.b, 3.c)."""

from __future__ import annotations

from typing import NamedTuple

from jig.areas.history import in_force_within
from jig.areas.state import DESIGNATED, AreaVersion, control
from jig.places.corridor import Corridor
from jig.record.view import View


class Held(NamedTuple):
    """Ground that a route touches: whose it is, by which side's assertion, as of when."""

    area: str
    holder: str
    by: str
    as_of: int

    @property
    def told(self) -> str:
        """Whose ground, and who says so."""
        return f"{self.holder} {self.area} ({self.by})"


def designated_between(view: View, start: int, end: int) -> tuple[AreaVersion, ...]:
    """List the designated areas in force at any time of a span, by name: by the version that both had signed then."""
    return tuple(sorted(in_force_within(view, DESIGNATED, start, end), key=lambda one: one.area))


def held_along(view: View, corridor: Corridor, span: tuple[int, int]) -> tuple[Held, ...]:
    """List both sides' assertions of control, valid at any time of a span, that a corridor touches."""
    found = (one for one in control(view) if one.valid_within(*span) and corridor.touches(one.region))
    return tuple(sorted(held_by(view, one) for one in found))


def held_by(view: View, one: AreaVersion) -> Held:
    """Say whose assertion an area of control is."""
    meta = view.entry(one.id)
    return Held(one.area, one.holder, view.code(meta.side) if meta is not None else "", one.as_of)
