"""Rows of track files on their way to whole numbers: what is read, what is left out, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jig.adapters.tracks_places import RowNumbers, row_numbers
from jig.air.lattice import (
    FIRST_US,
    LAST_US,
    MOST_LAT,
    MOST_LON,
    NONE,
    degrees_of_texts,
    instants_of_texts,
    lattice_of,
    micros_of,
)
from jig.air.tracks import Points

#: Most rejects that are listed one by one; every one is counted.
MOST_LISTED = 1_000_000
#: Metres that a position may be off where its source tells no error of its own: ADS-B, 0.1 nautical mile, the
#: containment of NIC 8 (ED-102A); a system track, what separation by five miles allows (EUROCONTROL ESASSP); else what
#: nobody knows.
ERROR_M = {"adsb": 186.0, "radar": 500.0, "unknown": 100.0}
FOUND = ("aircraft", "time", "lon", "lat")
HEIGHTS = ("altitude_baro_m", "altitude_geo_m", "altitude")
FOOT_M = 0.3048
_TICKS = {"s": (1_000_000, 1), "ms": (1_000, 1), "us": (1, 1), "ns": (1, 1_000)}


class TracksFault(Exception):
    """A file or feed that cannot be used as tracks; `code` and `params` say why."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True)
class Block:
    """Some rows as columns: aircraft, time, lon and lat of any Arrow type, null where nothing was given.

    row: number of the first row or line; rows: their numbers when they do not follow one another. error_m, and each
    kind of height: float32, not a number where the source tells none, None where no row does.
    """

    source: str
    row: int
    aircraft: Any
    time: Any
    lon: Any
    lat: Any
    rows: Any = None
    error_m: Any = None
    altitude_baro_m: Any = None
    altitude_geo_m: Any = None
    altitude: Any = None
    #: By what it was seen, as ERROR_M has it; None is not known.
    kind: str | None = None


class Row(NamedTuple):
    """One point as its source gives it: texts or numbers, None where it gives nothing.

    error_m: how far off it may be. Heights, never mixed: metres by pressure, in the standard atmosphere; metres above
    the ellipsoid, as a satellite receiver has them; and a bare number that says neither its unit nor its zero.
    """

    row: int
    aircraft: Any
    time: Any
    lon: Any
    lat: Any
    error_m: float | None = None
    baro_m: float | None = None
    geo_m: float | None = None
    plain: float | None = None
    #: Of whose source nothing is known, whatever others of its kind are.
    anyones: bool = False


