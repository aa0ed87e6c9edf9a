"""What one side alone could do to the record itself: hide, stop, fork, stamp (record.md, Keys and misfortune, Bundle)."""

import base64

import pytest

from jig.centre.bundles import own_bundle
from jig.centre.keysets import rotate
from jig.centre.receive import receive
from jig.centre.resume import propose_resume, resume
from jig.centre.submit import heartbeat
from jig.centre.verify import recompute
from jig.record.admit import Convicted
from jig.record.errors import Malformed
from jig.record.keyset import KeySet, Root, sign_keyset
from jig.record.note import cosign
from jig.record.resume import read_statement
from jig.record.suites import Ed25519Signer
from threats.verdicts import judged_offline
from two_nodes import CODES, PROFILE, Direct, Hostile, MemoryWitness, established, meet, same, two, whole

HOLD = {"scope": "ALL", "subjects": [], "watch_officer": "x", "lang": "en", "text": ""}


def foreign_keyset():
    """A key set that three keys of nobody's root sign well."""
    signers = [Ed25519Signer(bytes([200 + n]) * 32) for n in range(4)]
    root = Root(CODES[0], "EXERCISE", tuple(signer.public for signer in signers[:3]))
    return sign_keyset(KeySet(root, 0, None, signers[3].public, (), 1), *signers[:2])


def roots(*sides):
    return {side.code: side.root.fingerprint for side in sides}


def test_a_key_set_in_the_body_of_a_note_hides_nobodys_heads(tmp_path):
    """Else one side makes the pair unverifiable, with the fault showing in the other's log."""
    a, b, _ = established()
    liar = Hostile.of(a)
    liar.say("note", {"keyset": base64.b64encode(foreign_keyset()).decode()})
    liar.deliver(b)

    done = recompute((liar.bundle().encode(), whole(b.node)), roots(a, b), PROFILE)

    assert done.picture.digest() == b.node.picture.digest()
    assert judged_offline(tmp_path, liar, b)[0] is True


@pytest.mark.parametrize("kind", ["hold", "note", "exhibit"])
def test_a_body_left_out_between_the_nodes_is_asked_for_again_and_convicts_nobody(kind):
    """A HOLD would be one for its author and nothing for its reader: two pictures of one record."""
    a, b, _ = established()
    liar = Hostile.of(a)
    sealed = liar.say(kind, HOLD if kind == "hold" else None)
    liar.entries[-1] = sealed._replace(body=None)

    with pytest.raises(Malformed) as caught:
        liar.deliver(b)

    assert caught.value.code == "BUNDLE-BODY-WITHHELD"
    assert b.store.fact("stopped") is None
    liar.entries[-1] = sealed
    assert len(liar.deliver(b).new) == 1


def test_a_whole_log_for_the_verifier_leaves_no_body_out():
    """docs/reference/record-format.md, section 7: a whole log holds all bodies."""
    a, b, _ = established()
    a.say()
    meet(a, b)
    liar = Hostile.of(a)
    liar.entries[-1] = liar.entries[-1]._replace(body=None)

    with pytest.raises(Malformed, match="BUNDLE-BODY-WITHHELD"):
        recompute((liar.bundle().encode(), whole(b.node)), roots(a, b), PROFILE)


def agreed_resume(a, b, size):
    """Both sign where a's log goes on."""
    asked = propose_resume(a.node, size, a.node.own.keysets[-1][2].log_key, a.roots[:2])
    return read_statement(Direct(b.node).consent_to_resume(asked.envelope.encode()))


@pytest.mark.parametrize("back", [1, 2, 4])
def test_a_log_that_goes_on_within_a_delivery_leaves_the_exchange_alive(back):
    """No head was ever signed at that size; the consent to it must not say that it saw one."""
    a, b, _ = established()
    for _ in range(5):
        heartbeat(a.node)
    receive(b.node, own_bundle(a.node).encode())
    assert b.node.own.seen.size < b.node.mirror.size - back

    resume(a.node, agreed_resume(a, b, b.node.mirror.size - back), None, a.roots[:2])
    meet(a, b)
    meet(b, a)

    assert same(a, b)


def test_a_log_that_goes_on_twice_by_one_resume_forks():
    """Keys and misfortune: a resume excuses the branch that it abandoned, and no second story after it."""
    a, b, _ = established()
    signed = agreed_resume(a, b, a.node.own.size)
    one = Hostile.of(a)
    other = one.branch(one.size)
    for story, at in ((one, 1), (other, 2)):
        story.say("resume", {"keyset": None, "statement": signed.encode()}, claimed_at=at)
    one.deliver(b)

    with pytest.raises(Convicted) as caught:
        other.deliver(b)

    assert caught.value.code == "FORK"
    assert len(b.store.kept("fork-proof")) == 2


def test_a_resume_taken_twice_abandons_nothing_that_was_said_since():
    """The operator repeats the command: an honest side must not fork its own log by it."""
    a, b, _ = established()
    signed = agreed_resume(a, b, a.node.own.size)
    first = resume(a.node, signed, None, a.roots[:2])
    a.say()
    meet(a, b)
    size = a.node.own.size

    again = resume(a.node, signed, None, a.roots[:2])

    assert (again.id, again.seq) == (first.id, first.seq)
    assert a.node.own.size == size
    a.say()
    meet(a, b)
    assert same(a, b)


class Dies(MemoryWitness):
    """The process ends where it would note a lower size."""

    def lower_to(self, size):
        raise KeyboardInterrupt


def test_a_crash_while_the_log_goes_on_bars_no_entry_for_ever():
    """A note too high, and no way to lower it, would refuse every later entry of that side."""
    a, b, _ = established()
    backup = a.store.snapshot()
    for text in range(4):
        a.say(str(text))
    known = a.witness.size
    a.store.restore(backup)
    a.open()
    signed = agreed_resume(a, b, a.node.own.size)
    a.witness = Dies()
    a.witness.size = known
    a.open()

    with pytest.raises(KeyboardInterrupt):
        resume(a.node, signed, None, a.roots[:2])

    assert a.open().own.incarnation == 0
    a.witness = MemoryWitness()
    a.witness.size = known
    a.open()
    resume(a.node, signed, None, a.roots[:2])
    a.say()
    meet(a, b)
    assert same(a, b)


@pytest.mark.parametrize("seen", [True, False])
def test_a_replaced_log_key_stamps_no_head_made_after_its_replacement_was_seen(tmp_path, seen):
    """Receipts and time: MET would be in the hand of whoever stole the counterpart's old key."""
    a, b = two()
    meet(a, b)
    stolen = b.log
    rotate(b.node, b.keys.add(Ed25519Signer(b"n" * 32)).public, b.roots[:2])
    if seen:
        meet(b, a)
    a.say()
    size = a.node.own.size
    note = cosign(a.node.signed_head(size), stolen, name=b.root.origin, time=1)

    with a.node.writing():
        said = a.node.append_of_the_record("exhibit", {"note": note.decode()})
        a.node.put_head()

    # Before it was seen nobody can tell a thief's cosignature from an honest one.
    assert a.node.picture.view().stamped(0, size - 1) == (None if seen else 1)
    assert said.judgement.verdict.value == ("REFUSED" if seen else "OK")
    meet(a, b)
    assert same(a, b)
    assert judged_offline(tmp_path, a, b)[2] == []
