"""The first step of work on a cluster: a part's pieces, an aircraft each, in one file that is there whole or not at
all."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from jig.adapters.files import atomic_write
from jig.adapters.tracks_cluster_parts import Part, blocks_of_part
from jig.adapters.tracks_gather import Gathered
from jig.adapters.tracks_read import Block, Reading, TracksFault
from jig.air import episodes_rows as col
from jig.air.episodes import Asked, Episode
from jig.air.episodes_join import Piece, join, overlap, pieces_of

#: Aircraft are divided among so many joins, by a checksum of their names.
BUCKETS = 32
_NUMBERS = ("low", "high", "count", "late", "repeated", "jumped", "spoofed")
_BYTES = {"two_places": 0, "head": 3, "tail": 3, "rows": col.WIDTH}
_SCHEMA = pa.schema(
    [
        ("aircraft", pa.string()),
        *((name, pa.int64()) for name in _NUMBERS),
        *((name, pa.large_binary()) for name in _BYTES),
    ]
)
_SUMMARY = b"jig"


@dataclass(frozen=True)
class Summary:
    """What was read of a part. unseen: aircraft without a usable row. fault: what ended it early, as (code, found)."""

    points: int = 0
    unseen: list[str] = field(default_factory=list)
    rejected: dict[str, int] = field(default_factory=dict)
    flags: dict[str, int] = field(default_factory=dict)
    fault: tuple[str, str] | None = None


@dataclass(frozen=True)
class Settings:
    """What episodes are found with, in every part."""

    max_gap_us: int
    error_m: float


def bucket_of(name: str) -> int:
    """Say which join an aircraft belongs to."""
    return zlib.crc32(name.encode("utf-8", "surrogatepass")) % BUCKETS


class Watched:
    """A part's blocks. A file that breaks off gives what came before; `fault` then says why."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self.fault: tuple[str, str] | None = None

    def __iter__(self) -> Iterator[Block]:
        try:
            yield from blocks_of_part(self._part)
        except FileNotFoundError as error:
            # Who divided it has seen it: a part that only some workers see must not be counted as read.
            raise TracksFault("TRACKS-CLUSTER-UNSEEN", path=self._part.path) from error
        except OSError as error:
            self.fault = ("FILE", type(error).__name__)
        except pa.ArrowException as error:
            self.fault = ("TRACKS-UNREADABLE", type(error).__name__)


def make_pieces(asked: Asked, part: Part, settings: Settings, target: str) -> None:
    """Find a part's pieces and write them; beside them what could not be read. Raises TracksFault, OSError."""
    reading = Reading()
    watched = Watched(part)
    held: list[list[tuple[str, Piece]]] = [[] for _ in range(BUCKETS)]
    with Gathered(reading, settings.error_m) as gathered:
        gathered.take(iter(watched))
        names = reading.names
        for points in gathered.parts():
            for who, piece in pieces_of(
                points, len(names), part.order, asked, settings.max_gap_us, settings.error_m
            ):  # fmt: skip
                held[bucket_of(names[who])].append((names[who], piece))
    seen = {name for pieces in held for name, _ in pieces}
    unseen = [name for name in reading.names if name not in seen]
    summary = Summary(reading.count, unseen, dict(reading.rejected), dict(reading.flags), watched.fault)
    path = seen_by_this_worker(target)
    listed = [(row, cause, found) for _, row, cause, found in reading.listed]
    if listed:
        atomic_write(path.with_suffix(".rejects"), json.dumps(listed).encode())
    atomic_write(path, _written(held, summary))


def seen_by_this_worker(target: str) -> Path:
    """Give the path; raises TracksFault TRACKS-CLUSTER-UNSEEN where the folder of the work is not there."""
    path = Path(target)
    if not path.parent.is_dir():
        raise TracksFault("TRACKS-CLUSTER-UNSEEN", path=str(path.parent.parent))
    return path


def _written(held: Sequence[Sequence[tuple[str, Piece]]], summary: Summary) -> bytes:
    schema = _SCHEMA.with_metadata({_SUMMARY: json.dumps(asdict(summary))})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, schema) as file:
        for pieces in held:
            columns = [pa.array([name for name, _ in pieces], pa.string())]
            columns += [pa.array([getattr(one, name) for _, one in pieces], pa.int64()) for name in _NUMBERS]
            columns += [
                pa.array([getattr(one, name).tobytes() for _, one in pieces], pa.large_binary()) for name in _BYTES
            ]
            file.write_batch(pa.record_batch(columns, schema=schema))
    data: bytes = sink.getvalue().to_pybytes()
    return data


def summary_of(path: Path) -> Summary | None:
    """Give what was read of a part; None when its file is not there or not whole."""
    try:
        with pa.memory_map(str(path)) as source:
            file = pa.ipc.open_file(source)
            told = json.loads(file.schema.metadata[_SUMMARY])
            if file.num_record_batches != BUCKETS:
                return None
    except (OSError, pa.ArrowException, ValueError, KeyError, TypeError):
        return None
    fault = told.pop("fault")
    return Summary(**told, fault=None if fault is None else (str(fault[0]), str(fault[1])))


def rejects_of(path: Path) -> list[tuple[int, str, str]]:
    """Give the rows of a part that could not be read: number, cause, what was found."""
    return [(row, cause, found) for row, cause, found in json.loads(path.with_suffix(".rejects").read_bytes())]


def pieces_in(path: Path, order: int, bucket: int) -> Iterator[tuple[str, Piece]]:
    """Read one bucket's pieces of a part."""
    with pa.memory_map(str(path)) as source:
        batch = pa.ipc.open_file(source).get_batch(bucket)
        for row in batch.to_pylist():
            name = row.pop("aircraft")
            for column, width in _BYTES.items():
                values = np.frombuffer(row[column], np.int64)
                row[column] = values.reshape(-1, width) if width else values
            yield name, Piece(order=order, **row)


@dataclass(frozen=True)
class Joined:
    """One bucket. two_places: (order of part, row).

    whole: aircraft whose pieces overlap or whose paths are wanted, with the parts that hold them. flown: how many of
    the others have a point that was used.
    """

    names: list[str]
    episodes: list[Episode]
    flags: dict[str, int]
    two_places: list[tuple[int, int]]
    whole: dict[str, list[int]]
    flown: int = 0


def join_bucket(asked: Asked, plan: str, settings: Settings, bucket: int) -> Joined:
    """Join one bucket's pieces. plan: a file that lists the parts' files, and whose paths are wanted (null: all)."""
    told = json.loads(Path(plan).read_bytes())
    tracks: dict[str, list[Piece]] = {}
    for order, file in told["files"]:
        for name, piece in pieces_in(Path(plan).parent / file, order, bucket):
            tracks.setdefault(name, []).append(piece)
    wanted = None if told["paths"] is None else frozenset(told["paths"])
    whole = {
        name: [piece.order for piece in pieces]
        for name, pieces in tracks.items()
        if wanted is None or name.lower() in wanted or overlap(pieces)
    }
    names = [name for name in tracks if name not in whole]
    rows, flags = join([tracks[name] for name in names], asked, settings.max_gap_us, settings.error_m)
    two = [
        (piece.order, row) for name in names for piece in tracks[name] for row in piece.two_places.tolist()
    ]  # fmt: skip
    flown = sum(any(len(piece.head) for piece in tracks[name]) for name in names)
    return Joined(list(tracks), asked.episodes(rows, names), flags, two, whole, flown)
