"""The envelope: a payload, its type, and signatures over both (record format, section 3; DSSE v1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jig.record import b64
from jig.record.canonical import parse
from jig.record.errors import Malformed, shown
from jig.record.suites import Signer

MAX_SIGNATURES = 16

_TYPE = re.compile(r"[ !#-\[\]-~]{1,128}")
_KEYID = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = rb'\{"keyid":"([0-9a-f]{64})","sig":"([A-Za-z0-9+/]{1,512}={0,2})"\}'
_HEAD = rb'\{"payload":"([A-Za-z0-9+/]*={0,2})","payloadType":"([ !#-\[\]-~]{1,128})","signatures":\['
_ONE = re.compile(_HEAD + _SIGNATURE + rb"\]\}")
_MANY = re.compile(_HEAD + rb"(.*)\]\}", re.DOTALL)
_NEXT = re.compile(_SIGNATURE + rb"(,|\Z)")


def pae(payload_type: str, payload: bytes) -> bytes:
    """The bytes that are signed: lengths keep type and payload apart whatever they contain (DSSE, protocol.md)."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


@dataclass(frozen=True)
class Envelope:
    """A payload with its signatures, each a fingerprint (hex) and the signature's bytes.

    Built directly it is not checked; `decode` and `encode` are.
    """

    payload_type: str
    payload: bytes
    signatures: tuple[tuple[str, bytes], ...]

    def signed_bytes(self) -> bytes:
        """What each signature is over."""
        return pae(self.payload_type, self.payload)

    def encode(self) -> bytes:
        """The one spelling, canonical JSON. Raises Malformed DSSE-*."""
        _check(self)
        signatures = ",".join(f'{{"keyid":"{keyid}","sig":"{b64.encode(sig)}"}}' for keyid, sig in self.signatures)
        payload = b64.encode(self.payload)
        return f'{{"payload":"{payload}","payloadType":"{self.payload_type}","signatures":[{signatures}]}}'.encode()


def decode(data: bytes, *, cap: int) -> Envelope:
    """Read an envelope in its one spelling.

    cap: bytes of the envelope. Raises Malformed DSSE-*, B64-SPELLING or, where it is not even JSON, JSON-*.
    """
    if len(data) > cap:
        raise Malformed("DSSE-TOO-LARGE", size=len(data), cap=cap)
    one = _ONE.fullmatch(data)
    if one is not None:
        payload, kind, keyid, sig = one.groups()
        return Envelope(kind.decode(), b64.decode(payload), ((keyid.decode(), b64.decode(sig)),))
    many = _MANY.fullmatch(data)
    if many is None:
        parse(data, cap=cap)
        raise Malformed("DSSE-FORM")
    payload, kind, rest = many.groups()
    envelope = Envelope(kind.decode(), b64.decode(payload), _signatures(rest))
    _check(envelope)
    return envelope


def seal(payload_type: str, payload: bytes, *signers: Signer) -> Envelope:
    """Sign a payload with every signer, in the order given. Raises Malformed DSSE-* when they are none, or doubled."""
    message = pae(payload_type, payload)
    signatures = tuple((signer.public.fingerprint, signer.sign(message)) for signer in signers)
    envelope = Envelope(payload_type, payload, signatures)
    _check(envelope)
    return envelope


def _signatures(data: bytes) -> tuple[tuple[str, bytes], ...]:
    found: list[tuple[str, bytes]] = []
    at, more = 0, True
    while more:
        match = _NEXT.match(data, at)
        if match is None:
            raise Malformed("DSSE-FORM")
        if len(found) == MAX_SIGNATURES:
            raise Malformed("DSSE-SIGNATURES", count=MAX_SIGNATURES + 1)
        keyid, sig, separator = match.groups()
        found.append((keyid.decode(), b64.decode(sig)))
        at, more = match.end(), separator == b","
    return tuple(found)


def _check(envelope: Envelope) -> None:
    if _TYPE.fullmatch(envelope.payload_type) is None:
        raise Malformed("DSSE-TYPE")
    if not 1 <= len(envelope.signatures) <= MAX_SIGNATURES:
        raise Malformed("DSSE-SIGNATURES", count=len(envelope.signatures))
    keyids = [keyid for keyid, _ in envelope.signatures]
    for at, keyid in enumerate(keyids):
        if _KEYID.fullmatch(keyid) is None:
            raise Malformed("DSSE-KEYID")
        # Two lines of one key must not pass for the two keys that a threshold asks for.
        if keyid in keyids[:at]:
            raise Malformed("DSSE-DUPLICATE-KEYID", keyid=shown(keyid))
