"""Acknowledgement, air-defence lines and the flight-safety call (ToR 2.a, 2.c, 2.c.ii)."""

import pytest

from centre_fake import CODES, ROSTER, THIRD, keyset_of
from jig.operations.standing import standing
from jig.operations.state import notified, permitted, plan_standing
from jig.record.keyset import read_keyset
from rooms_fake import CONFIRMER, PLAN_LABEL, Way


def planned() -> tuple[Way, str]:
    """A plan of B's that A has received in time and not answered."""
    way = Way().ready()
    agreed = way.to_action()
    way.decide_start()
    plan = way.plan(agreed).id
    way.receipt(0)
    return way, plan


def ready() -> tuple[Way, str]:
    way = Way().ready()
    _, plan = way.to_notified()
    return way, plan


def lines(way: Way) -> dict:
    return plan_standing(way.view(), PLAN_LABEL)["air_defence"]


# --- acknowledgement -------------------------------------------------------------------------------------------------


def test_a_plan_is_notified_once_the_counterpart_acknowledges_it():
    """C069, ToR 2.c."""
    way, plan = planned()
    before = notified(way.view())

    said = way.acknowledge(plan)

    assert (before, said.verdict) == ([], "OK")
    assert [one for _, one in notified(way.view())] == [plan]


def test_nobody_acknowledges_its_own_plan():
    """C069: two hands."""
    way, plan = planned()

    said = way.acknowledge(plan, side=1)

    assert (said.verdict, said.broken) == ("REFUSED", {"C069/the_counterparts_plan_is_acknowledged"})
    assert notified(way.view()) == []


def test_an_unknown_plan_cannot_be_acknowledged():
    """C069: the exact plan."""
    way, _ = planned()

    said = way.acknowledge("ab" * 32)

    assert said.facts("C069/what_is_acknowledged_was_accepted")["found"] == "UNKNOWN"
    assert said.verdict == "REFUSED"


def test_a_plan_that_was_replaced_cannot_be_acknowledged():
    """C069, reading A16."""
    way, plan = planned()
    way.withdraw(1, plan)
    way.see(0)

    said = way.acknowledge(plan)

    assert (said.verdict, said.broken) == ("REFUSED", {"C069/an_ended_plan_is_not_acknowledged"})


def test_an_acknowledgement_taken_back_no_longer_counts_and_can_be_given_anew():
    """C069; property 4: the other's acknowledgement stands."""
    way, plan = planned()
    given = way.acknowledge(plan).id

    way.withdraw(0, given)
    taken_back = notified(way.view())
    way.acknowledge(plan)

    assert taken_back == []
    assert len(notified(way.view())) == 1


def test_an_officer_without_the_authority_acknowledges_nothing():
    """C025."""
    way, plan = planned()

    said = way.acknowledge(plan, officer=ROSTER[0]["LINGUIST"])

    assert said.verdict == "REFUSED"
    assert notified(way.view()) == []


def test_a_key_that_both_sides_claim_is_nobodys_second_hand():
    """Record, Keys; property 16."""
    way, plan = planned()
    way.acknowledge(plan)
    assert notified(way.view())
    first = read_keyset(keyset_of(1))

    way.keyset(1, keyset_of(1, version=1, prev=first.digest, claims=ROSTER[0]["SNR"]))

    assert notified(way.view()) == []


# --- air defence -----------------------------------------------------------------------------------------------------


def test_three_lines_and_both_calls_make_a_plan_deconflicted():
    """C045, C080, C081; gate G6."""
    way, plan = ready()
    before = permitted(way.view())

    way.deconflict(plan)

    assert before == []
    assert lines(way) == dict.fromkeys((*CODES, THIRD), "CONFIRMED")
    assert [one for _, one in permitted(way.view())] == [plan]


@pytest.mark.parametrize("missing", [*CODES, THIRD])
def test_each_of_the_three_lines_is_needed(missing):
    """C080, C081."""
    way, plan = ready()

    for side in (0, 1):
        way.call(side, plan)
    for line in {*CODES, THIRD} - {missing}:
        way.line(CONFIRMER if line == THIRD else CODES.index(line), plan, line)

    assert permitted(way.view()) == []
    assert standing(way.view(), plan).unconfirmed == (missing,)


def test_a_side_speaks_for_its_own_line_only():
    """C080, reading A29."""
    way, plan = ready()

    said = way.line(0, plan, CODES[1])

    assert (said.verdict, said.broken) == ("REFUSED", {"C080/each_side_speaks_for_its_own_air_defence"})
    assert lines(way)[CODES[1]] is None


