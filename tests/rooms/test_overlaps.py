"""Overlaps: computed by each node alone, stated by officers, resolved by both (ToR 2.a, 2.c.ii; A15; F07)."""

import pytest

from centre_fake import CODES, LANG, ROSTER, THIRD
from jig.operations.standing import planned
from jig.operations.state import permitted, plan_standing
from rooms_fake import CONFIRMER, PLAN_LABEL, WINDOW, Agreed, Way

ONE = "11" * 32
OTHER = "22" * 32


def notified() -> tuple[Way, str]:
    """A notified plan with its calls and lines: only the comparison is missing."""
    way = Way().ready()
    _, plan = way.to_notified()
    for side in (0, 1):
        way.call(side, plan)
        way.line(side, plan, CODES[side])
    way.line(CONFIRMER, plan, THIRD)
    way.see_both()
    return way, plan


def overlap(way):
    found = plan_standing(way.view(), PLAN_LABEL)
    return found["overlap"]["state"], found["state"]


def resolve(way, side, plan, digest=ONE, **changed):
    body = {
        "plan": plan, "conflicts_digest": digest, "decided_by": ROSTER[side]["OPS"], "lang": LANG[side],
        "reason": f"separated by time, says {side}",
    }  # fmt: skip
    return way.say(side, "overlap-resolution", body | changed)


def test_without_both_nodes_comparison_a_plan_is_not_deconflicted():
    """C042, C079: each node computes it alone; silence is no comparison."""
    way, plan = notified()
    before = overlap(way)

    way.compare(1, plan)
    half = overlap(way)
    way.compare(0, plan)

    assert (before, half) == (("UNCHECKED", "NOTIFIED"), ("UNCHECKED", "NOTIFIED"))
    assert overlap(way) == ("NO-CONFLICT-FOUND", "DECONFLICTED")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"conflicts": 1, "conflicts_digest": ONE, "first_conflict": "P-7 / P-9"}, "P-7 / P-9"),
        ({"parameters": {"lateral_m": 5, "vertical_m": None, "time_s": None, "method": "jig-1"}}, "parameters"),
        ({"parameters": {"lateral_m": None, "vertical_m": None, "time_s": None, "method": "jig-2"}}, "jig-2"),
    ],
)
def test_different_verdicts_block_finality_and_the_first_difference_is_named(changed, said):
    """C042: issue 4, 2."""
    way, plan = notified()

    way.compare(0, plan)
    way.compare(1, plan, **changed)

    found = plan_standing(way.view(), PLAN_LABEL)
    (finding,) = [one for one in found["findings"] if "both_nodes_find" in one["code"]]
    assert overlap(way) == ("DIFFERENT", "NOTIFIED")
    assert finding["kept"] is False and said in finding["facts"]["difference"]


def test_the_first_overlap_that_one_node_finds_and_the_other_does_not_is_named():
    """C042: issue 4, 2; the same number, the same first, another second."""
    way, plan = notified()
    rows = [["leg-1 / a leg-1: CONFLICT", second] for second in ("leg-2 / a aim: CONFLICT", "leg-2 / b aim: CONFLICT")]

    for side, digest in ((0, ONE), (1, OTHER)):
        named = {"first_conflict": rows[side][0], "overlaps": rows[side]}
        way.compare(side, plan, conflicts=2, conflicts_digest=digest, **named)

    difference = plan_standing(way.view(), PLAN_LABEL)["overlap"]["difference"]
    assert overlap(way) == ("DIFFERENT", "NOTIFIED")
    assert all(row[1] in difference for row in rows) and rows[0][0] not in difference


