"""How differences of presentation stand: opened by a statement, closed by officers of both sides. Pure of a view."""

from __future__ import annotations

from typing import Any, NamedTuple

from jig.agreement.rule import STANDING, judge
from jig.places.distance import distance_m_floor
from jig.places.errors import combined_mm
from jig.record.registers import SIDES, Reading
from jig.record.rooms import Subject
from jig.record.view import View

OPEN, CLOSED = "OPEN", "CLOSED"
#: What a difference is named by: the entry that opened it by hand, or the two statements that differ, in order of id.
Between = tuple[bytes, ...]


class Difference(NamedTuple):
    """A difference of presentation on a subject (table `differences`, by subject).

    matter: POSITION, READBACK, or what the officer who opened it by hand named. distance_m, bound_m: of positions.
    """

    between: Between
    matter: str
    distance_m: int | None
    bound_m: int | None


class Closing(NamedTuple):
    """One side's closing of one difference (table `differences.closed`, by subject and what it is between)."""

    id: bytes
    key: str
    by: str


class Placed(NamedTuple):
    """One position that an entry states (table `positions`, by entry id). path: where in its body."""

    path: str
    lat_e7: int
    lon_e7: int
    ce90_mm: int


class Stating(NamedTuple):
    """The positions of one entry, and the label of the subject they are of."""

    label: str
    places: tuple[Placed, ...]


def one_place_m(view: View, *ce90_mm: int) -> int:
    """Give how far apart positions of one object may be: the combined CE90 or the reading's floor, whole metres.

    Source: ToR 2.a.iii; reading A50.
    """
    floor = view.setting("position.same_m")
    return max(combined_mm(*ce90_mm) // 1000, floor if isinstance(floor, int) else 0)


def differences(view: View, subject: str) -> list[Difference]:
    """List every difference ever opened on a subject, each once, by what it is between."""
    both = _as_last_said(view, subject)
    found: dict[Between, Difference] = {} if both is None else {both.between: both}
    for side in SIDES:
        for _, one in view.written("differences", subject, side):
            # Both may have opened the same: the wider apart counts, whichever log is called the first.
            found[one.between] = max(one, found.get(one.between, one), key=_width)
    return [found[between] for between in sorted(found)]


def _as_last_said(view: View, subject: str) -> Difference | None:
    """Compare where both sides last said it is, of which neither may have known when it spoke.

    Written by the room `targets` (table `locations.said`); the two rooms share this register and nothing else. One that
    was taken back counts: taking it back does not say why the two differed.
    """
    first, second = (view.last("locations.said", subject, side) for side in SIDES)
    if first is None or second is None or (first.lat_e7, first.lon_e7) == (second.lat_e7, second.lon_e7):
        return None
    distance = distance_m_floor(first.lat_e7, first.lon_e7, second.lat_e7, second.lon_e7)
    bound = one_place_m(view, first.ce90_mm, second.ce90_mm)
    between = (min(first.id, second.id), max(first.id, second.id))
    return Difference(between, "POSITION", distance, bound) if distance > bound else None


def _width(one: Difference) -> tuple[int, int, str]:
    return (one.distance_m or 0, -(one.bound_m or 0), one.matter)


def closed_by(view: Reading, subject: str, between: Between) -> list[int]:
    """List the sides whose officers closed it, by their own hand and not taken back."""
    return [side for side in SIDES if _closed(view, subject, between, side)]


def _closed(view: Reading, subject: str, between: Between, side: int) -> bool:
    given = view.written("differences.closed", (subject, *between), side)
    return any(_stands(view, one, side) for _, one in given)


def _stands(view: Reading, one: Closing, side: int) -> bool:
    """Tell whether a closing counts: a key that both sides claim is one hand, and what was taken back closes nothing.

    The same as decisions/state.py asks of a consent; this room stands below that one.
    """
    taken_back = any(view.has("ended", one.id, each) for each in SIDES)
    return not taken_back and not view.has("claimed", one.key, 1 - side)


def open_differences(view: View, subject: str) -> list[Difference]:
    """List the differences on a subject that officers of both sides have not both closed: while one is open, HOLD.

    Source: ToR 1.d.iv, 1.d.v, 2.a.iii.
    """
    return [one for one in differences(view, subject) if len(closed_by(view, subject, one.between)) < len(SIDES)]


class DiscrepancyStanding:
    """The differences on one subject at a frontier."""

    def __init__(self, view: View, subject: str) -> None:
        self.view = view
        self.subject = subject
        self.all = differences(view, subject)
        self.open = open_differences(view, subject)

    @property
    def open_count(self) -> int:
        """How many are not closed by both."""
        return len(self.open)

    @property
    def farthest_m(self) -> int | None:
        """How far apart the positions of those lie at most, None where none is of positions."""
        return max((one.distance_m for one in self.open if one.distance_m is not None), default=None)


def difference_subjects(view: View) -> list[str]:
    """List the subjects on which a difference was ever opened, by their label alone."""
    found = {str(key) for table in ("differences", "locations.said") for key in view.keys(table)}
    return [one for one in sorted(found) if differences(view, one)]


def _standing(view: View, subject: str) -> dict[str, Any]:
    found = DiscrepancyStanding(view, subject)
    return {
        "state": OPEN if found.open else CLOSED,
        "differences": [_shown(view, subject, one) for one in found.all],
        "findings": [finding.as_json() for finding in judge("discrepancy", STANDING, found)],
    }


def _shown(view: View, subject: str, one: Difference) -> dict[str, Any]:
    sides = closed_by(view, subject, one.between)
    return {
        "between": [ref.hex() for ref in one.between],
        "matter": one.matter,
        "distance_m": one.distance_m,
        "bound_m": one.bound_m,
        "state": CLOSED if len(sides) == len(SIDES) else OPEN,
        "closed_by": [view.code(side) for side in sides],
    }


SUBJECTS = (Subject("discrepancy", difference_subjects, _standing),)
