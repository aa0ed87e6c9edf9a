"""How a STOP stands: what it holds, who took it, what was struck after it. Pure functions of a view."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from jig.agreement.rule import STANDING, judge
from jig.areas.state import LAYERS, AreaVersion
from jig.decisions.spelling import sounds_like
from jig.decisions.state import ended_by, lifted
from jig.harm.nearby import cells
from jig.places.near import padded
from jig.places.plane import Point
from jig.places.position import Area
from jig.places.reach import comes_within
from jig.places.state import Stating
from jig.record.registers import SIDES
from jig.record.rooms import Subject
from jig.record.view import Meta, View

if TYPE_CHECKING:
    from jig.operations.standing import PlanStanding

IN_FORCE, LIFTED = "IN-FORCE", "LIFTED"
STRUCK = "STRUCK-AFTER-STOP"
#: Under what a STOP of everything is looked for, and one whose cells are too many.
EVERYTHING, WIDE = ("EVERYTHING",), "WIDE"


class Stop(NamedTuple):
    """A STOP as the registers keep it (tables `stop`, by nothing, and `stop.of`, by entry id). Times are instants.

    called_at: None in one that cannot be read. place: (lon_e7, lat_e7), with reach_m its reach; None, 0 where none.
    """

    id: bytes
    called_at: int | None
    by: str
    everything: bool
    place: Point | None
    reach_m: int
    area: str
    plan: str


class Taken(NamedTuple):
    """The other side's taking of a STOP (table `stop.taken`, by the STOP's id)."""

    id: bytes
    by: str
    at: int


class Struck(NamedTuple):
    """An execution dated after a STOP and before its lift, in its reach.

    known: True where its author's side knew of the STOP before, by that side's own word or stamp; None where unproven.
    """

    stop: bytes
    execution: bytes
    at: int
    known: bool | None


def all_stops(view: View) -> list[Stop]:
    """List every STOP ever called, by id: no order but that of ids exists."""
    return sorted(one for side in SIDES for _, one in view.written("stop", "", side))


def lifted_at(view: View, stop: bytes) -> int | None:
    """Give when both hands had lifted a STOP, by the later of the two entries' own times; None while it is in force."""
    meta = view.entry(stop)
    if meta is None or not lifted(view, stop, meta.side):
        return None
    found = []
    for _, (lift, _) in view.written("lift", stop, meta.side):
        for _, (hand, _) in view.written("lift.confirmed", lift, 1 - meta.side):
            ends = [view.entry(one) for one in (lift, hand)]
            if not any(ended_by(view, one) for one in (lift, hand)):
                found.append(max(one.claimed_at for one in ends if one is not None))
    return min(found, default=None)


def in_force(view: View, stop: Stop) -> bool:
    """Whether a STOP is not lifted by both hands."""
    meta = view.entry(stop.id)
    return meta is not None and not lifted(view, stop.id, meta.side)


def cells_of(stop: Stop) -> tuple[Any, ...]:
    """List the cells that a STOP's reach may touch; those too many to list are one."""
    if stop.place is None:
        return ()
    lon, lat = stop.place
    # A path is held up to 8 m beyond the reach, where it is too near to tell.
    return cells(padded(Area(lat, lon, lat, lon), (stop.reach_m + 10) * 1000)) or (WIDE,)


def stops_near(plan: PlanStanding) -> list[Stop]:
    """List the STOPs, in force or not, that may reach a plan: those looked for by its names and its cells, by id."""
    view = plan.view
    keys: list[Any] = [EVERYTHING, ("AREA",), *(("PLAN", sounds_like(one)) for one in (plan.said.label, plan.label))]
    paths, error_m = paths_of(view, plan.meta)
    around = cells_of_paths(paths, error_m)
    if around is None:
        # A plan that names no place, or is everywhere, is reached by all.
        return all_stops(view)
    keys += [("CELL", cell) for cell in (*around, WIDE)]
    return sorted({one for key in keys for side in SIDES for _, one in view.written("stop.reach", key, side)})


def cells_of_paths(paths: list[tuple[Point, ...]], error_m: int) -> list[Any] | None:
    """List the cells of every leg, its error included; None where there is no path or a leg crosses too many."""
    found: set[Any] = set()
    for path in paths:
        for one, other in pairwise((path[0], *path)):
            south, north = sorted((one[1], other[1]))
            west, east = sorted((one[0], other[0]))
            more = cells(padded(Area(south, west, north, east), error_m * 1000))
            if more is None:
                return None
            found.update(more)
    return sorted(found) if paths else None


def stops_on(plan: PlanStanding) -> list[bytes]:
    """List the STOPs in force whose reach a plan touches."""
    return [one.id for one in stops_near(plan) if in_force(plan.view, one) and reaches(one, plan)]


def reaches(stop: Stop, plan: PlanStanding) -> bool:
    """Whether a plan's aim or route lies in a STOP's reach; a plan that names no place does."""
    if stop.everything:
        return True
    if stop.plan and sounds_like(stop.plan) in (sounds_like(plan.said.label), sounds_like(plan.label)):
        return True
    paths, error_m = paths_of(plan.view, plan.meta)
    if not paths:
        return True
    if stop.place is not None and any(comes_within(path, stop.place, stop.reach_m + error_m) for path in paths):
        return True
    return bool(stop.area) and any(_in_area(plan.view, stop.area, path) for path in paths)


