"""The air order of battle: each side's lines apart, daily changes with an explicit NIL (ToR 3.a; failure F12)."""

import pytest

from air_fake import Sky, arrival, change, line
from centre_fake import CODES, DAY, LANG, MORNING
from jig.agreement.rule import STANDING, judge
from jig.air.order import number_of
from jig.air.order_book import OrderOf, order_names, order_standing
from jig.centre.frontier import proven_by

#: The days of the fake: MORNING is on 1 September; the cut-off 18:00 in the zone of the deadlines is 15:00Z.
FIRST = number_of("2016-09-01")
CUTOFF = MORNING + 9 * 3600


def test_two_counts_of_one_unit_stand_apart_and_no_total_is_made_of_them():
    """C098, failure F12: 15 and 21 are shown side by side, merged nowhere."""
    way = Sky()
    for side in (0, 1):
        assert way.say(side, "order-line", line(side)).verdict == "OK"

    books = [OrderOf(way.view(), side).as_json() for side in (0, 1)]

    assert [[one["present"] for one in book["lines"]] for book in books] == [[15], [21]]


@pytest.mark.parametrize(("present", "verdict"), [(11, "OK"), (10, "REFUSED")])
def test_the_serviceable_and_the_unknown_are_among_those_present(present, verdict):
    """C098."""
    assert Sky().say(0, "order-line", line(0, count_present=present)).verdict == verdict


@pytest.mark.parametrize(("confirmed", "verdict"), [(MORNING, "OK"), (MORNING + 1, "REFUSED")])
def test_a_line_was_confirmed_no_later_than_it_is_stated_for(confirmed, verdict):
    """C098."""
    assert Sky().say(0, "order-line", line(0, last_confirmed=confirmed)).verdict == verdict


@pytest.mark.parametrize(("as_of", "verdict"), [(MORNING, "OK"), (MORNING + 1, "REFUSED")])
def test_no_line_is_stated_for_a_time_that_has_not_come(as_of, verdict):
    """C098: a year too far would be the newest line for ever."""
    assert Sky().say(0, "order-line", line(0, as_of=as_of), at=MORNING).verdict == verdict


def test_the_order_of_battle_stands_as_it_was_at_any_past_date():
    """C098: the newest line as of the date asked, and what was reported since."""
    way = Sky()
    way.say(0, "order-line", line(0))
    way.say(0, "order-change", change(0, "2016-09-02", arrival(3)), at=MORNING + DAY)
    left = arrival(1) | {"change": "DEPARTED", "to_base": None, "from_base": "OSXX"}
    way.say(0, "order-change", change(0, "2016-09-03", left), at=MORNING + 2 * DAY)
    way.say(0, "order-line", line(0, as_of=MORNING + 5 * DAY, count_present=30), at=MORNING + 5 * DAY)

    at = [OrderOf(way.view(), 0, MORNING - 9 * 3600 + n * DAY, FIRST + n - 1) for n in (1, 2, 3, 6)]

    assert [[(one.line.present, one.present) for one in book.lines] for book in at] == [[(15, 15)], [(15, 18)], [(15, 17)], [(30, 30)]]  # fmt: skip
    assert OrderOf(way.view(), 0, MORNING - DAY, FIRST - 2).lines == []


@pytest.mark.parametrize(("age", "stale"), [(604_800, False), (604_801, True)])
def test_a_line_unconfirmed_for_longer_than_the_reading_is_stale(age, stale):
    """C098, reading A35."""
    way = Sky()
    way.say(0, "order-line", line(0))
    book = OrderOf(way.view(), 0)

    assert book.stale(book.lines[0].line, MORNING - 3600 + age) is stale


def test_a_line_that_is_taken_back_leaves_the_one_before_it():
    """C098."""
    way = Sky()
    way.say(0, "order-line", line(0))
    again = way.say(0, "order-line", line(0, as_of=MORNING, count_present=40))
    way.withdraw(0, again.id)

    assert [one.line.present for one in OrderOf(way.view(), 0).lines] == [15]


def test_nil_is_said_and_a_day_without_a_word_is_missed():
    """C099: NIL and silence are not the same; the side's own later stamp shows the miss."""
    way = Sky()
    way.say(0, "order-change", change(0, "2016-09-01"))
    way.say(0, "order-change", change(0, "2016-09-03", arrival(2)), at=MORNING + 2 * DAY)
    book = OrderOf(way.view(), 0)

    found = {one.code: one.kept for one in judge("order", STANDING, book)}

    assert [book.day_state(FIRST + n) for n in range(3)] == ["NIL", "NOT-REPORTED", "CHANGES"]
    assert book.as_json()["missed_days"] == ["2016-09-02"]
    assert found["C099/every_day_is_reported"] is False


