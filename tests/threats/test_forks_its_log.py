"""Threat: a participant shows two continuations of its log (record.md, Fork; record format, section 9)."""

import pytest

from jig.centre.receive import Stopped
from jig.decisions.state import stands
from jig.record.admit import Convicted
from jig.record.errors import Malformed
from jig.record.fork import convicts, read_fork_side
from threats.verdicts import convicted_offline
from two_nodes import Hostile, established, kept_state, meet


def forked(size=None):
    a, b, made = established()
    liar = Hostile.of(a)
    other = liar.branch(liar.size if size is None else size)
    liar.say(body={"lang": "en", "text": "one story"})
    other.say(body={"lang": "en", "text": "another story"})
    return a, b, made, liar, other


def proof_of(b):
    return [kept.data for kept in b.store.kept("fork-proof")]


def test_two_small_files_convict_whoever_forked_its_log(tmp_path):
    a, b, _, liar, other = forked()
    liar.deliver(b)

    with pytest.raises(Convicted) as caught:
        other.deliver(b)

    assert caught.value.code == "FORK"
    proof = proof_of(b)
    assert convicts(*map(read_fork_side, proof), a.root.fingerprint) == "SAME-SIZE"
    assert convicted_offline(tmp_path, proof, a)
    assert sum(map(len, proof)) < 20_000


@pytest.mark.parametrize("more", [1, 3])
def test_a_fork_is_convicted_at_whatever_sizes_the_two_heads_are(tmp_path, more):
    a, b, _, liar, other = forked()
    liar.deliver(b)
    for _ in range(more):
        other.say()

    with pytest.raises(Convicted):
        other.deliver(b)

    assert convicts(*map(read_fork_side, proof_of(b)), a.root.fingerprint) == "SAME-INDEX"
    assert "b" in convicted_offline(tmp_path, proof_of(b), a)


def test_a_fork_shown_only_as_the_head_that_a_delivery_begins_with_convicts(tmp_path):
    a, b, _, liar, other = forked()
    for _ in range(3):
        liar.say()
        other.say()
    liar.deliver(b)
    other.say()

    with pytest.raises(Convicted):
        other.deliver(b, start=liar.size - 1)

    assert convicts(*map(read_fork_side, proof_of(b)), a.root.fingerprint) == "INCONSISTENT"
    assert convicted_offline(tmp_path, proof_of(b), a) == ["c"]


def test_a_fork_permits_nothing_and_harms_no_log():
    _, b, made, liar, other = forked(size=3)
    liar.deliver(b)
    before = kept_state(b)

    with pytest.raises(Convicted):
        other.deliver(b)

    assert kept_state(b) == before
    assert stands(b.node.picture.view(), made)
    assert [kept.data for kept in b.store.kept("convicting")] == [other.bundle(0).encode()]


def test_after_a_fork_the_exchange_stays_stopped_both_ways_and_the_own_node_goes_on():
    a, b, _, liar, other = forked()
    liar.deliver(b)
    with pytest.raises(Convicted):
        other.deliver(b)

    with pytest.raises(Stopped):
        liar.deliver(b)
    with pytest.raises(Stopped):
        meet(b, a)

    held = b.submit("hold", {"scope": "ALL", "watch_officer": "w", "lang": "ru", "text": "stop"})
    assert held.judgement.kept
    b.open()
    assert b.store.fact("stopped") == "FORK"


def test_nothing_is_sent_to_a_convicted_counterpart():
    a, b, _, liar, other = forked()
    liar.deliver(b)
    with pytest.raises(Convicted):
        other.deliver(b)
    had = a.node.mirror.size
    b.say()

    with pytest.raises(Stopped):
        meet(b, a)

    a.node.refresh()
    assert a.node.mirror.size == had


def test_a_head_that_the_log_key_did_not_sign_convicts_nobody():
    a, b, _, liar, other = forked()
    liar.deliver(b)

    with pytest.raises(Malformed):
        other.deliver(b, head=other.head(signer=a.officers["snr"]))

    assert b.store.fact("stopped") is None
    assert proof_of(b) == []


def test_one_honest_log_read_twice_at_two_sizes_convicts_nobody():
    a, _, _, liar, _ = forked()
    whole = liar.branch(liar.size)
    heads = [whole.head(size) for size in (2, whole.size)]
    keysets = tuple(a.node.own.keyset_envelopes)

    from jig.record.fork import Base, ForkSide

    tree = whole.tree
    later = ForkSide(heads[1], keysets, base=Base(2, tree.root(2), tuple(tree.consistency(2, tree.size))))

    assert convicts(ForkSide(heads[0], keysets), later, a.root.fingerprint) is None