@dataclass
class Reading:
    """What was read so far. aircraft: names by number. rejected and flags: counts by cause."""

    numbers: dict[str, int] = field(default_factory=dict)
    rejected: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    listed: list[tuple[str, int, str, str]] = field(default_factory=list)
    count: int = 0
    #: Aircraft with a point that was used; `numbers` also names those whose every row was left out.
    flown: int = 0
    #: Points that files promise to hold; they may lie.
    expected: int = 0
    #: What sources leave out: the day of times of day (microseconds), where radars stand by SAC/SIC (lon, lat,
    # height in m).
    day_us: int | None = None
    sensors: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    from_file: bool = True
    #: Metres where a source tells none, in place of what such sources have; whether tables give their heights too.
    error_m: float | None = None
    with_heights: bool = False
    most_listed: int = MOST_LISTED
    #: By what the points read so far were seen, as ERROR_M has it; None is not known.
    kinds: set[str | None] = field(default_factory=set)
    #: Where flagged points are listed, if anywhere.
    flag_list: Any = None
    #: The last dictionary of names, and their numbers.
    numbered: tuple[Any, Any] = (None, None)
    #: Which rows of the last block became points; None for all.
    kept: Any = None
    origin: list[tuple[int, str, RowNumbers | None, int]] = field(default_factory=list)

    def forget_names(self) -> None:
        """Number aircraft from 0 again."""
        self.numbers.clear()
        self.numbered = (None, None)

    @property
    def names(self) -> list[str]:
        """The aircraft by number."""
        return list(self.numbers)

    @property
    def used(self) -> int:
        """How many points were used: those at two places in one instant were read and left out."""
        return self.count - self.rejected["TWO-PLACES"]

    def reject(self, source: str, row: int, cause: str, found: str = "") -> None:
        """Count a row that cannot be used, and list it; of what may be somebody's event, only that it was there."""
        self.rejected[cause] += 1
        found = "" if "<" in found else found
        if len(self.listed) < self.most_listed:
            self.listed.append((source, row, cause, found[:200]))

    def reject_points(self, rows: Any, cause: str) -> None:
        """Count points that were read, by their running number, and list where they stood."""
        room = max(self.most_listed - len(self.listed), 0)
        for number in np.sort(rows)[:room].tolist():
            self.reject(*self.place(number), cause)
        if len(rows) > room:
            self.rejected[cause] += len(rows) - room

    def place(self, number: int) -> tuple[str, int]:
        """Say in which file and row a point stood."""
        starts = [start for start, *_ in self.origin]
        at = int(np.searchsorted(starts, number, side="right")) - 1
        start, source, rows, first = self.origin[at]
        return source, rows.row(number - start) if rows is not None else first + number - start

    def points(self, block: Block) -> Points:
        """Turn a block into whole numbers; rows that cannot be are counted by their first fault."""
        t, lon, lat = instants(block.time), degrees(block.lon, MOST_LON), degrees(block.lat, MOST_LAT)
        codes, names = _coded(block.aircraft)
        numbers = np.array([self._number(name) for name in names] or [0], np.int32)
        blank = np.array([not name.strip() for name in names] or [True])
        nobody = (codes < 0) | blank[np.maximum(codes, 0)]
        untimed, off = t == NONE, (lon == -(2**31)) | (lat == -(2**31))
        faulty = nobody | untimed | off
        rows, self.kept = block.rows, None
        if faulty.any():
            kept = np.flatnonzero(~faulty)
            self._faulty(block, np.flatnonzero(faulty), nobody, untimed)
            self.kept = kept
            rows = np.arange(block.row, block.row + len(t))[kept] if rows is None else np.asarray(rows)[kept]
            codes, t, lon, lat = codes[kept], t[kept], lon[kept], lat[kept]
        self.origin.append((self.count, block.source, None if rows is None else row_numbers(rows), block.row))
        self.count += len(t)
        error = self._errors(block)
        if error is not None and faulty.any():
            error = error[kept]
        return Points(numbers[codes], t, lon, lat, error=error)

    def _errors(self, block: Block) -> Any:
        """Give each row's error: as its source tells it; else as given for all, or as such sources have it."""
        told = None if block.error_m is None else np.asarray(block.error_m, np.float32)
        if told is None and self.error_m is None and block.kind is None:
            return None
        common = self.error_m if self.error_m is not None else ERROR_M[block.kind or "unknown"]
        if told is None:
            return np.full(len(block.time), common, np.float32)
        return np.where(np.isfinite(told), told, np.float32(common)).astype(np.float32)

    def _faulty(self, block: Block, which: Any, nobody: Any, untimed: Any) -> None:
        rows = block.row + which if block.rows is None else np.asarray(block.rows, np.int64)[which]
        # Most rows of a receiver's export that cannot be used have no position: those are not looked at one by one.
        absent = ~nobody[which] & ~untimed[which] & _nulls(block.lon)[which] & _nulls(block.lat)[which]
        start, room = len(self.listed), max(self.most_listed - len(self.listed), 0)
        if absent.any():
            self.rejected["POSITION-MISSING"] += int(absent.sum())
            self.listed += [(block.source, row, "POSITION-MISSING", "") for row in rows[absent][:room].tolist()]
        for i, row in zip(which[~absent].tolist(), rows[~absent].tolist(), strict=True):
            lon, lat = block.lon[i].as_py(), block.lat[i].as_py()
            if nobody[i]:
                self.reject(block.source, row, "AIRCRAFT-MISSING")
            elif untimed[i]:
                self.reject(block.source, row, "TIME-UNREADABLE", _found(block.time[i].as_py()))
            elif lon in (None, "") and lat in (None, ""):
                self.reject(block.source, row, "POSITION-MISSING")
            else:
                self.reject(block.source, row, "POSITION-UNREADABLE", f"{_found(lon)}, {_found(lat)}")
        self.listed[start:] = sorted(self.listed[start:], key=lambda one: one[1])

    def _number(self, name: str) -> int:
        return self.numbers.setdefault(name, len(self.numbers))


def _found(value: Any) -> str:
    return "" if value is None else str(value)


def _nulls(column: Any) -> Any:
    return np.asarray(pc.is_null(column))


def _coded(column: Any) -> tuple[Any, list[str]]:
    """Give a column's codes (-1 for null) and its texts."""
    flat = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if not pa.types.is_dictionary(flat.type):
        flat = pc.dictionary_encode(flat if pa.types.is_string(flat.type) else pc.cast(flat, pa.string()))
    if isinstance(flat, pa.ChunkedArray):
        flat = flat.combine_chunks()
    names = ["" if name is None else str(name).strip() for name in flat.dictionary.to_pylist()]
    return np.asarray(pc.fill_null(flat.indices, -1)).astype(np.int32), names


def _texts(column: Any) -> tuple[Any, Any]:
    """Give a text column's bytes and offsets; null is no text."""
    flat = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    flat = pc.utf8_trim_whitespace(pc.fill_null(pc.cast(flat, pa.large_string()), ""))
    if isinstance(flat, pa.ChunkedArray):
        flat = flat.combine_chunks()
    _, offsets, data = flat.buffers()
    starts = np.frombuffer(offsets, np.int64)[flat.offset : flat.offset + len(flat) + 1]
    return np.frombuffer(data or b"\0", np.uint8), starts


def _spelled_out(column: Any) -> Any:
    """Give a column without its dictionary: numbers in one are rounded as numbers, not as how they would be written."""
    return pc.cast(column, column.type.value_type) if pa.types.is_dictionary(column.type) else column


