"""Threat: a participant, or whoever carries its bytes, delivers again what was delivered before (record.md, Bundle)."""

import pytest

from jig.centre.receive import receive
from jig.decisions.state import ended_by, stands
from jig.record.admit import Convicted
from jig.record.errors import Malformed
from two_nodes import Direct, Hostile, entry_of, established, kept_state, meet, two


def test_a_delivery_repeated_adds_nothing_and_calls_for_no_second_receipt():
    a, b, _ = established()
    liar = Hostile.of(a)
    liar.say()
    liar.deliver(b)
    before = kept_state(b)

    again = [liar.deliver(b) for _ in range(3)]

    assert [(received.new, received.receipt) for received in again] == [((), None)] * 3
    assert kept_state(b) == before


def test_an_old_agreement_replayed_after_its_withdrawal_permits_nothing():
    a, b, made = established()
    old = Hostile.of(a).bundle(0).encode()
    a.submit("withdrawal", {"entry": made.hex(), "reason": "no longer", "lang": "en"})
    meet(a, b)

    receive(b.node, old)

    view = b.node.picture.view()
    assert not stands(view, made)
    assert ended_by(view, made).kind == "withdrawal"


def test_an_entry_signed_once_is_not_said_twice():
    """The same signed bytes at a later place of the log are refused: place and predecessor are in what was signed."""
    a, b, _ = established()
    liar = Hostile.of(a)
    agreement = next(sealed for sealed in liar.entries if entry_of(sealed).kind == "position")
    before = kept_state(b)
    liar.entries.append(agreement)

    with pytest.raises(Convicted) as caught:
        liar.deliver(b)

    assert caught.value.code == "ENTRY-SEQ"
    assert kept_state(b) == before


def test_the_counterparts_own_entries_are_not_replayed_into_its_log():
    a, b, _ = established()
    before = kept_state(b)
    link = Direct(a.node)

    with pytest.raises(Malformed) as caught:
        receive(b.node, link.mirrored_bundle(0))

    assert caught.value.code == "BUNDLE-LOG"
    assert kept_state(b) == before


def test_an_entry_of_an_exercise_is_not_replayed_into_another_log():
    """A log is EXERCISE or LIVE, and one participant's; its origin is in every signed payload."""
    a, b, _ = established()
    liar = Hostile.of(a)
    liar.say(log="live/" + a.root.origin.partition("/")[2])

    with pytest.raises(Convicted) as caught:
        liar.deliver(b)

    assert caught.value.code == "ENTRY-LOG"


def test_what_was_carried_is_carried_again_by_anybody_without_effect():
    a, b = two()
    link = Direct(b.node)
    from jig.centre.exchange import exchange

    a.say()
    exchange(a.node, link)
    b.say()
    exchange(a.node, link)
    before = kept_state(a), kept_state(b)

    for bundle in link.carried * 2:
        receive(b.node, bundle)

    assert (kept_state(a), kept_state(b)) == before
