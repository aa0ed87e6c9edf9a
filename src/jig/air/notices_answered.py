"""What became of each notice: which episodes matched it, and where tracks do not tell (ToR 3.b, 3.c).

No answer here says that a flight took place as notified or did not take place: a track shows what it shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from jig.air.episodes import Episode, with_notice
from jig.air.episodes_notices import Notice

MATCHED, UNMATCHED, NO_DATA, NOT_SEEN_INSIDE = "MATCHED", "UNMATCHED", "NO-DATA", "NOT-SEEN-INSIDE"


@dataclass
class Tally:
    """What tracks showed of one notice.

    matched: episodes that lie in it. open: episodes within its time of which it does not say where. other: episodes of
    its aircraft in its areas that overlap its window and lie partly outside it or its corridor. points: how many of
    each of its aircraft lie in its window.
    """

    matched: int = 0
    open: int = 0
    other: int = 0
    points: Counter[str] = field(default_factory=Counter)

    def add(self, more: Tally) -> None:
        """Take in what another share of the aircraft showed."""
        self.matched, self.open, self.other = (
            self.matched + more.matched,
            self.open + more.open,
            self.other + more.other,
        )
        self.points.update(more.points)


@dataclass(frozen=True)
class Answer:
    """What became of a notice. without_points: those of its aircraft of which no point lies in its window."""

    notice: Notice
    determination: str
    episodes: int
    points: int
    without_points: tuple[str, ...]


class Answers:
    """Holds episodes against notices, and keeps account of both."""

    def __init__(self, notices: Sequence[Notice]) -> None:
        self.notices = list(notices)
        self.tallies = [Tally() for _ in self.notices]
        self._of: dict[str, list[int]] = {}
        for number, notice in enumerate(self.notices):
            for name in notice.aircraft:
                self._of.setdefault(name, []).append(number)

    def look(self, names: Sequence[str], groups: Any, t: Any) -> None:
        """Count the points in each notice's window. groups: int64 (g, 3), aircraft, first, end; t: int64, us."""
        for who, start, end in groups.tolist() if self._of else ():
            name = names[who].lower()
            for number in self._of.get(name, ()):
                one = self.notices[number]
                low = np.searchsorted(t[start:end], one.start, "left")
                count = int(np.searchsorted(t[start:end], one.end, "right") - low)
                if count:
                    self.tallies[number].points[name] += count

    def judged(self, episode: Episode, path: Any) -> Episode:
        """Give an episode with its determination: the first notice it lies in; NO-DATA when only one that does not say
        where fits; else UNMATCHED."""
        first: str | None = None
        left_open = False
        for number in self._of.get(episode.aircraft.lower(), ()):
            notice, tally = self.notices[number], self.tallies[number]
            fits = notice.fits(episode.aircraft, episode.area, episode.entered, episode.left, path)
            if fits:
                tally.matched += 1
                first = notice.name if first is None else first
            elif fits is None:
                tally.open += 1
                left_open = True
            elif notice.concerns(episode.area, episode.entered, episode.left):
                tally.other += 1
        return with_notice(episode, first, left_open=left_open)

    def add(self, tallies: Sequence[Tally]) -> None:
        """Take in what another share of the aircraft showed."""
        for mine, more in zip(self.tallies, tallies, strict=True):
            mine.add(more)

    def told(self) -> Iterator[Answer]:
        """Say what became of each notice, in the order given."""
        for notice, tally in zip(self.notices, self.tallies, strict=True):
            without = tuple(sorted(name for name in notice.aircraft if not tally.points[name]))
            yield Answer(notice, _answer(tally), tally.matched, tally.points.total(), without)


def _answer(tally: Tally) -> str:
    if tally.matched:
        return MATCHED
    if tally.other:
        return UNMATCHED
    return NO_DATA if tally.open or not tally.points.total() else NOT_SEEN_INSIDE
