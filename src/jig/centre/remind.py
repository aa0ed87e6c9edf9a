"""What is due, as far as the record shows: reminders for the edge. No breach follows from any of them, nor consent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from jig.agreement.clocks import DAY_S, day_number
from jig.centre.remind_air import AIR_ALARMING, AIR_REMINDED, air_due, incidents_due
from jig.centre.remind_harm import HARM_REMINDED, harm_due
from jig.decisions.acts import acts
from jig.decisions.state import GROUP, PRE_JIG, phase, standing_proposal, stands, start_date
from jig.operations.said import Execution
from jig.operations.standing import assessments
from jig.operations.stops import LIFTED, all_stops, stop_standing
from jig.record.registers import SIDES
from jig.record.view import View

#: The format in which targets are exchanged, to be developed and agreed (C051).
TARGET_FORMAT = "FORMAT-TGT"
#: From this phase on an assessment counts as the full one; any counts as the first.
FULL_FROM_PHASE = 2


#: What is reminded of: the clause, and the reading that gives or leaves blank its instant.
REMINDED = {
    **AIR_REMINDED,
    **HARM_REMINDED,
    "ASSESSMENT-FIRST": ("C070", "A27"),
    "ASSESSMENT-FULL": ("C070", "A27"),
    "ESTABLISHMENT": ("C119", "A17"),
    "START-DATE": ("C130", "A43"),
    "STOP-ANSWER": ("C045", "A47"),
    "TARGET-FORMAT": ("C051", "A23"),
    "WIDER-UNDERSTANDING": ("C141", "A45"),
}

#: What a node that is served raises by its own clock, unasked.
ALARMING = ("STOP-ANSWER", *HARM_REMINDED, *AIR_ALARMING)


class Reminder(NamedTuple):
    """One thing still to be done. due: the instant, None where the agreement names none or leaves it blank.

    code: what is to be done, for its sentence. subject: of what.
    """

    code: str
    clause: str
    reading: str
    subject: str
    due: int | None

    def state(self, now: int) -> str:
        """Say OVERDUE, DUE, or UNSET where no instant is named; `now` is the reader's, and only the edge knows it."""
        if self.due is None:
            return "UNSET"
        return "OVERDUE" if now >= self.due else "DUE"


def reminders(view: View) -> list[Reminder]:
    """List what is still to be done at a frontier, by due instant, then code; what has none comes last."""
    found = [*_stops(view), *_assessments(view), *_group(view), *_start(view), *_format(view), *_wider(view)]
    found += [*_air(view), *_harm(view)]
    return _sorted(found)


def stops_due(view: View) -> list[Reminder]:
    """List the STOPs that nobody took, which are raised at once."""
    return _sorted(list(_stops(view)))


def protected_due(view: View) -> list[Reminder]:
    """List what is raised of what is protected, once its instant is reached: a look at every site and movement."""
    return _sorted(list(_harm(view)))


def asked_due(view: View) -> list[Reminder]:
    """List the answers who flew that are awaited, and the incidents of which nobody asked: raised once it is time."""
    return _sorted([Reminder(code, *REMINDED[code], subject, due) for code, subject, due in incidents_due(view)])


def _sorted(found: list[Reminder]) -> list[Reminder]:
    return sorted(found, key=lambda one: (one.due is None, one.due or 0, one.code, one.subject))


def _stops(view: View) -> Iterator[Reminder]:
    """Remind of every STOP in force that nobody of the other side has taken."""
    for one in all_stops(view):
        found = stop_standing(view, one.id)
        if found is not None and found.state != LIFTED and found.taken is None:
            yield Reminder("STOP-ANSWER", *REMINDED["STOP-ANSWER"], one.id.hex(), found.answer_due)


def _assessments(view: View) -> Iterator[Reminder]:
    for plan in view.keys("execution"):
        for side in SIDES:
            done: Execution | None = view.last("execution", plan, side)
            meta = view.entry(plan) if isinstance(plan, bytes) else None
            if done is not None and meta is not None and meta.side == side:
                yield from _of_execution(view, done)


def _of_execution(view: View, done: Execution) -> Iterator[Reminder]:
    phases = {number for number, _, _ in assessments(view, done.id)}
    wanted = (
        ("ASSESSMENT-FIRST", "first", bool(phases)),
        ("ASSESSMENT-FULL", "full", max(phases, default=0) >= FULL_FROM_PHASE),
    )
    for code, name, there in wanted:
        if not there:
            after = view.setting(f"assess.due_{name}_s")
            known = isinstance(after, int) and done.executed_at is not None
            yield Reminder(code, *REMINDED[code], done.id.hex(), (done.executed_at or 0) + after if known else None)


def _group(view: View) -> Iterator[Reminder]:
    if phase(view) == PRE_JIG:
        yield Reminder(
            "ESTABLISHMENT", *REMINDED["ESTABLISHMENT"], GROUP, _end_of_date(view, view.setting("site.establish_by"))
        )


def _start(view: View) -> Iterator[Reminder]:
    """Remind of the date of start once an action is agreed: from then, by the later of the two sides' own words."""
    if start_date(view) is not None or "action" not in acts():
        return
    agreed = [at for key in view.keys("proposals") if (at := _agreed_at(view, key)) is not None]
    after = view.setting("dday.reminder_s")
    if agreed:
        yield Reminder(
            "START-DATE", *REMINDED["START-DATE"], GROUP, min(agreed) + after if isinstance(after, int) else None
        )


def _agreed_at(view: View, key: Any) -> int | None:
    """Give when both had agreed to an action, None where they have not."""
    proposal = standing_proposal(view, *key) if isinstance(key, tuple) and key[0] == "action" else None
    if proposal is None or not stands(view, proposal):
        return None
    given = [view.written("agree", proposal, side)[0][0] for side in SIDES]
    return max(view.world.entries.meta(side, at).claimed_at for side, at in zip(SIDES, given, strict=True))


def _format(view: View) -> Iterator[Reminder]:
    if phase(view) != PRE_JIG and view.terms.document("FORMAT", TARGET_FORMAT) is None:
        yield Reminder("TARGET-FORMAT", *REMINDED["TARGET-FORMAT"], TARGET_FORMAT, None)


def _wider(view: View) -> Iterator[Reminder]:
    due = _end_of_date(view, view.setting("milestone.target_date"))
    yield Reminder("WIDER-UNDERSTANDING", *REMINDED["WIDER-UNDERSTANDING"], GROUP, due)


def _air(view: View) -> Iterator[Reminder]:
    for code, subject, due in air_due(view):
        yield Reminder(code, *REMINDED[code], subject, due)


def _harm(view: View) -> Iterator[Reminder]:
    for code, subject, due in harm_due(view):
        yield Reminder(code, *REMINDED[code], subject, due)


def _end_of_date(view: View, date: Any) -> int | None:
    """Give the instant at which a date ends in the zone of the deadlines; None where it is left blank."""
    if not isinstance(date, str):
        return None
    year, month, day = map(int, date.split("-"))
    zone = view.profile.zones.zone(str(view.setting("deadline.tz")))
    return zone.first_instant_at((day_number(year, month, day) + 1) * DAY_S)
