"""A side that corrects what it covered is believed in its correction, downwards too (C100; failure F14)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from air_fake import EVE, PROVIDER, WATCHER, coverage, measure, sky
from centre_fake import DAY
from jig.air.coverage_standing import corrected
from jig.air.determination_day import AirDay
from jig.air.observation import Covered
from jig.air.order import number_of

TODAY = number_of("2016-09-03")


def area_after(*told):
    """One area's day after each (side, measure, from, to, thousandths)."""
    way = sky()
    for side in (WATCHER, PROVIDER):
        for name in ("radar-1", "radar-2"):
            way.say(side, "measure", measure(side, f"{name}-{side}"))
    for side, name, start, end, permille in told:
        body = coverage(side, EVE + start * 3_600, EVE + end * 3_600, permille, f"{name}-{side}")
        assert way.say(side, "measure-coverage", body, at=EVE + DAY).verdict == "OK"
    (row,) = AirDay(way.view(), TODAY).coverage_json()
    return row


@pytest.mark.parametrize(
    ("told", "permille", "state"),
    [
        ([(WATCHER, "radar-1", 0, 24, 1_000), (WATCHER, "radar-1", 0, 24, 0)], 0, "NO-DATA"),
        ([(WATCHER, "radar-1", 0, 24, 1_000), (WATCHER, "radar-1", 6, 18, 0)], 500, "NONE-ALLEGED"),
        ([(WATCHER, "radar-1", 0, 24, 0), (WATCHER, "radar-1", 0, 24, 1_000)], 1_000, "NONE-ALLEGED"),
        ([(WATCHER, "radar-1", 0, 24, 1_000), (WATCHER, "radar-2", 0, 24, 0)], 1_000, "NONE-ALLEGED"),
        ([(WATCHER, "radar-1", 0, 24, 1_000), (PROVIDER, "radar-1", 0, 24, 0)], 1_000, "NONE-ALLEGED"),
    ],
)
def test_that_it_covered_nothing_after_all_leaves_no_data(told, permille, state):
    """C100, F14: of one side's one measure the newest word; another measure's or side's takes nothing from it."""
    row = area_after(*told)

    assert (row["covered_permille"], row["state"]) == (permille, state)


def test_hours_said_to_be_dark_after_all_are_listed_as_unwatched():
    """C100, F14."""
    row = area_after((WATCHER, "radar-1", 0, 24, 700), (WATCHER, "radar-1", 2, 5, 0))

    assert row["unwatched"] == [[EVE + 2 * 3_600, EVE + 5 * 3_600]]


_TOLD = st.lists(st.tuples(st.sampled_from("mn"), st.integers(0, 20), st.integers(1, 9), st.integers(0, 3)), max_size=8)


@given(_TOLD)
def test_each_second_of_a_measure_is_what_was_last_said_of_it(told):
    """C100: second by second, nothing lost and nothing twice."""
    stated = [Covered(bytes([n]), m, start, start + length, p) for n, (m, start, length, p) in enumerate(told)]

    found = [(one.measure, second, one.id, one.permille) for one in corrected(stated) for second in range(one.start, one.end)]  # fmt: skip

    last = {(one.measure, second): one for one in stated for second in range(one.start, one.end)}
    assert sorted(found) == sorted((m, second, one.id, one.permille) for (m, second), one in last.items())
