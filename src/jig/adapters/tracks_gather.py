"""Many blocks into ordered points: in memory while they fit, by aircraft on disk when they do not."""

from __future__ import annotations

import queue
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from jig.adapters.tracks_plain import plain_into
from jig.adapters.tracks_read import Block, Reading
from jig.air.tracks import Points

#: Points held in memory (about 1.5 GB with what ordering needs); more go to disk in parts of whole aircraft.
MOST_HELD = 40_000_000
_LEAST_HELD = 1 << 16
_BUCKETS = 64
_COLUMNS = (("who", np.int32), ("t", np.int64), ("lon", np.int32), ("lat", np.int32))
_KIND = np.dtype([("who", "<i4"), ("t", "<i8"), ("lon", "<i4"), ("lat", "<i4"), ("row", "<i8"), ("error", "<f4")])


def ahead(blocks: Iterator[Block], depth: int = 3) -> Iterator[Block]:
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
        self._room = max(needed, 2 * self._room, _LEAST_HELD, min(expected, self._most))
        for name, kind in _COLUMNS:
            more = np.empty(self._room, kind)
            more[: self.count] = self._columns[name][: self.count]
            self._columns[name] = more
        if self._error is not None:
            more = np.full(self._room, self._error_m, np.float32)
            more[: self.count] = self._error[: self.count]
            self._error = more


class Gathered:
    """Points of many blocks. `parts` gives them in parts of whole aircraft; closing it removes what lies on disk."""

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
        """Take in blocks; `told` hears how many points there are, `seen` sees the new ones while all are in memory."""
        for block in blocks:
            start = self._held.count
            self._held.take(block, self._reading)
            if self._held.count > self._most:
                self._spill()
            elif self._folder is None:
                seen(self._held, start)
            told(self._reading.count)

    @property
    def held(self) -> Held | None:
        """All points as they came, None when some lie on disk."""
        return None if self._folder is not None else self._held

    def parts(self) -> Iterator[Points]:
        """Give the points, part by part; no aircraft is in two parts."""
        if self._folder is None:
            if self._held.count:
                yield self._held.points()
            return
        self._spill()
        for file in sorted(Path(self._folder.name).iterdir()):
            rows = np.fromfile(file, _KIND)
            yield Points(*(np.ascontiguousarray(rows[name]) for name in ("who", "t", "lon", "lat", "row", "error")))

    def _spill(self) -> None:
        """Write what is held to its aircraft's files, each in the order in which it came."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="jig-tracks-")
        for start in range(0, self._held.count, 1 << 20):
            points = self._held.points(start, min(start + (1 << 20), self._held.count))
            rows = np.empty(len(points), _KIND)
            for name, _ in _COLUMNS:
                rows[name] = getattr(points, name)
            rows["row"] = np.arange(self._spilled, self._spilled + len(points))
            self._spilled += len(points)
            rows["error"] = self._error if points.error is None else points.error
            bucket = (points.who % _BUCKETS).astype(np.uint8)
            rows = rows[np.argsort(bucket, kind="stable")]
            ends = np.cumsum(np.bincount(bucket, minlength=_BUCKETS))
            for number, end in enumerate(ends.tolist()):
                first = int(ends[number - 1]) if number else 0
                if end > first:
                    with Path(self._folder.name, f"{number:03d}").open("ab") as file:
                        rows[first:end].tofile(file)
        self._held = Held(self._error, self._most)
