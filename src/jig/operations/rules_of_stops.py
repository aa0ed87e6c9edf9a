"""What the agreement says of STOP and of what follows it (ToR Pre.3, 2.a, 2.c.ii)."""

from __future__ import annotations

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.operations.stops import Struck


@rule(
    "C007",
    reading="A47",
    of="stop",
    at="cut",
    breaks="WARN",
    broken="It names no place, area or plan known here: {unknown}.",
    consequence="Everything is held until it is lifted.",
    next_step="Leave it as it is; call another with a narrower reach before this one is lifted.",
)
def a_stop_says_how_far_it_reaches(everything: bool, unknown: tuple[str, ...]) -> Finding:
    """A STOP names how far it reaches; until that is known it reaches everything."""
    return Finding(not everything, unknown=unknown or "NONE")


@rule(
    "C045",
    reading="A47",
    of="stop-taken",
    at="cut",
    broken="What is taken is no STOP of the counterpart's that is known here.",
    consequence="Recorded; the STOP holds and counts as not taken.",
    next_step="Name the counterpart's STOP by its exact entry.",
)
def the_counterparts_stop_is_taken(counterparts_stop: bool) -> Finding:
    """A STOP is taken by the side that did not call it."""
    return Finding(counterparts_stop)


@rule(
    "C045",
    reading="A47",
    of="stop-taken",
    at="cut",
    broken="{name} is no accredited officer of this side here.",
    consequence="Recorded; the STOP holds and counts as not taken.",
    next_step="Name the officer of this side who took it.",
)
def a_stop_is_taken_by_a_named_officer(taker_accredited: bool, taken_by: str) -> Finding:
    """Whoever takes a STOP is an accredited officer, by name."""
    return Finding(taker_accredited, name=taken_by)


@rule(
    "C045",
    reading="A47",
    of="stop-standing",
    at="standing",
    breaks="WARN",
    broken="No officer of the other side has taken it by name.",
    consequence="It holds all the same; after {seconds} s both representatives are called.",
    next_step="Take it by name, or call both representatives.",
)
def a_stop_is_taken(taken_by: str, answer_s: int | None) -> Finding:
    """A STOP is taken by a named officer of the other side."""
    return Finding(bool(taken_by), seconds="UNSET" if answer_s is None else answer_s)


@rule(
    "C045",
    reading="A47",
    of="plan",
    at="standing",
    needs="execution",
    breaks="WARN",
    broken="{state}: dated {at}, after the STOP {stops} and before its lift.",
    consequence="Shown to both representatives; it stays on the record of both.",
    next_step="Let both representatives take it up at once.",
)
def nothing_is_struck_after_a_stop(struck_after_stop: tuple[Struck, ...]) -> Finding:
    """Nothing is carried out in the reach of a STOP between its call and its lift."""
    found = struck_after_stop
    known = any(one.known for one in found)
    return Finding(
        False if known else None if found else True, state="STRUCK-AFTER-STOP", at=found[0].at if found else 0,
        stops=tuple(one.stop.hex()[:12] for one in found),
    )  # fmt: skip
