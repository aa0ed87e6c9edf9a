"""The kinds of entry that stop, doubt, ask and compare: STOP, calls, dissent, whose forces, overlaps (ToR 2.a, 2.c)."""

from __future__ import annotations

from jig.operations.dissent import DissentFacts, DissentNote, write_dissent
from jig.operations.forces import (
    AnswerFacts,
    AskedFacts,
    EvidenceFacts,
    ForcesAnswer,
    ForcesEvidence,
    WhoseForces,
    write_answer,
    write_evidence,
    write_query,
)
from jig.operations.overlap import (
    DeconflictionVerdict,
    OverlapResolution,
    ResolutionFacts,
    VerdictFacts,
    write_resolution,
    write_verdict,
)
from jig.operations.stop import (
    StopCall,
    StopFacts,
    StopTaken,
    TakenFacts,
    write_stop,
    write_taken,
    write_unread_stop,
)
from jig.operations.voice import VoiceCall, VoiceFacts, write_call, write_unread_call
from jig.record.kind import Effect, Kind

_WATCH = frozenset({"WATCH", "OPS", "SNR", "DEPUTY"})
_SAYS, _STOPS, _MOVES = Effect.NEUTRAL, Effect.RESTRICTIVE, Effect.PERMISSIVE

INTERRUPTING = (
    Kind("stop", StopCall, _STOPS, StopFacts, write_stop, clauses=("C007", "C045"), unreadable=write_unread_stop,
         title="STOP"),
    Kind("stop-taken", StopTaken, _SAYS, TakenFacts, write_taken, clauses=("C045",), title="Taking of a STOP"),
    Kind("call", VoiceCall, _SAYS, VoiceFacts, write_call, clauses=("C045", "C065"), unreadable=write_unread_call,
         title="Voice call on the flight-safety line"),
    Kind("whose-forces", WhoseForces, _SAYS, AskedFacts, write_query, clauses=("C068",),
         title="Whose forces are there"),
    Kind("whose-forces-answer", ForcesAnswer, _SAYS, AnswerFacts, write_answer, roles=_WATCH | {"AIR", "INTEL"},
         clauses=("C025", "C068"), title="Answer to whose forces are there"),
    Kind("forces-evidence", ForcesEvidence, _SAYS, EvidenceFacts, write_evidence, clauses=("C068",),
         title="Later evidence of whose forces were there"),
    Kind("dissent", DissentNote, _STOPS, DissentFacts, write_dissent, clauses=("C043", "C049", "C069"),
         title="Dissenting note"),
    Kind("deconfliction-verdict", DeconflictionVerdict, _MOVES, VerdictFacts, write_verdict, roles=_WATCH | {"AIR"},
         clauses=("C042", "C079"), title="Check of a plan for overlaps"),
    Kind("overlap-resolution", OverlapResolution, _MOVES, ResolutionFacts, write_resolution, roles=_WATCH | {"AIR"},
         clauses=("C042", "C079"), title="Resolution of overlaps"),
)  # fmt: skip
