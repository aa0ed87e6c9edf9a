"""What a side states of flights seen, of the means by which it looks, and of how much of an area they covered."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from jig.air.notice import AircraftClass, days_of
from jig.air.notice_ground import designated_between
from jig.air.order import Confidence
from jig.areas.state import AreaVersion
from jig.places.form import placed
from jig.places.position import Position
from jig.places.state import Placed, Stating
from jig.record.facts import Facts
from jig.record.fields import Instant, Label, Lang, Name, Text
from jig.record.kind import Body, Verdict, Write
from jig.record.view import View

#: Who operated an aircraft where that is no participant, no third party and no ally of it.
CIVIL, UNKNOWN = "CIVIL", "UNKNOWN"
BOTH = "BOTH"
_CE90_LIMIT_M = 100_000


class TrackPoint(Body):
    """Where it was seen, and when; altitude only with what it is above."""

    point: Position
    time: Instant
    altitude: Annotated[int, Field(ge=-2_000, le=200_000)] | None = None
    unit: Literal["ft", "m"] | None = None
    ref: Literal["MSL", "AGL", "BARO", "GEOM"] | None = None


class Attribution(Body):
    """Who operated it, as the author states it: the source, never a person's name, and how sure."""

    operator: Annotated[str, Field(min_length=1, max_length=32)]
    source: Annotated[str, Field(max_length=200)] = ""
    confidence: Confidence


class Observation(Body):
    """A flight that one side saw. sensor: a post or an instrument; no witness is ever named."""

    obs_id: Label
    method: Literal["RADAR", "VISUAL", "ACOUSTIC", "IMAGERY", "PUBLIC", "PARTNER"]
    sensor: Label
    time_from: Instant
    time_to: Instant
    track: Annotated[tuple[TrackPoint, ...], Field(max_length=64, strict=False)] = ()
    area: Label | None = None
    aircraft_class: AircraftClass
    aircraft_type: Label | None = None
    number: Annotated[int, Field(ge=1, le=1_000)] | None = None
    activity: Literal["TRANSIT", "AIRDROP", "WEAPON_RELEASE", "UNK"]
    attribution: Attribution
    confidence: Confidence
    lang: Lang
    text: Text = ""


class Measure(Body):
    """A means of seeing whether the grounding holds: its method, who runs it and answers for it, from when on."""

    measure: Label
    method: Literal["RADAR", "VISUAL", "ACOUSTIC", "IMAGERY", "PUBLIC", "PARTNER", "INSPECTION", "OTHER"]
    owner: Annotated[str, Field(min_length=1, max_length=32)]
    responsible: Name
    start: Instant
    end: Instant | None = None
    lang: Lang
    text: Text


class MeasureCoverage(Body):
    """How much of an area a measure covered from when to when, in thousandths; 0 says that it covered nothing."""

    measure: Label
    area: Label
    time_from: Instant
    time_to: Instant
    fraction_permille: Annotated[int, Field(ge=0, le=1_000)]
    lang: Lang
    text: Text = ""


class Seen(NamedTuple):
    """One point of an observation. error_m: how far off it may be, whole metres, rounded up. ref: empty if unknown."""

    lon_e7: int
    lat_e7: int
    time: int
    error_m: int
    altitude: int | None
    unit: str
    ref: str


class Observed(NamedTuple):
    """An observation as the registers keep it (table `observation`, by entry id)."""

    id: bytes
    label: str
    method: str
    start: int
    end: int
    track: tuple[Seen, ...]
    area: str
    aircraft_class: str
    aircraft_type: str
    number: int | None
    activity: str
    operator: str
    source: str
    operator_confidence: str
    confidence: str


class Measured(NamedTuple):
    """A measure as the registers keep it (table `measure`, by label)."""

    id: bytes
    method: str
    owner: str
    start: int
    end: int | None


class Covered(NamedTuple):
    """One statement of coverage (table `coverage`, by area; `coverage.day`, by the days that it meets)."""

    id: bytes
    measure: str
    start: int
    end: int
    permille: int


def operators(view: View) -> tuple[str, ...]:
    """List the codes by which an operator is stated (reading A11)."""
    allied = view.setting("actor.third_party_allied")
    third = (view.profile.third_party.code, *((str(allied),) if allied else ()))
    return (*third, view.code(0), view.code(1), CIVIL, UNKNOWN)


def groundable(view: View) -> tuple[str, ...]:
    """List the operators whose flights the grounding is of: the third party; its allies are counted apart."""
    return (view.profile.third_party.code,)


