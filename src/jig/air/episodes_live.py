"""Episodes while points arrive: the same kernel, fed point by point or in batches of any cut (ToR 3.b; reading A46).

Points in order give the rows that one run over all of them gives. A point that is late is not fed: what was said cannot
be unsaid. Nothing here knows a clock; who has fallen silent is told by the caller.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from jig.air import episodes_rows as col
from jig.air.compiled import Int, compiled
from jig.air.episodes_engine import Engine
from jig.air.episodes_index import Index
from jig.air.episodes_kernel import DONE, METRES, room, run
from jig.air.episodes_kernel import _quiet as quiet
from jig.air.episodes_sift import passes_by
from jig.air.episodes_state import leave_all
from jig.air.tracks_flags import FASTEST_M_S, LONGEST_EXCURSION, SLACK_M, too_fast

#: What became of a point: used; or left out as late, a repeat, a second place at one instant.
USED, LATE, DUPLICATED, TIME_BROKEN = range(4)
#: Added to USED: its leg is faster than any aircraft; it ends an excursion that came back.
JUMPED, RETURNED = 16, 32
#: Columns of `newest`: time, lon, lat; where an excursion began: time, lon, lat, points since (0: none).
_T, _X, _Y, _AT, _AX, _AY, _SINCE = range(7)
_NEVER = -(2**62)
#: What may pass for no jump at any latitude, in lattice units: a microsecond's way, and the slack.
_SPEED, _SLACK = FASTEST_M_S * 1e-6 / METRES, SLACK_M / METRES
_NOTHING = np.empty((0, col.WIDTH), np.int64)


class Changed(NamedTuple):
    """What a batch changed: rows (n, WIDTH) that opened and are open still, rows that closed; a fate a point."""

    opened: Any
    closed: Any
    fate: Any


@compiled
def _fate(newest: Any, t: Int, x: Int, y: Int) -> Int:
    """Judge one point against its aircraft's newest, and note it there when it is used."""
    last = newest[_T]
    if t <= last:
        if t < last:
            return LATE
        return DUPLICATED if x == newest[_X] and y == newest[_Y] else TIME_BROKEN
    fate = USED
    if last > _NEVER:
        jumps = too_fast(last, newest[_X], newest[_Y], t, x, y)
        if newest[_SINCE] > 0:
            if jumps and not too_fast(newest[_AT], newest[_AX], newest[_AY], t, x, y):
                fate = RETURNED
                newest[_SINCE] = 0
            else:
                newest[_SINCE] = 0 if newest[_SINCE] >= LONGEST_EXCURSION else newest[_SINCE] + 1
                fate = JUMPED if jumps else USED
        elif jumps:
            fate = JUMPED
            newest[_AT], newest[_AX], newest[_AY], newest[_SINCE] = last, newest[_X], newest[_Y], 1
    newest[_T], newest[_X], newest[_Y] = t, x, y
    return fate


@compiled
def _admit(
    who: Any, t: Any, lon: Any, lat: Any, errors: Any, newest: Any, counts: Any, fate: Any,
    groups: Any, since: Any, at: Any, kept_t: Any, kept_lon: Any, kept_lat: Any, kept_error: Any,
) -> Int:  # fmt: skip
    """Judge a batch in order of arrival and put what is used together by aircraft, each after a free place; gives the
    number of aircraft.

    counts: int64 (aircraft), zeros, and zeros again afterwards. at: scratch. since: each aircraft's time before.
    """
    many, told = 0, len(errors) > 1
    for i in range(len(who)):
        a = who[i]
        before = newest[a, _T]
        fate[i] = _fate(newest[a], t[i], np.int64(lon[i]), np.int64(lat[i]))
        if fate[i] == 0 or fate[i] >= JUMPED:
            if counts[a] == 0:
                groups[many, 0], since[many] = a, before
                many += 1
            counts[a] += 1
    start = 1
    for g in range(many):
        a = groups[g, 0]
        groups[g, 1], groups[g, 2], at[a] = start, start + counts[a], start
        start += counts[a] + 1
        counts[a] = 0
    for i in range(len(who)):
        if fate[i] == 0 or fate[i] >= JUMPED:
            to = at[who[i]]
            at[who[i]] = to + 1
            kept_t[to], kept_lon[to], kept_lat[to] = t[i], lon[i], lat[i]
            if told:
                kept_error[to] = errors[i]
    return many


