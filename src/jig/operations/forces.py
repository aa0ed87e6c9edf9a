"""Whose forces are there: asked, answered by a named officer, with later evidence standing beside (ToR 2.c)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from jig.agreement.rule import STANDING, judge
from jig.decisions.state import ended_by
from jig.places.form import placed
from jig.places.position import Position
from jig.places.state import Stating
from jig.record.facts import Facts
from jig.record.fields import EntryRef, Instant, Label, Lang, Name, Text
from jig.record.kind import Body, Verdict, Write
from jig.record.registers import SIDES
from jig.record.rooms import Subject
from jig.record.view import Meta, View

ASKED, CONTRADICTED, UNKNOWN = "ASKED", "CONTRADICTED", "UNKNOWN"


class WhoseForces(Body):
    """A question: are forces of yours, or with yours, there and then?"""

    query_id: Label
    at: Position
    radius_m: Annotated[int, Field(ge=1, le=1_000_000)]
    start: Instant
    end: Instant
    asked_by: Name
    lang: Lang
    text: Text


class ForcesAnswer(Body):
    """The answer to one question, by a named officer, for a time. UNKNOWN is not NO."""

    query: EntryRef
    answer: Literal["YES", "NO", "UNKNOWN"]
    answered_by: Name
    answered_at: Instant
    valid_until: Instant
    forces: Annotated[str, Field(max_length=500)] = ""
    lang: Lang
    text: Text


class ForcesEvidence(Body):
    """What came to be known after an answer. It stands beside the answer and changes nothing in it."""

    query: EntryRef
    indicates: Literal["YES", "NO", "UNKNOWN"]
    known_at: Instant
    source: Annotated[str, Field(max_length=500)] = ""
    lang: Lang
    text: Text


class Answered(NamedTuple):
    """An answer as the registers keep it (table `forces.answer`, by the question's id)."""

    id: bytes
    answer: str
    by: str
    at: int
    until: int


class Evidence(NamedTuple):
    """Evidence as the registers keep it (table `forces.evidence`, by the question's id)."""

    id: bytes
    indicates: str
    known_at: int


class AskedFacts(Facts):
    """Facts about a question."""

    body: WhoseForces

    @property
    def start(self) -> int:
        """From when."""
        return self.body.start

    @property
    def end(self) -> int:
        """Until when."""
        return self.body.end


class AboutQuery(Facts):
    """Facts about a statement on one question."""

    body: ForcesAnswer | ForcesEvidence

    @cached_property
    def query(self) -> Meta | None:
        """The question, None when it is unknown here."""
        return self.known(self.body.query, "whose-forces")

    @property
    def counterparts_question(self) -> bool:
        """Whether the counterpart asked it."""
        return self.query is not None and self.query.side == self.other


class AnswerFacts(AboutQuery):
    """Facts about an answer."""

    body: ForcesAnswer

    @property
    def answer(self) -> str:
        """What it says."""
        return self.body.answer

    @property
    def answered_by(self) -> str:
        """Who answers."""
        return self.body.answered_by

    @cached_property
    def answerer_accredited(self) -> bool:
        """Whether whoever answers is an officer of this side at this cut."""
        return self.view.officer(self.side, self.body.answered_by) is not None

    @property
    def answered_at(self) -> int:
        """When, by its author."""
        return self.body.answered_at

    @property
    def valid_until(self) -> int:
        """Until when it is meant."""
        return self.body.valid_until

    @cached_property
    def earlier(self) -> Answered | None:
        """The first answer this side gave to it, None when this is it."""
        found = self.view.first("forces.answer", bytes.fromhex(self.body.query), self.side)
        return found[1] if found is not None else None


class EvidenceFacts(AboutQuery):
    """Facts about evidence."""

    body: ForcesEvidence


def write_query(facts: AskedFacts, verdict: Verdict) -> Iterable[Write]:
    """Write a question."""
    body, made = facts.body, facts.stated.id
    if verdict is not Verdict.OK:
        return []
    return [("forces", made, body.query_id), ("positions", made, Stating(body.query_id, (placed("at", body.at),)))]


def write_answer(facts: AnswerFacts, verdict: Verdict) -> Iterable[Write]:
    """Write an accepted answer."""
    body = facts.body
    if verdict is not Verdict.OK or facts.query is None:
        return []
    value = Answered(facts.stated.id, body.answer, body.answered_by, body.answered_at, body.valid_until)
    return [("forces.answer", facts.query.id, value)]


def write_evidence(facts: EvidenceFacts, verdict: Verdict) -> Iterable[Write]:
    """Write accepted evidence beside what it is about."""
    if verdict is not Verdict.OK or facts.query is None:
        return []
    return [("forces.evidence", facts.query.id, Evidence(facts.stated.id, facts.body.indicates, facts.body.known_at))]


class QueryStanding:
    """A question at a frontier: every answer, and all that was found since."""

    def __init__(self, view: View, meta: Meta) -> None:
        self.view, self.meta = view, meta

    @cached_property
    def answers(self) -> list[Answered]:
        """Every answer the other side gave, in its log's order; one taken back stays listed."""
        return [one for _, one in self.view.written("forces.answer", self.meta.id, 1 - self.meta.side)]

    @cached_property
    def evidence(self) -> list[Evidence]:
        """All evidence of both sides, by id."""
        return sorted(one for side in SIDES for _, one in self.view.written("forces.evidence", self.meta.id, side))

    @property
    def answered(self) -> str:
        """The first answer: it is what was said, whatever was said later."""
        return self.answers[0].answer if self.answers else ""

    @property
    def contradicting(self) -> tuple[str, ...]:
        """Later answers and evidence that say otherwise than a first answer of YES or NO."""
        later = [(one.id, one.answer) for one in self.answers[1:]]
        later += [(one.id, one.indicates) for one in self.evidence]
        said_so = self.answered in ("YES", "NO")
        return tuple(one.hex()[:12] for one, said in later if said_so and said != self.answered)

    @property
    def answered_by(self) -> str:
        """Who answered first."""
        return self.answers[0].by if self.answers else ""

    @property
    def state(self) -> str:
        """ASKED; then YES, NO or UNKNOWN; CONTRADICTED once evidence or a later answer says otherwise."""
        return CONTRADICTED if self.contradicting else self.answered or ASKED


def _queries(view: View) -> list[str]:
    return sorted(key.hex() for key in view.keys("forces") if isinstance(key, bytes))


def _standing(view: View, name: str) -> dict[str, Any]:
    meta = view.entry(name)
    if meta is None:
        return {"state": ASKED}
    found = QueryStanding(view, meta)
    return {
        "state": found.state,
        "query": view.last("forces", meta.id, meta.side),
        "asked_by": view.code(meta.side),
        "answers": [
            {
                "id": one.id.hex(),
                "answer": one.answer,
                "by": one.by,
                "at": one.at,
                "valid_until": one.until,
                "withdrawn": ended_by(view, one.id) is not None,
            }
            for one in found.answers
        ],
        "evidence": [
            {"id": one.id.hex(), "indicates": one.indicates, "known_at": one.known_at} for one in found.evidence
        ],
        "findings": [finding.as_json() for finding in judge("whose-forces-standing", STANDING, found)],
    }


SUBJECTS = (Subject("whose-forces", _queries, _standing),)
