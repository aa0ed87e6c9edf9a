"""Final plans: the five details, the agreed place, the day before (ToR 2.a, 2.c, 2.c.ii; AP 3.d(2))."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from centre_fake import CODES, DAY, LANG, MORNING, ROSTER
from jig.operations.standing import standing
from jig.operations.state import notified, permitted, plan_standing, progress, target_progress
from jig.places.distance import distance_m_floor
from rooms_fake import DUE, LABEL, LAT, LON, METRE_E7, PLAN_LABEL, START, WINDOW, Agreed, Way, leg, position

GEOD = Geod(ellps="WGS84")


def agreed_way() -> tuple[Way, Agreed]:
    way = Way().ready()
    agreed = way.to_action()
    way.decide_start()
    return way, agreed


def shown(way: Way) -> dict:
    return plan_standing(way.view(), PLAN_LABEL)


# --- the five details ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("window", "C074/the_time_is_given"),
        ("method", "C075/the_method_is_given"),
        ("composition", "C076/the_composition_is_given"),
        ("routing", "C077/the_routing_is_given"),
        ("aim", "C078/the_aim_is_given"),
    ],
)
def test_a_plan_without_one_of_the_five_details_is_incomplete_and_names_it(item, code):
    """C074 to C078, ToR 2.c.ii."""
    way, agreed = agreed_way()

    said = way.plan(agreed, **{item: None})

    assert (said.verdict, said.broken) == ("INCOMPLETE", {code})
    assert shown(way)["state"] == "INCOMPLETE"


def test_all_that_is_missing_is_named_at_once():
    """ToR 2.c.ii; style, An error."""
    way, agreed = agreed_way()

    said = way.plan(agreed, window=None, method=None, composition=[], routing=[], aim=None)

    assert {code[:4] for code in said.broken} == {"C074", "C075", "C076", "C077", "C078"}


def test_an_incomplete_plan_is_no_notice_even_when_the_counterpart_answers():
    """C069: INCOMPLETE is recorded, shown, not notified."""
    way, agreed = agreed_way()

    plan = way.plan(agreed, method=None)
    way.receipt(0)
    answer = way.acknowledge(plan.id, accepts_late=True, late_reason="late")

    assert answer.verdict == "REFUSED"
    assert answer.facts("C069/what_is_acknowledged_was_accepted")["found"] == "INCOMPLETE"
    assert notified(way.view()) == []


@pytest.mark.parametrize(("end", "verdict"), [(1, "OK"), (0, "REFUSED"), (-1, "REFUSED")])
def test_a_window_ends_after_it_starts(end, verdict):
    """C074."""
    way, agreed = agreed_way()

    said = way.plan(agreed, window={"start": WINDOW["start"], "end": WINDOW["start"] + end})

    assert said.verdict == verdict


@pytest.mark.parametrize(("width", "kept"), [(3600, True), (3601, False)])
def test_a_window_wider_than_agreed_warns(width, kept):
    """C074, reading A16: no width is built in, a joint act may set one."""
    way, agreed = agreed_way()
    way.agree_terms({"item": "READING", "id": "notice.window_max_s", "value": 3600})

    said = way.plan(agreed, window={"start": WINDOW["start"], "end": WINDOW["start"] + width})

    assert (said.verdict, said.kept("C074/the_window_is_not_too_wide")) == ("OK", kept)


def test_a_method_outside_the_list_is_incomplete():
    """C075, reading A28."""
    way, agreed = agreed_way()

    said = way.plan(agreed, method={"code": "SPECIAL", "text": "new"})

    assert said.verdict == "INCOMPLETE"
    assert said.facts("C075/the_method_is_given") == {
        "found": "SPECIAL",
        "expected": ("AIR", "STANDOFF", "ARTY-ROCKET", "OTHER"),
    }


@pytest.mark.parametrize(
    ("legs", "point"),
    [
        ([leg(600), leg(0)], 2),
        ([leg(0), {**leg(600), "altitude_upper": 4_999}], 2),
        ([{**leg(0), "altitude_upper": 4_999}], 1),
    ],
)
def test_a_route_that_cannot_be_flown_is_incomplete_and_says_where(legs, point):
    """C077."""
    way, agreed = agreed_way()

    said = way.plan(agreed, routing=legs)

    assert (said.verdict, said.facts("C077/the_routing_can_be_flown")) == ("INCOMPLETE", {"point": point})


# --- what was agreed, where, under what ------------------------------------------------------------------------------


@pytest.mark.parametrize(("metres", "verdict"), [(50, "OK"), (51, "REFUSED"), (9_000, "REFUSED")])
def test_an_aim_beyond_the_tolerance_is_refused_with_the_distance(metres, verdict):
    """C078, reading A50; a plan 9 km from the agreed place must never pass."""
    way, agreed = agreed_way()
    start = metres * METRE_E7 * 98 // 100
    near = range(start, start + metres * METRE_E7)
    shift = next(n for n in near if distance_m_floor(LAT, LON, LAT + n, LON) == metres)

    said = way.plan(agreed, aim=position(LAT + shift))

    assert GEOD.inv(LON / 1e7, LAT / 1e7, LON / 1e7, (LAT + shift) / 1e7)[2] == pytest.approx(metres, abs=2)
    assert said.verdict == verdict
    assert said.facts("C078/the_aim_is_the_agreed_location") == {"found": metres, "expected": 50}


def test_a_vague_aim_does_not_widen_its_own_tolerance():
    """C078: whoever states a large error must not gain room by it."""
    way, agreed = agreed_way()

    said = way.plan(agreed, aim=position(LAT + 60 * METRE_E7, source_mm=10_000_000))

    assert said.verdict == "REFUSED"


@settings(max_examples=40)
@given(north=st.integers(-20_000, 20_000), east=st.integers(-20_000, 20_000))
def test_an_aim_passes_exactly_where_an_independent_geodesic_says_so(north, east):
    """C078, reading A50; oracle: PROJ's geodesic."""
    way, agreed = AGREED
    metres = GEOD.inv(LON / 1e7, LAT / 1e7, (LON + east) / 1e7, (LAT + north) / 1e7)[2]

    said = way.plan(agreed, aim=position(LAT + north, LON + east))

    if not 50 < metres < 52.1:  # rounded down, at most 1.01 m below the geodesic
        assert (said.verdict == "OK") is (metres < 51)


