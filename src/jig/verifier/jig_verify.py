"""Proves, or says why not, that two whole logs of a joint record hold together.

    python jig_verify.py LOG LOG --root CODE=FINGERPRINT --root CODE=FINGERPRINT [--json] [--lang en|ru] [--jobs N]
    python jig_verify.py --fork FILE FILE --root CODE=FINGERPRINT [LOG LOG --root CODE=FINGERPRINT]

LOG is a bundle file of a whole log. Exit 0: all of it is proven (with --fork: the two files convict the owner);
1: something does not hold; 2: the call cannot be used. This one file needs Python 3.11 and `cryptography`. Its sections
follow those of the page "The joint record: bytes" (docs/reference/record-format.md), on which alone it rests; read it
from top to bottom. It proves who signed what, in which order, and by when the other side had it: never that it is true.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import bisect
import contextlib
import hashlib
import json
import re
import stat
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

# --- 0. How a fault is told ------------------------------------------------------------------------------------------

REPORT_CAP = 500  # a hostile file must not make the report itself the attack


class Fault(Exception):
    """Something in the files does not hold: a stable code, where, what was found and what was expected."""

    def __init__(self, code: str, where: str, found: object = "", expected: object = "") -> None:
        super().__init__(code)
        self.code, self.where, self.found, self.expected = code, where, brief(found), brief(expected)


class Unusable(Fault):
    """The call itself cannot be used: a missing file, a bad argument."""


def brief(value: object) -> str:
    """Give any value as at most 160 printable characters; control and direction-changing characters are escaped."""
    text = value.hex() if isinstance(value, bytes) else str(value)
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in text[:161])
    return shown if len(shown) <= 160 else shown[:159] + "…"


@dataclass
class Report:
    """Everything found so far: errors make the answer 1, findings are told and do not."""

    errors: list[Fault] = field(default_factory=list)
    findings: list[Fault] = field(default_factory=list)
    findings_left_out: int = 0

    @contextlib.contextmanager
    def catching(self) -> Iterator[None]:
        """Take down a fault and go on, so that independent faults are told together."""
        try:
            yield
        except Unusable:
            raise
        except Fault as fault:
            self.error(fault)

    def error(self, fault: Fault) -> None:
        if len(self.errors) < REPORT_CAP:
            self.errors.append(fault)

    def finding(self, code: str, where: str, found: object = "", expected: object = "") -> None:
        if len(self.findings) < REPORT_CAP:
            self.findings.append(Fault(code, where, found, expected))
        else:
            self.findings_left_out += 1


# --- 1. Conventions --------------------------------------------------------------------------------------------------

MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 32
PAYLOAD_CAP, BODY_CAP, NOTE_CAP, FRAME_CAP, KEY_SET_CAP = 4_096, 262_144, 16_384, 1_048_576, 65_536

STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)  # possessive: an unclosed string must not be scanned twice
BRACKET = re.compile(rb"[][{}]")
# RFC 7493 (I-JSON) 2.1: no surrogates, no noncharacters.
PLANE_ENDS = "".join(chr((plane << 16) + low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
FORBIDDEN = re.compile(f"[\ufdd0-\ufdef{PLANE_ENDS}]")
ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(*parts: bytes) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def canonical(value: Any) -> bytes:
    """Give the RFC 8785 form of a value that has ASCII member names and no floating-point numbers.

    With ASCII names the order by UTF-16 units is the order by code points, and Python's escapes are those of the RFC.
    """
    return ENCODER.encode(value).encode("utf-8")


def too_deep(data: bytes) -> bool:
    """Count brackets before the parser sees them: the parser recurses, so depth must be known first."""
    if data.count(b"{") + data.count(b"[") <= MAX_DEPTH:
        return False
    depth = 0
    for bracket in BRACKET.finditer(STRING.sub(b"", data)):
        depth += 1 if bracket.group() in b"{[" else -1
        if depth > MAX_DEPTH:
            return True
    return False


def members_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs) or not all(name.isascii() for name in value):
        raise ValueError("member-name")
    return value


def whole_number(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > MAX_INTEGER:
        raise ValueError("integer")
    return int(digits)


def no_float(_: str) -> NoReturn:
    raise ValueError("float")


def read_json(data: bytes, cap: int, where: str) -> Any:
    """Parse strict JSON: within the cap, not too deep, and byte for byte its own canonical form.

    The caps bound what an unsigned sender makes the parser do, so parsing before the (batched) signature is harmless.
    """
    if len(data) > cap:
        raise Fault("TOO_LONG", where, len(data), f"<={cap}")
    if too_deep(data):
        raise Fault("TOO_DEEP", where, f">{MAX_DEPTH}", f"<={MAX_DEPTH}")
    try:
        text = data.decode("utf-8")
        value = json.loads(
            text, object_pairs_hook=members_once, parse_int=whole_number, parse_float=no_float, parse_constant=no_float
        )
        same = canonical(value) == data and not FORBIDDEN.search(text)
    except (ValueError, RecursionError) as error:
        raise Fault("NOT_CANONICAL", where, data[:32], "RFC8785") from error
    if not same:
        raise Fault("NOT_CANONICAL", where, data[:32], "RFC8785")
    return value


def read_base64(text: object, where: str) -> bytes:
    """Decode RFC 4648 base64 in its one canonical spelling."""
    try:
        data = base64.b64decode(text, validate=True) if isinstance(text, str) else None
    except (ValueError, binascii.Error):
        data = None
    if data is None or base64.b64encode(data).decode() != text:
        raise Fault("BASE64", where, text, "RFC4648")
    return data


@dataclass(frozen=True)
class Form:
    """What a member's value may be; `name` is told to whoever gave something else."""

    name: str
    allows: Callable[[Any], bool]


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def matching(name: str, pattern: str) -> Form:
    compiled = re.compile(pattern)
    return Form(name, lambda value: is_text(value) and compiled.fullmatch(value) is not None)


def only(*values: object) -> Form:
    return Form("|".join(map(str, values)), lambda value: any(type(value) is type(v) and value == v for v in values))


def whole(low: int) -> Form:
    return Form(f"integer>={low}", lambda value: type(value) is int and low <= value <= MAX_INTEGER)


def either(form: Form) -> Form:
    return Form(f"{form.name}|null", lambda value: value is None or form.allows(value))


TEXT = Form("text", is_text)
TEXTS = Form("texts", lambda value: isinstance(value, list) and all(map(is_text, value)))
LIST = Form("list", lambda value: isinstance(value, list))
OBJECT = Form("object", lambda value: isinstance(value, dict))
HEX = matching("hex64", r"[0-9a-f]{64}")
CODE = matching("code", r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
KIND = matching("kind", r"(?=.{1,64}\Z)[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*")
ORIGIN = matching("origin", r"(?:exercise|live)/[A-Za-z0-9][A-Za-z0-9._-]{0,63}/[0-9a-f]{16}")
COUNT, FROM_ONE, ONE = whole(0), whole(1), only(1)


def members(value: Any, forms: dict[str, Form], where: str) -> dict[str, Any]:
    """Give back an object that has exactly the members of `forms`, each of its form."""
    if not isinstance(value, dict) or value.keys() != forms.keys():
        found = ",".join(sorted(value)) if isinstance(value, dict) else type(value).__name__
        raise Fault("MEMBERS", where, found, ",".join(sorted(forms)))
    for name, form in forms.items():
        if not form.allows(value[name]):
            raise Fault("MEMBER", f"{where}/{name}", value[name], form.name)
    return value


# --- 2. Keys ---------------------------------------------------------------------------------------------------------

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # FIPS 186-4, D.1.2.3
PUBLIC_LENGTH = {"ed25519": 32, "p256": 65}


@dataclass(frozen=True)
class Key:
    """A public key and the suite that its record, never a message, gives it."""

    suite: str
    public: bytes

    @property
    def fingerprint(self) -> str:
        return sha256(self.suite.encode(), b"\0", self.public).hex()


@dataclass(frozen=True)
class Officer:
    name: str
    roles: tuple[str, ...]
    key: Key


@dataclass(frozen=True)
class Root:
    fingerprint: str
    participant: str
    mode: str
    keys: dict[str, Key]

    @property
    def origin(self) -> str:
        return f"{self.mode.lower()}/{self.participant}/{self.fingerprint[:16]}"


@dataclass(frozen=True)
class KeySet:
    """A verified key set. `named` holds the log key and every officer's key by fingerprint."""

    version: int
    digest: str
    root: Root
    log_key: Key
    officers: dict[str, Officer]

    @property
    def named(self) -> set[str]:
        return {self.log_key.fingerprint, *self.officers}


KEY_FORMS = {"public": TEXT, "suite": only("ed25519", "p256")}
ROOT_FORMS = {
    "keys": LIST,
    "mode": only("EXERCISE", "LIVE"),
    "participant": CODE,
    "threshold": only(2),
    "type": only("root"),
    "v": ONE,
}
OFFICER_FORMS = {
    "key": OBJECT,
    "languages": TEXTS,
    "name": TEXT,
    "name_local": TEXT,
    "post": TEXT,
    "rank_code": TEXT,
    "roles": TEXTS,
}
KEY_SET_FORMS = {
    "issued_at": COUNT,
    "log": ORIGIN,
    "log_key": OBJECT,
    "officers": LIST,
    "prev": either(HEX),
    "root": OBJECT,
}
KEY_SET_FORMS |= {"type": only("keyset"), "v": ONE, "version": COUNT}


@lru_cache(maxsize=1024)
def public_key(key: Key) -> Ed25519PublicKey | ec.EllipticCurvePublicKey:
    if key.suite == "ed25519":
        return Ed25519PublicKey.from_public_bytes(key.public)
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key.public)


