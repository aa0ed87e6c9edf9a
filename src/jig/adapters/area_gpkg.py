"""Polygons out of a GeoPackage (OGC 12-128r19): every feature table in longitude and latitude on WGS 84.

A file is a program as well: its views, computed columns and virtual tables run SQL of its author's when they are read.
Read here are plain tables only, their stored columns by name, from the very bytes that were digested; whatever calls a
function is denied.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any, NamedTuple

from jig.adapters.wkb import Unfit, polygons_of

_WGS84 = 4326
#: Bytes of the envelope by its code in the flags.
_ENVELOPES = (0, 32, 48, 48, 64)
_EMPTY, _EXTENDED = 0x10, 0x20
#: Where the header keeps which journal is used: 2 is the write-ahead log, which a file in memory cannot have.
_JOURNAL_BYTES = slice(18, 20)
#: Instructions of SQLite for one file; an honest map of thousands of areas needs a hundredth.
_MOST_STEPS, _STEPS_A_LOOK = 200_000_000, 100_000
_MOST_TABLES = 1_000
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_PRAGMA})

Feature = tuple[dict[str, Any], list[Any], tuple[str, str] | None]


class GeoPackageFault(Exception):
    """A file that is no GeoPackage of such features."""

    def __init__(self, code: str, where: str = "", found: str = "") -> None:
        super().__init__(code)
        self.code, self.where, self.found = code, where, found


class _Table(NamedTuple):
    name: str
    column: str
    srs: int


def features_of(data: bytes, wanted: tuple[str, ...]) -> Iterator[Feature]:
    """Give of each feature the columns wanted, its polygons as GeoJSON nests them, and what is wrong with it (code,
    found). Raises GeoPackageFault."""
    try:
        with closing(sqlite3.connect(":memory:")) as base:
            base.deserialize(_without_journal(data))
            _bound(base)
            for table in _tables(base):
                yield from _rows(base, table, wanted)
    except (sqlite3.Error, MemoryError, ValueError) as error:
        # What SQLite says of a broken file need be no text itself.
        raise GeoPackageFault("AREAS-NOT-GEOPACKAGE", "", type(error).__name__) from None


def _without_journal(data: bytes) -> bytes:
    changed = bytearray(data)
    changed[_JOURNAL_BYTES] = b"\x01\x01"
    return bytes(changed)


def _bound(base: sqlite3.Connection) -> None:
    """Let the file do nothing but be read, and that for a bounded time."""
    base.text_factory = bytes
    base.execute("PRAGMA trusted_schema=OFF")
    base.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    steps = iter(range(_MOST_STEPS // _STEPS_A_LOOK))
    base.set_progress_handler(lambda: next(steps, None) is None, _STEPS_A_LOOK)
    base.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY)


def _tables(base: sqlite3.Connection) -> list[_Table]:
    wanted = ("srs_id", "organization_coordsys_id")
    systems = {row["srs_id"]: row for row in _plain(base, "gpkg_spatial_ref_sys", wanted, "organization")}
    found = []
    for row in _plain(base, "gpkg_geometry_columns", ("table_name", "column_name", "srs_id")):
        name, system = _text(row["table_name"]), systems.get(row["srs_id"], {})
        known = _text(system.get("organization", b"EPSG")).upper() == "EPSG"
        if not known or system.get("organization_coordsys_id") != _WGS84:
            number = system.get("organization_coordsys_id", row["srs_id"])
            raise GeoPackageFault("AREAS-OTHER-CRS", name, f"{_text(system.get('organization', ''))} {number}".strip())
        found.append(_Table(name, _text(row["column_name"]), row["srs_id"]))
    folded = [one.name.lower() for one in found]
    for one in found:
        if folded.count(one.name.lower()) > 1:
            raise GeoPackageFault("AREAS-GEOMETRIES", one.name)
    return sorted(found)


def _plain(base: sqlite3.Connection, table: str, wanted: tuple[str, ...], also: str = "") -> Iterator[dict[str, Any]]:
    """Give the rows of a plain table: of the columns wanted those that are stored. Raises GeoPackageFault."""
    names = _stored(base, table)
    picked = [name for name in names if name.lower() in (*wanted, also.lower())]
    needed = wanted if table.startswith("gpkg_") else (also.lower(),)
    if not {name.lower() for name in picked}.issuperset(needed):
        raise GeoPackageFault("AREAS-NOT-GEOPACKAGE", table, "columns")
    # Names of tables cannot be parameters; they come out of the file and go back into it quoted.
    rows = base.execute(f"SELECT {', '.join(map(_quoted, picked))} FROM {_quoted(table)}")
    keys = [name.lower() for name in picked]
    for number, row in enumerate(rows, 1):
        if table.startswith("gpkg_") and number > _MOST_TABLES:
            raise GeoPackageFault("AREAS-NOT-GEOPACKAGE", table, str(number))
        yield dict(zip(keys, row, strict=True))


def _stored(base: sqlite3.Connection, table: str) -> list[str]:
    """Name the stored columns of a plain table: none is computed by the file. Raises GeoPackageFault."""
    kinds = [_text(row[2]) for row in base.execute(f"PRAGMA table_list({_quoted(table)})")]
    if kinds != ["table"]:
        raise GeoPackageFault("AREAS-COMPUTED" if kinds else "AREAS-NOT-GEOPACKAGE", table, ", ".join(kinds))
    columns = base.execute(f"PRAGMA table_xinfo({_quoted(table)})").fetchall()
    return [_text(row[1]) for row in columns if row[6] == 0]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: Any) -> str:
    """Give a text of the file's own; what is no text in UTF-8 keeps its place."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _rows(base: sqlite3.Connection, table: _Table, wanted: tuple[str, ...]) -> Iterator[Feature]:
    if table.column.lower() not in (name.lower() for name in _stored(base, table.name)):
        raise GeoPackageFault("AREAS-COMPUTED", table.name, table.column)
    for row in _plain(base, table.name, wanted, table.column):
        blob = row.pop(table.column.lower())
        values, odd = _values(row)
        polygons, fault = _polygons(blob, table)
        yield values, polygons, odd or fault


def _values(row: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, str] | None]:
    """Give a row's values, and the first that is no text in UTF-8: a name half read would be another area's."""
    found: dict[str, Any] = {}
    fault = None
    for name, value in row.items():
        try:
            found[name] = value.decode() if isinstance(value, bytes) else value
        except UnicodeDecodeError:
            fault = ("AREA-TEXT", name)
        if isinstance(value, float) and value.is_integer():
            found[name] = int(value)
    return found, fault


def _polygons(blob: Any, table: _Table) -> tuple[list[Any], tuple[str, str] | None]:
    if blob is None:
        return [], ("AREA-NO-POLYGON", "NULL")
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP" or (blob[3] >> 1 & 7) >= len(_ENVELOPES):
        return [], ("AREA-GEOMETRY", "header")
    if blob[3] & _EXTENDED:
        return [], ("AREA-GEOMETRY", "extended")
    system = int.from_bytes(blob[4:8], "little" if blob[3] & 1 else "big", signed=True)
    if system not in (table.srs, _WGS84):
        return [], ("AREA-OTHER-CRS", str(system))
    if blob[3] & _EMPTY:
        return [], ("AREA-NO-POLYGON", "EMPTY")
    try:
        return polygons_of(blob, 8 + _ENVELOPES[blob[3] >> 1 & 7]), None
    except Unfit as unfit:
        return [], (unfit.code, unfit.found)