AGREED = agreed_way()


@pytest.mark.parametrize("item", ["target", "location"])
def test_a_plan_names_the_very_versions_that_were_agreed(item):
    """C078."""
    way, agreed = agreed_way()
    other = way.target(1, target_id="T-2").id if item == "target" else way.locate(1, agreed.target).id

    said = way.plan(agreed, **{item: other})

    assert (said.verdict, said.broken) == ("REFUSED", {"C078/the_versions_are_the_agreed_ones"})


def test_no_plan_rests_on_an_action_that_one_side_has_not_agreed_to():
    """C043, ToR 2.a: silence is never consent."""
    way = Way().ready()
    target, actionable = way.to_actionable()
    location = way.locate(0, target).id
    way.decide_start()
    asked = way.propose(1, "action", LABEL, {"target": target, "location": location, "actionable": actionable})
    assert asked.verdict == "OK", asked.broken

    said = way.plan(Agreed(target, location, actionable, asked.id))

    assert (said.verdict, said.broken) == ("REFUSED", {"C043/only_what_both_agreed_is_acted_on"})


def test_a_plan_after_a_withdrawal_that_its_author_knew_is_refused():
    """C043."""
    way, agreed = agreed_way()

    way.withdraw(0, agreed.action)
    way.see(1)

    assert way.plan(agreed).verdict == "REFUSED"


@pytest.mark.parametrize(
    ("changed", "code", "found"),
    [
        ({"procedure": None}, "C044/under_a_procedure_in_force", "NONE"),
        ({"procedure": {"id": "PROC-1", "version": "1"}}, "C044/under_a_procedure_in_force", "PROC-1 1"),
        ({"procedure": {"id": "PROC-9", "version": "2"}}, "C044/under_a_procedure_in_force", "PROC-9 2"),
        ({"format_version": None}, "C073/in_the_agreed_format", "NONE"),
        ({"format_version": "1.0"}, "C073/in_the_agreed_format", "1.0"),
    ],
)
def test_a_plan_follows_a_procedure_and_a_format_in_force(changed, code, found):
    """C044, C073, reading A23."""
    way, agreed = agreed_way()

    said = way.plan(agreed, **changed)

    assert (said.verdict, said.broken) == ("REFUSED", {code})
    assert said.facts(code)["found"] == found


def test_without_any_agreed_document_no_plan_passes():
    """C044, C073."""
    way = Way()
    way.establish()
    way.open_gate()
    agreed = way.to_action()
    way.decide_start()

    said = way.plan(agreed)

    assert said.broken == {"C044/under_a_procedure_in_force", "C073/in_the_agreed_format"}


