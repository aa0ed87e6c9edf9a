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

from jig.adapters.tracks_read import Block, Reading
from jig.air.tracks import Points

#: Points held in memory (about 1.5 GB with what ordering needs); more go to disk in parts of whole aircraft.
MOST_HELD = 40_000_000
_BUCKETS = 64
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


class Gathered:
    """Points of many blocks. `parts` gives them in parts of whole aircraft; closing it removes what lies on disk."""

    def __init__(self, reading: Reading, error_m: float, most: int = MOST_HELD) -> None:
        self._reading, self._error, self._most = reading, np.float32(error_m), most
        self._held: list[Points] = []
        self._count = self._spilled = 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def take(self, blocks: Iterator[Block], told: Callable[[int], None] = lambda count: None) -> None:
        """Take in blocks; `told` hears how many points there are."""
        for block in blocks:
            points = self._reading.points(block)
            self._held.append(points)
            self._count += len(points)
            if self._count > self._most:
                self._spill()
            told(self._reading.count)

    def parts(self) -> Iterator[Points]:
        """Give the points, part by part; no aircraft is in two parts."""
        if self._folder is None:
            if self._held:
                yield _together(self._held, self._error)
            return
        self._spill()
        for file in sorted(Path(self._folder.name).iterdir()):
            rows = np.fromfile(file, _KIND)
            yield Points(*(np.ascontiguousarray(rows[name]) for name in ("who", "t", "lon", "lat", "row", "error")))

    def _spill(self) -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="jig-tracks-")
        for points in self._held:
            rows = np.empty(len(points), _KIND)
            for name in ("who", "t", "lon", "lat"):
                rows[name] = getattr(points, name)
            rows["row"] = np.arange(self._spilled, self._spilled + len(points))
            self._spilled += len(points)
            rows["error"] = self._error if points.error is None else points.error
            bucket = points.who % _BUCKETS
            for number in np.unique(bucket).tolist():
                with Path(self._folder.name, f"{number:03d}").open("ab") as file:
                    rows[bucket == number].tofile(file)
        self._held, self._count = [], 0


def _together(held: list[Points], error_m: Any) -> Points:
    if len(held) == 1:
        return held[0]
    told = any(points.error is not None for points in held)
    errors = [np.full(len(p), error_m, np.float32) if p.error is None else p.error for p in held] if told else None
    who, t, lon, lat = (np.concatenate([getattr(p, n) for p in held]) for n in ("who", "t", "lon", "lat"))
    return Points(who, t, lon, lat, error=None if errors is None else np.concatenate(errors))
