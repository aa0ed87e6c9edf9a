"""A feed watched: named aircraft, who entered and who left, what was seen on the way; bounded in aircraft and points.

Nothing here asks a clock: the caller says when points were received and what time it is. What is said of an aircraft is
what a machine saw; it is no entry of any log, and nobody's statement before an officer makes it one.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from jig.air import episodes_live as live
from jig.air import episodes_rows as col
from jig.air.episodes import Asked
from jig.air.episodes_live import LiveEngine
from jig.air.episodes_live_stays import Said, Stays

#: Aircraft held at once (about a kilobyte each); the one silent for longest gives way.
MOST_AIRCRAFT = 20_000
#: Points of a stay that are kept for an officer's observation: thinned evenly when there are more.
MOST_TRACK = 32
_NOTHING = np.empty((0, col.WIDTH), np.int64)
FLAGS = {live.LATE: "LATE", live.DUPLICATED: "DUPLICATED", live.TIME_BROKEN: "TIME-BROKEN",
         live.JUMPED: "JUMPED", live.RETURNED: "SPOOFED"}  # fmt: skip


@dataclass
class Way:
    """What was seen of one stay: points (t, lon, lat; lattice) thinned, the range of each kind of height."""

    points: list[tuple[int, int, int]] = field(default_factory=list)
    heights: dict[str, tuple[float, float]] = field(default_factory=dict)
    step: int = 1
    count: int = 0

    def add(self, t: int, lon: int, lat: int, heights: Mapping[str, float]) -> None:
        """Take in a point."""
        if self.count % self.step == 0:
            self.points.append((t, lon, lat))
        self.count += 1
        if len(self.points) > MOST_TRACK:
            self.points, self.step = self.points[::2], 2 * self.step
        for name, value in heights.items():
            low, high = self.heights.get(name, (value, value))
            self.heights[name] = min(low, value), max(high, value)


@dataclass(frozen=True)
class Noticed:
    """An aircraft entered an area or left it. Times: microseconds since 1970. how: as of episodes."""

    over: bool
    aircraft: str
    area: str
    version: str | None
    klass: int | None
    entered: int
    entered_how: str
    left: int | None
    left_how: str | None
    certain: bool
    way: Way


@dataclass(frozen=True)
class Flagged:
    """A point that looks wrong, and why: it changed nothing, or was used all the same."""

    aircraft: str
    time: int
    lon: int
    lat: int
    flag: str


@dataclass
class Batch:
    """Points in order of arrival. names: the aircraft; codes: int, each point's among them; the rest as in `Points`."""

    names: list[str]
    codes: Any
    t: Any
    lon: Any
    lat: Any
    error: Any = None
    heights: dict[str, Any] = field(default_factory=dict)


