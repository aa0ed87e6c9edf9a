"""Threat: a participant hides a fork behind a resume that both agreed to (record format, sections 8 and 9)."""

import pytest

from jig.centre.exchange import exchange
from jig.centre.resume import propose_resume
from jig.record.admit import BranchUnshown, Convicted
from jig.record.fork import branches, convicts, read_fork_side, shared_resume
from jig.record.resume import read_statement
from threats.verdicts import convicted_offline
from two_nodes import Direct, Hostile, established, kept_state, whole


def resumed(lost=0):
    """Both agree where A's log goes on; `old`: what A said on the branch that is abandoned; `liar`: A behind it."""
    a, b, _ = established()
    old = Hostile.of(a)
    size = old.size
    liar = old.branch(size)
    for _ in range(lost):
        old.say(body={"lang": "en", "text": "on the old branch"})
    asked = propose_resume(a.node, size, a.node.own.keysets[-1][2].log_key, a.roots[:2])
    signed = read_statement(Direct(b.node).consent_to_resume(asked.envelope.encode()))
    liar.say("resume", {"keyset": None, "statement": signed.encode()})
    return a, b, liar, old, size


def branches_behind():
    a, b, liar, _, size = resumed()
    other = liar.branch(liar.size)
    for n in range(3):
        liar.say(body={"lang": "en", "text": f"one story {n}"})
        other.say(body={"lang": "en", "text": f"another story {n}"})
    liar.deliver(b)
    other.say()
    return a, b, liar, other, size


def test_a_fork_behind_a_resume_convicts_and_the_proof_shows_the_resume_in_both_branches(tmp_path):
    a, b, liar, other, size = branches_behind()

    with pytest.raises(Convicted):
        other.deliver(b)

    proof = [kept.data for kept in b.store.kept("fork-proof")]
    sides = [read_fork_side(one) for one in proof]
    assert convicts(*sides, a.root.fingerprint) == "SAME-INDEX"
    assert shared_resume(*sides) == size
    logs = [liar.bundle(0).encode(), whole(b.node)]
    assert convicted_offline(tmp_path, proof, a, logs=logs, other=b) == ["b"]


def test_a_fork_behind_a_resume_that_shows_only_its_base_is_asked_for_from_the_resume_on_and_convicts():
    _a, b, liar, other, size = branches_behind()
    before = kept_state(b)

    with pytest.raises(BranchUnshown) as unshown:
        other.deliver(b, start=liar.size - 1)

    assert unshown.value.have == size
    assert kept_state(b) == before, "nobody is convicted of what a resume may have excused"
    with pytest.raises(Convicted):
        other.deliver(b, start=size)


def test_the_link_asks_by_itself_for_what_shows_whose_doing_it_is():
    a, b, liar, other, _size = branches_behind()

    class Lying(Direct):
        def exchange(self, bundle):
            return other.bundle(liar.size - 1).encode()

        def own_bundle(self, start, end):
            return other.bundle(start).encode()

    with pytest.raises(Convicted):
        exchange(b.node, Lying(a.node), confirmed=True)


def test_an_abandoned_branch_that_begins_behind_the_resume_convicts_nobody_however_it_is_shown():
    """Section 8: a bundle that was under way when the log went on is ABANDONED: kept and shown, no fork proof."""
    _a, b, liar, old, size = resumed(lost=4)
    liar.say()
    liar.deliver(b)

    with pytest.raises(BranchUnshown):
        old.deliver(b, start=size + 1)
    received = old.deliver(b, start=size)

    assert received.abandoned == 4
    assert b.store.kept("fork-proof") == []


def test_two_files_whose_common_entry_is_no_resume_are_excused_as_before(tmp_path):
    """Section 9: only the resume that the judge holds stands in the way of its own excuse."""
    a, b, liar, old, size = resumed(lost=4)
    for _ in range(4):
        liar.say()
    liar.deliver(b)
    proof = [one.encode() for one in _shown(old, liar, size - 1)]

    logs = [liar.bundle(0).encode(), whole(b.node)]

    assert convicted_offline(tmp_path, proof, a) == ["b"]
    assert convicted_offline(tmp_path, proof, a, logs=logs, other=b) is None


def _shown(one, other, common):
    keysets = tuple(one.me.node.own.keyset_envelopes)
    return branches(one.tree, one.head(), other.tree, other.head(), common + 1, keysets, common)
