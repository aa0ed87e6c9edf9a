"""Places by name and by nearness, and an operator's own lists: `places find|near|import`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jig.agreement.profile import load_profile, profile_names
from jig.agreement.wording import N_
from jig.desk.faults import DONE, NOT_ACCEPTABLE, UNUSABLE, Failed, Fault
from jig.desk.groups import group
from jig.desk.options import Folder, Json, Lang, open_folder
from jig.desk.output import DESK
from jig.desk.sentences_of_places import CHOOSE, CHOOSE_ONE, CONFUSED, WHY

if TYPE_CHECKING:
    from jig.adapters.place_lists import Imported
    from jig.places.gazetteer import Gazetteer, Place
    from jig.places.offset import Offset
    from jig.places.search import Candidate, Finder

ProfileName = Annotated[str | None, typer.Option("--profile", help="A profile; the first by name by default.")]
NodeFolder = Annotated[Path | None, typer.Option("--node", help="A node's folder, for its own lists of places.")]
At = Annotated[str | None, typer.Option("--at", help="A position that is said to be the place's: they are compared.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=50, help="At most so many places.")]
Format = Annotated[str, typer.Option("--format", help="geonames, gns, ocha-csv, or auto: by the first line.")]
_SHOWN = 20
AGAIN = N_("Correct the position and ask again.")
FIRST = N_("The first of these is taken for the comparison. Name the datum or the hemispheres to settle it.")


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    places = group(app, "places", "Positions and the names of places.")
    places.command("find")(find)
    places.command("near")(near)
    places.command("import")(take_list)


def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="In any script or spelling; or as 6 km SW of NAME.")],
    at: At = None,
    limit: Limit = 10,
    profile: ProfileName = None,
    node: NodeFolder = None,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Find places by name: candidates with reasons, for a person to choose from. A likeness is never accepted."""
    DESK.set(as_json=as_json, lang=lang)
    from jig.places.offset import read_offset
    from jig.places.search import finder

    gazetteer, profile_name = _gazetteer(profile, node)
    offset = read_offset(name)
    point = _point(at, profile_name) if at is not None else None
    with DESK.console.status(DESK.words(N_("Reading the names of {count} places."), count=len(gazetteer.places))):
        search = finder(gazetteer)
        found = search.find(offset.name if offset else name, limit)
        rows = [_row(each, search, offset, point, _only_exact(found)) for each in found]
    _say(rows, offset)
    if as_json:
        DESK.give(rows)
    return _judged(name, rows, offset)


