"""Verifying two whole logs against each other, offline: what any outsider with the two files can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jig.record.admit import Examiner, Own, admit, examine_serially
from jig.record.bundle import Bundle
from jig.record.entry import Examined, Sealed, read_entry
from jig.record.errors import Malformed
from jig.record.keyset import KeySet, continues
from jig.record.log import Log, RootAt, keysets_in
from jig.record.merkle import Tree, leaf_hash
from jig.record.note import cosignature_time, open_note, verify_head
from jig.record.suites import PublicKey


@dataclass(frozen=True)
class Remark:
    """Something to show that is no failure: RECEIPT-WITHHELD or SEEN-FELL, in whose log, at which size or position."""

    code: str
    log: str
    at: int


@dataclass(frozen=True)
class VerifiedPair:
    """Two logs that hold together, with the entries of each, and what is to be remarked."""

    logs: tuple[Log, Log]
    entries: tuple[tuple[Examined, ...], tuple[Examined, ...]]
    remarks: tuple[Remark, ...]


def whole_tree(log: Log, bundle: Bundle | None) -> Tree:
    """Build the tree that a log will have once a bundle is in."""
    tree = log.tree.copy()
    if bundle is not None:
        tree.extend(leaf_hash(sealed.envelope) for sealed in bundle.entries[max(0, log.size - bundle.start) :])
    return tree


def roots_of(tree: Tree) -> RootAt:
    """Give roots by size, None beyond the tree."""
    return lambda size: tree.root(size) if size <= tree.size else None


def keysets_with(log: Log, bundle: Bundle | None) -> list[tuple[int, KeySet]]:
    """List (position, key set) of a log with a bundle; `link` judges those of the bundle later.

    Only what an entry of that kind names, in the chain of the pinned root: any officer can put any key set into the
    body of a note, and the heads that its counterpart truly saw would then be held against a key of its choosing.
    """
    found = [(position, keyset) for position, _, keyset in log.keysets]
    fresh = bundle.entries[max(0, log.size - bundle.start) :] if bundle is not None else ()
    for position, sealed in enumerate(fresh, log.size if bundle is None else max(log.size, bundle.start)):
        for keyset in keysets_in([sealed.body]):
            if _names_keys(sealed) and _follows(keyset, found[-1][1] if found else None, log.pinned):
                found.append((position, keyset))
    return found


def _names_keys(sealed: Sealed) -> bool:
    try:
        return read_entry(sealed.envelope)[0].kind in ("keyset", "resume")
    except Malformed:
        return False


def _follows(keyset: KeySet, last: KeySet | None, pinned: str) -> bool:
    try:
        continues(keyset, last, pinned)
    except Malformed:
        return False
    return True


def head_keys_of(found: list[tuple[int, KeySet]]) -> Callable[[int], PublicKey]:
    """Find the key of a head that may lie beyond what a log holds, from the key sets by position."""

    def head_key(size: int) -> PublicKey:
        named = [keyset for position, keyset in found if position < size]
        if not named:
            raise Malformed("HEAD-WITHOUT-KEY", size=size)
        return named[-1].log_key

    return head_key


def as_counterpart(log: Log, bundle: Bundle | None) -> Own:
    """Give what judging the other log's deliveries needs of this one, as it will be once the bundle, if any, is in."""
    found = keysets_with(log, bundle)
    keys = tuple(keyset.log_key for _, keyset in found)
    return Own(log.origin, roots_of(whole_tree(log, bundle)), head_keys_of(found), keys)


def verify_pair(
    bundles: tuple[Bundle, Bundle], pinned: tuple[str, str], *, examiner: Examiner = examine_serially
) -> VerifiedPair:
    """Verify two whole logs; pinned: their root fingerprints, hex.

    Raises Malformed at the first fault, Convicted or OwnLogBehind where `admit` does: OwnLogBehind says that a log
    saw more of
    the other than its file holds.
    """
    for bundle in bundles:
        if bundle.start != 0 or bundle.end == 0:
            raise Malformed("LOG-NOT-WHOLE", found=f"{bundle.start}..{bundle.end}")
    if bundles[0].log.split("/")[0] != bundles[1].log.split("/")[0]:
        raise Malformed("LOG-MODE", found=bundles[1].log, expected=bundles[0].log)
    logs = tuple(Log(bundle.log, root) for bundle, root in zip(bundles, pinned, strict=True))
    readers = [as_counterpart(logs[i], bundles[i]) for i in (0, 1)]
    admitted = [admit(logs[i], bundles[i], readers[1 - i], None, examiner=examiner) for i in (0, 1)]
    remarks: list[Remark] = []
    for i in (0, 1):
        remarks += [Remark("SEEN-FELL", logs[i].origin, position) for position in logs[i].falling]
        remarks += _countersigned(logs[i], logs[1 - i], bundles[i])
    return VerifiedPair((logs[0], logs[1]), (admitted[0].new, admitted[1].new), tuple(remarks))


def _countersigned(log: Log, other: Log, bundle: Bundle) -> list[Remark]:
    """Verify the counterpart's cosignatures that a log's owner shows; remark those without a receipt."""
    remarks = []
    seen = {head.size for head in other.seen_heads}
    for data in bundle.countersigned:
        note = open_note(data)
        size = note.checkpoint.size
        if not verify_head(note, log.head_key(size), origin=log.origin) or log.root_at(size) != note.checkpoint.root:
            raise Malformed("COUNTERSIGNED-HEAD", size=size)
        times = [cosignature_time(note, keyset.log_key, name=other.origin) for _, _, keyset in other.keysets]
        if all(time is None for time in times):
            raise Malformed("COSIGNATURE", size=size)
        if size not in seen:
            remarks.append(Remark("RECEIPT-WITHHELD", other.origin, size))
    return remarks
