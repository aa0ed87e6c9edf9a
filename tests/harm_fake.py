"""What is protected, as either side states it."""

from __future__ import annotations

from typing import Any

from centre_fake import CODES, LANG, MORNING, ROSTER, Said
from jig.harm.state import own_version
from rooms_fake import LAT, LON, METRE_E7, Way, position


def site_body(side: int, metres: int = 30, **changed: Any) -> dict[str, Any]:
    body = {
        "site": f"EX-H-{side}", "org": f"EXERCISE-ORG-{side}", "name_en": "EXERCISE hospital", "type": "HOSPITAL",
        "position": position(LAT + metres * METRE_E7), "addressees": list(CODES), "lang": LANG[side],
    }  # fmt: skip
    return body | changed


def list_site(way: Way, side: int = 1, metres: int = 30, **changed: Any) -> Said:
    said = way.say(side, "site", site_body(side, metres, **changed))
    way.see_both()
    return said


def exchange_lists(way: Way) -> None:
    for side in (0, 1):
        way.see(side)
        version = own_version(way.view())
        assert way.say(side, "list-digest", {"list_version": version, "at": MORNING - side}).verdict == "OK"
    way.see_both()


def movement_body(side: int, metres: int = 0, **changed: Any) -> dict[str, Any]:
    def span(hours: int) -> dict[str, int]:
        return {"start": MORNING + hours * 3600 + side, "end": MORNING + (hours + 1) * 3600 + side}

    body = {
        "movement": f"EX-M-{side}", "org": f"EXERCISE-ORG-{side}", "purpose": "FOOD", "half_width_m": 400,
        "route": [position(LAT + metres * METRE_E7, LON - 900_000), position(LAT + metres * METRE_E7, LON + 900_000)],
        "stops": [], "departure": span(1), "arrival": span(4), "back": span(9),
        "vehicles": [{"kind": "TRUCK", "number": 31}], "lang": LANG[side],
    }  # fmt: skip
    return body | changed


def removal(site: str, advisers: tuple[int, ...] = (0, 1)) -> dict[str, Any]:
    named = [{"participant": CODES[side], "name": ROSTER[side]["LEGAL"]} for side in advisers]
    return {"site": site, "error": "IDENTITY", "legal_advisers": named}
