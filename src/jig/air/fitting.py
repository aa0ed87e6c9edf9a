"""What was seen, held against notices in space, time, class, type and number: each reason for and against, by code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from jig.air.notice import MILLIMETRES, drawers
from jig.air.notice_standing import LATE, UNPROVEN, NoticeStanding, notices_in
from jig.air.observation import Seen
from jig.areas.state import AreaVersion
from jig.record.view import View

MATCHED, UNMATCHED, NO_DATA = "MATCHED", "UNMATCHED", "NO-DATA"
#: Reasons that leave open whether a notice fits: something that would tell is not stated.
_OPEN = frozenset(
    {"NOTICE-WITHOUT-ROUTE", "NOTICE-WITHOUT-FORCES", "PLACE-UNKNOWN", "AREA-ONLY", "UNRECOGNISED", "WAY-NOT-SEEN"}
)
#: Reasons that are shown and contradict nothing.
_SHOWN = frozenset({"WITHIN-ERROR", "CLASS-NOT-SEEN", "TYPE-NOT-SEEN", "NUMBER-NOT-SEEN", "ALTITUDE-NOT-COMPARED",
                    "NOTICE-LATE", "NOTICE-UNPROVEN"})  # fmt: skip


class Sighted(NamedTuple):
    """What was seen, by a side or on a track: from when to when, seconds; where; of which class, type and number."""

    start: int
    end: int
    track: tuple[Seen, ...]
    aircraft_class: str
    aircraft_type: str
    number: int | None


class Compared(NamedTuple):
    """One notice beside what was seen: why it fits or does not."""

    notice: NoticeStanding
    reasons: tuple[str, ...]

    @property
    def fits(self) -> bool | None:
        """True, False, or None where what is stated does not tell."""
        against = [one for one in self.reasons if one not in _SHOWN]
        if not against:
            return True
        return None if all(one in _OPEN for one in against) else False


def compared(view: View, seen: Sighted, areas: Sequence[AreaVersion]) -> tuple[Compared, ...]:
    """Hold what was seen against every notice that overlaps it in time, by id."""
    found: dict[bytes, NoticeStanding] = {}
    for drawer in drawers(seen.start, seen.end):
        found |= {one.meta.id: one for one in notices_in(view, drawer) if one.ended is None}
    overlapping = (found[key] for key in sorted(found) if _overlaps(found[key], seen))
    gap_s = longest_gap_s(view)
    return tuple(Compared(one, tuple(_reasons(seen, areas, one, gap_s))) for one in overlapping)


def longest_gap_s(view: View) -> int:
    """Give the time between two points after which they no longer show the way between them (reading A46).

    Where it is unset, only points of one instant show any.
    """
    found = view.setting("track.max_gap_s")
    return found if isinstance(found, int) else 0


def determined(found: Iterable[Compared], *, placed: bool) -> str:
    """Answer MATCHED, UNMATCHED, or NO-DATA where what is stated does not tell."""
    fits = [one.fits for one in found]
    if True in fits:
        return MATCHED
    return NO_DATA if None in fits or not placed else UNMATCHED


def _overlaps(notice: NoticeStanding, seen: Sighted) -> bool:
    start, end = notice.said.start, notice.said.end
    return start is not None and end is not None and start <= seen.end and seen.start <= end


def _reasons(seen: Sighted, areas: Sequence[AreaVersion], notice: NoticeStanding, gap_s: int) -> list[str]:
    said, found = notice.said, []
    if said.start is None or said.end is None or seen.start < said.start or seen.end > said.end:
        found.append("PARTLY-OUTSIDE-WINDOW")
    if not notice.whole:
        # What is incomplete or refused counts as no notice, whatever else it says (ToR 3.c).
        found.append(f"NOTICE-{notice.meta.verdict.value}")
    if notice.state in (LATE, UNPROVEN):
        found.append(f"NOTICE-{notice.state}")
    return [*found, *_in_space(seen, areas, notice, gap_s), *_in_forces(seen, notice)]


def _in_space(seen: Sighted, areas: Sequence[AreaVersion], notice: NoticeStanding, gap_s: int) -> list[str]:
    if len(notice.said.corridor) < 2:
        return ["NOTICE-WITHOUT-ROUTE"]
    if not seen.track:
        if not areas:
            return ["PLACE-UNKNOWN"]
        # Somewhere in an area is not yet in the corridor that runs through it.
        met = any(notice.corridor.touches(area.region) for area in areas)
        return ["AREA-ONLY"] if met else ["OUTSIDE-CORRIDOR"]
    points = set().union(*(_point(point, notice) for point in seen.track))
    if "OUTSIDE-CORRIDOR" in points:
        return sorted(points)
    return sorted(points.union(*(_way(one, other, notice, gap_s) for one, other in pairwise(seen.track))))


def _way(one: Seen, other: Seen, notice: NoticeStanding, gap_s: int) -> set[str]:
    """Say what the way between two points, each in the corridor, has against it: it can cut a corner outside."""
    if other.time - one.time > gap_s:
        return {"WAY-NOT-SEEN"}
    ends = (one.lon_e7, one.lat_e7), (other.lon_e7, other.lat_e7)
    if notice.corridor.holds_way(*ends):
        return set()
    held = notice.corridor.holds_way(*ends, max(one.error_m, other.error_m))
    return {"WITHIN-ERROR" if held else "WAY-OUTSIDE-CORRIDOR"}


def _point(point: Seen, notice: NoticeStanding) -> set[str]:
    at, found = (point.lon_e7, point.lat_e7), set()
    gates = notice.corridor.legs_at(at)
    if not gates:
        gates = notice.corridor.legs_at(at, point.error_m)
        found.add("WITHIN-ERROR" if gates else "OUTSIDE-CORRIDOR")
    # An altitude is compared with a block above the same thing only.
    alike = [gate for gate in gates if gate.ref == point.ref]
    if point.altitude is None or not alike:
        return found | ({"ALTITUDE-NOT-COMPARED"} if gates else set())
    height = point.altitude * MILLIMETRES[point.unit]
    inside = any(gate.lower_mm * 10 <= height <= gate.upper_mm * 10 for gate in alike)
    return found if inside else found | {"OUTSIDE-ALTITUDES"}


def _in_forces(seen: Sighted, notice: NoticeStanding) -> list[str]:
    forces, found = notice.said.forces, []
    if not forces:
        return ["NOTICE-WITHOUT-FORCES"]
    if seen.aircraft_class == "UNK":
        # Whatever nobody recognised would else fit every notice.
        found.append("CLASS-NOT-SEEN" if seen.aircraft_type else "UNRECOGNISED")
    alike = [one for one in forces if seen.aircraft_class in ("UNK", one.aircraft_class)]
    if not alike:
        return ["CLASS-DIFFERS"]
    if seen.aircraft_class != "UNK" and not seen.aircraft_type:
        found.append("TYPE-NOT-SEEN")
    alike = [one for one in alike if same_type(seen.aircraft_type, one.aircraft_type)]
    if not alike:
        return [*found, "TYPE-DIFFERS"]
    if seen.number is None:
        return [*found, "NUMBER-NOT-SEEN"]
    return [*found, "MORE-THAN-NOTIFIED"] if seen.number > sum(one.number for one in alike) else found


def same_type(seen: str, notified: str) -> bool:
    """Whether a type seen can be the one notified: none seen can be any; Mi-8 and MI8 are one spelling."""
    return not seen or _spelled(seen) == _spelled(notified)


def _spelled(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
