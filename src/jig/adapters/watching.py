"""A feed watched from its pieces to its events: what entered, what left, and since when nothing is known.

Silence is never compliance: a feed from which no usable point comes for longer than the gap is NO DATA, and says since
when. Nothing is sent to the feed, and nothing enters a log.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from jig.adapters.feed_rows import FeedRows
from jig.adapters.feeds import Part
from jig.adapters.flag_list import FlagList, degrees
from jig.adapters.tracks_read import HEIGHTS, Block, Reading
from jig.adapters.watch_file import SeenFile, stay_of
from jig.air.episodes import Asked
from jig.air.episodes_live_watch import Batch, Flagged, Noticed, Watch
from jig.air.lattice import instant_us, rfc3339

SECOND = 1_000_000
#: A point from a link whose time is further ahead of its receipt is nobody's: used, it would make all that follow late.
MOST_AHEAD_US = 60 * SECOND
#: No aircraft has a longer name; what is longer is not kept in memory.
MOST_NAME = 64
#: Most aircraft told apart in the summary.
MOST_COUNTED = 1_000_000
#: A feed that stays silent is said again so often; who is inside is noted so often; areas in force are read so often.
_AGAIN_US, _NOTE_US, AREAS_US = 600 * SECOND, 10 * SECOND, 60 * SECOND
Event = dict[str, Any]


class Receipt:
    """The moment of receipt: the machine's clock at the start, and what has passed since; no later setting moves it."""

    def __init__(self) -> None:
        self._start, self._passed = time.time_ns() // 1000, time.monotonic_ns() // 1000

    def now(self) -> int:
        """Give microseconds since 1970."""
        return self._start + time.monotonic_ns() // 1000 - self._passed


