"""Keys and misfortune: properties 15, 16 and 17 of the record's design."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from jig.decisions.state import holds_on, stands
from jig.record.kind import Verdict
from properties import prologue as way
from properties.runs import agreed_stories, runs, twin_stories
from properties.shown import act_of, asked, go, told
from properties.story import STAFF, Logs, Said, Story, closed, insert, replay, upto


@settings(max_examples=60)
@given(agreed_stories(), st.integers(0, 1), st.integers(0, 3), st.integers(0, 3))
def test_15_a_reliance_before_seeing_a_relief_stands_and_one_after_it_fails(
    story: Story, side: int, early: int, late: int
) -> None:
    """Property 15: relief of A's officer is judged at B's cut where B relies on that officer."""
    other = 1 - side
    for one in (0, 1):
        story.keys(one)
        story.learn(one)
    for _ in range(early):
        story.say(side, "heartbeat", {})
    given_plan = way.last(story, "plan")
    relief = story.relief(side, "watch")
    for _ in range(late):
        story.say(side, "heartbeat", {})

    story.learn(other, len(story.logs[side]) - late - 1)
    unaware = way.call(story, other, given_plan.ref)
    by_itself = way.air_defence(story, side, given_plan.ref, way.CODES[side])
    story.learn(other)
    aware = way.call(story, other, given_plan.ref)

    if story.verdicts[given_plan.id] is Verdict.OK:
        assert story.verdicts[unaware.id] is Verdict.OK
    assert story.verdicts[aware.id] is Verdict.REFUSED
    assert story.verdicts[by_itself.id] is Verdict.REFUSED
    assert relief.side == side


@settings(max_examples=60)
@given(agreed_stories(), st.integers(0, 1), st.sampled_from(("snr", "deputy", "staff", "stranger")), st.booleans())
def test_15_authority_goes_by_position_in_the_owners_log(story: Story, side: int, officer: str, anew: bool) -> None:
    """Keys: an AGREE needs an officer with that role, not relieved since the newest key set."""
    story.keys(side)
    made = story.propose(1 - side, "integrated", "I", {"authority_text": "both"}, seen=len(story.logs[side]))
    story.learn(side)
    before = story.answer(side, made.ref, officer=officer)
    story.relief(side, officer)
    relieved = story.answer(side, made.ref, officer=officer)
    if anew:
        story.keys(side)
    after = story.answer(side, made.ref, officer=officer)
    removed_set = story.keys(side, ("watch",))
    removed = story.answer(side, made.ref, officer=officer)

    decides = officer in ("snr", "deputy") and story.verdicts[made.id] is Verdict.OK
    ok = [story.verdicts[one.id] is Verdict.OK for one in (before, relieved, after, removed)]
    assert ok == [decides, False, decides and anew, False]
    assert removed_set.side == side


@settings(max_examples=80)
@given(twin_stories(), st.integers(0, 1), st.integers(0, 255), st.randoms(use_true_random=False))
def test_16_a_fingerprint_that_both_sides_claim_is_no_second_hand_in_either_order(
    story: Story, side: int, where: int, chance: random.Random
) -> None:
    """Property 16: once a frontier holds both claims, nothing that this key signed counts as consent."""
    logs = story.finished
    both = [[one for one in log if one.officer == "twin"] for log in logs]
    signed = [one for log in both for one in log]

    one_way, other_way = replay(logs, lambda: 0), replay(logs, lambda: -1)
    mixed = replay(logs, lambda: chance.getrandbits(8))

    assert one_way.digest() == other_way.digest() == mixed.digest()
    view = mixed.view()
    agrees = {one.body["proposal"] for one in signed if one.kind == "position" and one.body["answer"] == "AGREE"}
    for ref in asked(view):
        if act_of(view, ref) != "terms" and any(_alone(logs, ref.hex(), s) for s in (0, 1)):
            assert not stands(view, ref)
    for pair in (*go(view), *told(view)):
        acks = [one for log in logs for one in log if one.kind == "acknowledgement" and one.body["plan"] == pair[1]]
        assert any(one.officer != "twin" for one in acks)
    confirmed = {one.body["lift"] for one in signed if one.kind == "lift-confirmation"}
    assert all(lift.body["hold"] in {h.hex() for h in holds_on(view, "*")} for lift in _only_twin(logs, confirmed))
    event(f"agreed by the twin: {bool(agrees)}")


def _alone(logs: Logs, proposal: str, side: int) -> bool:
    """Whether a side's only AGREEs to a proposal are the twin's, at least one of them."""
    agrees = [
        one.officer
        for one in logs[side]
        if one.kind == "position" and one.body["proposal"] == proposal and one.body["answer"] == "AGREE"
    ]
    return bool(agrees) and set(agrees) == {"twin"}


def _only_twin(logs: Logs, confirmed: set[str]) -> list[Said]:
    """The lifts of HOLDs on everything of which every lift was confirmed by the twin's hand alone."""
    entries = [one for log in logs for one in log]
    others = {one.body["lift"] for one in entries if one.kind == "lift-confirmation" and one.officer != "twin"}
    lifts = [one for one in entries if one.kind == "lift"]
    saved = {one.body["hold"] for one in lifts if one.ref in others}
    holds = {one.ref for one in entries if one.kind == "hold" and one.body["scope"] == "ALL"}
    return [
        one for one in lifts if one.ref in confirmed and one.body["hold"] not in saved and one.body["hold"] in holds
    ]


