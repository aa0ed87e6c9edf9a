"""What the agreement says of agreeing on a target (ToR Pre.3, Pre.4, 1.d.ii, 2.a, 2.a.ii, 2.a.iii)."""

from __future__ import annotations

from typing import Any

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.decisions.state import COORDINATION, phase, proposed, stands
from jig.language.state import draft_translations, read_by_somebody_who_can
from jig.places.state import open_differences
from jig.record.kind import Verdict
from jig.record.view import View
from jig.targets.state import ACTIONABLE, STOP, apart, located, screening, validation, version, vetting


@rule(
    "C038",
    reading="A24",
    of="propose:actionable",
    at="cut",
    broken="The phase is {found}; targets are coordinated in {expected}.",
    consequence="Recorded; nothing can be agreed on it.",
    next_step="Let both representatives find the information commonly understood first.",
)
def targets_are_proposed_behind_the_gate(view: View) -> Finding:
    """Targets are put up for agreement once both representatives find the information commonly understood."""
    found = phase(view)
    return Finding(found == COORDINATION, found=found, expected=COORDINATION)


@rule(
    "C049",
    of="propose:actionable",
    at="cut",
    broken="It names target {found} under the subject {subject}; an accepted version of that target is expected.",
    consequence="Recorded; nothing can be agreed on it.",
    next_step="Name an accepted version, and its target id as the subject.",
)
def a_proposal_names_one_version_of_its_target(view: View, content: Any, body: Any) -> Finding:
    """What is put up for agreement is one accepted version of the target named as its subject."""
    found = _accepted_label(view, content.target)
    return Finding(found == body.subject, found=found or "UNKNOWN", subject=body.subject)


@rule(
    "C038",
    reading="A24",
    of="agree:actionable",
    at="cut",
    broken="The phase is {found}; targets are coordinated in {expected}.",
    consequence="Recorded; it permits nothing.",
    next_step="Let both representatives find the information commonly understood first.",
)
def targets_are_agreed_behind_the_gate(view: View) -> Finding:
    """Targets are agreed on once both representatives find the information commonly understood."""
    found = phase(view)
    return Finding(found == COORDINATION, found=found, expected=COORDINATION)


@rule(
    "C052",
    of="agree:actionable",
    at="cut",
    broken="This side has no vetting of this exact version that is in date at {at}.",
    consequence="Recorded; it permits nothing.",
    next_step="Vet this version, then agree.",
)
def who_agrees_has_vetted_it_itself(view: View, side: int, content: Any, body: Any) -> Finding:
    """Actionable means vetted: each side that agrees has vetted this exact version itself."""
    own = vetting(view, bytes.fromhex(content.target), side)
    kept = own is not None and (own.expires is None or own.expires > body.decided_at)
    return Finding(kept, at=body.decided_at)


@rule(
    "C053",
    reading="A25",
    of="agree:actionable",
    at="cut",
    breaks="WARN",
    broken="It was last observed {found} s before the decision; the reading asks for at most {expected} s.",
    consequence="Recorded and shown; the supporting intelligence is old.",
    next_step="Observe and vet it again.",
)
def the_supporting_intelligence_is_fresh(view: View, side: int, content: Any, body: Any) -> Finding:
    """Vetted means that the supporting intelligence is accurate, so it is not old."""
    own = vetting(view, bytes.fromhex(content.target), side)
    bound = _seconds(view, "vetting.max_age_s")
    age = body.decided_at - own.last_observed if own is not None else 0
    return Finding(bound is None or age <= bound, found=age, expected="UNSET" if bound is None else bound)


@rule(
    "C022",
    reading="A19",
    of="agree:actionable",
    at="cut",
    broken="All this side has of the target in its own language is a machine's draft.",
    consequence="Recorded; it permits nothing.",
    next_step="Let a linguist enter a HUMAN or CHECKED translation, or name who read the original.",
)
def no_target_is_agreed_on_from_a_machine_draft(view: View, side: int, content: Any, original_read_by: str) -> Finding:
    """No agreement on a target rests on a machine translation that nobody checked."""
    target = bytes.fromhex(content.target)
    read = bool(original_read_by) and read_by_somebody_who_can(view, target, side, original_read_by)
    return Finding(read or not draft_translations(view, target, side))


# --- for action ------------------------------------------------------------------------------------------------------


@rule(
    "C041",
    reading="A08",
    of="propose:action",
    at="cut",
    broken="No agreement of both that this version of the target is actionable stands behind it.",
    consequence="Recorded; nothing can be agreed on it.",
    next_step="Name the agreement that this very version is actionable.",
)
def action_follows_the_decision_on_the_target(view: View, content: Any) -> Finding:
    """How a target is addressed is proposed after both decided on it."""
    asked = bytes.fromhex(content.actionable)
    made = proposed(view, asked)
    same = made is not None and made.act == ACTIONABLE and made.content.target == content.target
    return Finding(same and stands(view, asked))


