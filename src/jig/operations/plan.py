"""A final plan: the five details of ToR 2.c.ii, optional in the form so that a rule names each missing one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field

from jig.agreement.clocks import BadCutoff, UnknownZone
from jig.agreement.terms import Named
from jig.decisions.integrated import lacking
from jig.decisions.state import Proposed, proposed, stands, start_date
from jig.operations.changes import Changes, Details, changes, details
from jig.operations.near_in_time import by_day
from jig.operations.said import Planned
from jig.places.form import placed
from jig.places.position import Position
from jig.places.state import Placed, Stating
from jig.record.facts import Facts, Stated
from jig.record.fields import EntryRef, Instant, Label, Lang, Text
from jig.record.kind import Body, Verdict, Write
from jig.targets.state import ACTION, Located, distance_m, located, tolerance_m, version

#: The agreed format of a final plan, and the family of documents it stands in.
FORMAT = "FORMAT-STK"


class Window(Body):
    """When: from, to."""

    start: Instant
    end: Instant


class Method(Body):
    """How, in general: a code of the reading, and words. No weapon is named and no effect computed."""

    code: Annotated[str, Field(min_length=1, max_length=32)]
    text: Annotated[str, Field(max_length=2000)] = ""


class Element(Body):
    """Part of the force: a general type and how many."""

    type_class: Label
    number: Annotated[int, Field(ge=1, le=10_000)]


class Leg(Body):
    """A point of the route: the altitude block there and when, and how far aside of the way from or to it."""

    point: Position
    half_width_m: Annotated[int, Field(ge=0, le=100_000)] | None = None
    altitude_lower: Annotated[int, Field(ge=-2_000, le=200_000)]
    altitude_upper: Annotated[int, Field(ge=-2_000, le=200_000)]
    unit: Literal["ft", "m"]
    ref: Literal["MSL", "AGL"]
    time: Instant


class Procedure(Body):
    """The agreed procedure under which it is carried out."""

    id: Label
    version: Annotated[str, Field(min_length=1, max_length=40)]


class Plan(Body):
    """One version of a final plan for an agreed action."""

    plan_id: Label
    action: EntryRef
    target: EntryRef
    location: EntryRef
    supersedes: EntryRef | None = None
    window: Window | None = None
    method: Method | None = None
    composition: Annotated[tuple[Element, ...], Field(max_length=64, strict=False)] | None = None
    routing: Annotated[tuple[Leg, ...], Field(max_length=64, strict=False)] | None = None
    aim: Position | None = None
    procedure: Procedure | None = None
    format_version: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    late_reason: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
    integrated: bool = False
    lang: Lang
    text: Text


class PlanFacts(Facts):
    """Facts about a final plan."""

    body: Plan

    @property
    def window(self) -> Window | None:
        """When, None when not given."""
        return self.body.window

    @property
    def method(self) -> Method | None:
        """How, None when not given."""
        return self.body.method

    @property
    def methods(self) -> tuple[str, ...]:
        """The general methods that the reading lists."""
        found = self.view.setting("notice.methods")
        return tuple(str(one) for one in found) if isinstance(found, list) else ()

    @property
    def composition(self) -> tuple[Element, ...]:
        """With what, empty when not given."""
        return self.body.composition or ()

    @property
    def routing(self) -> tuple[Leg, ...]:
        """By which way, empty when not given."""
        return self.body.routing or ()

    @property
    def aim(self) -> Position | None:
        """What exactly is struck, None when not given."""
        return self.body.aim

    @cached_property
    def action(self) -> Proposed | None:
        """The proposal for action that it carries out, None when it names none that was accepted."""
        meta = self.known(self.body.action, "proposal")
        made = proposed(self.view, meta.id) if meta is not None else None
        return made if made is not None and made.act == ACTION else None

    @cached_property
    def consented(self) -> bool:
        """Whether both agree to that action at this cut."""
        return self.action is not None and stands(self.view, bytes.fromhex(self.body.action))

    @property
    def names_what_was_agreed(self) -> bool:
        """Whether target and location are the very versions that were agreed for action."""
        if self.action is None:
            return False
        agreed = self.action.content
        return bool(agreed.target == self.body.target and agreed.location == self.body.location)

    @cached_property
    def agreed_location(self) -> Located | None:
        """The agreed location, None when it is unknown."""
        return located(self.view, self.action.content.location) if self.action is not None else None

    @cached_property
    def aim_distance_m(self) -> int | None:
        """How far the aim lies from the agreed location, whole metres; None while either is missing."""
        if self.aim is None or self.agreed_location is None:
            return None
        return distance_m(self.aim.lat_e7, self.aim.lon_e7, self.agreed_location)

    @cached_property
    def aim_tolerance_m(self) -> int:
        """How far it may lie: a vague aim does not widen its own bound, so the agreed location's error alone counts."""
        return tolerance_m(self.view, self.agreed_location.ce90_mm) if self.agreed_location is not None else 0

    @property
    def places(self) -> tuple[Placed, ...]:
        """Every position that it states, with its path."""
        route = (placed(f"routing.{number}.point", leg.point) for number, leg in enumerate(self.routing))
        return (*(() if self.aim is None else (placed("aim", self.aim),)), *route)

    @property
    def procedure(self) -> Procedure | None:
        """The procedure named."""
        return self.body.procedure

    @cached_property
    def procedure_in_force(self) -> Named | None:
        """The agreed procedure of that name."""
        return None if self.procedure is None else self.view.terms.document("PROCEDURE", self.procedure.id)

    @property
    def format_version(self) -> str:
        """The version of the format that the author used, empty when none is named."""
        return self.body.format_version or ""

    @cached_property
    def format_in_force(self) -> Named | None:
        """The agreed format."""
        return self.view.terms.document("FORMAT", FORMAT)

    @cached_property
    def start(self) -> int | None:
        """The decided date of start."""
        return start_date(self.view)

    @property
    def widest_window_s(self) -> int | None:
        """The widest window that the reading allows, None when it sets none."""
        found = self.view.setting("notice.window_max_s")
        return found if isinstance(found, int) else None

    @cached_property
    def due(self) -> int | None:
        """The instant strictly before which it must reach the counterpart; None without a window or cut-off."""
        zone, cutoff = self.view.setting("deadline.tz"), self.view.setting("deadline.day_prior_cutoff")
        if self.window is None or not isinstance(zone, str) or not isinstance(cutoff, str):
            return None
        try:
            return self.view.profile.zones.day_before_cutoff(self.window.start, zone, cutoff)
        except (UnknownZone, BadCutoff):
            return None

    @cached_property
    def integrated(self) -> bool:
        """Whether it, or the target that it names, is marked for integrated operations."""
        named = version(self.view, self.body.target)
        return self.body.integrated or (named is not None and named.integrated)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What integrated operations still wait for at this cut."""
        return lacking(self.view)

    @cached_property
    def previous(self) -> list[bytes]:
        """The author's own plans that this one ends: for the same action, of the same label, or named as superseded."""
        view, side = self.view, self.side
        found = {view.last("plan", bytes.fromhex(self.body.action), side), view.last("plans", self.body.plan_id, side)}
        named = self.meta(self.body.supersedes)
        if named is not None and named.side == side and named.kind == "plan":
            found.add(named.id)
        return sorted(one for one in found if one is not None)

    @cached_property
    def said(self) -> Planned:
        """The plan as the registers keep it."""
        body = self.body
        start, end = (body.window.start, body.window.end) if body.window is not None else (None, None)
        return Planned(
            self.stated.id, body.plan_id, bytes.fromhex(body.action), bytes.fromhex(body.target),
            bytes.fromhex(body.location), start, end, self.due, body.late_reason or "", body.integrated,
        )  # fmt: skip

    @cached_property
    def details(self) -> Details:
        """What of it is compared with the version before."""
        legs, how, named = self.routing, self.method, self.procedure
        heights = tuple((leg.altitude_lower, leg.altitude_upper, leg.unit == "ft", leg.time) for leg in legs)
        return Details(
            tuple(sorted((one.type_class, one.number) for one in self.composition)),
            tuple((leg.point.lon_e7, leg.point.lat_e7) for leg in legs),
            -(max((leg.point.ce90_mm for leg in legs), default=0) // -1000),
            heights,
            how.code if how is not None else "",
            (named.id, named.version) if named is not None else ("", ""),
        )

    @cached_property
    def changes(self) -> Changes | None:
        """What it changes of its author's newest version before, None where it is the first."""
        known = [meta for one in self.previous if (meta := self.view.entry(one)) is not None]
        for meta in sorted(known, key=lambda one: one.position, reverse=True):
            was: Planned | None = self.view.last("plan.said", meta.id, self.side)
            before = details(self.view, meta.id, self.side)
            if was is not None and before is not None:
                return changes(self.view, (was, before), (self.said, self.details))
        return None

    @property
    def changed(self) -> tuple[str, ...]:
        """What changed, by codes."""
        return self.changes.changed if self.changes is not None else ()

    @property
    def material(self) -> tuple[str, ...]:
        """What of it is material by the reading."""
        return self.changes.material if self.changes is not None else ()

    @cached_property
    def label_taken(self) -> bool:
        """Whether the counterpart uses this label for a plan of its own."""
        return self.view.has("plans", self.body.plan_id, self.other)


def write_plan(facts: PlanFacts, verdict: Verdict) -> Iterable[Write]:
    """Write a plan: whatever its verdict it ends the author's previous one; only an accepted one is the current."""
    body, made = facts.body, facts.stated.id
    action = bytes.fromhex(body.action)
    writes: list[Write] = [("ended", old, made) for old in facts.previous]
    if facts.places:
        writes.append(("positions", made, Stating(body.plan_id, facts.places)))
    if facts.changes is not None:
        writes.append(("plan.changes", made, facts.changes))
    writes += [("plan.said", made, facts.said), ("plan.details", made, facts.details)]
    writes += [("plans", body.plan_id, made), ("plans.of", action, made)]
    if verdict is not Verdict.OK:
        return writes
    return [*writes, ("plan", action, made), *by_day(facts.said.start, facts.said.end, made)]


def write_unread_plan(raw: Any, stated: Stated) -> Iterable[Write]:
    """A plan that cannot be read still takes the place of its author's previous one: by action, label or reference."""
    if not isinstance(raw, dict):
        return []
    view, side, action = stated.view, stated.side, _id(raw.get("action"))
    label, named = raw.get("plan_id"), _id(raw.get("supersedes"))
    old = {view.last("plans", label, side) if isinstance(label, str) else None}
    old.add(view.last("plan", action, side) if action is not None else None)
    meta = view.entry(named) if named is not None else None
    old.add(named if meta is not None and meta.side == side and meta.kind == "plan" else None)
    return [("ended", one, stated.id) for one in sorted(filter(None, old))]


def _id(ref: Any) -> bytes | None:
    try:
        return bytes.fromhex(ref) if isinstance(ref, str) and len(ref) == 64 else None
    except ValueError:
        return None