def verifies(key: Key, message: bytes, signature: bytes) -> bool:
    """Say whether the signature over the message is the key's; one of p256 is r || s with s in the lower half."""
    public = public_key(key)
    try:
        if isinstance(public, Ed25519PublicKey):
            public.verify(signature, message)
            return True
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        if len(signature) != 64 or not 0 < r < P256_ORDER or not 0 < s <= P256_ORDER // 2:
            return False
        public.verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
        return True
    except InvalidSignature:
        return False


def read_key(value: Any, where: str) -> Key:
    record = members(value, KEY_FORMS, where)
    key = Key(record["suite"], read_base64(record["public"], f"{where}/public"))
    try:
        if len(key.public) != PUBLIC_LENGTH[key.suite] or (key.suite == "p256" and key.public[0] != 4):
            raise ValueError
        public_key(key)
    except ValueError as error:
        raise Fault("KEY", where, key.public, f"{key.suite}:{PUBLIC_LENGTH[key.suite]}") from error
    return key


def read_root(value: Any, where: str) -> Root:
    record = members(value, ROOT_FORMS, where)
    keys = [read_key(key, f"{where}/keys/{i}") for i, key in enumerate(record["keys"][:4])]
    named = {key.fingerprint: key for key in keys}
    if len(keys) != 3 or len(named) != 3:
        raise Fault("ROOT_KEYS", where, len(named), 3)
    return Root(sha256(canonical(record)).hex(), record["participant"], record["mode"], named)


def read_officers(values: list[Any], where: str) -> list[Officer]:
    officers = []
    for i, value in enumerate(values):
        record = members(value, OFFICER_FORMS, f"{where}/{i}")
        officers.append(Officer(record["name"], tuple(record["roles"]), read_key(record["key"], f"{where}/{i}/key")))
    return officers


def read_key_set(data: bytes, before: KeySet | None, where: str) -> KeySet:
    """Open a key set that follows `before` (None: it must be version 0), signed by two root keys."""
    envelope = open_envelope(data, "application/vnd.jig.keyset+json", KEY_SET_CAP, where)
    record = members(read_json(envelope.payload, KEY_SET_CAP, where), KEY_SET_FORMS, where)
    root = read_root(record["root"], f"{where}/root")
    officers = read_officers(record["officers"], f"{where}/officers")
    key_set = KeySet(
        record["version"],
        sha256(envelope.payload).hex(),
        root,
        read_key(record["log_key"], f"{where}/log_key"),
        {officer.key.fingerprint: officer for officer in officers},
    )
    if len({officer.name for officer in officers}) != len(officers) or len(key_set.named) != len(officers) + 1:
        raise Fault("KEY_SET_TWICE", where, len(key_set.named), len(officers) + 1)
    if key_set.log_key.suite != "ed25519":  # section 6 signs heads with note type 0x01, which is Ed25519
        raise Fault("KEY", f"{where}/log_key", key_set.log_key.suite, "ed25519")
    follows = (
        (0, None, root.fingerprint) if before is None else (before.version + 1, before.digest, before.root.fingerprint)
    )
    if (key_set.version, record["prev"], root.fingerprint) != follows or record["log"] != root.origin:
        raise Fault(
            "KEY_SET_CHAIN",
            where,
            f"{key_set.version} {record['prev']} {record['log']}",
            f"{follows[0]} {follows[1]} {root.origin}",
        )
    require_root_signatures(envelope, envelope.signatures, root, where)
    return key_set


# --- 3. Envelope -----------------------------------------------------------------------------------------------------

SIGNATURES_CAP = 8


@dataclass(frozen=True)
class Envelope:
    """An opened DSSE envelope; `signed` are the bytes that its signatures are over."""

    payload: bytes
    signed: bytes
    signatures: tuple[tuple[str, bytes], ...]


def open_envelope(data: bytes, payload_type: str, cap: int, where: str) -> Envelope:
    """Open the one allowed spelling of an envelope of this type. Its signatures are not verified yet."""
    forms = {"payload": TEXT, "payloadType": only(payload_type), "signatures": LIST}
    record = members(read_json(data, FRAME_CAP, where), forms, where)
    if not 0 < len(record["signatures"]) <= SIGNATURES_CAP:
        raise Fault("SIGNATURE_COUNT", where, len(record["signatures"]), f"1..{SIGNATURES_CAP}")
    payload = read_base64(record["payload"], f"{where}/payload")
    if len(payload) > cap:
        raise Fault("TOO_LONG", where, len(payload), f"<={cap}")
    signatures = []
    for line in record["signatures"]:
        members(line, {"keyid": HEX, "sig": TEXT}, f"{where}/signatures")
        signatures.append((line["keyid"], read_base64(line["sig"], f"{where}/signatures")))
    if len({keyid for keyid, _ in signatures}) != len(signatures):
        raise Fault("SIGNATURE_COUNT", where, len(signatures), "keyid*1")
    signed = b"DSSEv1 %d %s %d %s" % (len(payload_type), payload_type.encode(), len(payload), payload)
    return Envelope(payload, signed, tuple(signatures))


def require_root_signatures(envelope: Envelope, lines: Iterable[tuple[str, bytes]], root: Root, where: str) -> None:
    """Require two root keys at least, and that no line claims a root key falsely."""
    count = 0
    for keyid, signature in lines:
        if keyid not in root.keys or not verifies(root.keys[keyid], envelope.signed, signature):
            raise Fault("ROOT_SIGNATURES", where, keyid, ">=2")
        count += 1
    if count < 2:
        raise Fault("ROOT_SIGNATURES", where, count, ">=2")


Job = tuple[str, tuple[Key, ...], bytes, bytes]


def failing(jobs: list[Job]) -> list[str]:
    """Give the places whose signature is of none of the keys that it may be of."""
    return [
        where for where, keys, message, signature in jobs if not any(verifies(key, message, signature) for key in keys)
    ]


class Signatures:
    """Verifies many signatures in batches, on `processes` processes, holding few batches at once."""

    def __init__(self, processes: int) -> None:
        self.pool = ProcessPoolExecutor(processes) if processes > 1 else None
        self.waiting: deque[Future[list[str]]] = deque()
        self.limit = 2 * processes
        self.batch: list[Job] = []
        self.bad: list[str] = []

    def add(self, where: str, keys: tuple[Key, ...], message: bytes, signature: bytes) -> None:
        self.batch.append((where, keys, message, signature))
        if len(self.batch) >= 256:
            self.flush()

    def flush(self) -> None:
        batch, self.batch = self.batch, []
        if self.pool is None:
            self.bad += failing(batch)
            return
        self.waiting.append(self.pool.submit(failing, batch))
        while len(self.waiting) > self.limit:
            self.bad += self.waiting.popleft().result()

    def close(self, report: Report) -> None:
        """Finish what is left and take down every signature that does not verify."""
        self.flush()
        while self.waiting:
            self.bad += self.waiting.popleft().result()
        if self.pool is not None:
            self.pool.shutdown()
        for where in self.bad:
            report.error(Fault("SIGNATURE", where))


# --- 4. Entry --------------------------------------------------------------------------------------------------------

NOTHING_SEEN = hashlib.sha256(b"").hexdigest()
OWN_KINDS = {"keyset", "receipt", "heartbeat", "exhibit", "resume", "resume-consent"}
BODY_FORMS: dict[str, dict[str, Form]] = {
    "keyset": {"keyset": TEXT},
    "receipt": {},
    "heartbeat": {},
    "exhibit": {"note": TEXT},
    "resume": {"keyset": either(TEXT), "statement": TEXT},
    "resume-consent": {"statement": TEXT},
}
ENTRY_FORMS = {
    "agreement": HEX,
    "body": HEX,
    "claimed_at": COUNT,
    "key": HEX,
    "kind": KIND,
    "log": ORIGIN,
    "prev": either(HEX),
    "role": TEXT,
    "seen": OBJECT,
    "seq": COUNT,
    "v": ONE,
}


@dataclass
class Signer:
    """Who signed in one role: how many entries, and the last."""

    name: str
    entries: int = 0
    last: int = 0


