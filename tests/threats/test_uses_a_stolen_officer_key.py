"""Threat: a thief holds an officer's key, and nothing else (record.md, Keys)."""

import pytest

from jig.centre.keysets import remove
from jig.decisions.state import stands
from jig.record.admit import Convicted
from jig.record.errors import Malformed
from two_nodes import Hostile, established, kept_state, position


def thief_of(a):
    thief = Hostile.of(a)
    thief.log = a.officers["snr"]
    return thief


def test_an_officers_key_alone_enters_no_log_and_convicts_nobody():
    a, b, _ = established()
    thief = thief_of(a)
    thief.say("leave", {"reason": "forged", "lang": "en"})
    before = kept_state(b)

    with pytest.raises(Malformed) as caught:
        thief.deliver(b)

    assert caught.value.code == "HEAD-SIGNATURE"
    assert kept_state(b) == before
    assert b.store.fact("stopped") is None
    assert len(b.store.kept("unreadable")) == 1


def test_an_officers_key_does_not_speak_for_the_log():
    a, b, _ = established()
    thief = Hostile.of(a)
    before = kept_state(b)
    thief.say("heartbeat", signer=a.officers["snr"])

    with pytest.raises(Convicted) as caught:
        thief.deliver(b)

    assert caught.value.code == "LOG-KEY"
    assert kept_state(b) == before


def test_a_linguists_key_decides_nothing():
    a, b, _ = established()
    made = b.propose("rail-1").id
    thief = Hostile.of(a)
    thief.see(b)
    thief.say("position", position(0, made), signer=a.officers["linguist"], role="LINGUIST")
    thief.say("position", position(0, made), signer=a.officers["linguist"], role="SNR")
    b.answer(made)

    received = thief.deliver(b)

    assert [judgement.verdict.value for _, judgement in received.new] == ["REFUSED", "REFUSED"]
    assert not stands(b.node.picture.view(), made)


def test_a_stolen_key_can_still_only_restrict_once_its_officer_is_removed():
    """Restrictive acts count from any key of that participant, permissive ones only from one in force."""
    a, b, _made = established()
    remove(a.node, "snr", a.roots[:2])
    thief = Hostile.of(a)
    rival = thief.say("proposal", b'{"act":"x","content":{},"lang":"en","relies_on":[],"subject":"y","text":""}')
    hold = {"scope": "ALL", "subjects": [], "watch_officer": "w", "lang": "en", "text": "stop"}
    thief.say("hold", hold)

    received = thief.deliver(b)

    assert [judgement.verdict.value for _, judgement in received.new] == ["OK", "REFUSED", "OK"]
    from jig.decisions.state import holds_on

    assert len(holds_on(b.node.picture.view(), "JIG")) == 1
    assert not stands(b.node.picture.view(), rival.id)


def test_the_other_sides_officer_key_in_both_key_sets_is_one_hand():
    """A fingerprint claimed by both sides gives no consent."""
    from dataclasses import replace

    from jig.centre.keysets import accredit

    a, b, made = established()
    stolen = replace(b.node.own.keysets[-1][2].officer("snr"), name="double")
    accredit(a.node, stolen, a.roots[:2])

    Hostile.of(a).deliver(b)

    assert not stands(b.node.picture.view(), made)