@pytest.mark.parametrize(("at", "kept"), [(CUTOFF - 1, None), (CUTOFF, False)])
def test_a_day_is_missed_once_the_sides_own_stamp_is_past_its_cutoff(at, kept):
    """C099, reading A35: nobody else's clock makes it so."""
    way = Sky()
    way.say(0, "order-change", change(0, "2016-08-31"))
    way.say(0, "note", {"lang": LANG[0], "text": "later"}, at=at)
    way.say(1, "order-change", change(1, "2016-09-01"), at=MORNING + 9 * DAY)

    found = {one.code: one.kept for one in judge("order", STANDING, OrderOf(way.view(), 0))}

    assert found["C099/every_day_is_reported"] is kept


def test_a_side_that_never_reported_missed_every_day_since_the_formation():
    """C099, failure F14: no report is no NIL; it is shown of a side that said nothing at all."""
    way = Sky()
    way.establish()
    for n in (1, 2):
        way.say(0, "order-change", change(0, f"2016-09-0{n + 1}"), at=MORNING + n * DAY)
    way.say(1, "note", {"lang": LANG[1], "text": "later"}, at=MORNING + 9 * DAY)

    books = [OrderOf(way.view(), side) for side in (0, 1)]

    assert [book.as_json()["missed_days"] for book in books] == [[], ["2016-09-02", "2016-09-03"]]
    assert order_names(way.view()) == sorted(CODES)
    assert order_standing(way.view(), CODES[1])["state"] == "NOT-STATED"


def test_days_before_the_formation_are_no_duty_however_early_somebody_reports():
    """C099: a wrong year in one report hides none of the days that were missed."""
    way = Sky()
    way.establish()
    way.say(0, "order-change", change(0, "0001-01-01"))

    assert OrderOf(way.view(), 0, awaited_day=FIRST + 2).as_json()["missed_days"] == ["2016-09-02", "2016-09-03"]


@pytest.mark.parametrize(("at", "verdict"), [(MORNING + 15 * 3600, "OK"), (MORNING + 15 * 3600 - 1, "REFUSED")])
def test_nobody_reports_a_day_before_it_has_begun(at, verdict):
    """C099, reading A05: a NIL told beforehand says nothing; the day begins at 00:00 in the zone of the deadlines."""
    assert Sky().say(0, "order-change", change(0, "2016-09-02"), at=at).verdict == verdict


@pytest.mark.parametrize(("stamp", "kept"), [(CUTOFF - 1, True), (CUTOFF, None)])
def test_a_day_is_reported_in_time_by_the_counterparts_stamp(stamp, kept):
    """C099, readings A05, A35: 18:00 of the day itself, strictly before."""
    way = Sky()
    way.say(0, "order-change", change(0, "2016-09-01"))
    way.receipt(1, stamp)

    assert OrderOf(way.view(), 0).in_time(FIRST) is kept


def test_a_day_reported_after_its_cutoff_by_its_authors_own_stamp_is_late():
    """C099."""
    way = Sky()
    way.say(0, "order-change", change(0, "2016-09-01"), at=CUTOFF)
    book = OrderOf(way.view(), 0)

    assert (book.late, book.in_time(FIRST)) == (("2016-09-01",), False)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ([{"change": "NIL"}, arrival(1)], "REFUSED"),
        ([{"change": "NIL", "number": 1}], "INCOMPLETE"),
        ([arrival(1, source_grade=None)], "INCOMPLETE"),
        ([arrival(1, to_base=None)], "INCOMPLETE"),
        ([arrival(1) | {"change": "MOVED"}], "INCOMPLETE"),
        ([arrival(1) | {"change": "MOVED", "from_base": "OSYY"}], "OK"),
        ([{"change": "LOST", "aircraft_type": "SU22", "number": 1, "source_grade": "A1"}], "INCOMPLETE"),
        ([{"change": "LOST", "aircraft_type": "SU22", "number": 1, "source_grade": "A1", "from_base": "OSXX"}], "OK"),
    ],
)
def test_a_change_names_what_it_takes_and_nil_names_nothing(changes, verdict):
    """C099."""
    bodies = [{name: value for name, value in one.items() if value is not None} for one in changes]

    assert Sky().say(1, "order-change", change(1, "2016-09-01", *bodies)).verdict == verdict


