"""One plan against the other participant's, by the exact detector: what a node finds alone, ready to be stated."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from jig.centre.explain import UnknownEntry, find
from jig.centre.node import Node
from jig.centre.ports import Which
from jig.decisions.state import ended_by
from jig.operations.deconfliction import Meeting, Separations, meetings
from jig.operations.overlaps import others
from jig.operations.plan import Plan
from jig.operations.plan_volumes import volumes_of_plan
from jig.places.volume import Volume
from jig.record.canonical import canonical
from jig.record.facts import Unreadable, read_body
from jig.record.registers import SIDES
from jig.record.view import Meta, View

#: Which detector, in which edition; a side that computes by another says so and is not taken for the same.
METHOD = "jig-volumes-2"
#: So many overlaps are named one by one: the first that two nodes find differently is told from them.
MOST_NAMED = 64
_FORMAT = "jig-overlaps-1"
_SEPARATIONS = ("deconflict.min_horizontal_m", "deconflict.min_vertical_m", "deconflict.min_time_s")


def plan_named(node: Node, ref: str) -> Meta:
    """Find a plan by its label, the newest version of it, or by entry; raises UnknownEntry."""
    view = node.picture.view()
    made = [one for side in SIDES if (one := view.last("plans", ref, side)) is not None]
    meta = view.entry(made[0]) if len(made) == 1 else find(node, ref)
    if meta is None or meta.kind != "plan":
        raise UnknownEntry(ref, len(made))
    return meta


def compared(node: Node, plan: Meta) -> dict[str, Any]:
    """Compare a plan with every plan that a check of it asks for, and give what can be stated of it.

    What was ended is named as compared and not held against it. CONFLICT and UNDETERMINED alike are overlaps. The
    digest is over which volumes of which plans, never over a measured metre.
    """
    return stated(node, plan, overlapping(node, plan))


@dataclass(frozen=True)
class Overlapping:
    """A plan's volumes and those that it was held against, which of them meet, and what is added between them.

    Each volume bears its entry's id as its plan, because two versions share a label.
    """

    own: tuple[Volume, ...]
    theirs: tuple[Volume, ...]
    met: tuple[Meeting, ...]
    added: Separations


def overlapping(node: Node, plan: Meta) -> Overlapping:
    """Compare a plan's volumes with those of every plan that stands and that a check of it asks for."""
    view = node.picture.view()
    own = _volumes(node, plan)
    metas = [view.entry(one) for one in others(view, plan) if ended_by(view, one) is None]
    theirs = [volume for meta in metas if meta is not None for volume in _volumes(node, meta)]
    added = separations_of(view)
    met = tuple(meetings(((a, b) for a in own for b in theirs), added))
    return Overlapping(tuple(own), tuple(theirs), met, added)


def separations_of(view: View) -> Separations:
    """Give the separations of the terms in force, 0 where none is agreed (reading A15)."""
    return Separations(*(Fraction(_whole(view, name) or 0) for name in _SEPARATIONS))


def stated(node: Node, plan: Meta, compared_with: Overlapping) -> dict[str, Any]:
    """Give a comparison in the form that can be stated."""
    view = node.picture.view()
    against = others(view, plan)
    separations = [_whole(view, name) for name in _SEPARATIONS]
    found = sorted(_row(plan, met) for met in compared_with.met)
    rows = [f"{feature} / {other[:12]} {their}: {verdict}" for _, feature, other, their, verdict in found]
    return {
        "plan": plan.id.hex(),
        "against": [one.hex() for one in against],
        "parameters": dict(zip(("lateral_m", "vertical_m", "time_s"), separations, strict=True)) | {"method": METHOD},
        "conflicts": len(found),
        "conflicts_digest": hashlib.sha256(canonical([_FORMAT, METHOD, separations, found])).hexdigest(),
        "first_conflict": rows[0] if rows else "",
        "overlaps": rows[:MOST_NAMED],
    }


def _row(plan: Meta, met: Meeting) -> list[str]:
    a, b = (met.a, met.b) if met.a.plan == plan.id.hex() else (met.b, met.a)
    return [plan.id.hex(), str(a.feature), b.plan, str(b.feature), met.verdict]


def _volumes(node: Node, meta: Meta) -> list[Volume]:
    """Read a plan's volumes; each bears its entry's id, because two versions share a label."""
    which: Which = "own" if meta.side == node.side else "mirror"
    sealed = next(iter(node.store.entries(which, meta.position, meta.position + 1)))
    try:
        plan = read_body(Plan, sealed.body) if sealed.body is not None else None
    except Unreadable:
        plan = None
    if not isinstance(plan, Plan):
        return []
    found, _ = volumes_of_plan(plan, node.picture.view().code(meta.side))
    return [replace(one, plan=meta.id.hex(), index=at) for at, one in enumerate(found)]


def _whole(view: View, name: str) -> int | None:
    found = view.setting(name)
    return found if isinstance(found, int) else None
