"""What is still to be done of the air record: reminders at the edge, no verdict (ToR 3.a)."""

from air_fake import START, WATCHER, Sky, allegation, change, operated, seen, sky
from centre_fake import CODES, MORNING
from jig.centre.remind import reminders


def due(way, code):
    return [(one.subject, one.due) for one in reminders(way.view()) if one.code == code]


def test_the_next_daily_report_is_due_at_its_cutoff():
    """C099, reading A35; a side that never reported is reminded of nothing yet."""
    way = Sky()
    way.say(0, "order-change", change(0, "2016-09-01"))

    assert due(way, "ORDER-DAILY") == [(f"{CODES[0]} 2016-09-02", MORNING + 33 * 3600)]


def test_a_flight_seen_inside_without_notice_is_to_be_looked_at_until_an_officer_alleges():
    """C101, reading A36: 24 hours from the end of what was seen, and only from the date of start."""
    way = sky()
    found = way.say(WATCHER, "observation", seen())
    way.say(WATCHER, "observation", seen(obs_id="O-civil", attribution=operated("CIVIL")))
    before = due(way, "VIOLATION-REPORT")
    way.begin(START)
    after = due(way, "VIOLATION-REPORT")
    way.say(WATCHER, "alleged-violation", allegation(WATCHER, found.id))

    assert before == []
    assert after == [(f"O-{WATCHER}", START + 900 + 86_400)]
    assert due(way, "VIOLATION-REPORT") == []
