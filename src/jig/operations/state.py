"""What the picture shows of plans, and what it permits (ToR 2.c). Pure functions of a view."""

from __future__ import annotations

from typing import Any

from jig.agreement.rule import STANDING, judge
from jig.decisions.state import ended_by, holds_on, proposals, proposed, stands
from jig.operations import dissent, forces, stops
from jig.operations.changes import Changes
from jig.operations.milestones import milestone, milestones
from jig.operations.standing import (
    ASSESSED,
    DECONFLICTED,
    EXECUTED,
    NOTIFIED,
    PlanStanding,
    assessments,
    standing,
)
from jig.record.registers import SIDES
from jig.record.rooms import Subject
from jig.record.view import View
from jig.targets.state import (
    ACTION,
    AGREED_FOR_ACTION,
    DISPUTED,
    HELD,
    WITHDRAWN,
    TargetStanding,
    target_labels,
)

_STATUS = {True: "MET", False: "MISSED", None: "UNPROVEN"}


def current_plans(view: View) -> list[PlanStanding]:
    """List the plan by which each side now stands for each action, by action and plan id."""
    plans = {p for key in view.keys("plan") for side in SIDES if (p := view.last("plan", key, side)) is not None}
    found = [one for one in (standing(view, plan) for plan in plans) if one is not None and one.current]
    return sorted(found, key=lambda one: (one.said.action, one.meta.id))


def notified(view: View) -> list[tuple[str, str]]:
    """List (action, plan) in hex: told, acknowledged, and all that they rest on stands."""
    return [(one.said.action.hex(), one.meta.id.hex()) for one in current_plans(view) if one.notified]


def permitted(view: View) -> list[tuple[str, str]]:
    """List (action, plan) in hex: what may be carried out, as far as is known at this frontier."""
    return [(one.said.action.hex(), one.meta.id.hex()) for one in current_plans(view) if one.permitted]


def progress(view: View, action: bytes | str) -> str:
    """Say how far an agreed action is: the furthest state of its plans, HELD when a HOLD masks it."""
    one = bytes.fromhex(action) if isinstance(action, str) else action
    plans = plans_for(view, one)
    done = [plan.underlying for plan in plans if plan.execution is not None]
    if done:
        return ASSESSED if ASSESSED in done else EXECUTED
    if not stands(view, one):
        return WITHDRAWN
    return _open_progress(view, one, [plan for plan in plans if plan.current])


def _open_progress(view: View, action: bytes, plans: list[PlanStanding]) -> str:
    made = proposed(view, action)
    if made is not None and (holds_on(view, made.subject) or any(plan.holds for plan in plans)):
        return HELD
    states = [plan.underlying for plan in plans]
    return next((state for state in (DISPUTED, DECONFLICTED, NOTIFIED) if state in states), AGREED_FOR_ACTION)


def plans_for(view: View, action: bytes) -> list[PlanStanding]:
    """List every plan either side gave for an action, by id."""
    ids = sorted({one for side in SIDES for _, one in view.written("plans.of", action, side)})
    return [found for found in (standing(view, one) for one in ids) if found is not None]


def plan_labels(view: View) -> list[str]:
    """List the labels under which either side gave plans, by label."""
    return [str(key) for key in view.keys("plans")]


def plan_standing(view: View, label: str) -> dict[str, Any]:
    """Show a label's plans: the state of the one in force, and every version by id."""
    ids = sorted({one for side in SIDES for _, one in view.written("plans", label, side)})
    plans = [found for found in (standing(view, one) for one in ids) if found is not None]
    live = [plan for plan in plans if plan.current] or _last_of_each(view, label, plans)
    shown = live[0] if len(live) == 1 else None
    head = plan_as_json(shown) if shown is not None else {"state": DISPUTED, "underlying": DISPUTED}
    return {**head, "versions": [_version(plan) for plan in plans]}


def _last_of_each(view: View, label: str, plans: list[PlanStanding]) -> list[PlanStanding]:
    last = {view.last("plans", label, side) for side in SIDES}
    return [plan for plan in plans if plan.meta.id in last]


def _version(plan: PlanStanding) -> dict[str, Any]:
    return {
        "id": plan.meta.id.hex(),
        "by": plan.view.code(plan.meta.side),
        "verdict": plan.meta.verdict.value,
        "state": plan.state,
        "changes": _changes(plan.changes),
    }


def _changes(found: Changes | None) -> dict[str, Any] | None:
    """What a version changed of the one before, null for a first one."""
    if found is None:
        return None
    return {"before": found.before.hex(), "changed": list(found.changed), "material": list(found.material)}


