"""The chain of terms and the proof of time: properties 9, 10 and 19 of the record's design."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import event, given, settings
from hypothesis import strategies as st

from jig.decisions.state import bound_by, ended_by, holds_on, left, proposed
from jig.operations.standing import standing
from jig.record.view import View
from properties import prologue as way
from properties.runs import DUE_BASE, agreed_stories, stories, terms_stories
from properties.shown import all_of, chain, consents, deadlines, go, some_cut, told, verdicts
from properties.story import Logs, Said, Story, replay

SHARE = st.tuples(st.integers(0, 255), st.integers(0, 255))
TEN_YEARS = 10 * 365 * 86_400


@settings(max_examples=200)
@given(terms_stories(), SHARE)
def test_9_the_settled_chain_is_a_prefix_of_every_later_one_and_nothing_settled_is_withdrawn(
    story: Story, share: tuple[int, int]
) -> None:
    """Property 9: terms bind once both have seen both, one successor a base, and are never undone."""
    picture, cut = story.picture, some_cut(story.finished, share)
    earlier, later = chain(picture, cut), chain(picture, picture.frontier)
    view = picture.view()

    bases = [content.content.base for ref in later[1:] if (content := proposed(view, ref)) is not None]

    assert earlier == later[: len(earlier)]
    assert bases == [version.digest.hex() for version in picture.terms.versions[: len(later) - 1]]
    assert len(set(bases)) == len(bases)
    for ref in later[1:]:
        assert ended_by(view, ref) is None
        assert all(bound_by(view, ref, side) for side in (0, 1))
        assert all(_both_agreed(story, ref, side) for side in (0, 1))
    event(f"chain of {len(later)}")


def _both_agreed(story: Story, ref: bytes, side: int) -> bool:
    """The bare log holds an accepted AGREE before the entry by which its side is bound, or as that entry."""
    cell = story.picture.view().first("terms.bound", ref, side)
    assert cell is not None
    return any(
        one.kind == "position"
        and one.body["proposal"] == ref.hex()
        and one.body["answer"] == "AGREE"
        and story.verdicts[one.id].value == "OK"
        for one in story.logs[side][: cell[0] + 1]
    )


def _late_by_its_own_word(view: View, plan: bytes) -> bool:
    meta, found = view.entry(plan), standing(view, plan)
    return meta is not None and found is not None and found.due is not None and meta.claimed_at >= found.due


@settings(max_examples=100)
@given(stories(), st.integers(0, 1), st.sampled_from((TEN_YEARS, -TEN_YEARS)))
def test_10_a_clock_shifted_by_ten_years_decides_nothing_and_gains_at_most_unproven(
    story: Story, liar: int, shift: int
) -> None:
    """Property 10: a liar's own duties never become MET, the other's never MISSED, and decisions know no clock."""
    logs, honest = story.finished, story.picture

    shifted = replay(_with_shifted_stamps(logs, liar, shift))

    assert verdicts(shifted, shifted.frontier) == verdicts(honest, honest.frontier)
    assert chain(shifted, shifted.frontier) == chain(honest, honest.frontier)
    assert consents(shifted.view()) == consents(honest.view())
    assert holds_on(shifted.view(), "*") == holds_on(honest.view(), "*")
    before, after = deadlines(honest.view(), logs), deadlines(shifted.view(), logs)
    for ref, kept in after.items():
        if any(one.id == ref for one in logs[liar]):
            assert kept is not True or before[ref] is True
        else:
            # What an author's own stamp says was late is MISSED by its own word, whatever the liar stamps.
            assert kept is not False or before[ref] is False or _late_by_its_own_word(shifted.view(), ref)
    event(f"changed: {before != after}")


def _with_shifted_stamps(logs: Logs, liar: int, shift: int) -> Logs:
    """Move every time that the liar stamps: its entries, and its cosignatures that the other exhibits."""

    def moved(one: Said) -> Said:
        if one.kind == "exhibit" and one.body.get("by", 1 - one.side) == liar:
            time = max(0, one.body["time"] + shift)
            one = replace(one, body={**one.body, "time": time})
        return replace(one, at=one.at + shift) if one.side == liar else one

    return tuple(map(moved, logs[0])), tuple(map(moved, logs[1]))


@settings(max_examples=60)
@given(
    st.integers(0, 1),
    st.integers(-3, 3),
    st.integers(-3, 3),
    st.sampled_from(("receipt", "exhibit", "withheld", "early", "future")),
)
def test_10_told_in_time_is_proven_by_the_counterparts_stamp_and_missed_by_ones_own(
    first: int, own: int, others: int, proof: str
) -> None:
    """Receipts and time: strictly before midnight is MET, one's own stamp from midnight on MISSED, else UNPROVEN."""
    story = way.tell(6, first)
    action = way.last(story, "proposal")
    if proof == "future":
        # A head that its owner's log had not reached: were it counted, it would prove what comes after it.
        story.say(first, "exhibit", {"size": len(story.logs[first]) + 2, "time": DUE_BASE + others})
    plan = way.plan(story, first, action, at=DUE_BASE + own)
    if proof != "early":
        story.learn(1 - first)
    _prove(story, first, DUE_BASE + others, proof)
    story.learn(1 - first)

    found = standing(story.picture.view(), plan.id)

    assert found is not None
    assert found.due == DUE_BASE
    proven = proof in ("receipt", "exhibit") and others < 0
    assert found.in_time is (True if proven else False if own >= 0 else None)
    way.acknowledgement(story, 1 - first, plan.ref)
    assert (plan.ref in {one for _, one in told(story.picture.view())}) == proven
    way.acknowledgement(story, 1 - first, plan.ref, late=True)
    assert plan.ref in {one for _, one in told(story.picture.view())}


def _prove(story: Story, side: int, time: int, proof: str) -> None:
    """Let the counterpart stamp: in its own log, by a cosignature in this one, or on a head too short to hold it."""
    if proof in ("receipt", "early"):
        story.say(1 - side, "receipt", {}, at=time)
    size = len(story.logs[side]) - (proof == "withheld")
    if proof in ("exhibit", "withheld"):
        story.say(side, "exhibit", {"size": size, "time": time})
    if proof == "withheld":
        # Neither a head that ends before the plan nor the beneficiary's own cosignature proves anything.
        story.say(side, "exhibit", {"size": size + 1, "time": time, "by": side})


@settings(max_examples=60)
@given(agreed_stories(), st.lists(st.integers(0, 1), min_size=1, max_size=12))
def test_19_receipts_of_receipts_change_nothing_but_the_seen(story: Story, turns: list[int]) -> None:
    """Property 19, on the fold: answering receipts decides nothing. That nodes stop sending them: tests/threats."""
    for side in (0, 1):
        story.learn(side)
        story.say(side, "receipt", {}, at=DUE_BASE + 100)
    for side in (0, 1):
        story.learn(side)
        story.say(side, "heartbeat", {})
    before = all_of(story.picture.view())

    for side in turns:
        story.learn(side)
        story.say(side, "receipt", {}, at=DUE_BASE + 200)

    assert all_of(story.picture.view()) == before
    assert left(story.picture.view()) == before["left"]
    assert sorted(go(story.picture.view())) == before["go"]