@settings(max_examples=60)
@given(runs(), st.integers(0, 1), st.integers(0, 255))
def test_17_a_log_resumed_at_c_is_folded_as_if_the_older_branch_had_never_been(
    logs: Logs, side: int, share: int
) -> None:
    """Property 17, on the fold: at or above every `seen` of the counterpart a restore folds, below it nothing does.

    The bundle in transit, the signatures on "resume at c" and the refusal are the node's: tests/threats.
    """
    size = len(logs[side]) * share // 255
    seen = max((one.seen for one in logs[1 - side]), default=0)
    resumed = Said(
        side, 10**6, 0, "resume", {"keyset": None, "statement": ""}, "log", "LOG", 1_473_000_000, b"\x00" * 32
    )
    branch = (*logs[side][:size], resumed)
    after = (branch, logs[1 - side]) if side == 0 else (logs[1 - side], branch)

    if size + 1 < seen:
        with pytest.raises(AssertionError, match="not causally closed"):
            replay(after)
        event("below a seen")
        return
    assume(size >= seen)
    at = (size, len(logs[1 - side])) if side == 0 else (len(logs[1 - side]), size)
    assume(closed(logs, at) == at)

    picture, without = replay(after), replay(upto(logs, at))

    assert go(picture.view()) == go(without.view())
    assert picture.registers.digest() == without.registers.digest()
    assert picture.view().terms.digest == without.view().terms.digest
    event("resumed")


@settings(max_examples=40)
@given(agreed_stories(), st.integers(0, 1), st.integers(0, 255))
def test_a_claim_put_anywhere_into_history_never_lets_go_grow(story: Story, side: int, where: int) -> None:
    """Keys: naming the counterpart's key in one's own key set takes consents away and gives none."""
    victim = way.Story()
    text = victim.keys(side, (*STAFF, "twin"))
    logs = story.finished
    at = 1 + (len(logs[side]) - 1) * where // 255
    said = Said(side, 10**6, 0, "keyset", text.body, "log", "LOG", 1_473_000_000, b"\x00" * 32)
    reliefs = [one for one in logs[side] if one.kind == "relief"]
    assume(not reliefs and not any(one.kind == "keyset" for one in logs[side][1:]))

    after = replay(insert(logs, at, said))

    unsigned = not any(one.officer == "twin" for one in logs[side])
    assume(unsigned)
    assert go(after.view()) <= go(story.picture.view())
