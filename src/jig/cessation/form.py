"""What a participant states of the cessation: who is a party to it, and where partner forces are (ToR Pre.4)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated

from pydantic import Field

from jig.areas.form import MOST_CORNERS, Geometry
from jig.cessation.state import PartnerArea, Party
from jig.places.position import Position
from jig.places.reach import Shape
from jig.places.region import Region, shape_faults
from jig.record.facts import Facts
from jig.record.fields import Instant, Label, Lang, Name, Text
from jig.record.kind import Body, Effect, Kind, Verdict, Write


class CohParty(Body):
    """A party to the cessation: its name, every other name it bears, from when until when."""

    party: Label
    aliases: Annotated[tuple[Name, ...], Field(max_length=32, strict=False)] = ()
    valid_from: Instant
    valid_to: Instant | None = None
    lang: Lang
    text: Text


class PartnerAreaStated(Body):
    """Where forces that work with one side are: a place with a radius, or an outline."""

    area: Label
    forces: Annotated[str, Field(max_length=500)] = ""
    at: Position | None = None
    radius_m: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    geometry: Geometry | None = None
    valid_from: Instant | None = None
    valid_to: Instant | None = None
    lang: Lang
    text: Text


class PartyFacts(Facts):
    """Facts about a party."""

    body: CohParty

    @property
    def valid_from(self) -> int:
        """From when."""
        return self.body.valid_from

    @property
    def valid_to(self) -> int | None:
        """Until when, None while open."""
        return self.body.valid_to


class PartnerFacts(Facts):
    """Facts about an area of partner forces."""

    body: PartnerAreaStated

    @cached_property
    def shape(self) -> Shape:
        """Where it is; a place's own error widens its reach."""
        at, geometry, radius = self.body.at, self.body.geometry, self.body.radius_m
        place = None if at is None or radius is None else (at.lon_e7, at.lat_e7)
        reach = 0 if at is None or radius is None else radius - at.ce90_mm // -1000
        return Shape(place, reach, Region.of(geometry.polygons) if geometry is not None else None)

    @cached_property
    def drawn(self) -> bool:
        """Whether it is drawn: a place with a radius, or an outline that bounds an area."""
        if self.shape.place is None and self.shape.region is None:
            return False
        region = self.shape.region
        if region is None:
            return True
        corners = sum(len(ring) for polygon in region.polygons for ring in polygon)
        return corners <= MOST_CORNERS and not shape_faults(region.polygons)


def _party(facts: PartyFacts, verdict: Verdict) -> Iterable[Write]:
    """Write a party whatever its verdict: a name that protects counts from anybody."""
    body = facts.body
    said = Party(facts.stated.id, body.party, (body.party, *body.aliases), body.valid_from, body.valid_to)
    return [("coh-party", said.key, said)]


def _partner(facts: PartnerFacts, verdict: Verdict) -> Iterable[Write]:
    """Write an area that is drawn, whatever else is said of it."""
    if not facts.drawn:
        return []
    body, made = facts.body, facts.stated.id
    return [("partner-area", body.area, PartnerArea(made, body.area, facts.shape, body.valid_from, body.valid_to))]


KINDS = (
    Kind(
        "coh-party",
        CohParty,
        Effect.RESTRICTIVE,
        PartyFacts,
        _party,
        clauses=("C009",),
        title="Party to the cessation",
    ),
    Kind(
        "partner-area",
        PartnerAreaStated,
        Effect.RESTRICTIVE,
        PartnerFacts,
        _partner,
        clauses=("C009",),
        title="Area of partner forces",
    ),
)
