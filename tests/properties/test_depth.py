"""What the random runs reach, and examples too deep for chance."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from jig.decisions.state import holds_on, open_rivals, stands
from jig.operations.standing import standing
from jig.record.kind import Verdict
from properties import prologue as way
from properties.runs import tell_run
from properties.shown import go, told
from properties.story import STAFF, Story

SEEDS = range(500)


def test_a_batch_of_fixed_seeds_reaches_every_state_worth_breaking() -> None:
    """The properties would hold of empty logs too: here is what they were asked of."""
    reached: Counter[str] = Counter()

    for seed in SEEDS:
        chance = random.Random(seed)
        reached.update(_states(tell_run(chance.randbytes(chance.randint(30, 160)))))

    assert min(reached[state] for state in STATES) >= 3, reached


STATES = (
    "go", "told", "held", "terms settled twice", "overtaken", "disputed", "MET", "MISSED", "UNPROVEN", "REFUSED",
    "INCOMPLETE", "VOID", "UNREADABLE", "seen falls", "left",
)  # fmt: skip
_NAMES = {True: "MET", False: "MISSED", None: "UNPROVEN"}


def _states(story: Story) -> set[str]:
    view = story.picture.view()
    plans = [found for one in story.said if one.kind == "plan" and (found := standing(view, one.id)) is not None]
    asked = {(one.body["act"], one.body["subject"]) for one in story.said if one.kind == "proposal"}
    flags = {
        "go": bool(go(view)),
        "told": bool(told(view)),
        "held": bool(holds_on(view, "*")),
        "terms settled twice": len(story.picture.terms.links) > 2,
        "overtaken": any(plan.overtaken() for plan in plans),
        "disputed": any(open_rivals(view, *one) for one in asked),
        "seen falls": any(
            one.seen < max((o.seen for o in log[:n]), default=0) for log in story.logs for n, one in enumerate(log)
        ),
        "left": any(one.kind == "leave" for one in story.said),
    }
    deadlines = {_NAMES[plan.in_time] for plan in plans}
    return {name for name, reached in flags.items() if reached} | deadlines | {v.value for v in story.verdicts.values()}


def test_references_that_double_at_every_step_cost_no_more_than_their_number() -> None:
    """Threat: sends hostile content. Sixty proposals, each relying twice on the two before it."""
    story = way.tell(0, 0)
    chain = [story.propose(0, "integrated", f"I{n}", {"authority_text": "x"}) for n in range(2)]
    for n in range(60):
        relies = [chain[-1].ref, chain[-2].ref, chain[-1].ref]
        chain.append(story.propose(0, "integrated", f"J{n}", {"authority_text": "x"}, relies))

    for one in chain:
        story.agree_both(one)

    assert all(story.verdicts[one.id] is Verdict.OK for one in story.said)
    assert stands(story.picture.view(), chain[-1].id)
    story.say(0, "withdrawal", {"entry": chain[0].ref, "reason": "r", "lang": "en"})
    assert not stands(story.picture.view(), chain[-1].id)


@pytest.mark.parametrize("hand", ["snr", "twin"])
@pytest.mark.parametrize("side", [0, 1])
def test_terms_are_not_settled_by_a_key_that_both_sides_claim(side: int, hand: str) -> None:
    """Keys, property 16: where both claims were seen when it would bind, one key is one hand for terms too."""
    story = way.tell(0, side)
    for one in (0, 1):
        story.keys(one, (*STAFF, "twin"))
    for one in (0, 1):
        story.learn(one)
    made = way.terms(story, side, [way.document("FORMAT", "FORMAT-STK")])

    story.answer(side, made.ref)
    story.learn(1 - side)
    story.answer(1 - side, made.ref, officer=hand)
    story.learn(side)
    story.say(side, "heartbeat", {})

    assert (len(story.picture.terms.links) == 2) == (hand == "snr")


@pytest.mark.parametrize("answer", ["DEFER", "CONDITIONAL"])
@pytest.mark.parametrize("readable", [True, False])
def test_an_agreement_followed_by_another_answer_stands_no_longer_and_may_be_given_anew(
    answer: str, readable: bool
) -> None:
    """Consent: DEFER and CONDITIONAL are not AGREE, readable or not; they end nothing for good."""
    story = way.tell(0, 0)
    made = story.propose(0, "integrated", "I", {"authority_text": "x"})
    story.agree_both(made)

    doubt = dict(story.said[-1].body) | {"answer": answer} | ({} if readable else {"decided_at": "soon"})
    said = story.say(1, "position", doubt, "watch")

    assert (story.verdicts[said.id] is Verdict.OK) == readable
    assert not stands(story.picture.view(), made.id)
    story.answer(1, made.ref)
    assert stands(story.picture.view(), made.id)


@pytest.mark.parametrize("withdrawn", [True, False])
def test_taking_back_a_later_start_brings_no_earlier_one_into_force(withdrawn: bool) -> None:
    """Invariant 5: without new consent in it, a late entry can only restrict."""
    story = way.tell(len(way.STEPS), 0)
    assert go(story.picture.view())
    later = story.propose(1, "start-date", "JIG", {"at": way.WINDOW + way.DAY, "set_of": []})
    story.agree_both(later)
    assert not go(story.picture.view())

    if withdrawn:
        story.say(1, "withdrawal", {"entry": later.ref, "reason": "r", "lang": "en"})

    assert not go(story.picture.view())
    earlier = next(one for one in story.said if one.kind == "proposal" and one.body["act"] == "start-date")
    for side in (0, 1):
        story.learn(side)
        story.answer(side, earlier.ref)
    assert go(story.picture.view())


def test_a_place_put_elsewhere_stops_an_agreed_action_and_taking_it_back_does_not_help() -> None:
    """Targets: whoever doubts the agreed place after agreeing to it must agree anew."""
    story = way.tell(len(way.STEPS), 0)
    target = way.last(story, "target")
    elsewhere = way.location(story, 1, target.ref, 1_000_000)
    assert not go(story.picture.view())

    story.say(0, "withdrawal", {"entry": elsewhere.ref, "reason": "r", "lang": "en"})
    way.location(story, 1, target.ref, 0)

    assert not go(story.picture.view())
    # Apart from the difference that is still open: were it closed, the agreement would not come back.
    plans = [standing(story.picture.view(), one.id) for one in story.said if one.kind == "plan"]
    assert [one.misplaced for one in plans if one is not None] == [True]
