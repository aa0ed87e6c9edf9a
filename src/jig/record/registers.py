"""What each side last said, by table and key, readable as of any cut.

A register belongs to one side and is written at positions of that side's log, in its order. Nothing is overwritten, so
that a question "as of a cut" is a binary search and an entry that arrives late costs what any other does.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator
from typing import Any, NamedTuple

from jig.record.canonical import canonical

Key = Hashable
SIDES = (0, 1)


class Cut(NamedTuple):
    """How much of each log counts: the first `a` entries of log 0 and the first `b` of log 1."""

    a: int
    b: int


class Track:
    """The values one side wrote to one register, with their positions, both rising."""

    __slots__ = ("positions", "values")

    def __init__(self, *cells: tuple[int, Any]) -> None:
        self.positions = [position for position, _ in cells]
        self.values = [value for _, value in cells]


#: A register written once is a bare pair: most are, and a million of them must fit in memory.
Cell = tuple[int, Any] | Track


#: Leaves hashed at a time: a first digest over a million registers takes no second copy of them.
_SLICE = 20_000
#: Bytes of a key's hash that name its leaf, the two of its bucket among them: no two keys share them by anybody's will.
_NAME = 16
_EMPTY = (b"",) * 65_536


#: A table that nobody wrote to: one for all, it is only ever read.
NOTHING: tuple[dict[Key, Cell], dict[Key, Cell]] = ({}, {})


class Registers:
    """Every register of both sides. held: by table, one dict a side; only `write` changes it."""

    def __init__(self) -> None:
        self.held: dict[str, tuple[dict[Key, Cell], dict[Key, Cell]]] = {}
        # Before the first digest every register is still to be hashed: a million of them need no list.
        self._dirty: dict[str, set[Key]] | None = None
        self._buckets: list[bytes] = []
        # The hash of each bucket, nothing for an empty one; of each 256 of them.
        self._low, self._high = [b""] * len(_EMPTY), [b""] * 256

    def write(self, table: str, key: Key, side: int, position: int, value: Any) -> None:
        """Append a value to a register; positions of one register never fall."""
        sides = self.held.get(table)
        if sides is None:
            sides = self.held[table] = ({}, {})
        cells = sides[side]
        cell = cells.get(key)
        if cell is None:
            cells[key] = (position, value)
        elif type(cell) is tuple:
            cells[key] = Track(cell, (position, value))
        elif isinstance(cell, Track):
            cell.positions.append(position)
            cell.values.append(value)
        if self._dirty is not None:
            self._dirty.setdefault(table, set()).add(key)

    def cells(self, table: str, side: int) -> dict[Key, Cell]:
        """Give one side's registers of a table (empty when nothing was ever written)."""
        return self.held.get(table, NOTHING)[side]

    def tables(self) -> list[str]:
        """List the tables ever written to."""
        return sorted(self.held)

    def digest(self) -> bytes:
        """Hash all registers as a Merkle map; costs the registers written since the last call.

        A leaf is (table, key, every position and value of both sides). Leaves stand in 65,536 buckets by the first two
        bytes of their key's hash, those in 256 nodes.
        """
        self._buckets = self._buckets or list(_EMPTY)
        fresh: dict[int, dict[bytes, bytes]] = {}
        changed: set[int] = set()
        waiting = 0
        for table, keys in self._unhashed():
            for key in keys:
                name = hashlib.sha256(canonical([table, plain(key)])).digest()
                leaf = hashlib.sha256(canonical([table, plain(key), self._content(table, key)])).digest()
                fresh.setdefault(int.from_bytes(name[:2]), {})[name[2:_NAME]] = leaf
                waiting += 1
                if waiting == _SLICE:
                    changed |= self._settle(fresh)
                    fresh, waiting = {}, 0
        changed |= self._settle(fresh)
        self._dirty = {}
        for first in changed:
            below = self._low[first << 8 : (first + 1) << 8]
            self._high[first] = hashlib.sha256(b"".join(below)).digest()
        top = b"".join(bytes([first]) + node for first, node in enumerate(self._high))
        return hashlib.sha256(top).digest()

    def _unhashed(self) -> Iterator[tuple[str, Iterable[Key]]]:
        """List the registers written since the last digest, by table; the first time all of them."""
        if self._dirty is not None:
            yield from self._dirty.items()
            return
        for table, (first, second) in self.held.items():
            yield table, first
            yield table, (key for key in second if key not in first)

    def _settle(self, fresh: dict[int, dict[bytes, bytes]]) -> set[int]:
        for prefix, leaves in fresh.items():
            self._low[prefix] = hashlib.sha256(self._update(prefix, leaves)).digest()
        return {prefix >> 8 for prefix in fresh}

    def _update(self, prefix: int, leaves: dict[bytes, bytes]) -> bytes:
        """Put new leaves into a bucket: names and leaves one after another, by name; 46 bytes each and nothing more."""
        old, name = self._buckets[prefix], _NAME - 2
        whole = {old[at : at + name]: old[at + name : at + name + 32] for at in range(0, len(old), name + 32)} | leaves
        bucket = self._buckets[prefix] = b"".join(one + whole[one] for one in sorted(whole))
        return bucket

    def _content(self, table: str, key: Key) -> Any:
        sides = self.held[table]
        return [[[p, plain(v)] for p, v in _cells(sides[side].get(key))] for side in SIDES]


