"""A watch over time (ToR 3.b; reading A46): silence is a gap and NO DATA, a restart goes on, memory stays bounded."""

import numpy as np
import pytest

from air.test_episodes import area
from jig.adapters.tracks_read import Reading, Row, block_of_lists
from jig.adapters.watch_file import SeenFile
from jig.adapters.watching import Watching
from jig.air.episodes import Asked
from jig.air.episodes_live_watch import MOST_TRACK, Batch, Watch

S = 1_000_000
START = 1_473_638_400
SIDE = 1_000_000
SQUARE = Asked([area("N-1", [[(0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE)]], version="v1")])


def batch(*points):
    """Points as (name, t in seconds, lon, lat)."""
    names = sorted({name for name, *_ in points})
    codes = np.array([names.index(name) for name, *_ in points])
    t, lon, lat = (np.array(c) for c in zip(*(row[1:] for row in points), strict=True))
    return Batch(names, codes, t.astype(np.int64) * S, lon.astype(np.int32), lat.astype(np.int32))


def test_an_aircraft_silent_for_longer_than_the_gap_left_as_a_gap_at_its_last_point():
    watch = Watch(SQUARE, 60 * S, 1.0, 8)
    watch.take(batch(("a", 0, 5, 5), ("b", 0, 5, 5)), 100 * S)
    watch.take(batch(("b", 40, 6, 6)), 140 * S)

    assert watch.silent(160 * S) == []
    (left,) = watch.silent(161 * S)

    assert (left.aircraft, left.left, left.left_how) == ("a", 0, "GAP")
    assert [one.aircraft for one in watch.inside()] == ["b"]


def test_more_aircraft_than_can_be_held_make_the_longest_silent_give_way():
    watch = Watch(SQUARE, 60 * S, 1.0, 4)
    watch.take(batch(("a", 0, 5, 5)), 0)

    noticed = [one for n in range(6) for one in watch.take(batch((f"x{n}", n + 1, 5, 5)), n * S)[0]]

    assert [(one.aircraft, one.left_how) for one in noticed if one.over] == [("a", "GAP"), ("x0", "GAP"), ("x1", "GAP")]
    assert watch.aircraft == 4
    assert watch.forgotten == 3


def test_a_stays_points_are_thinned_and_begin_with_its_first():
    watch = Watch(SQUARE, 60 * S, 1.0, 4)
    for n in range(1_000):
        watch.take(batch(("a", n, n, 5)), 0)

    (inside,) = watch.inside()

    assert len(inside.way.points) <= MOST_TRACK + 1
    assert inside.way.points[0] == (0, 0, 5)
    assert inside.way.points[-1][0] > 900 * S


def watching(tmp_path, clock, *, link=True):
    seen = SeenFile(tmp_path)
    return Watching(SQUARE, Reading(), seen, max_gap_us=60 * S, error_m=1.0, link=link, clock=lambda: clock[0])


def block(*points):
    """Points as (name, seconds after START, lon, lat in degrees)."""
    return block_of_lists(
        "feed", [Row(n, who, str(START + t), lon, lat) for n, (who, t, lon, lat) in enumerate(points)]
    )


def test_a_feed_that_falls_silent_is_no_data_since_its_last_point(tmp_path):
    """Silence is never compliance."""
    clock = [START * S]
    made = watching(tmp_path, clock)
    list(made.take(block(("a", 0, "0.05", "0.05")), clock[0]))

    assert list(made.tick(clock[0] + 60 * S)) == []
    said = list(made.tick(clock[0] + 61 * S))
    again = list(made.take(block(("a", 90, "0.05", "0.05")), clock[0] + 90 * S))

    assert [one["event"] for one in said] == ["left", "no-data"]
    assert (said[1]["since"], said[1]["for_s"]) == ("2016-09-12T00:00:00.000000Z", 61.0)
    assert [one["event"] for one in again] == ["data-again", "entered"]
    assert again[1]["entered_how"] == "GAP"


