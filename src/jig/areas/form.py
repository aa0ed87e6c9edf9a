"""What a participant states of areas: one area's outline, and a set of outlines under one digest (AP 3.a, 3.c)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from jig.areas.state import CONTROL, DESIGNATED, AreaVersion, Members, area_of, set_digest
from jig.places.crossing import degrees_text, meets_itself_at
from jig.places.errors import Millimetres
from jig.places.position import LATITUDE_LIMIT_E7, LONGITUDE_LIMIT_E7, Code
from jig.places.region import Region, ShapeFault, shape_faults
from jig.places.spelling import as_seen
from jig.record.facts import Facts
from jig.record.fields import Digest, EntryRef, Instant, Label, Lang, Text
from jig.record.kind import Body, Effect, Kind, Verdict, Write
from jig.record.registers import SIDES

#: Bounds of one outline: what one body may cost every node that folds it.
MOST_CORNERS, MOST_RINGS, MOST_POLYGONS, MOST_MEMBERS = 2_000, 64, 64, 500
#: Faults of one outline that are named: more nobody mends at a time.
MOST_FAULTS = 10

Lon = Annotated[int, Field(ge=-LONGITUDE_LIMIT_E7, le=LONGITUDE_LIMIT_E7)]
Lat = Annotated[int, Field(ge=-LATITUDE_LIMIT_E7, le=LATITUDE_LIMIT_E7)]
Corner = Annotated[tuple[Lon, Lat], Field(strict=False)]
Outline = Annotated[tuple[Corner, ...], Field(min_length=1, max_length=MOST_CORNERS, strict=False)]
Rings = Annotated[tuple[Outline, ...], Field(min_length=1, max_length=MOST_RINGS, strict=False)]


class Geometry(Body):
    """An outline in WGS 84: polygons, each an outer ring and its holes, corners as [lon_e7, lat_e7], 1e-7 degrees.

    Edges are straight in longitude and latitude; the boundary belongs to the area. as_given: what it was read from.
    notation, operation: as with a position. ce90_mm: the circular error of a corner, 90 %.
    """

    polygons: Annotated[tuple[Rings, ...], Field(min_length=1, max_length=MOST_POLYGONS, strict=False)]
    as_given: Annotated[str, Field(min_length=1, max_length=500)]
    notation: Code
    operation: Code
    ce90_mm: Millimetres


class Area(Body):
    """One side's statement of one area of one layer, as of an instant."""

    area: Label
    layer: Literal["DESIGNATED", "COMMON-MAP", "PROXIMITY", "CONTROL"]
    area_class: Annotated[int, Field(ge=0, le=99)] | None = None
    holder: Annotated[str, Field(min_length=1, max_length=32)] | None = None
    geometry: Geometry
    geometry_digest: Digest
    as_of: Instant
    valid_from: Instant | None = None
    valid_to: Instant | None = None
    source: Annotated[str, Field(max_length=500)] = ""
    lang: Lang
    text: Text


class AreaSet(Body):
    """A version of a layer: which statements belong to it, under one digest that both can sign."""

    layer: Literal["DESIGNATED", "COMMON-MAP", "PROXIMITY"]
    version: Annotated[str, Field(min_length=1, max_length=40)]
    members: Annotated[tuple[EntryRef, ...], Field(min_length=1, max_length=MOST_MEMBERS, strict=False)]
    set_digest: Digest
    unresolved: Annotated[tuple[Label, ...], Field(max_length=256, strict=False)] = ()
    lang: Lang
    text: Text


