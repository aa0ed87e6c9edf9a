"""Outlines of areas from files: GeoJSON, KML, GeoPackage, and tables of corners in any notation."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation, localcontext
from pathlib import Path
from typing import Any

from jig.adapters.area_gpkg import GeoPackageFault, features_of
from jig.adapters.area_kml import placemarks_of
from jig.adapters.files import read_capped
from jig.adapters.geojson_numbers import WIDE, NoNumber, NotJson, Twice, json_of
from jig.adapters.kml_stream import KmlFault, is_kml, kml_of
from jig.places.faults import Unreadable
from jig.places.gazetteer import area, load
from jig.places.operations import NONE
from jig.places.plane import Point
from jig.places.position import combined_mm
from jig.places.sealing import complete

#: What one file may hold; a map of a whole country's districts is a tenth of it.
FILE_CAP = 64 * 1024 * 1024
MOST_FEATURES = 5_000
#: Corners that a file has at most, and faults that are listed of it.
MOST_CORNERS, MOST_FAULTS = 1_000_000, 1_000
#: Half a unit of the seventh decimal is 6 mm at the equator.
_ROUNDING_MM = 8
_PROPERTIES = ("area", "class", "holder", "valid_from", "valid_to", "as_of", "source", "text")
Rings = list[list[Point]]


@dataclass(frozen=True)
class AreaFault:
    """One fault of a file: a code, where (feature, ring, corner), and the value found."""

    code: str
    where: str
    found: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class GivenArea:
    """An outline as a file gives it: corners in 1e-7 degrees, WGS 84, and the properties beside it."""

    number: int
    properties: Mapping[str, Any]
    polygons: tuple[tuple[tuple[Point, ...], ...], ...]
    notation: str
    operation: str
    ce90_mm: int
    as_given: str


class UnreadableAreas(Exception):
    """A file that is no file of areas."""

    def __init__(self, *faults: AreaFault) -> None:
        super().__init__(", ".join(fault.code for fault in faults))
        self.faults = faults


def read_areas(path: Path, profile: str) -> tuple[list[GivenArea], list[AreaFault]]:
    """Read a file's areas, and every fault found; the kind of file by its first bytes and its name.

    Raises UnreadableAreas when nothing of it can be read, FileTooLarge, OSError.
    """
    data = read_capped(path, FILE_CAP)
    name = f"{path.name} sha256:{hashlib.sha256(data).hexdigest()}"
    areas: list[GivenArea] = []
    faults: list[AreaFault] = []
    names: set[str] = set()
    corners = 0
    try:
        for number, (properties, polygons, more) in enumerate(_reader(path, data, profile), 1):
            corners += sum(len(ring) for polygon in polygons for ring in polygon)
            if number > MOST_FEATURES or len(faults) > MOST_FAULTS or corners > MOST_CORNERS:
                faults.append(_too_many(number, corners, len(faults)))
                break
            faults += more
            error = str(properties.get("ce90_mm", 0))
            if not error.isdecimal() or len(error) > 9:
                faults.append(AreaFault("AREA-ERROR", f"feature {number}", error[:80]))
            elif not more:
                areas.append(_given(number, properties, polygons, name))
                faults += _twice(areas[-1], names)
    except (GeoPackageFault, KmlFault) as refused:
        raise UnreadableAreas(AreaFault(refused.code, refused.where, refused.found)) from None
    except csv.Error as error:
        raise UnreadableAreas(AreaFault("AREAS-NOT-TABLE", "", str(error)[:80])) from None
    if not areas and not faults:
        raise UnreadableAreas(AreaFault("AREAS-NONE", ""))
    return areas, faults


def _twice(given: GivenArea, names: set[str]) -> list[AreaFault]:
    """Name an area that stands in a file twice: of two statements of one area only the later would stand."""
    name = str(given.properties.get("area", "")).strip()
    again = bool(name) and name in names
    names.add(name)
    return [AreaFault("AREA-AGAIN", f"feature {given.number}", name[:80])] if again else []


def _too_many(number: int, corners: int, faults: int) -> AreaFault:
    """Say which bound of a file was reached: there the reading ended."""
    if number > MOST_FEATURES:
        return AreaFault("AREAS-TOO-MANY", str(number), params={"cap": MOST_FEATURES})
    code, cap = ("AREAS-CORNERS", MOST_CORNERS) if corners > MOST_CORNERS else ("AREAS-FAULTS", MOST_FAULTS)
    return AreaFault(code, str(number), params={"cap": cap})


def _given(number: int, properties: Mapping[str, Any], polygons: list[Rings], name: str) -> GivenArea:
    rings = tuple(tuple(tuple(ring) for ring in polygon) for polygon in polygons)
    kept = {key: _told(properties[key]) for key in _PROPERTIES if properties.get(key) not in (None, "")}
    if "area" not in kept and properties.get("name"):
        kept["area"] = str(properties["name"])
    return GivenArea(
        number, kept, rings, str(properties.get("notation", "WGS84")), str(properties.get("operation", NONE)),
        combined_mm(int(properties.get("ce90_mm", 0)), _ROUNDING_MM), name,
    )  # fmt: skip


def _told(value: Any) -> Any:
    """Give a property as an entry may hold it: a whole number, or any other as it was written."""
    if isinstance(value, Decimal) and value.as_tuple().exponent == 0 and abs(value) < 2**53:
        return int(value)
    return str(value) if isinstance(value, Decimal | NoNumber) else value


_Feature = tuple[dict[str, Any], list[Rings], list[AreaFault]]


def _reader(path: Path, data: bytes, profile: str) -> Iterator[_Feature]:
    if data.startswith(b"SQLite format 3\x00"):
        _nothing_beside(path)
        return _plain(features_of(data, (*_PROPERTIES, "name")), "feature")
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if head == b"{":
        return _geojson(data)
    if is_kml(data):
        return _plain(placemarks_of(kml_of(data, "AREAS", FILE_CAP)), "placemark")
    return _table(data, profile)


def _nothing_beside(path: Path) -> None:
    """See that no log stands beside a GeoPackage: what was drawn last is in there, not in the file."""
    for tail in ("-wal", "-journal"):
        beside = path.with_name(path.name + tail)
        if beside.exists() and beside.stat().st_size:
            raise UnreadableAreas(AreaFault("AREAS-OPEN", beside.name))


def e7(number: Any) -> int | None:
    """Round decimal degrees half-even to 1e-7; None for what is no finite number."""
    try:
        value = Decimal(str(number)) if not isinstance(number, Decimal) else number
        if not value.is_finite() or abs(value) > 1000:
            return None
        # Rounded once: no digit is lost before.
        with localcontext(WIDE):
            return int(value.scaleb(7).to_integral_value(ROUND_HALF_EVEN))
    except (InvalidOperation, ValueError):
        return None


def _corner(pair: Any, where: str, faults: list[AreaFault]) -> Point | None:
    lon, lat = (e7(pair[0]), e7(pair[1])) if isinstance(pair, list | tuple) and len(pair) >= 2 else (None, None)
    if lon is None or lat is None or isinstance(pair[0], bool | str):
        faults.append(AreaFault("AREA-CORNER", where, _as_written(pair)))
        return None
    if abs(lon) > 1_800_000_000 or abs(lat) > 900_000_000:
        faults.append(AreaFault("AREA-CORNER-RANGE", where, _as_written(pair[:2])))
        return None
    return lon, lat


def _as_written(pair: Any) -> str:
    """Give a corner as the file has it, not as a programming language would."""
    return (", ".join(str(one)[:40] for one in pair[:2]) if isinstance(pair, list | tuple) else str(pair))[:80]


def _rings(polygons: Any, where: str, faults: list[AreaFault]) -> list[Rings]:
    found: list[Rings] = []
    for n, polygon in enumerate(polygons if isinstance(polygons, list) else [], 1):
        rings: Rings = []
        for m, ring in enumerate(polygon if isinstance(polygon, list) else [], 1):
            if not isinstance(ring, list):
                faults.append(AreaFault("AREA-CORNER", f"{where}, {n}.{m}", str(ring)[:80]))
                continue
            corners = [_corner(pair, f"{where}, {n}.{m}.{k}", faults) for k, pair in enumerate(ring, 1)]
            rings.append([one for one in corners if one is not None])
            if corners and corners[0] != corners[-1]:
                faults.append(AreaFault("AREA-RING-OPEN", f"{where}, {n}.{m}"))
        if rings:
            found.append(rings)
    if not found:
        faults.append(AreaFault("AREA-NO-POLYGON", where))
    return found


def _plain(
    features: Iterator[tuple[dict[str, Any], list[Any], tuple[str, str] | None]], kind: str
) -> Iterator[_Feature]:
    for number, (properties, polygons, wrong) in enumerate(features, 1):
        where = f"{kind} {number}"
        if wrong is not None:
            yield properties, [], [AreaFault(wrong[0], where, wrong[1])]
            continue
        faults: list[AreaFault] = []
        yield properties, _rings(polygons, where, faults), faults


def _bounded(data: bytes, sign: bytes) -> None:
    """Refuse what has more corners than is read, before it is taken apart: each stands behind one such sign."""
    if data.count(sign) > 2 * MOST_CORNERS:
        raise UnreadableAreas(AreaFault("AREAS-CORNERS", "", params={"cap": MOST_CORNERS}))


def _geojson(data: bytes) -> Iterator[_Feature]:
    _bounded(data, b"[")
    try:
        found = json_of(data)
    except (NotJson, RecursionError) as error:
        raise UnreadableAreas(AreaFault("AREAS-NOT-JSON", "", str(error)[:80])) from None
    if not isinstance(found, dict):
        raise UnreadableAreas(AreaFault("AREAS-NOT-GEOJSON", "features"))
    if isinstance(found, Twice):
        raise UnreadableAreas(AreaFault("AREA-TWICE", "", found.name[:80]))
    if "crs" in found and "CRS84" not in str(found["crs"]) and "4326" not in str(found["crs"]):
        raise UnreadableAreas(AreaFault("AREAS-OTHER-CRS", "crs", str(found["crs"])[:80]))
    features = found.get("features") if found.get("type") == "FeatureCollection" else [found]
    if not isinstance(features, list):
        raise UnreadableAreas(AreaFault("AREAS-NOT-GEOJSON", "features"))
    return _features(features)


def _features(features: list[Any]) -> Iterator[_Feature]:
    for number, feature in enumerate(features, 1):
        faults: list[AreaFault] = []
        where = f"feature {number}"
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        properties = feature.get("properties") if isinstance(feature, dict) else None
        shape = geometry.get("type") if isinstance(geometry, dict) else None
        if not isinstance(geometry, dict) or shape not in ("Polygon", "MultiPolygon"):
            yield {}, [], [AreaFault("AREA-NO-POLYGON", where, str(shape))]
            continue
        faults += [
            AreaFault("AREA-TWICE", where, one.name[:80])
            for one in (feature, geometry, properties)
            if isinstance(one, Twice)
        ]
        listed = geometry.get("coordinates")
        polygons = _rings([listed] if shape == "Polygon" else listed, where, faults)
        yield dict(properties) if isinstance(properties, dict) else {}, polygons, faults


def _table(data: bytes, profile: str) -> Iterator[_Feature]:
    _bounded(data, b"\n")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableAreas(AreaFault("AREAS-NOT-TEXT", str(error.start))) from None
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=head.count))
    names = rows.fieldnames or []
    if "area" not in names or not ("text" in names or {"lat", "lon"} <= set(names)):
        raise UnreadableAreas(AreaFault("AREAS-COLUMNS", "1", ", ".join(map(str, names))[:200]))
    return _corners_by_area(rows, profile)


def _corners_by_area(rows: csv.DictReader[str], profile: str) -> Iterator[_Feature]:
    found: dict[str, dict[tuple[str, str], list[Point]]] = {}
    heads: dict[str, dict[str, Any]] = {}
    faults: dict[str, list[AreaFault]] = {}
    read = _corner_reader(profile)
    for number, row in enumerate(rows, 2):
        name = (row.get("area") or "").strip()
        head, mine = heads.setdefault(name, {}), faults.setdefault(name, [])
        mine += _said_again(head, row, number)
        point = read(row, number, head, mine)
        if point is not None:
            key = (row.get("polygon") or "1", row.get("ring") or "1")
            found.setdefault(name, {}).setdefault(key, []).append(point)
    for name in heads:
        polygons: dict[str, Rings] = {}
        for (polygon, _), corners in sorted(found.get(name, {}).items()):
            polygons.setdefault(polygon, []).append(corners)
        yield heads[name], list(polygons.values()), faults[name]


def _said_again(head: dict[str, Any], row: Mapping[str, Any], number: int) -> list[AreaFault]:
    """Take what a row says of its area, and name what contradicts an earlier row: no row is believed over another."""
    found = []
    for key in _PROPERTIES:
        said = row.get(key) if key != "text" else None
        if said and head.setdefault(key, said) != said:
            found.append(AreaFault("AREA-ROWS", f"row {number}, {key}", said[:80], {"expected": head[key][:80]}))
    return found


def _corner_reader(profile: str) -> Callable[[dict[str, Any], int, dict[str, Any], list[AreaFault]], Point | None]:
    box, places = area(profile), load(profile)

    def read(row: dict[str, Any], number: int, head: dict[str, Any], faults: list[AreaFault]) -> Point | None:
        if not row.get("text"):
            return _corner(_numbers(row), f"row {number}", faults)
        given = {"text": row["text"], "notation": row.get("notation") or None}
        try:
            done = complete({k: v for k, v in given.items() if v}, area=box, gazetteer=places)
        except Unreadable as refused:
            faults += [AreaFault(one.code, f"row {number}", row["text"][:80], one.params) for one in refused.faults]
            return None
        head["notation"], head["operation"] = done["notation"], done["operation"]
        head["ce90_mm"] = max(int(head.get("ce90_mm") or 0), done["ce90_mm"])
        return done["lon_e7"], done["lat_e7"]

    return read


def _numbers(row: Mapping[str, Any]) -> list[Any]:
    def number(text: Any) -> Any:
        try:
            return Decimal(str(text).replace(",", "."))
        except InvalidOperation:
            return text

    return [number(row.get("lon")), number(row.get("lat"))]
