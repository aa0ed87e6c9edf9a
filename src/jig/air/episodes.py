"""Who was in which area, from when to when: rows from points and areas (ToR 3.b, AP 3.c; readings A13, A46)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from jig.air import episodes_rows as col
from jig.air.episodes_areas import Area
from jig.air.episodes_engine import Engine
from jig.air.episodes_index import Index, index_of
from jig.air.episodes_rows import HOWS


@dataclass(frozen=True)
class Episode:
    """One stay in an area: microseconds since 1970, closed at both ends. certain: seen deeper inside than its error."""

    aircraft: str
    area: str
    version: str | None
    entered: int
    left: int
    entered_how: str
    left_how: str
    certain: bool
    determination: str = "UNASSESSED"
    notice: str | None = None
    klass: int | None = None


class Asked:
    """Areas with one index over all of them. A part is one polygon; an area and version may have several."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self.areas = list(areas)
        owners = [(number, polygon) for number, area in enumerate(areas) for polygon in area.polygons]
        self.owner = np.array([number for number, _ in owners], np.int64)
        self.index: Index = index_of([list(polygon) for _, polygon in owners])
        keys = {(area.name, area.version): n for n, area in reversed(list(enumerate(areas)))}
        self.key = np.array([keys[area.name, area.version] for area in areas], np.int64)[self.owner]
        low, high = -(2**62), 2**62
        self.start = np.array([low if a.valid_from is None else a.valid_from for a in areas], np.int64)[self.owner]
        self.end = np.array([high if a.valid_to is None else a.valid_to for a in areas], np.int64)[self.owner]
        parts_of_key = np.bincount(self.key, minlength=len(areas))
        self.several = parts_of_key[self.key] > 1
        self._always = not self.several.any() and bool((self.start == low).all() and (self.end == high).all())

    def engine(self, max_gap_us: int, error_m: float, aircraft: int = 64) -> Engine:
        """Make an engine for points of these areas."""
        return Engine(self.index, max_gap_us, error_m, aircraft)

    def in_force(self, rows: Any) -> Any:
        """Cut rows to their areas' validity and join those of one area and version that meet; int64 (n, WIDTH).

        PART becomes the number of the area in `areas`. The rows given are taken over: they may be written to.
        """
        part = rows[:, col.PART]
        if self._always:
            rows[:, col.PART] = self.key[part]
            return rows
        start, end = self.start[part], self.end[part]
        before = _beyond(rows, col.IN, start) < 0
        after = _beyond(rows, col.OUT, end) > 0
        gone = (_beyond(rows, col.OUT, start) < 0) | (_beyond(rows, col.IN, end) > 0)
        for which, side, bound in ((before, col.IN, start), (after, col.OUT, end)):
            _set(rows, which, side, bound)
        several = self.several[part]
        rows[:, col.PART] = self.key[part]
        kept = rows[~gone & ~several]
        joint = rows[~gone & several]
        return np.concatenate([kept, meeting(joint)]) if len(joint) else kept

    def episodes(self, rows: Any, names: Sequence[str]) -> list[Episode]:
        """Write rows out, by aircraft, time of entry and area."""
        made = [
            Episode(
                names[row[col.WHO]], self.areas[row[col.PART]].name, self.areas[row[col.PART]].version,
                row[col.IN + col.AT], row[col.OUT + col.AT],
                HOWS[row[col.IN + col.HOW]], HOWS[row[col.OUT + col.HOW]], row[col.SURE] == 1,
                klass=self.areas[row[col.PART]].klass,
            )
            for row in rows.tolist()
        ]  # fmt: skip
        return sorted(made, key=place)


def place(episode: Episode) -> tuple[Any, ...]:
    """Say where an episode stands among others: by aircraft, entry, area, version."""
    return episode.aircraft, episode.entered, episode.area, episode.version or "", episode.left


def _beyond(rows: Any, end: int, bound: Any) -> Any:
    """Compare an end's exact moment with whole microseconds: negative, zero or positive."""
    whole = np.sign(rows[:, end + col.AT] - bound)
    return np.where(whole == 0, rows[:, end + col.SIGN], whole)


def _set(rows: Any, which: Any, end: int, bound: Any) -> None:
    values = (bound, 0, bound, 0, 0, 1, col.VALIDITY)
    for column, value in enumerate(values):
        rows[which, end + column] = value[which] if isinstance(value, np.ndarray) else value


def exact(row: Sequence[int], end: int) -> Fraction:
    """Give the exact moment of a row's end, in microseconds."""
    part = Fraction(row[end + col.NUMERATOR], row[end + col.DENOMINATOR])
    return row[end + col.FROM] + row[end + col.SPAN] * part


def meeting(rows: Any) -> Any:
    """Join rows of one aircraft and area that meet or overlap, by their exact moments."""
    given = [(r[col.WHO], r[col.PART], exact(r, col.IN), exact(r, col.OUT), r) for r in rows.tolist()]
    made: list[tuple[Any, ...]] = []
    for who, area, low, high, row in sorted(given, key=lambda one: one[:4]):
        last = made[-1] if made else None
        if last is None or (who, area) != last[:2] or low > last[3]:
            made.append((who, area, low, high, row))
            continue
        kept = list(last[4])
        kept[col.SURE] = max(kept[col.SURE], row[col.SURE])
        # Of two ways to end at one instant, the record's own end stands before a crossing, a crossing before validity.
        if high > last[3] or (high == last[3] and _rank(row[col.OUT + col.HOW]) > _rank(kept[col.OUT + col.HOW])):
            kept[col.OUT :] = row[col.OUT :]
        if low == last[2] and _rank(row[col.IN + col.HOW]) > _rank(kept[col.IN + col.HOW]):
            kept[col.IN : col.OUT] = row[col.IN : col.OUT]
        made[-1] = (who, area, last[2], max(high, last[3]), kept)
    return np.array([one[4] for one in made], np.int64).reshape(-1, col.WIDTH)


def _rank(how: int) -> int:
    return {col.VALIDITY: 0, col.CROSSED: 1}.get(how, 2)


def joined(parts: Iterable[Any]) -> Any:
    """Join the rows of partitions that hold whole aircraft each; int64 (n, WIDTH)."""
    return np.concatenate([np.empty((0, col.WIDTH), np.int64), *parts])


def with_notice(episode: Episode, notice: str | None, *, left_open: bool = False) -> Episode:
    """Give the episode with its determination. left_open: a notice that may fit does not say where."""
    unmatched = "NO-DATA" if left_open else "UNMATCHED"
    return replace(episode, determination=unmatched if notice is None else "MATCHED", notice=notice)
