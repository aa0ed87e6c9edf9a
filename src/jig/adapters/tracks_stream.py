"""Episodes while the points still arrive, in whatever order aircraft come: nothing has to wait."""

from __future__ import annotations

import queue
import threading
from collections import Counter
from typing import Any

import numpy as np

from jig.adapters.tracks_gather import Held
from jig.air import episodes_rows as col
from jig.air.episodes import Asked
from jig.air.episodes_engine import Engine, NotInOrder
from jig.air.tracks_flags_open import OpenFlags
from jig.air.tracks_follow import Followed, Following

#: Blocks that may wait for a worker.
_WAITING = 4


class Streamed:
    """Takes in blocks as they come. An aircraft that comes late, or is in two places at one instant, is `left` then:
    it has to be asked once more when all is there. The others are not.

    With more than one worker each is a thread with an engine of its own, and an aircraft has its worker.
    """

    def __init__(self, asked: Asked, max_gap_us: int, error_m: float, workers: int) -> None:
        self._workers = [_Worker(asked, max_gap_us, error_m, workers > 1) for _ in range(workers)]
        self._asked = asked
        self._following, self._flags = Following(), OpenFlags()

    def take(self, held: Held, start: int) -> None:
        """Take in the points from `start` on."""
        if held.count == start:
            return
        points = held.points(start)
        found = self._following.take(points, int(points.who.max()) + 1)
        many = len(self._workers)
        for number, worker in enumerate(self._workers):
            own = found.groups[found.groups[:, 0] % many == number]
            if len(own):
                worker.give(found, own)
        self._flags.take(found.groups, found.t, found.lon, found.lat)

    def end(self) -> None:
        """Wait for the workers: nothing more comes."""
        for worker in self._workers:
            worker.end()

    @property
    def straight(self) -> bool:
        """Whether all points came by aircraft and in time, as they are asked."""
        return self._following.straight

    @property
    def left(self) -> Any:
        """The aircraft whose points have to be looked at when all are there, bool."""
        return self._following.left

    @property
    def flown(self) -> int:
        """How many aircraft came that are not left."""
        return self._following.followed

    def flags(self) -> Counter[str]:
        """Count the flags of the aircraft that are not left; call it once, after `end`."""
        repeated = int(self._following.repeated[~self.left].sum())
        return Counter({"DUPLICATED": repeated, **self._flags.counts(self.left)})

    def rows(self) -> Any:
        """Give the rows of the aircraft that are not left, in force; None where that failed. Call `end` first."""
        parts: list[Any] = []
        for worker in self._workers:
            found = worker.rows()
            if found is None:
                return None
            parts += found
        del found
        return self._asked.in_force(_by_aircraft(parts, self.left))


def _by_aircraft(parts: list[Any], left: Any) -> Any:
    """Give rows by aircraft, without those that are left; what is copied is let go at once."""
    who = np.concatenate([np.empty(0, np.int64), *(part[:, col.WHO] for part in parts)])
    kept = ~left[who]
    place = np.empty(len(who), np.int64)
    place[np.argsort(np.where(kept, who, len(left)), kind="stable")] = np.arange(len(who))
    rows, at = np.empty((int(kept.sum()), col.WIDTH), np.int64), 0
    parts.reverse()
    while parts:
        part = parts.pop()
        here = slice(at, at + len(part))
        rows[place[here][kept[here]]] = part[kept[here]]
        at += len(part)
    return rows


class _Worker:
    """An engine, in this thread or in one of its own."""

    def __init__(self, asked: Asked, max_gap_us: int, error_m: float, own_thread: bool) -> None:
        self._engine: Engine | None = asked.engine(max_gap_us, error_m)
        self._rows: list[Any] = []
        self._broken = False
        self._tasks: queue.Queue[tuple[Followed, Any] | None] = queue.Queue(_WAITING)
        self._thread = threading.Thread(target=self._work, daemon=True) if own_thread else None
        if self._thread is not None:
            self._thread.start()

    def give(self, points: Followed, groups: Any) -> None:
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

    def rows(self) -> list[Any] | None:
        """Give the rows, part by part, None where points were out of order; call `end` first, and this once."""
        if self._broken or self._engine is None:
            return None
        self._engine.finish()
        found, self._rows = [*self._rows, self._engine.drain()], []
        self._engine = None
        return found

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            try:
                self._feed(*task)
            except BaseException:  # noqa: BLE001 - asked once more where the caller sees what is wrong
                self._broken = True

    def _feed(self, points: Followed, groups: Any) -> None:
        if self._broken or self._engine is None:
            return
        try:
            self._engine.feed(groups, points.lon, points.lat, points.t, points.error)
            # Rows that closed are taken out: room for all of them, doubled again and again, is not needed.
            self._rows.append(self._engine.drain())
        except NotInOrder:
            self._broken = True
