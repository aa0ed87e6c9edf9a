"""Reading volumes from GeoJSON (RFC 7946): every number as the decimal it is, all faults together."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

from jig.adapters.files import read_capped
from jig.adapters.geojson_numbers import WIDE, NoNumber, NotJson, Twice, json_of
from jig.places.instants import BadInstant, seconds_of
from jig.places.outlines import inside_is_sure
from jig.places.planar import crossing, straying
from jig.places.volume import FOOT, Band, Part, Point, Shape, Volume, Window, on_one_turn
from jig.record.texts import fault_of_text

MOST_BYTES = 1 << 30
MOST_POSITIONS = 20_000  # a shape: the outline of a state at the scale of a map has fewer
MOST_DIGITS = 60
MOST_METRES = 1_000_000
MOST_HEIGHT = 10**9
#: How the names of WGS 84 end, longitude first.
_OWN_CRS = ("CRS84", "EPSG::4326", "EPSG:4326")
#: Levels above 1013.25 hPa that are all below this many feet are likelier hundreds of feet (FL 660 is 66 000 ft).
LEAST_LEVEL_FT = 700
REFERENCES = ("WGS84", "EGM96", "AGL", "FL")
UNITS = {"m": Fraction(1), "ft": FOOT}
#: Of a shape that lies on both sides of the antimeridian, without being cut there (RFC 7946, 3.1.9, asks to cut it).
MOST_LONGITUDE = 360


@dataclass(frozen=True)
class Flaw:
    """What is wrong with a feature: a code, where, what was found, what is expected."""

    code: str
    path: str
    found: str = ""
    expected: str = ""
    index: int = 0
    feature: str | int = 0


class NotGeoJson(Exception):
    """The file as a whole cannot be read; `flaw` says why."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.code)
        self.flaw = flaw


@dataclass
class Reading:
    """The volumes that could be read, the flaws of the others, and notes on what was left aside."""

    volumes: list[Volume] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    notes: list[Flaw] = field(default_factory=list)
    features: int = 0


#: Goes through the features one by one, to show how far it is.
Watch: TypeAlias = Callable[[list[Any]], Iterable[Any]]


def read_volumes(path: Path, watch: Watch = iter) -> Reading:
    """Read a file of features; raises NotGeoJson, FileTooLarge, OSError."""
    return volumes_of(read_capped(path, MOST_BYTES), watch)


def volumes_of(data: bytes, watch: Watch = iter) -> Reading:
    """Read features; a feature alone is taken as a collection of one. Raises NotGeoJson."""
    try:
        whole = json_of(data)
    except NotJson as error:
        raise NotGeoJson(Flaw("GEOJSON-JSON", "", str(error))) from error
    kind = whole.get("type") if isinstance(whole, dict) else None
    features = [whole] if kind == "Feature" else whole.get("features") if kind == "FeatureCollection" else None
    if not isinstance(features, list):
        raise NotGeoJson(Flaw("GEOJSON-TYPE", "type", _short(kind), "FeatureCollection"))
    if (other := other_datum(whole)) is not None:
        raise NotGeoJson(Flaw("GEOJSON-CRS", "crs", _short(other), _OWN_CRS[0]))
    reading = Reading(features=len(features))
    names: dict[str | int, int] = {}
    for index, feature in enumerate(watch(features)):
        one = _Feature(index, feature)
        volume = one.volume()
        first = names.setdefault(one.name, index)
        if first != index:
            one.note("FEATURE-ID-TWICE", "id", one.name, str(first))
        reading.notes += one.notes
        if volume is None or one.flaws:
            reading.flaws += one.flaws
        else:
            reading.volumes.append(volume)
    digits = max((volume.shape.digits for volume in reading.volumes), default=0)
    for at, volume in enumerate(reading.volumes):
        if volume.shape.digits != digits:
            reading.volumes[at] = _finer(volume, digits)
    return reading


def _finer(one: Volume, digits: int) -> Volume:
    return replace(one, shape=one.shape.at(digits))


