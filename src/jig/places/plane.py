"""The plane of longitude and latitude in whole 1e-7 degrees: every answer exact, on whichever machine it is asked.

Edges are straight in longitude and latitude (RFC 7946, section 3.1.1). Points are (lon_e7, lat_e7).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

Point = tuple[int, int]
AnyPoint = tuple[int | Fraction, int | Fraction]
Ring = tuple[Point, ...]
OUTSIDE, BOUNDARY, INSIDE = -1, 0, 1


def turn(a: AnyPoint, b: AnyPoint, c: AnyPoint) -> int | Fraction:
    """Twice the signed area of a triangle: positive when c lies left of the way from a to b, 0 on the line."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def between(p: AnyPoint, a: AnyPoint, b: AnyPoint) -> bool:
    """True if a point of the line through a and b lies on the closed leg between them."""
    return min(a[0], b[0]) <= p[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= p[1] <= max(a[1], b[1])


def _sign(number: int | Fraction) -> int:
    return (number > 0) - (number < 0)


def meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """True if the closed legs a-b and c-d share a point."""
    if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
        return False
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    first, second = _sign(turn(a, b, c)), _sign(turn(a, b, d))
    third, fourth = _sign(turn(c, d, a)), _sign(turn(c, d, b))
    if first * second < 0 and third * fourth < 0:
        return True
    touching = ((first, c, a, b), (second, d, a, b), (third, a, c, d), (fourth, b, c, d))
    return any(side == 0 and between(p, q, r) for side, p, q, r in touching)


def cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """True if the legs pass through each other: each has its ends on both sides of the other."""
    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def overlap(a: Point, b: Point, c: Point, d: Point) -> bool:
    """True if the legs lie on one line and share more than a point."""
    if turn(a, b, c) or turn(a, b, d):
        return False
    low, high = max(min(a, b), min(c, d)), min(max(a, b), max(c, d))
    return low < high


def edges(ring: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """The edges of a ring given without its closing point."""
    return zip(ring, (*ring[1:], ring[0]), strict=True)


def twice_area(ring: Sequence[Point]) -> int:
    """Twice the signed area: positive when the ring runs counter-clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in edges(ring))


def side_of(ring: Sequence[Point], p: AnyPoint) -> int:
    """INSIDE, BOUNDARY or OUTSIDE."""
    inside = False
    for a, b in edges(ring):
        if (a[1] > p[1]) != (b[1] > p[1]):
            way = turn(a, b, p)
            if way == 0:
                return BOUNDARY
            inside ^= (way > 0) == (b[1] > a[1])
        elif (a[1] == p[1] == b[1] and between(p, a, b)) or p in (a, b):
            return BOUNDARY
    return INSIDE if inside else OUTSIDE


def canonical_ring(ring: Sequence[Point], *, hole: bool) -> Ring:
    """One spelling of a ring: no point twice in a row, no closing point, outer rings counter-clockwise and holes
    clockwise (RFC 7946, section 3.1.6), from its least point on."""
    kept = [p for p, before in zip(ring, (*ring[-1:], *ring[:-1]), strict=True) if p != before]
    if not kept:
        return tuple(ring[:1])
    if (twice_area(kept) < 0) != hole:
        kept.reverse()
    start = kept.index(min(kept))
    return tuple(kept[start:] + kept[:start])
