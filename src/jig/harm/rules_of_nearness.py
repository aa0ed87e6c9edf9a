"""What comes near what is protected: asked of the kinds of other rooms, by their names alone (ToR Pre.3; AP 7).

A target, location or plan whose point touches a protected place is refused; no rule overrides these. What a reader is
shown is the site's id and type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.agreement.wording import N_
from jig.harm.state import Found, near, stops_of_entry, under_way
from jig.places.near import Figure, moved, point
from jig.places.position import Position
from jig.places.region import Region
from jig.record.view import View

_BROKEN = N_("Protected place {site} ({type}, {state}) lies {distance_m} m away: {why}.")
_CONSEQUENCE = N_("Recorded; nothing can be agreed or notified on it, and nothing overrides that.")
_NEXT = N_("Leave it. An error of identity or place is corrected by both sides and their legal advisers.")
_SHOWN = N_("Shown. That nothing more was found permits nothing.")
_LOOK = N_("Let the legal adviser look at it before anything is decided.")

Held = tuple[Figure, int]


def _aims(body: Any) -> Iterator[Held]:
    """What an entry aims at or is about: its position, and where a mensurator says more of its error, that."""
    for at in (getattr(body, "position", None), getattr(body, "aim", None)):
        if isinstance(at, Position):
            yield point(at.lat_e7, at.lon_e7), max(at.ce90_mm, getattr(body, "ce90_mm", None) or 0)


def _passed(body: Any) -> Iterator[Held]:
    """The way there, and outlines: shown, for a route or an area is no aim."""
    legs = [leg.point for leg in getattr(body, "routing", None) or ()]
    if legs:
        yield Figure((tuple(moved([(one.lon_e7, one.lat_e7) for one in legs])),)), max(one.ce90_mm for one in legs)
    geometry = getattr(body, "geometry", None)
    if geometry is not None:
        yield Figure((), Region.of(geometry.polygons)), geometry.ce90_mm


def finding_of(found: Iterable[Found]) -> Finding:
    """Show the strictest of what was found near; kept where nothing was."""
    first = next(iter(found), None)
    if first is None:
        return Finding(True)
    hit, stated = first.hit, first.stated
    return Finding(
        False, site=stated.label, type=stated.type, state=hit.site.state, distance_m=hit.distance_m, why=hit.why
    )


def _touching(view: View, body: Any) -> Finding:
    found = (one for figure, error in _aims(body) for one in near(view, figure, error))
    return finding_of(one for one in found if one.hit.result == "STOP" and one.stated.span is None)


def _nearby(view: View, body: Any) -> Finding:
    """All that does not refuse: near an aim, or on the way."""
    aims = (one for figure, error in _aims(body) for one in near(view, figure, error))
    near_aims = [one for one in aims if one.hit.result != "STOP" or one.stated.span is not None]
    ways = (one for figure, error in _passed(body) for one in near(view, figure, error))
    return finding_of([*near_aims, *(one for one in ways if one.hit.result == "STOP")])


@rule("C007", reading="A21", of="target", at="cut", broken=_BROKEN, consequence=_CONSEQUENCE, next_step=_NEXT)
def no_protected_place_is_a_target(view: View, body: Any) -> Finding:
    """A protected place cannot be proposed as a target."""
    return _touching(view, body)


@rule("C007", reading="A21", of="location", at="cut", broken=_BROKEN, consequence=_CONSEQUENCE, next_step=_NEXT)
def no_protected_place_is_located_as_a_target(view: View, body: Any) -> Finding:
    """No location of a target touches a protected place."""
    return _touching(view, body)


@rule("C007", reading="A21", of="plan", at="cut", broken=_BROKEN, consequence=_CONSEQUENCE, next_step=_NEXT)
def no_plan_aims_at_a_protected_place(view: View, body: Any) -> Finding:
    """No plan aims at a protected place."""
    return _touching(view, body)


@rule("C007", reading="A21", of="target", at="cut", breaks="WARN", broken=_BROKEN, consequence=_SHOWN, next_step=_LOOK)
def what_is_protected_near_a_target_is_shown(view: View, body: Any) -> Finding:
    """What is protected near a target is shown."""
    return _nearby(view, body)


@rule(
    "C007", reading="A21", of="location", at="cut", breaks="WARN", broken=_BROKEN, consequence=_SHOWN, next_step=_LOOK
)
def what_is_protected_near_a_location_is_shown(view: View, body: Any) -> Finding:
    """What is protected near a location is shown."""
    return _nearby(view, body)


@rule("C007", reading="A21", of="plan", at="cut", breaks="WARN", broken=_BROKEN, consequence=_SHOWN, next_step=_LOOK)
def what_is_protected_near_a_plan_is_shown(view: View, body: Any) -> Finding:
    """What is protected near a plan's aim, or on its way, is shown."""
    return _nearby(view, body)


