"""Kilometre squares of Gauss-Krueger coordinates with the sub-square "by snail": 1 to 9, or a letter.

The digits run clockwise from the north-west, 9 is the middle. Of the letters all sources put the first in the
north-west and the second in the north-east; they differ on the other two, so both readings are given.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from jig.places.faults import Fault, Unreadable, fault
from jig.places.grid import own_zone
from jig.places.operations import accuracy_mm, from_wgs84, gauss_kruger, to_wgs84
from jig.places.plane_numbers import declared_zone, squares_of
from jig.places.position import Area
from jig.places.reading import Reading, half_cell_mm
from jig.places.spelling import tidy

# Digit: columns from the west, rows from the south.
_SNAIL = {
    "1": (0, 2), "2": (1, 2), "3": (2, 2), "4": (2, 1), "5": (2, 0), "6": (1, 0), "7": (0, 0), "8": (0, 1), "9": (1, 1),
}  # fmt: skip
_CLOCKWISE = {"А": (0, 1), "Б": (1, 1), "В": (1, 0), "Г": (0, 0)}
_BY_ROWS = {"А": (0, 1), "Б": (1, 1), "В": (0, 0), "Г": (1, 0)}
# A Latin letter from the wrong keyboard: B is the look-alike of one letter and the sound of another.
_LATIN = {"A": "А", "B": "БВ", "V": "В", "G": "Г"}
_SUB = (
    r"(?:\s*[-/,.]?\s*\(?(?:ПО\s+)?(?:УЛИТК[АЕУИ]|УЛ\.?|SNAIL)\s*[-№:]?\s*(?P<snail>[1-9](?:\s?[-/]\s?[1-9]){0,2})\)?"
    r"|\s*[-/]\s*(?P<sub>[1-9](?:\s?[-/]\s?[1-9]){0,2}|[А-ГABVG]))?"
)
_SQUARE = re.compile(
    r"^(?P<word>(?:КВ\.|КВАДРАТ|КВ|SQUARE|SQ)\s*№?\s*)?(?P<x>\d{2})[\s-]?(?P<y>\d{2})" + _SUB
    + r"(?:\s*\(?\s*[XХ]\s*=?\s*(?P<xfull>\d{2,4})\s*,?\s*[YУ]\s*=?\s*(?P<yfull>\d{4,5})\s*\)?)?$"
)  # fmt: skip
_FULL = re.compile(
    r"^(?P<word>(?:КВ\.|КВАДРАТ|КВ|SQUARE|SQ)\s*)?(?:[XХ]\s*=?\s*)?(?P<xfull>\d{4})[\s,;]+(?:[YУ]\s*=?\s*)?(?P<yfull>\d{4,5})"
    + _SUB
    + "$"
)


@dataclass(frozen=True)
class Part:
    """A part of a kilometre square: its centre from the south-west corner and its side, kilometres."""

    east: Fraction
    north: Fraction
    side: Fraction
    notes: tuple[Fault, ...] = ()


def read_snail(
    text: str, *, operation: str, zone: int | None = None, area: Area | None = None, asked: bool = True
) -> tuple[Reading, ...]:
    """The centre of every square that a text can name; nothing if it is of another shape.

    asked: the notation is named; otherwise a bare number without a sub-square or a word is left to other notations.
    area: where the hundreds of kilometres are left out, the squares in it. Raises Unreadable (GRID-ABBREVIATED,
    ZONE-MISMATCH, READINGS-TOO-MANY).
    """
    written, beside = declared_zone(tidy(text))
    match = _SQUARE.match(written) or _FULL.match(written)
    if match is None:
        return ()
    groups = match.groupdict()
    sub = groups["snail"] or groups["sub"]
    if sub is None and not asked and not groups.get("word"):
        return ()
    parts = _parts(sub)
    if groups["xfull"] is not None:
        return _whole(groups, parts, operation, beside or zone)
    if area is None:
        raise Unreadable(fault("GRID-ABBREVIATED", text=text))
    return _candidates(int(groups["x"]), int(groups["y"]), parts, operation, beside or zone, area)


def _parts(sub: str | None) -> tuple[Part, ...]:
    half = Fraction(1, 2)
    if sub is None:
        return (Part(half, half, Fraction(1)),)
    if sub[0].isdigit():
        return (_by_snail(re.sub(r"\D", "", sub)),)
    letters = _LATIN.get(sub, sub)
    notes = () if letters == sub else (fault("LETTER-OF-TWO-ALPHABETS", letter=sub),)
    return tuple(_quarter(letter, layout, code, notes) for letter in letters for layout, code in _layouts(letter))


def _by_snail(digits: str) -> Part:
    east = north = Fraction(0)
    side = Fraction(1)
    for digit in digits:
        side /= 3
        east, north = east + _SNAIL[digit][0] * side, north + _SNAIL[digit][1] * side
    return Part(east + side / 2, north + side / 2, side)


def _layouts(letter: str) -> list[tuple[dict[str, tuple[int, int]], str]]:
    if _CLOCKWISE[letter] == _BY_ROWS[letter]:
        return [(_CLOCKWISE, "")]
    return [(_CLOCKWISE, "LETTERS-CLOCKWISE"), (_BY_ROWS, "LETTERS-BY-ROWS")]


def _quarter(letter: str, layout: dict[str, tuple[int, int]], code: str, notes: tuple[Fault, ...]) -> Part:
    east, north = layout[letter]
    side = Fraction(1, 2)
    told = (*notes, fault(code)) if code else notes
    return Part((2 * east + 1) * side / 2, (2 * north + 1) * side / 2, side, told)


def _whole(
    groups: dict[str, str | None], parts: tuple[Part, ...], operation: str, zone: int | None
) -> tuple[Reading, ...]:
    x, (own, y) = int(groups["xfull"] or 0), divmod(int(groups["yfull"] or 0), 1000)
    if zone is not None and own != zone:
        raise Unreadable(fault("ZONE-MISMATCH", found=own, expected=zone))
    if not 1 <= own <= 60:
        raise Unreadable(fault("ZONE-OUT-OF-RANGE", found=own, expected=60))
    short = groups.get("x"), groups.get("y")
    if short[0] is not None and (x % 100, y % 100) != (int(short[0]), int(short[1] or 0)):
        raise Unreadable(fault("POSITION-UNREADABLE", text=f"{short[0]}{short[1]} / {x} {y}"))
    return tuple(_reading(own, x, y, part, operation, None, ()) for part in parts)


def _candidates(
    x: int, y: int, parts: tuple[Part, ...], operation: str, zone: int | None, area: Area
) -> tuple[Reading, ...]:
    found = []
    for used, x_km, y_km in squares_of(area):
        if zone not in (None, used):
            continue
        note = fault("FIGURES-ASSUMED", zone=used, x_km=x_km, y_km=used * 1000 + y_km)
        for part in parts:
            reading = _reading(used, x_km + x, y_km + y, part, operation, used, (note,))
            own = all(each.code != "OUTSIDE-OWN-ZONE" for each in reading.notes)
            if own and area.holds(reading.lat_e7, reading.lon_e7):
                found.append(reading)
    return tuple(found)


def _reading(
    zone: int, x_km: int, y_km: int, part: Part, operation: str, supplied: int | None, notes: tuple[Fault, ...]
) -> Reading:
    north, east, side_m = float((x_km + part.north) * 1000), float((y_km + part.east) * 1000), float(part.side * 1000)
    lat, lon = gauss_kruger(zone).transform(north, east, direction="INVERSE", errcheck=True)
    if abs(lon - (6 * zone - 3)) > 3:
        notes = (*notes, fault("OUTSIDE-OWN-ZONE", zone=zone))
    notes = (*notes, fault("SQUARE-NAMED", side_m=round(side_m)), *part.notes)
    lat, lon = to_wgs84(operation, lat, lon)
    return Reading(
        "SNAIL", operation, lat, lon, half_cell_mm(side_m, side_m), accuracy_mm(operation), zone=supplied, notes=notes
    )


def write_snail(lat: float, lon: float, operation: str, zone: int | None = None) -> str:
    """The kilometre square and its ninth, as it is said, and in brackets the whole kilometres that make it unique.

    Raises Unreadable (LATITUDE-OUTSIDE-GRID).
    """
    lat, lon = from_wgs84(operation, lat, lon)
    if lat < 0:
        raise Unreadable(fault("LATITUDE-OUTSIDE-GRID", found=f"{lat:.7f}", least=0, most=90))
    used = zone or own_zone(lon)
    x, y = gauss_kruger(used).transform(lat, lon, errcheck=True)
    x_km, y_km = int(x // 1000), int(y // 1000)
    cell = int(y % 1000 * 3 // 1000), int(x % 1000 * 3 // 1000)
    digit = next(name for name, place in _SNAIL.items() if place == cell)
    return f"{x_km % 100:02d}{y_km % 100:02d}-{digit} (X={x_km} Y={used * 1000 + y_km})"
