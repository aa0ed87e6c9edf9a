"""The kinds of entry of this room: the order of battle, notices, observations, allegations, questions (ToR 3)."""

from __future__ import annotations

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
from jig.record.kind import Effect, Kind

_WATCHERS = frozenset({"AIR", "INTEL", "OPS", "WATCH", "SNR", "DEPUTY"})
_DECIDERS = frozenset({"SNR", "DEPUTY"})
KINDS = (
    Kind(
        "order-line",
        OrderLine,
        Effect.NEUTRAL,
        OrderLineFacts,
        write_line,
        roles=_WATCHERS,
        clauses=("C098",),
        title="Line of the air order of battle",
    ),
    Kind(
        "order-change",
        OrderChange,
        Effect.NEUTRAL,
        OrderChangeFacts,
        write_change,
        roles=_WATCHERS,
        clauses=("C099",),
        title="A day's changes of the air order of battle",
    ),
    Kind(
        "flight-notice",
        FlightNotice,
        Effect.NEUTRAL,
        NoticeFacts,
        write_notice,
        roles=_WATCHERS,
        clauses=("C097", "C104", "C105", "C106", "C107", "C108", "C109"),
        superseding=write_unread_notice,
        title="Notice of a flight",
    ),
    Kind(
        "observation",
        Observation,
        Effect.NEUTRAL,
        ObservationFacts,
        write_observation,
        roles=_WATCHERS,
        clauses=("C096", "C102", "C107"),
        title="Observation of a flight",
    ),
    Kind(
        "measure",
        Measure,
        Effect.NEUTRAL,
        MeasureFacts,
        write_measure,
        roles=_WATCHERS,
        clauses=("C100", "C128"),
        title="Means of seeing whether the grounding holds",
    ),
    Kind(
        "measure-coverage",
        MeasureCoverage,
        Effect.NEUTRAL,
        CoverageFacts,
        write_coverage,
        roles=_WATCHERS,
        clauses=("C100", "C128"),
        title="What a measure covered",
    ),
    Kind(
        "alleged-violation",
        AllegedViolation,
        Effect.NEUTRAL,
        AllegationFacts,
        write_allegation,
        roles=_WATCHERS,
        clauses=("C101", "C102", "C131"),
        title="Alleged violation of the grounding",
    ),
    Kind(
        "violation-position",
        ViolationPosition,
        Effect.NEUTRAL,
        ViolationPositionFacts,
        write_position,
        roles=_DECIDERS,
        clauses=("C101",),
        title="One side's position on an alleged violation",
    ),
    Kind(
        "who-flew",
        WhoFlew,
        Effect.NEUTRAL,
        WhoFlewFacts,
        write_question,
        clauses=("C096", "C101"),
        title="Question who flew here",
    ),
    Kind(
        "who-flew-answer",
        WhoFlewAnswer,
        Effect.NEUTRAL,
        WhoFlewAnswerFacts,
        write_answer,
        clauses=("C096",),
        title="Answer who flew here",
    ),
)