class Watch:
    """Areas watched. Not for two threads at once."""

    def __init__(self, asked: Asked, max_gap_us: int, error_m: float, most: int = MOST_AIRCRAFT) -> None:
        self._asked, self._gap, self._most = asked, max_gap_us, most
        self._engine = LiveEngine(asked.index, max_gap_us, error_m, most)
        self._stays = Stays(asked)
        self._slots: OrderedDict[str, int] = OrderedDict()
        self._names = [""] * most
        self._free = list(range(most - 1, -1, -1))
        self._heard = np.full(most, np.iinfo(np.int64).max, np.int64)
        self._ways: dict[tuple[int, int], Way] = {}
        self.flags: Counter[str] = Counter()
        self.points = self.forgotten = 0

    @property
    def aircraft(self) -> int:
        """How many aircraft are held now."""
        return len(self._slots)

    def newest(self, aircraft: str) -> int | None:
        """Give the time of an aircraft's newest point, None when it is not held."""
        slot = self._slots.get(aircraft)
        return None if slot is None else int(self._engine.newest[slot, 0])

    def inside(self) -> Iterator[Noticed]:
        """List who is in an area now."""
        for (who, area), row in sorted(self._stays.now.items()):
            yield self._noticed(Said(False, who, area, row))

    def take(self, batch: Batch, received_us: int) -> tuple[list[Noticed], list[Flagged]]:
        """Take in points; received_us: when, by the caller's clock, which alone says who has fallen silent."""
        noticed: list[Noticed] = []
        flagged: list[Flagged] = []
        for start in range(0, len(batch.t), self._most // 2 or 1):
            part = slice(start, start + (self._most // 2 or 1))
            said, wrong = self._part(batch, part, received_us)
            noticed += said
            flagged += wrong
        return noticed, flagged

    def _part(self, batch: Batch, part: slice, received_us: int) -> tuple[list[Noticed], list[Flagged]]:
        codes = np.asarray(batch.codes[part], np.int64)
        named = np.unique(codes)
        slots = np.zeros(len(batch.names), np.int64)
        noticed: list[Noticed] = []
        for code in named.tolist():
            slots[code], more = self._slot(batch.names[code])
            noticed += more
        self._heard[slots[named]] = received_us
        who, t, lon, lat = slots[codes], batch.t[part], batch.lon[part], batch.lat[part]
        done = self._engine.batch(who, t, lon, lat, None if batch.error is None else batch.error[part])
        said = self._stays.take(done.opened, done.closed, self._engine.newest)
        self._follow(batch, part, who, done.fate, said)
        noticed += [self._noticed(one) for one in said]
        self.points += int(((done.fate == live.USED) | (done.fate >= live.JUMPED)).sum())
        return noticed, list(self._flagged(who, t, lon, lat, done.fate))

    def _slot(self, name: str) -> tuple[int, list[Noticed]]:
        slot = self._slots.get(name)
        if slot is not None:
            self._slots.move_to_end(name)
            return slot, []
        noticed: list[Noticed] = []
        if not self._free:
            _, oldest = self._slots.popitem(last=False)
            noticed = self._closed(self._engine.forget(oldest))
            self._free.append(oldest)
            self.forgotten += 1
        slot = self._free.pop()
        self._slots[name], self._names[slot] = slot, name
        return slot, noticed

    def _follow(self, batch: Batch, part: slice, who: Any, fate: Any, said: list[Said]) -> None:
        """Add points to the stays they belong to: those that go on, and those that begin with them."""
        inside: dict[int, set[tuple[int, int]]] = {}
        for key in [*self._stays.now, *((one.who, one.area) for one in said)]:
            inside.setdefault(key[0], set()).add(key)
        if not inside:
            return
        heights = {name: values[part] for name, values in batch.heights.items() if values is not None}
        wanted = np.isin(who, np.fromiter(inside, np.int64, len(inside)))
        for i in np.flatnonzero(wanted & ((fate == live.USED) | (fate >= live.JUMPED))).tolist():
            at = int(batch.t[part][i])
            told = {name: float(values[i]) for name, values in heights.items() if np.isfinite(values[i])}
            for key in inside[int(who[i])]:
                if self._within(key, at, said):
                    place = int(batch.lon[part][i]), int(batch.lat[part][i])
                    self._ways.setdefault(key, Way()).add(at, *place, told)

    def _within(self, key: tuple[int, int], at: int, said: list[Said]) -> bool:
        rows = [self._stays.now[key]] if key in self._stays.now else []
        rows += [one.row for one in said if (one.who, one.area) == key and one.over]
        current = self._stays.now.get(key)
        return any(row[col.IN + col.AT] <= at and (row is current or at <= row[col.OUT + col.AT]) for row in rows)

    def _flagged(self, who: Any, t: Any, lon: Any, lat: Any, fate: Any) -> Iterator[Flagged]:
        for i in np.flatnonzero(fate != live.USED).tolist():
            flag = FLAGS[int(fate[i])]
            self.flags[flag] += 1
            yield Flagged(self._names[int(who[i])], int(t[i]), int(lon[i]), int(lat[i]), flag)

    def silent(self, now_us: int) -> list[Noticed]:
        """End as GAP what aircraft have open of whom nothing was received for longer than the gap."""
        quiet = np.flatnonzero(self._heard < now_us - self._gap)
        self._heard[quiet] = np.iinfo(np.int64).max
        open_now = {key[0] for key in self._stays.now}
        closed = [self._engine.silent(who) for who in quiet.tolist() if who in open_now]
        return [one for rows in closed for one in self._closed(rows)]

    def finish(self) -> list[Noticed]:
        """End every record at its last point: what is still open ends as END."""
        return self._closed(self._engine.finished())

    def _closed(self, rows: Any) -> list[Noticed]:
        said = self._stays.take(_NOTHING, rows, self._engine.newest)
        return [self._noticed(one) for one in said]

    def _noticed(self, said: Said) -> Noticed:
        area, row = self._asked.areas[said.area], said.row
        key = (said.who, said.area)
        way = self._ways.get(key, Way())
        if said.over:
            self._ways.pop(key, None)
        return Noticed(
            said.over, self._names[said.who], area.name, area.version, area.klass,
            row[col.IN + col.AT], col.HOWS[row[col.IN + col.HOW]],
            row[col.OUT + col.AT] if said.over else None,
            col.HOWS[row[col.OUT + col.HOW]] if said.over else None,
            row[col.SURE] == 1, way,
        )  # fmt: skip
