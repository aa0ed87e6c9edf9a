"""Areas looked at: `areas list|show|export|map|picture`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jig.agreement.wording import N_
from jig.desk.areas import ABOUT, Layer, instant_of, layer_of
from jig.desk.faults import DONE, NOT_ACCEPTABLE, UNUSABLE, Failed, Fault
from jig.desk.groups import group
from jig.desk.options import At, Folder, Json, Lang, open_folder, read_frontier
from jig.desk.output import DESK, instant

if TYPE_CHECKING:
    from jig.areas.state import AreaVersion
    from jig.centre.node import Node
    from jig.record.view import View

Name = Annotated[str, typer.Argument(metavar="AREA", help="An area, as LAYER:NAME or by its name alone.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    areas = group(app, "areas", ABOUT)
    areas.command("list")(list_areas)
    areas.command("show")(show_area)
    areas.command("export")(export_areas)
    areas.command("map")(show_map)
    areas.command("picture")(picture_areas)


def _view(opened: Node, at: str | None) -> View:
    codes = (opened.picture.view().code(0), opened.picture.view().code(1))
    return opened.picture.view(read_frontier(at, codes))


def list_areas(
    folder: Folder,
    layer: Annotated[str | None, typer.Option("--layer", help="One layer only.")] = None,
    at: At = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """List the areas by layer and name: how each stands between the two sides."""
    from jig.areas.state import SUBJECTS

    DESK.set(as_json=as_json, lang=lang)
    if layer is not None:
        layer_of(layer)
    with open_folder(folder).node() as opened:
        view, subject = _view(opened, at), SUBJECTS[0]
        names = [n for n in subject.keys(view) if layer is None or n.startswith(f"{layer}:")]
        rows = {name: subject.standing(view, name) for name in names}
        versions = [one for held in _layers(layer) for one in _version_rows(view, held)]
    for name, row in rows.items():
        DESK.console.print(f"{name:40} {DESK.words(_STATES[row['state']]):16} {row['version'] or ''}", markup=False)
    if not rows:
        DESK.say(N_("No area is stated with what is known here."))
    for version in versions:
        DESK.say(
            N_("{layer} {version}: {count} areas, {km2} square kilometres, {state}"),
            layer=version["layer"],
            version=version["version"],
            count=len(version["areas"]),
            km2=f"{version['km2']:.3f}",
            state=DESK.words(_STATES["IN-FORCE"] if version["in_force"] else N_("stated, not in force")),
        )
    if as_json:
        DESK.give({"areas": rows, "versions": versions})


def _layers(layer: str | None) -> tuple[str, ...]:
    from jig.areas.state import SIGNED

    return SIGNED if layer is None else (layer,)


def _version_rows(view: View, layer: str) -> list[dict[str, Any]]:
    from jig.areas.state import layer_versions, signed
    from jig.places.surface import region_km2

    document = signed(view, layer)
    return [
        {
            "layer": layer,
            "version": one.version,
            "digest": one.digest,
            "entry": one.entry.hex(),
            "by": view.code(one.side),
            "areas": sorted(area.area for area in one.areas),
            "km2": round(sum(region_km2(area.region) for area in one.areas), 6),
            "in_force": document is not None and document.digest == one.digest,
        }
        for one in layer_versions(view, layer)
    ]


_STATES = {
    "IN-FORCE": N_("in force"),
    "SAME": N_("same, not signed"),
    "DIFFERENT": N_("different"),
    "DISPUTED": N_("disputed"),
    "ONE-SIDED": N_("one side only"),
    "WITHDRAWN": N_("taken back"),
}


def versions_of(view: View, name: str) -> list[tuple[str, AreaVersion]]:
    """List every accepted statement of an area: (entry id, statement), by position in each side's log."""
    layers = {key for key in view.keys("areas") if isinstance(key, tuple)}
    keys = [key for key in sorted(layers) if name in (key[1], ":".join(key))]
    if not keys:
        raise Failed(UNUSABLE, Fault("AREA-UNKNOWN", found=name))
    if len(keys) > 1:
        raise Failed(UNUSABLE, Fault("AREA-IN-LAYERS", found=name, expected=", ".join(":".join(key) for key in keys)))
    found = []
    for side in (0, 1):
        for _, made in view.written("areas", keys[0], side):
            found.append((made.hex(), view.last("area", made, side)))
    return found