@compiled
def _fresh(groups: Any, many: Int, since: Any, opens: Any, pool: Any, out: Any) -> Int:
    """List the rows that are open now and opened after `since`; how many, or -1 when `out` is too short.

    since: int64 (g): each aircraft's newest time before. A row that a later leg or point opened says so itself.
    """
    count = 0
    for g in range(many):
        slot = opens[groups[g, 0]]
        while slot >= 0:
            row = pool[slot]
            begun = row[col.IN + col.FROM]
            if begun > since[g] or (begun == since[g] and row[col.IN + col.SPAN] > 0):
                if count == len(out):
                    return -1
                for k in range(col.WIDTH):
                    out[count, k] = row[k]
                count += 1
            slot = row[col.NEXT]
    return count


@compiled
def _lone(
    index: Any, state: Any, groups: Any, lon: Any, lat: Any, t: Any, errors: Any, gap: Int, at: Any, newest: Any,
    told: Any, who: Int, now: Int, x: Int, y: Int, moved: bool, last_t: Int, last_x: Int, last_y: Int,
) -> None:  # fmt: skip
    """Take one point in one call; told: fate, status, whether rows changed, the box around it, rows without mark.

    moved: the aircraft's last point was found to be within its box and is noted only now.
    """
    if moved:
        # The kernel's own box is around an older point: it holds no longer.
        state.safe[who, 0], state.safe[who, 2] = 1, 0
        state.last[who, 0], state.last[who, 1], state.last[who, 2] = last_t, last_x, last_y
        newest[who, _T], newest[who, _X], newest[who, _Y] = last_t, last_x, last_y
    groups[0, 0], groups[0, 1], groups[0, 2], t[0], lon[0], lat[0] = who, 0, 1, now, x, y
    free, done = state.count[1], state.count[2]
    told[7] = newest[who, _T]
    told[0] = _fate(newest[who], now, x, y)
    told[1], at[0], at[1] = DONE, 0, 0
    if told[0] == USED or told[0] >= JUMPED:
        told[1] = run(index, state, groups, lon, lat, t, errors, gap, at)
    told[2] = 1 if state.count[1] != free or state.count[2] != done else 0
    for k in range(4):
        told[3 + k] = state.safe[who, k]
    unsure = 0
    slot = state.open[who]
    while slot >= 0:
        unsure += 1 - state.pool[slot, col.SURE]
        slot = state.pool[slot, col.NEXT]
    told[8] = 1 if unsure > 0 or newest[who, _SINCE] > 0 else 0


@compiled
def _calm(near: Any, first: Any, held: Any, grid: Any, px: Int, py: Int, qx: Int, qy: Int, box: Any) -> Any:
    """Say whether a leg meets no boundary, and write the box around its end: much less to hand over than a state."""
    if not quiet(near, grid, px, py, qx, qy) and not passes_by(first, held, grid, px, py, qx, qy):
        return False
    room(near, grid, qx, qy, box)
    return True


