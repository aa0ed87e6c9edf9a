"""What a participant states of a humanitarian movement: way, windows, kinds of vehicles; never plates or people."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from jig.harm.nearby import cells_of_site
from jig.harm.screening import MOVEMENT, leaf_of
from jig.harm.sites import Code
from jig.harm.state import MOVEMENTS, WIDE, Span, Stated, entry_of, status_of
from jig.harm.words import Anonymous, AnonymousLabel, label_of
from jig.places.near import Figure, moved
from jig.places.position import Position
from jig.record.facts import Facts
from jig.record.fields import EntryRef, Instant, Lang
from jig.record.kind import Body, Verdict, Write

Points = Annotated[tuple[Position, ...], Field(max_length=128, strict=False)]
VehicleKind = Literal["TRUCK", "TANKER", "BUS", "CAR", "AMBULANCE", "ESCORT", "OTHER"]


class Between(Body):
    """A window: from, to."""

    start: Instant
    end: Instant


class Vehicles(Body):
    """How many vehicles of a kind. Plates, colours and drivers have no field."""

    kind: VehicleKind
    number: Annotated[int, Field(ge=1, le=1_000)]


class Movement(Body):
    """A humanitarian movement. half_width_m: how far from its way and stops it is protected."""

    movement: AnonymousLabel
    org: Code
    purpose: Literal["FOOD", "MEDICAL", "WATER", "SHELTER", "EVACUATION", "ASSESSMENT", "REPAIR", "OTHER"]
    route: Annotated[tuple[Position, ...], Field(min_length=1, max_length=128, strict=False)]
    stops: Points = ()
    way_back: Points = ()
    half_width_m: Annotated[int, Field(ge=0, le=20_000)]
    departure: Between
    arrival: Between
    back: Between
    vehicles: Annotated[tuple[Vehicles, ...], Field(max_length=16, strict=False)] = ()
    lang: Lang
    text: Anonymous = ""


class MovementStatus(Body):
    """How far a movement is. Its zone lives until CLOSED, through unloading and the way back."""

    movement: EntryRef
    status: Literal["PLANNED", "DEPARTED", "ARRIVED", "UNLOADING", "RETURNING", "CLOSED"]
    at: Instant


class MovementFacts(Facts):
    """Facts about a movement."""

    body: Movement

    @property
    def in_order(self) -> bool:
        """Whether every window ends after it begins, and the way back is not over before it sets out."""
        body = self.body
        windows = (body.departure, body.arrival, body.back)
        return all(one.start <= one.end for one in windows) and body.departure.start <= body.back.end


class StatusFacts(Facts):
    """Facts about a movement's status."""

    body: MovementStatus

    @cached_property
    def own_movement(self) -> Stated | None:
        """The movement, None where it is unknown or the counterpart's: only who stated it tells how far it is."""
        found = self.meta(self.body.movement)
        mine = found is not None and found.side == self.side and found.kind == "movement"
        return entry_of(self.view, found.id) if mine and found is not None else None

    @property
    def before(self) -> str:
        """How far it was."""
        return status_of(self.view, self.own_movement) if self.own_movement is not None else ""


def figure_of(body: Movement) -> Figure:
    """Give the ways and the stops of a movement, with the width that is protected."""
    ways = [tuple((one.lon_e7, one.lat_e7) for one in way) for way in (body.route, body.way_back) if way]
    stops = [((one.lon_e7, one.lat_e7),) for one in body.stops]
    return Figure((*(tuple(moved(way)) for way in ways), *stops), None, body.half_width_m * 1000)


def write_movement(facts: MovementFacts, verdict: Verdict) -> Iterable[Write]:
    """A movement is protected whatever its verdict; a newer version ends no older one: its author closes each."""
    return movement_writes(facts.body, facts.stated.id)


def movement_writes(body: Movement, made: bytes) -> list[Write]:
    """Write a movement under its id and the cells that it may be near."""
    figure = figure_of(body)
    error = max(one.ce90_mm for one in (*body.route, *body.stops, *body.way_back))
    span = Span(body.departure.start, body.back.end)
    value = Stated(
        made, body.movement, MOVEMENT, figure, error, (), span, leaf_of(body.movement, MOVEMENT, figure, error)
    )
    found = cells_of_site(figure, error)
    cells = [("protected.cell", cell, made) for cell in (WIDE,) * (found is None) + (found or ())]
    return [
        ("protected", made, value),
        ("movements", body.movement, made),
        ("protected.all", MOVEMENTS, made),
        ("protected.begun", "", True),
        *cells,
    ]


def write_unread_movement(raw: Any, entry_id: bytes) -> Iterable[Write]:
    """A movement whose words cannot be taken is protected all the same, where its way can be read."""
    if not isinstance(raw, dict):
        return []
    kept = {name: value for name, value in raw.items() if name in Movement.model_fields and name != "text"}
    kept |= {"movement": label_of(entry_id), "org": "UNREAD", "purpose": "OTHER", "lang": "en", "vehicles": ()}
    try:
        return movement_writes(Movement.model_validate(kept, strict=False), entry_id)
    except ValidationError:
        return []


def write_status(facts: StatusFacts, verdict: Verdict) -> Iterable[Write]:
    """A status keeps the zone alive whatever its verdict; only an accepted CLOSED ends it."""
    status = facts.body.status
    if facts.own_movement is None or (status == "CLOSED" and verdict is not Verdict.OK):
        return []
    return [("movement.status", facts.own_movement.id, status)]
