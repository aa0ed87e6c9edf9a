"""What one version of an area has that another has not, for people: the overlay is a library's, in floats."""

from __future__ import annotations

from typing import Any, NamedTuple

import shapely
import shapely.geometry

from jig.places.region import Region
from jig.places.surface import ring_m2

#: Slivers that only the rounding of the overlay makes: below a square metre.
_LEAST_M2 = 1.0


class Overlay(NamedTuple):
    """Square kilometres of two versions, of what they share, and the parts gained and lost from the first to the
    second: (km2, outline as GeoJSON), by size of nothing but their place."""

    one_km2: float
    other_km2: float
    common_km2: float
    gained: tuple[tuple[float, dict[str, Any]], ...]
    lost: tuple[tuple[float, dict[str, Any]], ...]

    @property
    def gained_km2(self) -> float:
        """All that was gained."""
        return sum(size for size, _ in self.gained)

    @property
    def lost_km2(self) -> float:
        """All that was lost."""
        return sum(size for size, _ in self.lost)


def overlay(one: Region, other: Region) -> Overlay:
    """Compare two versions of an area: areas on the ellipsoid, square kilometres."""
    first, second = _shape(one), _shape(other)
    return Overlay(
        _km2(first),
        _km2(second),
        _km2(shapely.intersection(first, second)),
        _parts(shapely.difference(second, first)),
        _parts(shapely.difference(first, second)),
    )


def _shape(region: Region) -> Any:
    polygons = [
        shapely.Polygon(
            [(x / 1e7, y / 1e7) for x, y in outer], [[(x / 1e7, y / 1e7) for x, y in hole] for hole in holes]
        )
        for outer, *holes in region.polygons
    ]
    return shapely.union_all(polygons)


def _km2(shape: Any) -> float:
    return sum(_polygon_m2(one) for one in _polygons(shape)) / 1e6


def _polygons(shape: Any) -> list[Any]:
    return [one for one in shapely.get_parts(shape).tolist() if one.geom_type == "Polygon" and not one.is_empty]


def _polygon_m2(polygon: Any) -> float:
    holes = sum(abs(ring_m2(list(hole.coords)[:-1])) for hole in polygon.interiors)
    return abs(ring_m2(list(polygon.exterior.coords)[:-1])) - holes


def _parts(shape: Any) -> tuple[tuple[float, dict[str, Any]], ...]:
    found = [(_polygon_m2(one), one) for one in _polygons(shape)]
    kept = [(size / 1e6, shapely.geometry.mapping(one)) for size, one in found if size >= _LEAST_M2]
    return tuple(sorted(kept, key=lambda part: str(part[1])))
