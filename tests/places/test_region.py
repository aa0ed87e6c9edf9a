"""Regions of the plane, exact (ToR 3.b; AP 3.a, 3.c)."""

from fractions import Fraction
from math import atan2

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from jig.places.plane import BOUNDARY, INSIDE, OUTSIDE, meet, side_of
from jig.places.region import Region, inner_point, shape_faults

SQUARE = ((0, 0), (10, 0), (10, 10), (0, 10))
small = st.integers(0, 6)
points = st.tuples(small, small)
rings = st.lists(points, min_size=3, max_size=7, unique=True).map(tuple)


def round_about(ring):
    """The corners in the order in which one sees them from their middle: most such rings are simple."""
    x, y = sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)
    return tuple(sorted(ring, key=lambda p: (atan2(p[1] - y, p[0] - x), p)))


sound_rings = rings.map(round_about).filter(lambda ring: not shape_faults([[ring]]))


def line_of(path):
    return shapely.LineString(path) if len(set(path)) > 1 else shapely.Point(path[0])


def test_a_boundary_belongs_to_the_region_and_the_inside_of_a_hole_does_not():
    hole = ((4, 4), (6, 4), (6, 6), (4, 6))

    region = Region.of([[SQUARE, hole]])

    assert region.holds((0, 5)) and region.holds((10, 10)) and region.holds((4, 5))
    assert not region.holds((5, 5)) and not region.holds((11, 5))


@pytest.mark.parametrize("ring", [SQUARE, SQUARE[::-1], (*SQUARE[2:], *SQUARE[:2]), (*SQUARE, SQUARE[0])])
def test_a_ring_has_one_digest_however_it_is_begun_turned_or_closed(ring):
    assert Region.of([[ring]]).digest == Region.of([[SQUARE]]).digest


def test_another_corner_is_another_digest_and_the_difference_is_named():
    other = ((0, 0), (10, 0), (10, 11), (0, 10))

    one, two = Region.of([[SQUARE]]), Region.of([[other]])

    assert one.digest != two.digest
    found = one.first_difference(two)
    assert (found.polygon, found.ring, found.point, found.one, found.other) == (1, 1, 3, (10, 10), (10, 11))


@pytest.mark.parametrize(
    ("polygons", "code"),
    [
        ([[((0, 0), (1, 1))]], "RING-TOO-SHORT"),
        ([[((0, 0), (5, 5), (9, 9))]], "RING-MEETS-ITSELF"),
        ([[((0, 0), (10, 10), (10, 0), (0, 10))]], "RING-MEETS-ITSELF"),
        ([[((0, 0), (10, 0), (10, 10), (5, 0), (0, 10))]], "RING-MEETS-ITSELF"),
        ([[((-900_000_000, 0), (900_000_001, 0), (0, 9))]], "RING-TOO-WIDE"),
        ([[SQUARE, ((8, 8), (12, 8), (12, 12))]], "RINGS-CROSS"),
        ([[SQUARE, ((20, 20), (22, 20), (22, 22))]], "HOLE-OUTSIDE"),
        ([[SQUARE, ((2, 2), (6, 2), (6, 6), (2, 6)), ((3, 3), (5, 3), (5, 5))]], "RINGS-CROSS"),
        ([[SQUARE], [((5, 5), (15, 5), (15, 15), (5, 15))]], "POLYGONS-OVERLAP"),
        ([[SQUARE], [((2, 2), (3, 2), (3, 3))]], "POLYGONS-OVERLAP"),
        ([[SQUARE], [((0, 0), (5, 0), (10, 0), (10, 10), (0, 10))]], "POLYGONS-OVERLAP"),
    ],
)  # fmt: skip
def test_what_bounds_no_region_is_named(polygons, code):
    assert code in {fault.code for fault in shape_faults(polygons)}


@pytest.mark.parametrize(
    "polygons",
    [
        [[SQUARE, ((0, 0), (4, 1), (1, 4))]],
        [[SQUARE], [((10, 0), (20, 0), (20, 10), (10, 10))]],
        [[SQUARE, ((2, 2), (8, 2), (8, 8), (2, 8))], [((2, 2), (8, 2), (8, 8), (2, 8))]],
    ],
)
def test_rings_may_touch_and_a_hole_may_be_filled(polygons):
    assert shape_faults(polygons) == ()


@given(sound_rings, points)
def test_a_sound_ring_holds_what_shapely_says_it_holds(ring, point):

    found = side_of(ring, point)

    polygon, there = shapely.Polygon(ring), shapely.Point(point)
    expected = BOUNDARY if polygon.boundary.covers(there) else INSIDE if polygon.contains(there) else OUTSIDE
    assert found == expected


@given(rings)
def test_a_ring_is_sound_exactly_when_it_is_simple(ring):
    line = shapely.LinearRing(ring)

    sound = not shape_faults([[ring]])

    assert sound == (line.is_simple and shapely.Polygon(ring).area > 0)


@given(points, points, points, points)
def test_closed_legs_meet_exactly_when_they_share_a_point(a, b, c, d):
    assert meet(a, b, c, d) == line_of([a, b]).intersects(line_of([c, d]))


@settings(max_examples=300)
@given(sound_rings, sound_rings)
def test_two_sound_polygons_overlap_exactly_when_they_share_an_inside(one, other):

    found = bool(shape_faults([[one], [other]]))

    shared = shapely.Polygon(one).intersection(shapely.Polygon(other)).area
    assert found == (shared > 1e-9)


@settings(max_examples=300)
@given(sound_rings, sound_rings)
def test_a_hole_is_sound_exactly_when_no_part_of_it_leaves_the_outer_ring(one, other):
    outside = shapely.Polygon(other).difference(shapely.Polygon(one)).area

    codes = {fault.code for fault in shape_faults([[one, other]])}

    if outside > 1e-9:
        assert codes
    elif not shapely.LinearRing(one).intersection(shapely.LinearRing(other)).length:
        assert not codes


@given(sound_rings)
def test_the_inner_point_of_a_polygon_is_strictly_inside(ring):

    found = inner_point([ring])

    assert side_of(ring, found) == INSIDE and all(isinstance(part, Fraction) for part in found)


@given(sound_rings, st.lists(points, min_size=1, max_size=3))
def test_a_path_meets_a_region_exactly_when_they_share_a_point(ring, path):
    line = line_of(path)

    assert Region.of([[ring]]).met_by(path) == shapely.Polygon(ring).intersects(line)


@given(sound_rings, sound_rings)
def test_two_regions_meet_exactly_when_they_share_a_point(one, other):

    found = Region.of([[one]]).meets(Region.of([[other]]))

    assert found == shapely.Polygon(one).intersects(shapely.Polygon(other))
