"""Parties to the cessation and partner forces: neither is struck (ToR Pre.4; A10, A13; F06)."""

import pytest

from centre_fake import DAY, LANG
from jig.operations.state import permitted, plan_standing
from jig.record.rooms import subjects
from rooms_fake import LAT, LON, PLAN_LABEL, WINDOW, Way, position

TARGET = "C009/no_party_to_the_cessation_is_a_target"
SAID = "C009/no_target_is_said_to_be_a_party"
PLAN = "C009/no_plan_is_against_a_party_to_the_cessation"
TOUCHES = "C009/no_plan_touches_partner_forces"


def party(way, side, name="Northern Brigade", **changed):
    body = {
        "party": name, "aliases": [f"NB-{side}"], "valid_from": way.clock[side] - DAY, "lang": LANG[side], "text": ""
    }  # fmt: skip
    said = way.say(side, "coh-party", body | changed)
    way.see_both()
    return said


def partner(way, side=0, **changed):
    body = {"area": f"PA-{side}", "at": position(), "radius_m": 500 + side, "lang": LANG[side], "text": "ours"}
    body |= changed
    said = way.say(side, "partner-area", {k: v for k, v in body.items() if v is not None})
    way.see_both()
    return said


def shown(way, subject, name):
    (found,) = [one for one in subjects() if one.name == subject]
    return found.standing(way.view(), name)


@pytest.mark.parametrize(
    ("signed", "verdict", "broken"), [((), "OK", set()), ((0,), "OK", {SAID}), ((0, 1), "REFUSED", {TARGET})]
)
def test_a_target_that_bears_a_partys_name_is_warned_of_and_refused_once_both_registered_it(signed, verdict, broken):
    """C009, A10: the register is signed by both."""
    way = Way().ready()
    for side in signed:
        party(way, side)

    said = way.target(names=["northern brigade"])

    assert (said.verdict, said.broken) == (verdict, broken)


@pytest.mark.parametrize("name", ["NB-0", "NB-1", "Northern  Brigade"])
def test_every_alias_either_side_gives_counts(name):
    """A10: aliases."""
    way = Way().ready()
    for side in (0, 1):
        party(way, side)

    assert way.target(names=["depot", name]).verdict == "REFUSED"


@pytest.mark.parametrize(("seconds", "verdict"), [(-1, "OK"), (0, "REFUSED")])
def test_a_party_is_one_until_its_last_second(seconds, verdict):
    """A10: valid dates."""
    way = Way().ready()
    for side in (0, 1):
        party(way, side, valid_to=way.clock[0] + seconds)

    assert way.target(names=["Northern Brigade"]).verdict == verdict


def test_a_plan_against_what_became_a_party_is_refused():
    """C009: late registrations restrict."""
    way = Way().ready()
    agreed = way.to_action()
    way.decide_start()
    for side in (0, 1):
        party(way, side, aliases=["depot seen by 0"])

    said = way.plan(agreed)

    assert (said.verdict, said.broken) == ("REFUSED", {PLAN})


def test_a_party_that_one_side_states_is_shown_as_one_sided_until_the_other_does():
    """C009."""
    way = Way().ready()
    party(way, 0)
    key = "northernbrigade"
    before = shown(way, "coh-party", key)

    party(way, 1)

    after = shown(way, "coh-party", key)
    assert [one["state"] for one in (before, after)] == ["ONE-SIDED", "BOTH-SIGNED"]
    assert [one["findings"][0]["kept"] for one in (before, after)] == [False, True]
    assert after["names"] == ["NB-0", "NB-1", "Northern Brigade"]


def test_a_party_that_ends_before_it_begins_is_shown_so():
    """A10."""
    way = Way().ready()

    said = party(way, 0, valid_to=5)

    assert said.broken == {"C009/a_party_is_one_for_a_time"}


@pytest.mark.parametrize(
    ("drawn", "verdict"),
    [
        ({"radius_m": 300}, "REFUSED"),
        ({"at": position(LAT + 9_000_000), "radius_m": 300}, "OK"),
        ({"valid_to": WINDOW["start"] - 1}, "OK"),
        ({"valid_to": WINDOW["start"]}, "REFUSED"),
        ({"valid_from": WINDOW["end"]}, "REFUSED"),
        ({"valid_from": WINDOW["end"] + 1}, "OK"),
    ],
)
def test_a_plan_that_touches_partner_forces_while_they_are_there_is_refused(drawn, verdict):
    """C009, A13, F06: the boundary counts as inside."""
    way = Way().ready()
    agreed = way.to_action()
    way.decide_start()
    partner(way, **drawn)

    said = way.plan(agreed)

    assert (said.verdict, TOUCHES in said.broken) == (verdict, verdict == "REFUSED")


def test_an_outline_of_partner_forces_counts_as_a_radius_does():
    """C009, A13."""
    way = Way().ready()
    agreed = way.to_action()
    way.decide_start()
    ring = [[LON - 900, LAT - 900], [LON + 900, LAT - 900], [LON + 900, LAT + 900], [LON - 900, LAT + 900]]
    geometry = {"polygons": [[ring]], "as_given": "drawn", "notation": "WGS84", "operation": "NONE", "ce90_mm": 0}
    partner(way, at=None, radius_m=None, geometry=geometry)

    assert way.plan(agreed).broken == {TOUCHES}


def test_an_area_that_is_drawn_nowhere_protects_no_place_and_says_so():
    """A13."""
    way = Way().ready()

    said = partner(way, radius_m=None)

    assert (said.verdict, said.broken) == ("REFUSED", {"C009/an_area_of_partner_forces_is_drawn"})


def test_partner_forces_that_came_after_the_plan_stop_it_and_their_leaving_alone_permits_nothing():
    """F06; invariant 5."""
    way = Way().ready()
    way.to_permitted()
    assert len(permitted(way.view())) == 1

    stated = partner(way)
    first = plan_standing(way.view(), PLAN_LABEL)
    way.withdraw(0, stated.id)
    way.see_both()

    assert (first["state"], first["partner_areas"]) == ("DISPUTED", ["PA-0"])
    assert permitted(way.view()) == []