@dataclass
class Log:
    """What one whole log says, as far as it has been read; holds a few dozen bytes an entry, and no bodies."""

    label: str
    origin: str = ""
    counterpart: str | None = None
    key_set: KeySet | None = None  # the newest
    log_keys: list[Key] = field(default_factory=list)  # one for each key set, and where it stands
    key_set_at: list[int] = field(default_factory=list)
    cosigning: dict[bytes, tuple[Key, ...]] = field(
        default_factory=dict
    )  # distinct log keys by their hash in a cosignature
    officers: dict[str, Officer] = field(default_factory=dict)  # every officer's key ever named, as last named
    leaves: bytearray = field(default_factory=bytearray)
    last_seen: int = 0
    top_seen: int = 0
    seen: dict[int, tuple[str, int]] = field(default_factory=dict)  # size: root, first entry that says so
    receipts: dict[tuple[int, str, int], int] = field(default_factory=dict)  # size, root, time: entry
    exhibits: list[tuple[int, Note]] = field(default_factory=list)
    resumes: list[tuple[int, Statement]] = field(default_factory=list)
    consents: list[tuple[int, Statement, int]] = field(
        default_factory=list
    )  # entry, statement, highest size seen till then
    signers: dict[tuple[str, str], Signer] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    notes: dict[str, list[Note]] = field(default_factory=lambda: {"S": [], "T": [], "X": [], "C": []})

    @property
    def size(self) -> int:
        return len(self.leaves) // 32

    @property
    def current(self) -> KeySet:
        """The newest key set; entry 0 brings the first, so nothing else is judged before there is one."""
        assert self.key_set is not None
        return self.key_set

    @property
    def root(self) -> Root:
        return self.current.root

    def log_key_below(self, position: int) -> Key:
        """Give the log key of the newest key set below: in force for the entry here, and for a head of this size."""
        return self.log_keys[bisect.bisect_left(self.key_set_at, position) - 1]

    def take_key_set(self, key_set: KeySet, position: int) -> None:
        key, hashed = key_set.log_key, key_hash(self.origin, 4, key_set.log_key)
        self.key_set = key_set
        self.log_keys.append(key)
        self.key_set_at.append(position)
        self.cosigning[hashed] = tuple(dict.fromkeys((*self.cosigning.get(hashed, ()), key)))
        self.officers.update(key_set.officers)

    @property
    def fingerprints(self) -> set[str]:
        """Every key that this side claims: its root's, its log's and its officers'."""
        return {*self.root.keys, *self.officers, *(key.fingerprint for key in set(self.log_keys))}


def split_entry(content: bytes, where: str) -> tuple[bytes, bytes, bytes]:
    """Cut an E frame into envelope, salt, body."""
    end = 4 + int.from_bytes(content[:4], "big")
    envelope, salt, length, body = (
        content[4:end],
        content[end : end + 32],
        content[end + 32 : end + 36],
        content[end + 36 :],
    )
    if len(length) != 4:
        raise Fault("ENTRY_FRAME", where, len(content), f">={end + 36}")
    if length == b"\xff" * 4 and not body:
        raise Fault("BODY_WITHHELD", where)
    if int.from_bytes(length, "big") != len(body):
        raise Fault("ENTRY_FRAME", where, int.from_bytes(length, "big"), len(body))
    return envelope, salt, body


def read_entry(log: Log, content: bytes, expected: dict[str, str], signatures: Signatures, report: Report) -> None:
    """Read the next entry of a log and everything that can be judged of it from this log alone."""
    seq, where = log.size, f"{log.label}/E/{log.size}"
    data, salt, body = split_entry(content, where)
    envelope = open_envelope(data, "application/vnd.jig.entry+json", PAYLOAD_CAP, where)
    entry = members(read_json(envelope.payload, PAYLOAD_CAP, where), ENTRY_FORMS, where)
    if len(envelope.signatures) != 1 or envelope.signatures[0][0] != entry["key"]:
        raise Fault("ENTRY_KEY", where, ",".join(keyid for keyid, _ in envelope.signatures), entry["key"])
    require_place(log, entry, where)
    if len(body) > BODY_CAP or sha256(salt, body).hex() != entry["body"]:
        raise Fault("BODY_HASH", where, sha256(salt, body), entry["body"])
    content_of_body = members_of_body(read_json(body, BODY_CAP, f"{where}/body"), entry["kind"], where)
    take_seen(log, entry, where, report)
    new_keys = key_set_within(log, entry, content_of_body, expected, where, report)
    key = signing_key(log, entry, new_keys, where, report)
    signatures.add(where, (key,), envelope.signed, envelope.signatures[0][1])
    take_own_kind(log, entry, content_of_body, new_keys, where)
    if new_keys is not None:
        log.take_key_set(new_keys, seq)
    count_signer(log, entry)
    log.leaves += sha256(b"\0", data)


def members_of_body(body: Any, kind: str, where: str) -> dict[str, Any]:
    if kind in BODY_FORMS:
        return members(body, BODY_FORMS[kind], f"{where}/body")
    if not isinstance(body, dict):
        raise Fault("MEMBERS", f"{where}/body", type(body).__name__, "object")
    return body


def require_place(log: Log, entry: dict[str, Any], where: str) -> None:
    """Require the number, the link to the entry before, the log, and the role of the kind."""
    prev = bytes(log.leaves[-32:]).hex() or None
    if entry["seq"] != log.size:
        raise Fault("ENTRY_NUMBER", f"{where}/seq", entry["seq"], log.size)
    if entry["prev"] != prev:
        raise Fault("ENTRY_PREV", f"{where}/prev", entry["prev"], prev)
    if entry["log"] != log.origin:
        raise Fault("ORIGIN", f"{where}/log", entry["log"], log.origin)
    if (log.size == 0 and entry["kind"] != "keyset") or (entry["kind"] in OWN_KINDS and entry["role"] != "LOG"):
        raise Fault("ENTRY_KIND", where, f"{entry['kind']} {entry['role']}", "keyset LOG" if log.size == 0 else "LOG")


def take_seen(log: Log, entry: dict[str, Any], where: str, report: Report) -> None:
    seen = members(entry["seen"], {"root": HEX, "size": COUNT}, f"{where}/seen")
    size, root = seen["size"], seen["root"]
    first_root = NOTHING_SEEN if size == 0 else log.seen.setdefault(size, (root, log.size))[0]
    if root != first_root:
        raise Fault("SEEN_TWO_ROOTS", f"{where}/seen", root, first_root)
    if size < log.last_seen:
        report.finding("SEEN_FELL", f"{where}/seen", size, f">={log.last_seen}")
    log.last_seen, log.top_seen = size, max(log.top_seen, size)


def key_set_within(
    log: Log, entry: dict[str, Any], body: dict[str, Any], expected: dict[str, str], where: str, report: Report
) -> KeySet | None:
    """Give the verified key set that this entry brings, if any; that of entry 0 must be of the root given."""
    if entry["kind"] not in ("keyset", "resume") or body["keyset"] is None:
        return None
    place = f"{where}/body/keyset"
    key_set = read_key_set(read_base64(body["keyset"], place), log.key_set, place)
    if log.key_set is None:
        require_root(key_set.root, expected, f"{place}/root")
    if key_set.root.origin != log.origin:
        raise Fault("ORIGIN", place, key_set.root.origin, log.origin)
    for officer in key_set.officers.values():
        if officer.key.suite == "p256":
            report.finding("SUITE_BY_JOINT_ACT", place, officer.name, "ed25519")
    return key_set


def require_root(root: Root, expected: dict[str, str], where: str) -> None:
    if root.participant not in expected:
        raise Fault("PARTICIPANT", where, root.participant, ",".join(sorted(expected)))
    if root.fingerprint != expected[root.participant]:
        raise Fault("ROOT_FINGERPRINT", where, root.fingerprint, expected[root.participant])


def signing_key(log: Log, entry: dict[str, Any], new_keys: KeySet | None, where: str, report: Report) -> Key:
    """Give the key that this entry must be signed with, or refuse; a removed officer's key is a finding."""
    fingerprint, itself = entry["key"], log.size == 0 or entry["kind"] == "resume"
    current = new_keys if itself and new_keys is not None else log.current
    if entry["kind"] in OWN_KINDS:
        if fingerprint != current.log_key.fingerprint:
            raise Fault("LOG_KEY", f"{where}/key", fingerprint, current.log_key.fingerprint)
        return current.log_key
    officer = current.officers.get(fingerprint)
    if officer is not None:
        if entry["role"] not in officer.roles:
            report.finding("ROLE_NOT_HELD", f"{where}/role", f"{officer.name} {entry['role']}", ",".join(officer.roles))
        return officer.key
    if fingerprint in log.officers:
        report.finding("KEY_REMOVED", f"{where}/key", log.officers[fingerprint].name)
        return log.officers[fingerprint].key
    raise Fault("KEY_NOT_NAMED", f"{where}/key", fingerprint)


def take_own_kind(log: Log, entry: dict[str, Any], body: dict[str, Any], new_keys: KeySet | None, where: str) -> None:
    """Keep what the record's own kinds say, for the judgement of both logs together."""
    kind, seq, seen = entry["kind"], log.size, entry["seen"]
    log.kinds[kind] = log.kinds.get(kind, 0) + 1
    if kind == "receipt" and seen["size"] > 0:
        log.receipts.setdefault((seen["size"], seen["root"], entry["claimed_at"]), seq)
    elif kind == "exhibit":
        log.exhibits.append((seq, read_note(body["note"].encode("utf-8"), 2, f"{where}/body/note")))
    elif kind == "resume":
        statement = read_statement(body["statement"], f"{where}/body/statement")
        log_key = (new_keys or log.current).log_key
        if (statement.log, statement.size, statement.log_key) != (log.origin, seq, log_key):
            raise Fault(
                "RESUME",
                where,
                f"{statement.log} {statement.size} {statement.log_key.fingerprint}",
                f"{log.origin} {seq} {log_key.fingerprint}",
            )
        log.resumes.append((seq, statement))
    elif kind == "resume-consent":
        log.consents.append((seq, read_statement(body["statement"], f"{where}/body/statement"), log.top_seen))


