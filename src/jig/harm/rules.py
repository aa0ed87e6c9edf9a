"""What the agreement says of sparing those who do not fight (ToR Pre.3)."""

from __future__ import annotations

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.harm import rules_of_nearness, rules_of_passing, rules_of_sites, rules_of_the_list
from jig.record.view import Meta

__all__ = ["rules_of_nearness", "rules_of_passing", "rules_of_sites", "rules_of_the_list"]


@rule(
    "C007",
    reading="A21",
    of="screening",
    at="cut",
    broken="What was screened is unknown here, or was refused.",
    consequence="Recorded; a STOP stands, anything else counts for nothing.",
    next_step="Name an accepted location or target that this log has seen.",
)
def a_screening_is_of_one_place(screened: Meta | None) -> Finding:
    """A screening is of one exact location or target version."""
    return Finding(screened is not None)


@rule(
    "C007",
    reading="A21",
    of="screening",
    at="cut",
    broken="The reviewer, the precautions or the one who signed them is missing.",
    consequence="Recorded; a STOP stands, anything else counts for nothing.",
    next_step="State what is done to spare civilians, who reviewed it and who signed it.",
)
def a_named_person_signed_the_precautions(reviewer: str, precaution: str, precaution_signed_by: str) -> Finding:
    """What is done to spare those who do not fight is stated, reviewed and signed by name."""
    return Finding(bool(reviewer.strip() and precaution.strip() and precaution_signed_by.strip()))


@rule(
    "C007",
    reading="A21",
    of="screening",
    at="cut",
    breaks="WARN",
    broken="The screening says {result}: {site}.",
    consequence="Shown. A STOP ends every agreement on that place for good.",
    next_step="Review the place; after a STOP a new location or target is needed.",
)
def nothing_protected_is_known_nearby(result: str, nearest_site: str) -> Finding:
    """A screening shows what protected places are known near; to find none permits nothing."""
    return Finding(result == "NOTHING-FOUND", result=result, site=nearest_site or "-")
