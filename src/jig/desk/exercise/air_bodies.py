"""What is stated of flights in the EXERCISE: order of battle, notices, observations, an allegation, a question."""

from __future__ import annotations

from typing import Any

from jig.air.order import date_text
from jig.desk.exercise import area_bodies as plot
from jig.desk.exercise.bodies import position, said
from jig.desk.exercise.steps import Body, Stage

_HOUR = 3_600
#: When the flight was seen, and the instant at which it is alleged to have been inside.
_SEEN_DAY, _SEEN, _ALLEGED = 1, ("10:20", "10:30"), "10:25"


def _watch(stage: Stage, side: int, role: str = "OPS") -> str:
    return stage.cast.teams[side].officers[role].name


def line(stage: Stage, side: int) -> dict[str, Any]:
    """State a line of the order of battle; the two sides do not count alike."""
    cast = stage.cast
    return {
        "as_of": stage.now - _HOUR,
        "base_code": "EXER",
        "base_name": cast.words(side, "air_base"),
        "position": position(stage, side, "F"),
        "unit": cast.words(side, "air_unit"),
        "aircraft_type": cast.words(side, "air_type"),
        "role": "TRANSPORT",
        "count_present": 12 + side,
        "count_serviceable": 7,
        "count_unknown": 1 + side,
        "source_grade": "B2",
        "last_confirmed": stage.now - 2 * _HOUR,
        "confidence": "PROBABLE",
        "reported_by": _watch(stage, side),
        **said(stage, side, "air_line"),
    }


def change(nil: bool) -> Body:
    """Report a day: NIL, or an arrival."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        zone = stage.cast.profile.zones.zone(str(stage.cast.profile.settings["deadline.tz"]))
        arrived = {
            "change": "ARRIVED",
            "aircraft_type": stage.cast.words(side, "air_type"),
            "number": 2,
            "to_base": "EXER",
            "source_grade": "C3",
        }
        return {
            "day": date_text(zone.local(stage.now).day_number),
            "changes": [{"change": "NIL"} if nil else arrived],
            "reported_by": _watch(stage, side),
            **said(stage, side, "air_change"),
        }

    return body


def notice(name: str, mission: str, day: int, clock: str, *, exempt: bool, reason: bool = False) -> Body:
    """Give notice of a flight from spot F to spot A."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        start = stage.at(day, clock)
        given = {
            "notice_id": name,
            "mission_type": mission,
            "exempt_claimed": exempt,
            "window": {"start": start, "end": start + 2 * _HOUR},
            "eobt": start,
            "dof": date_text(start // 86_400).replace("-", "")[2:],
            "aircraft_id": "EXER1",
            "flight_rules": "I",
            "flight_kind": "M",
            "composition": [
                {"aircraft_class": "FIXED", "aircraft_type": stage.cast.words(side, "air_type"), "number": 1}
            ],
            "route": [_leg(stage, side, "F"), _leg(stage, side, "A")],
            **said(stage, side, "air_notice"),
        }
        return given | ({"short_notice_reason": stage.cast.words(side, "air_reason")} if reason else {})

    return body


def _leg(stage: Stage, side: int, spot: str) -> dict[str, Any]:
    height = {"altitude_lower": 3_000, "altitude_upper": 4_000, "unit": "m", "ref": "MSL"}
    return {"point": position(stage, side, spot), "half_width_m": 5_000, **height}


def observation(name: str) -> Body:
    """State a flight seen over spot A, attributed to the third party."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        begun, ended = (stage.at(_SEEN_DAY, clock) for clock in _SEEN)
        track = [{"point": position(stage, side, "A"), "time": at} for at in (begun, ended)]
        return {
            "obs_id": name,
            "method": "RADAR",
            "sensor": stage.cast.words(side, "air_sensor"),
            "time_from": begun,
            "time_to": ended,
            "track": track,
            "area": plot.label(stage, "A"),
            "aircraft_class": "FIXED",
            "number": 1,
            "activity": "TRANSIT",
            "attribution": {
                "operator": stage.cast.profile.third_party.code,
                "source": stage.cast.words(side, "air_sensor"),
                "confidence": "PROBABLE",
            },
            "confidence": "PROBABLE",
            **said(stage, side, "air_seen"),
        }

    return body


def measure(name: str) -> Body:
    """Register a means of looking at the area round spot A."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        return {
            "measure": name,
            "method": "RADAR",
            "owner": stage.cast.teams[side].code,
            "responsible": _watch(stage, side),
            "start": stage.now - 12 * _HOUR,
            **said(stage, side, "air_measure", place=stage.cast.place_name(side, "A")),
        }

    return body


def coverage(name: str) -> Body:
    """State that the area round spot A was half covered for two hours."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        span = {"time_from": stage.now - 2 * _HOUR, "time_to": stage.now}
        lang = stage.cast.teams[side].language
        return {"measure": name, "area": plot.label(stage, "A"), "fraction_permille": 500, "lang": lang, **span}

    return body


def allegation(name: str, seen: str) -> Body:
    """Allege that what was seen was a breach."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        return {
            "violation_id": name,
            "observations": [stage.entry(seen)],
            "area": plot.label(stage, "A"),
            "at": stage.at(_SEEN_DAY, _ALLEGED),
            "alleged_by": _watch(stage, side),
            "post": stage.cast.words(side, "air_post"),
            "flash": True,
            **said(stage, side, "air_alleged"),
        }

    return body


def view_of(of: str, agreed: bool) -> Body:
    """Take a position on an allegation."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        words = said(stage, side, "air_position")
        return {
            "violation": stage.entry(of),
            "position": "AGREED" if agreed else "UNRESOLVED",
            "reason": words["text"],
            "decided_by": _watch(stage, side),
            "post": stage.cast.words(side, "air_post"),
            "lang": words["lang"],
        }

    return body


def question(name: str, of: str) -> Body:
    """Ask both sides who flew over the area round spot A, of an incident half an hour ago that an entry is about."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        words = said(stage, side, "air_question")
        return {
            "question_id": name,
            "area": plot.label(stage, "A"),
            "window": {"start": stage.now - 2 * _HOUR, "end": stage.now},
            "incident_at": stage.now - _HOUR // 2,
            "about": stage.entry(of),
            "reason": words["text"],
            "asked_by": _watch(stage, side),
            "lang": words["lang"],
        }

    return body


def reply(of: str) -> Body:
    """Answer that none of the own aircraft flew there."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        return {
            "question": stage.entry(of),
            "flew": "NO",
            "answered_by": _watch(stage, side),
            "post": stage.cast.words(side, "air_post"),
            **said(stage, side, "air_answer"),
        }

    return body
