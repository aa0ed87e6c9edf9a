"""One entry of a log: what a participant states, signed and numbered."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Any, NamedTuple

from jig.record.canonical import JSON, canonical, parse_object
from jig.record.dsse import Envelope, decode, pae, seal
from jig.record.errors import Malformed
from jig.record.merkle import EMPTY_ROOT, leaf_hash
from jig.record.suites import PublicKey, Signer

PAYLOAD_TYPE = "application/vnd.jig.entry+json"
VERSION = 1
PAYLOAD_CAP = 4096
BODY_CAP = 262_144
ENVELOPE_CAP = 8192
SALT_SIZE = 32
LOG_ROLE = "LOG"
#: Kinds of the record itself: signed with the log key, never by an officer.
LOG_KINDS = frozenset({"keyset", "receipt", "heartbeat", "exhibit", "resume", "resume-consent"})
_HEX = re.compile(r"[0-9a-f]{64}")
_KIND = re.compile(r"[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*")
_ROLE = re.compile(r"[A-Z][A-Z0-9-]{0,31}")
_FIELDS = ["agreement", "body", "claimed_at", "key", "kind", "log", "prev", "role", "seen", "seq", "v"]


class Seen(NamedTuple):
    """The counterpart's highest head that an author had verified."""

    size: int
    root: bytes


NOTHING_SEEN = Seen(0, EMPTY_ROOT)


class Entry(NamedTuple):
    """The signed payload of an entry (docs/reference/record-format.md, section 4).

    `prev`, `agreement`, `body` and the root in `seen` are 32 bytes; `claimed_at` is seconds since 1970 by its
    author's clock.
    """

    log: str
    seq: int
    prev: bytes | None
    seen: Seen
    claimed_at: int
    key: str
    role: str
    kind: str
    agreement: bytes
    body: bytes

    def payload(self) -> bytes:
        """Give the canonical bytes that are signed (inside the DSSE encoding)."""
        return canonical(
            {
                "agreement": self.agreement.hex(),
                "body": self.body.hex(),
                "claimed_at": self.claimed_at,
                "key": self.key,
                "kind": self.kind,
                "log": self.log,
                "prev": None if self.prev is None else self.prev.hex(),
                "role": self.role,
                "seen": {"root": self.seen.root.hex(), "size": self.seen.size},
                "seq": self.seq,
                "v": VERSION,
            }
        )


class Sealed(NamedTuple):
    """An entry as it travels: envelope bytes, salt and body bytes; `body` is None when it is withheld."""

    envelope: bytes
    salt: bytes
    body: bytes | None

    @property
    def id(self) -> bytes:
        """The entry id: the RFC 6962 leaf hash of the envelope, 32 bytes."""
        return leaf_hash(self.envelope)


class Examined(NamedTuple):
    """A sealed entry whose bytes, body and signature were found good, apart from its place in a log."""

    entry: Entry
    id: bytes
    sealed: Sealed


def body_hash(salt: bytes, body: bytes) -> bytes:
    """Hash a body with its salt, so that a withheld body cannot be guessed from its hash."""
    return hashlib.sha256(salt + body).digest()


def seal_entry(draft: Entry, body: dict[str, Any], signer: Signer) -> Sealed:
    """Sign a draft over a fresh salt; the draft's `body` and `key` are filled in here.

    Raises Malformed when the body or the payload exceeds its cap or is not I-JSON.
    """
    content = canonical(body)
    salt = secrets.token_bytes(SALT_SIZE)
    if len(content) > BODY_CAP:
        raise Malformed("BODY-TOO-LARGE", size=len(content), cap=BODY_CAP)
    whole = draft._replace(body=body_hash(salt, content), key=signer.public.fingerprint)
    payload = whole.payload()
    if len(payload) > PAYLOAD_CAP:
        raise Malformed("PAYLOAD-TOO-LARGE", size=len(payload), cap=PAYLOAD_CAP)
    return Sealed(seal(PAYLOAD_TYPE, payload, signer).encode(), salt, content)


def read_entry(envelope: bytes) -> tuple[Entry, Envelope]:
    """Read an envelope into an entry without judging its signature; raises Malformed."""
    opened = decode(envelope, cap=ENVELOPE_CAP)
    if opened.payload_type != PAYLOAD_TYPE:
        raise Malformed("PAYLOAD-TYPE", found=opened.payload_type, expected=PAYLOAD_TYPE)
    if len(opened.signatures) != 1:
        raise Malformed("SIGNATURE-COUNT", found=len(opened.signatures), expected=1)
    return _entry(parse_object(opened.payload, cap=PAYLOAD_CAP), opened), opened


