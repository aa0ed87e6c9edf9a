"""Flags counted while points still come: as `tracks_flags` counts them over each whole track (ToR 3.b)."""

from __future__ import annotations

from typing import Any

import numpy as np

from jig.air.compiled import Int, compiled
from jig.air.tracks_flags import LONGEST_EXCURSION, too_fast

#: The point before an excursion, the excursion, and the point at which it has come back at the latest.
_WIDTH = LONGEST_EXCURSION + 2
JUMPED, SPOOFED = 0, 1


class OpenFlags:
    """Counts what looks wrong with each aircraft's points, in order of time, block by block."""

    def __init__(self) -> None:
        self._last = np.empty((0, 3), np.int64)
        self._slot = np.empty(0, np.int32)
        self._counts = np.empty((0, 2), np.int64)
        # Points that may be an excursion, by slot: most aircraft never need one.
        self._held, self._size = np.empty((0, _WIDTH, 3), np.int64), np.empty(0, np.int64)
        self._free = np.empty(0, np.int32)
        self._state = np.zeros(1, np.int64)
        self._seen = np.empty(0, np.bool_)

    def take(self, groups: Any, t: Any, lon: Any, lat: Any) -> None:
        """Take in points, grouped by aircraft and each later than its aircraft's before."""
        if not len(groups):
            return
        self._grow_aircraft(int(groups[:, 0].max()) + 1)
        at = np.zeros(2, np.int64)
        while not _take(
            groups, t, lon, lat, self._last, self._seen, self._slot, self._counts,
            self._held, self._size, self._free, self._state, at,
        ):  # fmt: skip
            self._grow_slots()

    def counts(self, without: Any) -> dict[str, int]:
        """End every track here and count; without: bool (n), aircraft that are left out."""
        for a in np.flatnonzero(self._slot >= 0).tolist():
            _ended(self._held[self._slot[a]], self._size, int(self._slot[a]), self._counts, a)
        self._slot[:] = -1
        counted = np.ones(len(self._counts), np.bool_)
        known = min(len(counted), len(without))
        counted[:known] = ~without[:known]
        jumped, spoofed = self._counts[counted].sum(0).tolist()
        return {"JUMPED": jumped, "SPOOFED": spoofed}

    def _grow_aircraft(self, count: int) -> None:
        have = len(self._slot)
        if count <= have:
            return
        room = max(count, 2 * have, 64)
        for name, empty in (("_last", 0), ("_seen", False), ("_slot", -1), ("_counts", 0)):
            old = getattr(self, name)
            more = np.full((room, *old.shape[1:]), empty, old.dtype)
            more[:have] = old
            setattr(self, name, more)

    def _grow_slots(self) -> None:
        have = len(self._size)
        room = max(2 * have, 8)
        held, size = np.empty((room, _WIDTH, 3), np.int64), np.zeros(room, np.int64)
        held[:have], size[:have] = self._held, self._size
        free = np.empty(room, np.int32)
        # It grows when none is free.
        free[: room - have] = np.arange(have, room)
        self._held, self._size, self._free = held, size, free
        self._state[0] = room - have


@compiled
def _far(p: Any, q: Any) -> Any:
    return too_fast(p[0], p[1], p[2], q[0], q[1], q[2])


@compiled
def _put(row: Any, t: Int, x: Int, y: Int) -> None:
    row[0], row[1], row[2] = t, x, y


@compiled
def _closed(held: Any, size: Any, slot: Int, counts: Any, a: Int) -> Any:
    """Judge the last point held; says whether the excursion is over, the last point held being the track's last."""
    n = size[slot]
    if n > 2 and _far(held[n - 2], held[n - 1]) and not _far(held[0], held[n - 1]):
        counts[a, 1] += n - 2
        return True
    return n == len(held) and _replayed(held, size, slot, counts, a)


@compiled
def _replayed(held: Any, size: Any, slot: Int, counts: Any, a: Int) -> Any:
    """Count a leg that nothing came back from, and look again at what was held behind it; says whether all is over."""
    counts[a, 0] += 1
    n, i = size[slot], 2
    while i < n:
        if not _far(held[i - 1], held[i]):
            i += 1
            continue
        back = -1
        for j in range(i + 1, n):
            if _far(held[j - 1], held[j]) and not _far(held[i - 1], held[j]):
                back = j
                break
        if back < 0:
            for k in range(i - 1, n):
                _put(held[k - i + 1], held[k, 0], held[k, 1], held[k, 2])
            size[slot] = n - i + 1
            return False
        counts[a, 1] += back - i
        i = back + 1
    return True


@compiled
def _ended(held: Any, size: Any, slot: Int, counts: Any, a: Int) -> None:
    """End a track within an excursion: nothing comes back any more."""
    while not _replayed(held, size, slot, counts, a):
        pass


@compiled
def _take(
    groups: Any, t: Any, lon: Any, lat: Any, last: Any, seen: Any, slots: Any, counts: Any,
    held: Any, size: Any, free: Any, state: Any, at: Any,
) -> Any:  # fmt: skip
    """Take in points from `at` (group, point) on; False when a slot is needed and none is free."""
    for g in range(at[0], len(groups)):
        a, end = groups[g, 0], groups[g, 2]
        i = max(at[1], groups[g, 1])
        at[1] = 0
        pt, px, py = last[a, 0], last[a, 1], last[a, 2]
        if not seen[a] and i < end:
            seen[a] = True
            pt, px, py = t[i], np.int64(lon[i]), np.int64(lat[i])
            i += 1
        while i < end:
            qt, qx, qy = t[i], np.int64(lon[i]), np.int64(lat[i])
            slot = slots[a]
            if slot >= 0:
                _put(held[slot, size[slot]], qt, qx, qy)
                size[slot] += 1
                if _closed(held[slot], size, slot, counts, a):
                    slots[a] = -1
                    free[state[0]] = slot
                    state[0] += 1
            elif too_fast(pt, px, py, qt, qx, qy):
                if state[0] == 0:
                    _put(last[a], pt, px, py)
                    at[0], at[1] = g, i
                    return False
                state[0] -= 1
                slot = free[state[0]]
                slots[a] = slot
                _put(held[slot, 0], pt, px, py)
                _put(held[slot, 1], qt, qx, qy)
                size[slot] = 2
            pt, px, py = qt, qx, qy
            i += 1
        _put(last[a], pt, px, py)
    return True
