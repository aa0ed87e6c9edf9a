"""National plane grids of the theatre: easting first, as the registry orders their axes (datums.json names them)."""

from math import isfinite

from pyproj.exceptions import ProjError

from jig.places.datums import Grid, grids
from jig.places.faults import Unreadable, fault
from jig.places.operations import accuracy_mm, from_wgs84, national_grid, to_wgs84
from jig.places.plane_numbers import Pair, pair
from jig.places.reading import Reading, half_cell_mm
from jig.places.spelling import tidy

# Beyond its own area by more than this, numbers are not of the grid: the projection is then far from the ground.
SLACK_DEGREES = 2.0
# Two smaller bare numbers are rather degrees than metres.
LEAST_UNASKED_M = 1_000


def read_national(text: str, notation: str, *, operation: str, asked: bool = True) -> tuple[Reading, ...]:
    """Every reading of a text on a national grid, easting first unless its labels say otherwise.

    asked: the notation is named; otherwise only what lies in the grid's own area is offered. Raises Unreadable
    (PLANE-OUTSIDE-GRID).
    """
    grid = grids()[notation]
    given = pair(tidy(text))
    if given is None or not (asked or min(abs(given.first), abs(given.second)) >= LEAST_UNASKED_M):
        return ()
    slack = SLACK_DEGREES if asked else 0.0
    found = [
        reading
        for order, axes in _orders(given)
        if (reading := _reading(order, axes, grid, operation, slack)) is not None
    ]
    if not found and asked:
        raise Unreadable(fault("PLANE-OUTSIDE-GRID", notation=notation))
    return tuple(found)


def _orders(given: Pair) -> tuple[tuple[Pair, str], ...]:
    """Each order as (easting, northing); only one if E and N say so."""
    usual = given if given.labels in ("", "XY", "EN") else given.swapped()
    return ((usual, "EN"),) if usual.labels == "EN" else ((usual, "EN"), (usual.swapped(), "NE"))


def _reading(given: Pair, axes: str, grid: Grid, operation: str, slack: float) -> Reading | None:
    try:
        lat, lon = national_grid(grid.notation).transform(
            float(given.second), float(given.first), direction="INVERSE", errcheck=True
        )
    except ProjError:
        return None
    south, west, north, east = grid.area
    if not (isfinite(lat) and south - slack <= lat <= north + slack and west - slack <= lon <= east + slack):
        return None
    lat, lon = to_wgs84(operation, lat, lon)
    notes = [fault("AXES-SWAPPED")] if axes == "NE" else []
    if given.labels in ("XY", "YX"):
        notes.append(fault("AXES-OF-GRID"))
    return Reading(
        grid.notation, operation, lat, lon, half_cell_mm(*given.step_m), accuracy_mm(operation),
        axes, given.labels == "EN", notes=tuple(notes),
    )  # fmt: skip


def write_national(lat: float, lon: float, notation: str, operation: str) -> str:
    """WGS 84 degrees on a national grid, to the centimetre. Raises Unreadable (PLANE-OUTSIDE-GRID)."""
    grid = grids()[notation]
    south, west, north, east = grid.area
    inside = south - SLACK_DEGREES <= lat <= north + SLACK_DEGREES
    if not (inside and west - SLACK_DEGREES <= lon <= east + SLACK_DEGREES):
        raise Unreadable(fault("PLANE-OUTSIDE-GRID", notation=notation))
    y, x = national_grid(notation).transform(*from_wgs84(operation, lat, lon), errcheck=True)
    return f"E={x:.2f} N={y:.2f}"
