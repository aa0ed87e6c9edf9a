"""What the agreement says of notices of flights (ToR 3.a-c)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.air.notice import Flown, RoutePoint, Window

_STATUS = {True: "MET", False: "MISSED", None: "UNPROVEN"}


@rule(
    "C107",
    reading="A35",
    of="flight-notice",
    at="cut",
    broken="{found} gives notice; by the reading {expected} does.",
    consequence="Recorded; no flight is notified by it.",
    next_step="Let the participant whom the reading names give the notice.",
)
def notice_is_given_by_its_provider(own_code: str, provider: str) -> Finding:
    """Notice of flights is given by the participant whom the reading names."""
    return Finding(own_code == provider, found=own_code, expected=provider or "UNSET")


@rule(
    "C107",
    reading="A37",
    of="flight-notice",
    at="cut",
    breaks="INCOMPLETE",
    broken="The mission is {found}; there are {expected}.",
    consequence="INCOMPLETE: it counts as no notice.",
    next_step="Name the mission by its code.",
)
def the_mission_is_named_by_code(missions: tuple[str, ...], body: Any) -> Finding:
    """A notice names its mission by code."""
    return Finding(body.mission_type in missions, found=body.mission_type, expected=missions)


@rule(
    "C107",
    reading="A14",
    of="flight-notice",
    at="cut",
    breaks="INCOMPLETE",
    broken="Neither an off-block time nor a window is given.",
    consequence="INCOMPLETE: it counts as no notice.",
    next_step="Give when it takes off.",
)
def the_take_off_is_given(take_off: int | None) -> Finding:
    """A notice says when the flight begins."""
    return Finding(take_off is not None)


@rule(
    "C102",
    reading="A37",
    of="flight-notice",
    at="cut",
    breaks="WARN",
    broken="{found} is claimed as exempt; the list is closed at {expected}.",
    consequence="Recorded as a flight that is not exempt.",
    next_step="Claim no exemption, or let both sign an addition to the list.",
)
def only_listed_missions_are_exempt(exempt_missions: tuple[str, ...], body: Any) -> Finding:
    """Only the missions of the list are exempt from the grounding."""
    kept = not body.exempt_claimed or body.mission_type in exempt_missions
    return Finding(kept, found=body.mission_type, expected=exempt_missions)


@rule(
    "C108",
    of="flight-notice",
    at="cut",
    needs="exempt",
    breaks="INCOMPLETE",
    broken="No window that ends after it begins is given.",
    consequence="INCOMPLETE: it counts as no notice.",
    next_step="Give the general time: from, to.",
)
def an_exempt_flight_has_its_time(window: Window | None) -> Finding:
    """An exempt flight is notified with its general time."""
    return Finding(window is not None and window.start <= window.end)


@rule(
    "C108",
    of="flight-notice",
    at="cut",
    needs="exempt",
    breaks="INCOMPLETE",
    broken="No composition is given.",
    consequence="INCOMPLETE: it counts as no notice.",
    next_step="Give class, type and number of the aircraft.",
)
def an_exempt_flight_has_its_composition(composition: tuple[Flown, ...]) -> Finding:
    """An exempt flight is notified with its general composition."""
    return Finding(bool(composition))


@rule(
    "C108",
    of="flight-notice",
    at="cut",
    needs="exempt",
    breaks="INCOMPLETE",
    broken="{found} points of a route are given; at least 2 are needed.",
    consequence="INCOMPLETE: it counts as no notice.",
    next_step="Give the route with corridor and altitudes.",
)
def an_exempt_flight_has_its_routing(route: tuple[RoutePoint, ...]) -> Finding:
    """An exempt flight is notified with its routing."""
    return Finding(len(route) >= 2, found=len(route))


@rule(
    "C109",
    of="flight-notice",
    at="cut",
    needs="routed",
    breaks="INCOMPLETE",
    broken="{found} points of a route are given, the window is {window}.",
    consequence="INCOMPLETE: it counts as no notice.",
    next_step="Give the route of at least 2 points and the window.",
)
def a_flight_to_such_areas_has_its_routing(route: tuple[RoutePoint, ...], window: Window | None) -> Finding:
    """A flight to areas that the adversary holds is notified with its routing."""
    kept = len(route) >= 2 and window is not None and window.start <= window.end
    return Finding(kept, found=len(route), window="NONE" if window is None else window.start)


@rule(
    "C108",
    of="flight-notice",
    at="cut",
    needs="route",
    breaks="INCOMPLETE",
    broken="Points that cannot be flown as given: {points}.",
    consequence="INCOMPLETE: it counts as no notice.",
    next_step="Correct the times, which never run back, or the altitudes, lower first.",
)
def the_route_can_be_flown(route: tuple[RoutePoint, ...]) -> Finding:
    """Along a route time runs forward, and each block's lower altitude is below its upper."""
    timed = [(n, one.time) for n, one in enumerate(route, 1) if one.time is not None]
    back = {n for (_, one), (n, following) in pairwise(timed) if following < one}
    upside = {n for n, one in enumerate(route, 1) if one.altitude_lower > one.altitude_upper}
    return Finding(not back and not upside, points=tuple(sorted(back | upside)) or ("-",))


