"""What is still to be done of the air record: the next daily report, and flights seen that nobody has looked at."""

from __future__ import annotations

from collections.abc import Iterator

from jig.air.determination import UNMATCHED, observed
from jig.air.determination_alleged import allegations
from jig.air.order import date_text, due_of
from jig.air.order_book import reports
from jig.decisions.state import start_date
from jig.record.registers import SIDES
from jig.record.view import View

#: As in `remind.REMINDED`: the clause, and the reading that gives the instant.
AIR_REMINDED = {"ORDER-DAILY": ("C099", "A35"), "VIOLATION-REPORT": ("C101", "A36")}


def air_due(view: View) -> Iterator[tuple[str, str, int | None]]:
    """Give what is still to be done: code, subject, and the instant strictly before which, None where it is unset."""
    for side in SIDES:
        days = reports(view, side)
        if days:
            # A side that has begun to report reports every day; the first one it has not is the next due.
            following = next(day for day in range(min(days), max(days) + 2) if day not in days)
            yield "ORDER-DAILY", f"{view.code(side)} {date_text(following)}", due_of(view, following)
    yield from _unlooked(view)


def _unlooked(view: View) -> Iterator[tuple[str, str, int | None]]:
    """Flights of the third party seen inside an area since the start, unmatched, that no allegation names."""
    start, after = start_date(view), view.setting("violation.report_due_s")
    named = {ref for one in allegations(view) for ref in one.said.observations}
    for key in view.keys("observation"):
        one = observed(view, key) if isinstance(key, bytes) and key not in named else None
        if one is None or start is None or not one.counts or not one.concerned or one.said.end < start:
            continue
        if one.areas and one.determination == UNMATCHED:
            yield "VIOLATION-REPORT", one.said.label, one.said.end + after if isinstance(after, int) else None
