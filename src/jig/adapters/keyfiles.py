"""Private keys as files of their owner's folder, one key a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from jig.adapters.files import FileTooLarge, atomic_write, read_capped
from jig.centre.ports import KeyMissing
from jig.record.suites import ED25519, P256, Ed25519Signer, P256Signer, PublicKey, Signer

#: Gives the passphrase of a key, None when it has none; asked with the officer's name, or one of the names below.
Passphrase = Callable[[str], bytes | None]

LOG = "LOG"
ROOT = "ROOT"
TLS = "TLS"
ROOT_KEYS = 3
_CAP = 16_384
_SHOWN = 16
_FORMATS = (Encoding.PEM, PrivateFormat.PKCS8)


class KeyFiles:
    """The `Keys` port over PEM files (PKCS #8), encrypted when a passphrase is given for them.

    folder: the node's folder; keys lie in `keys/`, the offline root in `root/`, or in the folder that `root` names (a
    medium of its own).
    File names come from fingerprints: an officer's name may be any text, and never reaches the file system.
    An opened key stays in memory; a passphrase is asked for only when a file is encrypted, once a key.
    """

    def __init__(self, folder: Path, passphrase: Passphrase, *, root: Path | None = None) -> None:
        self._keys, self._root = folder / "keys", root or folder / "root"
        self._passphrase = passphrase
        self._open: dict[str, Signer] = {}

    def generate_log(self, suite: str = ED25519) -> Signer:
        """Make a log key and write it down before giving it; raises OSError."""
        return self._generate("log", LOG, suite)

    def generate_officer(self, name: str, suite: str = ED25519) -> Signer:
        """Make an officer's key and write it down before giving it; raises OSError."""
        return self._generate("officer", name, suite)

    def generate_root(self) -> tuple[Signer, ...]:
        """Make the three keys of the offline root.

        Raises KeyMissing KEY-FILE-EXISTS when there is one: a root key lost cannot be had again. Raises OSError.
        """
        paths = [self._root_path(number) for number in range(1, ROOT_KEYS + 1)]
        for path in paths:
            if path.exists():
                raise KeyMissing("KEY-FILE-EXISTS", file=path.name)
        signers = tuple(Ed25519Signer.generate() for _ in paths)
        for number, (path, signer) in enumerate(zip(paths, signers, strict=True), 1):
            _write(path, signer, self._passphrase(f"{ROOT}-{number}"))
        return signers

    def log_signer(self, public: PublicKey) -> Signer:
        """Give the signer of this log key; raises KeyMissing as `load` does."""
        return self.load("log", LOG, public)

    def officer_signer(self, name: str, public: PublicKey) -> Signer:
        """Give the signer of an officer's key; raises KeyMissing as `load` does."""
        return self.load("officer", name, public)

    def root_signer(self, number: int) -> Signer:
        """Give the signer of root key 1, 2 or 3; raises KeyMissing as `load` does."""
        return _read(self._root_path(number), lambda: self._passphrase(f"{ROOT}-{number}"))

    def load(self, kind: str, owner: str, public: PublicKey) -> Signer:
        """Open the file of a public key.

        Raises KeyMissing: KEY-FILE-MISSING, KEY-FILE-UNREADABLE, KEY-FILE-DAMAGED (also when it holds another key),
        KEY-PASSPHRASE (none given, or the wrong one), each with the file's name.
        """
        if public.fingerprint not in self._open:
            path = self._key_path(kind, public)
            signer = _read(path, lambda: self._passphrase(owner))
            if signer.public != public:
                raise KeyMissing("KEY-FILE-DAMAGED", file=path.name)
            self._open[public.fingerprint] = signer
        return self._open[public.fingerprint]

    def has(self, kind: str, public: PublicKey) -> bool:
        """Tell whether a file of this key is here, without opening it."""
        return self._key_path(kind, public).is_file()

    def open_to_others(self) -> list[str]:
        """Name the key files that other users of this machine may read or write: KEY-FILE-OPEN-TO-OTHERS, a warning."""
        files = [
            path for folder in (self._keys, self._root) if folder.is_dir() for path in sorted(folder.glob("*.pem"))
        ]
        return [path.name for path in files if path.stat().st_mode & 0o077 and "certificate" not in path.name]

    def _generate(self, kind: str, owner: str, suite: str) -> Signer:
        signer: Signer = Ed25519Signer.generate() if suite == ED25519 else P256Signer.generate()
        _write(self._key_path(kind, signer.public), signer, self._passphrase(owner))
        self._open[signer.public.fingerprint] = signer
        return signer

    def _key_path(self, kind: str, public: PublicKey) -> Path:
        return self._keys / f"{kind}-{public.fingerprint[:_SHOWN]}.pem"

    def _root_path(self, number: int) -> Path:
        return self._root / f"root-{number}.pem"


def encryption(passphrase: bytes | None) -> KeySerializationEncryption:
    """Choose how a key is written: encrypted when there is a passphrase."""
    return BestAvailableEncryption(passphrase) if passphrase else NoEncryption()


def _write(path: Path, signer: Ed25519Signer | P256Signer | Signer, passphrase: bytes | None) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    atomic_write(path, _private(signer).private_bytes(*_FORMATS, encryption(passphrase)))


def _private(signer: Signer) -> ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey:
    if isinstance(signer, Ed25519Signer):
        return ed25519.Ed25519PrivateKey.from_private_bytes(signer.private_bytes())
    if isinstance(signer, P256Signer):
        return ec.derive_private_key(int.from_bytes(signer.private_bytes(), "big"), ec.SECP256R1())
    raise TypeError(type(signer).__name__)


def _read(path: Path, passphrase: Callable[[], bytes | None]) -> Signer:
    pem = _pem(path)
    # Asked only when needed: an EXERCISE runs without questions.
    word = passphrase() if b"ENCRYPTED" in pem else None
    if b"ENCRYPTED" in pem and not word:
        raise KeyMissing("KEY-PASSPHRASE", file=path.name)
    try:
        key = load_pem_private_key(pem, word)
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        # The library tells a wrong passphrase and a damaged ciphertext apart no better than the padding does.
        raise KeyMissing("KEY-PASSPHRASE" if word else "KEY-FILE-DAMAGED", file=path.name) from fault
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return Ed25519Signer(key.private_bytes_raw())
    if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1):
        return P256Signer(key.private_numbers().private_value.to_bytes(32, "big"))
    raise KeyMissing("KEY-FILE-DAMAGED", file=path.name)


def _pem(path: Path) -> bytes:
    try:
        return read_capped(path, _CAP)
    except FileNotFoundError as fault:
        raise KeyMissing("KEY-FILE-MISSING", file=path.name) from fault
    except FileTooLarge as fault:
        raise KeyMissing("KEY-FILE-DAMAGED", file=path.name) from fault
    except OSError as fault:
        raise KeyMissing("KEY-FILE-UNREADABLE", file=path.name) from fault


__all__ = ["ED25519", "P256", "KeyFiles", "Passphrase", "encryption"]
