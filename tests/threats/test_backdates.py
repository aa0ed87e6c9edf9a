"""Threat: a participant states an early time for what it says late (record.md, Receipts and time)."""

from threats.stamps import DUE, EARLY, LATE, met
from two_nodes import DAY, Hostile, established, same


def test_who_backdates_gains_unproven_and_never_met():
    a, b, _ = established()
    liar = Hostile.of(a)
    said = liar.say(claimed_at=EARLY)

    b.clock.set(LATE)
    liar.deliver(b)

    assert met(b, said) is None


def test_who_backdates_never_makes_the_others_duty_missed():
    a, b, _ = established()
    b.clock.set(EARLY)
    duty = b.say()
    liar = Hostile.of(a)

    liar.receipt(b, EARLY - 10 * 365 * DAY)
    liar.deliver(b)

    # A stamp that is too early can only help whom it stamps.
    assert met(b, duty) is True
    assert met(b, duty, due=EARLY - 20 * 365 * DAY) is False


def test_who_says_the_truth_about_its_lateness_is_late():
    a, b, _ = established()
    liar = Hostile.of(a)
    said = liar.say(claimed_at=LATE)

    b.clock.set(LATE)
    liar.deliver(b)

    assert met(b, said) is False


def test_its_own_cosignature_proves_nothing_for_its_author():
    """An exhibit is the counterpart's cosignature; one's own on one's own head is refused."""
    from jig.record.note import cosign

    a, b, _ = established()
    liar = Hostile.of(a)
    said = liar.say(claimed_at=EARLY)
    own = cosign(liar.head(), liar.log, name=a.root.origin, time=EARLY)
    posing = cosign(liar.head(), liar.log, name=b.root.origin, time=EARLY)

    for note in (own, posing):
        liar.say("exhibit", {"note": note.decode()})
    b.clock.set(LATE)
    received = liar.deliver(b)

    assert [judgement.verdict.value for _, judgement in received.new] == ["OK", "REFUSED", "REFUSED"]
    assert met(b, said, DUE) is None


def test_times_that_fall_from_entry_to_entry_are_kept_and_shown():
    a, b, _ = established()
    liar = Hostile.of(a)
    for time in (LATE, EARLY, -(2**53) + 1, 2**53 - 1):
        liar.say(claimed_at=time)

    received = liar.deliver(b)

    assert [examined.entry.claimed_at for examined, _ in received.new] == [LATE, EARLY, -(2**53) + 1, 2**53 - 1]
    b.open()
    assert not same(a, b)
