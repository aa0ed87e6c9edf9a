"""What a participant states of protected places: the screening of a location, and its precautions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import Field

from jig.harm import movements, sites
from jig.record.facts import Facts
from jig.record.fields import EntryRef, Lang, Text
from jig.record.kind import Body, Effect, Kind, Verdict, Write
from jig.record.view import Meta

STOP = "STOP"
#: Kinds that a screening can be of. Named, not imported: the rooms side by side do not know each other.
SCREENED = ("location", "target")


class Screening(Body):
    """A location held against one version of the protected list. It can stop or warn; its silence permits nothing."""

    location: EntryRef
    list_version: Annotated[str, Field(min_length=1, max_length=120)]
    result: Literal["STOP", "WARN", "NOTHING-FOUND"]
    nearest_site: Annotated[str, Field(max_length=500)] | None = None
    distance_m: Annotated[int, Field(ge=0, le=20_100_000)] | None = None
    reviewer: Annotated[str, Field(max_length=200)]
    precaution: Text
    precaution_signed_by: Annotated[str, Field(max_length=200)]
    clears: Literal[False]
    lang: Lang | None = None


class ScreeningFacts(Facts):
    """Facts about a screening."""

    body: Screening

    @property
    def effect(self) -> Effect:
        """A STOP counts from anybody; what does not stop needs authority."""
        return Effect.RESTRICTIVE if self.stops else Effect.PERMISSIVE

    @property
    def stops(self) -> bool:
        """Whether it stops."""
        return self.body.result == STOP

    @property
    def result(self) -> str:
        """What it found."""
        return self.body.result

    @property
    def screened(self) -> Meta | None:
        """The accepted location or target screened, None when unknown at this cut."""
        return self.known(self.body.location, *SCREENED)

    @property
    def reviewer(self) -> str:
        """Who reviewed it."""
        return self.body.reviewer

    @property
    def precaution(self) -> str:
        """The precautions, in the author's words."""
        return self.body.precaution

    @property
    def precaution_signed_by(self) -> str:
        """Who signed them."""
        return self.body.precaution_signed_by

    @property
    def nearest_site(self) -> str:
        """The nearest protected place, empty when none is named."""
        return self.body.nearest_site or ""


def _screened(facts: ScreeningFacts, verdict: Verdict) -> Iterable[Write]:
    """Write it for the room `targets` to read: (id, result, list version, signer), by what was screened."""
    body, made = facts.body, facts.stated.id
    if verdict is not Verdict.OK and not facts.stops:
        return []
    location = bytes.fromhex(body.location)
    writes: list[Write] = [("screening", location, (made, body.result, body.list_version, body.precaution_signed_by))]
    writes.append(("about", made, ("screening", location)))
    return [*writes, ("ended", location, made)] if facts.stops else writes


def _stopped_unread(raw: Any, entry_id: bytes) -> Iterable[Write]:
    """A screening that cannot be read lets nothing pass; one that says STOP stops all the same."""
    if not isinstance(raw, dict) or raw.get("result") != STOP:
        return []
    location = raw.get("location")
    if not isinstance(location, str) or len(location) != 64:
        return []
    try:
        return [("ended", bytes.fromhex(location), entry_id)]
    except ValueError:
        return []


KINDS = (
    Kind(
        "screening",
        Screening,
        Effect.PERMISSIVE,
        ScreeningFacts,
        _screened,
        roles=frozenset({"LEGAL", "TARGETING", "OPS", "WATCH"}),
        clauses=("C007", "C138"),
        unreadable=_stopped_unread,
        title="Screening against the protected list",
    ),
    Kind(
        "site",
        sites.Site,
        Effect.RESTRICTIVE,
        sites.SiteFacts,
        sites.write_site,
        clauses=("C007", "C138"),
        unreadable=sites.write_unread_site,
        title="Protected site",
    ),
    Kind(
        "site-consent",
        sites.SiteConsent,
        Effect.NEUTRAL,
        sites.ChallengeFacts,
        sites.write_consent,
        clauses=("C007",),
        title="Consent that an addressee is told of a site",
    ),
    Kind(
        "site-relay",
        sites.SiteRelay,
        Effect.NEUTRAL,
        sites.AboutProtected,
        sites.write_relay,
        clauses=("C007",),
        title="Site or movement passed on",
    ),
    Kind(
        "site-ack",
        sites.SiteAck,
        Effect.NEUTRAL,
        sites.AboutProtected,
        sites.write_ack,
        clauses=("C007",),
        title="Site or movement taken note of by name",
    ),
    Kind(
        "site-challenge",
        sites.SiteChallenge,
        Effect.NEUTRAL,
        sites.ChallengeFacts,
        sites.write_challenge,
        clauses=("C007",),
        title="Challenge of a protected site",
    ),
    Kind(
        "list-digest",
        sites.ListDigest,
        Effect.NEUTRAL,
        sites.ListFacts,
        sites.write_list,
        clauses=("C007",),
        title="Version of the protected list held",
    ),
    Kind(
        "movement",
        movements.Movement,
        Effect.RESTRICTIVE,
        movements.MovementFacts,
        movements.write_movement,
        clauses=("C007", "C138"),
        unreadable=movements.write_unread_movement,
        title="Humanitarian movement",
    ),
    Kind(
        "movement-status",
        movements.MovementStatus,
        Effect.NEUTRAL,
        movements.StatusFacts,
        movements.write_status,
        clauses=("C007",),
        title="Status of a humanitarian movement",
    ),
)
