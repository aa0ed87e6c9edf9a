"""How a final plan stands: notified, permitted, executed. Pure functions of a view."""

from __future__ import annotations

from functools import cached_property

from jig.decisions.integrated import lacking
from jig.decisions.state import (
    COORDINATION,
    crossed,
    ended_by,
    holds_on,
    left,
    one_sides_hand,
    overtaken,
    phase,
    proposed,
    stands,
    start_date,
)
from jig.harm.state import Found, movement_met, stops_of_entry
from jig.operations.changes import Changes, changes_of
from jig.operations.overlaps import Overlaps
from jig.operations.partners import partner_areas_touched
from jig.operations.said import CONFIRMED, Acknowledged, Assessed, Call, Execution, Line, Planned
from jig.operations.stops import Struck, stops_on, struck_after_stop
from jig.places.state import open_differences
from jig.record.kind import Verdict
from jig.record.registers import SIDES
from jig.record.view import Meta, View
from jig.targets.state import DISPUTED, HELD, REFUSED, WITHDRAWN, far_apart, located, version

UNACKNOWLEDGED, LATE, NOTIFIED, DECONFLICTED = "UNACKNOWLEDGED", "LATE", "NOTIFIED", "DECONFLICTED"
EXECUTED, ASSESSED, INCOMPLETE, SUPERSEDED = "EXECUTED", "ASSESSED", "INCOMPLETE", "SUPERSEDED"


def planned(view: View, ref: bytes | str) -> tuple[Meta, Planned] | None:
    """Find a plan by entry id, whatever its verdict."""
    meta = view.entry(ref)
    found = view.last("plan.said", meta.id, meta.side) if meta is not None else None
    return None if meta is None or found is None else (meta, found)


