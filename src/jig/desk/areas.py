"""Areas stated: `areas import|set`."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jig.agreement.wording import N_
from jig.desk.faults import DONE, NOT_ACCEPTABLE, UNUSABLE, Failed, Fault
from jig.desk.groups import group
from jig.desk.options import Folder, Json, Lang, Officer, open_folder, position_reader
from jig.desk.output import DESK

if TYPE_CHECKING:
    from jig.adapters.area_files import GivenArea

Layer = Annotated[str, typer.Option("--layer", help="DESIGNATED, COMMON-MAP, PROXIMITY or CONTROL.")]
ABOUT = "The common map, the designated areas and who holds what: stated, signed, compared."


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    areas = group(app, "areas", ABOUT)
    areas.command("import")(import_areas)
    areas.command("set")(make_set)


def layer_of(name: str) -> str:
    """Give a layer's name; raises Failed AREA-LAYER."""
    from jig.areas.state import LAYERS

    if name not in LAYERS:
        raise Failed(UNUSABLE, Fault("AREA-LAYER", found=name, expected=", ".join(LAYERS)))
    return name


def instant_of(text: str | None, where: str) -> int | None:
    """Read a time with its zone, None when none is given; raises Failed AREA-TIME, a time without zone included."""
    if text in (None, ""):
        return None
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Failed(UNUSABLE, Fault("AREA-TIME", path=where, found=str(text)[:80]))
    return int(found.timestamp())


# --- stating ---------------------------------------------------------------------------------------------------------


