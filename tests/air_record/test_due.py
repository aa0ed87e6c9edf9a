"""What is still to be done of the air record: reminders at the edge, no verdict (ToR 3.a)."""

from air_fake import (
    EVE,
    PROVIDER,
    START,
    WATCHER,
    Sky,
    allegation,
    answer,
    change,
    notice,
    operated,
    question,
    seen,
    sky,
)
from centre_fake import CODES, DAY, MORNING
from jig.centre.remind import reminders


def due(way, code):
    return [(one.subject, one.due) for one in reminders(way.view()) if one.code == code]


def test_the_next_daily_report_is_due_at_its_cutoff():
    """C099, reading A35; a side that never reported is reminded of nothing yet."""
    way = Sky()
    way.say(0, "order-change", change(0, "2016-09-01"))

    assert due(way, "ORDER-DAILY") == [(f"{CODES[0]} 2016-09-02", MORNING + 33 * 3600)]


def test_from_the_day_after_the_formation_each_side_is_reminded_though_it_never_reported():
    """C099, readings A35, A41: that of the formation is day 0; a side that says nothing has said no NIL."""
    way = Sky()
    way.establish()
    at = MORNING + 33 * 3600
    before = due(way, "ORDER-DAILY")
    way.say(0, "order-change", change(0, "2016-09-02"), at=MORNING + DAY)

    assert before == [(f"{code} 2016-09-02", at) for code in sorted(CODES)]
    assert due(way, "ORDER-DAILY") == [(f"{CODES[1]} 2016-09-02", at), (f"{CODES[0]} 2016-09-03", at + DAY)]


def test_the_common_map_is_reminded_of_from_the_formation_until_both_signed_all_of_it():
    """C122, reading A41: five calendar days after that of the formation, to the end of the fifth."""
    way = Sky()
    before = due(way, "COMMON-MAP")
    way.establish()

    assert before == []
    assert due(way, "COMMON-MAP") == [("COMMON-MAP 0/0", MORNING - 9 * 3600 + 6 * DAY)]


def test_who_flew_stays_to_be_answered_by_each_side_that_is_silent():
    """C096, failure F02: a reminder is no answer, and no passing of time is one."""
    way = sky()
    asked = way.say(WATCHER, "who-flew", question(WATCHER)).id
    at = way.view().entry(asked).claimed_at
    way.see_both()
    both = due(way, "WHO-FLEW")
    way.say(PROVIDER, "who-flew-answer", answer(PROVIDER, asked))
    way.see_both()

    name = f"Q-1:{asked[:12]}"
    assert both == [(f"{code} {name}", at + 86_400) for code in sorted(CODES)]
    assert due(way, "WHO-FLEW") == [(f"{CODES[WATCHER]} {name}", at + 86_400)]


def test_a_flight_notified_but_not_exempt_inside_an_area_is_to_be_looked_at():
    """C101, C102: the notice alone permits nothing."""
    way = sky()
    told = notice(mission_type="OTHER", exempt_claimed=False)
    way.told(PROVIDER, "flight-notice", told, at=EVE - 100)
    way.begin(START)
    way.say(WATCHER, "observation", seen())

    assert due(way, "VIOLATION-REPORT") == [(f"{CODES[WATCHER]} O-{WATCHER}", START + 900 + 86_400)]


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
    assert after == [(f"{CODES[WATCHER]} O-{WATCHER}", START + 900 + 86_400)]
    assert due(way, "VIOLATION-REPORT") == []


def test_a_weapon_seen_to_be_released_is_to_be_asked_about_within_the_hour_until_somebody_asks():
    """F02: an hour from the end of what was seen; a question of another area, or of another time, is none of it."""
    way = sky()
    found = way.say(WATCHER, "observation", seen(activity="WEAPON_RELEASE"))
    name = [(f"{CODES[WATCHER]} O-{WATCHER}:{found.id[:12]}", START + 900 + 3_600)]
    way.say(WATCHER, "who-flew", question(WATCHER, area="N-2"))
    way.say(WATCHER, "who-flew", question(WATCHER, window={"start": START + 901, "end": START + 999}))
    before = due(way, "WHO-FLEW-ASK")
    way.say(WATCHER, "who-flew", question(WATCHER, question_id="Q-2", window={"start": START, "end": START + 600}))

    assert before == name
    assert due(way, "WHO-FLEW-ASK") == []


def test_a_flight_seen_to_release_nothing_is_no_incident():
    """F02: the other side of the edge."""
    way = sky()
    way.say(WATCHER, "observation", seen(activity="AIRDROP"))

    assert due(way, "WHO-FLEW-ASK") == []


def test_an_allegation_is_to_reach_the_other_participant_until_that_has_stamped_it():
    """C101, reading A36: reported to both is what both provably have; a copy carried without a stamp proves nothing."""
    way = sky()
    way.begin(START)
    plot = way.say(WATCHER, "observation", seen(), at=START + 900)
    said = way.say(WATCHER, "alleged-violation", allegation(WATCHER, plot.id))
    way.see_both()
    before = due(way, "VIOLATION-DELIVER")
    way.receipt(PROVIDER)

    assert before == [(f"{CODES[WATCHER]} V-{WATCHER}:{said.id[:12]}", START + 900 + 86_400)]
    assert due(way, "VIOLATION-DELIVER") == []
