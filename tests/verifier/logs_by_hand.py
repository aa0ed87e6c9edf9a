"""Two participants' logs, written byte by byte from docs/reference/record-format.md with nothing of the project's own.

The oracle of the verifier's tests: trees by the recursive definitions of RFC 6962, canonical JSON by `rfc8785`.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from dataclasses import dataclass, field
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Frame = tuple[bytes, bytes]
Json = dict[str, Any]
ENTRY, KEY_SET, RESUME = (f"application/vnd.jig.{name}+json" for name in ("entry", "keyset", "resume"))
AGREEMENT = hashlib.sha256(b"terms").hexdigest()
NOTHING = (0, hashlib.sha256(b"").digest())


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def secret(label: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(sha(label.encode()))


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def record_of(key: Ed25519PrivateKey) -> dict[str, str]:
    return {"public": b64(public(key)), "suite": "ed25519"}


def fingerprint(key: Ed25519PrivateKey) -> str:
    return sha(b"ed25519\0" + public(key)).hex()


def envelope(payload_type: str, payload: bytes, *keys: Ed25519PrivateKey) -> bytes:
    signed = f"DSSEv1 {len(payload_type)} {payload_type} {len(payload)} ".encode() + payload
    lines = [{"keyid": fingerprint(key), "sig": b64(key.sign(signed))} for key in keys]
    return rfc8785.dumps({"payload": b64(payload), "payloadType": payload_type, "signatures": lines})


def split(n: int) -> int:
    return 1 << (n - 1).bit_length() - 1


def tree(leaves: list[bytes]) -> bytes:
    """Give the RFC 6962 tree hash of leaf hashes (2.1)."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha(b"")
    k = split(len(leaves))
    return sha(b"\1" + tree(leaves[:k]) + tree(leaves[k:]))


