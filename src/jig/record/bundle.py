"""One length-framed file that carries a range of a log: the stick, the link and the archive use the same bytes."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from jig.record.canonical import JSON, canonical, parse_object
from jig.record.entry import BODY_CAP, ENVELOPE_CAP, SALT_SIZE, Sealed
from jig.record.errors import Malformed

MAGIC = b"JIGBUNDLE1\n"
VERSION = 1
FRAME_CAP = 1 << 20
NOTE_CAP = 16_384
#: Frame types in the order they stand in a file; those in _MANY may repeat.
_ORDER = b"HBESTPXCZ"
_MANY = b"ESXC"
_WITHHELD = 0xFFFFFFFF
_U32 = struct.Struct(">I")
_HEADER_FIELDS = ["counterpart", "from", "log", "to", "v"]


@dataclass(frozen=True)
class Bundle:
    """A contiguous range of one log, with what proves it (section 7 of the record format).

    `base`, `head`, `seen_heads`, `countersigned` (own heads with the counterpart's cosignature) and `cosigned` (the
    counterpart's heads with the owner's cosignature) are signed notes; `proof` holds hashes.
    """

    log: str
    counterpart: str | None
    start: int
    end: int
    base: bytes | None
    entries: tuple[Sealed, ...]
    seen_heads: tuple[bytes, ...]
    head: bytes | None
    proof: tuple[bytes, ...]
    countersigned: tuple[bytes, ...] = ()
    cosigned: tuple[bytes, ...] = ()

    def encode(self) -> bytes:
        """Give the bytes of the file."""
        header: dict[str, JSON] = {
            "counterpart": self.counterpart,
            "from": self.start,
            "log": self.log,
            "to": self.end,
            "v": VERSION,
        }
        parts = [MAGIC, _frame(b"H", canonical(header))]
        parts += [_frame(b"B", self.base)] if self.base is not None else []
        parts += [_frame(b"E", _pack(sealed)) for sealed in self.entries]
        parts += [_frame(b"S", note) for note in self.seen_heads]
        parts += [_frame(b"T", self.head)] if self.head is not None else []
        parts.append(_frame(b"P", b"".join(self.proof)))
        parts += [_frame(b"X", note) for note in self.countersigned]
        parts += [_frame(b"C", note) for note in self.cosigned]
        whole = b"".join(parts)
        return whole + _frame(b"Z", hashlib.sha256(whole).digest())


class Frame(NamedTuple):
    """One frame: its type byte and where its content lies in the file."""

    kind: int
    start: int
    end: int


def _frame(kind: bytes, content: bytes) -> bytes:
    return kind + _U32.pack(len(content)) + content


def _pack(sealed: Sealed) -> bytes:
    body = _U32.pack(_WITHHELD) if sealed.body is None else _U32.pack(len(sealed.body)) + sealed.body
    return _U32.pack(len(sealed.envelope)) + sealed.envelope + sealed.salt + body


def frames(data: bytes | memoryview) -> Iterator[Frame]:
    """Walk the frames of a file, holding type order, lengths and the checksum; raises Malformed.

    The checksum is held first, so that damage is told apart from what its author really wrote.
    """
    view = memoryview(data)
    if bytes(view[: len(MAGIC)]) != MAGIC:
        raise Malformed("BUNDLE-MAGIC")
    tail = len(view) - 37
    if tail < len(MAGIC) or bytes(view[tail : tail + 5]) != b"Z" + _U32.pack(32):
        raise Malformed("BUNDLE-TRUNCATED", size=len(view))
    if hashlib.sha256(view[:tail]).digest() != bytes(view[tail + 5 :]):
        raise Malformed("BUNDLE-CHECKSUM")
    at, last = len(MAGIC), -1
    while at < tail:
        kind, size = view[at], _U32.unpack(view[at + 1 : at + 5])[0] if at + 5 <= tail else FRAME_CAP + 1
        rank = _ORDER.find(kind)
        if rank < 0 or rank < last or (rank == last and kind not in _MANY) or kind == b"Z"[0]:
            raise Malformed("BUNDLE-FRAME-ORDER", at=at)
        if size > FRAME_CAP or at + 5 + size > tail:
            raise Malformed("BUNDLE-FRAME-SIZE", at=at)
        yield Frame(kind, at + 5, at + 5 + size)
        at, last = at + 5 + size, rank


def unpack(content: bytes | memoryview) -> Sealed:
    """Read the content of an `E` frame; raises Malformed."""
    view = memoryview(content)
    if len(view) < 8 + SALT_SIZE:
        raise Malformed("BUNDLE-ENTRY")
    size = _U32.unpack(view[:4])[0]
    rest = 4 + size + SALT_SIZE
    if size > ENVELOPE_CAP or rest + 4 > len(view):
        raise Malformed("BUNDLE-ENTRY")
    body_size = _U32.unpack(view[rest : rest + 4])[0]
    envelope, salt = bytes(view[4 : 4 + size]), bytes(view[4 + size : rest])
    if body_size == _WITHHELD and len(view) == rest + 4:
        return Sealed(envelope, salt, None)
    if body_size > BODY_CAP or len(view) != rest + 4 + body_size:
        raise Malformed("BUNDLE-ENTRY")
    return Sealed(envelope, salt, bytes(view[rest + 4 :]))


def read_header(content: bytes) -> tuple[str, str | None, int, int]:
    """Read an `H` frame into log, counterpart, from, to; raises Malformed."""
    raw = parse_object(content, cap=4096)
    if raw.get("v") != VERSION or raw.get("v") is True:
        raise Malformed("BUNDLE-VERSION", found=str(raw.get("v")), expected=VERSION)
    if list(raw) != _HEADER_FIELDS:
        raise Malformed("BUNDLE-HEADER")
    log, counterpart, start, end = raw["log"], raw["counterpart"], raw["from"], raw["to"]
    if not isinstance(log, str) or not (counterpart is None or isinstance(counterpart, str)):
        raise Malformed("BUNDLE-HEADER")
    if type(start) is not int or type(end) is not int or not 0 <= start <= end:
        raise Malformed("BUNDLE-HEADER")
    return log, counterpart, start, end


def decode(data: bytes | memoryview) -> Bundle:
    """Read a file into a bundle, judging its form only; raises Malformed."""
    view = memoryview(data)
    found: dict[int, list[bytes]] = {kind: [] for kind in _ORDER}
    entries: list[Sealed] = []
    for frame in frames(view):
        content = view[frame.start : frame.end]
        if frame.kind == b"E"[0]:
            entries.append(unpack(content))
        elif frame.kind in b"BSTXC" and len(content) > NOTE_CAP:
            raise Malformed("NOTE-TOO-LARGE", size=len(content), cap=NOTE_CAP)
        else:
            found[frame.kind].append(bytes(content))
    return _assemble(found, tuple(entries))


def _assemble(found: dict[int, list[bytes]], entries: tuple[Sealed, ...]) -> Bundle:
    headers, bases, heads, proofs = (found[kind] for kind in b"HBTP")
    if not headers or not proofs:
        raise Malformed("BUNDLE-INCOMPLETE")
    log, counterpart, start, end = read_header(headers[0])
    if len(entries) != end - start:
        raise Malformed("BUNDLE-COUNT", found=len(entries), expected=end - start)
    if bool(bases) != (start > 0) or bool(heads) != (end > 0) or len(proofs[0]) % 32:
        raise Malformed("BUNDLE-INCOMPLETE")
    proof = tuple(proofs[0][at : at + 32] for at in range(0, len(proofs[0]), 32))
    if proof and start in (0, end):
        raise Malformed("BUNDLE-PROOF")
    return Bundle(
        log,
        counterpart,
        start,
        end,
        bases[0] if bases else None,
        entries,
        tuple(found[b"S"[0]]),
        heads[0] if heads else None,
        proof,
        tuple(found[b"X"[0]]),
        tuple(found[b"C"[0]]),
    )
