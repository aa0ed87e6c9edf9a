"""Two heads that cannot both be true: a portable proof that convicts a log's owner from two small files."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from jig.record.canonical import JSON, canonical, parse_object
from jig.record.errors import Malformed
from jig.record.keyset import KeySet, continues, read_keyset
from jig.record.merkle import Tree, root_from_inclusion, verify_consistency
from jig.record.note import Checkpoint, open_note, verify_head
from jig.record.suites import PublicKey

CAP = 1 << 20
_FIELDS = {"base", "head", "inclusion", "keysets", "resume", "type", "v"}
#: Files made before a resume could be shown have no such member; nothing was ever convicted by its absence.
_BEFORE_RESUMES = _FIELDS - {"resume"}


@dataclass(frozen=True)
class Inclusion:
    """An entry's place under a head: index, leaf hash, proof hashes."""

    index: int
    leaf: bytes
    proof: tuple[bytes, ...]


@dataclass(frozen=True)
class Base:
    """The root of an older size that the head commits to, with the consistency proof."""

    size: int
    root: bytes
    proof: tuple[bytes, ...]


@dataclass(frozen=True)
class ForkSide:
    """One of the two files (section 9 of the record format).

    resume: the place of the newest resume before the difference. Where both sides show the same one, their branches
    part behind it, and it excuses nothing.
    """

    head: bytes
    keysets: tuple[bytes, ...]
    inclusion: Inclusion | None = None
    base: Base | None = None
    resume: Inclusion | None = None

    def encode(self) -> bytes:
        """Give the bytes of the file."""
        base: JSON = None
        if self.base is not None:
            path: list[JSON] = [_b64(part) for part in self.base.proof]
            base = {"proof": path, "root": _b64(self.base.root), "size": self.base.size}
        keysets: list[JSON] = [_b64(keyset) for keyset in self.keysets]
        return canonical(
            {
                "base": base,
                "head": self.head.decode("utf-8"),
                "inclusion": _place(self.inclusion),
                "keysets": keysets,
                "resume": _place(self.resume),
                "type": "fork-side",
                "v": 1,
            }
        )


def _place(inclusion: Inclusion | None) -> JSON:
    if inclusion is None:
        return None
    proof: list[JSON] = [_b64(part) for part in inclusion.proof]
    return {"index": inclusion.index, "leaf": _b64(inclusion.leaf), "proof": proof}


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(value: JSON) -> bytes:
    if not isinstance(value, str):
        raise Malformed("FORK-FIELDS")
    try:
        data = base64.b64decode(value, validate=True)
    except ValueError as fault:
        raise Malformed("FORK-FIELDS") from fault
    if _b64(data) != value:
        raise Malformed("FORK-FIELDS")
    return data


def _list(value: JSON) -> tuple[bytes, ...]:
    if not isinstance(value, list) or len(value) > 64:
        raise Malformed("FORK-FIELDS")
    return tuple(_bytes(item) for item in value)


def _index(value: JSON) -> int:
    if type(value) is not int or value < 0:
        raise Malformed("FORK-FIELDS")
    return value


def read_fork_side(data: bytes) -> ForkSide:
    """Read one file of a fork proof, judging its form only; raises Malformed."""
    raw = parse_object(data, cap=CAP)
    head, base = raw.get("head"), raw.get("base")
    if (
        set(raw) not in (_FIELDS, _BEFORE_RESUMES)
        or raw["type"] != "fork-side"
        or raw["v"] != 1
        or not isinstance(head, str)
    ):
        raise Malformed("FORK-FIELDS")
    under = None
    if base is not None:
        if not isinstance(base, dict) or set(base) != {"proof", "root", "size"}:
            raise Malformed("FORK-FIELDS")
        under = Base(_index(base["size"]), _bytes(base["root"]), _list(base["proof"]))
    found, resumed = _read_place(raw["inclusion"]), _read_place(raw.get("resume"))
    return ForkSide(head.encode("utf-8"), _list(raw["keysets"]), found, under, resumed)


def _read_place(raw: JSON) -> Inclusion | None:
    if raw is None:
        return None
    if not isinstance(raw, dict) or set(raw) != {"index", "leaf", "proof"}:
        raise Malformed("FORK-FIELDS")
    return Inclusion(_index(raw["index"]), _bytes(raw["leaf"]), _list(raw["proof"]))


