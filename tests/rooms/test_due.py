"""What is due, at the edge (ToR 2.a.ii, 2.c; AP 2, 3.d, 10): both sides of every instant, and never a breach."""

import pytest

from centre_fake import DAY, PROFILE
from jig.centre.remind import Reminder, reminders
from jig.desk.due import read_instant, wall_clock
from jig.desk.faults import Failed
from rooms_fake import WINDOW, Way


def due(way, code):
    return [one for one in reminders(way.view()) if one.code == code]


def test_assessments_are_due_after_what_was_carried_out_until_they_are_there():
    """C070, reading A27: 24 hours for the first, 72 for the full one; reminders only."""
    way = Way().ready()
    _, plan = way.to_permitted()
    assert due(way, "ASSESSMENT-FIRST") == []

    done = way.execute(plan)

    first, full = due(way, "ASSESSMENT-FIRST"), due(way, "ASSESSMENT-FULL")
    at = WINDOW["start"] + 60
    assert [(one.subject, one.due) for one in (*first, *full)] == [(done.id, at + DAY), (done.id, at + 3 * DAY)]
    before = way.picture.digest()
    way.assess(1, done.id)
    assert due(way, "ASSESSMENT-FIRST") == []
    assert len(due(way, "ASSESSMENT-FULL")) == 1
    assert before != way.picture.digest()


@pytest.mark.parametrize(("now", "state"), [(99, "DUE"), (100, "OVERDUE"), (101, "OVERDUE")])
def test_an_instant_that_is_reached_is_overdue_and_a_blank_one_never_is(now, state):
    assert Reminder("START-DATE", "C130", "A43", "JIG", 100).state(now) == state
    assert Reminder("TARGET-FORMAT", "C051", "A23", "F", None).state(now) == "UNSET"


def test_the_date_of_start_is_reminded_of_from_the_first_agreed_action_until_it_is_decided():
    """C130, reading A43: three days after the later of the two agreements, by their own words."""
    way = Way().ready()
    assert due(way, "START-DATE") == []
    agreed = way.to_action()
    given = [
        one.entry.claimed_at for one in way.logs if one.entry.kind == "position" and agreed.action.encode() in one.body
    ]

    found = due(way, "START-DATE")

    assert [one.due for one in found] == [max(given) + 3 * DAY]
    way.decide_start()
    assert due(way, "START-DATE") == []


def test_the_establishment_the_format_and_the_target_date():
    """C119, C051, C141: what is blank has no instant; the target date ends with its day in the zone of deadlines."""
    fresh, formed = Way(), Way().ready()

    assert [(one.due, one.clause) for one in due(fresh, "ESTABLISHMENT")] == [(None, "C119")]
    assert due(formed, "ESTABLISHMENT") == []
    # 31 July 2016 ends at 21:00Z where summer time is three hours ahead.
    assert [one.due for one in due(fresh, "WIDER-UNDERSTANDING")] == [1_469_998_800]
    assert due(fresh, "TARGET-FORMAT") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("2016-07-31T21:00Z", 1_469_998_800), ("2016-08-01T00:00:00+03:00", 1_469_998_800), ("1469998800", 1_469_998_800)],
)
def test_an_instant_is_read_with_its_offset(text, found):
    assert read_instant(text) == found


@pytest.mark.parametrize("text", ["", "yesterday", "2016-07-31", "2016-07-31T21:00", "2016-13-31T21:00Z", "9" * 13])
def test_what_is_no_instant_is_refused(text):
    with pytest.raises(Failed) as caught:
        read_instant(text)

    assert (caught.value.exit_code, caught.value.faults[0].code) == (2, "INSTANT")


@pytest.mark.parametrize("zone", PROFILE.places["display"])
def test_a_due_instant_is_shown_by_every_wall_clock_that_the_profile_names(zone):
    """C010, reading A05: stored as one instant, displayed in both sides' zones."""
    found = wall_clock(PROFILE, 1_469_998_800, zone)

    assert found == ("2016-07-31 21:00+00:00" if zone == "UTC" else "2016-08-01 00:00+03:00")
