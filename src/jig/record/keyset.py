"""Who may sign for a participant: an offline root, and the key sets that two of its three keys sign."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jig.record.canonical import JSON, canonical, parse_object
from jig.record.dsse import Envelope, decode, pae, seal
from jig.record.errors import Malformed
from jig.record.suites import PublicKey, Signer

PAYLOAD_TYPE = "application/vnd.jig.keyset+json"
CAP = 65_536
THRESHOLD = 2
ROOT_KEYS = 3
MODES = ("EXERCISE", "LIVE")


@dataclass(frozen=True)
class Root:
    """The offline root of one participant: three keys, any two of which speak for it."""

    participant: str
    mode: str
    keys: tuple[PublicKey, ...]

    def as_json(self) -> dict[str, JSON]:
        """Give the root record (section 2 of the record format)."""
        keys: list[JSON] = [key.as_json() for key in self.keys]
        return {
            "keys": keys,
            "mode": self.mode,
            "participant": self.participant,
            "threshold": THRESHOLD,
            "type": "root",
            "v": 1,
        }

    @property
    def fingerprint(self) -> str:
        """The 64 hex digits that the two sides read aloud to each other."""
        return hashlib.sha256(canonical(self.as_json())).hexdigest()

    @property
    def origin(self) -> str:
        """The name of this participant's log."""
        return f"{self.mode.lower()}/{self.participant}/{self.fingerprint[:16]}"

    def endorsed(self, envelope: Envelope) -> bool:
        """Tell whether two distinct root keys signed an envelope."""
        good = {keyid for keyid, signature in envelope.signatures if self.signed(envelope, keyid, signature)}
        return len(good) >= THRESHOLD

    def signed(self, envelope: Envelope, keyid: str, signature: bytes) -> bool:
        """Tell whether one signature of an envelope is a root key's and verifies."""
        message = pae(envelope.payload_type, envelope.payload)
        return any(key.fingerprint == keyid and key.verify(signature, message) for key in self.keys)


def read_root(raw: JSON) -> Root:
    """Read a root record; raises Malformed."""
    if not isinstance(raw, dict) or set(raw) != {"keys", "mode", "participant", "threshold", "type", "v"}:
        raise Malformed("ROOT-FIELDS")
    keys, participant = raw["keys"], raw["participant"]
    if raw["type"] != "root" or raw["v"] != 1 or raw["threshold"] != THRESHOLD or raw["mode"] not in MODES:
        raise Malformed("ROOT-FIELDS")
    if not isinstance(keys, list) or len(keys) != ROOT_KEYS or not isinstance(participant, str):
        raise Malformed("ROOT-FIELDS")
    if not participant.isascii() or not participant.isalnum() or len(participant) > 16:
        raise Malformed("ROOT-FIELDS")
    root = Root(participant, str(raw["mode"]), tuple(PublicKey.from_json(key) for key in keys))
    if len({key.fingerprint for key in root.keys}) != ROOT_KEYS:
        raise Malformed("ROOT-KEYS-REPEATED")
    return root


@dataclass(frozen=True)
class Officer:
    """A person whose key may speak for a participant, and in which roles."""

    name: str
    name_local: str
    post: str
    rank_code: str
    roles: tuple[str, ...]
    languages: tuple[str, ...]
    key: PublicKey

    def as_json(self) -> dict[str, JSON]:
        """Give the officer as a key set lists it."""
        return {
            "key": self.key.as_json(),
            "languages": list(self.languages),
            "name": self.name,
            "name_local": self.name_local,
            "post": self.post,
            "rank_code": self.rank_code,
            "roles": list(self.roles),
        }


