"""Polygons out of well-known binary (ISO 13249-3), with the flags of its extended form; heights are passed over."""

from __future__ import annotations

import struct
from typing import Any

#: Corners of one feature; the record takes outlines of a fiftieth.
MOST_CORNERS = 100_000
_POLYGON, _MULTIPOLYGON = 3, 6
_NAMES = {
    1: "POINT", 2: "LINESTRING", 4: "MULTIPOINT", 5: "MULTILINESTRING", 7: "GEOMETRYCOLLECTION", 8: "CIRCULARSTRING",
    9: "COMPOUNDCURVE", 10: "CURVEPOLYGON", 11: "MULTICURVE", 12: "MULTISURFACE", 13: "CURVE", 14: "SURFACE",
    15: "POLYHEDRALSURFACE", 16: "TIN", 17: "TRIANGLE",
}  # fmt: skip
_CURVED = frozenset((8, 9, 10, 11, 12, 13, 14))
_HIGH, _MEASURED, _SRID = 0x80000000, 0x40000000, 0x20000000
_WGS84 = 4326


class Unfit(Exception):
    """A geometry that is no polygon, or is broken: code and what was found."""

    def __init__(self, code: str, found: str) -> None:
        super().__init__(code)
        self.code, self.found = code, found


def polygons_of(data: bytes, at: int = 0) -> list[Any]:
    """Give the polygons from a place on to the end, as GeoJSON nests them. Raises Unfit."""
    reader = _Reader(data, at)
    try:
        found = reader.polygons()
    except struct.error:
        raise Unfit("AREA-GEOMETRY", f"byte {reader.at}") from None
    if reader.at != len(data):
        raise Unfit("AREA-GEOMETRY", f"byte {reader.at}")
    return found


class _Reader:
    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at, self.corners = data, at, 0

    def polygons(self) -> list[Any]:
        order, kind, ordinates = self._head()
        if kind == _POLYGON:
            return [self._rings(order, ordinates)]
        if kind != _MULTIPOLYGON:
            raise _no_polygon(kind)
        return [self._member(ordinates) for _ in range(self._count(order, 9))]

    def _member(self, expected: int) -> list[Any]:
        order, kind, ordinates = self._head()
        if kind != _POLYGON or ordinates != expected:
            raise Unfit("AREA-GEOMETRY", f"byte {self.at}")
        return self._rings(order, ordinates)

    def _head(self) -> tuple[str, int, int]:
        (first,) = struct.unpack_from("B", self.data, self.at)
        if first > 1:
            raise Unfit("AREA-GEOMETRY", f"byte {self.at}")
        order = "<" if first else ">"
        (code,) = struct.unpack_from(f"{order}I", self.data, self.at + 1)
        self.at += 5
        if code & _SRID:
            (system,) = struct.unpack_from(f"{order}i", self.data, self.at)
            self.at += 4
            if system != _WGS84:
                raise Unfit("AREA-OTHER-CRS", str(system))
        more, kind = divmod(code & 0x1FFFFFFF, 1000)
        if more > 3:
            raise Unfit("AREA-GEOMETRY", f"byte {self.at}")
        high, measured = bool(code & _HIGH) or more in (1, 3), bool(code & _MEASURED) or more in (2, 3)
        return order, kind, 2 + high + measured

    def _count(self, order: str, least: int) -> int:
        """Read how many follow; more than the bytes left can hold are none."""
        (count,) = struct.unpack_from(f"{order}I", self.data, self.at)
        self.at += 4
        if count * least > len(self.data) - self.at:
            raise Unfit("AREA-GEOMETRY", f"byte {self.at}")
        return int(count)

    def _rings(self, order: str, ordinates: int) -> list[list[Any]]:
        rings = []
        for _ in range(self._count(order, 4)):
            count = self._count(order, 8 * ordinates)
            self.corners += count
            if self.corners > MOST_CORNERS:
                raise Unfit("AREA-CORNERS", str(self.corners))
            numbers = struct.unpack_from(f"{order}{count * ordinates}d", self.data, self.at)
            self.at += 8 * count * ordinates
            rings.append([[numbers[k], numbers[k + 1]] for k in range(0, len(numbers), ordinates)])
        return rings


def _no_polygon(kind: int) -> Unfit:
    name = _NAMES.get(kind, str(kind))
    return Unfit("AREA-CURVED" if kind in _CURVED else "AREA-NO-POLYGON", name)
