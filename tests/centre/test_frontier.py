"""A frontier is closed: no entry in it saw beyond it (record.md, Cut and frontier; property 12)."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jig.centre.frontier import closed
from jig.centre.picture import Picture
from jig.record.admit import Convicted, OwnLogBehind
from jig.record.entry import Seen, read_entry
from jig.record.errors import Malformed
from jig.record.registers import Cut
from two_nodes import Hostile, established, kept_state, meet, two


def is_closed(seen, a, b):
    return all(s <= b for s in seen[0][:a]) and all(s <= a for s in seen[1][:b])


@settings(max_examples=30)
@given(st.lists(st.integers(0, 4), max_size=12))
def test_an_unclosed_pair_is_answered_with_the_greatest_closed_one_below(steps):
    sides = two()
    for step in steps:
        meet(*sides) if step == 4 else sides[step % 2].say()
    meet(*sides)
    picture = sides[0].node.picture
    seen = [list(picture.world.entries.seen[side]) for side in (0, 1)]

    for a, b in product(range(picture.frontier[0] + 1), range(picture.frontier[1] + 1)):
        found = closed(picture.world.entries, Cut(a, b))
        below = [(x, y) for x, y in product(range(a + 1), range(b + 1)) if is_closed(seen, x, y)]
        assert found in below
        assert all(x <= found[0] and y <= found[1] for x, y in below)


def test_a_pair_beyond_what_is_folded_is_answered_with_what_is():
    a, b, _ = established()

    whole = a.node.picture.frontier

    assert closed(a.node.picture.world.entries, Cut(10**9, 10**9)) == whole == b.node.picture.frontier


def test_a_closed_frontier_can_be_folded_by_itself():
    a, _, _ = established()
    picture = a.node.picture
    for asked in product(range(picture.frontier[0] + 1), range(picture.frontier[1] + 1)):
        cut = closed(picture.world.entries, Cut(*asked))
        alone = Picture(picture.profile, picture.origins)

        for arrival in a.store.arrivals(0):
            side = 0 if arrival.which == "own" else 1
            if arrival.seq < cut[side]:
                alone.add(side, read_entry(arrival.sealed.envelope)[0], arrival.sealed.id, arrival.sealed.body)

        assert alone.frontier == cut


def test_a_falling_seen_is_recorded_and_lowers_no_cut():
    a, b, _ = established()
    for _ in range(3):
        b.say()
    liar = Hostile.of(a)
    liar.see(b)
    liar.say()
    position = liar.size
    liar.see(b, 2)
    liar.say()

    received = liar.deliver(b)

    assert len(received.new) == 2
    assert b.node.mirror.falling == [position]
    # What was seen once was seen: the author judged by it, and is held to it.
    assert b.node.picture.world.entries.seen[0][-1] == b.node.picture.world.entries.seen[0][-2]


def test_a_seen_root_that_was_never_shown_convicts_its_author():
    a, b, _ = established()
    before = kept_state(b)
    liar = Hostile.of(a)
    liar.seen = Seen(b.node.own.size, b"\x01" * 32)
    liar.say()

    with pytest.raises(Convicted) as caught:
        liar.deliver(b)

    assert caught.value.code == "SEEN-ROOT-FALSE"
    assert kept_state(b) == before


def test_having_seen_what_does_not_exist_enters_nothing_and_stops_nobody():
    """It may be the reader's own store that is old: nobody is convicted, nothing is taken."""
    a, b, _ = established()
    before = kept_state(b)
    liar = Hostile.of(a)
    liar.seen = Seen(10**6, b"\x01" * 32)
    liar.say()

    with pytest.raises(OwnLogBehind):
        liar.deliver(b)

    assert kept_state(b) == before
    assert b.store.fact("stopped") is None


def test_a_seen_without_the_signed_head_behind_it_is_refused():
    a, b, _ = established()
    b.say()
    liar = Hostile.of(a)
    liar.see(b)
    liar.say()

    with pytest.raises(Malformed) as caught:
        liar.deliver(b, seen_heads=())

    assert caught.value.code == "SEEN-WITHOUT-HEAD"
