"""Observations held against notices in space, time, type and number. Software answers MATCHED, UNMATCHED or NO-DATA."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Any

from jig.agreement.rule import STANDING, judge
from jig.air.by_label import said_of
from jig.air.crowding import surely
from jig.air.fitting import MATCHED, NO_DATA, UNMATCHED, Compared, Sighted, compared, determined, longest_gap_s
from jig.air.matching import CROWDED, room
from jig.air.notice import drawers
from jig.air.notice_ground import designated_between
from jig.air.notice_standing import LATE, NoticeStanding
from jig.air.observation import ARMED as ARMED_ACTIVITY
from jig.air.observation import CIVIL, UNKNOWN, Observed, groundable
from jig.areas.state import AreaVersion
from jig.decisions.state import ended_by
from jig.record.kind import Verdict
from jig.record.registers import SIDES
from jig.record.view import Meta, View

#: Why somebody is asked although a notice fits (reading A37).
MIXED, ARMED, NOT_EXEMPT = "MIXED-LOAD", "WEAPON-RELEASE", "NOT-EXEMPT"
#: Observations that are compared with one for being of more aircraft than notified: nobody's thousand stop a report.
MOST_BESIDE = 200


class ObservationStanding:
    """An observation at a cut or frontier."""

    def __init__(self, view: View, meta: Meta, said: Observed) -> None:
        self.view, self.meta, self.said = view, meta, said

    @property
    def counts(self) -> bool:
        """Whether it is its author's accepted word, neither replaced nor taken back."""
        return self.meta.verdict is Verdict.OK and ended_by(self.view, self.meta.id) is None

    @cached_property
    def areas(self) -> tuple[AreaVersion, ...]:
        """The designated areas in force then that its track is seen to touch, or the one that it names."""
        return tuple(one for one in self._held if self._named(one) or any(one.region.met_by(way) for way in self._ways))

    @cached_property
    def between(self) -> tuple[str, ...]:
        """Areas that it would touch only if it flew straight on unseen (reading A46): shown, never counted."""
        path, seen = [(one.lon_e7, one.lat_e7) for one in self.said.track], {one.id for one in self.areas}
        if len(self._ways) < 2:
            return ()
        return tuple(sorted({one.area for one in self._held if one.id not in seen and one.region.met_by(path)}))

    @cached_property
    def _held(self) -> list[AreaVersion]:
        return list(designated_between(self.view, self.said.start, self.said.end))

    def _named(self, area: AreaVersion) -> bool:
        return self.said.area == area.area

    @cached_property
    def _ways(self) -> list[list[tuple[int, int]]]:
        """Its track in pieces, each without a gap after which nothing is known of the way (reading A46)."""
        gap_s, found = longest_gap_s(self.view), list[list[tuple[int, int]]]()
        for n, one in enumerate(self.said.track):
            if not n or one.time - self.said.track[n - 1].time > gap_s:
                found.append([])
            found[-1].append((one.lon_e7, one.lat_e7))
        return found

    def touches_at(self, area: AreaVersion, at: int) -> bool:
        """Whether it was seen in an area at an instant: by the points of then, else by the leg over it unless it is
        longer than a gap may be (reading A46); of an area that it names, and of no track, by its author's word."""
        times = [one.time for one in self.said.track]
        if not times or self._named(area):
            return True
        first, last = bisect_left(times, at), bisect_right(times, at)
        around = self.said.track[first:last] or self.said.track[max(first - 1, 0) : first + 1]
        if around[-1].time - around[0].time > longest_gap_s(self.view):
            return False
        return area.region.met_by([(one.lon_e7, one.lat_e7) for one in around])

    @cached_property
    def compared(self) -> tuple[Compared, ...]:
        """Every notice that overlaps it in time, with the reasons."""
        said = self.said
        seen = Sighted(said.start, said.end, said.track, said.aircraft_class, said.aircraft_type, said.number)
        return compared(self.view, seen, self.areas)

    @cached_property
    def matches(self) -> tuple[NoticeStanding, ...]:
        """The notices that fit."""
        return tuple(one.notice for one in self.compared if one.fits)

    @property
    def determination(self) -> str:
        """MATCHED, UNMATCHED, or NO-DATA where what is stated does not tell."""
        return determined(self.compared, placed=bool(self.said.track or self.areas))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, over all notices compared: code and notice."""
        if not self.compared:
            return ("NO-NOTICE-IN-TIME",) if self.said.track or self.areas else ("PLACE-UNKNOWN",)
        told = [f"{code} {one.notice.said.label}" for one in self.compared for code in one.reasons]
        return (*told, *(f"{CROWDED} {one.said.label}" for one in self.crowded))

    @property
    def codes(self) -> tuple[str, ...]:
        """The reasons without the notices, each once."""
        return tuple(sorted({one.partition(" ")[0] for one in self.reasons}))

    @property
    def labels(self) -> tuple[str, ...]:
        """The notices compared."""
        return tuple(one.notice.said.label for one in self.compared)

    @property
    def concerned(self) -> bool:
        """Whether notice of it was to be given: the third party's flight, as stated."""
        return self.said.operator in groundable(self.view)

    @property
    def kept(self) -> bool | None:
        """Whether it was notified in advance: None where that cannot be told."""
        return {MATCHED: self.told_before, UNMATCHED: False, NO_DATA: None}[self.determination]

    @cached_property
    def told_before(self) -> bool | None:
        """Whether a notice that fits came before the take-off: True MET, False MISSED, None UNPROVEN.

        A notice written after the flight fits it best of all: it was told of, and not in advance.
        """
        told = [one.in_advance for one in self.matches]
        return True if True in told else None if None in told else False

    @property
    def armed(self) -> bool:
        """Whether it was seen to release a weapon: no exempt mission does."""
        return self.said.activity == ARMED_ACTIVITY

    @property
    def excusing(self) -> tuple[NoticeStanding, ...]:
        """The notices of exempt flights that fit, whether or not they excuse it."""
        return tuple(one for one in self.matches if one.excuses)

    @cached_property
    def crowded(self) -> tuple[NoticeStanding, ...]:
        """Those of them under which its author surely saw more aircraft than they have: such a notice excuses none, for
        nobody can say which is the one too many (decision 0065)."""
        if not self.excusing:
            return ()
        around = observations_between(self.view, self.said.start, self.said.end + 1)
        mine = [one for one in around if one.meta.side == self.meta.side and one.meta.id != self.meta.id]
        return tuple(one for one in self.excusing if self._crowds(one, mine[:MOST_BESIDE]))

    def _crowds(self, notice: NoticeStanding, beside: list[ObservationStanding]) -> bool:
        said, entry = self.said, notice.meta.id
        under = [one.said for one in beside if any(fits.meta.id == entry for fits in one.matches)]
        alike = [
            one for one in under if (one.aircraft_class, one.aircraft_type) == (said.aircraft_class, said.aircraft_type)
        ]
        return surely(said, under) > sum(one.number for one in notice.said.forces) or surely(said, alike) > room(
            notice, said.aircraft_class, said.aircraft_type
        )

    @property
    def exempt(self) -> bool:
        """Whether a notice that excuses it fits, and nothing that it was seen to do denies it."""
        crowded = {one.meta.id for one in self.crowded}
        return not self.armed and any(one.meta.id not in crowded for one in self.excusing)

    @property
    def grounded(self) -> bool:
        """Whether the grounding is of it: the third party's flight, as stated, inside a designated area in force."""
        return self.concerned and bool(self.areas)

    @property
    def excused(self) -> bool | None:
        """Whether it was exempt where the grounding is of it: None where that cannot be told."""
        return True if self.exempt else None if self.determination == NO_DATA and not self.armed else False

    @property
    def query(self) -> str:
        """Why somebody is to be asked: CIVIL, UNKNOWN, UNMATCHED; of a flight with a notice WEAPON-RELEASE, MIXED-LOAD,
        MORE-THAN-NOTIFIED, NOT-EXEMPT, where it was told of and yet is prohibited, or LATE, where it was told of only
        when it had begun; empty when nobody is.
        """
        if self.said.operator in (CIVIL, UNKNOWN):
            return self.said.operator
        if self.determination == MATCHED:
            return self._query_of_matched()
        return UNMATCHED if self.concerned and self.determination == UNMATCHED else ""

    def _query_of_matched(self) -> str:
        if self.exempt:
            return ""
        if self.excusing:
            return ARMED if self.armed else CROWDED
        if any(one.said.mixed for one in self.matches):
            return MIXED
        if self.grounded:
            return NOT_EXEMPT
        return LATE if self.concerned and self.told_before is False else ""

    @property
    def area_names(self) -> tuple[str, ...]:
        """The designated areas that it touched, by name."""
        return tuple(sorted({one.area for one in self.areas}))

    @property
    def party(self) -> str:
        """Whose flight it was, as stated: THIRD-PARTY, ALLIED (counted apart), PARTICIPANT (never third party), CIVIL,
        UNKNOWN."""
        operator = self.said.operator
        if operator in (CIVIL, UNKNOWN):
            return operator
        if operator in (self.view.code(0), self.view.code(1)):
            return "PARTICIPANT"
        return "THIRD-PARTY" if self.concerned else "ALLIED"

    @property
    def state(self) -> str:
        """How it stands, for the picture."""
        return self.determination if self.counts else "SUPERSEDED"

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON-safe values."""
        said = self.said
        return {
            "state": self.state,
            "entry": self.meta.id.hex(),
            "by": self.view.code(self.meta.side),
            "obs_id": said.label,
            "method": said.method,
            "from": said.start,
            "to": said.end,
            "aircraft_class": said.aircraft_class,
            "aircraft_type": said.aircraft_type or None,
            "number": said.number,
            "activity": said.activity,
            "operator": said.operator,
            "operator_source": said.source or None,
            "operator_confidence": said.operator_confidence,
            "party": self.party,
            "confidence": said.confidence,
            "areas": list(self.area_names),
            "areas_between": list(self.between),
            "determination": self.determination,
            "reasons": list(self.reasons),
            "notices": [
                {"notice_id": one.said.label, "entry": one.meta.id.hex(), "state": one.state} for one in self.matches
            ],
            "exempt": self.exempt,
            "query": self.query or None,
        }


def observed(view: View, entry: bytes) -> ObservationStanding | None:
    """Look at an observation by entry id, None when it is unknown or was not accepted."""
    found = said_of(view, "observation", entry)
    return None if found is None else ObservationStanding(view, *found)


def observations_between(view: View, start: int, end: int) -> list[ObservationStanding]:
    """List the observations that meet a time span and count, by start and id."""
    ids = {
        made
        for drawer in drawers(start, end)
        for side in SIDES
        for _, made in view.written("observation.day", drawer, side)
    }
    found = (observed(view, one) for one in sorted(ids))
    kept = [one for one in found if one is not None and one.counts and one.said.start < end and start <= one.said.end]
    return sorted(kept, key=lambda one: (one.said.start, one.meta.id))


def observation_names(view: View) -> list[str]:
    """Name the observations: who saw it and its label."""
    return view.names("observations")


def observation_standing(view: View, name: str) -> dict[str, Any]:
    """Show the newest version of an observation."""
    found = observed(view, view.newest("observations", name))
    if found is None:
        return {"state": "UNKNOWN", "entry": None}
    return found.as_json() | {"findings": [one.as_json() for one in judge("observation", STANDING, found)]}
