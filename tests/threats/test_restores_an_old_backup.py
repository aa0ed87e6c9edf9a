"""Misfortune and threat: a participant's store is restored from an old backup (record.md, Resume; property 17)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jig.centre.exchange import exchange
from jig.centre.node import OwnLogOlder
from jig.centre.ports import LinkDown
from jig.centre.receive import receive
from jig.centre.recover import OwnHeadDiffers
from jig.centre.resume import ResumeRefused, consent_to_resume, propose_resume, resume
from jig.decisions.state import stands
from jig.record.admit import Convicted
from jig.record.resume import read_statement
from threats.verdicts import judged_offline
from two_nodes import Direct, Hostile, established, kept_state, meet, same


def restored(after=3):
    """A side whose store is as it was before it said more, all of which the counterpart holds."""
    a, b, made = established()
    backup = a.store.snapshot()
    for text in range(after):
        a.say(str(text))
        b.say(str(text))
        meet(a, b)
    digest = b.node.picture.digest()
    a.store.restore(backup)
    a.open()
    return a, b, made, digest


def test_a_restored_node_appends_nothing_before_it_has_asked():
    a, _, _, _ = restored()
    before = kept_state(a)

    with pytest.raises(OwnLogOlder):
        a.say()

    assert kept_state(a) == before


def test_a_restored_node_that_is_called_before_it_asks_takes_nothing():
    a, b, _, _ = restored()
    b.say()
    before = kept_state(a)

    with pytest.raises(LinkDown) as caught:
        meet(b, a)

    assert caught.value.params["codes"] in ("OWN-LOG-OLDER", "SEEN-BEYOND")
    assert kept_state(a) == before


def test_a_restored_node_recovers_from_the_counterparts_mirror_and_no_fork_comes_of_it(tmp_path):
    a, b, made, digest = restored()

    done = meet(a, b)

    assert done.recovered > 3
    assert same(a, b)
    assert b.node.picture.digest() == digest
    assert stands(a.node.picture.view(), made)
    a.say()
    meet(a, b)
    ok, _, errors = judged_offline(tmp_path, a, b)
    assert (ok, errors) == (True, [])


def test_a_store_restored_without_the_note_of_how_far_it_was_recovers_too_if_it_asks_first():
    a, b, _, digest = restored()
    a.witness.size = None

    meet(a, b)

    assert same(a, b)
    assert b.node.picture.digest() == digest


def test_recovered_cosignatures_are_held_again():
    a, b, _, _ = restored()
    before = b.store.cosignatures("mirror", 0, 1000)

    meet(a, b)

    recovered = {note for _, _, note in a.store.cosignatures("own", 0, 1000)}
    assert {note for _, _, note in before} <= recovered


@pytest.mark.parametrize("caller", [0, 1])
@given(lost=st.tuples(st.integers(0, 5), st.integers(0, 5)))
@settings(max_examples=20)
def test_both_restored_recover_from_each_other_whatever_each_lost(caller, lost):
    sides = established()[:2]
    snapshots = [[side.store.snapshot()] for side in sides]
    for turn in range(5):
        sides[turn % 2].say(str(turn))
        meet(sides[turn % 2], sides[1 - turn % 2])
        for side, kept in zip(sides, snapshots, strict=True):
            kept.append(side.store.snapshot())
    for side, kept, back in zip(sides, snapshots, lost, strict=True):
        side.store.restore(kept[len(kept) - 1 - back])
        side.open()

    for one in (caller, 1 - caller, caller):
        try:
            meet(sides[one], sides[1 - one])
        except (LinkDown, OwnLogOlder):
            # What both lost nobody holds any more: the owner appends nothing, and asks its root instead.
            assert min(lost) > 0 or one != caller or lost[1 - caller] > 0

    recovered = same(*sides)
    assert recovered or min(lost) > 0
    assert all(side.store.fact("stopped") is None for side in sides)


def lost_for_good():
    """A side restored from a backup, whose last entries never left it."""
    a, b, made = established()
    backup = a.store.snapshot()
    a.say("on its way")
    in_transit = _bundle(a)
    a.store.restore(backup)
    a.open()
    return a, b, made, in_transit


def _bundle(a):
    from jig.centre.bundles import own_bundle

    return own_bundle(a.node).encode()


def resumed(a, b, size=None):
    """Both agree where a's log goes on; gives what `resume` recorded."""
    log_key = a.node.own.keysets[-1][2].log_key
    asked = propose_resume(a.node, a.node.own.size if size is None else size, log_key, a.roots[:2])
    signed = Direct(b.node).consent_to_resume(asked.envelope.encode())
    return resume(a.node, read_statement(signed), None, a.roots[:2])


def test_an_honest_restore_with_a_bundle_in_transit_recovers_and_is_no_fork(tmp_path):
    a, b, made, in_transit = lost_for_good()
    resumed(a, b)

    late = receive(b.node, in_transit)
    meet(a, b)

    assert (late.new, late.abandoned) == ((), 1)
    assert same(a, b)
    assert stands(b.node.picture.view(), made)
    assert b.store.fact("stopped") is None
    assert len(b.store.kept("abandoned")) == 1
    ok, _, errors = judged_offline(tmp_path, a, b)
    assert (ok, errors) == (True, [])


