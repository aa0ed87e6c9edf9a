"""What comes to be known later stops what was agreed or planned; nothing known later permits it (ToR Pre.3, Pre.4)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centre_fake import CODES, LANG, MORNING, ROSTER
from harm_fake import exchange_lists, list_site, movement_body, removal
from jig.centre.picture import Picture
from jig.operations.standing import standing
from jig.operations.state import permitted, plan_standing
from rooms_fake import LABEL, LAT, LON, PLAN_LABEL, WINDOW, Way, position

STALE = "C007/nobody_agrees_to_action_on_a_stale_list"
MEETS = "C007/no_plan_in_force_meets_a_movement"


def moved(way, side=1, **changed):
    said = way.say(side, "movement", movement_body(side, **changed))
    way.see_both()
    return said


def status(way, movement, code, side=1):
    said = way.say(side, "movement-status", {"movement": movement.id, "status": code, "at": MORNING})
    way.see_both()
    return said


def span(start):
    return {"start": start, "end": start + 60}


def later(start):
    return {"departure": span(start), "arrival": span(start + 600), "back": span(start + 1_200)}


@pytest.mark.parametrize("code", ["DEPARTED", "UNLOADING", "RETURNING"])
def test_a_movement_stated_after_the_plan_takes_its_permission_until_the_plan_is_given_anew(code):
    """F02, F09: alive through unloading and the way back; that it is closed does not permit what it stopped."""
    way = Way().ready()
    agreed, plan = way.to_permitted()
    convoy = moved(way)
    under_way = (permitted(way.view()), standing(way.view(), plan).state)
    status(way, convoy, code)
    status(way, convoy, "CLOSED")

    closed = permitted(way.view())

    assert under_way == ([], "DISPUTED") and closed == []
    assert next(f for f in plan_standing(way.view(), PLAN_LABEL)["findings"] if f["code"] == MEETS)["kept"] is False
    anew = way.plan(agreed).id
    assert standing(way.view(), anew).movement_since is None


@pytest.mark.parametrize(("start", "met"), [(WINDOW["end"], True), (WINDOW["end"] + 1, False)])
def test_a_movement_that_sets_out_after_the_window_is_nowhere_yet_until_it_sets_out(start, met):
    """F02: both sides of the edge; a movement that left early counts from then."""
    way = Way().ready()
    _, plan = way.to_permitted()
    convoy = moved(way, **later(start))

    before = standing(way.view(), plan).movement_since is not None
    status(way, convoy, "DEPARTED")

    assert before is met and standing(way.view(), plan).movement_since is not None


def test_a_movement_closed_before_the_plan_was_given_is_over():
    """F02: both ways are done; what is given after that meets nothing."""
    way = Way().ready()
    status(way, moved(way), "CLOSED")
    exchange_lists(way)

    agreed, plan = way.to_permitted()

    assert permitted(way.view()) == [(agreed.action, plan)]


def test_a_movement_elsewhere_takes_nothing():
    way = Way().ready()
    agreed, plan = way.to_permitted()

    moved(way, metres=40_000)

    assert permitted(way.view()) == [(agreed.action, plan)]


@pytest.mark.parametrize(("late_s", "kept"), [(0, True), (1, False)])
def test_nobody_agrees_to_action_on_a_stale_list(late_s, kept):
    """F03, A48: both sides of twenty-four hours."""
    way = Way().ready()
    target, actionable = way.to_actionable()
    location = way.locate(0, target).id
    exchange_lists(way)
    at = min(way.clock) + 86_400 + late_s
    asked = way.propose(0, "action", LABEL, {"target": target, "location": location, "actionable": actionable})
    way.see_both()

    said = way.answer(0, asked.id, at=at)

    assert said.kept(STALE) is kept


def test_a_stranger_is_no_legal_adviser_and_no_officer_of_another_post_is_one():
    """C007, A21: a removal names accredited legal advisers of both sides."""
    way = Way().ready()
    listed = list_site(way)
    told = {name: removal(listed.id) for name in ("Nobody", ROSTER[1]["WATCH"], ROSTER[1]["LEGAL"])}
    for name, content in told.items():
        content["legal_advisers"][1]["name"] = name

    said = {name: way.propose(0, "site-removal", "EX-H-1", content).broken for name, content in told.items()}

    refused = {"C007/a_removal_names_both_legal_advisers"}
    assert said == {"Nobody": refused, ROSTER[1]["WATCH"]: refused, ROSTER[1]["LEGAL"]: set()}


# --- partner forces and parties up to the agreement for action -------------------------------------------------------


def partner(way, **changed):
    body = {"area": "PA", "at": position(), "radius_m": 500, "lang": LANG[0], "text": "ours"} | changed
    said = way.say(0, "partner-area", body)
    way.see_both()
    return said


@pytest.mark.parametrize(("metres", "verdict"), [(480, "REFUSED"), (530, "OK")])
def test_no_target_is_stated_among_partner_forces(metres, verdict):
    """C009, F06: the area's reach and the errors of both positions count."""
    way = Way().ready()
    partner(way)

    said = way.target(position=position(LAT + metres * 90))

    assert said.verdict == verdict
    assert ("C009/no_target_stands_among_partner_forces" in said.broken) is (verdict == "REFUSED")


