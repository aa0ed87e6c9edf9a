"""Whatever way points come, episodes are the same (ToR 3.b): columns, blocks, files; in order or not; few held or all."""

from unittest.mock import patch

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from air.episode_oracle import intervals
from air.test_episodes import area, flights, rings
from jig.adapters.tracks_arrays import Columns, OffTheMap, rows_of, rows_of_columns
from jig.adapters.tracks_episodes import rows_of_blocks
from jig.adapters.tracks_open import blocks_of
from jig.adapters.tracks_read import Block, Reading
from jig.air import episodes_engine
from jig.air import episodes_rows as col
from jig.air.episodes import Asked, exact
from jig.air.tracks import Points, ordered

UNIT, GAP_US = 1e-7, 6_000_000
ORDERS = st.sampled_from(["by aircraft", "by time", "anyhow"])


@st.composite
def columns(draw):
    """Tracks of up to five aircraft as columns; the order they come in."""
    tracks = draw(st.lists(flights(), min_size=1, max_size=5))
    rows = [(who, t * 1_000_000, x * UNIT, y * UNIT) for who, track in enumerate(tracks) for t, x, y in track]
    order = draw(ORDERS)
    if order == "by time":
        rows.sort(key=lambda row: row[1])
    if order == "anyhow":
        rows = draw(st.permutations(rows))
    who, t, lon, lat = zip(*rows, strict=True)
    return tracks, Columns(np.array(who, np.int32), np.array(t, np.int64), np.array(lon), np.array(lat))


def asked_of(polygons):
    return Asked([area(f"A{n}", [ring]) for n, ring in enumerate(polygons)])


def wanted(polygons, tracks):
    return sorted(
        (who, number, low * 1_000_000, high * 1_000_000)
        for who, track in enumerate(tracks)
        for number, ring in enumerate(polygons)
        for low, high, *_ in intervals(track, [[*ring, ring[0]]], 6)
    )


def told(rows, numbers=None):
    return sorted(
        (r[0] if numbers is None else numbers[r[0]], r[1], exact(r, col.IN), exact(r, col.OUT)) for r in rows.tolist()
    )


@settings(max_examples=80, deadline=None)
@given(st.lists(rings(), min_size=1, max_size=3), columns(), st.integers(1, 3), st.integers(1, 5), st.integers(2, 9))
def test_columns_of_any_order_by_any_number_of_workers_equal_fractions(polygons, made, workers, piece, stretch):
    """Points are taken in pieces and stretches: neither border shows."""
    tracks, given_columns = made

    with (
        patch("jig.adapters.tracks_arrays.PIECE", piece),
        patch.object(episodes_engine, "_STRETCH", stretch),
    ):
        rows = rows_of_columns(asked_of(polygons), given_columns, GAP_US, 1.0, workers)

    assert told(rows) == wanted(polygons, tracks)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(rings(), min_size=1, max_size=2),
    columns(),
    st.integers(1, 4),
    st.sampled_from([1, 2]),
    st.sampled_from([3, 1_000]),
    st.booleans(),
)
def test_blocks_of_any_size_equal_fractions_whether_all_are_held_or_few(polygons, made, size, workers, most, coded):
    tracks, c = made
    names = pa.array([f"x{n}" for n in c.who.tolist()])
    names = names.dictionary_encode() if coded else names
    stamps = pa.array(c.t).cast(pa.timestamp("us", "UTC"))
    lon, lat = pa.array(c.lon), pa.array(c.lat)

    reading = Reading()
    blocks = [
        Block("s", k, *(column.slice(k, size) for column in (names, stamps, lon, lat)))
        for k in range(0, len(c.t), size)
    ]
    rows = rows_of_blocks(
        iter(blocks), reading, asked_of(polygons), max_gap_us=GAP_US, error_m=1.0, workers=workers, most=most
    )

    assert told(rows, [int(name[1:]) for name in reading.names]) == wanted(polygons, tracks)
    assert reading.count == len(c.t)