@pytest.mark.parametrize(("start", "verdict"), [(START, "OK"), (START - 1, "REFUSED")])
def test_no_strike_before_the_date_of_start(start, verdict):
    """C131, AP 3.d(2); gate G7."""
    way, agreed = agreed_way()

    said = way.plan(agreed, window={"start": start, "end": start + 600}, routing=[leg(0)])

    assert said.verdict == verdict


def test_no_strike_while_no_date_of_start_is_decided():
    """C131."""
    way = Way().ready()
    agreed = way.to_action()

    said = way.plan(agreed)

    assert said.facts("C131/not_before_the_date_of_start") == {"found": WINDOW["start"], "expected": "NONE"}
    assert said.verdict == "REFUSED"


def test_only_operations_officers_and_representatives_give_plans():
    """C025."""
    way, agreed = agreed_way()

    said = way.plan(agreed, officer=ROSTER[1]["INTEL"])

    assert said.verdict == "REFUSED"


# --- versions and labels ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"method": None},
        {"format_version": "0"},
        {"plan_id": "P-8"},
    ],
)
def test_a_new_version_ends_the_old_whatever_its_verdict(changed):
    """Record, Consent; C069, reading A16: each version is acknowledged anew."""
    way = Way().ready()
    agreed, old = way.to_permitted()
    assert permitted(way.view()) == [(agreed.action, old)]

    way.plan(agreed, **changed)

    assert permitted(way.view()) == []
    assert notified(way.view()) == []
    assert standing(way.view(), old).underlying == "SUPERSEDED"


def test_a_version_that_cannot_be_read_takes_the_place_of_the_old():
    """Record, Consent."""
    way = Way().ready()
    agreed, _ = way.to_permitted()

    torn = way.say(1, "plan", {"plan_id": PLAN_LABEL, "action": agreed.action})

    assert torn.verdict == "UNREADABLE"
    assert permitted(way.view()) == []


def test_a_label_that_the_counterpart_uses_is_refused():
    """C069."""
    way, agreed = agreed_way()
    way.plan(agreed)
    way.see(0)

    said = way.plan(agreed, side=0)

    assert (said.verdict, said.broken) == ("REFUSED", {"C069/a_plan_has_a_label_of_its_own"})


def test_one_label_used_by_both_at_once_is_disputed():
    """Record, Two stages."""
    way, agreed = agreed_way()

    for side in (0, 1):
        assert way.plan(agreed, side).verdict == "OK"

    assert shown(way)["state"] == "DISPUTED"
    assert [version["by"] for version in shown(way)["versions"]].count(CODES[0]) == 1


# --- the day before --------------------------------------------------------------------------------------------------


def test_the_deadline_is_the_first_moment_of_the_day_in_the_zone_of_the_reading():
    """C069, reading A05; vocabulary 4: that zone is three hours ahead of UTC in September 2016."""
    way, agreed = agreed_way()

    way.plan(agreed)

    assert shown(way)["deadline"] == {"due": DUE, "status": "UNPROVEN", "stamp": None}
    assert DUE == MORNING - MORNING % DAY + 2 * DAY + 21 * 3600


@pytest.mark.parametrize(
    ("stamp", "own", "status", "state"),
    [
        (DUE - 1, MORNING, "MET", "NOTIFIED"),
        (DUE, MORNING, "UNPROVEN", "LATE"),
        (DUE, DUE - 1, "UNPROVEN", "LATE"),
        (DUE, DUE, "MISSED", "LATE"),
        # The author's own clock makes nothing MISSED that the counterpart's stamp makes MET.
        (DUE - 1, DUE, "MET", "NOTIFIED"),
    ],
)
def test_a_plan_is_in_time_by_the_counterparts_stamp_and_missed_by_its_own(stamp, own, status, state):
    """C069; record, Proof of time; both sides of the edge."""
    way, agreed = agreed_way()
    plan = way.plan(agreed, at=own).id

    way.receipt(0, at=stamp)
    way.acknowledge(plan)

    assert (shown(way)["deadline"]["status"], shown(way)["state"]) == (status, state)
    assert (notified(way.view()) != []) is (status == "MET")


