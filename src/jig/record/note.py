"""Signed notes, heads, cosignatures (record format, section 6; C2SP signed-note, tlog-checkpoint, tlog-cosignature)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from jig.record import b64
from jig.record.canonical import MAX_INTEGER
from jig.record.errors import Malformed, shown
from jig.record.suites import ED25519, PublicKey, Signer

CAP = 16384
MAX_LINES = 2
# C2SP signed-note, signature types.
TYPE_ED25519 = 0x01
TYPE_COSIGNATURE = 0x04

_DASH = b"\xe2\x80\x94 "
_CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f]")
# ASCII only: a name that merely looks like another would be a participant that merely looks like another.
_NAME = re.compile(r"[!-*,-~]{1,255}")
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")
_SIGNATURE_LENGTH = 64
_TIME_LENGTH = 8


class SignatureLine(NamedTuple):
    """One signature of a note: the key's name, its 4-byte hash, and the bytes that its type gives meaning to."""

    name: str
    key_hash: bytes
    blob: bytes

    def encode(self) -> bytes:
        """The line with dash and line feed."""
        return _DASH + f"{self.name} {b64.encode(self.key_hash + self.blob)}\n".encode()


@dataclass(frozen=True)
class SignedNote:
    """Any C2SP signed note: its text, line feed included, and its signature lines. Nothing is verified yet."""

    text: bytes
    lines: tuple[SignatureLine, ...]

    def encode(self) -> bytes:
        """The whole note."""
        return self.text + b"\n" + b"".join(line.encode() for line in self.lines)


@dataclass(frozen=True)
class Checkpoint:
    """What a head says: which log, how many entries, which root (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def text(self) -> bytes:
        """The three lines that are signed. Raises Malformed NOTE-ORIGIN, NOTE-SIZE, NOTE-ROOT."""
        _check(self)
        return f"{self.origin}\n{self.size}\n{b64.encode(self.root)}\n".encode()


@dataclass(frozen=True)
class Note(SignedNote):
    """A head of this record: a signed note whose text is a checkpoint and whose first line is its owner's."""

    checkpoint: Checkpoint


def key_hash(name: str, kind: int, public: bytes) -> bytes:
    """First four bytes of sha256(name LF kind public): a hint to the key, not an identity."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def open_signed_note(data: bytes, *, cap: int = CAP) -> SignedNote:
    """Read any signed note; the last empty line separates text and signatures.

    cap: bytes. Raises Malformed NOTE-TOO-LARGE, NOTE-UTF8, NOTE-CONTROL, NOTE-FORM, NOTE-SIGNATURE-LINE, NOTE-NAME.
    """
    if len(data) > cap:
        raise Malformed("NOTE-TOO-LARGE", size=len(data), cap=cap)
    if _CONTROL.search(data):
        raise Malformed("NOTE-CONTROL")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("NOTE-UTF8") from None
    end = data.rfind(b"\n\n")
    if end < 0 or not data.endswith(b"\n") or end + 2 == len(data):
        raise Malformed("NOTE-FORM")
    lines = data[end + 2 : -1].split(b"\n")
    return SignedNote(data[: end + 1], tuple(_line(at, line) for at, line in enumerate(lines)))


@lru_cache(maxsize=256)
def open_note(data: bytes) -> Note:
    """Read a head or a cosigned head of this record, in its one spelling; nothing is verified yet.

    Raises Malformed NOTE-*; narrower than C2SP: one or two signatures, no extension lines, names in ASCII, the owner's
    line first.
    """
    signed = open_signed_note(data)
    if len(signed.lines) > MAX_LINES:
        raise Malformed("NOTE-SIGNATURES", count=len(signed.lines), limit=MAX_LINES)
    if any(_NAME.fullmatch(line.name) is None for line in signed.lines):
        raise Malformed("NOTE-NAME")
    checkpoint = open_checkpoint(signed.text)
    if signed.lines[0].name != checkpoint.origin:
        raise Malformed("NOTE-OWNER")
    return Note(signed.text, signed.lines, checkpoint)


def open_checkpoint(text: bytes) -> Checkpoint:
    """Read the three lines of a checkpoint. Raises Malformed NOTE-FORM, -ORIGIN, -SIZE, -ROOT, -EXTENSION, -UTF8."""
    try:
        lines = text.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise Malformed("NOTE-UTF8") from None
    if len(lines) < 4 or lines[-1]:
        raise Malformed("NOTE-FORM")
    if len(lines) > 4:
        # Nobody audits an extension line, and a cosignature would seem to vouch for it.
        raise Malformed("NOTE-EXTENSION")
    origin, size, root = lines[:3]
    if _SIZE.fullmatch(size) is None:
        raise Malformed("NOTE-SIZE")
    try:
        checkpoint = Checkpoint(origin, int(size), b64.decode(root))
    except Malformed:
        raise Malformed("NOTE-ROOT") from None
    _check(checkpoint)
    return checkpoint


def sign_head(checkpoint: Checkpoint, signer: Signer) -> bytes:
    """The whole note: a checkpoint with its owner's line. Raises Malformed NOTE-*."""
    public, text = _ed25519(signer), checkpoint.text()
    line = SignatureLine(checkpoint.origin, key_hash(checkpoint.origin, TYPE_ED25519, public), signer.sign(text))
    return SignedNote(text, (line,)).encode()


