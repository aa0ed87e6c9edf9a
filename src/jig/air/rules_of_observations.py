"""What the agreement says of seeing whether the grounding holds (ToR 3, 3.a; AP 3.d)."""

from __future__ import annotations

from typing import Any

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.air.observation import UNKNOWN, Measured


@rule(
    "C096",
    of="observation",
    at="cut",
    breaks="INCOMPLETE",
    broken="Neither a track nor an area is given.",
    consequence="INCOMPLETE: it is held against no notice.",
    next_step="Give where it was seen: points of a track, or the name of an area.",
)
def an_observation_says_where(body: Any) -> Finding:
    """An observation says where the aircraft was seen."""
    return Finding(bool(body.track) or body.area is not None)


@rule(
    "C096",
    of="observation",
    at="cut",
    broken="It lasts from {found} to {expected}; points out of their time: {points}.",
    consequence="Recorded; it is held against no notice.",
    next_step="Correct the times: from, to, and each point between them, in order.",
)
def an_observation_runs_forward_in_time(out_of_time: tuple[int, ...], body: Any) -> Finding:
    """An observation ends after it begins, and its points lie in order between."""
    kept = body.time_from <= body.time_to and not out_of_time
    return Finding(kept, found=body.time_from, expected=body.time_to, points=out_of_time[:20] or ("-",))


@rule(
    "C096",
    of="observation",
    at="cut",
    breaks="WARN",
    broken="It lasts to {expected}, beyond its author's own stamp {found}.",
    consequence="Recorded and shown: one of the two times is wrong.",
    next_step="Check the times and the node's clock; state the observation again.",
)
def an_observation_is_of_what_is_past(told_at: int, body: Any) -> Finding:
    """What was seen lies before it is stated."""
    return Finding(body.time_to <= told_at, found=told_at, expected=body.time_to)


@rule(
    "C096",
    of="observation",
    at="cut",
    broken="Altitudes without unit, or without what they are above: {points}.",
    consequence="Recorded; it is held against no notice.",
    next_step="Give altitude, unit and reference together, or none of them.",
)
def an_altitude_says_what_it_is_above(half_altitudes: tuple[int, ...]) -> Finding:
    """An altitude has its unit and what it is above: barometric and geometric ones never mix."""
    return Finding(not half_altitudes, points=half_altitudes or ("-",))


@rule(
    "C096",
    reading="A11",
    of="observation",
    at="cut",
    broken="The operator is {found}; there are {expected}.",
    consequence="Recorded; it is held against no notice.",
    next_step="Name the operator by code, UNKNOWN where nobody can say.",
)
def an_operator_is_stated_by_code(operator: str, operators: tuple[str, ...]) -> Finding:
    """Who operated an aircraft is stated by its author, never inferred."""
    return Finding(operator in operators, found=operator, expected=operators)


@rule(
    "C096",
    reading="A11",
    of="observation",
    at="cut",
    breaks="INCOMPLETE",
    broken="No source is given for the operator {found}.",
    consequence="INCOMPLETE: it is held against no notice.",
    next_step="Name the kind of source, no person, or state the operator as UNKNOWN.",
)
def an_operator_is_stated_with_its_source(operator: str, body: Any) -> Finding:
    """Who operated an aircraft is stated with its source and confidence."""
    return Finding(operator == UNKNOWN or bool(body.attribution.source.strip()), found=operator)


@rule(
    "C102",
    reading="A11",
    of="observation",
    at="cut",
    breaks="WARN",
    broken="The operator is {found}.",
    consequence="QUERY: recorded; it is no violation by anybody while that stands.",
    next_step="Ask the counterpart who flew; state the answer in a new observation.",
)
def a_civil_or_unknown_aircraft_is_a_query(doubtful: bool, operator: str) -> Finding:
    """Civil aircraft and aircraft that nobody attributes are recorded and queried."""
    return Finding(not doubtful, found=operator)


