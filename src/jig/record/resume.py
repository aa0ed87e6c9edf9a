"""Going on after a restored store, a lost or stolen log key, or a fork: both sides sign where the log goes on."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from jig.record.canonical import JSON, canonical, parse_object
from jig.record.dsse import Envelope, decode, pae, seal
from jig.record.errors import Malformed
from jig.record.keyset import THRESHOLD, Root
from jig.record.suites import PublicKey, Signer

PAYLOAD_TYPE = "application/vnd.jig.resume+json"
CAP = 65_536
_FIELDS = {"counterpart", "incarnation", "log", "log_key", "root", "size", "type", "v"}


@dataclass(frozen=True)
class Statement:
    """ "The log goes on at `size`": entries of an older branch from there on are abandoned, not a fork."""

    log: str
    counterpart: str
    size: int
    root: bytes
    log_key: PublicKey
    incarnation: int

    def payload(self) -> bytes:
        """Give the canonical bytes that are signed."""
        return canonical(
            {
                "counterpart": self.counterpart,
                "incarnation": self.incarnation,
                "log": self.log,
                "log_key": self.log_key.as_json(),
                "root": self.root.hex(),
                "size": self.size,
                "type": "resume",
                "v": 1,
            }
        )


@dataclass(frozen=True)
class SignedStatement:
    """A statement with the envelope that carries its signatures."""

    statement: Statement
    envelope: Envelope

    def endorsed_by(self, root: Root) -> bool:
        """Tell whether two root keys of the log's owner signed."""
        return root.endorsed(self.envelope)

    def consented_by(self, key: PublicKey) -> bool:
        """Tell whether the counterpart's log key signed."""
        message = pae(PAYLOAD_TYPE, self.envelope.payload)
        return any(keyid == key.fingerprint and key.verify(sig, message) for keyid, sig in self.envelope.signatures)

    def of_root(self, root: Root) -> SignedStatement:
        """Give it with the owner's good signatures only: whatever else came along would stand in the reader's own
        log."""
        signatures = self.envelope.signatures
        good = tuple(one for one in signatures if root.signed(self.envelope, *one))
        return SignedStatement(self.statement, Envelope(PAYLOAD_TYPE, self.envelope.payload, good[:THRESHOLD]))

    def encode(self) -> str:
        """Give the base64 text that an entry's body carries."""
        return base64.b64encode(self.envelope.encode()).decode("ascii")

    def with_signature(self, signer: Signer) -> SignedStatement:
        """Add a signature, the counterpart's consent."""
        signature = signer.sign(pae(PAYLOAD_TYPE, self.envelope.payload))
        signatures = (*self.envelope.signatures, (signer.public.fingerprint, signature))
        return SignedStatement(self.statement, Envelope(PAYLOAD_TYPE, self.envelope.payload, signatures))


def sign_statement(statement: Statement, *signers: Signer) -> SignedStatement:
    """Seal a statement with the root keys of the log's owner."""
    return SignedStatement(statement, seal(PAYLOAD_TYPE, statement.payload(), *signers))


def read_statement(data: bytes) -> SignedStatement:
    """Read a statement's envelope without judging who signed; raises Malformed."""
    envelope = decode(data, cap=CAP)
    if envelope.payload_type != PAYLOAD_TYPE:
        raise Malformed("PAYLOAD-TYPE", found=envelope.payload_type, expected=PAYLOAD_TYPE)
    raw = parse_object(envelope.payload, cap=CAP)
    if set(raw) != _FIELDS or raw["type"] != "resume" or raw["v"] != 1:
        raise Malformed("RESUME-FIELDS")
    return SignedStatement(_statement(raw), envelope)


def _statement(raw: dict[str, JSON]) -> Statement:
    log, counterpart, size, root, number = (raw[n] for n in ("log", "counterpart", "size", "root", "incarnation"))
    if not isinstance(log, str) or not isinstance(counterpart, str) or not isinstance(root, str):
        raise Malformed("RESUME-FIELDS")
    if type(size) is not int or size < 1 or type(number) is not int or number < 1:
        raise Malformed("RESUME-FIELDS")
    try:
        digest = bytes.fromhex(root)
    except ValueError:
        digest = b""
    if len(digest) != 32 or digest.hex() != root:
        raise Malformed("RESUME-FIELDS")
    return Statement(log, counterpart, size, digest, PublicKey.from_json(raw["log_key"]), number)
