"""The parts that years of tracks are read in: row groups of Parquet files, each known by a digest of what it is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from jig.adapters.tracks_read import Block, TracksFault, block_of
from jig.adapters.tracks_tables import columns_of
from jig.air.episodes_areas import Area

#: Rows of a part, about 250 MB at work. A row group is never divided.
MOST_ROWS = 2_000_000
_BATCH = 1 << 18
_FOOTER = 1 << 16


@dataclass(frozen=True)
class Part:
    """Some row groups of one file. order: its place in the order of reading; source: the file as it was named.

    row: number of its first row. stamp: size, time of change and digest of the file's end, by which it is known again.
    """

    order: int
    source: str
    path: str
    groups: tuple[int, ...]
    row: int
    rows: int
    stamp: tuple[int, int, str]

    @property
    def label(self) -> str:
        """Name the part, whatever its file holds now."""
        return f"{self.path}:{self.groups[0] if self.groups else ''}"

    def digest(self, job: str) -> str:
        """Give what the part's result depends on: itself, and the job's digest."""
        known = (job, self.source, self.path, self.groups, self.row, self.stamp)
        return hashlib.sha256(repr(known).encode("utf-8", "surrogateescape")).hexdigest()


def parts_of(sources: Sequence[str], most: int = MOST_ROWS) -> tuple[list[Part], dict[str, Exception]]:
    """Divide files into parts; files that cannot be used come by name with what is wrong with them."""
    found: list[Part] = []
    wrong: dict[str, Exception] = {}
    for source in sources:
        try:
            found += _parts_of_file(source, most)
        except (TracksFault, OSError) as fault:
            wrong[source] = fault
    return [replace(part, order=order) for order, part in enumerate(found)], wrong


def _parts_of_file(source: str, most: int) -> Iterator[Part]:
    path = Path(source)
    with path.open("rb") as file:
        if file.read(4) != b"PAR1":
            raise TracksFault("TRACKS-FORMAT", path=source, found=path.suffix, expected="parquet")
    stamp = stamp_of(path)
    try:
        with pq.ParquetFile(path) as opened:
            columns_of(opened.schema_arrow.names, source)
            sizes = [opened.metadata.row_group(n).num_rows for n in range(opened.num_row_groups)]
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as fault:
        raise TracksFault("TRACKS-UNREADABLE", path=source, found=type(fault).__name__) from fault
    groups: list[int] = []
    row = 1
    for number in range(len(sizes)):
        groups.append(number)
        held = sum(sizes[n] for n in groups)
        if held >= most or number + 1 == len(sizes) or held + sizes[number + 1] > most:
            yield Part(0, source, str(path.resolve()), tuple(groups), row, held, stamp)
            row, groups = row + held, []


def stamp_of(path: Path) -> tuple[int, int, str]:
    """Give a file's size, time of change and the digest of its end, where Parquet keeps what it holds."""
    with path.open("rb") as file:
        told = path.stat()
        file.seek(max(0, told.st_size - _FOOTER))
        return told.st_size, told.st_mtime_ns, hashlib.sha256(file.read()).hexdigest()


def blocks_of_part(part: Part) -> Iterator[Block]:
    """Read a part; raises TracksFault TRACKS-CHANGED when its file is no longer what was divided, OSError."""
    path = Path(part.path)
    _unchanged(part, path)
    with pq.ParquetFile(path) as file:
        schema = file.schema_arrow
    found = columns_of(schema.names, part.source)
    texts = [found["aircraft"]] if pa.types.is_string(schema.field(found["aircraft"]).type) else []
    row = part.row
    with pq.ParquetFile(path, read_dictionary=texts) as file:
        for batch in file.iter_batches(_BATCH, list(part.groups), list(found.values()), use_threads=False):
            yield block_of(part.source, row, pa.Table.from_batches([batch]), found)
            row += len(batch)
    _unchanged(part, path)


def _unchanged(part: Part, path: Path) -> None:
    if stamp_of(path) != part.stamp:
        raise TracksFault("TRACKS-CHANGED", path=part.source)


def job_digest(areas: Sequence[Area], max_gap_us: int, error_m: float) -> str:
    """Give the digest of what a part's result depends on beside the part: areas, settings, and this code."""
    digest = hashlib.sha256(repr((code_digest(), max_gap_us, float(error_m))).encode())
    for area in areas:
        rings = [[ring.tobytes() for ring in polygon] for polygon in area.polygons]
        told: tuple[Any, ...] = (area.name, area.version, area.klass, area.valid_from, area.valid_to, rings)
        digest.update(repr(told).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def code_digest() -> str:
    """Give the digest of the code that finds episodes: another version is asked anew."""
    digest = hashlib.sha256()
    for room, begin in (("jig.air", ("episodes", "tracks", "lattice", "compiled")), ("jig.adapters", ("tracks_",))):
        for source in sorted(files(room).iterdir(), key=lambda one: one.name):
            if source.name.endswith(".py") and source.name.startswith(begin):
                digest.update(source.read_bytes())
    return digest.hexdigest()
