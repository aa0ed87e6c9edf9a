"""Words in the language they were given in, and translations beside them (ToR 1.b, 1.d.ii)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from jig.language.shifts import SHIFT_KINDS
from jig.language.state import Rendering
from jig.language.talks import TALK_KINDS
from jig.record.facts import Facts
from jig.record.fields import EntryRef, Lang, Name
from jig.record.kind import Body, Effect, Kind, Verdict, Write
from jig.record.view import Meta


class Note(Body):
    """Free information, open to every accredited officer."""

    lang: Lang
    text: Annotated[str, Field(min_length=1, max_length=100_000)]


class Translation(Body):
    """A translation of an entry's text. It stands beside the original and never changes it.

    checked_by: the second linguist, for CHECKED. corrects: the translation of the same side that this one replaces,
    with the reason.
    """

    of: EntryRef
    lang: Lang
    text: Annotated[str, Field(min_length=1, max_length=100_000)]
    translator: Name
    status: Literal["MACHINE-DRAFT", "HUMAN", "CHECKED"]
    checked_by: Annotated[str, Field(max_length=200)] = ""
    corrects: EntryRef | None = None
    reason: Annotated[str, Field(max_length=1_000)] = ""


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

    @property
    def status(self) -> str:
        """MACHINE-DRAFT, HUMAN or CHECKED."""
        return self.body.status

    @property
    def translator(self) -> str:
        """Who translated."""
        return self.body.translator

    @property
    def checked_by(self) -> str:
        """The second linguist, empty when none is named."""
        return self.body.checked_by

    @property
    def corrects(self) -> str:
        """The translation that this one replaces, empty when it replaces none."""
        return self.body.corrects or ""

    @property
    def corrected(self) -> Rendering | None:
        """That translation, None when it is not this side's own, or of another original."""
        written = self.view.written("translation", bytes.fromhex(self.body.of), self.side)
        return next((one for _, one in written if one.id.hex() == self.corrects), None)

    @property
    def reason(self) -> str:
        """Why the older translation is replaced."""
        return self.body.reason


def _nothing(facts: Facts, verdict: Verdict) -> Iterable[Write]:
    return ()


def _translated(facts: TranslationFacts, verdict: Verdict) -> Iterable[Write]:
    if verdict is not Verdict.OK:
        return ()
    body, original = facts.body, bytes.fromhex(facts.body.of)
    replaced = bytes.fromhex(facts.corrects)
    return [("translation", original, Rendering(facts.stated.id, body.lang, body.status, body.translator, replaced))]


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
    *TALK_KINDS,
    *SHIFT_KINDS,
)
