"""UTM in metres, with a band letter, a hemisphere or neither, and with a zone or without."""

import re
from collections.abc import Iterator
from decimal import Decimal

from jig.places.faults import Fault, Unreadable, fault
from jig.places.operations import NONE, utm
from jig.places.plane_numbers import declared_zone, metres, pair, step_m, zones_of
from jig.places.position import Area
from jig.places.reading import Reading, half_cell_mm
from jig.places.spelling import latin, tidy

UTM_LEAST_M, UTM_MOST_M = 100_000, 900_000
NORTHING_MOST_M = 10_000_000
# A point on a band's edge, written to the centimetre, may come back on the other side of it.
_ROUNDING = 1e-6
UTM_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_NAMED = re.compile(r"^UTM\b\s*|\s*\bUTM$")
_UTM = re.compile(
    r"^(\d{1,2})\s*([C-HJ-NP-X])?[\s,;]+E?\s*(\d{6}(?:[.,]\d+)?)\s*M?\s*E?[\s,;]+N?\s*(\d{1,8}(?:[.,]\d+)?)\s*M?\s*N?$"
    r"|^(\d{1,2})\s*([C-HJ-NP-X])(\d{6}(?:[.,]\d+)?)\s*M?\s*E?[\s,;]+(\d{1,8}(?:[.,]\d+)?)\s*M?\s*N?$"
)


def read_utm(
    text: str, *, zone: int | None = None, area: Area | None = None, asked: bool = False
) -> tuple[Reading, ...]:
    """Every reading of a text as UTM: the letter as a latitude band, and N or S as a hemisphere where that differs.

    area: without a zone the numbers are read in each of its zones. asked: the notation is named beside the text. Raises
    Unreadable with all faults of a text of that shape.
    """
    written, named = latin(_NAMED.sub("", tidy(text)))[0], asked or _NAMED.search(tidy(text)) is not None
    match = _UTM.match(written)
    if match is None:
        return _unzoned(tidy(_NAMED.sub("", tidy(text)) or "-"), zone, area, named)
    own, letter, first, second = (match[at] or match[at + 4] for at in range(1, 5))
    return _zoned(int(own), letter, metres(first), metres(second), half_cell_mm(step_m(second), step_m(first)))


def _zoned(zone: int, letter: str | None, east: Decimal, north: Decimal, cell: int) -> tuple[Reading, ...]:
    faults = tuple(_faults(zone, north, east))
    if faults:
        raise Unreadable(*faults)
    readings = []
    for south in (False, True):
        lat, lon = utm(zone, south).transform(float(north), float(east), direction="INVERSE", errcheck=True)
        as_band = letter is not None and in_band(lat, letter, _ROUNDING)
        if letter is None:
            readings.append(Reading("UTM", NONE, lat, lon, cell, 0, notes=(_hemisphere(south),)))
        elif as_band or (letter == "S" and south) or (letter == "N" and not south):
            notes = () if as_band or letter == "N" else (fault("SOUTHERN-HEMISPHERE", letter=letter),)
            readings.append(Reading("UTM", NONE, lat, lon, cell, 0, notes=notes))
    if not readings:
        raise Unreadable(fault("SQUARE-OUTSIDE-BAND", found=str(north), band=letter or ""))
    return tuple(readings)


def _hemisphere(south: bool) -> Fault:
    return fault("HEMISPHERE-ASSUMED", side="S" if south else "N")


def _unzoned(text: str, zone: int | None, area: Area | None, named: bool) -> tuple[Reading, ...]:
    """Numbers without a zone of their own: in the declared one, or in each zone of the area."""
    written, beside = declared_zone(text)
    given = pair(written)
    if given is None or min(given.digits) < 6 or max(given.digits) > 7:
        return ()
    if area is None and not named and given.labels not in ("NE", "EN"):
        return ()
    if beside and zone and beside != zone:
        raise Unreadable(fault("ZONE-MISMATCH", found=beside, expected=zone))
    zones = [used + 30 for used in zones_of(area)] if area is not None else []
    if beside or zone:
        zones = [beside or zone or 0]
    found = [
        reading
        for each in ((given, "EN"), (given.swapped(), "NE"))
        for used in zones
        for reading in _candidate(each[0].first, each[0].second, used, each[1], given.labels, given.step_m)
    ]
    if area is not None:
        # A northing of the other hemisphere, or numbers exchanged, are offered only where they mean this area.
        inside = [each for each in found if area.holds(each.lat_e7, each.lon_e7)]
        usual = [each for each in found if each.lat > 0 and each.axes == _usual(given.labels)]
        return tuple(inside or (usual if named else []))
    if not found and named:
        raise Unreadable(fault("ZONE-MISSING", found=str(given.first)))
    return tuple(found)


def _usual(labels: str) -> str:
    return "EN" if labels in ("", "EN", "XY") else "NE"


def _candidate(
    east: Decimal, north: Decimal, zone: int, axes: str, labels: str, step: tuple[float, float]
) -> Iterator[Reading]:
    if labels in ("NE", "EN") and axes != labels:
        return
    if not 1 <= zone <= 60 or any(_faults(zone, north, east)):
        return
    for south in (False, True):
        lat, lon = utm(zone, south).transform(float(north), float(east), direction="INVERSE", errcheck=True)
        notes = [fault("ZONE-ASSUMED", zone=zone), *([_hemisphere(True)] if south else [])]
        if axes != _usual(labels):
            notes.append(fault("AXES-SWAPPED"))
        yield Reading(
            "UTM", NONE, lat, lon, half_cell_mm(*step), 0, axes, labels in ("NE", "EN"), zone, notes=tuple(notes)
        )


def _faults(zone: int, north: Decimal, east: Decimal) -> Iterator[Fault]:
    if not 1 <= zone <= 60:
        yield fault("ZONE-OUT-OF-RANGE", found=zone, expected=60)
    if not UTM_LEAST_M <= east <= UTM_MOST_M:
        yield fault("EASTING-OUTSIDE-ZONE", found=str(east), least=UTM_LEAST_M, most=UTM_MOST_M)
    if not 0 <= north <= NORTHING_MOST_M:
        yield fault("NORTHING-OUT-OF-RANGE", found=str(north), least=0, most=NORTHING_MOST_M)


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
    """WGS 84 degrees as UTM with the band letter, to the centimetre. Raises Unreadable beyond 80 S and 84 N."""
    if not -80 <= lat <= 84:
        raise Unreadable(fault("LATITUDE-OUTSIDE-GRID", found=f"{lat:.7f}", least=-80, most=84))
    zone = utm_zone(lat, lon)
    north, east = utm(zone, lat < 0).transform(lat, lon, errcheck=True)
    return f"{zone:02d}{band(lat)} {east:.2f} {north:.2f}"
