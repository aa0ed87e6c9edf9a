"""Notices related to observations: by day, area and side, and what was covered beside every zero (C100, C107; F14)."""

import pytest

from air_fake import EVE, PROVIDER, WATCHER, coverage, measure, notice, operated, seen, sky
from centre_fake import CODES, DAY
from jig.air.determination_day import AirDay, coverage_between
from jig.air.order import number_of

#: The day of START begins at EVE in the zone of the deadlines.
TODAY = number_of("2016-09-03")
FAR = ((0, 0), (1_000_000, 0), (1_000_000, 1_000_000))


def day(way):
    return AirDay(way.view(), TODAY).as_json()


def covered(way, side, permille, start=EVE, end=EVE + DAY):
    """A side covers the area for a time, said once that is past."""
    way.say(side, "measure", measure(side, f"radar-{side}"))
    said = way.say(side, "measure-coverage", coverage(side, start, end, permille, f"radar-{side}"), at=end)
    assert said.verdict == "OK", said.broken


def test_each_sides_rate_stands_apart_for_the_day_and_for_the_area():
    """C107: the watcher saw two, one of them notified; the provider saw a civil aircraft, which is none of them."""
    way = sky()
    way.told(PROVIDER, "flight-notice", notice(), at=EVE - 100)
    way.say(WATCHER, "observation", seen())
    way.say(WATCHER, "observation", seen(obs_id="O-9", aircraft_class="FIXED", aircraft_type="SU24"))
    way.say(PROVIDER, "observation", seen(PROVIDER, attribution=operated("CIVIL")))

    found = day(way)
    rows = (found["rate"]["by"], found["coverage"][0]["rates"])

    for row in rows:
        assert [(row[code]["observed"], row[code]["observed_notified"]) for code in CODES] == [
            (2, 1) if side == WATCHER else (0, 0) for side in (0, 1)
        ]
        assert [row[code]["notices"] for code in CODES] == [int(side == PROVIDER) for side in (0, 1)]
    assert (found["rate"]["observed"], found["rate"]["notified_permille"]) == (2, 500)


@pytest.mark.parametrize(
    ("permille", "state"), [(0, "NO-DATA"), (1, "NO-DATA"), (500, "NONE-SEEN"), (1_000, "NONE-SEEN")]
)
def test_a_zero_of_a_side_that_covered_nothing_is_no_data(permille, state):
    """F14: a thousandth of one hour is rounded down to nothing."""
    way = sky()
    covered(way, WATCHER, permille, end=EVE + 3_600 if permille == 1 else EVE + DAY)

    found = day(way)
    mine, other = (found["rate"]["by"][CODES[side]] for side in (WATCHER, PROVIDER))

    assert (mine["observed"], mine["state"], other["state"]) == (0, state, "NO-DATA")
    assert mine["covered_permille"] == [found["coverage"][0]["by"][CODES[WATCHER]]["covered_permille"]] * 2
    assert found["coverage"][0]["rates"][CODES[WATCHER]]["state"] == state


def test_of_several_areas_the_least_and_the_most_covered_are_named():
    """F14: a well watched area says nothing of the one beside it."""
    way = sky()
    way.area("N-2", FAR)
    way.sign("v2")
    covered(way, WATCHER, 250)

    assert day(way)["rate"]["covered_permille"] == [0, 250]
    assert [(one.area, share) for one, share in coverage_between(way.view(), EVE, EVE + DAY)] == [
        ("N-1", 250),
        ("N-2", 0),
    ]


def test_without_an_area_in_force_no_share_is_named():
    """F14."""
    from air_fake import Sky

    assert day(Sky())["rate"]["covered_permille"] is None


@pytest.mark.parametrize(
    ("start", "end", "share"), [(EVE, EVE, 1_000), (EVE - 60, EVE + 60, 500), (EVE - 60, EVE - 60, 0)]
)
def test_what_was_covered_is_of_the_time_that_is_asked(start, end, share):
    """C100: an instant is asked as the second that begins with it."""
    way = sky()
    covered(way, WATCHER, 1_000)

    assert [permille for _, permille in coverage_between(way.view(), start, end)] == [share]
