"""Distances on the ellipsoid to the millimetre: for the edge, never for the fold (see distance.py)."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from pyproj import Geod


class Point(Protocol):
    """Anything with a WGS 84 latitude and longitude in 1e-7 degrees."""

    @property
    def lat_e7(self) -> int: ...

    @property
    def lon_e7(self) -> int: ...


@lru_cache(maxsize=1)
def _ellipsoid() -> Geod:
    return Geod(ellps="WGS84")


def distance_mm(one: Point, other: Point) -> int:
    """The geodesic distance between two points, millimetres, rounded. Source: Karney 2013, as computed by PROJ."""
    return degrees_mm(one.lat_e7 / 1e7, one.lon_e7 / 1e7, other.lat_e7 / 1e7, other.lon_e7 / 1e7)


def degrees_mm(lat1: float, lon1: float, lat2: float, lon2: float) -> int:
    """The same between latitudes and longitudes in degrees."""
    metres = float(_ellipsoid().inv(lon1, lat1, lon2, lat2)[2])
    return round(metres * 1000)


def metres_between(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """The same in metres, not rounded."""
    return float(_ellipsoid().inv(lon1, lat1, lon2, lat2)[2])


def azimuth(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """The bearing at the first point of the geodesic to the second, degrees clockwise from north."""
    return float(_ellipsoid().inv(lon1, lat1, lon2, lat2)[0]) % 360


def around(lon: float, lat: float, metres: float, bearings: Sequence[float]) -> tuple[list[float], list[float]]:
    """Longitudes and latitudes of points at a geodesic distance of a point, on these bearings."""
    count = len(bearings)
    lons, lats, _ = _ellipsoid().fwd([lon] * count, [lat] * count, list(bearings), [metres] * count)
    return [float(each) for each in lons], [float(each) for each in lats]


def shifted(
    lons: Sequence[float], lats: Sequence[float], metres: float, bearing: float
) -> tuple[list[float], list[float]]:
    """Longitudes and latitudes of points, each moved so far along the geodesic that leaves it on this bearing."""
    count = len(lons)
    east, north, _ = _ellipsoid().fwd(list(lons), list(lats), [bearing] * count, [metres] * count)
    return [float(each) for each in east], [float(each) for each in north]
