"""Which areas are in force, and how each stands between the two sides: pure functions of a view."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from jig.agreement.clocks import UnknownZone
from jig.agreement.rule import STANDING, judge
from jig.agreement.terms import Named
from jig.decisions.state import GROUP, ended_by, proposals, proposed, standing_proposal
from jig.places.crossing import degrees_text
from jig.places.plane import Point
from jig.places.region import Region
from jig.record.canonical import canonical
from jig.record.kind import Verdict
from jig.record.registers import SIDES
from jig.record.rooms import Subject
from jig.record.view import View

DESIGNATED, COMMON_MAP, PROXIMITY, CONTROL = "DESIGNATED", "COMMON-MAP", "PROXIMITY", "CONTROL"
LAYERS = (DESIGNATED, COMMON_MAP, PROXIMITY, CONTROL)
#: Layers that are in force only as a version that both signed; control is each side's own assertion (reading A38).
SIGNED = (DESIGNATED, COMMON_MAP, PROXIMITY)
FAMILY = "AREA-SET"
_FORMAT = "jig-area-set-1"


@dataclass(frozen=True)
class AreaVersion:
    """One statement of an area (table `area`, by entry id). Times are instants; valid_to itself still counts."""

    id: bytes
    area: str
    layer: str
    area_class: int | None
    holder: str
    as_of: int
    valid_from: int | None
    valid_to: int | None
    region: Region

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON-safe values, the outline by its digest."""
        return {
            "id": self.id.hex(),
            "area": self.area,
            "layer": self.layer,
            "class": self.area_class,
            "holder": self.holder,
            "as_of": self.as_of,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "geometry": self.region.digest.hex(),
        }

    def valid(self, at: int) -> bool:
        """Whether it is valid at an instant, both ends included."""
        return (self.valid_from is None or self.valid_from <= at) and (self.valid_to is None or at <= self.valid_to)

    def valid_within(self, start: int, end: int) -> bool:
        """Whether it is valid at any instant of a span, all ends included."""
        return (self.valid_from is None or self.valid_from <= end) and (self.valid_to is None or start <= self.valid_to)

    @property
    def said(self) -> list[Any]:
        """What both sign of it."""
        return [self.area, self.area_class, self.valid_from, self.valid_to, self.region.digest.hex()]


class Members(NamedTuple):
    """The statements that a set names: those known here, and the references of those that are not."""

    known: tuple[AreaVersion, ...]
    missing: tuple[str, ...]


class InForce(NamedTuple):
    """A layer as both signed it."""

    version: str
    digest: str
    areas: tuple[AreaVersion, ...]


def set_digest(layer: str, areas: Iterable[AreaVersion]) -> str:
    """Give the digest of a set: SHA-256 over its areas' names, classes, validity and outlines; hex.

    Whose statements they are does not matter, nor their order: both sides' own plots of one outline are one set.
    """
    said = sorted((area.said for area in areas), key=lambda one: (one[0], one[4]))
    return hashlib.sha256(canonical([_FORMAT, layer, said])).hexdigest()


def area_of(view: View, ref: str | bytes) -> AreaVersion | None:
    """Find an accepted statement of an area by entry id, None when it is unknown or was taken back."""
    meta = view.entry(ref)
    if meta is None or meta.kind != "area" or meta.verdict is not Verdict.OK or ended_by(view, meta.id) is not None:
        return None
    found: AreaVersion | None = view.last("area", meta.id, meta.side)
    return found


def signed(view: View, layer: str) -> Named | None:
    """Give the version of a layer that the terms name."""
    return view.terms.document(FAMILY, layer)


def in_force(view: View, layer: str) -> InForce | None:
    """Give a layer as both signed it: None while nothing is signed, no areas where what is signed is not held here.

    The statements stand although their author takes them back: what both signed, both unsign.
    """
    document = signed(view, layer)
    return None if document is None else held_version(view, layer, document.version, document.digest)


def held_version(view: View, layer: str, version: str, digest: str) -> InForce:
    """Give a version of a layer with the statements that make it, as far as they are held here."""
    for side in SIDES:
        stated = view.last("area-set", (layer, digest), side)
        if stated is not None:
            found = [_stated(view, one) for one in stated[2]]
            return InForce(version, digest, tuple(one for one in found if one is not None))
    return InForce(version, digest, ())


class LayerVersion(NamedTuple):
    """A version of a layer as it was stated, signed or not."""

    version: str
    digest: str
    entry: bytes
    side: int
    areas: tuple[AreaVersion, ...]