def _entry(raw: dict[str, JSON], opened: Envelope) -> Entry:
    version = raw.get("v")
    if version != VERSION or version is True:
        raise Malformed("ENTRY-VERSION", found=str(version), expected=VERSION)
    if list(raw) != _FIELDS:
        raise Malformed("ENTRY-FIELDS", found=",".join(raw), expected=",".join(_FIELDS))
    seen = raw["seen"]
    if not isinstance(seen, dict) or list(seen) != ["root", "size"]:
        raise Malformed("ENTRY-FIELD", field="seen")
    if raw["key"] != opened.signatures[0][0]:
        raise Malformed("ENTRY-KEY", found=str(raw["key"]), expected=opened.signatures[0][0])
    return Entry(
        log=_text(raw, "log"),
        seq=_count(raw, "seq"),
        prev=None if raw["prev"] is None else _digest(raw, "prev"),
        seen=Seen(_count(seen, "size"), _digest(seen, "root")),
        claimed_at=_time(raw),
        key=_digest(raw, "key").hex(),
        role=_matching(raw, "role", _ROLE),
        kind=_matching(raw, "kind", _KIND),
        agreement=_digest(raw, "agreement"),
        body=_digest(raw, "body"),
    )


def examine(sealed: Sealed, key_of: Any) -> Examined:
    """Check everything about an entry that needs no other entry: bytes, signature, body.

    key_of: maps a fingerprint to a PublicKey of its author, or None.
    Raises Malformed naming the first fault. The signature is judged over the received bytes before they are parsed.
    """
    opened = decode(sealed.envelope, cap=ENVELOPE_CAP)
    if len(opened.signatures) != 1:
        raise Malformed("SIGNATURE-COUNT", found=len(opened.signatures), expected=1)
    keyid, signature = opened.signatures[0]
    key: PublicKey | None = key_of(keyid)
    if key is None:
        raise Malformed("KEY-UNKNOWN", found=keyid)
    if not key.verify(signature, pae(opened.payload_type, opened.payload)):
        raise Malformed("SIGNATURE-BAD", key=keyid)
    if opened.payload_type != PAYLOAD_TYPE:
        raise Malformed("PAYLOAD-TYPE", found=opened.payload_type, expected=PAYLOAD_TYPE)
    entry = _entry(parse_object(opened.payload, cap=PAYLOAD_CAP), opened)
    check_body(entry, sealed)
    return Examined(entry, leaf_hash(sealed.envelope), sealed)


def check_body(entry: Entry, sealed: Sealed) -> None:
    """Hold a body against the hash its author signed; raises Malformed."""
    if len(sealed.salt) != SALT_SIZE:
        raise Malformed("SALT-SIZE", found=len(sealed.salt), expected=SALT_SIZE)
    if sealed.body is None:
        return
    if body_hash(sealed.salt, sealed.body) != entry.body:
        raise Malformed("BODY-HASH", seq=entry.seq)
    parse_object(sealed.body, cap=BODY_CAP)


def _text(raw: dict[str, JSON], name: str) -> str:
    value = raw[name]
    if not isinstance(value, str) or not 0 < len(value) <= 200:
        raise Malformed("ENTRY-FIELD", field=name)
    return value


def _matching(raw: dict[str, JSON], name: str, pattern: re.Pattern[str]) -> str:
    value = raw[name]
    if not isinstance(value, str) or len(value) > 64 or not pattern.fullmatch(value):
        raise Malformed("ENTRY-FIELD", field=name)
    return value


def _digest(raw: dict[str, JSON], name: str) -> bytes:
    value = raw[name]
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise Malformed("ENTRY-FIELD", field=name)
    return bytes.fromhex(value)


def _count(raw: dict[str, JSON], name: str) -> int:
    value = raw[name]
    if type(value) is not int or value < 0:
        raise Malformed("ENTRY-FIELD", field=name)
    return value


def _time(raw: dict[str, JSON]) -> int:
    value = raw["claimed_at"]
    if type(value) is not int:
        raise Malformed("ENTRY-FIELD", field="claimed_at")
    return value