def test_a_watch_started_again_within_the_gap_goes_on_with_who_was_inside(tmp_path):
    clock = [START * S]
    first = watching(tmp_path, clock)
    (entered,) = first.take(block(("a", 0, "0.05", "0.05")), clock[0])
    first.note(clock[0])

    clock[0] += 30 * S
    second = watching(tmp_path, clock)
    assert list(second.take(block(("a", 30, "0.05", "0.06")), clock[0])) == []
    (left,) = second.take(block(("a", 40, "0.05", "0.16")), clock[0] + 10 * S)

    assert (left["event"], left["entered"], left["entered_how"]) == ("left", entered["entered"], "START")
    assert left["id"] == entered["id"]


def test_all_that_is_said_of_a_stay_has_one_id_also_across_a_restart_and_a_gap(tmp_path):
    """Reading A46: a stay is one, however many runs saw it."""
    clock = [START * S]
    first = watching(tmp_path, clock)
    (entered,) = first.take(block(("a", 0, "0.05", "0.05")), clock[0])
    first.note(clock[0])
    clock[0] += 30 * S
    second = watching(tmp_path, clock)
    list(second.take(block(("a", 30, "0.0999999", "0.05")), clock[0]))
    (noted,) = second.inside()

    (left, _) = second.tick(clock[0] + 61 * S)

    assert (entered["certainty"], left["certainty"], left["left_how"]) == ("CERTAIN", "CERTAIN", "GAP")
    assert entered["id"] == noted["id"] == left["id"]


def test_another_stay_of_the_same_aircraft_has_another_id(tmp_path):
    clock = [START * S]
    made = watching(tmp_path, clock)
    said = list(
        made.take(block(("a", 0, "0.05", "0.05"), ("a", 20, "0.05", "0.16"), ("a", 40, "0.05", "0.05")), clock[0])
    )

    assert [one["event"] for one in said] == ["entered", "left", "entered"]
    assert said[0]["id"] == said[1]["id"] != said[2]["id"]


def test_a_run_killed_before_it_noted_who_is_inside_loses_no_stay_and_doubles_none(tmp_path):
    clock = [START * S]
    first = watching(tmp_path, clock)
    list(first.take(block(("a", 0, "0.05", "0.05"), ("b", 0, "0.05", "0.05")), clock[0]))
    first.note(clock[0])
    said = list(first.take(block(("b", 5, "0.05", "0.16"), ("c", 5, "0.05", "0.05")), clock[0] + 5 * S))

    clock[0] += 300 * S
    again = list(watching(tmp_path, clock).tick(clock[0]))

    assert [(one["event"], one["aircraft"]) for one in said] == [("left", "b"), ("entered", "c")]
    ended = [one for one in again if one["event"] == "left"]
    assert [(one["aircraft"], one["left_how"]) for one in ended] == [("a", "GAP"), ("c", "GAP")]
    assert ended[1]["id"] == said[1]["id"]


def test_a_watch_started_again_too_late_ends_what_it_left_open_as_a_gap(tmp_path):
    clock = [START * S]
    first = watching(tmp_path, clock)
    list(first.take(block(("a", 0, "0.05", "0.05"), ("b", 0, "0.05", "0.05")), clock[0]))
    first.note(clock[0])

    clock[0] += 300 * S
    second = watching(tmp_path, clock)
    said = list(second.take(block(("a", 300, "0.05", "0.05")), clock[0])) + list(second.tick(clock[0]))

    assert [(one["event"], one["aircraft"], one.get("left_how")) for one in said] == [
        ("left", "a", "GAP"), ("entered", "a", None), ("left", "b", "GAP"),
    ]  # fmt: skip
    assert said[0]["left"] == "2016-09-12T00:00:00.000000Z"


def test_a_point_from_the_future_is_flagged_and_makes_nothing_after_it_late(tmp_path):
    clock = [START * S]
    made = watching(tmp_path, clock)

    list(made.take(block(("a", 9_000, "0.05", "0.05")), clock[0]))
    said = list(made.take(block(("a", 1, "0.05", "0.05")), clock[0] + S))

    assert [one["event"] for one in said] == ["entered"]
    assert made.summary()["flags"] == {"TIME-BROKEN": 1}


