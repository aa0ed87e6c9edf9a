"""Straight edges meet exactly (issue: exact verdicts; ToR 2.c.ii, RFC 7946)."""

import random
from itertools import pairwise

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from deconfliction.exact import share_a_point
from jig.places.planar import crossing, meet, straying
from jig.places.volume import Part, area_shape, line_shape, point_shape


def box(west, south, east, north):
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def areas(*polygons, digits=0):
    return area_shape(tuple(tuple(rings) for rings in polygons), digits)


SQUARE = areas([box(0, 0, 10, 10)])
RING = areas([box(0, 0, 10, 10), box(2, 2, 8, 8)])


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (areas([box(10, 0, 20, 10)]), True),  # a face
        (areas([box(10, 10, 20, 20)]), True),  # a corner
        (areas([box(11, 0, 20, 10)]), False),
        (areas([box(3, 3, 4, 4)]), True),  # wholly inside
        (areas([box(-5, -5, 20, 20)]), True),  # wholly around
        (areas([((10, 5), (12, 4), (12, 6), (10, 5))]), True),  # a corner on a face
        (point_shape((10, 10), 0, 0), True),
        (point_shape((11, 10), 0, 0), False),
        (line_shape(((-5, 5), (15, 5)), 0, 0), True),
        (line_shape(((-5, 15), (15, 15)), 0, 0), False),
        (line_shape(((0, 11), (11, 0)), 0, 0), True),
        (line_shape(((10, 11), (11, 10)), 0, 0), False),
    ],
)
def test_touching_is_meeting(other, expected):
    assert meet(SQUARE, other) is expected
    assert meet(other, SQUARE) is expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (areas([box(3, 3, 7, 7)]), False),
        (areas([box(2, 3, 7, 7)]), True),
        (areas([box(2, 2, 8, 8)]), True),  # fills the hole to its brim
        (point_shape((5, 5), 0, 0), False),
        (point_shape((2, 5), 0, 0), True),
        (line_shape(((3, 3), (7, 7)), 0, 0), False),
        (line_shape(((3, 3), (8, 8)), 0, 0), True),
    ],
)
def test_a_hole_is_no_part_of_its_polygon_and_its_brim_is(other, expected):
    assert meet(RING, other) is expected
    assert meet(other, RING) is expected


def test_repeated_points_and_outlines_without_area_still_meet():
    repeated = areas([((0, 0), (0, 0), (10, 0), (10, 0), (10, 10), (0, 10), (0, 10), (0, 0))])
    flat = areas([((10, 5), (15, 5), (20, 5), (10, 5))])
    dot = areas([((10, 10),) * 4])

    assert meet(repeated, flat) and meet(repeated, dot) and meet(flat, repeated)
    assert not meet(flat, dot)
    assert not crossing(repeated.parts[0])


def test_one_millionth_of_a_millionth_of_a_degree_is_a_gap():
    unit = 10**12
    east = areas([box(10 * unit + 1, 0, 20 * unit, 10 * unit)], digits=12)

    assert not meet(SQUARE.at(12), east)


def test_the_two_sides_of_the_antimeridian_are_one_line():
    west = areas([box(170, 0, 180, 10)])

    assert meet(west, areas([box(-180, 5, -170, 6)]))
    assert meet(areas([box(-180, 5, -170, 6)]), west)
    assert meet(west, point_shape((-180, 10), 0, 0))
    assert not meet(west, areas([box(-180, 11, -170, 12)]))
    assert not meet(areas([box(170, 0, 179, 10)]), areas([box(-180, 5, -170, 6)]))


def test_all_longitudes_at_a_pole_are_one_point():
    cap = areas([box(0, 80, 10, 90)])

    assert meet(cap, point_shape((-120, 90), 0, 0))
    assert meet(cap, areas([((50, 80), (60, 80), (55, 90), (50, 80))]))
    assert not meet(cap, point_shape((-120, -90), 0, 0))
    assert not meet(cap, areas([box(50, 80, 60, 89)]))


def test_outlines_that_cross_and_holes_that_stray_are_told():
    bow_tie = Part((((0, 0), (10, 10), (10, 0), (0, 10), (0, 0)),), filled=True)
    eight = Part((((0, 0), (5, 5), (10, 0), (10, 10), (5, 5), (0, 10), (0, 0)),), filled=True)
    outside = Part((box(0, 0, 10, 10), box(11, 1, 12, 2)), filled=True)

    assert crossing(bow_tie)
    assert not crossing(eight)
    assert straying(outside)
    assert not straying(RING.parts[0])


COORDINATE = st.integers(0, 12)


@st.composite
def simple_polygons(draw):
    """A polygon without crossings on a coarse lattice: near-touching is the rule, not the exception."""
    points = draw(st.lists(st.tuples(COORDINATE, COORDINATE), min_size=3, max_size=6, unique=True))
    ring = (*points, points[0])
    if crossing(Part((ring,), filled=True)) or area2(ring) == 0 or touches_itself(points):
        low = min(points)
        return box(*low, low[0] + draw(st.integers(1, 5)), low[1] + draw(st.integers(1, 5)))
    return ring


def area2(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


def touches_itself(points):
    edges = list(zip(points, points[1:] + points[:1], strict=True))
    return any(
        (b[0] - a[0]) * (p[1] - a[1]) == (b[1] - a[1]) * (p[0] - a[0])
        and min(a[0], b[0]) <= p[0] <= max(a[0], b[0])
        and min(a[1], b[1]) <= p[1] <= max(a[1], b[1])
        for a, b in edges
        for p in points
        if p not in (a, b)
    )


@settings(max_examples=300)
@given(simple_polygons(), simple_polygons())
def test_property_polygons_meet_when_slabs_of_fractions_say_so(one, other):
    expected = share_a_point([[one]], [[other]])

    assert meet(areas([one]), areas([other])) is expected
    assert meet(areas([other]), areas([one])) is expected


def star(rng, x, y, radius):
    from math import cos, sin

    angles = sorted(rng.uniform(0, 6.283) for _ in range(rng.randrange(40, 80)))
    far = [rng.uniform(radius / 2, radius) for _ in angles]
    points = [(round(x + r * cos(a)), round(y + r * sin(a))) for a, r in zip(angles, far, strict=True)]
    return (*points, points[0])


def test_large_polygons_agree_with_shapely():
    """A second oracle for shapes in general position, large enough that the sweep is used."""
    rng = random.Random(20160917)
    seen = []
    for _ in range(150):
        one, other = star(rng, 0, 0, 10**6), star(rng, rng.randrange(3 * 10**6), rng.randrange(10**6), 10**6)
        expected = bool(shapely.Polygon(one).buffer(0).intersects(shapely.Polygon(other).buffer(0)))
        assert not crossing(Part((one,), filled=True))
        seen.append(expected)
        assert meet(areas([one]), areas([other])) is expected
    assert 10 < sum(seen) < len(seen) - 10
