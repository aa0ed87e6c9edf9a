"""In whatever order points come, and however few are held, rows, counts, flags and rejects are the same (ToR 3.b)."""

from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from air.episode_oracle import intervals
from air.test_episodes import flights, rings
from air.test_episodes_ways import GAP_US, UNIT, asked_of, told
from jig.adapters.tracks_episodes import episodes_of, rows_of_blocks
from jig.adapters.tracks_open import blocks_of
from jig.adapters.tracks_places import row_numbers
from jig.adapters.tracks_read import Block, Reading
from jig.adapters.tracks_sorted import KIND, ordered_on_disk, points_of, put
from jig.air.episodes_notices import Notice
from jig.air.notices_answered import Answers
from jig.air.tracks import Points, ordered
from jig.air.tracks_flags import LONGEST_EXCURSION, flagged
from jig.air.tracks_flags_open import OpenFlags

MOST = st.sampled_from([1, 3, 20, 1_000])
SIZES, WORKERS = st.integers(1, 9), st.sampled_from([1, 2])


@st.composite
def rows_as_they_come(draw):
    """Rows (aircraft, s, x, y) of up to five aircraft; some twice, some instants with two places; in some order."""
    tracks = draw(st.lists(flights(), min_size=1, max_size=5))
    rows = [(who, *point) for who, track in enumerate(tracks) for point in track]
    again = draw(st.lists(st.tuples(st.sampled_from(rows), st.sampled_from([0, 0, 1])), max_size=4))
    rows += [(who, t, x + off, y) for (who, t, x, y), off in again]
    order = draw(st.sampled_from(["by aircraft", "by time", "late in places", "anyhow"]))
    if order == "by aircraft":
        rows.sort(key=lambda row: row[:2])
    if order in ("by time", "late in places"):
        rows.sort(key=lambda row: row[1])
    if order == "late in places":
        for _ in range(draw(st.integers(1, 3))):
            rows.insert(draw(st.integers(0, len(rows))), rows.pop(draw(st.integers(0, len(rows) - 1))))
    return draw(st.permutations(rows)) if order == "anyhow" else rows


class Listed:
    """A list of flagged points that is kept."""

    def __init__(self):
        self.found = []

    def add(self, *told):
        self.found.append(told)


def blocks(rows, size, errors=False):
    """Blocks of so many rows; errors: every other block tells how far off its points may be."""
    for k in range(0, len(rows), size):
        who, t, x, y = zip(*rows[k : k + size], strict=True)
        names = pa.array([f"x{n}" for n in who]).dictionary_encode()
        stamps = pa.array(np.array(t) * 1_000_000).cast(pa.timestamp("us", "UTC"))
        error = np.full(len(t), 2.0, np.float32) if errors and k // size % 2 else None
        yield Block("s", k, names, stamps, pa.array(np.array(x) * UNIT), pa.array(np.array(y) * UNIT), None, error)


def run(polygons, rows, size, workers=1, most=1_000, listed=None):
    reading = Reading(flag_list=listed)
    found = rows_of_blocks(
        blocks(rows, size), reading, asked_of(polygons), max_gap_us=GAP_US, error_m=1.0, workers=workers, most=most
    )
    return told(found, [int(name[1:]) for name in reading.names]), reading


def by_definition(rows):
    """Tracks rid of what cannot be, and what was wrong: by the words of the issue, one point after another."""
    newest, at, flags = {}, defaultdict(lambda: defaultdict(list)), Counter()
    for number, (who, t, x, y) in enumerate(rows):
        flags["LATE"] += t < newest.get(who, t)
        newest[who] = max(t, newest.get(who, t))
        at[who][t].append((number, x, y))
    twice, tracks = [], defaultdict(list)
    for who, instants in at.items():
        for t, places in sorted(instants.items()):
            if len({place[1:] for place in places}) > 1:
                twice += [place[0] for place in places]
            else:
                flags["DUPLICATED"] += len(places) - 1
                tracks[who].append((t, *places[0][1:]))
    flags["TIME-BROKEN"] = len(twice)
    return tracks, {name: count for name, count in flags.items() if count}, sorted(twice)


