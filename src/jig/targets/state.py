"""How a target stands, up to the agreement for action: pure functions of a view."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

from jig.agreement.rule import STANDING, judge
from jig.decisions.state import ended_by, holds_on, open_rivals, proposals, proposed, standing_proposal
from jig.places.distance import distance_m_floor
from jig.places.state import Difference, one_place_m, open_differences
from jig.record.kind import Verdict
from jig.record.registers import SIDES
from jig.record.rooms import Subject
from jig.record.view import Meta, View

PROPOSED, UNDER_COORDINATION = "PROPOSED", "UNDER_COORDINATION"
AGREED_ACTIONABLE, AGREED_FOR_ACTION = "AGREED_ACTIONABLE", "AGREED_FOR_ACTION"
HELD, WITHDRAWN, REFUSED, DISPUTED = "HELD", "WITHDRAWN", "REFUSED", "DISPUTED"
#: The joint acts of this room.
ACTIONABLE, ACTION = "actionable", "action"
STOP = "STOP"


class TargetVersion(NamedTuple):
    """One version of a target, as the registers keep it (table `target`, by entry id)."""

    id: bytes
    label: str
    adversary: str
    category: str


class Vetted(NamedTuple):
    """One side's vetting of one version (table `vetting`, by the version's id). Times are instants."""

    id: bytes
    last_observed: int
    expires: int | None


class Validated(NamedTuple):
    """One side's validation of one version (table `validation`, by the version's id). Times are instants."""

    id: bytes
    at: int
    expires: int
    legal_at: int


class Located(NamedTuple):
    """One side's mensurated location (tables `location`, by entry id, and `locations`, by target label).

    ce90_mm: the larger of what the mensurator and the position's own parts say.
    """

    id: bytes
    target: bytes
    lat_e7: int
    lon_e7: int
    ce90_mm: int


class Screened(NamedTuple):
    """One side's protected-site screening (table `screening`, by the id of the location or target screened).

    Written by the room `harm`; the two rooms share this register and nothing else.
    """

    id: bytes
    result: str
    list_version: str
    precaution_signed_by: str


class Apart(NamedTuple):
    """How far apart both sides put one target, and how far they may."""

    distance_m: int
    tolerance_m: int

    @property
    def different(self) -> bool:
        """Whether the two positions are not of one object."""
        return self.distance_m > self.tolerance_m


def version(view: View, ref: str | bytes) -> TargetVersion | None:
    """Find a target's version by entry id, whatever its verdict."""
    meta = view.entry(ref)
    if meta is None or meta.kind != "target":
        return None
    found: TargetVersion | None = view.last("target", meta.id, meta.side)
    return found


def located(view: View, ref: str | bytes) -> Located | None:
    """Find an accepted location by entry id."""
    meta = view.entry(ref)
    if meta is None or meta.kind != "location" or meta.verdict is not Verdict.OK:
        return None
    found: Located | None = view.last("location", meta.id, meta.side)
    return found


def vetting(view: View, target: bytes, side: int) -> Vetted | None:
    """Give a side's last vetting of one exact version, None when there is none or it was taken back."""
    found: Vetted | None = view.last("vetting", target, side)
    return found if found is not None and ended_by(view, found.id) is None else None


def validation(view: View, target: bytes, side: int) -> Validated | None:
    """Give a side's last validation of one exact version, None when there is none or it was taken back."""
    found: Validated | None = view.last("validation", target, side)
    return found if found is not None and ended_by(view, found.id) is None else None


def screening(view: View, screened: bytes, side: int) -> Screened | None:
    """Give a side's last protected-site screening of a location, None when there is none or it was taken back."""
    found = view.last("screening", screened, side)
    return Screened(*found) if found is not None and ended_by(view, found[0]) is None else None


def current_location(view: View, label: str, side: int) -> Located | None:
    """Give the location by which a side now stands for a target."""
    found: Located | None = view.last("locations", label, side)
    return found if found is not None and ended_by(view, found.id) is None else None


def tolerance_m(view: View, *ce90_mm: int) -> int:
    """Give how far apart positions of one object may be: the combined CE90 or the reading's floor, whole metres.

    Source: ToR 2.a.iii; reading A50.
    """
    return one_place_m(view, *ce90_mm)


def distance_m(lat_e7: int, lon_e7: int, other: Located) -> int:
    """Give the distance of a point from a location, whole metres rounded down."""
    if (lat_e7, lon_e7) == (other.lat_e7, other.lon_e7):
        return 0
    return distance_m_floor(lat_e7, lon_e7, other.lat_e7, other.lon_e7)


def apart(view: View, label: str) -> Apart | None:
    """Compare both sides' locations of a target; None while only one side, or none, stands by one."""
    first, second = current_location(view, label, 0), current_location(view, label, 1)
    if first is None or second is None:
        return None
    return far_apart(view, first, second)


def far_apart(view: View, first: Located, second: Located) -> Apart:
    """Compare two locations of one target."""
    bound = tolerance_m(view, first.ce90_mm, second.ce90_mm)
    return Apart(distance_m(first.lat_e7, first.lon_e7, second), bound)