class AreaFacts(Facts):
    """Facts about a statement of one area."""

    body: Area

    @property
    def layer(self) -> str:
        """The layer."""
        return self.body.layer

    @cached_property
    def corners(self) -> int:
        """How many corners the outline has."""
        return sum(len(ring) for polygon in self.body.geometry.polygons for ring in polygon)

    @cached_property
    def region(self) -> Region:
        """The outline in its one spelling."""
        return Region.of(self.body.geometry.polygons)

    @cached_property
    def shape_faults(self) -> tuple[ShapeFault, ...]:
        """Why the outline bounds no area; it is not asked of one beyond the bound."""
        return shape_faults(self.region.polygons) if self.corners <= MOST_CORNERS else ()

    @cached_property
    def fault_places(self) -> tuple[str, ...]:
        """Where each fault is: polygon.ring.corner, and the latitude and longitude there."""
        return tuple(self._fault_place(fault) for fault in self.shape_faults[:MOST_FAULTS])

    def _fault_place(self, fault: ShapeFault) -> str:
        if not fault.ring or fault.code == "POLYGONS-OVERLAP":
            return fault.where
        ring = self.region.polygons[fault.polygon - 1][fault.ring - 1]
        crossing = meets_itself_at(ring, fault.point) if fault.code == "RING-MEETS-ITSELF" else None
        return f"{fault.where} ({degrees_text(crossing or ring[max(fault.point - 1, 0)])})"

    @cached_property
    def alike(self) -> tuple[str, ...]:
        """Other areas of the layer whose names look the same, whichever side stated them."""
        key = (self.body.layer, as_seen(self.body.area))
        return tuple(
            sorted({name for side in SIDES for _, name in self.view.written("area.seen", key, side)} - {self.body.area})
        )

    @property
    def designated(self) -> bool:
        """Whether it is of the layer of designated areas."""
        return self.body.layer == DESIGNATED

    @property
    def controlled(self) -> bool:
        """Whether it is of a layer of control."""
        return self.body.layer == CONTROL

    @property
    def holders(self) -> tuple[str, ...]:
        """Who can be said to hold ground."""
        return tuple(self.view.profile.codes.get("holder", {}))

    @property
    def area_classes(self) -> tuple[str, ...]:
        """The classes that the reading lists."""
        found = self.view.setting("area.classes")
        return tuple(str(one) for one in found) if isinstance(found, list) else ()


class AreaSetFacts(Facts):
    """Facts about a version of a layer."""

    body: AreaSet

    @cached_property
    def found(self) -> Members:
        """The statements that it names, as far as this log has seen them."""
        stated = [(ref, area_of(self.view, ref)) for ref in self.body.members]
        return Members(
            tuple(one for _, one in stated if one is not None),
            tuple(ref for ref, one in stated if one is None),
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """Members that are unknown here or were not accepted."""
        return self.found.missing

    @cached_property
    def digest(self) -> str:
        """The digest that follows from the members."""
        return set_digest(self.body.layer, self.found.known)

    @cached_property
    def stray(self) -> tuple[str, ...]:
        """Members of another layer."""
        return tuple(sorted(one.area for one in self.found.known if one.layer != self.body.layer))

    @cached_property
    def twice(self) -> tuple[str, ...]:
        """Areas of which it names two statements."""
        names = [one.area for one in self.found.known]
        return tuple(sorted({name for name in names if names.count(name) > 1}))


def _area(facts: AreaFacts, verdict: Verdict) -> Iterable[Write]:
    if verdict is not Verdict.OK:
        return []
    body = facts.body
    stated = AreaVersion(
        facts.stated.id, body.area, body.layer, body.area_class, body.holder or "", body.as_of, body.valid_from,
        body.valid_to, facts.region,
    )  # fmt: skip
    writes: list[Write] = [("area", facts.stated.id, stated), ("areas", (body.layer, body.area), facts.stated.id)]
    # Once a name: an area stated a thousand times is one name to look through.
    if facts.view.last("areas", (body.layer, body.area), facts.side) is None:
        writes.append(("area.seen", (body.layer, as_seen(body.area)), body.area))
    return writes


def _set(facts: AreaSetFacts, verdict: Verdict) -> Iterable[Write]:
    if verdict is not Verdict.OK:
        return []
    body, members = facts.body, tuple(one.id for one in facts.found.known)
    return [
        ("area-set", (body.layer, body.set_digest), (facts.stated.id, body.version, members)),
        ("area-sets", body.layer, body.set_digest),
    ]


_PLOTTERS = frozenset({"INTEL", "OPS", "AIR", "SNR", "DEPUTY"})
KINDS = (
    Kind(
        "area",
        Area,
        Effect.NEUTRAL,
        AreaFacts,
        _area,
        roles=_PLOTTERS,
        clauses=("C103", "C112", "C123", "C126", "C127"),
        title="Area",
    ),
    Kind(
        "area-set",
        AreaSet,
        Effect.NEUTRAL,
        AreaSetFacts,
        _set,
        roles=_PLOTTERS,
        clauses=("C103", "C122", "C126"),
        title="Version of a layer of areas",
    ),
)
