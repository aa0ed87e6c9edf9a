"""How the check for overlaps of a plan stands between the two nodes. Pure functions of a view."""

from __future__ import annotations

from functools import cached_property
from itertools import zip_longest
from typing import Any, NamedTuple

from jig.decisions.state import ended_by, one_sides_hand
from jig.operations.near_in_time import NEAR_S, near
from jig.record.kind import Verdict
from jig.record.registers import SIDES
from jig.record.view import Meta, View

UNCHECKED, STALE, DIFFERENT, OVERLAPS, RESOLVED = "UNCHECKED", "STALE", "DIFFERENT", "OVERLAPS", "RESOLVED"
NONE_FOUND = "NO-CONFLICT-FOUND"


class Found(NamedTuple):
    """A side's last verdict on a plan (table `overlap`, by the plan's id). rows: the overlaps named, in order."""

    id: bytes
    key: str
    against: tuple[bytes, ...]
    parameters: tuple[str, ...]
    conflicts: int
    digest: str
    first: str
    rows: tuple[str, ...] = ()


class Resolved(NamedTuple):
    """A side's resolution (table `overlap.resolved`, by the plan's id and the digest)."""

    id: bytes
    key: str
    by: str


class Overlaps:
    """The overlaps of one plan, as each node found them."""

    def __init__(self, view: View, plan: Meta) -> None:
        self.view, self.plan = view, plan

    @cached_property
    def verdicts(self) -> tuple[Found | None, Found | None]:
        """Each side's last verdict, by its own hand and not taken back."""
        first, second = (self._verdict(side) for side in SIDES)
        return first, second

    def _verdict(self, side: int) -> Found | None:
        found: Found | None = self.view.last("overlap", self.plan.id, side)
        return found if self._counts(found, side) else None

    def _counts(self, found: Found | Resolved | None, side: int) -> bool:
        return found is not None and one_sides_hand(self.view, found.key, side) and not ended_by(self.view, found.id)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Plans of the other participant with which a side did not compare it."""
        checked = [set(one.against) for one in self.verdicts if one is not None]
        return tuple(one.hex()[:12] for one in others(self.view, self.plan) if any(one not in c for c in checked))

    @cached_property
    def difference(self) -> str:
        """The first difference between the two verdicts, or what is missing; empty where there is none."""
        first, second = (self.verdicts[side] for side in self._in_order)
        if first is None or second is None:
            return " ".join(self.view.code(side) for side in self._in_order if self.verdicts[side] is None)
        if first.against != second.against:
            return f"against {min(set(first.against) ^ set(second.against)).hex()[:12]}"
        if first.parameters != second.parameters:
            pairs = zip(first.parameters, second.parameters, strict=True)
            return "parameters " + next(f"{one} / {other}" for one, other in pairs if one != other)
        if (first.digest, first.conflicts) != (second.digest, second.conflicts):
            named = next(
                (pair for pair in zip_longest(first.rows, second.rows, fillvalue="") if len(set(pair)) > 1), None
            )
            one, other = named if named is not None else (first.first, second.first)
            return f"conflicts {first.conflicts} / {second.conflicts}: {one or '-'} / {other or '-'}"
        return " ".join(self.missing)

    @cached_property
    def state(self) -> str:
        """UNCHECKED, DIFFERENT, STALE, OVERLAPS, RESOLVED or NO-CONFLICT-FOUND."""
        first, second = self.verdicts
        if first is None or second is None:
            return UNCHECKED
        if self.missing:
            return STALE
        if self.difference:
            return DIFFERENT
        if not first.conflicts:
            return NONE_FOUND
        return OVERLAPS if self.unresolved_by else RESOLVED

    @cached_property
    def first(self) -> str:
        """The first overlap that either node found, empty where none did."""
        found = (self.verdicts[side] for side in self._in_order)
        return next((one.first for one in found if one is not None and one.conflicts), "")

    @property
    def overlapping(self) -> bool:
        """Whether either node found an overlap."""
        return any(one is not None and one.conflicts for one in self.verdicts)

    @cached_property
    def unresolved_by(self) -> tuple[str, ...]:
        """The participants whose officers have not resolved what their own node found."""
        return tuple(self.view.code(side) for side in self._in_order if not self._resolved(side))

    @property
    def _in_order(self) -> list[int]:
        # By the participants' codes: which log is called the first must not show.
        return sorted(SIDES, key=self.view.code)

    def _resolved(self, side: int) -> bool:
        own = self.verdicts[side]
        if own is None:
            return False
        found: Resolved | None = self.view.last("overlap.resolved", (self.plan.id, own.digest), side)
        return not own.conflicts or self._counts(found, side)

    @property
    def settled(self) -> bool:
        """Whether nothing of it stands in the way: none found by both, or resolved by both."""
        return self.state in (NONE_FOUND, RESOLVED)


def others(view: View, plan: Meta) -> list[bytes]:
    """List the plans that a check of a plan has to be made against, by id.

    They are all that the other participant ever gave and that were accepted, whose window is within a day of its own.
    One that was ended or carried out stays among them: that a plan is taken back must not, by itself, permit another.
    """
    said = view.last("plan.said", plan.id, plan.side)
    metas = map(view.entry, near(view, 1 - plan.side, said.start, said.end))
    accepted = (one for one in metas if one is not None and one.verdict is Verdict.OK)
    return sorted(one.id for one in accepted if _near(said, view.last("plan.said", one.id, one.side)))


def _near(one: Any, other: Any) -> bool:
    if one.start is None or other.start is None:
        return True
    return bool(one.start - NEAR_S <= other.end and other.start - NEAR_S <= one.end)