def inclusion(m: int, leaves: list[bytes]) -> list[bytes]:
    """Give PATH(m, D[n]) (2.1.1)."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*inclusion(m, leaves[:k]), tree(leaves[k:])]
    return [*inclusion(m - k, leaves[k:]), tree(leaves[:k])]


def consistency(m: int, leaves: list[bytes], whole: bool = True) -> list[bytes]:
    """Give SUBPROOF(m, D[n], b) (2.1.2)."""
    if m == len(leaves):
        return [] if whole else [tree(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*consistency(m, leaves[:k], whole), tree(leaves[k:])]
    return [*consistency(m - k, leaves[k:], False), tree(leaves[:k])]


@dataclass
class Side:
    """One participant with all its keys: it states entries, sees, receives and cosigns."""

    code: str
    clock: int
    mode: str = "EXERCISE"
    counterpart: str | None = None
    officers: dict[str, list[str]] = field(default_factory=dict)
    entries: list[tuple[bytes, bytes, bytes]] = field(default_factory=list)
    keys_at: list[tuple[int, Ed25519PrivateKey]] = field(default_factory=list)
    key_sets: list[bytes] = field(default_factory=list)
    key_set_payload: bytes = b""
    seen: tuple[int, bytes] = NOTHING
    heads_seen: dict[int, bytes] = field(default_factory=dict)
    crossed: list[tuple[int, bytes]] = field(default_factory=list)
    cosigned: list[tuple[int, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.root_keys = [secret(f"{self.code} root {i}") for i in range(3)]
        self.root: Json = {
            "keys": [record_of(key) for key in self.root_keys],
            "mode": self.mode,
            "participant": self.code,
        }
        self.root |= {"threshold": 2, "type": "root", "v": 1}
        self.root_fingerprint = sha(rfc8785.dumps(self.root)).hex()
        self.origin = f"{self.mode.lower()}/{self.code}/{self.root_fingerprint[:16]}"

    @property
    def leaves(self) -> list[bytes]:
        return [sha(b"\0" + envelope) for envelope, _, _ in self.entries]

    def log_key(self, below: int) -> Ed25519PrivateKey:
        return [key for position, key in self.keys_at if position < below][-1]

    def officer_key(self, name: str) -> Ed25519PrivateKey:
        return secret(f"{self.code} officer {name}")

    def key_set(self, log_key: Ed25519PrivateKey, signers: tuple[int, ...] = (0, 2), **changed: Any) -> bytes:
        officers = [
            {"key": record_of(self.officer_key(name)), "languages": ["en"], "name": name, "name_local": name}
            | {"post": "desk", "rank_code": "OF-3", "roles": roles}
            for name, roles in self.officers.items()
        ]
        payload: Json = {
            "issued_at": self.clock,
            "log": self.origin,
            "log_key": record_of(log_key),
            "officers": officers,
        }
        payload |= {"prev": sha(self.key_set_payload).hex() if self.key_sets else None, "root": self.root}
        payload |= {"type": "keyset", "v": 1, "version": len(self.key_sets)}
        self.key_set_payload = rfc8785.dumps(payload | changed)
        self.key_sets.append(envelope(KEY_SET, self.key_set_payload, *(self.root_keys[i] for i in signers)))
        return self.key_sets[-1]

    def append(self, kind: str, body: Any, key: Ed25519PrivateKey, role: str = "LOG", /, **changed: Any) -> int:
        seq, raw = len(self.entries), rfc8785.dumps(body)
        salt = sha(f"{self.code} {seq} {kind}".encode())
        size, root = self.seen
        payload: Json = {"agreement": AGREEMENT, "body": sha(salt + raw).hex(), "claimed_at": self.clock, "kind": kind}
        payload |= {"key": fingerprint(key), "log": self.origin, "prev": self.leaves[-1].hex() if seq else None}
        payload |= {"role": role, "seen": {"root": root.hex(), "size": size}, "seq": seq, "v": 1}
        self.entries.append((envelope(ENTRY, rfc8785.dumps(payload | changed), key), salt, raw))
        self.clock += 60
        return seq

    def state(self, name: str, words: str, kind: str = "note") -> int:
        return self.append(kind, {"lang": "en", "text": words}, self.officer_key(name), self.officers[name][0])

    def own(self, kind: str, body: Any, /, **changed: Any) -> int:
        return self.append(kind, body, self.log_key(len(self.entries)), **changed)

    def establish(self, **officers: list[str]) -> None:
        self.officers, log_key = officers, secret(f"{self.code} log 0")
        self.append("keyset", {"keyset": b64(self.key_set(log_key))}, log_key)
        self.keys_at = [(0, log_key)]

    def rotate(self, **officers: list[str]) -> None:
        self.officers, log_key = officers, secret(f"{self.code} log {len(self.key_sets)}")
        seq = self.own("keyset", {"keyset": b64(self.key_set(log_key))})
        self.keys_at.append((seq, log_key))

    def head(self, size: int | None = None) -> bytes:
        size = len(self.entries) if size is None else size
        text = f"{self.origin}\n{size}\n{b64(tree(self.leaves[:size]))}\n".encode()
        return text + b"\n" + self.line(1, self.log_key(size), text)

    def line(
        self,
        kind: int,
        key: Ed25519PrivateKey,
        signed: bytes,
        before: bytes = b"",
        claims: Ed25519PrivateKey | None = None,
    ) -> bytes:
        """Give a signature line; `claims` is the key that its hash names, when it is not the one that signs."""
        key_hash = sha(self.origin.encode() + b"\n" + bytes([kind]) + public(claims or key))[:4]
        return f"\u2014 {self.origin} {b64(key_hash + before + key.sign(signed))}\n".encode()

    def cosign(self, note: bytes, time: int) -> bytes:
        text = note[: note.index(b"\n\n") + 1]
        signed = f"cosignature/v1\ntime {time}\n".encode() + text
        return note + self.line(4, self.log_key(len(self.entries)), signed, struct.pack(">Q", time))

    def see(self, other: Side, size: int | None = None) -> bytes:
        size = len(other.entries) if size is None else size
        note, self.counterpart = other.head(size), other.origin
        self.seen, self.heads_seen[size] = (size, tree(other.leaves[:size])), note
        return note

    def receive(self, other: Side, size: int | None = None) -> bytes:
        """See a head of the other, append the receipt, cosign; answer the cosigned note."""
        note, time = self.see(other, size), self.clock
        self.own("receipt", {})
        cosigned = self.cosign(note, time)
        self.cosigned.append((self.seen[0], cosigned))
        other.crossed.append((self.seen[0], cosigned))
        return cosigned

    def statement(self, other: Side, size: int, log_key: Ed25519PrivateKey, incarnation: int = 1) -> bytes:
        payload: Json = {
            "counterpart": other.origin,
            "incarnation": incarnation,
            "log": self.origin,
            "size": size,
            "v": 1,
        }
        payload |= {"log_key": record_of(log_key), "root": tree(self.leaves[:size]).hex(), "type": "resume"}
        return rfc8785.dumps(payload)

    def resume(self, other: Side, size: int, consent: bool = True) -> None:
        """Lose every entry from `size` on and go on from there under a new key set, with the other's consent."""
        log_key, roots = secret(f"{self.code} log resumed {size}"), self.root_keys[:2]
        self.entries, self.crossed = self.entries[:size], [pair for pair in self.crossed if pair[0] <= size]
        statement, key_set = self.statement(other, size, log_key), self.key_set(log_key)
        if consent:
            other.own("resume-consent", {"statement": b64(envelope(RESUME, statement, *roots))})
        full = envelope(RESUME, statement, *roots, other.log_key(len(other.entries)))
        self.see(other)
        self.append("resume", {"keyset": b64(key_set), "statement": b64(full)}, log_key)
        self.keys_at.append((size, log_key))


