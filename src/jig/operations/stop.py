"""STOP: what any watch officer calls, and the other side's officer takes (ToR Pre.3, 2.a; reading A47)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field

from jig.areas.state import LAYERS
from jig.decisions.spelling import sounds_like
from jig.operations.stops import EVERYTHING, Stop, Taken, cells_of
from jig.places.position import Position
from jig.record.facts import Facts
from jig.record.fields import EntryRef, Instant, Label, Lang, Name, Text
from jig.record.kind import Body, Verdict, Write
from jig.record.registers import SIDES
from jig.record.view import Meta

#: The kinds by which a STOP is called; a lift names one of them, or a HOLD.
CALLED_BY = ("stop", "call")


class Reach(Body):
    """How far a STOP reaches: a place with a radius, a named area, or a plan. Where nothing is named, everything."""

    at: Position | None = None
    radius_m: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    area: Label | None = None
    plan: Label | None = None


class StopCall(Reach):
    """Stop: every notice within its reach is held from the moment a node knows of it."""

    called_at: Instant
    watch_officer: Name
    lang: Lang
    text: Text


class StopTaken(Body):
    """The other side's officer has the STOP, by name."""

    stop: EntryRef
    taken_by: Name
    taken_at: Instant
    lang: Lang
    text: Text


class StopFacts(Facts):
    """Facts about a STOP."""

    body: StopCall

    @property
    def reach(self) -> Reach:
        """What it names."""
        return self.body

    @cached_property
    def reach_m(self) -> int | None:
        """How far it reaches from its place, whole metres, the place's error added; None while no radius is known."""
        given = self.reach.radius_m or self.view.setting("stop.radius_m")
        if self.reach.at is None or not isinstance(given, int):
            return None
        return given - self.reach.at.ce90_mm // -1000

    @cached_property
    def unknown(self) -> tuple[str, ...]:
        """What it names that nothing bears at this cut."""
        area, plan, found = self.reach.area, self.reach.plan, []
        if area is not None and not self._named("areas", *((layer, area) for layer in LAYERS)):
            found.append(area)
        if plan is not None and not self._borne(sounds_like(plan)):
            found.append(plan)
        return tuple(found)

    def _borne(self, name: str) -> bool:
        return any(sounds_like(str(key)) == name for table in ("plans", "targets") for key in self.view.keys(table))

    def _named(self, table: str, *keys: Any) -> bool:
        return any(self.view.has(table, key, side) for key in keys for side in SIDES)

    @property
    def everything(self) -> bool:
        """Whether it stops everything: nothing is named, or something that nobody here can place."""
        named = (self.reach_m, self.reach.area, self.reach.plan)
        return bool(self.unknown) or all(one is None for one in named)

    @property
    def stopped(self) -> Stop:
        """The STOP as the registers keep it."""
        reach, at = self.reach, self.reach.at
        place = None if at is None or self.reach_m is None else (at.lon_e7, at.lat_e7)
        return Stop(
            self.stated.id, self.called_at, self.caller, self.everything, place, self.reach_m or 0, reach.area or "",
            reach.plan or "",
        )  # fmt: skip

    @property
    def called_at(self) -> int:
        """When it was called, by its caller."""
        return self.body.called_at

    @property
    def caller(self) -> str:
        """Who called it."""
        return self.body.watch_officer


class TakenFacts(Facts):
    """Facts about the taking of a STOP."""

    body: StopTaken

    @cached_property
    def stop(self) -> Meta | None:
        """The STOP taken, whatever its verdict."""
        found = self.meta(self.body.stop)
        return found if found is not None and found.kind in CALLED_BY else None

    @property
    def counterparts_stop(self) -> bool:
        """Whether it is a STOP of the counterpart's."""
        found = self.stop
        return found is not None and found.side == self.other and self.view.has("stop.of", found.id, found.side)

    @property
    def taken_by(self) -> str:
        """Who took it."""
        return self.body.taken_by

    @cached_property
    def taker_accredited(self) -> bool:
        """Whether whoever took it is an officer of this side at this cut."""
        return self.view.officer(self.side, self.body.taken_by) is not None


def write_stop(facts: StopFacts, verdict: Verdict) -> Iterable[Write]:
    """Write a STOP whatever its verdict: what stops counts from anybody."""
    return stop_writes(facts.stopped)


def write_unread_stop(raw: Any, entry_id: bytes) -> Iterable[Write]:
    """A STOP that cannot be read stops everything."""
    return stop_writes(Stop(entry_id, None, "", True, None, 0, "", ""))


def stop_writes(stop: Stop) -> list[Write]:
    """Write a STOP under all that a plan looks for it by: everything, a plan's name, an area, the cells of a place."""
    keys: list[Any] = [EVERYTHING] if stop.everything else []
    keys += [("PLAN", sounds_like(stop.plan))] if stop.plan else []
    keys += [("AREA",)] if stop.area else []
    keys += [("CELL", cell) for cell in cells_of(stop)] if stop.place is not None else []
    written: list[Write] = [("stop.reach", key, stop) for key in keys]
    return [("stop", "", stop), ("stop.of", stop.id, stop), *written]


def write_taken(facts: TakenFacts, verdict: Verdict) -> Iterable[Write]:
    """Write who took it; a taking that is refused is still its author's word that it knew of the STOP."""
    if facts.stop is None or facts.stop.side == facts.side:
        return []
    body, made = facts.body, facts.stated.id
    known: list[Write] = [("stop.known", facts.stop.id, body.taken_at)]
    taken = Taken(made, body.taken_by, body.taken_at)
    return [*known, ("stop.taken", facts.stop.id, taken)] if verdict is Verdict.OK else known
