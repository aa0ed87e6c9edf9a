"""Threat: a participant acknowledges with a later time than the true one (record.md, Receipts and time)."""

from threats.stamps import DUE, EARLY, LATE, met
from two_nodes import Hostile, established, meet


def test_a_post_dated_receipt_costs_unproven_and_never_missed():
    a, b, _ = established()
    b.clock.set(EARLY)
    duty = b.say()
    liar = Hostile.of(a)

    liar.receipt(b, LATE)
    liar.deliver(b)

    assert met(b, duty) is None


def test_a_true_receipt_before_a_post_dated_one_keeps_the_duty_met():
    a, b, _ = established()
    b.clock.set(EARLY)
    duty = b.say()
    liar = Hostile.of(a)

    liar.receipt(b, DUE - 1)
    liar.deliver(b)
    liar.receipt(b, LATE)
    liar.deliver(b)

    assert met(b, duty) is True


def test_a_post_dated_receipt_is_outweighed_by_an_earlier_one_that_comes_after_it():
    a, b, _ = established()
    b.clock.set(EARLY)
    duty = b.say()
    liar = Hostile.of(a)

    liar.receipt(b, LATE)
    liar.receipt(b, EARLY)
    liar.deliver(b)

    assert met(b, duty) is True


def test_a_receipt_with_one_time_and_a_cosignature_with_another_count_each_for_the_beneficiary():
    """The beneficiary exhibits the earlier cosignature: it is the counterpart's own stamp."""
    from jig.centre.receipts import exhibit, withheld

    a, b, _ = established()
    b.clock.set(EARLY)
    duty = b.say()
    liar = Hostile.of(a)
    liar.receipt(b, LATE)
    liar.cosigned = (liar.cosignature(b, EARLY),)

    liar.deliver(b)
    assert [stamp.time for stamp in withheld(b.node)] == [EARLY]
    exhibit(b.node, withheld(b.node)[0].size)

    assert met(b, duty) is True
    meet(a, b)
    assert met(a, duty) is True
