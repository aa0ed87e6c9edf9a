"""The episodes of many aircraft, batch after batch: what is fed once or point by point gives the same rows."""

from __future__ import annotations

from typing import Any

import numpy as np

from jig.air import episodes_rows as col
from jig.air.episodes_batch import run_batch
from jig.air.episodes_book import CARRIED, CROSSING
from jig.air.episodes_depth import mark_sure
from jig.air.episodes_index import Index
from jig.air.episodes_kernel import BROKEN, DONE, FULL, LONG, apply, room, run
from jig.air.episodes_long import spans_of
from jig.air.episodes_state import State, finish

#: A longer gap would not fit the arithmetic (microseconds below 2**50).
LONGEST_GAP_US = 10**15
#: Points whose legs are sifted at once: their columns stay in the first cache.
_STRETCH = 1 << 11
#: Closed rows that are set aside at once (about 9 MB): larger stretches of memory are no faster to fill.
_MOST_ROWS = 1 << 16
_ONE = np.ones(1, np.float32)


class NotInOrder(ValueError):
    """Points of one aircraft do not follow one another in time."""


class Engine:
    """Takes in points and gives episodes as they close. Not for two threads at once: one engine each.

    index: the areas. max_gap_us: a longer gap between two points ends an episode. error_m: how far a position may be
    off.
    """

    def __init__(self, index: Index, max_gap_us: int, error_m: float, aircraft: int = 64) -> None:
        if not 0 <= max_gap_us <= LONGEST_GAP_US:
            raise ValueError(max_gap_us)
        self._index, self._gap, self._errors = index, max_gap_us, _ONE * np.float32(error_m)
        self._state = _new(index, aircraft, max(1 << 12, 2 * len(index.boxes)))
        #: Rows that closed, in the order in which they did, before those of the state.
        self._aside: list[Any] = []
        self._one = (np.zeros((1, 3), np.int64), np.zeros(1, np.int32), np.zeros(1, np.int32), np.zeros(1, np.int64))
        self._one[0][0, 2] = 1
        self._at = np.zeros(2, np.int64)

    def feed(self, groups: Any, lon: Any, lat: Any, t: Any, errors: Any = None) -> None:
        """Take in points, grouped by aircraft and ordered in time, as `episodes_kernel.run` has them.

        Raises NotInOrder; what came before in the batch is then taken in.
        """
        if len(groups):
            self._grow_aircraft(int(groups[:, 0].max()) + 1)
        self._at[:] = 0
        self._go_on(groups, lon, lat, t, self._errors if errors is None else errors)

    def feed_led(self, groups: Any, many: int, ends: Any, lon: Any, lat: Any, t: Any, errors: Any) -> None:
        """Take in a batch as `episodes_batch.run_batch` has it; there is room for every aircraft named."""
        done = run_batch(self._index, self._state, groups, many, ends, lon, lat, t, errors, self._gap, self._at)
        if done != DONE and not self._helped(done, groups, lon, lat, t, errors):
            self._go_on(groups[:many], lon, lat, t, errors)

    def _go_on(self, groups: Any, lon: Any, lat: Any, t: Any, errors: Any) -> None:
        while True:
            done = run(self._index, self._state, groups, lon, lat, t, errors, self._gap, self._at)
            if self._helped(done, groups, lon, lat, t, errors):
                return

    def _helped(self, done: int, groups: Any, lon: Any, lat: Any, t: Any, errors: Any) -> bool:
        """Do what the kernel cannot; says whether all is done. Raises NotInOrder."""
        if done == DONE:
            return True
        if done == BROKEN:
            raise NotInOrder(self._at.tolist())
        if done == FULL:
            self._grow_rows()
        elif done == LONG:
            j = int(self._at[1])
            self._long(int(groups[self._at[0], 0]), int(lon[j]), int(lat[j]), int(t[j]), errors, j)
            self._at[1] += 1
        return False

    def point(self, who: int, t: int, lon: int, lat: int) -> bool:
        """Take in one point; says whether rows may have closed. Raises NotInOrder."""
        groups, lons, lats, times = self._one
        groups[0, 0], lons[0], lats[0], times[0] = who, lon, lat, t
        closed = (len(self._aside), int(self._state.count[2]))
        self.feed(groups, lons, lats, times)
        return closed != (len(self._aside), int(self._state.count[2]))

    def safe(self, who: int) -> tuple[int, int, int, int, bool]:
        """Give the box in which this aircraft's next points change nothing, and whether open rows still await a
        mark."""
        state = self._state
        west, south, east, north = state.safe[who].tolist()
        slot, unsure = int(state.open[who]), False
        while slot >= 0:
            unsure = unsure or not state.pool[slot, col.SURE]
            slot = int(state.pool[slot, col.NEXT])
        return west, south, east, north, unsure

    def keep(self, who: int, t: int, lon: int, lat: int) -> None:
        """Note a point that was found within `safe` and the gap."""
        self._state.last[who] = t, lon, lat

    def opened(self) -> Any:
        """Give the rows that are open now."""
        rows, state = [], self._state
        for first in state.open[state.open >= 0].tolist():
            slot = int(first)
            while slot >= 0:
                rows.append(state.pool[slot].copy())
                slot = int(state.pool[slot, col.NEXT])
        return np.array(rows, np.int64).reshape(-1, col.WIDTH)

    def finish(self) -> None:
        """End every aircraft's record at its last point."""
        for who in np.flatnonzero(self._state.open >= 0).tolist():
            while self._state.count[2] + len(self._index.boxes) > len(self._state.out):
                self._grow_rows()
            finish(self._state, who)

    def drain(self) -> Any:
        """Give the rows that closed since the last call; int64 (n, WIDTH)."""
        found = self._state.out[: self._state.count[2]]
        self._state.count[2] = 0
        if not self._aside:
            return found.copy()
        found, self._aside = np.concatenate([*self._aside, found]), []
        return found

    def _long(self, who: int, x: int, y: int, t: int, errors: Any, j: int) -> None:
        """Take a leg in whole numbers without bound."""
        index, state = self._index, self._state
        t0, px, py = state.last[who].tolist()
        events: list[tuple[int, ...]] = []
        for part in _near(index, py, y):
            edges = index.edges[index.starts[part] : index.starts[part + 1]].tolist()
            for low, high in spans_of((px, py), (x, y), edges):
                # What is open at the leg's start, or stays open at its end, is not touched.
                events += [(part, 1, *_moment(t0, t - t0, low))] if low > 0 else []
                events += [(part, 0, *_moment(t0, t - t0, high))] if high < 1 else []
        for start in range(0, len(events), len(state.events)):
            batch = events[start : start + len(state.events)]
            while state.count[1] < len(batch) or state.count[2] + len(batch) > len(self._state.out):
                self._grow_rows()
                state = self._state
            state.events[: len(batch)] = batch
            if not apply(state, who, len(batch), t0, t - t0):
                raise AssertionError("an episode that is not open cannot end")
        box = np.empty(4, np.int64)
        room(index.near, (index.shift, index.column, index.row, index.columns, index.rows), x, y, box)
        state.last[who], state.safe[who] = (t, x, y), box
        mark_sure(index, state, who, x, y, errors[j if len(errors) > 1 else 0])

    def _grow_aircraft(self, count: int) -> None:
        state = self._state
        have = len(state.seen)
        if count > have:
            more = _new(self._index, max(count, 2 * have), 1)
            for name in ("seen", "last", "open", "safe"):
                getattr(more, name)[:have] = getattr(state, name)
            self._state = state._replace(seen=more.seen, last=more.last, open=more.open, safe=more.safe)

    def _grow_rows(self) -> None:
        """Make room for rows: what closed is set aside, and grows apart from what is open."""
        state = self._state
        short, closed = 2 * int(state.count[1]) < len(state.pool), int(state.count[2])
        if short or not closed:
            have = len(state.pool)
            pool = np.zeros((2 * have, col.WIDTH), np.int64)
            pool[:have] = state.pool
            pool[have:, col.NEXT] = np.arange(have + 1, 2 * have + 1)
            pool[-1, col.NEXT] = state.count[0]
            state.count[0] = have
            state.count[1] += have
            state = state._replace(pool=pool)
        if closed:
            self._aside.append(state.out[:closed])
            state.count[2] = 0
        if closed or not short:
            # Nothing closed, and still no room: it has to be larger.
            more = max(len(state.out), min(2 * len(state.out), _MOST_ROWS)) if closed else 2 * len(state.out)
            state = state._replace(out=np.empty((more, col.WIDTH), np.int64))
        self._state = state


