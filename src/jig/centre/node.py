"""One participant's node: both logs as verified, and the picture, kept in step with the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from jig.agreement.finding import Finding
from jig.centre.pairing import Pairing
from jig.centre.picture import Judgement, Picture
from jig.centre.ports import Arrival, Clock, Keys, Store, StoreFault, Which, Witness
from jig.record.admit import Examiner, Own, examine_serially
from jig.record.entry import LOG_ROLE, Entry, Examined, Sealed, Seen, body_hash, read_entry, seal_entry
from jig.record.log import Log
from jig.record.note import Checkpoint, sign_head
from jig.record.suites import Signer

#: Heads and entries kept in memory: those that an exchange or two name.
_HEADS, _ENTRIES = 64, 16
#: The fact that names size, number and statement of the counterpart's resume last agreed to; moot once its log goes on.
CONSENTED = "consented-resume"


class Consented(NamedTuple):
    """A resume of the counterpart that was agreed to: where its log goes on, its number, its statement's digest."""

    size: int
    incarnation: int
    digest: str


class OwnLogOlder(Exception):
    """The store holds less than this node is known to have signed: it was restored and must ask its counterpart
    first."""

    def __init__(self, have: int, known: int) -> None:
        super().__init__(f"OWN-LOG-OLDER have={have} known={known}")
        self.have, self.known = have, known


