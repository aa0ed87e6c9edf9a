"""The military grid reference system between 80 S and 84 N: a reference names a square, never a corner.

Source: NGA.STND.0037 (2014), chapter 3.
"""

import re

from jig.places.faults import Unreadable, fault
from jig.places.operations import NONE, utm
from jig.places.reading import Reading, half_cell_mm
from jig.places.spelling import latin, tidy
from jig.places.utm import UTM_BANDS, band, in_band, utm_zone

_COLUMNS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")  # of zones 3n, 3n + 1, 3n + 2
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_SQUARE_M = 100_000
_CYCLE_M = 2_000_000
# A 100 km square that a band's edge cuts is named with either letter on maps: a degree and a bit to each side.
_BAND_SLACK = 1.0
_SHAPE = re.compile(rf"^(?:MGRS\s*:?\s*)?(\d{{1,2}})\s*([{UTM_BANDS}])\s*([A-HJ-NP-Z])\s*([A-HJ-NP-V])\s*(\d[\d\s]*)?$")


def read_mgrs(text: str) -> tuple[Reading, ...]:
    """The centre of the square that a grid reference names; nothing if the text is of another shape.

    Raises Unreadable: DIGITS-UNEVEN, SQUARE-INVALID, SQUARE-OUTSIDE-BAND, ZONE-OUT-OF-RANGE.
    """
    written, swapped = latin(tidy(text))
    match = _SHAPE.match(written)
    if match is None:
        return ()
    zone, letter, column, row, digits = int(match[1]), match[2], match[3], match[4], re.sub(r"\s", "", match[5] or "")
    _refuse_impossible(zone, column, digits)
    half = len(digits) // 2
    cell = 10 ** (5 - half)
    east = (_COLUMNS[zone % 3].index(column) + 1) * _SQUARE_M + int(digits[:half] or 0) * cell + cell / 2
    offset = ((_ROWS.index(row) - _first_row(zone)) % 20) * _SQUARE_M + int(digits[half:] or 0) * cell + cell / 2
    lat, lon = _in_band(zone, letter, east, offset, column + row)
    notes = (fault("SQUARE-NAMED", side_m=cell), *((fault("CYRILLIC-LOOKALIKE"),) if swapped else ()))
    return (Reading("MGRS", NONE, lat, lon, half_cell_mm(cell, cell), 0, notes=notes),)


def _refuse_impossible(zone: int, column: str, digits: str) -> None:
    faults = []
    if not 1 <= zone <= 60:
        faults.append(fault("ZONE-OUT-OF-RANGE", found=zone, expected=60))
    elif column not in _COLUMNS[zone % 3]:
        faults.append(fault("SQUARE-INVALID", found=column, zone=zone))
    if len(digits) % 2 or len(digits) > 10:
        faults.append(fault("DIGITS-UNEVEN", found=len(digits)))
    if faults:
        raise Unreadable(*faults)


def _first_row(zone: int) -> int:
    return 0 if zone % 2 else 5


def _in_band(zone: int, letter: str, east: float, offset: float, square: str) -> tuple[float, float]:
    """The one point of the 2,000 km cycle of rows that lies in the band."""
    south = letter < "N"
    for cycle in range(5):
        north = offset + cycle * _CYCLE_M
        lat, lon = utm(zone, south).transform(north, east, direction="INVERSE", errcheck=True)
        if in_band(lat, letter, _BAND_SLACK):
            return lat, lon
    raise Unreadable(fault("SQUARE-OUTSIDE-BAND", found=square, band=letter))


def write_mgrs(lat: float, lon: float, digits: int = 5) -> str:
    """The reference of the square of 10^(5 - digits) metres that holds the point. Raises Unreadable beyond 80 S and
    84 N."""
    if not -80 <= lat <= 84:
        raise Unreadable(fault("LATITUDE-OUTSIDE-GRID", found=f"{lat:.7f}", least=-80, most=84))
    zone = utm_zone(lat, lon)
    north, east = utm(zone, lat < 0).transform(lat, lon, errcheck=True)
    # The tenth of a micrometre that the projection's series leaves must not drop a point on a grid line into the
    # next square.
    metres_east, metres_north = int(east + 1e-6), int(north + 1e-6)
    column = _COLUMNS[zone % 3][metres_east // _SQUARE_M - 1]
    row = _ROWS[(metres_north // _SQUARE_M + _first_row(zone)) % 20]
    within = [f"{value % _SQUARE_M:05d}"[:digits] for value in (metres_east, metres_north)]
    return " ".join(part for part in (f"{zone:02d}{band(lat)}", column + row, *within) if part)
