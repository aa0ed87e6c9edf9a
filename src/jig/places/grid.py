"""Gauss-Krueger coordinates of six-degree zones: x is north, y is east with the number of the zone in front."""

from collections.abc import Iterator
from dataclasses import replace

from jig.places.faults import Fault, Unreadable, fault
from jig.places.operations import accuracy_mm, from_wgs84, gauss_kruger, to_wgs84
from jig.places.plane_numbers import Pair, declared_zone, pair, squares_of, zones_of
from jig.places.position import Area
from jig.places.reading import Reading, half_cell_mm
from jig.places.spelling import tidy

# A six-degree zone is at most 334 km wide to either side, on the equator; maps overlap into the neighbour by half a
# degree.
HALF_ZONE_M = 400_000
MERIDIAN_M = 10_002_289  # equator to pole on Krassowsky's ellipsoid, rounded up
# With fewer figures a bare pair is not a pair of metres.
LEAST_BARE_M = 100_000


def read_gauss_kruger(
    text: str,
    *,
    notation: str = "SK42-GK",
    operation: str,
    zone: int | None = None,
    area: Area | None = None,
    asked: bool = True,
) -> tuple[Reading, ...]:
    """Every reading of a text as Gauss-Krueger coordinates, the one that its labels or usage name first.

    zone: declared beside the text. area: where neither text nor form names a zone, each of its zones is read; and each
    of its 100 km squares where the leading figures are left out. asked: the notation is named; otherwise only zones in
    which the numbers mean the area are offered. Raises Unreadable with all faults of the likelier order if no order is
    possible.
    """
    written, beside = declared_zone(tidy(text))
    given = pair(written)
    if given is None or not _metres_likely(given, area):
        return ()
    usual = given if given.labels in ("", "XY", "NE") else given.swapped()
    if given.abbreviated and area is not None:
        return tuple(_in_squares(usual, notation, operation, beside or zone, area))
    declared = beside or zone
    orders = [(usual, "NE"), (usual.swapped(), "EN")]
    results = [_in_order(order, axes, notation, operation, declared, text, area) for order, axes in orders]
    first_faults = [each for each in results[0] if isinstance(each, Fault)]
    if beside and zone and beside != zone:
        raise Unreadable(fault("ZONE-MISMATCH", found=beside, expected=zone), *first_faults)
    readings = [each for result in results for each in result if isinstance(each, Reading)]
    if area is not None and not asked and not any(_stands(each, area) for each in readings):
        readings = []
        first_faults = first_faults or [fault("ZONE-MISSING", found=str(usual.second))]
    # A contradiction with the declared zone is never cured by exchanging the numbers.
    if not readings or any(each.code == "ZONE-MISMATCH" for each in first_faults):
        raise Unreadable(*first_faults)
    return tuple(readings)


def _stands(reading: Reading, area: Area) -> bool:
    """True of a reading whose zone is no guess, or whose point confirms it."""
    guessed = any(note.code == "ZONE-ASSUMED" for note in reading.notes)
    return not guessed or area.holds(reading.lat_e7, reading.lon_e7)


def _metres_likely(given: Pair, area: Area | None) -> bool:
    if given.first < 0 or given.second < 0:
        return False
    bare_full = given.first >= LEAST_BARE_M and given.second >= LEAST_BARE_M
    return bool(given.labels) or bare_full or (given.abbreviated and area is not None)


