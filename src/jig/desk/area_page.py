"""Areas drawn on a map: `areas draw` writes the page; what is drawn on it is stated by `areas import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jig.agreement.wording import N_, languages
from jig.desk.areas import ABOUT, Layer, layer_of
from jig.desk.faults import UNUSABLE, Failed, Fault
from jig.desk.groups import group
from jig.desk.options import At, Lang, frontier_text, open_folder, read_frontier
from jig.desk.output import DESK

if TYPE_CHECKING:
    from jig.agreement.profile import Profile
    from jig.areas.state import AreaVersion, InForce
    from jig.record.view import View


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    group(app, "areas", ABOUT).command("draw")(draw_areas)


def draw_areas(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="A node's folder; without it, an empty map.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="The file to write.")] = ...,  # type: ignore[assignment]
    layer: Layer = "DESIGNATED",
    language: Annotated[
        str | None, typer.Option("--language", help="Language in which the page opens: en or ru; that of --lang.")
    ] = None,
    profile: Annotated[str | None, typer.Option("--profile", help="A profile; the first by name by default.")] = None,
    at: At = None,
    lang: Lang = None,
) -> None:
    """Write a page on which areas are drawn on a map, without any network; `areas import` takes the file it saves."""
    from jig.desk.drawing_page import page

    DESK.set(as_json=False, lang=lang)
    layer_of(layer)
    if language not in (None, *languages()):
        raise Failed(UNUSABLE, Fault("USAGE-LANGUAGE", found=str(language), expected=", ".join(languages())))
    data = _of_node(folder, layer, at) if folder is not None else _of_profile(profile, layer)
    opened = language or DESK.lang
    text = page(data, opened, f"jig: {layer}")
    out.write_text(text, "utf-8")
    DESK.say(
        N_("{file} written ({size} kB): open it in a browser; nothing on it needs a network."),
        file=out,
        size=len(text.encode()) // 1000,
    )
    DESK.say(
        N_("What it saves is stated by: jig areas import {folder} FILE --layer {layer} --officer NAME"),
        folder=folder or "DIR",
        layer=layer,
    )


def _of_node(folder: Path, layer: str, at: str | None) -> dict[str, Any]:
    """Give what the page shows of a node: what `areas picture` shows of each layer, and nothing else that it holds."""
    node = open_folder(folder)
    with node.node() as opened:
        whole = opened.picture.view()
        codes = (whole.code(0), whole.code(1))
        cut = read_frontier(at, codes)
        view = opened.picture.view(cut)
        frontier = cut if cut is not None else opened.picture.frontier
        classes = view.setting("area.classes")
        known = _known(view)
        return {
            **_common(opened.picture.profile, layer, classes),
            "mode": node.own.root.mode,
            "participant": codes[opened.side],
            "frontier": frontier_text(dict(zip(codes, frontier, strict=True))),
            "known": known,
            "shown": _shown(known),
        }


def _of_profile(name: str | None, layer: str) -> dict[str, Any]:
    from jig.agreement.profile import load_profile, profile_names

    found = load_profile(name or profile_names()[0])
    more = {"mode": "", "participant": "", "frontier": "", "known": [], "shown": []}
    return {**_common(found, layer, found.settings.get("area.classes")), **more}


def _common(profile: Profile, layer: str, classes: Any) -> dict[str, Any]:
    from jig.adapters.area_files import FILE_CAP, MOST_FEATURES
    from jig.areas.form import MOST_CORNERS, MOST_FAULTS, MOST_POLYGONS, MOST_RINGS
    from jig.places.gazetteer import area, load

    box, places = area(profile.name), load(profile.name)
    return {
        "layer": layer,
        "classes": [str(one) for one in classes] if isinstance(classes, list | tuple) else [],
        "class_words": {code: dict(said) for code, said in profile.codes.get("area_class", {}).items()},
        "holders": [{**said, "code": code} for code, said in profile.codes.get("holder", {}).items()],
        "box": [box.west_e7, box.south_e7, box.east_e7, box.north_e7],
        # The profile's list alone: a node's own lists of places are nobody else's, and a page is easily passed on.
        "places": [
            {"en": one.en, "ru": one.ru, "ar": one.ar, "lat": one.lat_e7, "lon": one.lon_e7, "people": one.population}
            for one in places.places
        ],
        "limits": {
            "corners": MOST_CORNERS,
            "rings": MOST_RINGS,
            "polygons": MOST_POLYGONS,
            "faults": MOST_FAULTS,
            "areas": MOST_FEATURES,
            "bytes": FILE_CAP,
            "name": 120,
            "version": 40,
            "text": 20_000,
            "drawer": 120,
            "steps": 200,
        },
    }


def _known(view: View) -> list[dict[str, Any]]:
    from jig.areas.state import LAYERS, SIGNED, AreaStanding, in_force

    found = []
    for layer in LAYERS:
        held = in_force(view, layer) if layer in SIGNED else None
        if held is not None:
            found += [_row(view, one, held) for one in held.areas]
        names = sorted(key[1] for key in view.keys("areas") if isinstance(key, tuple) and key[0] == layer)
        for name in names:
            stated = AreaStanding(view, f"{layer}:{name}").stated
            found += [_row(view, one, None) for one in stated if one is not None]
    return found


def _row(view: View, one: AreaVersion, held: InForce | None) -> dict[str, Any]:
    meta = view.entry(one.id)
    return {
        "area": one.area,
        "layer": one.layer,
        "class": one.area_class,
        "holder": one.holder,
        "by": view.code(meta.side) if meta is not None else "",
        "version": held.version if held is not None else "",
        "in_force": held is not None,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "polygons": one.region.polygons,
    }


def _shown(known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """List what can be shown and hidden together: each version in force, and each side's statements of each layer."""
    sides = sorted({one["by"] for one in known})
    found: dict[tuple[str, bool, str], dict[str, Any]] = {}
    for one in known:
        by = "" if one["in_force"] else one["by"]
        found.setdefault(
            (one["layer"], one["in_force"], by),
            {
                "layer": one["layer"],
                "in_force": one["in_force"],
                "by": by,
                "version": one["version"],
                "dashed": bool(by) and sides.index(by) % 2 == 1,
            },
        )
    return list(found.values())
