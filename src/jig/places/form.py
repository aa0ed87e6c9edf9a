"""What a participant states of places that both must mean alike: a read-back, a difference, its closing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field

from jig.places.distance import distance_m_floor
from jig.places.position import Position
from jig.places.state import (
    Between,
    Closing,
    Difference,
    Placed,
    Stating,
    differences,
    one_place_m,
)
from jig.record.facts import Facts
from jig.record.fields import EntryRef, Label, Lang, Name, Text
from jig.record.kind import Body, Effect, Kind, Verdict, Write

#: Who resolves differences of representation and of presentation (ToR 1.d.iv, 1.d.v).
_RESOLVERS = frozenset({"INTEL", "OPS"})
_Words = Annotated[str, Field(min_length=1, max_length=4_000)]


class Readback(Body):
    """A position of the counterpart's entry as an officer of the receiving side read it, in the own notation."""

    of: EntryRef
    path: Annotated[str, Field(max_length=120)] = ""
    position: Position
    read_by: Name
    lang: Lang


class Discrepancy(Body):
    """A difference in how the two sides present one subject: what each side says, and in which entries."""

    subject: Label
    matter: Literal["POSITION", "HEIGHT", "NAME", "TIME", "WORDING", "FORMAT", "OTHER"]
    own: _Words
    counterpart: _Words
    entries: Annotated[tuple[EntryRef, ...], Field(max_length=16, strict=False)] = ()
    opened_by: Name
    lang: Lang
    text: Text = ""


class DiscrepancyClose(Body):
    """One side's closing of a difference, by a named officer of that side, with the reason.

    between: the entry that opened it by hand, or the two statements that differ.
    """

    subject: Label
    between: Annotated[tuple[EntryRef, ...], Field(min_length=1, max_length=2, strict=False)]
    reason: _Words
    closed_by: Name
    post: Name
    lang: Lang


class ReadbackFacts(Facts):
    """Facts about a read-back."""

    body: Readback

    @cached_property
    def stating(self) -> Stating | None:
        """What the counterpart's entry states of positions, None when it is unknown here or states none."""
        found: Stating | None = self.view.last("positions", bytes.fromhex(self.body.of), self.other)
        return found if self.meta(self.body.of) is not None else None

    @cached_property
    def original(self) -> Placed | None:
        """The position read back: the one at the path named, or the only one."""
        places = self.stating.places if self.stating is not None else ()
        if not self.body.path:
            return places[0] if len(places) == 1 else None
        return next((one for one in places if one.path == self.body.path), None)

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the positions that the entry has."""
        return tuple(one.path for one in self.stating.places) if self.stating is not None else ()

    @cached_property
    def distance_m(self) -> int:
        """How far what was read lies from the original, whole metres; 0 while there is no original."""
        at, original = self.body.position, self.original
        if original is None or (at.lat_e7, at.lon_e7) == (original.lat_e7, original.lon_e7):
            return 0
        return distance_m_floor(at.lat_e7, at.lon_e7, original.lat_e7, original.lon_e7)

    @cached_property
    def bound_m(self) -> int:
        """How far it may lie: a vague reading does not widen its own bound, so the original's error alone counts."""
        return one_place_m(self.view, self.original.ce90_mm) if self.original is not None else 0

    @property
    def warn_m(self) -> int | None:
        """Beyond which distance a difference is shown (reading A22), None when that is unset."""
        found = self.view.setting("tolerance.discrepancy_m")
        return found if isinstance(found, int) else None


class DiscrepancyFacts(Facts):
    """Facts about a difference opened by hand."""

    body: Discrepancy

    @cached_property
    def borne(self) -> bool:
        """Whether anything either side stated bears the subject's label at this cut."""
        tables, sides = ("targets", "plans", "differences"), (self.side, self.other)
        return any(self.view.has(table, self.body.subject, side) for table in tables for side in sides)


class CloseFacts(Facts):
    """Facts about the closing of a difference."""

    body: DiscrepancyClose

    @property
    def between(self) -> Between:
        """What the difference is between, in order of id."""
        return tuple(sorted({bytes.fromhex(ref) for ref in self.body.between}))

    @cached_property
    def opened(self) -> Difference | None:
        """The difference closed, as far as this cut shows."""
        return next((one for one in differences(self.view, self.body.subject) if one.between == self.between), None)


def placed(path: str, at: Position) -> Placed:
    """Give a position as the registers keep it."""
    return Placed(path, at.lat_e7, at.lon_e7, at.ce90_mm)


def _read_back(facts: ReadbackFacts, verdict: Verdict) -> Iterable[Write]:
    body, made = facts.body, facts.stated.id
    if facts.stating is None or facts.original is None:
        return []
    of = bytes.fromhex(body.of)
    writes: list[Write] = []
    if facts.distance_m > facts.bound_m:
        # What casts doubt on a place counts from anybody, and whatever became of the entry.
        between = tuple(sorted((of, made)))
        apart = Difference(between, "READBACK", facts.distance_m, facts.bound_m)
        writes.append(("differences", facts.stating.label, apart))
    if verdict is Verdict.OK:
        writes.append(("readback", (of, facts.original.path), (made, facts.distance_m)))
    return writes


def _opened(facts: DiscrepancyFacts, verdict: Verdict) -> Iterable[Write]:
    made = facts.stated.id
    return [("differences", facts.body.subject, Difference((made,), facts.body.matter, None, None))]


def _opened_unread(raw: Any, entry_id: bytes) -> Iterable[Write]:
    """A difference that cannot be read still holds what it names, if that much can be read."""
    subject = raw.get("subject") if isinstance(raw, dict) else None
    if not isinstance(subject, str) or not 0 < len(subject) <= 120:
        return []
    return [("differences", subject, Difference((entry_id,), "OTHER", None, None))]


def _closed(facts: CloseFacts, verdict: Verdict) -> Iterable[Write]:
    if verdict is not Verdict.OK:
        return []
    body, stated = facts.body, facts.stated
    made = Closing(stated.id, stated.entry.key, body.closed_by)
    return [("differences.closed", (body.subject, *facts.between), made)]


KINDS = (
    Kind(
        "readback",
        Readback,
        Effect.NEUTRAL,
        ReadbackFacts,
        _read_back,
        clauses=("C026", "C058"),
        title="Read-back of a position",
    ),
    Kind(
        "discrepancy",
        Discrepancy,
        Effect.RESTRICTIVE,
        DiscrepancyFacts,
        _opened,
        clauses=("C026", "C030"),
        unreadable=_opened_unread,
        title="Difference of presentation",
    ),
    Kind(
        "discrepancy-close",
        DiscrepancyClose,
        Effect.PERMISSIVE,
        CloseFacts,
        _closed,
        roles=_RESOLVERS,
        clauses=("C026", "C030"),
        title="Closing of a difference by one side",
    ),
)
