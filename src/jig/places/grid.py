"""Plane coordinates in metres: Gauss-Krueger on SK-42, where x is north and y east with the zone in front; and UTM."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from jig.places.faults import Fault, Unreadable, fault
from jig.places.operations import NONE, accuracy_mm, from_wgs84, gauss_kruger, to_wgs84, utm
from jig.places.reading import Reading, half_cell_mm
from jig.places.spelling import latin, tidy

# A six-degree zone is at most 334 km wide to either side, on the equator; maps overlap into the neighbour by half a
# degree.
HALF_ZONE_M = 400_000
MERIDIAN_M = 10_002_289  # equator to pole on Krassowsky's ellipsoid, rounded up
UTM_LEAST_M, UTM_MOST_M = 100_000, 900_000
# A point on a band's edge, written to the centimetre, may come back on the other side of it.
_ROUNDING = 1e-6
UTM_BANDS = "CDEFGHJKLMNPQRSTUVWX"

_NUMBER = r"\d[\d ]*(?:[.,]\d+)?"
_LABELLED = re.compile(rf"^(?P<one>[XYNE])\s*[:=]?\s*(?P<first>{_NUMBER})\s*M?\s*[,;]?\s*"
                       rf"(?P<two>[XYNE])\s*[:=]?\s*(?P<second>{_NUMBER})\s*M?$")  # fmt: skip
_PAIR = re.compile(r"^(\d+(?:[.,]\d+)?)\s*M?(?:\s*;\s*|,\s+|\s+)(\d+(?:[.,]\d+)?)\s*M?$")
_ZONE = re.compile(
    r"(?:ЗОНА|ЗОНЫ|ZONE|З\.|Z\.?)\s*№?\s*(\d{1,2})(?!\d)\s*[,;]?|(?<!\d)(\d{1,2})(?:-?[ЯЙ])?\s+ЗОНА[,;]?"
)
_UTM = re.compile(
    r"^(?:UTM\s*)?(\d{1,2})\s*([C-HJ-NP-X])\s*(\d{6}(?:[.,]\d+)?)\s*M?\s*E?[\s,;]+(\d{1,8}(?:[.,]\d+)?)\s*M?\s*N?$"
)


@dataclass(frozen=True)
class Pair:
    """Two plane numbers as written. axes: NE (x first) or EN; settled: labels say so."""

    north: Decimal
    east: Decimal
    axes: str
    settled: bool
    step_m: tuple[float, float]

    def swapped(self) -> "Pair":
        other = "EN" if self.axes == "NE" else "NE"
        return Pair(self.east, self.north, other, False, (self.step_m[1], self.step_m[0]))


def read_gauss_kruger(text: str, *, zone: int | None = None, operation: str) -> tuple[Reading, ...]:
    """Every reading of a text as SK-42 Gauss-Krueger coordinates, the one that its labels or usage name first.

    zone: declared beside the text. Raises Unreadable with all faults of the likelier order if no order is possible.
    """
    written, declared = _declared_zone(tidy(text))
    pair = _pair(written)
    if pair is None:
        return ()
    results = [_gauss_kruger(each, declared or zone, text, operation) for each in (pair, pair.swapped())]
    readings = [each for each in results if isinstance(each, Reading)]
    if declared and zone and declared != zone:
        raise Unreadable(fault("ZONE-MISMATCH", found=declared, expected=zone), *_faults_of(results[:1]))
    # A contradiction with the declared zone is never cured by exchanging the numbers.
    if not readings or any(each.code == "ZONE-MISMATCH" for each in _faults_of(results[:1])):
        raise Unreadable(*_faults_of(results[:1]))
    return tuple(readings)


def _faults_of(results: list[Reading | tuple[Fault, ...]]) -> list[Fault]:
    return [each for result in results if isinstance(result, tuple) for each in result]


def _declared_zone(text: str) -> tuple[str, int | None]:
    match = _ZONE.search(text)
    if match is None:
        return text, None
    return (text[: match.start()] + text[match.end() :]).strip(" ,;"), int(match.group(1) or match.group(2))


def _pair(text: str) -> Pair | None:
    """The two numbers of a text in the usual order of their labels; None if it is of another shape."""
    match = _LABELLED.match(latin(text)[0])
    if match is not None:
        return _labelled(match)
    match = _PAIR.match(latin(text)[0])
    if match is None or not all(_metres(each) >= 100_000 for each in match.groups()):
        return None
    first, second = match.groups()
    return Pair(_metres(first), _metres(second), "NE", False, (_step_m(first), _step_m(second)))


def _labelled(match: re.Match[str]) -> Pair | None:
    labels = match["one"] + match["two"]
    if labels not in ("XY", "YX", "NE", "EN"):
        return None
    north, east = (match["first"], match["second"]) if labels in ("XY", "NE") else (match["second"], match["first"])
    return Pair(_metres(north), _metres(east), "NE", True, (_step_m(north), _step_m(east)))


def _metres(number: str) -> Decimal:
    return Decimal(number.replace(" ", "").replace(",", "."))


def _step_m(number: str) -> float:
    return 10.0 ** -len(number.replace(",", ".").partition(".")[2])


def _gauss_kruger(pair: Pair, zone: int | None, text: str, operation: str) -> Reading | tuple[Fault, ...]:
    """The reading of one order of the numbers, or everything that speaks against it."""
    prefix, east = divmod(pair.east, 1_000_000)
    own = int(prefix) or None
    faults = tuple(_gauss_kruger_faults(pair.north, east, own, zone, text))
    if faults:
        return faults
    used = own or zone or 0
    lat, lon = gauss_kruger(used).transform(float(pair.north), float(east), direction="INVERSE", errcheck=True)
    notes = tuple(_gauss_kruger_notes(pair.axes, own, used, lon))
    north, east_wgs = to_wgs84(operation, lat, lon)
    return Reading(
        "SK42-GK", operation, north, east_wgs, half_cell_mm(*pair.step_m), accuracy_mm(operation),
        pair.axes, pair.settled, zone=None if own else used, notes=notes,
    )  # fmt: skip


def _gauss_kruger_notes(axes: str, own: int | None, used: int, lon: float) -> Iterator[Fault]:
    if axes == "EN":
        yield fault("AXES-SWAPPED")
    if own is None:
        yield fault("ZONE-SUPPLIED", zone=used)
    if abs(lon - (6 * used - 3)) > 3:
        yield fault("OUTSIDE-OWN-ZONE", zone=used)


def _gauss_kruger_faults(
    north: Decimal, east: Decimal, own: int | None, zone: int | None, text: str
) -> Iterator[Fault]:
    if own is not None and zone is not None and own != zone:
        yield fault("ZONE-MISMATCH", found=own, expected=zone)
    if (own or zone or 1) > 60:
        yield fault("ZONE-OUT-OF-RANGE", found=own or zone or 0, expected=60)
    if north < 100_000 and east < 100_000 and own is None:
        yield fault("GRID-ABBREVIATED", text=text)
        return
    if own is None and zone is None:
        yield fault("ZONE-MISSING", found=str(east))
    if abs(east - 500_000) > HALF_ZONE_M:
        yield fault("EASTING-OUTSIDE-ZONE", found=str(east), least=500_000 - HALF_ZONE_M, most=500_000 + HALF_ZONE_M)
    if north > MERIDIAN_M:
        yield fault("NORTHING-OUT-OF-RANGE", found=str(north), least=0, most=MERIDIAN_M)


def write_gauss_kruger(lat: float, lon: float, operation: str, zone: int | None = None) -> str:
    """WGS 84 degrees as SK-42 Gauss-Krueger to the centimetre, in the zone given or the point's own."""
    north, east = from_wgs84(operation, lat, lon)
    used = zone or int(east % 360 // 6) + 1
    x, y = gauss_kruger(used).transform(north, east, errcheck=True)
    return f"X={x:.2f} Y={used * 1_000_000 + y:.2f}"


def read_utm(text: str) -> tuple[Reading, ...]:
    """Every reading of a text as UTM: the letter as a latitude band, and N or S as a hemisphere where that differs."""
    match = _UTM.match(latin(tidy(text))[0])
    if match is None:
        return ()
    zone, letter, east, north = int(match[1]), match[2], _metres(match[3]), _metres(match[4])
    faults = tuple(_utm_faults(zone, north, east))
    if faults:
        raise Unreadable(*faults)
    cell = half_cell_mm(_step_m(match[4]), _step_m(match[3]))
    readings = []
    for south in (False, True):
        lat, lon = utm(zone, south).transform(float(north), float(east), direction="INVERSE", errcheck=True)
        as_band = in_band(lat, letter, _ROUNDING)
        if as_band or (letter == "S" and south) or (letter == "N" and not south):
            notes = () if as_band or letter == "N" else (fault("SOUTHERN-HEMISPHERE", letter=letter),)
            readings.append(Reading("UTM", NONE, lat, lon, cell, 0, notes=notes))
    if not readings:
        raise Unreadable(fault("SQUARE-OUTSIDE-BAND", found=match[4], band=letter))
    return tuple(readings)


def _utm_faults(zone: int, north: Decimal, east: Decimal) -> Iterator[Fault]:
    if not 1 <= zone <= 60:
        yield fault("ZONE-OUT-OF-RANGE", found=zone, expected=60)
    if not UTM_LEAST_M <= east <= UTM_MOST_M:
        yield fault("EASTING-OUTSIDE-ZONE", found=str(east), least=UTM_LEAST_M, most=UTM_MOST_M)
    if north > 10_000_000:
        yield fault("NORTHING-OUT-OF-RANGE", found=str(north), least=0, most=10_000_000)


def band(lat: float) -> str:
    """The latitude band letter, eight degrees each from 80 S, the last one twelve. Source: NGA.STND.0037."""
    return UTM_BANDS[min(int((lat + 80) // 8), 19)]


def in_band(lat: float, letter: str, slack: float = 0.0) -> bool:
    """True if the latitude lies in the band, give or take a slack in degrees."""
    low = -80 + 8 * UTM_BANDS.index(letter)
    return low - slack <= lat < low + (12 if letter == "X" else 8) + slack


def utm_zone(lat: float, lon: float) -> int:
    """The UTM zone, with the wider zones of 56-64 N 3-12 E and of 72-84 N 0-42 E. Source: NGA.STND.0037."""
    zone = min(int((lon + 180) // 6), 59) + 1
    if 56 <= lat < 64 and 3 <= lon < 12:
        return 32
    if 72 <= lat <= 84 and 0 <= lon < 42:
        return 31 if lon < 9 else 33 if lon < 21 else 35 if lon < 33 else 37
    return zone


def write_utm(lat: float, lon: float) -> str:
    """WGS 84 degrees as UTM with the band letter, to the centimetre."""
    zone = utm_zone(lat, lon)
    north, east = utm(zone, lat < 0).transform(lat, lon, errcheck=True)
    return f"{zone:02d}{band(lat)} {east:.2f} {north:.2f}"
