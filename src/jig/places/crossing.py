"""Where a ring meets itself: the first such point, exact, for whoever has to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from jig.places.plane import Point, edges, meet, overlap, turn

Exact = tuple[Fraction, Fraction]


def meets_itself_at(ring: Sequence[Point], edge: int) -> Exact | None:
    """Give a point in which an edge of a ring, counted from 1, meets another than in the corner they share.

    None where it meets none; where two edges share a stretch, its lesser end.
    """
    sides = list(edges(ring))
    if not 1 <= edge <= len(sides):
        return None
    a, b = sides[edge - 1]
    for step in range(1, len(sides)):
        c, d = sides[(edge - 1 + step) % len(sides)]
        beside = step in (1, len(sides) - 1)
        if overlap(a, b, c, d) or (not beside and meet(a, b, c, d)):
            return _shared(a, b, c, d)
    return None


def _shared(a: Point, b: Point, c: Point, d: Point) -> Exact:
    """Give a point that two closed legs share: the one point, or the least of a stretch."""
    along, across = turn(c, d, a), turn(c, d, b)
    if along == across:  # parallel, and they meet: on one line
        low = max(min(a, b), min(c, d))
        return Fraction(low[0]), Fraction(low[1])
    share = Fraction(along, along - across)
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def degrees_text(point: Sequence[Fraction | int]) -> str:
    """Write a point (lon, lat), 1e-7 degrees, as latitude and longitude in degrees, to the nearest seventh decimal."""
    lon, lat = (round(value) for value in point)
    return " ".join(f"{'-' if e7 < 0 else ''}{abs(e7) // 10**7}.{abs(e7) % 10**7:07d}" for e7 in (lat, lon))
