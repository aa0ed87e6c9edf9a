"""Versions compared: of one area, or of a whole layer: `areas compare`. What was gained and lost, in km2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from jig.agreement.wording import N_
from jig.desk.areas import ABOUT
from jig.desk.areas_shown import told_of, versions_of
from jig.desk.faults import DONE, NOT_ACCEPTABLE, UNUSABLE, Failed, Fault
from jig.desk.groups import group
from jig.desk.options import Folder, Json, Lang, open_folder
from jig.desk.output import DESK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jig.areas.state import AreaVersion, LayerVersion
    from jig.record.view import View

Named = Annotated[str, typer.Argument(metavar="AREA", help="An area, as LAYER:NAME or by its name alone; or a layer.")]
_WORDS = {
    "ADDED": N_("added"),
    "REMOVED": N_("removed"),
    "OUTLINE": N_("another outline"),
    "CLASS-OR-VALIDITY": N_("the same outline, another class or validity"),
}


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    group(app, "areas", ABOUT).command("compare")(compare_areas)


def compare_areas(
    folder: Folder,
    name: Named,
    one: Annotated[
        str | None,
        typer.Argument(metavar="[ONE]", help="An entry, or a layer's version; by default the first side's newest."),
    ] = None,
    other: Annotated[
        str | None, typer.Argument(metavar="[OTHER]", help="An entry, or a version; the other side's newest.")
    ] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Compare two versions of an area, or of a whole layer: what the second gained and lost, in square kilometres."""
    from jig.adapters.area_overlay import overlay
    from jig.areas.state import SIGNED

    DESK.set(as_json=as_json, lang=lang)
    if name in SIGNED:
        with open_folder(folder).node() as opened:
            versions = two_versions(opened.picture.view(), name, one, other)
        shown = compare_layer(*versions)
        if as_json:
            DESK.give(shown)
        return DONE if shown["same"] else NOT_ACCEPTABLE
    with open_folder(folder).node() as opened:
        view = opened.picture.view()
        first, second = _two(view, name, one, other)
    found, difference = overlay(first.region, second.region), first.region.first_difference(second.region)
    told = {"class", "holder", "valid_from", "valid_to"}
    unlike = sorted(key for key in told if first.as_json()[key] != second.as_json()[key])
    if difference is None:
        DESK.say(N_("One outline: {km2} square kilometres."), km2=f"{found.one_km2:.3f}")
        for one_of in (first, second) if unlike else ():
            DESK.say(N_("  {entry} says otherwise of it:"), entry=one_of.id.hex()[:12])
            for sentence, values in told_of(one_of.as_json()):
                DESK.say(sentence, **values)
    else:
        DESK.say(
            N_("From {one} to {other}: gained {gained}, lost {lost}, common {common} square kilometres."),
            one=first.id.hex()[:12],
            other=second.id.hex()[:12],
            gained=f"{found.gained_km2:.3f}",
            lost=f"{found.lost_km2:.3f}",
            common=f"{found.common_km2:.3f}",
        )
    if as_json:
        DESK.give(
            {
                "common_km2": found.common_km2,
                "first_difference": difference and [difference.polygon, difference.ring, difference.point],
                "gained": [{"km2": size, "geometry": shape} for size, shape in found.gained],
                "gained_km2": found.gained_km2,
                "lost": [{"km2": size, "geometry": shape} for size, shape in found.lost],
                "lost_km2": found.lost_km2,
                "one": first.as_json() | {"km2": found.one_km2},
                "other": second.as_json() | {"km2": found.other_km2},
                "otherwise": unlike,
                "same": difference is None and not unlike,
            }
        )
    return DONE if difference is None and not unlike else NOT_ACCEPTABLE


def _two(view: View, name: str, one: str | None, other: str | None) -> tuple[AreaVersion, AreaVersion]:
    from jig.areas.state import assertion

    versions = versions_of(view, name)
    if one is None or other is None:
        layer, area = versions[0][1].layer, versions[0][1].area
        newest = [assertion(view, area, side, layer) for side in (0, 1)]
        if newest[0] is None or newest[1] is None:
            raise Failed(UNUSABLE, Fault("AREA-ONE-SIDED", found=name))
        return newest[0], newest[1]
    found = []
    for ref in (one, other):
        fits = [version for entry, version in versions if entry.startswith(ref.lower())]
        if len(fits) != 1:
            raise Failed(UNUSABLE, Fault("ENTRY-UNKNOWN", found=ref, params={"matches": len(fits)}))
        found += fits
    return found[0], found[1]


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
