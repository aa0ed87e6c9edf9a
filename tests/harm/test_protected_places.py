"""What is protected refuses what comes near it, on both nodes, whatever is said of it (ToR Pre.3; failures F02-F05)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre_fake import DAY, LANG, MORNING, ROSTER
from harm_fake import exchange_lists, list_site, movement_body, removal
from jig.harm.state import entry_of, own_version, state_of
from jig.harm.words import contact_in, label_of
from jig.operations.standing import standing
from rooms_fake import LABEL, LAT, LON, METRE_E7, WINDOW, Way, position

REFUSES = "C007/no_protected_place_is_a_target"
PLAN_REFUSES = "C007/no_plan_aims_at_a_protected_place"


def test_a_point_thirty_metres_from_a_listed_hospital_is_refused_by_name():
    """F03, C007: no buffer is set; nearer than one place (reading A50) is that place."""
    way = Way().ready()
    list_site(way)

    said = way.target()

    assert said.verdict == "REFUSED"
    facts = said.facts(REFUSES)
    assert (facts["site"], facts["type"], facts["why"]) == ("EX-H-1", "HOSPITAL", "WITHIN")
    assert 29 <= facts["distance_m"] <= 30


def test_a_point_beyond_is_accepted_and_the_nearness_shown():
    """C007, both sides of the edge: 50 m and the errors of both positions (3 m each) stop, more warns."""
    way = Way().ready()
    list_site(way, metres=60)

    said = way.target()

    assert said.verdict == "OK"
    assert said.facts("C007/what_is_protected_near_a_target_is_shown")["why"] == "BUFFER-UNSET"


def test_the_errors_of_both_positions_widen_what_is_refused():
    """C007: the same point, worse known, is refused."""
    way = Way().ready()
    list_site(way, metres=60, position=position(LAT + 60 * METRE_E7, source_mm=9_000))

    said = way.target()

    assert said.verdict == "REFUSED"


@pytest.mark.parametrize("side", [0, 1])
def test_either_sides_buffer_applies_the_larger_of_both(side):
    """A21."""
    way = Way().ready()
    list_site(way, metres=900)
    way.say(side, "tightening", {"setting": "protected.buffer_m", "value": 1_000, "lang": LANG[side], "text": ""})
    way.say(1 - side, "tightening", {"setting": "protected.buffer_m", "value": 200, "lang": LANG[1 - side], "text": ""})
    way.see_both()

    said = way.target()

    assert said.verdict == "REFUSED"


def test_an_outline_protects_all_of_its_inside():
    """C007: the site's extent."""
    way = Way().ready()
    ring = [
        [LON - 9_000, LAT - 9_000],
        [LON + 9_000, LAT - 9_000],
        [LON + 9_000, LAT + 9_000],
        [LON - 9_000, LAT + 9_000],
    ]
    extent = {"polygons": [[ring]], "as_given": "x", "notation": "WGS84", "operation": "NONE", "ce90_mm": 0}
    list_site(way, position=None, extent=extent)

    said = way.target()

    assert said.facts(REFUSES)["why"] == "INSIDE"


def test_a_challenged_site_refuses_as_before_and_the_challenge_is_shown():
    """F05, C007."""
    way = Way().ready()
    list_site(way)
    way.say(0, "site-challenge", {"site": "EX-H-1", "reason": "EXERCISE: not in use", "lang": LANG[0]})

    said = way.target()

    assert (said.verdict, said.facts(REFUSES)["state"]) == ("REFUSED", "CHALLENGED")


def test_a_site_moved_elsewhere_leaves_a_ghost_that_refuses():
    """C007: a side alone cannot take a place off by stating it elsewhere."""
    way = Way().ready()
    first = list_site(way)
    list_site(way, metres=30_000)

    said = way.target()

    assert (said.verdict, said.facts(REFUSES)["state"]) == ("REFUSED", "GHOST")
    assert state_of(way.view(), entry_of(way.view(), bytes.fromhex(first.id))) == "GHOST"


