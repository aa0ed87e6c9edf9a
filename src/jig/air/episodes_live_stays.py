"""From rows that open and close to stays: parts joined, validity kept, each beginning and each end said once."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from jig.air import episodes_rows as col
from jig.air.episodes import Asked, exact, joined, meeting

#: How a stay ends that has not ended: no episode is ever written with it.
_OPEN = len(col.HOWS)
_Key = tuple[int, int]


class Said(NamedTuple):
    """A stay that began (over: False) or ended. area: its number in `Asked.areas`; row: as `episodes_rows` has it."""

    over: bool
    who: int
    area: int
    row: list[int]


class Stays:
    """Who is in which area now, by aircraft number and area; tells what begins and ends."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._open: dict[_Key, dict[int, list[int]]] = {}
        self._kept: dict[_Key, list[list[int]]] = {}
        self._due: dict[_Key, int] = {}
        self._told: dict[_Key, list[int]] = {}
        self._until: dict[_Key, Fraction] = {}

    @property
    def now(self) -> dict[_Key, list[int]]:
        """The stays that were told to have begun and not ended: (aircraft, area) with the row."""
        return self._told

    def take(self, opened: Any, closed: Any, newest: Any) -> list[Said]:
        """Take in what a batch opened and closed. newest: int64 (aircraft, ...), each one's newest time first."""
        touched: dict[_Key, list[list[int]]] = {}
        for row in closed.tolist():
            key = (row[col.WHO], int(self._asked.key[row[col.PART]]))
            self._open.get(key, {}).pop(row[col.PART], None)
            touched.setdefault(key, []).append(row)
        # Whoever left and came back within one batch is inside: what is open now stands last.
        for row in opened.tolist():
            key = (row[col.WHO], int(self._asked.key[row[col.PART]]))
            self._open.setdefault(key, {})[row[col.PART]] = row
            touched.setdefault(key, [])
        for key, due in self._due.items():
            if newest[key[0], 0] >= due:
                touched.setdefault(key, [])
        said: list[Said] = []
        for key in sorted(touched):
            said += self._judged(key, touched[key], int(newest[key[0], 0]))
        return said

    def _judged(self, key: _Key, closed: list[list[int]], now: int) -> list[Said]:
        still = list(self._open.get(key, {}).values())
        rows = np.array([*closed, *(_as_if_left(row, now) for row in still)], np.int64).reshape(-1, col.WIDTH)
        cut = self._asked.in_force(rows)
        kept = np.array(self._kept.pop(key, []), np.int64).reshape(-1, col.WIDTH)
        said: list[Said] = []
        for row in sorted(meeting(joined([cut, kept])).tolist(), key=lambda one: exact(one, col.OUT)):
            said += self._of_one(key, row)
        self._keep(key, cut, kept, still, now)
        return said

    def _of_one(self, key: _Key, row: list[int]) -> list[Said]:
        over = row[col.OUT + col.HOW] != _OPEN
        before = self._until.get(key)
        if over and before is not None and exact(row, col.OUT) <= before and key not in self._told:
            return []
        said = [] if key in self._told else [Said(False, key[0], key[1], row)]
        self._told[key] = row
        if over:
            del self._told[key]
            self._until[key] = exact(row, col.OUT)
            said.append(Said(True, key[0], key[1], row))
        return said

    def _keep(self, key: _Key, cut: Any, kept: Any, still: list[list[int]], now: int) -> None:
        """Keep what closed in a stay that goes on; note when validity will change it."""
        if not still:
            for table in (self._open, self._due, self._until):
                table.pop(key, None)
            return
        parts = [*cut.tolist(), *kept.tolist()]
        going = [exact(row, col.IN) for row in parts if row[col.OUT + col.HOW] == _OPEN]
        closed = [row for row in parts if row[col.OUT + col.HOW] != _OPEN]
        if going and closed:
            # Of the closed parts of one stay two matter: how it began, and whether one was certain.
            over: list[list[int]] = meeting(np.array(closed, np.int64)).tolist()
            mine = [row for row in over if exact(row, col.OUT) >= min(going)]
            if mine:
                begun = [*min(mine, key=lambda row: exact(row, col.IN))]
                begun[col.SURE] = max(row[col.SURE] for row in mine)
                self._kept[key] = [begun]
        bounds = [self._next(row[col.PART], now) for row in still]
        due = min((bound for bound in bounds if bound is not None), default=None)
        if due is None:
            self._due.pop(key, None)
        else:
            self._due[key] = due

    def _next(self, part: int, now: int) -> int | None:
        start, end = int(self._asked.start[part]), int(self._asked.end[part])
        return start if now < start else (end + 1 if now <= end < 2**61 else None)


def _as_if_left(row: list[int], now: int) -> list[int]:
    """Give an open row that ends now, marked as one that does not."""
    made = list(row)
    made[col.OUT :] = [now, 0, now, 0, 0, 1, _OPEN]
    return made