def test_a_name_that_no_aircraft_has_is_not_kept(tmp_path):
    clock = [START * S]
    made = watching(tmp_path, clock)

    assert list(made.take(block(("x" * 5_000, 0, "0.05", "0.05")), clock[0])) == []
    assert made.summary()["rejected"] == {"AIRCRAFT-TOO-LONG": 1}


def test_areas_that_were_replaced_end_the_stays_in_the_old_ones(tmp_path):
    clock = [START * S]
    other = Asked([area("N-2", [[(0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE)]], version="v2")])
    given = [other]
    made = Watching(
        SQUARE, Reading(), SeenFile(tmp_path), max_gap_us=60 * S, error_m=1.0, link=True, clock=lambda: clock[0],
        again=lambda: given.pop() if given else None,
    )  # fmt: skip
    list(made.take(block(("a", 50, "0.05", "0.05")), clock[0] + 50 * S))

    said = list(made.tick(clock[0] + 61 * S)) + list(made.take(block(("a", 62, "0.05", "0.05")), clock[0] + 62 * S))

    assert [one["event"] for one in said] == ["left", "areas-replaced", "entered"]
    assert (said[0]["left_how"], said[2]["area"]) == ("VALIDITY", "N-2")


NEXT = Asked([area("N-1", [[(0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE)]], version="v2")])
HOWS = ("event", "version", "entered", "entered_how", "left", "left_how")


def over_a_change(folder, *, restarted, pause_s=12):
    """One aircraft inside at 0 and 50 s under v1, then under v2; with one run, or one that ends in between."""
    clock = [START * S]
    folder.mkdir()

    def made(areas, given):
        return Watching(
            areas, Reading(), SeenFile(folder), max_gap_us=60 * S, error_m=1.0, link=True, clock=lambda: clock[0],
            again=lambda: given.pop() if given else None,
        )  # fmt: skip

    run = made(SQUARE, [] if restarted else [NEXT])
    said = [
        *run.take(block(("a", 0, "0.05", "0.05")), clock[0]),
        *run.take(block(("a", 50, "0.05", "0.05")), clock[0] + 50 * S),
    ]
    if restarted:
        run.note(clock[0] + 51 * S)
        run = made(NEXT, [])
    said += run.tick(clock[0] + 61 * S)
    clock[0] += 61 * S
    said += run.take(block(("a", 50 + pause_s, "0.05", "0.05")), clock[0] + S)
    said += run.take(block(("a", 60 + pause_s, "0.5", "0.5")), clock[0] + 10 * S)
    return [tuple(one.get(name) for name in HOWS) for one in said if one["event"] in ("entered", "left")]


def test_a_watch_that_was_restarted_when_the_areas_changed_says_the_same(tmp_path):
    """Point 5 of the grounding: validity cuts a stay, whoever was running."""
    found = [over_a_change(tmp_path / str(restarted), restarted=restarted) for restarted in (False, True)]

    assert found[0] == found[1]
    assert [(one[0], one[1], one[3], one[5]) for one in found[0]] == [
        ("entered", "v1", "START", None),
        ("left", "v1", "START", "VALIDITY"),
        ("entered", "v2", "VALIDITY", None),
        ("left", "v2", "VALIDITY", "CROSSED"),
    ]
    assert found[0][1][4].startswith("2016-09-12T00:00:50")


@pytest.mark.parametrize(("pause_s", "how"), [(60, "VALIDITY"), (61, "START")])
def test_a_stay_goes_on_under_the_new_version_only_without_a_gap(tmp_path, pause_s, how):
    """Reading A46: both sides of the longest gap."""
    found = over_a_change(tmp_path / "w", restarted=False, pause_s=pause_s)

    assert [one[3] for one in found if one[0] == "entered"] == ["START", how]


def test_a_zero_stands_beside_how_long_nothing_came(tmp_path):
    clock = [START * S]
    made = watching(tmp_path, clock)

    clock[0] += 100 * S
    total = made.summary()

    assert (total["watched_s"], total["no_data_s"]) == (100.0, 100.0)
    assert total["areas"] == {"N-1": {"entered": 0, "left": 0, "certain": 0, "inside": 0}}
