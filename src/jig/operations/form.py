"""The kinds of entry of this room: final plans, what answers them, what follows them (ToR 2.c)."""

from __future__ import annotations

from jig.operations.answers import (
    Acknowledgement,
    AcknowledgementFacts,
    AirDefence,
    AirDefenceFacts,
    FlightSafetyCall,
    FlightSafetyFacts,
    write_acknowledgement,
    write_air_defence,
    write_flight_safety,
    write_unread_air_defence,
)
from jig.operations.outcome import (
    Assessment,
    AssessmentFacts,
    Executed,
    ExecutionFacts,
    write_assessment,
    write_execution,
    write_unread_execution,
)
from jig.operations.plan import Plan, PlanFacts, write_plan, write_unread_plan
from jig.record.kind import Effect, Kind

_WATCH = frozenset({"WATCH", "OPS", "SNR", "DEPUTY"})

KINDS = (
    Kind(
        "plan",
        Plan,
        Effect.PERMISSIVE,
        PlanFacts,
        write_plan,
        roles=frozenset({"OPS", "SNR", "DEPUTY"}),
        clauses=("C068", "C069", "C073", "C074", "C075", "C076", "C077", "C078"),
        superseding=write_unread_plan,
        title="Final plan",
    ),
    Kind(
        "acknowledgement",
        Acknowledgement,
        Effect.PERMISSIVE,
        AcknowledgementFacts,
        write_acknowledgement,
        roles=_WATCH,
        clauses=("C069",),
        title="Acknowledgement of a final plan",
    ),
    Kind(
        "air-defence",
        AirDefence,
        Effect.PERMISSIVE,
        AirDefenceFacts,
        write_air_defence,
        roles=_WATCH | {"AIR"},
        clauses=("C080", "C081"),
        unreadable=write_unread_air_defence,
        title="Air-defence line",
    ),
    Kind(
        "flight-safety-call",
        FlightSafetyCall,
        Effect.PERMISSIVE,
        FlightSafetyFacts,
        write_flight_safety,
        roles=_WATCH | {"AIR"},
        clauses=("C045", "C065"),
        title="Flight-safety call",
    ),
    Kind(
        "execution",
        Executed,
        Effect.RESTRICTIVE,
        ExecutionFacts,
        write_execution,
        clauses=("C043", "C070", "C071"),
        superseding=write_unread_execution,
        title="Plan carried out",
    ),
    Kind(
        "assessment",
        Assessment,
        Effect.NEUTRAL,
        AssessmentFacts,
        write_assessment,
        roles=frozenset({"INTEL", "TARGETING", "OPS", "SNR", "DEPUTY"}),
        clauses=("C070", "C071", "C082", "C083", "C084"),
        title="Assessment of effects",
    ),
)
