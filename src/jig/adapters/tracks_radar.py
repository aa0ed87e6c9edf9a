"""From a radar's slant range and azimuth to a place on the ellipsoid."""

from __future__ import annotations

import math
from typing import Any


def placed(site: tuple[float, float, float], slant_m: float, azimuth: float, feet: float | None) -> tuple[float, float]:
    """Give lon and lat in degrees.

    site: lon, lat, degrees; height, metres. slant_m: metres. azimuth: degrees from geographical north. feet:
    barometric height,
    used only to level the slant range (pressure and mean sea level differ; over 10 km of range that is metres);
    None: level.
    """
    rise = 0.0 if feet is None else feet * 0.3048 - site[2]
    ground = math.sqrt(max(slant_m * slant_m - rise * rise, 0.0))
    lon, lat, _ = _geod().fwd(site[0], site[1], azimuth, ground)
    return float(lon), float(lat)


def _geod() -> Any:
    from pyproj import Geod

    return Geod(ellps="WGS84")
