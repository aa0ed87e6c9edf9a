"""Many blocks into ordered points: in memory while they fit, by aircraft on disk when they do not."""

from __future__ import annotations

import queue
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import numpy as np
import pyarrow as pa

from jig.adapters.tracks_plain import plain_into
from jig.adapters.tracks_read import Block, Reading
from jig.adapters.tracks_sorted import KIND, ordered_on_disk, points_of, put
from jig.air.tracks import Ordered, Points, ordered

#: Points held in memory (about 1.5 GB with what ordering needs); more go to disk in parts of whole aircraft.
MOST_HELD = 40_000_000
_LEAST_HELD = 1 << 16
_BUCKETS = 64
_COLUMNS = (("who", np.int32), ("t", np.int64), ("lon", np.int32), ("lat", np.int32))
#: Points that are written at once, and read back at once.
_STRETCH = 1 << 16
#: To order a point takes so many times the memory that holding it does.
_SHARE = 8


def ahead(blocks: Iterator[Block], depth: int = 1) -> Iterator[Block]:
    """Read blocks in a thread of their own, a few ahead."""
    held: queue.Queue[Any] = queue.Queue(depth)
    done = threading.Event()

    def read() -> None:
        try:
            for block in blocks:
                while not done.is_set():
                    try:
                        held.put((block, None), timeout=0.2)
                        break
                    except queue.Full:
                        continue
                if done.is_set():
                    return
            held.put((None, None))
        except BaseException as fault:  # noqa: BLE001 - it is raised where the blocks are wanted
            held.put((None, fault))

    threading.Thread(target=read, daemon=True).start()
    try:
        while True:
            block, fault = held.get()
            if fault is not None:
                raise fault
            if block is None:
                return
            yield block
    finally:
        done.set()


class Held:
    """Columns of points that grow: block after block is written where it stays."""

    def __init__(self, error_m: Any, most: int) -> None:
        self._error_m, self._most = error_m, most
        self.count = 0
        self._room = 0
        self._columns = {name: np.empty(0, kind) for name, kind in _COLUMNS}
        self._error: Any = None

    def take(self, block: Block, reading: Reading) -> int:
        """Take in a block's points; gives how many."""
        start = self.count
        self._grow(start + len(block.time), reading.expected)
        if plain_into(block, reading, *(self._columns[name][start : start + len(block.time)] for name, _ in _COLUMNS)):
            found, given = len(block.time), reading.error_m
            error: Any = None if given is None or np.float32(given) == self._error_m else np.float32(given)
        else:
            points = reading.points(block)
            found, error = len(points), points.error
            for name, _ in _COLUMNS:
                self._columns[name][start : start + found] = getattr(points, name)
        if error is not None and self._error is None:
            self._error = np.full(self._room, self._error_m, np.float32)
        if self._error is not None:
            self._error[start : start + found] = self._error_m if error is None else error
        self.count += found
        return found

    def points(self, start: int = 0, stop: int | None = None) -> Points:
        """Give the points from one to another, as they lie."""
        stop = self.count if stop is None else stop
        error = None if self._error is None else self._error[start:stop]
        who, t, lon, lat = (self._columns[name][start:stop] for name, _ in _COLUMNS)
        return Points(who, t, lon, lat, error=error)

    def _grow(self, needed: int, expected: int) -> None:
        if needed <= self._room:
            return
        # What a file promises is believed as far as memory is meant for it.
        self._room = max(needed, min(max(2 * self._room, _LEAST_HELD, expected), self._most))
        for name, kind in _COLUMNS:
            more = np.empty(self._room, kind)
            more[: self.count] = self._columns[name][: self.count]
            self._columns[name] = more
        if self._error is not None:
            more = np.full(self._room, self._error_m, np.float32)
            more[: self.count] = self._error[: self.count]
            self._error = more


