"""A draft of an officer's observation from what a watch saw or a track shows: what only a person knows is left open."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from jig.adapters.flag_list import degrees
from jig.adapters.watch_file import stay_of
from jig.air.lattice import instant_us, rfc3339

_SECOND = 1_000_000
#: Most points of an observation's track.
MOST_TRACK = 32
_METHODS = {"adsb": "PUBLIC", "radar": "RADAR"}
Way = Sequence[tuple[int, int, int]]


def draft(event: dict[str, Any], language: str) -> dict[str, Any]:
    """Give the body of an observation of one stay; operator, class and activity are for an officer to say."""
    body = _body(event, event.get("track", []), language)
    body |= {
        "obs_id": f"WATCH-{event['id']}",
        "method": "RADAR" if event.get("source") == "radar" else "PUBLIC",
        "sensor": "jig air watch",
        "text": str(event["aircraft"]),
    }
    return body | {"attribution": body["attribution"] | {"operator": "UNKNOWN"}}


def draft_of_episode(
    row: dict[str, Any], way: Way, kinds: AbstractSet[str | None], language: str, text: str
) -> dict[str, Any]:
    """Give the body of an observation of one episode, without an operator: until an officer names one it is refused.

    row: the episode as scripts read it. kinds: by what the points were seen; where that is not known the method is left
    open too.
    """
    track = [[rfc3339(t), degrees(x), degrees(y)] for x, y, t in _thinned(way)]
    method = _METHODS.get(next(iter(kinds), None) or "") if len(kinds) == 1 else None
    body = _body(row, track, language) | {"obs_id": f"TRACK-{stay_of(row)}", "sensor": "jig air episodes", "text": text}
    return body | ({} if method is None else {"method": method})


def _body(told: dict[str, Any], given: Sequence[Sequence[str]], language: str) -> dict[str, Any]:
    begun, ended = (instant_us(str(told[name])) or 0 for name in ("entered", "left"))
    first, last = begun // _SECOND, -(-ended // _SECOND)
    track = [
        {
            "point": {"notation": "WGS84", "text": f"{_side(lat, 'NS')} {_side(lon, 'EW')}"},
            "time": max(first, (instant_us(t) or 0) // _SECOND),
        }
        for t, lon, lat in given
    ]
    return {
        "time_from": first,
        "time_to": last,
        "track": track,
        "area": told["area"],
        "aircraft_class": "UNK",
        "number": 1,
        "activity": "UNK",
        "attribution": {"source": "", "confidence": "DOUBTFUL"},
        "confidence": "PROBABLE" if told.get("certainty") == "CERTAIN" else "POSSIBLE",
        "lang": language,
    }


def _thinned(way: Way) -> Way:
    """Give at most so many places, the first and the last among them."""
    if len(way) <= MOST_TRACK:
        return way
    return [way[n * (len(way) - 1) // (MOST_TRACK - 1)] for n in range(MOST_TRACK)]


def _side(degrees: str, sides: str) -> str:
    """Write a signed number of degrees with its hemisphere: nothing else says which of two numbers is the latitude."""
    return f"{degrees.removeprefix('-')} {sides[degrees.startswith('-')]}"
