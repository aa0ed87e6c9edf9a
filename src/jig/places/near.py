"""How near two figures come to one another, in whole numbers and never told too far: what is near is found near.

A figure is points, paths of straight legs and a region, with every point within `radius_mm` of them. The distance told
is a lower bound of the geodesic distance on WGS 84: it can only make things nearer. It falls short by at most 0.6 % and
10 mm where limit and legs are below 20 km between 60 degrees south and north; beyond, by what the scale changes along.

Source: a geodesic no longer than the limit stays within the limit of both its ends, so the least scale of that band of
latitudes bounds it from below; edges straight in longitude and latitude stay straight in a plane with one scale.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from math import isqrt

from jig.places.distance import AXIS_MM, ECCENTRICITY_SQUARED, ONE, PI, SCALE_BITS, sine_cosine
from jig.places.plane import Point, meet
from jig.places.position import LATITUDE_LIMIT_E7, Area
from jig.places.region import Edge, Region

#: Latitudes are taken outwards to hundredths of a degree, so that few scales are computed.
_STEP_E7 = 100_000
#: Fewer 1e-7 degrees of latitude than these are never a millimetre further: 11.05 mm each at the equator.
_LEAST_MM_A_DEGREE = 110_500_000
_FIX_BITS = 32
TURN_E7 = 3_600_000_000


@dataclass(frozen=True)
class Figure:
    """Paths (a point is a path of one), and a region; radius_mm: every point within that of them belongs to it."""

    paths: tuple[tuple[Point, ...], ...] = ()
    region: Region | None = None
    radius_mm: int = 0

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every leg and every edge; a point is a leg of no length."""
        legs = [edge for path in self.paths for edge in (pairwise(path) if path[1:] else [(path[0], path[0])])]
        return (*legs, *(self.region.edges() if self.region is not None else ()))

    @cached_property
    def box(self) -> Area:
        """The least box around it, its radius left out."""
        points = [point for edge in self.edges for point in edge]
        lons, lats = [p[0] for p in points], [p[1] for p in points]
        return Area(min(lats), min(lons), max(lats), max(lons))

    @property
    def empty(self) -> bool:
        """Whether it has no point at all."""
        return not self.edges

    def as_json(self) -> list[object]:
        """Give it as whole numbers, for digests."""
        rings = [[list(map(list, ring)) for ring in polygon] for polygon in self.region.polygons] if self.region else []
        return [[[list(point) for point in path] for path in self.paths], rings, self.radius_mm]


def point(lat_e7: int, lon_e7: int, radius_mm: int = 0) -> Figure:
    """A point, or the circle around it."""
    return Figure((((lon_e7, lat_e7),),), None, radius_mm)


def nearest_mm(one: Figure, other: Figure, limit_mm: int) -> int | None:
    """Give how far apart two figures are, millimetres, 0 where they meet; None where that is more than the limit."""
    radii = one.radius_mm + other.radius_mm
    first = _within(one, other, limit_mm + radii)
    if first is None:
        return None
    # Looked at again from nearer by the band is narrower; what is not found within that is at least that far.
    closer = first + first // 50 + 1_000
    again = _within(one, other, closer) if closer < limit_mm + radii else first
    return max(0, (closer if again is None else again) - radii)


def _within(one: Figure, other: Figure, reach: int) -> int | None:
    found = [
        _nearest(one, other, shift, reach) for shift in (-TURN_E7, 0, TURN_E7) if _beside(one, other, shift, reach)
    ]
    near = [mm for mm in found if mm is not None]
    return min(near, default=None)