def count_signer(log: Log, entry: dict[str, Any]) -> None:
    name = "" if entry["kind"] in OWN_KINDS else log.officers[entry["key"]].name
    if len(log.signers) < REPORT_CAP or (entry["key"], entry["role"]) in log.signers:
        signer = log.signers.setdefault((entry["key"], entry["role"]), Signer(name))
        signer.name, signer.entries, signer.last = name, signer.entries + 1, entry["seq"]


# --- 5. Log ----------------------------------------------------------------------------------------------------------


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1", left, right)


def roots_at(leaves: bytes | bytearray, sizes: Iterable[int]) -> dict[int, str]:
    """Give the RFC 6962 roots (hex) of the tree at these sizes, in one pass over the leaf hashes."""
    wanted, roots, stack = set(sizes), {}, list[bytes]()
    for size in range(1, len(leaves) // 32 + 1):
        stack.append(bytes(leaves[32 * size - 32 : 32 * size]))
        for _ in range((size & -size).bit_length() - 1):
            right = stack.pop()
            stack[-1] = node(stack[-1], right)
        if size in wanted:
            root = stack[-1]
            for left in reversed(stack[:-1]):
                root = node(left, root)
            roots[size] = root.hex()
    return roots


def root_of_inclusion(index: int, size: int, leaf: bytes, proof: list[bytes], where: str) -> bytes:
    """Give the root that follows from an inclusion proof of RFC 6962, 2.1.1. Source: RFC 9162, 2.1.3.2."""
    position, last, root = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise Fault("PROOF", where, len(proof))
        if position & 1 or position == last:
            root = node(sibling, root)
            while position & 1 == 0 and position:
                position, last = position >> 1, last >> 1
        else:
            root = node(root, sibling)
        position, last = position >> 1, last >> 1
    if index >= size or last != 0:
        raise Fault("PROOF", where, index, f"<{size}")
    return root


def roots_of_consistency(old: int, new: int, proof: list[bytes], where: str) -> tuple[bytes, bytes]:
    """Give the old and the new root that follow from a consistency proof. Source: RFC 9162, 2.1.4.2.

    For an `old` that is a power of two RFC 6962 leaves the old root out of the proof; it must be put before it here,
    since otherwise no old root follows from the proof.
    """
    if not 0 < old < new or not proof:
        raise Fault("PROOF", where, f"{old} {new} {len(proof)}")
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old_root = new_root = proof[0]
    for sibling in proof[1:]:
        if last == 0:
            raise Fault("PROOF", where, len(proof))
        if position & 1 or position == last:
            old_root, new_root = node(sibling, old_root), node(sibling, new_root)
            while position & 1 == 0 and position:
                position, last = position >> 1, last >> 1
        else:
            new_root = node(new_root, sibling)
        position, last = position >> 1, last >> 1
    if last != 0:
        raise Fault("PROOF", where, len(proof))
    return old_root, new_root


# --- 6. Heads and cosignatures ---------------------------------------------------------------------------------------

NOTE = re.compile(r"([^\n]+)\n([1-9][0-9]{0,15})\n([^\n]+)\n\n((?:\u2014 [^\s+]+ [A-Za-z0-9+/=]+\n)+)")


@dataclass(frozen=True)
class Note:
    """A head in a signed note: its lines are name, key hash and value, still unverified."""

    text: bytes
    origin: str
    size: int
    root: str
    lines: tuple[tuple[str, bytes, bytes], ...]


def read_note(data: bytes, lines: int | None, where: str) -> Note:
    """Read a head with exactly this many signature lines (None: any number)."""
    if len(data) > NOTE_CAP:
        raise Fault("TOO_LONG", where, len(data), f"<={NOTE_CAP}")
    match = NOTE.fullmatch(data.decode("utf-8", "replace"))
    if match is None or match.group(0).encode() != data or int(match.group(2)) > MAX_INTEGER:
        raise Fault("NOTE", where, data[:32], "C2SP")
    root = read_base64(match.group(3), where)
    signed = []
    for line in match.group(4)[:-1].split("\n"):
        _, name, value = line.split(" ")
        decoded = read_base64(value, where)
        signed.append((name, decoded[:4], decoded[4:]))
    if len(root) != 32 or (lines is not None and len(signed) != lines):
        raise Fault("NOTE", where, f"{len(root)} {len(signed)}", f"32 {lines}")
    text = data[: data.index(b"\n\n") + 1]
    return Note(text, match.group(1), int(match.group(2)), root.hex(), tuple(signed))


def key_hash(name: str, kind: int, key: Key) -> bytes:
    return sha256(name.encode(), b"\n", bytes([kind]), key.public)[:4]


def check_head(note: Note, log: Log, roots: dict[int, str], signatures: Signatures, where: str) -> None:
    """Require that the note is a head of this log: signed with the log key of its size, and of the tree in its file."""
    if note.origin != log.origin or note.lines[0][0] != log.origin:
        raise Fault("ORIGIN", where, f"{note.origin} {note.lines[0][0]}", log.origin)
    if note.size > log.size:
        raise Fault("NOT_CLOSED", where, note.size, f"<={log.size}")
    key = log.log_key_below(note.size)
    if note.lines[0][1] != key_hash(log.origin, 1, key):
        raise Fault("HEAD_KEY", where, note.lines[0][1], key_hash(log.origin, 1, key))
    signatures.add(where, (key,), note.text, note.lines[0][2])
    if note.root != roots[note.size]:
        raise Fault("HEAD_ROOT", where, note.root, roots[note.size])


def check_cosignature(note: Note, cosigner: Log, signatures: Signatures, report: Report, where: str) -> int:
    """Require the cosigner's own line; answer its time. Without a receipt of that time and head it is a finding."""
    name, hashed, value = note.lines[1]
    keys = cosigner.cosigning.get(hashed, ())
    if (
        name != cosigner.origin
        or not keys
        or len(value) != 72
        or (time := int.from_bytes(value[:8], "big")) > MAX_INTEGER
    ):
        raise Fault("COSIGNATURE", where, f"{name} {hashed.hex()} {len(value)}", f"{cosigner.origin} 72")
    receipt = cosigner.receipts.get((note.size, note.root, time))
    in_force = None if receipt is None else cosigner.log_key_below(receipt)
    if in_force in keys:
        keys = (in_force,)
    else:
        report.finding("RECEIPT_WITHHELD", where, f"{cosigner.origin} {note.size} {moment(time)}")
    signatures.add(f"{where}/cosignature", keys, b"cosignature/v1\ntime %d\n" % time + note.text, value[8:])
    return time


# --- 7. Bundle -------------------------------------------------------------------------------------------------------

MAGIC = b"JIGBUNDLE1\n"
ORDER, REPEATED = "HBESTPXCZ", "ESXC"
HEADER_FORMS = {"counterpart": either(ORIGIN), "from": COUNT, "log": ORIGIN, "to": COUNT, "v": ONE}


def frames(file: BinaryIO, label: str) -> Iterator[tuple[str, bytes, str]]:
    """Give the frames before the checksum, in their order, with their place; the checksum is judged at the end."""
    file.seek(0)
    magic = file.read(len(MAGIC))
    if magic != MAGIC:
        raise Fault("MAGIC", label, magic, MAGIC)
    digest, stage, number = hashlib.sha256(magic), -1, 0
    while True:
        where = f"{label}/frame/{number}"
        head = file.read(5)
        kind, length = chr(head[0]) if head else "", int.from_bytes(head[1:5], "big")
        if len(head) < 5:
            raise Fault("TRUNCATED", where, len(head), 5)
        place = ORDER.find(kind)
        if place < stage or (place == stage and kind not in REPEATED) or (number == 0) != (kind == "H"):
            raise Fault("FRAME_ORDER", where, kind, ORDER)
        if length > FRAME_CAP:
            raise Fault("TOO_LONG", where, length, f"<={FRAME_CAP}")
        content = file.read(length)
        if len(content) < length:
            raise Fault("TRUNCATED", where, len(content), length)
        if kind == "Z":
            break
        digest.update(head)
        digest.update(content)
        yield kind, content, where
        stage, number = place, number + 1
    if content != digest.digest() or file.read(1):
        raise Fault("CHECKSUM", where, content, digest.digest())


def read_log(path: str, label: str, expected: dict[str, str], signatures: Signatures, report: Report) -> Log | None:
    """Read a whole log from a bundle file; None, with the reason taken down, if it cannot be followed to its end."""
    log = Log(label)
    with contextlib.ExitStack() as stack:
        file = stack.enter_context(open_regular(path))
        stack.enter_context(report.catching())
        counts = dict.fromkeys(ORDER, 0)
        for kind, _, _ in frames(file, label):  # damage is told as damage, before it looks like a forgery
            counts[kind] += 1
        for kind, content, where in frames(file, label):
            if kind == "H":
                take_header(log, content, counts, where)
            elif kind == "E":
                read_entry(log, content, expected, signatures, report)
            elif kind in log.notes:
                take_note(log.notes[kind], content, 2 if kind in "XC" else 1, kind == "S", where)
            elif content:  # P: a whole log begins at 0, where there is nothing to be consistent with
                raise Fault("PROOF", where, len(content), 0)
        return log
    return None


def open_regular(path: str) -> BinaryIO:
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            raise Unusable("FILE", path)
        return Path(path).open("rb")
    except (OSError, ValueError) as error:
        raise Unusable("FILE", path, type(error).__name__) from error


def take_header(log: Log, content: bytes, counts: dict[str, int], where: str) -> None:
    """Require that the header announces a whole log and that the frames are those it calls for."""
    header = members(read_json(content, NOTE_CAP, where), HEADER_FORMS, where)
    log.origin, log.counterpart = header["log"], header["counterpart"]
    if header["from"] != 0 or header["to"] == 0:
        raise Fault("NOT_WHOLE", where, f"{header['from']}..{header['to']}", "0..>0")
    found = tuple(counts[kind] for kind in "BETP")
    if found != (0, header["to"], 1, 1):
        raise Fault("FRAME_COUNT", where, " ".join(map(str, found)), f"0 {header['to']} 1 1")


def take_note(notes: list[Note], content: bytes, lines: int, once: bool, where: str) -> None:
    note = read_note(content, lines, where)
    if notes and (note.size < notes[-1].size or (note.size == notes[-1].size and once) or note == notes[-1]):
        raise Fault("SIZES_RISING", where, note.size, f">{notes[-1].size}")
    notes.append(note)


# --- 8. Resume -------------------------------------------------------------------------------------------------------

STATEMENT_FORMS = {
    "counterpart": ORIGIN,
    "incarnation": FROM_ONE,
    "log": ORIGIN,
    "log_key": OBJECT,
    "root": HEX,
    "size": FROM_ONE,
    "type": only("resume"),
    "v": ONE,
}


@dataclass(frozen=True)
class Statement:
    """What the owner's root and the counterpart agreed: the log goes on at `size`."""

    envelope: Envelope
    log: str
    counterpart: str
    size: int
    root: str
    incarnation: int
    log_key: Key


def read_statement(text: str, where: str) -> Statement:
    envelope = open_envelope(read_base64(text, where), "application/vnd.jig.resume+json", KEY_SET_CAP, where)
    record = members(read_json(envelope.payload, KEY_SET_CAP, where), STATEMENT_FORMS, where)
    return Statement(
        envelope,
        record["log"],
        record["counterpart"],
        record["size"],
        record["root"],
        record["incarnation"],
        read_key(record["log_key"], f"{where}/log_key"),
    )


def check_resumes(own: Log, other: Log, roots: dict[int, str], report: Report) -> None:
    """Judge every resume of `own` with the consents in `other`: signatures, root, bound, counting."""
    consents = {statement.envelope.payload: seq for seq, statement, _ in reversed(other.consents)}
    counted = 0
    for seq, statement in own.resumes:
        with report.catching():
            where = f"{own.label}/E/{seq}/statement"
            check_statement(statement, own, other, roots, where)
            counted = require_count(statement, counted, where)
            if statement.envelope.payload not in consents:
                raise Fault("RESUME_NO_CONSENT", where, own.origin, other.origin)
            key = other.log_key_below(consents[statement.envelope.payload])
            check_resume_signatures(statement, own.root, key, where)
    check_consents(own, other, report)


def check_consents(own: Log, other: Log, report: Report) -> None:
    """Judge every consent in `other`; one that no resume of `own` follows is a finding."""
    counted, told = 0, set[bytes]()
    resumed = {statement.envelope.payload for _, statement in own.resumes}
    for seq, statement, top_seen in other.consents:
        with report.catching():
            where = f"{other.label}/E/{seq}/statement"
            check_consent(statement, own, other, top_seen, where)
            if statement.envelope.payload not in told:
                counted = require_count(statement, counted, where)
            if statement.envelope.payload not in resumed:
                report.finding("CONSENT_UNUSED", where, f"{statement.log} {statement.size}")
            told.add(statement.envelope.payload)


def require_count(statement: Statement, counted: int, where: str) -> int:
    if statement.incarnation <= counted:
        raise Fault("INCARNATION", where, statement.incarnation, f">{counted}")
    return statement.incarnation


def check_statement(statement: Statement, own: Log, other: Log, roots: dict[int, str], where: str) -> None:
    if (statement.log, statement.counterpart) != (own.origin, other.origin):
        raise Fault("ORIGIN", where, f"{statement.log} {statement.counterpart}", f"{own.origin} {other.origin}")
    if statement.root != roots.get(statement.size):
        raise Fault("RESUME_ROOT", where, statement.root, roots.get(statement.size))


def check_resume_signatures(statement: Statement, root: Root, log_key: Key, where: str) -> None:
    """The owner's copy: two root keys of the owner and the log key of the counterpart, no other."""
    lines = statement.envelope.signatures
    own = [line for line in lines if line[0] in root.keys]
    others = [line for line in lines if line[0] not in root.keys]
    require_root_signatures(statement.envelope, own, root, where)
    signed_by = [keyid for keyid, signature in others if verifies(log_key, statement.envelope.signed, signature)]
    if len(others) != 1 or signed_by != [log_key.fingerprint]:
        raise Fault("RESUME_SIGNATURE", where, ",".join(keyid for keyid, _ in others), log_key.fingerprint)


def check_consent(statement: Statement, own: Log, other: Log, top_seen: int, where: str) -> None:
    """The counterpart's copy: the owner's root keys only, and never below what its log had seen."""
    if (statement.log, statement.counterpart) != (own.origin, other.origin):
        raise Fault("ORIGIN", where, f"{statement.log} {statement.counterpart}", f"{own.origin} {other.origin}")
    require_root_signatures(statement.envelope, statement.envelope.signatures, own.root, where)
    if statement.size < top_seen:
        raise Fault("RESUME_BELOW_SEEN", where, statement.size, f">={top_seen}")


# --- Both logs together ----------------------------------------------------------------------------------------------


def judge(logs: tuple[Log, Log], signatures: Signatures, report: Report) -> None:
    """Judge what neither log shows alone: modes, heads, what each says it has seen, resumes, shared keys."""
    a, b = logs
    if a.root.participant == b.root.participant:
        raise Fault("SAME_PARTICIPANT", b.label, b.root.participant)
    if a.root.mode != b.root.mode:
        raise Fault("MODES_MIXED", b.label, b.root.mode, a.root.mode)
    roots = {log.origin: roots_at(log.leaves, sizes_named(log, other)) for log, other in ((a, b), (b, a))}
    for own, other in ((a, b), (b, a)):
        check_pairing(own, other, report)
        check_notes(own, other, roots, signatures, report)
        check_seen(own, other, report)
        check_resumes(own, other, roots[own.origin], report)
    for fingerprint in sorted(a.fingerprints & b.fingerprints):
        names = [log.officers[fingerprint].name for log in logs if fingerprint in log.officers]
        report.finding("SHARED_FINGERPRINT", fingerprint, ", ".join(names))


def sizes_named(log: Log, other: Log) -> set[int]:
    """Give every size of this log's tree that a head or a statement in either file speaks of."""
    notes = log.notes["T"] + log.notes["X"] + [note for _, note in log.exhibits] + other.notes["S"] + other.notes["C"]
    return {note.size for note in notes} | {s.size for _, s in log.resumes} | {log.size}


def check_pairing(own: Log, other: Log, report: Report) -> None:
    with report.catching():
        speaks = own.top_seen or own.notes["S"] or own.notes["X"] or own.notes["C"]
        if own.counterpart != other.origin and (own.counterpart is not None or speaks):
            raise Fault("COUNTERPART", f"{own.label}/frame/0/counterpart", own.counterpart, other.origin)
    with report.catching():
        if own.notes["T"][0].size != own.size:
            raise Fault("HEAD_SIZE", f"{own.label}/T", own.notes["T"][0].size, own.size)


def check_notes(own: Log, other: Log, roots: dict[str, dict[int, str]], signatures: Signatures, report: Report) -> None:
    """Judge every head in the file of `own`, and every cosignature."""
    placed = [(kind, f"{own.label}/{kind}/{note.size}", note) for kind, notes in own.notes.items() for note in notes]
    placed += [("exhibit", f"{own.label}/E/{seq}/body/note", note) for seq, note in own.exhibits]
    for kind, where, note in placed:
        subject, cosigner = (other, own) if kind in ("S", "C") else (own, other)
        with report.catching():
            check_head(note, subject, roots[subject.origin], signatures, where)
            if kind in ("X", "C", "exhibit"):
                check_cosignature(note, cosigner, signatures, report, where)


def check_seen(own: Log, other: Log, report: Report) -> None:
    """Require behind every `seen` a head of the other side, and no head that no entry names."""
    heads = {note.size: note.root for note in own.notes["S"]}
    for size, (root, seq) in own.seen.items():
        with report.catching():
            if size > other.size:
                raise Fault("NOT_CLOSED", f"{own.label}/E/{seq}/seen", size, f"<={other.size}")
            if heads.get(size) != root:
                raise Fault("SEEN_HEAD", f"{own.label}/E/{seq}/seen", root, heads.get(size))
    for size in heads.keys() - own.seen.keys():
        report.error(Fault("HEAD_UNNAMED", f"{own.label}/S/{size}", heads[size]))


@dataclass(frozen=True)
class Stamp:
    """The counterpart's time on a head of `size`: a receipt in its log, or its cosignature exhibited by the owner."""

    size: int
    time: int
    how: str
    entry: int


def stamps(own: Log, other: Log) -> list[Stamp]:
    found = [Stamp(size, time, "receipt", seq) for (size, _, time), seq in other.receipts.items()]
    sizes, places = list(own.seen), [seq for _, seq in own.seen.values()]
    for seq, note in own.exhibits:
        # A key replaced before the head's last entry was made stamps it no more: a thief of it dates as it likes.
        at = bisect.bisect_left(places, note.size)
        first = bisect.bisect_left(other.key_set_at, sizes[at - 1] if at else 0) - 1
        if note.lines[1][1] in {key_hash(other.origin, 4, key) for key in other.log_keys[max(first, 0) :]}:
            found.append(Stamp(note.size, int.from_bytes(note.lines[1][2][:8], "big"), "exhibit", seq))
    return found


def proven(found: list[Stamp]) -> list[tuple[int, int, Stamp]]:
    """Give ranges of entries (first, last) with the earliest stamp of the counterpart on a head that holds them."""
    ranges: list[tuple[int, int, Stamp]] = []
    best: Stamp | None = None
    for stamp in sorted(found, key=lambda s: (-s.size, s.time)):
        if best is not None and stamp.time >= best.time:
            continue
        if best is not None:
            ranges[-1] = (stamp.size, ranges[-1][1], best)
        ranges.append((0, stamp.size - 1, stamp))
        best = stamp
    return ranges[::-1]


# --- 9. Fork proof ---------------------------------------------------------------------------------------------------

SIDE_FORMS = {
    "base": either(OBJECT),
    "head": TEXT,
    "inclusion": either(OBJECT),
    "keysets": LIST,
    "resume": either(OBJECT),
    "type": only("fork-side"),
    "v": ONE,
}


@dataclass(frozen=True)
class Side:
    """One side of a fork proof: a head, what it says of an earlier size, and of one leaf."""

    origin: str
    size: int
    root: str
    base: tuple[int, str] | None
    leaf: tuple[int, bytes] | None
    resume: tuple[int, bytes] | None


def read_proof(values: list[Any], where: str) -> list[bytes]:
    if len(values) > 64:
        raise Fault("PROOF", where, len(values), "<=64")
    hashes = [read_base64(value, where) for value in values]
    if any(len(value) != 32 for value in hashes):
        raise Fault("PROOF", where, "", 32)
    return hashes


def read_side(path: str, label: str, expected: dict[str, str]) -> Side:
    """Read one file of a fork proof: its head is signed with a log key of its key sets, which are of the root given."""
    with open_regular(path) as file:
        data = file.read(FRAME_CAP + 1)
    record = read_json(data, FRAME_CAP, label)
    if isinstance(record, dict):
        record.setdefault("resume", None)  # files of before have no such member
    record = members(record, SIDE_FORMS, label)
    key_sets: list[KeySet] = []
    for i, value in enumerate(record["keysets"]):
        where = f"{label}/keysets/{i}"
        key_sets.append(read_key_set(read_base64(value, where), key_sets[-1] if key_sets else None, where))
    if not key_sets:
        raise Fault("KEY_SET_CHAIN", f"{label}/keysets", 0, ">=1")
    require_root(key_sets[0].root, expected, f"{label}/keysets/0/root")
    origin, note = key_sets[0].root.origin, read_note(record["head"].encode("utf-8"), None, f"{label}/head")
    if (note.origin, note.lines[0][0]) != (origin, origin):
        raise Fault("ORIGIN", f"{label}/head", note.origin, origin)
    log_keys = [k.log_key for k in key_sets if key_hash(origin, 1, k.log_key) == note.lines[0][1]]
    if not any(verifies(key, note.text, note.lines[0][2]) for key in log_keys):
        raise Fault("SIGNATURE", f"{label}/head")
    return Side(
        origin,
        note.size,
        note.root,
        read_base(record["base"], note, label),
        read_inclusion(record["inclusion"], note, f"{label}/inclusion"),
        read_inclusion(record["resume"], note, f"{label}/resume"),
    )


def read_base(value: Any, note: Note, label: str) -> tuple[int, str] | None:
    if value is None:
        return None
    where = f"{label}/base"
    base = members(value, {"proof": LIST, "root": TEXT, "size": FROM_ONE}, where)
    (stated, *proof), size = read_proof([base["root"], *base["proof"]], where), base["size"]
    old, new = roots_of_consistency(size, note.size, [stated, *proof] if size & (size - 1) == 0 else proof, where)
    if (old, new.hex()) != (stated, note.root):
        raise Fault("PROOF", where, f"{old.hex()} {new.hex()}", f"{stated.hex()} {note.root}")
    return size, old.hex()


def read_inclusion(value: Any, note: Note, where: str) -> tuple[int, bytes] | None:
    if value is None:
        return None
    inclusion = members(value, {"index": COUNT, "leaf": TEXT, "proof": LIST}, where)
    leaf, *proof = read_proof([inclusion["leaf"], *inclusion["proof"]], where)
    root = root_of_inclusion(inclusion["index"], note.size, leaf, proof, where)
    if root.hex() != note.root:
        raise Fault("PROOF", where, root, note.root)
    return inclusion["index"], leaf


def grounds(one: Side, two: Side) -> dict[str, int]:
    """Give the grounds that convict, each with the last position at which the difference may lie."""
    found: dict[str, int] = {}
    if one.size == two.size and one.root != two.root:
        found["a"] = one.size - 1
    if one.leaf and two.leaf and one.leaf[0] == two.leaf[0] and one.leaf[1] != two.leaf[1]:
        found["b"] = one.leaf[0]
    for side, other in ((one, two), (two, one)):
        if side.base and side.base[0] == other.size and side.base[1] != other.root:
            found["c"] = other.size - 1
    return found


def shared_resume(one: Side, two: Side, logs: tuple[Log, Log] | None) -> int:
    """Give the place of the verified log's resume that both files show before their difference; -1 for none."""
    for log in logs or ():
        for _, statement in log.resumes:
            at = statement.size
            shown = (at, bytes(log.leaves[32 * at : 32 * at + 32]))
            if log.origin == one.origin and one.resume == two.resume == shown:
                return at
    return -1


def judge_fork(
    paths: list[str], expected: dict[str, str], logs: tuple[Log, Log] | None, report: Report
) -> dict[str, Any]:
    """Say whether two files convict a log's owner; a resume in the verified logs excuses what may lie at or after it.

    A ground of kind a or c does not show where the difference lies: it is excused if it can lie after the resume. One
    before the resume is shown by ground b. A resume that both files show in their own branch is behind neither: they
    part after it, and it excuses nothing, nor does any before it.
    """
    sides = [read_side(path, f"{i}:{Path(path).name}", expected) for i, path in enumerate(paths)]
    if sides[0].origin != sides[1].origin:
        raise Fault("ORIGIN", paths[1], sides[1].origin, sides[0].origin)
    resumed = [s.size for log in logs or () if log.origin == sides[0].origin for _, s in log.resumes]
    found, common = grounds(*sides), shared_resume(sides[0], sides[1], logs)
    kept = sorted(name for name, last in found.items() if not any(common < size <= last for size in resumed))
    for name in sorted(found.keys() - set(kept)):
        report.finding("FORK_EXCUSED", name, min(resumed))
    if not kept:
        report.error(Fault("FORK_NOT_SHOWN", sides[0].origin, ",".join(found), "a|b|c"))
    return {"origin": sides[0].origin, "convicts": bool(kept), "grounds": kept, "sizes": [side.size for side in sides]}


# --- What is told ----------------------------------------------------------------------------------------------------

# Each code, which of the next steps below follows it, and what is wrong: in English, and under it in Russian.
TELL_TABLE = """
USAGE CALL The call cannot be used.
    Вызов непригоден.
FILE CALL The file cannot be read.
    Файл не читается.
MAGIC EXPORT The file does not begin as a bundle does.
    Начало файла не такое, как у пакета.
TRUNCATED EXPORT The file ends in the middle of a frame.
    Файл обрывается внутри кадра.
FRAME_ORDER EXPORT A frame is of an unknown type or out of its order.
    Кадр неизвестного типа или не на своём месте.
FRAME_COUNT EXPORT The frames are not those that the header calls for (B, E, T, P).
    Кадры не те, которых требует заголовок (B, E, T, P).
TOO_LONG EXPORT A part is longer than its cap.
    Часть длиннее допустимого.
TOO_DEEP EXPORT JSON is nested too deep.
    Слишком глубокая вложенность JSON.
CHECKSUM EXPORT The checksum is not that of the file, or bytes follow it.
    Контрольная сумма не совпадает, или за ней следуют байты.
NOT_CANONICAL EXPORT JSON is not in its canonical form.
    JSON не в канонической форме.
BASE64 EXPORT Base64 is not in its canonical form.
    Base64 не в канонической форме.
MEMBERS EXPORT An object has other members than those fixed.
    Состав полей объекта не тот, что установлен.
MEMBER EXPORT A member has a value that it cannot have.
    Недопустимое значение поля.
NOT_WHOLE WHOLE The bundle is not a whole log.
    Пакет содержит не весь журнал.
BODY_WITHHELD WHOLE The body of an entry is withheld.
    Тело записи не раскрыто.
ENTRY_FRAME EXPORT The lengths within an entry's frame do not add up.
    Длины внутри кадра записи не сходятся.
KEY ROOT A key is not a key of its suite, or of a suite not allowed here.
    Ключ не соответствует набору алгоритмов, или набор здесь недопустим.
ROOT_KEYS ROOT The root record does not name three distinct keys.
    Корневая запись называет не три разных ключа.
ROOT_FINGERPRINT ROOT The root of the log is not the one given.
    Корень журнала не тот, что указан.
PARTICIPANT ROOT No root was given for this participant.
    Для этого участника корень не указан.
ROOT_SIGNATURES ROOT Two valid signatures of root keys, and no others, are required.
    Требуются две верные подписи корневыми ключами и никакие иные.
KEY_SET_CHAIN ROOT The key set does not follow the one before.
    Набор ключей не продолжает предыдущий.
KEY_SET_TWICE ROOT A name or a key appears twice in a key set.
    Имя или ключ встречается в наборе ключей дважды.
SIGNATURE_COUNT EXPORT An envelope has no, too many or repeated signatures.
    В конверте нет подписей, их слишком много или они повторяются.
SIGNATURE FORGED A signature does not verify.
    Подпись неверна.
ENTRY_KEY FORGED An entry must carry one signature, of the key that it names.
    Запись должна нести одну подпись, и ключом, который в ней назван.
ENTRY_NUMBER FORGED An entry is not numbered as the next one.
    Номер записи не следующий по порядку.
ENTRY_PREV FORGED An entry does not link to the one before.
    Запись не ссылается на предыдущую.
ENTRY_KIND FORGED An entry's kind or role cannot stand here.
    Вид или роль записи здесь недопустимы.
ORIGIN FORGED This belongs to another log.
    Это относится к другому журналу.
BODY_HASH FORGED The body is not the one that was signed.
    Тело не то, которое подписано.
LOG_KEY FORGED An entry of the record's own kinds is not signed with the log key in force.
    Служебная запись подписана не действующим ключом журнала.
KEY_NOT_NAMED FORGED No key set before this entry names its key as an officer's.
    Ни один набор ключей до этой записи не называет её ключ ключом должностного лица.
NOTE EXPORT A head is not written as a head.
    Заверение состояния журнала записано не по форме.
SIZES_RISING EXPORT Heads are not in rising order of size.
    Заверения стоят не по возрастанию размера.
HEAD_KEY FORGED A head is not signed with the log key of its size.
    Заверение подписано не тем ключом журнала, который действует при этом размере.
HEAD_ROOT FORK A signed head is not of the log in the file: two histories, or a false head.
    Заверение не соответствует журналу в файле: две истории или ложное заверение.
HEAD_SIZE EXPORT The log's own head is not of its size.
    Собственное заверение журнала не его размера.
HEAD_UNNAMED EXPORT A head is held that no entry names.
    Приложено заверение, которого не называет ни одна запись.
COSIGNATURE FORGED A cosignature is not one of the other side's log keys.
    Встречная подпись сделана не ключом журнала другой стороны.
SAME_PARTICIPANT CALL Both files are of one participant.
    Оба файла принадлежат одному участнику.
MODES_MIXED FORGED EXERCISE and LIVE are mixed.
    Смешаны учебный (EXERCISE) и боевой (LIVE) режимы.
COUNTERPART PAIR The log was kept with another counterpart.
    Журнал вёлся с другим контрагентом.
NOT_CLOSED LATER NOT CLOSED: one log saw more of the other than the file given holds.
    НЕ ЗАМКНУТО: один журнал видел больше другого, чем есть в приложенном файле.
SEEN_TWO_ROOTS FORK One size was seen with two roots.
    Один размер указан с двумя разными корнями.
SEEN_HEAD FORGED Behind what an entry says it has seen there is no signed head.
    За тем, что запись называет увиденным, нет подписанного заверения.
RESUME FORGED A resume does not stand where, or with the key that, its statement says.
    Возобновление стоит не там или подписано не тем ключом, как сказано в его заявлении.
RESUME_ROOT FORGED A resume names another root than that of the log.
    Возобновление называет не тот корень, что у журнала.
RESUME_NO_CONSENT LATER The counterpart's file holds no consent to this resume.
    В файле контрагента нет согласия на это возобновление.
RESUME_SIGNATURE FORGED A resume is not signed by the counterpart's log key.
    Возобновление не подписано ключом журнала контрагента.
RESUME_BELOW_SEEN FORK A resume lies below what the counterpart had seen.
    Возобновление лежит ниже того, что контрагент уже видел.
INCARNATION FORGED Resumes are not counted upwards.
    Номера возобновлений не возрастают.
PROOF EXPORT A proof does not lead to its head.
    Доказательство не приводит к своему заверению.
FORK_NOT_SHOWN NONE These two files do not convict the owner of the log.
    Эти два файла не изобличают владельца журнала.
UNFINISHED NONE The two logs were not judged together, because one could not be followed.
    Журналы не сопоставлены: один из них не удалось прочесть до конца.
SEEN_FELL NONE An entry says it has seen less than the one before it.
    Запись называет увиденным меньше, чем предыдущая.
RECEIPT_WITHHELD NONE A cosignature has no receipt in its maker's log: the receipt is withheld.
    Встречной подписи не соответствует квитанция в журнале подписавшего: квитанция утаена.
KEY_REMOVED NONE An entry is signed with a key that had been removed.
    Запись подписана ключом, который уже исключён.
ROLE_NOT_HELD NONE An officer signed in a role that the key set does not give.
    Должностное лицо подписало в роли, которой набор ключей не даёт.
SHARED_FINGERPRINT NONE Both sides claim one key: it gives no consent.
    Один ключ заявлен обеими сторонами: согласия он не даёт.
CONSENT_UNUSED NONE A consent to resume is not followed by that resume.
    За согласием на возобновление такого возобновления нет.
SUITE_BY_JOINT_ACT NONE A key's suite is in force only by a joint act, which is not judged here.
    Набор алгоритмов ключа действует только по совместному акту, который здесь не проверяется.
FORK_EXCUSED NONE A resume excuses this ground.
    Возобновление снимает это основание.
"""


def read_table(table: str) -> dict[str, tuple[str, str, str]]:
    """Give by code: next step, English, Russian."""
    rows, lines = {}, table.strip().split("\n")
    for english, russian in zip(lines[::2], lines[1::2], strict=True):
        code, step, sentence = english.split(" ", 2)
        rows[code] = (step, sentence, russian.strip())
    return rows


TELL = read_table(TELL_TABLE)
NEXT = {
    "CALL": (
        "Give LOG LOG --root CODE=FINGERPRINT --root CODE=FINGERPRINT.",
        "Укажите LOG LOG --root КОД=ОТПЕЧАТОК --root КОД=ОТПЕЧАТОК.",
    ),
    "EXPORT": (
        "Keep the file, and ask its owner for a new export.",
        "Сохраните файл и запросите у владельца новую выгрузку.",
    ),
    "WHOLE": (
        "Ask the owner for a bundle of the whole log with all bodies.",
        "Запросите у владельца пакет со всем журналом и всеми телами.",
    ),
    "ROOT": ("Compare the root fingerprint with its owner by voice.", "Сверьте отпечаток корня с владельцем голосом."),
    "FORGED": (
        "Do not rely on this log; keep the file and ask its owner.",
        "Не полагайтесь на этот журнал; сохраните файл и запросите владельца.",
    ),
    "FORK": (
        "Stop the exchange, keep both files; they may convict the log's owner.",
        "Остановите обмен, сохраните оба файла: они могут изобличить владельца журнала.",
    ),
    "PAIR": ("Give the two logs of one pair.", "Укажите два журнала одной пары."),
    "LATER": ("Ask for a later export of the other log.", "Запросите более позднюю выгрузку другого журнала."),
    "NONE": ("", ""),
}
WORDS = {
    "proven": ("PROVEN: both logs hold together up to", "ДОКАЗАНО: оба журнала сходятся до"),
    "not": ("NOT PROVEN", "НЕ ДОКАЗАНО"),
    "scope": (
        "This shows who signed what, in which order, and by when the other side had it; not that it is true.",
        "Показано, кто что подписал, в каком порядке и к какому сроку это было у другой стороны; но не что это правда.",
    ),
    "columns": ("log|entries|head|root|key sets|receipts", "журнал|записей|вершина|корень|наборов ключей|квитанций"),
    "signers": ("signed by", "подписали"),
    "signer": ("{name} {role}: {entries}, last {last} [{key}]", "{name} {role}: {entries}, последняя {last} [{key}]"),
    "log_key": ("(log key)", "(ключ журнала)"),
    "received": (
        "entries {first}..{last}: received by {by}, by its clock not after {at} ({how} {entry})",
        "записи {first}..{last}: получено ({by}), по его часам не позднее {at} ({how} {entry})",
    ),
    "receipt": ("receipt", "квитанция"),
    "exhibit": ("exhibit", "предъявление"),
    "earlier": ("and {count} earlier ranges, see --json", "и ещё {count} более ранних, см. --json"),
    "unstamped": (
        "entries {first}..{last}: no stamp of the counterpart",
        "записи {first}..{last}: отметки контрагента нет",
    ),
    "errors": ("does not hold", "не сходится"),
    "findings": ("findings", "замечания"),
    "found": ("found {found}", "найдено: {found}"),
    "expected": ("expected {expected}", "ожидалось: {expected}"),
    "convicted": (
        "CONVICTED of a fork: {origin}, grounds {grounds}",
        "ИЗОБЛИЧЁН в раздвоении журнала: {origin}, основания: {grounds}",
    ),
    "more": ("and {count} more", "и ещё {count}"),
}
HELP_EN = """\
usage: jig_verify.py LOG LOG --root CODE=FINGERPRINT --root CODE=FINGERPRINT [--json] [--lang en|ru] [--jobs N]
       jig_verify.py --fork FILE FILE --root CODE=FINGERPRINT [LOG LOG --root CODE=FINGERPRINT]
LOG: bundle file of a whole log. FILE: one side of a fork proof; with the logs a resume in them may excuse it.
exit 0: all proven (with --fork: convicted); 1: something does not hold; 2: the call cannot be used
"""
HELP_RU = """\
вызов: jig_verify.py LOG LOG --root КОД=ОТПЕЧАТОК --root КОД=ОТПЕЧАТОК [--json] [--lang en|ru] [--jobs N]
       jig_verify.py --fork ФАЙЛ ФАЙЛ --root КОД=ОТПЕЧАТОК [LOG LOG --root КОД=ОТПЕЧАТОК]
LOG: пакет со всем журналом. ФАЙЛ: одна сторона доказательства раздвоения; возобновление в журналах может его снять.
код 0: всё доказано (с --fork: изобличён); 1: что-то не сходится; 2: вызов непригоден
"""


def word(name: str, lang: str, /, **values: object) -> str:
    return WORDS[name][lang == "ru"].format(**values)


def moment(time: int) -> str:
    """Give a time in UTC, or its plain number when no calendar reaches it."""
    try:
        return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, OSError, ValueError):
        return str(time)


