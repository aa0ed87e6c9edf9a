"""JSON of tracks: OpenSky's state vectors and readsb's aircraft and trace files.

Numbers stay their decimal text until they are rounded. Barometric and geometric heights are told apart by the
sources' own
names and are not used here: an area has no height.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from jig.adapters.tracks_read import Block, Reading, TracksFault, in_blocks

_MOST = 1 << 30
_NAMES = {
    "aircraft": ("aircraft", "icao24", "hex", "icao"),
    "time": ("time", "timestamp", "lastposupdate", "time_position"),
    "lon": ("lon", "longitude"),
    "lat": ("lat", "latitude"),
}
_Row = tuple[int, Any, Any, Any, Any]


def json_blocks(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Block]:
    """Read whichever of these forms it is: {"states": ...}, {"aircraft": ...}, {"trace": ...}, rows, columns, JSON
    lines."""
    data = stream.read(_MOST)
    try:
        documents = [_loads(data)]
    except ValueError:
        documents = _lines(data, source, reading)
    rows = (row for document in documents for row in _rows(document, source, reading))
    yield from in_blocks(source, rows)


def _loads(data: bytes) -> Any:
    return json.loads(data, parse_float=str, parse_constant=str)


def _lines(data: bytes, source: str, reading: Reading) -> list[Any]:
    found = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            try:
                found.append({"row": number, "one": _loads(line)})
            except ValueError:
                reading.reject(source, number, "LINE-UNREADABLE", line[:80].decode("utf-8", "replace"))
    if not found:
        raise TracksFault("TRACKS-UNREADABLE", path=source, found="JSON")
    return found


def _rows(document: Any, source: str, reading: Reading) -> Iterator[_Row]:
    if isinstance(document, dict) and set(document) == {"row", "one"}:
        one = document["one"]
        yield from (
            (_row(document["row"], one, reading),)
            if isinstance(one, dict) and "trace" not in one
            else _rows(one, source, reading)
        )
    elif isinstance(document, dict) and "states" in document:
        for number, state in enumerate(document["states"] or [], 1):
            if isinstance(state, list) and len(state) > 6:
                yield number, state[0], state[3], state[5], state[6]
            else:
                yield _row(number, state if isinstance(state, dict) else {}, reading)
    elif isinstance(document, dict) and isinstance(document.get("trace"), list):
        yield from _trace(document)
    elif isinstance(document, dict) and isinstance(document.get("aircraft"), list):
        yield from _seen(document)
    elif isinstance(document, list):
        for number, one in enumerate(document, 1):
            yield _row(number, one if isinstance(one, dict) else {}, reading)
    elif isinstance(document, dict):
        yield from _columns(document, source)
    else:
        raise TracksFault("TRACKS-UNREADABLE", path=source, found=type(document).__name__)


def _row(number: int, one: dict[str, Any], reading: Reading) -> _Row:
    aircraft, time, lon, lat = (
        next((one[n] for n in known if one.get(n) is not None), None) for known in _NAMES.values()
    )
    if one.get("type") == "tisb_other":
        reading.flags["TISB"] += 1
    return number, aircraft, time, lon, lat


def _sum(base: Any, more: Any, sign: int) -> str | None:
    try:
        return str(Decimal(str(base)) + sign * Decimal(str(more)))
    except InvalidOperation:
        return None


def _trace(document: dict[str, Any]) -> Iterator[_Row]:
    """Read a trace: each point's seconds count from the file's timestamp."""
    for number, point in enumerate(document["trace"], 1):
        given = point if isinstance(point, list) and len(point) > 2 else [None, None, None]
        yield number, document.get("icao"), _sum(document.get("timestamp"), given[0], 1), given[2], given[1]


def _seen(document: dict[str, Any]) -> Iterator[_Row]:
    """Read aircraft.json: each position was seen `seen_pos` seconds before `now`."""
    for number, one in enumerate(document["aircraft"], 1):
        told = one if isinstance(one, dict) else {}
        yield (
            number,
            told.get("hex"),
            _sum(document.get("now"), told.get("seen_pos"), -1),
            told.get("lon"),
            told.get("lat"),
        )


def _columns(document: dict[str, Any], source: str) -> Iterator[_Row]:
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
        yield number, aircraft, _sum(f"{time}e-3", 0, 1) if pandas and isinstance(time, int) else time, lon, lat


def _at(column: Any, key: Any) -> Any:
    try:
        return column[key]
    except (KeyError, IndexError, TypeError):
        return None
