"""Many numeric positions at once: the same numbers as the strict parser gives, in arrays.

Only what is beyond doubt is read here. Every other row is left to the parser, which says what is wrong with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jig.places.datums import datum_of, gauss_kruger_datums, geographic, grids
from jig.places.grid import HALF_ZONE_M, LEAST_BARE_M, MERIDIAN_M
from jig.places.national import SLACK_DEGREES
from jig.places.operations import (
    NONE,
    accuracy_mm,
    datum_shift,
    gauss_kruger,
    national_grid,
    operation,
    taken_back,
    utm,
)
from jig.places.position import Area
from jig.places.reading import METRES_A_DEGREE, SEALING_MM
from jig.places.utm import NORTHING_MOST_M, UTM_LEAST_M, UTM_MOST_M

Floats = NDArray[Any]
Flags = NDArray[Any]
Whole = NDArray[Any]

# Notes that a row read here may bear, one bit each, in the order in which the parser gives them.
NOTES = ("ZONE-SUPPLIED", "OUTSIDE-OWN-ZONE", "HEMISPHERE-ASSUMED", "OPERATION-OUTSIDE-AREA")
_ZONE_SUPPLIED, _OUTSIDE_ZONE, _HEMISPHERE, _OUTSIDE_AREA = (1 << at for at in range(4))


@dataclass(frozen=True)
class Columns:
    """Two numbers a row in the order of the notation (latitude or northing first, but easting first on national grids
    and in UTM), how many decimals each was given with, and the zone beside them, 0 for none. labelled: the file says which
    is which; otherwise small numbers are no metres."""

    first: Floats
    second: Floats
    decimals: tuple[Whole, Whole]
    zone: Whole
    labelled: bool


@dataclass(frozen=True)
class Points:
    """WGS 84 degrees, error in millimetres, notes as bits of NOTES; done: false where the row is for the parser."""

    lat: Floats
    lon: Floats
    ce90_mm: Whole
    notes: Whole
    done: Flags
    operation: str


def is_numeric(notation: str) -> bool:
    """True if positions of a notation are two numbers."""
    return notation in datum_of() and notation not in ("MGRS", "GARS", "SNAIL", "PLACE")


def easting_first(notation: str) -> bool:
    """True where usage puts the easting first."""
    return notation == "UTM" or notation in grids()


def read_numbers(notation: str, in_force: Mapping[str, str], given: Columns, area: Area) -> Points:
    """The readings of rows that are two plain numbers each. area: where a hemisphere is left open, the one meant."""
    datum = datum_of()[notation]
    used = NONE if datum is None else in_force[datum]
    with np.errstate(invalid="ignore"):
        if notation in geographic():
            lat, lon, notes, done, cell = _geographic(given)
        elif notation in gauss_kruger_datums():
            lat, lon, notes, done, cell = _gauss_kruger(given)
        elif notation == "UTM":
            lat, lon, notes, done, cell = _utm(given, area)
        else:
            lat, lon, notes, done, cell = _national(given, notation)
        if used != NONE:
            lat, lon, _ = datum_shift(used).transform(lat, lon, np.zeros_like(lat))
            notes = notes | np.where(_covered(used, lat, lon), 0, _OUTSIDE_AREA)
        done &= np.isfinite(lat) & np.isfinite(lon)
    return Points(lat, lon, _combined(cell, accuracy_mm(used), done), notes, done, used)


_Parts = tuple[Floats, Floats, Whole, Flags, Floats]


def _geographic(given: Columns) -> _Parts:
    lat, lon = given.first, given.second
    done = (np.abs(lat) <= 90) & (np.abs(lon) <= 180)
    north, east = (10.0**-decimals for decimals in given.decimals)
    cell = _half_cell(north * METRES_A_DEGREE, east * METRES_A_DEGREE * np.cos(np.radians(lat)))
    return lat, lon, np.zeros(lat.size, np.int64), done, cell


def _gauss_kruger(given: Columns) -> _Parts:
    own = np.floor(given.second / 1_000_000)
    east = given.second - own * 1_000_000
    zone = np.where(own > 0, own, given.zone)
    done = (given.first >= 0) & (given.first <= MERIDIAN_M) & (np.abs(east - 500_000) <= HALF_ZONE_M)
    done &= (zone >= 1) & (zone <= 60) & ((given.zone == 0) | (zone == given.zone)) & (given.second >= 0)
    done &= (given.first >= LEAST_BARE_M) | (east >= LEAST_BARE_M) | (own > 0)
    if not given.labelled:
        done &= (given.first >= LEAST_BARE_M) & (given.second >= LEAST_BARE_M)
    lat, lon = _by_zone(zone, done, given.first, east, gauss_kruger)
    outside = np.abs(lon - (6 * zone - 3)) > 3
    notes = np.where(own > 0, 0, _ZONE_SUPPLIED) | np.where(outside, _OUTSIDE_ZONE, 0)
    return lat, lon, notes, done, _metre_cell(given)


def _utm(given: Columns, area: Area) -> _Parts:
    east, north, zone = given.first, given.second, given.zone
    done = (east >= UTM_LEAST_M) & (east <= UTM_MOST_M) & (north >= 0) & (north <= NORTHING_MOST_M)
    done &= (zone >= 1) & (zone <= 60) & (given.first >= LEAST_BARE_M)
    lat, lon = _by_zone(zone.astype(float), done, north, east, utm)
    # The other hemisphere is the likelier one elsewhere: the parser weighs that.
    done &= (lat >= area.south_e7 / 1e7) & (lat <= area.north_e7 / 1e7)
    done &= (lon >= area.west_e7 / 1e7) & (lon <= area.east_e7 / 1e7)
    return lat, lon, np.full(lat.size, _HEMISPHERE, np.int64), done, _metre_cell(given)


def _national(given: Columns, notation: str) -> _Parts:
    lat, lon = national_grid(notation).transform(given.second, given.first, direction="INVERSE")
    south, west, north, east = grids()[notation].area
    done = (lat >= south - SLACK_DEGREES) & (lat <= north + SLACK_DEGREES)
    done &= (lon >= west - SLACK_DEGREES) & (lon <= east + SLACK_DEGREES)
    return lat, lon, np.zeros(lat.size, np.int64), done, _metre_cell(given)


def _by_zone(zone: Floats, done: Flags, north: Floats, east: Floats, grid: Any) -> tuple[Floats, Floats]:
    lat, lon = np.full(north.size, np.nan), np.full(north.size, np.nan)
    for one in np.unique(zone[done]):
        rows = done & (zone == one)
        lat[rows], lon[rows] = grid(int(one)).transform(north[rows], east[rows], direction="INVERSE")
    return lat, lon


def _metre_cell(given: Columns) -> Floats:
    return _half_cell(10.0 ** -given.decimals[0], 10.0 ** -given.decimals[1])


def _half_cell(north_m: Floats, east_m: Floats) -> Floats:
    return np.ceil(np.hypot(north_m, east_m) * 500 - 1e-6)


def _combined(cell_mm: Floats, operation_mm: int, done: Flags) -> Whole:
    """reading.half_cell_mm and combined_mm for arrays: each root rounded up, in whole numbers."""
    cell = np.where(done, cell_mm, 0).astype(np.int64)
    notation = _root_up(cell * cell + SEALING_MM * SEALING_MM)
    return _root_up(notation * notation + operation_mm * operation_mm)


def _root_up(squares: Whole) -> Whole:
    root = np.sqrt(squares.astype(float)).astype(np.int64)
    root -= (root * root > squares).astype(np.int64)
    found: Whole = root + (root * root < squares)
    return found


def _covered(code: str, lat: Floats, lon: Floats) -> Flags:
    inside = np.zeros(lat.size, bool)
    finite = np.isfinite(lat) & np.isfinite(lon)
    lat_e7, lon_e7 = (np.rint(np.where(finite, each, 0) * 1e7) for each in (lat, lon))
    for box in operation(code).area:
        east = (lon_e7 >= box.west_e7) & (lon_e7 <= box.east_e7)
        if box.west_e7 > box.east_e7:
            east = (lon_e7 >= box.west_e7) | (lon_e7 <= box.east_e7)
        inside |= east & (lat_e7 >= box.south_e7) & (lat_e7 <= box.north_e7)
    return inside


def write_numbers(notation: str, in_force: Mapping[str, str], lat: Floats, lon: Floats) -> Sequence[str] | None:
    """The texts that notations.write gives, for points beyond doubt; None for a notation that is no numbers, and for
    points that its grid may not reach."""
    if notation in gauss_kruger_datums() and notation != "SNAIL" and lat.size and float(lat.min()) > 1:
        return _write_gauss_kruger(in_force[gauss_kruger_datums()[notation]], lat, lon)
    if notation in grids():
        grid = grids()[notation]
        south, west, north, east = grid.area
        if lat.size and lat.min() >= south and lat.max() <= north and lon.min() >= west and lon.max() <= east:
            back = taken_back(in_force[grid.datum], lat, lon, np.zeros_like(lat))
            y, x = national_grid(notation).transform(*back)
            return [f"E={e:.2f} N={n:.2f}" for e, n in zip(x.tolist(), y.tolist(), strict=True)]
    if notation == "WGS84":
        return [
            f"{abs(n):.7f}{'N' if n >= 0 else 'S'} {abs(e):.7f}{'E' if e >= 0 else 'W'}"
            for n, e in zip(lat.tolist(), lon.tolist(), strict=True)
        ]
    return None


def _write_gauss_kruger(code: str, lat: Floats, lon: Floats) -> list[str]:
    north, east = taken_back(code, lat, lon, np.zeros_like(lat))
    zone = np.floor_divide(np.mod(east, 360), 6) + 1
    x, y = np.empty_like(lat), np.empty_like(lat)
    for one in np.unique(zone):
        rows = zone == one
        x[rows], y[rows] = gauss_kruger(int(one)).transform(north[rows], east[rows])
    return [f"X={n:.2f} Y={e:.2f}" for n, e in zip(x.tolist(), (y + zone * 1_000_000).tolist(), strict=True)]
