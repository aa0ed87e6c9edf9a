"""JSON of tracks: OpenSky's state vectors and readsb's aircraft and trace files.

Numbers stay their decimal text until they are rounded. Barometric and geometric heights are told apart by the sources'
own names; `altitude` alone says neither. readsb gives feet (or "ground"), OpenSky metres.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from jig.adapters.tracks_read import FOOT_M, Block, Reading, Row, TracksFault, in_blocks, metres

_MOST = 1 << 30
#: Whole numbers from here on are milliseconds, as pandas writes times: as seconds they are beyond the year 5138.
_MILLISECONDS = 10**11
_NAMES = {
    "aircraft": ("aircraft", "icao24", "hex", "icao"),
    "time": ("time", "timestamp", "lastposupdate", "time_position"),
    "lon": ("lon", "longitude"),
    "lat": ("lat", "latitude"),
}
#: Lists that a document holds whose rows are not its own members.
_HOLDERS = ("states", "trace", "aircraft")
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


def json_blocks(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Block]:
    """Read whichever of these forms it is: {"states": ...}, {"aircraft": ...}, {"trace": ...}, rows, columns, JSON
    lines."""
    data = stream.read(_MOST)
    try:
        documents = [loads(data)]
    except (ValueError, RecursionError):
        documents = _lines(data, source, reading)
    yield from in_blocks(
        source, (row for document in documents for row in json_rows(document, source, reading)), kind="adsb"
    )


def loads(data: bytes) -> Any:
    """Read a document; numbers stay their decimal text."""
    return json.loads(data, parse_float=str, parse_constant=str)


def _lines(data: bytes, source: str, reading: Reading) -> list[Any]:
    found = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            try:
                found.append({"row": number, "one": loads(line)})
            except (ValueError, RecursionError):
                reading.reject(source, number, "LINE-UNREADABLE", line[:80].decode("utf-8", "replace"))
    if not found:
        raise TracksFault("TRACKS-UNREADABLE", path=source, found="JSON")
    return found


def json_rows(document: Any, source: str, reading: Reading) -> Iterator[Row]:
    """Read one document, whichever form it has; raises TracksFault."""
    if isinstance(document, dict) and set(document) == {"row", "one"}:
        yield from _line(document["row"], document["one"], source, reading)
    elif isinstance(document, dict) and "states" in document:
        for number, state in enumerate(document["states"] or [], 1):
            if isinstance(state, list) and len(state) > 6:
                baro, geo = (metres(state[n]) if len(state) > n else None for n in (7, 13))
                yield Row(number, state[0], state[3], state[5], state[6], baro_m=baro, geo_m=geo)
            else:
                yield _row(number, state if isinstance(state, dict) else {}, reading)
    elif isinstance(document, dict) and isinstance(document.get("trace"), list):
        yield from _trace(document)
    elif isinstance(document, dict) and isinstance(document.get("aircraft"), list) and "lon" not in document:
        yield from _seen(document)
    elif isinstance(document, list):
        for number, one in enumerate(document, 1):
            yield _row(number, one if isinstance(one, dict) else {}, reading)
    elif isinstance(document, dict):
        yield from _columns(document, source)
    else:
        raise TracksFault("TRACKS-UNREADABLE", path=source, found=type(document).__name__)


def _line(line: int, one: Any, source: str, reading: Reading) -> Iterator[Row]:
    """Read what stands on one line: a row, or a whole document."""
    if isinstance(one, dict) and not any(isinstance(one.get(name), list) for name in _HOLDERS):
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
    return Row(number, aircraft, time, lon, lat, error_of(one), *heights_of(one))


def heights_of(one: dict[str, Any]) -> tuple[float | None, ...]:
    """Give the barometric, the geometric and the unstated height of a record, in metres."""
    return tuple(
        next((found for name, scale in names.items() if (found := metres(one.get(name), scale)) is not None), None)
        for names in _HEIGHTS
    )


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


def _trace(document: dict[str, Any]) -> Iterator[Row]:
    """Read a trace: each point's seconds count from the file's timestamp."""
    for number, point in enumerate(document["trace"], 1):
        given = point if isinstance(point, list) and len(point) > 2 else [None, None, None]
        baro, geo = (metres(given[n], FOOT_M) if len(given) > n else None for n in (3, 10))
        more = given[8] if len(given) > 8 and isinstance(given[8], dict) else {}
        time = _sum(document.get("timestamp"), given[0], 1)
        yield Row(number, document.get("icao"), time, given[2], given[1], error_of(more), baro, geo)


def _seen(document: dict[str, Any]) -> Iterator[Row]:
    """Read aircraft.json: each position was seen `seen_pos` seconds before `now`."""
    for number, one in enumerate(document["aircraft"], 1):
        told = one if isinstance(one, dict) else {}
        time = _sum(document.get("now"), told.get("seen_pos"), -1)
        yield Row(number, told.get("hex"), time, told.get("lon"), told.get("lat"), error_of(told), *heights_of(told))


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
        yield Row(number, aircraft, when, lon, lat, None, *heights_of(told))


def _at(column: Any, key: Any) -> Any:
    try:
        return column[key]
    except (KeyError, IndexError, TypeError):
        return None
