"""Taking in a delivery of the counterpart's log: all of it holds, or nothing of it enters."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jig.record.bundle import Bundle
from jig.record.entry import Examined, Sealed, examine, read_entry
from jig.record.errors import Malformed
from jig.record.fork import ForkSide, branches, rebased
from jig.record.log import Log, RootAt, keysets_in, resumed_by
from jig.record.merkle import Tree, leaf_hash, verify_consistency
from jig.record.note import Checkpoint, Note, cosignature_time, open_note, verify_head
from jig.record.suites import PublicKey

#: Examines sealed entries under the given keys, in order; raises Malformed at the first fault.
Examiner = Callable[[Sequence[Sealed], dict[str, PublicKey]], list[Examined]]


def examine_serially(entries: Sequence[Sealed], keys: dict[str, PublicKey]) -> list[Examined]:
    """Examine entries one after another in this process."""
    return [examine(sealed, keys.get) for sealed in entries]


class NotConnected(Exception):
    """The delivery begins beyond the end of the mirror: refused whole, nothing is lost by asking again."""

    def __init__(self, have: int, start: int) -> None:
        super().__init__(f"NOT-CONNECTED have={have} start={start}")
        self.have, self.start = have, start


class BranchUnshown(NotConnected):
    """The delivery begins on another branch, behind a resume: from the resume on (`have`) it shows whose doing that is.

    Refused whole and nobody is convicted yet: the same branch shown from there is abandoned, or it convicts.
    """


class OwnLogBehind(Exception):
    """The counterpart has seen more of the reader's log than the reader holds: its store is older than its word.

    Nobody is convicted; the reader recovers its own entries from the counterpart's mirror first.
    """

    def __init__(self, size: int) -> None:
        super().__init__(f"OWN-LOG-BEHIND size={size}")
        self.size = size


class _EntryFault(Exception):
    """A fault in the entries themselves, not in how they were bundled."""

    def __init__(self, fault: Malformed) -> None:
        super().__init__(str(fault))
        self.fault = fault


class Convicted(Exception):
    """A genuine delivery that its author's own signature turns against its author; the exchange stops.

    `code` says what it did; `proof` is the pair of files that convicts when it forked its log.
    """

    def __init__(self, code: str, proof: tuple[ForkSide, ForkSide] | None = None, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.proof, self.params = code, proof, params


@dataclass(frozen=True)
class Admission:
    """What a delivery added: new entries, the head it proved, the counterpart's cosignatures, abandoned entries."""

    new: tuple[Examined, ...]
    head: bytes | None
    cosigned: tuple[tuple[bytes, int], ...] = ()
    abandoned: tuple[Sealed, ...] = ()


@dataclass(frozen=True)
class Own:
    """What the reader holds of its own log, to judge what the counterpart says it saw of it.

    log_keys: those ever in force, for its consents. consented: the size at which the reader agreed that the counterpart
    resumes, until that resume is there. kept_head: the signed head of a size that the reader made and kept itself.
    """

    origin: str
    root_at: RootAt
    head_key: Callable[[int], PublicKey]
    log_keys: tuple[PublicKey, ...]
    consented: int | None = None
    kept_head: Callable[[int], bytes | None] = lambda size: None

    def made(self, data: bytes, note: Note) -> bool:
        """Tell whether a note is the reader's own head: the very bytes it kept, or signed with its log key."""
        size = note.checkpoint.size
        kept = self.kept_head(size)
        if kept is not None and data.startswith(kept):
            return True
        return verify_head(note, self.head_key(size), origin=self.origin)


def admit(
    log: Log, bundle: Bundle, own: Own, newest_head: bytes | None, *, examiner: Examiner = examine_serially
) -> Admission:
    """Verify a bundle of the counterpart's log against the mirror and append what is new.

    log: the mirror, changed only when everything holds. newest_head: the highest signed head the reader holds of
    that log.
    Raises Malformed (damaged, or not this log), NotConnected, or Convicted. Idempotent; any order; any number of times.
    """
    if bundle.log != log.origin:
        raise Malformed("BUNDLE-LOG", found=bundle.log, expected=log.origin)
    if bundle.counterpart not in (None, own.origin):
        raise Malformed("BUNDLE-COUNTERPART", found=str(bundle.counterpart), expected=own.origin)
    if bundle.start > log.size:
        raise NotConnected(log.size, bundle.start)
    leaves = [leaf_hash(sealed.envelope) for sealed in bundle.entries]
    mark = log.mark()
    try:
        return _admit(log, bundle, own, newest_head, leaves, examiner)
    except _EntryFault as stopped:
        log.back_to(mark)
        fault = stopped.fault
        if fault.code == "SEEN-BEYOND":
            raise OwnLogBehind(int(fault.params["size"])) from fault
        if _head_is_genuine(log, bundle, leaves):
            raise Convicted(fault.code, None, **fault.params) from fault
        raise fault from None
    except BaseException:
        log.back_to(mark)
        raise