@pytest.mark.parametrize("text", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("group", [1, 3, 100])
def test_groups_names_and_units_of_a_parquet_file_do_not_show(tmp_path, text, unit, group):
    square = asked_of([[(0, 0), (10, 0), (10, 10), (0, 10)]])
    table = pa.table(
        {
            "icao24": pa.array(["a1", "a1", "a1", "b2", "b2"]).cast(text),
            "time": pa.array([0, 4, 8, 2, 6], pa.timestamp("s")).cast(pa.timestamp(unit)),
            "lon": [-5e-7, 5e-7, 15e-7, 5e-7, 5e-7],
            "lat": [5e-7] * 5,
        }
    )
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=group)

    reading = Reading()
    rows = rows_of_blocks(
        blocks_of(str(tmp_path / "t.parquet"), None, reading), reading, square, max_gap_us=GAP_US, error_m=1.0
    )

    assert told(rows) == [(0, 0, 2_000_000, 6_000_000), (1, 0, 2_000_000, 6_000_000)]


def test_a_block_with_one_row_that_cannot_be_used_loses_that_row_alone():
    square = asked_of([[(0, 0), (10, 0), (10, 10), (0, 10)]])
    names = pa.array(["a", "a", " ", "a"]).dictionary_encode()
    block = Block("s", 1, names, pa.array([0, 1, 2, 3]), pa.array([5e-7, 200.0, 5e-7, 5e-7]), pa.array([5e-7] * 4))

    reading = Reading()
    rows = rows_of_blocks(iter([block]), reading, square, max_gap_us=GAP_US, error_m=1.0)

    assert told(rows) == [(0, 0, 0, 3_000_000)]
    assert reading.rejected == {"POSITION-UNREADABLE": 1, "AIRCRAFT-MISSING": 1}
    assert [row for _, row, _, _ in reading.listed] == [2, 3]


def test_columns_off_the_map_name_their_row():
    one = Columns(np.zeros(3, np.int32), np.arange(3), np.array([1.0, 2.0, np.nan]), np.ones(3))

    with pytest.raises(OffTheMap) as raised:
        rows_of_columns(asked_of([[(0, 0), (9, 0), (9, 9)]]), one, GAP_US, 1.0)

    assert raised.value.args == (2,)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=3, max_size=8, unique=True),
    st.tuples(st.integers(-5, 65), st.integers(-5, 65)),
    st.sampled_from([0.5, 3.0, 40.0, 400.0, 9_000.0]),
)
def test_certain_is_farther_inside_than_the_error_from_every_edge(corners, at, error_m):
    """However few of the edges are asked: GEOS measures the distance, on the plane at that latitude."""
    step = 5_000
    ring = [(x * step, y * step) for x, y in corners]
    shape = shapely.Polygon(ring)
    assume(shape.is_valid and shape.area > 0)
    point = at[0] * step + 17, at[1] * step + 29
    metres = 6_378_137.0 * np.pi / 180 * 1e-7
    scale = np.array([np.cos(np.radians(point[1] * 1e-7)), 1.0]) * metres
    distance = shapely.LinearRing((np.array(ring) - point) * scale).distance(shapely.Point(0, 0))
    assume(abs(distance - error_m) > 1e-3)

    track = ordered(
        Points(*(np.array([v], k) for v, k in zip((0, 7, *point), ("i4", "i8", "i4", "i4"), strict=True))), 1
    )
    rows = rows_of(asked_of([ring]), track, 60, error_m, 1).tolist()

    assert [row[col.SURE] for row in rows] == ([int(distance > error_m)] if shape.covers(shapely.Point(point)) else [])


@settings(max_examples=200, deadline=None)
@given(rings(), st.integers(0, 1_000), st.integers(0, 6), st.integers(-3, 3))
def test_tracks_far_outside_the_areas_enter_none_and_come_back_exactly(ring, far, y, slope):
    """Legs over the edge of the grid, however far beyond."""
    track = [(0, -far - 8, y), (1, -far - 7, y), (2, 3, y + slope), (3, far + 9, y), (4, far + 10, y - slope)]
    rows = rows_of_columns(
        asked_of([ring]),
        Columns(np.zeros(5, np.int32), np.array([p[0] * 1_000_000 for p in track]),
                np.array([p[1] * UNIT for p in track]), np.array([p[2] * UNIT for p in track])),
        GAP_US, 1.0,
    )  # fmt: skip

    assert told(rows) == wanted([ring], [track])
