"""Episodes are exact (ToR 3.b; AP 3.c): equal to arithmetic in fractions, in every degenerate case."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from air.episode_oracle import intervals
from jig.adapters.tracks_episodes import rows_of
from jig.air import episodes_rows as col
from jig.air.episodes import Asked, exact
from jig.air.episodes_areas import Area
from jig.air.tracks import Points, ordered

DEG = 10_000_000
SMALL = st.integers(0, 6)


def area(name, *polygons, version=None, start=None, end=None):
    made = tuple(tuple(np.array([*ring, ring[0]], np.int64) for ring in rings) for rings in polygons)
    return Area(name, version, None, start, end, made)


def points(*tracks):
    """Each track: a list of (t, x, y)."""
    rows = [(who, *point) for who, track in enumerate(tracks) for point in track]
    who, t, x, y = (np.array(c) for c in zip(*rows, strict=True))
    return Points(who.astype(np.int32), t.astype(np.int64), x.astype(np.int32), y.astype(np.int32), np.arange(len(t)))


def found(areas, tracks, gap=60, workers=1):
    asked = Asked(areas)
    rows = rows_of(asked, ordered(points(*tracks), len(tracks)), gap, 1.0, workers)
    return sorted(
        (r[0], asked.areas[r[1]].name, exact(r, col.IN), exact(r, col.OUT), col.HOWS[r[10]], col.HOWS[r[17]])
        for r in rows.tolist()
    )


def alone(areas, track, gap=60):
    return [row[2:] for row in found(areas, [track], gap)]


SQUARE = area("S", [[(0, 0), (10, 0), (10, 10), (0, 10)]])


@st.composite
def rings(draw):
    ring = draw(st.lists(st.tuples(SMALL, SMALL), min_size=3, max_size=6))
    first = ring[0]
    bends = any(
        (b[0] - first[0]) * (c[1] - first[1]) != (b[1] - first[1]) * (c[0] - first[0]) for b in ring for c in ring
    )
    return ring if bends else [(0, 0), (6, 0), (3, 5)]


@st.composite
def flights(draw):
    times = sorted(draw(st.sets(st.integers(0, 40), min_size=1, max_size=10)))
    return [(t, draw(st.integers(-1, 7)), draw(st.integers(-1, 7))) for t in times]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.lists(rings(), min_size=1, max_size=2), min_size=1, max_size=3), flights())
def test_episodes_equal_arithmetic_in_fractions_where_everything_touches(polygons, track):
    areas = [area(f"A{n}", polygon) for n, polygon in enumerate(polygons)]

    rows = found(areas, [track], gap=6)

    wanted = [
        (0, f"A{n}", *row)
        for n, polygon in enumerate(polygons)
        for row in intervals(track, [[*ring, ring[0]] for ring in polygon], 6)
    ]
    assert rows == sorted(wanted)


@settings(max_examples=100, deadline=None)
@given(st.lists(rings(), min_size=2, max_size=3), flights())
def test_polygons_of_one_area_are_one_area(polygons, track):
    rows = alone([area("M", *[[ring] for ring in polygons])], track, gap=6)

    parts = sorted(row[:2] for ring in polygons for row in intervals(track, [[*ring, ring[0]]], 6))
    joined = []
    for low, high in parts:
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    assert [row[:2] for row in rows] == joined


@settings(max_examples=60, deadline=None)
@given(st.lists(rings(), min_size=1, max_size=3), st.lists(flights(), min_size=2, max_size=4), st.randoms())
def test_neither_the_order_of_rows_nor_the_number_of_workers_matters(polygons, tracks, random):
    areas = [area(f"A{n}", [ring]) for n, ring in enumerate(polygons)]
    asked, given_points = Asked(areas), points(*tracks)
    order = list(range(len(given_points)))
    random.shuffle(order)

    one = rows_of(asked, ordered(given_points, len(tracks)), 6, 1.0, 1)
    two = rows_of(asked, ordered(given_points.taken(np.array(order)), len(tracks)), 6, 1.0, 2)

    assert sorted(one.tolist()) == sorted(two.tolist())


@settings(max_examples=60, deadline=None)
@given(st.lists(rings(), min_size=1, max_size=3), flights())
def test_point_by_point_gives_the_rows_of_the_whole(polygons, track):
    asked = Asked([area(f"A{n}", [ring]) for n, ring in enumerate(polygons)])
    whole, live = asked.engine(6, 1.0), asked.engine(6, 1.0)
    p = points(track)

    whole.feed(np.array([[0, 0, len(track)]]), p.lon, p.lat, p.t)
    for t, x, y in track:
        live.point(0, t, x, y)
    for engine in (whole, live):
        engine.finish()

    assert sorted(whole.drain().tolist()) == sorted(live.drain().tolist())


def test_a_corner_cut_between_two_points_counts():
    assert alone([SQUARE], [(0, -1, 2), (3, 2, -1)]) == [(Fraction(1), Fraction(2), "CROSSED", "CROSSED")]


def test_a_touch_is_an_episode_without_length():
    assert alone([SQUARE], [(0, -5, 5), (5, 0, 10), (10, 5, 15)]) == [(5, 5, "CROSSED", "CROSSED")]


def test_one_point_inside_is_a_row_without_length():
    assert alone([SQUARE], [(7, 3, 4)]) == [(7, 7, "START", "END")]


def test_the_boundary_of_a_hole_belongs_to_the_area_and_its_inside_does_not():
    ring = area("H", [[(0, 0), (10, 0), (10, 10), (0, 10)], [(4, 4), (6, 4), (6, 6), (4, 6)]])

    assert alone([ring], [(0, 0, 5), (10, 10, 5)]) == [(0, 4, "START", "CROSSED"), (6, 10, "CROSSED", "END")]
    assert alone([ring], [(0, 0, 4), (10, 10, 4)]) == [(0, 10, "START", "END")]


@pytest.mark.parametrize(
    ("step", "rows"),
    [(60, [(0, 60, "START", "END")]), (61, [(0, 0, "START", "GAP"), (61, 61, "GAP", "END")])],
)
def test_a_gap_longer_than_the_limit_ends_an_episode(step, rows):
    """Reading A46: at the limit the leg holds, beyond it nobody knows."""
    assert alone([SQUARE], [(0, 5, 5), (step, 6, 6)]) == rows


@pytest.mark.parametrize(
    ("start", "end", "rows"),
    [
        (3, 7, [(3, 7, "VALIDITY", "VALIDITY")]),
        (0, 10, [(0, 10, "START", "END")]),
        (10, 12, [(10, 10, "VALIDITY", "END")]),
        (11, 12, []),
        (None, 0, [(0, 0, "START", "VALIDITY")]),
    ],
)
def test_an_area_counts_while_it_is_valid_both_ends_included(start, end, rows):
    square = area("S", [[(0, 0), (10, 0), (10, 10), (0, 10)]], start=start, end=end)

    assert alone([square], [(0, 5, 5), (10, 6, 6)]) == rows


def test_two_validities_of_one_version_that_meet_are_one_stay():
    shape = [[(0, 0), (10, 0), (10, 10), (0, 10)]]

    rows = alone([area("S", shape, end=4), area("S", shape, start=4)], [(0, 5, 5), (10, 6, 6)])

    assert rows == [(0, 10, "START", "END")]


def test_a_leg_across_the_antimeridian_goes_the_shorter_way():
    east = area("E", [[(179 * DEG, 0), (180 * DEG, 0), (180 * DEG, DEG), (179 * DEG, DEG)]])
    far = area("F", [[(0, 0), (DEG, 0), (DEG, DEG), (0, DEG)]])

    rows = found([east, far], [[(0, 179 * DEG, 5), (20, -179 * DEG, 5)]])

    assert rows == [(0, "E", 0, 10, "START", "CROSSED")]


def test_a_leg_over_half_the_world_is_as_exact_as_a_short_one():
    thin = area("T", [[(-7, 1), (900_000_001, 3), (-7, 5)]])
    track = [(0, -1_000_000_000, -1), (59, 800_000_000, 4)]

    (row,) = alone([thin], track)

    (wanted,) = intervals(track, [[(-7, 1), (900_000_001, 3), (-7, 5), (-7, 1)]], 60)
    assert row == wanted


def test_two_places_at_one_instant_are_both_rejected_and_a_repeat_is_left_out():
    p = points([(0, 1, 1), (5, 2, 2), (5, 3, 3), (9, 4, 4), (9, 4, 4)])

    done = ordered(p, 1)

    assert done.points.t.tolist() == [0, 9]
    assert (done.two_places.tolist(), done.repeated.tolist()) == ([1, 2], [4])


@pytest.mark.parametrize(("depth", "sure"), [(11, True), (8, False)])
def test_an_episode_is_certain_when_a_point_lies_deeper_than_its_error(depth, sure):
    side = 20_000
    asked = Asked([area("S", [[(0, 0), (side, 0), (side, side), (0, side)]])])
    # A unit of the lattice is 1.113 cm on the equator: 900 units are ten metres.
    track = ordered(points([(0, depth * 90, side // 2), (1, depth * 90, side // 2 + 1)]), 1)

    (row,) = rows_of(asked, track, 60, 10.0, 1).tolist()

    assert (row[col.SURE] == 1) == sure
