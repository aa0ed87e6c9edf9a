"""What the officers state when they answer otherwise than by AGREE, mark something integrated, leave and come back."""

from __future__ import annotations

from typing import Any

from jig.desk.exercise import bodies as say
from jig.desk.exercise import plan_bodies as about
from jig.desk.exercise.bodies import said
from jig.desk.exercise.steps import Body, Stage


def answer(of: str, given: str) -> Body:
    """Answer a proposal by the answer's code."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        key = f"answer_{given.lower()}"
        conditions = {"conditions": stage.cast.words(side, "conditions")} if given == "CONDITIONAL" else {}
        return say.answer(of)(stage, side) | {"answer": given, **conditions, **said(stage, side, key)}

    return body


def authorisation(stage: Stage, side: int) -> dict[str, Any]:
    """Authorise integrated operations."""
    return {"authority_text": stage.cast.words(side, "authorisation")}


def integrated_target(stage: Stage, side: int) -> dict[str, Any]:
    """State a target that is marked integrated."""
    return say.target("A")(stage, side) | {"target_id": f"{stage.cast.labels['A']}-I", "integrated": True}


def integrated_plan(stage: Stage, side: int) -> dict[str, Any]:
    """Give a final plan that is marked integrated."""
    return about.plan("A", "plan")(stage, side) | {"integrated": True}


def late_target(stage: Stage, side: int) -> dict[str, Any]:
    """State one more target."""
    return say.target("B")(stage, side) | {"target_id": f"{stage.cast.labels['B']}-2"}


def leave(stage: Stage, side: int) -> dict[str, Any]:
    """Leave, with the reason."""
    words = said(stage, side, "leave")
    return {"reason": words["text"], "lang": words["lang"]}


def formation_anew(stage: Stage, side: int) -> dict[str, Any]:
    """Record the group as formed under the new establishment."""
    return {"formed_at": stage.now, "establishment": stage.entry("establishment anew")}