def fault_record(fault: Fault, lang: str) -> dict[str, str]:
    step = NEXT[TELL[fault.code][0]][lang == "ru"]
    return {
        "code": fault.code,
        "path": brief(fault.where),
        "found": fault.found,
        "expected": fault.expected,
        "next": step,
    }


def log_record(log: Log, other: Log) -> dict[str, Any]:
    """Give the machine form of what is proven of one log."""
    ranges = [
        {"from": first, "to": last, "at": stamp.time, "by": other.origin, "how": stamp.how, "entry": stamp.entry}
        for first, last, stamp in proven(stamps(log, other))
    ]
    people = [
        {"key": key, "name": brief(signer.name), "role": brief(role), "entries": signer.entries, "last": signer.last}
        for (key, role), signer in log.signers.items()
    ]
    return {
        "file": brief(log.label),
        "origin": log.origin,
        "mode": log.root.mode,
        "entries": log.size,
        "head": log.notes["T"][0].root,
        "root": log.root.fingerprint,
        "log_key": log.current.log_key.fingerprint,
        "key_sets": len(log.log_keys),
        "kinds": log.kinds,
        "receipts": log.kinds.get("receipt", 0),
        "seen": log.top_seen,
        "signers": people,
        "proven": ranges,
    }


def fault_lines(title: str, faults: list[Fault], left_out: int, lang: str) -> Iterator[str]:
    if faults:
        yield f"{word(title, lang)}: {len(faults) + left_out}"
    for fault in faults:
        step, *texts = TELL[fault.code]
        parts = [
            word(name, lang, **{name: value})
            for name, value in (("found", fault.found), ("expected", fault.expected))
            if value
        ]
        detail = f" ({'; '.join(parts)})" if parts else ""
        yield (
            f"  {brief(fault.where)}: {texts[lang == 'ru']}{detail} {NEXT[step][lang == 'ru']}".rstrip()
            + f" [{fault.code}]"
        )
    if left_out:
        yield "  " + word("more", lang, count=left_out)


