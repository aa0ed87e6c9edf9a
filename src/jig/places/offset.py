"""A place named by another: "6 km SW of X", "в 6 км юго-западнее X"."""

import re
from dataclasses import dataclass
from math import radians, tan

from pyproj import Geod

_METRES = {
    "km": 1000.0, "kms": 1000.0, "kilometre": 1000.0, "kilometres": 1000.0, "kilometer": 1000.0, "kilometers": 1000.0,
    "m": 1.0, "metre": 1.0, "metres": 1.0, "meter": 1.0, "meters": 1.0, "mi": 1609.344, "mile": 1609.344, "miles": 1609.344, "nm": 1852.0,
    "км": 1000.0, "километр": 1000.0, "километра": 1000.0, "километрах": 1000.0, "километров": 1000.0, "м": 1.0, "метр": 1.0,
    "метра": 1.0, "метрах": 1.0, "метров": 1.0, "миль": 1852.0,
}  # fmt: skip
_POINTS = ("n", "nne", "ne", "ene", "e", "ese", "se", "sse", "s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw")
_RUSSIAN_POINTS = ("с", "ссв", "св", "всв", "в", "вюв", "юв", "ююв", "ю", "ююз", "юз", "зюз", "з", "зсз", "сз", "ссз")
_DISTANCE = r"(?:в |at )?(?P<number>\d{1,4}(?:[.,]\d{1,3})?)\s*(?P<unit>[a-zа-я]+)\.?\s+"
_ENGLISH = re.compile(
    rf"{_DISTANCE}(?:to the )?(?P<way>(?:north|south|east|west|[nsew])(?:[- ]?(?:north|south|east|west|[nsew])){{0,2}})(?:ern)?\s+(?:of|from)\s+(?P<name>.+)"
)
_RUSSIAN = re.compile(
    rf"{_DISTANCE}(?:к |на )?(?P<way>(?:северо|юго)[- ]?(?:восточнее|западнее|востоку|западу|восток|запад)|севернее|южнее|восточнее|западнее"
    r"|северу|югу|востоку|западу|север|юг|восток|запад|[сювз]{1,3})\s+(?:от\s+)?(?P<name>.+)"
)
_STEMS = (("северо", "с"), ("север", "с"), ("юго", "ю"), ("юж", "ю"), ("юг", "ю"), ("восто", "в"), ("запад", "з"))


@dataclass(frozen=True)
class Offset:
    """A distance and a direction from a named place. bearing_deg: from true north, to the middle of the point of the
    compass; half_sector_deg: how far to each side that point reaches."""

    name: str
    distance_m: int
    bearing_deg: float
    half_sector_deg: float

    def from_point(self, lat: float, lon: float) -> tuple[float, float]:
        """The point so far from a point in degrees, WGS 84."""
        east, north, _ = Geod(ellps="WGS84").fwd(lon, lat, self.bearing_deg, self.distance_m)
        return north, east

    @property
    def reach_m(self) -> int:
        """How far from that point the text still holds: the width of the sector, and half a unit of a rounded number."""
        return round(self.distance_m * tan(radians(self.half_sector_deg))) + 1_000


def read_offset(text: str) -> Offset | None:
    """The offset that a text states, in English or Russian; None if it states none."""
    plain = " ".join(text.split())
    # The name is kept as typed: only what stands before it is folded.
    for pattern, way_of in ((_ENGLISH, _english_way), (_RUSSIAN, _russian_way)):
        found = pattern.fullmatch(plain.casefold())
        metres = _METRES.get(found["unit"]) if found else None
        way = way_of(found["way"]) if found else None
        if found and metres and way is not None:
            distance = round(float(found["number"].replace(",", ".")) * metres)
            return Offset(plain[-len(found["name"]) :], distance, *way)
    return None


def _english_way(way: str) -> tuple[float, float] | None:
    letters = re.sub(r"(north|south|east|west)", lambda word: word[0][0], way)
    return _sector(re.sub(r"[- ]", "", letters), _POINTS)


def _russian_way(way: str) -> tuple[float, float] | None:
    if way in _RUSSIAN_POINTS:
        return _sector(way, _RUSSIAN_POINTS)
    letters, rest = "", re.sub(r"[- ]", "", way)
    while rest:
        stem = next(((stem, letter) for stem, letter in _STEMS if rest.startswith(stem)), None)
        if stem is None:
            rest = rest[1:]
            continue
        letters, rest = letters + stem[1], rest[len(stem[0]) :]
    return _sector(letters, _RUSSIAN_POINTS)


def _sector(letters: str, points: tuple[str, ...]) -> tuple[float, float] | None:
    """The bearing of a point of the compass, and half its sector: a fourth, an eighth or a sixteenth of the circle."""
    if letters not in points:
        return None
    return points.index(letters) * 22.5, {1: 45.0, 2: 22.5, 3: 11.25}[len(letters)]