def _near(index: Index, y0: int, y1: int) -> list[int]:
    boxes = index.boxes
    found: list[int] = np.flatnonzero((boxes[:, 3] >= min(y0, y1)) & (boxes[:, 1] <= max(y0, y1))).tolist()
    return found


def _moment(t0: int, span: int, along: Any) -> tuple[int, int, int, int]:
    exact = t0 + span * along
    at = round(exact)
    return at, (exact > at) - (exact < at), along.numerator, along.denominator


def _new(index: Index, aircraft: int, rows: int) -> State:
    edges = len(index.edges)
    pool = np.zeros((rows, col.WIDTH), np.int64)
    pool[:, col.NEXT] = np.arange(1, rows + 1)
    pool[-1, col.NEXT] = -1
    return State(
        seen=np.zeros(aircraft, np.bool_),
        last=np.zeros((aircraft, 3), np.int64),
        open=np.full(aircraft, -1, np.int64),
        safe=np.tile(np.array([1, 1, 0, 0], np.int64), (aircraft, 1)),
        pool=pool,
        out=np.zeros((rows, col.WIDTH), np.int64),
        count=np.array([0, rows, 0, 0], np.int64),
        stamp=np.zeros(edges, np.int64),
        hit=np.empty((edges + 1, 4), np.int64),
        along=np.empty(edges + 1, np.float64),
        marks=np.empty((2 * edges + 2, 4), np.int64),
        spans=np.empty((2 * edges + 2, 4), np.int64),
        box=np.empty(4, np.int64),
        busy=np.empty(_STRETCH, np.int32),
        cells=np.empty((4, _STRETCH + 1), np.int32),
        ranges=np.empty((2 * _STRETCH, 3), np.int32),
        pairs=np.empty((2 * _STRETCH, 2), np.int32),
        met=np.empty((8 * _STRETCH, 2), np.int32),
        crossed=np.empty((8 * _STRETCH, CROSSING), np.int64),
        share=np.empty(8 * _STRETCH, np.float64),
        carried=np.zeros(CARRIED, np.int64),
        events=np.empty((4 * edges + 4 * len(index.boxes) + 4, 6), np.int64),
    )
