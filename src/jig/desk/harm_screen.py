"""Holding a file against a list of protected sites: `harm screen`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jig.agreement.profile import load_profile, profile_names
from jig.agreement.wording import N_
from jig.desk.due import Now, read_instant
from jig.desk.faults import DONE, NOT_ACCEPTABLE, UNUSABLE, Failed, Fault
from jig.desk.groups import group
from jig.desk.options import Json, Lang, open_folder
from jig.desk.output import DESK

if TYPE_CHECKING:
    from jig.adapters.folder import NodeFolder
    from jig.adapters.site_files import GivenFigure, Reads
    from jig.agreement.terms import Terms
    from jig.centre.protecting import Held

ABOUT = "Protected places and humanitarian movements: what is stated of them, and what comes near them."
MOST_BUFFER_M = 1_000_000
WORDS = {
    "STOP": N_("{feature}: STOP: {site} ({type}), {distance_m} m away: {why}."),
    "WARN": N_("{feature}: WARNING: {site} ({type}), {distance_m} m away: {why}."),
    "NOTHING-FOUND": N_("{feature}: nothing found with what is known."),
    "NOT-SCREENED": N_("{feature}: NOT SCREENED: {why}."),
}
WHY = {
    "INSIDE": N_("inside the protected place"),
    "WITHIN": N_("within the buffer and the errors of both positions"),
    "NEAR": N_("beyond the buffer, and near"),
    "BUFFER-UNSET": N_("near, and no buffer is set"),
    "UNREADABLE": N_("it cannot be read"),
    "LIST-INCOMPLETE": N_("a site of the list cannot be read"),
    "LIST-STALE": N_("the list is older than the agreed age"),
    "NOTHING-FOUND": N_("nothing found"),
}


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    group(app, "harm", ABOUT).command("screen")(screen_file)


def screen_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="GeoJSON, KML, or a table of positions.")],
    sites: Annotated[Path | None, typer.Option("--sites", help="The protected sites: GeoJSON, KML or a table.")] = None,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="DIR", help="A node's folder, in place of --sites.")
    ] = None,
    officer: Annotated[str | None, typer.Option("--officer", help="Who asks; with --against.")] = None,
    now: Now = None,
    buffer: Annotated[int | None, typer.Option("--buffer", help="Metres; the larger of it and the reading's.")] = None,
    profile: Annotated[str | None, typer.Option("--profile", help="A profile; the first by name by default.")] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Hold every point, route and area of a file against a list of protected sites. To find nothing permits nothing."""
    from jig.adapters.site_files import Reads, read_figures
    from jig.centre.protecting import bounds_of_profile, hold, version_of
    from jig.harm.screening import Site

    DESK.set(as_json=as_json, lang=lang)
    if buffer is not None and not 0 <= buffer <= MOST_BUFFER_M:
        raise Failed(UNUSABLE, Fault("SITE-BUFFER", found=str(buffer)))
    if (sites is None) == (against is None):
        raise Failed(UNUSABLE, Fault("SITES-WHICH"))
    if against is not None and officer is None:
        raise Failed(UNUSABLE, Fault("USAGE-MISSING", path="--officer"))
    if against is not None:
        return _against(file, against, officer or "", buffer, now)
    loaded = load_profile(profile if profile is not None else profile_names()[0])
    of_sites = sites or file
    figures, listed = both_read((file, of_sites), lambda path: read_figures(path, Reads(loaded.name)))
    faults = [fault_of(one, path) for path, found in ((of_sites, listed), (file, figures)) for one in _faults(found)]
    known = [
        Site(one.id or str(at), one.type or "OTHER", one.figure, one.ce90_mm)
        for at, one in enumerate(listed)
        if one.figure is not None
    ]
    bounds = bounds_of_profile(loaded, buffer)
    amiss = "" if len(known) == len(listed) else "LIST-INCOMPLETE"
    held = hold(named(figures), known, bounds, amiss=amiss)
    return answer(held, version_of(known), bounds.buffer_m, faults)