def convicts(one: ForkSide, other: ForkSide, pinned: str) -> str | None:
    """Say how two files convict the owner of the log whose root fingerprint is `pinned`.

    Returns "SAME-SIZE", "SAME-INDEX" or "INCONSISTENT", or None when they prove nothing. Raises Malformed when a
    head is
    not signed with a log key of that root. A resume that excuses the difference is the judge's question, not this
    one's.
    """
    heads = [_checked_head(side, pinned) for side in (one, other)]
    if heads[0].origin != heads[1].origin:
        raise Malformed("FORK-LOGS", found=heads[1].origin, expected=heads[0].origin)
    if heads[0].size == heads[1].size:
        return "SAME-SIZE" if heads[0].root != heads[1].root else None
    if _different_leaves(one, other, heads[0], heads[1]):
        return "SAME-INDEX"
    pairs = ((one, heads[0], heads[1]), (other, heads[1], heads[0]))
    return "INCONSISTENT" if any(_base_differs(side, mine, theirs) for side, mine, theirs in pairs) else None


def _checked_head(side: ForkSide, pinned: str) -> Checkpoint:
    last: KeySet | None = None
    keys: list[PublicKey] = []
    for data in side.keysets:
        keyset = read_keyset(data)
        continues(keyset, last, pinned)
        last = keyset
        keys.append(keyset.log_key)
    if last is None:
        raise Malformed("FORK-KEYSETS")
    note = open_note(side.head)
    if not any(verify_head(note, key, origin=last.root.origin) for key in keys):
        raise Malformed("HEAD-SIGNATURE", size=note.checkpoint.size)
    return note.checkpoint


def _different_leaves(one: ForkSide, other: ForkSide, a: Checkpoint, b: Checkpoint) -> bool:
    if one.inclusion is None or other.inclusion is None or one.inclusion.index != other.inclusion.index:
        return False
    for side, head in ((one.inclusion, a), (other.inclusion, b)):
        if root_from_inclusion(side.leaf, side.index, head.size, list(side.proof)) != head.root:
            return False
    return one.inclusion.leaf != other.inclusion.leaf


def _base_differs(side: ForkSide, mine: Checkpoint, theirs: Checkpoint) -> bool:
    """Tell whether my head commits to another root at the size of their head."""
    if side.base is None or side.base.size != theirs.size or not 0 < theirs.size < mine.size:
        return False
    commits = verify_consistency(side.base.size, side.base.root, mine.size, mine.root, list(side.base.proof))
    return commits and side.base.root != theirs.root


def shared_resume(one: ForkSide, other: ForkSide) -> int | None:
    """Give the place of the entry that both files show before their difference, None when they show no common one.

    Whether that entry is a resume is for who holds the log to say. Raises Malformed for a place that is not under its
    own head.
    """
    for side in (one, other):
        checkpoint = open_note(side.head).checkpoint
        place = side.resume
        if (
            place is not None
            and root_from_inclusion(place.leaf, place.index, checkpoint.size, list(place.proof)) != checkpoint.root
        ):
            raise Malformed("FORK-FIELDS")
    if one.resume is None or other.resume is None:
        return None
    same = (one.resume.index, one.resume.leaf) == (other.resume.index, other.resume.leaf)
    return one.resume.index if same else None


def branches(
    mine: Tree,
    my_head: bytes,
    theirs: Tree,
    their_head: bytes,
    index: int,
    keysets: tuple[bytes, ...],
    resumed: int | None = None,
) -> tuple[ForkSide, ForkSide]:
    """Make the two files from two trees that differ at `index`, each under its signed head.

    resumed: where the newest resume before `index` stands in both.
    """
    sides = []
    for tree, head in ((mine, my_head), (theirs, their_head)):
        size = open_note(head).checkpoint.size
        resume = None if resumed is None else _inclusion(tree, resumed, size)
        sides.append(ForkSide(head, keysets, inclusion=_inclusion(tree, index, size), resume=resume))
    return sides[0], sides[1]


def _inclusion(tree: Tree, index: int, size: int) -> Inclusion:
    return Inclusion(index, tree.leaf(index), tuple(tree.inclusion(index, size)))


def rebased(mine: Tree, my_head: bytes, their_base: bytes, keysets: tuple[bytes, ...]) -> tuple[ForkSide, ForkSide]:
    """Make the two files from my head and an older head of theirs that my head does not extend."""
    size = open_note(their_base).checkpoint.size
    newest = open_note(my_head).checkpoint.size
    if size == newest:
        return ForkSide(my_head, keysets), ForkSide(their_base, keysets)
    base = Base(size, mine.root(size), tuple(mine.consistency(size, newest)))
    return ForkSide(my_head, keysets, base=base), ForkSide(their_base, keysets)
