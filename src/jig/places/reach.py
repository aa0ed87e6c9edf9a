"""Whether a path comes within a reach of a point: whole numbers only, and what is too near to tell is within."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from jig.places.distance import distance_m_floor
from jig.places.plane import Point
from jig.places.region import Region

#: 1e-7 degrees of latitude or longitude are nowhere longer than this many hundred-thousandths of a metre (at a pole).
_LONGEST_E7 = 1_118
#: A piece of a leg this short is not cut further: it is within if its ends leave that open. Metres.
_PIECE_M = 4


def comes_within(path: Sequence[Point], centre: Point, reach_m: int) -> bool:
    """True if a path of straight legs has a point within a distance of the centre; a single point is a path.

    Points are (lon_e7, lat_e7); legs are straight in longitude and latitude. It may be true up to 8 m too far out, and
    never false within: it is asked of what must be held.
    """
    return _comes_within(tuple(path), centre, reach_m)


@lru_cache(maxsize=4096)
def _comes_within(path: tuple[Point, ...], centre: Point, reach_m: int) -> bool:
    if any(_from(centre, p) <= reach_m for p in path):
        return True
    return any(_leg_within(a, b, centre, reach_m) for a, b in pairwise(path))


def _from(centre: Point, p: Point) -> int:
    return distance_m_floor(centre[1], centre[0], p[1], p[0])


def _leg_within(a: Point, b: Point, centre: Point, reach_m: int) -> bool:
    """Cut the leg in halves until each piece is too far off as a whole, or has an end within."""
    waiting = [(a, _from(centre, a), b, _from(centre, b))]
    while waiting:
        one, first, other, second = waiting.pop()
        length = (abs(one[0] - other[0]) + abs(one[1] - other[1])) * _LONGEST_E7 // 100_000 + 1
        if (first + second - length) // 2 > reach_m:
            continue
        if length <= _PIECE_M:
            return True
        middle = ((one[0] + other[0]) // 2, (one[1] + other[1]) // 2)
        between = _from(centre, middle)
        if between <= reach_m:
            return True
        waiting += [(one, first, middle, between), (middle, between, other, second)]
    return False


class Shape(NamedTuple):
    """A place with its reach, an outline, or both. place: (lon_e7, lat_e7); reach_m: whole metres, errors added."""

    place: Point | None
    reach_m: int
    region: Region | None

    def touched(self, paths: Sequence[Sequence[Point]], error_m: int = 0) -> bool:
        """True if a path has a point in it; error_m: of the paths' points, which widens the reach of a place.

        An outline's own error and that of the paths against it are the caller's to add to its corners.
        """
        if self.place is not None and any(comes_within(one, self.place, self.reach_m + error_m) for one in paths):
            return True
        region = self.region
        if region is None:
            return False
        corners = [p for polygon in region.polygons for ring in polygon for p in ring]
        return any(region.met_by(one) for one in paths) or _near_corners(paths, corners, region, error_m)


def _near_corners(paths: Sequence[Sequence[Point]], corners: Sequence[Point], region: Region, error_m: int) -> bool:
    """Whether a path comes within an error of an outline: of a corner by a leg, or of an edge by a point."""
    if not error_m:
        return False
    if any(comes_within(one, corner, error_m) for one in paths for corner in corners):
        return True
    return any(comes_within(edge, p, error_m) for one in paths for p in one for edge in region.edges())