def padded(box: Area, reach_mm: int) -> Area:
    """A box that holds every point within so many millimetres of another; its longitudes may run past 180 degrees."""
    up = reach_mm * 10_000_000 // _LEAST_MM_A_DEGREE + 1
    south, north = box.south_e7 - up, box.north_e7 + up
    if south <= -LATITUDE_LIMIT_E7 or north >= LATITUDE_LIMIT_E7:
        return Area(south, box.west_e7 - TURN_E7, north, box.east_e7 + TURN_E7)
    east_scale, _ = _scales(south, north)
    aside = min(TURN_E7, (reach_mm << _FIX_BITS) // max(1, east_scale) + 1)
    return Area(south, box.west_e7 - aside, north, box.east_e7 + aside)


def _beside(one: Figure, other: Figure, shift: int, reach_mm: int) -> bool:
    wide, box = padded(one.box, reach_mm), other.box
    if wide.south_e7 > box.north_e7 or wide.north_e7 < box.south_e7:
        return False
    return wide.west_e7 <= box.east_e7 + shift and wide.east_e7 >= box.west_e7 + shift


def _nearest(one: Figure, other: Figure, shift: int, reach_mm: int) -> int | None:
    edges = [((a[0] + shift, a[1]), (b[0] + shift, b[1])) for a, b in other.edges]
    if one.region is not None and any(one.region.holds(a) for a, _ in edges):
        return 0
    if other.region is not None and any(other.region.holds((a[0] - shift, a[1])) for a, _ in one.edges):
        return 0
    best: int | None = None
    for a, b in one.edges:
        for c, d in edges:
            found = _legs_mm(a, b, c, d, reach_mm if best is None else best)
            best = found if found is not None and (best is None or found < best) else best
            if best == 0:
                return 0
    return best


def _legs_mm(a: Point, b: Point, c: Point, d: Point, reach_mm: int) -> int | None:
    """The lower bound between two legs, None where it is beyond the reach."""
    if meet(a, b, c, d):
        return 0
    up = reach_mm * 10_000_000 // _LEAST_MM_A_DEGREE + 1
    low = max(min(a[1], b[1]), min(c[1], d[1])) - up
    high = min(max(a[1], b[1]), max(c[1], d[1])) + up
    if low > high:
        return None
    scales = _scales(low, high)
    flat = [(p[0] * scales[0], p[1] * scales[1]) for p in (a, b, c, d)]
    ends = ((flat[0], flat[2:]), (flat[1], flat[2:]), (flat[2], flat[:2]), (flat[3], flat[:2]))
    squared = min(_squared(p, q, r) for p, (q, r) in ends)
    found = isqrt(squared) >> _FIX_BITS
    return found if found <= reach_mm else None


def _squared(p: Point, a: Point, b: Point) -> int:
    """The squared distance of a point from a leg in the plane, rounded down."""
    along, up = b[0] - a[0], b[1] - a[1]
    x, y = p[0] - a[0], p[1] - a[1]
    length, dot = along * along + up * up, along * x + up * y
    if length == 0 or dot <= 0:
        return x * x + y * y
    if dot >= length:
        return (p[0] - b[0]) ** 2 + (p[1] - b[1]) ** 2
    return (along * y - up * x) ** 2 // length


def _scales(low_e7: int, high_e7: int) -> tuple[int, int]:
    """The least millimetres of 1e-7 degrees of longitude and of latitude in a band, times 2^32, rounded down."""
    return _scales_of_steps(low_e7 // _STEP_E7, -(-high_e7 // _STEP_E7))


@lru_cache(maxsize=100_000)
def _scales_of_steps(low: int, high: int) -> tuple[int, int]:
    farthest = max(abs(low), abs(high)) * _STEP_E7
    nearest = 0 if low <= 0 <= high else min(abs(low), abs(high)) * _STEP_E7
    return _parallel(farthest), _meridian(min(nearest, LATITUDE_LIMIT_E7))


def _root(lat_e7: int) -> tuple[int, int]:
    """The cosine of a latitude, and sqrt(1 - e^2 sin^2), times 2^64."""
    sine, cosine = sine_cosine(lat_e7)
    rest = ONE - (ECCENTRICITY_SQUARED * (sine * sine >> SCALE_BITS) >> SCALE_BITS)
    return cosine, isqrt(rest << SCALE_BITS)


def _parallel(lat_e7: int) -> int:
    if lat_e7 >= LATITUDE_LIMIT_E7:
        return 0
    cosine, root = _root(lat_e7)
    radius = AXIS_MM * max(0, cosine - 1) // (root + 1)
    return (radius * PI // 1_800_000_000) >> (SCALE_BITS - _FIX_BITS)


def _meridian(lat_e7: int) -> int:
    _, root = _root(lat_e7)
    cubed = (root * root >> SCALE_BITS) * root >> SCALE_BITS
    radius = AXIS_MM * (ONE - ECCENTRICITY_SQUARED) // (cubed + 3)
    return (radius * PI // 1_800_000_000) >> (SCALE_BITS - _FIX_BITS)


def moved(path: Sequence[Point]) -> Iterator[Point]:
    """A path whose legs take the shorter way round the Earth: longitudes may run past 180 degrees."""
    shift, before = 0, None
    for lon, lat in path:
        if before is not None and abs(lon + shift - before) > TURN_E7 // 2:
            shift += TURN_E7 if lon + shift < before else -TURN_E7
        before = lon + shift
        yield before, lat
