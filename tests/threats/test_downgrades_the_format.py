"""Threat: a participant names an older, newer or weaker format than the one in force (record.md, Envelope)."""

import base64
import json
from dataclasses import replace

import pytest

from jig.centre.receive import receive
from jig.record.admit import Convicted
from jig.record.canonical import canonical
from jig.record.errors import Malformed
from jig.record.keyset import sign_keyset
from jig.record.suites import P256Signer
from two_nodes import Hostile, established, kept_state


@pytest.fixture
def pair():
    a, b, _ = established()
    return b, Hostile.of(a)


def payload_of(liar, **fields):
    """The payload of a good entry, with members given otherwise; None takes one out."""
    sealed = liar.say()
    liar.entries.pop()
    payload = json.loads(base64.b64decode(json.loads(sealed.envelope)["payload"])) | fields
    return canonical({name: value for name, value in payload.items() if value is not None}), sealed.body


@pytest.mark.parametrize("version", [0, 2, -1, "1", True, [1], None])
def test_an_entry_of_another_version_is_refused_not_guessed_at(pair, version):
    b, liar = pair
    before = kept_state(b)
    payload, body = payload_of(liar, v=version)
    liar.put(payload, body)

    with pytest.raises(Convicted) as caught:
        liar.deliver(b)

    assert caught.value.code in ("ENTRY-VERSION", "ENTRY-FIELDS")
    assert kept_state(b) == before
    assert [kept.code for kept in b.store.kept("convicting")] == [caught.value.code]


@pytest.mark.parametrize("version", [0, 2, True])
def test_a_bundle_of_another_version_is_refused_and_kept(pair, version):
    b, liar = pair
    liar.say()
    before = kept_state(b)
    data = with_header(liar, v=version)

    with pytest.raises(Malformed) as caught:
        receive(b.node, data)

    assert caught.value.code == "BUNDLE-VERSION"
    assert kept_state(b) == before
    assert [kept.data for kept in b.store.kept("unreadable")] == [data]


def with_header(liar, **fields):
    import hashlib
    import struct

    data = liar.bundle(0).encode()
    size = struct.unpack(">I", data[12:16])[0]
    header = canonical(json.loads(data[16 : 16 + size]) | fields)
    whole = data[:12] + struct.pack(">I", len(header)) + header + data[16 + size : -37]
    return whole + b"Z" + struct.pack(">I", 32) + hashlib.sha256(whole).digest()


def test_a_message_does_not_choose_its_algorithm(pair):
    """The suite is read from the key record: a member that names one is no entry."""
    b, liar = pair
    payload, body = payload_of(liar, alg="none")
    liar.put(payload, body)

    with pytest.raises(Convicted) as caught:
        liar.deliver(b)

    assert caught.value.code == "ENTRY-FIELDS"


@pytest.mark.parametrize("signature", [b"", b"\x00" * 64, b"\x00" * 63])
def test_no_signature_is_not_a_signature(pair, signature):
    b, liar = pair
    before = kept_state(b)
    liar.say()
    sealed = liar.entries[-1]
    envelope = json.loads(sealed.envelope)
    envelope["signatures"][0]["sig"] = base64.b64encode(signature).decode()
    liar.entries[-1] = sealed._replace(envelope=canonical(envelope))

    with pytest.raises((Malformed, Convicted)):
        liar.deliver(b)

    assert kept_state(b) == before


def test_an_entry_signed_as_something_else_is_no_entry(pair):
    """A resume statement or key set of the same bytes never passes for an entry: the type is signed with it."""
    b, liar = pair
    payload, body = payload_of(liar)
    liar.put(payload, body, payload_type="application/vnd.jig.resume+json")

    with pytest.raises(Convicted) as caught:
        liar.deliver(b)

    assert caught.value.code == "PAYLOAD-TYPE"


def test_a_key_set_that_goes_back_to_an_older_one_is_refused(pair):
    """Version and predecessor chain the key sets: an old one cannot be put in force again."""
    b, liar = pair
    current = b.node.mirror.keysets[-1][2]
    me = liar.me
    before = kept_state(b)

    for version, prev in ((0, None), (2, current.digest), (1, None), (1, "0" * 64)):
        branch = liar.branch(liar.size)
        forged = sign_keyset(replace(current, version=version, prev=prev), *me.roots[:2])
        branch.say("keyset", {"keyset": base64.b64encode(forged).decode()})
        with pytest.raises(Convicted) as caught:
            branch.deliver(b)
        assert caught.value.code == "KEYSET-CHAIN"
        with b.store.transaction():
            b.store.set_fact("stopped", None)

    assert kept_state(b) == before


def test_a_log_key_of_a_suite_that_heads_do_not_have_brings_the_log_to_a_stop_not_the_reader(pair):
    """Heads have Ed25519 types only; a log key of another suite could sign none."""
    b, liar = pair
    current = b.node.mirror.keysets[-1][2]
    weaker = P256Signer.generate()
    named = replace(current, version=1, prev=current.digest, log_key=weaker.public)
    before = kept_state(b)
    liar.say("keyset", {"keyset": base64.b64encode(sign_keyset(named, *liar.me.roots[:2])).decode()})

    with pytest.raises((Malformed, Convicted)):
        liar.deliver(b)

    assert kept_state(b) == before
