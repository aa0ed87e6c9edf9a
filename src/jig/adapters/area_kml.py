"""Polygons out of KML (OGC 12-007r2): names, extended data, the time of validity, rings of lon,lat[,alt]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from jig.adapters.kml_stream import corners_of, elements
from jig.adapters.kml_stream import tag_of as _tag
from jig.adapters.wkb import MOST_CORNERS

#: What keeps areas that are not in this file.
_ELSEWHERE = "NetworkLink"
_TIMES = {"begin": "valid_from", "end": "valid_to"}


def placemarks_of(data: bytes) -> Iterator[tuple[dict[str, Any], list[Any], tuple[str, str] | None]]:
    """Give of each placemark its properties, its polygons as GeoJSON nests them, and what is wrong with it (code,
    found). Raises KmlFault."""
    for element in elements(data, ("Placemark", _ELSEWHERE), "AREAS"):
        if _tag(element) == _ELSEWHERE:
            yield {}, [], ("AREAS-ELSEWHERE", _ELSEWHERE)
        else:
            polygons, wrong = _polygons(element)
            yield _properties(element), polygons, wrong


def _polygons(placemark: Element) -> tuple[list[Any], tuple[str, str] | None]:
    """Give a placemark's polygons, none where it has more corners than are read of one."""
    found: list[Any] = []
    left = MOST_CORNERS
    for one in (each for each in placemark.iter() if _tag(each) == "Polygon"):
        found.append([])
        for text in _boundaries(one):
            found[-1].append(list(corners_of(text, left)))
            left -= len(found[-1][-1])
            if left < 0:
                return [], ("AREA-CORNERS", str(MOST_CORNERS + 1))
    return found, None


def _properties(placemark: Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in placemark:
        if _tag(child) == "name":
            found["name"] = (child.text or "").strip()
        elif _tag(child) == "TimeSpan":
            found |= {_TIMES[_tag(one)]: (one.text or "").strip() for one in child if _tag(one) in _TIMES}
    for one in placemark.iter():
        if _tag(one) == "SimpleData":
            found[str(one.get("name"))] = (one.text or "").strip()
        elif _tag(one) == "Data":
            value = next((child.text for child in one if _tag(child) == "value"), None)
            found[str(one.get("name"))] = (value or "").strip()
    return found


def _boundaries(polygon: Element) -> Iterator[str]:
    for boundary in ("outerBoundaryIs", "innerBoundaryIs"):
        for one in polygon:
            if _tag(one) == boundary:
                yield from (each.text or "" for each in one.iter() if _tag(each) == "coordinates")