def show_area(folder: Folder, name: Name, at: At = None, as_json: Json = False, lang: Lang = None) -> None:
    """Show every statement of one area: whose, as of when, its size, its outline's digest."""
    from jig.areas.state import SUBJECTS
    from jig.places.surface import region_km2

    DESK.set(as_json=as_json, lang=lang)
    with open_folder(folder).node() as opened:
        view = _view(opened, at)
        rows = []
        for entry, one in versions_of(view, name):
            meta = view.entry(entry)
            rows.append(
                one.as_json() | {"by": view.code(meta.side) if meta else "", "km2": round(region_km2(one.region), 6)}
            )
        standing = SUBJECTS[0].standing(view, f"{rows[0]['layer']}:{rows[0]['area']}")
    DESK.say(N_("{area} stands so: {state}."), area=rows[0]["area"], state=DESK.words(_STATES[standing["state"]]))
    for row in rows:
        DESK.say(
            N_("  {entry} by {code}, as of {as_of}: {km2} square kilometres, outline {digest}"),
            entry=row["id"][:12],
            code=row["by"],
            as_of=instant(row["as_of"]),
            km2=f"{row['km2']:.3f}",
            digest=row["geometry"][:12],
        )
        for sentence, values in told_of(row):
            DESK.say(sentence, **values)
    if standing["first_difference"]:
        DESK.say(N_("The outlines first differ at {where}."), where=standing["first_difference"])
    if as_json:
        DESK.give({"standing": standing, "versions": rows})


def told_of(row: dict[str, Any]) -> list[tuple[str, dict[str, str]]]:
    """Say what a statement says beside its outline."""
    found: list[tuple[str, dict[str, str]]] = []
    if row["class"] is not None:
        found.append((N_("    class {name}"), {"name": str(row["class"])}))
    if row["holder"]:
        found.append((N_("    held by {name}"), {"name": row["holder"]}))
    if row["valid_from"] is not None or row["valid_to"] is not None:
        start, end = ("-" if row[key] is None else instant(row[key]) for key in ("valid_from", "valid_to"))
        found.append((N_("    valid from {start} to {end}"), {"start": start, "end": end}))
    return found


def export_areas(
    folder: Folder,
    layer: Layer = "DESIGNATED",
    out: Annotated[Path | None, typer.Option("--out", help="A file; standard output by default.")] = None,
    on: Annotated[str | None, typer.Option("--on", help="Only what is valid at this instant (RFC 3339).")] = None,
    at: At = None,
    lang: Lang = None,
) -> int:
    """Write a layer as both signed it, as GeoJSON; a layer of control as each side asserts it."""
    DESK.set(as_json=False, lang=lang)
    layer_of(layer)
    with open_folder(folder).node() as opened:
        features, version = _features(_view(opened, at), layer, instant_of(on, "--on"))
    found = {"type": "FeatureCollection", "features": features}
    if out is None:
        DESK.give(found)
    else:
        out.write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")
    if not features:
        DESK.say(N_("{layer}: nothing is in force with what is known here. That permits nothing."), layer=layer)
        return NOT_ACCEPTABLE
    DESK.say(N_("{layer} {version}: {count} areas."), layer=layer, version=version or "-", count=len(features))
    return DONE


def _features(view: View, layer: str, on: int | None) -> tuple[list[dict[str, Any]], str]:
    from jig.areas.state import CONTROL, control, in_force

    signed = in_force(view, layer)
    version = signed.version if signed is not None else ""
    areas = control(view) if layer == CONTROL else list(signed.areas) if signed is not None else []
    kept = [one for one in areas if on is None or one.valid(on)]
    return [_feature(view, one, version) for one in kept], version


def _rfc3339(seconds: int | None) -> str | None:
    return None if seconds is None else instant(seconds).replace(" ", "T")


