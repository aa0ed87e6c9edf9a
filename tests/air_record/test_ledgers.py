"""Both sides' records of flights seen, side by side: BOTH, CONFLICT, ONLY of one; no total is merged (failure F12)."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from air_fake import END, PROVIDER, START, WATCHER, operated, seen, sky
from centre_fake import CODES, DAY
from jig.air.determination import observations_between
from jig.air.determination_day import AirDay
from jig.air.ledgers import Ledgers
from jig.air.order import number_of
from rooms_fake import LAT, LON, position

TODAY = number_of("2016-09-03")
FAR = [{"point": position(LAT + 9_000_000, LON), "time": START + 700}]
ASIDE = [{"point": position(LAT + 300_000, LON), "time": START + 700}]


def told(mine, theirs, day=TODAY):
    """What both sides saw, each stated once it is over, and the table of that day."""
    way = sky()
    for side, bodies in ((WATCHER, mine), (PROVIDER, theirs)):
        for number, changed in enumerate(bodies):
            body = seen(side, obs_id=f"O-{side}-{number}", **changed)
            assert way.say(side, "observation", body, at=END + DAY).verdict == "OK"
    return AirDay(way.view(), day).as_json()["ledgers"]


def only(side):
    return f"ONLY-{CODES[side]}"


@pytest.mark.parametrize(
    ("changed", "found", "reasons"),
    [
        ({}, "BOTH", []),
        ({"aircraft_type": "Mi-8"}, "BOTH", []),
        ({"aircraft_type": None, "number": None, "aircraft_class": "UNK"}, "BOTH", []),
        ({"attribution": operated("UNKNOWN")}, "BOTH", []),
        ({"aircraft_type": "MI24"}, "CONFLICT", ["TYPE-DIFFERS"]),
        ({"aircraft_class": "FIXED"}, "CONFLICT", ["CLASS-DIFFERS"]),
        ({"number": 2}, "CONFLICT", ["NUMBER-DIFFERS"]),
        ({"attribution": operated("CIVIL")}, "CONFLICT", ["OPERATOR-DIFFERS"]),
        ({"track": ASIDE}, "CONFLICT", ["POSITIONS-DIFFER"]),
        ({"track": [], "area": "N-1"}, "BOTH", []),
        ({"time_from": START + 900, "time_to": END, "track": [], "area": "N-1"}, "BOTH", []),
    ],
)
def test_one_flight_in_both_records_agrees_or_contradicts(changed, found, reasons):
    """F12: by time, place and type; what nobody states contradicts nothing; each reason by its code."""
    (row,) = told([{}], [changed])["rows"]

    assert (row["found"], row["reasons"], row["others_that_fit"]) == (found, reasons, 0)
    assert [row["seen"][CODES[side]]["obs_id"] for side in (WATCHER, PROVIDER)] == [f"O-{WATCHER}-0", f"O-{PROVIDER}-0"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"time_from": START + 901, "time_to": END, "track": [], "area": "N-1"}, "NOT-SEEN-BY-THE-OTHER"),
        ({"track": FAR}, f"PLACE-APART O-{PROVIDER}-0"),
    ],
)
def test_what_is_apart_in_time_or_place_stands_in_one_record_alone(changed, reason):
    """F12: the reason stands beside it, and names the observation that does not fit."""
    found = told([{}], [changed])

    assert found["counts"] == {"BOTH": 0, "CONFLICT": 0, only(0): 1, only(1): 1}
    assert [row["reasons"] for row in found["rows"] if row["found"] == only(WATCHER)] == [[reason]]


def test_fifteen_and_twenty_one_are_never_one_number():
    """F12: as on one day of January 2017; each total stands, and every observation is in one row."""
    mine = [{"time_from": START + 10 * n, "time_to": START + 10 * n + 5, "track": [], "area": "N-1"} for n in range(15)]
    theirs = [one | ({"aircraft_type": "MI24"} if n % 5 == 0 else {}) for n, one in enumerate(mine)]
    more = [{"time_from": START + 1000 + 10 * n, "time_to": START + 1005 + 10 * n, "track": [], "area": "N-1"} for n in range(6)]  # fmt: skip

    found = told(mine, theirs + more)

    assert found["totals"] == {CODES[WATCHER]: 15, CODES[PROVIDER]: 21}
    assert found["counts"] == {"BOTH": 12, "CONFLICT": 3, only(WATCHER): 0, only(PROVIDER): 6}


def test_what_agrees_is_taken_before_what_contradicts_and_the_rest_is_named():
    """F12: two of theirs might be the one; the other says that it might, and fits better elsewhere."""
    found = told([{}], [{"number": 2}, {}])

    assert [(row["found"], row["others_that_fit"]) for row in found["rows"] if row["seen"][CODES[WATCHER]]] == [("BOTH", 1)]  # fmt: skip
    (alone,) = [row for row in found["rows"] if row["found"] == only(PROVIDER)]
    assert (alone["reasons"], alone["others_that_fit"]) == ([f"MATCHED-ELSEWHERE O-{WATCHER}-0"], 1)


def test_a_flight_that_one_side_saw_before_midnight_and_the_other_over_it_is_one():
    """F12, reading A05: midnight of the zone of the deadlines cuts no flight in two."""
    midnight = START + 12 * 3_600
    long = {"time_from": midnight - 60, "time_to": midnight + 60, "track": [], "area": "N-1"}
    after = {"time_from": midnight, "time_to": midnight + 60, "track": [], "area": "N-1"}

    days = [told([long], [after], day) for day in (TODAY, TODAY + 1)]

    assert [one["counts"]["BOTH"] for one in days] == [1, 1]


def test_a_day_on_which_nobody_saw_anything_has_an_empty_table():
    """F12, F14."""
    assert told([], []) == {"totals": dict.fromkeys(CODES, 0), "counts": dict.fromkeys(["BOTH", "CONFLICT", only(0), only(1)], 0), "rows": []}  # fmt: skip


_SPAN = st.tuples(st.integers(0, 30), st.integers(0, 12), st.sampled_from(["MI8", "MI24", None]))


@settings(max_examples=25, deadline=None)
@given(st.lists(_SPAN, max_size=4), st.lists(_SPAN, max_size=4))
def test_each_observation_stands_in_one_row_in_any_order_of_telling(mine, theirs):
    """F12: nothing is lost, nothing twice, and the order in which it comes changes nothing."""
    way, label = sky(), 0
    for side, spans in ((0, mine), (1, theirs)):
        for begin, length, kind in spans:
            label += 1
            body = seen(side, obs_id=f"O-{label}", time_from=START + begin, time_to=START + begin + length, track=[],
                        area="N-1", aircraft_type=kind)  # fmt: skip
            way.say(side, "observation", body, at=END)
    view = way.view()
    sides = [[one for one in observations_between(view, START, END) if one.meta.side == side] for side in (0, 1)]

    told = [
        Ledgers(view, one, other).as_json()
        for one in list(permutations(sides[0]))[:3]
        for other in list(permutations(sides[1]))[-3:]
    ]

    assert all(one == told[0] for one in told)
    for side in (0, 1):
        named = [row["seen"][CODES[side]]["obs_id"] for row in told[0]["rows"] if row["seen"][CODES[side]]]
        assert sorted(named) == sorted(one.said.label for one in sides[side])
