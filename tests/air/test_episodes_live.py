"""Live episodes are those of one run over all points (ToR 3.b; reading A46): whatever the cut into batches."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from air.test_episodes import DEG, area, flights, points, rings
from jig.air import episodes_live as live
from jig.air import episodes_rows as col
from jig.air.episodes import Asked, exact
from jig.air.episodes_live_stays import Stays
from jig.air.tracks import groups_of

GAP = 6


def whole(asked, p):
    """Everything at once, ordered by aircraft."""
    engine = asked.engine(GAP, 1.0)
    engine.feed(groups_of(p.who), p.lon, p.lat, p.t)
    engine.finish()
    return sorted(map(tuple, engine.drain().tolist()))


def arrived(p):
    """The same points in the order of time, aircraft mixed."""
    order = np.lexsort((p.who, p.t))
    return p.who[order].astype(np.int64), p.t[order], p.lon[order], p.lat[order]


def told(changes, finished):
    """Rows as they closed; and the beginnings that were told before."""
    closed = [tuple(row) for one in changes for row in one.closed.tolist()] + [tuple(r) for r in finished.tolist()]
    opened = [tuple(row[:2]) + tuple(row[col.IN : col.OUT]) for one in changes for row in one.opened.tolist()]
    return sorted(closed), opened


@settings(max_examples=100, deadline=None)
@given(
    st.lists(rings(), min_size=1, max_size=3),
    st.lists(flights(), min_size=1, max_size=4),
    st.lists(st.integers(1, 7), min_size=1, max_size=8),
)
def test_any_cut_into_batches_gives_the_rows_of_the_whole(polygons, tracks, cuts):
    asked = Asked([area(f"A{n}", [ring]) for n, ring in enumerate(polygons)])
    p = points(*tracks)
    who, t, lon, lat = arrived(p)
    engine = live.LiveEngine(asked.index, GAP, 1.0, len(tracks))

    changes, at, turn = [], 0, 0
    while at < len(t):
        end = at + cuts[turn % len(cuts)]
        changes.append(engine.batch(who[at:end], t[at:end], lon[at:end], lat[at:end]))
        at, turn = end, turn + 1
    closed, opened = told(changes, engine.finished())

    assert closed == whole(asked, p)
    assert len(opened) == len(set(opened))


@settings(max_examples=100, deadline=None)
@given(st.lists(rings(), min_size=1, max_size=3), st.lists(flights(), min_size=1, max_size=3), st.randoms())
def test_single_points_and_batches_mixed_give_the_rows_of_the_whole(polygons, tracks, random):
    asked = Asked([area(f"A{n}", [ring]) for n, ring in enumerate(polygons)])
    p = points(*tracks)
    who, t, lon, lat = arrived(p)
    engine = live.LiveEngine(asked.index, GAP, 1.0, len(tracks))

    changes, at = [], 0
    while at < len(t):
        if random.random() < 0.6:
            if engine.point(int(who[at]), int(t[at]), int(lon[at]), int(lat[at])):
                changes.append(engine.last)
            at += 1
        else:
            changes.append(engine.batch(who[at : at + 3], t[at : at + 3], lon[at : at + 3], lat[at : at + 3]))
            at += 3
    closed, _ = told(changes, engine.finished())

    assert closed == whole(asked, p)


SQUARE = Asked([area("S", [[(0, 0), (10, 0), (10, 10), (0, 10)]])])


def one(engine, *given):
    who, t, lon, lat = (np.array(c) for c in zip(*given, strict=True))
    return engine.batch(who.astype(np.int64), t.astype(np.int64), lon.astype(np.int32), lat.astype(np.int32))


def test_what_comes_late_twice_or_in_two_places_is_flagged_and_changes_nothing():
    engine = live.LiveEngine(SQUARE.index, 60, 1.0, 2)

    done = one(engine, (0, 10, 5, 5), (0, 9, 50, 50), (0, 10, 5, 5), (0, 10, 6, 6), (1, 3, 5, 5), (0, 11, 6, 6))

    assert done.fate.tolist() == [live.USED, live.LATE, live.DUPLICATED, live.TIME_BROKEN, live.USED, live.USED]
    assert len(done.opened) == 2
    assert len(done.closed) == 0


def test_a_leg_faster_than_any_aircraft_is_flagged_and_used_and_the_way_back_says_so():
    engine = live.LiveEngine(SQUARE.index, 10**9, 1.0, 1)
    s = 1_000_000

    done = one(engine, (0, 0, 5, 5), (0, s, DEG, 5), (0, 2 * s, DEG, 5), (0, 3 * s, 5, 5), (0, 4 * s, 5, 6))

    assert done.fate.tolist() == [0, live.JUMPED, 0, live.RETURNED, 0]
    assert len(done.closed) == 1


def test_silence_ends_an_episode_as_a_gap_at_the_last_point_and_the_next_begins_anew():
    engine = live.LiveEngine(SQUARE.index, 60, 1.0, 1)
    one(engine, (0, 10, 5, 5))

    (closed,) = engine.silent(0).tolist()
    (again,) = one(engine, (0, 20, 5, 5)).opened.tolist()

    assert (closed[col.OUT], col.HOWS[closed[col.OUT + col.HOW]]) == (10, "GAP")
    assert (again[col.IN], col.HOWS[again[col.IN + col.HOW]]) == (20, "GAP")


def test_a_number_that_was_freed_serves_another_aircraft():
    engine = live.LiveEngine(SQUARE.index, 60, 1.0, 1)
    one(engine, (0, 10, 5, 5))

    assert len(engine.forget(0)) == 1
    (row,) = one(engine, (0, 3, 5, 5)).opened.tolist()
    assert (row[col.IN], col.HOWS[row[col.IN + col.HOW]]) == (3, "START")


@pytest.mark.parametrize("count", [1, 700, 5_000])
def test_a_batch_may_be_of_any_size(count):
    engine = live.LiveEngine(SQUARE.index, 60, 1.0, 3)
    t = np.arange(count, dtype=np.int64)
    inside = np.where(t % 2 == 0, 5, 50).astype(np.int32)

    done = engine.batch(t % 3, t, inside, inside)

    assert (done.fate == live.USED).all()
    assert len(done.opened) + len(done.closed) >= (count + 1) // 2


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(rings(), min_size=1, max_size=3), min_size=1, max_size=2),
    st.lists(st.tuples(st.none() | st.integers(0, 20), st.none() | st.integers(20, 40)), min_size=2, max_size=2),
    st.lists(flights(), min_size=1, max_size=3),
    st.lists(st.integers(1, 5), min_size=1, max_size=5),
)
def test_stays_begin_and_end_once_as_the_whole_has_them(polygons, validity, tracks, cuts):
    """Parts of one area are one stay; an area counts while it is valid."""
    asked = Asked([
        area(f"A{n}", *[[ring] for ring in those], start=validity[n][0], end=validity[n][1])
        for n, those in enumerate(polygons)
    ])  # fmt: skip
    p = points(*tracks)
    who, t, lon, lat = arrived(p)
    engine, stays = live.LiveEngine(asked.index, GAP, 1.0, len(tracks)), Stays(asked)

    said, at, turn = [], 0, 0
    while at < len(t):
        end = at + cuts[turn % len(cuts)]
        done = engine.batch(who[at:end], t[at:end], lon[at:end], lat[at:end])
        said += stays.take(done.opened, done.closed, engine.newest)
        at, turn = end, turn + 1
    nothing = np.empty((0, col.WIDTH), np.int64)
    said += stays.take(nothing, engine.finished(), engine.newest)

    begun = [(one.who, one.area, *one.row[col.IN : col.OUT]) for one in said if not one.over]
    over = sorted(ends(one.row) for one in said if one.over)
    wanted = engine_rows(asked, p)
    assert over == wanted
    assert len(begun) == len(set(begun)) == len(over)
    assert stays.now == {}


def ends(row):
    """Aircraft, area, exact beginning and end, and how."""
    hows = row[col.IN + col.HOW], row[col.OUT + col.HOW]
    return row[col.WHO], row[col.PART], exact(row, col.IN), exact(row, col.OUT), *hows


def engine_rows(asked, p):
    engine = asked.engine(GAP, 1.0)
    engine.feed(groups_of(p.who), p.lon, p.lat, p.t)
    engine.finish()
    return sorted(ends(row) for row in asked.in_force(engine.drain()).tolist())
