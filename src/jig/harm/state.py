"""What is protected, how it stands, and what comes near it: pure functions of a view, in whole numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from jig.agreement.rule import STANDING, judge
from jig.decisions.state import proposals, proposed, stands
from jig.harm.nearby import cells_around
from jig.harm.screening import (
    CHALLENGED,
    GHOST,
    LISTED,
    MOVEMENT,
    Bounds,
    Hit,
    Site,
    list_version,
    screen,
)
from jig.places.near import Figure
from jig.places.near import point as point_figure
from jig.places.region import Region
from jig.places.state import Stating
from jig.record.registers import SIDES
from jig.record.rooms import Subject
from jig.record.view import Meta, View

REMOVAL = "site-removal"
WIDE = ("WIDE",)
#: As with areas: what one outline may cost every node that folds it.
MOST_CORNERS = 2_000
PLANNED, CLOSED = "PLANNED", "CLOSED"
STATUSES = (PLANNED, "DEPARTED", "ARRIVED", "UNLOADING", "RETURNING", CLOSED)


class Span(NamedTuple):
    """When a movement sets out at the earliest and when both its ways are planned to be over; instants."""

    start: int
    end: int


class Stated(NamedTuple):
    """A site or movement as its author stated it (table `protected`, by entry id). span: of a movement."""

    id: bytes
    label: str
    type: str
    figure: Figure
    ce90_mm: int
    addressees: tuple[str, ...]
    span: Span | None
    leaf: bytes


class Found(NamedTuple):
    """Something protected near a figure: what was found, and the statement behind it."""

    hit: Hit
    stated: Stated


def boxed(region: Region) -> Region:
    """Give a region, or the box around it where its rings bound none or are too many: what is drawn badly is protected
    wider, and costs its readers no more."""
    corners = sum(len(ring) for polygon in region.polygons for ring in polygon)
    if corners <= MOST_CORNERS and not region.faults():
        return region
    box = region.box
    south, north = box.south_e7, max(box.north_e7, box.south_e7 + 1)
    west, east = box.west_e7, max(box.east_e7, box.west_e7 + 1)
    return Region.of([[[(west, south), (east, south), (east, north), (west, north)]]])


def entry_of(view: View, entry_id: bytes) -> Stated | None:
    """Find a site or movement by entry id, whichever side stated it."""
    found = (view.last("protected", entry_id, side) for side in SIDES)
    return next((one for one in found if one is not None), None)


def bounds_of(view: View) -> Bounds:
    """Give buffer and least distance in force: the larger of both sides' buffers."""
    buffer, same = view.setting("protected.buffer_m"), view.setting("position.same_m")
    return Bounds(buffer if isinstance(buffer, int) else None, same if isinstance(same, int) else 0)


def state_of(view: View, stated: Stated) -> str:
    """Say how it stands. Whatever it says, it screens, a closed movement apart."""
    if stated.span is not None:
        return status_of(view, stated)
    last = {view.last("sites", stated.label, side) for side in SIDES}
    if stated.id not in last or stated.id in removed(view, stated.label):
        return GHOST
    return CHALLENGED if any(view.has("site.challenge", stated.label, side) for side in SIDES) else LISTED


def removed(view: View, label: str) -> set[bytes]:
    """List the statements of a site that both agreed to remove as an error of identity or place."""
    standing = (proposed(view, one) for one in proposals(view, REMOVAL, label) if stands(view, one))
    return {bytes.fromhex(made.content.site) for made in standing if made is not None}


def author_of(view: View, entry_id: bytes) -> int:
    """Give the side that stated it."""
    meta = view.entry(entry_id)
    return meta.side if meta is not None else 0


def status_of(view: View, movement: Stated) -> str:
    """Give a movement's status, as the side that stated it last said: only that side closes it."""
    return str(view.last("movement.status", movement.id, author_of(view, movement.id)) or PLANNED)


