"""The roster against the posts and expertise that the agreement asks for (C016, C018, C027, C029; ToR 1.d)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre_fake import CODES, LANG, PROFILE, ROSTER
from jig.centre.roster import both
from rooms_fake import Way

ADVERSARIES = [one.code for one in PROFILE.adversaries]
ASKED = {
    "C018": ["INTEL", "TARGETING", "AIR_OPS"],
    "C027": ADVERSARIES,
    "C029": ["STRIKE_PLANNING", "TARGETING", "WEAPONEERING", "OP_LAW"],
}


def fill(way: Way, side: int, post: str, role: str, *expertise: str, paired: str = ""):
    body = {
        "post": post, "officer": ROSTER[side].get(role, role), "rank_code": f"OF-{4 + side}",
        "expertise": list(expertise), "paired_with": paired,
    }  # fmt: skip
    return way.say(side, "post", body)


def shown(way: Way, side: int, at: int = 0) -> dict:
    way.see_both()
    return both(way.view(), at)[CODES[side]]


def states(found: dict) -> dict:
    return {(one["clause"], one["expertise"]): one["state"] for one in found["expertise"]}


def test_an_empty_roster_has_every_expertise_as_a_gap_under_its_clause():
    """C018, C027, C029."""
    way = Way()

    found = states(shown(way, 0))

    assert found == {(clause, code): "GAP" for clause, codes in ASKED.items() for code in codes}


def test_an_expert_covers_each_clause_that_names_the_expertise_on_its_own_side_only():
    """C018, C029: targeting is asked for twice; the other side's expert is nobody's cover."""
    way = Way()
    fill(way, 0, "J2 head", "INTEL", "TARGETING")

    here, there = states(shown(way, 0)), states(shown(way, 1))

    assert (here["C018", "TARGETING"], here["C029", "TARGETING"], here["C018", "INTEL"]) == (
        "COVERED",
        "COVERED",
        "GAP",
    )
    assert set(there.values()) == {"GAP"}


@pytest.mark.parametrize("adversary", ADVERSARIES)
def test_an_expert_on_one_adversary_is_none_on_another(adversary):
    """C027: experts on each of them."""
    way = Way()
    fill(way, 1, "analyst", "INTEL", adversary)

    found = states(shown(way, 1))

    assert {code for code in ADVERSARIES if found["C027", code] == "COVERED"} == {adversary}


def test_a_relieved_officer_leaves_the_post_vacant_and_the_expertise_a_gap():
    """C016, C018."""
    way = Way()
    fill(way, 0, "J2 head", "INTEL", "INTEL")
    before = states(shown(way, 0))["C018", "INTEL"]

    way.say(0, "relief", {"officer": ROSTER[0]["INTEL"], "reason": "", "lang": LANG[0]}, role="SNR")

    found = shown(way, 0)
    assert (before, states(found)["C018", "INTEL"]) == ("COVERED", "GAP")
    assert [(one["post"], one["why"], one["clause"]) for one in found["vacancies"]] == [("J2 head", "RELIEVED", "C016")]


def test_a_post_of_somebody_never_accredited_is_vacant():
    """C016."""
    way = Way()
    fill(way, 1, "planner", "Nobody Known", "STRIKE_PLANNING")

    found = shown(way, 1)

    assert [(one["post"], one["why"]) for one in found["vacancies"]] == [("planner", "UNACCREDITED")]
    assert states(found)["C029", "STRIKE_PLANNING"] == "GAP"


def test_a_post_that_the_counterpart_pairs_with_is_vacant_until_it_is_filled():
    """C016: functions on both sides."""
    way = Way()
    fill(way, 0, "air desk A", "WATCH", "AIR_OPS", paired="air desk B")

    before = shown(way, 1)["vacancies"]
    fill(way, 1, "air desk B", "WATCH", "AIR_OPS", paired="air desk A")

    assert [(one["post"], one["why"]) for one in before] == [("air desk B", "UNFILLED")]
    assert shown(way, 1)["vacancies"] == shown(way, 0)["vacancies"] == []


def test_who_is_on_duty_is_told_by_shift():
    """C016, C018: both edges of a shift."""
    way = Way()
    fill(way, 0, "J2 head", "INTEL", "INTEL")
    start = way.clock[0] + 600
    officers = [{"officer": ROSTER[0]["INTEL"], "post": "J2 head"}]
    way.say(0, "shift", {"label": "one", "starts": start, "ends": start + 3600, "officers": officers}, role="WATCH")

    on_duty = {
        at: next(one for one in shown(way, 0, start + at)["expertise"] if one["expertise"] == "INTEL")["on_duty"]
        for at in (-1, 0, 3599, 3600)
    }

    assert on_duty == {-1: (), 0: (ROSTER[0]["INTEL"],), 3599: (ROSTER[0]["INTEL"],), 3600: ()}


@given(st.sets(st.sampled_from(sorted({code for codes in ASKED.values() for code in codes}))))
def test_property_what_is_covered_and_what_is_a_gap_is_exactly_what_is_asked(stated):
    """C018, C027, C029: no line is lost, and none is covered by what nobody stated."""
    way = Way()
    fill(way, 0, "one post", "INTEL", *sorted(stated))

    found = shown(way, 0)["expertise"]

    assert {(one["clause"], one["expertise"]) for one in found} == {(c, e) for c, codes in ASKED.items() for e in codes}
    assert {one["expertise"] for one in found if one["state"] == "COVERED"} == stated


def test_a_gap_stops_nothing():
    """C018: intended, not demanded; the report blocks no entry."""
    way = Way().ready()

    assert shown(way, 0)["posts"] == []
    assert way.target().verdict == "OK"
