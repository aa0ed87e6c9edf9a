"""What was seen is held against notices: MATCHED, UNMATCHED, NO-DATA; officers allege (ToR 3.a-c; AP 3.d)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from air_fake import (
    END,
    EVE,
    PROVIDER,
    START,
    WATCHER,
    Sky,
    allegation,
    coverage,
    leg,
    measure,
    notice,
    operated,
    seen,
    sky,
)
from centre_fake import CODES, DAY, LANG, MORNING, ROSTER, THIRD
from jig.agreement.rule import STANDING, judge
from jig.air.determination import observed
from jig.air.determination_alleged import allegations
from jig.air.determination_day import AirDay, covered_ms, unwatched
from jig.air.observation import Covered
from jig.air.order import number_of
from jig.centre.remind import reminders
from rooms_fake import LAT, LON, position

DAY_NUMBER = START // DAY
TRACK = [{"point": position(), "time": START + 700}]


def seen_at(lat_e7=LAT, lon_e7=LON, **more):
    return [{"point": position(lat_e7, lon_e7), "time": START + 700, **more}]


def held_against(way: Sky, told: dict | None = None, **changed):
    """A notice told in time, an observation, and how the observation stands."""
    if told is not None:
        assert way.told(PROVIDER, "flight-notice", notice(**told), at=EVE - 100).verdict == "OK"
    said = way.say(WATCHER, "observation", seen(**changed))
    assert said.verdict == "OK", said.broken
    return observed(way.view(), bytes.fromhex(said.id))


def test_a_flight_seen_where_when_and_as_notified_is_matched_and_exempt():
    """C102, C104."""
    found = held_against(sky(), {})

    assert (found.determination, found.exempt, found.query) == ("MATCHED", True, "")
    assert [one.area for one in found.areas] == ["N-1"]


def test_without_any_notice_it_is_unmatched_and_the_provider_is_asked():
    """C097, C107: an unmatched observation raises a query, and alleges nothing."""
    way = sky()
    found = held_against(way)

    assert (found.determination, found.reasons, found.query) == ("UNMATCHED", ("NO-NOTICE-IN-TIME",), "UNMATCHED")
    assert allegations(way.view()) == []


def standing_of(found):
    return {one.code: one.kept for one in judge("observation", STANDING, found)}


INSIDE = "C102/a_flight_seen_inside_was_exempt"


@pytest.mark.parametrize(
    ("told", "changed", "query", "kept"),
    [
        ({}, {}, "", True),
        ({"mission_type": "OTHER", "exempt_claimed": False}, {}, "NOT-EXEMPT", False),
        ({"mission_type": "DAESH_AREA", "exempt_claimed": False}, {}, "NOT-EXEMPT", False),
        ({"mixed_load": True}, {}, "MIXED-LOAD", False),
        ({}, {"activity": "WEAPON_RELEASE"}, "WEAPON-RELEASE", False),
        (None, {}, "UNMATCHED", False),
        ({"mission_type": "OTHER", "exempt_claimed": False, "route": None}, {}, "", None),
    ],
)
def test_a_notice_alone_permits_no_flight_inside_a_designated_area(told, changed, query, kept):
    """C102, C104-C106, reading A37: only an exempt flight may be there; told of and prohibited is a question too."""
    found = held_against(sky(), told, **changed)

    assert (found.query, standing_of(found)[INSIDE]) == (query, kept)
    assert found.exempt is (kept is True)


@pytest.mark.parametrize(("at", "kept"), [(START + 900, True), (START + 899, False)])
def test_what_was_seen_lies_before_it_is_stated(at, kept):
    """C096: shown, not refused: which of the two times is wrong nobody can say here."""
    said = sky().say(WATCHER, "observation", seen(), at=at)

    assert (said.verdict, said.kept("C096/an_observation_is_of_what_is_past")) == ("OK", kept)


@pytest.mark.parametrize(("lat", "kept"), [(LAT, True), (LAT + 500_000, True), (LAT + 500_001, False)])
def test_an_area_is_named_that_the_track_touches(lat, kept):
    """C102, reading A13: the boundary is inside; a name that the track contradicts is shown, not believed nor refused."""
    said = sky().say(WATCHER, "observation", seen(track=seen_at(lat), area="N-1"))

    assert (said.verdict, said.kept("C102/a_track_touches_the_area_that_is_named")) == ("OK", kept)


def test_a_notified_flight_outside_every_designated_area_is_nobodys_question():
    """C102, C107: the grounding is of designated areas; the notice was given."""
    away = {"route": [leg((LAT + 20_000_000, LON - 900_000)), leg((LAT + 20_000_000, LON + 900_000))]}
    told = {"mission_type": "OTHER", "exempt_claimed": False} | away
    found = held_against(sky(), told, track=seen_at(LAT + 20_000_000))

    assert (found.determination, found.query, INSIDE in standing_of(found)) == ("MATCHED", "", False)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"time_to": END + 1}, "PARTLY-OUTSIDE-WINDOW"),
        ({"time_from": START - 1}, "PARTLY-OUTSIDE-WINDOW"),
        ({"track": seen_at(LAT + 2_100 * 91)}, "OUTSIDE-CORRIDOR"),
        ({"track": seen_at(altitude=2_999, unit="m", ref="MSL")}, "OUTSIDE-ALTITUDES"),
        ({"track": seen_at(altitude=13_124, unit="ft", ref="MSL")}, "OUTSIDE-ALTITUDES"),
        ({"aircraft_class": "FIXED"}, "CLASS-DIFFERS"),
        ({"aircraft_type": "MI24"}, "TYPE-DIFFERS"),
        ({"number": 3}, "MORE-THAN-NOTIFIED"),
    ],
)
def test_each_contradiction_makes_it_unmatched(changed, reason):
    """C102: space, time, type and composition, each by itself."""
    found = held_against(sky(), {}, **changed)

    assert found.determination == "UNMATCHED"
    assert set(found.reasons) - {f"ALTITUDE-NOT-COMPARED N-{PROVIDER}"} == {f"{reason} N-{PROVIDER}"}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"time_from": START, "time_to": END}, None),
        ({"track": seen_at(altitude=3_000, unit="m", ref="MSL")}, None),
        ({"track": seen_at(altitude=13_123, unit="ft", ref="MSL")}, None),
        ({"track": seen_at(altitude=100, unit="m", ref="BARO")}, "ALTITUDE-NOT-COMPARED"),
        ({"track": seen_at(LAT + 180_350)}, "WITHIN-ERROR"),
        ({"aircraft_class": "UNK"}, "CLASS-NOT-SEEN"),
        ({"aircraft_type": None}, "TYPE-NOT-SEEN"),
        ({"number": None}, "NUMBER-NOT-SEEN"),
        ({"number": 2}, None),
        ({"aircraft_type": "Mi-8"}, None),
    ],
)
def test_what_contradicts_nothing_matches_and_says_what_was_not_compared(changed, reason):
    """C102: the other side of each edge; heights above different things never mix."""
    found = held_against(sky(), {}, **changed)

    assert found.determination == "MATCHED"
    assert reason is None or f"{reason} N-{PROVIDER}" in found.reasons


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"track": [], "area": "N-1"}, "AREA-ONLY"),
        ({"aircraft_class": "UNK", "aircraft_type": None}, "UNRECOGNISED"),
    ],
)
def test_what_was_neither_placed_nor_recognised_fits_no_notice_by_itself(changed, reason):
    """C102, failure F14: somewhere in the area, or of unknown kind, it would else be excused by any notice."""
    found = held_against(sky(), {}, **changed)

    assert (found.determination, found.excused) == ("NO-DATA", None)
    assert reason in found.codes


def test_a_notice_without_a_route_leaves_it_open():
    """C107: a flight that is not exempt may be told without a route; then nothing can be compared."""
    told = {"mission_type": "OTHER", "exempt_claimed": False, "route": None}
    found = held_against(sky(), told)

    assert (found.determination, found.query) == ("NO-DATA", "")


def test_an_incomplete_notice_counts_as_none():
    """C108: INCOMPLETE is visible and does not turn a flight into one of which nothing is known."""
    way = sky()
    assert way.told(PROVIDER, "flight-notice", notice(route=None), at=EVE - 100).verdict == "INCOMPLETE"
    found = held_against(way)

    assert found.determination == "UNMATCHED"
    assert f"NOTICE-INCOMPLETE N-{PROVIDER}" in found.reasons


def test_a_late_notice_matches_and_excuses_nothing():
    """C108."""
    way = sky()
    way.told(PROVIDER, "flight-notice", notice(mission_type="HA"), at=EVE)
    found = held_against(way)

    assert (found.determination, found.exempt) == ("MATCHED", False)


@pytest.mark.parametrize(
    ("operator", "party", "query"),
    [("CIVIL", "CIVIL", "CIVIL"), ("UNKNOWN", "UNKNOWN", "UNKNOWN"), (CODES[0], "PARTICIPANT", ""), (CODES[1], "PARTICIPANT", ""), ("REGIME_ALLIED", "ALLIED", "")],
)  # fmt: skip
def test_civil_and_unknown_aircraft_are_queried_and_participants_are_never_the_third_party(operator, party, query):
    """C102, reading A11."""
    way = sky()
    found = held_against(way, attribution=operated(operator))
    said = way.say(WATCHER, "alleged-violation", allegation(WATCHER, found.meta.id.hex()))

    assert (found.party, found.query) == (party, query)
    assert said.broken >= {"C102/it_is_of_a_flight_that_the_grounding_is_of"} and said.verdict == "REFUSED"


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"track": []}, "an_observation_says_where"),
        ({"time_to": START}, "an_observation_runs_forward_in_time"),
        ({"track": seen_at(altitude=5)}, "an_altitude_says_what_it_is_above"),
        ({"attribution": operated("SOMEBODY")}, "an_operator_is_stated_by_code"),
        ({"attribution": operated(THIRD, "  ")}, "an_operator_is_stated_with_its_source"),
    ],
)
def test_an_observation_says_where_when_and_by_whose_word(changed, rule):
    """C096, reading A11."""
    said = Sky().say(WATCHER, "observation", seen(**changed))

    assert said.verdict != "OK" and f"C096/{rule}" in said.broken


# --- allegations -----------------------------------------------------------------------------------------------------


def alleged(way: Sky, **changed):
    found = held_against(way)
    return way.say(WATCHER, "alleged-violation", allegation(WATCHER, found.meta.id.hex(), **changed))


def test_an_officer_alleges_and_each_side_takes_its_own_position():
    """C101, C102: positions stand apart; agreement needs both."""
    way = sky()
    way.begin(START)
    said = alleged(way)
    way.see_both()
    states = []
    for side, word in ((WATCHER, "AGREED"), (PROVIDER, "NOT"), (PROVIDER, "AGREED")):
        body = {
            "violation": said.id, "position": word, "reason": f"as {side} sees it", "decided_by": ROSTER[side]["SNR"],
            "post": "head", "lang": LANG[side],
        }  # fmt: skip
        assert way.say(side, "violation-position", body).verdict == "OK"
        (found,) = allegations(way.view())
        states.append((found.state, found.counted))

    assert said.verdict == "OK"
    assert states == [("ALLEGED", True), ("UNRESOLVED", True), ("VIOLATION_AGREED", True)]


@pytest.mark.parametrize(("start", "counted"), [(START + 700, True), (START + 701, False), (None, False)])
def test_it_is_counted_only_from_the_decided_date_of_start(start, counted):
    """C131: both edges, and none decided; recorded and shown all the same."""
    way = sky()
    if start is not None:
        way.begin(start)
    said = alleged(way)

    (found,) = allegations(way.view())
    assert (said.verdict, found.counted) == ("OK", counted)
    assert said.kept("C131/counted_from_the_date_of_start") is counted


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"observations": ["ab" * 32]}, "an_allegation_rests_on_observations"),
        ({"area": "N-2"}, "it_happened_inside_an_area_in_force"),
        ({"at": START + 901}, "it_happened_inside_an_area_in_force"),
        ({"alleged_by": "Software"}, "it_is_alleged_by_a_named_officer"),
        ({"alleged_by": ROSTER[PROVIDER]["AIR"]}, "it_is_alleged_by_a_named_officer"),
    ],
)
def test_an_allegation_is_of_something_seen_inside_by_a_named_officer(changed, rule):
    """C102."""
    said = alleged(sky(), **changed)

    assert said.verdict == "REFUSED" and f"C102/{rule}" in said.broken


def test_without_an_area_in_force_nothing_can_be_alleged():
    """C102, C103."""
    assert alleged(Sky()).broken >= {"C102/it_happened_inside_an_area_in_force"}


@pytest.mark.parametrize(("after", "kept"), [(86_399, True), (86_400, None)])
def test_it_reaches_the_counterpart_within_the_readings_time(after, kept):
    """C101, reading A36: 24 hours from the end of what was seen, by the counterpart's stamp."""
    way = sky()
    made = way.say(WATCHER, "observation", seen(), at=START + 900)
    way.say(WATCHER, "alleged-violation", allegation(WATCHER, made.id), at=START + 900)
    way.receipt(PROVIDER, START + 900 + after)

    (found,) = allegations(way.view())

    assert (found.due, found.in_time) == (START + 900 + 86_400, kept)