def log_lines(records: dict[str, dict[str, Any]], lang: str) -> Iterator[str]:
    """Give the summary for people: a table of the logs, then for each who signed and by when it was received."""
    rows = [word("columns", lang).split("|")]
    rows += [
        [code, str(r["entries"]), r["head"][:16], r["root"][:16], str(r["key_sets"]), str(r["receipts"])]
        for code, r in records.items()
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    for code, record in records.items():
        yield f"{code}: {word('signers', lang)}"
        for signer in record["signers"]:
            yield "  " + word(
                "signer", lang, **signer | {"name": signer["name"] or word("log_key", lang), "key": signer["key"][:16]}
            )
        yield from proof_lines(record, lang)


def proof_lines(record: dict[str, Any], lang: str) -> Iterator[str]:
    ranges = record["proven"]
    if len(ranges) > 10:
        yield "  " + word("earlier", lang, count=len(ranges) - 10)
    for r in ranges[-10:]:
        yield "  " + word(
            "received",
            lang,
            first=r["from"],
            last=r["to"],
            by=r["by"],
            at=moment(r["at"]),
            how=word(r["how"], lang),
            entry=r["entry"],
        )
    stamped = ranges[-1]["to"] + 1 if ranges else 0
    if stamped < record["entries"]:
        yield "  " + word("unstamped", lang, first=stamped, last=record["entries"] - 1)


# --- The call --------------------------------------------------------------------------------------------------------


class Arguments(argparse.ArgumentParser):
    """An argument parser whose refusals go the way of all others."""

    def error(self, message: str) -> NoReturn:
        raise Unusable("USAGE", "argv", message)


def arguments(argv: list[str]) -> argparse.Namespace:
    parser = Arguments(add_help=False, allow_abbrev=False)
    parser.add_argument("logs", nargs="*")
    parser.add_argument("--root", action="append", default=[])
    parser.add_argument("--fork", nargs=2)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lang", choices=("en", "ru"), default="en")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--help", "-h", action="store_true")
    return parser.parse_intermixed_args(argv)


