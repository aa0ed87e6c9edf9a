"""The areas that a node watches: a layer as both signed it, ready for episodes (AP 3.a; ToR 3.b)."""

from __future__ import annotations

import numpy as np

from jig.air.episodes_areas import Area
from jig.areas.state import in_force
from jig.record.view import View

_SECOND = 1_000_000


def watched(view: View, layer: str) -> tuple[str, list[Area]]:
    """Give the digest of the version in force and its areas; no areas where nothing is in force, or it is not held."""
    found = in_force(view, layer)
    if found is None:
        return "", []
    areas = [
        Area(
            one.area, found.version, one.area_class, _micros(one.valid_from), _micros(one.valid_to),
            tuple(tuple(np.array([*ring, ring[0]], np.int64) for ring in polygon) for polygon in one.region.polygons),
        )
        for one in sorted(found.areas, key=lambda area: area.area)
    ]  # fmt: skip
    return f"{found.version} {found.digest}", areas


def _micros(seconds: int | None) -> int | None:
    return None if seconds is None else seconds * _SECOND