def _against(file: Path, folder: Path, officer: str, buffer: int | None, now: str | None) -> int:
    """Hold a file against a node's own list; who asked is kept in the node's folder."""
    from jig.adapters.site_files import read_figures
    from jig.adapters.views import note_view
    from jig.centre.protecting import bounds_of, hold, own_version, sites_of, stale
    from jig.centre.submit import officer_of

    node = open_folder(folder)
    with node.node() as opened:
        view = opened.picture.view()
        (figures,) = both_read((file,), lambda path: read_figures(path, reads_of(node, view.terms)))
        faults = [fault_of(one, file) for one in _faults(figures)]
        moment = opened.clock.now() if now is None else read_instant(now)
        name = officer_of(opened, officer).name
        amiss = "LIST-STALE" if stale(view, moment) else ""
        bounds = bounds_of(view.setting, buffer)
        held = hold(named(figures), sites_of(view), bounds, amiss=amiss)
        version = own_version(view)
        results = [one.result for one in held]
        note_view(node.path, moment, name, "screen", {"file": file.name, "list_version": version, "results": results})
    if amiss:
        faults.append(Fault("LIST-STALE"))
    return answer(held, version, bounds.buffer_m, faults)


def reads_of(node: NodeFolder, terms: Terms) -> Reads:
    """Give by what a node reads the positions of a file: its own lists of places, the datum operations both signed."""
    from jig.adapters.positions import signed_operations
    from jig.adapters.site_files import Reads

    return Reads(node.own.profile, signed_operations(terms.settings), node.path)


def named(figures: list[GivenFigure]) -> list[tuple[Any, Any, int]]:
    """Give each feature by its own id, or by its number from zero."""
    return [(one.id or at, one.figure, one.ce90_mm) for at, one in enumerate(figures)]


def answer(held: list[Held], version: str, buffer_m: int | None, faults: list[Fault]) -> int:
    """Say and give the results; nothing of them clears anything."""
    show(held, version)
    for fault in faults:
        DESK.warn(fault)
    if DESK.as_json:
        errors = {"errors": [fault.as_json(DESK.lang) for fault in faults]} if faults else {}
        DESK.give(
            {
                "buffer_m": buffer_m,
                "clears": False,
                "list_version": version,
                "results": [one.as_json() for one in held],
                **errors,
            }
        )
    return exit_code(held, bool(faults))


def exit_code(held: list[Held], faulty: bool) -> int:
    """Give 2 where anything could not be read, 1 where anything stops or warns."""
    if faulty:
        return UNUSABLE
    return DONE if all(one.result == "NOTHING-FOUND" for one in held) else NOT_ACCEPTABLE


def show(held: list[Held], version: str) -> None:
    """Say each result, and that none of them clears anything."""
    for one in held:
        row = one.as_json()
        DESK.say(WORDS[one.result], **{**row, "type": DESK.fact(row["type"]), "why": DESK.words(WHY[one.why])})
    DESK.say(
        N_(
            "Held against list version {version}. To find nothing permits nothing: it says what is known, not what is there."
        ),
        version=version[:12],
    )


def both_read(paths: tuple[Path, ...], read: Any) -> list[list[GivenFigure]]:
    """Read files; raises Failed with the faults of all."""
    from jig.adapters.site_files import UnreadableSites
    from jig.desk.faults import from_exception

    found: list[list[GivenFigure]] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            found.append(read(path))
            if not found[-1]:
                faults.append(Fault("SITES-NONE", path=str(path), found=path.name))
        except UnreadableSites as refused:
            faults += [fault_of(one, path) for one in refused.faults]
        except Exception as error:
            failed = from_exception(error)
            if failed is None:
                raise
            faults += failed.faults
    if faults:
        raise Failed(UNUSABLE, *faults)
    return found


def fault_of(one: Any, path: Path) -> Fault:
    """Make the desk's fault of a file's fault."""
    where = f"{path.name}: {one.where}" if one.where else path.name
    return Fault(one.code, path=where, found=one.found, params=dict(one.params))


def _faults(found: list[GivenFigure]) -> list[Any]:
    return [fault for one in found for fault in one.faults]