def expected_roots(call: argparse.Namespace) -> dict[str, str]:
    """Give the root fingerprint of each participant; as many as the files of the call need."""
    roots = {}
    for text in call.root:
        code, _, fingerprint = text.partition("=")
        if not CODE.allows(code) or not HEX.allows(fingerprint) or code in roots:
            raise Unusable("USAGE", "--root", text, "CODE=hex64")
        roots[code] = fingerprint
    if len(call.logs) not in ((0, 2) if call.fork else (2,)) or len(roots) != (2 if call.logs else 1):
        raise Unusable("USAGE", "argv", f"{len(call.logs)} LOG, {len(roots)} --root", "2 LOG, 2 --root")
    if not 1 <= call.jobs <= 256:
        raise Unusable("USAGE", "--jobs", call.jobs, "1..256")
    return roots


def verify(paths: list[str], expected: dict[str, str], processes: int, report: Report) -> tuple[Log, Log] | None:
    """Read and judge two whole logs; None if they could not be judged together."""
    for path in paths:
        open_regular(path).close()  # an unusable call is told before an hour's work
    signatures = Signatures(processes)
    logs = [read_log(path, f"{i}:{Path(path).name}", expected, signatures, report) for i, path in enumerate(paths)]
    pair = (logs[0], logs[1]) if logs[0] is not None and logs[1] is not None else None
    with report.catching():
        if pair is None:
            raise Fault("UNFINISHED", "both")
        judge(pair, signatures, report)
    signatures.close(report)
    return pair if not report.errors else None


