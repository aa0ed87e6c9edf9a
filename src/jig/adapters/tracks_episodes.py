"""Episodes of track files: read, ordered, asked on as many cores as wished, written."""

from __future__ import annotations

import csv
import io
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from jig.adapters.files import atomic_write
from jig.adapters.tracks_arrays import rows_of as rows_of
from jig.adapters.tracks_flagged import note_flags
from jig.adapters.tracks_gather import MOST_HELD, Gathered, Held, ahead
from jig.adapters.tracks_read import Block, Reading
from jig.adapters.tracks_stream import Streamed
from jig.air.episodes import Asked, Episode, joined, place
from jig.air.lattice import DEGREE, rfc3339
from jig.air.notices_answered import Answers
from jig.air.tracks import Ordered, Points, groups_of, ordered

COLUMNS = (
    "aircraft", "area", "version", "entered", "left", "entered_how", "left_how", "certainty", "determination", "notice",
)  # fmt: skip
_PATIENCE_S = 2.0
_NONE = np.empty(0, np.int64)
_NO_POINTS = Ordered(Points(*[_NONE] * 4), np.empty((0, 3), np.int64), _NONE, _NONE, _NONE)
#: Where an aircraft was in an episode: longitude, latitude (lattice) and time (us).
Way = list[tuple[int, int, int]]


def rows_of_blocks(
    blocks: Iterator[Block],
    reading: Reading,
    asked: Asked,
    *,
    max_gap_us: int,
    error_m: float,
    workers: int = 1,
    told: Callable[[int], None] = lambda count: None,
    most: int = MOST_HELD,
) -> Any:
    """Give the rows of everything that the blocks hold, in force, as columns; int64 (n, WIDTH).

    most: points that are held in memory; more go to disk.
    """
    parts = _parts(blocks, reading, asked, max_gap_us, error_m, workers, told, most, with_points=False)
    found = [rows for rows, _ in parts]
    return found[0] if len(found) == 1 else joined(found)


def episodes_of(
    blocks: Iterator[Block],
    reading: Reading,
    asked: Asked,
    *,
    max_gap_us: int,
    error_m: float,
    workers: int = 1,
    notices: Answers | None = None,
    paths: bool = False,
    told: Callable[[int], None] = lambda count: None,
    most: int = MOST_HELD,
) -> tuple[list[Episode], list[Way]]:
    """Give the episodes of everything that the blocks hold; with the path of each when asked for.

    notices: what episodes are held against; hears of every point and episode.
    """
    found: list[Episode] = []
    ways: list[Way] = []
    wanted = notices is not None or paths
    for rows, points in _parts(blocks, reading, asked, max_gap_us, error_m, workers, told, most, with_points=wanted):
        made = asked.episodes(rows, reading.names)
        if notices is not None:
            notices.look(reading.names, points.groups, points.points.t)
        if wanted:
            numbers = {name: number for number, name in enumerate(reading.names)}
            their = [_path(one, numbers[one.aircraft], points) for one in made]
            ways += their
            if notices is not None:
                made = [notices.judged(one, way) for one, way in zip(made, their, strict=True)]
        found += made
    order = sorted(range(len(found)), key=lambda n: place(found[n]))
    return [found[n] for n in order], [ways[n] for n in order] if ways else []


def _parts(
    blocks: Iterator[Block],
    reading: Reading,
    asked: Asked,
    max_gap_us: int,
    error_m: float,
    workers: int,
    told: Callable[[int], None],
    most: int,
    *,
    with_points: bool,
) -> Iterator[tuple[Any, Ordered]]:
    """Give rows and their ordered points, if wanted, part by part; no aircraft is in two parts."""
    source = _Stoppable(blocks)
    streamed, listed = Streamed(asked, max_gap_us, error_m, workers), reading.flag_list is not None
    with Gathered(reading, error_m, most) as gathered:
        try:
            # Flags that are listed one by one name the place of each point: those are asked when all are there.
            gathered.take(ahead(source), told, _unseen if listed else streamed.take)
        finally:
            source.stop()
            streamed.end()
        gathered.put_down()
        rows, left = None if listed else streamed.rows(), None
        if rows is not None and not (with_points and (streamed.left.any() or gathered.held is None)):
            reading.flags.update(streamed.flags())
            reading.flown += streamed.flown
            yield rows, _as_asked(gathered.held, streamed, reading) if with_points else _NO_POINTS
            left = streamed.left
            if not left.any():
                return
        for found in gathered.ordered(left):
            note_flags(found, reading)
            reading.flown += len(found.groups)
            yield rows_of(asked, found, max_gap_us, error_m, workers), found


class _Stoppable(Iterator[Block]):
    """Blocks that a thread of its own asks for, until it is told to stop: then none is being read any more.

    A thread that is in the midst of another library's code when the interpreter ends would end the process with it.
    """

    def __init__(self, blocks: Iterator[Block]) -> None:
        self._blocks, self._lock, self._stopped = blocks, threading.Lock(), False

    def __next__(self) -> Block:
        with self._lock:
            if self._stopped:
                raise StopIteration
            return next(self._blocks)

    def stop(self) -> None:
        """Wait until nothing is being read; not for long, a source may be silent for ever."""
        self._stopped = True
        if self._lock.acquire(timeout=_PATIENCE_S):
            self._lock.release()


