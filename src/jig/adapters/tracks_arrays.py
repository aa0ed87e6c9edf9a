"""Episodes of columns in memory, by as many threads as wished: whole aircraft each, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock
from typing import Any

import numpy as np

from jig.air import episodes_rows as col
from jig.air.episodes import Asked
from jig.air.episodes_engine import NotInOrder
from jig.air.lattice import MOST_LAT, MOST_LON, lattice_of
from jig.air.tracks import Ordered, Points, groups_of, ordered

#: Points that are rounded and looked at while they are in the second cache.
PIECE = 1 << 16
#: Shares a worker: a slow one holds up nobody, and few enough to cost nothing.
_SHARES = 8


@dataclass(frozen=True)
class Columns:
    """Points as a user has them: who int32 (0 <= number of the aircraft), t int64 us, lon and lat float64 degrees."""

    who: Any
    t: Any
    lon: Any
    lat: Any


class OffTheMap(ValueError):
    """A position that is no number or beyond 180 or 90 degrees; `args` has its row."""


def rows_of(asked: Asked, found: Ordered, max_gap_us: int, error_m: float, workers: int) -> Any:
    """Give the rows of ordered points: each worker takes whole aircraft; int64 (n, WIDTH), in force, by aircraft."""
    points = found.points

    def feed(engine: Any, groups: Any) -> None:
        engine.feed(groups, points.lon, points.lat, points.t, points.error)

    return _shared(asked, found.groups, max_gap_us, error_m, workers, feed)


def rows_of_columns(asked: Asked, columns: Columns, max_gap_us: int, error_m: float, workers: int = 1) -> Any:
    """Give the rows of columns in memory as `rows_of` does; they need no order. Raises OffTheMap."""
    groups = groups_of(columns.who)
    if len(groups) and (np.diff(groups[:, 0]) > 0).all():
        try:
            return _shared(asked, groups, max_gap_us, error_m, workers, lambda *given: _in_pieces(columns, *given))
        except NotInOrder:
            pass
    lon, lat = np.empty(len(columns.t), np.int32), np.empty(len(columns.t), np.int32)
    _rounded(columns, 0, len(columns.t), lon, lat)
    count = int(columns.who.max()) + 1 if len(groups) else 0
    found = ordered(Points(columns.who, columns.t, lon, lat), count)
    return rows_of(asked, found, max_gap_us, error_m, workers)


def _in_pieces(columns: Columns, engine: Any, groups: Any) -> None:
    lon, lat = np.empty(PIECE, np.int32), np.empty(PIECE, np.int32)
    for start, stop, some in _pieces(groups):
        _rounded(columns, start, stop, lon, lat)
        engine.feed(some, lon, lat, columns.t[start:stop])


def _rounded(columns: Columns, start: int, stop: int, lon: Any, lat: Any) -> None:
    off = lattice_of(columns.lon[start:stop], MOST_LON, lon) + lattice_of(columns.lat[start:stop], MOST_LAT, lat)
    if off:
        size = stop - start
        raise OffTheMap(start + int(np.flatnonzero((lon[:size] == -(2**31)) | (lat[:size] == -(2**31)))[0]))


def _pieces(groups: Any) -> Iterator[tuple[int, int, Any]]:
    """Cut groups that follow one another into pieces: start, end, and the groups within counted from the start."""
    first, last = int(groups[0, 1]), int(groups[-1, 2])
    for start in range(first, last, PIECE):
        stop = min(start + PIECE, last)
        low = int(np.searchsorted(groups[:, 2], start, "right"))
        some = groups[low : int(np.searchsorted(groups[:, 1], stop, "left"))].copy()
        some[:, 1:] = np.clip(some[:, 1:], start, stop) - start
        yield start, stop, some


def _shared(asked: Asked, groups: Any, max_gap_us: int, error_m: float, workers: int, feed: Any) -> Any:
    """Let each worker take the next share of aircraft until none is left."""
    if not len(groups):
        return np.empty((0, col.WIDTH), np.int64)
    sizes = np.cumsum(groups[:, 2] - groups[:, 1])
    shares = 1 if workers == 1 else workers * _SHARES
    cuts = [int(np.searchsorted(sizes, sizes[-1] * k / shares)) + (k > 0) for k in range(shares)] + [len(groups)]
    left = [groups[a:b] for a, b in pairwise(cuts) if b > a][::-1]
    lock = Lock()

    def work() -> Any:
        engine = asked.engine(max_gap_us, error_m, int(groups[-1, 0]) + 1)
        while True:
            with lock:
                share = left.pop() if left else None
            if share is None:
                break
            feed(engine, share)
        engine.finish()
        return asked.in_force(engine.drain())

    if len(left) == 1:
        rows = work()
    else:
        with ThreadPoolExecutor(min(workers, len(left))) as pool:
            rows = np.concatenate([one.result() for one in [pool.submit(work) for _ in range(min(workers, len(left)))]])
    # Who took which share is chance; the order of rows is not.
    who = rows[:, col.WHO]
    return rows if (who[1:] >= who[:-1]).all() else rows[np.argsort(who, kind="stable")]