def _admit(
    log: Log, bundle: Bundle, own: Own, newest_head: bytes | None, leaves: list[bytes], examiner: Examiner
) -> Admission:
    """Do admit's work on a log that the caller winds back on any fault."""
    branch = _branch_of(log, bundle, newest_head, leaves)
    if branch is not None:
        return branch
    fresh = bundle.entries[max(0, log.size - bundle.start) :]
    if own.consented == log.size and _of_the_old_branch(fresh):
        return Admission((), None, (), fresh)
    _whole(fresh, log.size)
    resumed = len(log.resumes)
    try:
        new = examiner(fresh, log.keys_with([sealed.body for sealed in fresh]))
        for examined in new:
            log.link(examined, own.root_at)
        _consented(log, resumed, own)
    except Malformed as fault:
        raise _EntryFault(fault) from fault
    _seen_heads(log, bundle, own)
    if bundle.head is None:
        return Admission((), None)
    checkpoint = _verified_head(log, bundle.head)
    if checkpoint.size != bundle.end or checkpoint.root != log.tree.root(bundle.end):
        raise Malformed("HEAD-ROOT", size=checkpoint.size)
    _proof_holds(log, bundle, newest_head)
    return Admission(tuple(new), bundle.head, _cosignatures(log, bundle, own))


def _whole(fresh: Sequence[Sealed], start: int) -> None:
    """Require every body: a HOLD would be one for its author and nothing for the reader, whoever left it out.

    Whoever carries a file can leave bodies out of it, so it convicts nobody.
    """
    for position, sealed in enumerate(fresh, start):
        if sealed.body is None:
            raise Malformed("BUNDLE-BODY-WITHHELD", seq=position)


def _consented(log: Log, known: int, own: Own) -> None:
    """Require the reader's own signature under every new resume: alone nobody says where its log goes on."""
    for position, signed in log.resumes[known:]:
        if not any(signed.consented_by(key) for key in own.log_keys):
            raise Malformed("RESUME-NOT-CONSENTED", seq=position)


def _of_the_old_branch(fresh: Sequence[Sealed]) -> bool:
    """Tell whether entries that follow an agreed place of resume are those it abandoned, still on their way."""
    return bool(fresh) and read_entry(fresh[0].envelope)[0].kind != "resume"


def _branch_of(log: Log, bundle: Bundle, newest_head: bytes | None, leaves: list[bytes]) -> Admission | None:
    """Compare the delivery with what is mirrored; None when it is on the same branch.

    A delivery of a branch that a resume abandoned gives an admission that only keeps it. Any other genuine
    difference convicts.
    """
    index = _first_difference(log, bundle, leaves)
    if index is None:
        return None
    theirs, convicting = _their_tree(log, bundle, leaves, index)
    if theirs is None:
        _judge_base(log, bundle, newest_head)
        raise Malformed("BUNDLE-BASE", size=bundle.start)
    if _abandoned(log, bundle, index):
        return Admission((), None, (), bundle.entries[index - bundle.start :])
    if not convicting or bundle.head is None or newest_head is None:
        raise Malformed("BUNDLE-BRANCH", index=index)
    resumed = max((position for position, _ in log.resumes if position < index), default=None)
    sides = branches(log.tree, newest_head, theirs, bundle.head, index, _keysets(log), resumed)
    raise Convicted("FORK", sides, index=index)


def _abandoned(log: Log, bundle: Bundle, index: int) -> bool:
    """Tell whether a branch is one that a resume abandoned: it parts from ours at that very entry.

    Whoever forks later forks, and so does who goes on from there twice by one and the same resume.
    """
    ours = next((signed.statement for position, signed in log.resumes if position == index), None)
    if ours is None:
        return False
    theirs = resumed_by(bundle.entries[index - bundle.start])
    return theirs is None or theirs.incarnation < ours.incarnation


def _first_difference(log: Log, bundle: Bundle, leaves: list[bytes]) -> int | None:
    if bundle.base is not None and open_note(bundle.base).checkpoint.root != log.tree.root(bundle.start):
        return bundle.start
    overlap = range(bundle.start, min(log.size, bundle.end))
    return next((i for i in overlap if leaves[i - bundle.start] != log.tree.leaf(i)), None)


def _their_tree(log: Log, bundle: Bundle, leaves: list[bytes], index: int) -> tuple[Tree | None, bool]:
    """Rebuild the delivery's own branch on the common beginning; tell whether its head is genuine."""
    if bundle.base is not None and open_note(bundle.base).checkpoint.root != log.tree.root(bundle.start):
        return None, False
    tree = log.tree.copy()
    tree.truncate(bundle.start)
    tree.extend(leaves)
    if bundle.head is None:
        return tree, False
    note = open_note(bundle.head)
    signed = any(verify_head(note, key, origin=log.origin) for key in _head_keys(log, bundle, index))
    return tree, signed and note.checkpoint.size == bundle.end and note.checkpoint.root == tree.root()


