"""Tables of points: CSV and Parquet with columns known by name; OpenSky's state vectors are such tables."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from jig.adapters.tracks_read import Block, Reading, TracksFault, block_of

#: What a column may be called, the preferred name first; letters of either case.
NAMES = {
    "aircraft": ("aircraft", "icao24", "hex", "address"),
    "time": ("time", "timestamp", "datetime", "lastposupdate"),
    "lon": ("lon", "longitude", "long", "lng"),
    "lat": ("lat", "latitude"),
}
#: Heights in metres by the names that say what they are above; `altitude` says nothing, its unit included.
_HEIGHTS = {
    "altitude_baro_m": ("altitude_baro_m", "baroaltitude", "baro_altitude"),
    "altitude_geo_m": ("altitude_geo_m", "geoaltitude", "geo_altitude"),
    "altitude": ("altitude",),
}
#: Rows decoded at once, and bytes of a column read ahead. Arrow would else read a whole file ahead, however large.
_ROWS, _AHEAD = 1 << 17, 1 << 18
_SUBSTITUTE, _ESCAPED = "\x1a", re.compile("[\udc80-\udcff]")
_DELIMITERS = (",", ";", "\t")
#: Blank lines before a header that are skipped.
_BLANK_LINES = 100


def columns_of(names: Sequence[str], path: str, *, heights: bool = False) -> dict[str, str]:
    """Find the columns of aircraft, time, lon and lat, and of heights when asked for.

    Raises TracksFault TRACKS-COLUMNS naming all that are missing.
    """
    held = {name.strip().lower(): name for name in reversed(names)}
    found = {ours: next((held[n] for n in known if n in held), "") for ours, known in NAMES.items()}
    missing = [ours for ours, theirs in found.items() if not theirs]
    if missing:
        raise TracksFault("TRACKS-COLUMNS", path=path, found=", ".join(names)[:200], expected=", ".join(missing))
    more = (
        {ours: next((held[n] for n in known if n in held), "") for ours, known in _HEIGHTS.items()} if heights else {}
    )
    return found | {ours: theirs for ours, theirs in more.items() if theirs}


def parquet_blocks(path: Path, reading: Reading, name: str = "") -> Iterator[Block]:
    """Read a Parquet file group by group; the whole file is never held. name: what its source is called, if not so."""
    source = name or str(path)
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as fault:
        raise TracksFault("TRACKS-UNREADABLE", path=source, found=type(fault).__name__) from fault
    with file:
        found = columns_of(file.schema_arrow.names, source, heights=reading.with_heights)
        _usable(file.schema_arrow, found, source)
        names = _texts_in(file.schema_arrow, found["aircraft"])
        reading.expected += file.metadata.num_rows
    # Names decoded as a dictionary: a name costs once a group, not once a row.
    with pq.ParquetFile(
        path, metadata=file.metadata, read_dictionary=names, buffer_size=_AHEAD, pre_buffer=False
    ) as file:
        row = 1
        for batch in _batches(file, list(found.values()), source):
            if reading.with_heights:
                yield block_of(source, row, pa.Table.from_batches([batch]), found)
            else:
                columns = {ours: batch.column(theirs) for ours, theirs in found.items()}
                yield Block(source, row, columns["aircraft"], columns["time"], columns["lon"], columns["lat"])
            row += len(batch)


def _batches(file: Any, columns: list[str], path: str) -> Iterator[Any]:
    try:
        yield from file.iter_batches(batch_size=_ROWS, columns=columns, use_threads=False)
    except (pa.ArrowException, OSError) as fault:
        raise TracksFault("TRACKS-UNREADABLE", path=path, found=str(fault)[:120]) from fault


def _usable(schema: Any, found: dict[str, str], path: str) -> None:
    """Raise TracksFault TRACKS-UNREADABLE when a column holds what is no name, number, text or time."""
    kinds = pa.types
    plain: tuple[Any, ...] = (
        kinds.is_integer, kinds.is_floating, kinds.is_decimal, kinds.is_string, kinds.is_large_string,
        kinds.is_string_view, kinds.is_binary, kinds.is_large_binary, kinds.is_null,
    )  # fmt: skip
    for ours, theirs in found.items():
        kind = schema.field(theirs).type
        kind = kind.value_type if kinds.is_dictionary(kind) else kind
        if not any(one(kind) for one in plain) and not (ours == "time" and kinds.is_timestamp(kind)):
            raise TracksFault("TRACKS-UNREADABLE", path=path, found=f"{theirs}: {kind}"[:120])


def _texts_in(schema: Any, name: str) -> list[str]:
    kind = schema.field(name).type
    return [name] if pa.types.is_string(kind) or pa.types.is_large_string(kind) else []


def csv_blocks(source: BinaryIO, path: str, reading: Reading) -> Iterator[Block]:
    """Read CSV with a header; every field as its text, so that rounding decides on the decimal digits."""
    odd: list[tuple[str, int, str, str]] = []

    def skip(row: Any) -> str:
        odd.append((path, first + (row.number or 1) - 1, "LINE-UNREADABLE", row.text[:200]))
        return "skip"

    header, delimiter, first = _header(source, path)
    text = _Text(source)
    found = columns_of(header, path, heights=reading.with_heights)
    try:
        reader = pacsv.open_csv(
            pa.PythonFile(text, mode="r"),
            read_options=pacsv.ReadOptions(column_names=header, block_size=1 << 23, use_threads=False),
            parse_options=pacsv.ParseOptions(delimiter=delimiter, invalid_row_handler=skip, newlines_in_values=False),
            convert_options=pacsv.ConvertOptions(
                include_columns=list(found.values()),
                column_types=dict.fromkeys(found.values(), pa.string()),
                strings_can_be_null=True,
                null_values=[""],
                check_utf8=False,
            ),
        )
    except StopIteration:
        return
    except pa.ArrowInvalid as fault:
        if "Empty CSV" in str(fault):
            return
        raise TracksFault("TRACKS-UNREADABLE", path=path, found=str(fault)[:120]) from fault
    row = first
    for batch in _read(reader, path):
        # Lines that were skipped moved the rest of theirs.
        skipped = {number for _, number, _, _ in odd if row <= number < row + len(batch) + len(odd)}
        lines = [n for n in range(row, row + len(batch) + len(skipped)) if n not in skipped] if skipped else None
        garbled = _garbled(batch) if text.met else set()
        if garbled:
            lines = list(range(row, row + len(batch))) if lines is None else lines
            odd += [(path, lines[n], "LINE-UNREADABLE", "UTF-8") for n in sorted(garbled)]
            kept = [n for n in range(len(batch)) if n not in garbled]
            yield block_of(
                path,
                row,
                pa.Table.from_batches([batch.take(pa.array(kept, pa.int64()))]),
                found,
                [lines[n] for n in kept],
            )
        else:
            yield block_of(path, row, pa.Table.from_batches([batch]), found, lines)
        row += len(batch) + len(skipped)
        behind, odd[:] = [one for one in odd if one[1] < row], [one for one in odd if one[1] >= row]
        for one in behind:
            reading.reject(*one)
    for one in odd:
        reading.reject(*one)


def _read(reader: Any, path: str) -> Iterator[Any]:
    """Read on as far as the source can be read."""
    try:
        yield from reader
    except pa.ArrowInvalid as fault:
        raise TracksFault("TRACKS-UNREADABLE", path=path, found=str(fault)[:120]) from fault


class _Text:
    """A file of bytes that are all UTF-8: each byte that is not becomes ASCII's "substitute", of the same length.

    Arrow gives up a whole file for one such byte in a line with a column too few.
    """

    closed = False

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._held = file, b""
        self.met = False

    def read(self, size: int) -> bytes:
        data = self._file.read(max(size - len(self._held), 1))
        if not self._held and data.isascii():
            return data
        whole = self._held + data
        text, used = codecs.utf_8_decode(whole, "surrogateescape", not data)
        self._held = whole[used:]
        found = _ESCAPED.sub(_SUBSTITUTE, text)
        self.met = self.met or _SUBSTITUTE in found
        return found.encode()

    def close(self) -> None:
        """The file is closed by whoever opened it."""


def _garbled(batch: Any) -> set[int]:
    """Say which rows held bytes that are no UTF-8: one name in another code does not take the file's rest with it."""
    found: set[int] = set()
    for column in batch.columns:
        found.update(pc.indices_nonzero(pc.fill_null(pc.match_substring(column, _SUBSTITUTE), False)).to_pylist())
    return found


def delimiter_of(line: str) -> str:
    """Say what stands between the names of a table."""
    return max(_DELIMITERS, key=line.count)


def _header(source: BinaryIO, path: str) -> tuple[list[str], str, int]:
    """Read the line of names; gives them, what stands between them, and the line after."""
    line, after = source.readline(1 << 20), 2
    while line and not line.strip(b"\xef\xbb\xbf \r\n") and after < _BLANK_LINES:
        line, after = source.readline(1 << 20), after + 1
    try:
        text = line.decode("utf-8-sig").strip("\r\n")
    except UnicodeDecodeError as fault:
        raise TracksFault("TRACKS-UNREADABLE", path=path, found="UTF-8") from fault
    delimiter = delimiter_of(text)
    try:
        names = [name.strip() for name in next(csv.reader([text], delimiter=delimiter, skipinitialspace=True), [])]
    except csv.Error as fault:
        raise TracksFault("TRACKS-UNREADABLE", path=path, found=str(fault)[:120]) from fault
    seen: dict[str, int] = {}
    for at, name in enumerate(names):
        # Two columns of one name: the first counts.
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            names[at] = f"{name}.{seen[name]}"
    return names, delimiter, after
