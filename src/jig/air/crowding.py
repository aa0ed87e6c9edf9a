"""Whether observations under one notice are of more aircraft than it has, where that can be told (ToR 3.b, 3.c)."""

from __future__ import annotations

from collections.abc import Iterable

from jig.air.observation import Observed, Seen
from jig.places.corridor import Corridor, Gate


def apart(one: Observed, other: Observed) -> bool:
    """Whether two observations are of two flights: at one and the same instant further apart than both may be off."""
    then = {point.time: point for point in other.track}
    return any(_apart(point, then[point.time]) for point in one.track if point.time in then)


def _apart(one: Seen, other: Seen) -> bool:
    way = Corridor((Gate(other.lon_e7, other.lat_e7, other.error_m, 0, 0, ""),))
    return not way.legs_at((one.lon_e7, one.lat_e7), one.error_m)


def surely(one: Observed, others: Iterable[Observed]) -> int:
    """How many aircraft there are at least: those of an observation and of each that is apart from all counted so far.

    What can be the same aircraft seen twice is counted once; an observation without a number is of one.
    """
    counted = [one]
    for other in others:
        if all(apart(other, taken) for taken in counted):
            counted.append(other)
    return sum(each.number or 1 for each in counted)
