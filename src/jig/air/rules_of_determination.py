"""What the agreement says of breaches of the grounding, and of asking who flew (ToR 3, 3.a, 3.b; AP 3.d)."""

from __future__ import annotations

from typing import Any

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.air.determination_frozen import WIDEST_S
from jig.record.view import Meta


@rule(
    "C102",
    of="alleged-violation",
    at="cut",
    broken="Observations unknown here, not accepted, or no longer standing: {missing}.",
    consequence="Recorded; nothing is alleged by it.",
    next_step="Name accepted observations that this log has seen.",
)
def an_allegation_rests_on_observations(missing: tuple[str, ...]) -> Finding:
    """An alleged violation rests on observations on record."""
    return Finding(not missing, missing=tuple(ref[:12] for ref in missing))


@rule(
    "C102",
    reading="A13",
    of="alleged-violation",
    at="cut",
    broken="No observation named was in {area}, as a designated area in force, at {at}.",
    consequence="Recorded; nothing is alleged by it.",
    next_step="Name the area and the instant at which an observation was inside it.",
)
def it_happened_inside_an_area_in_force(inside: bool, body: Any) -> Finding:
    """A violation is a flight inside a designated area that both signed, in force at that time."""
    return Finding(inside, area=body.area, at=body.at)


@rule(
    "C102",
    reading="A11",
    of="alleged-violation",
    at="cut",
    broken="By what is stated these were operated by {operators}.",
    consequence="Recorded; nothing is alleged by it.",
    next_step="Ask who flew; a participant's, a civil or an unknown aircraft is never the third party's.",
)
def it_is_of_a_flight_that_the_grounding_is_of(others: tuple[str, ...]) -> Finding:
    """Only the third party's flights, so attributed by a side, can be alleged to breach the grounding."""
    return Finding(not others, operators=others or ("-",))


@rule(
    "C102",
    of="alleged-violation",
    at="cut",
    broken="{officer} is no accredited officer of this side here.",
    consequence="Recorded; nothing is alleged by it.",
    next_step="Name the officer of this side who alleges it.",
)
def it_is_alleged_by_a_named_officer(accredited: bool, body: Any) -> Finding:
    """A violation is alleged by a named officer, never by software."""
    return Finding(accredited, officer=body.alleged_by)


@rule(
    "C102",
    reading="A37",
    of="alleged-violation",
    at="cut",
    breaks="WARN",
    broken="Notices of exempt flights fit what was seen: {notices}.",
    consequence="Recorded and shown beside the allegation.",
    next_step="Check the notices named before either side takes a position.",
)
def no_exempt_notice_fits(excused_by: tuple[str, ...]) -> Finding:
    """Exempt flights told of in time are no violations."""
    return Finding(not excused_by, notices=excused_by or ("-",))


@rule(
    "C131",
    reading="A42",
    of="alleged-violation",
    at="cut",
    breaks="WARN",
    broken="It happened at {found}; the decided date of start is {expected}.",
    consequence="Recorded and shown; not counted.",
    next_step="Decide the date of start; only what happens from then on counts.",
)
def counted_from_the_date_of_start(start: int | None, body: Any) -> Finding:
    """Violations are counted only from the decided date of start."""
    kept = start is not None and body.at >= start
    return Finding(kept, found=body.at, expected="NONE" if start is None else start)


@rule(
    "C101",
    reading="A36",
    of="alleged-violation",
    at="cut",
    needs="flash",
    breaks="WARN",
    broken="It is given in the urgent form, which the reading does not have.",
    consequence="Recorded; it is treated like any other.",
    next_step="Give it in the ordinary form, or let both sign the reading.",
)
def an_urgent_form_is_one_of_the_reading(flash_allowed: bool) -> Finding:
    """An allegation is given in the urgent form where the reading has one."""
    return Finding(flash_allowed)


@rule(
    "C101",
    reading="A36",
    of="violation",
    at="standing",
    broken="Due before {due}; {status}.",
    consequence="Shown as reported late, or as not proven to be in time.",
    next_step="Ask the counterpart for its countersignature; report the next one earlier.",
)
def reported_to_both_in_time(in_time: bool | None, due: int | None) -> Finding:
    """An alleged violation is reported to both participants in time."""
    status = {True: "MET", False: "MISSED", None: "UNPROVEN"}[in_time]
    return Finding(in_time, due="NONE" if due is None else due, status=status)


@rule(
    "C101",
    of="violation",
    at="standing",
    broken="No position yet by {silent}.",
    consequence="It stays alleged; silence is no position.",
    next_step="State a position, UNRESOLVED if need be, with the reason.",
)
def each_side_states_its_position(silent: tuple[str, ...]) -> Finding:
    """Each side states its own position on an alleged violation."""
    return Finding(True if not silent else None, silent=silent or ("-",))


@rule(
    "C102",
    of="violation",
    at="standing",
    broken="Observations that it rests on were since taken back or stated anew: {ended}.",
    consequence="Shown; it stays alleged, on what was on record then.",
    next_step="Check what was stated anew; let the author take the allegation back, or state it again.",
)
def what_it_rests_on_still_stands(unfounded: tuple[str, ...]) -> Finding:
    """What an alleged violation rests on still stands."""
    return Finding(not unfounded, ended=tuple(ref[:12] for ref in unfounded) or ("-",))