@rule(
    "C108",
    of="flight-notice",
    at="cut",
    needs="route",
    breaks="WARN",
    broken="Points given more coarsely than the corridor is wide: {points}.",
    consequence="Recorded and shown: what the corridor touches is known no better than these points.",
    next_step="Give the points with more digits, or a corridor as wide as their error.",
)
def a_route_is_given_as_finely_as_its_corridor(route: tuple[RoutePoint, ...]) -> Finding:
    """The error of each point of a route is within the corridor's half-width."""
    coarse = tuple(n for n, one in enumerate(route, 1) if one.point.ce90_mm > one.half_width_m * 1_000)
    return Finding(not coarse, points=coarse or ("-",))


@rule(
    "C105",
    reading="A37",
    of="flight-notice",
    at="cut",
    needs="exempt",
    breaks="WARN",
    broken="The load is more than the mission {mission}.",
    consequence="QUERY: shown; the flight is not taken as exempt while it is open.",
    next_step="Ask the provider what else is carried.",
)
def a_mixed_load_is_queried(mixed: bool, body: Any) -> Finding:
    """An exempt flight carries nothing beyond its mission."""
    return Finding(not mixed, mission=body.mission_type)


@rule(
    "C109",
    reading="A38",
    of="flight-notice",
    at="cut",
    needs="not_exempt",
    breaks="WARN",
    broken="The corridor of a flight that is not exempt touches designated areas: {areas}.",
    consequence="Recorded and shown to both as a conflict; the notice permits no flight there.",
    next_step="Settle the route between both, or give another.",
)
def the_route_keeps_off_designated_areas(crossed: tuple[str, ...]) -> Finding:
    """A route of a flight that is not exempt keeps off the designated areas in force."""
    return Finding(not crossed, areas=crossed or ("-",))


@rule(
    "C109",
    reading="A38",
    of="flight-notice",
    at="cut",
    needs="over",
    breaks="WARN",
    broken="The route touches {held}; the mission is {found}, not {expected}.",
    consequence="Shown; it is judged like such a flight, whatever it is called.",
    next_step="Name the mission, and give the routing of such flights the day before.",
)
def a_flight_to_such_areas_is_called_one(
    over: tuple[str, ...], named_routed: bool, exempt: bool, routed_missions: tuple[str, ...], body: Any
) -> Finding:
    """A flight to ground said to be held by the adversary is notified as one, or as an exempt flight."""
    return Finding(named_routed or exempt, held=over, found=body.mission_type, expected=routed_missions)


