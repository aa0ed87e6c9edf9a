"""STOP: called, holding at once, taken by name, lifted by two hands, struck after (ToR Pre.3, 2.a; A47; F01, F06)."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from centre_fake import LANG, ROSTER, Pair
from jig.operations.standing import standing
from jig.operations.state import permitted, plan_standing
from jig.operations.stops import WIDE, Stop, all_stops, cells_of, cells_of_paths, reaches, stops_on
from jig.places.reach import comes_within
from jig.record.rooms import subjects
from rooms_fake import LABEL, LAT, LON, PLAN_LABEL, WINDOW, Way, leg, position

STRUCK = "C045/nothing_is_struck_after_a_stop"
GEOD = Geod(ellps="WGS84")


def ready() -> tuple[Way, str]:
    way = Way().ready()
    _, plan = way.to_permitted()
    return way, plan


def stop(way, side=0, **changed):
    body = {
        "called_at": way.clock[side], "watch_officer": ROSTER[side]["WATCH"], "lang": LANG[side], "text": f"stop {side}"
    }  # fmt: skip
    return way.say(side, "stop", body | changed)


def take(way, stop_id, side=1, **changed):
    body = {
        "stop": stop_id, "taken_by": ROSTER[side]["WATCH"], "taken_at": way.clock[side], "lang": LANG[side], "text": ""
    }  # fmt: skip
    return way.say(side, "stop-taken", body | changed)


def lift(way, stop_id, side=0):
    given_up = way.say(
        side, "lift", {"hold": stop_id, "watch_officer": ROSTER[side]["WATCH"], "lang": LANG[side], "text": ""}
    )
    way.see_both()
    return given_up


def confirm(way, lift_id, side=1):
    said = way.say(side, "lift-confirmation", {"lift": lift_id, "watch_officer": ROSTER[side]["WATCH"]})
    way.see_both()
    return said


def shown(way, subject, name):
    (found,) = [one for one in subjects() if one.name == subject]
    return found.standing(way.view(), name)


def finding(standing, code):
    return next(one for one in standing["findings"] if one["code"] == code)


def north(metres):
    """Latitude, 1e-7 degrees, of the point that many metres north of the aim."""
    _, lat, _ = GEOD.fwd(LON / 1e7, LAT / 1e7, 0, metres)
    return round(lat * 1e7)


# --- it holds at once, by itself -------------------------------------------------------------------------------------


def test_a_stop_that_names_nothing_holds_every_notice_at_once():
    """C045, A47, F01: the call itself holds; nobody has taken it."""
    way, plan = ready()
    assert [one for _, one in permitted(way.view())] == [plan]

    said = stop(way)

    assert said.broken == {"C007/a_stop_says_how_far_it_reaches"}
    assert plan_standing(way.view(), PLAN_LABEL)["state"] == "HELD"
    assert permitted(way.view()) == []


@pytest.mark.parametrize(("metres", "state"), [(19_000, "HELD"), (21_000, "DECONFLICTED")])
def test_a_stop_at_a_place_reaches_as_far_as_the_reading_says(metres, state):
    """A47: 20 km unless the caller names another reach."""
    way = Way().ready()
    agreed = way.to_action()
    way.decide_start()
    plan = way.plan(agreed, routing=[leg(0)]).id
    way.receipt(0)
    way.acknowledge(plan)
    way.see_both()
    way.deconflict(plan)

    stop(way, at=position(north(metres)))

    assert plan_standing(way.view(), PLAN_LABEL)["state"] == state


@pytest.mark.parametrize(("radius_m", "state"), [(4_900, "DECONFLICTED"), (5_100, "HELD")])
def test_a_caller_may_name_another_reach(radius_m, state):
    """A47."""
    way, _ = ready()

    stop(way, at=position(north(-5_000)), radius_m=radius_m)

    assert plan_standing(way.view(), PLAN_LABEL)["state"] == state


def test_the_route_between_two_of_its_points_is_within_reach():
    """C045, A47: a route is its legs, not its corners."""
    way = Way().ready()
    agreed = way.to_action()
    way.decide_start()
    far = leg(600) | {"point": position(LAT + 20_000_000)}
    plan = way.plan(agreed, routing=[leg(0), far]).id
    way.receipt(0)
    way.acknowledge(plan)
    way.see_both()

    stop(way, at=position(LAT + 10_000_000), radius_m=1_000)

    assert plan_standing(way.view(), PLAN_LABEL)["held_by"]


@pytest.mark.parametrize(("name", "state"), [(PLAN_LABEL, "HELD"), ("p7", "HELD"), (LABEL, "HELD"), ("P-8", "HELD")])
def test_a_stop_on_a_plan_is_known_however_it_is_spelt_and_an_unknown_name_stops_everything(name, state):
    """C045: doubt fails toward HOLD."""
    way, _ = ready()

    said = stop(way, plan=name)

    assert plan_standing(way.view(), PLAN_LABEL)["state"] == state
    assert (said.broken == set()) is (name != "P-8")


def test_a_stop_on_another_plan_holds_that_one_alone():
    """C045, A47."""
    way, _ = ready()
    way.say(1, "target", {**_other_target()})
    way.see_both()

    said = stop(way, plan="T-0999")

    assert said.broken == set()
    assert plan_standing(way.view(), PLAN_LABEL)["state"] == "DECONFLICTED"


def _other_target():
    from rooms_fake import ADVERSARY

    return {
        "target_id": "T-0999", "names": ["another"], "adversary": ADVERSARY, "category": "LOGISTICS_DEPOT",
        "target_type": "FACILITY", "description": "a depot", "position": position(LAT + 9_000_000),
        "national_package_ref": "pkg", "lang": "ru", "text": "words",
    }  # fmt: skip


def test_a_stop_that_cannot_be_read_stops_everything():
    """Pre.3: what restricts is written always."""
    way, _ = ready()

    said = stop(way, radius_m="far")

    assert said.verdict == "UNREADABLE"
    assert plan_standing(way.view(), PLAN_LABEL)["state"] == "HELD"


def test_any_officer_can_call_it_and_nobody_can_take_it_back_alone():
    """C045: a withdrawal lifts no STOP; lifting has two hands."""
    way, _ = ready()
    said = way.say(
        0,
        "stop",
        {"called_at": way.clock[0], "watch_officer": ROSTER[0]["LINGUIST"], "lang": "en", "text": ""},
        officer=ROSTER[0]["LINGUIST"],
    )

    way.withdraw(0, said.id)
    way.see_both()

    assert plan_standing(way.view(), PLAN_LABEL)["state"] == "HELD"


# --- taken, and lifted -----------------------------------------------------------------------------------------------


def test_taking_a_stop_names_the_officer_and_changes_nothing_else():
    """C045, A47."""
    way, _ = ready()
    called = stop(way)
    way.see_both()
    before = shown(way, "stop", called.id)

    took = take(way, called.id)

    after = shown(way, "stop", called.id)
    assert (took.verdict, before["taken_by"], after["taken_by"]) == ("OK", None, ROSTER[1]["WATCH"])
    assert finding(before, "C045/a_stop_is_taken")["kept"] is False
    assert finding(after, "C045/a_stop_is_taken")["kept"] is True
    assert after["answer_due"] == way.clock[0] + 60
    assert after["state"] == "IN-FORCE"


@pytest.mark.parametrize(
    ("side", "name", "code"),
    [
        (0, None, "C045/the_counterparts_stop_is_taken"),
        (1, "Nobody", "C045/a_stop_is_taken_by_a_named_officer"),
        (1, ROSTER[0]["WATCH"], "C045/a_stop_is_taken_by_a_named_officer"),
    ],
)
def test_only_a_named_officer_of_the_other_side_takes_it(side, name, code):
    """C045, A47: two hands."""
    way, _ = ready()
    called = stop(way)
    way.see_both()

    took = take(way, called.id, side, **({"taken_by": name} if name else {}))

    assert took.broken == {code}
    assert shown(way, "stop", called.id)["taken_by"] is None


def test_a_stop_is_lifted_by_its_callers_side_and_the_others_entry_naming_the_lift():
    """C079: either hand alone lifts nothing."""
    way, _ = ready()
    called = stop(way)
    way.see_both()

    by_the_other = lift(way, called.id, side=1)
    half = lift(way, called.id)
    held = plan_standing(way.view(), PLAN_LABEL)["state"]
    confirm(way, half.id)

    assert by_the_other.verdict == "REFUSED"
    assert (held, plan_standing(way.view(), PLAN_LABEL)["state"]) == ("HELD", "DECONFLICTED")
    assert shown(way, "stop", called.id)["state"] == "LIFTED"


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 3))
def test_a_stop_and_a_notice_stand_alike_whichever_came_first(where):
    """record.md: the order of concurrent entries does not matter."""
    way = Way().ready()
    steps = [lambda: None] * 4
    steps[where] = lambda: stop(way, at=position(LAT), called_at=way.clock[0])
    agreed = way.to_action()
    steps[0]()
    way.decide_start()
    plan = way.plan(agreed).id
    steps[1]()
    way.receipt(0)
    way.acknowledge(plan)
    steps[2]()
    way.see_both()
    way.deconflict(plan)
    steps[3]()
    way.see_both()

    assert plan_standing(way.view(), PLAN_LABEL)["state"] == "HELD"
    assert permitted(way.view()) == []


# --- struck after it -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("after_s", "struck"), [(-1, False), (0, False), (1, True)])
def test_an_action_dated_after_a_stop_that_was_taken_is_struck_after_stop(after_s, struck):
    """F06, C045: given STOP acknowledged at t0, when a report in its reach is dated after t0."""
    way, plan = ready()
    at = WINDOW["start"]
    called = stop(way, called_at=at, at=position(LAT))
    way.see_both()
    take(way, called.id, taken_at=at)
    way.see_both()

    way.execute(plan, at=at + after_s)

    found = plan_standing(way.view(), PLAN_LABEL)
    assert finding(found, STRUCK)["kept"] is not struck
    assert bool(found["struck_after_stop"]) is struck
    (tickets,) = [one for one in subjects() if one.name == "struck-after-stop"]
    raised = [tickets.standing(way.view(), name) for name in tickets.keys(way.view())]
    assert [(one["state"], one["known"]) for one in raised] == ([("STRUCK-AFTER-STOP", "PROVEN")] if struck else [])
    assert all(list(one["raised_to"].values()) == [[ROSTER[0]["SNR"]], [ROSTER[1]["SNR"]]] for one in raised)


def test_a_stop_that_the_striker_is_not_shown_to_have_known_is_unproven():
    """record.md: no stamp of a participant makes the other's duty MISSED."""
    way, plan = ready()
    at = WINDOW["start"]

    stop(way, called_at=at, at=position(LAT))
    way.execute(plan, at=at + 5)

    found = plan_standing(way.view(), PLAN_LABEL)
    assert (finding(found, STRUCK)["kept"], len(found["struck_after_stop"])) == (None, 1)


