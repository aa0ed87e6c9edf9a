"""The volumes of every plan in a picture that nobody ended, whatever its verdict: doubt compares, it omits nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from jig.centre.node import Node
from jig.centre.ports import Which
from jig.decisions.state import ended_by
from jig.operations.plan import Plan
from jig.operations.plan_volumes import volumes_of_plan
from jig.places.volume import Volume
from jig.record.facts import Unreadable, read_body
from jig.record.registers import SIDES


@dataclass
class PlansKnown:
    """Volumes, what of which plan was left out (participant, plan, code), and the frontier it is known at."""

    volumes: list[Volume] = field(default_factory=list)
    left_out: list[tuple[str, str, str]] = field(default_factory=list)
    frontier: dict[str, int] = field(default_factory=dict)
    plans: int = 0


def plans_known(node: Node) -> PlansKnown:
    """Give the plans that stand at a node's frontier, as volumes."""
    node.refresh()
    view = node.picture.view()
    found = PlansKnown(frontier={view.code(side): node.picture.frontier[side] for side in SIDES})
    for label in view.keys("plans"):
        for side in SIDES:
            made = view.last("plans", label, side)
            if made is None or ended_by(view, made) is not None:
                continue
            meta = view.entry(made)
            if meta is None:
                continue
            which: Which = "own" if side == node.side else "mirror"
            sealed = next(iter(node.store.entries(which, meta.position, meta.position + 1)))
            found.plans += 1
            _add(found, sealed.body, view.code(side), str(label))
    return found


def _add(found: PlansKnown, body: bytes | None, code: str, label: str) -> None:
    try:
        plan = read_body(Plan, body) if body is not None else None
    except Unreadable:
        plan = None
    if not isinstance(plan, Plan):
        found.left_out.append((code, label, "PLAN-UNREADABLE"))
        return
    volumes, left_out = volumes_of_plan(plan, code)
    found.volumes += volumes
    found.left_out += [(code, label, one) for one in left_out]
