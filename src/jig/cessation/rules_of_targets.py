"""Where and who no target may be by the registers of the cessation, up to the agreement for action (ToR Pre.4, 2.a)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.agreement.wording import N_
from jig.cessation.state import BOTH, PartnerArea, parties, partner_areas
from jig.places.plane import Point
from jig.places.position import Position
from jig.places.state import Stating
from jig.record.facts import Stated
from jig.record.registers import SIDES
from jig.record.view import View

_TOUCHES = N_("It lies in the area of partner forces {areas}, which has no end.")
_NOTHING = N_("Recorded; nothing can be agreed on it.")
_PERMITS = N_("Recorded; it permits nothing.")
_ASK = N_("Ask the side whose partners they are.")

#: A place and its circular error, millimetres.
At = tuple[Point, int]


def _touched(view: View, places: Iterable[At]) -> Finding:
    """Hold places against every area whose forces stay: a target has no window before which they could have left."""
    return _among(places, [one for one in partner_areas(view) if one.valid_to is None])


def _among(places: Iterable[At], areas: Iterable[PartnerArea]) -> Finding:
    paths = [([(at,)], -(error_mm // -1000)) for at, error_mm in places]
    found = {one.area for one in areas for path, error_m in paths if one.shape.touched(path, error_m)}
    return Finding(not found, areas=tuple(sorted(found)))


def _place(at: Position, error_mm: int | None) -> At:
    return (at.lon_e7, at.lat_e7), max(at.ce90_mm, error_mm or 0)


def _stated(view: View, ref: str) -> list[At]:
    meta = view.entry(ref)
    stating: Stating | None = view.last("positions", meta.id, meta.side) if meta is not None else None
    return [((one.lon_e7, one.lat_e7), one.ce90_mm) for one in (stating.places if stating is not None else ())]


@rule("C009", reading="A13", of="target", at="cut", broken=_TOUCHES, consequence=_NOTHING, next_step=_ASK)
def no_target_stands_among_partner_forces(view: View, body: Any) -> Finding:
    """No target is stated in an area where partner forces stay."""
    return _touched(view, [_place(body.position, None)])


@rule(
    "C009",
    reading="A13",
    of="target",
    at="cut",
    breaks="WARN",
    broken="Partner forces are there for a time: {areas}.",
    consequence="Recorded and shown; a final plan that touches them while they are there is refused.",
    next_step="Ask the side whose partners they are.",
)
def partner_forces_there_for_a_time_are_shown(view: View, body: Any, stated: Stated) -> Finding:
    """Partner forces that are at a target for a time are shown."""
    for_a_time = (one for one in partner_areas(view) if one.valid_to is not None)
    there = (one for one in for_a_time if (one.valid_to or 0) >= stated.entry.claimed_at)
    return _among([_place(body.position, None)], there)


@rule("C009", reading="A13", of="location", at="cut", broken=_TOUCHES, consequence=_NOTHING, next_step=_ASK)
def no_target_is_located_among_partner_forces(view: View, body: Any) -> Finding:
    """No target is located in an area where partner forces stay."""
    return _touched(view, [_place(body.position, body.ce90_mm)])


@rule("C009", reading="A13", of="agree:action", at="cut", broken=_TOUCHES, consequence=_PERMITS, next_step=_ASK)
def nobody_agrees_to_action_among_partner_forces(view: View, content: Any) -> Finding:
    """Nobody agrees to action in an area where partner forces stay, whenever it came to be known."""
    return _touched(view, [*_stated(view, content.target), *_stated(view, content.location)])


@rule(
    "C009",
    reading="A10",
    of="agree:action",
    at="cut",
    broken="Its target bears the name of {parties}, a party to the cessation that both registered.",
    consequence="Recorded; it permits nothing.",
    next_step="Check who it is; a party to the cessation is no target.",
)
def nobody_agrees_to_action_against_a_party(view: View, content: Any, body: Any) -> Finding:
    """Nobody agrees to action against a party to the cessation, whenever it was registered."""
    meta = view.entry(content.target)
    given = [view.last("target.names", meta.id, side) for side in SIDES] if meta is not None else []
    names = [name for one in given for name in one or ()]
    found = parties(view, names, body.decided_at, None, state=BOTH)
    return Finding(not found, parties=found)