def wanted(polygons, tracks):
    return sorted(
        (who, number, low * 1_000_000, high * 1_000_000)
        for who, track in tracks.items()
        for number, ring in enumerate(polygons)
        for low, high, *_ in intervals(track, [[*ring, ring[0]]], 6)
    )


@settings(max_examples=200, deadline=None)
@given(st.lists(rings(), min_size=1, max_size=2), rows_as_they_come(), SIZES, WORKERS, MOST)
def test_rows_counts_flags_and_rejects_are_those_of_the_definition(polygons, rows, size, workers, most):
    tracks, flags, twice = by_definition(rows)

    found, reading = run(polygons, rows, size, workers, most)

    assert found == wanted(polygons, tracks)
    assert reading.count == len(rows)
    assert {name: count for name, count in reading.flags.items() if count} == flags
    assert reading.rejected == Counter({"TWO-PLACES": len(twice)} if twice else {})
    assert sorted(row for _, row, cause, _ in reading.listed if cause == "TWO-PLACES") == twice


@settings(max_examples=100, deadline=None)
@given(st.lists(rings(), min_size=1, max_size=2), rows_as_they_come(), SIZES, MOST)
def test_flags_are_listed_the_same_however_few_points_are_held(polygons, rows, size, most):
    few, many = Listed(), Listed()

    rows_few, reading_few = run(polygons, rows, size, 1, most, few)
    rows_many, reading_many = run(polygons, rows, 1_000, 1, 1_000, many)
    _, unlisted = run(polygons, rows, size, 1, most)

    assert rows_few == rows_many
    assert sorted(few.found, key=str) == sorted(many.found, key=str)
    assert +reading_few.flags == +reading_many.flags == +unlisted.flags


@settings(max_examples=100, deadline=None)
@given(st.lists(rings(), min_size=1, max_size=2), rows_as_they_come(), SIZES, WORKERS, MOST, st.booleans())
def test_paths_certainty_and_notices_are_the_same_in_every_order(polygons, rows, size, workers, most, errors):
    """An error of each point's own goes with it wherever it is laid."""
    notices = [Notice("N", frozenset({"x0", "x2"}), 0, 10**15, frozenset(), None, 0.0, "M")]

    def asked(given, size, most, workers):
        return episodes_of(
            blocks(given, size, errors), Reading(), asked_of(polygons), max_gap_us=GAP_US, error_m=1.0,
            workers=workers, most=most, notices=Answers(notices), paths=True,
        )  # fmt: skip

    found, paths = asked(rows, size, most, workers)

    assert (found, paths) == asked(rows, size, 10_000, 1)
    assert len(paths) == len(found)
    assert {one.aircraft for one in found if one.notice} <= {"x0", "x2"}


#: Far enough that no aircraft gets there in a second: every kind of excursion, long ones among them.
PLACES = st.sampled_from([0, 0, 0, 1, 2, 400_000, 400_001, 900_000])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(PLACES, min_size=1, max_size=30), min_size=1, max_size=3),
       st.integers(1, 30), st.integers(1, 40), st.data())  # fmt: skip
def test_flags_counted_as_points_come_are_those_of_whole_tracks(tracks, repeats, size, data):
    """Excursions shorter and longer than the longest, over the borders of blocks, open at the end."""
    columns = [np.repeat(np.array(track, np.int32), data.draw(st.integers(1, repeats))) for track in tracks]
    whole = np.concatenate(columns)
    ends = np.cumsum([len(column) for column in columns])
    groups = np.stack([np.arange(len(ends)), ends - [len(c) for c in columns], ends], 1)
    t = np.concatenate([np.arange(len(column)) * 1_000_000 for column in columns])
    points = Points(np.repeat(np.arange(len(ends), dtype=np.int32), [len(c) for c in columns]), t, whole, whole * 0)

    flags = OpenFlags()
    for start in range(0, max(len(column) for column in columns), size):
        here = np.stack([groups[:, 0], np.minimum(groups[:, 1] + start, groups[:, 2]),
                         np.minimum(groups[:, 1] + start + size, groups[:, 2])], 1)  # fmt: skip
        flags.take(here[here[:, 1] < here[:, 2]], points.t, points.lon, points.lat)

    assert flags.counts(np.zeros(0, np.bool_)) == flagged(points, groups)