def test_there_is_no_thirtieth_of_february():
    """C099."""
    said = Sky().say(0, "order-change", change(0, "2016-02-30"))

    assert said.broken == {"C099/the_day_exists"}


def test_a_wild_date_does_not_make_the_list_of_missed_days_endless():
    """C099: bounded."""
    way = Sky()
    way.say(0, "order-change", change(0, "0001-01-01"))
    way.say(0, "order-change", change(0, "9999-12-31"))

    assert len(OrderOf(way.view(), 0).missed) <= 400


@pytest.mark.parametrize(("awaited", "missed"), [(FIRST, []), (FIRST + 2, ["2016-09-02", "2016-09-03"])])
def test_days_up_to_the_one_awaited_are_missed_and_lines_stay_whole(awaited, missed):
    """C099: who asks says which day it is; what is known is not cut by that."""
    way = Sky()
    way.say(0, "order-line", line(0, as_of=MORNING + 20 * DAY), at=MORNING + 20 * DAY)
    way.say(0, "order-change", change(0, "2016-09-01"))

    book = OrderOf(way.view(), 0, awaited_day=awaited).as_json()

    assert (book["missed_days"], len(book["lines"])) == (missed, 1)


def test_what_was_known_then_is_what_the_counterpart_had_stamped_before():
    """C098: a stamp of its author's own, however early, makes nothing known; both sides of the instant."""
    way = Sky()
    way.receipt(1, MORNING)
    size = way.picture.frontier
    way.say(0, "order-line", line(0), at=MORNING)
    way.receipt(1, MORNING + 500)
    way.say(0, "order-line", line(0, count_present=1, count_serviceable=0, count_unknown=0), at=MORNING + 1)
    way.receipt(1, MORNING + 900)
    view = way.view()

    found = [proven_by(view, at)[0] - size[0] for at in (MORNING + 500, MORNING + 501, MORNING + 900, MORNING + 901)]

    assert found == [0, 1, 1, 2]


def test_a_correction_told_later_is_of_that_day_as_known_now_and_not_as_known_then():
    """C098: the line of the same day, stated anew a week later."""
    way = Sky()
    way.say(1, "order-line", line(1), at=MORNING)
    way.receipt(0, MORNING + 5)
    way.say(1, "order-line", line(1, as_of=MORNING, count_present=7, count_serviceable=1), at=MORNING + 7 * DAY)
    way.receipt(0, MORNING + 7 * DAY + 5)
    view, end = way.view(), MORNING + DAY

    now = OrderOf(view, 1, end).lines
    then = OrderOf(way.view(proven_by(view, end)), 1, end).lines

    assert [one.line.present for one in (*now, *then)] == [7, 21]


@pytest.mark.parametrize(
    ("told", "stamped", "status", "kept"),
    [(-2, -1, "MET", True), (-2, 0, "UNPROVEN", None), (-2, None, "UNPROVEN", None), (0, 9, "MISSED", False)],
)
def test_a_days_report_is_in_time_by_the_counterparts_stamp_and_late_by_its_own(told, stamped, status, kept):
    """C099, reading A05: both sides of the cut-off; only its own stamp proves nothing."""
    way = Sky()
    way.say(0, "order-change", change(0, "2016-09-01"), at=CUTOFF + told)
    if stamped is not None:
        way.receipt(1, CUTOFF + stamped)

    book = OrderOf(way.view(), 0)

    (found,) = [one for one in judge("order", STANDING, book) if one.code.endswith("reported_by_the_daily_cutoff")]
    assert (book.day_json(FIRST)["deadline"], book.day_json(FIRST)["due"], found.kept) == (status, CUTOFF, kept)


@pytest.mark.parametrize(("at", "status"), [(-1, "UNPROVEN"), (0, "MISSED")])
def test_a_day_not_reported_is_missed_by_the_sides_own_later_stamp_alone(at, status):
    """C099: the other side's clock makes nobody late."""
    way = Sky()
    way.say(0, "order-change", change(0, "2016-09-01"), at=MORNING)
    way.heartbeat(0, at=CUTOFF + DAY + at)
    way.heartbeat(1, at=CUTOFF + 9 * DAY)

    assert OrderOf(way.view(), 0, None, None, FIRST + 1).day_json(FIRST + 1)["deadline"] == status
