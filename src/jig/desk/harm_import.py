"""Stating what a file says is protected, sites and movements: `harm import`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from jig.agreement.wording import N_
from jig.desk.faults import DONE, NOT_ACCEPTABLE, UNUSABLE, Failed, Fault
from jig.desk.groups import group
from jig.desk.harm_screen import ABOUT, both_read, fault_of, reads_of
from jig.desk.options import Folder, Json, Lang, Officer, open_folder, position_reader
from jig.desk.output import DESK

if TYPE_CHECKING:
    from jig.adapters.positions import PositionReader
    from jig.adapters.site_files import GivenFigure
    from jig.centre.node import Node

SITE, MOVEMENT = "site", "movement"
#: What a site or movement has a field for, and how files call it; all else is left out, and said to be.
_READ = frozenset(
    [
        "hns_id",
        "site",
        "id",
        "movement",
        "name",
        "name_en",
        "name_ru",
        "name_ar",
        "type",
        "site_type",
        "text",
        "position",
        "coordinates",
        "notation",
        "operation",
        "axes",
        "zone",
        "lat",
        "lon",
        "radius_m",
        "half_width_m",
        "corridor_m",
        "ce90_m",
        "ce90_mm",
        "error_m",
        "role",
        "purpose",
        "vehicles",
        "departure_start",
        "departure_end",
        "arrival_start",
        "arrival_end",
        "back_start",
        "back_end",
    ]
)


class Row(NamedTuple):
    """One statement that follows from a file: its kind, its label, its body."""

    kind: str
    label: str
    body: dict[str, Any]


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    group(app, "harm", ABOUT).command("import")(import_file)


def import_file(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="GeoJSON, KML, or a table, of sites and movements.")],
    officer: Officer,
    org: Annotated[str, typer.Option("--org", help="The code of the organisation that submits them.")],
    consents: Annotated[str, typer.Option("--consents", help="To whom it consents: codes, with commas between.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Record nothing.")] = False,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """State every protected site and movement of a file. A file with any fault is refused whole, all its faults named."""
    from rich.progress import track

    from jig.adapters.site_files import read_figures
    from jig.centre.submit import officer_of, preview, submit

    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    addressees = [one.strip() for one in consents.split(",") if one.strip()]
    with node.node() as opened:
        terms = opened.picture.view().terms
        (given,) = both_read((file,), lambda path: read_figures(path, reads_of(node, terms)))
        officer_of(opened, officer)
        rows, faults = _rows(given, file, opened, addressees)
        if faults:
            raise Failed(UNUSABLE, *faults)
        _left_out(given)
        reader = position_reader(node, terms)
        bodies = [Row(one.kind, one.label, one.body | {"org": org}) for one in rows]
        verdicts = _judged(opened, bodies, officer, reader, preview)
        kept = set(verdicts) == {"OK"}
        said = []
        steps = track(
            list(zip(bodies, verdicts, strict=True)), description="", console=DESK.console, transient=True,
            disable=not DESK.console.is_terminal,
        )  # fmt: skip
        for one, verdict in steps:
            entry = submit(opened, one.kind, one.body, officer, reader).id.hex() if kept and not dry_run else None
            said.append({"kind": one.kind, one.kind: one.label, "entry": entry, "verdict": verdict})
    if dry_run or not kept:
        DESK.say(N_("Nothing was recorded."))
    else:
        count = {kind: sum(one.kind == kind for one in rows) for kind in (SITE, MOVEMENT)}
        DESK.say(N_("Recorded: {sites} sites, {movements} movements."), sites=count[SITE], movements=count[MOVEMENT])
    if as_json:
        DESK.give(
            {
                "recorded": kept and not dry_run,
                "sites": [one for one in said if one["kind"] == SITE],
                "movements": [one for one in said if one["kind"] == MOVEMENT],
            }
        )
    return DONE if kept else NOT_ACCEPTABLE


def _judged(opened: Node, rows: list[Row], officer: str, reader: PositionReader, preview: Any) -> list[str]:
    """Judge all before the first is recorded, and say what is not kept; the verdict of each."""
    found = []
    for one in rows:
        judgement = preview(opened, one.kind, one.body, officer, reader)[1]
        found.append(judgement.verdict.value)
        if not judgement.kept:
            DESK.say(N_("{label} is judged: {verdict}."), label=one.label, verdict=DESK.verdict(found[-1]))
            DESK.judgement(judgement)
    return found


def _rows(
    given: list[GivenFigure], file: Path, opened: Node, addressees: list[str]
) -> tuple[list[Row], list[Fault]]:  # fmt: skip
    from jig.adapters.movement_files import is_movement, movements_of

    lang = opened.picture.profile.participants[opened.side].language
    sites = [one for one in given if not is_movement(one)]
    faults = [fault for one in sites for fault in _faults(one, file)]
    rows = [Row(SITE, one.id, _body(one, file.name) | {"addressees": addressees, "lang": lang}) for one in sites]
    for made in movements_of(one for one in given if is_movement(one)):
        faults += [fault_of(one, file) for one in made.faults]
        faults += _contacts((made.id,), f"{file.name}: {made.number}")
        rows.append(Row(MOVEMENT, made.id, made.body | {"lang": lang}))
    missing = [code for code in opened.picture.world.codes if code not in addressees]
    if missing and len(rows) > len(sites):
        # A log is read by both: what one of them may not know never enters it.
        faults.append(Fault("MOVEMENT-CONSENT", path="--consents", found=", ".join(missing)))
    return rows, faults


def _contacts(texts: tuple[str, ...], where: str) -> Iterator[Fault]:
    from jig.harm.words import contact_in

    yield from (Fault("SITE-CONTACT", path=where, found=what) for what in map(contact_in, texts) if what)


def _left_out(given: list[GivenFigure]) -> None:
    others = sorted({str(name) for one in given for name, value in one.properties.items() if value} - _READ)
    if others:
        DESK.say(
            N_("Left out, for no field of an entry takes it: {names}."),
            names=", ".join(one[:40] for one in others[:40]),
        )


def _faults(one: GivenFigure, file: Path) -> list[Fault]:
    from jig.harm.sites import SITE_TYPES

    where = f"{file.name}: {one.number}"
    found = [fault_of(fault, file) for fault in one.faults]
    if not one.id:
        found.append(Fault("SITE-NAMELESS", path=where))
    if one.type and one.type not in SITE_TYPES:
        found.append(Fault("SITE-TYPE", path=where, found=one.type[:40], expected=", ".join(SITE_TYPES)))
    names = (one.id, *(str(value) for name, value in one.properties.items() if name.startswith("name")))
    found += _contacts(names, where)
    if one.figure is not None and one.given is None and one.figure.paths:
        found.append(Fault("SITE-PATHS", path=where))
    return found


def _body(one: GivenFigure, name: str) -> dict[str, Any]:
    """Make the body of a `site`; columns and properties that have no field of it are left out."""
    body: dict[str, Any] = {"site": one.id, "type": one.type or "OTHER"}
    for key in ("name_en", "name_ru", "name_ar"):
        if one.properties.get(key):
            body[key] = str(one.properties[key])
    if one.figure is not None:
        body["radius_m"] = -(-one.figure.radius_mm // 1000)
    if one.given is not None:
        body["position"] = dict(one.given) if "lat_e7" in one.given else {**one.given, "source_mm": one.ce90_mm}
    elif one.figure is not None and one.figure.region is not None:
        rings = [[[list(corner) for corner in ring] for ring in polygon] for polygon in one.figure.region.polygons]
        body["extent"] = {
            "polygons": rings, "as_given": name, "notation": "WGS84", "operation": "NONE", "ce90_mm": one.ce90_mm,
        }  # fmt: skip
    return body
