"""What was carried out, and its assessment (ToR 2.a, 2.c, 2.c.iii; AP 5)."""

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centre_fake import CODES, DAY, LANG, THIRD
from jig.centre.picture import NotClosed, Picture
from jig.operations.standing import standing
from jig.operations.state import SUBJECTS, notified, permitted, plan_standing, progress, target_progress
from rooms_fake import CONFIRMER, DUE, LABEL, PLAN_LABEL, WINDOW, Way

AGREED_ACTION = "C043/only_an_agreed_and_deconflicted_plan_is_carried_out"
HELD = "C079/nothing_is_carried_out_during_a_hold"


def shown(way: Way) -> dict:
    return plan_standing(way.view(), PLAN_LABEL)


def test_the_whole_way_from_establishment_to_the_assessment():
    """ToR 2.a to 2.c.iii; vocabulary 6: the states in their order."""
    way = Way().ready()
    seen = []

    def note() -> None:
        seen.append(target_progress(way.view(), LABEL)["state"])

    way.to_actionable()
    note()
    way = Way().ready()
    agreed = way.to_action()
    note()
    way.decide_start()
    plan = way.plan(agreed).id
    note()
    way.receipt(0)
    way.acknowledge(plan)
    way.see_both()
    note()
    way.deconflict(plan)
    note()
    done = way.execute(plan)
    note()
    way.assess(1, done.id)
    note()

    assert (done.verdict, done.broken) == ("OK", set())
    assert seen == [
        "AGREED_ACTIONABLE", "AGREED_FOR_ACTION", "AGREED_FOR_ACTION", "NOTIFIED", "DECONFLICTED", "EXECUTED",
        "ASSESSED",
    ]  # fmt: skip
    assert json.loads(json.dumps(shown(way))) == shown(way)


def test_what_was_carried_out_once_is_permitted_no_more():
    """C043."""
    way = Way().ready()
    agreed, plan = way.to_permitted()

    first = way.execute(plan)
    second = way.execute(plan)

    assert permitted(way.view()) == []
    assert (first.kept(AGREED_ACTION), second.kept(AGREED_ACTION)) == (True, False)
    assert progress(way.view(), agreed.action) == "EXECUTED"


@pytest.mark.parametrize("step", ["unacknowledged", "not deconflicted", "unknown", "the other's"])
def test_a_non_agreed_action_is_recorded_as_such_and_never_refused(step):
    """C043, AP 5: raised to both representatives."""
    way = Way().ready()
    _, plan = way.to_permitted() if step == "the other's" else way.to_notified()
    if step == "unacknowledged":
        way = Way().ready()
        agreed = way.to_action()
        way.decide_start()
        plan = way.plan(agreed).id

    said = way.execute("ab" * 32 if step == "unknown" else plan, side=0 if step == "the other's" else 1)

    found = {"unacknowledged": "UNACKNOWLEDGED", "not deconflicted": "NOTIFIED", "unknown": "UNKNOWN"}
    assert said.verdict == "OK"
    assert said.facts(AGREED_ACTION)["found"] == found.get(step, "DECONFLICTED")
    assert said.kept(AGREED_ACTION) is False


def test_the_report_counts_from_any_officer():
    """Architecture, invariant 1."""
    way = Way().ready()
    _, plan = way.to_permitted()
    body = {"plan": plan, "executed_at": WINDOW["start"], "lang": LANG[1], "text": ""}

    said = way.say(1, "execution", body, officer="Bazhov")

    assert said.verdict == "OK"
    assert shown(way)["state"] == "EXECUTED"


@pytest.mark.parametrize(("known", "kept"), [(True, False), (False, True)])
def test_action_during_a_hold_that_its_author_knew_is_a_finding_and_otherwise_overtaken(known, kept):
    """C079; record, HOLD: a mask from the moment a node knows of it."""
    way = Way().ready()
    _, plan = way.to_permitted()
    hold = way.hold(0, LABEL)
    if known:
        way.see(1)

    said = way.execute(plan)

    assert (said.verdict, said.kept(HELD)) == ("OK", kept)
    assert shown(way)["execution"]["agreed"] is kept
    marked = {"entry": said.id, "kind": "execution", "by": hold.id, "by_kind": "hold"}
    assert (marked in shown(way)["overtaken"]) is not known


