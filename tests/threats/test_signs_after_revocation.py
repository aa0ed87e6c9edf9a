"""Threat: an officer's key goes on signing after it was removed or its officer relieved (record.md, Keys)."""

from jig.centre.keysets import remove
from jig.decisions.state import ended_by, stands
from two_nodes import Hostile, established, meet, position


def verdicts(received):
    return [judgement.verdict.value for _, judgement in received.new]


def test_a_removed_officer_agrees_to_nothing():
    a, b, _ = established()
    made = b.propose("rail-1").id
    b.answer(made)
    remove(a.node, "snr", a.roots[:2])
    liar = Hostile.of(a)
    liar.see(b)
    liar.say("position", position(0, made))

    received = liar.deliver(b)

    assert verdicts(received) == ["OK", "REFUSED"]
    assert not stands(b.node.picture.view(), made)


def test_a_relieved_officer_agrees_to_nothing_whatever_time_it_states():
    """Authority goes by position in the log; a time before the relief changes nothing."""
    a, b, _ = established()
    made = b.propose("rail-1").id
    b.answer(made)
    a.submit("relief", {"officer": "snr", "reason": "recalled", "lang": "en"})
    liar = Hostile.of(a)
    liar.see(b)
    liar.say("position", position(0, made), claimed_at=a.clock.now() - 86_400)

    received = liar.deliver(b)

    assert verdicts(received) == ["OK", "REFUSED"]
    assert not stands(b.node.picture.view(), made)


def test_a_removed_officers_disagreement_counts():
    a, b, made = established()
    remove(a.node, "snr", a.roots[:2])
    liar = Hostile.of(a)
    liar.say("position", position(0, made, "DISAGREE"))

    liar.deliver(b)

    assert not stands(b.node.picture.view(), made)
    assert ended_by(b.node.picture.view(), made).side == 0


def test_what_was_agreed_before_the_revocation_stands():
    a, b, made = established()

    remove(a.node, "snr", a.roots[:2])
    meet(a, b)

    assert stands(b.node.picture.view(), made)
