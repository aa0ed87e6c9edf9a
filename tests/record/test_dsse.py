"""The envelope: the DSSE specification's vector, and respellings of a signed envelope (record format, section 3)."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.record.dsse import MAX_SIGNATURES, Envelope, decode, pae, seal
from jig.record.errors import Malformed
from jig.record.suites import Ed25519Signer, P256Signer

CAP = 65536
TYPE = "application/vnd.jig.entry+json"
A, B, C = Ed25519Signer(bytes(range(32))), Ed25519Signer(bytes(range(1, 33))), P256Signer(bytes(range(2, 34)))


def code_of(data: bytes, cap: int = CAP) -> str:
    with pytest.raises(Malformed) as caught:
        decode(data, cap=cap)
    return caught.value.code


def test_pae_is_that_of_the_published_vector():
    # secure-systems-lab/dsse, protocol.md, test vectors.
    signed = pae("http://example.com/HelloWorld", b"hello world")

    assert signed == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"


@given(st.text(max_size=8), st.binary(max_size=12), st.text(max_size=8), st.binary(max_size=12))
def test_pae_keeps_type_and_payload_apart(kind, payload, other_kind, other_payload):
    one, two = pae(kind, payload), pae(other_kind, other_payload)

    assert (one == two) == ((kind, payload) == (other_kind, other_payload))


@given(st.binary(max_size=300), st.lists(st.sampled_from([A, B, C]), min_size=1, max_size=3, unique_by=id))
def test_a_sealed_envelope_reads_back_and_every_signature_verifies(payload, signers):
    sealed = seal(TYPE, payload, *signers)

    read = decode(sealed.encode(), cap=CAP)

    assert read == sealed and read.encode() == sealed.encode()
    for signer, (keyid, signature) in zip(signers, read.signatures, strict=True):
        assert keyid == signer.public.fingerprint
        assert signer.public.verify(signature, read.signed_bytes())


def test_the_spelling_is_that_of_an_independent_writer():
    sealed = seal(TYPE, b'{"v":1}', A, B)
    signatures = [{"keyid": keyid, "sig": base64.b64encode(sig).decode()} for keyid, sig in sealed.signatures]
    document = {"signatures": signatures, "payloadType": TYPE, "payload": base64.b64encode(b'{"v":1}').decode()}

    expected = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()

    assert sealed.encode() == expected


@given(st.data(), st.sampled_from([(A,), (A, B)]))
def test_no_changed_byte_reads_as_the_same_envelope(data, signers):
    sealed = seal(TYPE, b"pay", *signers)
    encoded = sealed.encode()
    at = data.draw(st.integers(0, len(encoded) - 1))
    changed = encoded[:at] + bytes([data.draw(st.integers(0, 255))]) + encoded[at + 1 :]

    try:
        read = decode(changed, cap=CAP)
    except Malformed:
        return

    assert (read == sealed) == (changed == encoded)


@pytest.mark.parametrize(
    ("respell", "code"),
    [
        (lambda d: d + b"\n", "JSON-NOT-CANONICAL"),
        (lambda d: d.replace(b'":"', b'": "', 1), "JSON-NOT-CANONICAL"),
        (lambda d: d.replace(b"payloadType", b"payloadTyp\\u0065"), "JSON-NOT-CANONICAL"),
        (lambda d: d.replace(b'"payload":"aGk="', b'"payload":"aGl="'), "B64-SPELLING"),
        (lambda d: d.replace(b'"payload":"aGk="', b'"payload":"aGk"'), "B64-SPELLING"),
        (lambda d: d.replace(b'"payload":"aGk="', b'"payload":"aGk=="'), "B64-SPELLING"),
        (lambda d: d.replace(b'"payload":"aGk="', b'"payload":"aG_="'), "DSSE-FORM"),
        (lambda d: d.replace(b'"sig":"', b'"sig":"\\n'), "DSSE-FORM"),
        (lambda d: d[:-1] + b',"x":1}', "DSSE-FORM"),
        (lambda d: d.replace(b'"signatures"', b'"signed"'), "DSSE-FORM"),
        (lambda d: d.replace(b"}]}", b"},]}"), "DSSE-FORM"),
        (lambda d: d[: d.index(b"[")] + b"[]}", "DSSE-FORM"),
        (lambda d: d[: d.index(b"[") + 1] + d[d.index(b"[") + 1 : -2].upper() + b"]}", "DSSE-FORM"),
        (lambda d: b"not json", "JSON-SYNTAX"),
        (lambda d: b"[" * 1000, "JSON-DEPTH"),
    ],
)
def test_respells_a_signed_envelope(respell, code):
    encoded = seal(TYPE, b"hi", A).encode()

    respelled = respell(encoded)

    assert respelled != encoded
    assert code_of(respelled) == code


def test_counts_one_key_twice():
    once = seal(TYPE, b"hi", A)
    twice = Envelope(TYPE, b"hi", once.signatures * 2)
    line = once.encode()[once.encode().index(b"[") + 1 : -2]

    with pytest.raises(Malformed, match="DSSE-DUPLICATE-KEYID"):
        twice.encode()

    assert code_of(once.encode()[:-2] + b"," + line + b"]}") == "DSSE-DUPLICATE-KEYID"
    with pytest.raises(Malformed, match="DSSE-DUPLICATE-KEYID"):
        seal(TYPE, b"hi", A, A)


def test_bounds_signatures_and_size():
    signers = [Ed25519Signer(bytes([n]) * 32) for n in range(1, MAX_SIGNATURES + 2)]
    most = seal(TYPE, b"", *signers[:-1]).encode()
    extra = seal(TYPE, b"", signers[-1]).encode()

    one_more = most[:-2] + b"," + extra[extra.index(b"[") + 1 :]

    assert len(decode(most, cap=len(most)).signatures) == MAX_SIGNATURES
    assert code_of(one_more) == "DSSE-SIGNATURES"
    assert code_of(most, cap=len(most) - 1) == "DSSE-TOO-LARGE"
    with pytest.raises(Malformed, match="DSSE-SIGNATURES"):
        seal(TYPE, b"")


@pytest.mark.parametrize("kind", ["", 'a"b', "a\\b", "a\n", "\u0430", "x" * 129])
def test_refuses_types_with_more_than_one_spelling(kind):
    with pytest.raises(Malformed, match="DSSE-TYPE"):
        seal(kind, b"", A)


def test_refuses_to_write_a_keyid_that_is_no_fingerprint():
    envelope = Envelope(TYPE, b"", ((A.public.fingerprint.upper(), b"s"),))

    with pytest.raises(Malformed, match="DSSE-KEYID"):
        envelope.encode()