@rule(
    "C049",
    of="propose:action",
    at="cut",
    broken="It names target {found} under the subject {subject}; an accepted version of that target is expected.",
    consequence="Recorded; nothing can be agreed on it.",
    next_step="Name an accepted version, and its target id as the subject.",
)
def action_is_proposed_on_one_version(view: View, content: Any, body: Any) -> Finding:
    """Action is put up for agreement on one accepted version of the target named as its subject."""
    found = _accepted_label(view, content.target)
    return Finding(found == body.subject, found=found or "UNKNOWN", subject=body.subject)


@rule(
    "C058",
    reading="A50",
    of="propose:action",
    at="cut",
    broken="The location named is unknown here, was refused, or is of another target version.",
    consequence="Recorded; nothing can be agreed on it.",
    next_step="Name an accepted mensurated location of this version.",
)
def action_is_proposed_at_one_location(view: View, content: Any) -> Finding:
    """Action is put up for agreement at one mensurated location of that version."""
    found = located(view, content.location)
    return Finding(found is not None and found.target.hex() == content.target)


@rule(
    "C055",
    reading="A25",
    of="agree:action",
    at="cut",
    broken="This side has no validation of this version that is in date at {at}.",
    consequence="Recorded; it permits nothing.",
    next_step="Validate this version under your own guidance, then agree.",
)
def who_agrees_to_action_has_validated_it(view: View, side: int, content: Any, body: Any) -> Finding:
    """Each side that agrees to action has a validation of its own that has not expired."""
    own = validation(view, bytes.fromhex(content.target), side)
    bound = _seconds(view, "validation.max_age_s")
    aged = own is None or own.expires <= body.decided_at
    old = own is not None and bound is not None and body.decided_at - own.at > bound
    return Finding(not aged and not old, at=body.decided_at)


@rule(
    "C056",
    reading="A26",
    of="agree:action",
    at="cut",
    broken="No legal attestation of this side dated before the decision stands behind it.",
    consequence="Recorded; it permits nothing.",
    next_step="Let a legal adviser attest this version before the decision is taken.",
)
def the_law_was_attested_before_the_decision(view: View, side: int, content: Any, body: Any) -> Finding:
    """That the target may be engaged under the law is attested before the decision."""
    own = validation(view, bytes.fromhex(content.target), side)
    return Finding(own is not None and own.legal_at <= body.decided_at)


@rule(
    "C007",
    reading="A21",
    of="agree:action",
    at="cut",
    broken="This side's screening of the location: {found}; precautions signed by name: {signed}.",
    consequence="Recorded; it permits nothing.",
    next_step="Screen the location against the current list, state the precautions and who signed them.",
)
def who_agrees_to_action_has_screened_it(view: View, side: int, content: Any) -> Finding:
    """Each side that agrees to action has screened the location itself and signed what it does to spare civilians."""
    own = screening(view, bytes.fromhex(content.location), side)
    found = own.result if own is not None else "NONE"
    signed = own is not None and bool(own.precaution_signed_by)
    return Finding(own is not None and found != STOP and signed, found=found, signed=signed)


@rule(
    "C058",
    reading="A50",
    of="agree:action",
    at="cut",
    broken="The two sides put the target {found} m apart; at most {expected} m is one place.",
    consequence="Recorded; it permits nothing.",
    next_step="Compare datum, zone and digits; let the side that erred state its location again.",
)
def no_action_where_the_locations_differ(view: View, subject: str) -> Finding:
    """Action is agreed only where both sides' locations, if both gave one, are of one place."""
    found = apart(view, subject)
    if found is None:
        return Finding(True, found="ONE-SIDED", expected="ONE-SIDED")
    return Finding(not found.different, found=found.distance_m, expected=found.tolerance_m)


@rule(
    "C026",
    reading="A22",
    of="agree:action",
    at="cut",
    broken="{found} differences between the two sides' statements on {subject} are open here.",
    consequence="Recorded; it permits nothing.",
    next_step="Let an officer of each side close each of them, then agree.",
)
def no_action_while_a_difference_is_open(view: View, subject: str) -> Finding:
    """Action is agreed only once differences of representation are resolved by officers of both sides."""
    found = len(open_differences(view, subject))
    return Finding(found == 0, found=found, subject=subject)


def _seconds(view: View, name: str) -> int | None:
    """Give a bound in seconds; None when it is unset, or was agreed as something that is no number."""
    found = view.setting(name)
    return found if isinstance(found, int) else None


def _accepted_label(view: View, ref: str) -> str:
    meta = view.entry(ref)
    found = version(view, ref) if meta is not None and meta.verdict is Verdict.OK else None
    return found.label if found is not None else ""
