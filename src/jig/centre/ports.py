"""What the use cases need from outside: a store, a clock, keys, a link. Adapters implement these, fakes stand in for
them in tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, Literal, NamedTuple, Protocol

from jig.record.entry import Sealed
from jig.record.suites import PublicKey, Signer

#: The node's own log, or its mirror of the counterpart's.
Which = Literal["own", "mirror"]


class Arrival(NamedTuple):
    """An entry in the order in which this node recorded it; own and mirrored entries interleave."""

    number: int
    which: Which
    seq: int
    sealed: Sealed


class Kept(NamedTuple):
    """Bytes kept as received: what could not be read, an abandoned branch, one file of a proof."""

    number: int
    kind: str
    code: str
    received_at: int
    data: bytes


class Store(Protocol):
    """A node's disk. Everything written inside one `transaction` is there together after a crash, or none of it is.

    Only one process writes at a time; a transaction sees everything committed before it. Errors of the engine
    surface as
    StoreFault.
    """

    def transaction(self, *, durable: bool = True) -> AbstractContextManager[None]:
        """Begin an exclusive write; commit durably (fsync) on leaving, roll back on an exception. Does not nest.

        durable: False for what can be had again: it is there for all to see at once, and on the disk with the next
        durable commit; a power failure before that may lose it, whole.
        """

    def size(self, which: Which) -> int:
        """Give the number of entries of a log."""

    def append(self, which: Which, seq: int, sealed: Sealed) -> int:
        """Add the next entry of a log, give its arrival number; raises StoreFault when seq is not the next."""

    def entries(self, which: Which, start: int, end: int) -> Iterator[Sealed]:
        """Stream entries start..end-1."""

    def arrivals(self, after: int) -> Iterator[Arrival]:
        """Stream what was recorded after an arrival number, in that order; numbers rise from 1."""

    def abandon(self, which: Which, start: int) -> None:
        """Take entries from `start` on out of a log (a resume's older branch), with their heads and cosignatures;
        keep their envelopes as "abandoned"."""

    def head_sizes(self, which: Which, start: int, end: int) -> list[int]:
        """List the sizes with start <= size <= end of which a head is kept, rising."""

    def put_head(self, which: Which, size: int, note: bytes) -> None:
        """Keep a signed head of a log; the same size twice keeps the first."""

    def head(self, which: Which, size: int) -> bytes | None:
        """Give the kept head of a size."""

    def newest_head(self, which: Which) -> bytes | None:
        """Give the kept head of the greatest size."""

    def put_cosignature(self, which: Which, size: int, time: int, note: bytes) -> None:
        """Keep a head with a cosignature: of the counterpart on an own head ("own"), or ours on theirs ("mirror")."""

    def cosignatures(self, which: Which, start: int, end: int) -> list[tuple[int, int, bytes]]:
        """List (size, time, note) with start < size <= end, by size."""

    def keep(self, kind: str, code: str, received_at: int, data: bytes) -> None:
        """Keep bytes as received; idempotent for equal kind and bytes."""

    def kept(self, kind: str | None = None) -> list[Kept]:
        """List what was kept."""

    def kept_size(self, kind: str) -> tuple[int, int]:
        """Give how many of a kind are kept, and how many bytes they are."""

    def has_kept(self, kind: str, digest: bytes) -> bool:
        """Tell whether bytes of this SHA-256 digest are kept."""

    def fact(self, name: str) -> str | None:
        """Read a small named fact about this node (for example "stopped", "incarnation")."""

    def set_fact(self, name: str, value: str | None) -> None:
        """Write or, with None, remove a fact."""

    def generation(self) -> int:
        """Give a number that changes whenever entries were abandoned: what was folded before is then folded anew."""

    def close(self) -> None:
        """Release the store."""


class StoreFault(Exception):
    """The store could not do what it promises; `code` is stable."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Clock(Protocol):
    """The edge's clock: it stamps claims and reminders, and never enters the fold."""

    def now(self) -> int:
        """Give seconds since 1970-01-01T00:00:00Z."""


class Witness(Protocol):
    """A note outside the node's folder of how far its log had got: a restored backup of the folder does not turn it
    back."""

    def highest(self) -> int | None:
        """Give the size noted, None when there is none."""

    def raise_to(self, size: int) -> None:
        """Note a size; a lower one changes nothing."""

    def lower_to(self, size: int) -> None:
        """Note a lower size: both sides agreed to resume there."""


class Keys(Protocol):
    """The private keys a node can use."""

    def log_signer(self, public: PublicKey) -> Signer:
        """Give the signer of this log key; raises KeyMissing."""

    def officer_signer(self, name: str, public: PublicKey) -> Signer:
        """Give the signer of an officer's key; raises KeyMissing."""


class KeyMissing(Exception):
    """A key that is not on this node, or that its passphrase does not open; `code` is stable."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Positions(Protocol):
    """Reads positions as officers type them; conversions are made at the edge and stated in the entry, never in the
    fold."""

    def complete(self, given: Any) -> Any:
        """Give a body with the derived numbers of its positions filled in; raises Unreadable with all faults."""


class Link(Protocol):
    """The counterpart's node, reached over a network. Faults of the network surface as LinkDown; nothing is ever
    assumed from one."""

    def exchange(self, bundle: bytes) -> bytes:
        """Give the counterpart a bundle; receive its answer, a bundle of its own log with cosignatures."""

    def mirrored_head(self) -> bytes | None:
        """Ask for the highest head of our log that the counterpart mirrors (a signed note of ours), None when it has
        none."""

    def mirrored_bundle(self, start: int) -> bytes:
        """Ask for our own entries from `start` on, out of the counterpart's mirror, as a bundle of our log; it may hold
        the first of them only."""

    def own_bundle(self, start: int, end: int) -> bytes:
        """Ask for the counterpart's entries from `start` on and before `end`; it may hold the first of them only."""

    def consent_to_resume(self, statement: bytes) -> bytes:
        """Ask the counterpart to sign a resume statement (root-signed DSSE envelope); receive it with its signature."""


class LinkDown(Exception):
    """The counterpart could not be reached or answered with an error; `code` is stable."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class TranslationEngine(Protocol):
    """A local engine that drafts translations; whatever it gives is a MACHINE-DRAFT and carries no decision."""

    @property
    def name(self) -> str:
        """How the engine is named as translator."""

    def translate(self, text: str, source: str, target: str) -> str:
        """Translate a text from one language into another (ISO 639 codes); raises EngineFault."""


class EngineFault(Exception):
    """No engine is switched on, or it did not give a usable answer in its bounds; `code` is stable."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params
