"""Holding a file's figures against a list of protected sites: what cannot be read is never taken for nothing found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from jig.agreement.profile import Profile
from jig.harm.nearby import Sites
from jig.harm.screening import NOT_SCREENED, NOTHING_FOUND, STOP, Bounds, Hit, Site, list_version, result_of, screen
from jig.harm.state import (
    CLOSED,
    Stated,
    acceptable,
    author_of,
    entry_of,
    exchanged_at,
    listed_sites,
    movements,
    oldest_s,
    own_version,
    state_of,
    status_of,
)
from jig.harm.state import SiteStanding as Standing
from jig.places.near import Figure, padded
from jig.record.registers import SIDES
from jig.record.view import View

__all__ = ["exchanged_at", "own_version", "state_of"]
UNACKNOWLEDGED, NOT_DELIVERED, LIST_STALE = "UNACKNOWLEDGED", "NOT-DELIVERED", "LIST-STALE"
#: So many further sites are named beside the first.
MOST_HITS = 20


class Held(NamedTuple):
    """One figure held against the list: its name or number, the result, what was found, the strictest first."""

    feature: Any
    result: str
    hits: tuple[Hit, ...]
    why: str

    def as_json(self) -> dict[str, Any]:
        """Give it as scripts read it."""
        first = self.hits[0] if self.hits else None
        return {
            "feature": self.feature,
            "result": self.result,
            "site": first.site.id if first else None,
            "type": first.site.type if first else None,
            "state": first.site.state if first else None,
            "distance_m": first.distance_m if first else None,
            "why": self.why,
            "also": [{"site": one.site.id, "result": one.result, "why": one.why} for one in self.hits[1:MOST_HITS]],
        }


def bounds_of(settings: Any, buffer_m: int | None = None) -> Bounds:
    """Give the bounds of terms' settings; buffer_m: a wider buffer asked for, the larger applies."""
    set_to, same = settings("protected.buffer_m"), settings("position.same_m")
    given = [one for one in (buffer_m, set_to) if isinstance(one, int)]
    return Bounds(max(given, default=None), same if isinstance(same, int) else 0)


def bounds_of_profile(profile: Profile, buffer_m: int | None) -> Bounds:
    """Give the bounds with which a profile begins."""
    return bounds_of(profile.settings.get, buffer_m)


def hold(
    figures: Iterable[tuple[Any, Figure | None, int]], sites: Sequence[Site], bounds: Bounds, *, amiss: str = ""
) -> list[Held]:
    """Hold figures (name, figure or None where it cannot be read, CE90 in millimetres) against a list.

    amiss: what is wrong with the list, LIST-INCOMPLETE or LIST-STALE; what is not stopped is then not screened.
    """
    listed = Sites(sites)
    return [_held(name, figure, ce90_mm, listed, bounds, amiss) for name, figure, ce90_mm in figures]


def _held(name: Any, figure: Figure | None, ce90_mm: int, listed: Sites, bounds: Bounds, amiss: str) -> Held:
    if figure is None or figure.empty:
        return Held(name, NOT_SCREENED, (), "UNREADABLE")
    hits = screen(figure, ce90_mm, listed.around(figure, ce90_mm, bounds), bounds)
    found = result_of(hits)
    if found != STOP and amiss:
        return Held(name, NOT_SCREENED, hits, amiss)
    return Held(name, found, hits, hits[0].why if hits else NOTHING_FOUND)


def version_of(sites: Iterable[Site]) -> str:
    """Give the version of a list."""
    return list_version(one.leaf for one in sites)


# --- on a node -------------------------------------------------------------------------------------------------------


class Alarm(NamedTuple):
    """Something to be done about what is protected. Silence proves no breach. by: by which participant."""

    code: str
    entry: str
    label: str
    type: str
    by: str


