"""What the agreement asks of the register of protected sites and movements themselves (ToR Pre.3; AP 7)."""

from __future__ import annotations

from typing import Any

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.harm.joint import Removal
from jig.harm.state import Stated, entry_of
from jig.record.view import Meta, View


@rule(
    "C007",
    reading="A21",
    of="site",
    at="cut",
    broken="It states no place.",
    consequence="Recorded; nothing can be screened against it.",
    next_step="State a point with its radius, or an outline.",
)
def a_site_has_a_place(without_place: bool) -> Finding:
    """A protected site is stated with its place and extent."""
    return Finding(not without_place)


@rule(
    "C007",
    reading="A21",
    of="site",
    at="cut",
    broken="The organisation's consent is not stated for: {missing}.",
    consequence="Recorded; it screens all the same, for what was read cannot be unread.",
    next_step="Ask the organisation before a site of its is stated; every addressee needs its consent.",
)
def an_organisation_consents_to_every_reader(unconsented: tuple[str, ...]) -> Finding:
    """A site is told to those only to whom its organisation consents."""
    return Finding(not unconsented, missing=unconsented)


@rule(
    "C007",
    reading="A21",
    of="site-consent",
    at="cut",
    broken="No such site is known here.",
    consequence="Recorded; a consent counts for nothing, a refusal counts.",
    next_step="Name a site by its id as it was stated.",
)
def a_consent_is_of_a_known_site(known_site: bool) -> Finding:
    """A consent names a site that its author has seen."""
    return Finding(known_site)


@rule(
    "C007",
    reading="A21",
    of="site-relay",
    at="cut",
    broken="The organisation does not consent to {addressee}, or what is passed on is unknown here.",
    consequence="Recorded; it counts as passed on to nobody.",
    next_step="Ask the organisation, record its consent for that addressee, then pass it on.",
)
def a_site_goes_to_consented_addressees_only(consented: bool, body: Any) -> Finding:
    """A site is passed on to those addressees only to whom its organisation consents."""
    return Finding(consented, addressee=str(getattr(body, "addressee", "")))


@rule(
    "C007",
    reading="A21",
    of="site-ack",
    at="cut",
    broken="What is taken note of is no site or movement known here.",
    consequence="Recorded; nothing counts as taken note of.",
    next_step="Name the entry of a site or movement that this log has seen.",
)
def a_note_taken_names_what_is_protected(protected: Meta | None) -> Finding:
    """Each addressee takes note by name, of one site or movement."""
    return Finding(protected is not None)


@rule(
    "C007",
    reading="A21",
    of="site-challenge",
    at="cut",
    broken="No such site is known here, or no reason is given.",
    consequence="Recorded; the site stays in force.",
    next_step="Name a site by its id and give the reasons.",
)
def a_challenge_gives_its_reasons(known_site: bool, reason: str) -> Finding:
    """Whoever disputes a site gives reasons; the site stays in force."""
    return Finding(known_site and bool(reason.strip()))


@rule(
    "C007",
    reading="A48",
    of="list-digest",
    at="cut",
    broken="The version stated is not that of the list this log had seen: {found} against {expected}.",
    consequence="Recorded; it counts as no exchange of the list.",
    next_step="Exchange, and state the version again: `jig harm digest`.",
)
def a_version_follows_from_the_list(own_digest: str, body: Any) -> Finding:
    """The version of the list follows from what its author has seen."""
    stated = body.list_version
    return Finding(stated == own_digest, found=stated[:12], expected=own_digest[:12])


@rule(
    "C007",
    reading="A21",
    of="movement",
    at="cut",
    broken="A window ends before it begins, or the way back before it sets out.",
    consequence="Recorded; it is protected all the same.",
    next_step="State the windows in order.",
)
def a_movement_has_its_windows_in_order(in_order: bool) -> Finding:
    """A movement states when it sets out, arrives and is back."""
    return Finding(in_order)


@rule(
    "C007",
    reading="A21",
    of="movement-status",
    at="cut",
    broken="The movement is unknown here, or the counterpart's.",
    consequence="Recorded; the zone stays as it was.",
    next_step="Let the side that stated the movement tell how far it is.",
)
def its_own_side_tells_how_far_it_is(own_movement: Stated | None) -> Finding:
    """The side that stated a movement says how far it is."""
    return Finding(own_movement is not None)


# --- removal ---------------------------------------------------------------------------------------------------------


def _on_one_site(view: View, content: Removal, subject: str) -> Finding:
    made = entry_of(view, bytes.fromhex(content.site))
    kept = made is not None and made.span is None and made.label == subject
    return Finding(kept, found=made.label if made is not None else "NONE", expected=subject)


def _named_on_both_sides(view: View, content: Removal) -> Finding:
    missing = tuple(code for side, code in enumerate(view.world.codes) if not _advised(view, content, side))
    return Finding(not missing, missing=missing)


def _advised(view: View, content: Removal, side: int) -> bool:
    """Whether an accredited legal adviser of a side is named; a stranger's name is nobody's."""
    given = (view.officer(side, one.name) for one in content.legal_advisers if one.participant == view.code(side))
    return any(officer is not None and "LEGAL" in officer.roles for officer in given)


@rule(
    "C007",
    reading="A21",
    of="propose:site-removal",
    at="cut",
    broken="It names {found} under the subject {expected}.",
    consequence="Recorded; the site stays listed.",
    next_step="Name the entry of one statement of that site, and the site's id as the subject.",
)
def a_removal_is_of_one_statement(view: View, content: Removal, subject: str) -> Finding:
    """A removal corrects one exact statement of a site."""
    return _on_one_site(view, content, subject)


@rule(
    "C007",
    reading="A21",
    of="propose:site-removal",
    at="cut",
    broken="No accredited legal adviser is named of: {missing}.",
    consequence="Recorded; the site stays listed.",
    next_step="Name a legal adviser of each side who looked into the error.",
)
def a_removal_names_both_legal_advisers(view: View, content: Removal) -> Finding:
    """A removal names the legal advisers of both sides."""
    return _named_on_both_sides(view, content)


# --- standing --------------------------------------------------------------------------------------------------------


@rule(
    "C007",
    reading="A21",
    of="protected",
    at="standing",
    broken="Nobody took it by name at: {missing}.",
    consequence="Shown in red and in the daily report; it screens all the same.",
    next_step="Let a named officer of each take note of it, down to the executing unit.",
)
def every_addressee_took_it_by_name(unacknowledged: tuple[str, ...]) -> Finding:
    """Every addressee takes note of what is protected, by name."""
    return Finding(not unacknowledged, missing=unacknowledged)


@rule(
    "C007",
    reading="A21",
    of="protected",
    at="standing",
    broken="A side disputes it.",
    consequence="It stays in force for screening.",
    next_step="Compare the reasons, and let legal advisers of both sides look into an error of identity or place.",
)
def no_challenge_is_open(challenged: bool) -> Finding:
    """A dispute on a site is shown; it takes nothing out of force."""
    return Finding(not challenged)


@rule(
    "C007",
    reading="A48",
    of="protected-list",
    at="standing",
    broken="The two sides do not hold one version of the list, or one has stated none.",
    consequence="Nothing is notified against a list that was not exchanged.",
    next_step="Exchange, and let each side state the version it holds: `jig harm digest`.",
)
def both_sides_hold_one_list(alike: bool) -> Finding:
    """Both sides hold one version of the protected list."""
    return Finding(alike)
