"""What the agreement says of the air order of battle (ToR 3.a)."""

from __future__ import annotations

from typing import Any

from jig.agreement.finding import Finding
from jig.agreement.rule import rule


@rule(
    "C098",
    of="order-line",
    at="cut",
    broken="Serviceable {serviceable} and unknown {unknown} are more than the {present} present.",
    consequence="Recorded; the line before it stands.",
    next_step="Give counts that fit: serviceable and unknown are parts of present.",
)
def counts_fit_together(body: Any) -> Finding:
    """The serviceable and the unknown are among those present."""
    kept = body.count_serviceable + body.count_unknown <= body.count_present
    return Finding(kept, serviceable=body.count_serviceable, unknown=body.count_unknown, present=body.count_present)


@rule(
    "C098",
    of="order-line",
    at="cut",
    broken="Last confirmed {found}, after the line's own time {expected}.",
    consequence="Recorded; the line before it stands.",
    next_step="Give when it was last confirmed, not later than the line's time.",
)
def confirmed_no_later_than_stated(body: Any) -> Finding:
    """A line was last confirmed no later than the time it is stated for."""
    return Finding(body.last_confirmed <= body.as_of, found=body.last_confirmed, expected=body.as_of)


@rule(
    "C098",
    of="order-line",
    at="cut",
    broken="It is stated for {found}, beyond its author's own stamp {expected}.",
    consequence="Recorded; the line before it stands.",
    next_step="Correct the time for which it is stated: a line of the future would hide every later one.",
)
def a_line_is_stated_for_what_is_known(told_at: int, body: Any) -> Finding:
    """A line is stated for a time that has come."""
    return Finding(body.as_of <= told_at, found=body.as_of, expected=told_at)


@rule(
    "C099",
    reading="A05",
    of="order-change",
    at="cut",
    broken="There is no day {found}.",
    consequence="Recorded; no day is reported by it.",
    next_step="Give the date as YYYY-MM-DD, in the zone of the deadlines.",
)
def the_day_exists(day: int | None, body: Any) -> Finding:
    """Changes are reported for one day of the calendar."""
    return Finding(day is not None, found=body.day)


@rule(
    "C099",
    reading="A05",
    of="order-change",
    at="cut",
    broken="By its author's own stamp, {found}, the day had not begun; it begins at {expected}.",
    consequence="Recorded; no day is reported by it.",
    next_step="Report each day when it has come: nobody knows beforehand that nothing changed.",
)
def a_day_is_reported_once_it_has_begun(told_at: int, day_begins: int | None) -> Finding:
    """Changes are reported of a day that has begun, a NIL too."""
    expected = "NONE" if day_begins is None else day_begins
    return Finding(day_begins is None or told_at >= day_begins, found=told_at, expected=expected)


@rule(
    "C099",
    reading="A35",
    of="order-change",
    at="cut",
    breaks="INCOMPLETE",
    broken="Wanting, or not fitting a NIL: {wanting}.",
    consequence="INCOMPLETE: the day counts as not reported.",
    next_step="Give type, number, grade and bases of each change; let NIL name nothing.",
)
def each_change_is_whole(wanting: tuple[str, ...]) -> Finding:
    """A change names type, number, source grade and bases; NIL names nothing."""
    return Finding(not wanting, wanting=wanting)


@rule(
    "C099",
    reading="A35",
    of="order-change",
    at="cut",
    broken="NIL stands beside changes.",
    consequence="Recorded; no day is reported by it.",
    next_step="Report NIL alone, or the changes.",
)
def nil_stands_alone(nil_beside_changes: bool) -> Finding:
    """A day has changes or an explicit NIL, never both in one report."""
    return Finding(not nil_beside_changes)


@rule(
    "C099",
    reading="A35",
    of="order-change",
    at="cut",
    breaks="WARN",
    broken="{found} reports; the reading names {expected}.",
    consequence="Recorded and shown on the author's own line.",
    next_step="Check with the reading who reports changes.",
)
def the_reporters_are_the_readings(own_code: str, reporters: tuple[str, ...]) -> Finding:
    """Changes are reported by those whom the reading names."""
    return Finding(own_code in reporters, found=own_code, expected=reporters)


@rule(
    "C099",
    reading="A35",
    of="order",
    at="standing",
    broken="Days without a report, a NIL included: {days}.",
    consequence="Shown as missed; a missed day is not a day without changes.",
    next_step="Report each missed day, NIL if nothing changed.",
)
def every_day_is_reported(owned_missed: tuple[str, ...], missed: tuple[int, ...]) -> Finding:
    """Each side reports every day, NIL included."""
    kept = False if owned_missed else None if missed else True
    return Finding(kept, days=owned_missed[:20] or ("-",))


@rule(
    "C099",
    reading="A05",
    of="order",
    at="standing",
    broken="Reported after the cut-off of their day: {days}. Not proven to be before it: {unproven}.",
    consequence="Shown as late, or as not proven to be in time.",
    next_step="Report before the daily cut-off, and ask the counterpart for its countersignature.",
)
def reported_by_the_daily_cutoff(late: tuple[str, ...], unproven: tuple[str, ...]) -> Finding:
    """Changes of a day are reported by the daily cut-off."""
    kept = False if late else None if unproven else True
    return Finding(kept, days=late[:20] or ("-",), unproven=unproven[:20] or ("-",))
