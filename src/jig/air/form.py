"""The kinds of entry of this room: the order of battle, notices, observations, allegations, questions (ToR 3)."""

from __future__ import annotations

from typing import Any

from jig.agreement.wording import N_
from jig.air.determination_alleged import (
    AllegationFacts,
    AllegedViolation,
    ViolationPosition,
    ViolationPositionFacts,
    write_allegation,
    write_position,
)
from jig.air.determination_frozen import (
    WhoFlew,
    WhoFlewAnswer,
    WhoFlewAnswerFacts,
    WhoFlewFacts,
    write_answer,
    write_question,
)
from jig.air.notice import FlightNotice, NoticeFacts, write_notice, write_unread_notice
from jig.air.observation import (
    CoverageFacts,
    Measure,
    MeasureCoverage,
    MeasureFacts,
    Observation,
    ObservationFacts,
    write_coverage,
    write_measure,
    write_observation,
)
from jig.air.order import OrderChange, OrderChangeFacts, OrderLine, OrderLineFacts, write_change, write_line
from jig.record.facts import Facts
from jig.record.kind import Body, Effect, Kind

_WATCHERS = frozenset({"AIR", "INTEL", "OPS", "WATCH", "SNR", "DEPUTY"})
_DECIDERS = frozenset({"SNR", "DEPUTY"})


def _kind(
    name: str, form: type[Body], facts: type[Facts], writes: Any, title: str, *clauses: str,
    roles: frozenset[str] = _WATCHERS, superseding: Any = None,
) -> Kind:  # fmt: skip
    """A kind of this room: none of them moves anything toward action; watchers state it unless `roles` says who."""
    return Kind(name, form, Effect.NEUTRAL, facts, writes, roles, clauses, None, superseding, title)


_ANYONE: frozenset[str] = frozenset()
_FLIGHT = ("C097", "C104", "C105", "C106", "C107", "C108", "C109")
KINDS = (
    _kind("order-line", OrderLine, OrderLineFacts, write_line, N_("Line of the air order of battle"), "C098"),
    _kind("order-change", OrderChange, OrderChangeFacts, write_change, N_("A day's changes of the air order of battle"),
          "C099"),
    _kind("flight-notice", FlightNotice, NoticeFacts, write_notice, N_("Notice of a flight"), *_FLIGHT,
          superseding=write_unread_notice),
    _kind("observation", Observation, ObservationFacts, write_observation, N_("Observation of a flight"),
          "C096", "C102", "C107"),
    _kind("measure", Measure, MeasureFacts, write_measure, N_("Means of seeing whether the grounding holds"),
          "C100", "C128"),
    _kind("measure-coverage", MeasureCoverage, CoverageFacts, write_coverage, N_("What a measure covered"),
          "C100", "C128"),
    _kind("alleged-violation", AllegedViolation, AllegationFacts, write_allegation,
          N_("Alleged violation of the grounding"), "C101", "C102", "C131"),
    _kind("violation-position", ViolationPosition, ViolationPositionFacts, write_position,
          N_("One side's position on an alleged violation"), "C101", roles=_DECIDERS),
    _kind("who-flew", WhoFlew, WhoFlewFacts, write_question, N_("Question who flew here"), "C096", "C101",
          roles=_ANYONE),
    _kind("who-flew-answer", WhoFlewAnswer, WhoFlewAnswerFacts, write_answer, N_("Answer who flew here"), "C096",
          roles=_ANYONE),
)  # fmt: skip
