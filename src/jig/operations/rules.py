"""What the agreement says of final plans (ToR 2.a, 2.c, 2.c.ii; AP 3.d(2), 5)."""

from __future__ import annotations

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.agreement.terms import Named
from jig.decisions.state import Proposed
from jig.operations import (
    rules_of_answers,
    rules_of_attestation,
    rules_of_calls,
    rules_of_dissent,
    rules_of_forces,
    rules_of_milestones,
    rules_of_outcome,
    rules_of_overlaps,
    rules_of_stops,
)
from jig.operations.plan import FORMAT, Element, Leg, Method, Procedure, Window
from jig.places.position import Position

__all__ = [
    "rules_of_answers",
    "rules_of_attestation",
    "rules_of_calls",
    "rules_of_dissent",
    "rules_of_forces",
    "rules_of_milestones",
    "rules_of_outcome",
    "rules_of_overlaps",
    "rules_of_stops",
]


@rule(
    "C043",
    reading="A08",
    of="plan",
    at="cut",
    broken="The action {action} is not agreed by both here.",
    consequence="Recorded; not notified. What is done under it is a non-agreed action.",
    next_step="Obtain both agreements for action, then give the plan again.",
)
def only_what_both_agreed_is_acted_on(consented: bool, body: object) -> Finding:
    """Only targets that both agreed on in advance are acted on."""
    return Finding(consented, action=str(getattr(body, "action", ""))[:12])


@rule(
    "C044",
    reading="A23",
    of="plan",
    at="cut",
    broken="The plan names procedure {found}; in force here is {expected}.",
    consequence="Recorded; not notified.",
    next_step="Name an agreed procedure in its version in force, or agree one first.",
)
def under_a_procedure_in_force(procedure: Procedure | None, procedure_in_force: Named | None) -> Finding:
    """Action is taken only under procedures that both agreed."""
    found = f"{procedure.id} {procedure.version}" if procedure is not None else "NONE"
    expected = procedure_in_force.version if procedure_in_force is not None else "NONE"
    kept = procedure is not None and procedure_in_force is not None and procedure.version == expected
    return Finding(kept, found=found, expected=expected)


@rule(
    "C073",
    reading="A23",
    of="plan",
    at="cut",
    broken="The plan follows {format} version {found}; agreed is {expected}.",
    consequence="Recorded; not notified.",
    next_step="Use the agreed version of the format, or agree one first.",
)
def in_the_agreed_format(format_version: str, format_in_force: Named | None) -> Finding:
    """Intended operations are told in the agreed format."""
    expected = format_in_force.version if format_in_force is not None else "NONE"
    kept = format_in_force is not None and format_version == expected
    return Finding(kept, format=FORMAT, found=format_version or "NONE", expected=expected)


@rule(
    "C069",
    reading="A16",
    of="plan",
    at="cut",
    broken="The counterpart uses the label {label} for a plan of its own.",
    consequence="Recorded; not notified.",
    next_step="Choose a label that nobody uses.",
)
def a_plan_has_a_label_of_its_own(label_taken: bool, body: object) -> Finding:
    """A final plan and its versions bear a label that the counterpart does not use."""
    return Finding(not label_taken, label=str(getattr(body, "plan_id", "")))


@rule(
    "C036",
    of="plan",
    at="cut",
    needs="integrated",
    broken="It is for an integrated operation, which still waits for {lacking}.",
    consequence="Recorded; not notified.",
    next_step="Agree the act integrated on JIG and the procedure PROC-INT, or plan an operation of one side.",
)
def an_integrated_plan_waits_for_both_authorities(lacking: tuple[str, ...]) -> Finding:
    """An integrated operation is planned only once both authorities allow it and a procedure for it is agreed."""
    return Finding(not lacking, lacking=lacking)


@rule(
    "C036",
    of="plan",
    at="standing",
    needs="integrated",
    broken="It is for an integrated operation, which here waits for {lacking}.",
    consequence="It permits nothing.",
    next_step="Agree the act integrated on JIG and the procedure PROC-INT anew.",
)
def both_authorities_still_allow_the_integrated_operation(lacking: tuple[str, ...]) -> Finding:
    """An integrated operation stands only while both authorities allow it."""
    return Finding(not lacking, lacking=lacking)


