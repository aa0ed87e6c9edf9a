"""Datum operations and projections, each written out in full: the projection library computes, it never chooses."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pyproj import Transformer

from jig.places.faults import Unreadable, fault
from jig.places.position import Area

# The operation of notations that are WGS 84 already; nothing is added to the error.
NONE = "NONE"
KRASSOWSKY = "+ellps=krass"  # EPSG:7024: a = 6378245 m, 1/f = 298.3
WGS84 = "+ellps=WGS84"
# Which operation stands for SK-42 is a reading that both sign; this is the value it has until they do (ToR 1.d.iv).
DEFAULT_SK42 = "EPSG:15865"


@dataclass(frozen=True)
class Operation:
    """A published datum operation: coordinate frame rotation (EPSG:9607), metres, arc seconds, parts per million."""

    code: str
    name: str
    translation_m: tuple[float, float, float]
    rotation_arcsec: tuple[float, float, float]
    scale_ppm: float
    accuracy_mm: int
    area: tuple[Area, ...]

    def covers(self, lat_e7: int, lon_e7: int) -> bool:
        """True if the point lies in the area the operation is published for (the registry's boxes of its
        territories)."""
        return any(box.holds(lat_e7, lon_e7) for box in self.area)

    def helmert(self) -> str:
        """The rotation as one pipeline step."""
        x, y, z = self.translation_m
        rx, ry, rz = self.rotation_arcsec
        return (
            f"+step +proj=helmert +x={x} +y={y} +z={z} +rx={rx} +ry={ry} +rz={rz} +s={self.scale_ppm}"
            " +convention=coordinate_frame"
        )


def _area(member: dict[str, list[float]]) -> Area:
    south, west, north, east = (round(edge * 1e7) for edge in member["south_west_north_east"])
    return Area(south, west, north, east)


@lru_cache(maxsize=1)
def pinned() -> dict[str, Operation]:
    """The pinned operations by code, as committed in operations.json (made by tools/pin_operations.py)."""
    listed = json.loads(files("jig.places").joinpath("operations.json").read_text("utf-8"))["operations"]
    return {
        each["code"]: Operation(
            code=each["code"],
            name=each["name"],
            translation_m=tuple(each["translation_m"]),
            rotation_arcsec=tuple(each["rotation_arcsec"]),
            scale_ppm=each["scale_ppm"],
            accuracy_mm=each["accuracy_mm"],
            area=tuple(_area(member) for member in each["area"]),
        )
        for each in listed
    }


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


@lru_cache(maxsize=32)
def _datum_shift(code: str) -> Transformer:
    """SK-42 latitude, longitude to WGS 84, degrees, on the ellipsoid (heights are put aside: EPSG's geog2D domain)."""
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=axisswap +order=2,1 +step +proj=unitconvert +xy_in=deg +xy_out=rad"
        f" +step +proj=push +v_3 +step +proj=cart {KRASSOWSKY} {operation(code).helmert()}"
        f" +step +inv +proj=cart {WGS84} +step +proj=pop +v_3"
        " +step +proj=unitconvert +xy_in=rad +xy_out=deg +step +proj=axisswap +order=2,1"
    )


def _shift(code: str, lat: float, lon: float, direction: str) -> tuple[float, float]:
    # The height is given because without it the library leaves out the geocentric steps' third number.
    north, east, _ = _datum_shift(code).transform(lat, lon, 0.0, direction=direction, errcheck=True)
    return float(north), float(east)


def to_wgs84(code: str, lat: float, lon: float) -> tuple[float, float]:
    """SK-42 latitude and longitude to WGS 84, degrees, by the pinned operation."""
    return _shift(code, lat, lon, "FORWARD")


def from_wgs84(code: str, lat: float, lon: float) -> tuple[float, float]:
    """WGS 84 latitude and longitude to SK-42, degrees, by the pinned operation taken backwards."""
    return _shift(code, lat, lon, "INVERSE")


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
    """SK-42 latitude, longitude to Gauss-Krueger x (north), y (east, without the zone number) of a six-degree zone."""
    return transverse_mercator(KRASSOWSKY, 6 * zone - 3)


def utm(zone: int, south: bool = False) -> Transformer:
    """WGS 84 latitude, longitude to UTM northing, easting. Source: NGA.SIG.0012."""
    return transverse_mercator(WGS84, 6 * zone - 183, 0.9996, 500_000.0, 10_000_000.0 if south else 0.0)
