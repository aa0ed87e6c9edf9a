"""Areas that episodes are asked for: read from GeoJSON with all their faults together (AP 3.a, AP 3.c)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from jig.air.episodes_index import HALF_TURN, LONGEST_EDGE
from jig.air.lattice import DEGREE, MOST_LAT, MOST_LON, instant_us, whole

CLASSES = (1, 2, 3)


@dataclass(frozen=True)
class AreaFault:
    """What is wrong with one feature. path: where in the file."""

    code: str
    path: str
    found: str
    expected: str = ""


@dataclass(frozen=True)
class Area:
    """One feature. polygons: rings each, int64 (n, 2) lattice, first point last. Validity: closed, None leaves an
    end open."""

    name: str
    version: str | None
    klass: int | None
    valid_from: int | None
    valid_to: int | None
    polygons: tuple[tuple[Any, ...], ...]


def areas_of(document: Any) -> tuple[list[Area], list[AreaFault]]:
    """Read a FeatureCollection, a Feature or a list of them; numbers in it are their decimal texts, or whole numbers.

    A feature with a fault is left out and named; the others are used. One that gives its area and version another class
    than before is named, and used.
    """
    features = document
    if isinstance(document, dict):
        features = document.get("features") if document.get("type") == "FeatureCollection" else [document]
    if not isinstance(features, list):
        return [], [AreaFault("AIR-AREAS-NOT-GEOJSON", "", type(document).__name__, "FeatureCollection")]
    crs = document.get("crs") if isinstance(document, dict) else None
    if crs is not None and "CRS84" not in str(crs) and "4326" not in str(crs):
        return [], [AreaFault("AIR-AREAS-OTHER-CRS", "crs", _short(crs), "WGS 84")]
    areas: list[Area] = []
    faults: list[AreaFault] = []
    classes: dict[tuple[str, str | None], int | None] = {}
    for number, feature in enumerate(features):
        found, wrong = _area(feature, f"features.{number}")
        faults += wrong
        if found is None:
            continue
        before = classes.setdefault((found.name, found.version), found.klass)
        if before != found.klass:
            where = f"features.{number}.properties.class"
            faults.append(AreaFault("AIR-AREA-CLASSES", where, str(found.klass), str(before)))
        areas.append(found)
    return areas, faults


def _area(feature: Any, path: str) -> tuple[Area | None, list[AreaFault]]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return None, [AreaFault("AIR-AREA-NOT-A-FEATURE", path, _short(feature), "Feature")]
    told = feature.get("properties")
    told = told if isinstance(told, dict) else {}
    faults: list[AreaFault] = []
    name = told.get("area", told.get("name", feature.get("id")))
    if not isinstance(name, str | int) or isinstance(name, bool) or not str(name).strip():
        faults.append(AreaFault("AIR-AREA-WITHOUT-NAME", f"{path}.properties.area", _short(name)))
    klass = told.get("class")
    number = None if klass is None else (whole(str(klass), 1) if not isinstance(klass, bool) else -1)
    if klass is not None and (number not in CLASSES or str(klass).strip() not in map(str, CLASSES)):
        faults.append(AreaFault("AIR-AREA-CLASS", f"{path}.properties.class", _short(klass), "1, 2, 3"))
    start, end = (_instant(told.get(key), f"{path}.properties.{key}", faults) for key in ("valid_from", "valid_to"))
    if start is not None and end is not None and end < start:
        faults.append(AreaFault("AIR-AREA-VALIDITY", f"{path}.properties.valid_to", _short(told.get("valid_to"))))
    polygons = tuple(_polygons(feature.get("geometry"), f"{path}.geometry", faults))
    version = told.get("version")
    if version is not None and (not isinstance(version, str | int) or isinstance(version, bool)):
        faults.append(AreaFault("AIR-AREA-VERSION", f"{path}.properties.version", _short(version)))
    if faults:
        return None, faults
    return Area(str(name), None if version is None else str(version), number, start, end, polygons), []


def _instant(value: Any, path: str, faults: list[AreaFault]) -> int | None:
    if value is None or value == "":
        return None
    found = instant_us(str(value)) if not isinstance(value, bool) else None
    if found is None:
        faults.append(AreaFault("AIR-AREA-TIME", path, _short(value), "RFC 3339"))
    return found


def _polygons(geometry: Any, path: str, faults: list[AreaFault]) -> Iterator[tuple[Any, ...]]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    given = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(given, list) or not given:
        faults.append(AreaFault("AIR-AREA-GEOMETRY", path, _short(kind), "Polygon, MultiPolygon"))
        return
    for p, polygon in enumerate([given] if kind == "Polygon" else given):
        where = f"{path}.coordinates" + ("" if kind == "Polygon" else f".{p}")
        if not isinstance(polygon, list) or not polygon:
            faults.append(AreaFault("AIR-AREA-RING", where, _short(polygon)))
            continue
        rings = [_ring(ring, f"{where}.{r}", faults) for r, ring in enumerate(polygon)]
        if all(ring is not None for ring in rings):
            yield tuple(rings)


def _ring(ring: Any, path: str, faults: list[AreaFault]) -> Any:
    if not isinstance(ring, list) or len(ring) < 4:
        faults.append(AreaFault("AIR-AREA-RING", path, str(len(ring)) if isinstance(ring, list) else _short(ring), "4"))
        return None
    points = []
    for number, point in enumerate(ring):
        lon, lat = (_degrees(point, axis) for axis in (0, 1))
        if lon is None or lat is None or abs(lon) > MOST_LON or abs(lat) > MOST_LAT:
            faults.append(AreaFault("AIR-AREA-COORDINATE", f"{path}.{number}", _short(point)))
            return None
        points.append((lon, lat))
    if points[0] != points[-1]:
        faults.append(AreaFault("AIR-AREA-RING-OPEN", path, _short(ring[-1]), _short(ring[0])))
        return None
    points = [b for a, b in zip([None, *points], points, strict=False) if a != b]
    closed = _cut_level(points)
    if len(set(points)) < 3 or not _bends(points):
        faults.append(AreaFault("AIR-AREA-RING-FLAT", path, str(len(set(points)))))
        return None
    found = np.array(closed, np.int64)
    if np.abs(np.diff(found[:, 0])).max() > LONGEST_EDGE:
        faults.append(AreaFault("AIR-AREA-EDGE-TOO-WIDE", path, "", "180"))
        return None
    return found


def _cut_level(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut an edge along a parallel that spans more than half a turn: its points are on the lattice."""
    closed = points[:1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(x1 - x0) > HALF_TURN and y0 == y1:
            closed.append(((x0 + x1) // 2, y0))
        closed.append((x1, y1))
    return closed


def _bends(points: list[tuple[int, int]]) -> bool:
    (ax, ay), rest = points[0], points[1:]
    bx, by = next(((x, y) for x, y in rest if (x, y) != (ax, ay)), (ax, ay))
    return any((bx - ax) * (y - ay) != (by - ay) * (x - ax) for x, y in rest)


def _degrees(point: Any, axis: int) -> int | None:
    if not isinstance(point, list) or len(point) < 2 or isinstance(point[axis], bool):
        return None
    value = point[axis]
    return whole(value if isinstance(value, str) else str(value), DEGREE) if isinstance(value, str | int) else None


def _short(value: Any) -> str:
    return (", ".join(map(str, value[:4])) if isinstance(value, list) else str(value))[:80]
