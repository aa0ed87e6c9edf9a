"""Bodies of the air record with defaults in order; a way on which a designated area is in force."""

from __future__ import annotations

from typing import Any

from centre_fake import CODES, DAY, LANG, MORNING, PROFILE, ROSTER, THIRD, Said
from jig.areas.state import CONTROL, DESIGNATED
from jig.centre.areas import area_body, compose, terms_proposal
from jig.places.region import Region
from rooms_fake import LAT, LON, Way, position

#: Which side gives notice, and which watches.
PROVIDER = CODES.index(PROFILE.settings["notice.provider"])
WATCHER = 1 - PROVIDER
#: A square of a tenth of a degree round the fake's place; a route that runs straight through it from west to east.
HERE = ((LON - 500_000, LAT - 500_000), (LON + 500_000, LAT - 500_000), (LON + 500_000, LAT + 500_000), (LON - 500_000, LAT + 500_000))  # fmt: skip
WEST, EAST = (LAT, LON - 3_000_000), (LAT, LON + 3_000_000)
#: Two days on, 12:00 to 14:00 in the zone of the deadlines (UTC+3); its eve ends at EVE.
START, END = MORNING + 2 * DAY + 3 * 3600, MORNING + 2 * DAY + 5 * 3600
EVE = MORNING + 2 * DAY - 9 * 3600


def leg(at: tuple[int, int], **changed: Any) -> dict[str, Any]:
    given = {
        "point": position(*at), "half_width_m": 2_000, "altitude_lower": 3_000, "altitude_upper": 4_000, "unit": "m",
        "ref": "MSL",
    }  # fmt: skip
    return given | changed


def notice(side: int = PROVIDER, **changed: Any) -> dict[str, Any]:
    given = {
        "notice_id": f"N-{side}", "mission_type": "MEDEVAC", "exempt_claimed": True,
        "window": {"start": START, "end": END}, "eobt": START,
        "composition": [{"aircraft_class": "ROTARY", "aircraft_type": "MI8", "number": 2}],
        "route": [leg(WEST), leg(EAST)], "lang": LANG[side], "text": "",
    } | changed  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}


def seen(side: int = WATCHER, **changed: Any) -> dict[str, Any]:
    given = {
        "obs_id": f"O-{side}", "method": "RADAR", "sensor": f"post {side}", "time_from": START + 600,
        "time_to": START + 900, "track": [{"point": position(), "time": START + 700}], "aircraft_class": "ROTARY",
        "aircraft_type": "MI8", "number": 1, "activity": "TRANSIT",
        "attribution": {"operator": THIRD, "source": f"radar {side}", "confidence": "PROBABLE"},
        "confidence": "CONFIRMED", "lang": LANG[side], "text": "",
    } | changed  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}


def operated(by: str, source: str = "radar") -> dict[str, Any]:
    return {"operator": by, "source": source, "confidence": "PROBABLE"}


def line(side: int, **changed: Any) -> dict[str, Any]:
    given = {
        "as_of": MORNING - side, "base_code": "OSXX", "base_name": f"base {side}", "position": position(),
        "unit": "sqn 1", "aircraft_type": "SU22", "role": "ATTACK", "count_present": 15 + 6 * side,
        "count_serviceable": 9 + side, "count_unknown": 2, "source_grade": "B2", "last_confirmed": MORNING - 3600,
        "confidence": "PROBABLE", "reported_by": ROSTER[side]["AIR"], "lang": LANG[side],
    }  # fmt: skip
    return given | changed


def change(side: int, day: str, *changes: dict[str, Any], **more: Any) -> dict[str, Any]:
    given = {"day": day, "changes": list(changes) or [{"change": "NIL"}], "reported_by": ROSTER[side]["AIR"], "lang": LANG[side]}  # fmt: skip
    return given | more


def arrival(number: int, **more: Any) -> dict[str, Any]:
    return {
        "change": "ARRIVED",
        "aircraft_type": "SU22",
        "number": number,
        "to_base": "OSXX",
        "source_grade": "B2",
    } | more


def measure(side: int, name: str = "radar-1", **changed: Any) -> dict[str, Any]:
    given = {
        "measure": name, "method": "RADAR", "owner": CODES[side], "responsible": ROSTER[side]["INTEL"],
        "start": MORNING - DAY, "lang": LANG[side], "text": "",
    }  # fmt: skip
    return given | changed


def coverage(
    side: int, start: int, end: int, permille: int, name: str = "radar-1", area: str = "N-1"
) -> dict[str, Any]:
    return {
        "measure": name,
        "area": area,
        "time_from": start,
        "time_to": end,
        "fraction_permille": permille,
        "lang": LANG[side],
    }


def allegation(side: int, *observations: str, **changed: Any) -> dict[str, Any]:
    given = {
        "violation_id": f"V-{side}", "observations": list(observations), "area": "N-1", "at": START + 700,
        "alleged_by": ROSTER[side]["AIR"], "post": f"air officer {side}", "lang": LANG[side], "text": "",
    }  # fmt: skip
    return given | changed


def question(side, **changed):
    given = {
        "question_id": "Q-1", "area": "N-1", "window": {"start": START, "end": END}, "reason": "an incident",
        "asked_by": ROSTER[side]["WATCH"], "lang": LANG[side],
    } | changed  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}


def answer(side, of, flew="NO", **changed):
    return {"question": of, "flew": flew, "answered_by": ROSTER[side]["AIR"], "post": f"air {side}", "lang": LANG[side], "text": ""} | changed  # fmt: skip


class Sky(Way):
    """A way on which designated areas are in force."""

    def area(self, name: str = "N-1", ring: Any = HERE, **changed: Any) -> None:
        for side in (0, 1):
            given = {
                "area": name, "area_class": 1, "holder": None, "as_given": f"sketch {side}", "notation": "WGS84",
                "operation": "NONE", "ce90_mm": 20_000 + side, "as_of": MORNING - side, "lang": LANG[side], "text": "",
            }  # fmt: skip
            self.say(side, "area", area_body(Region.of([[ring]]), DESIGNATED, given | changed))

    def hold_ground(self, side: int, holder: str, ring: Any = HERE, **changed: Any) -> Said:
        """A side asserts who holds the ground there."""
        given = {
            "area": "C-1", "holder": holder, "as_given": f"sketch {side}", "notation": "WGS84", "operation": "NONE",
            "ce90_mm": 20_000 + side, "as_of": MORNING - side, "lang": LANG[side], "text": "",
        }  # fmt: skip
        return self.say(side, "area", area_body(Region.of([[ring]]), CONTROL, given | changed))

    def sign(self, version: str = "v1") -> None:
        self.see_both()
        found = compose(self.view(), DESIGNATED, 0)
        members = {
            "layer": DESIGNATED, "version": version, "members": [one.id.hex() for one in found.members],
            "set_digest": found.digest, "lang": "en", "text": "",
        }  # fmt: skip
        assert self.say(0, "area-set", members).verdict == "OK"
        self.agree_terms(
            terms_proposal(self.view(), DESIGNATED, version, found.digest, "en", "")["content"]["changes"][0]
        )

    def begin(self, at: int) -> None:
        """Both decide the date of start."""
        self.agree("start-date", "JIG", {"at": at, "set_of": []})

    def told(self, side: int, kind: str, body: dict[str, Any], at: int | None = None) -> Said:
        """A side states something and the counterpart stamps it, at the same instant by its own clock."""
        said = self.say(side, kind, body, at=at)
        self.receipt(1 - side, at)
        return said


def sky() -> Sky:
    found = Sky()
    found.ready()
    found.area()
    found.sign()
    return found
