"""Signature suites: which bytes are a key, and when a signature is good (record format, section 2)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from jig.record import b64
from jig.record.canonical import JSON
from jig.record.errors import Malformed, shown

ED25519 = "ed25519"
P256 = "p256"

_KEYS_KEPT = 4096
# RFC 8032, 5.1: the field's prime and the curve's constant d.
_PRIME = 2**255 - 19
_D = -121665 * pow(121666, -1, _PRIME) % _PRIME
# The y coordinates of the eight points whose order divides 8. Under such a key a signature can hold for any message:
# its owner could later say that everybody might have signed.
_SMALL_ORDER_Y = frozenset(
    (
        0,
        1,
        _PRIME - 1,
        int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"),
        int.from_bytes(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"),
    )
)
# SEC 2, 2.4.2: the order of the P-256 group.
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True)
class PublicKey:
    """A public key and its suite.

    public: 32 bytes for ed25519, 65 (uncompressed point) for p256. Built directly it is not checked; a key that
    is not one verifies nothing.
    """

    suite: str
    public: bytes

    @cached_property
    def fingerprint(self) -> str:
        """hex(sha256(suite || 0x00 || public))."""
        return hashlib.sha256(self.suite.encode() + b"\x00" + self.public).hexdigest()

    def verify(self, signature: bytes, message: bytes) -> bool:
        """Say whether the signature is this key's over the message; never raises for any bytes."""
        key = self._key
        if isinstance(key, ed25519.Ed25519PublicKey):
            return _verify_ed25519(key, signature, message)
        if isinstance(key, ec.EllipticCurvePublicKey):
            return _verify_p256(key, signature, message)
        return False

    def as_json(self) -> dict[str, JSON]:
        """The key record {"public": b64, "suite": s}."""
        return {"public": b64.encode(self.public), "suite": self.suite}

    @classmethod
    def from_json(cls, record: JSON) -> Self:
        """Read a key record. Raises Malformed KEY-FORM, KEY-SUITE, KEY-POINT, B64-SPELLING."""
        if not isinstance(record, dict) or record.keys() != {"public", "suite"}:
            raise Malformed("KEY-FORM")
        public, suite = record["public"], record["suite"]
        if not isinstance(public, str) or not isinstance(suite, str):
            raise Malformed("KEY-FORM")
        if suite not in (ED25519, P256):
            raise Malformed("KEY-SUITE", suite=shown(suite))
        key = cls(suite, b64.decode(public))
        if key._key is None:
            raise Malformed("KEY-POINT", suite=suite)
        return key

    @cached_property
    def _key(self) -> ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | None:
        return _parsed(self.suite, self.public)


class Signer(Protocol):
    """Whatever holds a private key: this file's classes, a smart card."""

    @property
    def public(self) -> PublicKey:
        """The key under which its signatures are good."""

    def sign(self, message: bytes) -> bytes:
        """Sign with the suite of `public`."""


class Ed25519Signer:
    """An Ed25519 private key in memory. seed: 32 bytes. Raises Malformed KEY-PRIVATE."""

    __slots__ = ("_key", "public")

    def __init__(self, seed: bytes) -> None:
        if len(seed) != 32:
            raise Malformed("KEY-PRIVATE", suite=ED25519)
        self._key = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
        self.public = PublicKey(ED25519, self._key.public_key().public_bytes_raw())

    @classmethod
    def generate(cls) -> Self:
        """A new key from the system's randomness."""
        return cls(secrets.token_bytes(32))

    @classmethod
    def from_private_bytes(cls, private: bytes) -> Self:
        """The key whose `private_bytes` these are. Raises Malformed KEY-PRIVATE."""
        return cls(private)

    def private_bytes(self) -> bytes:
        """The 32-byte seed."""
        return self._key.private_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """64 bytes, deterministic (RFC 8032)."""
        return self._key.sign(message)


class P256Signer:
    """A P-256 private key in memory. scalar: 32 bytes, big-endian, 1 to order - 1. Raises Malformed KEY-PRIVATE."""

    __slots__ = ("_key", "public")

    def __init__(self, scalar: bytes) -> None:
        number = int.from_bytes(scalar, "big")
        if len(scalar) != 32 or not 1 <= number < _P256_ORDER:
            raise Malformed("KEY-PRIVATE", suite=P256)
        self._key = ec.derive_private_key(number, ec.SECP256R1())
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public = PublicKey(P256, point)

    @classmethod
    def generate(cls) -> Self:
        """A new key from the system's randomness."""
        return cls((1 + secrets.randbelow(_P256_ORDER - 1)).to_bytes(32, "big"))

    @classmethod
    def from_private_bytes(cls, private: bytes) -> Self:
        """The key whose `private_bytes` these are. Raises Malformed KEY-PRIVATE."""
        return cls(private)

    def private_bytes(self) -> bytes:
        """The 32-byte scalar, big-endian."""
        return self._key.private_numbers().private_value.to_bytes(32, "big")

    def sign(self, message: bytes) -> bytes:
        """64 bytes r || s, s in the lower half."""
        r, s = decode_dss_signature(self._key.sign(message, ec.ECDSA(SHA256())))
        return r.to_bytes(32, "big") + min(s, _P256_ORDER - s).to_bytes(32, "big")


def signer_of(suite: str, private: bytes) -> Signer:
    """The signer whose suite and `private_bytes` these are. Raises Malformed KEY-SUITE, KEY-PRIVATE."""
    if suite == ED25519:
        return Ed25519Signer(private)
    if suite == P256:
        return P256Signer(private)
    raise Malformed("KEY-SUITE", suite=shown(suite))


@lru_cache(maxsize=_KEYS_KEPT)
def _parsed(suite: str, public: bytes) -> ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | None:
    if suite == ED25519 and len(public) == 32 and _sound_edwards_point(public):
        return ed25519.Ed25519PublicKey.from_public_bytes(public)
    # 0x04 only: compressed spellings of the same point would be further keys with other fingerprints.
    if suite == P256 and len(public) == 65 and public[0] == 4:
        try:
            return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
        except ValueError:
            return None
    return None


def _sound_edwards_point(public: bytes) -> bool:
    y = int.from_bytes(public, "little") & (2**255 - 1)
    if y >= _PRIME or y in _SMALL_ORDER_Y:
        return False
    # RFC 8032, 5.1.3: x^2 = (y^2 - 1) / (d y^2 + 1) must be a square; OpenSSL asks only when it verifies.
    ratio = (y * y - 1) * (_D * y * y + 1) % _PRIME
    return pow(ratio, (_PRIME - 1) // 2, _PRIME) == 1


def _verify_ed25519(key: ed25519.Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    # The library refuses S >= L (RFC 8032, 5.1.7), without which anyone could respell a signature; tested.
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _verify_p256(key: ec.EllipticCurvePublicKey, signature: bytes, message: bytes) -> bool:
    if len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    # (r, order - s) holds whenever (r, s) does: the upper half is refused so that nobody can respell a signature.
    if not (1 <= r < _P256_ORDER and 1 <= s <= _P256_ORDER // 2):
        return False
    try:
        key.verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
