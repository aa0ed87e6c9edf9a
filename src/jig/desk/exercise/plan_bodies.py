"""What is stated about a final plan, from its notice to its assessment."""

from __future__ import annotations

from typing import Any

from jig.desk.exercise.bodies import EDITION, PROCEDURE, clock_text, position, said
from jig.desk.exercise.steps import Body, Stage

#: The day of execution, and when the windows of the two plans open and close there.
EXECUTION_DAY = 5
WINDOWS = {"A": ("07:00", "08:00"), "B": ("07:10", "08:10")}


def window(stage: Stage, key: str) -> dict[str, int]:
    """Give a plan's window as instants."""
    start, end = (stage.at(EXECUTION_DAY, clock) for clock in WINDOWS[key])
    return {"start": start, "end": end}


def plan(key: str, text: str, *, without: tuple[str, ...] = (), off_m: int = 0, late: bool = False) -> Body:
    """Give a final plan. without: details left out; off_m: metres by which the aim is off; late: with the reason."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        cast, when = stage.cast, window(stage, key)
        given: dict[str, Any] = {
            "plan_id": cast.labels[f"PLAN-{key}"],
            "action": stage.entry(f"action {key}"),
            "target": stage.entry(f"target {key}"),
            "location": stage.entry(f"location {key} {side}"),
            "window": when,
            "method": {"code": "AIR", "text": cast.words(side, "method")},
            "composition": [{"type_class": cast.words(side, "aircraft"), "number": 2}],
            "routing": [leg(stage, side, "F", when["start"]), leg(stage, side, key, when["start"] + 1_200)],
            "aim": position(stage, side, key, off_m),
            "procedure": {"id": PROCEDURE, "version": EDITION},
            "format_version": EDITION,
            **said(stage, side, text, place=cast.place_name(side, key)),
        }
        if late:
            given["late_reason"] = cast.words(side, "late_reason")
        return {name: value for name, value in given.items() if name not in without}

    return body


def leg(stage: Stage, side: int, spot: str, time: int) -> dict[str, Any]:
    """Give a point of the route."""
    height = {"altitude_lower": 4_000, "altitude_upper": 5_000, "unit": "m", "ref": "MSL"}
    return {"point": position(stage, side, spot), "half_width_m": 2_000, "time": time, **height}


def acknowledgement(key: str, *, late: bool = False, seen: tuple[str, ...] = ()) -> Body:
    """Read a plan back; late: accept it though late; seen: the dissenting notes shown to whoever acknowledges."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        when = {name: clock_text(value) for name, value in window(stage, key).items()}
        words = said(stage, side, "read_back", place=stage.cast.place_name(side, key), **when)
        by = stage.cast.teams[side].officers["WATCH"].name
        plan = stage.entry(f"plan {key}")
        notes = [stage.entry(one) for one in seen]
        given = {"plan": plan, "read_back": words["text"], "accepts_late": late, "acknowledged_by": by}
        return given | {"dissents_seen": notes}

    return body


def air_defence(key: str, *, third: bool = False, obtained: bool = True) -> Body:
    """State the own air-defence line, or the third party's."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        cast = stage.cast
        return {
            "plan": stage.entry(f"plan {key}"),
            "line": cast.profile.third_party.code if third else cast.teams[side].code,
            "status": "CONFIRMED" if obtained else "NOT-OBTAINED",
            "name": cast.teams[side].officers["WATCH"].name,
            **said(stage, side, "air_defence" if obtained else "air_defence_not"),
        }

    return body


def call(key: str) -> Body:
    """Record the flight-safety call between both sides' officers."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        own, other = (stage.cast.teams[one].officers["OPS"].name for one in (side, 1 - side))
        return {
            "plan": stage.entry(f"plan {key}"),
            "called_at": stage.now - 60,
            "own_caller": own,
            "other_caller": other,
            "read_back": True,
        }

    return body


def withdrawal(of: str, reason: str, **spots: str) -> Body:
    """Take back an agreement or an own proposal."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        words = said(stage, side, reason, **{name: stage.cast.place_name(side, spot) for name, spot in spots.items()})
        return {"entry": stage.entry(of), "reason": words["text"], "lang": words["lang"]}

    return body


def relief(role: str) -> Body:
    """Relieve the officer of a role."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        words = said(stage, side, "relief")
        return {"officer": stage.cast.teams[side].officers[role].name, "reason": words["text"], "lang": words["lang"]}

    return body


def hold(stage: Stage, side: int) -> dict[str, Any]:
    """Stop everything."""
    watch = stage.cast.teams[side].officers["WATCH"].name
    return {"scope": "ALL", "watch_officer": watch, **said(stage, side, "hold")}


def lift(stage: Stage, side: int) -> dict[str, Any]:
    """Lift the HOLD."""
    watch = stage.cast.teams[side].officers["WATCH"].name
    return {"hold": stage.entry("hold"), "watch_officer": watch, **said(stage, side, "lift")}


def lift_confirmation(stage: Stage, side: int) -> dict[str, Any]:
    """Put the counterpart's hand under the lift."""
    return {"lift": stage.entry("lift"), "watch_officer": stage.cast.teams[side].officers["WATCH"].name}


def execution(key: str) -> Body:
    """Report a plan as carried out."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        return {"plan": stage.entry(f"plan {key}"), "executed_at": stage.now - 300, **said(stage, side, "executed")}

    return body


def assessment(stage: Stage, side: int) -> dict[str, Any]:
    """Tell what is known of the effects."""
    return {
        "execution": stage.entry("execution"),
        "phase": 1,
        "physical": "DESTROYED",
        "functional": "FULL",
        "confidence": "PROBABLE",
        "collateral_observed": "NO",
        "exposed": "FULL",
        **said(stage, side, "assessment"),
    }