def layer_versions(view: View, layer: str) -> list[LayerVersion]:
    """List the versions of a layer that anybody stated, each digest once, by when its author says it was stated."""
    found: dict[str, tuple[int, LayerVersion]] = {}
    for side in SIDES:
        for _, digest in view.written("area-sets", layer, side):
            entry, version, members = view.last("area-set", (layer, digest), side)
            meta = view.entry(entry)
            areas = tuple(one for one in (_stated(view, member) for member in members) if one is not None)
            made = (meta.claimed_at if meta is not None else 0, LayerVersion(version, digest, entry, side, areas))
            found[digest] = min(found.get(digest, made), made, key=lambda one: (one[0], one[1].entry))
    return [one for _, one in sorted(found.values(), key=lambda one: (one[0], one[1].entry))]


def _stated(view: View, entry_id: bytes) -> AreaVersion | None:
    found = (view.last("area", entry_id, side) for side in SIDES)
    return next((one for one in found if one is not None), None)


def designated_at(view: View, instant: int) -> tuple[AreaVersion, ...]:
    """List the designated areas that both signed and that are valid at an instant, by name."""
    found = in_force(view, DESIGNATED)
    valid = [one for one in found.areas if one.valid(instant)] if found is not None else []
    return tuple(sorted(valid, key=lambda one: one.area))


def crossed(areas: Iterable[AreaVersion], path: Sequence[Point]) -> tuple[str, ...]:
    """Name the areas that a path of straight legs touches; points are (lon_e7, lat_e7). Boundaries are inside."""
    return tuple(sorted({one.area for one in areas if one.region.met_by(path)}))


def assertion(view: View, area: str, side: int, layer: str = CONTROL) -> AreaVersion | None:
    """Give a side's newest statement of an area that it has not taken back."""
    for _, made in reversed(view.written("areas", (layer, area), side)):
        if ended_by(view, made) is None:
            found: AreaVersion | None = view.last("area", made, side)
            return found
    return None


def control(view: View) -> list[AreaVersion]:
    """List both sides' newest assertions of who holds what, by name; neither side's stands for the other's."""
    keys = [key[1] for key in view.keys("areas") if isinstance(key, tuple) and key[0] == CONTROL]
    found = (assertion(view, area, side) for area in keys for side in SIDES)
    return sorted((one for one in found if one is not None), key=lambda one: (one.area, one.id))


class AreaStanding:
    """One area of one layer at a frontier."""

    def __init__(self, view: View, name: str) -> None:
        self.view = view
        self.layer, _, self.area = name.partition(":")
        self.stated = [assertion(view, self.area, side, self.layer) for side in SIDES]

    @property
    def both(self) -> tuple[AreaVersion, AreaVersion] | None:
        """Both sides' newest statements, None while one has none."""
        first, second = self.stated
        return (first, second) if first is not None and second is not None else None

    @property
    def same_outline(self) -> bool:
        """Whether both state one outline, where both state one."""
        return self.both is None or self.both[0].region == self.both[1].region

    @property
    def first_difference(self) -> str:
        """Where the outlines first differ: polygon.ring.corner and both corners; empty where they do not."""
        found = self.both[0].region.first_difference(self.both[1].region) if self.both else None
        if found is None:
            return ""
        return f"{found.polygon}.{found.ring}.{found.point}: {_degrees(found.one)} / {_degrees(found.other)}"

    @property
    def signed_as(self) -> str:
        """The version of the layer in force that has this area, empty when none has."""
        found = in_force(self.view, self.layer)
        held = found is not None and any(one.area == self.area for one in found.areas)
        return found.version if found is not None and held else ""

    @property
    def state(self) -> str:
        """IN-FORCE; else DIFFERENT, SAME or ONE-SIDED; of control DISPUTED, SAME or ONE-SIDED."""
        if self.signed_as:
            return "IN-FORCE"
        if self.both is None:
            return "ONE-SIDED" if any(self.stated) else "WITHDRAWN"
        one, other = self.both
        if self.layer == CONTROL:
            return "SAME" if (one.holder, one.region) == (other.holder, other.region) else "DISPUTED"
        return "SAME" if one.said == other.said else "DIFFERENT"


def _degrees(corner: Point | None) -> str:
    return "-" if corner is None else degrees_text(corner)


def signed_at(view: View, layer: str) -> int | None:
    """Give when both had first agreed to the version of a layer in force, by the later of their own stamps."""
    document = signed(view, layer)
    if document is None:
        return None
    named = [key for key in view.keys("proposals") if isinstance(key, tuple) and key[0] == "terms"]
    agreed = (_agreed_at(view, one, (FAMILY, layer, document.digest)) for key in named for one in proposals(view, *key))
    return min((at for at in agreed if at is not None), default=None)