@rule(
    "C102",
    reading="A13",
    of="observation",
    at="cut",
    needs="named_with_track",
    breaks="WARN",
    broken="No point or leg of the track touches {area}, which it names.",
    consequence="Recorded and shown as stated: whether it was inside rests on the name alone.",
    next_step="Check the positions and the name; state the observation again.",
)
def a_track_touches_the_area_that_is_named(touches_named: bool, body: Any) -> Finding:
    """An observation names the designated area that its track touches."""
    return Finding(touches_named, area=body.area)


# --- means of seeing, and what they covered --------------------------------------------------------------------------


@rule(
    "C100",
    of="measure",
    at="cut",
    broken="The owner is {found}; there are {expected}.",
    consequence="Recorded; it covers nothing.",
    next_step="Name the participant who runs it, or BOTH.",
)
def a_measure_has_an_owner(owners: tuple[str, ...], body: Any) -> Finding:
    """A measure is run by a participant, or by both."""
    return Finding(body.owner in owners, found=body.owner, expected=owners)


@rule(
    "C128",
    of="measure",
    at="cut",
    broken="It ends at {found}, before it begins at {expected}.",
    consequence="Recorded; it covers nothing.",
    next_step="Give an end after its beginning, or none.",
)
def a_measure_ends_after_it_begins(body: Any) -> Finding:
    """A mechanism is in place from an instant on, and ends after it."""
    kept = body.end is None or body.start <= body.end
    return Finding(kept, found="NONE" if body.end is None else body.end, expected=body.start)


@rule(
    "C100",
    of="measure-coverage",
    at="cut",
    broken="No measure {found} in place at that time is known here.",
    consequence="Recorded; it counts as no coverage.",
    next_step="State the measure first, or name one in place from the beginning to the end.",
)
def coverage_is_of_a_measure_in_place(measures: tuple[Measured, ...], body: Any) -> Finding:
    """Coverage is stated of a measure in place at that time."""
    kept = any(one.start <= body.time_from and (one.end is None or body.time_to <= one.end) for one in measures)
    return Finding(kept, found=body.measure)


@rule(
    "C100",
    of="measure-coverage",
    at="cut",
    broken="It lasts from {found} to {expected}.",
    consequence="Recorded; it counts as no coverage.",
    next_step="Correct the times: from, to.",
)
def coverage_ends_after_it_begins(body: Any) -> Finding:
    """Coverage lasts from an instant to a later one."""
    return Finding(body.time_from < body.time_to, found=body.time_from, expected=body.time_to)


@rule(
    "C100",
    of="measure-coverage",
    at="cut",
    broken="It lasts to {expected}, beyond its author's own stamp {found}.",
    consequence="Recorded; it counts as no coverage.",
    next_step="State what was covered once it is past: nobody has looked at what is still to come.",
)
def coverage_is_of_what_is_past(told_at: int, body: Any) -> Finding:
    """Coverage is stated of a time that is past."""
    return Finding(body.time_to <= told_at, found=told_at, expected=body.time_to)


@rule(
    "C107",
    reading="A14",
    of="observation",
    at="standing",
    needs="concerned",
    broken="Found: {determination} ({reasons}); notices compared: {notices}.",
    consequence="Shown as a question to the provider; no violation follows from it by itself.",
    next_step="Ask the provider; let an officer look at it.",
)
def a_flight_seen_was_notified(
    kept: bool | None, determination: str, codes: tuple[str, ...], labels: tuple[str, ...]
) -> Finding:
    """Each flight that was seen matches a notice given in advance."""
    return Finding(kept, determination=determination, reasons=codes or ("-",), notices=labels or ("-",))


@rule(
    "C102",
    reading="A37",
    of="observation",
    at="standing",
    needs="grounded",
    broken="Inside {areas}, and no notice of an exempt flight excuses it: {query}.",
    consequence="Shown as a question; a notice alone permits no flight there, and no violation follows by itself.",
    next_step="Let an officer look at it; ask the provider.",
)
def a_flight_seen_inside_was_exempt(excused: bool | None, query: str, area_names: tuple[str, ...]) -> Finding:
    """A flight of the third party inside a designated area is exempt, or it is prohibited."""
    return Finding(excused, areas=area_names, query=query or "NO-DATA")
