"""The log's tree: roots and proofs at any size it ever had (record format, section 5; RFC 6962, 2.1; RFC 9162, 2.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from jig.record.errors import Malformed

HASH = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

_sha256 = hashlib.sha256


def leaf_hash(data: bytes) -> bytes:
    """sha256(0x00 || data): the prefix keeps a leaf from passing for a node."""
    return _sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """sha256(0x01 || left || right)."""
    return _sha256(b"\x01" + left + right).digest()


_ROOTS = 256


class Tree:
    """A growing tree that answers for every size up to its own in logarithmic time.

    Keeps the hash of every complete aligned subtree, level by level, about 64 bytes a leaf.
    """

    __slots__ = ("_levels", "_roots")

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[bytearray] = [bytearray()]
        # Roots asked for lately: one exchange asks for the same few again and again.
        self._roots: dict[int, bytes] = {}
        self.extend(leaves)

    @property
    def size(self) -> int:
        """The number of leaves."""
        return len(self._levels[0]) // HASH

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash of 32 bytes. Raises Malformed TREE-HASH-LENGTH."""
        if len(leaf) != HASH:
            raise Malformed("TREE-HASH-LENGTH", length=len(leaf))
        levels, node, level = self._levels, leaf, 0
        while True:
            row = levels[level]
            row += node
            if len(row) % (2 * HASH):
                return
            node = _sha256(b"\x01" + row[-2 * HASH :]).digest()
            level += 1
            if level == len(levels):
                levels.append(bytearray())

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaf hashes in order. Raises Malformed TREE-HASH-LENGTH, the ones before it added."""
        for leaf in leaves:
            self.append(leaf)

    def leaf(self, index: int) -> bytes:
        """The leaf hash at a position. Raises Malformed TREE-RANGE."""
        if not 0 <= index < self.size:
            raise Malformed("TREE-RANGE", index=index, size=self.size)
        return self._node(0, index)

    def root(self, size: int | None = None) -> bytes:
        """The root when the tree had that many leaves, by default now. Raises Malformed TREE-RANGE."""
        end = self._within(self.size if size is None else size)
        found = self._roots.get(end)
        if found is None:
            if len(self._roots) >= _ROOTS:
                self._roots.clear()
            found = self._roots[end] = self._range(0, end) if end else EMPTY_ROOT
        return found

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """The audit path of a leaf in the tree of that size (RFC 6962, 2.1.1). Raises Malformed TREE-RANGE."""
        if not 0 <= index < self._within(size):
            raise Malformed("TREE-RANGE", index=index, size=size)
        path, low, high = [], 0, size
        while high - low > 1:
            middle = low + _split(high - low)
            if index < middle:
                path.append(self._range(middle, high))
                high = middle
            else:
                path.append(self._range(low, middle))
                low = middle
        return path[::-1]

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the tree of `new` leaves continues that of `old` (RFC 6962, 2.1.2); empty for old 0 or new.

        Raises Malformed TREE-RANGE.
        """
        if not 0 <= old <= self._within(new):
            raise Malformed("TREE-RANGE", index=old, size=new)
        if old == 0:
            return []
        proof, low, high = [], 0, new
        while old != high:
            middle = low + _split(high - low)
            if old <= middle:
                proof.append(self._range(middle, high))
                high = middle
            else:
                proof.append(self._range(low, middle))
                low = middle
        if low:
            proof.append(self._range(low, high))
        return proof[::-1]

    def truncate(self, size: int) -> None:
        """Forget the leaves from that position on. Raises Malformed TREE-RANGE."""
        self._within(size)
        self._roots.clear()
        for level, row in enumerate(self._levels):
            del row[(size >> level) * HASH :]
        while len(self._levels) > 1 and not self._levels[-1]:
            self._levels.pop()

    def copy(self) -> Tree:
        """A tree of its own with the same leaves."""
        twin = Tree()
        twin._levels = [bytearray(row) for row in self._levels]
        return twin

    def _within(self, size: int) -> int:
        if not 0 <= size <= self.size:
            raise Malformed("TREE-RANGE", index=size, size=self.size)
        return size

    def _node(self, level: int, index: int) -> bytes:
        return bytes(self._levels[level][index * HASH : (index + 1) * HASH])

    def _range(self, low: int, high: int) -> bytes:
        """The root over leaves low .. high-1, low a multiple of the power of two not below high - low; not empty."""
        parts = []
        while low < high:
            level = (high - low).bit_length() - 1
            parts.append(self._node(level, low >> level))
            low += 1 << level
        root = parts.pop()
        while parts:
            root = node_hash(parts.pop(), root)
        return root


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that the path leads to; None if the path has not the shape for that position (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _hashes([leaf, *proof]):
        return None
    at, last, root = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = node_hash(step, root)
            at, last = _climb(at, last)
        else:
            root = node_hash(root, step)
        at, last = at >> 1, last >> 1
    return root if last == 0 else None


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether the path proves the leaf hash at that position of the tree with that size and root."""
    return root_from_inclusion(leaf, index, size, proof) == root


def roots_from_consistency(
    old: int, new: int, proof: Sequence[bytes], *, old_root: bytes | None
) -> tuple[bytes, bytes] | None:
    """The old and new root that the proof implies; None if it has not the shape for those sizes.

    With `old` a power of two the proof leaves the old root out (RFC 9162, 2.1.4.2): it is then taken from `old_root`,
    and without one the answer is None. None also for old 0, of which nothing follows. For old == new only `old_root`
    is known. The caller compares both roots with heads: alone they prove nothing.
    """
    if not 0 < old <= new or not _hashes(proof if old_root is None else [old_root, *proof]):
        return None
    if old == new:
        return None if proof or old_root is None else (old_root, old_root)
    steps = list(proof)
    if old & (old - 1) == 0:
        if old_root is None:
            return None
        steps.insert(0, old_root)
    return _roots(old - 1, new - 1, steps) if steps else None


def verify_consistency(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether the proof shows that the new tree continues the old; the empty tree is continued by any other."""
    if old_size == 0:
        return new_size >= 0 and not proof and old_root == EMPTY_ROOT and (new_size > 0 or new_root == EMPTY_ROOT)
    return roots_from_consistency(old_size, new_size, proof, old_root=old_root) == (old_root, new_root)


def _roots(at: int, last: int, steps: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            at, last = _climb(at, last)
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    return (old, new) if last == 0 else None


def _climb(at: int, last: int) -> tuple[int, int]:
    # A node at the ragged right edge rises, unpaired, to the level where it is a right child.
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1


def _hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == HASH for value in values)