def test_a_late_plan_is_notified_once_the_counterpart_accepts_it_as_late():
    """C069: the exception names what it overrides."""
    way, agreed = agreed_way()
    plan = way.plan(agreed, at=DUE + 60, late_reason="облачность").id
    way.receipt(0, at=DUE + 120)
    way.acknowledge(plan)
    refused = shown(way)

    way.acknowledge(plan, accepts_late=True)

    late = "C069/told_no_later_than_the_day_before"
    accepted = "C069/a_late_plan_is_accepted_by_the_counterpart"
    assert (refused["state"], shown(way)["state"]) == ("LATE", "NOTIFIED")
    assert {f["code"]: f["kept"] for f in refused["findings"]}.items() >= {late: False, accepted: False}.items()
    assert {f["code"]: f["kept"] for f in shown(way)["findings"]}.items() >= {late: False, accepted: True}.items()
    assert shown(way)["accepted_late"] is True


def test_lateness_taken_back_is_no_longer_accepted():
    """C069: a side's last word counts."""
    way, agreed = agreed_way()
    plan = way.plan(agreed, at=DUE, late_reason="weather").id
    way.receipt(0, at=DUE)
    way.acknowledge(plan, accepts_late=True)
    assert notified(way.view())

    way.acknowledge(plan)

    assert notified(way.view()) == []


@pytest.mark.parametrize(
    ("of_plan", "of_answer", "verdict"), [(None, None, "REFUSED"), ("fog", None, "OK"), (None, "fog", "OK")]
)
def test_lateness_is_accepted_only_with_its_reason_on_record(of_plan, of_answer, verdict):
    """C069."""
    way, agreed = agreed_way()
    plan = way.plan(agreed, late_reason=of_plan).id
    way.see(0)
    more = {} if of_answer is None else {"late_reason": of_answer}

    said = way.acknowledge(plan, accepts_late=True, **more)

    assert said.verdict == verdict


# --- how far ---------------------------------------------------------------------------------------------------------


def test_a_withdrawn_plan_is_withdrawn():
    """Vocabulary 6."""
    way = Way().ready()
    agreed, plan = way.to_permitted()

    way.withdraw(1, plan)

    assert shown(way)["state"] == "WITHDRAWN"
    assert progress(way.view(), agreed.action) == "AGREED_FOR_ACTION"


@pytest.mark.parametrize("scope", [(), (LABEL,), (PLAN_LABEL,)])
@pytest.mark.parametrize("side", [0, 1])
def test_a_hold_by_either_side_masks_the_plan_and_keeps_its_state_beside(side, scope):
    """C079; gate G9: ALL, the target, or the plan."""
    way = Way().ready()
    agreed, _ = way.to_permitted()

    hold = way.hold(side, *scope)

    assert permitted(way.view()) == []
    assert (shown(way)["state"], shown(way)["underlying"]) == ("HELD", "DECONFLICTED")
    assert shown(way)["held_by"] == [hold.id]
    assert progress(way.view(), agreed.action) == "HELD"


def test_a_hold_on_another_target_holds_nothing_here():
    """C079."""
    way = Way().ready()
    agreed, plan = way.to_permitted()

    way.hold(0, "T-OTHER")

    assert permitted(way.view()) == [(agreed.action, plan)]


def test_a_hold_ends_when_its_callers_lift_is_confirmed():
    """C079; record, HOLD."""
    way = Way().ready()
    agreed, plan = way.to_permitted()
    hold = way.hold(0).id
    lift = way.say(0, "lift", {"hold": hold, "watch_officer": "Atwood", "lang": "en", "text": ""}).id
    way.see(1)
    alone = permitted(way.view())

    way.say(1, "lift-confirmation", {"lift": lift, "watch_officer": "Bunin"})

    assert (alone, permitted(way.view())) == ([], [(agreed.action, plan)])


def test_a_withdrawal_in_flight_marks_what_rested_on_it_as_overtaken():
    """Record, A late restrictive entry: the act keeps its verdict."""
    way = Way().ready()
    agreed = way.to_action()
    way.decide_start()
    ending = way.withdraw(0, agreed.action)

    plan = way.plan(agreed)

    assert plan.verdict == "OK"
    assert shown(way)["state"] == "WITHDRAWN"
    assert shown(way)["overtaken"] == [
        {"entry": plan.id, "kind": "plan", "by": ending.id, "by_kind": "withdrawal"},
    ]


def test_a_location_that_the_counterpart_puts_elsewhere_stops_the_plan():
    """C058: a discrepancy is shown and holds."""
    way = Way().ready()
    agreed, _ = way.to_permitted()

    way.locate(1, agreed.target, LAT + 9_000 * METRE_E7)

    assert permitted(way.view()) == []
    assert shown(way)["state"] == "DISPUTED"
    assert target_progress(way.view(), LABEL)["state"] == "DISPUTED"


