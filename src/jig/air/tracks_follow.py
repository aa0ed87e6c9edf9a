"""Points in whatever order aircraft come, followed one aircraft at a time: what each has next (ToR 3.b)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from jig.air.compiled import Int, compiled
from jig.air.tracks import Points, groups_of, in_order

_BEFORE_ALL = -(2**63)


class Followed(NamedTuple):
    """Points of several aircraft: groups int64 (g, 3), aircraft, first, end; in each every point is later."""

    groups: Any
    t: Any
    lon: Any
    lat: Any
    error: Any


class Following:
    """Takes in points block by block. An aircraft that comes late once, or is in two places at one instant, is left:
    `left` marks it, and its points have to be looked at when all are there. A repeat is counted and passed over.
    """

    def __init__(self) -> None:
        self._last = np.empty((0, 3), np.int64)
        self._count = np.empty(0, np.int64)
        self.left = np.empty(0, np.bool_)
        self.repeated = np.empty(0, np.int64)
        #: Whether aircraft followed aircraft so far, with nothing passed over.
        self.straight = True
        self._highest = -1

    @property
    def followed(self) -> int:
        """How many aircraft came that are not left."""
        return int(((self._last[:, 0] > _BEFORE_ALL) & ~self.left).sum())

    def take(self, points: Points, aircraft: int) -> Followed:
        """Give what of these points follows what came before, by aircraft. aircraft: how many there are."""
        self._grow(aircraft)
        if in_order(points.who, points.t):
            groups = groups_of(points.who)
            who, ends = groups[:, 0], groups[:, 2] - 1
            if not self.left[who].any() and (points.t[groups[:, 1]] > self._last[who, 0]).all():
                self.straight = self.straight and (not len(who) or int(who[0]) >= self._highest)
                self._highest = max(self._highest, int(who[-1]) if len(who) else -1)
                self._last[who] = np.stack([points.t[ends], points.lon[ends], points.lat[ends]], 1)
                return Followed(groups, points.t, points.lon, points.lat, points.error)
        self.straight = False
        return self._by_aircraft(points)

    def _by_aircraft(self, points: Points) -> Followed:
        fate, met = np.empty(len(points), np.int32), np.empty(min(len(points), len(self.left)), np.int32)
        places = points.who, points.t, points.lon, points.lat
        many = _told_apart(*places, self._last, self.left, self.repeated, self._count, met, fate)
        groups = np.empty((many, 3), np.int64)
        kept = _room_for(met, self._count, groups)
        t, lon, lat = np.empty(kept, np.int64), np.empty(kept, np.int32), np.empty(kept, np.int32)
        error = None if points.error is None else np.empty(kept, np.float32)
        if error is None:
            _laid(fate, points.t, points.lon, points.lat, self._count, t, lon, lat)
        else:
            _laid_with(fate, points.t, points.lon, points.lat, points.error, self._count, t, lon, lat, error)
        self._count[groups[:, 0]] = 0
        return Followed(groups, t, lon, lat, error)

    def _grow(self, aircraft: int) -> None:
        have = len(self.left)
        if aircraft <= have:
            return
        room = max(aircraft, 2 * have, 64)
        last = np.full((room, 3), _BEFORE_ALL, np.int64)
        last[:have] = self._last
        left, repeated = np.zeros(room, np.bool_), np.zeros(room, np.int64)
        left[:have], repeated[:have] = self.left, self.repeated
        self._last, self._count, self.left, self.repeated = last, np.zeros(room, np.int64), left, repeated


@compiled
def _told_apart(
    who: Any, t: Any, lon: Any, lat: Any, last: Any, left: Any, repeated: Any, count: Any, met: Any, fate: Any
) -> Int:
    """Write each point's aircraft, -1 where it is passed over, and count those of each; gives how many aircraft."""
    many = 0
    for i in range(len(who)):
        a = who[i]
        fate[i] = -1
        if left[a]:
            continue
        if t[i] <= last[a, 0]:
            if t[i] == last[a, 0] and lon[i] == last[a, 1] and lat[i] == last[a, 2]:
                repeated[a] += 1
            else:
                left[a] = True
            continue
        last[a, 0], last[a, 1], last[a, 2] = t[i], lon[i], lat[i]
        if count[a] == 0:
            met[many] = a
            many += 1
        count[a] += 1
        fate[i] = a
    return many


@compiled
def _room_for(met: Any, count: Any, groups: Any) -> Int:
    """Write where each aircraft's points go, and turn counts into first places; gives how many points."""
    at = 0
    for k in range(len(groups)):
        a = met[k]
        groups[k, 0], groups[k, 1], groups[k, 2] = a, at, at + count[a]
        at, count[a] = at + count[a], at
    return at


@compiled
def _laid(fate: Any, t: Any, lon: Any, lat: Any, places: Any, to_t: Any, to_lon: Any, to_lat: Any) -> None:
    for i in range(len(fate)):
        a = fate[i]
        if a >= 0:
            j = places[a]
            places[a] = j + 1
            to_t[j], to_lon[j], to_lat[j] = t[i], lon[i], lat[i]


@compiled
def _laid_with(
    fate: Any, t: Any, lon: Any, lat: Any, error: Any, places: Any, to_t: Any, to_lon: Any, to_lat: Any, to_error: Any
) -> None:
    for i in range(len(fate)):
        a = fate[i]
        if a >= 0:
            j = places[a]
            places[a] = j + 1
            to_t[j], to_lon[j], to_lat[j], to_error[j] = t[i], lon[i], lat[i], error[i]
