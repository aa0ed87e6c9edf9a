"""A participant's log as far as it is verified: tree, keys by position, what its author had seen."""

from __future__ import annotations

import base64
import binascii
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from jig.record.canonical import JSON, parse_object
from jig.record.entry import BODY_CAP, LOG_KINDS, LOG_ROLE, NOTHING_SEEN, Examined, Sealed, Seen, read_entry
from jig.record.errors import Malformed
from jig.record.keyset import KeySet, continues, read_keyset
from jig.record.merkle import Tree
from jig.record.resume import SignedStatement, Statement, read_statement
from jig.record.suites import PublicKey

#: Gives the root of the counterpart's log at a size, or None when the reader does not hold that many entries.
RootAt = Callable[[int], bytes | None]


@dataclass(frozen=True)
class Mark:
    """Where a log stood, to go back to when a later entry of the same delivery is refused."""

    size: int
    keysets: int
    keys: dict[str, PublicKey]
    officers: frozenset[str]
    last: bytes | None
    seen: Seen
    seen_sizes: int
    resumes: int


@dataclass
class Log:
    """One log, verified entry by entry.

    `keysets` holds (position of its entry, position from which it is in force, key set); `seen_heads` the rising
    `seen` values; `seen_at` the
    position of the first entry that saw each; `falling` the positions whose `seen` fell.
    """

    origin: str
    pinned: str
    tree: Tree = field(default_factory=Tree)
    keysets: list[tuple[int, int, KeySet]] = field(default_factory=list)
    keyset_envelopes: list[bytes] = field(default_factory=list)
    keys: dict[str, PublicKey] = field(default_factory=dict)
    officers: frozenset[str] = frozenset()
    last: bytes | None = None
    seen: Seen = NOTHING_SEEN
    seen_heads: list[Seen] = field(default_factory=list)
    seen_at: list[int] = field(default_factory=list)
    falling: list[int] = field(default_factory=list)
    resumes: list[tuple[int, SignedStatement]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """The number of entries."""
        return self.tree.size

    @property
    def root_at(self) -> RootAt:
        """Give roots of this log by size, None beyond its end."""
        return lambda size: self.tree.root(size) if size <= self.tree.size else None

    @property
    def incarnation(self) -> int:
        """The number of the last resume, 0 when there was none; one agreed to and never used leaves a gap."""
        return self.resumes[-1][1].statement.incarnation if self.resumes else 0

    def keyset_at(self, position: int) -> KeySet | None:
        """Find the key set in force for the entry at a position; None only for an empty log."""
        found = None
        for _, start, keyset in self.keysets:
            if start > position:
                break
            found = keyset
        return found

    def head_key(self, size: int) -> PublicKey:
        """Find the key under which a head of `size` entries is valid: the newest key set at a position below it.

        Raises Malformed for an empty log.
        """
        found = None
        for position, _, keyset in self.keysets:
            if position < size:
                found = keyset
        if found is None or size == 0:
            raise Malformed("HEAD-WITHOUT-KEY", size=size)
        return found.log_key

    def seen_by(self, position: int) -> int:
        """Give how much of the counterpart's log the author of the entry at `position` had seen."""
        at = bisect_left(self.seen_at, position + 1)
        return self.seen_heads[at - 1].size if at else 0

    def mark(self) -> Mark:
        """Remember where the log stands."""
        sizes = (len(self.keysets), len(self.seen_heads), len(self.resumes))
        return Mark(self.size, sizes[0], self.keys, self.officers, self.last, self.seen, sizes[1], sizes[2])

    def back_to(self, mark: Mark) -> None:
        """Undo every entry after a mark."""
        self.tree.truncate(mark.size)
        del (
            self.keysets[mark.keysets :],
            self.keyset_envelopes[mark.keysets :],
            self.seen_heads[mark.seen_sizes :],
            self.seen_at[mark.seen_sizes :],
        )
        del self.resumes[mark.resumes :]
        self.falling = [position for position in self.falling if position < mark.size]
        self.keys, self.officers, self.last, self.seen = mark.keys, mark.officers, mark.last, mark.seen

    def link(self, examined: Examined, counterpart_root: RootAt) -> None:
        """Append an examined entry, judging its place in the log; raises Malformed and leaves the log as it was.

        counterpart_root: roots of the counterpart's log that the reader holds itself.
        """
        entry = examined.entry
        self._in_sequence(examined)
        inside = None
        if entry.kind in LOG_KINDS:
            inside = self._of_the_record(examined)
        elif not self.keysets:
            raise Malformed("GENESIS", found=entry.kind, expected="keyset")
        elif entry.key not in self.officers or entry.role == LOG_ROLE:
            raise Malformed(
                "LOG-KEY-SPEAKS" if entry.key in self.keys else "KEY-UNKNOWN", seq=entry.seq, found=entry.key
            )
        self._seen(entry.seen, entry.seq, counterpart_root)
        self.tree.append(examined.id)
        self.last = examined.id
        if inside is not None:
            self._in_force(*inside)
            if inside[1] is not None:
                self.keyset_envelopes.append(_inner(examined.sealed.body, "keyset"))

    def _in_sequence(self, examined: Examined) -> None:
        entry = examined.entry
        if entry.log != self.origin:
            raise Malformed("ENTRY-LOG", found=entry.log, expected=self.origin)
        if entry.seq != self.size:
            raise Malformed("ENTRY-SEQ", found=entry.seq, expected=self.size)
        if entry.prev != self.last:
            raise Malformed("ENTRY-PREV", seq=entry.seq)

    def _seen(self, seen: Seen, seq: int, counterpart_root: RootAt) -> None:
        root = counterpart_root(seen.size)
        if root is None:
            raise Malformed("SEEN-BEYOND", seq=seq, size=seen.size)
        if root != seen.root:
            raise Malformed("SEEN-ROOT-FALSE", seq=seq, size=seen.size)
        if seen.size > self.seen.size:
            self.seen = seen
            self.seen_heads.append(seen)
            self.seen_at.append(seq)
        elif seen.size < self.seen.size:
            self.falling.append(seq)

    def _of_the_record(self, examined: Examined) -> tuple[int, KeySet | None, SignedStatement | None] | None:
        """Judge an entry of the record's own kinds; give what comes into force, and from which position."""
        entry, body = examined.entry, examined.sealed.body
        if entry.role != LOG_ROLE:
            raise Malformed("LOG-ROLE", seq=entry.seq, found=entry.role)
        if entry.kind == "keyset":
            keyset = read_keyset(_inner(body, "keyset"))
            continues(keyset, self.keysets[-1][2] if self.keysets else None, self.pinned)
            signer = keyset if entry.seq == 0 else self.keysets[-1][2]
            self._signed_by(entry.key, signer.log_key, entry.seq)
            return (entry.seq + 1 if entry.seq else 0, keyset, None)
        if not self.keysets:
            raise Malformed("GENESIS", found=entry.kind, expected="keyset")
        if entry.kind == "resume":
            return self._resumed(examined)
        self._signed_by(entry.key, self.keysets[-1][2].log_key, entry.seq)
        return None

    def _signed_by(self, found: str, expected: PublicKey, seq: int) -> None:
        if found != expected.fingerprint:
            raise Malformed("LOG-KEY", seq=seq, found=found, expected=expected.fingerprint)

    def _resumed(self, examined: Examined) -> tuple[int, KeySet | None, SignedStatement | None]:
        entry = examined.entry
        signed = read_statement(_inner(examined.sealed.body, "statement"))
        statement, current = signed.statement, self.keysets[-1][2]
        if statement.log != self.origin or statement.size != entry.seq or statement.root != self.tree.root():
            raise Malformed("RESUME-PLACE", seq=entry.seq)
        if statement.incarnation <= self.incarnation:
            raise Malformed("RESUME-INCARNATION", found=statement.incarnation, expected=self.incarnation + 1)
        if not signed.endorsed_by(current.root):
            raise Malformed("RESUME-NOT-ENDORSED", seq=entry.seq)
        keyset = None
        if _member(examined.sealed.body, "keyset") is not None:
            keyset = read_keyset(_inner(examined.sealed.body, "keyset"))
            continues(keyset, current, self.pinned)
        named = keyset.log_key if keyset else current.log_key
        if named.fingerprint != statement.log_key.fingerprint:
            raise Malformed("RESUME-LOG-KEY", seq=entry.seq)
        self._signed_by(entry.key, named, entry.seq)
        return (entry.seq, keyset, signed)

    def _in_force(self, position: int, keyset: KeySet | None, resumed: SignedStatement | None) -> None:
        if keyset is not None:
            self.keysets.append((self.size - 1, position, keyset))
            self.keys = self.keys | keyset.keys()
            self.officers = self.officers | {officer.key.fingerprint for officer in keyset.officers}
        if resumed is not None:
            self.resumes.append((self.size - 1, resumed))

    def keys_with(self, bodies: Sequence[bytes | None]) -> dict[str, PublicKey]:
        """Give the keys known now and those that key sets in a delivery name, to examine its entries at once.

        bodies: of the delivery's entries. Whether a key was named *before* its entry, and by whom, is `link`'s
        question.
        """
        keys = dict(self.keys)
        for keyset in keysets_in(bodies):
            keys |= keyset.keys()
        return keys


def keysets_in(bodies: Sequence[bytes | None]) -> list[KeySet]:
    """Find what can be read as a key set among bodies; proves nothing about its place in a log."""
    found = []
    for body in bodies:
        # Canonical form puts the member first, in a `keyset` and in a `resume` alike.
        if body is not None and body.startswith(b'{"keyset":"'):
            try:
                found.append(read_keyset(_inner(body, "keyset")))
            except Malformed:
                continue
    return found


def resumed_by(sealed: Sealed) -> Statement | None:
    """Read the statement that an entry resumes by, None when it is no readable `resume`; proves nothing about it."""
    try:
        if read_entry(sealed.envelope)[0].kind != "resume":
            return None
        return read_statement(_inner(sealed.body, "statement")).statement
    except Malformed:
        return None


def inner_keyset(body: bytes | None) -> KeySet | None:
    """Read the key set in the body of a verified `keyset` or `resume`; None when a resume carries none."""
    return read_keyset(_inner(body, "keyset")) if _member(body, "keyset") is not None else None


def _member(body: bytes | None, name: str) -> JSON:
    if body is None:
        raise Malformed("BODY-WITHHELD", field=name)
    return parse_object(body, cap=BODY_CAP).get(name)


def _inner(body: bytes | None, name: str) -> bytes:
    """Take the base64 envelope out of a body of one of the record's own kinds."""
    value = _member(body, name)
    if not isinstance(value, str):
        raise Malformed("BODY-FIELD", field=name)
    try:
        data = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Malformed("BODY-FIELD", field=name) from fault
    if base64.b64encode(data).decode("ascii") != value:
        raise Malformed("BODY-FIELD", field=name)
    return data
