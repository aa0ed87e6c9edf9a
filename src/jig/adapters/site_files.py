"""Figures from files: protected sites, and what is held against them. GeoJSON, KML, and tables in any notation.

What cannot be read is never left out: it comes back with its faults, so that the one who asks can fail closed.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple

from jig.adapters.area_files import e7
from jig.adapters.files import read_capped
from jig.adapters.geojson import other_datum
from jig.adapters.geojson_numbers import Twice, object_of
from jig.adapters.kml_stream import KmlFault, is_kml, kml_of
from jig.adapters.place_lists import places_of
from jig.adapters.site_kml import placemarks_of
from jig.places.faults import Unreadable
from jig.places.gazetteer import area
from jig.places.near import Figure, moved
from jig.places.plane import Point
from jig.places.region import Region, shape_faults
from jig.places.sealing import complete

FILE_CAP = 64 * 1024 * 1024
MOST_FEATURES = 100_000
MOST_CORNERS = 20_000
#: Half a unit of the seventh decimal is 6 mm at the equator.
_ROUNDING_MM = 8
_MOST_M = 1_000_000
_TEXTS = ("text", "position", "coordinates")
_IDS = ("hns_id", "site", "id", "movement", "name")
_SPELT = {"latitude": "lat", "longitude": "lon", "lng": "lon", "long": "lon"}
_LENGTHS = ("radius_m", "half_width_m", "corridor_m", "ce90_m", "ce90_mm", "error_m")
#: What is called so is a length that keeps people safe: one that is not read is a fault, never nothing.
_LENGTH = re.compile(
    r"(radius|half_?width|width|corridor|buffer|extent|ce90|error|accuracy|uncertainty)(_?(k?m|mm|metres|meters|ft))?"
)
#: Columns of which a second one would decide where a place is.
_ONCE = frozenset((*_TEXTS, *_IDS, *_LENGTHS, "lat", "lon", "notation", "operation", "axes", "zone", "role"))
_DATUMS = ("datum", "crs", "srid", "epsg")
_OWN_DATUM = ("WGS84", "4326", "EPSG4326", "CRS84", "OGCCRS84")


@dataclass(frozen=True)
class SiteFault:
    """One fault of a file: a code, where (feature or row), and the value found."""

    code: str
    where: str
    found: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class GivenFigure:
    """A feature as a file has it. figure is None when anything is wrong with it; faults say what.

    given: the position as its text, notation and error, where the feature is one point. type: upper case, "" for none.
    """

    number: int
    id: str
    type: str
    figure: Figure | None
    ce90_mm: int
    properties: Mapping[str, Any]
    faults: tuple[SiteFault, ...] = ()
    given: Mapping[str, Any] | None = None


class UnreadableSites(Exception):
    """A file of which nothing can be read."""

    def __init__(self, *faults: SiteFault) -> None:
        super().__init__(", ".join(fault.code for fault in faults))
        self.faults = faults


class Reads(NamedTuple):
    """By what positions in words are read. operations: by datum, what both signed; folder: a node's, for its places."""

    profile: str
    operations: Mapping[str, str | None] | None = None
    folder: Path | None = None


def read_figures(path: Path, reads: Reads) -> list[GivenFigure]:
    """Read every feature of a file. Raises UnreadableSites, FileTooLarge, OSError."""
    data = read_capped(path, FILE_CAP)
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    found: list[GivenFigure] = []
    try:
        json_like, marked = head in (b"{", b"["), is_kml(data)
        reader = _geojson(data) if json_like else _placemarks(data) if marked else _table(data)
        kind = "feature" if json_like or marked else "row"
        for number, feature in enumerate(reader, 2 if kind == "row" else 1):
            if len(found) == MOST_FEATURES:
                raise UnreadableSites(SiteFault("SITES-TOO-MANY", str(number), params={"cap": MOST_FEATURES}))
            found.append(_Reading(reads, f"{kind} {number}", number, feature).figure())
    except KmlFault as refused:
        raise UnreadableSites(SiteFault(refused.code, refused.where, refused.found)) from None
    return found


def _placemarks(data: bytes) -> Iterator[Any]:
    return placemarks_of(kml_of(data, "SITES", FILE_CAP))


def _geojson(data: bytes) -> Iterator[Any]:
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_float=Decimal, object_pairs_hook=object_of)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError, ValueError) as error:
        raise UnreadableSites(SiteFault("SITES-NOT-JSON", "", type(error).__name__)) from None
    if isinstance(found, Twice):
        raise UnreadableSites(SiteFault("SITE-TWICE", "", found.name[:80]))
    crs = found.get("crs") if isinstance(found, dict) else None
    if crs is not None and "CRS84" not in str(crs) and "4326" not in str(crs):
        raise UnreadableSites(SiteFault("SITES-OTHER-CRS", "crs", str(crs)[:80]))
    collection = isinstance(found, dict) and found.get("type") == "FeatureCollection"
    features = found.get("features") if collection else [found]
    if not isinstance(features, list) or not isinstance(found, dict):
        raise UnreadableSites(SiteFault("SITES-NOT-GEOJSON", "features"))
    return iter(features)


