"""How the air order of battle stands at a frontier and at a past date: each side's lines apart, never one number."""

from __future__ import annotations

from functools import cached_property
from itertools import count, islice
from typing import Any, NamedTuple

from jig.agreement.rule import STANDING, judge
from jig.air.order import NIL, Changed, DayReport, Line, date_text, due_of
from jig.decisions.state import GROUP, ended_by, proposed, standing_proposal
from jig.record.registers import SIDES
from jig.record.view import View

_STATUS = {True: "MET", False: "MISSED", None: "UNPROVEN"}
#: Days that a list of missed days has at most; a liar's date must not make it endless.
MOST_DAYS = 400


class Reckoned(NamedTuple):
    """A line and what the same side reported since: its own counts stand, the reckoning stands beside them."""

    line: Line
    since: tuple[tuple[int, Changed], ...]

    @property
    def present(self) -> int:
        """What is there if every change reported since is added up; it may be negative, which shows a contradiction."""
        return self.line.present + sum(_gain(self.line.base, one) for _, one in self.since)


def _gain(base: str, one: Changed) -> int:
    if one.change == "LOST":  # what is lost leaves the base that is named, in whichever field it stands
        return -one.number if base in (one.from_base, one.to_base) else 0
    gained = one.number if one.change in ("ARRIVED", "MOVED") and one.to_base == base else 0
    lost = one.number if one.change in ("DEPARTED", "MOVED") and one.from_base == base else 0
    return gained - lost


def _is_of(one: Changed, line: Line) -> bool:
    """Whether a change is of a line: its type and unit, at a base that it names."""
    alike = one.aircraft_type == line.aircraft_type and one.unit in ("", line.unit)
    return alike and line.base in (one.from_base, one.to_base)


def reports(view: View, side: int) -> dict[int, list[DayReport]]:
    """Give a side's reports that it has not taken back, by day number."""
    found: dict[int, list[DayReport]] = {}
    for day in view.keys("order.day"):
        told = [one for _, one in view.written("order.day", day, side) if ended_by(view, one.id) is None]
        if told and isinstance(day, int):
            found[day] = told
    return dict(sorted(found.items()))


def duty_begins(view: View) -> int | None:
    """Give the first day of which each side reports: the one after that of the formation, which is day 0 (as in reading
    A41); None before both said that the group is formed."""
    formed = standing_proposal(view, "formation", GROUP)
    made = proposed(view, formed) if formed is not None else None
    if made is None:
        return None
    return view.profile.zones.zone(str(view.setting("deadline.tz"))).local(int(made.content.formed_at)).day_number + 1


