"""Datum operations and projections, each written out in full: the projection library computes, it never chooses."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pyproj import Transformer

from jig.places.datums import datums, defaults, grids
from jig.places.faults import Unreadable, fault
from jig.places.position import Area

# The operation of notations that are WGS 84 already; nothing is added to the error.
NONE = "NONE"
KRASSOWSKY = "+ellps=krass"  # EPSG:7024: a = 6378245 m, 1/f = 298.3
WGS84 = "+ellps=WGS84"
# Which operation stands for SK-42 is a reading that both sign; this is the value it has until they do (ToR 1.d.iv).
DEFAULT_SK42 = "EPSG:15865"


@dataclass(frozen=True)
class Similarity:
    """Translation (metres), rotation (arc seconds), scale (parts per million) of geocentric coordinates.

    convention: coordinate_frame (EPSG:9607, 1066) or position_vector (9606; 9603 has no rotation). inverse: published
    the other way round.
    """

    code: str
    translation_m: tuple[float, float, float]
    rotation_arcsec: tuple[float, float, float]
    scale_ppm: float
    convention: str = "coordinate_frame"
    inverse: bool = False

    def step(self) -> str:
        """One pipeline step."""
        x, y, z = self.translation_m
        rx, ry, rz = self.rotation_arcsec
        return (
            f"+step {'+inv ' if self.inverse else ''}+proj=helmert +x={x} +y={y} +z={z} +rx={rx} +ry={ry} +rz={rz}"
            f" +s={self.scale_ppm} +convention={self.convention}"
        )


@dataclass(frozen=True)
class Operation:
    """A published datum operation to WGS 84, one similarity or several in turn, with its accuracy and its area."""

    code: str
    name: str
    datum: str
    steps: tuple[Similarity, ...]
    accuracy_mm: int
    area_name: str
    area: tuple[Area, ...]

    def covers(self, lat_e7: int, lon_e7: int) -> bool:
        """True if the point lies in the area the operation is published for (the registry's boxes of its
        territories)."""
        return any(box.holds(lat_e7, lon_e7) for box in self.area)


def _area(member: dict[str, list[float]]) -> Area:
    south, west, north, east = (round(edge * 1e7) for edge in member["south_west_north_east"])
    return Area(south, west, north, east)


@lru_cache(maxsize=1)
def pinned() -> dict[str, Operation]:
    """The pinned operations by code, as committed in operations.json (made by tools/pin_operations.py)."""
    listed = json.loads(files("jig.places").joinpath("operations.json").read_text("utf-8"))["operations"]
    return {each["code"]: _operation(each) for each in listed}


def _operation(each: dict[str, Any]) -> Operation:
    if each["accuracy_mm"] < 0:
        # PROJ marks a guess by a negative accuracy: the file must hold none.
        raise ValueError(each["code"])
    return Operation(
        code=each["code"],
        name=each["name"],
        datum=each["datum"],
        steps=tuple(_similarity(step) for step in each["steps"]),
        accuracy_mm=each["accuracy_mm"],
        area_name=each["area_name"],
        area=tuple(_area(member) for member in each["area"]),
    )


def _similarity(step: dict[str, Any]) -> Similarity:
    return Similarity(
        step["code"], tuple(step["translation_m"]), tuple(step["rotation_arcsec"]), step["scale_ppm"],
        step["convention"], step["inverse"],
    )  # fmt: skip


def operation(code: str) -> Operation:
    """The pinned operation of that code. Raises Unreadable (OPERATION-UNKNOWN): there is no ballpark to fall back
    on."""
    known = pinned()
    if code not in known:
        raise Unreadable(fault("OPERATION-UNKNOWN", found=code, expected=", ".join(sorted(known))))
    return known[code]


def accuracy_mm(code: str) -> int:
    """The published accuracy of an operation, millimetres; 0 for NONE."""
    return 0 if code == NONE else operation(code).accuracy_mm


def operations_in_force(signed: Mapping[str, str | None] | None = None, one: str | None = None) -> dict[str, str]:
    """The operation of each datum: the defaults, what both signed instead, and one that is asked for by name.

    A datum whose operation is signed to be unset has none. Raises Unreadable (OPERATION-UNKNOWN, OPERATION-UNFIT).
    """
    chosen: dict[str, str | None] = {**defaults(), **(signed or {})}
    for datum, code in chosen.items():
        if code is not None and operation(code).datum != datum:
            raise Unreadable(fault("OPERATION-UNFIT", found=code, notation=datum, expected=offered(datum)))
    if one is not None and one != NONE:
        chosen[operation(one).datum] = one
    return {datum: code for datum, code in chosen.items() if code is not None}


def offered(datum: str) -> str:
    """The codes of the operations pinned for a datum, as a sentence names them."""
    return ", ".join(sorted(each.code for each in pinned().values() if each.datum == datum))


@lru_cache(maxsize=64)
def datum_shift(code: str) -> Transformer:
    """Latitude, longitude on an operation's datum, and 0, to WGS 84, degrees, on the ellipsoid (heights are put aside:
    EPSG's geog2D domain)."""
    used = operation(code)
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=axisswap +order=2,1 +step +proj=unitconvert +xy_in=deg +xy_out=rad"
        f" +step +proj=push +v_3 +step +proj=cart {datums()[used.datum].ellipsoid}"
        f" {' '.join(each.step() for each in used.steps)}"
        f" +step +inv +proj=cart {WGS84} +step +proj=pop +v_3"
        " +step +proj=unitconvert +xy_in=rad +xy_out=deg +step +proj=axisswap +order=2,1"
    )