@rule(
    "C101",
    of="violation-position",
    at="cut",
    broken="The allegation named is unknown here, or was not accepted.",
    consequence="Recorded; no position is taken by it.",
    next_step="Name an accepted allegation that this log has seen.",
)
def a_position_is_on_an_accepted_allegation(allegation: Meta | None) -> Finding:
    """A position is taken on one exact allegation."""
    return Finding(allegation is not None)


# --- who flew here ---------------------------------------------------------------------------------------------------


@rule(
    "C096",
    of="who-flew",
    at="cut",
    broken="It names no place: an area, or a point with its radius.",
    consequence="Recorded; nobody is asked by it.",
    next_step="Give an area by name, or a position and a radius.",
)
def a_question_names_its_place(placed: bool) -> Finding:
    """Who flew is asked of one place."""
    return Finding(placed)


@rule(
    "C096",
    of="who-flew",
    at="cut",
    broken="The window lasts {found} s; from 0 to {expected} s can be asked.",
    consequence="Recorded; nobody is asked by it.",
    next_step="Give a window of at most {expected} s that ends after it begins.",
)
def a_question_has_a_bounded_window(length_s: int) -> Finding:
    """Who flew is asked of one window of bounded length."""
    return Finding(0 <= length_s <= WIDEST_S, found=length_s, expected=WIDEST_S)


@rule(
    "C096",
    of="who-flew",
    at="cut",
    needs="incident",
    breaks="WARN",
    broken="The incident, at {found}, is outside the window that is asked of.",
    consequence="Recorded and asked; what is frozen is of another time than the incident.",
    next_step="Ask again with a window that holds the incident.",
)
def the_window_holds_the_incident(body: Any) -> Finding:
    """Who flew is asked of the time at which it happened."""
    return Finding(body.window.start <= body.incident_at <= body.window.end, found=body.incident_at)


@rule(
    "C096",
    of="who-flew",
    at="cut",
    breaks="WARN",
    broken="It is about an entry unknown here: {missing}.",
    consequence="Recorded and asked; nobody can look up what it is about with what is known here.",
    next_step="Name an entry that this log has seen.",
)
def what_it_is_about_is_on_record(about_unknown: tuple[str, ...]) -> Finding:
    """What a question is about is on record."""
    return Finding(not about_unknown, missing=tuple(ref[:12] for ref in about_unknown) or ("-",))


@rule(
    "C096",
    of="who-flew-answer",
    at="cut",
    broken="The question named is unknown here, or was not accepted.",
    consequence="Recorded; it answers nothing.",
    next_step="Name an accepted question that this log has seen.",
)
def an_answer_is_to_an_accepted_question(question: tuple[Meta, Any] | None) -> Finding:
    """An answer names one exact question."""
    return Finding(question is not None)


@rule(
    "C096",
    of="who-flew-answer",
    at="cut",
    breaks="WARN",
    broken="Entries unknown here: {missing}.",
    consequence="Recorded; nobody can look them up with what is known here.",
    next_step="Name entries that this log has seen.",
)
def an_answer_points_to_what_is_on_record(unknown_entries: tuple[str, ...]) -> Finding:
    """What an answer points to is on record."""
    return Finding(not unknown_entries, missing=tuple(ref[:12] for ref in unknown_entries) or ("-",))


@rule(
    "C096",
    of="who-flew",
    at="standing",
    broken="No answer by {silent}.",
    consequence="Shown as NO ANSWER, which no passing of time turns into a no.",
    next_step="Answer, UNKNOWN if need be.",
)
def each_side_says_who_flew(silent: tuple[str, ...]) -> Finding:
    """Each side answers who flew."""
    return Finding(True if not silent else None, silent=silent or ("-",))


@rule(
    "C096",
    of="who-flew",
    at="standing",
    needs="incident",
    broken="The incident was to be asked about before {due}; {status}.",
    consequence="Shown; what was on record in the meantime is not frozen by it.",
    next_step="State the next incident, or ask who flew, within the hour.",
)
def an_incident_is_asked_about_within_the_hour(asked_in_time: bool | None, ask_due: int | None) -> Finding:
    """Who flew is asked of both sides within an hour of an incident."""
    status = {True: "MET", False: "MISSED", None: "UNPROVEN"}[asked_in_time]
    return Finding(asked_in_time, due="NONE" if ask_due is None else ask_due, status=status)


@rule(
    "C096",
    reading="A36",
    of="who-flew",
    at="standing",
    broken="Due before {due}. By their own stamps late or silent past it: {late}; not proven: {unproven}.",
    consequence="The silence is on record; it is neither a yes nor a no.",
    next_step="Answer, UNKNOWN if need be, and ask the counterpart for its countersignature.",
)
def each_side_answers_in_time(missed: tuple[str, ...], unproven: tuple[str, ...], due: int | None) -> Finding:
    """Each side answers who flew in the time in which a breach is reported."""
    told = {"late": missed or ("-",), "unproven": unproven or ("-",)}
    return Finding(False if missed else None if unproven else True, due="NONE" if due is None else due, **told)
