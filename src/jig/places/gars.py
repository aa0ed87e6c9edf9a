"""The global area reference system: cells of 30, 15 and 5 minutes. Source: NGA, GARS (2006)."""

import re
from decimal import ROUND_FLOOR, Decimal

from jig.places.faults import Unreadable, fault
from jig.places.operations import NONE
from jig.places.reading import Reading, half_angular_cell_mm
from jig.places.spelling import latin, tidy

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_BANDS = 360  # of half a degree, from the south pole; columns twice as many, from 180 W
_SHAPE = re.compile(r"^(?:GARS\s*:?\s*)?(\d{3})\s*([A-Z])([A-Z])\s*(?:([0-9])\s*([0-9])?)?$")


def read_gars(text: str) -> tuple[Reading, ...]:
    """The centre of the cell that a reference names; nothing if the text is of another shape.

    Raises Unreadable (CELL-INVALID).
    """
    written, swapped = latin(tidy(text))
    match = _SHAPE.match(written)
    if match is None:
        return ()
    column, quadrant, keypad = int(match[1]), match[4], match[5]
    letters = [_LETTERS.find(match[at]) for at in (2, 3)]
    row = letters[0] * len(_LETTERS) + letters[1]
    if (
        not 1 <= column <= 2 * _BANDS
        or min(letters) < 0
        or row >= _BANDS
        or quadrant in ("0", *"56789")
        or keypad == "0"
    ):
        raise Unreadable(fault("CELL-INVALID", found=match[0]))
    south, west, minutes = 30 * row, 30 * (column - 1), 30
    if quadrant is not None:
        # Quadrants from the north-west by rows; keys the same way, as on a telephone.
        south, west, minutes = south + (15 if quadrant in "12" else 0), west + (15 if quadrant in "24" else 0), 15
    if keypad is not None:
        down, right = divmod(int(keypad) - 1, 3)
        south, west, minutes = south + 5 * (2 - down), west + 5 * right, 5
    lat, lon = (south + minutes / 2) / 60 - 90, (west + minutes / 2) / 60 - 180
    notes = (fault("CELL-NAMED", minutes=minutes), *((fault("CYRILLIC-LOOKALIKE"),) if swapped else ()))
    return (Reading("GARS", NONE, lat, lon, half_angular_cell_mm(lat, minutes / 60, minutes / 60), 0, notes=notes),)


def write_gars(lat: float, lon: float) -> str:
    """The five-minute cell that holds the point, its south and west edges included; the north pole in the last row."""
    # As decimals: a point given on an edge must not fall into the next cell by the last bit of a product.
    north = min(_fives(lat, 90), _BANDS * 6 - 1)
    east = _fives(lon, 180) % (_BANDS * 12)
    column, row = east // 6, north // 6
    up, right = north % 6, east % 6
    quadrant = (1 if up >= 3 else 3) + (1 if right >= 3 else 0)
    keypad = 3 * (2 - up % 3) + right % 3 + 1
    return f"{column + 1:03d}{_LETTERS[row // 24]}{_LETTERS[row % 24]}{quadrant}{keypad}"


def _fives(angle: float, offset: int) -> int:
    """Whole steps of five minutes from the origin."""
    return int(((Decimal(repr(angle)) + offset) * 12).to_integral_value(ROUND_FLOOR))