@rule("C007", reading="A21", of="area", at="cut", breaks="WARN", broken=_BROKEN, consequence=_SHOWN, next_step=_LOOK)
def what_is_protected_in_an_area_is_shown(view: View, body: Any) -> Finding:
    """What is protected in an area is shown."""
    return _nearby(view, body)


@rule(
    "C007",
    reading="A21",
    of="plan",
    at="cut",
    broken="Movement {site} ({state}) passes {distance_m} m from the aim: {why}.",
    consequence="Recorded; not notified. Its zone lives until it is closed, through unloading and the way back.",
    next_step="Leave it until the side that stated the movement closes it.",
)
def no_plan_meets_a_movement_under_way(view: View, body: Any) -> Finding:
    """No plan aims into the zone of a humanitarian movement that is not closed."""
    window = getattr(body, "window", None)
    end = window.end if window is not None else None
    found = (one for figure, error in _aims(body) for one in near(view, figure, error))
    return finding_of(one for one in found if one.hit.result == "STOP" and under_way(one, end))


# --- what was listed since -------------------------------------------------------------------------------------------


def _since(view: View, *refs: str) -> Finding:
    found = (stops_of_entry(view, bytes.fromhex(ref)) for ref in refs)
    return finding_of(one for one in found if one is not None)


@rule(
    "C007", reading="A21", of="propose:actionable", at="cut", broken=_BROKEN, consequence=_CONSEQUENCE, next_step=_NEXT
)
def nothing_protected_is_put_up_as_actionable(view: View, content: Any) -> Finding:
    """No target at a protected place is put up as actionable, whenever it was listed."""
    return _since(view, content.target)


@rule("C007", reading="A21", of="agree:actionable", at="cut", broken=_BROKEN, consequence=_CONSEQUENCE, next_step=_NEXT)
def nobody_finds_a_protected_place_actionable(view: View, content: Any) -> Finding:
    """Nobody agrees that a target at a protected place is actionable."""
    return _since(view, content.target)


@rule("C007", reading="A21", of="propose:action", at="cut", broken=_BROKEN, consequence=_CONSEQUENCE, next_step=_NEXT)
def no_action_is_put_up_at_a_protected_place(view: View, content: Any) -> Finding:
    """No action is put up at a protected place, whenever it was listed."""
    return _since(view, content.target, content.location)


@rule("C007", reading="A21", of="agree:action", at="cut", broken=_BROKEN, consequence=_CONSEQUENCE, next_step=_NEXT)
def nobody_agrees_to_action_at_a_protected_place(view: View, content: Any) -> Finding:
    """Nobody agrees to action at a protected place, whenever it was listed."""
    return _since(view, content.target, content.location)


@rule("C007", reading="A21", of="plan", at="standing", broken=_BROKEN, consequence=_CONSEQUENCE, next_step=_NEXT)
def no_plan_stands_at_a_protected_place(protected_since: Found | None) -> Finding:
    """A plan at a place that was listed since permits nothing."""
    return finding_of([protected_since] if protected_since is not None else [])


@rule(
    "C007",
    reading="A21",
    of="plan",
    at="standing",
    broken="Movement {site} ({state}) passes {distance_m} m from the aim: {why}.",
    consequence="It permits nothing, whenever the movement came to be known.",
    next_step="Leave it until the side that stated the movement closes it; then give the plan again.",
)
def no_plan_in_force_meets_a_movement(movement_since: Found | None) -> Finding:
    """No plan in force aims into the zone of a humanitarian movement, whenever it came to be known."""
    return finding_of([movement_since] if movement_since is not None else [])
