"""The antimeridian is no edge of anything (issue: right also for the antimeridian; RFC 7946, 3.1.9)."""

import random
from fractions import Fraction

import pytest

from deconfliction.made import box, volume
from jig.operations.deconfliction import Separations, meetings
from jig.operations.deconfliction_boxes import near_pairs
from jig.operations.deconfliction_index import Index
from jig.places.depth import depth_m
from jig.places.planar import meeting_point
from jig.places.volume import area_shape, line_shape, on_one_turn, point_shape

UNIT = 10**7
TURN = 360 * UNIT


def made(rng):
    x, y = rng.randrange(34 * UNIT, 42 * UNIT), rng.randrange(30 * UNIT, 40 * UNIT)
    wide, high = rng.randrange(UNIT // 10, 4 * UNIT), rng.randrange(UNIT // 10, 2 * UNIT)
    kind = rng.choice(["area", "area", "circle", "route"])
    if kind == "circle":
        return point_shape((x, y), Fraction(rng.randrange(0, 60_000)), 7)
    if kind == "route":
        return line_shape(((x, y), (x + wide, y + high)), Fraction(rng.choice((0, 5_000))), 7)
    return area_shape(((box(x, y, x + wide, y + high),),), 7)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("added", [Separations(), Separations(lateral_m=Fraction(20_000))])
def test_moved_over_the_antimeridian_the_same_pairs_meet(seed, added):
    rng = random.Random(seed)
    shapes = [made(rng) for _ in range(40)]
    moved = [on_one_turn(shape.east_by(142 * UNIT + rng.choice((0, TURN, -TURN)))) for shape in shapes]

    assert any(shape.box[2] > 180 * UNIT for shape in moved)
    expected = pairs(shapes, added)
    assert 5 < len(expected) < 700
    assert pairs(moved, added) == expected
    assert indexed(moved, added) == [(a, b) for a, b, _ in expected]


def pairs(shapes, added):
    volumes = [volume(str(n), str(n), shape, index=n) for n, shape in enumerate(shapes)]
    near = ((volumes[i], volumes[j]) for i, j in near_pairs(volumes, added))
    return [(one.a.index, one.b.index, one.verdict) for one in meetings(near, added)]


def indexed(shapes, added):
    volumes = [volume(str(n), str(n), shape, index=n) for n, shape in enumerate(shapes)]
    return [(a.index, b.index) for a, b in Index(volumes).pairs(added)]


def test_what_goes_round_the_globe_meets_what_lies_beyond_180():
    ring = ((-170, 0), (0, 0), (170, 0), (190, 0), (190, 10), (170, 10), (0, 10), (-170, 10), (-170, 0))
    around = area_shape(((tuple((x * UNIT, y * UNIT) for x, y in ring),),), 7)
    shapes = [around, *(point_shape((lon * UNIT, 5 * UNIT), Fraction(0), 7) for lon in (-175, -171, -165, 175, 180))]

    found = [pair[:2] for pair in pairs(shapes, Separations())]

    assert found == [(0, 1), (0, 2), (0, 3), (0, 4), (0, 5)]
    assert indexed(shapes, Separations()) == found


def test_a_shape_cut_at_the_antimeridian_is_as_deep_as_one_that_is_not():
    whole = area_shape(((box(179 * UNIT, 0, 181 * UNIT, UNIT),),), 7)
    cut = area_shape(((box(179 * UNIT, 0, 180 * UNIT, UNIT),), (box(-180 * UNIT, 0, -179 * UNIT, UNIT),)), 7)
    other = area_shape(((box(-1795 * UNIT // 10, 0, -179 * UNIT, UNIT),),), 7)

    deep = [depth_m(one, other, meeting_point(one, other)[0]) for one in (whole, cut)]

    assert deep[0] == pytest.approx(deep[1])
    assert deep[0] == pytest.approx(55_660, rel=0.01)
