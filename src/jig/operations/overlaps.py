"""How the check for overlaps of a plan stands between the two nodes. Pure functions of a view."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from jig.decisions.state import ended_by, one_sides_hand, stands
from jig.record.kind import Verdict
from jig.record.registers import SIDES
from jig.record.view import Meta, View

UNCHECKED, STALE, DIFFERENT, OVERLAPS, RESOLVED = "UNCHECKED", "STALE", "DIFFERENT", "OVERLAPS", "RESOLVED"
NONE_FOUND = "NO-CONFLICT-FOUND"


class Found(NamedTuple):
    """A side's last verdict on a plan (table `overlap`, by the plan's id)."""

    id: bytes
    key: str
    against: tuple[bytes, ...]
    parameters: tuple[str, ...]
    conflicts: int
    digest: str
    first: str


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
        """Plans in force with which a side did not compare it."""
        checked = [set(one.against) for one in self.verdicts if one is not None]
        return tuple(one.hex()[:12] for one in others(self.view, self.plan.id) if any(one not in c for c in checked))

    @cached_property
    def difference(self) -> str:
        """The first difference between the two verdicts, or what is missing; empty where there is none."""
        first, second = self.verdicts
        if first is None or second is None:
            return " ".join(self.view.code(side) for side in SIDES if self.verdicts[side] is None)
        if first.against != second.against:
            return f"against {min(set(first.against) ^ set(second.against)).hex()[:12]}"
        if first.parameters != second.parameters:
            pairs = zip(first.parameters, second.parameters, strict=True)
            return "parameters " + next(f"{one} / {other}" for one, other in pairs if one != other)
        if (first.digest, first.conflicts) != (second.digest, second.conflicts):
            return f"conflicts {first.conflicts} / {second.conflicts}: {first.first or '-'} / {second.first or '-'}"
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
    def found(self) -> Found | None:
        """The verdict both share, or the one that there is."""
        return self.verdicts[0] or self.verdicts[1]

    @property
    def overlapping(self) -> bool:
        """Whether either node found an overlap."""
        return any(one is not None and one.conflicts for one in self.verdicts)

    @cached_property
    def unresolved_by(self) -> tuple[str, ...]:
        """The participants whose officers have not resolved what their own node found."""
        return tuple(self.view.code(side) for side in SIDES if not self._resolved(side))

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


def others(view: View, plan: bytes) -> list[bytes]:
    """List every other plan in force and not carried out, of both sides, by id: what a check has to be made against."""
    key = ("plans-in-force",)
    found = view.memo.get(key)
    if found is None:
        found = view.memo[key] = _in_force(view)
    return [one for one in found if one != plan]


def _in_force(view: View) -> list[bytes]:
    last = {view.last("plan", key, side) for key in view.keys("plan") for side in SIDES}
    metas = (view.entry(one) for one in last if one is not None)
    return sorted(
        one.id
        for one in metas
        if one is not None
        and one.verdict is Verdict.OK
        and ended_by(view, one.id) is None
        and not view.has("execution", one.id, one.side)
        and stands(view, view.last("plan.said", one.id, one.side).action)
    )
