"""A dissenting note: any officer's doubt, shown to whoever decides on a target or plan; it vetoes nothing (ToR 2.a)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

from jig.decisions.state import ended_by, proposed
from jig.places.state import Stating
from jig.record.facts import Facts
from jig.record.fields import EntryRef, Lang, Name, Text
from jig.record.kind import Body, Verdict, Write
from jig.record.registers import SIDES
from jig.record.view import View

ABOUT = ("target", "location", "plan", "proposal")


class DissentNote(Body):
    """An officer doubts a target, a location, a plan or a proposal, and says why."""

    entry: EntryRef
    dissenter: Name
    lang: Lang
    text: Text


class Dissent(NamedTuple):
    """A note as the registers keep it (table `dissents`, by the label of what it is about)."""

    id: bytes
    by: str


class DissentFacts(Facts):
    """Facts about a dissenting note."""

    body: DissentNote

    @cached_property
    def label(self) -> str:
        """The label of the target, plan or subject that it is about, empty when that is unknown here."""
        meta = self.meta(self.body.entry)
        if meta is None or meta.kind not in ABOUT:
            return ""
        stating: Stating | None = self.view.last("positions", meta.id, meta.side)
        if stating is not None:
            return stating.label
        made = proposed(self.view, meta.id)
        return made.subject if made is not None else ""


def write_dissent(facts: DissentFacts, verdict: Verdict) -> Iterable[Write]:
    """Write a note beside what it is about."""
    note = Dissent(facts.stated.id, facts.body.dissenter)
    return [("dissents", facts.label, note)] if facts.label else []


def dissents(view: View, *labels: str) -> list[Dissent]:
    """List the notes of both sides on these labels that nobody took back, by id."""
    found = {one for label in labels for side in SIDES for _, one in view.written("dissents", label, side)}
    return sorted(one for one in found if ended_by(view, one.id) is None)


def unseen(view: View, seen: Iterable[str], *labels: str) -> tuple[str, ...]:
    """Name the notes on these labels that a decider's entry does not say were seen: "entry (name)"."""
    named = set(seen)
    return tuple(f"{one.id.hex()[:12]} ({one.by})" for one in dissents(view, *labels) if one.id.hex() not in named)


def as_json(view: View, *labels: str) -> list[dict[str, Any]]:
    """Give the notes on these labels as JSON-safe values."""
    return [{"id": one.id.hex(), "by": one.by} for one in dissents(view, *labels)]