class Gathered:
    """Points of many blocks. `ordered` gives them in parts of whole aircraft; closing it removes what lies on disk."""

    def __init__(self, reading: Reading, error_m: float, most: int = MOST_HELD) -> None:
        self._reading, self._error, self._most = reading, np.float32(error_m), most
        self._held = Held(self._error, most)
        self._spilled = 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def take(
        self,
        blocks: Iterator[Block],
        told: Callable[[int], None] = lambda count: None,
        seen: Callable[[Held, int], None] = lambda held, start: None,
    ) -> None:
        """Take in blocks; `told` hears how many points there are, `seen` sees the new ones in memory."""
        for block in blocks:
            if self._held.count and self._held.count + len(block.time) > self._most:
                self._spill()
            start = self._held.count
            self._held.take(block, self._reading)
            seen(self._held, start)
            told(self._reading.count)

    def put_down(self) -> None:
        """Write what is held to disk too when some lies there: what comes next needs the memory."""
        if self._folder is not None:
            self._spill()

    @property
    def held(self) -> Held | None:
        """All points as they came, None when some lie on disk."""
        return None if self._folder is not None else self._held

    def parts(self, only: Any = None) -> Iterator[Points]:
        """Give the points, part by part, each as it came; no aircraft is in two parts. only: bool, whose; None: all's.

        A part is as large as its aircraft: `ordered` bounds what is held of it.
        """
        if self._folder is None:
            points = self._held.points()
            if len(points):
                yield points if only is None else points.taken(np.flatnonzero(only[points.who]))
            return
        for file in self._files():
            rows = [*_read(file, only, _STRETCH)]
            if rows:
                yield points_of(np.concatenate(rows))

    def ordered(self, only: Any = None) -> Iterator[Ordered]:
        """Give the points of each part by aircraft and time; a part too large for memory is sorted on disk."""
        aircraft = len(self._reading.numbers)
        if self._folder is None:
            yield from (ordered(points, aircraft) for points in self.parts(only))
            return
        share = max(self._most // _SHARE, 1)
        for file in self._files():
            if sum(len(rows) for rows in _read(file, only, share)) > share:
                yield ordered_on_disk(
                    _read(file, only, share), Path(self._folder.name, f"{file.name}-sorted"), aircraft, share
                )
                continue
            rows = [*_read(file, only, share)]
            if rows:
                yield ordered(points_of(np.concatenate(rows)), aircraft)

    def _files(self) -> list[Path]:
        """Give the files on disk; all that is held is in them then."""
        if self._folder is None:
            return []
        self._spill()
        return sorted(path for path in Path(self._folder.name).iterdir() if path.is_file())

    def _spill(self) -> None:
        """Write what is held to its aircraft's files, each in the order in which it came."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="jig-tracks-")
        with ExitStack() as stack:
            files: dict[int, BinaryIO] = {}
            for start in range(0, self._held.count, _STRETCH):
                rows, bucket = self._rows(start, min(start + _STRETCH, self._held.count))
                ends = np.cumsum(np.bincount(bucket, minlength=_BUCKETS))
                for number, end in enumerate(ends.tolist()):
                    first = int(ends[number - 1]) if number else 0
                    if end > first:
                        if number not in files:
                            path = Path(self._folder.name, f"{number:03d}")
                            files[number] = stack.enter_context(path.open("ab", buffering=0))
                        put(files[number], rows[first:end])
        self._held = Held(self._error, self._most)
        # What was decoded and is done with would stay with Arrow for blocks to come.
        pa.default_memory_pool().release_unused()

    def _rows(self, start: int, stop: int) -> tuple[Any, Any]:
        """Give points that are held as they are written, by bucket, and the buckets of those points."""
        points = self._held.points(start, stop)
        bucket = (points.who % _BUCKETS).astype(np.uint8)
        order = np.argsort(bucket, kind="stable")
        rows = np.empty(len(points), KIND)
        for name, _ in _COLUMNS:
            rows[name] = getattr(points, name)[order]
        rows["row"] = order + self._spilled
        rows["error"] = self._error if points.error is None else points.error[order]
        self._spilled += len(points)
        return rows, bucket


def _read(file: Path, only: Any, share: int) -> Iterator[Any]:
    """Read rows of one file, so many at a time, and give those that are wanted."""
    with file.open("rb") as opened:
        while len(rows := np.fromfile(opened, KIND, share)):
            kept = rows if only is None else rows[only[rows["who"]]]
            if len(kept):
                yield kept
