"""Plans by the days of their windows: which others are near in time is asked without going through all there are."""

from __future__ import annotations

from collections.abc import Iterable

from jig.record.kind import Write
from jig.record.view import View

#: How near in time another plan has to be to be compared with: a day, beyond which no check is asked for.
NEAR_S = 86_400
_DAY = 86_400
#: Where plans stand whose window is not known, or too long to be listed by day.
_ANY = -1
_MOST_DAYS = 62


def by_day(start: int | None, end: int | None, made: bytes) -> Iterable[Write]:
    """List what is written of an accepted plan (table `plans.day`, by day since 1970)."""
    return [("plans.day", day, made) for day in _days(start, end, 0) or (_ANY,)]


def near(view: View, side: int, start: int | None, end: int | None) -> set[bytes]:
    """Give all of a side's accepted plans whose window may be within NEAR_S of another's; some may be farther."""
    days = _days(start, end, NEAR_S)
    keys = view.keys("plans.day") if days is None else [*days, _ANY]
    return {one for key in keys for _, one in view.written("plans.day", key, side)}


def _days(start: int | None, end: int | None, around: int) -> range | None:
    if start is None or end is None:
        return None
    first, last = (start - around) // _DAY, (end + around) // _DAY
    return range(first, last + 1) if 0 <= first <= last < first + _MOST_DAYS else None