@pytest.mark.parametrize(
    ("at", "kept"),
    [(WINDOW["start"] - 1, False), (WINDOW["start"], True), (WINDOW["end"], True), (WINDOW["end"] + 1, False)],
)
def test_a_plan_is_carried_out_in_its_window(at, kept):
    """C136, AP 5."""
    way = Way().ready()
    _, plan = way.to_permitted()

    said = way.execute(plan, at=at)

    assert (said.verdict, said.kept("C136/carried_out_within_its_window")) == ("OK", kept)


def test_a_withdrawal_in_flight_leaves_the_judgement_and_marks_the_execution():
    """Record, A late restrictive entry; property 2."""
    way = Way().ready()
    agreed, plan = way.to_permitted()
    ending = way.withdraw(0, agreed.action)

    done = way.execute(plan)

    assert (done.verdict, done.kept(AGREED_ACTION)) == ("OK", True)
    overtaken = [(one["kind"], one["by"]) for one in shown(way)["overtaken"]]
    assert ("execution", ending.id) in overtaken


# --- assessment ------------------------------------------------------------------------------------------------------


def executed() -> tuple[Way, str]:
    way = Way().ready()
    _, plan = way.to_permitted()
    done = way.execute(plan).id
    way.see_both()
    return way, done


def test_an_assessment_is_of_something_carried_out():
    """C082, ToR 2.c.iii."""
    way, done = executed()

    unknown = way.assess(1, "ab" * 32)
    known = way.assess(1, done)

    assert (unknown.verdict, known.verdict) == ("REFUSED", "OK")


def test_the_assessments_due_times_follow_the_reading():
    """C070, C082, reading A27: first after 24 h, full after 72 h."""
    way, _ = executed()

    at = WINDOW["start"] + 60

    assert shown(way)["execution"]["assessment_due"] == [at + DAY, at + 3 * DAY]


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({"exposed": "STATUS_ONLY"}, False),
        ({"exposed": "STATUS_ONLY", "physical": None, "functional": None}, True),
        ({"exposed": "FULL"}, True),
    ],
)
def test_details_given_under_status_only_are_pointed_out(changed, kept):
    """C083: what to expose is the author's choice, seen before it is sent."""
    way, done = executed()

    said = way.assess(1, done, **changed)

    assert (said.verdict, said.kept("C083/details_are_exposed_by_choice")) == ("OK", kept)


@pytest.mark.parametrize(("physical", "divergent"), [("SEVERE", []), ("NONE", [1])])
def test_both_sides_may_assess_and_a_difference_is_shown(physical, divergent):
    """C084: neither overwrites the other."""
    way, done = executed()

    way.assess(1, done)
    way.assess(0, done, physical=physical)

    finding = next(f for f in shown(way)["findings"] if f["clause"] == "C084")
    assert finding["facts"]["phases"] == divergent
    assert [one["by"] for one in shown(way)["execution"]["assessments"]] == list(CODES)


def test_there_is_no_field_to_recommend_another_attack():
    """C082; vocabulary 10."""
    way, done = executed()

    said = way.assess(1, done, recommendation="again")

    assert said.verdict == "UNREADABLE"


# --- invariants ------------------------------------------------------------------------------------------------------


def restrict(way: Way, what: str, side: int, plan: str, agreed) -> None:
    if what == "hold":
        way.hold(side)
    elif what == "leave":
        way.say(side, "leave", {"reason": "", "lang": LANG[side]})
    elif what == "stop":
        way.screen(side, agreed.location, result="STOP")
    elif what == "disagree":
        way.answer(side, agreed.action, "DISAGREE")
    else:
        way.withdraw(side, {"plan": plan, "action": agreed.action, "target": agreed.target}[what])