def _table(data: bytes) -> Iterator[Any]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableSites(SiteFault("SITES-NOT-TEXT", str(error.start))) from None
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=max(";\t,", key=head.count), strict=True)
    names = [str(name).strip().lower() for name in rows.fieldnames or []]
    rows.fieldnames = [_SPELT.get(name, name) for name in names]
    twice = sorted({name for name in rows.fieldnames if name in _ONCE and rows.fieldnames.count(name) > 1})
    if twice:
        raise UnreadableSites(*(SiteFault("SITE-TWICE", "1", name) for name in twice))
    if not (set(_TEXTS) & set(rows.fieldnames) or {"lat", "lon"} <= set(rows.fieldnames)):
        raise UnreadableSites(SiteFault("SITES-COLUMNS", "1", ", ".join(rows.fieldnames)[:200]))
    return _rows(rows)


def _rows(rows: csv.DictReader[str]) -> Iterator[Any]:
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise UnreadableSites(SiteFault("SITES-NOT-TEXT", str(rows.line_num), str(error)[:80])) from None
        if row is None:
            return
        # Too many cells or too few: which belongs to which column nobody knows.
        torn = None in row or any(value is None for value in row.values())
        yield {"geometry": None, "properties": {k: v for k, v in row.items() if k is not None}, "torn": torn}