def difference(view: View, first: Located, second: Located) -> Difference | None:
    """Give what stands between two locations of one target, None where they are of one place."""
    found = far_apart(view, first, second)
    if not found.different:
        return None
    between = (min(first.id, second.id), max(first.id, second.id))
    return Difference(between, "POSITION", found.distance_m, found.tolerance_m)


class TargetStanding:
    """A target at a frontier, each fact looked up when first asked."""

    def __init__(self, view: View, label: str) -> None:
        self.view = view
        self.label = label

    @cached_property
    def apart(self) -> Apart | None:
        """How far apart both sides put it."""
        return apart(self.view, self.label)

    @cached_property
    def open_differences(self) -> int:
        """How many differences on it officers of both sides have not closed."""
        return len(open_differences(self.view, self.label))

    @cached_property
    def versions(self) -> list[Meta]:
        """Every version either side stated, by id: no order but that of ids exists (ToR 2.a.iii)."""
        ids = sorted({one for side in SIDES for _, one in self.view.written("targets", self.label, side)})
        return [meta for meta in map(self.view.entry, ids) if meta is not None]

    @cached_property
    def live(self) -> list[Meta]:
        """The versions by which their authors now stand."""
        return [m for m in self.versions if m.verdict is Verdict.OK and ended_by(self.view, m.id) is None]

    @cached_property
    def actionable(self) -> bytes | None:
        """The standing agreement that it is actionable."""
        return standing_proposal(self.view, ACTIONABLE, self.label)

    @cached_property
    def action(self) -> bytes | None:
        """The standing agreement for action."""
        return standing_proposal(self.view, ACTION, self.label)

    @cached_property
    def holds(self) -> list[bytes]:
        """The HOLDs in force on it."""
        return holds_on(self.view, self.label)

    @cached_property
    def disputed(self) -> bool:
        """Whether both differ about it: on where it is, which version is meant, or which proposal."""
        if self.open_differences or (self.apart is not None and self.apart.different):
            return True
        if self.action is not None:
            return False
        if open_rivals(self.view, ACTION, self.label):
            return True
        if self.actionable is not None:
            return False
        return len(self.live) > 1 or bool(open_rivals(self.view, ACTIONABLE, self.label))

    @cached_property
    def underlying(self) -> str:
        """The state, HOLDs apart."""
        if self.disputed:
            return DISPUTED
        if self.action is not None:
            return AGREED_FOR_ACTION
        if self.actionable is not None:
            return AGREED_ACTIONABLE
        return self._before_agreement() if self.live else self._without_version()

    @property
    def state(self) -> str:
        """The state; a HOLD masks all others."""
        return HELD if self.holds else self.underlying

    def _before_agreement(self) -> str:
        live = {meta.id.hex() for meta in self.live}
        asked = [one for one in proposals(self.view, ACTIONABLE, self.label) if self._asks_for(one, live)]
        endings = [ended_by(self.view, one) for one in asked]
        if any(ending is None for ending in endings):
            return UNDER_COORDINATION
        return REFUSED if any(ending and ending.kind == "position" for ending in endings) else PROPOSED

    def _asks_for(self, proposal: bytes, live: set[str]) -> bool:
        made = proposed(self.view, proposal)
        return made is not None and made.content.target in live

    def _without_version(self) -> str:
        endings = (ended_by(self.view, meta.id) for meta in self.versions)
        return WITHDRAWN if any(ending and ending.kind == "withdrawal" for ending in endings) else REFUSED


def target_labels(view: View) -> list[str]:
    """List the targets either side ever stated, by their label alone: nothing here orders them otherwise."""
    return [str(key) for key in view.keys("targets")]


def _codes(view: View, found: Iterable[object]) -> list[str]:
    return [view.code(side) for side, one in zip(SIDES, found, strict=True) if one]


def _standing(view: View, label: str) -> dict[str, Any]:
    target = TargetStanding(view, label)
    agreed = [side for side in SIDES if any(vetting(view, meta.id, side) for meta in target.live)]
    valid = [side for side in SIDES if any(validation(view, meta.id, side) for meta in target.live)]
    locations = [current_location(view, label, side) for side in SIDES]
    return {
        "state": target.state,
        "underlying": target.underlying,
        "held_by": [hold.hex() for hold in target.holds],
        "versions": [_version(view, meta) for meta in target.versions],
        "vetted_by": [view.code(side) for side in agreed],
        "validated_by": [view.code(side) for side in valid],
        "located_by": _codes(view, locations),
        "screenings": [_screening(view, found.id, side) for found in locations if found for side in SIDES],
        "actionable": target.actionable.hex() if target.actionable else None,
        "action": target.action.hex() if target.action else None,
        "findings": [finding.as_json() for finding in judge("target", STANDING, target)],
    }


def _screening(view: View, location: bytes, side: int) -> dict[str, Any]:
    found = screening(view, location, side)
    result = found.result if found is not None else None
    return {"location": location.hex(), "by": view.code(side), "result": result}


def _version(view: View, meta: Meta) -> dict[str, Any]:
    ending = ended_by(view, meta.id)
    return {
        "id": meta.id.hex(),
        "by": view.code(meta.side),
        "verdict": meta.verdict.value,
        "ended_by": ending.id.hex() if ending else None,
    }


SUBJECTS = (Subject("target", target_labels, _standing),)