def test_what_is_out_of_its_reach_is_not_struck_after_it():
    """F06."""
    way, plan = ready()

    stop(way, called_at=WINDOW["start"], at=position(north(-60_000)))
    way.execute(plan)

    assert plan_standing(way.view(), PLAN_LABEL)["struck_after_stop"] == []


def test_what_was_done_after_both_lifted_it_is_not_struck_after_it():
    """C079, F06."""
    way, plan = ready()
    called = stop(way, at=position(LAT))
    way.see_both()
    way.tick(60)
    confirm(way, lift(way, called.id).id)

    way.execute(plan)

    assert plan_standing(way.view(), PLAN_LABEL)["struck_after_stop"] == []


# --- reach, against an independent measure ---------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(st.integers(-900, 900), st.integers(-900, 900)),
    st.tuples(st.integers(-900, 900), st.integers(-900, 900)),
    st.integers(100, 60_000),
)
def test_a_leg_within_reach_is_never_missed(one, other, reach_m):
    """A47: measured against points of the leg on the ellipsoid, every few hundred metres."""
    a, b = ((LON + p[0] * 10_000, LAT + p[1] * 10_000) for p in (one, other))
    steps = [(a[0] + (b[0] - a[0]) * k / 400, a[1] + (b[1] - a[1]) * k / 400) for k in range(401)]
    nearest = min(GEOD.inv(LON / 1e7, LAT / 1e7, x / 1e7, y / 1e7)[2] for x, y in steps)
    step_m = math.dist(steps[0], steps[1]) / 90

    within = comes_within((a, b), (LON, LAT), reach_m)

    assert within or nearest > reach_m
    assert not within or nearest <= reach_m + 10 + step_m


