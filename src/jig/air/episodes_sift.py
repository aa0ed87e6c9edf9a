"""Which legs of a stretch meet which edges: one pass after another over columns, each leaving fewer.

Nearly every leg is away from every boundary, and nearly every edge near a leg is not met. Which ones are cannot be
foretold: a branch for each costs more than the arithmetic. So every pass writes all and keeps what counts.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from jig.air.compiled import Int, compiled
from jig.air.episodes_index import HALF_TURN, LONGEST_LEG, cells_in_row

#: Legs over more cells than these are asked row by row.
_FEW = 16


@compiled
def near_of(near: Any, grid: Any, c: Int, r: Int) -> Int:
    """Give how many cells around a cell hold no boundary, itself counted: at least so many, outside the grid as well.

    c, r: counted from the grid's first cell.
    """
    columns, rows = grid[3], grid[4]
    if 0 <= c < columns and 0 <= r < rows:
        return np.int64(near[r * columns + c])
    inner_c, inner_r = min(max(c, 0), columns - 1), min(max(r, 0), rows - 1)
    return max(np.int64(near[inner_r * columns + inner_c]), abs(c - inner_c), abs(r - inner_r))


@compiled
def sift(near: Any, grid: Any, lon: Any, lat: Any, t: Any, gap: Int, first: Int, end: Int, busy: Any) -> Int:
    """List the points, from the one after `first` up to `end`, whose leg may change something; how many.

    Left out are legs in time whose cells hold no boundary. ~j stands for a leg that has to be taken by itself: out of
    time, on the antimeridian, or so long that it may go the other way round.
    """
    shift, column, row = grid[0], grid[1], grid[2]
    count = 0
    px, py, pt = np.int64(lon[first]), np.int64(lat[first]), t[first]
    pc, pr = (px >> shift) - column, (py >> shift) - row
    pn = near_of(near, grid, pc, pr)
    for j in range(first + 1, end):
        qx, qy, qt = np.int64(lon[j]), np.int64(lat[j]), t[j]
        qc, qr = (qx >> shift) - column, (qy >> shift) - row
        qn = near_of(near, grid, qc, qr)
        still = max(abs(qc - pc), abs(qr - pr)) < max(pn, qn)
        plain = (abs(qx) < HALF_TURN) & (abs(px) < HALF_TURN) & (abs(qx - px) <= LONGEST_LEG)
        plain = plain & (abs(qy - py) <= LONGEST_LEG) & (qt > pt) & (qt - pt <= gap)
        busy[count] = j if plain else ~j
        count += 0 if still & plain else 1
        px, py, pt, pc, pr, pn = qx, qy, qt, qc, qr, qn
    return count


@compiled
def near_edges(near: Any, first: Any, held: Any, grid: Any, lon: Any, lat: Any, busy: Any, count: Int, met: Any) -> Int:
    """List the edges whose boxes a leg's box meets, as (place in `busy`, place in `held`); how many.

    A leg with more than `met` has room for becomes one to be taken by itself.
    """
    shift, column, row, columns, rows = grid
    most, found = len(met), 0
    for k in range(count):
        j = np.int64(busy[k])
        if j < 0:
            continue
        px, py, qx, qy = np.int64(lon[j - 1]), np.int64(lat[j - 1]), np.int64(lon[j]), np.int64(lat[j])
        if px == qx and py == qy:
            continue
        west, east, south, north = min(px, qx), max(px, qx), min(py, qy), max(py, qy)
        left, right = max((west >> shift) - column, 0), min((east >> shift) - column, columns - 1)
        low, top = max((south >> shift) - row, 0), min((north >> shift) - row, rows - 1)
        many = (right - left + 1) * (top - low + 1) > _FEW
        before = found
        for r in range(low, top + 1):
            if many:
                one, two = cells_in_row(px, py, qx, qy, (r + row) << shift, (r + row + 1) << shift)
                left, right = max((one >> shift) - column, 0), min((two >> shift) - column, columns - 1)
            boundary = False
            for c in range(left, right + 1):
                boundary = boundary | (near[r * columns + c] == 0)
            if not boundary:
                continue
            start, stop = first[r * columns + left], first[r * columns + right + 1]
            if found + stop - start > most:
                found, busy[k] = before, ~j
                break
            for i in range(start, stop):
                met[found, 0], met[found, 1] = k, i
                ax, ay, bx, by = held[i, 0], held[i, 1], held[i, 2], held[i, 3]
                apart = (min(ax, bx) > east) | (max(ax, bx) < west) | (min(ay, by) > north) | (max(ay, by) < south)
                found += 0 if apart else 1
    return found


@compiled
def hits(held: Any, lon: Any, lat: Any, busy: Any, count: Int, met: Any) -> Int:
    """Keep of these edges those that their leg meets; how many. An edge may stand there twice."""
    found = 0
    for m in range(count):
        k, i = met[m, 0], met[m, 1]
        j = busy[k]
        if j < 0:
            continue
        px, py, qx, qy = np.int64(lon[j - 1]), np.int64(lat[j - 1]), np.int64(lon[j]), np.int64(lat[j])
        ax, ay, bx, by = np.int64(held[i, 0]), np.int64(held[i, 1]), np.int64(held[i, 2]), np.int64(held[i, 3])
        dx, dy, ex, ey = qx - px, qy - py, bx - ax, by - ay
        side_a, side_b = dx * (ay - py) - dy * (ax - px), dx * (by - py) - dy * (bx - px)
        start, end = ex * (py - ay) - ey * (px - ax), ex * (qy - ay) - ey * (qx - ax)
        one = ((side_a > 0) & (side_b > 0)) | ((side_a < 0) & (side_b < 0))
        other = ((start > 0) & (end > 0)) | ((start < 0) & (end < 0))
        met[found, 0], met[found, 1] = k, i
        found += 0 if one | other else 1
    return found