def _agreed_at(view: View, proposal: bytes, named: tuple[str, str, str]) -> int | None:
    made = proposed(view, proposal)
    changes = made.content.changes if made is not None else ()
    if named not in [(one.item, one.id, one.digest) for one in changes]:
        return None
    given = [view.first("terms.agree", proposal, side) for side in SIDES]
    if any(one is None for one in given):
        return None
    return max(view.world.entries.meta(side, one[0]).claimed_at for side, one in enumerate(given) if one is not None)


class MapStanding:
    """The common map at a frontier: how much of it both signed, when, and by when it was due."""

    def __init__(self, view: View) -> None:
        self.view = view
        found = in_force(view, COMMON_MAP)
        self.version = found.version if found is not None else ""
        self.done = tuple(sorted({one.area for one in found.areas})) if found is not None else ()
        names = [name for name in _names(view) if name.startswith(f"{COMMON_MAP}:")]
        areas = [one for one in (AreaStanding(view, name) for name in names) if any(one.stated)]
        self.open = {one.area: one for one in sorted(areas, key=lambda one: one.area) if one.area not in self.done}
        self.unresolved = tuple(self.open)

    @property
    def not_stated(self) -> dict[str, list[str]]:
        """By side, the unresolved areas that the other states and it does not: who has not spoken, and of which."""
        return {
            self.view.code(side): [name for name, one in self.open.items() if one.stated[side] is None]
            for side in SIDES
        }

    @property
    def parts(self) -> dict[str, str]:
        """Why each unresolved area is open: ONE-SIDED, DIFFERENT, or SAME where both state it and it is not signed."""
        return {name: one.state for name, one in self.open.items()}

    @property
    def formed_at(self) -> int | None:
        """When the group was formed, None before both said so."""
        formed = standing_proposal(self.view, "formation", GROUP)
        made = proposed(self.view, formed) if formed is not None else None
        return int(made.content.formed_at) if made is not None else None

    @property
    def due(self) -> int | None:
        """The instant strictly before which it is due: the end of the fifth calendar day after the formation."""
        zone, days = self.view.setting("deadline.tz"), self.view.setting("map.due_days")
        first = self.view.setting("map.formation_day_number")
        if self.formed_at is None or not isinstance(zone, str) or not isinstance(days, int):
            return None
        try:
            there = self.view.profile.zones.zone(zone)
        except UnknownZone:
            return None
        last = there.local(self.formed_at).day_number + days - (first if isinstance(first, int) else 0)
        return there.cutoff(last + 1, "D 00:00")

    @cached_property
    def signed_at(self) -> int | None:
        """When both had agreed to the version in force, by their own stamps."""
        return signed_at(self.view, COMMON_MAP)

    @property
    def complete(self) -> bool:
        """Whether all that either side states of it is signed by both."""
        return bool(self.done) and not self.unresolved

    @property
    def in_time(self) -> bool | None:
        """Whether it was complete by the time it was due; None where that is open: not complete, or no due time."""
        if not self.complete or self.signed_at is None or self.due is None:
            return None
        return self.signed_at < self.due

    @property
    def share_permille(self) -> int:
        """How many of a thousand areas of the map both signed; 0 of none."""
        whole = len(self.done) + len(self.unresolved)
        return len(self.done) * 1000 // whole if whole else 0


def _names(view: View) -> list[str]:
    return [":".join(key) for key in view.keys("areas") if isinstance(key, tuple)]


def _standing(view: View, name: str) -> dict[str, Any]:
    area = AreaStanding(view, name)
    stated = {view.code(side): one.as_json() if one else None for side, one in zip(SIDES, area.stated, strict=True)}
    newest = max((one for one in area.stated if one), key=lambda one: (one.as_of, one.id), default=None)
    return {
        "state": area.state,
        "entry": newest.id.hex() if newest else None,
        "version": area.signed_as or None,
        "stated": stated,
        "first_difference": area.first_difference or None,
        "findings": [finding.as_json() for finding in judge("area-standing", STANDING, area)],
    }


def _maps(view: View) -> list[str]:
    begun = standing_proposal(view, "formation", GROUP) is not None
    return [COMMON_MAP] if begun or any(name.startswith(f"{COMMON_MAP}:") for name in _names(view)) else []


def _map(view: View, name: str) -> dict[str, Any]:
    found = MapStanding(view)
    formed = standing_proposal(view, "formation", GROUP)
    return {
        "entry": formed.hex() if formed else None,
        "version": found.version or None,
        "formed_at": found.formed_at,
        "due": found.due,
        "signed_at": found.signed_at,
        "in_time": found.in_time,
        "signed": list(found.done),
        "unresolved": list(found.unresolved),
        "parts": found.parts,
        "not_stated": found.not_stated,
        "share_permille": found.share_permille,
        "findings": [finding.as_json() for finding in judge("map", STANDING, found)],
    }


SUBJECTS = (Subject("area", _names, _standing), Subject("map", _maps, _map))
