"""Episodes where much is met at once (ToR 3.b): many edges by one leg, more rows than there was room for, legs of any
length in one batch; by every way of asking, against arithmetic in fractions."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from air.episode_oracle import intervals
from air.test_episodes import DEG, area, flights, points, rings
from jig.air import episodes_rows as col
from jig.air.episodes import Asked, exact
from jig.air.episodes_live import LiveEngine
from jig.air.tracks import groups_of

GAP = 10**9


def comb(teeth, width, height):
    """A ring with so many teeth that point up, each `width` wide with as much between them."""
    along = [(0, 0)]
    for n in range(teeth):
        west = 2 * n * width
        along += [(west, height), (west + width, height), (west + width, width), (west + 2 * width, width)]
    return [*along, (2 * teeth * width, 0), (0, 0)]


def strips(count, width, height):
    """Upright bands one beside the other, a unit apart."""
    return [
        [(x, 0), (x + width - 1, 0), (x + width - 1, height), (x, height), (x, 0)]
        for x in range(0, count * width, width)
    ]


def by_one_feed(asked, p):
    engine = asked.engine(GAP, 1.0)
    engine.feed(groups_of(p.who), p.lon, p.lat, p.t)
    engine.finish()
    return engine.drain()


def by_batches(asked, p, size):
    order = np.lexsort((p.who, p.t))
    who, t, lon, lat = p.who[order].astype(np.int64), p.t[order], p.lon[order], p.lat[order]
    engine = LiveEngine(asked.index, GAP, 1.0, int(who.max()) + 1)
    rows = [
        engine.batch(who[at : at + size], t[at : at + size], lon[at : at + size], lat[at : at + size]).closed
        for at in range(0, len(t), size)
    ]
    return np.concatenate([*rows, engine.finished()])


def by_points(asked, p):
    order = np.lexsort((p.who, p.t))
    engine = LiveEngine(asked.index, GAP, 1.0, int(p.who.max()) + 1)
    rows = [
        engine.last.closed
        for n in order.tolist()
        if engine.point(int(p.who[n]), int(p.t[n]), int(p.lon[n]), int(p.lat[n]))
    ]
    return np.concatenate([*rows, engine.finished()])


def told(rows):
    return sorted((r[col.WHO], r[col.PART], exact(r, col.IN), exact(r, col.OUT)) for r in rows.tolist())


def expected(rings_of_parts, tracks):
    return sorted(
        (who, part, low, high)
        for who, track in enumerate(tracks)
        for part, ring in enumerate(rings_of_parts)
        for low, high, _, _ in intervals(sorted(track), [ring], GAP)
    )


ways = pytest.mark.parametrize(
    "ask",
    [
        pytest.param(by_one_feed, id="one-feed"),
        pytest.param(lambda a, p: by_batches(a, p, 3), id="small-batches"),
        pytest.param(lambda a, p: by_batches(a, p, 10_000), id="one-batch"),
        pytest.param(by_points, id="points"),
    ],
)


@ways
@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 40),
    st.integers(2, 90),
    st.lists(st.tuples(st.integers(-5, 200), st.integers(-5, 200)), min_size=2, max_size=8),
)
def test_a_leg_over_many_teeth_of_one_area_is_cut_at_each(ask, teeth, height, places):
    ring = comb(teeth, 2, height + 3)
    track = [(1_000 * n, x, y) for n, (x, y) in enumerate(places)]
    asked = Asked([area("A", [ring[:-1]])])

    found = told(ask(asked, points(track)))

    assert found == expected([ring], [track])


@ways
@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 40),
    st.lists(
        st.lists(st.tuples(st.integers(-5, 200), st.integers(-5, 40)), min_size=2, max_size=5), min_size=1, max_size=3
    ),
)
def test_a_leg_over_many_areas_enters_and_leaves_each(ask, count, ways_flown):
    rings = strips(count, 5, 30)
    tracks = [[(700 * n, x, y) for n, (x, y) in enumerate(way)] for way in ways_flown]
    asked = Asked([area(f"A{n}", [ring[:-1]]) for n, ring in enumerate(rings)])

    found = told(ask(asked, points(*tracks)))

    assert found == expected(rings, tracks)


@ways
def test_more_rows_than_there_was_room_for_are_all_there(ask):
    count, legs, reach, step = 300, 40, 1_000_000, 997
    rings = [[(-k, -k), (k, -k), (k, k), (-k, k), (-k, -k)] for k in range(1_000, 1_000 + count * 1_000, 1_000)]
    track = [(step * n, reach if n % 2 else -reach, 7) for n in range(legs)]
    asked = Asked([area(f"A{n}", [ring[:-1]]) for n, ring in enumerate(rings)])

    found = told(ask(asked, points(track)))

    def at(n, x):
        along = Fraction(x + reach, 2 * reach)
        return step * (n + (1 - along if n % 2 else along))

    whole = [
        (0, part, *sorted((at(n, -ring[1][0]), at(n, ring[1][0]))))
        for part, ring in enumerate(rings)
        for n in range(legs - 1)
    ]
    assert found == sorted(whole)


@pytest.mark.parametrize("size", [1, 17, 6_000])
def test_one_aircraft_may_fill_a_batch_and_others_have_a_point_in_it(size):
    ring = [(-DEG, -DEG), (DEG, -DEG), (DEG, DEG), (-DEG, DEG), (-DEG, -DEG)]
    tracks = [[(5 * n, (n * 7_919 % 31 - 15) * DEG // 5, (n * 104_729 % 29 - 14) * DEG // 5) for n in range(5_000)]]
    tracks += [[(1 + 2_000 * n + who, 0, (-1) ** n * 3 * DEG) for n in range(4)] for who in range(1, 6)]
    asked = Asked([area("A", [ring[:-1]])])

    p = points(*tracks)

    assert told(by_batches(asked, p, size)) == told(by_one_feed(asked, p))
    assert [row for row in told(by_one_feed(asked, p)) if row[0]] == expected([ring], [[], *tracks[1:]])


@pytest.mark.parametrize("size", [1, 2, 50])
def test_legs_over_half_the_world_and_over_the_antimeridian_may_stand_in_one_batch_with_short_ones(size):
    ring = [(10 * DEG, -DEG), (30 * DEG, -DEG), (30 * DEG, DEG), (10 * DEG, DEG), (10 * DEG, -DEG)]
    far = [(0, -60 * DEG, 0), (100, 60 * DEG, 0), (200, -60 * DEG, 0)]
    short = [(10, 9 * DEG, 0), (60, 11 * DEG, 0), (150, 31 * DEG, 0)]
    over = [(5, 179 * DEG, 0), (70, -179 * DEG, 0), (180, 179 * DEG, 0)]
    asked = Asked([area("A", [ring[:-1]])])

    found = told(by_batches(asked, points(far, short, over), size))

    assert found == expected([ring], [far, short, []])


@ways
def test_rows_that_are_open_at_once_may_be_more_than_there_was_room_for(ask):
    areas, aircraft, step = 600, 8, 10
    rings = [[(-k, -k), (k, -k), (k, k), (-k, k), (-k, -k)] for k in range(100, 100 * (areas + 1), 100)]
    inward = [100 * (areas + 1) - 100 * n - 50 for n in range(0, areas + step, step)]
    tracks = [[(97 * n, x, 3 + who) for n, x in enumerate(inward)] for who in range(aircraft)]
    asked = Asked([area(f"A{n}", [ring[:-1]]) for n, ring in enumerate(rings)])

    found = told(ask(asked, points(*tracks)))

    def entered(k):
        n = next(i for i, x in enumerate(inward) if x < k) - 1
        return 97 * (n + Fraction(inward[n] - k, inward[n] - inward[n + 1]))

    end = 97 * (len(inward) - 1)
    assert found == [
        (who, part, entered(ring[1][0]), end) for who in range(aircraft) for part, ring in enumerate(rings)
    ]


@ways
@settings(max_examples=60, deadline=None)
@given(
    st.lists(rings(), min_size=1, max_size=2),
    flights(),
    st.integers(1, 3),
    st.tuples(st.integers(-3, 3), st.integers(-3, 3)),
)
def test_legs_shorter_than_a_cell_are_as_exact_where_four_cells_meet(ask, polygons, track, scale, jitter):
    # Two areas far away make the cells large; all else lies around a corner of four of them.
    def near(x, y):
        return (x - 3) * 10**scale + jitter[0], (y - 3) * 10**scale + jitter[1]

    here = [[near(x, y) for x, y in ring] for ring in polygons]
    far = [[(n * DEG, n * DEG), (n * DEG + 5, n * DEG), (n * DEG, n * DEG + 5)] for n in (-40, 40)]
    asked = Asked([area(f"A{n}", [ring]) for n, ring in enumerate([*here, *far])])
    flown = [(t, *near(x, y)) for t, x, y in track]

    found = told(ask(asked, points(flown)))

    assert asked.index.shift > 16
    assert found == expected([[*ring, ring[0]] for ring in here], [flown])


@settings(max_examples=300, deadline=None)
@given(
    st.integers(-(10**17), 10**17),
    st.integers(0, 2**50 - 1),
    st.integers(1, 2**61 - 1),
    st.integers(0, 2**61 - 1),
    st.booleans(),
)
def test_a_moment_is_rounded_half_to_even_and_says_on_which_side_the_exact_one_lies(start, span, d, n, halves):
    # Where the halves lie: a span of odd microseconds cut in two.
    span, n, d = (span | 1, d, 2 * d) if halves and d < 2**60 else (span, n % (d + 1), d)
    whole = start + Fraction(span * n, d)

    with np.errstate(over="ignore"):
        at, sign = col.moment(*map(np.int64, (start, span, n, d)))

    at = int(at)
    assert at == round(whole)
    assert sign == (whole > at) - (whole < at)
