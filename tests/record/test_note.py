"""Signed notes, heads and cosignatures: printed vectors, then the strictness of this record (record format, section 6).

The constants below are published keys, texts and signatures, verbatim; each names where it stands.
"""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.record.canonical import MAX_INTEGER
from jig.record.errors import Malformed
from jig.record.note import (
    TYPE_COSIGNATURE,
    TYPE_ED25519,
    Checkpoint,
    SignatureLine,
    SignedNote,
    cosign,
    cosignature_time,
    cosigned_bytes,
    key_hash,
    line_time,
    open_checkpoint,
    open_note,
    open_signed_note,
    sign_head,
    verify_head,
)
from jig.record.suites import Ed25519Signer, P256Signer, PublicKey

# golang.org/x/mod, sumdb/note: package documentation and note_test.go.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_PRIVATE = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
).encode()
# C2SP signed-note.md (later revisions), section Example.
C2SP_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
C2SP_NOTE = (
    "This is an example message.\n\n"
    "\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH"
    "3mFXmRKuwHjG1Yu72IneyaQM=\n"
).encode()
# C2SP tlog-cosignature.md (its first signature also in tlog-checkpoint.md); no keys are printed there.
PRINTED = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "\u2014 example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "\u2014 witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
).encode()
PRINTED_TIME = 1679315147
# A checkpoint of a public staging log with four witnesses, as the log served it; the log's key is in the log's public
# list, the witness's at remora.n621.de and in transparency-dev/formats, note/note_cosigv1_test.go.
PUBLIC_LOG_KEY = "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
PUBLIC_WITNESS_KEY = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
PUBLIC_NOTE = (
    "arche2025h1.staging.ct.transparency.dev\n1432088532\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n\n"
    "\u2014 arche2025h1.staging.ct.transparency.dev "
    "zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4k"
    "JXFbon5Ch9MNL5zRNZ55lvGt0=\n"
    "\u2014 arche2025h1.staging.ct.transparency.dev "
    "ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=\n"
    "\u2014 transparency.dev/DEV:witness-little-garden "
    "2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==\n"
    "\u2014 witness1.smartit.nu/witness1 "
    "pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==\n"
    "\u2014 remora.n621.de "
    "2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==\n"
    "\u2014 witness.stagemole.eu "
    "Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==\n"
).encode()
PUBLIC_TIME = 0x6A122120

ORIGIN_A, ORIGIN_B = "exercise/AAA/0123456789abcdef", "exercise/BBB/fedcba9876543210"
A, B = Ed25519Signer(bytes(range(32))), Ed25519Signer(bytes(range(1, 33)))
HEAD = Checkpoint(ORIGIN_A, 12, hashlib.sha256(b"root").digest())


def printed_key(text: str) -> tuple[str, bytes, int, PublicKey]:
    """A C2SP verifier key: name, key hash, signature type, key."""
    name, hashed, material = text.split("+", 2)
    value = base64.b64decode(material)
    return name, bytes.fromhex(hashed), value[0], PublicKey("ed25519", value[1:])


def line_of(note: SignedNote, name: str, hashed: bytes) -> SignatureLine:
    (line,) = [line for line in note.lines if (line.name, line.key_hash) == (name, hashed)]
    return line


@pytest.mark.parametrize(("note", "key"), [(GO_NOTE, GO_KEY), (C2SP_NOTE, C2SP_KEY), (PUBLIC_NOTE, PUBLIC_LOG_KEY)])
def test_verifies_printed_notes_with_their_printed_keys(note, key):
    name, hashed, kind, public = printed_key(key)

    opened = open_signed_note(note)

    assert hashed == key_hash(name, TYPE_ED25519, public.public) and kind == TYPE_ED25519
    assert public.verify(line_of(opened, name, hashed).blob, opened.text)
    assert not public.verify(line_of(opened, name, hashed).blob, opened.text + b"\n")
    assert opened.encode() == note