def test_nothing_is_called_by_a_pair_that_never_spoke():
    assert [one.keys(Pair().view()) for one in subjects() if one.name == "stop"] == [[]]


# --- found without looking at all of them ----------------------------------------------------------------------------

COORDINATES = st.tuples(st.integers(-1_800_000_000, 1_800_000_000), st.integers(-900_000_000, 900_000_000))
NEAR_ONE_ANOTHER = st.tuples(st.integers(360_000_000, 372_000_000), st.integers(350_000_000, 361_000_000))


@given(
    st.one_of(st.lists(COORDINATES, min_size=1, max_size=3), st.lists(NEAR_ONE_ANOTHER, min_size=1, max_size=4)),
    st.one_of(COORDINATES, NEAR_ONE_ANOTHER),
    st.integers(1, 400_000),
    st.integers(0, 5_000),
)
def test_a_stop_that_reaches_a_path_shares_a_cell_with_it(path, place, reach_m, error_m):
    """C045: looking in cells finds what looking at every STOP finds."""
    called = Stop(b"s", 0, "x", False, place, reach_m, "", "")

    around = cells_of_paths([tuple(path)], error_m)

    if comes_within(path, place, reach_m + error_m):
        assert around is None or {*around, WIDE} & set(cells_of(called))


@pytest.mark.parametrize("reach", [{}, {"at": position(), "radius_m": 5}, {"plan": PLAN_LABEL}, {"plan": LABEL}])
def test_whatever_a_stop_names_it_is_found_among_all_of_them(reach):
    """C045: thirty STOPs elsewhere do not hide the one that reaches the plan."""
    way, plan = ready()
    for number in range(30):
        at = position(LAT + (number + 1) * 10_000_000)
        stop(way, at=at, radius_m=100)
    stop(way, **reach)

    found = standing(way.view(), plan)

    brute = [one.id for one in all_stops(way.view()) if reaches(one, found)]
    assert stops_on(found) == brute and len(brute) == 1
