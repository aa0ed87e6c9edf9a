"""What follows a final plan before its day: acknowledgement, air-defence lines, the flight-safety call."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field

from jig.decisions.state import ended_by
from jig.language.state import draft_translations
from jig.operations.said import CONFIRMED, Acknowledged, Call, Line, Planned
from jig.operations.standing import planned
from jig.record.facts import Facts
from jig.record.fields import EntryRef, Instant, Lang, Name, Text
from jig.record.kind import Body, Effect, Verdict, Write
from jig.record.view import Meta


class Acknowledgement(Body):
    """The counterpart has the plan, reads it back, and says whether it accepts it though late."""

    plan: EntryRef
    read_back: Annotated[str, Field(min_length=1, max_length=20_000)]
    accepts_late: bool
    late_reason: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
    acknowledged_by: Name
    dissents_seen: Annotated[tuple[EntryRef, ...], Field(max_length=64, strict=False)] = ()


class AirDefence(Body):
    """One line of air defence will not engage the plan's forces, or that could not be obtained."""

    plan: EntryRef
    line: Annotated[str, Field(min_length=1, max_length=16)]
    status: Literal["CONFIRMED", "NOT-OBTAINED"]
    name: Name
    lang: Lang
    text: Text


class FlightSafetyCall(Body):
    """The call on the existing channel, as one side's caller records it."""

    plan: EntryRef
    called_at: Instant
    own_caller: Name
    other_caller: Name
    read_back: bool


class AboutPlan(Facts):
    """Facts about a statement on one exact plan."""

    body: Acknowledgement | AirDefence | FlightSafetyCall

    @cached_property
    def _found(self) -> tuple[Meta, Planned] | None:
        return planned(self.view, self.body.plan)

    @property
    def plan(self) -> Meta | None:
        """The plan named, None when it is unknown at this cut."""
        return self._found[0] if self._found is not None else None

    @property
    def said(self) -> Planned | None:
        """What that plan says."""
        return self._found[1] if self._found is not None else None

    @property
    def plan_accepted(self) -> bool:
        """Whether the plan is known and was accepted."""
        return self.plan is not None and self.plan.verdict is Verdict.OK

    @property
    def plan_verdict(self) -> str:
        """How the plan was judged, empty when it is unknown."""
        return self.plan.verdict.value if self.plan is not None else ""

    @cached_property
    def plan_ended_by(self) -> Meta | None:
        """What ended the plan, None when nothing did."""
        return ended_by(self.view, self.plan.id) if self.plan is not None else None


class AcknowledgementFacts(AboutPlan):
    """Facts about an acknowledgement."""

    body: Acknowledgement

    @property
    def counterparts(self) -> bool:
        """Whether the plan is the counterpart's."""
        return self.plan is not None and self.plan.side == self.other

    @property
    def acknowledged_by(self) -> str:
        """Who acknowledges."""
        return self.body.acknowledged_by

    @cached_property
    def acknowledger_accredited(self) -> bool:
        """Whether whoever acknowledges is an officer of this side at this cut."""
        return self.view.officer(self.side, self.body.acknowledged_by) is not None

    @cached_property
    def machine_draft(self) -> bool:
        """Whether all that this side has of the plan's words in its own language is a machine's draft."""
        return self.plan is not None and draft_translations(self.view, self.plan.id, self.side)

    @property
    def accepts_late(self) -> bool:
        """Whether the plan is accepted though late."""
        return self.body.accepts_late

    @property
    def late_reason(self) -> str:
        """Why it was late, by the plan or by the acknowledgement."""
        return self.body.late_reason or (self.said.late_reason if self.said is not None else "")


class AirDefenceFacts(AboutPlan):
    """Facts about an air-defence line."""

    body: AirDefence

    @property
    def effect(self) -> Effect:
        """Only a confirmation needs authority; that it was not obtained counts from anybody."""
        return Effect.PERMISSIVE if self.body.status == CONFIRMED else Effect.RESTRICTIVE

    @property
    def line(self) -> str:
        """The line's code."""
        return self.body.line

    @property
    def status(self) -> str:
        """What is said of it."""
        return self.body.status

    @property
    def third_party(self) -> str:
        """The third party's code."""
        return self.view.profile.third_party.code

    @property
    def third_party_confirmer(self) -> str:
        """The participant that speaks for the third party's line, empty when the reading names none."""
        return str(self.view.setting("ad.third_party_confirmer") or "")


class FlightSafetyFacts(AboutPlan):
    """Facts about a flight-safety call."""

    body: FlightSafetyCall

    @property
    def effect(self) -> Effect:
        """Only a call that was read back moves anything."""
        return Effect.PERMISSIVE if self.body.read_back else Effect.RESTRICTIVE

    @property
    def read_back(self) -> bool:
        """Whether it was read back."""
        return self.body.read_back

    @property
    def own_caller(self) -> str:
        """The author's caller."""
        return self.body.own_caller

    @property
    def other_caller(self) -> str:
        """The counterpart's caller."""
        return self.body.other_caller

    @cached_property
    def own_accredited(self) -> bool:
        """Whether the author's caller is its officer at this cut."""
        return self.view.officer(self.side, self.body.own_caller) is not None

    @cached_property
    def other_accredited(self) -> bool:
        """Whether the counterpart's caller is its officer, as far as the author had seen."""
        return self.view.officer(self.other, self.body.other_caller) is not None


def write_acknowledgement(facts: AcknowledgementFacts, verdict: Verdict) -> Iterable[Write]:
    """Write an accepted acknowledgement."""
    if verdict is not Verdict.OK or facts.plan is None:
        return []
    body, stated = facts.body, facts.stated
    return [("ack", facts.plan.id, Acknowledged(stated.id, stated.entry.key, body.accepts_late, body.acknowledged_by))]


def write_air_defence(facts: AirDefenceFacts, verdict: Verdict) -> Iterable[Write]:
    """Write a side's last word on a line: a confirmation if accepted, that it was not obtained always."""
    body, stated = facts.body, facts.stated
    if verdict is not Verdict.OK and body.status == CONFIRMED:
        return []
    key = (bytes.fromhex(body.plan), body.line)
    return [("air-defence", key, Line(stated.id, stated.entry.key, body.status, body.name))]


def write_flight_safety(facts: FlightSafetyFacts, verdict: Verdict) -> Iterable[Write]:
    """Write a side's last word on the call: one read back if accepted, one not read back always."""
    body, stated = facts.body, facts.stated
    if verdict is not Verdict.OK and body.read_back:
        return []
    call = Call(stated.id, stated.entry.key, body.called_at, body.own_caller, body.other_caller, body.read_back)
    return [("flight-safety", bytes.fromhex(body.plan), call)]


def write_unread_air_defence(raw: Any, entry_id: bytes) -> Iterable[Write]:
    """A line that cannot be read confirms nothing; one that says NOT-OBTAINED says so all the same."""
    if not isinstance(raw, dict) or raw.get("status") != "NOT-OBTAINED":
        return []
    plan, line = raw.get("plan"), raw.get("line")
    if not isinstance(plan, str) or len(plan) != 64 or not isinstance(line, str):
        return []
    try:
        return [("air-defence", (bytes.fromhex(plan), line[:16]), Line(entry_id, "", "NOT-OBTAINED", ""))]
    except ValueError:
        return []
