"""Nearness in whole numbers is never told farther than it is (ToR Pre.3); pyproj and shapely are the oracles."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from jig.harm.nearby import Sites
from jig.harm.screening import NOTHING_FOUND, STOP, WARN, Bounds, Site, list_version, result_of, screen
from jig.places.near import Figure, moved, nearest_mm, point
from jig.places.region import Region

GEOD = Geod(ellps="WGS84")
RANK = {NOTHING_FOUND: 0, WARN: 1, STOP: 2}
LATS, LONS = st.integers(-600_000_000, 600_000_000), st.integers(-1_799_000_000, 1_799_000_000)
OFFSETS = st.integers(-120_000, 120_000)


def geodesic_mm(a, b) -> float:
    return GEOD.inv(a[0] / 1e7, a[1] / 1e7, b[0] / 1e7, b[1] / 1e7)[2] * 1000


@given(LATS, LONS, st.floats(0, 360), st.floats(0, 20_000))
def test_two_points_are_never_told_farther_apart_than_they_are(lat, lon, azimuth, metres):
    """Bounds of the module: short by at most 0.6 % and 10 mm below 20 km."""
    east, north, _ = GEOD.fwd(lon / 1e7, lat / 1e7, azimuth, metres)
    other = (round(east * 1e7), round(north * 1e7))

    found = nearest_mm(point(lat, lon), point(other[1], other[0]), 20_000_000)

    true = geodesic_mm((lon, lat), other)
    assert true > 20_000_000 or (found is not None and true * 0.994 - 10 <= found <= true + 1)


@given(LATS, LONS, st.lists(st.tuples(OFFSETS, OFFSETS), min_size=4, max_size=4), st.data())
def test_a_leg_and_an_outline_are_never_told_farther_apart_than_any_two_points_of_them(lat, lon, corners, data):
    """Against points taken along both edges, each measured on the ellipsoid."""
    a, b, c, d = ((lon + x, lat + y) for x, y in corners)
    part = st.fractions(0, 1, max_denominator=16)
    s, t = data.draw(part), data.draw(part)
    on = tuple(round(p + (q - p) * s) for p, q in zip(a, b, strict=True))
    other = tuple(round(p + (q - p) * t) for p, q in zip(c, d, strict=True))

    found = nearest_mm(Figure(((a, b),)), Figure(((c, d),)), 60_000_000)

    # A point rounded to the grid lies up to 8 mm off its leg.
    assert found is not None and found <= geodesic_mm(on, other) + 20


def test_inside_an_outline_is_no_distance_and_in_its_hole_is_one():
    outer = ((0, 0), (200_000, 0), (200_000, 200_000), (0, 200_000))
    hole = ((50_000, 50_000), (150_000, 50_000), (150_000, 150_000), (50_000, 150_000))
    figure = Figure((), Region.of([[outer, hole]]))

    assert nearest_mm(point(20_000, 20_000), figure, 1_000) == 0
    assert 540_000 < nearest_mm(point(100_000, 100_000), figure, 1_000_000) < 560_000


@pytest.mark.parametrize("lat", [0, 450_000_000, 899_990_000])
def test_the_date_line_and_the_poles_hide_nothing(lat):
    east, west = point(lat, 1_799_999_000), point(lat, -1_799_999_000)

    found = nearest_mm(east, west, 100_000)

    assert found is not None and found <= geodesic_mm((1_799_999_000, lat), (-1_799_999_000, lat)) + 1


def test_a_way_over_the_date_line_takes_the_shorter_way_round():
    way = Figure((tuple(moved([(1_799_990_000, 0), (-1_799_990_000, 0)])),))

    assert nearest_mm(way, point(0, 1_800_000_000), 1_000) == 0
    assert nearest_mm(way, point(0, 0), 1_000_000) is None


SITES = st.builds(
    lambda y, x, radius, error, name: Site(
        f"s{name}", "SCHOOL", point(350_000_000 + y, 380_000_000 + x, radius), error
    ),
    OFFSETS,
    OFFSETS,
    st.integers(0, 3_000_000),
    st.integers(0, 200_000),
    st.integers(0, 9),
)
BOUNDS = st.builds(Bounds, st.one_of(st.none(), st.integers(0, 5_000)), st.just(50))


@given(st.lists(SITES, max_size=5), SITES, OFFSETS, OFFSETS, st.integers(0, 100_000), st.integers(0, 100_000), BOUNDS)
def test_more_sites_and_larger_errors_never_make_a_stop_less(sites, more, y, x, error, larger, bounds):
    """C007: screening is monotone."""
    at = point(350_000_000 + y, 380_000_000 + x)
    before = result_of(screen(at, error, sites, bounds))

    assert RANK[result_of(screen(at, error, [*sites, more], bounds))] >= RANK[before]
    assert RANK[result_of(screen(at, error + larger, sites, bounds))] >= RANK[before]


@given(st.lists(SITES, max_size=5), OFFSETS, OFFSETS, st.integers(0, 5_000), st.integers(0, 5_000))
def test_a_larger_buffer_never_makes_a_stop_less(sites, y, x, buffer, larger):
    """A21: the larger applies; to set one after none only tightens."""
    at = point(350_000_000 + y, 380_000_000 + x)
    unset, small, large = (
        RANK[result_of(screen(at, 0, sites, Bounds(one, 50)))] for one in (None, buffer, buffer + larger)
    )

    assert unset <= small <= large


@given(st.lists(SITES, max_size=8), OFFSETS, OFFSETS, st.integers(0, 200_000), BOUNDS)
def test_looking_in_cells_finds_what_looking_everywhere_finds(sites, y, x, error, bounds):
    at = point(350_000_000 + y, 380_000_000 + x)

    near = Sites(sites).around(at, error, bounds)

    assert screen(at, error, near, bounds) == screen(at, error, sites, bounds)


@given(st.lists(SITES, max_size=5), st.randoms(use_true_random=False))
def test_a_version_does_not_depend_on_the_order_of_a_list(sites, dice: random.Random):
    shuffled = list(sites)
    dice.shuffle(shuffled)

    assert list_version(one.leaf for one in shuffled) == list_version(one.leaf for one in sites)
