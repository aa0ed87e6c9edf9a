"""Positions in every notation: `places convert`, a text or a whole file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jig.agreement.profile import load_profile, profile_names
from jig.agreement.wording import N_
from jig.desk.faults import UNUSABLE, Failed, Fault
from jig.desk.groups import group
from jig.desk.options import Json
from jig.desk.output import DESK
from jig.places.faults import SENTENCES, Unreadable, fault
from jig.places.faults import Fault as PlaceFault

if TYPE_CHECKING:
    from jig.places.position import Area
    from jig.places.reading import Reading

ABOUT = "Positions, heights, speeds and times in each side's own notations; names of places."
#: A person reads so many; machines get all.
MOST_SHOWN = 12

Text = Annotated[str | None, typer.Argument(metavar="[TEXT]", help="A position as written.")]
From = Annotated[str | None, typer.Option("--from", metavar="NOTATION", help="Read it in this notation only.")]
To = Annotated[
    list[str] | None, typer.Option("--to", metavar="NOTATION", help="Write it in this notation; in all by default.")
]
Operation = Annotated[
    str | None, typer.Option("--operation", metavar="CODE", help="Datum operation instead of the signed one.")
]
Zone = Annotated[
    str | None, typer.Option("--zone", help="Zone declared beside the position; with --file a number or a column.")
]
Near = Annotated[
    str | None, typer.Option("--near", metavar="TEXT", help="A position; what lies nearer to it is likelier.")
]
ProfileName = Annotated[
    str | None, typer.Option("--profile", help="Whose area and operations; the first by name by default.")
]
File = Annotated[Path | None, typer.Option("--file", help="A CSV file with a header; every row is answered.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write the answered rows here; to standard output by default.")]
Column = Annotated[str | None, typer.Option("--column", help="The column that holds the positions as text.")]
Lat = Annotated[str | None, typer.Option("--lat", help="The column of latitudes.")]
Lon = Annotated[str | None, typer.Option("--lon", help="The column of longitudes.")]
X = Annotated[str | None, typer.Option("--x", help="The column of x: north in Gauss-Krueger, easting elsewhere.")]
Y = Annotated[str | None, typer.Option("--y", help="The column of y: east in Gauss-Krueger, northing elsewhere.")]
Axes = Annotated[str | None, typer.Option("--axes", help="NE or EN: the order of two bare numbers in a text column.")]
Language = Annotated[str | None, typer.Option("--lang", "--language", help="Language of prose: en or ru.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    # A text may begin with a minus.
    negative = {"ignore_unknown_options": True}
    group(app, "places", ABOUT).command("convert", context_settings=negative)(convert)


def convert(
    text: Text = None,
    notation: From = None,
    to: To = None,
    operation: Operation = None,
    zone: Zone = None,
    near: Near = None,
    profile: ProfileName = None,
    file: File = None,
    out: Out = None,
    column: Column = None,
    lat: Lat = None,
    lon: Lon = None,
    x: X = None,
    y: Y = None,
    axes: Axes = None,
    as_json: Json = False,
    lang: Language = None,
) -> None:
    """Read a position in every way that makes sense, the likeliest first, and write it in each notation."""
    DESK.set(as_json=as_json, lang=lang)
    if (text is None) == (file is None):
        raise Failed(UNUSABLE, Fault("CONVERT-WHAT"))
    try:
        if file is not None:
            from jig.desk.places_convert_file import Columns, convert_file

            asked = Columns(column, lat, lon, x, y, zone, axes)
            convert_file(file, out, asked, _known(notation), _all_known(to), *_around(profile, operation))
            return
        _convert_text(text or "", _known(notation), _all_known(to), operation, zone, near, profile)
    except Unreadable as refused:
        raise Failed(UNUSABLE, *(desk_fault(each, text or "") for each in refused.faults)) from None


def _convert_text(
    text: str,
    notation: str | None,
    to: list[str],
    operation: str | None,
    zone: str | None,
    near: str | None,
    profile: str | None,
) -> None:
    from jig.places.notations import WRITTEN, read

    area, in_force = _around(profile, operation)
    centre = None
    if near is not None:
        nearest = read(near, operations=in_force, area=area)[0]
        centre = (nearest.lat, nearest.lon)
    readings = read(
        text,
        notation=notation,
        operations=in_force,
        zone=_zone(zone),
        area=area,
        near=centre,
        gazetteer=_names(profile),
    )
    renderings, faults = _renderings(readings[0], to or list(WRITTEN), in_force, asked=bool(to))
    several = _several(readings)
    _say(readings, renderings, several, faults)
    if DESK.as_json:
        DESK.give(
            {
                "ambiguous": several is not None,
                "notes": [note_json(each) for each in ([several] if several else []) + faults],
                "readings": [_reading_json(each, several) for each in readings],
                "renderings": renderings,
                "text": text,
            }
        )


def _around(profile: str | None, operation: str | None) -> tuple[Area, dict[str, str]]:
    """The profile's area, and the operation in force for each datum."""
    from jig.adapters.positions import signed_operations
    from jig.places.gazetteer import area
    from jig.places.operations import operations_in_force

    loaded = load_profile(profile if profile is not None else profile_names()[0])
    return area(loaded.name), operations_in_force(signed_operations(loaded.settings), operation)