def _feature(view: View, one: AreaVersion, version: str) -> dict[str, Any]:
    rings = [[[[x / 1e7, y / 1e7] for x, y in (*ring, ring[0])] for ring in polygon] for polygon in one.region.polygons]
    meta = view.entry(one.id)
    properties = {
        "area": one.area,
        "version": version,
        "layer": one.layer,
        "class": one.area_class,
        "holder": one.holder or None,
        "by": view.code(meta.side) if meta is not None else None,
        "as_of": _rfc3339(one.as_of),
        "valid_from": _rfc3339(one.valid_from),
        "valid_to": _rfc3339(one.valid_to),
        "geometry_digest": one.region.digest.hex(),
        "entry": one.id.hex(),
    }
    return {
        "type": "Feature",
        "id": one.area,
        "properties": {name: value for name, value in properties.items() if value is not None},
        "geometry": {"type": "MultiPolygon", "coordinates": rings},
    }


def show_map(folder: Folder, at: At = None, as_json: Json = False, lang: Lang = None) -> int:
    """Show how much of the common map both signed, what is unresolved, and by when it is due."""
    from jig.areas.state import COMMON_MAP, SUBJECTS, assertion, in_force
    from jig.places.surface import region_km2

    DESK.set(as_json=as_json, lang=lang)
    with open_folder(folder).node() as opened:
        view = _view(opened, at)
        row = SUBJECTS[1].standing(view, COMMON_MAP)
        held = in_force(view, COMMON_MAP)
        done = sum(region_km2(one.region) for one in held.areas) if held is not None else 0.0
        open_km2 = 0.0
        for name in row["unresolved"]:
            sizes = [
                region_km2(one.region) for one in (assertion(view, name, side, COMMON_MAP) for side in (0, 1)) if one
            ]
            open_km2 += max(sizes, default=0.0)
    share = done / (done + open_km2) if done + open_km2 else 0.0
    row |= {"signed_km2": round(done, 3), "unresolved_km2": round(open_km2, 3), "share_of_area": round(share, 4)}
    DESK.say(
        N_("Common map {version}: {signed} areas signed by both, {open} unresolved; {share} % of the ground stated."),
        version=row["version"] or "-",
        signed=len(row["signed"]),
        open=len(row["unresolved"]),
        share=f"{share * 100:.1f}",
    )
    if row["due"] is not None:
        DESK.say(
            N_("Due before {due}; signed by both: {signed_at}; complete in time: {in_time}."),
            due=instant(row["due"]),
            signed_at="-" if row["signed_at"] is None else instant(row["signed_at"]),
            in_time=DESK.fact("UNPROVEN" if row["in_time"] is None else row["in_time"]),
        )
    for name in row["unresolved"]:
        DESK.say(N_("  unresolved: {area}, {state}"), area=name, state=DESK.words(_STATES[row["parts"][name]]))
    for code, names in row["not_stated"].items():
        if names:
            DESK.say(N_("  {code} has not stated: {areas}"), code=code, areas=", ".join(names))
    if as_json:
        DESK.give(row)
    return DONE if row["signed"] and not row["unresolved"] else NOT_ACCEPTABLE


def picture_areas(
    folder: Folder,
    out: Annotated[Path, typer.Option("--svg", help="The file to write.")],
    layer: Layer = "DESIGNATED",
    at: At = None,
    lang: Lang = None,
) -> None:
    """Draw a layer: what is in force filled, what is only stated in outline, with a scale."""
    from jig.areas.state import AreaStanding, in_force
    from jig.desk.area_drawing import drawing

    DESK.set(as_json=False, lang=lang)
    layer_of(layer)
    with open_folder(folder).node() as opened:
        view = _view(opened, at)
        held = in_force(view, layer)
        names = [key[1] for key in view.keys("areas") if isinstance(key, tuple) and key[0] == layer]
        stated = [
            (view.code(side), one)
            for n in names
            for side, one in enumerate(AreaStanding(view, f"{layer}:{n}").stated)
            if one
        ]
    out.write_text(drawing(layer, list(held.areas) if held else [], stated, DESK.words), "utf-8")
    DESK.say(N_("Drawn: {file}."), file=out)
