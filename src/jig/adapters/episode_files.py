"""Rows of `air episodes` read back: GeoJSON with the way flown, CSV or JSON without; and a table of aircraft types."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from jig.adapters.files import read_capped
from jig.air.fitting import Sighted
from jig.air.lattice import DEGREE, MOST_LAT, MOST_LON, SECOND, instant_us, whole
from jig.air.matching import Stay
from jig.air.observation import Seen

FILE_CAP = 256 * 1024 * 1024
_CLASSES = ("FIXED", "ROTARY", "UAV", "UNK")
_TABLE_CAP = 16 * 1024 * 1024
_NEEDED = ("aircraft", "area", "entered", "left")


class RowFault(NamedTuple):
    """What is wrong with a file or a row: a code, where, the value found and what was expected."""

    code: str
    where: str
    found: str = ""
    expected: str = ""


class UnreadableRows(Exception):
    """A file that is no file of rows or no table."""

    def __init__(self, fault: RowFault) -> None:
        super().__init__(fault.code)
        self.fault = fault


class Known(NamedTuple):
    """What somebody states of an aircraft: its class and type, empty where it is not known."""

    aircraft_class: str
    aircraft_type: str


def read_aircraft(path: Path) -> tuple[dict[str, Known], list[RowFault]]:
    """Read a table `aircraft,class,type`; names are compared without case. Raises UnreadableRows, OSError."""
    columns, rows = _table(_text(path, _TABLE_CAP), path)
    if not {"aircraft"} <= set(columns) or not {"class", "type"} & set(columns):
        raise UnreadableRows(
            RowFault("AIR-TABLE-COLUMNS", str(path), ", ".join(columns)[:200], "aircraft, class, type")
        )
    found, faults = {}, []
    for number, row in enumerate(rows, 2):
        name, told = _cell(row, "aircraft"), (_cell(row, "class") or "UNK").upper()
        if not name or told not in _CLASSES:
            faults.append(RowFault("AIR-TABLE-ROW", f"{path}: {number}", name or told, ", ".join(_CLASSES)))
            continue
        found[name.casefold()] = Known(told, _cell(row, "type")[:64])
    return found, faults


def read_stays(path: Path, known: Mapping[str, Known], error_m: int) -> tuple[list[Stay], list[RowFault]]:
    """Read rows as stays; a faulty row is left out and named. Raises UnreadableRows, OSError.

    error_m: how far off each position may be, metres.
    """
    stays: list[Stay] = []
    faults: list[RowFault] = []
    for number, (row, way) in enumerate(_rows(path), 1):
        made = _stay(number, row, way, known, error_m)
        if isinstance(made, Stay):
            stays.append(made)
        else:
            faults.append(made._replace(where=f"{path}: {number}, {made.where}"))
    return stays, faults


def _rows(path: Path) -> Iterator[tuple[Mapping[str, Any], Any]]:
    text = _text(path, FILE_CAP)
    if path.suffix.lower() not in (".geojson", ".json"):
        columns, table = _table(text, path)
        if not set(_NEEDED) <= set(columns):
            raise UnreadableRows(RowFault("AIR-ROWS", str(path), ", ".join(columns)[:200], ", ".join(_NEEDED)))
        yield from ((row, None) for row in table)
        return
    try:
        # Decimal digits decide the rounding: numbers stay the text they are.
        document = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as fault:
        raise UnreadableRows(RowFault("AIR-ROWS", str(path), str(fault)[:120], ", ".join(_NEEDED))) from fault
    listed = document.get("features", document.get("episodes")) if isinstance(document, dict) else document
    if not isinstance(listed, list):
        raise UnreadableRows(RowFault("AIR-ROWS", str(path), str(document)[:80], "features / episodes"))
    for one in listed:
        given = one if isinstance(one, dict) else {}
        told = given.get("properties", given)
        geometry = given.get("geometry")
        yield (told if isinstance(told, dict) else {}), geometry if isinstance(geometry, dict) else None


def _stay(number: int, row: Mapping[str, Any], way: Any, known: Mapping[str, Known], error_m: int) -> Stay | RowFault:
    for name in ("aircraft", "area"):
        if not _cell(row, name):
            return RowFault("AIR-ROW", name, expected="A-1")
    entered, left = instant_us(_cell(row, "entered")), instant_us(_cell(row, "left"))
    if entered is None or left is None:
        name = "entered" if entered is None else "left"
        return RowFault("AIR-ROW", name, _cell(row, name)[:80], "2016-09-12T06:00:00Z")
    if left < entered:
        return RowFault("AIR-ROW", "left", _cell(row, "left")[:80], "entered <= left")
    points = _points(way)
    if points is None:
        return RowFault("AIR-ROW", "geometry", str(way)[:80], "LineString, Point")
    # Outward to whole seconds: a window's ends are whole seconds, so this is exact against them.
    start, end = entered // SECOND, -(-left // SECOND)
    track = tuple(Seen(lon, lat, start, error_m, None, "", "") for lon, lat in points)
    told = known.get(_cell(row, "aircraft").casefold(), Known("UNK", ""))
    seen = Sighted(start, end, track, told.aircraft_class, told.aircraft_type, 1)
    return Stay(number, _cell(row, "aircraft"), _cell(row, "area"), seen)


def _points(way: Any) -> list[tuple[int, int]] | None:
    """Give the points of a way, 1e-7 degrees; none without a way, None when it is no way."""
    if way is None:
        return []
    listed = [way.get("coordinates")] if way.get("type") == "Point" else way.get("coordinates")
    if way.get("type") not in ("Point", "LineString") or not isinstance(listed, list):
        return None
    found = []
    for pair in listed:
        given = pair if isinstance(pair, list) and len(pair) >= 2 else [None, None]
        lon, lat = (whole(str(value), DEGREE) for value in given[:2])
        if lon is None or lat is None or abs(lon) > MOST_LON or abs(lat) > MOST_LAT:
            return None
        found.append((lon, lat))
    return found


def _cell(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""


def _text(path: Path, cap: int) -> str:
    try:
        return read_capped(path, cap).decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UnreadableRows(RowFault("AIR-ROWS", str(path), f"{fault.object[fault.start]:#04x}", "UTF-8")) from fault


def _table(text: str, path: Path) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    """Read a table: its columns and its rows by column. Raises UnreadableRows where it is no table."""
    try:
        columns, *rows = csv.reader(io.StringIO(text, newline="")) if text.strip() else [[]]
    except csv.Error as fault:
        raise UnreadableRows(RowFault("AIR-ROWS", str(path), str(fault)[:120], "CSV")) from fault
    return tuple(columns), [dict(zip(columns, row, strict=False)) for row in rows if row]