def _names(profile: str | None) -> Any:
    from jig.places.gazetteer import load

    return load(load_profile(profile if profile is not None else profile_names()[0]).name)


def _known(notation: str | None) -> str | None:
    from jig.places.notations import NOTATIONS

    if notation is not None and notation.upper() not in NOTATIONS:
        raise Unreadable(fault("NOTATION-UNKNOWN", found=notation, expected=", ".join(NOTATIONS)))
    return notation and notation.upper()


def _all_known(notations: list[str] | None) -> list[str]:
    from jig.places.notations import WRITTEN

    wanted = [one.strip().upper() for each in notations or [] for one in each.split(",")]
    unknown = [one for one in wanted if one not in WRITTEN]
    if unknown:
        raise Unreadable(*(fault("NOTATION-UNKNOWN", found=one, expected=", ".join(WRITTEN)) for one in unknown))
    return list(dict.fromkeys(wanted))


def _zone(zone: str | None) -> int | None:
    if zone is None:
        return None
    if not (zone.isascii() and zone.isdecimal() and len(zone) <= 2):
        raise Unreadable(fault("ZONE-UNREADABLE", found=zone[:40]))
    if not 1 <= int(zone) <= 60:
        raise Unreadable(fault("ZONE-OUT-OF-RANGE", found=int(zone), expected=60))
    return int(zone)


def _renderings(
    first: Reading, to: list[str], in_force: dict[str, str], *, asked: bool
) -> tuple[dict[str, str], list[PlaceFault]]:
    """The first reading in each notation; where a notation does not reach is told only if it was asked for."""
    from jig.places.notations import write

    found: dict[str, str] = {}
    faults: list[PlaceFault] = []
    # What is sealed is the point to 1e-7 degrees; what is written from it must not say more.
    point = (first.lat, first.lon)
    # An operation that a reading was made by stands for its own datum.
    for notation in to:
        try:
            found[notation] = write(point, notation, operations=in_force)
        except Unreadable as refused:
            faults += refused.faults if asked else ()
    return found, faults


def _several(readings: tuple[Reading, ...]) -> PlaceFault | None:
    if len(readings) < 2:
        return None
    farthest = max(each.distance_mm for each in readings)
    return fault("READINGS-SEVERAL", count=len(readings), distance_m=_metres(farthest))


def _metres(millimetres: int) -> int | str:
    return millimetres // 1000 if millimetres >= 10_000 else f"{millimetres / 1000:.1f}"


def words(told: PlaceFault) -> str:
    """Give a note or a fault of a position in words."""
    return DESK.words(SENTENCES[told.code], **told.params)


def note_json(told: PlaceFault) -> dict[str, str]:
    """Give a note in the form that scripts rely on."""
    return {"code": told.code, "text": words(told)}


def desk_fault(told: PlaceFault, text: str = "") -> Fault:
    """Make the desk's fault of a position's."""
    found = str(told.params.get("found", told.params.get("text", text)))[:200]
    return Fault(told.code, found=found, expected=str(told.params.get("expected", "")), params=told.params)


def _reading_json(reading: Reading, several: PlaceFault | None) -> dict[str, Any]:
    notes = ([several] if several else []) + list(reading.notes)
    return {
        "axes": reading.axes,
        "ce90_m": reading.ce90_mm / 1000,
        "distance_m": reading.distance_mm / 1000,
        "error_m": {"notation": reading.notation_mm / 1000, "operation": reading.operation_mm / 1000, "source": 0.0},
        "le90_m": None,
        "notation": reading.notation,
        "notes": [note_json(each) for each in notes],
        "operation": reading.operation,
        "wgs84": {"lat": reading.lat, "lon": reading.lon},
        "zone": reading.zone,
    }


def _say(
    readings: tuple[Reading, ...], renderings: dict[str, str], several: PlaceFault | None, faults: list[PlaceFault]
) -> None:
    if several is not None:
        DESK.console.print(f"[bold]{words(several)}[/bold]")
    for number, reading in enumerate(readings[:MOST_SHOWN], 1):
        DESK.say(
            N_("{number}. {notation} by {operation}: {lat} {lon}, CE90 {ce90_m} m, {distance_m} m from the first."),
            number=number,
            notation=reading.notation,
            operation=reading.operation,
            lat=f"{reading.lat:.7f}",
            lon=f"{reading.lon:.7f}",
            ce90_m=f"{reading.ce90_mm / 1000:.1f}",
            distance_m=_metres(reading.distance_mm),
        )
        for note in reading.notes:
            DESK.console.print(f"     {words(note)}", markup=False)
    if len(readings) > MOST_SHOWN:
        DESK.say(N_("{count} more readings; --json gives all."), count=len(readings) - MOST_SHOWN)
    DESK.say(N_("The first reading in other notations:"))
    for notation, text in renderings.items():
        DESK.console.print(f"  {notation:14} {text}", markup=False)
    for told in faults:
        DESK.warn(desk_fault(told))
