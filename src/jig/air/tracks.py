"""Points of tracks as columns of whole numbers: ordered, and rid of what cannot both be true (ToR 3.b)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from jig.air.compiled import Int, compiled

#: Points that are compared many at a time.
_STRETCH = 1 << 12


@dataclass(frozen=True)
class Points:
    """Columns of equal length: who int32 (number of the aircraft), t int64 us, lon and lat int32 lattice, error
    float32 m.

    error: None when one error holds for all. row: int64, a point's number among everything read; None while that is its
    place in these columns.
    """

    who: Any
    t: Any
    lon: Any
    lat: Any
    row: Any = None
    error: Any = None

    def __len__(self) -> int:
        return len(self.t)

    def taken(self, order: Any) -> Points:
        """Give these of them, in this order."""
        error = None if self.error is None else self.error[order]
        row = order if self.row is None else self.row[order]
        return Points(self.who[order], self.t[order], self.lon[order], self.lat[order], row, error)


@dataclass(frozen=True)
class Ordered:
    """Points by aircraft and time. groups: int64 (g, 3), aircraft, first, end. Rows left out: repeats, and two
    places."""

    points: Points
    groups: Any
    repeated: Any
    two_places: Any
    late: Any
    #: The points left out, in the same order; None where none is.
    left_out: Points | None = None


@compiled
def in_order(who: Any, t: Any) -> Any:
    """Say whether points are by aircraft in the order of their numbers, each later than the one before."""
    for start in range(0, len(t), _STRETCH):
        wrong, by, at = 0, who[start : start + _STRETCH + 1], t[start : start + _STRETCH + 1]
        # No way out within a stretch, and counted from 0: then many are compared at a time.
        for i in range(1, len(by)):
            wrong |= (by[i] < by[i - 1]) | ((by[i] == by[i - 1]) & (at[i] <= at[i - 1]))
        if wrong:
            return False
    return True


@compiled
def _changes(who: Any, at: Any) -> Int:
    """Write where another aircraft's points begin, as far as `at` has room; gives how many such places there are."""
    found = 0
    for start in range(0, len(who), _STRETCH):
        here, before, some = 0, found, who[start : start + _STRETCH + 1]
        for i in range(1, len(some)):
            here += some[i] != some[i - 1]
        found += here
        if here and found <= len(at):
            for i in range(1, len(some)):
                if some[i] != some[i - 1]:
                    at[before] = start + i
                    before += 1
    return found


@compiled
def _starts(who: Any, starts: Any) -> None:
    """Write where each aircraft's points begin once they are by aircraft; one place more than there are aircraft."""
    for i in range(len(who)):
        starts[who[i] + 1] += 1
    for a in range(len(starts) - 1):
        starts[a + 1] += starts[a]


@compiled
def _by_aircraft(
    who: Any, t: Any, lon: Any, lat: Any, at: Any, newest: Any, to: Any, order: Any, late: Any, broken: Any
) -> Int:
    """Lay points down by aircraft, each as it came; gives how many came after a later one of their aircraft.

    at: where each aircraft's next point goes. to: (who, t, lon, lat).
    """
    to_who, to_t, to_lon, to_lat = to
    count = 0
    for i in range(len(who)):
        a = who[i]
        j = at[a]
        at[a] = j + 1
        to_who[j], to_t[j], to_lon[j], to_lat[j], order[j] = a, t[i], lon[i], lat[i], i
        if t[i] < newest[a]:
            late[count] = i
            count += 1
            broken[a] = True
        else:
            newest[a] = t[i]
    return count


@compiled
def judged(who: Any, t: Any, lon: Any, lat: Any, fate: Any) -> Int:
    """Write each point's fate: 0 kept, 1 a repeat, 2 one of two places at one instant; gives how many are not kept."""
    gone, i = 0, 0
    while i < len(t):
        j, apart = i + 1, False
        while j < len(t) and who[j] == who[i] and t[j] == t[i]:
            apart = apart or lon[j] != lon[i] or lat[j] != lat[i]
            j += 1
        for k in range(i, j):
            fate[k] = 2 if apart else (1 if k > i else 0)
            gone += 1 if fate[k] else 0
        i = j
    return gone


def ordered(points: Points, aircraft: int) -> Ordered:
    """Order points by aircraft and time; at one instant, one place: a repeat is left out, two places both are."""
    none = np.empty(0, np.int64)
    if in_order(points.who, points.t):
        return Ordered(points, groups_of(points.who), none, none, none)
    points, groups, behind = _grouped(points, aircraft)
    fate = np.empty(len(points), np.uint8)
    if not judged(points.who, points.t, points.lon, points.lat, fate):
        return Ordered(points, groups, none, none, behind)
    repeated, two = points.row[fate == 1], points.row[fate == 2]
    gone = points.taken(np.flatnonzero(fate))
    points = points.taken(np.flatnonzero(fate == 0))
    return Ordered(points, groups_of(points.who), repeated, two, behind, gone)


def _grouped(points: Points, aircraft: int) -> tuple[Points, Any, Any]:
    """Give points by aircraft and time, where each aircraft's are, and the rows that came late."""
    size = len(points)
    starts, newest = np.zeros(aircraft + 1, np.int64), np.full(aircraft, -(2**63), np.int64)
    _starts(points.who, starts)
    to = np.empty(size, np.int32), np.empty(size, np.int64), np.empty(size, np.int32), np.empty(size, np.int32)
    order, late, broken = np.empty(size, np.int64), np.empty(size, np.int64), np.zeros(aircraft, np.bool_)
    columns = points.who, points.t, points.lon, points.lat
    late = late[: _by_aircraft(*columns, starts[:-1].copy(), newest, to, order, late, broken)].copy()
    for a in np.flatnonzero(broken).tolist():
        start, end = int(starts[a]), int(starts[a + 1])
        moved = np.argsort(to[1][start:end], kind="stable")
        for column in (to[1], to[2], to[3], order):
            column[start:end] = column[start:end][moved]
    error = None if points.error is None else points.error[order]
    made = Points(*to, order if points.row is None else points.row[order], error)
    flown = np.flatnonzero(np.diff(starts))
    groups = np.stack([flown, starts[flown], starts[flown + 1]], 1)
    return made, groups, late if points.row is None else points.row[late]


def groups_of(who: Any) -> Any:
    """Give where each aircraft's points start and end, as they follow one another; int64 (g, 3)."""
    if not len(who):
        return np.empty((0, 3), np.int64)
    at = np.empty(1 << 10, np.int64)
    count = _changes(who, at)
    if count > len(at):
        at = np.empty(count, np.int64)
        _changes(who, at)
    starts = np.concatenate([np.zeros(1, np.int64), at[:count]])
    return np.stack([who[starts], starts, np.append(starts[1:], len(who))], 1).astype(np.int64)
