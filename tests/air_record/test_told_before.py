"""A notice written after the flight, a due time moved by its author, a change of no line: none of them goes unsaid."""

import pytest

from air_fake import END, EVE, PROVIDER, START, WATCHER, Sky, allegation, arrival, change, line, notice, seen, sky
from centre_fake import DAY, MORNING
from jig.agreement.rule import STANDING, judge
from jig.air.determination import observed
from jig.air.determination_alleged import allegations
from jig.air.determination_day import AirDay
from jig.air.notice_standing import noticed
from jig.air.order import number_of
from jig.air.order_book import OrderOf
from rooms_fake import LAT, LON, position

TODAY = number_of("2016-09-03")
NOTIFIED = "C107/a_flight_seen_was_notified"


@pytest.mark.parametrize(
    ("told", "stamped", "kept", "counts"),
    [
        (START - 1, START - 1, True, (1, 0, 0)),
        (START - 1, START, None, (0, 0, 1)),
        (START, START, False, (0, 1, 0)),
        (END + DAY, END + DAY, False, (0, 1, 0)),
    ],
)
def test_a_notice_written_after_the_take_off_is_counted_apart(told, stamped, kept, counts):
    """C107, ToR 3.c: a notice made up from what was seen fits it best of all; it was not given in advance."""
    way = sky()
    made = way.say(WATCHER, "observation", seen(), at=START + 900)
    way.see_both()
    way.say(PROVIDER, "flight-notice", notice(mission_type="OTHER", exempt_claimed=False), at=told)
    way.receipt(WATCHER, stamped)

    found = observed(way.view(), bytes.fromhex(made.id))
    rate = AirDay(way.view(), TODAY).as_json()["rate"]

    assert (found.determination, found.kept) == ("MATCHED", kept)
    assert {one.code: one.kept for one in judge("observation", STANDING, found)}[NOTIFIED] is kept
    names = ("observed_notified", "observed_notified_late", "observed_notified_unproven")
    assert tuple(rate[name] for name in names) == counts
    assert rate["notified_permille"] == counts[0] * 1_000


@pytest.mark.parametrize(("told", "query"), [(START - 1, ""), (START, "LATE")])
def test_a_flight_told_of_only_when_it_had_begun_is_asked_about(told, query):
    """C107: outside the designated areas too, of which notice is asked for just the same."""
    way = Sky()
    way.told(PROVIDER, "flight-notice", notice(mission_type="OTHER", exempt_claimed=False), at=told)
    made = way.say(WATCHER, "observation", seen(), at=START + 900)

    assert observed(way.view(), bytes.fromhex(made.id)).query == query


def test_an_early_and_a_late_notice_of_one_flight_are_a_notice_in_advance():
    """C107: a second notice takes nothing from the first."""
    way = Sky()
    way.told(PROVIDER, "flight-notice", notice(mission_type="OTHER", exempt_claimed=False), at=EVE)
    late = notice(notice_id="N-late", mission_type="OTHER", exempt_claimed=False)
    way.told(PROVIDER, "flight-notice", late, at=END)
    made = way.say(WATCHER, "observation", seen(), at=END)

    assert observed(way.view(), bytes.fromhex(made.id)).kept is True


def test_a_later_flight_named_beside_it_moves_no_due_time():
    """C101, reading A36: the time runs from the flight that was inside, whatever else the officer names."""
    way = sky()
    first = way.say(WATCHER, "observation", seen(), at=START + 900)
    later = seen(obs_id="O-later", time_from=START + 5 * DAY, time_to=START + 5 * DAY + 9)
    later["track"] = [later["track"][0] | {"time": START + 5 * DAY}]
    second = way.say(WATCHER, "observation", later, at=START + 6 * DAY)
    said = way.say(WATCHER, "alleged-violation", allegation(WATCHER, first.id, second.id), at=START + 6 * DAY)

    (found,) = allegations(way.view())

    assert (said.verdict, found.due, found.in_time) == ("OK", START + 900 + DAY, False)


def test_an_observation_that_lasts_beyond_its_own_stamp_moves_no_due_time():
    """C101, reading A36: who alleges late cannot have seen it for longer than it was told."""
    way = sky()
    made = way.say(WATCHER, "observation", seen(time_to=START + 9 * DAY), at=START + 900)
    way.say(WATCHER, "alleged-violation", allegation(WATCHER, made.id), at=START + 3 * DAY)

    (found,) = allegations(way.view())

    assert (found.due, found.in_time) == (START + 900 + DAY, False)