def _cells(cell: Cell | None) -> Iterator[tuple[int, Any]]:
    if cell is None:
        return iter(())
    return iter((cell,)) if type(cell) is tuple else zip(cell.positions, cell.values, strict=True)  # type: ignore[union-attr]


def plain(value: Any) -> Any:
    """Give a register's key or value as JSON, for hashing and showing: bytes as hex, tuples and sets as lists."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, frozenset | set):
        return sorted(plain(item) for item in value)
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    dump = getattr(value, "model_dump", None)
    return plain(dump(mode="json") if dump is not None else value.as_json())


class Reading:
    """Registers as of a cut."""

    __slots__ = ("cut", "registers")

    def __init__(self, registers: Registers, cut: Cut) -> None:
        self.registers = registers
        self.cut = cut

    def last(self, table: str, key: Key, side: int) -> Any:
        """Give what a side last wrote, None when nothing."""
        cell = self.registers.held.get(table, NOTHING)[side].get(key)
        if cell is None:
            return None
        if type(cell) is tuple:
            return cell[1] if cell[0] < self.cut[side] else None
        at = bisect_left(cell.positions, self.cut[side])  # type: ignore[union-attr]
        return cell.values[at - 1] if at else None  # type: ignore[union-attr]

    def first(self, table: str, key: Key, side: int) -> tuple[int, Any] | None:
        """Give the position and value that a side wrote first, None when nothing."""
        cell = self.registers.held.get(table, NOTHING)[side].get(key)
        if cell is None:
            return None
        found: tuple[int, Any] = cell if type(cell) is tuple else (cell.positions[0], cell.values[0])  # type: ignore[union-attr]
        return found if found[0] < self.cut[side] else None

    def written(self, table: str, key: Key, side: int) -> list[tuple[int, Any]]:
        """Give every (position, value) that a side wrote, in its log's order."""
        cell = self.registers.held.get(table, NOTHING)[side].get(key)
        if cell is None:
            return []
        if type(cell) is tuple:
            return [cell] if cell[0] < self.cut[side] else []
        at = bisect_left(cell.positions, self.cut[side])  # type: ignore[union-attr]
        return list(zip(cell.positions[:at], cell.values[:at], strict=True))  # type: ignore[union-attr]

    def has(self, table: str, key: Key, side: int) -> bool:
        """Tell whether a side wrote to a register."""
        return self.first(table, key, side) is not None

    def keys(self, table: str) -> list[Key]:
        """List the keys of a table that either side wrote to, sorted by their text."""
        found: set[Key] = set()
        for side in SIDES:
            for key, cell in self.registers.cells(table, side).items():
                start = cell[0] if type(cell) is tuple else cell.positions[0]  # type: ignore[union-attr]
                if start < self.cut[side]:
                    found.add(key)
        return sorted(found, key=str)
