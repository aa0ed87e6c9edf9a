"""What a participant states when both must agree: the fields, nothing that follows from them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from jig.participants.form import Decider
from jig.record.fields import EntryRef, Instant, Lang, Name, Text
from jig.record.kind import Body

Subject = Annotated[str, Field(min_length=1, max_length=120)]


class Answer(StrEnum):
    """The answers to a proposal. Only AGREE moves anything toward action; silence is not among them."""

    AGREE = "AGREE"
    DISAGREE = "DISAGREE"
    DEFER = "DEFER"
    CONDITIONAL = "CONDITIONAL"
    HOLD = "HOLD"


class Proposal(Body):
    """One exact version of what both are asked to agree, with all that it relies on."""

    act: Annotated[str, Field(max_length=64)]
    subject: Subject
    content: dict[str, Any]
    relies_on: Annotated[tuple[EntryRef, ...], Field(max_length=64, strict=False)] = ()
    lang: Lang
    text: Text


class Position(Body):
    """One participant's answer to a proposal: who decided it, under what authority, when.

    original_read_by: the officer, qualified in its language, who read the original to whoever decided.
    """

    proposal: EntryRef
    answer: Annotated[Answer, Field(strict=False)]
    conditions: Text = ""
    decided_by: Decider
    authority_ref: Annotated[str, Field(min_length=1, max_length=200)]
    decided_at: Instant
    original_read_by: Annotated[str, Field(max_length=200)] = ""
    dissent: Text = ""
    lang: Lang
    text: Text


class Withdrawal(Body):
    """A participant takes back its agreement to a proposal, or a statement of its own that others rely on."""

    entry: EntryRef
    reason: Text
    lang: Lang


class Hold(Body):
    """Stop: everything named, or everything at all, is held from the moment a node knows of it."""

    scope: Literal["ALL", "SUBJECTS"]
    subjects: Annotated[tuple[Subject, ...], Field(max_length=256, strict=False)] = ()
    watch_officer: Name
    lang: Lang
    text: Text


class Lift(Body):
    """The caller's side lifts one HOLD; it ends when the counterpart confirms this very lift."""

    hold: EntryRef
    watch_officer: Name
    lang: Lang
    text: Text


class LiftConfirmation(Body):
    """The counterpart's hand under a lift."""

    lift: EntryRef
    watch_officer: Name


class Leave(Body):
    """A participant leaves: every consent ends at once, a later return revives none."""

    reason: Text
    evidence: Annotated[tuple[EntryRef, ...], Field(max_length=256, strict=False)] = ()
    lang: Lang


class Tightening(Body):
    """One side alone makes a bound stricter where the reading says that it may."""

    setting: Annotated[str, Field(max_length=64)]
    value: Annotated[int, Field(ge=0, le=2**53 - 1)]
    lang: Lang
    text: Text
