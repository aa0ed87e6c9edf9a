"""Receipts come to rest, and nothing that is repeated adds anything (record.md, properties 1 and 19)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jig.centre.exchange import exchange
from jig.centre.ports import StoreFault
from jig.centre.receipts import withheld
from jig.centre.receive import receive
from jig.centre.submit import heartbeat
from two_nodes import Direct, kept_state, meet, same, two

steps = st.lists(st.tuples(st.sampled_from(["say", "beat", "meet", "lose"]), st.integers(0, 1)), max_size=14)


class Lossy(Direct):
    """The counterpart takes what it is given; its answer is lost."""

    def exchange(self, bundle):
        from jig.centre.ports import LinkDown

        super().exchange(bundle)
        raise LinkDown("LINK-TIMEOUT")


def play(sides, said):
    from contextlib import suppress

    from jig.centre.ports import LinkDown

    for act, who in said:
        one, other = sides[who], sides[1 - who]
        if act == "say":
            one.say()
        elif act == "beat":
            heartbeat(one.node)
        elif act == "meet":
            meet(one, other)
        else:
            with suppress(LinkDown):
                exchange(one.node, Lossy(other.node))


@settings(max_examples=60)
@given(steps, st.integers(0, 1))
def test_whatever_was_said_and_lost_two_exchanges_bring_both_to_rest(said, caller):
    sides = two()
    play(sides, said)

    meet(sides[caller], sides[1 - caller])
    meet(sides[1 - caller], sides[caller])

    assert same(*sides)
    at_rest = [kept_state(one) for one in sides]
    for who in (caller, 1 - caller, caller):
        done = meet(sides[who], sides[1 - who])
        assert (done.received, done.recovered, done.rounds) == (0, 0, 1)
    assert [kept_state(one) for one in sides] == at_rest
    assert withheld(sides[0].node) == withheld(sides[1].node) == []


@settings(max_examples=30)
@given(steps)
def test_a_node_opened_anew_shows_what_it_showed(said):
    sides = two()
    play(sides, said)
    before = [kept_state(one) for one in sides]

    for one in sides:
        one.open()

    assert [kept_state(one) for one in sides] == before


@settings(max_examples=30)
@given(steps, st.randoms(use_true_random=False))
def test_importing_again_in_any_order_any_number_of_times_adds_nothing(said, chance):
    sides = two()
    link = Direct(sides[1].node)
    for act, who in said:
        sides[who].say() if act != "meet" else exchange(sides[0].node, link)
    exchange(sides[0].node, link)
    meet(*sides)
    before = [kept_state(one) for one in sides]
    again = link.carried * 2
    chance.shuffle(again)

    for bundle in again:
        receive(sides[1].node, bundle)

    assert [kept_state(one) for one in sides] == before


def test_receipts_heartbeats_and_exhibits_call_for_no_receipt():
    a, b = two()
    meet(a, b)
    meet(b, a)
    for _ in range(3):
        heartbeat(a.node)
        heartbeat(b.node)
    size = a.node.own.size, b.node.own.size

    meet(a, b)
    meet(b, a)

    assert (a.node.own.size, b.node.own.size) == size
    assert same(a, b)


@pytest.mark.parametrize("act", ["submit", "receive"])
def test_after_a_write_that_failed_the_node_shows_only_what_was_recorded(act):
    a, b = two()
    meet(a, b)
    meet(b, a)
    b.say()
    before = kept_state(a)
    a.store.fails_at_commit = StoreFault("STORE-FULL")

    with pytest.raises(StoreFault):
        a.say() if act == "submit" else exchange(b.node, Direct(a.node))

    # Without any refresh: what is in memory is what is on the disk.
    assert (a.node.own.size, a.node.mirror.size) == (before[1], before[3])
    assert a.node.picture.digest() == before[4]
    a.say()
    meet(a, b)
    assert same(a, b)
