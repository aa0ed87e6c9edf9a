"""What the agreement says of overlaps between plans (ToR 2.a, 2.c.ii; reading A15)."""

from __future__ import annotations

from jig.agreement.finding import Finding
from jig.agreement.rule import rule


@rule(
    "C042",
    reading="A15",
    of="deconfliction-verdict",
    at="cut",
    broken="The plan is unknown here or was not accepted, or it was compared with unknown plans: {unknown}.",
    consequence="Recorded; it finds nothing.",
    next_step="Compare the plan with the plans that this log has seen.",
)
def a_check_is_of_known_plans(plan_accepted: bool, unknown_plans: tuple[str, ...]) -> Finding:
    """A check for overlaps is of one accepted plan against plans that are known."""
    return Finding(plan_accepted and not unknown_plans, unknown=unknown_plans or "NONE")


@rule(
    "C079",
    of="deconfliction-verdict",
    at="cut",
    broken="{name} is no accredited officer of this side here.",
    consequence="Recorded; it finds nothing.",
    next_step="Name the officer of this side who states it.",
)
def an_officer_stands_behind_the_check(named_accredited: bool, named: str) -> Finding:
    """What a machine computes is stated by a named officer."""
    return Finding(named_accredited, name=named)


@rule(
    "C079",
    reading="A15",
    of="overlap-resolution",
    at="cut",
    broken="{name} is no accredited officer of this side here.",
    consequence="Recorded; the overlap stands.",
    next_step="Name the officer of this side who resolved it.",
)
def an_overlap_is_resolved_by_a_named_officer(named_accredited: bool, named: str) -> Finding:
    """While no separations are agreed, named officers decide every overlap."""
    return Finding(named_accredited, name=named)


@rule(
    "C042",
    reading="A15",
    of="overlap-resolution",
    at="cut",
    broken="It resolves {found}; this side's own check found {expected}.",
    consequence="Recorded; the overlap stands.",
    next_step="State this side's own check first, then resolve what it found.",
)
def what_is_resolved_was_found(body: object, own_digest: str) -> Finding:
    """A side resolves the overlaps that its own check found, and no others."""
    found = str(getattr(body, "conflicts_digest", ""))
    return Finding(found == own_digest, found=found[:12], expected=own_digest[:12] or "NONE")


@rule(
    "C042",
    reading="A15",
    of="plan",
    at="standing",
    broken="The two checks: {state}; the first difference or what is missing: {difference}.",
    consequence="Not deconflicted.",
    next_step="Let each node compute the check for itself and its officer state it; compare what differs.",
)
def both_nodes_find_the_same_overlaps(overlap_state: str, overlap_difference: str) -> Finding:
    """Both nodes compute alone which plans overlap, and find the same."""
    kept = overlap_state in ("NO-CONFLICT-FOUND", "OVERLAPS", "RESOLVED")
    return Finding(kept, state=overlap_state, difference=overlap_difference or "NONE")


@rule(
    "C079",
    reading="A15",
    of="plan",
    at="standing",
    needs="overlapping",
    broken="{count} overlaps, the first {first}; not resolved by {missing}.",
    consequence="Not deconflicted.",
    next_step="Let officers of both sides resolve them by name, or change a plan.",
)
def every_overlap_is_resolved_by_both(
    overlap_count: int, overlap_first: str, unresolved_by: tuple[str, ...]
) -> Finding:
    """Every overlap of plans is resolved by named officers of both sides."""
    return Finding(not unresolved_by, count=overlap_count, first=overlap_first or "NONE", missing=unresolved_by)