@pytest.mark.parametrize(("flash", "due"), [(True, "OVERDUE"), (False, "UNSET")])
def test_an_urgent_allegation_asks_each_side_for_its_position_at_once(flash, due):
    """C101, reading A36: the reading has an urgent form; silence stays no position."""
    way = sky()
    made = way.say(WATCHER, "observation", seen())
    way.say(WATCHER, "alleged-violation", allegation(WATCHER, made.id, flash=flash))
    way.see_both()

    found = [one for one in reminders(way.view()) if one.code == "VIOLATION-POSITION"]

    assert [one.subject.partition(" ")[0] for one in found] == sorted(CODES)
    assert {one.state(way.clock[0]) for one in found} == {due}
    assert allegations(way.view())[0].as_json()["flash"] is flash


# --- coverage and the day --------------------------------------------------------------------------------------------


def test_no_coverage_is_no_data_and_never_compliance():
    """C100, failure F14: a day without coverage says NO-DATA; with some, what it was stands beside the zero."""
    way = sky()
    bare = AirDay(way.view(), DAY_NUMBER).as_json()
    way.say(WATCHER, "measure", measure(WATCHER))
    assert way.say(WATCHER, "measure-coverage", coverage(WATCHER, START, START + 3600, 500), at=END).verdict == "OK"
    watched = AirDay(way.view(), DAY_NUMBER).as_json()

    assert bare["state"] == "NO-DATA"
    assert [(row["area"], row["state"], row["covered_permille"], row["alleged"]) for row in bare["coverage"]] == [("N-1", "NO-DATA", 0, 0)]  # fmt: skip
    assert watched["state"] == "NONE-ALLEGED"
    assert [row["covered_permille"] for row in watched["coverage"]] == [500 // 24]
    assert watched["coverage"][0]["by"][CODES[PROVIDER]] == {"covered_permille": 0, "measures": []}
    assert "COMPLIANT" not in str(bare) + str(watched)


def test_one_area_without_data_keeps_the_whole_day_at_no_data():
    """C100, failure F14."""
    way = Sky()
    way.ready()
    way.area()
    way.area("N-2", ring=((0, 0), (10, 0), (10, 10)))
    way.sign()
    way.say(WATCHER, "measure", measure(WATCHER))
    way.say(WATCHER, "measure-coverage", coverage(WATCHER, START, START + 3600, 1_000), at=END)

    found = AirDay(way.view(), DAY_NUMBER).as_json()

    assert found["state"] == "NO-DATA"
    assert [row["state"] for row in found["coverage"]] == ["NONE-ALLEGED", "NO-DATA"]


@pytest.mark.parametrize(
    ("told", "milliseconds"),
    [
        ([(0, 10, 500)], 5_000),
        ([(0, 10, 500), (5, 15, 500)], 5_000),
        ([(0, 10, 500), (5, 15, 800)], 2_500 + 4_000),
        ([(-5, 3, 1_000), (8, 99, 250)], 3_000 + 500),
        ([(0, 10, 0)], 0),
        ([(10, 20, 1_000)], 0),
    ],
)
def test_coverage_at_the_same_time_is_never_added(told, milliseconds):
    """C100: two halves may be the same half."""
    stated = [Covered(b"", "m", start, end, permille) for start, end, permille in told]

    assert covered_ms(stated, 0, 10) == milliseconds


@pytest.mark.parametrize(
    ("told", "spans"),
    [
        ([], [(0, 10)]),
        ([(0, 10, 1)], []),
        ([(0, 10, 0)], [(0, 10)]),
        ([(-5, 3, 500), (8, 99, 250)], [(3, 8)]),
        ([(2, 4, 500), (3, 6, 1), (6, 7, 9)], [(0, 2), (7, 10)]),
        ([(12, 20, 1_000), (-9, -2, 1_000)], [(0, 10)]),
    ],
)
def test_the_hours_that_nobody_watched_stand_beside_every_zero(told, spans):
    """C100, failure F14: coverage by time; a share alone hides which hours it leaves dark."""
    stated = [Covered(b"", "m", start, end, permille) for start, end, permille in told]

    assert unwatched(stated, 0, 10) == spans


@given(st.lists(st.tuples(st.integers(-3, 12), st.integers(1, 9), st.integers(0, 2)), max_size=6))
def test_each_second_is_either_watched_or_listed_as_unwatched(told):
    """C100: no second is both or neither."""
    stated = [Covered(b"", "m", start, start + length, permille) for start, length, permille in told]

    dark = {second for begin, end in unwatched(stated, 0, 10) for second in range(begin, end)}

    assert dark == {s for s in range(10) if not any(a <= s < a + n and p for a, n, p in told)}


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (coverage(WATCHER, START, END, 10, "nothing"), "coverage_is_of_a_measure_in_place"),
        (coverage(WATCHER, MORNING - DAY - 1, END, 10), "coverage_is_of_a_measure_in_place"),
        (coverage(WATCHER, END, END, 10), "coverage_ends_after_it_begins"),
    ],
)
def test_coverage_is_of_a_measure_in_place(body, rule):
    """C100, C128."""
    way = Sky()
    way.say(WATCHER, "measure", measure(WATCHER))

    assert way.say(WATCHER, "measure-coverage", body, at=END).broken == {f"C100/{rule}"}


