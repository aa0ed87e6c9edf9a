"""A relief is undone by naming the officer anew, and by nothing else (record.md, Keys; ToR 1.d)."""

from dataclasses import replace

import pytest

from jig.centre.keysets import accredit, remove, rotate
from jig.record.suites import Ed25519Signer
from two_nodes import established, meet, same


def key_set_for_another_reason(a, reason):
    current = a.node.own.keysets[-1][2]
    if reason == "a new log key":
        return rotate(a.node, a.keys.add(Ed25519Signer(b"n" * 32)).public, a.roots[:2])
    if reason == "another officer":
        other = replace(current.officer("linguist"), name="third", key=a.keys.add(Ed25519Signer(b"t" * 32)).public)
        return accredit(a.node, other, a.roots[:2])
    return remove(a.node, "linguist", a.roots[:2])


@pytest.mark.parametrize("reason", ["a new log key", "another officer", "an officer removed"])
def test_a_key_set_made_for_another_reason_undoes_no_relief(reason):
    """C025: else the relieved officer agrees again from the next rotation on, and nobody meant it."""
    a, b, _ = established()
    snr = a.node.own.keysets[-1][2].officer("snr")
    a.submit("relief", {"officer": "snr", "reason": "recalled", "lang": "en"})

    key_set_for_another_reason(a, reason)
    said = a.propose("X", "integrated", {"authority_text": "x"})

    assert said.judgement.verdict.value == "REFUSED"
    accredit(a.node, snr, a.roots[:2])
    assert a.propose("Y", "integrated", {"authority_text": "x"}).judgement.verdict.value == "OK"
    meet(a, b)
    assert same(a, b)
