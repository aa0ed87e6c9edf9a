"""The nearest alternatives of one plan: shown to humans, never applied (ToR 2.c.ii).

Each is the smallest shift of one kind that was looked for, and the exact comparison found no conflict with it and with
what is known. A target's place is never moved: only routes are, as a whole. Where a protected place is touched there is
none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor, inf
from typing import TypeAlias

from jig.operations.deconfliction import UNSET, Separations, comparable, meeting
from jig.places.geodesic import shifted
from jig.places.volume import Band, Point, Shape, Volume, Window, on_one_turn

TIME, HEIGHT, CORRIDOR = "TIME", "HEIGHT", "CORRIDOR"
#: No farther is looked: beyond it a plan is another plan.
MOST_S, MOST_HEIGHT_M, MOST_ACROSS_M = 86_400, 6_000, 50_000
_BEARINGS = 16
_STEP_M = 25
#: A ten-thousandth of a metre.
_DIGITS = 9
#: No degree of latitude is shorter.
_LEAST_DEGREE_M = 110_574


@dataclass(frozen=True)
class Alternative:
    """shift: seconds later, metres up, or metres along `bearing_deg`; negative is earlier or lower."""

    kind: str
    shift: int
    volumes: tuple[Volume, ...]
    bearing_deg: float | None = None


#: Says whether any of these volumes comes near what is protected, or cannot be held against it.
Touches: TypeAlias = Callable[[Sequence[Volume]], bool]


def nearest(
    plan: Sequence[Volume],
    others: Iterable[Volume],
    added: Separations = UNSET,
    *,
    all_participants: bool = False,
    touches: Touches = lambda volumes: False,
) -> tuple[Alternative, ...]:
    """Give the nearest alternatives of a plan that meets others: one a kind at the most, each compared anew with all.

    plan: its volumes. others: every volume known, the plan's own included or not. touches: says whether volumes come
    near a protected place, or cannot be held against the list of them; such a plan has no alternative here, because
    another place is for humans to find.
    """
    known = [other for other in others if comparable(plan[0], other, all_participants=all_participants)] if plan else []
    if not any(meeting(one, other, added) for one in plan for other in known):
        return ()
    if touches(plan):
        return ()
    found = (_by_time(plan, known, added), _by_height(plan, known, added), _by_corridor(plan, known, added))
    return tuple(
        one
        for one in found
        if one is not None
        and not any(meeting(moved, other, added) for moved in one.volumes for other in known)
        and not touches(one.volumes)
    )


_Span = tuple[float | Fraction, float | Fraction]


def _by_time(plan: Sequence[Volume], known: Sequence[Volume], added: Separations) -> Alternative | None:
    shut: list[_Span] = []
    for one, other in ((one, other) for one in plan for other in known):
        if meeting(replace(one, window=other.window), other, added):
            first, last = other.window.start - added.time_s, other.window.end + added.time_s
            shut.append((first - one.window.end, last - one.window.start))
    shift = _least(shut, -MOST_S, MOST_S)
    return None if shift is None else Alternative(TIME, shift, tuple(_later(one, shift) for one in plan))


def _later(volume: Volume, seconds: int) -> Volume:
    return replace(volume, window=Window(volume.window.start + seconds, volume.window.end + seconds))


def _by_height(plan: Sequence[Volume], known: Sequence[Volume], added: Separations) -> Alternative | None:
    shut: list[_Span] = []
    for one, other in ((one, other) for one in plan for other in known):
        level = replace(one, band=Band(None, None, one.band.reference))
        if not meeting(level, other, added):
            continue
        if one.band.reference != other.band.reference:
            return None  # no shift can be shown to be enough
        low = None if other.band.lower is None else other.band.lower - added.vertical_m
        high = None if other.band.upper is None else other.band.upper + added.vertical_m
        shut.append((_less(low, one.band.upper, -inf), _less(high, one.band.lower, inf)))
    floors = [one.band.lower for one in plan if one.band.lower is not None]
    # Not below the reference, where the ground or the sea may be.
    down = min((floor(one) for one in floors), default=0)
    shift = _least(shut, -min(MOST_HEIGHT_M, max(0, down)), MOST_HEIGHT_M)
    return None if shift is None else Alternative(HEIGHT, shift, tuple(_higher(one, shift) for one in plan))


def _less(one: Fraction | None, other: Fraction | None, otherwise: float) -> float | Fraction:
    return otherwise if one is None or other is None else one - other


def _higher(volume: Volume, metres: int) -> Volume:
    band = volume.band
    lower, upper = (None if each is None else each + metres for each in (band.lower, band.upper))
    return replace(volume, band=replace(band, lower=lower, upper=upper))


def _least(shut: Sequence[_Span], lowest: int, highest: int) -> int | None:
    """Give the whole number nearest to 0 outside all closed spans, the later of two; None when there is none."""
    tries = {0}
    for low, high in shut:
        if low != -inf:
            tries.add(ceil(low) - 1)
        if high != inf:
            tries.add(floor(high) + 1)
    for one in sorted(tries, key=lambda each: (abs(each), -each)):
        if lowest <= one <= highest and not any(low <= one <= high for low, high in shut):
            return one
    return None


def _by_corridor(plan: Sequence[Volume], known: Sequence[Volume], added: Separations) -> Alternative | None:
    """Move the routes as a whole, along the bearing of sixteen that needs least, in steps of _STEP_M."""
    routes = [one for one in plan if _is_route(one.shape)]
    near = [(one, [other for other in known if _would_meet(one, other, added)]) for one in plan]
    if not routes or any(meeting(one, other, added) for one, others in near if one not in routes for other in others):
        return None
    against = [(one, others) for one, others in near if one in routes and others]
    best: tuple[int, float] | None = None
    for bearing in range(_BEARINGS):
        degrees = 360 / _BEARINGS * bearing
        far = _along(against, added, degrees, MOST_ACROSS_M if best is None else best[0] - _STEP_M)
        best = best if far is None else (far, degrees)
    if best is None:
        return None
    moved = tuple(across(one, *best) if _is_route(one.shape) else one for one in plan)
    return Alternative(CORRIDOR, best[0], moved, best[1])


def _along(
    against: Sequence[tuple[Volume, Sequence[Volume]]], added: Separations, degrees: float, most: int
) -> int | None:
    """Give the least multiple of _STEP_M that finds no conflict on a bearing; doubled first, then halved."""
    good, bad = None, 0
    for far in _ladder(most):
        if _is_free(against, added, far, degrees):
            good = far
            break
        bad = far
    while good is not None and good - bad > _STEP_M:
        middle = (good + bad) // 2 // _STEP_M * _STEP_M
        if _is_free(against, added, middle, degrees):
            good = middle
        else:
            bad = middle
    return good


def _ladder(most: int) -> Iterator[int]:
    far = _STEP_M
    while far < most:
        yield far
        far *= 2
    if most > 0:
        yield most


def _is_free(against: Sequence[tuple[Volume, Sequence[Volume]]], added: Separations, far: int, degrees: float) -> bool:
    if any(_reaches_a_pole(one.shape, far) for one, _ in against):
        return False
    moved = [(across(one, far, degrees), others) for one, others in against]
    return not any(meeting(one, other, added) for one, others in moved for other in others)


def _reaches_a_pole(shape: Shape, far: int) -> bool:
    farthest = max(-shape.box[1], shape.box[3]) / 10**shape.digits
    return bool(farthest + far / _LEAST_DEGREE_M >= 90)


def _would_meet(one: Volume, other: Volume, added: Separations) -> bool:
    """Say whether two volumes meet in time and height, wherever they are."""
    return meeting(replace(one, shape=other.shape), other, added) is not None


def _is_route(shape: Shape) -> bool:
    return not shape.filled and len(shape.points) > 1


def across(volume: Volume, metres: float, bearing_deg: float) -> Volume:
    """Move a volume along a bearing: every point of its line by these metres, as whoever plans it anew would.

    The lattice is as fine as _DIGITS at least: in that of a file with whole degrees a move would be rounded to those.
    """
    shape = volume.shape.at(max(volume.shape.digits, _DIGITS))
    unit = 10**shape.digits
    parts = tuple(
        replace(part, paths=tuple(_moved(path, unit, metres, bearing_deg) for path in part.paths))
        for part in shape.parts
    )
    return replace(volume, shape=on_one_turn(replace(shape, parts=parts)))


def _moved(path: Sequence[Point], unit: int, metres: float, bearing_deg: float) -> tuple[Point, ...]:
    lons, lats = [x / unit for x, _ in path], [y / unit for _, y in path]
    moved = zip(path, lons, *shifted(lons, lats, metres, bearing_deg), strict=True)
    return tuple(
        (x + round(((to - lon + 180) % 360 - 180) * unit), round(north * unit)) for (x, _), lon, to, north in moved
    )
