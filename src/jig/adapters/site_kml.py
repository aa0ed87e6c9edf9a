"""Placemarks out of KML (OGC 12-007r2) as GeoJSON nests them: points, lines, polygons; no entities, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from jig.adapters.kml_stream import corners_of, elements
from jig.adapters.kml_stream import tag_of as _tag

#: What has a place that is not in this file, or that no shape tells: a list with one of them is not whole.
_ELSEWHERE = ("NetworkLink", "GroundOverlay", "PhotoOverlay")
#: Corners read of one shape: more than a figure may have, so that one of more is refused, not cut off.
_MOST_CORNERS = 20_000
_SHAPES = {"Point": "Point", "LineString": "LineString", "LinearRing": "LineString", "Polygon": "Polygon"}


def placemarks_of(data: bytes) -> Iterator[dict[str, Any]]:
    """Give each placemark as a GeoJSON feature of one or several shapes. Raises KmlFault."""
    for element in elements(data, ("Placemark", *_ELSEWHERE), "SITES"):
        if _tag(element) == "Placemark":
            shapes = list(_shapes(element))
            geometry = shapes[0] if len(shapes) == 1 else {"type": "GeometryCollection", "geometries": shapes}
        else:
            geometry = {"type": _tag(element)}
        yield {"id": element.get("id"), "geometry": geometry, "properties": _properties(element)}


def _shapes(element: Element) -> Iterator[dict[str, Any]]:
    for child in element:
        tag = _tag(child)
        if tag == "MultiGeometry":
            yield from _shapes(child)
        elif tag == "Polygon":
            yield {"type": tag, "coordinates": _rings(child)}
        elif tag in _SHAPES:
            corners = _corners(child)
            yield {"type": _SHAPES[tag], "coordinates": _only(corners) if tag == "Point" else corners}
        elif tag in ("Model", "Track", "MultiTrack"):
            yield {"type": tag}


def _only(corners: list[Any]) -> Any:
    """The corner of a point; a point of several is none: which of them was meant nobody knows."""
    return corners[0] if len(corners) == 1 else [str(len(corners))]


def _rings(polygon: Element) -> list[Any]:
    wanted = ("outerBoundaryIs", "innerBoundaryIs")
    return [_corners(one) for name in wanted for one in polygon if _tag(one) == name]


def _corners(shape: Element) -> list[Any]:
    texts = [one.text or "" for one in shape.iter() if _tag(one) == "coordinates"]
    return [corner for text in texts for corner in corners_of(text, _MOST_CORNERS)]


def _properties(placemark: Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in placemark.iter():
        tag = _tag(one)
        if tag == "name" and "name" not in found:
            found["name"] = (one.text or "").strip()
        elif tag == "SimpleData":
            found[str(one.get("name"))] = (one.text or "").strip()
        elif tag == "Data":
            value = next((child.text for child in one if _tag(child) == "value"), None)
            found[str(one.get("name"))] = (value or "").strip()
    return found
