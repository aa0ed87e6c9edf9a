"""Areas of partner forces that a plan touches, whenever they came to be known. Pure functions of a view.

Written by the room `cessation` (table `partner-area`); the two rooms share this register and nothing else.
"""

from __future__ import annotations

from typing import Any

from jig.operations.stops import paths_of
from jig.record.registers import SIDES
from jig.record.view import Meta, View


def partner_areas_touched(view: View, plan: Meta, start: int | None, end: int | None) -> tuple[str, ...]:
    """Name the areas of partner forces that a plan's aim or route touches while they are there."""
    stated = [one for key in view.keys("partner-area") for side in SIDES for one in _stated(view, plan, key, side)]
    paths, error_m = paths_of(view, plan)
    then = (one for one in stated if _then(one, start, end))
    return tuple(sorted({one.area for one in then if one.shape.touched(paths, error_m)}))


def _stated(view: View, plan: Meta, key: Any, side: int) -> list[Any]:
    """One side's statements of an area that its author had not replaced or taken back when the plan was given.

    What is replaced or taken back later must not, by itself, permit the plan: it is to be given anew.
    """
    said, cut = view.written("partner-area", key, side), plan.cut[side]
    before = [one for position, one in said if position < cut][-1:]
    live = [one for one in before if not _ended_before(view, plan, one.id)]
    return live + [one for position, one in said if position >= cut]


def _ended_before(view: View, plan: Meta, entry: bytes) -> bool:
    ends = [(view.first("ended", entry, side), plan.cut[side]) for side in SIDES]
    return any(end is not None and end[0] < cut for end, cut in ends)


def _then(area: Any, start: int | None, end: int | None) -> bool:
    begun = area.valid_from is None or end is None or area.valid_from <= end
    return begun and (area.valid_to is None or start is None or start <= area.valid_to)