def verify_head(note: Note, public: PublicKey, *, origin: str) -> bool:
    """Say whether the note is a head of that log, signed by that log key."""
    owner = note.lines[0]
    return (
        note.checkpoint.origin == origin == owner.name
        and public.suite == ED25519
        and owner.key_hash == key_hash(origin, TYPE_ED25519, public.public)
        and public.verify(owner.blob, note.text)
    )


def cosign(note: bytes, signer: Signer, *, name: str, time: int) -> bytes:
    """The note with its owner's line and this cosignature only, whichever it had before.

    name: the cosigner's origin. time: seconds. The owner's signature is the caller's to verify first.
    Raises Malformed NOTE-*.
    """
    opened, public = open_note(note), _ed25519(signer)
    if _NAME.fullmatch(name) is None:
        raise Malformed("NOTE-NAME")
    if not 0 <= time <= MAX_INTEGER:
        raise Malformed("NOTE-TIME")
    blob = time.to_bytes(_TIME_LENGTH, "big") + signer.sign(cosigned_bytes(opened.text, time))
    line = SignatureLine(name, key_hash(name, TYPE_COSIGNATURE, public), blob)
    return SignedNote(opened.text, (opened.lines[0], line)).encode()


def cosignature_time(note: Note, public: PublicKey, *, name: str) -> int | None:
    """The time of the cosignature by that cosigner's key; None unless the second line is one and verifies."""
    if len(note.lines) != MAX_LINES:
        return None
    return line_time(note.text, note.lines[1], public, name=name)


def line_time(text: bytes, line: SignatureLine, public: PublicKey, *, name: str) -> int | None:
    """The time in a cosignature line over that text; None unless it is that key's, by that name, and verifies."""
    if line.name != name or public.suite != ED25519 or len(line.blob) != _TIME_LENGTH + _SIGNATURE_LENGTH:
        return None
    if line.key_hash != key_hash(name, TYPE_COSIGNATURE, public.public):
        return None
    time = int.from_bytes(line.blob[:_TIME_LENGTH], "big")
    # No entry can state a later time, so a receipt for it could never be shown.
    if time > MAX_INTEGER or not public.verify(line.blob[_TIME_LENGTH:], cosigned_bytes(text, time)):
        return None
    return time


def cosigned_bytes(text: bytes, time: int) -> bytes:
    """What a cosignature signs; the first line keeps it from passing for a head (C2SP tlog-cosignature)."""
    return b"cosignature/v1\ntime %d\n" % time + text


def _line(at: int, line: bytes) -> SignatureLine:
    if not line.startswith(_DASH):
        raise Malformed("NOTE-SIGNATURE-LINE", line=at)
    name, space, encoded = line[len(_DASH) :].decode("utf-8").partition(" ")
    try:
        value = b64.decode(encoded)
    except Malformed:
        raise Malformed("NOTE-SIGNATURE-LINE", line=at) from None
    if not space or len(value) < 5:
        raise Malformed("NOTE-SIGNATURE-LINE", line=at)
    if not name or "+" in name or name.split() != [name]:
        raise Malformed("NOTE-NAME")
    return SignatureLine(name, value[:4], value[4:])


def _check(checkpoint: Checkpoint) -> None:
    if _NAME.fullmatch(checkpoint.origin) is None:
        raise Malformed("NOTE-ORIGIN")
    if not 0 <= checkpoint.size <= MAX_INTEGER:
        raise Malformed("NOTE-SIZE")
    if len(checkpoint.root) != 32:
        raise Malformed("NOTE-ROOT")


def _ed25519(signer: Signer) -> bytes:
    # Section 6 gives heads the Ed25519 types only; another suite needs types of its own first.
    if signer.public.suite != ED25519:
        raise Malformed("NOTE-SUITE", suite=shown(signer.public.suite))
    return signer.public.public
