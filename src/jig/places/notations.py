"""Every notation through one door: a text in, all its readings out; a point in, its text out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from jig.places.faults import Fault, Unreadable, fault
from jig.places.gazetteer import Gazetteer, Place
from jig.places.geodesic import degrees_mm
from jig.places.geographic import read_geographic, write_geographic
from jig.places.grid import read_gauss_kruger, read_utm, write_gauss_kruger, write_utm
from jig.places.mgrs import read_mgrs, write_mgrs
from jig.places.operations import DEFAULT_SK42, NONE
from jig.places.operations import operation as pinned_operation
from jig.places.reading import Reading, half_cell_mm
from jig.places.spelling import tidy

NOTATIONS = ("WGS84", "SK42-GEO", "SK42-GK", "MGRS", "UTM", "PLACE")
ON_SK42 = frozenset({"SK42-GEO", "SK42-GK"})
# A gazetteer's point stands somewhere in a town: our own assumption, on the large side; GeoNames states no error.
PLACE_CELL_M = 5_000.0

_SK42_WORDS = re.compile(r"\b(?:[СC]К|SK|S|[СC])[- ]?42\b|\b(?:ПУЛКОВО|PULKOVO)[- ]?(?:19)?42\b")
_WGS84_WORDS = re.compile(r"\bWGS[- ]?(?:19)?84\b")


def read(
    text: str,
    *,
    notation: str | None = None,
    operation: str = DEFAULT_SK42,
    zone: int | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[Reading, ...]:
    """Every plausible reading of a text, the likeliest first, each with its distance from that one.

    notation: only this one. operation: the pinned operation for SK-42. zone: declared beside the text. gazetteer:
    for names.
    Raises Unreadable with all faults found if there is no reading. Source: ToR 1.d.iv.
    """
    wanted = _wanted(notation)
    pinned_operation(operation)
    plain, hinted = _without_datum(tidy(text))
    if hinted is not None:
        wanted = tuple(each for each in wanted if each in hinted)
    if not wanted:
        raise Unreadable(fault("NOTATION-MISMATCH", text=text, expected=notation or ""))
    readings, faults = _collect(_parsers(plain, text.strip(), wanted, operation, zone, gazetteer))
    if not readings:
        raise Unreadable(*(faults or _shapeless(text, notation)))
    return _measured(_flagged(readings))


def _wanted(notation: str | None) -> tuple[str, ...]:
    if notation is not None and notation not in NOTATIONS:
        raise Unreadable(fault("NOTATION-UNKNOWN", found=notation, expected=", ".join(NOTATIONS)))
    return NOTATIONS if notation is None else (notation,)


def _shapeless(text: str, notation: str | None) -> tuple[Fault, ...]:
    if notation is None:
        return (fault("POSITION-UNREADABLE", text=text),)
    return (fault("NOTATION-MISMATCH", text=text, expected=notation),)


def _without_datum(text: str) -> tuple[str, frozenset[str] | None]:
    """The text without the name of its datum, and the notations on that datum."""
    for words, notations in ((_WGS84_WORDS, frozenset(NOTATIONS) - ON_SK42), (_SK42_WORDS, ON_SK42)):
        if words.search(text):
            return words.sub(" ", text).strip(" ,;:()"), notations
    return text, None


def _parsers(
    text: str, name: str, wanted: tuple[str, ...], operation: str, zone: int | None, gazetteer: Gazetteer | None
) -> Iterator[Callable[[], tuple[Reading, ...]]]:
    datums = [("WGS84", NONE), ("SK42-GEO", operation)]
    geographic = tuple(datum for datum in datums if datum[0] in wanted)
    if geographic:
        yield lambda: read_geographic(text, geographic)
    if "SK42-GK" in wanted:
        yield lambda: read_gauss_kruger(text, zone=zone, operation=operation)
    if "MGRS" in wanted:
        yield lambda: read_mgrs(text)
    if "UTM" in wanted:
        yield lambda: read_utm(text)
    if "PLACE" in wanted and gazetteer is not None and not re.search(r"\d", text):
        yield lambda: read_name(name, gazetteer)


def _collect(parsers: Iterator[Callable[[], tuple[Reading, ...]]]) -> tuple[list[Reading], list[Fault]]:
    readings: list[Reading] = []
    faults: list[Fault] = []
    for parse in parsers:
        try:
            readings.extend(parse())
        except Unreadable as refused:
            faults.extend(refused.faults)
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


def _flagged(readings: list[Reading]) -> list[Reading]:
    return [each.noted(*operation_notes(each.operation, each.lat_e7, each.lon_e7)) for each in readings]


def operation_notes(operation: str, lat_e7: int, lon_e7: int) -> tuple[Fault, ...]:
    """A flag if the point lies outside the area an operation is published for: its stated accuracy then promises
    nothing."""
    if operation == NONE or pinned_operation(operation).covers(lat_e7, lon_e7):
        return ()
    return (fault("OPERATION-OUTSIDE-AREA", operation=operation),)


def _measured(readings: list[Reading]) -> tuple[Reading, ...]:
    first = readings[0]
    return tuple(replace(each, distance_mm=degrees_mm(first.lat, first.lon, each.lat, each.lon)) for each in readings)


def write(
    position: tuple[float, float], notation: str, *, operation: str = DEFAULT_SK42, zone: int | None = None
) -> str:
    """A WGS 84 latitude and longitude (degrees) as text in a notation, to about a centimetre, MGRS to its metre square.

    Raises Unreadable: NOTATION-UNKNOWN, OPERATION-UNKNOWN, LATITUDE-OUT-OF-RANGE. A place name is never written for
    a point.
    """
    lat, lon = position
    writers: dict[str, Callable[[], str]] = {
        "WGS84": lambda: write_geographic(lat, lon, NONE),
        "SK42-GEO": lambda: write_geographic(lat, lon, operation, "DMS"),
        "SK42-GK": lambda: write_gauss_kruger(lat, lon, operation, zone),
        "MGRS": lambda: write_mgrs(lat, lon),
        "UTM": lambda: write_utm(lat, lon),
    }
    if notation not in writers:
        raise Unreadable(fault("NOTATION-UNKNOWN", found=notation, expected=", ".join(writers)))
    return writers[notation]()
