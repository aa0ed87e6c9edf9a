"""Tables of points: CSV and Parquet with columns known by name; OpenSky's state vectors are such tables."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from jig.adapters.tracks_lines import Lines
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
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SUBSTITUTE, _ESCAPED = "\x1a", re.compile("[\udc80-\udcff]")
_DELIMITERS = (",", ";", "\t")
#: Blank lines before a header that are skipped.
_BLANK_LINES = 100
_MOST_HEADER = 1 << 20
#: Bytes of a table that are read at a time.
_CHUNK = 1 << 21


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
    header, delimiter, first, before = _header(source, path)
    found = columns_of(header, path, heights=reading.with_heights)
    text = _Text(source, before)

    def left_out(line: int, held: str) -> None:
        reading.reject(path, line, "LINE-UNREADABLE", held[:200])

    for chunk, lines in Lines(text, delimiter, first, left_out).chunks(_CHUNK):
        skipped: list[tuple[int, str]] = []
        table = _parsed(chunk, header, delimiter, found, skipped, path)
        standing = lines + np.arange(len(table) + len(skipped)) if isinstance(lines, int) else lines
        for n, held in skipped:
            left_out(int(standing[n]), held)
        standing = np.delete(standing, [n for n, _ in skipped])
        yield from _block(path, table, standing, found, reading, text.met)


def _parsed(
    chunk: bytes, header: list[str], delimiter: str, found: dict[str, str], skipped: list[tuple[int, str]], path: str
) -> Any:
    """Read whole records as texts; those with another number of fields are added to `skipped`, by number from 0."""

    def skip(row: Any) -> str:
        skipped.append(((row.number or 1) - 1, row.text))
        return "skip"

    # Memory of Arrow's own: what it frees in a thread of its own must not need an interpreter that is ending.
    held = pa.allocate_buffer(len(chunk))
    np.frombuffer(held, np.uint8)[:] = np.frombuffer(chunk, np.uint8)
    try:
        return pacsv.read_csv(
            pa.BufferReader(held),
            read_options=pacsv.ReadOptions(column_names=header, block_size=len(chunk) + 1, use_threads=False),
            parse_options=pacsv.ParseOptions(delimiter=delimiter, invalid_row_handler=skip, newlines_in_values=False),
            convert_options=pacsv.ConvertOptions(
                include_columns=list(found.values()),
                column_types=dict.fromkeys(found.values(), pa.string()),
                strings_can_be_null=True,
                null_values=[""],
                check_utf8=False,
            ),
        ).combine_chunks()
    except pa.ArrowInvalid as fault:
        raise TracksFault("TRACKS-UNREADABLE", path=path, found=str(fault)[:120]) from fault


def _block(
    path: str, batch: Any, lines: Any, found: dict[str, str], reading: Reading, odd_bytes: bool
) -> Iterator[Block]:
    """Give a batch's rows without those that held bytes that are no UTF-8. lines: where each stood, int64 (n,)."""
    garbled = sorted(_garbled(batch)) if odd_bytes else []
    if garbled:
        for n in garbled:
            reading.reject(path, int(lines[n]), "LINE-UNREADABLE", "UTF-8")
        kept = np.delete(np.arange(len(batch)), garbled)
        batch, lines = batch.take(pa.array(kept, pa.int64())), lines[kept]
    if len(batch):
        together = int(lines[-1] - lines[0]) + 1 == len(lines)
        yield block_of(path, int(lines[0]), batch, found, None if together else lines)


class _Text:
    """A file of bytes that are all UTF-8: each byte that is not becomes ASCII's "substitute", of the same length.

    Arrow gives up a whole file for one such byte in a line with a column too few.
    """

    closed = False

    def __init__(self, file: BinaryIO, before: bytes) -> None:
        self._file, self._held = file, before
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


def _header(source: BinaryIO, path: str) -> tuple[list[str], str, int, bytes]:
    """Read the line of names; gives them, what stands between them, the line after, and what was read of that."""
    line, after = source.readline(_MOST_HEADER), 2
    while line and not line.strip(b"\xef\xbb\xbf \r\n") and after < _BLANK_LINES:
        line, after = source.readline(_MOST_HEADER), after + 1
    while line.count(b'"') % 2 and after < _BLANK_LINES and (more := source.readline(_MOST_HEADER)):
        # A name in quotes that goes over several lines.
        line, after = line + more, after + 1
    line, rest = _first(line)
    if not line.strip():
        raise TracksFault("TRACKS-EMPTY", path=path)
    try:
        text = line.decode("utf-8-sig").strip("\r\n")
    except UnicodeDecodeError as fault:
        raise TracksFault("TRACKS-NOT-TEXT", path=path, found=_kind_of(line)) from fault
    if _CONTROL.search(text):
        raise TracksFault("TRACKS-NOT-TEXT", path=path, found=_kind_of(line))
    delimiter = delimiter_of(text)
    try:
        given = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
        names = [name.strip() for name in next(given, [])]
    except csv.Error as fault:
        raise TracksFault("TRACKS-UNREADABLE", path=path, found=str(fault)[:120]) from fault
    seen: dict[str, int] = {}
    for at, name in enumerate(names):
        # Two columns of one name: the first counts.
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            names[at] = f"{name}.{seen[name]}"
    return names, delimiter, after, rest


def _kind_of(start: bytes) -> str:
    """Name what bytes begin as that are no table."""
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    return "ZIP, XLSX" if start[:2] == b"PK" else f"0x{start[:4].hex()}"


def _first(line: bytes) -> tuple[bytes, bytes]:
    """Cut off what stands after a CR that no LF follows: some tables end their lines so."""
    at = line.find(b"\r")
    if at < 0 or b'"' in line or line[at:].strip(b"\r\n") == b"":
        return line, b""
    return line[:at], line[at + 1 :]
