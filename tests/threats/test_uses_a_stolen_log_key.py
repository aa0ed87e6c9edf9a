"""Threat: a thief holds the log key (record.md, Keys and Resume)."""

import pytest

from jig.centre.keysets import rotate
from jig.centre.resume import propose_resume, resume
from jig.decisions.state import stands
from jig.record.admit import BranchUnshown, Convicted
from jig.record.errors import Malformed
from jig.record.suites import Ed25519Signer
from threats.verdicts import judged_offline
from two_nodes import Direct, Hostile, established, kept_state, meet, position, same


def thief_of(a):
    """A thief without any officer's key signs officers' entries with the log key."""
    thief = Hostile.of(a)
    thief.me = a
    return thief


def test_the_log_key_speaks_for_no_officer():
    a, b, _ = established()
    made = b.propose("rail-1").id
    thief = thief_of(a)
    thief.see(b)
    before = kept_state(b)
    thief.say("position", position(0, made), signer=a.log)

    with pytest.raises(Convicted) as caught:
        thief.deliver(b)

    assert caught.value.code == "LOG-KEY-SPEAKS"
    assert kept_state(b) == before
    assert not stands(b.node.picture.view(), made)


def test_the_log_key_names_no_officer_and_no_other_key():
    """A key set needs two root keys."""
    from dataclasses import replace

    from jig.record.keyset import sign_keyset

    a, b, _ = established()
    current = a.node.own.keysets[-1][2]
    thief = thief_of(a)
    forged = replace(current, version=1, prev=current.digest, officers=())
    import base64

    for signers in ((a.log,), (a.roots[0],), (a.roots[0], a.log)):
        branch = thief.branch(thief.size)
        branch.say("keyset", {"keyset": base64.b64encode(sign_keyset(forged, *signers)).decode()})
        with pytest.raises(Convicted) as caught:
            branch.deliver(b)
        assert caught.value.code == "KEYSET-NOT-ENDORSED"
        b.store._state["facts"].pop("stopped")

    assert b.node.mirror.keysets[-1][2] == current


def test_a_log_key_that_was_replaced_signs_nothing_any_more_and_convicts_nobody():
    """Whoever holds the old key must not be able to stop the exchange either."""
    a, b, _ = established()
    new = a.keys.add(Ed25519Signer(b"n" * 32))
    rotate(a.node, new.public, a.roots[:2])
    meet(a, b)
    thief = thief_of(a)
    replayed = thief.entries[0].body
    before = kept_state(b)

    for body in ({}, replayed):
        branch = thief.branch(thief.size)
        branch.say("heartbeat" if body == {} else "keyset", body)
        with pytest.raises(Malformed):
            branch.deliver(b)

    assert kept_state(b) == before
    assert b.store.fact("stopped") is None
    thief.log = new
    thief.say("heartbeat")
    assert len(thief.deliver(b).new) == 1


def test_a_replaced_log_key_forks_nothing_after_its_replacement():
    a, b, _ = established()
    new = a.keys.add(Ed25519Signer(b"n" * 32))
    rotate(a.node, new.public, a.roots[:2])
    thief = thief_of(a)
    a.say()
    meet(a, b)

    thief.say("heartbeat")
    with pytest.raises(Malformed):
        thief.deliver(b)

    assert b.store.fact("stopped") is None


def test_both_go_on_after_a_theft_from_where_the_owners_root_and_the_counterpart_agree(tmp_path):
    from dataclasses import replace

    a, b, made = established()
    thief = thief_of(a)
    honest = a.node.own.size
    thief.say("heartbeat")
    thief.deliver(b)
    new = a.keys.add(Ed25519Signer(b"n" * 32))

    asked = propose_resume(a.node, honest, new.public, a.roots[:2])
    link = Direct(b.node)
    from jig.record.resume import read_statement

    signed = read_statement(link.consent_to_resume(asked.envelope.encode()))
    current = a.node.own.keysets[-1][2]
    following = replace(current, version=1, prev=current.digest, log_key=new.public, issued_at=a.clock.now())
    resume(a.node, signed, following, a.roots[:2])
    meet(a, b)

    assert same(a, b)
    assert stands(b.node.picture.view(), made)
    assert [kept.data for kept in b.store.kept("abandoned")] == [thief.entries[-1].envelope]
    ok, _, errors = judged_offline(tmp_path, a, b)
    assert (ok, errors) == (True, [])
    thief.say("heartbeat")
    with pytest.raises(BranchUnshown):
        thief.deliver(b, start=honest + 1)
    assert thief.deliver(b, start=honest).abandoned == 2
    assert b.store.fact("stopped") is None
