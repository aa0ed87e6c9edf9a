"""Threat: a participant takes what it is given and does not acknowledge it (record.md, Receipts and time)."""

from jig.centre.receipts import exhibit, held_not_recorded, withheld
from jig.decisions.state import stands
from threats.stamps import EARLY, LATE, met
from threats.verdicts import judged_offline
from two_nodes import Hostile, established, meet, same


def given():
    a, b, _ = established()
    b.clock.set(EARLY)
    return a, b, b.say(), Hostile.of(a)


def test_silence_leaves_the_duty_unproven_and_agrees_to_nothing():
    _a, b, duty, liar = given()
    made = b.propose("rail-1", content=None)

    liar.see(b)
    liar.say()
    liar.deliver(b)

    assert met(b, duty) is None
    assert not stands(b.node.picture.view(), made.id)


def test_a_cosignature_without_receipt_is_listed_as_withheld():
    _a, b, _duty, liar = given()
    liar.cosigned = (liar.cosignature(b, EARLY),)

    liar.see(b)
    liar.say()
    liar.deliver(b)

    assert [(stamp.size, stamp.time) for stamp in withheld(b.node)] == [(b.node.own.size - 1, EARLY)]


def test_a_cosignature_that_is_only_held_changes_no_digest_and_proves_nothing_yet():
    _a, b, duty, liar = given()
    with_it = liar.branch(liar.size)
    liar.see(b)
    with_it.see(b)
    with_it.cosigned = (with_it.cosignature(b, EARLY),)
    said = liar.say()
    with_it.entries.append(said)

    with_it.deliver(b)
    held = b.node.picture.digest()

    assert met(b, duty) is None
    assert len(held_not_recorded(b.node)) == 1
    b.store._state["cosignatures"]["own"].clear()
    assert b.open().picture.digest() == held


def test_the_beneficiary_exhibits_what_was_withheld_and_both_then_hold_it_for_met(tmp_path):
    _a, b, duty, liar = given()
    liar.cosigned = (liar.cosignature(b, EARLY),)
    liar.see(b)
    liar.say("heartbeat")
    liar.deliver(b)

    shown = exhibit(b.node, withheld(b.node)[0].size)

    assert shown.judgement.kept
    assert met(b, duty) is True
    assert held_not_recorded(b.node) == []
    assert [stamp.recorded for stamp in withheld(b.node)] == [True]
    ok, findings, errors = judged_offline(tmp_path, liar, b)
    assert (ok, errors) == (True, [])
    assert "RECEIPT_WITHHELD" in findings


def test_a_receipt_that_comes_after_all_ends_the_complaint():
    _a, b, _duty, liar = given()
    liar.cosigned = (liar.cosignature(b, EARLY),)
    liar.see(b)
    liar.say("heartbeat")
    liar.deliver(b)
    assert withheld(b.node)

    liar.say("receipt", {}, claimed_at=LATE)
    liar.cosigned = ()
    liar.deliver(b)

    # The size is acknowledged now, and at another time than the cosignature says: the early one is still without entry.
    assert [stamp.time for stamp in withheld(b.node)] == [EARLY]
    liar.say("receipt", {}, claimed_at=EARLY)
    liar.deliver(b)
    assert withheld(b.node) == []


def test_between_honest_nodes_nothing_is_withheld():
    a, b, _ = established()
    for turn in range(3):
        a.say(str(turn))
        b.say(str(turn))
        meet(a, b)

    assert withheld(a.node) == [] == withheld(b.node)
    assert held_not_recorded(a.node) == [] == held_not_recorded(b.node)
    assert same(a, b)
