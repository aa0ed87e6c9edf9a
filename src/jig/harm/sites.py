"""What a participant states of protected sites: the place, who may be told, who was told, who disputes it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, ValidationError

from jig.areas.form import Geometry
from jig.harm.nearby import cells_of_site
from jig.harm.screening import leaf_of
from jig.harm.state import SITES, WIDE, Stated, acceptable, boxed, entry_of, own_version
from jig.harm.words import Anonymous, AnonymousLabel, AnonymousName, label_of
from jig.places.near import Figure
from jig.places.position import Position
from jig.places.region import Region
from jig.record.facts import Facts
from jig.record.fields import Digest, EntryRef, Instant, Lang, Name
from jig.record.kind import Body, Verdict, Write
from jig.record.view import Meta

Code = Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9-]{0,31}$")]
SiteType = Literal[
    "HOSPITAL", "CLINIC", "SCHOOL", "IDP_SITE", "WAREHOUSE", "OFFICE",
    "WATER", "POWER", "BAKERY", "WORSHIP", "CULTURAL", "OTHER",
]  # fmt: skip
SITE_TYPES: tuple[str, ...] = get_args(SiteType)
Levels = Literal["HQ", "COMPONENT", "UNIT"]
_TEXTS = ("org", "name_en", "name_ru", "name_ar")


class Site(Body):
    """A protected site as an organisation gave it: no person, no contact. radius_m: around its point."""

    site: AnonymousLabel
    org: Code
    name_en: AnonymousName | None = None
    name_ru: AnonymousName | None = None
    name_ar: AnonymousName | None = None
    type: SiteType
    position: Position | None = None
    radius_m: Annotated[int, Field(ge=0, le=100_000)] = 0
    extent: Geometry | None = None
    valid_from: Instant | None = None
    valid_to: Instant | None = None
    last_verified: Instant | None = None
    addressees: Annotated[tuple[Code, ...], Field(max_length=32, strict=False)]
    lang: Lang


class SiteConsent(Body):
    """An organisation's consent that one addressee is told of its site, or that consent taken back."""

    site: AnonymousLabel
    addressee: Code
    given: bool
    at: Instant


class SiteRelay(Body):
    """A site or movement was passed on to an addressee by a named officer."""

    of: EntryRef
    addressee: Code
    relayed_by: Name
    at: Instant


class SiteAck(Body):
    """A named officer of the own side took note of a site or movement, at a level down to the executing unit."""

    of: EntryRef
    level: Levels
    unit: AnonymousLabel
    acknowledged_by: Name
    at: Instant


class SiteChallenge(Body):
    """A side disputes that a site is what it is said to be, with reasons. It stays in force for screening."""

    site: AnonymousLabel
    reason: Anonymous
    lang: Lang


class ListDigest(Body):
    """The version of the protected list as this side holds it, exchanged daily."""

    list_version: Digest
    at: Instant


class SiteFacts(Facts):
    """Facts about a protected site."""

    body: Site

    @cached_property
    def figure(self) -> Figure:
        """Its extent; an outline that bounds no area counts as the box around it."""
        return figure_of(self.body)

    @property
    def without_place(self) -> bool:
        """Whether it states no place."""
        return self.figure.empty

    @property
    def unconsented(self) -> tuple[str, ...]:
        """The participants that would read it here and to whom the organisation did not consent."""
        return tuple(sorted(set(self.view.world.codes) - set(self.body.addressees)))


class AboutProtected(Facts):
    """Facts about a statement on a site or movement by entry id."""

    body: SiteRelay | SiteAck

    @cached_property
    def protected(self) -> Meta | None:
        """The site or movement, None where it is unknown here."""
        found = self.meta(self.body.of)
        return found if found is not None and found.kind in ("site", "movement") else None

    @property
    def consented(self) -> bool:
        """Whether the organisation consents to that addressee; a movement is for both participants."""
        addressee = str(getattr(self.body, "addressee", ""))
        if self.protected is None:
            return False
        made = entry_of(self.view, self.protected.id)
        return made is not None and acceptable(self.view, made, addressee)


class ChallengeFacts(Facts):
    """Facts about a challenge or a consent: both name a site by its id."""

    body: SiteChallenge | SiteConsent

    @property
    def known_site(self) -> bool:
        """Whether any side stated that site."""
        return any(self.view.has("sites", self.body.site, side) for side in (0, 1))

    @property
    def reason(self) -> str:
        """The reasons, in the author's words."""
        return str(getattr(self.body, "reason", ""))


