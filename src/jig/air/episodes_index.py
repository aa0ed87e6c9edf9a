"""Areas as whole numbers, on a grid that says how far the next boundary is.

One byte a cell holds the Chebyshev distance in cells to the nearest cell that an edge passes, so that a leg away
from every
boundary costs one look-up. Edges stand together cell by cell.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from jig.air.compiled import Int, compiled

#: No leg longer than this (lattice units, 34 degrees) enters the compiled arithmetic, no edge longer than half a turn:
#: then no orientation exceeds 2**63, and no denominator of a crossing 2**61.
LONGEST_LEG = 340_000_000
LONGEST_EDGE = 1_800_000_000
HALF_TURN = 1_800_000_000
_MOST_CELLS = 1 << 21


class Index(NamedTuple):
    """Edges of all parts, and the grid over them. A part is one polygon with its holes; parity and boundary define
    it."""

    shift: int
    column: int  # of the grid's first cell: its west edge is column << shift
    row: int
    columns: int
    rows: int
    near: Any  # uint8 (rows * columns): cells to the nearest boundary, at most 255
    first: Any  # int32 (rows * columns + 1): where a cell's edges start in `held`
    held: Any  # int32 (m, 6): ax, ay, bx, by, edge, part
    edges: Any  # int32 (e, 4): ax, ay, bx, by
    part_of: Any  # int32 (e)
    starts: Any  # int64 (parts + 1): where a part's edges start
    boxes: Any  # int32 (parts, 4): west, south, east, north


@compiled
def cells_in_row(ax: Int, ay: Int, bx: Int, by: Int, low: Int, high: Int) -> Any:
    """Give the least and the greatest x of a segment where low <= y <= high, a unit wider on each side."""
    west, east = min(ax, bx), max(ax, bx)
    if ay == by:
        return west, east
    slope = (bx - ax) / (by - ay)
    bottom, top = max(low, min(ay, by)), min(high, max(ay, by))
    one, two = ax + (bottom - ay) * slope, ax + (top - ay) * slope
    if one > two:
        one, two = two, one
    return max(west, np.int64(np.floor(one)) - 1), min(east, np.int64(np.ceil(two)) + 1)


@compiled
def _fill(edges: Any, part_of: Any, shift: Int, column: Int, row: Int, columns: Int, first: Any, held: Any) -> None:
    """Count (held is empty) or write the edges of each cell; `first` becomes counts, then ends."""
    counting = len(held) == 0
    for e in range(len(edges)):
        ax, ay, bx, by = np.int64(edges[e, 0]), np.int64(edges[e, 1]), np.int64(edges[e, 2]), np.int64(edges[e, 3])
        for r in range(min(ay, by) >> shift, (max(ay, by) >> shift) + 1):
            west, east = cells_in_row(ax, ay, bx, by, r << shift, (r + 1) << shift)
            for c in range(west >> shift, (east >> shift) + 1):
                cell = (r - row) * columns + (c - column)
                if counting:
                    first[cell + 1] += 1
                else:
                    at = first[cell]
                    first[cell] = at + 1
                    held[at, 0], held[at, 1], held[at, 2], held[at, 3] = ax, ay, bx, by
                    held[at, 4], held[at, 5] = e, part_of[e]


@compiled
def _distances(near: Any, rows: Int, columns: Int) -> None:
    """Turn 0 (a boundary) and 255 into Chebyshev distances in cells: two sweeps."""
    for r in range(rows):
        for c in range(columns):
            best = np.int64(near[r * columns + c])
            if r > 0:
                for d in range(max(0, c - 1), min(columns, c + 2)):
                    best = min(best, np.int64(near[(r - 1) * columns + d]) + 1)
            if c > 0:
                best = min(best, np.int64(near[r * columns + c - 1]) + 1)
            near[r * columns + c] = min(best, 255)
    for r in range(rows - 1, -1, -1):
        for c in range(columns - 1, -1, -1):
            best = np.int64(near[r * columns + c])
            if r < rows - 1:
                for d in range(max(0, c - 1), min(columns, c + 2)):
                    best = min(best, np.int64(near[(r + 1) * columns + d]) + 1)
            if c < columns - 1:
                best = min(best, np.int64(near[r * columns + c + 1]) + 1)
            near[r * columns + c] = min(best, 255)


def index_of(parts: list[list[Any]]) -> Index:
    """Build the index. parts: a list of rings each; a ring: int (n, 2), lon and lat in lattice units, first point
    last."""
    rows_of_edges, owners, starts = [], [], [0]
    for number, rings in enumerate(parts):
        for ring in rings:
            pairs = np.hstack([np.asarray(ring)[:-1], np.asarray(ring)[1:]])
            rows_of_edges.append(pairs[np.any(pairs[:, :2] != pairs[:, 2:], axis=1)])
            owners.append(np.full(len(rows_of_edges[-1]), number))
        starts.append(sum(map(len, rows_of_edges[-len(rings) :])) + starts[-1] if rings else starts[-1])
    edges = np.concatenate([np.empty((0, 4)), *rows_of_edges]).astype(np.int32)
    part_of = np.concatenate([np.empty(0), *owners]).astype(np.int32)
    boxes = np.array([_box(edges[a:b]) for a, b in pairwise(starts)], np.int32).reshape(-1, 4)
    west, south, east, north = _box(edges) if len(edges) else (0, 0, 0, 0)
    shift = _shift(east - west, north - south, len(edges))
    column, row = west >> shift, south >> shift
    columns, rows = (east >> shift) - column + 1, (north >> shift) - row + 1
    first = np.zeros(rows * columns + 1, np.int64)
    _fill(edges, part_of, shift, column, row, columns, first, np.empty((0, 6), np.int32))
    near = np.where(first[1:] > 0, 0, 255).astype(np.uint8)
    ends = np.cumsum(first)
    held = np.empty((max(1, int(ends[-1])), 6), np.int32)
    moving = ends[:-1].copy()
    _fill(edges, part_of, shift, column, row, columns, moving, held)
    _distances(near, rows, columns)
    return Index(
        shift, column, row, columns, rows, near, ends.astype(np.int32), held, edges, part_of, np.array(starts), boxes
    )


def _box(edges: Any) -> tuple[int, int, int, int]:
    return (
        int(edges[:, [0, 2]].min()),
        int(edges[:, [1, 3]].min()),
        int(edges[:, [0, 2]].max()),
        int(edges[:, [1, 3]].max()),
    )


def _shift(width: int, height: int, edges: int) -> int:
    """Choose the cells' size, a power of two: no more cells than pay, for few edges few."""
    most = min(_MOST_CELLS, max(1 << 12, 32 * edges))
    shift = 0
    while ((width >> shift) + 2) * ((height >> shift) + 2) > most:
        shift += 1
    return shift
