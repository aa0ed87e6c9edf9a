"""What a side states of the air order of battle: a line as of an instant, and each day's changes, NIL included."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from jig.agreement.clocks import DAY_S, BadCutoff, UnknownZone, date_of, day_number
from jig.places.form import placed
from jig.places.position import Position
from jig.places.state import Stating
from jig.record.facts import Facts
from jig.record.fields import Instant, Label, Lang, Name, Text
from jig.record.kind import Body, Verdict, Write
from jig.record.view import View

NIL = "NIL"
Count = Annotated[int, Field(ge=0, le=10_000)]
BaseCode = Annotated[str, Field(min_length=1, max_length=16)]
#: Reliability of the source A to F, credibility of the information 1 to 6.
Grade = Annotated[str, Field(pattern=r"^[A-F][1-6]$")]
Confidence = Literal["CONFIRMED", "PROBABLE", "POSSIBLE", "DOUBTFUL"]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
#: Which bases a change names: arriving needs the base reached, leaving the base left.
_BASES = {"ARRIVED": ("to_base",), "DEPARTED": ("from_base",), "MOVED": ("from_base", "to_base")}


class OrderLine(Body):
    """One unit's aircraft of one type at one base, as of an instant, as one side knows it."""

    as_of: Instant
    base_code: BaseCode
    base_name: Name
    position: Position
    unit: Label
    aircraft_type: Label
    role: Label
    count_present: Count
    count_serviceable: Count
    count_unknown: Count
    source_grade: Grade
    last_confirmed: Instant
    confidence: Confidence
    reported_by: Name
    lang: Lang
    text: Text = ""


class Change(Body):
    """One change of a day; NIL names nothing further."""

    change: Literal["ARRIVED", "DEPARTED", "LOST", "REPAIRED", "MOVED", "NIL"]
    aircraft_type: Label | None = None
    unit: Label | None = None
    number: Annotated[int, Field(ge=1, le=10_000)] | None = None
    from_base: BaseCode | None = None
    to_base: BaseCode | None = None
    at: Instant | None = None
    source_grade: Grade | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """What it does not name and ought to, or names and ought not to (NIL)."""
        if self.change == NIL:
            given = ("aircraft_type", "unit", "number", "from_base", "to_base", "at")
            return tuple(name for name in given if getattr(self, name) is not None)
        needed = ("aircraft_type", "number", "source_grade", *_BASES.get(self.change, ()))
        found = tuple(name for name in needed if getattr(self, name) is None)
        based = self.change not in ("LOST", "REPAIRED") or self.from_base or self.to_base
        return found if based else (*found, "from_base")


class OrderChange(Body):
    """One side's changes of one day, by the date in the zone of the deadlines; a day without any says NIL."""

    day: Day
    changes: Annotated[tuple[Change, ...], Field(min_length=1, max_length=200, strict=False)]
    reported_by: Name
    lang: Lang
    text: Text = ""


class Line(NamedTuple):
    """A line as the registers keep it (table `order`, by base, unit and type)."""

    id: bytes
    base: str
    base_name: str
    unit: str
    aircraft_type: str
    role: str
    present: int
    serviceable: int
    unknown: int
    grade: str
    confidence: str
    as_of: int
    last_confirmed: int


class Changed(NamedTuple):
    """One change as the registers keep it."""

    change: str
    aircraft_type: str
    unit: str
    number: int
    from_base: str
    to_base: str
    grade: str


class DayReport(NamedTuple):
    """A side's report of one day (table `order.day`, by day number). due: strictly before which it was to be told."""

    id: bytes
    day: int
    due: int | None
    changes: tuple[Changed, ...]


def number_of(day: str) -> int | None:
    """Give the day number of a date YYYY-MM-DD, None when there is no such date."""
    year, month, date = (int(part) for part in day.split("-"))
    if not (year and 1 <= month <= 12 and 1 <= date <= 31):
        return None
    number = day_number(year, month, date)
    return number if date_of(number) == (year, month, date) else None


def date_text(number: int) -> str:
    """Write a day number as YYYY-MM-DD."""
    year, month, day = date_of(number)
    return f"{year:04d}-{month:02d}-{day:02d}"


def due_of(view: View, day: int) -> int | None:
    """Give the cut-off of a day's report (reading A35), None where it is unset or unusable."""
    zone, cutoff = view.setting("deadline.tz"), view.setting("aob.daily_cutoff")
    if not isinstance(zone, str) or not isinstance(cutoff, str):
        return None
    try:
        return view.profile.zones.zone(zone).cutoff(day, cutoff)
    except (UnknownZone, BadCutoff):
        return None


class OrderLineFacts(Facts):
    """Facts about a line."""

    body: OrderLine

    @property
    def told_at(self) -> int:
        """When it was told, by its author's own stamp."""
        return self.stated.entry.claimed_at


class OrderChangeFacts(Facts):
    """Facts about a day's report."""

    body: OrderChange

    @cached_property
    def day(self) -> int | None:
        """The day's number, None when there is no such date."""
        return number_of(self.body.day)

    @property
    def told_at(self) -> int:
        """When it was told, by its author's own stamp."""
        return self.stated.entry.claimed_at

    @cached_property
    def day_begins(self) -> int | None:
        """The first instant of the day in the zone of the deadlines; None where there is no such day or zone."""
        zone = self.view.setting("deadline.tz")
        if self.day is None or not isinstance(zone, str):
            return None
        try:
            return self.view.profile.zones.zone(zone).first_instant_at(self.day * DAY_S)
        except UnknownZone:
            return None

    @cached_property
    def wanting(self) -> tuple[str, ...]:
        """What each change lacks, as "number.field", counted from 1."""
        return tuple(f"{n}.{name}" for n, one in enumerate(self.body.changes, 1) for name in one.missing)

    @property
    def nil_beside_changes(self) -> bool:
        """Whether NIL stands beside anything else."""
        return len(self.body.changes) > 1 and any(one.change == NIL for one in self.body.changes)

    @property
    def reporters(self) -> tuple[str, ...]:
        """Who reports, by the reading."""
        found = self.view.setting("aob.reporters")
        return tuple(str(one) for one in found) if isinstance(found, list) else ()


def write_line(facts: OrderLineFacts, verdict: Verdict) -> Iterable[Write]:
    """Write an accepted line, and its position for whoever reads it back."""
    if verdict is not Verdict.OK:
        return []
    body, made = facts.body, facts.stated.id
    line = Line(
        made, body.base_code, body.base_name, body.unit, body.aircraft_type, body.role, body.count_present,
        body.count_serviceable, body.count_unknown, body.source_grade, body.confidence, body.as_of, body.last_confirmed,
    )  # fmt: skip
    stating = Stating(f"AOB {body.base_code}", (placed("position", body.position),))
    return [("positions", made, stating), ("order", (body.base_code, body.unit, body.aircraft_type), line)]


def write_change(facts: OrderChangeFacts, verdict: Verdict) -> Iterable[Write]:
    """Write an accepted report of a day."""
    if verdict is not Verdict.OK or facts.day is None:
        return []
    changes = tuple(
        Changed(one.change, one.aircraft_type or "", one.unit or "", one.number or 0, one.from_base or "",
                one.to_base or "", one.source_grade or "")
        for one in facts.body.changes
    )  # fmt: skip
    return [("order.day", facts.day, DayReport(facts.stated.id, facts.day, due_of(facts.view, facts.day), changes))]
