"""Two versions of a whole layer compared: which areas came, went or changed, and what was gained and lost in km2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from jig.agreement.wording import N_
from jig.desk.faults import UNUSABLE, Failed, Fault
from jig.desk.output import DESK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jig.areas.state import AreaVersion, LayerVersion
    from jig.record.view import View

_WORDS = {
    "ADDED": N_("added"),
    "REMOVED": N_("removed"),
    "OUTLINE": N_("another outline"),
    "CLASS-OR-VALIDITY": N_("the same outline, another class or validity"),
}


class Compared(NamedTuple):
    """What became of one area between two versions, and what it gained and lost in square kilometres."""

    area: str
    change: str
    gained_km2: float
    lost_km2: float


def two_versions(view: View, layer: str, one: str | None, other: str | None) -> tuple[LayerVersion, LayerVersion]:
    """Find two versions by label or digest; by default the one in force and the newest beside it. Raises Failed."""
    from jig.areas.state import layer_versions, signed

    held = layer_versions(view, layer)
    document = signed(view, layer)
    in_force = [v for v in held if document is not None and v.digest == document.digest]
    first = _named(held, layer, one) if one is not None else next(iter([*in_force, *held]), None)
    rest = [v for v in held if first is not None and v.digest != first.digest]
    second = _named(held, layer, other) if other is not None else next(reversed(rest), None)
    if first is None or second is None:
        raise Failed(UNUSABLE, Fault("AREA-VERSIONS", found=_labels(held), path=layer))
    return first, second


def _named(held: Sequence[LayerVersion], layer: str, name: str) -> LayerVersion:
    fits = [one for one in held if one.version == name] or [one for one in held if one.digest.startswith(name.lower())]
    if len(fits) != 1:
        raise Failed(UNUSABLE, Fault("AREA-VERSION", found=name[:80], path=layer, expected=_labels(held)))
    return fits[0]


def _labels(held: Sequence[LayerVersion]) -> str:
    return ", ".join(f"{one.version} ({one.digest[:12]})" for one in held) or "-"


def compare_layer(first: LayerVersion, second: LayerVersion) -> dict[str, Any]:
    """Compare two versions of a layer, say it, and give it as JSON-safe values; sizes of the whole count ground once."""
    from jig.adapters.area_overlay import overlay
    from jig.places.region import Region

    def whole(areas: Sequence[AreaVersion]) -> Region:
        return Region(tuple(polygon for one in areas for polygon in one.region.polygons))

    rows = _rows(first, second)
    found = overlay(whole(first.areas), whole(second.areas))
    DESK.say(
        N_("From version {one} to {other}: gained {gained}, lost {lost}, common {common} square kilometres."),
        one=first.version,
        other=second.version,
        gained=f"{found.gained_km2:.3f}",
        lost=f"{found.lost_km2:.3f}",
        common=f"{found.common_km2:.3f}",
    )
    for row in rows:
        if row.change != "SAME":
            DESK.say(
                N_("  {area}: {change}; gained {gained}, lost {lost} square kilometres"),
                area=row.area,
                change=DESK.words(_WORDS[row.change]),
                gained=f"{row.gained_km2:.3f}",
                lost=f"{row.lost_km2:.3f}",
            )
    return {
        "one": _version_json(first, found.one_km2),
        "other": _version_json(second, found.other_km2),
        "same": first.digest == second.digest,
        "areas": [row._asdict() for row in rows],
        "common_km2": found.common_km2,
        "gained_km2": found.gained_km2,
        "lost_km2": found.lost_km2,
        "gained": [{"km2": size, "geometry": shape} for size, shape in found.gained],
        "lost": [{"km2": size, "geometry": shape} for size, shape in found.lost],
    }


def _version_json(one: LayerVersion, km2: float) -> dict[str, Any]:
    areas = sorted(each.area for each in one.areas)
    return {"version": one.version, "digest": one.digest, "entry": one.entry.hex(), "areas": areas, "km2": km2}


def _rows(first: LayerVersion, second: LayerVersion) -> list[Compared]:
    before = {one.area: one for one in first.areas}
    after = {one.area: one for one in second.areas}
    return [_row(name, before.get(name), after.get(name)) for name in sorted(before.keys() | after.keys())]


def _row(name: str, one: AreaVersion | None, other: AreaVersion | None) -> Compared:
    from jig.adapters.area_overlay import overlay
    from jig.places.surface import region_km2

    if one is None or other is None:
        gained, lost = (region_km2(each.region) if each is not None else 0.0 for each in (other, one))
        return Compared(name, "ADDED" if one is None else "REMOVED", gained, lost)
    if one.region == other.region:
        return Compared(name, "SAME" if one.said == other.said else "CLASS-OR-VALIDITY", 0.0, 0.0)
    found = overlay(one.region, other.region)
    return Compared(name, "OUTLINE", found.gained_km2, found.lost_km2)
