"""Polygons out of a GeoPackage (OGC 12-128r19): every feature table in longitude and latitude on WGS 84."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

_WGS84 = 4326
_POLYGON, _MULTIPOLYGON = 3, 6
#: Bytes of the envelope by its code in the flags.
_ENVELOPES = (0, 32, 48, 48, 64)
_MOST_POINTS = 1_000_000


class GeoPackageFault(Exception):
    """A file that is no GeoPackage of such features."""

    def __init__(self, code: str, where: str = "", found: str = "") -> None:
        super().__init__(code)
        self.code, self.where, self.found = code, where, found


class _Table(NamedTuple):
    name: str
    column: str
    srs: int


def features_of(path: Path) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """Give each feature's columns and its polygons as GeoJSON nests them. Raises GeoPackageFault."""
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with sqlite3.connect(uri, uri=True) as base:
            for table in _tables(base):
                yield from _rows(base, table)
    except sqlite3.DatabaseError as error:
        raise GeoPackageFault("AREAS-NOT-GEOPACKAGE", "", type(error).__name__) from None


def _tables(base: sqlite3.Connection) -> list[_Table]:
    sql = (
        "SELECT g.table_name, g.column_name, s.organization_coordsys_id FROM gpkg_geometry_columns g"
        " JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id ORDER BY g.table_name"
    )
    found = [_Table(*row) for row in base.execute(sql)]
    for table in found:
        if table.srs != _WGS84:
            raise GeoPackageFault("AREAS-OTHER-CRS", table.name, str(table.srs))
    return found


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _rows(base: sqlite3.Connection, table: _Table) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    # Names of tables cannot be parameters; they come out of the file and go back into it quoted.
    rows = base.execute(f"SELECT * FROM {_quoted(table.name)}")
    names = [column[0] for column in rows.description]
    for number, row in enumerate(rows, 1):
        values = dict(zip(names, row, strict=True))
        blob = values.pop(table.column, None)
        yield values, _geometry(blob, f"{table.name} {number}") if isinstance(blob, bytes) else []


def _geometry(blob: bytes, where: str) -> list[Any]:
    if len(blob) < 8 or blob[:2] != b"GP" or (blob[3] >> 1 & 7) >= len(_ENVELOPES):
        raise GeoPackageFault("AREAS-NOT-GEOPACKAGE", where, "geometry")
    try:
        return _Wkb(blob, 8 + _ENVELOPES[blob[3] >> 1 & 7]).polygons()
    except struct.error:
        raise GeoPackageFault("AREAS-NOT-GEOPACKAGE", where, "geometry") from None


class _Wkb:
    """Well-known binary, read from a place on (ISO 13249-3; heights and measures are passed over)."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def polygons(self) -> list[Any]:
        order, kind, ordinates = self._head()
        if kind == _POLYGON:
            return [self._rings(order, ordinates)]
        if kind != _MULTIPOLYGON:
            return []
        found = []
        for _ in range(self._count(order)):
            inner, kind, ordinates = self._head()
            if kind == _POLYGON:
                found.append(self._rings(inner, ordinates))
        return found

    def _head(self) -> tuple[str, int, int]:
        order = "<" if struct.unpack_from("B", self.data, self.at)[0] else ">"
        (code,) = struct.unpack_from(f"{order}I", self.data, self.at + 1)
        self.at += 5
        high, plain = bool(code & 0x80000000) + bool(code & 0x40000000), code & 0x0FFFFFFF
        thousands = plain // 1000
        return order, plain % 1000, 2 + high + (2 if thousands == 3 else min(thousands, 1))

    def _count(self, order: str) -> int:
        (count,) = struct.unpack_from(f"{order}I", self.data, self.at)
        self.at += 4
        if count > _MOST_POINTS:
            raise struct.error("count")
        return int(count)

    def _rings(self, order: str, ordinates: int) -> list[list[Any]]:
        rings = []
        for _ in range(self._count(order)):
            count = self._count(order)
            numbers = struct.unpack_from(f"{order}{count * ordinates}d", self.data, self.at)
            self.at += 8 * count * ordinates
            rings.append([[numbers[k], numbers[k + 1]] for k in range(0, len(numbers), ordinates)])
        return rings