def plan_as_json(plan: PlanStanding) -> dict[str, Any]:
    """Give a plan's standing as JSON-safe values."""
    ending = ended_by(plan.view, plan.meta.id)
    ack = plan.acknowledgement
    return {
        "state": plan.state,
        "underlying": plan.underlying,
        "held_by": [hold.hex() for hold in plan.holds],
        "id": plan.meta.id.hex(),
        "by": plan.view.code(plan.meta.side),
        "verdict": plan.meta.verdict.value,
        "action": plan.said.action.hex(),
        "target": {"id": plan.label, "state": _progress_of(plan.view, plan.label)},
        "permitted": plan.permitted,
        "deadline": {"due": plan.due, "status": _STATUS[plan.in_time], "stamp": plan.stamp},
        "acknowledged_by": ack.by if ack is not None else None,
        "accepted_late": plan.accepted_late,
        "air_defence": {code: line.status if line else None for code, line in sorted(plan.lines.items())},
        "flight_safety": {plan.view.code(side): _call(plan, side) for side in SIDES},
        "ended_by": ending.id.hex() if ending is not None else None,
        "changes": _changes(plan.changes),
        "execution": _execution(plan),
        "overtaken": [
            {"entry": act.id.hex(), "kind": act.kind, "by": end.id.hex(), "by_kind": end.kind}
            for act, end in plan.overtaken()
        ],
        "dissents": dissent.as_json(plan.view, plan.said.label, plan.label),
        "overlap": {
            "state": plan.overlap_state,
            "difference": plan.overlap_difference or None,
            "conflicts": plan.overlap_count,
            "resolved_by_all": plan.overlapping and not plan.unresolved_by,
        },
        "partner_areas": list(plan.partner_areas),
        "struck_after_stop": [one.stop.hex() for one in plan.struck_after_stop],
        "findings": [finding.as_json() for finding in judge("plan", STANDING, plan)],
    }


def _call(plan: PlanStanding, side: int) -> dict[str, Any] | None:
    call = plan.calls[side]
    if call is None:
        return None
    return {
        "called_at": call.called_at,
        "own_caller": call.own_caller,
        "other_caller": call.other_caller,
        "read_back": call.read_back,
    }


def _execution(plan: PlanStanding) -> dict[str, Any] | None:
    done = plan.execution
    if done is None:
        return None
    return {
        "id": done.id.hex(),
        "executed_at": done.executed_at,
        "agreed": done.permitted,
        "assessment_due": [_due(plan.view, done.executed_at, name) for name in ("first", "full")],
        "assessments": [
            {
                "phase": number,
                "by": plan.view.code(side),
                "id": one.id.hex(),
                "physical": one.physical,
                "functional": one.functional,
                "confidence": one.confidence,
                "collateral_observed": one.collateral_observed,
                "exposed": one.exposed,
            }
            for number, side, one in assessments(plan.view, done.id)
        ],
    }


def _due(view: View, executed_at: int | None, name: str) -> int | None:
    after = view.setting(f"assess.due_{name}_s")
    return executed_at + after if isinstance(after, int) and executed_at is not None else None


def _progress_of(view: View, label: str) -> str:
    return str(target_progress(view, label)["state"]) if label else ""


def target_progress(view: View, label: str) -> dict[str, Any]:
    """Show how far a target is, from the first proposal to the assessment."""
    target = TargetStanding(view, label)
    actions = [one for one in proposals(view, ACTION, label) if plans_for(view, one)]
    done = [state for state in (progress(view, one) for one in actions) if state in ("EXECUTED", "ASSESSED")]
    underlying = done[-1] if done else target.underlying
    if not done and underlying == AGREED_FOR_ACTION and target.action is not None:
        underlying = progress(view, target.action)
        underlying = target.underlying if underlying == HELD else underlying
    state = HELD if target.holds and not done else underlying
    plans = [plan.meta.id.hex() for one in actions for plan in plans_for(view, one)]
    return {
        "state": state,
        "underlying": underlying,
        "actions": [one.hex() for one in actions],
        "plans": plans,
        "dissents": dissent.as_json(view, label),
    }


def _unread_executions(view: View) -> list[str]:
    return [str(key) for key in view.keys("execution.unread")]


def _unread_execution(view: View, name: str) -> dict[str, Any]:
    """Show that something was reported as carried out which nobody can read."""
    side = next(one for one in SIDES if view.has("execution.unread", name, one))
    plan: bytes | None = view.last("execution.unread", name, side)
    return {"state": "REPORTED-UNREADABLE", "by": view.code(side), "plan": plan.hex() if plan is not None else None}


def _struck_by_name(view: View) -> dict[str, tuple[PlanStanding, stops.Struck]]:
    plans = (standing(view, key) for key in view.keys("execution") if isinstance(key, bytes))
    return {
        f"{one.execution.hex()[:12]}:{one.stop.hex()[:12]}": (plan, one)
        for plan in plans
        if plan is not None
        for one in plan.struck_after_stop
    }


def _struck(view: View) -> list[str]:
    return sorted(_struck_by_name(view))


def _struck_standing(view: View, name: str) -> dict[str, Any]:
    """Show an execution after a STOP: raised to both representatives, closed by nothing."""
    plan, found = _struck_by_name(view)[name]
    return {
        "state": stops.STRUCK,
        "plan": plan.said.label,
        "by": view.code(plan.meta.side),
        "stop": found.stop.hex(),
        "execution": found.execution.hex(),
        "executed_at": found.at,
        "known": "PROVEN" if found.known else "UNPROVEN",
        "raised_to": stops.representatives(view),
    }


def struck_after_stop(view: View) -> dict[str, dict[str, Any]]:
    """Show every execution after a STOP, by its name."""
    return {name: _struck_standing(view, name) for name in _struck(view)}


SUBJECTS = (
    Subject("milestone", milestones, milestone),
    Subject("plan", plan_labels, plan_standing),
    Subject("progress", target_labels, target_progress),
    Subject("unread-execution", _unread_executions, _unread_execution),
    *forces.SUBJECTS,
    *stops.SUBJECTS,
    Subject("struck-after-stop", _struck, _struck_standing),
)
