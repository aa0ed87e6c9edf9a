"""What the agreement says of answering a final plan (ToR 2.a, 2.b, 2.c, 2.c.ii)."""

from __future__ import annotations

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.record.view import Meta


@rule(
    "C069",
    of="acknowledgement",
    at="cut",
    broken="The plan acknowledged was judged {found} here, or is unknown.",
    consequence="Recorded; the plan is not notified by it.",
    next_step="Acknowledge an accepted plan by its exact entry.",
)
def what_is_acknowledged_was_accepted(plan_accepted: bool, plan_verdict: str) -> Finding:
    """An acknowledgement names one exact plan that was accepted."""
    return Finding(plan_accepted, found=plan_verdict or "UNKNOWN")


@rule(
    "C069",
    of="acknowledgement",
    at="cut",
    needs="plan",
    broken="The plan is this side's own.",
    consequence="Recorded; nobody acknowledges its own plan.",
    next_step="Wait for the counterpart's acknowledgement.",
)
def the_counterparts_plan_is_acknowledged(counterparts: bool) -> Finding:
    """A plan is acknowledged by the participant that receives it."""
    return Finding(counterparts)


@rule(
    "C069",
    reading="A16",
    of="acknowledgement",
    at="cut",
    broken="The plan was ended by {entry}.",
    consequence="Recorded; an ended plan is not notified.",
    next_step="Acknowledge the plan that replaced it, if there is one.",
)
def an_ended_plan_is_not_acknowledged(plan_ended_by: Meta | None) -> Finding:
    """Each version of a plan is acknowledged anew."""
    return Finding(plan_ended_by is None, entry=plan_ended_by.id.hex()[:12] if plan_ended_by else "")


@rule(
    "C069",
    of="acknowledgement",
    at="cut",
    breaks="WARN",
    broken="{name} is no accredited officer of this side here.",
    consequence="Recorded and shown; who has the plan is not known by an accredited name.",
    next_step="Name the officer of this side who has the plan.",
)
def whoever_acknowledges_is_an_officer(acknowledger_accredited: bool, acknowledged_by: str) -> Finding:
    """Whoever acknowledges a plan is an accredited officer, by name."""
    return Finding(acknowledger_accredited, name=acknowledged_by)


@rule(
    "C022",
    reading="A19",
    of="acknowledgement",
    at="cut",
    broken="All this side has of the plan's words in its own language is a machine's draft.",
    consequence="Recorded; the plan is not notified by it.",
    next_step="Let a linguist enter a HUMAN or CHECKED translation, then acknowledge again.",
)
def no_plan_is_acknowledged_from_a_machine_draft(machine_draft: bool) -> Finding:
    """Nobody acknowledges a plan of which only a machine's translation was read."""
    return Finding(not machine_draft)


@rule(
    "C069",
    reading="A05",
    of="acknowledgement",
    at="cut",
    needs="accepts_late",
    broken="It is accepted as late, and nobody gives the reason.",
    consequence="Recorded; the plan is not notified by it.",
    next_step="State why the plan is late.",
)
def lateness_is_accepted_with_its_reason(late_reason: str) -> Finding:
    """A late plan is accepted only with the reason of its lateness on record."""
    return Finding(bool(late_reason))


@rule(
    "C080",
    reading="A29",
    of="air-defence",
    at="cut",
    broken="The plan named is unknown here, or was not accepted.",
    consequence="Recorded; it confirms nothing.",
    next_step="Name an accepted plan that this log has seen.",
)
def a_line_is_about_an_accepted_plan(plan_accepted: bool) -> Finding:
    """An air-defence line is stated on one exact plan."""
    return Finding(plan_accepted)


@rule(
    "C080",
    reading="A29",
    of="air-defence",
    at="cut",
    broken="The line {found} is not this side's to state; its own is {expected}.",
    consequence="Recorded; it confirms nothing.",
    next_step="State this side's own line, or the third party's where the reading gives it to this side.",
)
def each_side_speaks_for_its_own_air_defence(line: str, own_code: str, third_party: str) -> Finding:
    """Each participant sees to it that its own air defence does not engage the plan's forces."""
    return Finding(line in (own_code, third_party), found=line, expected=own_code)


@rule(
    "C081",
    reading="A29",
    of="air-defence",
    at="cut",
    broken="{found} states the line of {line}; by the reading {expected} does.",
    consequence="Recorded; it confirms nothing.",
    next_step="Let the participant named by the reading state this line.",
)
def the_third_party_line_has_its_confirmer(
    line: str, third_party: str, own_code: str, third_party_confirmer: str
) -> Finding:
    """The third party's air-defence line is stated by the participant that the reading names."""
    kept = line != third_party or own_code == third_party_confirmer
    return Finding(kept, line=line, found=own_code, expected=third_party_confirmer or "UNSET")


@rule(
    "C081",
    reading="A29",
    of="air-defence",
    at="cut",
    breaks="WARN",
    broken="The confirmation of {line} was not obtained.",
    consequence="Shown; the plan is not deconflicted.",
    next_step="Obtain it and state the line again, or withdraw the plan.",
)
def an_air_defence_line_is_obtained(line: str, status: str) -> Finding:
    """Each air-defence line is confirmed, or said not to have been obtained."""
    return Finding(status == "CONFIRMED", line=line)


@rule(
    "C045",
    reading="A09",
    of="flight-safety-call",
    at="cut",
    broken="The plan named is unknown here, or was not accepted.",
    consequence="Recorded; it deconflicts nothing.",
    next_step="Name an accepted plan that this log has seen.",
)
def a_call_is_about_an_accepted_plan(plan_accepted: bool) -> Finding:
    """A flight-safety call is recorded for one exact plan."""
    return Finding(plan_accepted)


@rule(
    "C045",
    reading="A09",
    of="flight-safety-call",
    at="cut",
    broken="{caller} is no accredited officer of this side here.",
    consequence="Recorded; it deconflicts nothing.",
    next_step="Name the officer of this side who called.",
)
def the_own_caller_is_accredited(own_accredited: bool, own_caller: str) -> Finding:
    """The author's caller is one of its accredited officers."""
    return Finding(own_accredited, caller=own_caller)


@rule(
    "C045",
    reading="A09",
    of="flight-safety-call",
    at="cut",
    broken="{caller} is no accredited officer of the counterpart, as far as this log has seen.",
    consequence="Recorded; it deconflicts nothing.",
    next_step="Call again and name an officer whom the counterpart accredits.",
)
def the_other_caller_is_accredited(other_accredited: bool, other_caller: str) -> Finding:
    """The counterpart's caller is accredited by the counterpart at this log's cut."""
    return Finding(other_accredited, caller=other_caller)


@rule(
    "C065",
    reading="A09",
    of="flight-safety-call",
    at="cut",
    breaks="WARN",
    broken="The call was not read back.",
    consequence="Shown; the plan is not deconflicted.",
    next_step="Repeat the call and record the read-back.",
)
def the_call_is_read_back(read_back: bool) -> Finding:
    """A call on the existing channel counts once it was read back."""
    return Finding(read_back)