def near(view: View, figure: Figure, ce90_mm: int, *, closed: bool = False) -> list[Found]:
    """List what is protected near a figure, STOP before WARN and the nearest first.

    closed: movements that are over are listed too.
    """
    if figure.empty or not begun(view):
        return []
    bounds = bounds_of(view)
    by_site: dict[str, Stated] = {}
    sites = []
    for one in _around(view, figure, ce90_mm, bounds):
        state = state_of(view, one)
        if closed or state != CLOSED:
            key = one.id.hex()
            by_site[key] = one
            sites.append(Site(key, one.type, one.figure, one.ce90_mm, state))
    return [Found(hit, by_site[hit.site.id]) for hit in screen(figure, ce90_mm, sites, bounds)]


def begun(view: View) -> bool:
    """Tell whether anything protected was ever stated, or a version of the list."""
    return any(view.has("protected.begun", "", side) for side in SIDES)


def _around(view: View, figure: Figure, ce90_mm: int, bounds: Bounds) -> list[Stated]:
    around = cells_around(figure, ce90_mm, bounds)
    cells: Iterable[Any] = view.keys("protected.cell") if around is None else (*around, WIDE)
    ids = {made for cell in cells for side in SIDES for _, made in view.written("protected.cell", cell, side)}
    found = (entry_of(view, one) for one in sorted(ids))
    return [one for one in found if one is not None]


def stops(view: View, figure: Figure, ce90_mm: int) -> Found | None:
    """Give the protected place that stops a point, None where none is known to."""
    found = near(view, figure, ce90_mm)
    return next((one for one in found if one.hit.result == "STOP" and one.stated.span is None), None)


def aims_of(view: View, made: Meta) -> list[tuple[Figure, int]]:
    """List what an entry aims at with the error of each; its way there is no aim."""
    stating: Stating | None = view.last("positions", made.id, made.side)
    places = stating.places if stating is not None else ()
    aims = [one for one in places if not one.path.startswith("routing")]
    return [(point_figure(one.lat_e7, one.lon_e7), one.ce90_mm) for one in aims]


def stops_of_entry(view: View, entry_id: bytes) -> Found | None:
    """Give the protected place that stops what an entry aims at, as it stands now."""
    made = view.entry(entry_id)
    found = (stops(view, figure, error) for figure, error in (aims_of(view, made) if made is not None else ()))
    return next((one for one in found if one is not None), None)


def under_way(one: Found, end: int | None) -> bool:
    """Whether a movement may be met until an instant, None for ever after.

    Before it sets out, as planned, it is nowhere; once it set out, only its own side's word ends it.
    """
    span = one.stated.span
    return span is not None and (end is None or end >= span.start or one.hit.site.state != PLANNED)


def movement_met(view: View, made: Meta, end: int | None) -> Found | None:
    """Give a movement at what an entry aims at, known before or since; None where none is.

    One that was closed when the entry was made is over. One closed since was under way when it was made: that it is
    closed must not, by itself, permit what it stopped.
    """
    for figure, error in aims_of(view, made):
        for one in near(view, figure, error, closed=True):
            if one.hit.result == "STOP" and _met(view, one, made, end):
                return one
    return None


def _met(view: View, one: Found, made: Meta, end: int | None) -> bool:
    if one.stated.span is None:
        return False
    side = author_of(view, one.stated.id)
    said = view.written("movement.status", one.stated.id, side)
    before = [status for position, status in said if position < made.cut[side]][-1:]
    if before == [CLOSED]:
        return False
    since = [status for position, status in said if position >= made.cut[side]]
    went = any(status not in (PLANNED, CLOSED) for status in (*before, *since))
    return went or end is None or end >= one.stated.span.start


def acceptable(view: View, stated: Stated, addressee: str) -> bool:
    """Tell whether the organisation consents to an addressee: as stated, or as it said since; refusal prevails."""
    said = [view.last("site.consent", (stated.label, addressee), side) for side in SIDES]
    if False in said:
        return False
    # To consent is for the organisation, which speaks through the side that stated its site; to refuse, for anybody.
    return (
        said[author_of(view, stated.id)] is True
        or addressee in stated.addressees
        or (stated.span is not None and addressee in view.world.codes)
    )


# --- the list --------------------------------------------------------------------------------------------------------


#: Every statement of a site stands under one key, and every movement: neither is looked for among the other.
SITES, MOVEMENTS = "SITES", "MOVEMENTS"