@dataclass(frozen=True)
class KeySet:
    """The keys of one log from a position on: the log key and the officers' personal keys."""

    root: Root
    version: int
    prev: str | None
    log_key: PublicKey
    officers: tuple[Officer, ...]
    issued_at: int

    def payload(self) -> bytes:
        """Give the canonical bytes that the root keys sign."""
        officers: list[JSON] = [officer.as_json() for officer in self.officers]
        return canonical(
            {
                "issued_at": self.issued_at,
                "log": self.root.origin,
                "log_key": self.log_key.as_json(),
                "officers": officers,
                "prev": self.prev,
                "root": self.root.as_json(),
                "type": "keyset",
                "v": 1,
                "version": self.version,
            }
        )

    @property
    def digest(self) -> str:
        """The hash that the next key set names as `prev`."""
        return hashlib.sha256(self.payload()).hexdigest()

    def as_json(self) -> dict[str, JSON]:
        """Give it by version and digest, which stand for all of it."""
        return {"digest": self.digest, "version": self.version}

    def officer(self, name: str) -> Officer | None:
        """Find an officer by name."""
        return next((officer for officer in self.officers if officer.name == name), None)

    @cached_property
    def _by_print(self) -> dict[str, Officer]:
        return {officer.key.fingerprint: officer for officer in self.officers}

    def officer_of(self, fingerprint: str) -> Officer | None:
        """Find an officer by the fingerprint of its key."""
        return self._by_print.get(fingerprint)

    def keys(self) -> dict[str, PublicKey]:
        """Give every key named here, by fingerprint."""
        named = {officer.key.fingerprint: officer.key for officer in self.officers}
        return named | {self.log_key.fingerprint: self.log_key}


def sign_keyset(keyset: KeySet, *root_signers: Signer) -> bytes:
    """Seal a key set with root keys; give the envelope bytes."""
    return seal(PAYLOAD_TYPE, keyset.payload(), *root_signers).encode()


def read_keyset(data: bytes) -> KeySet:
    """Open a key set envelope: two of the three root keys that it names signed it; raises Malformed.

    Whether that root is the one the reader pinned, and whether the set continues the last one, is `continues`'s
    question.
    """
    envelope = decode(data, cap=CAP * 2)
    if envelope.payload_type != PAYLOAD_TYPE:
        raise Malformed("PAYLOAD-TYPE", found=envelope.payload_type, expected=PAYLOAD_TYPE)
    raw = parse_object(envelope.payload, cap=CAP)
    keyset = _keyset(raw)
    if not keyset.root.endorsed(envelope):
        raise Malformed("KEYSET-NOT-ENDORSED", needed=THRESHOLD)
    return keyset


def _keyset(raw: dict[str, JSON]) -> KeySet:
    fields = {"issued_at", "log", "log_key", "officers", "prev", "root", "type", "v", "version"}
    if set(raw) != fields or raw["type"] != "keyset" or raw["v"] != 1:
        raise Malformed("KEYSET-FIELDS")
    officers, version, issued, prev = raw["officers"], raw["version"], raw["issued_at"], raw["prev"]
    if not isinstance(officers, list) or type(version) is not int or version < 0 or type(issued) is not int:
        raise Malformed("KEYSET-FIELDS")
    if prev is not None and not isinstance(prev, str):
        raise Malformed("KEYSET-FIELDS")
    root = read_root(raw["root"])
    if raw["log"] != root.origin:
        raise Malformed("KEYSET-LOG", found=str(raw["log"]), expected=root.origin)
    listed = tuple(_officer(item) for item in officers)
    keyset = KeySet(root, version, prev, PublicKey.from_json(raw["log_key"]), listed, issued)
    prints = [officer.key.fingerprint for officer in listed] + [keyset.log_key.fingerprint]
    if len(set(prints)) != len(prints) or len({officer.name for officer in listed}) != len(listed):
        raise Malformed("KEYSET-REPEATED")
    return keyset


def _officer(raw: Any) -> Officer:
    fields = {"key", "languages", "name", "name_local", "post", "rank_code", "roles"}
    if not isinstance(raw, dict) or set(raw) != fields:
        raise Malformed("KEYSET-OFFICER")
    texts = [raw[name] for name in ("name", "name_local", "post", "rank_code")]
    lists = [raw["roles"], raw["languages"]]
    if not all(isinstance(text, str) and len(text) <= 200 for text in texts) or not raw["name"]:
        raise Malformed("KEYSET-OFFICER")
    if not all(isinstance(items, list) and all(isinstance(item, str) for item in items) for items in lists):
        raise Malformed("KEYSET-OFFICER")
    name, local, post, rank = texts
    return Officer(name, local, post, rank, tuple(lists[0]), tuple(lists[1]), PublicKey.from_json(raw["key"]))


def continues(keyset: KeySet, last: KeySet | None, pinned: str) -> None:
    """Hold a key set against the pinned root and the set before it; raises Malformed."""
    if keyset.root.fingerprint != pinned:
        raise Malformed("ROOT-FINGERPRINT", found=keyset.root.fingerprint, expected=pinned)
    version, prev = (0, None) if last is None else (last.version + 1, last.digest)
    if keyset.version != version or keyset.prev != prev:
        raise Malformed("KEYSET-CHAIN", found=keyset.version, expected=version)
