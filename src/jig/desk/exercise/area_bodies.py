"""The areas of the EXERCISE: squares round its spots, stated by both."""

from __future__ import annotations

from typing import Any

from jig.areas.state import COMMON_MAP, AreaVersion, set_digest
from jig.centre.areas import area_body
from jig.desk.exercise.steps import Body, Stage
from jig.places.region import Region

#: Half the side of a square, 1e-7 degrees; the other side's plot of a rival outline is that much wider.
_HALF_E7, _WIDER_E7 = 900_000, 40_000
_AS_OF_S = 3_600


def label(stage: Stage, spot: str) -> str:
    """Name the area round a spot."""
    return f"EX-{spot}"


def _region(stage: Stage, spot: str, wider_e7: int = 0) -> Region:
    at, half = stage.cast.spots[spot], _HALF_E7 + wider_e7
    lon, lat = at.lon_e7, at.lat_e7
    corners = ((lon - half, lat - half), (lon + half, lat - half), (lon + half, lat + half), (lon - half, lat + half))
    return Region.of([[corners]])


def area(layer: str, spot: str, area_class: int | None = None, holders: tuple[int, ...] = (), wider: int = -1) -> Body:
    """State an area round a spot. holders: by side, which holder of the profile; wider: the side whose plot differs."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        team = stage.cast.teams[side]
        held = list(stage.cast.profile.codes["holder"])
        given = {
            "area": label(stage, spot),
            "area_class": area_class,
            "holder": held[holders[side]] if holders else None,
            "as_given": stage.cast.words(side, "plotted"),
            "notation": "WGS84",
            "operation": "NONE",
            "ce90_mm": 10_000 + side,
            "as_of": stage.now - _AS_OF_S,
            "lang": team.language,
            "text": stage.cast.words(side, "area", place=stage.cast.place_name(side, spot)),
        }
        return area_body(_region(stage, spot, _WIDER_E7 if side == wider else 0), layer, given)

    return body


def _digest(stage: Stage, layer: str, spot: str, area_class: int | None) -> str:
    said = AreaVersion(b"", label(stage, spot), layer, area_class, "", 0, None, None, _region(stage, spot))
    return set_digest(layer, [said])


def common_map_digest(stage: Stage) -> str:
    """Give the digest of the common map that both signed."""
    return _digest(stage, COMMON_MAP, "A", None)


def area_set(layer: str, spot: str, of: str, version: str, area_class: int | None = None) -> Body:
    """Put a version of a layer together from one statement."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        return {
            "layer": layer,
            "version": version,
            "members": [stage.entry(of)],
            "set_digest": _digest(stage, layer, spot, area_class),
            "lang": stage.cast.teams[side].language,
            "text": stage.cast.words(side, "area_set"),
        }

    return body


def signing(layers: dict[str, tuple[str, int | None]], version: str) -> Body:
    """Put versions of layers up for agreement; layers: the spot and the class by layer."""

    def body(stage: Stage, side: int) -> dict[str, Any]:
        changes = []
        for layer, (spot, area_class) in layers.items():
            digest = _digest(stage, layer, spot, area_class)
            changes.append({"item": "AREA-SET", "id": layer, "version": version, "digest": digest})
        text = stage.cast.words(side, "area_set")
        language = stage.cast.teams[side].language
        base = {"base": stage.terms(side), "changes": changes}
        return {"act": "terms", "subject": "AREAS", "content": base, "lang": language, "text": text}

    return body