def degrees(column: Any, most: int) -> Any:
    """Turn a column into int32 lattice units; -2**31 for what is no such angle."""
    column = _spelled_out(column)
    kind = column.type
    if pa.types.is_floating(kind):
        values = np.asarray(pc.cast(pc.fill_null(column, float("nan")), pa.float64()), np.float64)
        out = np.empty(len(values), np.int32)
        lattice_of(values, most, out)
        return out
    if pa.types.is_null(kind):
        return np.full(len(column), -(2**31), np.int32)
    found = degrees_of_texts(*_texts(column))
    return np.where((found < -most) | (found > most), -(2**31), found).astype(np.int32)


def instants(column: Any) -> Any:
    """Turn a column into int64 microseconds since 1970; NONE for what is no time. A stamp without a zone is UTC."""
    column = _spelled_out(column)
    kind = column.type
    if pa.types.is_floating(kind):
        values = np.asarray(pc.cast(pc.fill_null(column, float("nan")), pa.float64()), np.float64)
        found = np.empty(len(values), np.int64)
        if micros_of(values, found):
            late = (found == NONE) & (np.abs(values) < 1e12)
            # From the year 2255 a double is coarser than a microsecond, and its product with a million not exact.
            found[late] = [round(Fraction(value) * 1_000_000) for value in values[late].tolist()]
    elif pa.types.is_timestamp(kind):
        found = _ticked(column, *_TICKS[kind.unit])
    elif pa.types.is_integer(kind):
        found = _ticked(column, 1_000_000, 1)
    elif pa.types.is_null(kind):
        return np.full(len(column), NONE)
    else:
        found = instants_of_texts(*_texts(column))
    return np.where((found < FIRST_US) | (found > LAST_US), NONE, found)


def _ticked(column: Any, times: int, over: int) -> Any:
    if pa.types.is_uint64(column.type):
        # Beyond what a signed number holds no time lies.
        column = pc.if_else(pc.less(column, pa.scalar(2**62, pa.uint64())), column, pa.scalar(None, pa.uint64()))
    values = np.asarray(pc.fill_null(pc.cast(column, pa.int64()), -(2**63))).astype(np.int64)
    if over == 1:
        fits = np.abs(values.astype(np.float64)) < 9.2e18 / times
        return np.where(fits, values, 0) * times + np.where(fits, 0, NONE)
    whole, rest = values // over, values % over
    up = (rest * 2 > over) | ((rest * 2 == over) & (whole % 2 == 1))
    return np.where(values == NONE, NONE, whole + up)


def block_of(source: str, row: int, table: Any, found: Mapping[str, str], rows: Any = None) -> Block:
    """Make a block of a table whose columns are known by name. found: our names by theirs."""
    # A batch's columns are taken as they are: to combine one chunk would copy it.
    columns = {ours: _flat(table.column(theirs)) for ours, theirs in found.items() if ours in FOUND}
    made = Block(source, row, columns["aircraft"], columns["time"], columns["lon"], columns["lat"], rows)
    more = {ours: _reals(table.column(theirs)) for ours, theirs in found.items() if ours in HEIGHTS}
    return replace(made, **more) if more else made


def _flat(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _reals(column: Any) -> Any:
    flat = _flat(column)
    if pa.types.is_string(flat.type) or pa.types.is_null(flat.type):
        return np.array([np.nan if (v := metres(one)) is None else v for one in flat.to_pylist()], np.float32)
    return np.asarray(pc.fill_null(pc.cast(flat, pa.float64(), safe=False), float("nan")), np.float32)


def block_of_lists(source: str, given: Sequence[Sequence[Any]], kind: str | None = None) -> Block:
    """Make a block of rows (`Row`, or its first five) whose numbers are decimal texts."""
    columns = list(zip(*(Row(*one) for one in given), strict=True)) if given else [()] * 10
    texts = [pa.array([None if v is None else str(v) for v in column], pa.string()) for column in columns[1:5]]
    numbers = [_numbers(column) for column in columns[5:9]]
    kind = None if given and all(columns[9]) else kind
    aircraft, time, lon, lat = texts
    error, baro, geo, plain = numbers
    rows = np.array(columns[0], np.int64)
    return Block(source, 0, aircraft, time, lon, lat, rows, error, baro, geo, plain, kind)


def _numbers(column: Sequence[Any]) -> Any:
    if all(value is None for value in column):
        return None
    return np.array([np.nan if value is None else value for value in column], np.float32)


def metres(value: Any, scale: float = 1.0) -> float | None:
    """Read a height or an error; None for what is no number ("ground" among it)."""
    try:
        found = float(value) * scale
    except (TypeError, ValueError):
        return None
    return found if -1e5 < found < 1e7 and not isinstance(value, bool) else None


def in_blocks(source: str, given: Iterator[Any], size: int = 200_000, kind: str | None = None) -> Iterator[Block]:
    """Gather rows into blocks."""
    held: list[Any] = []
    try:
        for one in given:
            held.append(one)
            if len(held) >= size:
                yield block_of_lists(source, held, kind)
                held = []
    except TracksFault:
        # A source that breaks off: what came before is used.
        if held:
            yield block_of_lists(source, held, kind)
        raise
    if held:
        yield block_of_lists(source, held, kind)
