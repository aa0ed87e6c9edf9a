"""JSON of tracks: OpenSky's state vectors and readsb's aircraft and trace files.

Numbers stay their decimal text until they are rounded. Barometric and geometric heights are told apart by the sources'
own names; `altitude` alone says neither. readsb gives feet (or "ground"), OpenSky metres. Files: `tracks_json_files`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from jig.adapters.tracks_read import FOOT_M, Reading, Row, TracksFault, metres

#: Whole numbers from here on are milliseconds, as pandas writes times: as seconds they are beyond the year 5138.
_MILLISECONDS = 10**11
_NAMES = {
    "aircraft": ("aircraft", "icao24", "hex", "icao"),
    "time": ("time", "timestamp", "lastposupdate", "time_position"),
    "lon": ("lon", "longitude"),
    "lat": ("lat", "latitude"),
}
#: Lists that a document holds whose rows are not its own members.
HOLDERS = ("states", "trace", "aircraft")
#: Names of heights and what makes them metres: barometric, geometric, unstated.
_HEIGHTS = (
    {"alt_baro": FOOT_M, "baroaltitude": 1.0, "baro_altitude": 1.0},
    {"alt_geom": FOOT_M, "geoaltitude": 1.0, "geo_altitude": 1.0},
    {"altitude": 1.0},
)
#: What a navigation accuracy category says of 95 of 100 positions: metres (ED-102A, NACp).
NAC_P_M = {
    1: 18_520.0,
    2: 7_408.0,
    3: 3_704.0,
    4: 1_852.0,
    5: 926.0,
    6: 555.6,
    7: 185.2,
    8: 92.6,
    9: 30.0,
    10: 10.0,
    11: 3.0,
}


def loads(data: bytes) -> Any:
    """Read a document; numbers stay their decimal text."""
    return json.loads(data, parse_float=str, parse_constant=str)


def json_rows(document: Any, source: str, reading: Reading) -> Iterator[Row]:
    """Read one document, whichever form it has; raises TracksFault."""
    holder = holder_of(document) if isinstance(document, dict) else None
    if holder is not None:
        for number, one in enumerate(document[holder] or [], 1):
            yield row_of(holder, number, one, document, reading)
    elif isinstance(document, list):
        for number, one in enumerate(document, 1):
            yield row_of("", number, one, {}, reading)
    elif isinstance(document, dict):
        times: Any = next((document[name] for name in _NAMES["time"] if document.get(name) is not None), [])
        yield from _columns(document, source) if isinstance(times, dict | list) else [_row(1, document, reading)]
    else:
        raise TracksFault("TRACKS-UNREADABLE", path=source, found=type(document).__name__)


def holder_of(document: dict[str, Any]) -> str | None:
    """Say which member of a document lists its rows; None when it has columns, or is a row itself."""
    if "states" in document:
        return "states"
    if isinstance(document.get("trace"), list):
        return "trace"
    return "aircraft" if isinstance(document.get("aircraft"), list) and "lon" not in document else None


def row_of(holder: str, number: int, one: Any, about: dict[str, Any], reading: Reading) -> Row:
    """Read one row of a list. holder: the member that lists it; about: what the document says beside it."""
    if holder == "trace":
        return _traced(number, one, about)
    if holder == "aircraft":
        return _seen(number, one, about)
    if holder == "states" and isinstance(one, list) and len(one) > 6:
        baro, geo = (metres(one[n]) if len(one) > n else None for n in (7, 13))
        return Row(number, one[0], one[3], one[5], one[6], baro_m=baro, geo_m=geo)
    return _row(number, one if isinstance(one, dict) else {}, reading)


def line_rows(line: int, one: Any, source: str, reading: Reading) -> Iterator[Row]:
    """Read what stands on one line: a row, or a whole document."""
    if isinstance(one, dict) and not any(isinstance(one.get(name), list) for name in HOLDERS):
        yield _row(line, one, reading)
    else:
        yield from (row._replace(row=line) for row in json_rows(one, source, reading))


def _row(number: int, one: dict[str, Any], reading: Reading) -> Row:
    aircraft, time, lon, lat = (
        next((one[n] for n in known if one.get(n) is not None), None) for known in _NAMES.values()
    )
    if isinstance(time, int) and not isinstance(time, bool) and time >= _MILLISECONDS:
        time = _sum(f"{time}e-3", 0, 1)
    if one.get("type") == "tisb_other":
        reading.flags["TISB"] += 1
    # Receivers name an address; whoever names an `aircraft` may have seen it by anything.
    anyones = one.get("aircraft") is not None
    row = Row(number, aircraft, time, lon, lat, error_of(one), anyones=anyones)
    baro, geo, plain = heights_of(one)
    return row._replace(baro_m=baro, geo_m=geo, plain=plain)


def heights_of(one: dict[str, Any]) -> tuple[float | None, float | None, float | None]:
    """Give the barometric, the geometric and the unstated height of a record, in metres."""
    baro, geo, plain = (
        next((found for name, scale in names.items() if (found := metres(one.get(name), scale)) is not None), None)
        for names in _HEIGHTS
    )
    return baro, geo, plain


def error_of(one: dict[str, Any]) -> float | None:
    """Give a position's error by its accuracy category (NACp), else its radius of containment; None for neither."""
    category = metres(one.get("nac_p"))
    told = None if category is None else NAC_P_M.get(int(category))
    if told is not None:
        return told
    radius = metres(one.get("rc"))
    return radius if radius is not None and radius > 0 else None


