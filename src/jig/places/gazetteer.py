"""Names of places: found exactly or not at all. A gazetteer is one node's own and never enters the fold."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from jig.places.distance import distance_m_floor
from jig.places.faults import Unreadable, fault
from jig.places.position import Area

_DEGREE_E7 = 10_000_000
#: Two lists put one village up to so far apart: about its own size.
TWIN_M = 2_000
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": None})


@dataclass(frozen=True)
class Place:
    """A named place: GeoNames number, names in three scripts ("" if none is held), WGS 84 in 1e-7 degrees, ISO
    country code.

    ru_mark: LISTED (from GeoNames), PREFERRED (the profile's own choice) or TRANSLITERATED (made, to be checked).
    """

    geonames_id: int
    en: str
    ru: str
    ar: str
    lat_e7: int
    lon_e7: int
    country: str
    ru_mark: str
    population: int
    others: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Every name held, the three main ones first."""
        return tuple(name for name in (self.en, self.ru, self.ar, *self.others) if name)


def normal(name: str) -> str:
    """A name without what spelling habits change: case, accents, hyphens, apostrophes, Arabic vowel signs and alef
    forms."""
    folded = unicodedata.normalize("NFC", name).translate(_ARABIC).casefold().replace("ı", "i")
    # The breve of й is a letter's own, not an accent: joined again before the accents go.
    spread = unicodedata.normalize("NFKD", folded).replace("и\u0306", "й")
    kept = "".join(c for c in spread if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s-]", "", kept).replace("-", " ").split())


class Gazetteer:
    """Places of one area, looked up by number, name or nearness. home: countries in which the agreement applies."""

    def __init__(self, places: tuple[Place, ...], home: frozenset[str] = frozenset()) -> None:
        self.places = places
        self.home = home
        self._by_id = {place.geonames_id: place for place in places}
        self._by_name: dict[str, list[Place]] = {}
        for place in places:
            for name in {normal(each) for each in place.names()}:
                self._by_name.setdefault(name, []).append(place)

    def get(self, geonames_id: int) -> Place | None:
        """The place of that number, if held."""
        return self._by_id.get(geonames_id)

    def find(self, name: str) -> tuple[Place, ...]:
        """Every place of exactly that name, spelling habits aside, largest first; several if the name is shared.

        Raises Unreadable (UNRESOLVED-PLACE): a likeness is never taken for a match.
        """
        found = self.named(name)
        if not found:
            raise Unreadable(fault("UNRESOLVED-PLACE", name=name, expected="-"))
        return found

    def named(self, name: str) -> tuple[Place, ...]:
        """Every place of exactly that name, as `find`; empty if there is none."""
        found = self._by_name.get(normal(name), [])
        return tuple(sorted(found, key=lambda place: (-place.population, place.geonames_id)))

    def near(self, lat_e7: int, lon_e7: int, count: int = 5) -> tuple[tuple[Place, int], ...]:
        """The nearest places with their distance in whole metres, nearest first."""
        measured = [
            (place, distance_m_floor(lat_e7, lon_e7, place.lat_e7, place.lon_e7))
            for place in self._around(lat_e7, lon_e7, count)
        ]
        return tuple(sorted(measured, key=lambda each: (each[1], each[0].geonames_id))[:count])

    def _around(self, lat_e7: int, lon_e7: int, count: int) -> Iterator[Place]:
        """The places of the smallest box that holds enough of them, and of the box of twice its size."""
        reach = _DEGREE_E7 // 8
        while True:
            held = [p for p in self.places if abs(p.lat_e7 - lat_e7) <= reach and abs(p.lon_e7 - lon_e7) <= reach]
            if len(held) >= min(count, len(self.places)) or reach > 360 * _DEGREE_E7:
                break
            reach *= 2
        # A corner of the box may be farther than a place just outside it.
        yield from (p for p in self.places if max(abs(p.lat_e7 - lat_e7), abs(p.lon_e7 - lon_e7)) <= 2 * reach)


def place_of(line: str) -> Place:
    """The place of a line of a gazetteer's table; raises ValueError."""
    number, en, ru, mark, ar, lat, lon, country, population, others = line.split("\t")
    return Place(
        int(number),
        en,
        ru,
        ar,
        int(lat),
        int(lon),
        country,
        mark,
        int(population),
        tuple(others.split("|")) if others else (),
    )


def line_of(place: Place) -> str:
    """The line of a place, as `place_of` reads it."""
    numbers = (place.lat_e7, place.lon_e7, place.country, place.population)
    shown = (place.geonames_id, place.en, place.ru, place.ru_mark, place.ar, *numbers, "|".join(place.others))
    return "\t".join(map(str, shown))


def joined(held: Gazetteer, more: Iterable[Place]) -> Gazetteer:
    """A gazetteer with more places. One that it holds already, by number or by a name on nearly the same spot, is the
    held place and only adds its names: two lists do not make two villages."""
    places = {place.geonames_id: place for place in held.places}
    for place in more:
        twin = places.get(place.geonames_id) or _twin(held, place)
        if twin is None:
            places[place.geonames_id] = place
            continue
        known = places[twin.geonames_id]
        names = {normal(name) for name in known.names()}
        new = dict.fromkeys(name for name in place.names() if normal(name) not in names)
        places[known.geonames_id] = replace(known, others=(*known.others, *new))
    return Gazetteer(tuple(places.values()), held.home)


def _twin(held: Gazetteer, place: Place) -> Place | None:
    near = (
        (distance_m_floor(place.lat_e7, place.lon_e7, other.lat_e7, other.lon_e7), other)
        for name in place.names()
        for other in held.named(name)
    )
    apart, other = min(near, key=lambda each: each[0], default=(TWIN_M, None))
    return other if apart < TWIN_M else None


def _profile_text(profile: str, name: str) -> str:
    return files("jig").joinpath("profiles", profile, name).read_text("utf-8")


@lru_cache(maxsize=4)
def load(profile: str) -> Gazetteer:
    """The gazetteer of a profile. Data: GeoNames, CC BY 4.0, clipped by tools/clip_gazetteer.py."""
    home = frozenset(json.loads(_profile_text(profile, "area.json")).get("home", ()))
    return Gazetteer(tuple(place_of(line) for line in _profile_text(profile, "gazetteer.tsv").splitlines()[1:]), home)


@lru_cache(maxsize=4)
def area(profile: str) -> Area:
    """The box in which a profile's agreement applies: of two readings of one text, the one inside is meant."""
    box = json.loads(_profile_text(profile, "area.json"))
    return Area(box["south_e7"], box["west_e7"], box["north_e7"], box["east_e7"])
