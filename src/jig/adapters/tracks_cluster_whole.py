"""Aircraft whose pieces cannot be joined: their points are brought together and asked as in one process."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from jig.adapters.files import atomic_write
from jig.adapters.tracks_cluster_parts import Part
from jig.adapters.tracks_cluster_pieces import BUCKETS, Settings, Watched, bucket_of, seen_by_this_worker
from jig.adapters.tracks_episodes import Way, episodes_of
from jig.adapters.tracks_read import Block, Reading
from jig.air.episodes import Asked, Episode
from jig.air.episodes_notices import Notice
from jig.air.lattice import DEGREE
from jig.air.notices_answered import Answers, Tally
from jig.air.tracks import Points

_SCHEMA = pa.schema(
    [("who", pa.int32()), ("t", pa.int64()), ("lon", pa.int32()), ("lat", pa.int32()), ("row", pa.int64())]
)
_NAMES = b"jig"


def bring_together(asked: Asked, part: Part, plan: str, target: str) -> None:
    """Write a part's points of the aircraft that the plan names as whole, by bucket. Raises TracksFault, OSError."""
    wanted = frozenset(json.loads(Path(plan).read_bytes())["whole"])
    reading = Reading()
    held: list[list[Any]] = [[] for _ in range(BUCKETS)]
    for block in Watched(part):
        points, first = reading.points(block), reading.count
        rows = _row_numbers(reading, first - len(points), len(points))
        bucket = np.array([bucket_of(name) if name in wanted else -1 for name in reading.names])
        of_point = bucket[points.who]
        for number in np.unique(of_point[of_point >= 0]).tolist():
            held[number].append(_batch(points, rows, np.flatnonzero(of_point == number)))
    schema = _SCHEMA.with_metadata({_NAMES: json.dumps(reading.names)})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, schema) as file:
        for batches in held:
            joined = pa.Table.from_batches(batches, _SCHEMA).combine_chunks().to_batches()
            whole = joined[0] if joined else pa.RecordBatch.from_pylist([], _SCHEMA)
            file.write_batch(whole.replace_schema_metadata(schema.metadata))
    atomic_write(seen_by_this_worker(target), sink.getvalue())


def _row_numbers(reading: Reading, first: int, count: int) -> Any:
    """Give in which rows of their file the last block's points stood."""
    if not count:
        return np.empty(0, np.int64)
    start, _, rows, row = reading.origin[-1]
    if rows is not None:
        return rows.rows(count)
    return np.arange(row + first - start, row + first - start + count)


def _batch(points: Points, rows: Any, which: Any) -> Any:
    columns = (points.who, points.t, points.lon, points.lat, rows)
    return pa.record_batch([pa.array(column[which]) for column in columns], schema=_SCHEMA)


def is_together(path: Path) -> bool:
    """Say whether such a file is there and whole."""
    try:
        with pa.memory_map(str(path)) as source:
            return bool(pa.ipc.open_file(source).num_record_batches == BUCKETS)
    except (OSError, pa.ArrowException):
        return False


def _blocks(plan: str, bucket: int) -> Iterator[Block]:
    for source, file in json.loads(Path(plan).read_bytes())["together"]:
        with pa.memory_map(str(Path(plan).parent / file)) as opened:
            held = pa.ipc.open_file(opened)
            batch = held.get_batch(bucket)
            if not len(batch):
                continue
            who, t, lon, lat, row = (batch.column(n).to_numpy(zero_copy_only=False) for n in range(5))
            used, codes = np.unique(who, return_inverse=True)
            names = json.loads(held.schema.metadata[_NAMES])
            aircraft = pa.DictionaryArray.from_arrays(
                pa.array(codes.astype(np.int32)), pa.array([names[n] for n in used.tolist()], pa.string())
            )
            # A double nearest to a lattice point is rounded back to it: they lie a million times further apart.
            yield Block(
                source, 0, aircraft, pa.array(t, pa.int64()).cast(pa.timestamp("us")),
                pa.array(lon / DEGREE), pa.array(lat / DEGREE), np.array(row),
            )  # fmt: skip


@dataclass(frozen=True)
class Whole:
    """One bucket's aircraft that were brought together. two_places: (file, row)."""

    episodes: list[Episode]
    paths: list[Way]
    flags: dict[str, int]
    two_places: list[tuple[str, int]]
    flown: int = 0
    tallies: Sequence[Tally] = ()


def ask_whole(
    asked: Asked, plan: str, settings: Settings, notices: Sequence[Notice] | None, paths: bool, bucket: int
) -> Whole:
    """Ask what was brought together exactly as one process asks files."""
    reading = Reading()
    answers = None if notices is None else Answers(notices)
    found, ways = episodes_of(
        _blocks(plan, bucket), reading, asked, max_gap_us=settings.max_gap_us, error_m=settings.error_m,
        notices=answers, paths=paths,
    )  # fmt: skip
    two_places = [(source, row) for source, row, *_ in reading.listed]
    tallies = () if answers is None else answers.tallies
    return Whole(found, ways, dict(reading.flags), two_places, reading.flown, tallies)
