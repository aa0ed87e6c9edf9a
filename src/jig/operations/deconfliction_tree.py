"""A packed tree of boxes: sorted into tiles once, no pointers, never changed (Leutenegger, Lopez, Edgington 1997)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jig.operations.deconfliction_kernel import ALIVE, BITS, FANOUT, REFERENCE

_LOWS, _HIGHS = [0, 1, 4, 6], [2, 3, 5, 7]
#: West-east, south-north, time. Heights are not cut: bands are wide beside what they lie in.
_SORTED_BY = ((0, 2), (1, 3), (6, 7))


@dataclass(frozen=True)
class Tree:
    """levels: where each level of nodes begins, leaves first, and the end. order: slots. boxes: theirs."""

    nodes: NDArray[np.int64]
    levels: NDArray[np.int64]
    order: NDArray[np.int64]
    boxes: NDArray[np.int64]

    @property
    def size(self) -> int:
        """How many volumes it holds."""
        return len(self.order)


def merged(rows: NDArray[np.int64], trees: Sequence[Tree]) -> Tree:
    """Pack several trees into one, without what was withdrawn."""
    slots = np.concatenate([tree.order for tree in trees])
    return packed(rows, slots[rows[slots, ALIVE] == 1])


def packed(rows: NDArray[np.int64], slots: NDArray[np.int64]) -> Tree:
    """Pack the rows of these slots."""
    order = slots[_tiled(rows[slots])]
    boxes = np.ascontiguousarray(rows[order, :8])
    bits = np.left_shift(1, rows[order, REFERENCE])
    level = np.concatenate((boxes, bits[:, None]), axis=1)
    found: list[NDArray[np.int64]] = []
    starts = [0]
    while len(level) > 1 or not found:
        level = _above(level)
        if not len(level):
            break
        found.append(level)
        starts.append(starts[-1] + len(level))
    nodes = np.concatenate(found) if found else np.empty((0, BITS + 1), np.int64)
    return Tree(nodes, np.array(starts, np.int64), order, boxes)


def _above(level: NDArray[np.int64]) -> NDArray[np.int64]:
    starts = np.arange(0, len(level), FANOUT)
    node = np.empty((len(starts), BITS + 1), np.int64)
    if len(starts):
        node[:, _LOWS] = np.minimum.reduceat(level[:, _LOWS], starts)
        node[:, _HIGHS] = np.maximum.reduceat(level[:, _HIGHS], starts)
        node[:, BITS] = np.bitwise_or.reduceat(level[:, BITS], starts)
    return node


def _tiled(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sort into tiles: slabs by one extent, each cut by the next, and so on; references apart before all."""
    slabs = rows[:, REFERENCE].copy()
    order = np.argsort(slabs, kind="stable")
    for (low, high), cuts in _cuts(rows):
        middle = rows[:, low] // 2 + rows[:, high] // 2
        order = np.lexsort((middle, slabs))
        _, first, counts = np.unique(slabs[order], return_index=True, return_counts=True)
        place = np.arange(len(rows)) - np.repeat(first, counts)
        width = np.maximum(FANOUT, -(-np.repeat(counts, counts) // cuts))
        slabs[order] = slabs[order] * (cuts + 1) + place // width
    return order


def _cuts(rows: NDArray[np.int64]) -> list[tuple[tuple[int, int], int]]:
    """Say how often each extent is cut, the most first: a tile is to be as many volumes wide one way as another."""
    if not len(rows):
        return []
    finest = []
    for low, high in _SORTED_BY:
        lows, highs = rows[:, low].astype(float), rows[:, high].astype(float)
        finest.append(max(1.0, (highs.max() - lows.min()) / max(1.0, (highs - lows).mean())))
    share = (len(rows) / FANOUT / np.prod(finest)) ** (1 / len(finest))
    cuts = [max(1, round(float(one * share))) for one in finest]
    return sorted(zip(_SORTED_BY, cuts, strict=True), key=lambda each: -each[1])
