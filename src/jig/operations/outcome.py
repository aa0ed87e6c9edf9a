"""What follows a plan's execution: the report of it, and its assessment."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Literal

from jig.agreement.bounds import GREATEST
from jig.operations.said import Assessed, Execution
from jig.operations.standing import PlanStanding, standing
from jig.record.facts import Facts, Stated
from jig.record.fields import EntryRef, Instant, Lang, Text
from jig.record.kind import Body, Verdict, Write
from jig.record.view import Meta


class Executed(Body):
    """A plan was carried out: when."""

    plan: EntryRef
    executed_at: Instant
    lang: Lang
    text: Text


class Assessment(Body):
    """What is known of the effects. There is no field to recommend another attack: that is a national matter."""

    execution: EntryRef
    phase: Literal[1, 2, 3]
    physical: Literal["NONE", "LIGHT", "MODERATE", "SEVERE", "DESTROYED", "UNK"] | None = None
    functional: Literal["NONE", "PARTIAL", "FULL", "UNK"] | None = None
    confidence: Literal["CONFIRMED", "PROBABLE", "POSSIBLE"]
    collateral_observed: Literal["NO", "YES", "UNK"]
    exposed: Literal["STATUS_ONLY", "SUMMARY", "FULL"]
    lang: Lang
    text: Text


class ExecutionFacts(Facts):
    """Facts about the report that a plan was carried out."""

    body: Executed

    @cached_property
    def standing(self) -> PlanStanding | None:
        """The plan as it stood for the author, None when it is unknown."""
        return standing(self.view, self.body.plan)

    @property
    def own_plan(self) -> bool:
        """Whether the plan is known and the author's own."""
        return self.standing is not None and self.standing.meta.side == self.side

    @cached_property
    def state_before(self) -> str:
        """The plan's state for the author, HOLDs apart; empty when the plan is unknown."""
        return self.standing.underlying if self.standing is not None else ""

    @property
    def consented(self) -> bool:
        """Whether both agreed to the action, as far as the author had seen."""
        return self.standing is not None and self.standing.consented

    @property
    def ready(self) -> bool:
        """Whether the plan was deconflicted and not carried out before, HOLDs apart."""
        return self.standing is not None and self.standing.deconflicted and self.standing.execution is None

    @property
    def unheld(self) -> bool:
        """Whether no HOLD that the author knew of was in force."""
        return self.standing is None or not self.standing.holds

    @property
    def known_holds(self) -> tuple[str, ...]:
        """The HOLDs in force that the author knew of."""
        return tuple(hold.hex()[:12] for hold in self.standing.holds) if self.standing is not None else ()

    @property
    def within_window(self) -> bool:
        """Whether it lies in the notified window."""
        said = self.standing.said if self.standing is not None else None
        if said is None or said.start is None or said.end is None:
            return False
        return said.start <= self.body.executed_at <= said.end

    @property
    def executed_at(self) -> int:
        """When, by the author."""
        return self.body.executed_at


class AssessmentFacts(Facts):
    """Facts about an assessment."""

    body: Assessment

    @cached_property
    def execution(self) -> Meta | None:
        """The report assessed, None when it is unknown at this cut."""
        found = self.meta(self.body.execution)
        return found if found is not None and found.kind == "execution" else None

    @property
    def exposed(self) -> str:
        """How much the author chose to expose."""
        return self.body.exposed

    @property
    def details(self) -> tuple[str, ...]:
        """The details that it gives."""
        return tuple(name for name in ("physical", "functional") if getattr(self.body, name) is not None)


def write_execution(facts: ExecutionFacts, verdict: Verdict) -> Iterable[Write]:
    """Write a report always: what was done is done, whoever says so for its side."""
    allowed = facts.own_plan and facts.standing is not None and facts.standing.permitted
    return [("execution", bytes.fromhex(facts.body.plan), Execution(facts.stated.id, facts.executed_at, allowed))]


def write_unread_execution(raw: Any, stated: Stated) -> Iterable[Write]:
    """Write that something was reported as carried out; it stands for the plan it names, if that much can be read.

    It takes no readable report's place, and was not permitted: nobody can tell what it says was done.
    """
    named = raw.get("plan") if isinstance(raw, dict) else None
    plan = stated.view.entry(named) if isinstance(named, str) else None
    unread: list[Write] = [("execution.unread", stated.id.hex(), plan.id if plan is not None else None)]
    if plan is None or stated.view.has("execution", plan.id, stated.side):
        return unread
    at = raw.get("executed_at")
    when = at if type(at) is int and -GREATEST <= at <= GREATEST else None
    return [*unread, ("execution", plan.id, Execution(stated.id, when, False))]


def write_assessment(facts: AssessmentFacts, verdict: Verdict) -> Iterable[Write]:
    """Write an accepted assessment: a side's last word on that phase."""
    if verdict is not Verdict.OK or facts.execution is None:
        return []
    b = facts.body
    value = Assessed(facts.stated.id, b.physical, b.functional, b.confidence, b.collateral_observed, b.exposed)
    return [("assessment", (facts.execution.id, b.phase), value)]