@settings(max_examples=30)
@given(
    what=st.sampled_from(["hold", "leave", "stop", "disagree", "plan", "action", "target"]),
    side=st.integers(0, 1),
    when=st.integers(0, 3),
)
def test_a_restrictive_act_of_either_side_at_any_moment_permits_nothing(what, side, when):
    """Property 5."""
    way = Way().ready()
    agreed, plan = way.to_notified()
    steps = [
        lambda: restrict(way, what, side, plan, agreed),
        lambda: way.call(0, plan),
        lambda: way.line(0, plan, CODES[0]),
        lambda: [way.call(1, plan), way.line(1, plan, CODES[1]), way.line(CONFIRMER, plan, THIRD)],
    ]
    steps.insert(when, steps.pop(0))

    for step in steps:
        step()

    assert permitted(way.view()) == []


def walked() -> Way:
    way = Way().ready()
    agreed, plan = way.to_permitted()
    way.hold(0, "T-OTHER")
    way.withdraw(1, agreed.actionable)
    done = way.execute(plan)
    way.see_both()
    way.assess(0, done.id)
    return way


WALKED = walked()


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_any_causal_order_of_delivery_gives_one_digest_and_one_picture(seed):
    """Property 1."""
    choose = Random(seed).choice
    queues = [[one for one in WALKED.logs if one.side == side] for side in (0, 1)]
    again = Picture(WALKED.picture.profile, WALKED.picture.origins)

    while any(queues):
        side = choose([side for side in (0, 1) if queues[side]])
        one = queues[side][0]
        try:
            again.add(side, one.entry, one.id, one.body)
        except NotClosed:
            continue
        queues[side].pop(0)

    assert again.digest() == WALKED.picture.digest()
    assert plan_standing(again.view(), PLAN_LABEL) == shown(WALKED)


def test_shifting_ones_own_clock_by_ten_years_makes_nothing_ones_own_met():
    """Property 10."""
    way = Way().ready()
    agreed = way.to_action()
    way.decide_start()
    way.clock[1] -= 3650 * DAY
    plan = way.plan(agreed)

    way.receipt(0, at=DUE)
    way.acknowledge(plan.id)

    assert standing(way.view(), plan.id).in_time is None
    assert notified(way.view()) == []


@pytest.mark.parametrize("legible", ["plan", "plan and time", "nothing"])
def test_a_report_of_execution_that_cannot_be_read_stands_as_reported(legible):
    """C043, C070; invariant 1: what was done is done, and a broken form hides it from nobody."""
    way = Way().ready()
    _, plan = way.to_permitted()
    body = {"plan": plan} if legible != "nothing" else {"unknown": 1}
    body |= {"executed_at": WINDOW["start"]} if "time" in legible else {}

    said = way.say(1, "execution", body)

    assert said.verdict == "UNREADABLE"
    subjects = {one.name: one for one in SUBJECTS}["unread-execution"]
    assert subjects.keys(way.view()) == [said.id]
    reported = subjects.standing(way.view(), said.id)
    named = legible != "nothing"
    assert reported == {"state": "REPORTED-UNREADABLE", "by": CODES[1], "plan": plan if named else None}
    assert (progress(way.view(), standing(way.view(), plan).said.action) == "EXECUTED") == named
    assert standing(way.view(), plan).permitted != named
    if named:
        assert shown(way)["execution"]["executed_at"] == (WINDOW["start"] if "time" in legible else None)
        assert shown(way)["execution"]["agreed"] is False


def test_a_report_that_cannot_be_read_takes_no_readable_ones_place():
    """C070: the first report, and what it says, stand."""
    way = Way().ready()
    _, plan = way.to_permitted()
    done = way.execute(plan)

    way.say(1, "execution", {"plan": plan})

    assert shown(way)["execution"]["id"] == done.id
    assert shown(way)["execution"]["agreed"] is True