def test_the_third_partys_line_is_stated_by_the_one_the_reading_names():
    """C081, reading A29."""
    way, plan = ready()

    by_other = way.line(1 - CONFIRMER, plan, THIRD)
    by_confirmer = way.line(CONFIRMER, plan, THIRD)

    assert by_other.facts("C081/the_third_party_line_has_its_confirmer")["found"] == CODES[1 - CONFIRMER]
    assert (by_other.verdict, by_confirmer.verdict) == ("REFUSED", "OK")


def test_a_line_that_was_not_obtained_is_recorded_shown_and_stops():
    """C081: NOT-OBTAINED; the last word of the side counts."""
    way = Way().ready()
    _, plan = way.to_permitted()

    said = way.line(CONFIRMER, plan, THIRD, "NOT-OBTAINED")
    shown, stopped = lines(way)[THIRD], permitted(way.view())
    way.line(CONFIRMER, plan, THIRD)

    assert (said.verdict, said.broken) == ("OK", {"C081/an_air_defence_line_is_obtained"})
    assert (shown, stopped) == ("NOT-OBTAINED", [])
    assert len(permitted(way.view())) == 1


def test_that_a_line_was_not_obtained_counts_from_anybody_of_that_side():
    """Record, Restrictive acts."""
    way = Way().ready()
    _, plan = way.to_permitted()

    way.line(1, plan, CODES[1], "NOT-OBTAINED", officer=ROSTER[1]["LINGUIST"])

    assert permitted(way.view()) == []


def test_a_torn_line_that_says_not_obtained_says_so_all_the_same():
    """Architecture, invariant 2."""
    way = Way().ready()
    _, plan = way.to_permitted()

    torn = way.say(0, "air-defence", {"plan": plan, "line": CODES[0], "status": "NOT-OBTAINED"})

    assert torn.verdict == "UNREADABLE"
    assert permitted(way.view()) == []


@pytest.mark.parametrize("step", ["line", "call"])
def test_what_is_said_of_an_unknown_plan_counts_for_nothing(step):
    """C045, C080."""
    way, _ = ready()

    said = way.line(0, "ab" * 32, CODES[0]) if step == "line" else way.call(0, "ab" * 32)

    assert said.verdict == "REFUSED"


# --- the call --------------------------------------------------------------------------------------------------------


def test_one_sides_record_of_the_call_is_not_enough():
    """C045: both sides enter one."""
    way, plan = ready()
    for side in (0, 1):
        way.line(side, plan, CODES[side])
    way.line(CONFIRMER, plan, THIRD)
    for side in (0, 1):
        way.compare(side, plan)

    way.call(1, plan)
    alone = permitted(way.view())
    way.call(0, plan)

    assert (alone, len(permitted(way.view()))) == ([], 1)


def test_a_call_that_was_not_read_back_deconflicts_nothing():
    """C065, ToR 2.b."""
    way = Way().ready()
    _, plan = way.to_permitted()

    said = way.call(0, plan, read_back=False)

    assert (said.verdict, said.broken) == ("OK", {"C065/the_call_is_read_back"})
    assert permitted(way.view()) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"own_caller": "Nobody"}, "C045/the_own_caller_is_accredited"),
        ({"other_caller": "Nobody"}, "C045/the_other_caller_is_accredited"),
        ({"own_caller": ROSTER[1]["AIR"]}, "C045/the_own_caller_is_accredited"),
        ({"other_caller": ROSTER[0]["AIR"]}, "C045/the_other_caller_is_accredited"),
    ],
)
def test_both_callers_are_accredited_by_their_own_side(changed, code):
    """C045, reading A09."""
    way, plan = ready()

    said = way.call(0, plan, **changed)

    assert (said.verdict, said.broken) == ("REFUSED", {code})


def test_reliance_on_a_relieved_caller_stands_before_the_relief_is_seen_and_fails_after():
    """Property 15: judged at the relying side's own cut."""
    way, plan = ready()
    way.say(1, "relief", {"officer": ROSTER[1]["AIR"], "reason": "", "lang": "ru"})

    before = way.call(0, plan)
    way.see(0)
    after = way.call(0, plan)

    assert (before.verdict, after.verdict) == ("OK", "REFUSED")


def test_whoever_acknowledges_is_named_and_a_strangers_name_is_shown():
    """C069, F07: the other side's officer has the plan, by name."""
    way, plan = planned()

    stranger = way.acknowledge(plan, acknowledged_by="Nobody")
    officer = way.acknowledge(plan)

    assert (stranger.verdict, stranger.broken) == ("OK", {"C069/whoever_acknowledges_is_an_officer"})
    assert officer.broken == set()
