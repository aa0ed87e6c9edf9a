"""Polygons out of KML (OGC 12-007r2): names, extended data, rings of lon,lat[,alt]."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse


class KmlFault(Exception):
    """A file that is no KML; an entity or a document type in it is refused with the rest."""

    def __init__(self, code: str, where: str = "", found: str = "") -> None:
        super().__init__(code)
        self.code, self.where, self.found = code, where, found


def placemarks_of(data: bytes) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """Give each placemark's properties and its polygons as GeoJSON nests them. Raises KmlFault."""
    try:
        for _, element in iterparse(io.BytesIO(data), events=("end",), forbid_dtd=True):
            if _tag(element) == "Placemark":
                yield _properties(element), [_polygon(one) for one in element.iter() if _tag(one) == "Polygon"]
                element.clear()
    except ParseError as error:
        raise KmlFault("AREAS-NOT-XML", str(error.position[0])) from None
    except DefusedXmlException as error:
        raise KmlFault("AREAS-XML-FORBIDDEN", "", type(error).__name__) from None


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _properties(placemark: Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in placemark:
        if _tag(child) == "name":
            found["name"] = (child.text or "").strip()
    for one in placemark.iter():
        if _tag(one) == "SimpleData":
            found[str(one.get("name"))] = (one.text or "").strip()
        elif _tag(one) == "Data":
            value = next((child.text for child in one if _tag(child) == "value"), None)
            found[str(one.get("name"))] = (value or "").strip()
    return found


def _polygon(polygon: Element) -> list[list[Any]]:
    rings = []
    for boundary in ("outerBoundaryIs", "innerBoundaryIs"):
        for one in polygon:
            if _tag(one) == boundary:
                rings += [_ring(each.text or "") for each in one.iter() if _tag(each) == "coordinates"]
    return rings


def _ring(text: str) -> list[list[Any]]:
    from decimal import Decimal, InvalidOperation

    def number(part: str) -> Any:
        try:
            return Decimal(part)
        except InvalidOperation:
            return part

    return [[number(part) for part in corner.split(",")[:2]] for corner in text.split()]