def test_signs_the_note_of_the_go_documentation_byte_for_byte():
    name, hashed, _, public = printed_key(GO_KEY)
    signer = Ed25519Signer(base64.b64decode(GO_PRIVATE)[1:])
    text = open_signed_note(GO_NOTE).text

    signed = SignedNote(text, (SignatureLine(name, hashed, signer.sign(text)),)).encode()

    assert signer.public == public
    assert signed == GO_NOTE


def test_reads_the_printed_cosigned_checkpoint_and_its_time():
    note = open_note(PRINTED)

    owner, witness = note.lines

    assert note.checkpoint.origin == owner.name == "example.com/behind-the-sofa"
    assert note.checkpoint.size == 20852163
    assert note.checkpoint.root.hex() == "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62"
    assert note.checkpoint.text() == note.text and note.encode() == PRINTED
    assert (owner.key_hash.hex(), len(owner.blob)) == ("033de0ae", 64)
    assert (witness.name, witness.key_hash.hex(), len(witness.blob)) == ("witness.example.com/w1", "8d66cf3f", 72)
    assert int.from_bytes(witness.blob[:8], "big") == PRINTED_TIME


def test_the_cosigned_message_is_the_printed_one():
    message = cosigned_bytes(open_note(PRINTED).text, PRINTED_TIME)

    assert message == (
        b"cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n"
        b"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    )


def test_verifies_a_public_witness_cosignature_and_no_other_text_or_name():
    name, hashed, kind, public = printed_key(PUBLIC_WITNESS_KEY)
    note = open_signed_note(PUBLIC_NOTE)
    line = line_of(note, name, hashed)

    time = line_time(note.text, line, public, name=name)

    assert kind == TYPE_COSIGNATURE and hashed == key_hash(name, TYPE_COSIGNATURE, public.public)
    assert time == PUBLIC_TIME
    assert line_time(note.text.replace(b"1432088532", b"1432088533"), line, public, name=name) is None
    assert line_time(note.text, line, public, name="other.example") is None
    assert line_time(note.text, line, A.public, name=name) is None
    assert open_checkpoint(note.text).size == 1432088532


@given(st.integers(0, MAX_INTEGER), st.binary(min_size=32, max_size=32), st.integers(0, MAX_INTEGER))
def test_a_head_signed_and_cosigned_reads_back_and_verifies(size, root, time):
    head = Checkpoint(ORIGIN_A, size, root)

    signed = sign_head(head, A)
    cosigned = cosign(signed, B, name=ORIGIN_B, time=time)

    assert open_note(signed).checkpoint == open_note(cosigned).checkpoint == head
    assert verify_head(open_note(signed), A.public, origin=ORIGIN_A)
    assert verify_head(open_note(cosigned), A.public, origin=ORIGIN_A)
    assert cosignature_time(open_note(signed), B.public, name=ORIGIN_B) is None
    assert cosignature_time(open_note(cosigned), B.public, name=ORIGIN_B) == time
    assert cosigned.startswith(signed)


def test_a_second_cosignature_takes_the_place_of_the_first():
    once = cosign(sign_head(HEAD, A), B, name=ORIGIN_B, time=100)

    again = cosign(once, B, name=ORIGIN_B, time=200)

    assert len(open_note(again).lines) == 2
    assert cosignature_time(open_note(again), B.public, name=ORIGIN_B) == 200


def test_passes_off_anothers_head():
    note = open_note(sign_head(HEAD, A))
    impostor = open_note(sign_head(HEAD, B))

    verdicts = [
        verify_head(impostor, A.public, origin=ORIGIN_A),
        verify_head(note, B.public, origin=ORIGIN_A),
        verify_head(note, A.public, origin=ORIGIN_B),
    ]

    assert verdicts == [False, False, False]
    assert verify_head(note, A.public, origin=ORIGIN_A)


def test_passes_off_a_cosignature_as_a_head_signature_and_the_reverse():
    text = HEAD.text()
    hashed = key_hash(ORIGIN_A, TYPE_ED25519, A.public.public)
    stamped = SignedNote(text, (SignatureLine(ORIGIN_A, hashed, A.sign(cosigned_bytes(text, 5))),))
    plain = (5).to_bytes(8, "big") + B.sign(text)
    unstamped = SignatureLine(ORIGIN_B, key_hash(ORIGIN_B, TYPE_COSIGNATURE, B.public.public), plain)

    as_head = verify_head(open_note(stamped.encode()), A.public, origin=ORIGIN_A)
    as_stamp = line_time(text, unstamped, B.public, name=ORIGIN_B)

    assert as_head is False
    assert as_stamp is None


def test_postdates_a_cosignature():
    note = open_note(cosign(sign_head(HEAD, A), B, name=ORIGIN_B, time=100))
    line = note.lines[1]
    moved = SignatureLine(line.name, line.key_hash, (50).to_bytes(8, "big") + line.blob[8:])

    time = line_time(note.text, moved, B.public, name=ORIGIN_B)

    assert time is None


def test_a_time_that_no_entry_can_state_is_no_time():
    text, late = HEAD.text(), MAX_INTEGER + 1
    blob = late.to_bytes(8, "big") + B.sign(cosigned_bytes(text, late))
    line = SignatureLine(ORIGIN_B, key_hash(ORIGIN_B, TYPE_COSIGNATURE, B.public.public), blob)

    time = line_time(text, line, B.public, name=ORIGIN_B)

    assert time is None
    for wrong in (late, -1):
        with pytest.raises(Malformed, match="NOTE-TIME"):
            cosign(sign_head(HEAD, A), B, name=ORIGIN_B, time=wrong)


@given(st.data())
def test_no_changed_byte_reads_as_the_same_verified_head(data):
    signed = cosign(sign_head(HEAD, A), B, name=ORIGIN_B, time=100)
    at = data.draw(st.integers(0, len(signed) - 1))
    changed = signed[:at] + bytes([data.draw(st.integers(0, 255))]) + signed[at + 1 :]

    try:
        note = open_note(changed)
    except Malformed:
        return

    both = verify_head(note, A.public, origin=ORIGIN_A) and cosignature_time(note, B.public, name=ORIGIN_B) == 100
    assert both == (changed == signed)


ROOT = base64.b64encode(HEAD.root)


@pytest.mark.parametrize(
    ("respell", "code"),
    [
        (lambda n: n.replace(b"\n12\n", b"\n012\n"), "NOTE-SIZE"),
        (lambda n: n.replace(b"\n12\n", b"\n+12\n"), "NOTE-SIZE"),
        (lambda n: n.replace(b"\n12\n", b"\n-1\n"), "NOTE-SIZE"),
        (lambda n: n.replace(b"\n12\n", b"\n 12\n"), "NOTE-SIZE"),
        (lambda n: n.replace(b"\n12\n", "\n\u0661\u0662\n".encode()), "NOTE-SIZE"),
        (lambda n: n.replace(b"\n12\n", b"\n9007199254740992\n"), "NOTE-SIZE"),
        (lambda n: n.replace(b"\n12\n", b"\n" + b"9" * 9000 + b"\n"), "NOTE-SIZE"),
        (lambda n: n.replace(ROOT, ROOT[:-2] + b"J="), "NOTE-ROOT"),
        (lambda n: n.replace(ROOT, ROOT[:-1]), "NOTE-ROOT"),
        (lambda n: n.replace(ROOT, base64.b64encode(bytes(31))), "NOTE-ROOT"),
        (lambda n: n.replace(ROOT, ROOT + b"\nextension"), "NOTE-EXTENSION"),
        (lambda n: n.replace(ROOT, ROOT + b"\n"), "NOTE-EXTENSION"),
        (lambda n: n.replace(b"\n12\n", b"\n"), "NOTE-FORM"),
        (lambda n: n.replace(b"\n\n", b"\n"), "NOTE-FORM"),
        (lambda n: n[:-1], "NOTE-FORM"),
        (lambda n: n + b"\n", "NOTE-FORM"),
        (lambda n: n[: n.index(b"\n\n") + 2], "NOTE-FORM"),
        (lambda n: n.replace(b"\n", b"\r\n"), "NOTE-CONTROL"),
        (lambda n: n.replace(b"AAA", b"A\x00A"), "NOTE-CONTROL"),
        (lambda n: n.replace(b"AAA", b"A\xffA"), "NOTE-UTF8"),
        (lambda n: n.replace(b"\xe2\x80\x94", b"-"), "NOTE-SIGNATURE-LINE"),
        (lambda n: n.replace(b"\xe2\x80\x94", b"\xe2\x80\x93"), "NOTE-SIGNATURE-LINE"),
        (lambda n: n.replace(b"\xe2\x80\x94 ", b"\xe2\x80\x94  "), "NOTE-SIGNATURE-LINE"),
        (lambda n: n[:-1] + b" \n", "NOTE-SIGNATURE-LINE"),
        (lambda n: n[:-2] + b"\n", "NOTE-SIGNATURE-LINE"),
        (lambda n: n + b"\xe2\x80\x94 name AAAA\n", "NOTE-SIGNATURE-LINE"),
        (lambda n: n + b"\xe2\x80\x94 na+me AAAAAAA=\n", "NOTE-NAME"),
        (lambda n: n + "\u2014 n\u00a0ame AAAAAAA=\n".encode(), "NOTE-NAME"),
        (lambda n: n + "\u2014 n\u0430me AAAAAAA=\n".encode(), "NOTE-NAME"),
        (lambda n: n + b"\xe2\x80\x94 name AAAAAAA=\n" * 2, "NOTE-SIGNATURES"),
        (lambda n: n.replace(b"AAA", "\u0410\u0410\u0410".encode()), "NOTE-NAME"),
        (lambda n: n.replace(b"AAA", b"BBB", 1), "NOTE-OWNER"),
        (lambda n: n + b"\xe2\x80\x94 name " + b"A" * 16384 + b"\n", "NOTE-TOO-LARGE"),
    ],
)
def test_respells_a_signed_head(respell, code):
    signed = sign_head(HEAD, A)
    respelled = respell(signed)

    with pytest.raises(Malformed) as caught:
        open_note(respelled)

    assert respelled != signed
    assert caught.value.code == code


def test_writes_no_head_that_it_would_refuse_to_read():
    wrong = [
        (Checkpoint("a b", 1, bytes(32)), "NOTE-ORIGIN"),
        (Checkpoint("a\nb", 1, bytes(32)), "NOTE-ORIGIN"),
        (Checkpoint("", 1, bytes(32)), "NOTE-ORIGIN"),
        (Checkpoint("a", -1, bytes(32)), "NOTE-SIZE"),
        (Checkpoint("a", MAX_INTEGER + 1, bytes(32)), "NOTE-SIZE"),
        (Checkpoint("a", 1, bytes(31)), "NOTE-ROOT"),
    ]

    for head, code in wrong:
        with pytest.raises(Malformed) as caught:
            sign_head(head, A)
        assert caught.value.code == code
    with pytest.raises(Malformed, match="NOTE-NAME"):
        cosign(sign_head(HEAD, A), B, name="a b", time=1)


def test_heads_are_of_the_suite_that_has_signature_types():
    card = P256Signer(bytes(range(2, 34)))

    with pytest.raises(Malformed, match="NOTE-SUITE"):
        sign_head(HEAD, card)
    with pytest.raises(Malformed, match="NOTE-SUITE"):
        cosign(sign_head(HEAD, A), card, name=ORIGIN_B, time=1)

    assert not verify_head(open_note(sign_head(HEAD, A)), card.public, origin=ORIGIN_A)
