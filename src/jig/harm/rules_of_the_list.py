"""What is screened is screened against one list that both sides hold, and not an old one (ToR Pre.3; reading A48)."""

from __future__ import annotations

from typing import Any

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.agreement.wording import N_
from jig.harm.state import begun, exchanged_at, oldest_s, own_version
from jig.record.facts import Stated
from jig.record.view import View

_STALE = N_("Both sides last exchanged one version of the protected list at {found}; at most {expected} s may pass.")


@rule(
    "C007",
    reading="A48",
    of="plan",
    at="cut",
    broken=_STALE,
    consequence="Recorded; not notified: a stale list screens nothing.",
    next_step="Let both sides state the version they hold (`jig harm digest`), exchange, and state the plan again.",
)
def the_protected_list_is_current(view: View, stated: Stated) -> Finding:
    """A plan is screened against a list that both sides exchanged no longer ago than the reading allows."""
    return _current(view, stated)


@rule(
    "C007",
    reading="A48",
    of="agree:action",
    at="cut",
    broken=_STALE,
    consequence="Recorded; it permits nothing: a stale list screens nothing.",
    next_step="Let both sides state the version they hold (`jig harm digest`), exchange, and agree again.",
)
def nobody_agrees_to_action_on_a_stale_list(view: View, stated: Stated) -> Finding:
    """Action is agreed while the list that both sides exchanged is no older than the reading allows."""
    return _current(view, stated)


@rule(
    "C007",
    reading="A48",
    of="agree:actionable",
    at="cut",
    broken=_STALE,
    consequence="Recorded; it permits nothing: a stale list screens nothing.",
    next_step="Let both sides state the version they hold (`jig harm digest`), exchange, and agree again.",
)
def nobody_finds_a_target_actionable_on_a_stale_list(view: View, stated: Stated) -> Finding:
    """A target is found actionable while the list that both sides exchanged is no older than the reading allows."""
    return _current(view, stated)


def _current(view: View, stated: Stated) -> Finding:
    if not begun(view):
        return Finding(True)
    at, most = exchanged_at(view), oldest_s(view)
    kept = at is not None and stated.entry.claimed_at - at <= most
    return Finding(kept, found="NONE" if at is None else at, expected=most)


@rule(
    "C007",
    reading="A48",
    of="screening",
    at="cut",
    broken="It names list version {found}; the list known here is {expected}.",
    consequence="Recorded; a STOP stands, anything else counts for nothing.",
    next_step="Screen it again against the current list.",
)
def a_screening_is_against_the_current_list(view: View, body: Any) -> Finding:
    """A screening is against the version of the list that its author had seen."""
    if not begun(view):
        return Finding(True)
    expected = own_version(view)
    return Finding(body.list_version == expected, found=body.list_version[:12], expected=expected[:12])
