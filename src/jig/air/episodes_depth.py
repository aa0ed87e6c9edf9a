"""How deep inside an area an aircraft is seen: CERTAIN where no edge is within its position's error."""

from __future__ import annotations

from typing import Any

import numpy as np

from jig.air.compiled import Int, Real, compiled
from jig.air.episodes_rows import NEXT, PART, SURE
from jig.air.episodes_state import State

#: Metres of one lattice unit of latitude (WGS 84's equatorial radius; the mark needs no more).
METRES = 6_378_137.0 * 3.141592653589793 / 180.0 * 1e-7


@compiled
def cosine(y: Int) -> Real:
    """Cosine of a latitude in lattice units, to 1e-9; plain arithmetic, the same on every machine."""
    a = y * 1e-7 * 3.141592653589793 / 180.0
    s = a * a
    return 1.0 - s / 2.0 * (1.0 - s / 12.0 * (1.0 - s / 30.0 * (1.0 - s / 56.0 * (1.0 - s / 90.0 * (1.0 - s / 132.0)))))


@compiled
def _apart(edges: Any, e: Int, x: Int, y: Int, error_m: Real, scale: Real) -> Any:
    """Say whether an edge is farther from a point than its error."""
    ax, ay = (edges[e, 0] - x) * scale, (edges[e, 1] - y) * METRES
    bx, by = (edges[e, 2] - x) * scale, (edges[e, 3] - y) * METRES
    if min(ax, bx) > error_m or max(ax, bx) < -error_m or min(ay, by) > error_m or max(ay, by) < -error_m:
        return True
    dx, dy = bx - ax, by - ay
    f = min(max(-(ax * dx + ay * dy) / (dx * dx + dy * dy + 1e-300), 0.0), 1.0)
    cx, cy = ax + f * dx, ay + f * dy
    return cx * cx + cy * cy > error_m * error_m


@compiled
def _deep(
    first: Any, held: Any, edges: Any, starts: Any, grid: Any, part: Int, x: Int, y: Int, error_m: Real, scale: Real
) -> Any:
    """Say whether every edge of a part is farther from a point than its error: where few cells hold them, those."""
    shift, column, row, columns, rows = grid
    # Two units wider than the error: what rounding hides is far less.
    wide, high = np.int64(error_m / max(scale, 1e-9)) + 2, np.int64(error_m / METRES) + 2
    left, right = max(((x - wide) >> shift) - column, 0), min(((x + wide) >> shift) - column, columns - 1)
    low, top = max(((y - high) >> shift) - row, 0), min(((y + high) >> shift) - row, rows - 1)
    if right < left:
        return True
    if (right - left + 1) * (top - low + 1) > 16:
        for e in range(starts[part], starts[part + 1]):
            if not _apart(edges, e, x, y, error_m, scale):
                return False
        return True
    for r in range(low, top + 1):
        for k in range(first[r * columns + left], first[r * columns + right + 1]):
            if held[k, 5] == part and not _apart(held, k, x, y, error_m, scale):
                return False
    return True


@compiled
def mark_sure(index: Any, state: State, who: Int, x: Int, y: Int, error_m: Real) -> Int:
    """Mark open rows whose aircraft is now seen deeper inside than its position's error; gives how many are not."""
    grid = (index.shift, index.column, index.row, index.columns, index.rows)
    return mark(
        index.near, index.first, index.held, index.edges, index.starts, grid, state.pool, state.open[who], x, y, error_m
    )


@compiled
def mark(
    near: Any,
    first: Any,
    held: Any,
    edges: Any,
    starts: Any,
    grid: Any,
    pool: Any,
    slot: Int,
    x: Int,
    y: Int,
    error_m: Real,
) -> Int:
    """Mark the rows of a chain, as `mark_sure` does; arrays one by one: a structure of them costs more to hand over."""
    unsure = 0
    shift, column, row, columns, rows = grid
    scale = METRES * cosine(y)
    c, r = (x >> shift) - column, (y >> shift) - row
    cells = np.int64(0)
    if 0 <= c < columns and 0 <= r < rows:
        cells = np.int64(near[r * columns + c]) - 1
    # A smaller cosine within the cells than here could only matter beyond a degree: cells that far are never counted.
    far = cells > 0 and (cells << shift) < 10_000_000 and (cells << shift) * scale * 0.95 > error_m
    while slot >= 0:
        if pool[slot, SURE] == 0:
            part = pool[slot, PART]
            if far or _deep(first, held, edges, starts, grid, part, x, y, error_m, scale):
                pool[slot, SURE] = 1
            else:
                unsure += 1
        slot = pool[slot, NEXT]
    return unsure
