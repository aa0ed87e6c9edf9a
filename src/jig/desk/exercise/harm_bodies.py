"""What is protected in the EXERCISE: an invented site and an invented movement round one spot."""

from __future__ import annotations

from typing import Any

from jig.desk.exercise.bodies import position, said
from jig.desk.exercise.steps import Body, Stage
from jig.harm.screening import leaf_of, list_version
from jig.places.near import Figure
from jig.places.region import Region

SITE, ORG = "EX-SITE-1", "EXERCISE-ORG"
#: Half the side of the site's square, 1e-7 degrees; the error of its corners.
_HALF_E7, _CE90_MM = 5_000, 10_000
_HOUR = 3_600


def _region(stage: Stage) -> Region:
    at = stage.cast.spots["F"]
    west, south, east, north = at.lon_e7 - _HALF_E7, at.lat_e7 - _HALF_E7, at.lon_e7 + _HALF_E7, at.lat_e7 + _HALF_E7
    return Region.of([[((west, south), (east, south), (east, north), (west, north))]])


def site(stage: Stage, side: int) -> dict[str, Any]:
    """State an invented hospital, of which both participants may be told."""
    rings = [[[list(corner) for corner in ring] for ring in polygon] for polygon in _region(stage).polygons]
    extent = {"polygons": rings, "as_given": stage.cast.words(side, "plotted")}
    return {
        "site": SITE,
        "org": ORG,
        "type": "HOSPITAL",
        "extent": {**extent, "notation": "WGS84", "operation": "NONE", "ce90_mm": _CE90_MM},
        "addressees": [team.code for team in stage.cast.teams],
        "lang": stage.cast.teams[side].language,
    }


def version(stage: Stage, side: int) -> dict[str, Any]:
    """State the version of the list, which is that one site."""
    listed = list_version([leaf_of(SITE, "HOSPITAL", Figure((), _region(stage)), _CE90_MM)])
    return {"list_version": listed, "at": stage.now}


def third(stage: Stage) -> str:
    """Give the code of the addressee besides the two participants."""
    return str(stage.cast.profile.third_party.code)


def consent(stage: Stage, side: int) -> dict[str, Any]:
    """Record that the organisation consents to a further addressee."""
    return {"site": SITE, "addressee": third(stage), "given": True, "at": stage.now}


def relay(stage: Stage, side: int) -> dict[str, Any]:
    """Pass the site on."""
    officer = stage.cast.teams[side].officers["WATCH"].name
    return {"of": stage.entry("site"), "addressee": third(stage), "relayed_by": officer, "at": stage.now}


def taken(of: str, level: str) -> Body:
    """Take note of a site or movement by name."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        officer = stage.cast.teams[side].officers["OPS"].name
        unit = f"EXERCISE {level}"
        return {"of": stage.entry(of), "level": level, "unit": unit, "acknowledged_by": officer, "at": stage.now}

    return body


def challenge(stage: Stage, side: int) -> dict[str, Any]:
    """Dispute the site."""
    words = said(stage, side, "site_challenge")
    return {"site": SITE, "reason": words["text"], "lang": words["lang"]}


def removal(stage: Stage, side: int) -> dict[str, Any]:
    """Correct an error of identity, with the advisers of both sides."""
    advisers = [{"participant": team.code, "name": team.officers["LEGAL"].name} for team in stage.cast.teams]
    return {"site": stage.entry("site"), "error": "IDENTITY", "legal_advisers": advisers}


def target_there(stage: Stage, side: int) -> dict[str, Any]:
    """State a target at the protected place, which is refused."""
    cast, place = stage.cast, stage.cast.place_name(side, "F")
    words = said(stage, side, "target", km=cast.spots["F"].km, place=place)
    return {
        "target_id": f"{cast.labels['B']}-S",
        "adversary": cast.adversary,
        "category": cast.category,
        "target_type": "FACILITY",
        "description": words["text"],
        "position": position(stage, side, "F"),
        **words,
    }


def movement(stage: Stage, side: int) -> dict[str, Any]:
    """State an invented convoy."""

    def hours(first: int) -> dict[str, int]:
        return {"start": stage.now + first * _HOUR, "end": stage.now + (first + 1) * _HOUR}

    return {
        "movement": "EX-MOVE-1",
        "org": ORG,
        "purpose": "FOOD",
        "route": [position(stage, side, "F", north_m=2_000), position(stage, side, "F")],
        "half_width_m": 300,
        "departure": hours(1),
        "arrival": hours(3),
        "back": hours(8),
        "vehicles": [{"kind": "TRUCK", "number": 12}],
        "lang": stage.cast.teams[side].language,
        "text": stage.cast.words(side, "movement"),
    }


def status(of: str, code: str) -> Body:
    """Say how far the movement is."""
    return lambda stage, side: {"movement": stage.entry(of), "status": code, "at": stage.now}