@pytest.mark.parametrize(
    ("at", "named", "verdict"),
    [
        (700, None, "OK"),
        (650, None, "OK"),
        (730, None, "OK"),
        (760, None, "REFUSED"),
        (761, None, "REFUSED"),
        (900, None, "REFUSED"),
        (900, "N-1", "OK"),
    ],
)
def test_it_is_alleged_of_an_instant_at_which_the_track_was_inside(at, named, verdict):
    """C102, C131: a flight that had left before the date of start, or before the area was valid, is not moved there."""
    way = sky()
    track = [{"point": position(), "time": START + 700}] + [
        {"point": position(LAT + 9_000_000, LON), "time": START + after} for after in (760, 850)
    ]
    body = seen(track=track, area=named)
    made = way.say(WATCHER, "observation", body, at=START + 900)
    said = way.say(WATCHER, "alleged-violation", allegation(WATCHER, made.id, at=START + at), at=START + 901)

    assert said.verdict == verdict
    assert said.kept("C102/it_happened_inside_an_area_in_force") is (verdict == "OK")


@pytest.mark.parametrize("how", ["kept", "replaced", "withdrawn"])
def test_an_allegation_says_when_what_it_rests_on_stands_no_more(how):
    """C102: it stays alleged, and nobody counts it without seeing that its ground was taken away."""
    way = sky()
    way.begin(START)
    made = way.say(WATCHER, "observation", seen(), at=START + 900)
    way.say(WATCHER, "alleged-violation", allegation(WATCHER, made.id), at=START + 901)
    if how == "replaced":
        way.say(WATCHER, "observation", seen(aircraft_type="MI24"), at=START + 902)
    if how == "withdrawn":
        way.withdraw(WATCHER, made.id)

    (found,) = allegations(way.view())
    asked = {one.code: one.kept for one in judge("violation", STANDING, found)}

    assert asked["C102/what_it_rests_on_still_stands"] is (how == "kept")
    assert found.as_json()["observations_ended"] == ([] if how == "kept" else [made.id])
    assert (found.state, found.counted) == ("ALLEGED", True)


@pytest.mark.parametrize(
    ("told", "bases"),
    [
        (arrival(3), []),
        (arrival(3, aircraft_type="SU-22"), ["OSXX"]),
        (arrival(3, unit="sqn 9"), ["OSXX"]),
        (arrival(3, change="MOVED", from_base="OSXX", to_base="OSNEW"), ["OSNEW"]),
        (arrival(3, change="MOVED", from_base="OSOLD", to_base="OSNEW"), ["OSOLD", "OSNEW"]),
    ],
)
def test_a_change_that_no_line_takes_up_is_named(told, bases):
    """C098, C099: aircraft that arrive at a base of which no line is stated are on record, and not silently nowhere."""
    way = Sky()
    way.say(0, "order-line", line(0))
    assert way.say(0, "order-change", change(0, "2016-09-02", told), at=MORNING + DAY).verdict == "OK"

    found = OrderOf(way.view(), 0).as_json()["changes_without_line"]

    assert [(one["base"], one["number"], one["day"]) for one in found] == [(base, 3, "2016-09-02") for base in bases]


@pytest.mark.parametrize("field", ["from_base", "to_base"])
def test_what_is_lost_is_reckoned_from_the_base_named(field):
    """C099: a loss whose base stands in the other field is a loss all the same."""
    way = Sky()
    way.say(0, "order-line", line(0))
    lost = {"change": "LOST", "aircraft_type": "SU22", "number": 4, "source_grade": "A1", field: "OSXX"}
    way.say(0, "order-change", change(0, "2016-09-02", lost), at=MORNING + DAY)

    assert [one.present for one in OrderOf(way.view(), 0).lines] == [11]


def test_a_day_missed_in_the_second_year_is_missed():
    """C099, failure F14: the list is bounded by what is missed, not by how long the group has stood."""
    way = Sky()
    way.establish()
    first = number_of("2016-09-02")
    for n in range(420):
        at = MORNING + (n + 1) * DAY
        way.say(0, "order-change", change(0, _date(first + n)), at=at)

    found = OrderOf(way.view(), 0, awaited_day=first + 420).as_json()["missed_days"]

    assert found == [_date(first + 420)]


def _date(number: int) -> str:
    from datetime import date, timedelta

    return (date(1970, 1, 1) + timedelta(days=number)).isoformat()


@pytest.mark.parametrize(("told", "state"), [(START - 1, "SHORT-NOTICE"), (START, "LATE")])
def test_a_late_off_block_time_opens_no_window_that_has_begun(told, state):
    """C106, C107: a window that begins before the take-off named would else excuse what was flown before the notice."""
    way = sky()
    made = way.say(WATCHER, "observation", seen(), at=START + 900)
    body = notice(mission_type="PR", short_notice_reason="crew down", eobt=END - 1)
    said = way.told(PROVIDER, "flight-notice", body, at=told)

    found, flight = noticed(way.view(), bytes.fromhex(said.id)), observed(way.view(), bytes.fromhex(made.id))

    assert (found.state, found.excuses) == (state, state == "SHORT-NOTICE")
    assert (flight.exempt, flight.kept) == (told < START, told < START)
