"""What is still to be done of the air record: daily reports, flights nobody looked at, positions, answers, the map."""

from __future__ import annotations

from collections.abc import Iterator

from jig.air.determination import ObservationStanding, observed
from jig.air.determination_alleged import AllegationStanding, allegations
from jig.air.determination_frozen import INCIDENT_S, QuestionStanding, questions
from jig.air.order import date_text, due_of
from jig.air.order_book import OrderOf
from jig.areas.state import COMMON_MAP, MapStanding
from jig.decisions.state import start_date
from jig.record.registers import SIDES
from jig.record.view import View

#: As in `remind.REMINDED`: the clause, and the reading that gives the instant.
AIR_REMINDED = {
    "COMMON-MAP": ("C122", "A41"),
    "ORDER-DAILY": ("C099", "A35"),
    "VIOLATION-DELIVER": ("C101", "A36"),
    "VIOLATION-POSITION": ("C101", "A36"),
    "VIOLATION-REPORT": ("C101", "A36"),
    "WHO-FLEW": ("C096", "A36"),
    "WHO-FLEW-ASK": ("C096", "A36"),
}
#: What a served node raises by its own clock: an incident nobody asked about, an answer that has not come (F02).
AIR_ALARMING = ("WHO-FLEW", "WHO-FLEW-ASK")
Due = tuple[str, str, int | None]


def air_due(view: View) -> Iterator[Due]:
    """Give what is still to be done: code, subject, and the instant strictly before which, None where it is unset."""
    yield from _map(view)
    for side in SIDES:
        # From the formation on, or once it has begun to report, a side reports every day: silence is no NIL.
        following = OrderOf(view, side).next_day
        if following is not None:
            yield "ORDER-DAILY", f"{view.code(side)} {date_text(following)}", due_of(view, following)
    alleged = allegations(view)
    yield from _unlooked(view, alleged)
    yield from _undelivered(view, alleged)
    yield from _positions(view, alleged)
    yield from incidents_due(view)


def _map(view: View) -> Iterator[Due]:
    """The common map, from the formation until every area stated of it is signed by both."""
    found = MapStanding(view)
    if found.formed_at is not None and (found.share_permille < 1_000 or found.unresolved):
        yield "COMMON-MAP", f"{COMMON_MAP} {len(found.done)}/{len(found.done) + len(found.unresolved)}", found.due


def _unlooked(view: View, alleged: list[AllegationStanding]) -> Iterator[Due]:
    """Flights of the third party seen inside an area since the start that nothing excuses and no allegation names.

    That a flight was notified does not excuse it, and that it cannot be told is no reason not to look.
    """
    start = start_date(view)
    named = {ref for one in alleged for ref in one.said.observations}
    for key in view.keys("observation"):
        one = observed(view, key) if isinstance(key, bytes) and key not in named else None
        if one is None or start is None or not one.counts or one.said.end < start:
            continue
        if one.grounded and one.excused is not True:
            yield "VIOLATION-REPORT", f"{view.code(one.meta.side)} {one.said.label}", _after(view, one.said.end)


def _undelivered(view: View, alleged: list[AllegationStanding]) -> Iterator[Due]:
    """Allegations that the other participant has not stamped: reported to both is what both provably have."""
    for one in alleged:
        if one.state != "WITHDRAWN" and view.stamped(one.meta.side, one.meta.position) is None:
            yield "VIOLATION-DELIVER", f"{view.code(one.meta.side)} {one.said.label}:{one.meta.id.hex()[:12]}", one.due


def _positions(view: View, alleged: list[AllegationStanding]) -> Iterator[Due]:
    """Each side that has no position on an allegation: at once on an urgent one, else without an instant."""
    for one in alleged:
        if one.state != "WITHDRAWN":
            urgent = one.said.flash and view.setting("violation.flash") is True
            for code in one.silent:
                yield "VIOLATION-POSITION", f"{code} {one.said.label}", one.meta.claimed_at if urgent else None


def incidents_due(view: View) -> Iterator[Due]:
    """Give each answer who flew that is awaited, and each weapon seen to be released of which nobody asked it."""
    asked = questions(view)
    for one in asked:
        subject = f"{one.said.label}:{one.meta.id.hex()[:12]}"
        for code in one.silent:
            yield "WHO-FLEW", f"{code} {subject}", one.due
    for key in view.keys("observation.armed"):
        seen = observed(view, key) if isinstance(key, bytes) else None
        if seen is not None and seen.counts and not any(_asks_of(one, seen) for one in asked):
            name = f"{view.code(seen.meta.side)} {seen.said.label}:{seen.meta.id.hex()[:12]}"
            yield "WHO-FLEW-ASK", name, seen.said.end + INCIDENT_S


def _asks_of(one: QuestionStanding, seen: ObservationStanding) -> bool:
    """Whether a question is about an observation, or of its area while it was there."""
    if one.ended:
        return False
    there = one.said.area in (*seen.area_names, seen.said.area) if one.said.area else False
    return one.said.about == seen.meta.id.hex() or (
        there and one.said.start <= seen.said.end and seen.said.start <= one.said.end
    )


def _after(view: View, instant: int) -> int | None:
    after = view.setting("violation.report_due_s")
    return instant + after if isinstance(after, int) else None