def paths_of(view: View, plan: Meta) -> tuple[list[tuple[Point, ...]], int]:
    """Give a plan's aim and its route as paths, and the largest circular error of a point in whole metres."""
    found: Stating | None = view.last("positions", plan.id, plan.side)
    if found is None:
        return [], 0
    aim = tuple((one.lon_e7, one.lat_e7) for one in found.places if one.path == "aim")
    route = tuple((one.lon_e7, one.lat_e7) for one in found.places if one.path != "aim")
    error_m = -(max(one.ce90_mm for one in found.places) // -1000)
    return [path for path in (aim, route) if path], error_m


def _in_area(view: View, name: str, path: tuple[Point, ...]) -> bool:
    """Whether a path touches any outline that either side ever gave an area of that name."""
    stated = [
        (one, side) for side in SIDES for layer in LAYERS for _, one in view.written("areas", (layer, name), side)
    ]
    outlines: list[AreaVersion | None] = [view.last("area", one, side) for one, side in stated]
    return any(one.region.met_by(path) for one in outlines if one is not None)


def struck_after_stop(plan: PlanStanding) -> list[Struck]:
    """List the STOPs after which, and before whose lift, a plan was carried out in their reach."""
    done = plan.execution
    if done is None or done.executed_at is None:
        return []
    found = [_struck(plan, one, done.id, done.executed_at) for one in stops_near(plan) if reaches(one, plan)]
    return [one for one in found if one is not None]


def _struck(plan: PlanStanding, stop: Stop, execution: bytes, at: int) -> Struck | None:
    view, meta = plan.view, plan.view.entry(stop.id)
    if meta is None:
        return None
    called = stop.called_at if stop.called_at is not None else meta.claimed_at
    ended = lifted_at(view, stop.id)
    if at <= called or (ended is not None and at >= ended):
        return None
    known = _known_at(view, meta, called, plan.meta.side)
    return Struck(stop.id, execution, at, True if known is not None and known < at else None)


def _known_at(view: View, stop: Meta, called: int, side: int) -> int | None:
    """When a side knew of a STOP by its own word: its own call, its stamp on it, or its taking of it."""
    if stop.side == side:
        return called
    said = [at for _, at in view.written("stop.known", stop.id, side)]
    stamp = view.stamped(stop.side, stop.position)
    return min([*said, *([] if stamp is None else [stamp])], default=None)


class StopStanding:
    """A STOP at a frontier."""

    def __init__(self, view: View, stop: Stop, meta: Meta) -> None:
        self.view, self.stop, self.meta = view, stop, meta

    @cached_property
    def taken(self) -> Taken | None:
        """Who of the other side took it, the first who did; None while nobody has."""
        found = self.view.first("stop.taken", self.stop.id, 1 - self.meta.side)
        return found[1] if found is not None else None

    @property
    def state(self) -> str:
        """IN-FORCE until both hands lifted it, then LIFTED. Whether it was taken changes nothing."""
        return IN_FORCE if in_force(self.view, self.stop) else LIFTED

    @cached_property
    def answer_due(self) -> int | None:
        """When it is to be taken, by the caller's time; None where no time is agreed or it cannot be read."""
        after = self.view.setting("stop.answer_s")
        called = self.stop.called_at
        return called + after if isinstance(after, int) and called is not None else None

    @property
    def answer_s(self) -> int | None:
        """How soon it is to be taken, seconds; None where no time is agreed."""
        found = self.view.setting("stop.answer_s")
        return found if isinstance(found, int) else None

    @property
    def taken_by(self) -> str:
        """The name of who took it, empty while nobody has."""
        return self.taken.by if self.taken is not None else ""


def stop_standing(view: View, stop: bytes | str) -> StopStanding | None:
    """Look at a STOP, None when it is unknown."""
    meta = view.entry(stop)
    found: Stop | None = view.last("stop.of", meta.id, meta.side) if meta is not None else None
    return None if meta is None or found is None else StopStanding(view, found, meta)


def representatives(view: View) -> dict[str, list[str]]:
    """Name each side's representatives, or deputies where there is none: who is called when a STOP is not taken."""
    found: dict[str, list[str]] = {}
    for side in SIDES:
        keyset = view.keyset(side)
        officers = () if keyset is None else keyset.officers
        named = {
            role: sorted(one.name for one in officers if role in one.roles and not view.relieved(side, one.name))
            for role in ("SNR", "DEPUTY")
        }
        found[view.code(side)] = named["SNR"] or named["DEPUTY"]
    return found


def _stops(view: View) -> list[str]:
    return [one.id.hex() for one in all_stops(view)]


def _standing(view: View, name: str) -> dict[str, Any]:
    found = stop_standing(view, name)
    if found is None:
        return {"state": LIFTED}
    stop, taken = found.stop, found.taken
    return {
        "state": found.state,
        "entry": name,
        "by": view.code(found.meta.side),
        "called_at": stop.called_at,
        "called_by": stop.by,
        "reach": {
            "everything": stop.everything,
            "place": list(stop.place) if stop.place else None,
            "reach_m": stop.reach_m,
            "area": stop.area or None,
            "plan": stop.plan or None,
        },
        "taken_by": taken.by if taken else None,
        "taken_at": taken.at if taken else None,
        "answer_due": found.answer_due,
        "lifted_at": lifted_at(view, stop.id),
        "findings": [finding.as_json() for finding in judge("stop-standing", STANDING, found)],
    }


SUBJECTS = (Subject("stop", _stops, _standing),)