@rule(
    "C069",
    reading="A16",
    of="plan",
    at="cut",
    breaks="WARN",
    broken="Changed against the version before: {changed}; material by the reading: {material}.",
    consequence="It takes the place of the version before; no acknowledgement of that one counts for it.",
    next_step="Read back what changed, and acknowledge this version.",
)
def what_a_new_version_changes_is_listed(changed: tuple[str, ...], material: tuple[str, ...]) -> Finding:
    """What a new version of a plan changes is listed for whoever acknowledges it."""
    return Finding(not changed, changed=changed, material=material or "NONE")


# --- the five details ------------------------------------------------------------------------------------------------


@rule(
    "C074",
    of="plan",
    at="cut",
    breaks="INCOMPLETE",
    broken="The time of execution is missing.",
    consequence="Recorded as INCOMPLETE; it does not count as notice.",
    next_step="State the window's start and end.",
)
def the_time_is_given(window: Window | None) -> Finding:
    """A final plan states the general time."""
    return Finding(window is not None)


@rule(
    "C074",
    reading="A16",
    of="plan",
    at="cut",
    needs="window",
    broken="The window ends at {found}, not after its start at {expected}.",
    consequence="Recorded; not notified.",
    next_step="State a window whose end is after its start.",
)
def the_window_ends_after_it_starts(window: Window) -> Finding:
    """The window of execution ends after it starts."""
    return Finding(window.end > window.start, found=window.end, expected=window.start)


@rule(
    "C074",
    reading="A16",
    of="plan",
    at="cut",
    needs="window",
    breaks="WARN",
    broken="The window is {found} s wide; the reading allows {expected} s.",
    consequence="Recorded and shown; the time is less than general.",
    next_step="Narrow the window if you can.",
)
def the_window_is_not_too_wide(window: Window, widest_window_s: int | None) -> Finding:
    """The window is no wider than agreed, where a width is agreed."""
    width = window.end - window.start
    expected = "UNSET" if widest_window_s is None else widest_window_s
    return Finding(widest_window_s is None or width <= widest_window_s, found=width, expected=expected)


@rule(
    "C075",
    reading="A28",
    of="plan",
    at="cut",
    breaks="INCOMPLETE",
    broken="The method is {found}; one of {expected} is expected.",
    consequence="Recorded as INCOMPLETE; it does not count as notice.",
    next_step="State the general method by its code.",
)
def the_method_is_given(method: Method | None, methods: tuple[str, ...]) -> Finding:
    """A final plan states the intended general method."""
    found = method.code if method is not None else "NONE"
    return Finding(found in methods, found=found, expected=methods)


@rule(
    "C076",
    of="plan",
    at="cut",
    breaks="INCOMPLETE",
    broken="The force composition is missing.",
    consequence="Recorded as INCOMPLETE; it does not count as notice.",
    next_step="State the general types and how many of each.",
)
def the_composition_is_given(composition: tuple[Element, ...]) -> Finding:
    """A final plan states the general force composition."""
    return Finding(bool(composition))


@rule(
    "C077",
    of="plan",
    at="cut",
    breaks="INCOMPLETE",
    broken="The routing is missing.",
    consequence="Recorded as INCOMPLETE; it does not count as notice.",
    next_step="State the points of the route, the altitudes there and the times.",
)
def the_routing_is_given(routing: tuple[Leg, ...]) -> Finding:
    """A final plan states the routing."""
    return Finding(bool(routing))


@rule(
    "C077",
    of="plan",
    at="cut",
    needs="routing",
    breaks="INCOMPLETE",
    broken="Point {point} of the route is earlier than the one before, or its upper altitude is below its lower.",
    consequence="Recorded as INCOMPLETE; it does not count as notice.",
    next_step="Put the points in the order of time, altitudes lower first.",
)
def the_routing_can_be_flown(routing: tuple[Leg, ...]) -> Finding:
    """The points of a route follow each other in time and have an altitude block each."""
    pairs = zip((routing[0], *routing), routing, strict=False)
    faults = [n for n, (a, b) in enumerate(pairs, 1) if b.time < a.time or b.altitude_upper < b.altitude_lower]
    return Finding(not faults, point=faults[0] if faults else 0)


@rule(
    "C078",
    of="plan",
    at="cut",
    breaks="INCOMPLETE",
    broken="The precise place to be struck is missing.",
    consequence="Recorded as INCOMPLETE; it does not count as notice.",
    next_step="State the aim as a position.",
)
def the_aim_is_given(aim: Position | None) -> Finding:
    """A final plan states precisely what is struck."""
    return Finding(aim is not None)


