"""What a new version of a final plan changes, and which of it is material by the reading (ToR 2.c; reading A16)."""

from __future__ import annotations

from typing import NamedTuple

from jig.operations.said import Planned
from jig.places.plane import Point
from jig.places.reach import comes_within
from jig.record.view import View

#: The reading's words for what is material. What no word of it covers is listed all the same.
TARGET, LOCATION, WINDOW = "TARGET", "LOCATION_VERSION", "WINDOW"
ROUTE, CLASSES = "ROUTE_AREA", "COMPOSITION_CLASS"
NUMBERS, HEIGHTS, METHOD, PROCEDURE = "COMPOSITION_NUMBER", "HEIGHTS_AND_TIMES", "METHOD", "PROCEDURE"


class Details(NamedTuple):
    """What of a plan is compared with the version before (table `plan.details`, by entry id)."""

    composition: tuple[tuple[str, int], ...]
    route: tuple[Point, ...]
    error_m: int
    heights: tuple[tuple[int, ...], ...]
    method: str
    procedure: tuple[str, str]


class Changes(NamedTuple):
    """What a version changes of the one before (table `plan.changes`, by entry id). material: by the reading."""

    before: bytes
    changed: tuple[str, ...]
    material: tuple[str, ...]


def changes(view: View, old: tuple[Planned, Details], new: tuple[Planned, Details]) -> Changes:
    """List what changed between two versions; a window moved by any time counts while no time is agreed."""
    (was, before), (now, after) = old, new
    found = {
        TARGET: was.target != now.target,
        LOCATION: was.location != now.location,
        WINDOW: (was.start, was.end) != (now.start, now.end),
        ROUTE: not (_along(before, after) and _along(after, before)),
        CLASSES: {one for one, _ in before.composition} != {one for one, _ in after.composition},
        NUMBERS: before.composition != after.composition,
        HEIGHTS: before.heights != after.heights,
        METHOD: before.method != after.method,
        PROCEDURE: before.procedure != after.procedure,
    }
    changed = tuple(name for name, differs in found.items() if differs)
    listed = view.setting("notice.material_change")
    named = listed if isinstance(listed, list | tuple) else changed
    return Changes(was.id, changed, tuple(one for one in changed if one in named and _far(view, one, was, now)))


def _far(view: View, name: str, was: Planned, now: Planned) -> bool:
    """Whether a window moved further than agreed; all else that changed has changed."""
    if name != WINDOW:
        return True
    agreed = view.setting("notice.window_move_s")
    ends = ((was.start, now.start), (was.end, now.end))
    if not isinstance(agreed, int):
        return True
    return any(a is None or b is None or abs(a - b) > agreed for a, b in ends)


def _along(one: Details, other: Details) -> bool:
    """Whether every point of a route lies on the other's way, as near as their errors can tell."""
    reach = max(one.error_m, other.error_m)
    return all(bool(other.route) and comes_within(other.route, at, reach) for at in one.route)


def details(view: View, plan: bytes, side: int) -> Details | None:
    """Give what of a plan is compared, None where it was never read."""
    found: Details | None = view.last("plan.details", plan, side)
    return found


def changes_of(view: View, plan: bytes, side: int) -> Changes | None:
    """Give what a version changed of the one before, None for a first one."""
    found: Changes | None = view.last("plan.changes", plan, side)
    return found
