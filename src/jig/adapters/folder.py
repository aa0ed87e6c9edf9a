"""A node's folder: who it is, whom it is paired with, its keys and its record."""

from __future__ import annotations

import contextlib
import json
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jig.adapters.clock import clock_of
from jig.adapters.files import FileTooLarge, atomic_write, read_capped
from jig.adapters.keyfiles import KeyFiles, Passphrase
from jig.adapters.pool import examine_in_processes
from jig.adapters.sqlite_store import SqliteStore
from jig.adapters.tls import OwnCertificate, client_context, own_certificate, server_context
from jig.adapters.witness import FileWitness
from jig.agreement.profile import Profile, load_profile
from jig.centre.node import Node
from jig.centre.pairing import NotPaired, Pairing
from jig.record.canonical import JSON, read_loose_object
from jig.record.errors import Malformed
from jig.record.keyset import Root, read_root

PAIR_FILE, COUNTERPART_FILE, STORE_FILE = "pair.json", "counterpart.json", "record.sqlite"
_CAP = 65_536


class FolderFault(Exception):
    """A folder that is no node, is one already, or cannot be read; `code` is stable."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True)
class PairFile:
    """What one side gives the other by hand: its root record and its TLS certificate. Nothing in it is secret."""

    root: Root
    profile: str
    certificate: str

    def encode(self) -> bytes:
        """Give the file's bytes; the fingerprint stands in it for people to read aloud."""
        content: dict[str, JSON] = {
            "certificate": self.certificate,
            "fingerprint": self.root.fingerprint,
            "mode": self.root.mode,
            "participant": self.root.participant,
            "profile": self.profile,
            "root": self.root.as_json(),
            "v": 1,
        }
        return (json.dumps(content, indent=1, sort_keys=True) + "\n").encode()


def read_pair_file(path: Path) -> PairFile:
    """Read a pair file; raises FolderFault PAIR-FILE or PAIR-FINGERPRINT."""
    try:
        raw = read_loose_object(read_capped(path, _CAP), cap=_CAP)
        root = read_root(raw.get("root"))
    except FileNotFoundError as fault:
        raise FolderFault("PAIR-FILE-MISSING", path=path.name) from fault
    except (OSError, FileTooLarge, Malformed, ValueError) as fault:
        found = type(fault).__name__ if isinstance(fault, OSError) else str(fault)
        raise FolderFault("PAIR-FILE", path=path.name, found=found) from fault
    profile, certificate = raw.get("profile"), raw.get("certificate")
    if raw.get("fingerprint") != root.fingerprint:
        raise FolderFault("PAIR-FINGERPRINT", found=str(raw.get("fingerprint")), expected=root.fingerprint)
    if not isinstance(profile, str) or not isinstance(certificate, str) or raw.get("v") != 1:
        raise FolderFault("PAIR-FILE", path=path.name, found="")
    return PairFile(root, profile, certificate)


class NodeFolder:
    """A node's folder on disk. passphrase: asked for by a key's owner's name when a key file is encrypted."""

    def __init__(self, path: Path, passphrase: Passphrase = lambda owner: None) -> None:
        self.path = path
        self.passphrase = passphrase
        if not (path / PAIR_FILE).is_file():
            raise FolderFault("NOT-A-NODE", path=str(path))
        self.own = read_pair_file(path / PAIR_FILE)
        self.keys = KeyFiles(path, passphrase)

    @property
    def profile(self) -> Profile:
        """The agreement's data."""
        return load_profile(self.own.profile)

    def store(self) -> SqliteStore:
        """Open the record's store; raises StoreFault."""
        return SqliteStore(self.path / STORE_FILE)

    def counterpart(self) -> PairFile:
        """Read the counterpart's pair file; raises NotPaired."""
        if not (self.path / COUNTERPART_FILE).is_file():
            raise NotPaired
        return read_pair_file(self.path / COUNTERPART_FILE)

    def pair(self, other: PairFile) -> Pairing:
        """Pin the counterpart; raises WrongPair, or FolderFault ALREADY-PAIRED when another one is pinned."""
        if other.profile != self.own.profile:
            raise FolderFault("PAIR-PROFILE", found=other.profile, expected=self.own.profile)
        pairing = Pairing(self.own.root, other.root, self.profile)
        target = self.path / COUNTERPART_FILE
        if target.is_file() and read_pair_file(target) != other:
            raise FolderFault("ALREADY-PAIRED", found=read_pair_file(target).root.fingerprint)
        atomic_write(target, other.encode(), mode=0o644)
        return pairing

    def pairing(self) -> Pairing:
        """Give the pair; without a counterpart the own log can be written all the same, and nothing taken in."""
        paired = (self.path / COUNTERPART_FILE).is_file()
        return Pairing(self.own.root, self.counterpart().root if paired else None, self.profile)

    def certificate(self) -> OwnCertificate:
        """Give the own TLS certificate."""
        return own_certificate(self.path, self.own.root.origin, self.passphrase)

    def client_context(self) -> ssl.SSLContext:
        """Make the TLS context to call the counterpart."""
        return client_context(self.certificate(), self.counterpart().certificate.encode())

    def server_context(self) -> ssl.SSLContext:
        """Make the TLS context to answer the counterpart."""
        return server_context(self.certificate(), self.counterpart().certificate.encode())

    def witness(self) -> FileWitness:
        """Give the note outside this folder of how far the log had got."""
        return FileWitness(self.path, self.own.root.origin)

    @contextlib.contextmanager
    def node(self, *, jobs: int = 1) -> Iterator[Node]:
        """Open the node; raises StoreFault, ClockFault."""
        store = self.store()
        pool = examine_in_processes(jobs) if jobs > 1 else None
        witness = self.witness()
        try:
            clock = clock_of(self.path, self.own.root.mode)
            extra = {"examiner": pool} if pool is not None else {}
            yield Node(store, self.keys, clock, self.pairing(), witness, **extra)
        finally:
            store.close()
            witness.close()
            if pool is not None:
                pool.close()
