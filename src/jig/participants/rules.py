"""What the agreement says of those who speak for a participant (ToR 1.d)."""

from __future__ import annotations

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.record.keyset import Officer


@rule(
    "C025",
    reading="A20",
    of="authority",
    at="cut",
    broken="{officer} transmitted it in the role {role}, which does not permit it at this position of the log.",
    consequence="Recorded as information; it permits nothing.",
    next_step="Let an accredited officer with one of these roles transmit it: {needed}.",
)
def transmitted_by_an_officer_with_that_authority(
    officer: Officer | None, officer_name: str, role: str, needed_roles: frozenset[str], relieved: bool
) -> Finding:
    """What moves toward action is transmitted by an officer accredited in that role at that position."""
    held = officer is not None and not relieved and role in officer.roles
    kept = held and (not needed_roles or role in needed_roles)
    return Finding(kept, officer=officer_name, role=role, needed=tuple(sorted(needed_roles)), relieved=relieved)


@rule(
    "C024",
    reading="A18",
    of="post",
    at="cut",
    breaks="WARN",
    broken="The post {post} is filled with rank {found}; the reading asks for {expected} or higher.",
    consequence="Shown on the roster; nothing is blocked.",
    next_step="State a dispensation or appoint an officer of that rank.",
)
def the_senior_representative_has_the_rank(post: str, rank_code: str, senior_grade: str, dispensation: str) -> Finding:
    """A senior national representative holds colonel's rank or its civilian equivalent."""
    lower = post == "SNR" and _grade(rank_code) < _grade(senior_grade)
    return Finding(not lower or bool(dispensation), post=post, found=rank_code, expected=senior_grade)


@rule(
    "C017",
    reading="A18",
    of="post",
    at="cut",
    breaks="WARN",
    broken="The post {post} has rank {found}, its counterpart has {expected}.",
    consequence="Shown on the roster; nothing is blocked.",
    next_step="Match the rank where practicable.",
)
def ranks_match_the_counterparts(post: str, rank_code: str, counterpart_rank: str | None) -> Finding:
    """Paired posts have matching ranks where practicable."""
    kept = counterpart_rank is None or counterpart_rank == rank_code
    return Finding(kept, post=post, found=rank_code, expected=counterpart_rank or "")


@rule(
    "C025",
    reading="A20",
    of="relief",
    at="cut",
    breaks="WARN",
    broken="No key set of this log ever named an officer {officer}.",
    consequence="Recorded; it relieves nobody.",
    next_step="Relieve the officer by the name under which `jig officer list DIR` shows it; mind the spelling.",
)
def a_relief_names_an_officer_of_this_side(officer_relieved: str, accredited_once: bool) -> Finding:
    """A relief names an officer whom this side accredited."""
    return Finding(accredited_once, officer=officer_relieved)


def _grade(code: str) -> int:
    """Read the number of a rank code such as OF-5; 0 when it has none."""
    tail = code.rpartition("-")[2]
    return int(tail) if tail.isdecimal() else 0
