"""The kinds of entry by which both decide together: proposals, positions, withdrawals, HOLD and its lifting,
leaving."""

from __future__ import annotations

from jig.decisions.bodies import Hold, Leave, Lift, LiftConfirmation, Position, Proposal, Tightening, Withdrawal
from jig.decisions.facts import (
    HoldFacts,
    LeaveFacts,
    LiftConfirmationFacts,
    LiftFacts,
    PositionFacts,
    ProposalFacts,
    TighteningFacts,
    WithdrawalFacts,
)
from jig.decisions.writes import (
    after_confirmed,
    after_held,
    after_held_unread,
    after_left,
    after_left_unread,
    after_lifted,
    after_position_unread,
    after_positioned,
    after_proposed,
    after_proposed_unread,
    after_tightened,
    after_withdrawn,
    after_withdrawn_unread,
)
from jig.record.kind import Effect, Kind

DECIDERS = frozenset({"SNR", "DEPUTY"})
_WATCH = frozenset({"WATCH", "SNR", "DEPUTY"})
KINDS = (
    Kind(
        "proposal",
        Proposal,
        Effect.PERMISSIVE,
        ProposalFacts,
        after_proposed,
        clauses=("C028", "C031", "C040", "C041", "C049"),
        superseding=after_proposed_unread,
        title="Proposal",
    ),
    Kind(
        "position",
        Position,
        Effect.PERMISSIVE,
        PositionFacts,
        after_positioned,
        roles=DECIDERS,
        clauses=("C025", "C040", "C049"),
        superseding=after_position_unread,
        title="Position on a proposal",
    ),
    Kind(
        "withdrawal",
        Withdrawal,
        Effect.RESTRICTIVE,
        WithdrawalFacts,
        after_withdrawn,
        clauses=("C049",),
        superseding=after_withdrawn_unread,
        title="Withdrawal of a consent or statement",
    ),
    Kind(
        "hold",
        Hold,
        Effect.RESTRICTIVE,
        HoldFacts,
        after_held,
        clauses=("C007", "C079"),
        unreadable=after_held_unread,
        title="HOLD",
    ),
    Kind(
        "lift",
        Lift,
        Effect.PERMISSIVE,
        LiftFacts,
        after_lifted,
        roles=_WATCH,
        clauses=("C079",),
        title="Lifting a HOLD",
    ),
    Kind(
        "lift-confirmation",
        LiftConfirmation,
        Effect.PERMISSIVE,
        LiftConfirmationFacts,
        after_confirmed,
        roles=_WATCH,
        clauses=("C079",),
        title="Confirmation of a lift",
    ),
    Kind(
        "leave",
        Leave,
        Effect.RESTRICTIVE,
        LeaveFacts,
        after_left,
        clauses=("C132", "C133"),
        unreadable=after_left_unread,
        title="Leaving",
    ),
    Kind(
        "tightening",
        Tightening,
        Effect.RESTRICTIVE,
        TighteningFacts,
        after_tightened,
        clauses=("C007", "C053", "C055"),
        title="A bound made stricter by one side",
    ),
)
