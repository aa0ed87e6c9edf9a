"""Every notation through one door: a text in, all its readings out; a point in, its text out."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from jig.places.datums import datum_of, datums, gauss_kruger_datums, geographic, grids, offered_unasked
from jig.places.faults import Fault, Unreadable, fault
from jig.places.gars import read_gars, write_gars
from jig.places.gazetteer import Gazetteer, Place
from jig.places.geodesic import degrees_mm
from jig.places.geographic import read_geographic, write_geographic
from jig.places.grid import read_gauss_kruger, write_gauss_kruger
from jig.places.mgrs import read_mgrs, write_mgrs
from jig.places.national import read_national, write_national
from jig.places.operations import NONE, operations_in_force
from jig.places.operations import operation as pinned_operation
from jig.places.position import Area
from jig.places.reading import Reading, half_cell_mm
from jig.places.snail import read_snail, write_snail
from jig.places.spelling import tidy
from jig.places.utm import read_utm, write_utm

NOTATIONS = tuple(
    dict.fromkeys(("WGS84", "MGRS", "UTM", "GARS", "SK42-GEO", "SK42-GK", "SK95-GEO", "SK95-GK", *datum_of()))
)
# Every notation that a point can be written in: a place name is never written for a point.
WRITTEN = tuple(each for each in NOTATIONS if each != "PLACE")
# More readings than this tell a reader nothing.
MOST_READINGS = 500
# A gazetteer's point stands somewhere in a town: our own assumption, on the large side; GeoNames states no error.
PLACE_CELL_M = 5_000.0

_WGS84_WORDS = re.compile(r"\bWGS[- ]?(?:19)?84\b")
_GAUSS_WORDS = re.compile(
    r"\b(?:GAUSS(?:\s?[-\u2013]?\s?KR(?:U|\u00dc|UE)GER)?|ГАУСС[А-Я]*(?:\s?-?\s?КРЮГЕР[А-Я]*)?|ГК(?=\s))"
)


def on_datum(notation: str) -> str | None:
    """The datum that a notation stands on; None for WGS 84. A notation nobody knows is taken as none."""
    return datum_of().get(notation)


@dataclass(frozen=True)
class Asked:
    """What is declared beside a text, and what it is read with."""

    wanted: tuple[str, ...]
    named: bool
    in_force: Mapping[str, str]
    zone: int | None
    area: Area | None


def read(
    text: str,
    *,
    notation: str | None = None,
    operation: str | None = None,
    operations: Mapping[str, str | None] | None = None,
    zone: int | None = None,
    area: Area | None = None,
    near: tuple[float, float] | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[Reading, ...]:
    """Every plausible reading of a text, the likeliest first, each with its distance from that one.

    notation: only this one. operations: by datum, what both signed. operation: instead of that of its datum. zone:
    declared beside the text. area: what lies in it is likelier, and figures left out are read in each of its zones and
    squares. near: WGS 84 degrees; of readings in the area the nearer is likelier. gazetteer: for names. Raises Unreadable with all faults found if there is no reading. Source: ToR 1.d.iv.
    """
    wanted = _wanted(notation)
    in_force = operations_in_force(operations, operation)
    plain, hinted = _without_datum(tidy(text))
    if hinted is not None:
        wanted = tuple(each for each in wanted if each in hinted)
    if not wanted:
        raise Unreadable(fault("NOTATION-MISMATCH", text=text, expected=notation or ""))
    asked = Asked(wanted, notation is not None or hinted is not None, in_force, zone, area)
    readings, faults = _collect(_parsers(plain, text.strip(), asked, gazetteer))
    if not readings:
        raise Unreadable(*(faults or _shapeless(text, notation)))
    if len(readings) > MOST_READINGS:
        raise Unreadable(fault("READINGS-TOO-MANY", expected=MOST_READINGS))
    return _measured(_flagged(_likeliest_first(readings, area, near)))


def _wanted(notation: str | None) -> tuple[str, ...]:
    if notation is not None and notation not in NOTATIONS:
        raise Unreadable(fault("NOTATION-UNKNOWN", found=notation, expected=", ".join(NOTATIONS)))
    return NOTATIONS if notation is None else (notation,)


def _shapeless(text: str, notation: str | None) -> tuple[Fault, ...]:
    if notation is None:
        return (fault("POSITION-UNREADABLE", text=text),)
    return (fault("NOTATION-MISMATCH", text=text, expected=notation),)


def _without_datum(text: str) -> tuple[str, frozenset[str] | None]:
    """The text without the names of its datum and grid, and the notations that they leave."""
    left: frozenset[str] | None = None
    for words, notations in _hints():
        if words.search(text):
            text = words.sub(" ", text).strip(" ,;:()")
            left = notations if left is None else left & notations
    return text, left


def _hints() -> Iterator[tuple[re.Pattern[str], frozenset[str]]]:
    on = datum_of()
    yield _WGS84_WORDS, frozenset(each for each in NOTATIONS if on[each] is None)
    for datum in datums().values():
        yield datum.words, frozenset(each for each in NOTATIONS if on[each] == datum.code)
    for grid in grids().values():
        yield grid.words, frozenset({grid.notation})
    yield _GAUSS_WORDS, frozenset(gauss_kruger_datums())


def _parsers(
    text: str, name: str, asked: Asked, gazetteer: Gazetteer | None
) -> Iterator[Callable[[], tuple[Reading, ...]]]:
    yield from _geographic_parsers(text, asked)
    yield from (
        partial(_read_gauss_kruger, text, notation, asked)
        for notation in gauss_kruger_datums()
        if notation in asked.wanted and notation != "SNAIL"
    )
    world: dict[str, Callable[[], tuple[Reading, ...]]] = {
        "MGRS": lambda: read_mgrs(text),
        "UTM": lambda: read_utm(text, zone=asked.zone, area=asked.area, asked=asked.named),
        "GARS": lambda: read_gars(text),
        "SNAIL": lambda: read_snail(
            text,
            operation=_operation(asked, gauss_kruger_datums()["SNAIL"]),
            zone=asked.zone,
            area=asked.area,
            asked=asked.named,
        ),
    }
    yield from (parse for notation, parse in world.items() if notation in asked.wanted)
    yield from (
        partial(_read_national, text, notation, asked)
        for notation in grids()
        if notation in asked.wanted and (asked.named or asked.area is not None)
    )
    if "PLACE" in asked.wanted and gazetteer is not None and not re.search(r"\d", text):
        yield lambda: read_name(name, gazetteer)


def _read_gauss_kruger(text: str, notation: str, asked: Asked) -> tuple[Reading, ...]:
    used = _operation(asked, gauss_kruger_datums()[notation])
    return read_gauss_kruger(
        text, notation=notation, operation=used, zone=asked.zone, area=asked.area, asked=asked.named
    )


def _read_national(text: str, notation: str, asked: Asked) -> tuple[Reading, ...]:
    # The name of a datum alone leaves small numbers to be degrees.
    named = asked.named and not set(asked.wanted) & set(geographic())
    return read_national(text, notation, operation=_operation(asked, grids()[notation].datum), asked=named)


def _geographic_parsers(text: str, asked: Asked) -> Iterator[Callable[[], tuple[Reading, ...]]]:
    left = [
        (notation, datum)
        for notation, datum in geographic().items()
        if notation in asked.wanted and (asked.named or notation in offered_unasked())
    ]
    if left:
        yield lambda: read_geographic(
            text, tuple((notation, NONE if datum is None else _operation(asked, datum)) for notation, datum in left)
        )


def _operation(asked: Asked, datum: str) -> str:
    """The operation in force for a datum. Raises Unreadable (OPERATION-UNSET): nothing is assumed in its place."""
    if datum not in asked.in_force:
        raise Unreadable(fault("OPERATION-UNSET", datum=datum))
    return asked.in_force[datum]


def _collect(parsers: Iterator[Callable[[], tuple[Reading, ...]]]) -> tuple[list[Reading], list[Fault]]:
    readings: list[Reading] = []
    faults: list[Fault] = []
    for parse in parsers:
        try:
            readings.extend(parse())
        except Unreadable as refused:
            # Two notations may find the same thing wrong.
            faults.extend(each for each in refused.faults if each not in faults)
    return readings, faults


def read_name(name: str, gazetteer: Gazetteer) -> tuple[Reading, ...]:
    """A reading for each place of that name. Raises Unreadable (UNRESOLVED-PLACE)."""
    found = gazetteer.find(name)
    return tuple(read_place(place, settled=len(found) == 1) for place in found)


def read_place(place: Place, *, settled: bool = True) -> Reading:
    """The reading of a named place: its point, with the size of a town as what the name leaves open."""
    cell = half_cell_mm(PLACE_CELL_M, PLACE_CELL_M)
    point = (place.lat_e7 / 1e7, place.lon_e7 / 1e7)
    return Reading("PLACE", NONE, *point, cell, 0, settled=settled, place_id=place.geonames_id)


def _likeliest_first(readings: list[Reading], area: Area | None, near: tuple[float, float] | None) -> list[Reading]:
    """What lies in the area first, then what needs no exchange of the numbers, then as usage has it; each once."""
    once = list(
        {(each.notation, each.operation, each.lat_e7, each.lon_e7, each.axes): each for each in readings}.values()
    )
    if area is not None:
        once = [
            each if area.holds(each.lat_e7, each.lon_e7) else each.noted(fault("OUTSIDE-PROFILE-AREA")) for each in once
        ]
        once.sort(key=lambda each: (not area.holds(each.lat_e7, each.lon_e7), _is_exchanged(each)))
    if near is not None:
        once.sort(key=lambda each: degrees_mm(*near, each.lat, each.lon))
    return once


def _is_exchanged(reading: Reading) -> bool:
    return any(note.code == "AXES-SWAPPED" for note in reading.notes)


def _flagged(readings: list[Reading]) -> list[Reading]:
    return [each.noted(*operation_notes(each.operation, each.lat_e7, each.lon_e7)) for each in readings]


def operation_notes(operation: str, lat_e7: int, lon_e7: int) -> tuple[Fault, ...]:
    """A flag if the point lies outside the area an operation is published for: its stated accuracy then promises
    nothing."""
    if operation == NONE:
        return ()
    used = pinned_operation(operation)
    if used.covers(lat_e7, lon_e7):
        return ()
    return (fault("OPERATION-OUTSIDE-AREA", operation=operation, area=used.area_name),)


def _measured(readings: list[Reading]) -> tuple[Reading, ...]:
    first = readings[0]
    return tuple(replace(each, distance_mm=degrees_mm(first.lat, first.lon, each.lat, each.lon)) for each in readings)


def write(
    position: tuple[float, float],
    notation: str,
    *,
    operation: str | None = None,
    operations: Mapping[str, str | None] | None = None,
    zone: int | None = None,
) -> str:
    """A WGS 84 latitude and longitude (degrees) as text in a notation, to about a centimetre; MGRS to its metre square,
    GARS and the kilometre square to their cells.

    Raises Unreadable: NOTATION-UNKNOWN, OPERATION-UNKNOWN, OPERATION-UNSET, LATITUDE-OUTSIDE-GRID, PLANE-OUTSIDE-GRID.
    A place name is never written for a point.
    """
    if notation not in WRITTEN:
        raise Unreadable(fault("NOTATION-UNKNOWN", found=notation, expected=", ".join(WRITTEN)))
    asked = Asked((notation,), True, operations_in_force(operations, operation), zone, None)
    datum = datum_of()[notation]
    used = NONE if datum is None else _operation(asked, datum)
    lat, lon = position
    if notation in geographic():
        return write_geographic(lat, lon, used, "D" if notation == "WGS84" else "DMS")
    if notation in grids():
        return write_national(lat, lon, notation, used)
    if notation == "SNAIL":
        return write_snail(lat, lon, used, zone)
    if notation in gauss_kruger_datums():
        return write_gauss_kruger(lat, lon, used, zone)
    return {"MGRS": write_mgrs, "UTM": write_utm, "GARS": write_gars}[notation](lat, lon)