def test_an_excursion_as_long_as_can_be_is_told_from_one_longer():
    def counts(length):
        lon = np.array([0, *[900_000] * length, 0, 0], np.int32) * 10
        t, none = np.arange(len(lon)) * 1_000_000, np.zeros(len(lon), np.int32)
        flags = OpenFlags()
        for i in range(len(lon)):
            flags.take(np.array([[0, i, i + 1]]), t, lon, none)
        return flags.counts(np.zeros(1, np.bool_))

    assert counts(LONGEST_EXCURSION) == {"JUMPED": 0, "SPOOFED": LONGEST_EXCURSION}
    assert counts(LONGEST_EXCURSION + 1) == {"JUMPED": 2, "SPOOFED": 0}


def test_a_file_is_not_read_ahead_of_what_is_asked(tmp_path):
    """A file larger than memory streams: at no block does Arrow hold more than a part of it."""
    random = np.random.default_rng(7)
    size, path = 600_000, tmp_path / "t.parquet"
    table = pa.table({"aircraft": pa.array(["a"] * size), "time": np.arange(size), "lon": random.uniform(0, 1, size),
                      "lat": random.uniform(0, 1, size)})  # fmt: skip
    pq.write_table(table, path, row_group_size=20_000)
    before = pa.total_allocated_bytes()
    del table

    held = [pa.total_allocated_bytes() - before for _ in blocks_of(str(path), None, Reading())]

    assert len(held) > 3
    assert max(held) < path.stat().st_size * 0.6


@given(st.lists(st.integers(0, 40) | st.integers(2**33, 2**33 + 3), max_size=20), st.booleans())
def test_the_row_that_a_point_stood_in_is_found_again(rows, ascending):
    """Rows that were passed over, rows of a file of any length, in any order."""
    rows = sorted(set(rows)) if ascending else rows

    numbers = row_numbers(rows)

    assert [numbers.row(place) for place in range(len(rows))] == rows
    assert numbers.rows(len(rows)).tolist() == rows


def test_a_disk_that_is_full_is_named():
    with Path("/dev/full").open("wb", buffering=0) as file, pytest.raises(OSError, match="/dev/full"):
        put(file, np.zeros(3, KIND))


def test_one_aircraft_larger_than_what_may_be_held_is_sorted_on_disk(tmp_path):
    """Runs of any length, many points at one instant over the border of runs, a run that is one instant."""
    random = np.random.default_rng(11)
    rows = np.zeros(3_000, KIND)
    rows["t"] = np.where(random.random(3_000) < 0.3, 7, random.integers(0, 900, 3_000))
    rows["who"], rows["lon"] = random.integers(0, 2, 3_000), random.integers(0, 2, 3_000)
    rows["row"] = np.arange(3_000)

    for number, most in enumerate((1, 10, 700, 5_000)):
        chunks = (rows[k : k + most].copy() for k in range(0, 3_000, max(most, 50)))
        there = np.concatenate([rows[k : k + most] for k in range(0, 3_000, max(most, 50))])
        found = ordered_on_disk(chunks, tmp_path / str(number), 2, most)
        wanted = ordered(points_of(there), 2)

        for name in ("groups", "repeated", "two_places", "late"):
            assert getattr(found, name).tolist() == getattr(wanted, name).tolist()
        for ours, theirs in ((found.points, wanted.points), (found.left_out, wanted.left_out)):
            for name in KIND.names:
                assert getattr(ours, name).tolist() == getattr(theirs, name).tolist()