class Recorded(NamedTuple):
    """An entry of this node's own, appended, with what the fold made of it."""

    id: bytes
    seq: int
    judgement: Judgement

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of its rules."""
        return self.judgement.findings


class Node:
    """Both logs and the picture in memory; every use case goes through here. One caller at a time."""

    def __init__(
        self,
        store: Store,
        keys: Keys,
        clock: Clock,
        pairing: Pairing,
        witness: Witness,
        *,
        examiner: Examiner = examine_serially,
    ) -> None:
        self.store, self.keys, self.clock, self.pairing, self.witness = store, keys, clock, pairing, witness
        self.examiner = examiner
        self._generation = -1
        self._begin()
        self.refresh()

    def _begin(self) -> None:
        own = self.pairing.own
        self.own = Log(own.origin, own.fingerprint)
        self.mirror = Log(self.pairing.other_origin, self.pairing.other_fingerprint)
        self.picture = Picture(self.pairing.profile, self.pairing.origins)
        self.judgements: dict[bytes, Judgement] = {}
        self._arrived = 0
        self._heads: dict[tuple[Which, int], bytes] = {}
        self._entries: dict[tuple[Which, int], Sealed] = {}

    @property
    def side(self) -> int:
        """The own side in the picture."""
        return self.pairing.side

    def side_of(self, which: Which) -> int:
        """The side of a log in the picture."""
        return self.side if which == "own" else 1 - self.side

    def log(self, which: Which) -> Log:
        """The own log, or the mirror."""
        return self.own if which == "own" else self.mirror

    def refresh(self) -> None:
        """Fold what this or another process recorded since; begin anew when a branch was abandoned."""
        generation = self.store.generation()
        if generation != self._generation:
            self._begin()
            self._generation = generation
        for arrival in self.store.arrivals(self._arrived):
            self._take_up(arrival)

    def _take_up(self, arrival: Arrival) -> None:
        """Link and fold an entry from the own disk; its signature was verified before it was stored."""
        self._arrived = arrival.number
        log = self.log(arrival.which)
        if arrival.seq < log.size:
            return
        entry, _ = read_entry(arrival.sealed.envelope)
        examined = Examined(entry, arrival.sealed.id, arrival.sealed)
        log.link(examined, self.log("mirror" if arrival.which == "own" else "own").root_at)
        self.fold(arrival.which, examined)

    def record(self, which: Which, examined: Examined) -> Judgement:
        """Store and fold a linked entry, inside `writing`."""
        self._arrived = self.store.append(which, examined.entry.seq, examined.sealed)
        if len(self._entries) >= _ENTRIES:
            self._entries.clear()
        self._entries[which, examined.entry.seq] = examined.sealed
        return self.fold(which, examined)

    def entries(self, which: Which, start: int, end: int) -> Iterator[Sealed]:
        """Stream entries start..end-1, as far as they are there: the last few recorded here from memory."""
        lately = self._entries
        if all((which, seq) in lately for seq in range(start, min(end, start + _ENTRIES + 1))):
            return iter([lately[which, seq] for seq in range(start, end)])
        return self.store.entries(which, start, end)

    def fold(self, which: Which, examined: Examined) -> Judgement:
        """Fold a linked entry; remember its judgement only when there is something to show."""
        judgement = self.picture.add(self.side_of(which), examined.entry, examined.id, examined.sealed.body)
        if not judgement.kept:
            self.judgements[examined.id] = judgement
        return judgement

    @contextmanager
    def writing(self, *, durable: bool = True) -> Iterator[None]:
        """Hold the store alone, in step with it; on a fault nothing was written and the memory is read anew."""
        before = None
        try:
            with self.store.transaction(durable=durable):
                self.refresh()
                before = self._sizes()
                yield
        except BaseException:
            self._heads.clear()
            self._entries.clear()
            # A delivery that was refused before anything was taken up costs no new reading of the whole record.
            if before is None or before != self._sizes():
                self._generation = -1
            if before is not None and before != self._sizes():
                self._forget_unwritten()
            raise

    def _forget_unwritten(self) -> None:
        """Read the memory anew, so that nothing shows what was not recorded; a disk that fails leaves it to the next
        use."""
        with suppress(StoreFault):
            self.refresh()

    def _sizes(self) -> tuple[int, int, int, int]:
        return (self.own.size, self.mirror.size, *self.picture.frontier)

    def seen(self) -> Seen:
        """Give the counterpart's highest head that is held: what the next own entry says it saw.

        After a resume that goes on within a delivery the mirror ends where no head was ever signed, and a `seen`
        without one could not be given on.
        """
        size = self.mirror.size
        if size and self.kept_head("mirror", size) is None:
            size = max(self.store.head_sizes("mirror", 1, size), default=0)
        return Seen(size, self.mirror.tree.root(size))

    def draft(self, kind: str, role: str, *, at: int | None = None) -> Entry:
        """Begin the next own entry; key and body hash are filled in when it is sealed."""
        seen = self.seen()
        terms = self.picture.view(self.picture.cut_of(self.side, seen.size)).terms.digest
        now = self.clock.now() if at is None else at
        zero = b"\x00" * 32
        return Entry(self.own.origin, self.own.size, self.own.last, seen, now, "0" * 64, role, kind, terms, zero)

    def append(self, draft: Entry, body: dict[str, object], signer: Signer) -> Recorded:
        """Seal an entry and append it, inside `writing`; the caller puts the head."""
        sealed = seal_entry(draft, body, signer)
        content = body_hash(sealed.salt, sealed.body or b"")
        return self._append(draft._replace(body=content, key=signer.public.fingerprint), sealed)

    def append_sealed(self, sealed: Sealed) -> Recorded:
        """Append an entry sealed by a key of this side, inside `writing`."""
        return self._append(read_entry(sealed.envelope)[0], sealed)

    def _append(self, entry: Entry, sealed: Sealed) -> Recorded:
        examined = Examined(entry, sealed.id, sealed)
        self.own.link(examined, self.mirror.root_at)
        judgement = self.record("own", examined)
        return Recorded(examined.id, entry.seq, judgement)

    def append_of_the_record(self, kind: str, body: dict[str, object], *, at: int | None = None) -> Recorded:
        """Append an entry of the record's own kinds with the log key, inside `writing`."""
        return self.append(self.draft(kind, LOG_ROLE, at=at), body, self.log_signer())

    def log_signer(self) -> Signer:
        """The signer of the log key in force for the next entry; raises KeyMissing."""
        keyset = self.own.keyset_at(self.own.size)
        if keyset is None:
            raise AssertionError("a log without its first key set")
        return self.keys.log_signer(keyset.log_key)

    def put_head(self) -> bytes:
        """Sign and keep the head of the own log as it stands, inside `writing`."""
        size = self.own.size
        return self.kept_head("own", size) or self.keep_head("own", size, self.signed_head(size))

    def keep_head(self, which: Which, size: int, note: bytes) -> bytes:
        """Keep a signed head of a log, inside `writing`; of one size the first stays. Gives the one that is kept."""
        kept = self.kept_head(which, size)
        if kept is None:
            self.store.put_head(which, size, note)
        return self._remembered(which, size, note if kept is None else kept)

    def kept_head(self, which: Which, size: int) -> bytes | None:
        """Give the kept head of a size; the same few are asked for again and again."""
        found = self._heads.get((which, size))
        if found is not None:
            return found
        found = self.store.head(which, size)
        return found if found is None else self._remembered(which, size, found)

    def _remembered(self, which: Which, size: int, note: bytes) -> bytes:
        if len(self._heads) >= _HEADS:
            self._heads.clear()
        self._heads[which, size] = note
        return note

    def signed_head(self, size: int) -> bytes:
        """Sign the own head of a size, with the log key under which it is valid."""
        checkpoint = Checkpoint(self.own.origin, size, self.own.tree.root(size))
        return sign_head(checkpoint, self.keys.log_signer(self.own.head_key(size)))

    def may_append(self) -> None:
        """Refuse to append to a store that is older than what this node already signed; raises OwnLogOlder."""
        known = self.witness.highest()
        if known is not None and known > self.own.size:
            raise OwnLogOlder(self.own.size, known)

    def as_reader(self) -> Own:
        """Give what judging the counterpart's deliveries needs of the own log."""
        agreed = self.consented()
        keys = tuple(keyset.log_key for _, _, keyset in self.own.keysets)
        return Own(
            self.own.origin,
            self.own.root_at,
            self.own.head_key,
            keys,
            agreed.size if agreed else None,
            lambda size: self.kept_head("own", size),
        )

    def consented(self) -> Consented | None:
        """Give the counterpart's resume that was last agreed to."""
        found = (self.store.fact(CONSENTED) or "").split(" ")
        return Consented(int(found[0]), int(found[1]), found[2]) if len(found) == 3 else None
