"""The size of regions on the ellipsoid: for people at the edge, never for the fold."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log, radians, sin, sqrt

from jig.places.region import Region

# WGS 84 (EPSG:7030).
_AXIS_M = 6_378_137.0
_FLATTENING = 1 / 298.257223563
_E2 = _FLATTENING * (2 - _FLATTENING)
_E = sqrt(_E2)
_MINOR_SQUARED = _AXIS_M * _AXIS_M * (1 - _E2)
# Gauss-Legendre nodes and weights of order four on [-1, 1].
_NODES = (
    (-0.8611363115940526, 0.3478548451374538),
    (-0.3399810435848563, 0.6521451548625461),
    (0.3399810435848563, 0.6521451548625461),
    (0.8611363115940526, 0.3478548451374538),
)
_PIECE_DEG = 0.5
Degrees = tuple[float, float]


def _strip(lat: float) -> float:
    """The area between the equator and a latitude (radians) for one radian of longitude, square metres."""
    s = sin(lat)
    return _MINOR_SQUARED / 2 * (s / (1 - _E2 * s * s) + log((1 + _E * s) / (1 - _E * s)) / (2 * _E))


def ring_m2(ring: Sequence[Degrees]) -> float:
    """The signed area within a ring of (longitude, latitude), degrees, edges straight in both; square metres.

    Source: the closed form of the area of an ellipsoidal strip, integrated along each edge (order eight, pieces of at
    most half a degree).
    """
    total = 0.0
    for (lon1, lat1), (lon2, lat2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        pieces = max(1, ceil(max(abs(lon2 - lon1), abs(lat2 - lat1)) / _PIECE_DEG))
        width = radians(lon2 - lon1) / pieces
        for n in range(pieces):
            middle = lat1 + (lat2 - lat1) * (n + 0.5) / pieces
            half = (lat2 - lat1) / pieces / 2
            total -= width / 2 * sum(weight * _strip(radians(middle + half * node)) for node, weight in _NODES)
    return total


def region_km2(region: Region) -> float:
    """The area of a region, square kilometres."""
    return sum(_polygon_m2(polygon) for polygon in region.polygons) / 1e6


def _polygon_m2(polygon: Sequence[Sequence[tuple[int, int]]]) -> float:
    sizes = [abs(ring_m2([(x / 1e7, y / 1e7) for x, y in ring])) for ring in polygon]
    return sizes[0] - sum(sizes[1:])