def run(call: argparse.Namespace, report: Report) -> dict[str, Any]:
    expected = expected_roots(call)
    answer: dict[str, Any] = {"logs": {}}
    pair = verify(call.logs, expected, call.jobs, report) if call.logs else None
    if pair is not None:
        a, b = pair
        answer["logs"] = {a.root.participant: log_record(a, b), b.root.participant: log_record(b, a)}
    if call.fork and not report.errors:
        with report.catching():
            answer["fork"] = judge_fork(call.fork, expected, pair, report)
    return answer


def tell(answer: dict[str, Any], report: Report, as_json: bool, lang: str) -> Iterator[str]:
    if as_json:
        faults = {
            name: [fault_record(f, lang) for f in faults]
            for name, faults in (("findings", report.findings), ("errors", report.errors))
        }
        yield json.dumps(
            {"ok": not report.errors, **answer, **faults, "findings_left_out": report.findings_left_out},
            ensure_ascii=False,
        )
        return
    yield from log_lines(answer["logs"], lang) if answer["logs"] else ()
    yield from fault_lines("findings", report.findings, report.findings_left_out, lang)
    yield from fault_lines("errors", report.errors, 0, lang)
    if report.errors:
        yield word("not", lang)
    elif "fork" in answer:
        yield word("convicted", lang, origin=answer["fork"]["origin"], grounds=",".join(answer["fork"]["grounds"]))
    else:
        frontier = ",".join(f"{code}={record['entries']}" for code, record in answer["logs"].items())
        yield f"{word('proven', lang)} {frontier}. {word('scope', lang)}"


def main(argv: list[str] | None = None) -> int:
    """Do the call and answer its exit code."""
    argv = sys.argv[1:] if argv is None else argv
    lang, as_json = "ru" if re.search(r"--lang[= ]ru", " ".join(argv)) else "en", "--json" in argv
    report, unusable = Report(), False
    answer: dict[str, Any] = {"logs": {}}
    try:
        call = arguments(argv)
        lang = call.lang
        if call.help:
            print(HELP_RU if lang == "ru" else HELP_EN, end="")
            return 0
        answer = run(call, report)
    except Unusable as fault:
        report.errors, unusable = [fault], True
    except OSError as error:  # a disk that fails half-way proves nothing about the log
        report.errors, unusable = [Unusable("FILE", str(error.filename or ""), type(error).__name__)], True
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    for line in tell(answer, report, as_json, lang):
        print(line, file=sys.stderr if unusable and not as_json else sys.stdout)
    return 2 if unusable else 1 if report.errors else 0


if __name__ == "__main__":
    sys.exit(main())