@pytest.mark.parametrize("corners", [4, 2_001])
def test_an_outline_drawn_badly_protects_the_box_around_it(corners):
    """Invariant 2: doubt never permits; and it costs no node more than a box."""
    way = Way().ready()
    ring = [
        [LON - 9_000, LAT - 9_000],
        [LON + 9_000, LAT + 9_000],
        [LON + 9_000, LAT - 9_000],
        [LON - 9_000, LAT + 9_000],
    ]
    ring = [*ring, *([LON - 9_000 + n, LAT + 9_000 - n % 2] for n in range(corners - 4))]
    extent = {"polygons": [[ring[:2_000]], [ring[-4:]]], "as_given": "x", "notation": "WGS84", "operation": "NONE", "ce90_mm": 0}  # fmt: skip
    list_site(way, position=None, extent=extent)

    said = way.target()

    assert said.facts(REFUSES)["why"] == "INSIDE"


def test_the_counterpart_cannot_consent_in_the_organisations_place():
    """C007: the organisation speaks through the side that stated its site."""
    way = Way().ready()
    listed = list_site(way)
    way.say(0, "site-consent", {"site": "EX-H-1", "addressee": "THIRD", "given": True, "at": MORNING})

    said = way.say(0, "site-relay", {"of": listed.id, "addressee": "THIRD", "relayed_by": "Atwood", "at": MORNING})

    assert said.verdict == "REFUSED"


def test_a_removal_by_both_leaves_a_ghost_that_still_refuses():
    """C007: nothing overrides it."""
    way = Way().ready()
    listed = list_site(way)
    way.agree("site-removal", "EX-H-1", removal(listed.id))

    said = way.target()

    assert (said.verdict, said.facts(REFUSES)["state"]) == ("REFUSED", "GHOST")


@pytest.mark.parametrize("named", [0, 1])
def test_a_removal_without_the_adviser_of_each_side_is_refused(named):
    """C007, A21."""
    way = Way().ready()
    listed = list_site(way)

    asked = way.propose(0, "site-removal", "EX-H-1", removal(listed.id, (named,)))

    assert asked.broken == {"C007/a_removal_names_both_legal_advisers"}


def test_taking_a_site_back_takes_it_off_no_list():
    """C007: what was listed screens, withdrawn by its author or not."""
    way = Way().ready()
    listed = list_site(way)
    way.withdraw(1, listed.id)
    way.see_both()

    said = way.target()

    assert said.verdict == "REFUSED"


def test_a_site_listed_after_the_agreement_stops_the_agreement_and_the_plan():
    """F03: late changes too."""
    way = Way().ready()
    agreed = way.to_action()
    way.decide_start()
    list_site(way)
    exchange_lists(way)

    plan = way.plan(agreed)
    again = way.propose(0, "action", LABEL, {"target": agreed.target, "location": agreed.location, "actionable": agreed.actionable})  # fmt: skip

    assert PLAN_REFUSES in plan.broken and plan.verdict == "REFUSED"
    assert "C007/no_action_is_put_up_at_a_protected_place" in again.broken


def test_a_site_listed_after_the_plan_takes_its_permission():
    """F03: a late entry only restricts."""
    way = Way().ready()
    agreed = way.to_action()
    way.decide_start()
    plan = way.plan(agreed)
    before = standing(way.view(), plan.id)
    list_site(way)

    after = standing(way.view(), plan.id)

    assert before.protected_since is None
    assert after.protected_since.stated.label == "EX-H-1" and not after.permitted


def test_a_plan_against_a_stale_list_is_refused():
    """F03, A48: 24 hours since both sides exchanged one version; both sides of the edge."""
    way = Way().ready()
    list_site(way, metres=30_000)
    exchange_lists(way)
    exchanged = min(way.clock)

    kept = way.plan(_agreed(way), at=exchanged + DAY)
    stale = way.plan(_agreed(way), at=exchanged + DAY + 1)

    assert kept.kept("C007/the_protected_list_is_current") is True
    assert stale.kept("C007/the_protected_list_is_current") is False


def _agreed(way: Way) -> Any:
    from rooms_fake import Agreed

    return Agreed("ab" * 32, "cd" * 32, "ef" * 32, "12" * 32)


def test_a_plan_before_any_exchange_of_the_list_is_refused():
    """A48: silence is no exchange; one side's word alone is none either."""
    way = Way().ready()
    list_site(way, metres=30_000)
    version = own_version(way.view())
    way.say(1, "list-digest", {"list_version": version, "at": MORNING})

    said = way.plan(_agreed(way))

    assert said.kept("C007/the_protected_list_is_current") is False