@rule(
    "C109",
    reading="A38",
    of="flight-notice",
    at="cut",
    needs="named_routed",
    breaks="WARN",
    broken="The route touches no ground said to be held by {expected}; asserted: {asserted}.",
    consequence="Recorded and shown; where nobody asserts such ground, it cannot be told.",
    next_step="State who holds the ground, as of when; or correct the mission or the route.",
)
def a_flight_called_one_goes_to_such_areas(
    over: tuple[str, ...], asserted: tuple[str, ...], adversary_ground: tuple[str, ...]
) -> Finding:
    """A flight notified as one to areas that the adversary holds goes where a side says that it does."""
    kept = True if over else False if asserted else None
    return Finding(kept, expected=adversary_ground, asserted=asserted or ("-",))


@rule(
    "C108",
    of="flight-notice",
    at="cut",
    needs="dof",
    breaks="WARN",
    broken="The date of flight is {found}; the off-block time falls on {expected}.",
    consequence="Recorded and shown; the off-block time counts.",
    next_step="Correct the one that is wrong and give the notice again.",
)
def the_date_of_flight_is_that_of_the_take_off(dof: str, flight_date: str) -> Finding:
    """The date of flight is the day of the off-block time in UTC."""
    return Finding(not flight_date or dof == flight_date, found=dof, expected=flight_date or "NONE")


# --- how it stands ---------------------------------------------------------------------------------------------------


def _told_by(kept: bool | None, due: int | None, stamp: int | None) -> Finding:
    told = {name: "NONE" if at is None else at for name, at in (("due", due), ("stamp", stamp))}
    return Finding(kept, status=_STATUS[kept], **told)


@rule(
    "C107",
    reading="A14",
    of="flight-notice",
    at="standing",
    broken="Due before {due}; the counterpart's earliest stamp on it is {stamp}: {status}.",
    consequence="LATE or UNPROVEN: shown; a flight under it was not notified in advance.",
    next_step="Ask the counterpart for its countersignature; give the next notice earlier.",
)
def told_before_the_take_off(in_advance: bool | None, before: int | None, stamp: int | None) -> Finding:
    """Every flight is told of in advance."""
    return _told_by(in_advance, before, stamp)


@rule(
    "C108",
    reading="A05",
    of="flight-notice",
    at="standing",
    needs="exempt",
    broken="Due before {due}; the counterpart's earliest stamp on it is {stamp}: {status}.",
    consequence="LATE or UNPROVEN: the flight is not taken as exempt by it.",
    next_step="Ask the counterpart for its countersignature; give the next notice the day before.",
)
def an_exempt_flight_is_told_the_day_before(day_before: bool | None, due: int | None, stamp: int | None) -> Finding:
    """An exempt flight is told of no later than the day before."""
    return _told_by(day_before, due, stamp)


@rule(
    "C109",
    reading="A05",
    of="flight-notice",
    at="standing",
    needs="routed",
    broken="Due before {due}; the counterpart's earliest stamp on it is {stamp}: {status}.",
    consequence="LATE or UNPROVEN: shown.",
    next_step="Ask the counterpart for its countersignature; give the next notice the day before.",
)
def a_flight_to_such_areas_is_told_the_day_before(
    day_before: bool | None, due: int | None, stamp: int | None
) -> Finding:
    """A flight to areas that the adversary holds is told of no later than the day before."""
    return _told_by(day_before, due, stamp)


@rule(
    "C106",
    reading="A14",
    of="flight-notice",
    at="standing",
    overrides="C108/an_exempt_flight_is_told_the_day_before",
    needs="short",
    broken="Told at short notice; reason given: {reason}; before the take-off: {status}.",
    consequence="The deadline alone decides.",
    next_step="Give the reason in the notice, and give it before the take-off.",
)
def short_notice_is_given_with_its_reason(reason: str, in_advance: bool | None) -> Finding:
    """A mission that cannot be foreseen is told of at short notice, with the reason, before the take-off."""
    kept = False if not reason else in_advance
    return Finding(kept, reason=reason[:200] or "NONE", status=_STATUS[in_advance])