class OrderOf:
    """One side's order of battle at a frontier.

    until, until_day: the instant and the day as of which it is asked, None for all that is known. awaited_day: the last
    day of which a report is awaited, by who asks: only the edge knows what day it is.
    """

    def __init__(
        self,
        view: View,
        side: int,
        until: int | None = None,
        until_day: int | None = None,
        awaited_day: int | None = None,
    ) -> None:
        self.view, self.side, self.until, self.until_day = view, side, until, until_day
        self.awaited_day = until_day if awaited_day is None else awaited_day

    @cached_property
    def days(self) -> dict[int, list[DayReport]]:
        """The side's reports up to the day asked for, by day number."""
        last = self.until_day
        return {day: told for day, told in reports(self.view, self.side).items() if last is None or day <= last}

    @cached_property
    def lines(self) -> list[Reckoned]:
        """The newest line of every base, unit and type, by that key, with what changed since."""
        found = [one for key in self.view.keys("order") if (one := self._newest(key)) is not None]
        return [Reckoned(line, self._since(line)) for line in found]

    def _newest(self, key: Any) -> Line | None:
        told = [
            (line.as_of, position, line)
            for position, line in self.view.written("order", key, self.side)
            if (self.until is None or line.as_of < self.until) and ended_by(self.view, line.id) is None
        ]
        return max(told, key=lambda one: one[:2])[2] if told else None

    def _since(self, line: Line) -> tuple[tuple[int, Changed], ...]:
        zone = self.view.profile.zones.zone(str(self.view.setting("deadline.tz")))
        first = zone.local(line.as_of).day_number + 1
        return tuple(
            (day, one)
            for day, told in self.days.items()
            if day >= first
            for report in told
            for one in report.changes
            if _is_of(one, line)
        )

    @cached_property
    def unplaced(self) -> list[tuple[int, Changed, str]]:
        """The changes reported of a base of which no line of that type and unit is stated: (day, change, base).

        They are reckoned to nothing, and so they are named: a type spelled otherwise, or a base new to the order.
        """
        return [
            (day, one, base)
            for day, told in self.days.items()
            for report in told
            for one in report.changes
            for base in dict.fromkeys((one.from_base, one.to_base))
            if base and not any(row.line.base == base and _is_of(one, row.line) for row in self.lines)
        ]

    @cached_property
    def missed(self) -> tuple[int, ...]:
        """Days without a report, from `first_day` to the last asked for (else the last of which either side told).

        A side that never reported missed them all: its silence is no NIL.
        """
        first, last = self.first_day, self._last_day
        if first is None or last is None:
            return ()
        # Of the days missed so many are listed, not of the days since the formation: else the list ends after a year.
        return tuple(islice((day for day in range(first, last + 1) if day not in self.days), MOST_DAYS))

    @cached_property
    def first_day(self) -> int | None:
        """The first day that this side was to report: by the formation, without one the first that it reported."""
        begun = duty_begins(self.view)
        return min(self.days, default=None) if begun is None else begun

    @property
    def _last_day(self) -> int | None:
        told = [*self.days, *reports(self.view, 1 - self.side)] if self.until_day is None else [*self.days]
        asked = [] if self.awaited_day is None else [self.awaited_day]
        return max([*told, *asked], default=None)

    @property
    def next_day(self) -> int | None:
        """The first day that it has not reported; None where no duty has begun."""
        if self.first_day is None:
            return None
        return next(day for day in count(self.first_day) if day not in self.days)

    @cached_property
    def owned_missed(self) -> tuple[str, ...]:
        """The missed days past whose cut-off the side's own later stamp lies: it says so itself."""
        entries, size = self.view.world.entries, self.view.cut[self.side]
        newest = entries.meta(self.side, size - 1).claimed_at if size else 0
        dues = ((day, due_of(self.view, day)) for day in self.missed)
        return tuple(date_text(day) for day, due in dues if due is not None and newest >= due)

    @cached_property
    def late(self) -> tuple[str, ...]:
        """Days whose first report was not told by the cut-off, by the side's own stamp."""
        return tuple(date_text(day) for day in self.days if self.in_time(day) is False)

    @cached_property
    def unproven(self) -> tuple[str, ...]:
        """Days reported of which only the side's own stamp says that it was by the cut-off."""
        return tuple(
            date_text(day) for day in self.days if self.in_time(day) is None and self.days[day][0].due is not None
        )

    def in_time(self, day: int) -> bool | None:
        """Whether a day's first report was told by its cut-off: True MET, False MISSED, None UNPROVEN.

        Of a day not reported False is said by the side's own later stamp alone.
        """
        told = self.days.get(day)
        if told is None:
            return False if date_text(day) in self.owned_missed else None
        meta = self.view.entry(told[0].id)
        if meta is None or told[0].due is None:
            return None
        return self.view.proven_before(meta, told[0].due)

    def day_state(self, day: int) -> str:
        """Say what a side told of a day: NIL, CHANGES, BOTH (NIL and changes in two reports), NOT-REPORTED."""
        kinds = {one.change == NIL for report in self.days.get(day, ()) for one in report.changes}
        return {frozenset(): "NOT-REPORTED", frozenset({True}): "NIL", frozenset({False}): "CHANGES"}.get(
            frozenset(kinds), "BOTH"
        )

    def stale(self, line: Line, at: int) -> bool:
        """Whether a line was last confirmed longer ago than the reading allows, at an instant."""
        after = self.view.setting("aob.stale_after_s")
        return isinstance(after, int) and at - line.last_confirmed > after

    def day_json(self, day: int) -> dict[str, Any]:
        """Give what a side told of a day as JSON-safe values."""
        told = self.days.get(day, [])
        return {
            "state": self.day_state(day),
            "due": due_of(self.view, day),
            "deadline": _STATUS[self.in_time(day)],
            "entries": [report.id.hex() for report in told],
            "changes": [change_json(one) for report in told for one in report.changes],
        }

    def as_json(self, at: int | None = None) -> dict[str, Any]:
        """Give it as JSON-safe values; at: the instant at which staleness is asked, None for not asked."""
        return {
            "lines": [_line_json(self, one, at) for one in self.lines],
            "changes_without_line": [
                {"day": date_text(day), "base": base} | change_json(one) for day, one, base in self.unplaced
            ],
            "missed_days": [date_text(day) for day in self.missed],
            "late_days": list(self.late),
            "unproven_days": list(self.unproven),
            "last_report": date_text(max(self.days)) if self.days else None,
        }


def change_json(one: Changed) -> dict[str, Any]:
    """Give a change as JSON-safe values, without what it does not name."""
    return {name: value for name, value in one._asdict().items() if value not in ("", 0)}


def _line_json(book: OrderOf, one: Reckoned, at: int | None) -> dict[str, Any]:
    line = one.line
    return line._asdict() | {
        "id": line.id.hex(),
        "changes_since": [{"day": date_text(day)} | change_json(change) for day, change in one.since],
        "present_reckoned": one.present,
        "stale": None if at is None else book.stale(line, at),
    }


def order_names(view: View) -> list[str]:
    """Name the sides that stated anything of the order of battle, or are to."""
    told = [*((key, "order") for key in view.keys("order")), *((key, "order.day") for key in view.keys("order.day"))]
    begun = duty_begins(view) is not None
    return sorted(view.code(side) for side in SIDES if begun or any(view.has(table, key, side) for key, table in told))


def order_standing(view: View, name: str) -> dict[str, Any]:
    """Show one side's order of battle and how its daily reports stand."""
    side = next(one for one in SIDES if view.code(one) == name)
    book = OrderOf(view, side)
    newest = max((one.line for one in book.lines), key=lambda one: (one.as_of, one.id), default=None)
    reported = [report for told in book.days.values() for report in told]
    entry = newest.id if newest is not None else reported[-1].id if reported else None
    shown = {"state": "NOT-STATED" if entry is None else "STATED", "entry": entry.hex() if entry is not None else None}
    return shown | book.as_json() | {"findings": [finding.as_json() for finding in judge("order", STANDING, book)]}