def sites_of(view: View) -> list[Site]:
    """Give all that screens on a node, ghosts and movements under way included, each by its label."""
    found = [Site(one.label, one.type, one.figure, one.ce90_mm, state_of(view, one)) for one in listed_sites(view)]
    found += [Site(one.label, one.type, one.figure, one.ce90_mm, status_of(view, one)) for one in movements(view)]
    return [one for one in found if one.state != CLOSED and not one.figure.empty]


def stale(view: View, now: int) -> bool:
    """Tell whether the list was exchanged longer ago than the reading allows, or never."""
    at = exchanged_at(view)
    return at is None or now - at > oldest_s(view)


def protected_in(view: View) -> list[Stated]:
    """List what is protected and not closed, by entry id."""
    both = [*listed_sites(view), *movements(view)]
    return sorted((one for one in both if state_of(view, one) != CLOSED), key=lambda one: one.id)


def find(view: View, reference: str) -> list[Stated]:
    """Find what is protected by its label, or by the beginning of its entry's id (six figures at least)."""
    found = [*listed_sites(view), *movements(view)]
    begins = reference if len(reference) >= 6 else "-"
    return [one for one in found if one.label == reference or one.id.hex().startswith(begins)]


def alarms(view: View, now: int, before_s: int) -> list[Alarm]:
    """List what nobody took by name, what did not reach the executing unit in time, and a list grown stale.

    now: of whoever asks. before_s: how long before it sets out a movement must have reached the unit.
    """
    found = [Alarm(LIST_STALE, "", "", "", "")] if stale(view, now) else []
    for one in protected_in(view):
        found += _alarms_of(view, one, now, before_s)
    return sorted(found)


def _alarms_of(view: View, one: Stated, now: int, before_s: int) -> list[Alarm]:
    standing, key = Standing(view, one), one.id.hex()
    found = []
    for side in SIDES:
        levels = standing.levels(side)
        due = one.span is not None and now >= one.span.start - before_s
        if not levels:
            found.append(Alarm(UNACKNOWLEDGED, key, one.label, one.type, view.code(side)))
        if due and "UNIT" not in levels:
            found.append(Alarm(NOT_DELIVERED, key, one.label, one.type, view.code(side)))
    return found


def details(view: View, one: Stated) -> dict[str, Any]:
    """Give what one statement says, for the one who asked by name."""
    standing = Standing(view, one)
    relays = [list(value) for side in SIDES for _, value in view.written("protected.relay", one.id, side)]
    acks = {
        view.code(side): [list(value) for _, value in view.written("protected.ack", one.id, side)] for side in SIDES
    }
    return {
        **zone(view, one),
        "label": one.label,
        "type": one.type,
        "by": view.code(author_of(view, one.id)),
        "challenged": standing.challenged,
        "consents": {code: acceptable(view, one, code) for code in _asked(view, one)},
        "relayed": relays,
        "acknowledged": acks,
    }


def _asked(view: View, one: Stated) -> list[str]:
    """The addressees of whom anything was said: at its statement, or since."""
    since = {key[1] for key in view.keys("site.consent") if isinstance(key, tuple) and key[0] == one.label}
    own = view.world.codes if one.span is not None else ()
    return sorted({*one.addressees, *own, *since})


def _box(figure: Figure) -> list[int]:
    """South, west, north, east of a figure with its radius; nothing for one without a point."""
    if figure.empty:
        return []
    box = padded(figure.box, figure.radius_mm)
    return [box.south_e7, box.west_e7, box.north_e7, box.east_e7]


def zone(view: View, one: Stated) -> dict[str, Any]:
    """Give zone and time alone: what the executing unit needs."""
    made = entry_of(view, one.id) or one
    return {
        "entry": one.id.hex(),
        "state": state_of(view, one),
        "zone": {
            "box_e7": _box(made.figure),
            "figure": made.figure.as_json(),
            "ce90_mm": made.ce90_mm,
        },
        "time": list(one.span) if one.span is not None else None,
    }
