"""What is protected where others pass, look or stand: shown beside what was stated (ToR Pre.3)."""

from __future__ import annotations

from typing import Any

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.agreement.wording import N_
from jig.harm.rules_of_nearness import finding_of
from jig.harm.state import Found, near
from jig.places.near import Figure, moved
from jig.places.position import Position
from jig.places.region import Region
from jig.record.view import View

_BROKEN = N_("Protected place {site} ({type}, {state}) lies {distance_m} m away: {why}.")
_SHOWN = N_("Shown. That nothing more was found permits nothing.")
_TELL = N_("Tell whoever flies, answers or commands there by name.")


def _about(body: Any) -> list[tuple[Figure, int]]:
    """What an entry draws: a place with its radius, an outline, a route with the widest half of its legs."""
    found = []
    at, radius_m = getattr(body, "at", None), getattr(body, "radius_m", None) or 0
    if isinstance(at, Position):
        found.append((Figure((((at.lon_e7, at.lat_e7),),), None, radius_m * 1000), at.ce90_mm))
    geometry = getattr(body, "geometry", None)
    if geometry is not None:
        found.append((Figure((), Region.of(geometry.polygons)), geometry.ce90_mm))
    legs = getattr(body, "route", None) or ()
    if legs:
        way = tuple(moved([(leg.point.lon_e7, leg.point.lat_e7) for leg in legs]))
        wide = max(leg.half_width_m for leg in legs) * 1000
        found.append((Figure((way,), None, wide), max(leg.point.ce90_mm for leg in legs)))
    return found


def _shown(view: View, body: Any) -> Finding:
    found: list[Found] = [one for figure, error in _about(body) for one in near(view, figure, error)]
    return finding_of(one for one in found if one.hit.result == "STOP")


@rule(
    "C007", reading="A21", of="flight-notice", at="cut", breaks="WARN", broken=_BROKEN, consequence=_SHOWN,
    next_step=_TELL,
)  # fmt: skip
def what_is_protected_on_a_flights_way_is_shown(view: View, body: Any) -> Finding:
    """What is protected on the way of a flight is shown."""
    return _shown(view, body)


@rule(
    "C007", reading="A21", of="partner-area", at="cut", breaks="WARN", broken=_BROKEN, consequence=_SHOWN,
    next_step=_TELL,
)  # fmt: skip
def what_is_protected_among_partner_forces_is_shown(view: View, body: Any) -> Finding:
    """What is protected in an area of partner forces is shown."""
    return _shown(view, body)


@rule(
    "C007", reading="A21", of="whose-forces", at="cut", breaks="WARN", broken=_BROKEN, consequence=_SHOWN,
    next_step=_TELL,
)  # fmt: skip
def what_is_protected_where_forces_are_asked_for_is_shown(view: View, body: Any) -> Finding:
    """What is protected where forces are asked for is shown."""
    return _shown(view, body)