def frames_of(side: Side) -> list[Frame]:
    """Give the frames of a whole log, without the checksum."""
    n = len(side.entries)
    header = {"counterpart": side.counterpart, "from": 0, "log": side.origin, "to": n, "v": 1}
    frames = [(b"H", rfc8785.dumps(header))]
    for note, salt, body in side.entries:
        frames.append((b"E", struct.pack(">I", len(note)) + note + salt + struct.pack(">I", len(body)) + body))
    frames += [(b"S", side.heads_seen[size]) for size in sorted(side.heads_seen)]
    frames += [(b"T", side.head()), (b"P", b"")]
    frames += [(b"X", note) for _, note in sorted(side.crossed)]
    return frames + [(b"C", note) for _, note in sorted(side.cosigned)]


def seal(frames: list[Frame]) -> bytes:
    data = b"JIGBUNDLE1\n" + b"".join(kind + struct.pack(">I", len(content)) + content for kind, content in frames)
    return data + b"Z" + struct.pack(">I", 32) + sha(data)


def bundle(side: Side) -> bytes:
    return seal(frames_of(side))


def pair() -> tuple[Side, Side]:
    a, b = Side("AAA", 1_700_000_000), Side("BBB", 1_700_500_000)
    a.establish(Ada=["WATCH"], Alan=["PLANNER"])
    b.establish(Boris=["COMMANDER"], Bella=["LIAISON"])
    return a, b


def story() -> tuple[Side, Side]:
    """Statements on both sides, receipts, an exhibit, a rotation, a lost store and its resume."""
    a, b = pair()
    a.state("Ada", "first")
    cosigned = b.receive(a)
    b.state("Boris", "answer")
    a.receive(b)
    a.own("exhibit", {"note": cosigned.decode()})
    a.rotate(Ada=["WATCH", "PLANNER"], Anna=["PLANNER"])
    a.state("Anna", "under the new keys")
    b.state("Bella", "will be lost")
    b.resume(a, size=3)
    b.state("Boris", "after the resume")
    b.receive(a)
    a.receive(b)
    a.own("heartbeat", {})
    return a, b


def fork_side(side: Side, base: int | None = None, index: int | None = None, resume: int | None = None) -> bytes:
    """Give one file of a fork proof: the side's newest head, with what it says of an earlier size and of one leaf."""
    leaves, based = side.leaves, None
    if base is not None:
        proof = [b64(part) for part in consistency(base, leaves)]
        based = {"proof": proof, "root": b64(tree(leaves[:base])), "size": base}
    shown = [
        None if at is None else {"index": at, "leaf": b64(leaves[at]), "proof": [b64(p) for p in inclusion(at, leaves)]}
        for at in (index, resume)
    ]
    value: Json = {"base": based, "head": side.head().decode(), "inclusion": shown[0], "type": "fork-side", "v": 1}
    value |= {"resume": shown[1]} if resume is not None else {}
    return rfc8785.dumps(value | {"keysets": [b64(key_set) for key_set in side.key_sets]})
