"""One day of the grounding: notices, observations, allegations and daily reports, coverage beside every zero.

A day is a calendar day of a zone: 23 or 25 hours long where its clock is moved.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import Any, TypeVar

from jig.agreement.clocks import DAY_S
from jig.air.coverage_standing import corrected
from jig.air.determination import ObservationStanding, observations_between
from jig.air.determination_alleged import AllegationStanding, allegations
from jig.air.determination_frozen import questions
from jig.air.fitting import MATCHED, NO_DATA, UNMATCHED
from jig.air.ledgers import Ledgers
from jig.air.notice import drawers
from jig.air.notice_ground import designated_between
from jig.air.notice_standing import NoticeStanding, notices_in
from jig.air.observation import Covered
from jig.air.order_book import OrderOf
from jig.areas.state import AreaVersion
from jig.decisions.state import ended_by
from jig.record.registers import SIDES
from jig.record.view import View

#: What an area's day is called where nobody alleges anything: never that it was complied with (failure F14).
NONE_ALLEGED, ALLEGED = "NONE-ALLEGED", "ALLEGED"
#: What a count of flights seen is called: a zero with nothing covered is NO-DATA.
SEEN, NONE_SEEN = "SEEN", "NONE-SEEN"

_One = TypeVar("_One", ObservationStanding, NoticeStanding)


def bounds(view: View, day: int) -> tuple[int, int]:
    """Give the first instant of a day in the zone of the deadlines, and that of the next. Raises UnknownZone."""
    zone = view.profile.zones.zone(str(view.setting("deadline.tz")))
    return zone.first_instant_at(day * DAY_S), zone.first_instant_at((day + 1) * DAY_S)


def covered_of(view: View, area: str, side: int | None = None) -> list[tuple[int, Covered]]:
    """List (side, statement) of the coverage of an area that nobody took back, as each side has corrected it."""
    return [
        (one, told)
        for one in SIDES
        if side is None or one == side
        for told in corrected(
            told for _, told in view.written("coverage", area, one) if ended_by(view, told.id) is None
        )
    ]


def covered_ms(told: list[Covered], start: int, end: int) -> int:
    """Sum a time span's coverage in thousandths of seconds: of measures at the same time the best counts, once.

    Two halves may be the same half: they are never added.
    """
    clipped = [(max(one.start, start), min(one.end, end), one.permille) for one in told]
    live = [one for one in clipped if one[0] < one[1] and one[2]]
    cuts = sorted({at for one in live for at in one[:2]})
    total, following = 0, sorted(live)
    active: list[tuple[int, int, int]] = []
    for begin, until in pairwise(cuts):
        while following and following[0][0] <= begin:
            active.append(following.pop(0))
        active = [one for one in active if one[1] > begin]
        total += max((one[2] for one in active), default=0) * (until - begin)
    return total


def unwatched(told: list[Covered], start: int, end: int) -> list[tuple[int, int]]:
    """List the parts of a time span of which nobody covered anything, as (from, to)."""
    looked = sorted((one.start, one.end) for one in told if one.permille and one.start < end and one.end > start)
    found, at = [], start
    for begin, until in looked:
        if begin > at:
            found.append((at, begin))
        at = max(at, until)
    return [*found, (at, end)] if at < end else found


class AirDay:
    """One day at a frontier."""

    def __init__(self, view: View, day: int) -> None:
        self.view, self.day = view, day
        self.start, self.end = bounds(view, day)
        self._looked: dict[bytes, str] = {}
        self._covered: dict[str, list[tuple[int, Covered]]] = {}

    @cached_property
    def areas(self) -> tuple[AreaVersion, ...]:
        """The designated areas in force at any time of the day, by name; of one changed that day the newer."""
        return areas_between(self.view, self.start, self.end - 1)

    @cached_property
    def observations(self) -> list[ObservationStanding]:
        """The observations that meet the day."""
        return observations_between(self.view, self.start, self.end)

    @cached_property
    def notices(self) -> list[NoticeStanding]:
        """The newest notices whose time meets the day, incomplete and late ones included."""
        found = {
            one.meta.id: one
            for drawer in drawers(self.start, self.end)
            for one in notices_in(self.view, drawer)
            if one.ended is None and one.said.start is not None and one.said.end is not None
        }
        kept = (one for one in found.values() if _meets(one, self.start, self.end))
        return sorted(kept, key=lambda one: (one.said.start or 0, one.meta.id))

    @cached_property
    def allegations(self) -> list[AllegationStanding]:
        """The allegations of what happened that day."""
        return allegations(self.view, self.start, self.end)

    def permille(self, area: str, start: int, end: int) -> int:
        """How much of an area was covered in a time span, thousandths of area and time, rounded down."""
        told = [one for _, one in self._covering(area)]
        return covered_ms(told, start, end) // (end - start) if end > start else 0

    def _covering(self, area: str) -> list[tuple[int, Covered]]:
        found = self._covered.get(area)
        if found is None:
            found = self._covered[area] = covered_of(self.view, area)
        return found

    def notice_seen(self, notice: NoticeStanding) -> str:
        """Say whether a notified flight was seen: MATCHED; UNMATCHED where every area it crosses was looked at; else
        NO-DATA."""
        found = self._looked.get(notice.meta.id)
        if found is None:
            found = self._looked[notice.meta.id] = self._look(notice)
        return found

    def _look(self, notice: NoticeStanding) -> str:
        if any(match.meta.id == notice.meta.id for one in self._around(notice) for match in one.matches):
            return MATCHED
        start, end = notice.said.start or 0, notice.said.end or 0
        watched = [self.permille(area, start, max(end, start + 1)) == 1_000 for area in notice.crossed]
        return UNMATCHED if watched and all(watched) else NO_DATA

    def _around(self, notice: NoticeStanding) -> list[ObservationStanding]:
        start, end = notice.said.start or 0, notice.said.end or 0
        if self.start <= start and end < self.end:
            return self.observations
        return observations_between(self.view, start, end + 1)

    def coverage_json(self) -> list[dict[str, Any]]:
        """Give coverage by area, with what was seen and alleged there beside it."""
        return [self._area(area) for area in self.areas]

    def _area(self, area: AreaVersion) -> dict[str, Any]:
        told = self._covering(area.area)
        meeting = [(side, one) for side, one in told if one.start < self.end and one.end > self.start]
        permille = self.permille(area.area, self.start, self.end)
        seen = [one for one in self.observations if any(here.area == area.area for here in one.areas)]
        alleged = [one for one in self.allegations if one.said.area == area.area and one.state != "WITHDRAWN"]
        empty = NONE_ALLEGED if permille else NO_DATA
        by = {self.view.code(side): self._by(side, [one for other, one in meeting if other == side]) for side in SIDES}
        return {
            "area": area.area,
            "class": area.area_class,
            "covered_permille": permille,
            "unwatched": [list(span) for span in unwatched([one for _, one in told], self.start, self.end)],
            "state": ALLEGED if alleged else empty,
            "observations": len(seen),
            "unmatched": sum(one.determination == UNMATCHED and one.concerned for one in seen),
            "not_excused": sum(one.grounded and one.excused is not True for one in seen),
            "alleged": len(alleged),
            "counted": sum(one.counted for one in alleged),
            "rates": self._area_rates(area.area, seen, by),
            "by": by,
        }

    def _by(self, side: int, told: list[Covered]) -> dict[str, Any]:
        length = self.end - self.start
        return {
            "covered_permille": covered_ms(told, self.start, self.end) // length,
            "measures": [
                {"measure": one.measure, "from": one.start, "to": one.end, "fraction_permille": one.permille,
                 "entry": one.id.hex()}
                for one in told
            ],
        }  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """Give the whole day as JSON-safe values: each side's record apart, the totals never merged."""
        coverage = self.coverage_json()
        return {
            "from": self.start,
            "to": self.end,
            "hours": (self.end - self.start) // 3_600,
            "sides": {self.view.code(side): self._side(side) for side in SIDES},
            "ledgers": self._ledgers(),
            "rate": self._rate_json(coverage),
            "violations": [one.as_json() for one in self.allegations],
            "questions": [one.as_json() for one in questions(self.view) if self._asked(one.said.start, one.said.end)],
            "coverage": coverage,
            "state": self._state(coverage),
        }

    def _asked(self, start: int, end: int) -> bool:
        return start < self.end and self.start <= end

    def _state(self, coverage: list[dict[str, Any]]) -> str:
        states = {row["state"] for row in coverage}
        if ALLEGED in states or any(one.state != "WITHDRAWN" for one in self.allegations):
            return ALLEGED
        return NO_DATA if not states or NO_DATA in states else NONE_ALLEGED

    def _side(self, side: int) -> dict[str, Any]:
        seen = [one for one in self.observations if one.meta.side == side]
        given = [one for one in self.notices if one.meta.side == side]
        counts = {name: sum(one.determination == name for one in seen) for name in (MATCHED, UNMATCHED, NO_DATA)}
        return {
            "notices": [one.as_json() | {"seen": self.notice_seen(one)} for one in given],
            "observations": [one.as_json() for one in seen],
            "determinations": counts,
            "queries": sum(bool(one.query) for one in seen),
            "alleged": sum(one.meta.side == side and one.state != "WITHDRAWN" for one in self.allegations),
            "order": OrderOf(self.view, side).day_json(self.day),
        }

    def _ledgers(self) -> dict[str, Any]:
        """Hold both sides' observations against each other, over midnight too: one flight can end another day."""
        day = frozenset(one.meta.id for one in self.observations)
        first = min((one.said.start for one in self.observations), default=self.start)
        last = max((one.said.end for one in self.observations), default=self.end)
        around = observations_between(self.view, max(first, self.start - DAY_S), min(last, self.end + DAY_S) + 1)
        sides = [[one for one in around if one.meta.side == side] for side in SIDES]
        return Ledgers(self.view, sides[0], sides[1]).as_json(day)

    def _rate_json(self, coverage: list[dict[str, Any]]) -> dict[str, Any]:
        """Relate the day's notices and observations, of all and of each side, with what was covered beside them."""
        shares = [row["covered_permille"] for row in coverage]
        told = {
            self.view.code(side): self._rate(
                _of(self.observations, side), _of(self.notices, side),
                [row["by"][self.view.code(side)]["covered_permille"] for row in coverage],
            )
            for side in SIDES
        }  # fmt: skip
        return self._rate(self.observations, self.notices, shares) | {"by": told}

    def _area_rates(self, area: str, seen: list[ObservationStanding], by: dict[str, Any]) -> dict[str, Any]:
        """Relate what each side saw in an area and the notices it gave of flights across it."""
        across = [one for one in self.notices if area in one.crossed]
        return {
            self.view.code(side): self._rate(
                _of(seen, side), _of(across, side), [by[self.view.code(side)]["covered_permille"]]
            )
            for side in SIDES
        }

    def _rate(
        self, observations: list[ObservationStanding], notices: list[NoticeStanding], shares: list[int]
    ) -> dict[str, Any]:
        """Relate notices and observations of the third party's flights: of how many seen was there notice in advance,
        and of how many notified was anything seen. A notice that came after the take-off is counted apart.

        Two sides may have seen one flight: it counts once a side, never merged.
        shares: what was covered of each area, thousandths; a zero of what was seen says nothing without them.
        """
        concerned = [one for one in observations if one.concerned]
        known = [one for one in concerned if one.determination != NO_DATA]
        told = [one.told_before for one in known if one.determination == MATCHED]
        notified = told.count(True)
        counting = [one for one in notices if one.counts]
        seen = [self.notice_seen(one) for one in counting]
        return {
            "observed": len(concerned),
            "observed_notified": notified,
            "observed_notified_late": told.count(False),
            "observed_notified_unproven": told.count(None),
            "observed_without_data": len(concerned) - len(known),
            "notified_permille": notified * 1_000 // len(known) if known else None,
            "notices": len(counting),
            "notices_not_counted": len(notices) - len(counting),
            "notices_seen": seen.count(MATCHED),
            "notices_without_data": seen.count(NO_DATA),
            "covered_permille": [min(shares), max(shares)] if shares else None,
            "state": SEEN if concerned else NONE_SEEN if any(shares) else NO_DATA,
        }


def _of(found: list[_One], side: int) -> list[_One]:
    return [one for one in found if one.meta.side == side]


def areas_between(view: View, start: int, end: int) -> tuple[AreaVersion, ...]:
    """List the designated areas in force at any time of a span, each name once: the newest version of it."""
    return tuple({one.area: one for one in designated_between(view, start, end)}.values())


def coverage_between(view: View, start: int, end: int) -> list[tuple[AreaVersion, int]]:
    """Give the designated areas in force at any time of a span with what was covered of each, thousandths."""
    length = max(end - start, 1)
    rows = areas_between(view, start, end)
    return [
        (one, covered_ms([told for _, told in covered_of(view, one.area)], start, start + length) // length)
        for one in rows
    ]


def _meets(one: NoticeStanding, start: int, end: int) -> bool:
    return one.said.start is not None and one.said.end is not None and one.said.start < end and start <= one.said.end
