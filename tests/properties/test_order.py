"""Delivery, verdicts and frontiers: properties 1, 2, 12 and 13 of the record's design."""

from __future__ import annotations

import random

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from jig.centre.frontier import closed as closed_below
from jig.centre.picture import NotClosed, Picture
from jig.decisions.state import ended_by
from jig.record.registers import Cut
from jig.record.view import View
from properties import prologue as way
from properties.runs import agreed_stories, runs, stories
from properties.shown import all_of, chain, deadlines, go, some_cut, verdicts
from properties.sides import ORIGINS, PROFILE
from properties.story import Logs, Story, add, closed, entry_of, new_picture, replay, upto

SHARE = st.tuples(st.integers(0, 255), st.integers(0, 255))


@settings(max_examples=60)
@given(stories(), st.randoms(use_true_random=False))
def test_1_any_causal_delivery_repeated_or_killed_gives_the_digest_of_a_replay(
    story: Story, chance: random.Random
) -> None:
    """Property 1: two logs have one picture, whatever the order, batching, repetition and kill point."""
    logs = story.finished
    expected = story.picture.digest()

    mixed = replay(logs, lambda: chance.getrandbits(8))
    one_side_late = replay(logs, lambda: -1)
    killed = _killed_and_resumed(logs, chance)

    assert {mixed.digest(), one_side_late.digest(), killed.digest()} == {expected}
    assert all_of(mixed.view()) == all_of(story.picture.view()) == all_of(killed.view())


def _killed_and_resumed(logs: Logs, chance: random.Random) -> Picture:
    """Fold half, ask for the digest (which keeps what it hashed), be told an entry too early, then the rest."""
    at = closed(logs, (chance.randint(0, len(logs[0])), chance.randint(0, len(logs[1]))))
    picture = replay(upto(logs, at))
    picture.digest()
    for side in (0, 1):
        rest = logs[side][at[side] :]
        if rest and rest[0].seen > at[1 - side]:
            with pytest.raises(NotClosed):
                add(picture, rest[0])
    while picture.frontier != (len(logs[0]), len(logs[1])):
        sides = [s for s in (0, 1) if picture.frontier[s] < len(logs[s])]
        ready = [s for s in sides if logs[s][picture.frontier[s]].seen <= picture.frontier[1 - s]]
        side = chance.choice(ready)
        add(picture, logs[side][picture.frontier[side]])
    return picture


@settings(max_examples=60)
@given(runs(), SHARE, SHARE)
def test_2_an_entry_has_one_verdict_and_one_set_of_terms_at_every_closed_frontier_that_holds_it(
    logs: Logs, one: tuple[int, int], other: tuple[int, int]
) -> None:
    """Property 2: judged once, at its cut; what is shown of an old frontier is what was shown at it."""
    whole = replay(logs)
    cuts = [some_cut(logs, one), some_cut(logs, other)]

    for cut in cuts:
        small = replay(upto(logs, cut))

        assert verdicts(small, cut) == verdicts(whole, cut)
        assert [_terms(small, side, n) for side, n in _places(cut)] == [
            _terms(whole, side, n) for side, n in _places(cut)
        ]
        assert all_of(small.view()) == all_of(whole.view(cut))
        assert all(whole.world.entries.meta(s, n) == small.world.entries.meta(s, n) for s, n in _places(cut))


def _places(cut: Cut) -> list[tuple[int, int]]:
    return [(side, n) for side in (0, 1) for n in range(cut[side])]


def _terms(picture: Picture, side: int, position: int) -> bytes:
    return picture.terms.at(picture.world.entries.meta(side, position).cut).digest


@settings(max_examples=80)
@given(stories(), SHARE, st.integers(0, 1), st.integers(0, 255))
def test_12_an_unclosed_frontier_is_answered_from_below_and_a_falling_seen_lowers_no_cut(
    story: Story, share: tuple[int, int], side: int, back: int
) -> None:
    """Property 12, on the fold; false roots and withheld receipts are judged by the node (tests/threats)."""
    logs = story.finished
    wanted = (len(logs[0]) * share[0] // 255, len(logs[1]) * share[1] // 255)
    before = story.picture.digest()

    found = closed_below(story.picture.world.entries, Cut(*wanted))
    beyond = story.say  # an author cannot have seen what does not exist
    with pytest.raises(NotClosed) as fault:
        beyond(side, "heartbeat", {}, seen=len(logs[1 - side]) + 1)

    assert found == closed(logs, wanted)
    assert (fault.value.side, fault.value.have) == (side, len(logs[1 - side]))
    assert story.picture.digest() == before
    highest = max((one.seen for one in logs[side]), default=0)
    low = story.say(side, "heartbeat", {}, seen=min(back, highest))
    meta = story.picture.view().entry(low.id)
    assert meta is not None
    assert meta.seen == highest
    if low.seen < highest:
        event("seen falls")


@settings(max_examples=50)
@given(runs())
def test_13_pair_findings_are_the_same_when_the_two_logs_change_places(logs: Logs) -> None:
    """Property 13: overlaps, discrepancies and rivals know no first and second side."""
    straight = replay(logs).view()
    swapped = _swapped_view(logs)

    assert _without_order(all_of(swapped)) == _without_order(all_of(straight))
    assert go(swapped) == go(straight)


def test_13_pair_findings_name_the_same_end_of_what_both_sides_ended() -> None:
    """Property 13: of two ends, whose log is called the first decides nothing."""
    story = way.tell(len(way.STEPS), 0)
    proposal = way.last(story, "proposal")
    for side in (0, 1):
        story.answer(side, proposal.ref, "DISAGREE")

    straight = ended_by(replay(story.finished).view(), proposal.id)
    swapped = ended_by(_swapped_view(story.finished), proposal.id)

    assert straight is not None and swapped is not None
    assert straight.id == swapped.id


def _swapped_view(logs: Logs) -> View:
    picture = Picture(PROFILE, (ORIGINS[1], ORIGINS[0]))
    other = new_picture()
    for said in sorted((one for log in logs for one in log), key=lambda one: one.uid):
        add(other, said)
        entry = entry_of(said, picture.frontier[1 - said.side])
        picture.add(1 - said.side, entry, said.id, said.data)
    return picture.view()


def _without_order(shown: object) -> object:
    if isinstance(shown, dict):
        return {key: _without_order(shown[key]) for key in sorted(shown)}
    if isinstance(shown, list):
        return sorted((_without_order(one) for one in shown), key=repr)
    return shown


@settings(max_examples=100)
@given(agreed_stories(), SHARE)
def test_11_met_never_changes(story: Story, share: tuple[int, int]) -> None:
    """Property 11: a deadline once proven stays so; what stands in neither log changes no digest (tests/threats)."""
    logs, whole = story.finished, story.picture
    cut = some_cut(logs, share)
    earlier, later = deadlines(whole.view(cut), logs), deadlines(whole.view(), logs)

    changed = {ref for ref, kept in earlier.items() if later[ref] is not kept}

    assert all(later[ref] is True and earlier[ref] is not True for ref in changed)
    assert chain(whole, cut) == chain(whole, whole.frontier)[: len(chain(whole, cut))]
    event(f"deadlines {sorted(map(str, later.values()))}")