def _judge_base(log: Log, bundle: Bundle, newest_head: bytes | None) -> None:
    """Convict on a signed base head that the mirrored, signed log does not extend."""
    if bundle.base is None or newest_head is None:
        return
    note = open_note(bundle.base)
    if note.checkpoint.size != bundle.start or open_note(newest_head).checkpoint.size < bundle.start:
        return
    resumed = max((position for position, _ in log.resumes if position < bundle.start), default=None)
    if resumed is not None:
        # Only a delivery from the resume on shows whether its branch was abandoned there or forked behind it.
        raise BranchUnshown(resumed, bundle.start)
    if any(verify_head(note, keyset.log_key, origin=log.origin) for _, _, keyset in log.keysets):
        raise Convicted("FORK", rebased(log.tree, newest_head, bundle.base, _keysets(log)), index=bundle.start)


def _keysets(log: Log) -> tuple[bytes, ...]:
    return tuple(log.keyset_envelopes)


def _head_is_genuine(log: Log, bundle: Bundle, leaves: list[bytes]) -> bool:
    """Tell whether the author's log key signed exactly these entries, whatever they say."""
    if bundle.head is None:
        return False
    tree = log.tree.copy()
    tree.extend(leaves[max(0, log.size - bundle.start) :])
    keys = _head_keys(log, bundle, log.size)
    try:
        note = open_note(bundle.head)
    except Malformed:
        return False
    known = any(verify_head(note, key, origin=log.origin) for key in keys)
    return known and note.checkpoint == Checkpoint(log.origin, bundle.end, tree.root(bundle.end))


def _head_keys(log: Log, bundle: Bundle, common: int) -> list[PublicKey]:
    """List the log keys under which a head of the delivery can be valid, `common` entries of it being those we hold.

    The newest of the common beginning, and what key sets the delivery adds to it: who stole a key that was replaced, or
    replays the key set that named it, convicts nobody.
    """
    held = [keyset for position, _, keyset in log.keysets if position < common]
    least = held[-1].version if held else -1
    added = keysets_in([sealed.body for sealed in bundle.entries[max(0, common - bundle.start) :]])
    later = [keyset for keyset in added if keyset.version > least and keyset.root.fingerprint == log.pinned]
    return [keyset.log_key for keyset in (*held[-1:], *later)]


def _verified_head(log: Log, head: bytes) -> Checkpoint:
    note = open_note(head)
    if not verify_head(note, log.head_key(note.checkpoint.size), origin=log.origin):
        raise Malformed("HEAD-SIGNATURE", size=note.checkpoint.size)
    return note.checkpoint


def _seen_heads(log: Log, bundle: Bundle, own: Own) -> None:
    """Require the signed head behind every new `seen`, under the reader's own log key."""
    shown: dict[int, bytes] = {}
    for data in bundle.seen_heads:
        note = open_note(data)
        size = note.checkpoint.size
        if not own.made(data, note):
            raise Malformed("SEEN-HEAD-SIGNATURE", size=size)
        shown[size] = note.checkpoint.root
    low, high = bisect_left(log.seen_at, bundle.start), bisect_left(log.seen_at, bundle.end)
    for position, seen in zip(log.seen_at[low:high], log.seen_heads[low:high], strict=True):
        if shown.get(seen.size) != seen.root:
            raise Malformed("SEEN-WITHOUT-HEAD", seq=position, size=seen.size)


def _proof_holds(log: Log, bundle: Bundle, newest_head: bytes | None) -> None:
    if bundle.base is None or bundle.head is None:
        return
    # The head that the last delivery ended with was verified then.
    known = bundle.base == newest_head
    old = open_note(bundle.base).checkpoint if known else _verified_head(log, bundle.base)
    new = open_note(bundle.head).checkpoint
    if old.size != bundle.start or not verify_consistency(old.size, old.root, new.size, new.root, list(bundle.proof)):
        raise Malformed("BUNDLE-PROOF", size=old.size)


def _cosignatures(log: Log, bundle: Bundle, own: Own) -> tuple[tuple[bytes, int], ...]:
    """Verify the counterpart's cosignatures on the reader's own heads; give (note, time) of each."""
    found = []
    for data in bundle.cosigned:
        note = open_note(data)
        size = note.checkpoint.size
        if not own.made(data, note) or own.root_at(size) != note.checkpoint.root:
            raise Malformed("COSIGNED-HEAD", size=size)
        times = (cosignature_time(note, keyset.log_key, name=log.origin) for _, _, keyset in reversed(log.keysets))
        time = next((value for value in times if value is not None), None)
        if time is None:
            raise Malformed("COSIGNATURE", size=size)
        found.append((data, time))
    return tuple(found)
