"""What the agreement says of sparing the parties to the cessation and partner forces (ToR Pre.4)."""

from __future__ import annotations

from typing import Any

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.cessation import rules_of_targets
from jig.cessation.state import BOTH, ONE_SIDE, parties, partner_areas
from jig.places.state import Placed
from jig.record.view import View

__all__ = ["rules_of_targets"]


@rule(
    "C009",
    reading="A10",
    of="coh-party",
    at="cut",
    breaks="WARN",
    broken="It is a party until {found}, before it is one from {expected}.",
    consequence="Recorded and shown as given.",
    next_step="State it again with its dates.",
)
def a_party_is_one_for_a_time(valid_from: int, valid_to: int | None) -> Finding:
    """A party to the cessation is one from a date, and until one where it has an end."""
    kept = valid_to is None or valid_from <= valid_to
    return Finding(kept, found="NONE" if valid_to is None else valid_to, expected=valid_from)


@rule(
    "C009",
    reading="A10",
    of="coh-party-standing",
    at="standing",
    breaks="WARN",
    broken="Only {sides} state it.",
    consequence="Shown; naming it as a target's object is warned of and not yet refused.",
    next_step="Let the other side state the same party.",
)
def a_party_is_registered_by_both(signed_by: tuple[str, ...]) -> Finding:
    """The register of parties to the cessation is signed by both."""
    return Finding(len(signed_by) == 2, sides=signed_by or "NONE")


@rule(
    "C009",
    reading="A13",
    of="partner-area",
    at="cut",
    broken="It has no place with a radius and no outline that bounds an area.",
    consequence="Recorded; it protects no place.",
    next_step="State a place with its radius, or an outline whose edges do not meet.",
)
def an_area_of_partner_forces_is_drawn(drawn: bool) -> Finding:
    """An area of partner forces is somewhere: a place with its radius, or an outline."""
    return Finding(drawn)


def _against(view: View, names: tuple[str, ...], window: Any, at: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    start, end = (window.start, window.end) if window is not None else (at, None)
    both, one = (parties(view, names, start, end, state=state) for state in (BOTH, ONE_SIDE))
    return both, one


@rule(
    "C009",
    reading="A10",
    of="target",
    at="cut",
    broken="It names {parties}, a party to the cessation that both registered.",
    consequence="Recorded; nothing can be agreed on it.",
    next_step="Check who it is; a party to the cessation is no target.",
)
def no_party_to_the_cessation_is_a_target(view: View, body: Any, stated: Any) -> Finding:
    """No target is a party to the cessation."""
    both, _ = _against(view, (body.target_id, *body.names), None, stated.entry.claimed_at)
    return Finding(not both, parties=both)


@rule(
    "C009",
    reading="A10",
    of="target",
    at="cut",
    breaks="WARN",
    broken="It names {parties}, which one side registered as a party to the cessation.",
    consequence="Recorded and shown; both sides look into it.",
    next_step="Ask the side that registered it who it is.",
)
def no_target_is_said_to_be_a_party(view: View, body: Any, stated: Any) -> Finding:
    """No target bears the name of what one side holds to be a party to the cessation."""
    _, one = _against(view, (body.target_id, *body.names), None, stated.entry.claimed_at)
    return Finding(not one, parties=one)


@rule(
    "C009",
    reading="A10",
    of="plan",
    at="cut",
    broken="Its target bears the name of {parties}, a party to the cessation that both registered.",
    consequence="Recorded; not notified.",
    next_step="Check who it is; nothing is planned against a party to the cessation.",
)
def no_plan_is_against_a_party_to_the_cessation(view: View, body: Any, window: Any, stated: Any) -> Finding:
    """No final plan is against a party to the cessation."""
    meta = view.entry(body.target)
    names: tuple[str, ...] = (view.last("target.names", meta.id, meta.side) if meta is not None else None) or ()
    both, _ = _against(view, names, window, stated.entry.claimed_at)
    return Finding(not both, parties=both)


@rule(
    "C009",
    reading="A13",
    of="plan",
    at="cut",
    needs="places",
    broken="Its aim or route touches the area of partner forces {areas}.",
    consequence="Recorded; not notified.",
    next_step="Ask the side whose partners they are; give another route or another time.",
)
def no_plan_touches_partner_forces(view: View, places: tuple[Placed, ...], window: Any) -> Finding:
    """No final plan's aim or route touches an area of partner forces while they are there."""
    aim = tuple((one.lon_e7, one.lat_e7) for one in places if one.path == "aim")
    route = tuple((one.lon_e7, one.lat_e7) for one in places if one.path != "aim")
    error_m = -(max(one.ce90_mm for one in places) // -1000)
    paths = [path for path in (aim, route) if path]
    touched = [one.area for one in partner_areas(view) if _then(one, window) and one.shape.touched(paths, error_m)]
    return Finding(not touched, areas=tuple(sorted(set(touched))))


def _then(area: Any, window: Any) -> bool:
    if window is None:
        return True
    begun = area.valid_from is None or area.valid_from <= window.end
    return begun and (area.valid_to is None or window.start <= area.valid_to)
