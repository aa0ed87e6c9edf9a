"""A draft of an officer's observation from what a watch saw: what only a person knows is left open."""

from __future__ import annotations

from typing import Any

from jig.air.lattice import instant_us

_SECOND = 1_000_000


def draft(event: dict[str, Any], language: str) -> dict[str, Any]:
    """Give the body of an observation of one stay; operator, class and activity are for an officer to say."""
    begun, ended = (instant_us(str(event[name])) or 0 for name in ("entered", "left"))
    first, last = begun // _SECOND, -(-ended // _SECOND)
    track = [
        {
            "point": {"notation": "WGS84", "text": f"{_side(lat, 'NS')} {_side(lon, 'EW')}"},
            "time": max(first, (instant_us(t) or 0) // _SECOND),
        }
        for t, lon, lat in event.get("track", [])
    ]
    return {
        "obs_id": f"WATCH-{event['id']}",
        "method": "RADAR" if event.get("source") == "radar" else "PUBLIC",
        "sensor": "jig air watch",
        "time_from": first,
        "time_to": last,
        "track": track,
        "area": event["area"],
        "aircraft_class": "UNK",
        "number": 1,
        "activity": "UNK",
        "attribution": {"operator": "UNKNOWN", "source": "", "confidence": "DOUBTFUL"},
        "confidence": "PROBABLE" if event.get("certainty") == "CERTAIN" else "POSSIBLE",
        "lang": language,
        "text": str(event["aircraft"]),
    }


def _side(degrees: str, sides: str) -> str:
    """Write a signed number of degrees with its hemisphere: nothing else says which of two numbers is the latitude."""
    return f"{degrees.removeprefix('-')} {sides[degrees.startswith('-')]}"
