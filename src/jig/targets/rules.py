"""What the agreement says of targets up to the agreement for action (ToR Pre.1, Pre.3, Pre.4, 1.d, 2, 2.a; AP 3.b)."""

from __future__ import annotations

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.decisions.state import COORDINATION
from jig.targets import rules_of_acts
from jig.targets.state import Apart, TargetVersion

__all__ = ["rules_of_acts"]


@rule(
    "C002",
    reading="A10",
    of="target",
    at="cut",
    broken="The adversary {found} is not one that the agreement names: {expected}.",
    consequence="Recorded; nothing can be agreed on it.",
    next_step="State one of the adversaries of the agreement, or withdraw the target.",
)
def directed_against_a_named_adversary(adversary: str, adversaries: tuple[str, ...]) -> Finding:
    """Efforts are directed against the adversaries that the agreement names, and nobody else."""
    return Finding(adversary in adversaries, found=adversary, expected=adversaries)


@rule(
    "C035",
    reading="A24",
    of="target",
    at="cut",
    broken="The phase is {found}; targets are coordinated in {expected}.",
    consequence="Recorded; nothing can be agreed on it.",
    next_step="Exchange information until both representatives find it commonly understood, then state it again.",
)
def coordination_follows_common_understanding(phase: str) -> Finding:
    """Coordination begins with information exchange; targets follow once it is commonly understood."""
    return Finding(phase == COORDINATION, found=phase, expected=COORDINATION)


@rule(
    "C124",
    of="target",
    at="cut",
    broken="The category {found} is not listed, or needs words and has none; listed are {expected}.",
    consequence="Recorded; nothing can be agreed on it.",
    next_step="State a listed category; say what it is where it is OTHER.",
)
def a_target_has_a_listed_category(category: str, categories: tuple[str, ...], category_text: str) -> Finding:
    """A target has one of the listed categories, which is never a score; an unlisted one is put in words."""
    kept = category in categories and (category != "OTHER" or bool(category_text))
    return Finding(kept, found=category, expected=categories)


@rule(
    "C039",
    of="target",
    at="cut",
    needs="individual",
    broken="The target is a person and more than a reference is given.",
    consequence="Recorded; nothing can be agreed on it. What stands in a log stays there.",
    next_step="State the reference to the national package only: no names, description or text.",
)
def a_person_is_a_reference_only(only_a_reference: bool) -> Finding:
    """Only the released extract is shared; of a person, only the reference to the national package."""
    return Finding(only_a_reference)


@rule(
    "C050",
    reading="A23",
    of="target",
    at="cut",
    breaks="WARN",
    broken="No format for target information is agreed.",
    consequence="Recorded and shown; the counterpart may read it otherwise than meant.",
    next_step="Agree the format FORMAT-TGT.",
)
def targets_are_told_in_an_agreed_format(target_format: bool) -> Finding:
    """Information on targets is given in the format that both decided."""
    return Finding(target_format)


@rule(
    "C053",
    reading="A25",
    of="vetting",
    at="cut",
    broken="The target version vetted is unknown here, or was refused.",
    consequence="Recorded; it vets nothing.",
    next_step="Name a target version that this log has seen.",
)
def a_vetting_is_of_one_version(version: TargetVersion | None) -> Finding:
    """Vetting is of one exact version of a target."""
    return Finding(version is not None)


@rule(
    "C055",
    reading="A25",
    of="validation",
    at="cut",
    broken="The target version validated is unknown here, or was refused.",
    consequence="Recorded; it validates nothing.",
    next_step="Name a target version that this log has seen.",
)
def a_validation_is_of_one_version(version: TargetVersion | None) -> Finding:
    """Validation is of one exact version of a target."""
    return Finding(version is not None)


@rule(
    "C055",
    reading="A25",
    of="validation",
    at="cut",
    broken="The validation expires no later than it was made.",
    consequence="Recorded; it validates nothing.",
    next_step="State when it was made and when it expires.",
)
def a_validation_lasts_for_a_time(lasts: bool) -> Finding:
    """A validation is for a time that ends after it was made."""
    return Finding(lasts)


@rule(
    "C008",
    reading="A26",
    of="validation",
    at="cut",
    broken="The legal adviser, the reference or the time of the legal review is missing.",
    consequence="Recorded; it validates nothing.",
    next_step="Let a legal adviser review it; state name, reference and time.",
)
def a_validation_bears_a_legal_attestation(attested: bool) -> Finding:
    """Each validation bears the attestation of a named legal adviser: the law of armed conflict is complied with."""
    return Finding(attested)


@rule(
    "C058",
    reading="A50",
    of="location",
    at="cut",
    broken="A mensurated location lacks: {missing}.",
    consequence="Recorded; nothing can be agreed on it.",
    next_step="State the vertical datum and both errors.",
)
def a_location_states_datum_and_errors(unstated: tuple[str, ...]) -> Finding:
    """A mensurated location states its datums and its circular and linear errors."""
    return Finding(not unstated, missing=unstated)


@rule(
    "C057",
    reading="A08",
    of="location",
    at="cut",
    broken="Both do not agree here that this version of the target is actionable.",
    consequence="Recorded; nothing can be agreed on it.",
    next_step="Obtain both agreements that it is actionable, then state the location again.",
)
def only_actionable_targets_are_located(agreed_actionable: bool) -> Finding:
    """Only targets that both agree are actionable are developed further."""
    return Finding(agreed_actionable)


@rule(
    "C030",
    of="target",
    at="standing",
    broken="{found} differences between the two sides' statements on it are open.",
    consequence="DISPUTED: nothing on it is permitted.",
    next_step="Let an officer of each side close each of them, by name and with the reason.",
)
def no_difference_on_a_target_is_open(open_differences: int) -> Finding:
    """Differences in how the two sides present a target are resolved."""
    return Finding(open_differences == 0, found=open_differences)


@rule(
    "C058",
    reading="A50",
    of="target",
    at="standing",
    needs="apart",
    broken="The two sides put it {found} m apart; at most {expected} m is one place.",
    consequence="DISPUTED: nothing on it is permitted.",
    next_step="Compare datum, zone and digits; let the side that erred state its location again.",
)
def both_sides_mean_one_place(apart: Apart) -> Finding:
    """The locations that both sides measured are of one place."""
    return Finding(not apart.different, found=apart.distance_m, expected=apart.tolerance_m)