@pytest.mark.parametrize(("at", "broken"), [(END, set()), (END - 1, {"C100/coverage_is_of_what_is_past"})])
def test_nobody_has_covered_what_is_still_to_come(at, broken):
    """C100, failure F14: coverage stated beforehand would turn NO DATA into a zero that means something."""
    way = Sky()
    way.say(WATCHER, "measure", measure(WATCHER))

    assert way.say(WATCHER, "measure-coverage", coverage(WATCHER, START, END, 1_000), at=at).broken == broken


@pytest.mark.parametrize(
    ("changed", "rule"),
    [({"owner": "NOBODY"}, "C100/a_measure_has_an_owner"), ({"end": MORNING - 2 * DAY}, "C128/a_measure_ends_after_it_begins")],
)  # fmt: skip
def test_a_measure_has_an_owner_and_a_time(changed, rule):
    """C100, C128."""
    assert Sky().say(WATCHER, "measure", measure(WATCHER, **changed)).broken == {rule}


def test_the_rate_of_notices_to_observations_keeps_what_nobody_saw_apart():
    """C107: of two flights seen one was notified; of two notices one was seen, of the other there is NO DATA."""
    way = sky()
    way.told(PROVIDER, "flight-notice", notice(), at=EVE - 100)
    other = notice(notice_id="N-far", route=[leg((LAT + 9_000_000, LON)), leg((LAT + 9_900_000, LON))])
    way.told(PROVIDER, "flight-notice", other, at=EVE - 90)
    way.say(WATCHER, "observation", seen())
    way.say(WATCHER, "observation", seen(obs_id="O-other", aircraft_type="MI24"))
    way.say(WATCHER, "observation", seen(obs_id="O-civil", attribution=operated("CIVIL")))

    rate = AirDay(way.view(), DAY_NUMBER).as_json()["rate"]

    assert (rate["observed"], rate["observed_notified"], rate["notified_permille"]) == (2, 1, 500)
    assert (rate["notices"], rate["notices_seen"], rate["notices_without_data"]) == (2, 1, 1)


@pytest.mark.parametrize(("day", "hours"), [("2016-03-25", 23), ("2016-10-27", 25), ("2016-09-03", 24)])
def test_a_day_is_one_of_the_zone_of_the_deadlines_however_long(day, hours):
    """Reading A05: Damascus moved its clocks at midnight of 25 March and at the end of 27 October 2016 (IANA)."""
    found = AirDay(Sky().view(), number_of(day))

    assert (found.end - found.start) == hours * 3600