def _all(view: View, what: str) -> list[Stated]:
    found = {made for side in SIDES for _, made in view.written("protected.all", what, side)}
    stated = (entry_of(view, made) for made in sorted(found))
    return [one for one in stated if one is not None]


def listed_sites(view: View) -> list[Stated]:
    """List every statement of a site, ghosts too, by id: what was ever listed screens."""
    return _all(view, SITES)


def movements(view: View) -> list[Stated]:
    """List every movement, by entry id."""
    return _all(view, MOVEMENTS)


def own_version(view: View) -> str:
    """Give the version of the list, ghosts included, that stands at a cut."""
    return list_version(one.leaf for one in listed_sites(view))


def exchanged_at(view: View) -> int | None:
    """Give when both sides last exchanged one version of the list, by the earlier of their own words; None if never."""
    ours, theirs = (_versions(view, side) for side in SIDES)
    both = [min(at, theirs[version]) for version, at in ours.items() if version in theirs]
    return max(both, default=None)


def _versions(view: View, side: int) -> dict[str, int]:
    return {version: at for _, (version, at) in view.written("list.digest", "", side)}


def oldest_s(view: View) -> int:
    """Give how old the list may be, seconds."""
    found = view.setting("protected.max_age_s")
    return found if isinstance(found, int) else 0


# --- how each stands -------------------------------------------------------------------------------------------------


class SiteStanding:
    """A protected site or movement at a frontier."""

    def __init__(self, view: View, stated: Stated) -> None:
        self.view, self.stated = view, stated

    @property
    def state(self) -> str:
        """How it stands."""
        return state_of(self.view, self.stated)

    @property
    def unacknowledged(self) -> tuple[str, ...]:
        """Participants of which nobody took it by name."""
        return tuple(code for side, code in enumerate(self.view.world.codes) if not self.levels(side))

    def levels(self, side: int) -> tuple[str, ...]:
        """The levels at which a side took it by name."""
        given = {level for _, (level, *_) in self.view.written("protected.ack", self.stated.id, side)}
        return tuple(one for one in ("HQ", "COMPONENT", "UNIT") if one in given)

    @property
    def challenged(self) -> bool:
        """Whether it is disputed."""
        return any(self.view.has("site.challenge", self.stated.label, side) for side in SIDES)


def _labels(view: View) -> list[str]:
    return [one.hex() for one in view.keys("protected") if isinstance(one, bytes)]


def _standing(view: View, key: str) -> dict[str, Any]:
    """Show how it stands, by the id of its entry: neither its place nor its name."""
    made = entry_of(view, bytes.fromhex(key))
    if made is None:
        return {"state": "UNKNOWN"}
    found = SiteStanding(view, made)
    return {
        "state": found.state,
        "of": MOVEMENT if made.span is not None else "SITE",
        "type": made.type,
        "challenged": found.challenged,
        "acknowledged": {code: list(found.levels(side)) for side, code in enumerate(view.world.codes)},
        "findings": [finding.as_json() for finding in judge("protected", STANDING, found)],
    }


class ListStanding:
    """The protected list at a frontier."""

    def __init__(self, view: View) -> None:
        self.view = view

    @property
    def versions(self) -> tuple[str, ...]:
        """The version that each side last stated, empty for none."""
        given = (self.view.last("list.digest", "", side) for side in SIDES)
        return tuple(one[0] if one is not None else "" for one in given)

    @property
    def alike(self) -> bool:
        """Whether both hold one version."""
        return len(set(self.versions)) == 1 and bool(self.versions[0])


def _list(view: View, name: str) -> dict[str, Any]:
    found = ListStanding(view)
    return {
        "state": "SAME" if found.alike else "DIFFERENT",
        "versions": dict(zip(view.world.codes, found.versions, strict=True)),
        "exchanged_at": exchanged_at(view),
        "findings": [finding.as_json() for finding in judge("protected-list", STANDING, found)],
    }


def _lists(view: View) -> list[str]:
    return ["LIST"] if begun(view) else []


SUBJECTS = (Subject("protected", _labels, _standing), Subject("protected-list", _lists, _list))