def _in_order(
    given: Pair, axes: str, notation: str, operation: str, zone: int | None, text: str, area: Area | None
) -> list[Reading | Fault]:
    """The readings of one order of the numbers, or everything that speaks against it."""
    own = int(given.second // 1_000_000) or None
    if own is None and zone is None and area is not None:
        return _in_zones(given, axes, notation, operation, text, area)
    faults = list(_faults(given, own, zone, text))
    if faults:
        return [*faults]
    notes = (fault("ZONE-SUPPLIED", zone=zone or 0),) if own is None else ()
    return [_reading(given, axes, notation, operation, own or zone or 0, own, notes)]


def _in_zones(given: Pair, axes: str, notation: str, operation: str, text: str, area: Area) -> list[Reading | Fault]:
    zones = zones_of(area)
    faults = list(_faults(given, None, zones[0], text))
    if faults:
        return [*faults]
    read = [
        _reading(given, axes, notation, operation, zone, None, (fault("ZONE-ASSUMED", zone=zone),)) for zone in zones
    ]
    inside = [each for each in read if area.holds(each.lat_e7, each.lon_e7)]
    # In the usual order every zone of the area stands, those outside it behind; exchanged, only what makes sense there.
    return [*inside, *(each for each in read if axes == "NE" and each not in inside)]


def _in_squares(given: Pair, notation: str, operation: str, zone: int | None, area: Area) -> Iterator[Reading]:
    """The last five figures of x and y, in each 100 km square of the area."""
    for used, x_km, y_km in squares_of(area):
        if zone not in (None, used):
            continue
        note = fault("FIGURES-ASSUMED", zone=used, x_km=x_km, y_km=used * 1000 + y_km)
        for order, axes in ((given, "NE"), (given.swapped(), "EN")):
            full = replace(order, first=order.first + x_km * 1000, second=order.second + y_km * 1000 + used * 1_000_000)
            reading = _reading(full, axes, notation, operation, used, None, (note,))
            # Maps overlap, but a position is given in its own zone unless the zone is named.
            own = all(each.code != "OUTSIDE-OWN-ZONE" for each in reading.notes)
            if own and area.holds(reading.lat_e7, reading.lon_e7) and (axes == "NE" or not given.labels):
                yield reading


def _reading(
    given: Pair, axes: str, notation: str, operation: str, zone: int, own: int | None, notes: tuple[Fault, ...]
) -> Reading:
    north, east = given.first, given.second % 1_000_000
    lat, lon = gauss_kruger(zone).transform(float(north), float(east), direction="INVERSE", errcheck=True)
    if axes == "EN":
        notes = (fault("AXES-SWAPPED"), *notes)
    if abs(lon - (6 * zone - 3)) > 3:
        notes = (*notes, fault("OUTSIDE-OWN-ZONE", zone=zone))
    north_wgs, east_wgs = to_wgs84(operation, lat, lon)
    return Reading(
        notation, operation, north_wgs, east_wgs, half_cell_mm(*given.step_m), accuracy_mm(operation),
        axes, bool(given.labels) and axes == "NE", zone=None if own else zone, notes=notes,
    )  # fmt: skip


def _faults(given: Pair, own: int | None, zone: int | None, text: str) -> Iterator[Fault]:
    north, east = given.first, given.second % 1_000_000
    if own is not None and zone is not None and own != zone:
        yield fault("ZONE-MISMATCH", found=own, expected=zone)
    if (own or zone or 1) > 60:
        yield fault("ZONE-OUT-OF-RANGE", found=own or zone or 0, expected=60)
    if north < LEAST_BARE_M and east < LEAST_BARE_M and own is None:
        yield fault("GRID-ABBREVIATED", text=text)
        return
    if own is None and zone is None:
        yield fault("ZONE-MISSING", found=str(east))
    if abs(east - 500_000) > HALF_ZONE_M:
        yield fault("EASTING-OUTSIDE-ZONE", found=str(east), least=500_000 - HALF_ZONE_M, most=500_000 + HALF_ZONE_M)
    if north > MERIDIAN_M:
        yield fault("NORTHING-OUT-OF-RANGE", found=str(north), least=0, most=MERIDIAN_M)


def own_zone(lon: float) -> int:
    """The six-degree zone of a longitude on the grid's own datum, counted from Greenwich."""
    return int(lon % 360 // 6) + 1


def write_gauss_kruger(lat: float, lon: float, operation: str, zone: int | None = None) -> str:
    """WGS 84 degrees as Gauss-Krueger to the centimetre, in the zone given or the point's own.

    Raises Unreadable (LATITUDE-OUTSIDE-GRID) south of the equator, where x would be negative.
    """
    north, east = from_wgs84(operation, lat, lon)
    if north < 0:
        raise Unreadable(fault("LATITUDE-OUTSIDE-GRID", found=f"{lat:.7f}", least=0, most=90))
    used = zone or own_zone(east)
    x, y = gauss_kruger(used).transform(north, east, errcheck=True)
    return f"X={x:.2f} Y={used * 1_000_000 + y:.2f}"
