"""What is stated of STOP, doubts, overlaps, whose forces, parties to the cessation and partner forces."""

from __future__ import annotations

from typing import Any

from jig.desk.exercise.bodies import position, said
from jig.desk.exercise.steps import Body, Stage

_HOUR = 3_600


def _watch(stage: Stage, side: int) -> str:
    return stage.cast.teams[side].officers["WATCH"].name


def stop(stage: Stage, side: int) -> dict[str, Any]:
    """Stop everything at once."""
    return {"called_at": stage.now, "watch_officer": _watch(stage, side), **said(stage, side, "stop")}


def call(spot: str) -> Body:
    """Call STOP by voice, at a place."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        cast = stage.cast
        parties = [
            {"participant": cast.teams[one].code, "post": cast.words(one, "post"), "name": _watch(stage, one)}
            for one in (side, 1 - side)
        ]
        return {
            "line": cast.words(side, "line"), "started_at": stage.now - 60, "ended_at": stage.now - 20,
            "caller": parties[0], "answerer": parties[1], "answered_within_s": 15,
            "interpreter": cast.teams[side].officers["LINGUIST"].name, "subject": cast.words(side, "stop_subject"),
            "call_type": "STOP", "read_back": True, "outcome": cast.words(side, "stop_subject"),
            "at": position(stage, side, spot), "radius_m": 15_000, **said(stage, side, "stop"),
        }  # fmt: skip

    return body


def taken(of: str) -> Body:
    """Take a STOP by name."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        given = {"stop": stage.entry(of), "taken_by": _watch(stage, side), "taken_at": stage.now - 10}
        return given | said(stage, side, "stop_taken")

    return body


def lift(of: str) -> Body:
    """Lift a STOP."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        return {"hold": stage.entry(of), "watch_officer": _watch(stage, side), **said(stage, side, "lift")}

    return body


def confirmation(of: str) -> Body:
    """Put the other side's hand under a lift."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        return {"lift": stage.entry(of), "watch_officer": _watch(stage, side)}

    return body


def dissent(of: str) -> Body:
    """Doubt something."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        by = stage.cast.teams[side].officers["INTEL"].name
        return {"entry": stage.entry(of), "dissenter": by, **said(stage, side, "dissent")}

    return body


def compared(of: str) -> Body:
    """State what the own node finds of a plan's overlaps."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        by = stage.cast.teams[side].officers["OPS"].name
        return {**stage.overlaps(side, of), "stated_by": by, **said(stage, side, "compared")}

    return body


def resolved(of: str) -> Body:
    """Resolve the overlaps found."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        words, by = said(stage, side, "overlap_resolved"), stage.cast.teams[side].officers["OPS"].name
        digest = stage.overlaps(side, of)["conflicts_digest"]
        named = {"plan": stage.entry(of), "conflicts_digest": digest, "decided_by": by}
        return {**named, "lang": words["lang"], "reason": words["text"]}

    return body


def question(spot: str) -> Body:
    """Ask whose forces are at a place."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        words = said(stage, side, "whose", place=stage.cast.place_name(side, spot))
        return {
            "query_id": f"EX-WHOSE-{spot}", "at": position(stage, side, spot), "radius_m": 3_000, "start": stage.now,
            "end": stage.now + 6 * _HOUR, "asked_by": _watch(stage, side), **words,
        }  # fmt: skip

    return body


def answer(of: str, given: str) -> Body:
    """Answer it, for three hours."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        return {
            "query": stage.entry(of), "answer": given, "answered_by": _watch(stage, side), "answered_at": stage.now,
            "valid_until": stage.now + 3 * _HOUR, **said(stage, side, "whose_answer"),
        }  # fmt: skip

    return body


def evidence(of: str, indicates: str) -> Body:
    """State what came to be known after the answer."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        given = {"query": stage.entry(of), "indicates": indicates, "known_at": stage.now - 300}
        return given | said(stage, side, "whose_evidence")

    return body


def party(number: int) -> Body:
    """State a party to the cessation under the names that both use."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        names = [stage.cast.words(one, "coh_party", number=number) for one in (0, 1)]
        return {
            "party": f"EX-PARTY-{number}", "aliases": names, "valid_from": stage.now - 24 * _HOUR,
            **said(stage, side, "coh_stated"),
        }  # fmt: skip

    return body


def partner(spot: str, radius_m: int) -> Body:
    """State where partner forces are, for a day."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        words = said(stage, side, "partner", place=stage.cast.place_name(side, spot))
        return {
            "area": f"EX-PARTNER-{spot}",
            "at": position(stage, side, spot),
            "radius_m": radius_m,
            "valid_to": stage.now + 24 * _HOUR,
            **words,
        }

    return body
