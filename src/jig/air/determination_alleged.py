"""An alleged violation: a named officer's entry, and each side's own position on it (ToR 3.a, 3.b; AP 3.d(2))."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from jig.agreement.rule import STANDING, judge
from jig.air.by_label import all_said, labelled
from jig.air.determination import ObservationStanding, observed
from jig.air.determination_frozen import asked_by_incident
from jig.air.notice_ground import designated_between
from jig.decisions.state import ended_by, start_date
from jig.record.facts import Facts
from jig.record.fields import EntryRef, Instant, Label, Lang, Name, Text
from jig.record.kind import Body, Verdict, Write
from jig.record.registers import SIDES
from jig.record.view import Meta, View

AGREED, NOT, UNRESOLVED = "AGREED", "NOT", "UNRESOLVED"
_STATUS = {True: "MET", False: "MISSED", None: "UNPROVEN"}
_Reason = Annotated[str, Field(min_length=1, max_length=4_000)]


class AllegedViolation(Body):
    """An officer alleges that a flight seen was a breach of the grounding. No software makes this entry.

    It puts the question who flew to each side by itself, for the hour before and after `at` (failure F02).
    flash: the urgent form (reading A36): each side is reminded at once to look at it.
    """

    violation_id: Label
    observations: Annotated[tuple[EntryRef, ...], Field(min_length=1, max_length=16, strict=False)]
    area: Label
    at: Instant
    alleged_by: Name
    post: Name
    flash: bool = False
    lang: Lang
    text: Text


class ViolationPosition(Body):
    """One side's position on one exact allegation, with its reason, decided by a named person."""

    violation: EntryRef
    position: Literal["AGREED", "NOT", "UNRESOLVED"]
    reason: _Reason
    decided_by: Name
    post: Name
    lang: Lang


class Alleged(NamedTuple):
    """An allegation as the registers keep it (table `violation`, by entry id).

    due: strictly before which it was to reach the counterpart; None where the reading sets no time.
    """

    id: bytes
    label: str
    area: str
    at: int
    due: int | None
    by: str
    post: str
    observations: tuple[bytes, ...]
    flash: bool


class Held(NamedTuple):
    """A side's position (table `violation.position`, by allegation)."""

    id: bytes
    position: str
    reason: str
    by: str
    post: str


class AllegationFacts(Facts):
    """Facts about an allegation."""

    body: AllegedViolation

    @cached_property
    def found(self) -> tuple[ObservationStanding, ...]:
        """The observations that it rests on, as far as this log has seen them."""
        stated = (observed(self.view, bytes.fromhex(ref)) for ref in self.body.observations)
        return tuple(one for one in stated if one is not None and one.counts)

    @property
    def missing(self) -> tuple[str, ...]:
        """The observations named that are unknown here, were not accepted, or no longer stand."""
        known = {one.meta.id.hex() for one in self.found}
        return tuple(ref for ref in self.body.observations if ref not in known)

    @property
    def inside(self) -> bool:
        """Whether one of them was in that area, in force then, at that time."""
        return bool(self.seen_inside)

    @cached_property
    def seen_inside(self) -> tuple[ObservationStanding, ...]:
        """Those of them that were in that area, in force then, at that time."""
        then = {one.id for one in designated_between(self.view, self.body.at, self.body.at)}
        return tuple(
            one
            for one in self.found
            if one.said.start <= self.body.at <= one.said.end
            and any(
                area.area == self.body.area and area.id in then and one.touches_at(area, self.body.at)
                for area in one.areas
            )
        )

    @property
    def others(self) -> tuple[str, ...]:
        """Operators, as stated, whose flights the grounding is not of."""
        return tuple(sorted({one.said.operator for one in self.found if not one.concerned}))

    @property
    def excused_by(self) -> tuple[str, ...]:
        """Notices that excuse them."""
        free = ((one, {n.meta.id for n in one.crowded}) for one in self.found)
        return tuple(sorted({n.said.label for one, crowded in free for n in one.excusing if n.meta.id not in crowded}))

    @property
    def accredited(self) -> bool:
        """Whether the officer named is one of this side's."""
        return self.view.officer(self.side, self.body.alleged_by) is not None

    @property
    def flash(self) -> bool:
        """Whether it is given in the urgent form."""
        return self.body.flash

    @property
    def flash_allowed(self) -> bool:
        """Whether the reading has an urgent form."""
        return self.view.setting("violation.flash") is True

    @cached_property
    def start(self) -> int | None:
        """The decided date of start."""
        return start_date(self.view)

    @property
    def due(self) -> int | None:
        """When it is due: the first end of what was seen inside, and the reading's time from there.

        The author cannot move it: neither by naming a later flight beside it, nor by an observation of its own that
        lasts beyond the stamp under which it was told.
        """
        after = self.view.setting("violation.report_due_s")
        ends = [self._ended(one) for one in self.seen_inside]
        return min(ends) + after if ends and isinstance(after, int) else None

    def _ended(self, one: ObservationStanding) -> int:
        own = one.meta.side == self.side
        return min(one.said.end, one.meta.claimed_at) if own else one.said.end


