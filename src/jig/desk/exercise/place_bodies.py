"""What the officers of the EXERCISE state so that both mean one place and one name."""

from __future__ import annotations

from typing import Any

from jig.desk.exercise.bodies import position
from jig.desk.exercise.steps import Body, Stage


def readback(of: str, path: str, spot: str) -> Body:
    """Read a position of the counterpart back in the own notation."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        team = stage.cast.teams[side]
        return {
            "of": stage.entry(of),
            "path": path,
            "position": position(stage, side, spot),
            "read_by": team.officers["INTEL"].name,
            "lang": team.language,
        }

    return body


def difference(key: str) -> Body:
    """Open a difference: the two sides write the name of one place in two ways."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        team = stage.cast.teams[side]
        return {
            "subject": stage.cast.labels[f"PLAN-{key}"],
            "matter": "NAME",
            "own": stage.cast.place_name(side, key),
            "counterpart": stage.cast.place_name(1 - side, key),
            "opened_by": team.officers["OPS"].name,
            "lang": team.language,
        }

    return body


def closing(key: str, opened: str) -> Body:
    """Close that difference for the own side, with the reason."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        team = stage.cast.teams[side]
        return {
            "subject": stage.cast.labels[f"PLAN-{key}"],
            "between": [stage.entry(opened)],
            "reason": stage.cast.words(side, "difference_closed"),
            "closed_by": team.officers["INTEL"].name,
            "post": "INTEL",
            "lang": team.language,
        }

    return body