def near(
    text: Annotated[str, typer.Argument(metavar="POSITION", help="A position in any notation that is read.")],
    limit: Limit = 5,
    profile: ProfileName = None,
    node: NodeFolder = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """List the places nearest to a position, with their distance."""
    DESK.set(as_json=as_json, lang=lang)
    gazetteer, profile_name = _gazetteer(profile, node)
    lat_e7, lon_e7 = _point(text, profile_name)
    found = gazetteer.near(lat_e7, lon_e7, limit)
    for place, distance_m in found:
        DESK.say(N_("{distance_m} m: {names}"), distance_m=distance_m, names=_names(_shown(place)))
    if as_json:
        DESK.give([_shown(place) | {"distance_m": distance_m} for place, distance_m in found])


def take_list(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The list.")],
    format_name: Format = "auto",
    names: Annotated[Path | None, typer.Option("--names", help="GeoNames' table of alternate names.")] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Read a list of places into a node's folder, for this node alone: no entry carries it. Faulty rows are named."""
    DESK.set(as_json=as_json, lang=lang)
    from jig.adapters.place_lists import import_list
    from jig.adapters.place_tables import ListFault

    node = open_folder(folder)
    with DESK.console.status(DESK.words(N_("Reading {file}."), file=file.name)) as status:

        def tell(rows: int) -> None:
            status.update(DESK.words(N_("Reading {file}: {rows} rows."), file=file.name, rows=rows))

        try:
            done = import_list(node.path, node.own.profile, file, format_name, names, tell)
        except ListFault as fault:
            raise Failed(UNUSABLE, _list_fault(fault.code, fault.params)) from fault
    return _told(done, as_json)


def _told(done: Imported, as_json: bool) -> int:
    faults = [Fault(each.code, path=str(each.row), found=each.found) for each in done.faults]
    for fault in faults[:_SHOWN]:
        DESK.warn(fault)
    DESK.say(
        N_("{rows} rows read: {kept} places kept, {outside} outside the area, {other} of another kind, {faults} faulty."),
        rows=done.rows, kept=done.kept, outside=done.outside, other=done.other, faults=done.fault_count,
    )  # fmt: skip
    if done.fault_count:
        DESK.say(N_("Every faulty row is named in {file}."), file=done.stored.with_suffix(".faults.txt"))
    if as_json:
        counts = {name: getattr(done, name) for name in ("format", "rows", "kept", "outside", "other", "fault_count")}
        DESK.give({**counts, "stored": str(done.stored), "faults": [each.as_json(DESK.lang) for each in faults]})
    return DONE


def _list_fault(code: str, params: dict[str, Any]) -> Fault:
    rest = {key: value for key, value in params.items() if key not in ("path", "found", "expected")}
    path, found, expected = (str(params.get(key, "")) for key in ("path", "found", "expected"))
    return Fault(code, path=path, found=found, expected=expected, params=rest)


def _gazetteer(profile: str | None, node: Path | None) -> tuple[Gazetteer, str]:
    """The profile's places and its name; a node's folder brings its own profile and its own lists."""
    from jig.adapters.place_lists import places_of
    from jig.adapters.place_tables import ListFault

    folder = open_folder(node) if node is not None else None
    name = folder.own.profile if folder is not None else load_profile(profile or profile_names()[0]).name
    try:
        return places_of(name, folder.path if folder is not None else None), name
    except ListFault as fault:
        raise Failed(UNUSABLE, _list_fault(fault.code, fault.params)) from fault


def _point(text: str, profile: str) -> tuple[int, int]:
    """The likeliest point of a position; says so if there are others. Raises Failed with all its faults."""
    from jig.places.faults import Unreadable
    from jig.places.gazetteer import area
    from jig.places.notations import read

    try:
        readings = read(text)
    except Unreadable as refused:
        faults = [Fault(each.code, path="--at", found=text, params=each.params) for each in refused.faults]
        raise Failed(UNUSABLE, *(replace(each, next_step=AGAIN) for each in faults)) from refused
    box = area(profile)
    likely = [each for each in readings if box.holds(each.lat_e7, each.lon_e7)] or list(readings)
    if len(likely) > 1:
        named = ", ".join(f"{each.notation} {each.axes} ({each.lat:.4f}, {each.lon:.4f})" for each in likely)
        apart = max(each.distance_mm for each in likely) // 1000
        params = {"text": text, "count": len(likely), "distance_m": apart, "readings": named}
        _warn(Fault("POSITION-AMBIGUOUS", found=text, params=params, next_step=FIRST))
    return likely[0].lat_e7, likely[0].lon_e7


def _warn(fault: Fault) -> None:
    """Say a fault that does not stop the command, with its code: scripts look for it."""
    DESK.console.print(f"{fault.code}: ", end="", markup=False)
    DESK.warn(fault)


def _only_exact(found: tuple[Candidate, ...]) -> int | None:
    exact = [each.place.geonames_id for each in found if each.rule == "EXACT"]
    return exact[0] if len(exact) == 1 else None


def _shown(place: Place) -> dict[str, Any]:
    return {
        "id": place.geonames_id, "en": place.en, "ru": place.ru, "ru_mark": place.ru_mark, "ar": place.ar,
        "country": place.country, "lat": place.lat_e7 / 1e7, "lon": place.lon_e7 / 1e7,
    }  # fmt: skip


def _row(
    found: Candidate, search: Finder, offset: Offset | None, point: tuple[int, int] | None, accepted: int | None
) -> dict[str, Any]:
    place = found.place
    others = search.confusable(place)
    row = _shown(place) | {
        "score": found.score,
        "exact": found.rule == "EXACT",
        "accepted": place.geonames_id == accepted,
        "why": {"rule": found.rule, "name": found.name, "words": DESK.words(WHY[found.rule], name=found.name)},
        "confusable_with": [each.place.geonames_id for each in others],
        "confusable": [
            {"id": each.place.geonames_id, "en": each.place.en, "ru": each.place.ru, "ar": each.place.ar}
            | {"rule": each.rule, "likeness": each.likeness, "distance_m": each.distance_m}
            for each in others
        ],
    }
    lat, lon = place.lat_e7 / 1e7, place.lon_e7 / 1e7
    if offset is not None:
        lat, lon = (round(each, 7) for each in offset.from_point(lat, lon))
        row["offset"] = {"lat": lat, "lon": lon, "distance_m": offset.distance_m, "bearing_deg": offset.bearing_deg}
    if point is not None:
        from jig.places.distance import distance_m_floor

        row["distance_m"] = distance_m_floor(round(lat * 10**7), round(lon * 10**7), *point)
    return row


def _names(row: dict[str, Any]) -> str:
    made = f" ({DESK.words(N_('transliterated'))})" if row["ru_mark"] == "TRANSLITERATED" else ""
    arabic = row["ar"] or DESK.words(N_("no Arabic name is held"))
    return (
        f"{row['en']} / {row['ru']}{made} / {arabic}, {row['country']} {row['id']}, {row['lat']:.4f} {row['lon']:.4f}"
    )


def _say(rows: list[dict[str, Any]], offset: Offset | None) -> None:
    for row in rows:
        DESK.console.print(f"{row['score']:.2f}  {_names(row)}", markup=False)
        DESK.console.print(f"      {row['why']['words']}", markup=False)
        if offset is not None:
            point = row["offset"]
            DESK.say(
                N_("      The text then means {lat}, {lon}."), lat=f"{point['lat']:.4f}", lon=f"{point['lon']:.4f}"
            )
        if "distance_m" in row:
            DESK.say(N_("      {distance_m} m from the position given."), distance_m=row["distance_m"])
        for other in row["confusable"][:3] if row["exact"] or row is rows[0] else []:
            DESK.say(
                CONFUSED, **{key: other[key] for key in ("en", "ru", "id")}, distance_km=other["distance_m"] // 1000
            )


def _judged(name: str, rows: list[dict[str, Any]], offset: Offset | None) -> int:
    """Say what is not settled. Exit code: 1 if nothing is like the name, or the place meant lies far from the position."""
    from jig.places.sealing import NAME_REACH_MM

    exact = [row for row in rows if row["exact"]]
    likest = "; ".join(f"{row['en']} ({row['id']})" for row in rows[:3])
    if not exact:
        _warn(Fault("UNRESOLVED-PLACE", found=name, expected=likest or "-", params={"name": name}, next_step=CHOOSE))
    if len(exact) > 1:
        _warn(Fault("PLACE-NAME-SHARED", found=name, params={"count": len(exact)}, next_step=CHOOSE_ONE))
    reach_m = NAME_REACH_MM // 1000 if offset is None else offset.reach_m + NAME_REACH_MM // 1000
    far = [row for row in exact if row.get("distance_m", 0) > reach_m]
    if exact and len(far) == len(exact):
        nearest = min(far, key=lambda row: int(row["distance_m"]))
        params = {"name": nearest["en"], "distance_m": nearest["distance_m"]}
        _warn(Fault("NAME-FAR-FROM-POSITION", found=name, params=params, next_step=CHOOSE))
        return NOT_ACCEPTABLE
    return DONE if rows else NOT_ACCEPTABLE
