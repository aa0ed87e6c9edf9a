"""Threat: a participant leaves something out of what it delivers (record.md, Bundle)."""

from dataclasses import replace

import pytest

from jig.centre.receive import receive
from jig.record.admit import Convicted, NotConnected
from jig.record.errors import Malformed
from two_nodes import Hostile, established, kept_state


def given():
    a, b, _made = established()
    liar = Hostile.of(a)
    b.say()
    liar.see(b)
    for _ in range(4):
        liar.say()
    return b, liar, liar.size - 4


def refused(b, data, code=None):
    before = kept_state(b)
    with pytest.raises((Malformed, NotConnected)) as caught:
        receive(b.node, data)
    assert kept_state(b) == before
    assert code in (None, getattr(caught.value, "code", ""))
    return caught.value


@pytest.mark.parametrize("missing", [0, 1, 2, 3])
def test_a_missing_entry_is_refused_whole(missing):
    b, liar, start = given()
    whole = liar.bundle(start)
    entries = list(whole.entries)
    del entries[missing]

    refused(b, replace(whole, entries=tuple(entries)).encode(), "BUNDLE-COUNT")
    shorter = replace(whole, entries=tuple(entries), end=whole.end - 1)

    with pytest.raises(Malformed):
        receive(b.node, shorter.encode())
    assert b.store.fact("stopped") is None


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_log_whose_own_signed_head_leaves_out_an_entry_convicts_its_author(missing):
    """Each entry names the one before: the author cannot close the gap either."""
    b, liar, start = given()
    before = kept_state(b)
    del liar.entries[start + missing]

    with pytest.raises(Convicted) as caught:
        liar.deliver(b)

    assert caught.value.code == "ENTRY-SEQ"
    assert kept_state(b) == before


def test_a_missing_tail_cannot_be_detected_and_costs_nothing():
    b, liar, start = given()

    receive(b.node, liar.bundle(start, liar.size - 2).encode())
    later = liar.deliver(b, liar.size - 2)

    assert len(later.new) == 2


def test_a_gap_before_the_bundle_is_named():
    b, liar, start = given()

    gap = refused(b, liar.bundle(start + 2).encode())

    assert (gap.have, gap.start) == (start, start + 2)


@pytest.mark.parametrize(
    ("left_out", "code"),
    [
        ({"seen_heads": ()}, "SEEN-WITHOUT-HEAD"),
        ({"head": None}, "BUNDLE-INCOMPLETE"),
        ({"base": None}, "BUNDLE-INCOMPLETE"),
        ({"proof": ()}, "BUNDLE-PROOF"),
    ],
)
def test_what_proves_the_entries_is_not_left_out(left_out, code):
    b, liar, start = given()

    refused(b, replace(liar.bundle(start), **left_out).encode(), code)


def test_a_bundle_cut_short_anywhere_is_refused_and_convicts_nobody():
    b, liar, start = given()
    data = liar.bundle(start).encode()

    for at in range(0, len(data), 97):
        refused(b, data[:at])

    assert b.store.fact("stopped") is None
    assert len(liar.deliver(b, start).new) == 4


@pytest.mark.parametrize("kind", ["note", "keyset"])
def test_a_body_left_out_is_asked_for_again_and_nothing_of_the_delivery_enters(kind):
    """Whoever carries the file can leave a body out: its author is not convicted, and no picture lacks what another
    has."""
    b, liar, _ = given()
    if kind == "keyset":
        liar.say("keyset", {"keyset": ""})
    liar.entries[-1] = liar.entries[-1]._replace(body=None)
    before = kept_state(b)

    with pytest.raises(Malformed) as caught:
        liar.deliver(b)

    assert caught.value.code == "BUNDLE-BODY-WITHHELD"
    assert kept_state(b) == before
    assert b.store.fact("stopped") is None
