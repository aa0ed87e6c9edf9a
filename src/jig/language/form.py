"""Words in the language they were given in, and translations beside them (ToR 1.b, 1.d.ii)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from jig.record.facts import Facts
from jig.record.fields import EntryRef, Lang, Name
from jig.record.kind import Body, Effect, Kind, Verdict, Write
from jig.record.view import Meta


class Note(Body):
    """Free information, open to every accredited officer."""

    lang: Lang
    text: Annotated[str, Field(min_length=1, max_length=100_000)]


class Translation(Body):
    """A translation of an entry's text. It stands beside the original and never changes it."""

    of: EntryRef
    lang: Lang
    text: Annotated[str, Field(min_length=1, max_length=100_000)]
    translator: Name
    status: Literal["MACHINE-DRAFT", "HUMAN", "CHECKED"]


class TranslationFacts(Facts):
    """Facts about a translation."""

    body: Translation

    @property
    def effect(self) -> Effect:
        """A machine's draft can only hinder a decision, so it counts from anybody."""
        return Effect.RESTRICTIVE if self.body.status == "MACHINE-DRAFT" else Effect.NEUTRAL

    @property
    def original(self) -> Meta | None:
        """The entry translated, None when it is unknown at this cut."""
        return self.meta(self.body.of)

    @property
    def received(self) -> bool:
        """Whether the original came from the counterpart: who receives, translates."""
        return self.original is not None and self.original.side == self.other


def _nothing(facts: Facts, verdict: Verdict) -> Iterable[Write]:
    return ()


def _translated(facts: TranslationFacts, verdict: Verdict) -> Iterable[Write]:
    if verdict is not Verdict.OK:
        return ()
    return [("translation", bytes.fromhex(facts.body.of), facts.body.status)]


KINDS = (
    Kind(
        "note",
        Note,
        Effect.NEUTRAL,
        Facts,
        _nothing,
        clauses=("C014", "C021", "C048", "C063"),
        title="Free information",
    ),
    Kind(
        "translation",
        Translation,
        Effect.NEUTRAL,
        TranslationFacts,
        _translated,
        roles=frozenset({"LINGUIST"}),
        clauses=("C022", "C023"),
        title="Translation",
    ),
)
