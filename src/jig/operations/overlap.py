"""Overlaps of a plan with others: each node computes alone, a named officer states it, people resolve what overlaps."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated

from pydantic import Field

from jig.operations.answers import AboutPlan
from jig.operations.overlaps import Found, Resolved
from jig.record.fields import Digest, EntryRef, Lang, Name, Text
from jig.record.kind import Body, Verdict, Write

Metres = Annotated[int, Field(ge=0, le=1_000_000)]


class Parameters(Body):
    """By what the check was made: the agreed separations, None while they are not agreed, and the method."""

    lateral_m: Metres | None
    vertical_m: Metres | None
    time_s: Annotated[int, Field(ge=0, le=31_536_000)] | None
    method: Annotated[str, Field(min_length=1, max_length=64)]


class DeconflictionVerdict(Body):
    """What one node found, alone, of one plan against others. To find none says nothing of what is not known."""

    plan: EntryRef
    against: Annotated[tuple[EntryRef, ...], Field(max_length=4096, strict=False)]
    parameters: Parameters
    conflicts: Annotated[int, Field(ge=0, le=1_000_000)]
    conflicts_digest: Digest
    first_conflict: Annotated[str, Field(max_length=500)] = ""
    overlaps: Annotated[tuple[Annotated[str, Field(max_length=200)], ...], Field(max_length=64, strict=False)] = ()
    stated_by: Name
    lang: Lang
    text: Text


class OverlapResolution(Body):
    """One side's officer resolved the overlaps under one digest, and says how."""

    plan: EntryRef
    conflicts_digest: Digest
    decided_by: Name
    lang: Lang
    reason: Annotated[str, Field(min_length=1, max_length=20_000)]


class VerdictFacts(AboutPlan):
    """Facts about a verdict."""

    body: DeconflictionVerdict  # type: ignore[assignment]

    @property
    def named(self) -> str:
        """The officer behind it."""
        return self.body.stated_by

    @property
    def named_accredited(self) -> bool:
        """Whether that is an officer of this side at this cut."""
        return self.view.officer(self.side, self.body.stated_by) is not None

    @property
    def unknown_plans(self) -> tuple[str, ...]:
        """Plans compared with that are unknown here."""
        found = [(ref, self.view.entry(ref)) for ref in self.body.against]
        return tuple(ref[:12] for ref, meta in found if meta is None or meta.kind != "plan")


class ResolutionFacts(AboutPlan):
    """Facts about a resolution."""

    body: OverlapResolution  # type: ignore[assignment]

    @property
    def named(self) -> str:
        """The officer who resolved it."""
        return self.body.decided_by

    @property
    def named_accredited(self) -> bool:
        """Whether that is an officer of this side at this cut."""
        return self.view.officer(self.side, self.body.decided_by) is not None

    @property
    def own_digest(self) -> str:
        """The digest of this side's own last verdict, empty when it has none."""
        found: Found | None = self.view.last("overlap", bytes.fromhex(self.body.plan), self.side)
        return found.digest if found is not None else ""


@lru_cache(maxsize=64)
def _once(parameters: tuple[str, ...]) -> tuple[str, ...]:
    """Give equal parameters by one object: nearly all verdicts of a record have the same."""
    return parameters


def write_verdict(facts: VerdictFacts, verdict: Verdict) -> Iterable[Write]:
    """Write a side's last word: one that finds overlaps always, one that finds none if accepted."""
    body, stated = facts.body, facts.stated
    if verdict is not Verdict.OK and not body.conflicts:
        return []
    p = body.parameters
    parameters = _once(tuple(str(one) for one in (p.lateral_m, p.vertical_m, p.time_s, p.method)))
    against = tuple(sorted(bytes.fromhex(one) for one in set(body.against)))
    # One that was refused restricts: it agrees with nobody's, and nothing resolves it.
    digest = body.conflicts_digest if verdict is Verdict.OK else ""
    found = Found(
        stated.id, stated.entry.key, against, parameters, body.conflicts, digest, body.first_conflict, body.overlaps
    )
    return [("overlap", bytes.fromhex(body.plan), found)]


def write_resolution(facts: ResolutionFacts, verdict: Verdict) -> Iterable[Write]:
    """Write an accepted resolution."""
    body, stated = facts.body, facts.stated
    if verdict is not Verdict.OK:
        return []
    key = (bytes.fromhex(body.plan), body.conflicts_digest)
    return [("overlap.resolved", key, Resolved(stated.id, stated.entry.key, body.decided_by))]
