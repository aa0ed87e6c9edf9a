"""Metres on the ellipsoid lie between the bounds (issue: a stated worst error; peer: Karney's geodesics by PROJ)."""

import random
from fractions import Fraction

import pytest
from pyproj import Geod

from jig.places.nearest import gap, pieces
from jig.places.volume import line_shape, point_shape

GEOD = Geod(ellps="WGS84")
UNIT = 10**9


def at(lon, lat):
    return round(lon * UNIT), round(lat * UNIT)


def least_by_sampling(one, other):
    """The least geodesic distance of two lines straight in longitude and latitude, by ever finer samples."""
    spans = [(0.0, 1.0), (0.0, 1.0)]
    best = None
    for _ in range(14):
        shares = [[low + (high - low) * k / 20 for k in range(21)] for low, high in spans]
        lons1, lats1, lons2, lats2, keys = [], [], [], [], []
        for s in shares[0]:
            for t in shares[1]:
                p, q = along(one, s), along(other, t)
                lons1.append(p[0]), lats1.append(p[1]), lons2.append(q[0]), lats2.append(q[1]), keys.append((s, t))
        metres = GEOD.inv(lons1, lats1, lons2, lats2)[2]
        best, (s, t) = min(zip(metres, keys, strict=True))
        spans = [
            (max(0.0, x - (high - low) / 10), min(1.0, x + (high - low) / 10))
            for x, (low, high) in zip((s, t), spans, strict=True)
        ]
    return best


def along(line, share):
    (a, b), (c, d) = line
    return a + share * (c - a), b + share * (d - b)


@pytest.mark.parametrize("seed", range(60))
def test_the_least_distance_of_two_lines_lies_between_the_bounds(seed):
    rng = random.Random(seed)
    lat, lon = rng.uniform(-85, 85), rng.uniform(-179, 179)
    size = 10 ** rng.uniform(-3, 0.3)
    ends = [(lon + rng.uniform(-size, size), max(-89.9, min(89.9, lat + rng.uniform(-size, size)))) for _ in range(4)]
    lines = [tuple(tuple(round(x, 9) for x in end) for end in pair) for pair in (ends[:2], ends[2:])]
    expected = least_by_sampling(*lines)

    found = gap(*(pieces(line_shape(tuple(at(*end) for end in line), Fraction(0), 9)) for line in lines))

    assert found.least_m - 1e-3 <= expected + 1e-3
    assert found.most_m - found.least_m < 0.1 + 1e-6 * expected
    if expected > 0.05:
        assert expected <= found.most_m + 0.02


@pytest.mark.parametrize(
    ("lat", "metres"), [(0, 10.0), (35, 1_000.0), (35, 90_000.0), (-70, 300_000.0), (89.5, 40_000.0)]
)
@pytest.mark.parametrize("bearing", [0, 37, 90, 181, 300])
def test_the_distance_of_two_points_lies_between_the_bounds(lat, metres, bearing):
    lon2, lat2, _ = GEOD.fwd(179.99, lat, bearing, metres)
    there = GEOD.inv(179.99, lat, round(lon2, 12), round(lat2, 12))[2]
    unit = 10**12
    shapes = [
        point_shape((round(x * unit), round(y * unit)), Fraction(0), 12) for x, y in ((179.99, lat), (lon2, lat2))
    ]

    found = gap(*(pieces(shape) for shape in shapes))

    assert found.least_m <= there <= found.most_m
    assert found.most_m - found.least_m < 1
    assert gap(*(pieces(shape) for shape in shapes), within_m=metres * 0.99) is None