class LiveEngine(Engine):
    """Takes points as they arrive, any aircraft, and says which rows opened and closed.

    aircraft: how many can be held at once; their numbers are below it. error_m: where a batch tells none.
    """

    def __init__(self, index: Index, max_gap_us: int, error_m: float, aircraft: int) -> None:
        super().__init__(index, max_gap_us, error_m, aircraft)
        self.newest = np.zeros((aircraft, 7), np.int64)
        self.newest[:, _T] = _NEVER
        self._counts, self._where, self._since = (np.zeros(aircraft, np.int64) for _ in range(3))
        self._groups = np.zeros((aircraft, 3), np.int64)
        self._ends = np.zeros((aircraft, 2), np.int64)
        self._scratch: tuple[Any, ...] = ()
        self._size(1_024)
        self._fast: list[list[int] | None] = [None] * aircraft
        self._boxed: set[int] = set()
        self._fresh = np.empty((64, col.WIDTH), np.int64)
        self._told, self._box = np.zeros(9, np.int64), np.zeros(4, np.int64)
        self._near, self._first, self._held = index.near, index.first, index.held
        self._grid = (index.shift, index.column, index.row, index.columns, index.rows)
        self.last = Changed(_NOTHING, _NOTHING, np.zeros(1, np.uint8))

    def _size(self, points: int) -> None:
        kinds = (np.uint8, np.int64, np.int32, np.int32, np.float32)
        self._scratch = tuple(np.empty(points, kind) for kind in kinds)

    def batch(self, who: Any, t: Any, lon: Any, lat: Any, errors: Any = None) -> Changed:
        """Take points in the order in which they came.

        who: int64; t: int64, microseconds; lon, lat: int32, lattice; errors: float32, metres, one a point.
        """
        self._settle()
        if 2 * len(who) > len(self._scratch[0]):
            self._size(4 * len(who))
        fate, kept_t, kept_lon, kept_lat, kept_error = self._scratch
        given = self._errors if errors is None or len(errors) < 2 else errors
        many = _admit(
            who, t, lon, lat, given, self.newest, self._counts, fate, self._groups, self._since, self._where,
            kept_t, kept_lon, kept_lat, kept_error,
        )  # fmt: skip
        if errors is not None and len(errors) == 1:
            kept_error[0], given = errors[0], kept_error[:1]
        return self._run(many, kept_t, kept_lon, kept_lat, given, kept_error, fate[: len(who)].copy())

    def _run(self, many: int, t: Any, lon: Any, lat: Any, given: Any, errors: Any, fate: Any) -> Changed:
        if many:
            self.feed_led(self._groups, many, self._ends, lon, lat, t, errors if len(given) > 1 else given)
        return Changed(self._opened_since(many), self.drain(), fate)

    def _opened_since(self, many: int) -> Any:
        while True:
            state = self._state
            count = _fresh(self._groups, many, self._since, state.open, state.pool, self._fresh)
            if count >= 0:
                return self._fresh[:count].copy()
            self._fresh = np.empty((2 * len(self._fresh), col.WIDTH), np.int64)

    def point(self, who: int, t: int, lon: int, lat: int) -> bool:
        """Take one point; says whether there is something to see in `last`: rows opened or closed, or a flag."""
        near = self._fast[who]
        if near is not None:
            west, south, east, north, last, x, y = near
            span = t - last
            # Within the box nothing changes; a leg so short in degrees is no jump, whatever its latitude.
            if 0 < span <= self._gap and abs(lon - x) + abs(lat - y) <= _SPEED * span + _SLACK:
                if west <= lon <= east and south <= lat <= north:
                    near[4], near[5], near[6] = t, lon, lat
                    return False
                if _calm(self._near, self._first, self._held, self._grid, x, y, lon, lat, self._box):
                    self._fast[who] = [*self._box.tolist(), t, lon, lat]
                    return False
            self._fast[who] = None
            return self._alone(who, t, lon, lat, True, last, x, y)
        return self._alone(who, t, lon, lat, False, 0, 0, 0)

    def _alone(self, who: int, t: int, x: int, y: int, moved: bool, *last: int) -> bool:
        groups, lon, lat, times = self._one
        _lone(
            self._index, self._state, groups, lon, lat, times, self._errors, self._gap, self._at, self.newest,
            self._told, who, t, x, y, moved, *last,
        )  # fmt: skip
        fate, status, changed, west, south, east, north, since, unsure = self._told.tolist()
        if status != DONE:
            self.feed(groups, lon, lat, times)
            changed = 1
        elif not unsure and fate == USED:
            self._fast[who] = [west, south, east, north, t, x, y]
            if not moved:
                self._boxed.add(who)
        if not changed and fate == USED:
            return False
        self._groups[0], self._since[0] = groups[0], since
        opened = self._opened_since(1) if changed else _NOTHING
        self.last = Changed(opened, self.drain() if changed else _NOTHING, np.array([fate], np.uint8))
        return True

    def _settle_one(self, who: int) -> None:
        near = self._fast[who]
        if near is not None:
            self.keep(who, near[4], near[5], near[6])
            self._state.safe[who] = 1, 1, 0, 0
            self.newest[who, :3] = near[4:]
            self._fast[who] = None

    def _settle(self) -> None:
        """Bring home what single points moved."""
        for who in self._boxed:
            self._settle_one(who)
        self._boxed.clear()

    def silent(self, who: int) -> Any:
        """End what an aircraft has open as GAP at its last point; its next point begins anew. Gives the closed rows."""
        self._settle_one(who)
        self._make_room()
        leave_all(self._state, who, col.GAP)
        # Whatever its next point says of the time: what lies between was not watched.
        self._state.last[who, 0] -= self._gap + 1
        self._state.safe[who] = 1, 1, 0, 0
        return self.drain()

    def forget(self, who: int) -> Any:
        """End what an aircraft has open as GAP and free its number. Gives the closed rows."""
        closed = self.silent(who)
        self._state.seen[who] = False
        self.newest[who] = 0
        self.newest[who, _T] = _NEVER
        return closed

    def _make_room(self) -> None:
        while self._state.count[2] + len(self._index.boxes) > len(self._state.out):
            self._grow_rows()

    def finished(self) -> Any:
        """End every aircraft's record at its last point; gives the closed rows."""
        self._settle()
        self.finish()
        return self.drain()

    def rows_open(self) -> Any:
        """Give the rows that are open now."""
        self._settle()
        return self.opened()
