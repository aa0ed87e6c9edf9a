"""A track in pieces has the episodes of the whole (ToR 3.b; AP 3.c): wherever it is cut, in every degenerate case."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jig.adapters.tracks_episodes import rows_of
from jig.air import episodes_rows as col
from jig.air.episodes import Asked
from jig.air.episodes_areas import Area
from jig.air.episodes_join import join, overlap, pieces_of
from jig.air.tracks import Points, ordered
from jig.air.tracks_flags import flagged

SMALL = st.integers(0, 6)
HALF = 1_800_000_000


def area(name, *polygons, version=None, start=None, end=None):
    made = tuple(tuple(np.array([*ring, ring[0]], np.int64) for ring in rings) for rings in polygons)
    return Area(name, version, None, start, end, made)


def columns(rows):
    """Rows of (who, t, x, y) as they were read."""
    who, t, x, y = np.array(rows, np.int64).reshape(-1, 4).T
    return Points(who.astype(np.int32), t.copy(), x.astype(np.int32), y.astype(np.int32))


def without_chain(rows):
    rows = rows.copy()
    rows[:, col.NEXT] = 0
    return sorted(rows.tolist())


def whole(rows, asked, aircraft, gap, error_m):
    """One process: order, judge, flag."""
    found = ordered(columns(rows), aircraft)
    flags = flagged(found.points, found.groups)
    flags |= {
        "DUPLICATED": len(found.repeated), "LATE": len(found.late), "TIME-BROKEN": len(found.two_places),
    }  # fmt: skip
    return without_chain(rows_of(asked, found, gap, error_m, 1)), flags


def in_pieces(parts, asked, aircraft, gap, error_m):
    """Every part by itself, then joined; None when an aircraft's pieces overlap."""
    tracks = [[] for _ in range(aircraft)]
    for order, rows in enumerate(parts):
        for who, piece in pieces_of(columns(rows), aircraft, order, asked, gap, error_m):
            tracks[who].append(piece)
    if any(overlap(pieces) for pieces in tracks):
        return None
    rows, flags = join(tracks, asked, gap, error_m)
    return without_chain(rows), flags


@st.composite
def rings(draw):
    ring = draw(st.lists(st.tuples(SMALL, SMALL), min_size=3, max_size=6))
    first = ring[0]
    bends = any(
        (b[0] - first[0]) * (c[1] - first[1]) != (b[1] - first[1]) * (c[0] - first[0]) for b in ring for c in ring
    )
    return ring if bends else [(0, 0), (6, 0), (3, 5)]


@st.composite
def days(draw, x=None):
    """Parts that follow one another in time, each in any order of rows, read in any order of parts."""
    cuts = sorted(draw(st.sets(st.integers(1, 39), max_size=5)))
    rows = draw(
        st.lists(
            st.tuples(
                st.integers(0, 1), st.integers(0, 40), st.integers(-1, 7) if x is None else x, st.integers(-1, 7)
            ),
            min_size=1,
            max_size=24,
        )
    )
    parts = [[row for row in rows if a <= row[1] < b] for a, b in zip([0, *cuts], [*cuts, 41], strict=True)]
    return draw(st.permutations(parts))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.lists(rings(), min_size=1, max_size=2), min_size=1, max_size=3), days())
def test_wherever_a_track_is_cut_rows_and_flags_are_those_of_the_whole(polygons, parts):
    areas = [area(f"A{n // 2}", polygon, start=(3 if n == 1 else None)) for n, polygon in enumerate(polygons)]
    asked = Asked(areas)

    pieces = in_pieces(parts, asked, 2, 6, 0.02)

    assert pieces == whole([row for part in parts for row in part], asked, 2, 6, 0.02)


@settings(max_examples=200, deadline=None)
@given(days(x=st.sampled_from([-HALF, -HALF + 1, -HALF + 2, HALF - 2, HALF - 1, HALF, 0])))
def test_a_track_cut_at_the_antimeridian_is_joined_over_it(parts):
    asked = Asked([
        area("E", [[(HALF - 1, 0), (HALF, 0), (HALF, 5), (HALF - 1, 6)]]),
        area("W", [[(-HALF, 1), (-HALF + 1, 0), (-HALF + 1, 5)]]),
    ])  # fmt: skip

    pieces = in_pieces(parts, asked, 2, 6, 0.02)

    assert pieces == whole([row for part in parts for row in part], asked, 2, 6, 0.02)


def jumping(seed, count, share):
    """A track that now and then is where no aircraft can be, and mostly comes back."""
    random = np.random.default_rng(seed)
    x, away = 0, 0
    rows = []
    for n in range(count):
        away = random.integers(1, 90) if away == 0 and random.random() < share else max(0, away - 1)
        x += int(random.integers(0, 2_000))
        rows.append((0, n * 1_000_000, x + (50_000_000 if away else 0), 0))
    return rows


@pytest.mark.parametrize("share", [0.0, 0.01, 0.05, 0.3])
@pytest.mark.parametrize("seed", range(8))
def test_an_excursion_over_a_border_is_flagged_as_in_the_whole(seed, share):
    rows = jumping(seed, 1_500, share)
    cuts = [0, *sorted(np.random.default_rng(seed + 99).integers(1, 1_499, 6).tolist()), 1_500]
    parts = [rows[a:b] for a, b in pairwise(cuts)]
    asked = Asked([area("S", [[(0, -5), (900_000, -5), (900_000, 5), (0, 5)]])])

    assert in_pieces(parts, asked, 1, 60_000_000, 1.0) == whole(rows, asked, 1, 60_000_000, 1.0)


def test_one_instant_in_two_parts_is_no_border():
    """The same instant at two places rejects both, even from two parts: such pieces are not joined but read together."""
    asked = Asked([area("S", [[(0, 0), (9, 0), (9, 9), (0, 9)]])])

    assert in_pieces([[(0, 1, 1, 1), (0, 5, 2, 2)], [(0, 5, 3, 3), (0, 9, 4, 4)]], asked, 1, 60, 1.0) is None


def test_a_point_left_out_still_says_how_far_a_piece_reaches():
    """Two places at the border's instant were both left out; a third in the next part is left out with them."""
    asked = Asked([area("S", [[(0, 0), (9, 0), (9, 9), (0, 9)]])])

    assert in_pieces([[(0, 1, 1, 1), (0, 5, 2, 2), (0, 5, 3, 3)], [(0, 5, 3, 3)]], asked, 1, 60, 1.0) is None
