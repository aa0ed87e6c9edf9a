"""Episodes while the points still arrive: as long as they come by aircraft and in time, nothing has to wait."""

from __future__ import annotations

import queue
import threading
from collections import Counter
from typing import Any

import numpy as np

from jig.adapters.tracks_gather import Held
from jig.air import episodes_rows as col
from jig.air.episodes import Asked
from jig.air.episodes_engine import NotInOrder
from jig.air.tracks import Points, groups_of
from jig.air.tracks_flags import flagged


class Streamed:
    """Takes in blocks as they come. The first aircraft that comes again, or point out of order, ends it: `rows` is None
    then, and everything is asked once more when all is there.

    With more than one worker each is a thread with an engine of its own, and an aircraft has its worker.
    """

    def __init__(self, asked: Asked, max_gap_us: int, error_m: float, workers: int) -> None:
        self._workers = [_Worker(asked, max_gap_us, error_m, workers > 1) for _ in range(workers)]
        self._asked = asked
        self._last = -1
        #: From here on points await their flags: those of the last aircraft, more of which may come.
        self._unflagged = 0
        self._open = True
        self.flags: Counter[str] = Counter()

    def take(self, held: Held, start: int) -> None:
        """Take in the points from `start` on."""
        if not self._open or held.count == start:
            return
        points = held.points(start)
        groups = groups_of(points.who)
        if int(groups[0, 0]) < self._last or not (np.diff(groups[:, 0]) > 0).all():
            self._open = False
            return
        many = len(self._workers)
        for number, worker in enumerate(self._workers):
            own = groups[groups[:, 0] % many == number]
            if len(own):
                worker.give(points, own)
        if len(groups) > 1 or int(groups[0, 0]) != self._last:
            self._flag(held, start + int(groups[-1, 1]))
        self._last = int(groups[-1, 0])

    def _flag(self, held: Held, stop: int) -> None:
        """Flag the aircraft whose points are all there: those before `stop`."""
        if stop > self._unflagged:
            points = held.points(self._unflagged, stop)
            self.flags.update(flagged(points, groups_of(points.who)))
            self._unflagged = stop

    def end(self) -> None:
        """Wait for the workers: nothing more comes."""
        for worker in self._workers:
            worker.end()

    def rows(self, held: Held) -> Any:
        """Give the rows of all that came, in force; None where it did not come in order. Call `end` first."""
        if not self._open:
            return None
        found = [worker.rows() for worker in self._workers]
        if any(rows is None for rows in found):
            return None
        self._flag(held, held.count)
        rows = np.concatenate(found)
        return self._asked.in_force(rows[np.argsort(rows[:, col.WHO], kind="stable")])


class _Worker:
    """An engine, in this thread or in one of its own."""

    def __init__(self, asked: Asked, max_gap_us: int, error_m: float, own_thread: bool) -> None:
        self._engine = asked.engine(max_gap_us, error_m)
        self._broken = False
        self._tasks: queue.Queue[tuple[Points, Any] | None] = queue.Queue()
        self._thread = threading.Thread(target=self._work, daemon=True) if own_thread else None
        if self._thread is not None:
            self._thread.start()

    def give(self, points: Points, groups: Any) -> None:
        """Have groups of points asked."""
        if self._thread is None:
            self._feed(points, groups)
        else:
            self._tasks.put((points, groups))

    def end(self) -> None:
        """Wait until all that was given is done."""
        if self._thread is not None:
            self._tasks.put(None)
            self._thread.join()
            self._thread = None

    def rows(self) -> Any:
        """Give the rows, None where points were out of order; call `end` first."""
        if self._broken:
            return None
        self._engine.finish()
        return self._engine.drain()

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            try:
                self._feed(*task)
            except BaseException:  # noqa: BLE001 - asked once more where the caller sees what is wrong
                self._broken = True

    def _feed(self, points: Points, groups: Any) -> None:
        if self._broken:
            return
        try:
            self._engine.feed(groups, points.lon, points.lat, points.t, points.error)
        except NotInOrder:
            self._broken = True