class ViolationPositionFacts(Facts):
    """Facts about a position on an allegation."""

    body: ViolationPosition

    @cached_property
    def allegation(self) -> Meta | None:
        """The allegation, None when it is unknown here or was not accepted."""
        return self.known(self.body.violation, "alleged-violation")


def write_allegation(facts: AllegationFacts, verdict: Verdict) -> Iterable[Write]:
    """Write an accepted allegation, and the question who flew that it puts to each side."""
    if verdict is not Verdict.OK:
        return []
    body, made = facts.body, facts.stated.id
    told = Alleged(
        made, body.violation_id, body.area, body.at, facts.due, body.alleged_by, body.post,
        tuple(bytes.fromhex(ref) for ref in body.observations), body.flash,
    )  # fmt: skip
    asked = asked_by_incident(facts.view, made, body.violation_id, body.area, body.at, body.alleged_by)
    return [("violation", made, told), ("violations", body.violation_id, made), ("who-flew", made, asked)]


def write_position(facts: ViolationPositionFacts, verdict: Verdict) -> Iterable[Write]:
    """Write an accepted position."""
    if verdict is not Verdict.OK or facts.allegation is None:
        return []
    body = facts.body
    held = Held(facts.stated.id, body.position, body.reason, body.decided_by, body.post)
    return [("violation.position", facts.allegation.id, held)]


class AllegationStanding:
    """An allegation at a frontier."""

    def __init__(self, view: View, meta: Meta, said: Alleged) -> None:
        self.view, self.meta, self.said = view, meta, said

    @cached_property
    def positions(self) -> tuple[Held | None, Held | None]:
        """Each side's last position that it has not taken back."""
        found = [self._position(side) for side in SIDES]
        return found[0], found[1]

    def _position(self, side: int) -> Held | None:
        told = [one for _, one in self.view.written("violation.position", self.said.id, side)]
        live = [one for one in told if ended_by(self.view, one.id) is None]
        return live[-1] if live else None

    @property
    def silent(self) -> tuple[str, ...]:
        """The sides that have stated no position."""
        return tuple(self.view.code(side) for side in SIDES if self.positions[side] is None)

    @cached_property
    def start(self) -> int | None:
        """The decided date of start."""
        return start_date(self.view)

    @property
    def counted(self) -> bool:
        """Whether it counts: it stands, and it happened on or after the decided date of start."""
        return self.state != "WITHDRAWN" and self.start is not None and self.said.at >= self.start

    @cached_property
    def unfounded(self) -> tuple[str, ...]:
        """The observations it rests on that their author has since taken back or stated anew, by entry."""
        return tuple(one.hex() for one in self.said.observations if ended_by(self.view, one) is not None)

    @property
    def due(self) -> int | None:
        """Strictly before which it was to be reported."""
        return self.said.due

    @cached_property
    def in_time(self) -> bool | None:
        """Whether it reached the counterpart in time: True MET, False MISSED, None UNPROVEN."""
        return None if self.said.due is None else self.view.proven_before(self.meta, self.said.due)

    @property
    def state(self) -> str:
        """ALLEGED until both speak; VIOLATION_AGREED, NOT_VIOLATION, UNRESOLVED; WITHDRAWN."""
        if ended_by(self.view, self.meta.id) is not None:
            return "WITHDRAWN"
        said = {one.position for one in self.positions if one is not None}
        if len(said) == 1 and not self.silent:
            return {AGREED: "VIOLATION_AGREED", NOT: "NOT_VIOLATION"}.get(next(iter(said)), UNRESOLVED)
        return "ALLEGED" if self.silent else UNRESOLVED

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON-safe values."""
        said = self.said
        return {
            "state": self.state,
            "entry": self.meta.id.hex(),
            "by": self.view.code(self.meta.side),
            "violation_id": said.label,
            "area": said.area,
            "at": said.at,
            "alleged_by": said.by,
            "post": said.post,
            "observations": [one.hex() for one in said.observations],
            "observations_ended": list(self.unfounded),
            "flash": said.flash,
            "counted": self.counted,
            "start_date": self.start,
            "report": {"due": said.due, "status": _STATUS[self.in_time]},
            "positions": {
                self.view.code(side): _held_json(held) for side, held in zip(SIDES, self.positions, strict=True)
            },
        }


def _held_json(held: Held | None) -> dict[str, Any] | None:
    return None if held is None else held._asdict() | {"id": held.id.hex()}


def allegations(view: View, start: int | None = None, end: int | None = None) -> list[AllegationStanding]:
    """List the allegations of what happened from an instant to before another, by that instant and id."""
    found = [AllegationStanding(view, *one) for one in all_said(view, "violation")]
    kept = [one for one in found if (start is None or one.said.at >= start) and (end is None or one.said.at < end)]
    return sorted(kept, key=lambda one: (one.said.at, one.meta.id))


def violation_names(view: View) -> list[str]:
    """Name the allegations: the label and the entry."""
    return list(labelled(view, "violation"))


def violation_standing(view: View, name: str) -> dict[str, Any]:
    """Show one allegation."""
    found = AllegationStanding(view, *labelled(view, "violation")[name])
    return found.as_json() | {"findings": [one.as_json() for one in judge("violation", STANDING, found)]}