def _sum(base: Any, more: Any, sign: int) -> str | None:
    try:
        return str(Decimal(str(base)) + sign * Decimal(str(more)))
    except InvalidOperation:
        return None


def _traced(number: int, point: Any, about: dict[str, Any]) -> Row:
    """Read a point of a trace: its seconds count from the file's timestamp."""
    given = point if isinstance(point, list) and len(point) > 2 else [None, None, None]
    baro, geo = (metres(given[n], FOOT_M) if len(given) > n else None for n in (3, 10))
    more = given[8] if len(given) > 8 and isinstance(given[8], dict) else {}
    time = _sum(about.get("timestamp"), given[0], 1)
    return Row(number, about.get("icao"), time, given[2], given[1], error_of(more), baro, geo)


def _seen(number: int, one: Any, about: dict[str, Any]) -> Row:
    """Read one of aircraft.json: its position was seen `seen_pos` seconds before `now`."""
    told = one if isinstance(one, dict) else {}
    time = _sum(about.get("now"), told.get("seen_pos"), -1)
    return Row(number, told.get("hex"), time, told.get("lon"), told.get("lat"), error_of(told), *heights_of(told))


def _columns(document: dict[str, Any], source: str) -> Iterator[Row]:
    """Read columns, each {"0": value, ...} or a list; pandas writes them so, its times in milliseconds."""
    named = {ours: next((n for n in known if n in document), None) for ours, known in _NAMES.items()}
    if None in named.values():
        missing = ", ".join(ours for ours, theirs in named.items() if theirs is None)
        raise TracksFault("TRACKS-COLUMNS", path=source, found=", ".join(map(str, document))[:200], expected=missing)
    columns = {ours: document[str(theirs)] for ours, theirs in named.items()}
    pandas = all(isinstance(column, dict) for column in columns.values())
    keys = list(columns["time"]) if pandas else range(len(columns["time"]))
    for number, key in enumerate(keys, 1):
        aircraft, time, lon, lat = (_at(columns[name], key) for name in ("aircraft", "time", "lon", "lat"))
        told = {name: _at(document[name], key) for names in _HEIGHTS for name in names if name in document}
        when = _sum(f"{time}e-3", 0, 1) if pandas and isinstance(time, int) else time
        yield Row(number, aircraft, when, lon, lat, None, *heights_of(told), anyones=named["aircraft"] == "aircraft")


def _at(column: Any, key: Any) -> Any:
    try:
        return column[key]
    except (KeyError, IndexError, TypeError):
        return None