def test_the_common_understanding_taken_back_permits_nothing():
    """C038."""
    way = Way()
    way.establish()
    gate = way.open_gate()
    way.agree_documents()
    way.to_permitted()
    assert permitted(way.view())

    way.withdraw(1, gate)

    assert permitted(way.view()) == []


def test_leaving_permits_nothing_and_a_return_revives_nothing():
    """Property 18."""
    way = Way().ready()
    way.to_permitted()

    way.say(1, "leave", {"reason": "", "lang": LANG[1]})
    way.see_both()
    gone = permitted(way.view())
    way.ready()
    way.decide_start()

    assert (gone, permitted(way.view()), notified(way.view())) == ([], [], [])


# --- what a new version changes --------------------------------------------------------------------------------------

CHANGED = "C069/what_a_new_version_changes_is_listed"


def changes_shown(way):
    found = plan_standing(way.view(), PLAN_LABEL)["changes"]
    return found and (found["changed"], found["material"])


@pytest.mark.parametrize(
    ("changed", "listed", "material"),
    [
        ({"window": {**WINDOW, "start": WINDOW["start"] - 60}}, ["WINDOW"], ["WINDOW"]),
        (
            {"composition": [{"type_class": "bomber", "number": 3}]},
            ["COMPOSITION_CLASS", "COMPOSITION_NUMBER"],
            ["COMPOSITION_CLASS"],
        ),
        ({"composition": [{"type_class": "fighter-bomber", "number": 4}]}, ["COMPOSITION_NUMBER"], []),
        (
            {"routing": [leg(0), leg(600) | {"point": position(LAT + 60_000, LON + 90_000)}]},
            ["ROUTE_AREA"],
            ["ROUTE_AREA"],
        ),
        ({"routing": [leg(0), leg(300), leg(600)]}, ["HEIGHTS_AND_TIMES"], []),
        ({"routing": [leg(0), leg(600) | {"altitude_upper": 7_000}]}, ["HEIGHTS_AND_TIMES"], []),
        ({"text": "other words"}, [], []),
    ],
)
def test_what_a_new_version_changes_is_listed_and_every_version_is_acknowledged_anew(changed, listed, material):
    """C069, A16: the reading's words are material, the rest is listed; neither carries the old acknowledgement over."""
    way = Way().ready()
    agreed, _ = way.to_notified()
    assert changes_shown(way) is None

    new = way.plan(agreed, **changed)

    assert (new.verdict, new.broken) == ("OK", {CHANGED} if listed else set())
    assert changes_shown(way) == (listed, material)
    assert notified(way.view()) == [] and standing(way.view(), new.id).state == "UNACKNOWLEDGED"


@pytest.mark.parametrize(("moved_s", "material"), [(600, []), (601, ["WINDOW"])])
def test_a_window_that_moves_no_further_than_agreed_is_no_material_change(moved_s, material):
    """A16: both sides of the edge; it is listed all the same."""
    way = Way().ready()
    way.agree_terms({"item": "READING", "id": "notice.window_move_s", "value": 600})
    agreed, _ = way.to_notified()

    way.plan(agreed, window={**WINDOW, "end": WINDOW["end"] + moved_s})

    assert changes_shown(way) == (["WINDOW"], material)


# --- the law behind it -----------------------------------------------------------------------------------------------

IN_DATE = "C055/both_validations_are_in_date_when_the_window_opens"


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize(("seconds", "verdict"), [(1, "OK"), (0, "REFUSED")])
def test_a_plan_whose_window_opens_after_a_sides_validation_expired_is_refused(side, seconds, verdict):
    """C055, C056, A25: both sides of the edge, for either side; a notice without the legal attestation is none."""
    way = Way().ready()
    agreed = way.to_action()
    way.validate(side, agreed.target, expires=WINDOW["start"] + seconds)
    way.see_both()
    content = {"target": agreed.target, "location": agreed.location, "actionable": agreed.actionable}
    anew = agreed._replace(action=way.agree("action", LABEL, content))
    way.decide_start()

    said = way.plan(anew)

    assert (said.verdict, said.kept(IN_DATE)) == (verdict, verdict == "OK")
    assert verdict == "OK" or said.facts(IN_DATE)["sides"] == (CODES[side],)