def _as_asked(held: Held | None, streamed: Streamed, reading: Reading) -> Ordered:
    """Give points of which no aircraft is left, by aircraft and time."""
    if held is None:
        return _NO_POINTS
    points = held.points()
    if streamed.straight:
        return Ordered(points, groups_of(points.who), _NONE, _NONE, _NONE)
    return ordered(points, len(reading.numbers))


def _unseen(held: Held, start: int) -> None:
    """Look at nothing while it comes."""


def _path(episode: Episode, who: int, found: Ordered) -> Way:
    """Give where and when the aircraft was in an episode: at its entry, at its points within, and where it left."""
    at = int(np.searchsorted(found.groups[:, 0], who))
    _, start, end = found.groups[at].tolist()
    t = found.points.t[start:end]
    low, high = np.searchsorted(t, episode.entered, "left"), np.searchsorted(t, episode.left, "right")
    columns = (found.points.lon, found.points.lat, found.points.t)
    within = np.stack([column[start + low : start + high].astype(np.int64) for column in columns], 1)
    ends = [(*_place(found.points, start, end, moment), moment) for moment in (episode.entered, episode.left)]
    path = [ends[0], *map(tuple, within.tolist()), ends[1]]
    return [one for before, one in zip([None, *path], path, strict=False) if one != before]


def _place(points: Points, start: int, end: int, moment: int) -> tuple[int, int]:
    t = points.t[start:end]
    after = min(int(np.searchsorted(t, moment, "left")), end - start - 1)
    before = max(after - 1, 0) if t[after] > moment else after
    span = int(t[after] - t[before])
    part = (moment - int(t[before])) / span if span else 0.0
    return tuple(
        round(int(c[start + before]) + part * (int(c[start + after]) - int(c[start + before])))
        for c in (points.lon, points.lat)
    )  # type: ignore[return-value]


def as_row(episode: Episode) -> dict[str, Any]:
    """Write an episode as scripts read it."""
    return {
        "aircraft": episode.aircraft,
        "area": episode.area,
        "version": episode.version,
        "entered": rfc3339(episode.entered),
        "left": rfc3339(episode.left),
        "entered_how": episode.entered_how,
        "left_how": episode.left_how,
        "certainty": "CERTAIN" if episode.certain else "POSSIBLE",
        "determination": episode.determination,
        "notice": episode.notice,
        "class": episode.klass,
    }


def write(path: Path, episodes: Sequence[Episode], paths: Sequence[Way]) -> None:
    """Write episodes as Parquet, CSV or GeoJSON, by the file's ending."""
    if path.suffix.lower() == ".parquet":
        atomic_write(path, _parquet(episodes), mode=0o644)
    elif path.suffix.lower() == ".csv":
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, (*COLUMNS, "class"))
        writer.writeheader()
        writer.writerows(as_row(episode) for episode in episodes)
        atomic_write(path, out.getvalue().encode(), mode=0o644)
    else:
        features = [
            {"type": "Feature", "properties": as_row(one), "geometry": _line(way)}
            for one, way in zip(episodes, paths, strict=True)
        ]
        document = {"type": "FeatureCollection", "features": features}
        atomic_write(path, json.dumps(document, ensure_ascii=False, indent=1).encode(), mode=0o644)


def _line(way: Way) -> dict[str, Any]:
    places = [place[:2] for place in way]
    points = [[x / DEGREE, y / DEGREE] for n, (x, y) in enumerate(places) if not n or places[n - 1] != (x, y)]
    return (
        {"type": "LineString", "coordinates": points}
        if len(points) > 1
        else {"type": "Point", "coordinates": points[0]}
    )


def _parquet(episodes: Sequence[Episode]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [as_row(episode) for episode in episodes]
    stamp = pa.timestamp("us", "UTC")
    columns: dict[str, Any] = {name: pa.array([row[name] for row in rows], pa.string()) for name in COLUMNS}
    columns["entered"] = pa.array([episode.entered for episode in episodes], pa.int64()).cast(stamp)
    columns["left"] = pa.array([episode.left for episode in episodes], pa.int64()).cast(stamp)
    columns["class"] = pa.array([episode.klass for episode in episodes], pa.int8())
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def write_rejects(path: Path, reading: Reading) -> None:
    """List what was left out: file, row, cause, what was found; JSON lines where the name says so, else CSV."""
    names = ("file", "row", "cause", "found")
    out = io.StringIO(newline="")
    if path.suffix.lower() in (".json", ".jsonl", ".ndjson"):
        for one in reading.listed:
            out.write(json.dumps(dict(zip(names, one, strict=True)), ensure_ascii=False) + "\n")
    else:
        writer = csv.writer(out)
        writer.writerow(names)
        writer.writerows(reading.listed)
    atomic_write(path, out.getvalue().encode("utf-8", "replace"), mode=0o644)