class ObservationFacts(Facts):
    """Facts about an observation."""

    body: Observation

    @property
    def operators(self) -> tuple[str, ...]:
        """The codes that an operator can have."""
        return operators(self.view)

    @property
    def operator(self) -> str:
        """Who operated it, as stated."""
        return self.body.attribution.operator

    @property
    def told_at(self) -> int:
        """When it was told, by its author's own stamp."""
        return self.stated.entry.claimed_at

    @property
    def doubtful(self) -> bool:
        """Whether it is a civil aircraft, or nobody says whose."""
        return self.operator in (CIVIL, UNKNOWN)

    @cached_property
    def out_of_time(self) -> tuple[int, ...]:
        """Points of the track outside its time, or before the point they follow; counted from 1."""
        times = [one.time for one in self.body.track]
        back = {n for n, (one, before) in enumerate(zip(times[1:], times, strict=False), 2) if one < before}
        outside = {n for n, one in enumerate(times, 1) if not self.body.time_from <= one <= self.body.time_to}
        return tuple(sorted(back | outside))

    @property
    def half_altitudes(self) -> tuple[int, ...]:
        """Points whose altitude lacks its unit or what it is above; counted from 1."""
        return tuple(
            n
            for n, one in enumerate(self.body.track, 1)
            if len({one.altitude is None, one.unit is None, one.ref is None}) > 1
        )

    @cached_property
    def named_with_track(self) -> tuple[AreaVersion, ...]:
        """The area that it names beside a track, as in force then; none where it names none or has no track."""
        if not self.body.track or self.body.area is None:
            return ()
        held = designated_between(self.view, self.body.time_from, self.body.time_to)
        return tuple(one for one in held if one.area == self.body.area)

    @property
    def touches_named(self) -> bool:
        """Whether its track touches that area."""
        path = [(one.point.lon_e7, one.point.lat_e7) for one in self.body.track]
        return any(one.region.met_by(path) for one in self.named_with_track)

    @property
    def places(self) -> tuple[Placed, ...]:
        """Every position that it states, with its path."""
        return tuple(placed(f"track.{n}.point", one.point) for n, one in enumerate(self.body.track))


class MeasureFacts(Facts):
    """Facts about a measure."""

    body: Measure

    @property
    def owners(self) -> tuple[str, ...]:
        """Who can run one."""
        return (self.view.code(0), self.view.code(1), BOTH)


class CoverageFacts(Facts):
    """Facts about a statement of coverage."""

    body: MeasureCoverage

    @property
    def told_at(self) -> int:
        """When it was told, by its author's own stamp."""
        return self.stated.entry.claimed_at

    @cached_property
    def measures(self) -> tuple[Measured, ...]:
        """What both sides stated of a measure of that label."""
        found = (self.view.last("measure", self.body.measure, side) for side in (self.side, self.other))
        return tuple(one for one in found if one is not None)


#: What is seen that is an incident: somebody is to ask who flew (failure F02).
ARMED = "WEAPON_RELEASE"


def write_observation(facts: ObservationFacts, verdict: Verdict) -> Iterable[Write]:
    """Write an accepted observation; a newer one of its label takes its place."""
    if verdict is not Verdict.OK:
        return []
    body, made, told = facts.body, facts.stated.id, facts.body.attribution
    track = tuple(
        Seen(one.point.lon_e7, one.point.lat_e7, one.time, min(-(-one.point.ce90_mm // 1_000), _CE90_LIMIT_M),
             one.altitude, one.unit or "", one.ref or "")
        for one in body.track
    )  # fmt: skip
    said = Observed(
        made, body.obs_id, body.method, body.time_from, body.time_to, track, body.area or "", body.aircraft_class,
        body.aircraft_type or "", body.number, body.activity, told.operator, told.source, told.confidence,
        body.confidence,
    )  # fmt: skip
    old = facts.view.last("observations", body.obs_id, facts.side)
    writes: list[Write] = [("ended", old, made)] if old is not None else []
    if facts.places:
        writes.append(("positions", made, Stating(body.obs_id, facts.places)))
    writes += [("observation.day", day, made) for day in days_of(body.time_from, body.time_to)]
    if body.activity == ARMED:
        writes.append(("observation.armed", made, True))
    return [*writes, ("observation", made, said), ("observations", body.obs_id, made)]


def write_measure(facts: MeasureFacts, verdict: Verdict) -> Iterable[Write]:
    """Write an accepted measure."""
    body = facts.body
    if verdict is not Verdict.OK:
        return []
    return [("measure", body.measure, Measured(facts.stated.id, body.method, body.owner, body.start, body.end))]


def write_coverage(facts: CoverageFacts, verdict: Verdict) -> Iterable[Write]:
    """Write an accepted statement of coverage."""
    body = facts.body
    if verdict is not Verdict.OK:
        return []
    covered = Covered(facts.stated.id, body.measure, body.time_from, body.time_to, body.fraction_permille)
    days = [("coverage.day", day, covered) for day in days_of(body.time_from, body.time_to)]
    return [("coverage", body.area, covered), *days]
