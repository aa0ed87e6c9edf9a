"""Tables of points: CSV and Parquet with columns known by name; OpenSky's state vectors are such tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
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
_ROWS = 1 << 18


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


def parquet_blocks(path: Path, reading: Reading) -> Iterator[Block]:
    """Read a Parquet file group by group; the whole file is never held."""
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as fault:
        raise TracksFault("TRACKS-UNREADABLE", path=str(path), found=type(fault).__name__) from fault
    with file:
        found = columns_of(file.schema_arrow.names, str(path), heights=reading.with_heights)
        names = _texts_in(file.schema_arrow, found["aircraft"])
        reading.expected += file.metadata.num_rows
    # Names decoded as a dictionary: a name costs once a group, not once a row.
    with pq.ParquetFile(path, metadata=file.metadata, read_dictionary=names) as file:
        row = 1
        for batch in file.iter_batches(batch_size=_ROWS, columns=list(found.values()), use_threads=False):
            if reading.with_heights:
                yield block_of(str(path), row, pa.Table.from_batches([batch]), found)
            else:
                columns = {ours: batch.column(theirs) for ours, theirs in found.items()}
                yield Block(str(path), row, columns["aircraft"], columns["time"], columns["lon"], columns["lat"])
            row += len(batch)


def _texts_in(schema: Any, name: str) -> list[str]:
    kind = schema.field(name).type
    return [name] if pa.types.is_string(kind) or pa.types.is_large_string(kind) else []


def csv_blocks(source: BinaryIO, path: str, reading: Reading) -> Iterator[Block]:
    """Read CSV with a header; every field as its text, so that rounding decides on the decimal digits."""
    odd: list[tuple[str, int, str, str]] = []

    def skip(row: Any) -> str:
        odd.append((path, (row.number or 0) + 1, "LINE-UNREADABLE", row.text))
        return "skip"

    first = source.readline(1 << 20)
    header = _header(first, path)
    found = columns_of(header, path, heights=reading.with_heights)
    try:
        reader = pacsv.open_csv(
            pa.PythonFile(source, mode="r"),
            read_options=pacsv.ReadOptions(column_names=header, block_size=1 << 23, use_threads=False),
            parse_options=pacsv.ParseOptions(invalid_row_handler=skip, newlines_in_values=False),
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
    row = 2
    for batch in reader:
        # Lines that were skipped moved the rest of theirs.
        skipped = {number for _, number, _, _ in odd if row <= number < row + len(batch) + len(odd)}
        lines = [n for n in range(row, row + len(batch) + len(skipped)) if n not in skipped] if skipped else None
        yield block_of(path, row, pa.Table.from_batches([batch]), found, lines)
        row += len(batch) + len(skipped)
    for one in odd:
        reading.reject(*one)


def _header(line: bytes, path: str) -> list[str]:
    try:
        text = line.decode("utf-8-sig").strip("\r\n")
    except UnicodeDecodeError as fault:
        raise TracksFault("TRACKS-UNREADABLE", path=path, found="UTF-8") from fault
    names = [name.strip().strip('"') for name in text.split(",")]
    seen: dict[str, int] = {}
    for at, name in enumerate(names):
        # Two columns of one name: the first counts.
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            names[at] = f"{name}.{seen[name]}"
    return names
