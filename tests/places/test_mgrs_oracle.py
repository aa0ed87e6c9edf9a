"""MGRS against the package mgrs (GEOTRANS, MIT): no code and no method in common with ours (ToR 1.d.iv)."""

import random

import mgrs
import pytest
from pyproj import Geod

from jig.places.notations import read, write
from jig.places.operations import utm
from jig.places.utm import utm_zone

ORACLE = mgrs.MGRS()
GEOD = Geod(ellps="WGS84")
SEED = 20260917
EDGE = 1e-7


def theatre(count: int) -> list[tuple[float, float]]:
    chosen = random.Random(SEED)
    return [(chosen.uniform(31, 38.5), chosen.uniform(34, 44)) for _ in range(count)]


def world(count: int) -> list[tuple[float, float]]:
    chosen = random.Random(SEED + 1)
    return [(chosen.uniform(-79.9, 83.9), chosen.uniform(-179.99, 179.99)) for _ in range(count)]


def seams() -> list[tuple[float, float]]:
    """Both sides of every zone edge of the theatre and of its band edge, and of the widened zones of the north."""
    chosen = random.Random(SEED + 2)
    points = []
    for _ in range(300):
        lat, lon = chosen.uniform(31, 38.5), chosen.uniform(34, 44)
        points += [(lat, edge + side) for edge in (36, 42) for side in (-EDGE, EDGE)]
        points += [(32 + side, lon) for side in (-EDGE, EDGE)]
        norway, svalbard = chosen.uniform(56.001, 63.999), chosen.uniform(72.001, 83.9)
        points += [(norway, edge + side) for edge in (0, 3, 6, 12) for side in (-EDGE, EDGE)]
        points += [(svalbard, edge + side) for edge in (0, 6, 9, 12, 21, 33, 42) for side in (-EDGE, EDGE)]
        points += [(edge + side, chosen.uniform(0, 42)) for edge in (56, 64, 72) for side in (-EDGE, EDGE)]
    return points


@pytest.mark.parametrize("points", [theatre(4000), world(4000), seams()], ids=["theatre", "world", "seams"])
def test_what_is_written_is_what_the_reference_writes(points: list[tuple[float, float]]) -> None:
    """NGA.STND.0037; the reference's series is good to a millimetre: so near a grid line a point may fall to either side."""
    differing = [
        (lat, lon) for lat, lon in points if write((lat, lon), "MGRS").replace(" ", "") != ORACLE.toMGRS(lat, lon)
    ]

    for lat, lon in differing:
        north, east = (part % 1 for part in utm(utm_zone(lat, lon), lat < 0).transform(lat, lon))
        assert min(east, 1 - east, north, 1 - north) <= 0.002, (lat, lon)
    assert len(differing) <= len(points) // 200


@pytest.mark.parametrize("points", [theatre(2000), world(2000), seams()[:3000]], ids=["theatre", "world", "seams"])
@pytest.mark.parametrize("digits", [5, 2])
def test_what_is_read_is_what_the_reference_reads(points: list[tuple[float, float]], digits: int) -> None:
    """NGA.STND.0037: the reference gives a cell's centre, as we do."""
    texts = [ORACLE.toMGRS(lat, lon, MGRSPrecision=digits) for lat, lon in points]

    for text in texts:
        lat, lon = ORACLE.toLatLon(text)
        (reading,) = read(text, notation="MGRS")
        assert GEOD.inv(lon, lat, reading.lon, reading.lat)[2] < 0.002, text