def test_the_bundle_in_transit_may_also_arrive_after_the_log_went_on():
    a, b, _, in_transit = lost_for_good()
    resumed(a, b)
    meet(a, b)
    before = kept_state(b)

    late = receive(b.node, in_transit)

    assert (late.new, late.abandoned) == ((), 1)
    assert kept_state(b) == before
    assert b.store.kept("fork-proof") == []


def test_the_bundle_in_transit_that_arrived_first_is_abandoned_and_kept():
    a, b, _, in_transit = lost_for_good()
    receive(b.node, in_transit)
    taken = b.node.own.seen.size

    resumed_at = a.node.own.size
    with pytest.raises(LinkDown, match="LINK-HTTP-409"):
        resumed(a, b)

    # It was receipted: the counterpart has seen it, so the owner recovers it instead of resuming below it.
    assert taken > resumed_at
    meet(a, b)
    assert same(a, b)


def test_a_restore_below_what_the_counterpart_has_seen_is_refused():
    """The malicious "restore": a participant would like to unsay what the other has acted on."""
    a, b, made = established()
    before = kept_state(b)
    log_key = a.node.own.keysets[-1][2].log_key

    for size in range(1, b.node.own.seen.size):
        asked = propose_resume(a.node, size, log_key, a.roots[:2])
        with pytest.raises(ResumeRefused) as caught:
            consent_to_resume(b.node, asked)
        assert caught.value.code == "RESUME-BELOW-SEEN"

    assert kept_state(b) == before
    assert stands(b.node.picture.view(), made)


def test_whoever_goes_on_after_a_refused_restore_is_convicted():
    a, b, made = established()
    liar = Hostile.of(a).branch(2)
    liar.say(body={"lang": "en", "text": "it never agreed"})

    with pytest.raises(Convicted):
        liar.deliver(b)

    assert stands(b.node.picture.view(), made)
    assert len(b.store.kept("fork-proof")) == 2


def test_a_resume_that_the_counterpart_never_signed_is_refused():
    import base64

    a, b, _ = established()
    liar = Hostile.of(a)
    log_key = a.node.own.keysets[-1][2].log_key
    asked = propose_resume(a.node, liar.size, log_key, a.roots[:2])
    liar.say("resume", {"keyset": None, "statement": base64.b64encode(asked.envelope.encode()).decode()})
    before = kept_state(b)

    with pytest.raises(Convicted) as caught:
        liar.deliver(b)

    assert caught.value.code == "RESUME-NOT-CONSENTED"
    assert kept_state(b) == before


def test_a_resume_asked_for_twice_is_agreed_to_once(tmp_path):
    """The answer to the first request was lost."""
    a, b, _, _ = lost_for_good()
    log_key = a.node.own.keysets[-1][2].log_key
    asked = propose_resume(a.node, a.node.own.size, log_key, a.roots[:2])
    first, again = (Direct(b.node).consent_to_resume(asked.envelope.encode()) for _ in range(2))
    other = propose_resume(a.node, a.node.own.size, a.officers["snr"].public, a.roots[:2])

    assert first == again
    assert [e.kind for e in _entries(b)].count("resume-consent") == 1
    with pytest.raises(ResumeRefused) as caught:
        consent_to_resume(b.node, other)
    assert caught.value.code == "RESUME-OTHER-PENDING"
    resume(a.node, read_statement(again), None, a.roots[:2])
    meet(a, b)
    assert judged_offline(tmp_path, a, b)[::2] == (True, [])


def test_signatures_that_are_nobodys_do_not_enter_the_consenting_log(tmp_path):
    a, b, _, _ = lost_for_good()
    log_key = a.node.own.keysets[-1][2].log_key
    asked = propose_resume(a.node, a.node.own.size, log_key, a.roots[:2]).with_signature(a.officers["snr"])

    signed = Direct(b.node).consent_to_resume(asked.envelope.encode())
    resume(a.node, read_statement(signed), None, a.roots[:2])
    meet(a, b)

    assert same(a, b)
    assert judged_offline(tmp_path, a, b)[::2] == (True, [])


def test_a_restored_log_that_went_on_alone_is_told_apart_from_theft():
    """The owner appended without asking: its own node says so and sends nothing more."""
    a, b, _, _ = restored()
    a.witness.size = None
    for _ in range(9):
        a.say("went on alone")
    before = kept_state(a), kept_state(b)

    with pytest.raises(OwnHeadDiffers):
        exchange(a.node, Direct(b.node))

    assert (kept_state(a), kept_state(b)) == before


def test_a_restored_log_that_went_on_alone_and_is_shorter_is_noticed_too():
    a, b, _, _ = restored()
    a.witness.size = None
    a.say("went on alone")
    before = kept_state(a), kept_state(b)

    with pytest.raises(OwnHeadDiffers):
        exchange(a.node, Direct(b.node))

    assert (kept_state(a), kept_state(b)) == before
    assert a.store.fact("stopped") is None


def _entries(one):
    from two_nodes import entry_of

    return [entry_of(sealed) for sealed in one.store.entries("own", 0, one.node.own.size)]


def test_a_fork_after_a_resume_is_a_fork():
    """A resume excuses the branch that it abandoned, not whatever its owner does later."""
    a, b, _, _ = lost_for_good()
    resumed(a, b)
    liar = Hostile.of(a)
    other = liar.branch(liar.size)
    liar.say(body={"lang": "en", "text": "one story"})
    other.say(body={"lang": "en", "text": "another"})
    liar.deliver(b)

    with pytest.raises(Convicted) as caught:
        other.deliver(b)

    assert caught.value.code == "FORK"
