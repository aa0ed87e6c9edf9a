"""How far two shapes are apart on the WGS 84 ellipsoid, between two bounds that hold.

Edges are straight in longitude and latitude, which is neither a geodesic nor a chord; so each is halved until chords
bound it. A chord c and the arc above it differ by c^3 / 24 R^2, and R lies between the least and greatest radius of
curvature nearby (Schur's comparison of arcs). For the edge, never for the fold: floats.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import asin, cos, hypot, inf, pi, radians, sin, sqrt

from jig.places.volume import Point, Shape

AXIS_M = 6_378_137.0
FLATTENING = 1 / 298.257223563
ECCENTRICITY_2 = FLATTENING * (2 - FLATTENING)
#: The second derivative of a place by its angles is nowhere longer, metres a radian squared.
_BEND_M = 6_500_000.0
#: The search ends when no unseen pair of points can be nearer by more than this, metres.
TOLERANCE_M = 0.02
#: More than what doubles lose on coordinates of 6.4e6 metres.
_ROUNDING_M = 1e-6
_MOST_STEPS = 200_000
#: Pieces are first compared by blocks of so many.
_BLOCK = 16

Place = tuple[float, float, float]


@dataclass(frozen=True)
class Gap:
    """The least distance of two shapes without their metres lies between two bounds; metres.

    one, other: longitude and latitude, degrees, of two points that are `most_m` apart: as near as was found.
    """

    least_m: float
    most_m: float
    one: tuple[float, float]
    other: tuple[float, float]


def place(lon: float, lat: float) -> Place:
    """Give the earth-centred place of a longitude and latitude in radians, metres."""
    slat, clat = sin(lat), cos(lat)
    normal = AXIS_M / sqrt(1 - ECCENTRICITY_2 * slat * slat)
    return normal * clat * cos(lon), normal * clat * sin(lon), normal * (1 - ECCENTRICITY_2) * slat


class Piece:
    """A piece of an edge: its ends in radians and in space, and how far the edge may lie from the chord."""

    __slots__ = ("a", "b", "end", "sag", "start")

    def __init__(self, start: tuple[float, float], end: tuple[float, float], a: Place, b: Place) -> None:
        self.start, self.end, self.a, self.b = start, end, a, b
        turn = abs(end[0] - start[0]) + abs(end[1] - start[1])
        # The second term covers what the nearest points of all but parallel chords lose to rounding.
        self.sag = _BEND_M * turn * (turn / 8 + 1e-7)

    def halves(self) -> tuple[Piece, Piece]:
        """Cut it in the middle."""
        middle = (self.start[0] + self.end[0]) / 2, (self.start[1] + self.end[1]) / 2
        at = place(*middle)
        return Piece(self.start, middle, self.a, at), Piece(middle, self.end, at, self.b)

    def point(self, share: float) -> tuple[float, float]:
        """Give the longitude and latitude at a share of it, radians."""
        return (
            self.start[0] + share * (self.end[0] - self.start[0]),
            self.start[1] + share * (self.end[1] - self.start[1]),
        )


def pieces(shape: Shape) -> tuple[Piece, ...]:
    """Give every edge of a shape as a piece."""
    unit = 10**shape.digits
    found = []
    for part in shape.parts:
        for a, b in part.edges:
            start, end = _radians(a, unit), _radians(b, unit)
            found.append(Piece(start, end, place(*start), place(*end)))
    return tuple(found)


def _radians(point: Point, unit: int) -> tuple[float, float]:
    return radians(point[0] / unit), radians(point[1] / unit)


def gap(ones: Sequence[Piece], others: Sequence[Piece], within_m: float = inf) -> Gap | None:
    """Give the least distance of two shapes that share no point, without their metres; None when it is over within_m.

    Pairs of pieces wait in a heap by the least distance they can hide; the first that cannot improve on the best found
    by more than TOLERANCE_M ends the search. What is farther than within_m is left out at once.
    """
    best, at = inf, ((0.0, 0.0), (0.0, 0.0))
    waiting: list[tuple[float, int, Piece, Piece]] = []
    steps = _candidates(ones, others, within_m)
    for number in range(_MOST_STEPS):
        for p, q in steps:
            least, best, at = _tried(p, q, best, at)
            if least <= within_m and least < best:
                heapq.heappush(waiting, (least, len(waiting) + number * _MOST_STEPS, p, q))
        if not waiting or waiting[0][0] >= best - TOLERANCE_M:
            break
        _, _, p, q = heapq.heappop(waiting)
        steps = [(h, q) for h in p.halves()] if p.sag >= q.sag else [(p, h) for h in q.halves()]
    if not waiting and best > within_m:
        return None
    if len(ones) == len(others) == 1 and ones[0].start == ones[0].end and others[0].start == others[0].end:
        return _bounds(best, best, at, single=True)
    return _bounds(max(0.0, min(best, waiting[0][0] if waiting else best)), best, at)


def _candidates(ones: Sequence[Piece], others: Sequence[Piece], within_m: float) -> list[tuple[Piece, Piece]]:
    """Pair the pieces, without those of blocks that are too far apart as a whole."""
    if len(ones) * len(others) <= _BLOCK * _BLOCK:
        return [(p, q) for p in ones for q in others]
    blocks = [[_ball(group[i : i + _BLOCK]) for i in range(0, len(group), _BLOCK)] for group in (ones, others)]
    near = [
        (_length(p.centre, q.centre), p, q)
        for p in blocks[0]
        for q in blocks[1]
        if _length(p.centre, q.centre) - p.radius - q.radius <= within_m
    ]
    most = min((far + p.radius + q.radius for far, p, q in near), default=inf)
    return [pair for far, p, q in near if far - p.radius - q.radius <= most for pair in product(p.pieces, q.pieces)]


@dataclass(frozen=True)
class _Ball:
    centre: Place
    radius: float
    pieces: Sequence[Piece]


def _ball(group: Sequence[Piece]) -> _Ball:
    ends = [end for piece in group for end in (piece.a, piece.b)]
    centre = tuple(sum(end[axis] for end in ends) / len(ends) for axis in range(3))
    at = (centre[0], centre[1], centre[2])
    return _Ball(at, max(_length(at, end) for end in ends) + max(piece.sag for piece in group), group)


_At = tuple[tuple[float, float], tuple[float, float]]


def _tried(p: Piece, q: Piece, best: float, at: _At) -> tuple[float, float, _At]:
    """Give the least distance that two pieces can hide, and the best pair of points known with theirs."""
    chord, s, t = _between_chords(p.a, p.b, q.a, q.b)
    least = chord - p.sag - q.sag - _ROUNDING_M
    if least < best:
        found = p.point(s), q.point(t)
        far = _length(place(*found[0]), place(*found[1]))
        if far < best:
            best, at = far, found
    return least, best, at


def _length(a: Place, b: Place) -> float:
    return hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])


def _between_chords(a: Place, b: Place, c: Place, d: Place) -> tuple[float, float, float]:
    """Give the least distance of two straight pieces in space, and the share along each where it is."""
    u0, u1, u2 = b[0] - a[0], b[1] - a[1], b[2] - a[2]
    v0, v1, v2 = d[0] - c[0], d[1] - c[1], d[2] - c[2]
    w0, w1, w2 = a[0] - c[0], a[1] - c[1], a[2] - c[2]
    uu, vv, uv = u0 * u0 + u1 * u1 + u2 * u2, v0 * v0 + v1 * v1 + v2 * v2, u0 * v0 + u1 * v1 + u2 * v2
    uw, vw = u0 * w0 + u1 * w1 + u2 * w2, v0 * w0 + v1 * w1 + v2 * w2
    across = uu * vv - uv * uv
    s = _clamped((uv * vw - vv * uw) / across) if across > 1e-14 * uu * vv and across > 0.0 else 0.0
    t = (uv * s + vw) / vv if vv > 0.0 else 0.0
    if t < 0.0 or t > 1.0 or vv <= 0.0:
        t = _clamped(t)
        s = _clamped((uv * t - uw) / uu) if uu > 0.0 else 0.0
    distance = hypot(w0 + s * u0 - t * v0, w1 + s * u1 - t * v1, w2 + s * u2 - t * v2)
    return distance, s, t


def _clamped(share: float) -> float:
    return 0.0 if share < 0.0 else min(share, 1.0)


def _bounds(least: float, most: float, at: _At, *, single: bool = False) -> Gap:
    """Measure the nearest points found; bend the least chord to an arc of the greatest radius of curvature around.

    single: there are no other points, so that there is nothing to bound.
    """
    from jig.places.geodesic import metres_between

    degrees = 180 / pi
    one, other = ((lon * degrees, lat * degrees) for lon, lat in at)
    measured = metres_between(*one, *other)
    if single:
        return Gap(max(0.0, measured - _ROUNDING_M), measured + _ROUNDING_M, one, other)
    around = most / AXIS_M * 0.6
    high = min(pi / 2, max(abs(at[0][1]), abs(at[1][1])) + around)
    greatest = AXIS_M / sqrt(1 - ECCENTRICITY_2 * sin(high) ** 2)
    arc = min(_arc(least, greatest), measured)
    return Gap(max(0.0, arc - _ROUNDING_M), measured + _ROUNDING_M, one, other)


def _arc(chord: float, radius: float) -> float:
    return 2 * radius * asin(min(1.0, chord / (2 * radius)))
