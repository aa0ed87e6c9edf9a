"""A notice of a flight: the items of a flight plan, its mission, window, forces and route (ToR 3.a-c)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from jig.agreement.clocks import DAY_S, BadCutoff, UnknownZone
from jig.air.notice_ground import Held, designated_between, held_along, held_by
from jig.air.order import date_text
from jig.areas.state import control
from jig.places.corridor import Corridor, Gate
from jig.places.form import placed
from jig.places.position import Position
from jig.places.state import Placed, Stating
from jig.record.facts import Facts, Stated
from jig.record.fields import Instant, Label, Lang, Text
from jig.record.kind import Body, Verdict, Write
from jig.record.view import View

#: A mission that no list names.
OTHER = "OTHER"
MILLIMETRES = {"ft": 3_048, "m": 10_000}  # tenths of a millimetre in one: the international foot is 304.8 mm
#: Windows of more days than this are kept in one drawer: an index must not grow with what somebody states.
_MOST_DAYS, _WIDE = 16, -1
_FURTHEST_S = 2**40
AircraftClass = Literal["FIXED", "ROTARY", "UAV", "UNK"]


class Window(Body):
    """When: from, to."""

    start: Instant
    end: Instant


class Flown(Body):
    """Item 9: how many of which type and class, with the wake category where it is known."""

    aircraft_class: Literal["FIXED", "ROTARY", "UAV"]
    aircraft_type: Label
    number: Annotated[int, Field(ge=1, le=1_000)]
    wake: Literal["L", "M", "H", "J"] | None = None


class RoutePoint(Body):
    """A point of the route; half-width and altitude block hold for the leg that begins here."""

    point: Position
    half_width_m: Annotated[int, Field(ge=0, le=100_000)]
    altitude_lower: Annotated[int, Field(ge=-2_000, le=200_000)]
    altitude_upper: Annotated[int, Field(ge=-2_000, le=200_000)]
    unit: Literal["ft", "m"]
    ref: Literal["MSL", "AGL"]
    time: Instant | None = None


class FlightNotice(Body):
    """One version of the notice of a flight, or of several flown together. Numbers are those of a flight plan's items.

    Items: 7 aircraft_id; 8 flight_rules, flight_kind; 9 composition; 13 departure, eobt; 15 speed, level, route; 16
    destination, eet_s; 18 dof (YYMMDD), sts, remark. short_notice_reason: why it could not be told the day before.
    """

    notice_id: Label
    mission_type: Annotated[str, Field(min_length=1, max_length=32)]
    exempt_claimed: bool
    mixed_load: bool = False
    window: Window | None = None
    aircraft_id: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,7}$")] | None = None
    flight_rules: Literal["I", "V", "Y", "Z"] | None = None
    flight_kind: Literal["S", "N", "G", "M", "X"] | None = None
    composition: Annotated[tuple[Flown, ...], Field(max_length=32, strict=False)] | None = None
    departure: Label | None = None
    eobt: Instant | None = None
    speed: Annotated[str, Field(pattern=r"^(?:[NK][0-9]{4}|M[0-9]{3})$")] | None = None
    level: Annotated[str, Field(pattern=r"^(?:[FA][0-9]{3}|[SM][0-9]{4}|VFR)$")] | None = None
    route: Annotated[tuple[RoutePoint, ...], Field(max_length=64, strict=False)] | None = None
    destination: Label | None = None
    eet_s: Annotated[int, Field(ge=0, le=200_000)] | None = None
    dof: Annotated[str, Field(pattern=r"^[0-9]{6}$")] | None = None
    sts: Annotated[tuple[Annotated[str, Field(pattern=r"^[A-Z]{2,12}$")], ...], Field(max_length=8, strict=False)] = ()
    remark: Annotated[str, Field(max_length=500)] = ""
    short_notice_reason: Annotated[str, Field(min_length=1, max_length=2_000)] | None = None
    lang: Lang
    text: Text = ""


class Forces(NamedTuple):
    """How many aircraft of a class and type a notice has."""

    aircraft_class: str
    aircraft_type: str
    number: int


class Noticed(NamedTuple):
    """A notice as the registers keep it (table `notice`, by entry id). Times are instants.

    due: strictly before which it was to be told the day before; None where that is not asked or cannot be told.
    before: strictly before which it was to be told at all: the take-off less the lead of the reading.
    """

    id: bytes
    label: str
    mission: str
    exempt: bool
    mixed: bool
    start: int | None
    end: int | None
    due: int | None
    before: int | None
    reason: str
    forces: tuple[Forces, ...]
    corridor: tuple[Gate, ...]
    crossed: tuple[str, ...]
    held: tuple[Held, ...]


class NoticeFacts(Facts):
    """Facts about a notice."""

    body: FlightNotice

    @property
    def provider(self) -> str:
        """Who gives notice, by the reading."""
        return str(self.view.setting("notice.provider") or "")

    @property
    def exempt_missions(self) -> tuple[str, ...]:
        """The exempt missions, by the reading."""
        return listed(self.view, "exempt.list")

    @property
    def routed_missions(self) -> tuple[str, ...]:
        """The missions whose routing is to be told the day before, exempt or not."""
        return tuple(self.view.profile.codes.get("mission", {}))

    @property
    def missions(self) -> tuple[str, ...]:
        """Every mission that can be named."""
        return (*self.exempt_missions, *self.routed_missions, OTHER)

    @property
    def exempt(self) -> bool:
        """Whether it is a flight of an exempt mission, and said to be one."""
        return self.body.exempt_claimed and self.body.mission_type in self.exempt_missions

    @property
    def routed(self) -> bool:
        """Whether its routing is to be told the day before for where it flies: by its mission's name, or by what either
        side says of the ground it touches. The name alone is the provider's to choose."""
        return self.named_routed or bool(self.over)

    @property
    def mixed(self) -> bool:
        """Whether an exempt flight carries more than its mission."""
        return self.exempt and self.body.mixed_load

    @property
    def window(self) -> Window | None:
        """When, None when not given."""
        return self.body.window

    @property
    def composition(self) -> tuple[Flown, ...]:
        """With what, empty when not given."""
        return self.body.composition or ()

    @property
    def route(self) -> tuple[RoutePoint, ...]:
        """By which way, empty when not given."""
        return self.body.route or ()

    @property
    def take_off(self) -> int | None:
        """When it can begin at the earliest: the off-block time or the window's start, whichever is first.

        A flight fits anywhere in the window: one that begins before the off-block time named is one that can be flown
        before it.
        """
        window = self.body.window
        given = (self.body.eobt, window.start if window is not None else None)
        return min((one for one in given if one is not None), default=None)

    @property
    def span(self) -> tuple[int, int] | None:
        """From when to when it flies: the window, else the off-block time and the elapsed time."""
        window, eobt = self.body.window, self.body.eobt
        if window is not None:
            return window.start, window.end
        return None if eobt is None else (eobt, eobt + (self.body.eet_s or 0))

    @cached_property
    def corridor(self) -> Corridor:
        """The route with its half-widths."""
        return Corridor(tuple(_gate(one) for one in self.route))

    @cached_property
    def crossed(self) -> tuple[str, ...]:
        """The designated areas in force that its corridor touches."""
        areas = designated_between(self.view, *self.span) if self.span is not None else ()
        return tuple(sorted({one.area for one in areas if self.corridor.touches(one.region)}))

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """Both sides' assertions of control, valid while it flies, that its corridor touches."""
        return held_along(self.view, self.corridor, self.span) if self.span is not None else ()

    @property
    def adversary_ground(self) -> tuple[str, ...]:
        """The holders to whose ground routing is told the day before, by the reading."""
        return listed(self.view, "layers.routing_to")

    @cached_property
    def over(self) -> tuple[str, ...]:
        """Who says that it touches such ground, and whose: HOLDER AREA (SIDE)."""
        return tuple(one.told for one in self.held if one.holder in self.adversary_ground)

    @property
    def asserted(self) -> tuple[str, ...]:
        """All such ground that either side asserts anywhere: HOLDER AREA (SIDE)."""
        said = (held_by(self.view, one) for one in control(self.view) if one.holder in self.adversary_ground)
        return tuple(sorted(one.told for one in said))

    @property
    def not_exempt(self) -> bool:
        """Whether it has a route and is of no exempt mission."""
        return bool(self.route) and not self.exempt

    @property
    def named_routed(self) -> bool:
        """Whether its mission is by name one whose routing is told the day before, exempt or not."""
        return self.body.mission_type in self.routed_missions

    @cached_property
    def due(self) -> int | None:
        """Strictly before which it is to be told, where that is the day before; None where it is not."""
        zone, cutoff = self.view.setting("deadline.tz"), self.view.setting("deadline.day_prior_cutoff")
        wanted = self.exempt or self.routed
        start = self.take_off
        if not wanted or start is None or not isinstance(zone, str) or not isinstance(cutoff, str):
            return None
        try:
            return self.view.profile.zones.day_before_cutoff(start, zone, cutoff)
        except (UnknownZone, BadCutoff):
            return None

    @property
    def before(self) -> int | None:
        """Strictly before which it is to be told at all."""
        lead = self.view.setting("notice.min_lead_s")
        return None if self.take_off is None else self.take_off - (lead if isinstance(lead, int) else 0)

    @property
    def flight_date(self) -> str:
        """The date of the off-block time in UTC as YYMMDD, empty without one."""
        if self.body.eobt is None or abs(self.body.eobt) > _FURTHEST_S:
            return ""
        return date_text(self.body.eobt // DAY_S).replace("-", "")[2:]

    @property
    def dof(self) -> str:
        """The date of flight as given."""
        return self.body.dof or ""

    @property
    def places(self) -> tuple[Placed, ...]:
        """Every position that it states, with its path."""
        return tuple(placed(f"route.{n}.point", one.point) for n, one in enumerate(self.route))


def listed(view: View, setting: str) -> tuple[str, ...]:
    """Give a setting that is a list of codes; empty when unset."""
    found = view.setting(setting)
    return tuple(str(one) for one in found) if isinstance(found, list) else ()


def _gate(one: RoutePoint) -> Gate:
    scale = MILLIMETRES[one.unit]
    lower, upper = one.altitude_lower * scale // 10, -(-one.altitude_upper * scale // 10)
    return Gate(one.point.lon_e7, one.point.lat_e7, one.half_width_m, lower, upper, one.ref)


def days_of(start: int, end: int) -> Iterator[int]:
    """Give the drawers (UTC day numbers) of a time span; one for all that are wider than the index takes."""
    first, last = start // DAY_S, end // DAY_S
    if last < first or last - first > _MOST_DAYS:
        yield _WIDE
        return
    yield from range(first, last + 1)


def drawers(start: int, end: int) -> Iterator[int]:
    """Give the drawers in which whatever meets a time span lies."""
    yield _WIDE
    first, last = start // DAY_S, end // DAY_S
    yield from range(first, min(last, first + 4 * _MOST_DAYS) + 1)


def write_notice(facts: NoticeFacts, verdict: Verdict) -> Iterable[Write]:
    """Write a notice whatever its verdict: what is incomplete or refused is shown, and ends the author's older one."""
    body, made = facts.body, facts.stated.id
    span = facts.span
    start, end = span if span is not None else (None, None)
    said = Noticed(
        made, body.notice_id, body.mission_type, facts.exempt, facts.mixed, start, end, facts.due, facts.before,
        body.short_notice_reason or "",
        tuple(Forces(one.aircraft_class, one.aircraft_type, one.number) for one in facts.composition),
        facts.corridor.gates, facts.crossed, facts.held,
    )  # fmt: skip
    old = facts.view.last("notices", body.notice_id, facts.side)
    writes: list[Write] = [("ended", old, made)] if old is not None else []
    if facts.places:
        writes.append(("positions", made, Stating(body.notice_id, facts.places)))
    if start is not None and end is not None:
        writes += [("notice.day", day, made) for day in days_of(start, end)]
    return [*writes, ("notice", made, said), ("notices", body.notice_id, made)]


def write_unread_notice(raw: Any, stated: Stated) -> Iterable[Write]:
    """A notice that cannot be read still takes the place of its author's older one of that label."""
    label = raw.get("notice_id") if isinstance(raw, dict) else None
    old = stated.view.last("notices", label, stated.side) if isinstance(label, str) else None
    return [("ended", old, stated.id)] if old is not None else []