@pytest.mark.parametrize("status", ["DEPARTED", "ARRIVED", "UNLOADING", "RETURNING"])
def test_a_plan_into_the_zone_of_a_movement_under_way_is_refused(status):
    """F02: alive through unloading and the way back, whatever the planned windows said."""
    way = Way().ready()
    moving = way.say(1, "movement", movement_body(1))
    way.say(1, "movement-status", {"movement": moving.id, "status": status, "at": MORNING})
    way.see_both()

    said = way.plan(_agreed(way))

    facts = said.facts("C007/no_plan_meets_a_movement_under_way")
    assert said.kept("C007/no_plan_meets_a_movement_under_way") is False
    assert (facts["site"], facts["state"]) == ("EX-M-1", status)


def test_a_closed_movement_and_only_by_its_own_side_ends_its_zone():
    """F02: the counterpart cannot close it."""
    way = Way().ready()
    moving = way.say(1, "movement", movement_body(1))
    way.see_both()
    others = way.say(0, "movement-status", {"movement": moving.id, "status": "CLOSED", "at": MORNING})
    way.see_both()
    before = way.plan(_agreed(way))

    way.say(1, "movement-status", {"movement": moving.id, "status": "CLOSED", "at": MORNING})
    after = way.plan(_agreed(way))

    assert others.verdict == "REFUSED"
    assert before.kept("C007/no_plan_meets_a_movement_under_way") is False
    assert after.kept("C007/no_plan_meets_a_movement_under_way") is True


def test_a_movement_planned_for_later_is_nowhere_yet():
    """C007: a plan over before it sets out."""
    way = Way().ready()
    late = {"start": WINDOW["end"] + 1, "end": WINDOW["end"] + 60}
    way.say(1, "movement", movement_body(1, departure=late, arrival=late, back=late))
    way.see_both()

    said = way.plan(_agreed(way))

    assert said.kept("C007/no_plan_meets_a_movement_under_way") is True
    assert said.kept("C007/what_is_protected_near_a_plan_is_shown") is False


@pytest.mark.parametrize(
    "text",
    [
        "ask +963 21 555 12 34", "mail a.b@example.org", "truck А123ВС 77", "Tel. 0215551234", "@dispatcher",
        "а123вс77", "tel. 221-4455", "Телефон 22-14-45", "a.b @ example.org", "2016-09-17 12:00 ask 0215551234",
    ],
)  # fmt: skip
def test_contacts_and_plates_make_a_statement_unreadable_and_it_protects_all_the_same(text):
    """C007: what is signed cannot be unsaid; what was protected stays so."""
    way = Way().ready()

    said = list_site(way, name_en=text)

    assert said.verdict == "UNREADABLE"
    assert {fault[0] for fault in said.judgement.faults} == {"FORM-CONTACT-IN-TEXT"}
    assert way.target().verdict == "REFUSED"


@given(st.binary(min_size=32, max_size=32))
def test_whatever_the_entrys_id_what_cannot_be_read_has_a_name_that_can(entry_id):
    """Incident of this test's first run: an id of many figures was taken for a telephone number."""
    assert contact_in(label_of(entry_id)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Hospital No. 12",
        "School 1,200 pupils",
        "EX-M-2016-09-19",
        "Building 4, ward 17",
        "Seen 2016-09-17 12:00:00",
        "h12km",
    ],
)
def test_plain_names_are_no_contacts(text):
    """C007."""
    assert list_site(Way().ready(), name_en=text).verdict == "OK"


def test_a_site_is_passed_on_only_where_its_organisation_consents():
    """C007: per addressee, and it may take its consent back; it screens all the same."""
    way = Way().ready()
    listed = list_site(way)
    relay = {"of": listed.id, "addressee": "THIRD", "relayed_by": ROSTER[0]["WATCH"], "at": MORNING}
    before = way.say(0, "site-relay", relay)
    way.say(1, "site-consent", {"site": "EX-H-1", "addressee": "THIRD", "given": True, "at": MORNING})
    way.see_both()
    given = way.say(0, "site-relay", relay)
    way.say(1, "site-consent", {"site": "EX-H-1", "addressee": "THIRD", "given": False, "at": MORNING})
    way.see_both()

    after = way.say(0, "site-relay", relay)

    assert [before.verdict, given.verdict, after.verdict] == ["REFUSED", "OK", "REFUSED"]
    assert way.target().verdict == "REFUSED"