def test_while_separations_are_unset_every_overlap_goes_to_named_officers_of_both():
    """A15, C079."""
    way, plan = notified()
    for side in (0, 1):
        way.compare(side, plan, conflicts=1, conflicts_digest=ONE, first_conflict="P-7 / P-9")
    states = [overlap(way)]

    for side in (0, 1):
        assert resolve(way, side, plan).verdict == "OK"
        states.append(overlap(way))

    assert states == [("OVERLAPS", "NOTIFIED"), ("OVERLAPS", "NOTIFIED"), ("RESOLVED", "DECONFLICTED")]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"digest": OTHER}, "C042/what_is_resolved_was_found"),
        ({"decided_by": "Nobody"}, "C079/an_overlap_is_resolved_by_a_named_officer"),
        ({"decided_by": ROSTER[1]["OPS"]}, "C079/an_overlap_is_resolved_by_a_named_officer"),
    ],
)
def test_what_was_not_found_or_is_not_named_resolves_nothing(changed, code):
    """C042, C079."""
    way, plan = notified()
    for side in (0, 1):
        way.compare(side, plan, conflicts=1, conflicts_digest=ONE)
    resolve(way, 1, plan)

    said = resolve(way, 0, plan, changed.pop("digest", ONE), **changed)

    assert (said.verdict, said.broken) == ("REFUSED", {code})
    assert overlap(way)[1] == "NOTIFIED"


def test_a_plan_given_later_asks_for_a_new_comparison_and_its_end_permits_nothing_by_itself():
    """C042; invariant 5: without new consent a late entry can only restrict."""
    way, plan = notified()
    for side in (0, 1):
        way.compare(side, plan)
    agreed = _agreed(way, plan)
    other = way.plan(agreed, side=0, plan_id="P-9")
    way.see_both()
    stale = overlap(way)

    way.withdraw(0, other.id)
    way.see_both()
    withdrawn = overlap(way)
    for side in (0, 1):
        way.compare(side, plan, against=[other.id])

    assert other.verdict == "OK"
    assert (stale, withdrawn) == (("STALE", "NOTIFIED"), ("STALE", "NOTIFIED"))
    assert overlap(way) == ("NO-CONFLICT-FOUND", "DECONFLICTED")


def _agreed(way, plan):
    _, said = planned(way.view(), plan)
    return Agreed(said.target.hex(), said.location.hex(), "", said.action.hex())


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"against": ["ab" * 32]}, "C042/a_check_is_of_known_plans"),
        ({"stated_by": "Nobody"}, "C079/an_officer_stands_behind_the_check"),
    ],
)
def test_a_comparison_with_what_is_unknown_or_by_nobody_finds_nothing(changed, code):
    """C042, C079."""
    way, plan = notified()
    way.compare(0, plan)

    said = way.compare(1, plan, **changed)

    assert (said.verdict, said.broken) == ("REFUSED", {code})
    assert overlap(way) == ("UNCHECKED", "NOTIFIED")


def test_overlaps_found_by_somebody_without_authority_restrict_and_are_resolved_by_nobody():
    """Pre.3: what restricts counts from anybody."""
    way, plan = notified()
    for side in (0, 1):
        way.compare(side, plan)

    said = way.compare(0, plan, conflicts=1, conflicts_digest=ONE, stated_by="Nobody")
    resolve(way, 0, plan)

    assert said.verdict == "REFUSED"
    assert overlap(way) == ("DIFFERENT", "NOTIFIED")


def test_a_notice_of_one_minute_is_late_until_the_other_watch_officer_accepts_it_by_name():
    """F07, C069: lead time of one minute."""
    way = Way().ready()
    agreed = way.to_action()
    way.decide_start()
    way.clock = [WINDOW["start"] - 60, WINDOW["start"] - 53]
    plan = way.plan(agreed, late_reason="short warning")
    way.receipt(0)
    way.acknowledge(plan.id)
    way.see_both()
    way.deconflict(plan.id)
    before = plan_standing(way.view(), PLAN_LABEL)["state"], permitted(way.view())

    way.acknowledge(plan.id, accepts_late=True)

    found = plan_standing(way.view(), PLAN_LABEL)
    assert before == ("LATE", [])
    assert (found["state"], found["acknowledged_by"]) == ("DECONFLICTED", ROSTER[0]["WATCH"])


def test_without_the_third_partys_line_a_plan_is_not_deconflicted_and_not_obtained_is_shown():
    """F07, C081, A29."""
    way, plan = notified()
    for side in (0, 1):
        way.compare(side, plan)
    assert overlap(way)[1] == "DECONFLICTED"

    way.line(CONFIRMER, plan, THIRD, "NOT-OBTAINED")

    found = plan_standing(way.view(), PLAN_LABEL)
    assert (found["state"], found["air_defence"][THIRD]) == ("NOTIFIED", "NOT-OBTAINED")