def to_wgs84(code: str, lat: float, lon: float) -> tuple[float, float]:
    """Latitude and longitude on the datum of the pinned operation to WGS 84, degrees."""
    # The height is given because without it the library leaves out the geocentric steps' third number.
    north, east, _ = datum_shift(code).transform(lat, lon, 0.0, errcheck=True)
    return float(north), float(east)


def from_wgs84(code: str, lat: float, lon: float) -> tuple[float, float]:
    """WGS 84 latitude and longitude to the datum of the pinned operation, taken backwards; degrees."""
    north, east = taken_back(code, lat, lon, 0.0)
    return float(north), float(east)


def taken_back(code: str, lat: Any, lon: Any, zero: Any) -> tuple[Any, Any]:
    """The point that the operation leads to these; numbers, or arrays with an array of zeros.

    The library turns a rotation back by its transpose alone, which for the largest pinned ones is 2 cm off: the first
    answer is led forward again and corrected by what is left.
    """
    shift = datum_shift(code)
    north, east, _ = shift.transform(lat, lon, zero, direction="INVERSE", errcheck=True)
    again_north, again_east, _ = shift.transform(north, east, zero, errcheck=True)
    return north - (again_north - lat), east - (again_east - lon)


@lru_cache(maxsize=256)
def transverse_mercator(
    ellipsoid: str,
    central_meridian: float,
    scale: float = 1.0,
    false_easting: float = 500_000.0,
    false_northing: float = 0.0,
    origin_latitude: float = 0.0,
) -> Transformer:
    """Latitude, longitude (degrees) to northing, easting (metres). Source: EPSG guidance note 7-2, method 9807."""
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=axisswap +order=2,1 +step +proj=unitconvert +xy_in=deg +xy_out=rad"
        f" +step +proj=tmerc {ellipsoid} +lat_0={origin_latitude} +lon_0={central_meridian} +k_0={scale}"
        f" +x_0={false_easting} +y_0={false_northing} +step +proj=axisswap +order=2,1"
    )


def gauss_kruger(zone: int) -> Transformer:
    """Latitude, longitude on Krassowsky's ellipsoid to Gauss-Krueger x (north), y (east, without the zone number)."""
    return transverse_mercator(KRASSOWSKY, 6 * zone - 3)


def utm(zone: int, south: bool = False) -> Transformer:
    """WGS 84 latitude, longitude to UTM northing, easting. Source: NGA.SIG.0012."""
    return transverse_mercator(WGS84, 6 * zone - 183, 0.9996, 500_000.0, 10_000_000.0 if south else 0.0)


@lru_cache(maxsize=8)
def national_grid(notation: str) -> Transformer:
    """Latitude, longitude on the grid's datum (degrees) to northing, easting. Source: EPSG, the CRS that its row names."""
    grid = grids()[notation]
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=axisswap +order=2,1 +step +proj=unitconvert +xy_in=deg +xy_out=rad"
        f" +step {grid.projection} {datums()[grid.datum].ellipsoid} +step +proj=axisswap +order=2,1"
    )