class PlanStanding:
    """A plan at a cut or frontier, each fact looked up when first asked."""

    def __init__(self, view: View, meta: Meta, said: Planned) -> None:
        self.view = view
        self.meta = meta
        self.said = said

    @cached_property
    def label(self) -> str:
        """The target's label, empty when the target is unknown."""
        found = version(self.view, self.said.target)
        return found.label if found is not None else ""

    @cached_property
    def current(self) -> bool:
        """Whether it is its author's accepted plan for that action, and nobody ended it."""
        accepted = self.meta.verdict is Verdict.OK
        last = self.view.last("plan", self.said.action, self.meta.side)
        return bool(accepted and last == self.meta.id and ended_by(self.view, self.meta.id) is None)

    @cached_property
    def changes(self) -> Changes | None:
        """What it changed of the version before, None for a first version."""
        return changes_of(self.view, self.meta.id, self.meta.side)

    @cached_property
    def consented(self) -> bool:
        """Whether both agree to the action that it carries out."""
        return stands(self.view, self.said.action)

    @cached_property
    def integrated(self) -> bool:
        """Whether it, or its target, is marked for integrated operations."""
        named = version(self.view, self.said.target)
        return self.said.integrated or (named is not None and named.integrated)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What integrated operations still wait for."""
        return lacking(self.view)

    @property
    def unauthorised(self) -> bool:
        """Whether it is integrated and an authorisation or the procedure does not stand."""
        return self.integrated and bool(self.lacking)

    @cached_property
    def acknowledgement(self) -> Acknowledged | None:
        """The counterpart's acknowledgement, by its own hand and not taken back."""
        side = 1 - self.meta.side
        found: Acknowledged | None = self.view.last("ack", self.meta.id, side)
        return found if self._counts(found, side) else None

    def _counts(self, found: Acknowledged | Line | Call | None, side: int) -> bool:
        return found is not None and one_sides_hand(self.view, found.key, side) and not ended_by(self.view, found.id)

    @property
    def due(self) -> int | None:
        """The instant strictly before which it was to reach the counterpart."""
        return self.said.due

    @cached_property
    def stamp(self) -> int | None:
        """The counterpart's earliest stamp on it."""
        return self.view.stamped(self.meta.side, self.meta.position)

    @cached_property
    def in_time(self) -> bool | None:
        """Whether it reached the counterpart in time; None when that is unproven."""
        return None if self.said.due is None else self.view.proven_before(self.meta, self.said.due)

    @property
    def late(self) -> bool:
        """Whether it is not proven in time: UNPROVEN and MISSED alike."""
        return self.in_time is not True

    @property
    def accepted_late(self) -> bool:
        """Whether the counterpart accepted it though late."""
        return self.acknowledgement is not None and self.acknowledgement.accepts_late

    @property
    def told(self) -> bool:
        """Whether it counts as told: proven in time, or accepted late by the counterpart."""
        return self.in_time is True or self.accepted_late

    @cached_property
    def notified(self) -> bool:
        """Whether it was told and acknowledged while all that it rests on stands."""
        given = self.current and self.acknowledgement is not None and self.told
        return given and self.consented and not self.unauthorised and not left(self.view)

    @cached_property
    def lines(self) -> dict[str, Line | None]:
        """The last word on each air-defence line, by code: both participants' and the third party's."""
        found = {self.view.code(side): self._line(self.view.code(side), side) for side in SIDES}
        confirmer = self.view.setting("ad.third_party_confirmer")
        third = self.view.profile.third_party.code
        sides = [side for side in SIDES if self.view.code(side) == confirmer]
        return found | {third: self._line(third, sides[0]) if sides else None}

    def _line(self, line: str, side: int) -> Line | None:
        found: Line | None = self.view.last("air-defence", (self.meta.id, line), side)
        return found if self._counts(found, side) else None

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """The air-defence lines that are not confirmed."""
        return tuple(sorted(c for c, line in self.lines.items() if line is None or line.status != CONFIRMED))

    @cached_property
    def calls(self) -> tuple[Call | None, Call | None]:
        """Each side's own record of the flight-safety call."""
        first, second = (self.view.last("flight-safety", self.meta.id, side) for side in SIDES)
        return (first if self._counts(first, 0) else None, second if self._counts(second, 1) else None)

    @property
    def called(self) -> bool:
        """Whether both sides recorded the call, read back."""
        return all(call is not None and call.read_back for call in self.calls)

    @cached_property
    def overlaps(self) -> Overlaps:
        """What both nodes found of its overlaps with other plans."""
        return Overlaps(self.view, self.meta)

    @property
    def overlap_state(self) -> str:
        """How that check stands."""
        return self.overlaps.state

    @property
    def overlap_difference(self) -> str:
        """Where the two checks first differ, or what is missing."""
        return self.overlaps.difference

    @property
    def overlapping(self) -> bool:
        """Whether either node found an overlap."""
        return self.overlaps.overlapping

    @property
    def overlap_count(self) -> int:
        """How many overlaps were found."""
        return max((one.conflicts for one in self.overlaps.verdicts if one is not None), default=0)

    @property
    def overlap_first(self) -> str:
        """The first overlap found."""
        return self.overlaps.first

    @property
    def unresolved_by(self) -> tuple[str, ...]:
        """Whose officers have not resolved the overlaps."""
        return self.overlaps.unresolved_by

    @cached_property
    def deconflicted(self) -> bool:
        """Whether it is notified, read back on both sides, all three lines confirmed, and its overlaps settled."""
        return self.notified and self.called and not self.unconfirmed and self.overlaps.settled

    @cached_property
    def partner_areas(self) -> tuple[str, ...]:
        """The areas of partner forces that it touches while they are there."""
        return partner_areas_touched(self.view, self.meta, self.said.start, self.said.end)

    @cached_property
    def holds(self) -> list[bytes]:
        """The HOLDs in force on it, its target, or everything, and the STOPs whose reach it touches."""
        named = {*holds_on(self.view, self.said.label), *holds_on(self.view, self.label)}
        return sorted(named.union(stops_on(self)))

    @cached_property
    def struck_after_stop(self) -> tuple[Struck, ...]:
        """The STOPs in whose reach it was carried out before they were lifted."""
        return tuple(struck_after_stop(self))

    @cached_property
    def misplaced(self) -> bool:
        """Whether a side put the target elsewhere since it agreed to the action.

        Taking that location back, or stating another, does not bring the agreement into force again: agree anew.
        """
        return any(self._put_elsewhere(side) for side in SIDES)

    def _put_elsewhere(self, side: int) -> bool:
        made, agree = proposed(self.view, self.said.action), self.view.first("agree", self.said.action, side)
        agreed = located(self.view, made.content.location) if made is not None else None
        if agreed is None or agree is None:
            return False
        since = (one for position, one in self.view.written("locations.said", self.label, side) if position > agree[0])
        return any(far_apart(self.view, one, agreed).different for one in since)

    @cached_property
    def open_differences(self) -> int:
        """How many differences on it or its target officers of both sides have not closed."""
        return sum(len(open_differences(self.view, one)) for one in sorted({self.said.label, self.label}))

    @cached_property
    def execution(self) -> Execution | None:
        """The report, by its own author's side, that it was carried out."""
        found: Execution | None = self.view.last("execution", self.meta.id, self.meta.side)
        return found

    @property
    def started(self) -> bool:
        """Whether the decided date of start is reached by its window."""
        at = start_date(self.view)
        return at is not None and self.said.start is not None and self.said.start >= at

    @cached_property
    def permitted(self) -> bool:
        """Whether it may be carried out, as far as is known here. Once carried out it permits nothing more."""
        ready = self.deconflicted and self.started and self.execution is None
        return ready and not self.holds and not self._doubted and phase(self.view) == COORDINATION

    @property
    def _doubted(self) -> bool:
        near = self.protected_since is not None or self.movement_since is not None
        return bool(self.misplaced or self.open_differences or self.partner_areas or near)

    @cached_property
    def protected_since(self) -> Found | None:
        """The protected place at its aim, whenever it was listed; None where none is known here."""
        return stops_of_entry(self.view, self.meta.id)

    @cached_property
    def movement_since(self) -> Found | None:
        """The humanitarian movement at its aim, whenever it came to be known; None where none is known here."""
        return movement_met(self.view, self.meta, self.said.end)

    @cached_property
    def underlying(self) -> str:
        """The state, HOLDs apart."""
        if self.execution is not None:
            return ASSESSED if assessments(self.view, self.execution.id) else EXECUTED
        if self.meta.verdict is not Verdict.OK:
            return INCOMPLETE if self.meta.verdict is Verdict.INCOMPLETE else REFUSED
        if not self.current:
            ending = ended_by(self.view, self.meta.id)
            return WITHDRAWN if ending is not None and ending.kind != "plan" else SUPERSEDED
        if not self.consented or self.unauthorised:
            return WITHDRAWN
        return DISPUTED if self._doubted else self._progress()

    def _progress(self) -> str:
        if self.deconflicted:
            return DECONFLICTED
        if self.notified:
            return NOTIFIED
        return UNACKNOWLEDGED if self.acknowledgement is None else LATE

    @property
    def state(self) -> str:
        """The state; a HOLD masks all that is not yet done."""
        return HELD if self.holds and self.execution is None else self.underlying

    @cached_property
    def divergent(self) -> tuple[int, ...]:
        """The phases that both sides assessed, with different findings."""
        if self.execution is None:
            return ()
        given = {
            (p, side): (one.physical, one.functional) for p, side, one in assessments(self.view, self.execution.id)
        }
        both = [p for p in (1, 2, 3) if (p, 0) in given and (p, 1) in given]
        return tuple(p for p in both if given[p, 0] != given[p, 1])

    def overtaken(self) -> list[tuple[Meta, Meta]]:
        """List (act, ending): what was done for it while what it rests on was being ended, or held, elsewhere."""
        acts = [self.meta, *self._followers()]
        return [(act, ending) for act in acts for ending in self._unseen_by(act)]

    def _followers(self) -> list[Meta]:
        ids = [self.acknowledgement and self.acknowledgement.id, self.execution and self.execution.id]
        ids += [found.id for found in (*self.lines.values(), *self.calls) if found is not None]
        found = (self.view.entry(one) for one in ids if one)
        return [meta for meta in found if meta is not None]

    def _unseen_by(self, act: Meta) -> list[Meta]:
        relied = [self.said.action, *self._rests_on()]
        endings = {end.id: end for one in relied for end in overtaken(self.view, act, one)}
        for hold in self.holds:
            called = self.view.entry(hold)
            if called is not None and crossed(act, called):
                endings[hold] = called
        return [endings[one] for one in sorted(endings)]

    def _rests_on(self) -> tuple[bytes, ...]:
        made = proposed(self.view, self.said.action)
        return made.relies_on if made is not None else ()


def assessments(view: View, execution: bytes) -> list[tuple[int, int, Assessed]]:
    """List (phase, side, assessment) of an execution by both sides, the last word of each on each phase."""
    found = [(p, side, view.last("assessment", (execution, p), side)) for p in (1, 2, 3) for side in SIDES]
    return [(p, side, one) for p, side, one in found if one is not None]


def standing(view: View, plan: bytes | str) -> PlanStanding | None:
    """Look at a plan, None when it is unknown."""
    found = planned(view, plan)
    return None if found is None else PlanStanding(view, *found)