@rule(
    "C078",
    reading="A50",
    of="plan",
    at="cut",
    needs="aim_distance_m",
    broken="The aim lies {found} m from the agreed location; at most {expected} m is accepted.",
    consequence="Recorded; not notified. Nothing may be struck there.",
    next_step="Check datum, zone and digits; state the agreed location or agree another.",
)
def the_aim_is_the_agreed_location(aim_distance_m: int, aim_tolerance_m: int) -> Finding:
    """The place struck is the agreed location of the agreed target."""
    return Finding(aim_distance_m <= aim_tolerance_m, found=aim_distance_m, expected=aim_tolerance_m)


@rule(
    "C078",
    reading="A08",
    of="plan",
    at="cut",
    needs="action",
    broken="The plan names another version of target or location than was agreed for action.",
    consequence="Recorded; not notified.",
    next_step="Name target {target} and location {location}.",
)
def the_versions_are_the_agreed_ones(names_what_was_agreed: bool, action: Proposed) -> Finding:
    """Target and location are the very versions that both agreed on."""
    agreed = action.content
    return Finding(names_what_was_agreed, target=agreed.target[:12], location=agreed.location[:12])


# --- when ------------------------------------------------------------------------------------------------------------


@rule(
    "C131",
    reading="A42",
    of="plan",
    at="cut",
    broken="The window starts at {found}; the decided date of start is {expected}.",
    consequence="Recorded; not notified.",
    next_step="Decide the date of start first, or plan for that date or later.",
)
def not_before_the_date_of_start(window: Window | None, start: int | None) -> Finding:
    """Agreed strikes begin on the date that both decided, not earlier."""
    kept = start is not None and (window is None or window.start >= start)
    found = window.start if window is not None else "NONE"
    return Finding(kept, found=found, expected="NONE" if start is None else start)


@rule(
    "C069",
    reading="A05",
    of="plan",
    at="standing",
    broken="Due before {due}; the counterpart's earliest stamp on it is {stamp}: {status}.",
    consequence="LATE: not notified unless the counterpart accepts it as late.",
    next_step="Ask the counterpart to acknowledge it and to accept it as late.",
)
def told_no_later_than_the_day_before(in_time: bool | None, due: int | None, stamp: int | None) -> Finding:
    """Final plans reach the other participant no later than the day before execution."""
    status = {True: "MET", False: "MISSED", None: "UNPROVEN"}[in_time]
    return Finding(in_time, due="NONE" if due is None else due, stamp="NONE" if stamp is None else stamp, status=status)


@rule(
    "C069",
    reading="A05",
    of="plan",
    at="standing",
    overrides="C069/told_no_later_than_the_day_before",
    needs="late",
    broken="The counterpart has not accepted it as late.",
    consequence="The deadline alone decides.",
    next_step="Ask the counterpart to acknowledge it and to accept it as late.",
)
def a_late_plan_is_accepted_by_the_counterpart(accepted_late: bool) -> Finding:
    """A late plan counts as told once the counterpart accepts it as late."""
    return Finding(accepted_late)


@rule(
    "C081",
    reading="A29",
    of="plan",
    at="standing",
    broken="Air-defence lines not confirmed: {lines}.",
    consequence="Not deconflicted.",
    next_step="Let each line's own speaker confirm it.",
)
def three_air_defence_lines_are_confirmed(unconfirmed: tuple[str, ...]) -> Finding:
    """No air defence, either participant's or the third party's, engages the plan's forces."""
    return Finding(not unconfirmed, lines=unconfirmed)


@rule(
    "C045",
    reading="A09",
    of="plan",
    at="standing",
    broken="The flight-safety call is not recorded as read back by both sides.",
    consequence="Not deconflicted.",
    next_step="Call on the existing channel and let both callers' sides record it.",
)
def deconflicted_by_the_existing_channel(called: bool) -> Finding:
    """Actions are deconflicted through the existing channel: one call, recorded by both."""
    return Finding(called)


@rule(
    "C009",
    reading="A13",
    of="plan",
    at="standing",
    broken="Its aim or route touches the area of partner forces {areas}.",
    consequence="It permits nothing while they are there.",
    next_step="Ask the side whose partners they are; give another route or another time.",
)
def no_plan_in_force_touches_partner_forces(partner_areas: tuple[str, ...]) -> Finding:
    """No final plan in force touches an area of partner forces, whenever that came to be known."""
    return Finding(not partner_areas, areas=partner_areas)
