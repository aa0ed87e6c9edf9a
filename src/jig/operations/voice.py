"""Voice calls on the flight-safety line: recorded with who spoke, what was read back, whether it stops (ToR 2.a)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import Field

from jig.operations.stop import Reach, StopFacts, write_stop, write_unread_stop
from jig.record.fields import Instant, Label, Lang, Name, Text
from jig.record.kind import Body, Effect, Verdict, Write

STOP = "STOP"


class Party(Body):
    """Who spoke: for which participant, at which post, by name."""

    participant: Annotated[str, Field(min_length=1, max_length=16)]
    post: Label
    name: Name


class VoiceCall(Reach):
    """One call on the line. Of the type STOP it is a STOP, with that reach."""

    line: Label
    started_at: Instant
    ended_at: Instant | None = None
    caller: Party
    answerer: Party | None = None
    interpreter: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    subject: Annotated[str, Field(min_length=1, max_length=500)]
    call_type: Literal["ROUTINE", "PRIORITY", "STOP"]
    read_back: bool
    answered_within_s: Annotated[int, Field(ge=0, le=86_400)] | None = None
    escalated_to: Annotated[tuple[Name, ...], Field(max_length=8, strict=False)] = ()
    outcome: Annotated[str, Field(max_length=2000)] = ""
    lang: Lang
    text: Text


class VoiceFacts(StopFacts):
    """Facts about a call."""

    body: VoiceCall  # type: ignore[assignment]

    @property
    def effect(self) -> Effect:
        """A STOP counts from anybody."""
        return Effect.RESTRICTIVE if self.stops else Effect.NEUTRAL

    @property
    def reach(self) -> Reach:
        """How far it stops, where it does."""
        return self.body

    @property
    def stops(self) -> bool:
        """Whether it is a STOP."""
        return self.body.call_type == STOP

    @property
    def call_type(self) -> str:
        """ROUTINE, PRIORITY or STOP."""
        return self.body.call_type

    @property
    def called_at(self) -> int:
        """When it began."""
        return self.body.started_at

    @property
    def ended_at(self) -> int | None:
        """When it ended, None where nobody says."""
        return self.body.ended_at

    @property
    def caller(self) -> str:
        """Who called."""
        return self.body.caller.name

    @property
    def read_back(self) -> bool:
        """Whether it was read back."""
        return self.body.read_back

    @property
    def answered_within_s(self) -> int | None:
        """How soon it was answered, None where it was not."""
        return self.body.answered_within_s if self.body.answerer is not None else None

    @property
    def escalated_to(self) -> tuple[str, ...]:
        """Whom it was raised to."""
        return self.body.escalated_to

    @property
    def answer_s(self) -> int | None:
        """How soon a STOP is to be answered, None where no time is agreed."""
        found = self.view.setting("stop.answer_s")
        return found if isinstance(found, int) else None


def write_call(facts: VoiceFacts, verdict: Verdict) -> Iterable[Write]:
    """Write what a call stops, whatever its verdict."""
    return write_stop(facts, verdict) if facts.stops else []


def write_unread_call(raw: Any, entry_id: bytes) -> Iterable[Write]:
    """A call that cannot be read and does not say that it is no STOP stops everything."""
    harmless = isinstance(raw, dict) and raw.get("call_type") in ("ROUTINE", "PRIORITY")
    return [] if harmless else write_unread_stop(raw, entry_id)