def import_areas(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="GeoJSON, KML, KMZ, GeoPackage, or a table of corners.")],
    layer: Layer,
    officer: Officer,
    area_class: Annotated[int | None, typer.Option("--class", help="The class, where the file has none.")] = None,
    holder: Annotated[str | None, typer.Option("--holder", help="Who holds it, where the file does not say.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="As of when (RFC 3339), where the file has none.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be stated; record nothing.")] = False,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """State every area of a file. A file with any fault is refused whole, with all its faults named."""
    from jig.adapters.area_files import read_areas
    from jig.centre.submit import preview, submit
    from jig.places.surface import region_km2

    DESK.set(as_json=as_json, lang=lang)
    layer_of(layer)
    node = open_folder(folder)
    given, faults = _read(lambda: read_areas(file, node.own.profile))
    with node.node() as opened:
        defaults = {"class": area_class, "holder": holder, "as_of": as_of, "now": opened.clock.now()}
        own = opened.picture.profile.participants[opened.side]
        bodies = [_body(one, layer, own.language, defaults, faults) for one in given]
        rows, reader, kept = [], position_reader(node, opened.picture.view().terms), True
        faults += _unread(given, bodies, reader)
        if faults:
            raise Failed(UNUSABLE, *faults)
        alike = _alike(given)
        for fault in alike:
            DESK.warn(fault)
        for body, region in [one for one in bodies if one is not None]:
            if dry_run:
                _, judgement = preview(opened, "area", body, officer, reader)
                entry = None
            else:
                recorded = submit(opened, "area", body, officer, reader)
                judgement, entry = recorded.judgement, recorded.id.hex()
            kept &= judgement.kept
            size = region_km2(region)
            DESK.say(
                N_("{area}: {km2} square kilometres, {corners} corners, outline {digest}: {verdict}."),
                area=body["area"],
                km2=f"{size:.3f}",
                corners=sum(len(ring) for polygon in region.polygons for ring in polygon),
                digest=region.digest.hex()[:12],
                verdict=DESK.verdict(judgement.verdict.value),
            )
            if not judgement.kept:
                DESK.judgement(judgement)
            rows.append(
                {
                    "area": body["area"],
                    "entry": entry,
                    "geometry": region.digest.hex(),
                    "km2": round(size, 6),
                    "recorded": entry is not None,
                    "verdict": judgement.verdict.value,
                    "findings": [one.as_json() for one in judgement.findings if one.kept is not True],
                }
            )
    if dry_run:
        DESK.say(N_("Nothing was recorded."))
    if as_json:
        DESK.give({"areas": rows, "warnings": [one.as_json(DESK.lang) for one in alike]})
    return DONE if kept else NOT_ACCEPTABLE


def _alike(given: list[GivenArea]) -> list[Fault]:
    """Name the areas of a file whose names look the same and are not, each beside the first of that look."""
    from jig.places.spelling import as_seen

    first: dict[str, str] = {}
    found = []
    for one in given:
        name = str(one.properties.get("area", "")).strip()
        other = first.setdefault(as_seen(name), name)
        if other != name:
            found.append(Fault("AREA-LOOKS-ALIKE", path=f"feature {one.number}", found=name[:80], expected=other[:80]))
    return found


def _unread(given: list[GivenArea], bodies: list[Any], reader: Any) -> list[Fault]:
    """List the faults of areas that the form does not take, before any is recorded; each names its feature."""
    from jig.centre.submit import complete, kind_of
    from jig.desk.faults import from_exception
    from jig.record.errors import Malformed
    from jig.record.facts import Unreadable

    found: list[Fault] = []
    for one, made in zip(given, bodies, strict=True):
        try:
            if made is not None:
                complete(kind_of("area"), made[0], reader)
        except (Unreadable, Malformed) as error:
            told = from_exception(error)
            where = f"feature {one.number}"
            found += [replace(fault, path=f"{where}, {fault.path}" if fault.path else where) for fault in (told.faults if told else ())]  # fmt: skip
    return found


def _read(read: Any) -> tuple[list[GivenArea], list[Fault]]:
    from jig.adapters.area_files import UnreadableAreas

    try:
        areas, faults = read()
    except UnreadableAreas as refused:
        raise Failed(UNUSABLE, *(_fault(one) for one in refused.faults)) from None
    return areas, [_fault(one) for one in faults]


def _fault(one: Any) -> Fault:
    return Fault(one.code, path=one.where, found=one.found, params=dict(one.params))


def _body(
    given: GivenArea, layer: str, language: str, defaults: dict[str, Any], faults: list[Fault]
) -> tuple[dict[str, Any], Any] | None:
    from jig.centre.areas import area_body, region_of

    where, held = f"feature {given.number}", dict(given.properties)
    name = str(held.get("area", "")).strip()
    if not name:
        faults.append(Fault("AREA-NAMELESS", path=where))
    times: dict[str, int | None] = {}
    for key, text in (
        ("valid_from", held.get("valid_from")),
        ("valid_to", held.get("valid_to")),
        ("as_of", held.get("as_of") or defaults["as_of"]),
    ):
        try:
            times[key] = instant_of(text, f"{where}, {key}")
        except Failed as failed:
            faults += failed.faults
    area_class = held.get("class", defaults["class"])
    if area_class is not None and not str(area_class).isdecimal():
        faults.append(Fault("AREA-CLASS", path=where, found=str(area_class)[:40]))
        area_class = None
    if faults:
        return None
    region = region_of(given.polygons)
    more = {
        "area": name,
        "area_class": int(area_class) if area_class is not None else None,
        "holder": held.get("holder", defaults["holder"]),
        "as_given": given.as_given[:500],
        "notation": given.notation,
        "operation": given.operation,
        "ce90_mm": given.ce90_mm,
        "source": str(held.get("source", ""))[:500],
        "lang": language,
        "text": str(held.get("text", "")),
        **times,
        "as_of": times.get("as_of") if times.get("as_of") is not None else defaults["now"],
    }
    return area_body(region, layer, more), region


def make_set(
    folder: Folder,
    layer: Layer,
    version: Annotated[str, typer.Option("--version", help="The label of the version.")],
    officer: Officer,
    proposal: Annotated[
        Path | None, typer.Option("--proposal", help="Where to write the proposal by which both sign it.")
    ] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """State a version of a layer from what both stated, and write the proposal by which both sign it."""
    from jig.centre.areas import compose, terms_proposal
    from jig.centre.submit import submit

    DESK.set(as_json=as_json, lang=lang)
    layer_of(layer)
    node = open_folder(folder)
    with node.node() as opened:
        view = opened.picture.view()
        language = opened.picture.profile.participants[opened.side].language
        found = compose(view, layer, opened.side)
        for name in found.different:
            DESK.warn(Fault("AREA-DIFFERENT", found=name))
        if not found.members:
            raise Failed(NOT_ACCEPTABLE, Fault("AREA-SET-EMPTY", found=layer))
        body = {
            "layer": layer,
            "version": version,
            "members": [one.id.hex() for one in found.members],
            "set_digest": found.digest,
            "unresolved": list(found.different),
            "lang": language,
            "text": "",
        }
        recorded = submit(opened, "area-set", body, officer, position_reader(node, view.terms))
        signed_by = terms_proposal(view, layer, version, found.digest, language, f"{layer} {version}")
    DESK.say(
        N_("{layer} {version}: {count} areas under {digest}: {verdict}."),
        layer=layer,
        version=version,
        count=len(found.members),
        digest=found.digest[:12],
        verdict=DESK.verdict(recorded.judgement.verdict.value),
    )
    DESK.judgement(recorded.judgement)
    if proposal is not None:
        proposal.write_text(json.dumps(signed_by, ensure_ascii=False, indent=1), "utf-8")
        DESK.say(
            N_("It is in force once both agree to it. Next: jig submit {folder} proposal {file} --officer NAME"),
            folder=folder,
            file=proposal,
        )
    if as_json:
        DESK.give(
            {
                "digest": found.digest,
                "different": list(found.different),
                "entry": recorded.id.hex(),
                "members": [one.as_json() for one in found.members],
                "proposal": signed_by,
                "verdict": recorded.judgement.verdict.value,
            }
        )
    return DONE if recorded.judgement.kept and not found.different else NOT_ACCEPTABLE
