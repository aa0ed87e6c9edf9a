"""Threat: bundles arrive in any order, any number of times, some never (record.md, Bundle; property 1)."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.centre.bundles import own_bundle
from jig.centre.exchange import exchange
from jig.centre.ports import LinkDown
from jig.centre.receive import receive
from jig.record.admit import NotConnected
from two_nodes import Direct, established, kept_state, meet, same, two

RANGES = [(start, end) for start in range(7) for end in range(start + 1, 8)]


@given(st.lists(st.sampled_from(RANGES), max_size=12))
def test_any_order_any_number_of_times_never_harms_and_gives_a_prefix(ranges):
    a, b = two()
    for text in "abcdef":
        a.say(text)
    size = a.node.own.size
    expected = 0
    assert size == 7
    for start, end in ranges:
        bundle = own_bundle(a.node, start, end).encode()
        with suppress(NotConnected):
            receive(b.node, bundle)
        expected = max(expected, end) if start <= expected else expected
        assert b.node.mirror.size == expected

    assert b.node.mirror.tree.root() == a.node.own.tree.root(expected)
    assert b.open().picture.frontier[0] == expected


@given(st.permutations(range(8)), st.lists(st.integers(0, 7), max_size=6))
def test_one_missing_piece_delays_and_the_end_is_the_same(order, repeats):
    a, b = two()
    for text in "abcdefg":
        a.say(text)
    pieces = [own_bundle(a.node, at, at + 1).encode() for at in range(8)]

    for at in [*order, *repeats, *range(8)]:
        with suppress(NotConnected):
            receive(b.node, pieces[at])

    assert b.node.mirror.tree.root() == a.node.own.tree.root()
    meet(a, b)
    assert same(a, b)


def test_a_piece_that_does_not_connect_is_asked_for_from_where_it_is_missing():
    a, b = two()
    for text in "abc":
        a.say(text)
    before = kept_state(b)

    answer = Direct(b.node).counter.take(own_bundle(a.node, 2).encode())

    assert (answer.outcome, answer.have, answer.bundle) == ("NOT-CONNECTED", 0, None)
    assert kept_state(b) == before
    meet(a, b)
    assert same(a, b)


def test_an_exchange_whose_answer_is_lost_is_made_good_by_the_next():
    """The counterpart has taken what it was given; its caller does not know."""

    class Lossy(Direct):
        def exchange(self, bundle):
            super().exchange(bundle)
            raise LinkDown("LINK-TIMEOUT")

    a, b = two()
    a.say()
    b.say()
    for _ in range(2):
        with pytest.raises(LinkDown):
            exchange(a.node, Lossy(b.node))
    assert a.node.mirror.size == 0

    meet(a, b)

    assert same(a, b)


def test_a_caller_that_is_turned_back_for_ever_gives_up():
    class Turning(Direct):
        def exchange(self, bundle):
            self.carried.append(bundle)
            raise LinkDown("LINK-HTTP-409", status=409, codes="BUNDLE-GAP", have=0)

    a, b = established()[:2]
    link = Turning(b.node)

    with pytest.raises(LinkDown):
        exchange(a.node, link)

    assert len(link.carried) == 2


def test_a_counterpart_that_always_has_something_new_to_say_is_heard_again_next_time():
    class Chatty(Direct):
        def exchange(self, bundle):
            other.say("and another thing")
            return super().exchange(bundle)

    a, other, _ = established()

    done = exchange(a.node, Chatty(other.node))

    assert done.rounds < 20
    meet(a, other)
    assert same(a, other)