@pytest.mark.parametrize(("seconds", "shown"), [(-1, False), (0, True)])
def test_forces_that_are_there_for_a_time_are_shown_until_they_left(seconds, shown):
    """C009: a target has no window; the plan, which has one, is refused while they are there."""
    way = Way().ready()
    partner(way, valid_to=way.clock[0] + seconds)

    said = way.target()

    assert said.broken == ({"C009/partner_forces_there_for_a_time_are_shown"} if shown else set())
    assert said.verdict == "OK"


def test_partner_forces_and_parties_known_later_stop_the_agreement_for_action():
    """C009, F06: asked of whoever agrees, whenever it came to be known."""
    way = Way().ready()
    target, actionable = way.to_actionable()
    location = way.locate(0, target).id
    way.see(1)
    for side in (0, 1):
        way.validate(side, target)
        way.screen(side, location)
    asked = way.propose(0, "action", LABEL, {"target": target, "location": location, "actionable": actionable})
    way.see_both()
    kept = way.answer(1, asked.id)
    partner(way)
    for side in (0, 1):
        body = {"party": "depot seen by 0", "valid_from": MORNING - 60, "lang": LANG[side], "text": ""}
        way.say(side, "coh-party", body)
    way.see_both()

    said = way.answer(0, asked.id)
    again = way.locate(1, target)

    assert kept.verdict == "OK"
    assert said.broken == {
        "C009/nobody_agrees_to_action_among_partner_forces", "C009/nobody_agrees_to_action_against_a_party"
    }  # fmt: skip
    assert "C009/no_target_is_located_among_partner_forces" in again.broken


# --- where others pass -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("metres", "kept"), [(0, False), (5_000, True)])
def test_what_is_protected_where_partners_stand_or_forces_are_asked_for_is_shown(metres, kept):
    """C007: every point and area that enters; it warns and permits nothing."""
    way = Way().ready()
    list_site(way, metres=metres)
    asked = {
        "query_id": "Q", "at": position(), "radius_m": 900, "start": MORNING, "end": MORNING + 60,
        "asked_by": ROSTER[0]["WATCH"], "lang": "en", "text": "",
    }  # fmt: skip

    area, query = partner(way), way.say(0, "whose-forces", asked)

    assert area.kept("C007/what_is_protected_among_partner_forces_is_shown") is kept
    assert query.kept("C007/what_is_protected_where_forces_are_asked_for_is_shown") is kept
    assert (area.verdict, query.verdict) == ("OK", "OK")


# --- any order -------------------------------------------------------------------------------------------------------


def replayed(way, dice):
    """Both logs folded anew, each in its order and never before what its author had seen."""
    picture = Picture(way.picture.profile, way.origins)
    waiting = [[one for one in way.logs if one.side == side] for side in (0, 1)]
    done = [0, 0]
    while any(waiting):
        ready = [side for side in (0, 1) if waiting[side] and waiting[side][0].entry.seen.size <= done[1 - side]]
        side = dice.choice(ready)
        one = waiting[side].pop(0)
        picture.add(side, one.entry, one.id, one.body)
        done[side] += 1
    return picture


@pytest.fixture(scope="module")
def crossing():
    """Sites, movements, STOPs and plans of both sides, stated without having seen one another's."""
    way = Way().ready()
    agreed, _ = way.to_permitted()
    way.plan(agreed, composition=[{"type_class": "bomber", "number": 1}])
    convoy = way.say(1, "movement", movement_body(1))
    body = {"called_at": way.clock[0], "watch_officer": ROSTER[0]["WATCH"], "lang": "en", "text": "stop"}
    way.say(0, "stop", body | {"at": position(LAT + 500, LON), "radius_m": 900})
    site = {
        "site": "EX-H-0", "org": "EXERCISE-ORG", "type": "SCHOOL", "position": position(), "addressees": list(CODES),
        "lang": "en",
    }  # fmt: skip
    way.say(0, "site", site)
    way.say(1, "movement-status", {"movement": convoy.id, "status": "DEPARTED", "at": MORNING})
    way.plan(agreed, plan_id="P-8")
    return way


@settings(max_examples=15)
@given(st.randoms(use_true_random=False))
def test_whatever_arrives_first_the_picture_is_the_same(crossing, dice):
    """Record, order: what is protected, what moves, what stops and what is planned stand alike on both nodes."""
    assert replayed(crossing, dice).digest() == crossing.picture.digest()