class ListFacts(Facts):
    """Facts about the version of the list as a side holds it."""

    body: ListDigest

    @cached_property
    def own_digest(self) -> str:
        """The version that follows from what its author had seen."""
        return own_version(self.view)


def figure_of(body: Site) -> Figure:
    """Give a site's extent: its point with its radius, and its outline."""
    at, extent = body.position, body.extent
    paths = (((at.lon_e7, at.lat_e7),),) if at is not None else ()
    region = boxed(Region.of(extent.polygons)) if extent is not None else None
    return Figure(paths, region, body.radius_m * 1000)


def error_mm(body: Site) -> int:
    """Give the larger error of a site's position and outline."""
    given = (body.position, body.extent)
    return max((one.ce90_mm for one in given if one is not None), default=0)


def write_site(facts: SiteFacts, verdict: Verdict) -> Iterable[Write]:
    """A site screens whatever its verdict; a newer version leaves the older one a ghost."""
    return site_writes(facts.body, facts.figure, facts.stated.id)


def site_writes(body: Site, figure: Figure, made: bytes) -> list[Write]:
    """Write a site under its id, its label and the cells that it may be near."""
    error = error_mm(body)
    leaf = leaf_of(body.site, body.type, figure, error)
    value = Stated(made, body.site, body.type, figure, error, tuple(body.addressees), None, leaf)
    writes: list[Write] = [("protected", made, value), ("sites", body.site, made), ("protected.begun", "", True)]
    writes.append(("protected.all", SITES, made))
    if figure.empty:
        return writes
    found = cells_of_site(figure, value.ce90_mm)
    return writes + [("protected.cell", cell, made) for cell in (WIDE,) * (found is None) + (found or ())]


def write_unread_site(raw: Any, entry_id: bytes) -> Iterable[Write]:
    """A site whose words cannot be taken screens all the same, where its place can be read."""
    if not isinstance(raw, dict):
        return []
    kept = {name: value for name, value in raw.items() if name in Site.model_fields and name not in _TEXTS}
    kept |= {"site": label_of(entry_id), "org": "UNREAD", "lang": "en"}
    kept |= {} if raw.get("type") in SITE_TYPES else {"type": "OTHER"}
    try:
        body = Site.model_validate(kept | {"addressees": ()}, strict=False)
    except ValidationError:
        return []
    return site_writes(body, figure_of(body), entry_id)


def write_consent(facts: ChallengeFacts, verdict: Verdict) -> Iterable[Write]:
    """A consent counts once accepted; one taken back counts whatever its verdict."""
    body = facts.body
    if not isinstance(body, SiteConsent) or (body.given and verdict is not Verdict.OK):
        return []
    return [("site.consent", (body.site, body.addressee), body.given)]


def write_relay(facts: AboutProtected, verdict: Verdict) -> Iterable[Write]:
    """Who passed it on to whom, and when."""
    if verdict is not Verdict.OK or not isinstance(facts.body, SiteRelay):
        return []
    body = facts.body
    return [("protected.relay", bytes.fromhex(body.of), (body.addressee, body.relayed_by, body.at))]


def write_ack(facts: AboutProtected, verdict: Verdict) -> Iterable[Write]:
    """Who took it, at which level, and when."""
    if verdict is not Verdict.OK or not isinstance(facts.body, SiteAck):
        return []
    body = facts.body
    return [("protected.ack", bytes.fromhex(body.of), (body.level, body.unit, body.acknowledged_by, body.at))]


def write_challenge(facts: ChallengeFacts, verdict: Verdict) -> Iterable[Write]:
    """A challenge is shown beside the site; it takes nothing out of force."""
    if verdict is not Verdict.OK:
        return []
    return [("site.challenge", facts.body.site, facts.stated.id)]


def write_list(facts: ListFacts, verdict: Verdict) -> Iterable[Write]:
    """What version a side holds counts where it follows from what that side had seen."""
    if verdict is not Verdict.OK:
        return []
    return [
        ("list.digest", "", (facts.body.list_version, facts.stated.entry.claimed_at)),
        ("protected.begun", "", True),
    ]
