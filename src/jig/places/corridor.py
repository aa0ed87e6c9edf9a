"""A route with its corridor: which areas it touches, which points lie in it. Whole numbers, the same on every node.

Distances are taken on longitude and latitude stretched to metres at the latitude of the point that is asked about: what
lies within 20 km of a leg, however long, is placed to within half a percent (tests/air_record/test_notices.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from jig.places.distance import distance_m_floor
from jig.places.plane import Point, meet
from jig.places.region import Region

_DEGREE_E7 = 10_000_000
_POLE_E7 = 895_000_000
#: Stretches looked at of one way: each end of a band takes some thirty halvings; a made-up seam must not take for ever.
MOST_STRETCHES = 500


@dataclass(frozen=True)
class Gate:
    """A point of a route, 1e-7 degrees, and what holds from it to the next: half-width, metres; altitude, millimetres.

    ref: what the altitudes are above, MSL or AGL.
    """

    lon_e7: int
    lat_e7: int
    half_width_m: int
    lower_mm: int
    upper_mm: int
    ref: str

    def as_json(self) -> list[int | str]:
        """Give it as plain values, for the registers."""
        return [self.lon_e7, self.lat_e7, self.half_width_m, self.lower_mm, self.upper_mm, self.ref]

    @property
    def point(self) -> Point:
        """The point as (lon_e7, lat_e7)."""
        return self.lon_e7, self.lat_e7


@dataclass(frozen=True)
class Corridor:
    """A route of straight legs, each with the half-width of the gate it begins at."""

    gates: tuple[Gate, ...]

    @cached_property
    def path(self) -> tuple[Point, ...]:
        """The centre line."""
        return tuple(gate.point for gate in self.gates)

    def legs(self) -> Iterator[tuple[Gate, Point, Point]]:
        """Every leg: the gate it begins at, both ends; of a single gate the point itself."""
        if len(self.gates) == 1:
            yield self.gates[0], self.gates[0].point, self.gates[0].point
        for one, following in pairwise(self.gates):
            yield one, one.point, following.point

    def legs_at(self, point: Point, error_m: int = 0) -> list[Gate]:
        """List the gates of the legs whose corridor, widened by an error, holds a point; empty when it is outside."""
        return [gate for gate, a, b in self.legs() if _near(point, a, b, gate.half_width_m + error_m)]

    def holds_way(self, p: Point, q: Point, error_m: int = 0) -> bool:
        """Whether the straight way between two points is shown to lie whole in the corridor, widened by an error.

        A band is convex: a stretch with both ends in one band is in it whole. What lies in no band at once is halved; of
        what is not settled in so many stretches it is not said that it is inside.
        """
        bands = [(a, b, gate.half_width_m + error_m) for gate, a, b in self.legs()]
        waiting = [(p, q)]
        for _ in range(MOST_STRETCHES):
            if not waiting:
                return True
            p, q = waiting.pop()
            if _in_one(p, q, bands):
                continue
            half = ((p[0] + q[0]) // 2, (p[1] + q[1]) // 2)
            if half in (p, q) or not _in_one(half, half, bands):
                return False
            waiting += [(p, half), (half, q)]
        return False

    def touches(self, region: Region) -> bool:
        """Whether the corridor and a region share a point."""
        if not self.gates:
            return False
        if region.met_by(self.path):
            return True
        legs = ((a, b, gate.half_width_m) for gate, a, b in self.legs() if gate.half_width_m)
        return any(_comes_near(region, a, b, reach) for a, b, reach in legs)


@lru_cache(maxsize=4_096)
def _scale(lat_e7: int) -> tuple[int, int]:
    """Metres of a degree of longitude and of latitude at a latitude."""
    lat = max(-_POLE_E7, min(_POLE_E7, lat_e7))
    half = _DEGREE_E7 // 2
    along = distance_m_floor(lat, 0, lat, _DEGREE_E7)
    return along, distance_m_floor(max(lat - half, -2 * _POLE_E7), 0, lat + half, 0)


def _near(p: Point, a: Point, b: Point, reach_m: int) -> bool:
    """Whether a point lies within a reach of a leg, its ends rounded."""
    return _within(p, a, b, reach_m, *_scale(p[1]))


def _in_one(p: Point, q: Point, bands: Iterable[tuple[Point, Point, int]]) -> bool:
    """Whether one band holds both ends of a stretch, and so all of it.

    By the longest degrees that any point between has: by its own, none of them is farther off.
    """
    low, high = min(abs(p[1]), abs(q[1])), max(abs(p[1]), abs(q[1]))
    x, y = _scale(0 if p[1] * q[1] < 0 else low)[0], _scale(high)[1]
    return any(_within(p, a, b, reach, x, y) and _within(q, a, b, reach, x, y) for a, b, reach in bands)


def _comes_near(region: Region, a: Point, b: Point, reach_m: int) -> bool:
    """Whether any edge of a region comes within a reach of a leg: legs that do not meet are nearest at an end of one.

    What lies beside the leg's own box, widened by the reach, is passed over: an outline has thousands of edges.
    """
    # A degree of latitude is never shorter than 110,500 m, one of longitude shortest at the box's end nearer a pole.
    high = reach_m * _DEGREE_E7 // 110_500 + 1
    south, north = min(a[1], b[1]) - high, max(a[1], b[1]) + high
    wide = reach_m * _DEGREE_E7 // max(min(_scale(south)[0], _scale(north)[0]), 1) + 1
    west, east = min(a[0], b[0]) - wide, max(a[0], b[0]) + wide
    box = region.box
    if box.west_e7 > east or box.east_e7 < west or box.south_e7 > north or box.north_e7 < south:
        return False
    for c, d in region.edges():
        beside = max(c[0], d[0]) < west or min(c[0], d[0]) > east
        if beside or max(c[1], d[1]) < south or min(c[1], d[1]) > north:
            continue
        ends = ((a, c, d), (b, c, d), (c, a, b), (d, a, b))
        if meet(a, b, c, d) or any(_near(p, q, r, reach_m) for p, q, r in ends):
            return True
    return False


def _within(p: Point, a: Point, b: Point, reach_m: int, x: int, y: int) -> bool:
    # In units of 1e-7 metre: differences of 1e-7 degrees times metres a degree.
    px, py = (p[0] - a[0]) * x, (p[1] - a[1]) * y
    dx, dy = (b[0] - a[0]) * x, (b[1] - a[1]) * y
    reach = reach_m * _DEGREE_E7
    along, length = px * dx + py * dy, dx * dx + dy * dy
    if along <= 0:
        return px * px + py * py <= reach * reach
    if along >= length:
        return (px - dx) ** 2 + (py - dy) ** 2 <= reach * reach
    return (px * dy - py * dx) ** 2 <= reach * reach * length
