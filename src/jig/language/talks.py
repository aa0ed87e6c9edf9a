"""Conversations: who spoke with whom on which line, and every utterance in its own language (ToR 1.d.ii, 2.a.i).

A speaker stands here by participant and post: whoever reports something is never named in a log.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field

from jig.record.facts import Facts
from jig.record.fields import EntryRef, Instant, Label, Lang, Name
from jig.record.kind import Body, Effect, Kind, Verdict, Write
from jig.record.registers import SIDES
from jig.record.rooms import Subject
from jig.record.view import Meta, View


class Speaker(Body):
    """Who speaks: a participant's post, never a name."""

    participant: Annotated[str, Field(min_length=1, max_length=16)]
    post: Name


class Conversation(Body):
    """A call or a meeting begins: on which line, between which posts, about what."""

    line: Label
    subject: Label
    parties: Annotated[tuple[Speaker, ...], Field(min_length=1, max_length=16, strict=False)]
    opened_at: Instant
    lang: Lang


class Utterance(Body):
    """What was said, in the language in which it was said. number: its place among its side's in the conversation.

    reads_back: the utterance whose content the speaker repeats.
    """

    conversation: EntryRef
    number: Annotated[int, Field(ge=1, le=100_000)]
    said_at: Instant
    speaker: Speaker
    lang: Lang
    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    reads_back: EntryRef | None = None


class ConversationFacts(Facts):
    """Facts about a conversation."""

    body: Conversation


class UtteranceFacts(Facts):
    """Facts about an utterance."""

    body: Utterance

    @property
    def conversation(self) -> Meta | None:
        """The conversation, None when it is unknown at this cut."""
        return self.known(self.body.conversation, "conversation")

    @property
    def speaks_for(self) -> str:
        """The participant whose post spoke."""
        return self.body.speaker.participant

    @property
    def number(self) -> int:
        """Its number."""
        return self.body.number

    @cached_property
    def last_number(self) -> int:
        """The number of this side's last utterance in the conversation, 0 when it is the first."""
        said = self.view.last("utterance", bytes.fromhex(self.body.conversation), self.side)
        return said[1] if said is not None else 0

    @property
    def read_back_of(self) -> Meta | None:
        """The utterance repeated."""
        return self.known(self.body.reads_back, "utterance")

    @property
    def repeats_what_is_known(self) -> bool:
        """Whether it repeats nothing, or an utterance that is known here."""
        return self.body.reads_back is None or self.read_back_of is not None


def _opened(facts: ConversationFacts, verdict: Verdict) -> Iterable[Write]:
    if verdict is not Verdict.OK:
        return ()
    return [("conversation", facts.stated.id, (facts.body.line, facts.body.subject))]


def _uttered(facts: UtteranceFacts, verdict: Verdict) -> Iterable[Write]:
    if verdict is not Verdict.OK:
        return ()
    read = bytes.fromhex(facts.body.reads_back or "")
    return [("utterance", bytes.fromhex(facts.body.conversation), (facts.stated.id, facts.number, read))]


def utterances(view: View, conversation: bytes) -> list[tuple[Meta, bytes]]:
    """List what was said in a conversation, each with the utterance that it reads back (empty when none).

    By what each side numbered; where both sides' stand beside each other the claimed times decide, and no verdict
    hangs on them.
    """
    found = []
    for side in SIDES:
        for position, (_, _, read) in view.written("utterance", conversation, side):
            found.append((view.world.entries.meta(side, position), read))
    return sorted(found, key=lambda one: (one[0].claimed_at, one[0].side, one[0].position))


def _conversations(view: View) -> list[str]:
    return [key.hex() for key in view.keys("conversation") if isinstance(key, bytes)]


def _standing(view: View, name: str) -> dict[str, Any]:
    key = bytes.fromhex(name)
    line, subject = next(value for side in SIDES if (value := view.last("conversation", key, side)))
    said = utterances(view, key)
    read = {read for _, read in said if read}
    return {
        "state": "OPEN",
        "line": line,
        "subject": subject,
        "utterances": len(said),
        "read_back": sorted(one.hex() for one in read),
    }


TALK_KINDS = (
    Kind(
        "conversation",
        Conversation,
        Effect.NEUTRAL,
        ConversationFacts,
        _opened,
        clauses=("C023", "C048"),
        title="Conversation",
    ),
    Kind(
        "utterance",
        Utterance,
        Effect.NEUTRAL,
        UtteranceFacts,
        _uttered,
        clauses=("C021", "C023", "C048"),
        title="Utterance",
    ),
)
TALK_SUBJECTS = (Subject("conversation", _conversations, _standing),)
