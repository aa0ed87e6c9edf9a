"""Humanitarian movements from a file: the features that bear one movement's id, each a part of it by its `role`.

GeoJSON and KML: a line is the route or the way back, points are stops. A table: a row a point, in the order of the
rows. Times and widths stand with the first feature. Plates, people and contacts have no field and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from jig.adapters.site_files import GivenFigure, SiteFault

ROUTE, STOP, BACK = "ROUTE", "STOP", "WAY_BACK"
ROLES = {"": "", "ROUTE": ROUTE, "WAY": ROUTE, "STOP": STOP, "WAY_BACK": BACK, "BACK": BACK, "RETURN": BACK}
PURPOSES = ("FOOD", "MEDICAL", "WATER", "SHELTER", "EVACUATION", "ASSESSMENT", "REPAIR", "OTHER")
VEHICLES = ("TRUCK", "TANKER", "BUS", "CAR", "AMBULANCE", "ESCORT", "OTHER")
_WINDOWS = ("departure", "arrival", "back")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:?\d{2})")
_VEHICLE = re.compile(r"([A-Z]+) *[:=x] *(\d{1,4})")
#: A route of more points than a form takes is refused, not thinned out.
MOST_POINTS = 128


@dataclass
class GivenMovement:
    """A movement as a file has it. body: without org, addressees and language; faults say what is amiss in it."""

    id: str
    number: int
    body: dict[str, Any] = field(default_factory=dict)
    faults: list[SiteFault] = field(default_factory=list)


def is_movement(one: GivenFigure) -> bool:
    """Whether a feature is part of a movement: it names one, or says that it is one."""
    return bool(str(one.properties.get("movement") or "").strip()) or one.type == "MOVEMENT"


def movements_of(found: Iterable[GivenFigure]) -> list[GivenMovement]:
    """Put the parts of each movement together, in the order of the file."""
    parts: dict[str, list[GivenFigure]] = {}
    for one in found:
        parts.setdefault(str(one.properties.get("movement") or one.id or f"#{one.number}").strip()[:120], []).append(
            one
        )
    return [_made(name, given) for name, given in parts.items()]


def _made(name: str, given: list[GivenFigure]) -> GivenMovement:
    made = GivenMovement(name, given[0].number)
    held = _first_said(given)
    ways: dict[str, list[Any]] = {ROUTE: [], STOP: [], BACK: []}
    for one in given:
        made.faults += one.faults
        ways[_role(one, made)] += _points(one, made)
    if not ways[ROUTE]:
        made.faults.append(SiteFault("MOVEMENT-NO-ROUTE", name))
    long = (len(way) for way in ways.values() if len(way) > MOST_POINTS)
    made.faults += [SiteFault("MOVEMENT-LONG", name, str(points), {"cap": MOST_POINTS}) for points in long]
    if not {"half_width_m", "corridor_m", "radius_m"} & set(held):
        made.faults.append(SiteFault("MOVEMENT-WIDTH", name))
    windows = {each: {end: _instant(held, f"{each}_{end}", made) for end in ("start", "end")} for each in _WINDOWS}
    width = max((one.figure.radius_mm for one in given if one.figure is not None), default=0)
    made.body = {
        "movement": name, "purpose": _code(held, "purpose", PURPOSES, "MOVEMENT-PURPOSE", made),
        "route": ways[ROUTE], "stops": ways[STOP], "way_back": ways[BACK], "half_width_m": -(-width // 1000),
        **windows, "vehicles": _vehicles(str(held.get("vehicles") or ""), made),
    }  # fmt: skip
    return made


def _first_said(given: list[GivenFigure]) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for one in given:
        found |= {
            name: value for name, value in one.properties.items() if value not in (None, "") and name not in found
        }
    return found


def _role(one: GivenFigure, made: GivenMovement) -> str:
    said = str(one.properties.get("role") or "").strip().upper().replace("-", "_").replace(" ", "_")
    if said not in ROLES:
        made.faults.append(SiteFault("MOVEMENT-ROLE", made.id, said[:40], {"expected": "route, stop, way_back"}))
        return ROUTE
    in_table = any(one.properties.get(name) for name in ("text", "position", "coordinates", "lat"))
    return ROLES[said] or (STOP if one.given is not None and not in_table else ROUTE)


def _points(one: GivenFigure, made: GivenMovement) -> list[Any]:
    if one.figure is None:
        return []
    if one.given is not None:
        return [dict(one.given) if "lat_e7" in one.given else {**one.given, "source_mm": one.ce90_mm}]
    if one.figure.region is not None:
        made.faults.append(SiteFault("MOVEMENT-OUTLINE", made.id))
        return []
    return [_degrees(at, one.ce90_mm) for path in one.figure.paths for at in path]


def _degrees(at: tuple[int, int], source_mm: int) -> dict[str, Any]:
    lon, lat = at
    lon = (lon + 1_800_000_000) % 3_600_000_000 - 1_800_000_000
    north, east = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
    text = f"{abs(lat) / 1e7:.7f}{north} {abs(lon) / 1e7:.7f}{east}"
    return {"text": text, "notation": "WGS84", "source_mm": source_mm}


def _instant(held: Mapping[str, Any], name: str, made: GivenMovement) -> int | None:
    given = str(held.get(name) or "").strip()
    if given.isascii() and given.isdecimal() and len(given) <= 11:
        return int(given)
    try:
        if _INSTANT.fullmatch(given):
            return int(datetime.fromisoformat(given).timestamp())
    except ValueError:
        pass
    made.faults.append(SiteFault("MOVEMENT-TIME", made.id, f"{name}={given}"[:80]))
    return None


def _code(held: Mapping[str, Any], name: str, listed: tuple[str, ...], code: str, made: GivenMovement) -> str:
    said = str(held.get(name) or "").strip().upper()
    if said not in listed:
        made.faults.append(SiteFault(code, made.id, said[:40], {"expected": ", ".join(listed)}))
    return said


def _vehicles(text: str, made: GivenMovement) -> list[dict[str, Any]]:
    """Read kinds and numbers, "TRUCK:12; BUS:3": anything else there is named by its place alone, it may be a plate."""
    found = []
    for part in filter(None, re.split(r"[;,]", text.upper())):
        said = _VEHICLE.fullmatch(part.strip())
        if said is None or said[1] not in VEHICLES or not 1 <= int(said[2]) <= 1_000:
            made.faults.append(SiteFault("MOVEMENT-VEHICLES", made.id, "", {"expected": ", ".join(VEHICLES)}))
            break
        found.append({"kind": said[1], "number": int(said[2])})
    return found