class _Reading:
    """One feature being read: all its faults together."""

    def __init__(self, reads: Reads, where: str, number: int, feature: Any) -> None:
        self.reads, self.where, self.number = reads, where, number
        self.feature = feature if isinstance(feature, dict) else {}
        held = self.feature.get("properties")
        self.held: dict[str, Any] = held if isinstance(held, dict) else {}
        self.faults: list[SiteFault] = []
        self.paths: list[tuple[Point, ...]] = []
        self.polygons: list[list[list[Point]]] = []
        self.given: dict[str, Any] | None = None
        self.error_mm = _ROUNDING_MM

    def figure(self) -> GivenFigure:
        if self.feature.get("torn"):
            self.fault("SITE-ROW-TORN")
        geometry = self.feature.get("geometry")
        self.one_reading()
        if geometry is not None:
            self.geometry(geometry, 0)
        else:
            self.text()
        radius = max(self.metres("radius_m"), self.metres("half_width_m"), self.metres("corridor_m"))
        self.error_mm += max(self.metres("ce90_m"), self.metres("error_m"), self.metres("ce90_mm", 1))
        region = self.region()
        if not self.faults and not self.paths and region is None:
            self.fault("SITE-NO-PLACE")
        made = None if self.faults else Figure(tuple(self.paths), region, radius)
        return GivenFigure(
            self.number, self.name(), str(self.held.get("type") or self.held.get("site_type") or "").strip().upper(),
            made, self.error_mm, self.held, tuple(self.faults), self.given,
        )  # fmt: skip

    def one_reading(self) -> None:
        """Refuse what two readers would read differently: members twice, lengths by other names, other datums."""
        self.no_member_twice(self.feature, self.held)
        for key, value in self.held.items():
            if value in (None, ""):
                continue
            name = str(key).strip().lower()
            if key not in _LENGTHS and _LENGTH.fullmatch(name):
                self.fault("SITE-LENGTH-NAME", str(key), expected=", ".join(_LENGTHS))
            elif name in _DATUMS and re.sub(r"[^A-Z0-9]", "", str(value).upper()) not in _OWN_DATUM:
                self.fault("SITE-OTHER-CRS", str(value))
        if (other := other_datum(self.feature)) is not None:
            self.fault("SITE-OTHER-CRS", str(other))

    def no_member_twice(self, *objects: Any) -> None:
        for one in objects:
            if isinstance(one, Twice):
                self.fault("SITE-TWICE", one.name)

    def name(self) -> str:
        if self.feature.get("id") not in (None, ""):
            return str(self.feature["id"])[:120]
        return next((str(self.held[key]).strip()[:120] for key in _IDS if self.held.get(key) not in (None, "")), "")

    def fault(self, code: str, found: str = "", **params: Any) -> None:
        self.faults.append(SiteFault(code, self.where, found[:80], params))

    def metres(self, name: str, unit_mm: int = 1000) -> int:
        """A length in millimetres, rounded up; none is 0."""
        given = self.held.get(name)
        if given in (None, ""):
            return 0
        try:
            value = Decimal(str(given).strip().replace(",", ".")) * unit_mm
            if isinstance(given, bool) or not value.is_finite() or not 0 <= value <= _MOST_M * 1000:
                raise InvalidOperation
        except InvalidOperation:
            self.fault("SITE-LENGTH", f"{name}={given}")
            return 0
        return int(-(-value // 1))

    def text(self) -> None:
        """A position in any notation, or latitude and longitude in columns."""
        text = next((str(self.held[key]).strip() for key in _TEXTS if self.held.get(key)), "")
        if not text and all(self.held.get(name) in (None, "") for name in ("lat", "lon")):
            return
        notation = str(self.held.get("notation") or "").strip()
        if not text and notation.upper().replace(" ", "").replace("-", "") not in ("", "WGS84"):
            # Degrees of another datum are read by its name, never as ours.
            text = _spelt(self.held.get("lat"), self.held.get("lon"))
        if not text:
            corner = self.corner([_number(self.held.get("lon")), _number(self.held.get("lat"))])
            if corner is not None:
                self.paths.append((corner,))
                self.given = _in_degrees(corner)
            return
        given: dict[str, Any] = {"text": text}
        given |= {key: str(self.held[key]).strip() for key in ("notation", "operation", "axes") if self.held.get(key)}
        zone = str(self.held.get("zone") or "").strip()
        given |= {"zone": int(zone)} if zone.isdecimal() else {}
        try:
            places = places_of(self.reads.profile, self.reads.folder)
            done = complete(
                given, area=area(self.reads.profile), operations=self.reads.operations, gazetteer=places
            )  # fmt: skip
        except Unreadable as refused:
            self.faults += [SiteFault(one.code, self.where, text[:80], one.params) for one in refused.faults]
            return
        self.given = done
        self.error_mm += int(done["ce90_mm"])
        self.paths.append(((done["lon_e7"], done["lat_e7"]),))

    def geometry(self, geometry: Any, depth: int) -> None:
        self.no_member_twice(geometry)
        if (other := other_datum(geometry)) is not None:
            self.fault("SITE-OTHER-CRS", str(other))
        shape = geometry.get("type") if isinstance(geometry, dict) else None
        listed = geometry.get("coordinates") if isinstance(geometry, dict) else None
        if shape == "GeometryCollection" and depth < 4 and isinstance(geometry.get("geometries"), list):
            for one in geometry["geometries"]:
                self.geometry(one, depth + 1)
        elif shape == "Point":
            self.path([listed])
            if len(self.paths) == 1 and not depth:
                self.given = _in_degrees(self.paths[0][0])
        elif shape in ("MultiPoint", "LineString", "MultiLineString") and isinstance(listed, list) and listed:
            lines = listed if shape == "MultiLineString" else [listed]
            for line in [[one] for one in listed] if shape == "MultiPoint" else lines:
                self.path(line)
        elif shape in ("Polygon", "MultiPolygon") and isinstance(listed, list) and listed:
            for polygon in [listed] if shape == "Polygon" else listed:
                self.rings(polygon)
        else:
            self.fault("SITE-SHAPE", str(shape))

    def path(self, corners: Any) -> None:
        made = self.corners(corners)
        if made:
            self.paths.append(tuple(moved(made)))

    def rings(self, polygon: Any) -> None:
        if not isinstance(polygon, list) or not polygon:
            return self.fault("SITE-SHAPE", "Polygon")
        rings = []
        for ring in polygon:
            corners = self.corners(ring)
            if corners and corners[0] != corners[-1]:
                self.fault("SITE-RING-OPEN")
            rings.append(corners[:-1])
        self.polygons.append(rings)
        return None

    def corners(self, listed: Any) -> list[Point]:
        if not isinstance(listed, list) or not listed or len(listed) > MOST_CORNERS:
            self.fault("SITE-SHAPE", str(len(listed)) if isinstance(listed, list) else str(listed))
            return []
        found = [self.corner(pair) for pair in listed]
        return [one for one in found if one is not None]

    def corner(self, pair: Any) -> Point | None:
        numbers = isinstance(pair, list) and len(pair) >= 2 and not any(isinstance(n, bool | str) for n in pair[:2])
        lon, lat = (e7(pair[0]), e7(pair[1])) if numbers else (None, None)
        if lon is None or lat is None or abs(lon) > 1_800_000_000 or abs(lat) > 900_000_000:
            self.fault("SITE-CORNER", str([str(n) for n in pair[:2]] if isinstance(pair, list) else pair))
            return None
        return lon, lat

    def region(self) -> Region | None:
        if not self.polygons or self.faults:
            return None
        if sum(len(ring) for polygon in self.polygons for ring in polygon) > MOST_CORNERS:
            self.fault("SITE-SHAPE", f"> {MOST_CORNERS}")
            return None
        made = Region.of(self.polygons)
        for one in shape_faults(made.polygons):
            self.fault("SITE-OUTLINE", one.code, at=one.where)
        return made


def _in_degrees(at: Point) -> dict[str, Any]:
    lon, lat = at
    north, east = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
    return {"text": f"{abs(lat) / 1e7:.7f}{north} {abs(lon) / 1e7:.7f}{east}", "notation": "WGS84"}


def _spelt(lat: Any, lon: Any) -> str:
    """Write degrees of two columns as one text, digit for digit."""
    said = []
    for given, marks in ((_number(lat), "NS"), (_number(lon), "EW")):
        known = isinstance(given, Decimal) and given.is_finite()
        said.append(f"{abs(given):f}{marks[given < 0]}" if known else str(given))
    return " ".join(said)


def _number(value: Any) -> Any:
    try:
        return Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation:
        return value