def other_datum(value: Any) -> Any:
    """Give what an object says of its coordinates where that is not WGS 84 longitude and latitude; else None.

    RFC 7946 takes `crs` away, the form of 2008 has it: positions of another datum look like ours and lie elsewhere.
    """
    given = value.get("crs") if isinstance(value, dict) else None
    if given is None:
        return None
    properties = given.get("properties") if isinstance(given, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return None if isinstance(name, str) and name.upper().endswith(_OWN_CRS) else given if name is None else name


class _Feature:
    """One feature on its way to a volume, collecting its flaws."""

    def __init__(self, index: int, value: Any) -> None:
        self.index, self.value = index, value
        self.flaws: list[Flaw] = []
        self.notes: list[Flaw] = []
        given = value.get("id") if isinstance(value, dict) else None
        self.name: str | int = _name(given) if isinstance(given, str | Decimal) else index

    def volume(self) -> Volume | None:
        """Give the volume; None when anything is wrong with it."""
        if not isinstance(self.value, dict) or self.value.get("type") != "Feature":
            self.flaw("FEATURE-TYPE", "type", self.value, "Feature")
            return None
        self._no_member_twice()
        for where, value in (("crs", self.value), ("geometry.crs", self.value.get("geometry"))):
            if (other := other_datum(value)) is not None:
                self.flaw("GEOJSON-CRS", where, other, _OWN_CRS[0])
        properties = self.value.get("properties")
        self.properties: dict[str, Any] = properties if isinstance(properties, dict) else {}
        if not isinstance(properties, dict):
            self.flaw("FEATURE-PROPERTIES", "properties", properties)
            return None
        plan, participant = self.word("plan"), self.word("participant")
        window, band, shape = self.window(), self.band(), _ShapeOf(self).shape()
        if self.flaws or window is None or band is None or shape is None:
            return None
        return Volume(plan, participant, shape, band, window, self.name, self.index)

    def _no_member_twice(self) -> None:
        held = {"": self.value, "geometry.": self.value.get("geometry"), "properties.": self.value.get("properties")}
        for where, value in held.items():
            if isinstance(value, Twice):
                self.flaw("MEMBER-TWICE", f"{where}{_short(value.name)}", value.name)
        if isinstance(self.name, str) and not _showable(self.name):
            self.flaw("FEATURE-NAME", "id", self.name)

    def flaw(self, code: str, path: str, found: Any = None, expected: str = "") -> None:
        """Note a flaw at a path inside the feature."""
        where = f"features.{self.index}.{path}"
        self.flaws.append(Flaw(code, where, _short(found), expected, self.index, self.name))

    def note(self, code: str, path: str, found: Any = None, expected: str = "") -> None:
        """Note what a person should look at."""
        where = f"features.{self.index}.{path}"
        self.notes.append(Flaw(code, where, _short(found), expected, self.index, self.name))

    def word(self, name: str) -> str:
        """Read a name that may not be empty."""
        value = self.properties.get(name)
        if isinstance(value, Decimal):
            return str(_name(value))
        if not isinstance(value, str) or not value.strip() or len(value) > 200 or not _showable(value):
            self.flaw("FEATURE-NAME", f"properties.{name}", value)
            return ""
        return value

    def window(self) -> Window | None:
        """Read start and end."""
        found = []
        for name in ("start", "end"):
            value = self.properties.get(name)
            try:
                found.append(seconds_of(value if isinstance(value, str) else ""))
            except BadInstant:
                self.flaw("FEATURE-INSTANT", f"properties.{name}", value)
        if len(found) < 2:
            return None
        if found[1] < found[0]:
            self.flaw("FEATURE-WINDOW", "properties.end", self.properties["end"], str(self.properties["start"]))
        return Window(found[0], found[1])

    def band(self) -> Band | None:
        """Read lower, upper, unit and reference; those of a band without bounds may be left out."""
        given = [self.properties.get(name) for name in ("lower", "upper")]
        for name, value in zip(("lower", "upper"), given, strict=True):
            if name not in self.properties or (value is not None and not self._height(value)):
                self.flaw("FEATURE-HEIGHT", f"properties.{name}", value)
        unlimited = given == [None, None]
        unit, reference = (self.properties.get(name) for name in ("unit", "reference"))
        if not (isinstance(unit, str) and unit in UNITS) and not (unlimited and unit is None):
            self.flaw("FEATURE-UNIT", "properties.unit", unit, ", ".join(UNITS))
        if reference not in REFERENCES and not (unlimited and reference is None):
            self.flaw("FEATURE-REFERENCE", "properties.reference", reference, ", ".join(REFERENCES))
        if not all(value is None or self._height(value) for value in given):
            return None
        factor = UNITS.get(str(unit), Fraction(1))
        lower, upper = (Fraction(value) * factor if isinstance(value, Decimal) else None for value in given)
        if reference == "FL" and unit == "ft":
            self._level(given)
        if lower is not None and upper is not None and lower > upper:
            self.flaw("FEATURE-BAND", "properties.lower", given[0], _short(given[1]))
        return Band(lower, upper, str(reference or ""))

    def _level(self, given: list[Any]) -> None:
        """Ask about a band that looks like flight levels: it is read in its unit, feet, as it stands."""
        bounds = [value for value in given if isinstance(value, Decimal)]
        if bounds and 0 < max(bounds) < LEAST_LEVEL_FT:
            self.note("FEATURE-LEVEL-FEET", "properties.upper", max(bounds), f"{float(max(bounds) / 100):g}")

    @staticmethod
    def _height(value: Any) -> bool:
        return isinstance(value, Decimal) and abs(value) <= MOST_HEIGHT

    def metres(self, name: str) -> Fraction:
        """Read a distance of the ground, 0 to MOST_METRES."""
        value = self.properties.get(name)
        if not isinstance(value, Decimal) or not 0 <= value <= MOST_METRES:
            self.flaw("FEATURE-METRES", f"properties.{name}", value, str(MOST_METRES))
            return Fraction(0)
        return Fraction(value)


#: The paths of a part; a position that could not be read is None.
_Lines: TypeAlias = list[list[tuple[Decimal, Decimal] | None]]


class _ShapeOf:
    """The shape of a feature."""

    def __init__(self, feature: _Feature) -> None:
        self.feature = feature
        self.count = 0
        self.digits = 0
        self.longitudes: list[tuple[Decimal, str]] = []

    def shape(self) -> Shape | None:
        """Give the shape; None when anything is wrong with it."""
        geometry = self.feature.value.get("geometry")
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if kind not in ("Polygon", "MultiPolygon", "Point", "LineString"):
            expected = "Polygon, MultiPolygon, Point, LineString"
            self.feature.flaw("GEOMETRY-TYPE", "geometry.type", kind, expected)
            return None
        given = geometry.get("coordinates")
        metres = Fraction(0)
        if kind == "Point":
            parts = self._path([given], "geometry.coordinates", 1)
            metres = self.feature.metres("radius_m")
        elif kind == "LineString":
            parts = self._path(given, "geometry.coordinates", 2)
            metres = self.feature.metres("half_width_m")
        else:
            parts = self._polygons([given] if kind == "Polygon" else given, kind == "MultiPolygon")
        return self._finished(parts, metres)

    def _finished(self, parts: list[_Lines], metres: Fraction) -> Shape | None:
        self._beyond_the_antimeridian()
        flaws = self.feature.flaws
        if any(".geometry" in flaw.path for flaw in flaws) or not parts:
            return None
        filled = self.feature.value["geometry"]["type"] in ("Polygon", "MultiPolygon")
        made = tuple(
            Part(
                tuple(
                    tuple((_whole(at[0], self.digits), _whole(at[1], self.digits)) for at in path if at)
                    for path in part
                ),
                filled,
            )
            for part in parts
        )
        for number, part in enumerate(made if filled else ()):
            self._outlines(part, f"geometry.coordinates.{number}")
        return on_one_turn(Shape(made, self.digits, metres))

    def _outlines(self, part: Part, path: str) -> None:
        """Name the first thing that leaves the inside of a polygon open."""
        if (crossed := crossing(part)) is not None:
            self.feature.flaw("POLYGON-SELF-CROSSING", path, " … ".join(map(self._shown, crossed)))
        elif (strayed := straying(part)) is not None:
            self.feature.flaw("POLYGON-HOLE-OUTSIDE", path, self._shown(strayed))
        elif not inside_is_sure(part):
            self.feature.flaw("POLYGON-AREA-TWICE", path)

    def _shown(self, point: Point) -> str:
        return ", ".join(f"{Decimal(each).scaleb(-self.digits, WIDE):f}" for each in point)

    def _beyond_the_antimeridian(self) -> None:
        """Take longitudes over 180 only from a shape that reaches over the antimeridian: others are slips."""
        beyond = [each for each in self.longitudes if abs(each[0]) > 180]
        if not beyond:
            return
        longitudes = [value for value, _ in self.longitudes]
        if len(beyond) == len(longitudes) or max(longitudes) - min(longitudes) > MOST_LONGITUDE:
            for value, path in beyond:
                self.feature.flaw("LONGITUDE-OUTSIDE", path, value, "180")

    def _polygons(self, given: Any, several: bool) -> list[_Lines]:
        if not isinstance(given, list) or not given:
            self.feature.flaw("GEOMETRY-COORDINATES", "geometry.coordinates", given)
            return []
        found = []
        for number, polygon in enumerate(given):
            path = f"geometry.coordinates.{number}" if several else "geometry.coordinates"
            if not isinstance(polygon, list) or not polygon:
                self.feature.flaw("GEOMETRY-COORDINATES", path, polygon)
                continue
            rings = [
                ring for at, one in enumerate(polygon) for part in self._path(one, f"{path}.{at}", 4) for ring in part
            ]
            for at, ring in enumerate(rings):
                if ring and ring[0] is not None and ring[-1] is not None and ring[0] != ring[-1]:
                    self.feature.flaw(
                        "RING-OPEN", f"{path}.{at}", f"{ring[-1][0]}, {ring[-1][1]}", f"{ring[0][0]}, {ring[0][1]}"
                    )
            found.append(rings)
        return found

    def _path(self, given: Any, path: str, least: int) -> list[_Lines]:
        if not isinstance(given, list) or len(given) < least:
            self.feature.flaw("PATH-TOO-SHORT", path, len(given) if isinstance(given, list) else given, str(least))
            return [[[]]]
        self.count += len(given)
        if self.count > MOST_POSITIONS:
            self.feature.flaw("SHAPE-TOO-LONG", path, self.count, str(MOST_POSITIONS))
            return [[[]]]
        found = [self._position(one, f"{path}.{at}" if least > 1 else path) for at, one in enumerate(given)]
        for at, (one, other) in enumerate(pairwise(found)):
            # A whole parallel, from the antimeridian to itself, has one reading.
            if one is not None and other is not None and 180 < abs(one[0] - other[0]) != 360:
                self.feature.flaw("EDGE-OVER-180", f"{path}.{at}", f"{one[0]} … {other[0]}")
        return [[found]]

    def _position(self, given: Any, path: str) -> tuple[Decimal, Decimal] | None:
        if not isinstance(given, list) or len(given) < 2 or not all(isinstance(one, Decimal) for one in given[:2]):
            self.feature.flaw("POSITION-NUMBERS", path, given)
            return None
        if len(given) > 2:
            self.feature.note("POSITION-HEIGHT-IGNORED", path, given[2])
        lon, lat = given[0], given[1]
        good = True
        self.longitudes.append((lon, path))
        for value, most, code in ((lon, MOST_LONGITUDE, "LONGITUDE-OUTSIDE"), (lat, 90, "LATITUDE-OUTSIDE")):
            digits = max(0, -int(value.as_tuple().exponent))
            if abs(value) > most:
                self.feature.flaw(code, path, value, str(min(most, 180)))
                good = False
            elif digits > MOST_DIGITS:
                self.feature.flaw("POSITION-TOO-FINE", path, value, str(MOST_DIGITS))
                good = False
            else:
                self.digits = max(self.digits, digits)
        return (lon, lat) if good else None


def _whole(value: Decimal, digits: int) -> int:
    return int(value.scaleb(digits, WIDE))


def _name(given: str | Decimal) -> str | int:
    if isinstance(given, str):
        return given
    return int(given) if given == given.to_integral_value() else str(given)


def _showable(name: str) -> bool:
    """Say whether a name is shown as it is: one line, no control characters, no marks that turn what follows."""
    good = "\n" not in name and "\t" not in name and fault_of_text("", name) is None
    return good and not any("\ud800" <= char <= "\udfff" for char in name)


def _short(found: Any) -> str:
    """Show what was found, shortly; a hostile file does not fill the screen."""
    if found is None:
        return "null"
    text = found if isinstance(found, str) else json.dumps(found, default=str, ensure_ascii=False)
    text = text.strip('"') if isinstance(found, Decimal | NoNumber) else text
    text = text if len(text) <= 80 else text[:77] + "…"
    return "".join(char if char.isprintable() else f"U+{ord(char):04X}" for char in text)