class Watching:
    """One run of a watch. link: whether points come as they happen, so that a clock can judge silence.

    asked: the areas. again: gives areas that have replaced them, None while they stand.
    """

    def __init__(
        self, asked: Asked, reading: Reading, seen: SeenFile, *, max_gap_us: int, error_m: float, link: bool,
        again: Callable[[], Asked | None] = lambda: None, flags: FlagList | None = None,
        clock: Callable[[], int] | None = None,
    ) -> None:  # fmt: skip
        self._make: Callable[[Asked], Watch] = lambda these: Watch(these, max_gap_us, error_m)
        self._watch, self._asked, self._again = self._make(asked), asked, again
        self._reading, self._seen, self._flags = reading, seen, flags
        self._gap, self._link = max_gap_us, link
        self._clock = clock or Receipt().now
        self._began = self._last = self._noted = self._looked = self._clock()
        self._said_silent: int | None = None
        self._silent_us = 0
        self._first_t: int | None = None
        self._last_t: int | None = None
        self._aircraft: set[str] = set()
        self._kind = "unknown"
        self._points = 0
        self._repeated = 0
        self._areas: dict[str, Counter[str]] = {}
        self._before = {self._key(one): one for one in seen.inside() if "last" in one}
        #: Who was inside when a version of the areas gave way, and its last point then: there the stay goes on.
        self._cut: dict[tuple[str, str], int] = {}

    # --- what comes in -----------------------------------------------------------------------------------------------

    def follow(self, parts: Iterator[Part], rows: FeedRows) -> Iterator[Event]:
        """Give the events of a feed until it ends."""
        for part in parts:
            now = self._clock()
            if part.state == "DATA":
                block = rows.block(part.data, now)
                if block is not None:
                    yield from self.take(block, now)
            elif part.state == "DOWN":
                rows.cut()
                yield {"event": "feed-down", "at": rfc3339(now), "why": part.why}
            elif part.state == "UP":
                yield {"event": "feed-up", "at": rfc3339(now)}
            elif part.state == "END":
                return
            yield from self.tick(now)

    def take(self, block: Block, now: int) -> Iterator[Event]:
        """Take in a block of points received now."""
        yield from self._outdated(now)
        points, heights = self._points_of(block)
        self._kind = block.kind or "unknown"
        names = self._reading.names
        self._reading.forget_names()
        self._reading.origin.clear()
        long = np.array([len(name) > MOST_NAME for name in names] or [False])[points.who]
        self._reading.rejected["AIRCRAFT-TOO-LONG"] += int(long.sum())
        ahead = points.t > now + MOST_AHEAD_US if self._link else np.zeros(len(points), bool)
        ahead &= ~long
        for i in np.flatnonzero(ahead).tolist():
            self._flag(
                Flagged(names[points.who[i]], int(points.t[i]), int(points.lon[i]), int(points.lat[i]), "TIME-BROKEN")
            )
            self._watch.flags["TIME-BROKEN"] += 1
        kept = np.flatnonzero(~ahead & ~long)
        if not len(kept):
            return
        if len(self._aircraft) < MOST_COUNTED:
            self._aircraft.update(names[who] for who in np.unique(points.who[kept]).tolist())
        yield from self._heard(now, points.t[kept])
        batch = Batch(
            names, points.who[kept], points.t[kept], points.lon[kept], points.lat[kept],
            None if points.error is None else points.error[kept], {name: v[kept] for name, v in heights.items()},
        )  # fmt: skip
        noticed, flagged = self._watch.take(batch, now)
        for one in flagged:
            self._flag(one)
        yield from self._events(noticed)

    def _points_of(self, block: Block) -> tuple[Any, dict[str, Any]]:
        """Give a block's points, and the heights of those that are used."""
        points, kept = self._reading.points(block), self._reading.kept
        heights = {name: getattr(block, name) for name in HEIGHTS if getattr(block, name) is not None}
        return points, {name: np.asarray(v) if kept is None else np.asarray(v)[kept] for name, v in heights.items()}

    def _heard(self, now: int, t: Any) -> Iterator[Event]:
        first, last = int(t.min()), int(t.max())
        self._first_t = first if self._first_t is None else min(self._first_t, first)
        self._last_t = last if self._last_t is None else max(self._last_t, last)
        if self._said_silent is not None:
            yield {"event": "data-again", "at": rfc3339(now), "silent_s": (now - self._last) / SECOND}
            self._said_silent = None
        if now - self._last > self._gap:
            self._silent_us += now - self._last
        self._last = now

    def tick(self, now: int) -> Iterator[Event]:
        """Let time pass: aircraft that fell silent, a feed that did, areas that were replaced."""
        yield from self._outdated(now)
        if self._link:
            yield from self._events(self._watch.silent(now))
            if now - self._last > self._gap and (self._said_silent is None or now - self._said_silent > _AGAIN_US):
                self._said_silent = now
                since = rfc3339(self._last) if self._points_seen else None
                yield {"event": "no-data", "since": since, "for_s": (now - self._last) / SECOND}
            yield from self._gone(now)
        if now - self._looked > AREAS_US:
            self._looked = now
            yield from self._replaced(now)
        if now - self._noted > _NOTE_US:
            self.note(now)

    @property
    def _points_seen(self) -> bool:
        return self._first_t is not None

    def _replaced(self, now: int) -> Iterator[Event]:
        asked = self._again()
        if asked is None:
            return
        ended = [replace(one, left_how="VALIDITY") for one in self._watch.finish()]
        yield from self._events(ended)
        self._cut = {(one.aircraft, one.area): one.left for one in ended if one.left is not None}
        flags, self._points = self._watch.flags, self._points + self._watch.points
        self._asked, self._watch = asked, self._make(asked)
        self._watch.flags = flags
        yield {"event": "areas-replaced", "areas": len(asked.areas)}
        yield from self._outdated(now)

    def _outdated(self, now: int) -> Iterator[Event]:
        """End what an earlier run left inside a version that is watched no more, as if it had gone on until then."""
        if not self._before:
            return
        held = {(area.name, str(area.version)) for area in self._asked.areas}
        for key, before in list(self._before.items()):
            last = instant_us(str(before["last"]))
            if key[1:] in held or before.get("going") or last is None or (self._link and now - last > self._gap):
                continue
            del self._before[key]
            self._cut[key[:2]] = last
            yield from self._written(_ended(before, "VALIDITY"))

    # --- what goes out -----------------------------------------------------------------------------------------------

    def _events(self, noticed: list[Noticed]) -> Iterator[Event]:
        for one in noticed:
            event = self._event(one)
            key = self._key(event)
            before = self._before.get(key)
            if before is not None:
                if not one.over and self._goes_on(before, one):
                    continue
                if one.over and before.get("going"):
                    event = _going_on(event, before)
                    del self._before[key]
                elif not before.get("going"):
                    del self._before[key]
                    yield from self._written(_ended(before))
            yield from self._written(event)

    def _goes_on(self, before: Event, one: Noticed) -> bool:
        """Say whether a stay noted by an earlier run goes on in this one."""
        last = instant_us(str(before["last"]))
        if before.get("going") or last is None or one.entered_how != "START":
            return False
        before["going"] = 0 <= one.entered - last <= self._gap
        return bool(before["going"])

    def _gone(self, now: int) -> Iterator[Event]:
        """End as GAP what an earlier run left inside and nobody has seen since."""
        for key, before in list(self._before.items()):
            last = instant_us(str(before["last"]))
            if not before.get("going") and (last is None or now - last > self._gap):
                del self._before[key]
                yield from self._written(_ended(before))

    def _written(self, event: Event) -> Iterator[Event]:
        counts = self._areas.setdefault(str(event["area"]), Counter())
        counts[str(event["event"])] += 1
        counts["certain"] += event["event"] == "left" and event["certainty"] == "CERTAIN"
        if event in self._seen:
            self._repeated += 1
            return
        self._seen.append(event)
        yield event

    def _event(self, one: Noticed) -> Event:
        event: Event = {
            "event": "left" if one.over else "entered", "aircraft": one.aircraft, "area": one.area,
            "version": one.version, "class": one.klass, "entered": rfc3339(one.entered),
            "entered_how": self._entered_how(one), "certainty": "CERTAIN" if one.certain else "POSSIBLE",
            "source": self._kind,
        }  # fmt: skip
        if one.over and one.left is not None:
            heights = {name: [round(v, 1) for v in spread] for name, spread in sorted(one.way.heights.items())}
            track = [[rfc3339(t), degrees(lon), degrees(lat)] for t, lon, lat in one.way.points]
            event |= {"left": rfc3339(one.left), "left_how": one.left_how, "heights": heights, "track": track}
        return event | {"id": stay_of(event)}

    def _entered_how(self, one: Noticed) -> str:
        """How it entered: VALIDITY where it was inside the version before, and no gap lies between."""
        last = self._cut.get((one.aircraft, one.area))
        goes_on = one.entered_how == "START" and last is not None and 0 <= one.entered - last <= self._gap
        return "VALIDITY" if goes_on else one.entered_how

    @staticmethod
    def _key(event: Event) -> tuple[str, str, str]:
        return str(event.get("aircraft")), str(event.get("area")), str(event.get("version"))

    def _flag(self, one: Flagged) -> None:
        if self._flags is not None:
            why = f"newest={rfc3339(self._last_t)}" if one.flag == "LATE" and self._last_t is not None else ""
            self._flags.add(one.aircraft, one.time, one.lon, one.lat, one.flag, why)

    def inside(self) -> list[Event]:
        """List who is inside now, with the last point seen there."""
        found = []
        for one in self._watch.inside():
            event = self._event(one)
            before = self._before.get(self._key(event), {})
            if before.get("going"):
                event = _going_on(event, before)
            last = self._watch.newest(one.aircraft)
            found.append(event | {"last": rfc3339(last if last is not None else one.entered)})
        return found

    def note(self, now: int) -> None:
        """Note who is inside, for a run after this one."""
        self._noted = now
        waiting = [one for one in self._before.values() if not one.get("going")]
        self._seen.note_inside([*self.inside(), *waiting])
        if self._flags is not None:
            self._flags.flush()

    def finish(self) -> Iterator[Event]:
        """End everything with the feed: what is still open ends as END."""
        yield from self._events(self._watch.finish())
        for before in list(self._before.values()):
            yield from self._written(_ended(before))
        self._before.clear()

    def now(self) -> int:
        """Give the moment of receipt."""
        return self._clock()

    def summary(self) -> Event:
        """Sum up, area by area, with how long the feed gave anything: a zero stands beside what was not watched."""
        now = self._clock()
        waiting = now - self._last
        # Before the first point nothing was known, however short that was.
        silent = self._silent_us + (waiting if waiting > self._gap or not self._points_seen else 0)
        inside = Counter(one.area for one in self._watch.inside())
        areas = {
            name: {
                "entered": counts["entered"], "left": counts["left"], "certain": counts["certain"],
                "inside": inside[name],
            }
            for name in sorted({area.name for area in self._asked.areas} | set(self._areas))
            for counts in [self._areas.get(name, Counter())]
        }  # fmt: skip
        return {
            "event": "summary", "aircraft": len(self._aircraft), "areas": areas, "already_said": self._repeated,
            "first": None if self._first_t is None else rfc3339(self._first_t),
            "last": None if self._last_t is None else rfc3339(self._last_t),
            "flags": dict(sorted((self._reading.flags + self._watch.flags).items())),
            "forgotten": self._watch.forgotten, "points": self._points + self._watch.points,
            "rejected": {name: count for name, count in sorted(self._reading.rejected.items()) if count},
            "watched_s": (now - self._began) / SECOND if self._link else None,
            "no_data_s": silent / SECOND if self._link else None,
        }  # fmt: skip


def _going_on(event: Event, before: Event) -> Event:
    """Give what is said of a stay that an earlier run saw begin: since then, and as certain as either run is."""
    event = event | {name: before[name] for name in ("entered", "entered_how")}
    if before.get("certainty") == "CERTAIN":
        event["certainty"] = "CERTAIN"
    return event | {"id": stay_of(event)}


def _ended(before: Event, how: str = "GAP") -> Event:
    """End a stay that an earlier run left open: nobody knows more than its last point."""
    event = {name: value for name, value in before.items() if name not in ("last", "id", "going")}
    event |= {"event": "left", "left": before["last"], "left_how": how, "heights": {}, "track": []}
    return event | {"id": stay_of(event)}
