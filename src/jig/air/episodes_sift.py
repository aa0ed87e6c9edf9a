"""Which legs of a stretch meet which edges: one pass after another over columns, each leaving fewer.

Nearly every leg is away from every boundary, and nearly every edge near a leg is not met. Which ones are cannot be
foretold: a branch for each costs more than the arithmetic. So every pass writes all and keeps what counts.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from jig.air.compiled import Int, compiled
from jig.air.episodes_exact import turn
from jig.air.episodes_index import HALF_TURN, LONGEST_LEG, cells_in_row


@compiled
def _cells(near: Any, grid: Any, lon: Any, lat: Any, cells: Any) -> None:
    """Write each point's column and row on the grid, and how many cells around hold no boundary, itself counted.

    Outside the grid it is at least so many: as many as from the grid's nearest cell, or as that one is away.
    """
    shift, column, row, columns, rows = grid
    across, along, free, place = cells[0], cells[1], cells[2], cells[3]
    for i in range(len(lon)):
        c, r = (np.int64(lon[i]) >> shift) - column, (np.int64(lat[i]) >> shift) - row
        inner_c, inner_r = min(max(c, 0), columns - 1), min(max(r, 0), rows - 1)
        across[i], along[i], place[i] = c, r, inner_r * columns + inner_c
        free[i] = max(abs(c - inner_c), abs(r - inner_r))
    for i in range(len(lon)):
        free[i] = max(free[i], np.int32(near[np.uint64(place[i])]))


@compiled
def sift(
    near: Any, grid: Any, lon: Any, lat: Any, t: Any, gap: Int, first: Int, end: Int, cells: Any, busy: Any
) -> Int:
    """List the points, from the one after `first` up to `end`, whose leg may change something; how many.

    Left out are legs in time whose cells hold no boundary. ~j stands for a leg that has to be taken by itself: out of
    time, on the antimeridian, or so long that it may go the other way round.
    cells: scratch, int32 (4, k), k greater than the number of points.
    """
    x, y, times = lon[first:end], lat[first:end], t[first:end]
    _cells(near, grid, x, y, cells)
    across, along, free, told = cells[0], cells[1], cells[2], cells[3]
    for i in range(1, len(x)):
        qx, px, span = np.int64(x[i]), np.int64(x[i - 1]), times[i] - times[i - 1]
        level = (abs(qx) < HALF_TURN) & (abs(px) < HALF_TURN) & (abs(qx - px) <= LONGEST_LEG)
        plain = level & (abs(np.int64(y[i]) - np.int64(y[i - 1])) <= LONGEST_LEG) & (span > 0) & (span <= gap)
        away = max(abs(across[i] - across[i - 1]), abs(along[i] - along[i - 1]))
        told[i] = 2 - plain - (plain & (away < max(free[i], free[i - 1])))
    count = 0
    for i in range(1, len(x)):
        busy[count] = first + i if told[i] < 2 else ~(first + i)
        count += 1 if told[i] else 0
    return count


@compiled
def _ranges(near: Any, first: Any, grid: Any, lon: Any, lat: Any, busy: Any, count: Int, met: Any) -> Int:
    """List where in `held` the edges of the cells around each leg stand: (place in `busy`, start, end); how many.

    A leg with more rows than `met` has room for becomes one to be taken by itself.
    """
    shift, column, row, columns, rows = grid
    most, found = len(met), 0
    for k in range(count):
        j = np.int64(busy[k])
        if j < 0:
            continue
        px, py, qx, qy = np.int64(lon[j - 1]), np.int64(lat[j - 1]), np.int64(lon[j]), np.int64(lat[j])
        left, right = max((min(px, qx) >> shift) - column, 0), min((max(px, qx) >> shift) - column, columns - 1)
        low, top = max((min(py, qy) >> shift) - row, 0), min((max(py, qy) >> shift) - row, rows - 1)
        if found + top - low + 1 > most:
            busy[k] = ~j
            continue
        if top - low < 2 and right - left < 2 and left <= right and low <= top:
            # Nearly every leg: one or two cells either way. What is written and not counted is written over.
            start, stop = first[low * columns + left], first[low * columns + right + 1]
            met[found, 0], met[found, 1], met[found, 2] = k, start, stop
            found += stop > start
            start, stop = first[top * columns + left], first[top * columns + right + 1]
            met[found, 0], met[found, 1], met[found, 2] = k, start, stop
            found += (stop > start) & (low != top)
            continue
        for r in range(low, top + 1):
            if top > low:
                west, east = cells_in_row(px, py, qx, qy, (r + row) << shift, (r + row + 1) << shift)
                left, right = max((west >> shift) - column, 0), min((east >> shift) - column, columns - 1)
            if right >= left:
                start, stop = first[r * columns + left], first[r * columns + right + 1]
                met[found, 0], met[found, 1], met[found, 2] = k, start, stop
                found += 1 if stop > start else 0
    return found


@compiled
def _pairs(ranges: Any, m: Int, count: Int, busy: Any, pairs: Any) -> Any:
    """List legs with the edges of their ranges, from the range m on, as (place in `busy`, place in `held`): as many
    ranges as there is room for. Gives the next range, and how many pairs.

    A leg with more than `pairs` has room for becomes one to be taken by itself. Most ranges are short: four are always
    written, and what does not count is written over.
    """
    found, most = 0, len(pairs) - 4
    while m < count:
        k, start, stop = ranges[m, 0], ranges[m, 1], ranges[m, 2]
        if found + stop - start > most:
            if stop - start <= most:
                break
            busy[k], stop = min(busy[k], ~busy[k]), start
        for i in range(4):
            pairs[found + i, 0], pairs[found + i, 1] = k, start + i
        for i in range(4, stop - start):
            pairs[found + i, 0], pairs[found + i, 1] = k, start + i
        found += stop - start
        m += 1
    return m, found


@compiled
def near_edges(
    near: Any, first: Any, held: Any, grid: Any, lon: Any, lat: Any, busy: Any, count: Int, ranges: Any, pairs: Any,
    met: Any,
) -> Int:  # fmt: skip
    """List the edges whose boxes a leg's box meets, as (place in `busy`, place in `held`); how many.

    A leg with more than there is room for becomes one to be taken by itself. ranges, pairs: scratch, int32 (k, 3) and
    (k, 2).
    """
    many, m, found = _ranges(near, first, grid, lon, lat, busy, count, ranges), 0, 0
    while m < many:
        m, listed = _pairs(ranges, m, many, busy, pairs)
        if found + listed > len(met):
            # So many are met that the rest is taken leg by leg.
            for n in range(listed):
                k = pairs[n, 0]
                busy[k] = min(busy[k], ~busy[k])
            continue
        for n in range(listed):
            k, i = pairs[n, 0], pairs[n, 1]
            j: Int = max(np.int64(busy[k]), 1)
            px, py, qx, qy = lon[j - 1], lat[j - 1], lon[j], lat[j]
            ax, ay, bx, by = held[i, 0], held[i, 1], held[i, 2], held[i, 3]
            apart = (min(ax, bx) > max(px, qx)) | (max(ax, bx) < min(px, qx))
            apart |= (min(ay, by) > max(py, qy)) | (max(ay, by) < min(py, qy))
            met[found, 0], met[found, 1] = k, i
            found += not apart
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
        still = (dx == 0) & (dy == 0)
        one = ((side_a > 0) & (side_b > 0)) | ((side_a < 0) & (side_b < 0))
        other = ((start > 0) & (end > 0)) | ((start < 0) & (end < 0))
        met[found, 0], met[found, 1] = k, i
        found += 0 if one | other | still else 1
    return found


@compiled
def meets(held: Any, k: Int, px: Int, py: Int, qx: Int, qy: Int) -> Any:
    """Say whether one edge and one leg, that is longer than nothing, have a point in common."""
    ax, ay, bx, by = np.int64(held[k, 0]), np.int64(held[k, 1]), np.int64(held[k, 2]), np.int64(held[k, 3])
    if min(ax, bx) > max(px, qx) or max(ax, bx) < min(px, qx) or min(ay, by) > max(py, qy) or max(ay, by) < min(py, qy):
        return False
    side_a, side_b = turn(px, py, qx, qy, ax, ay), turn(px, py, qx, qy, bx, by)
    if (side_a > 0 and side_b > 0) or (side_a < 0 and side_b < 0):
        return False
    start, end = turn(ax, ay, bx, by, px, py), turn(ax, ay, bx, by, qx, qy)
    return not ((start > 0 and end > 0) or (start < 0 and end < 0))


@compiled
def passes_by(first: Any, held: Any, grid: Any, px: Int, py: Int, qx: Int, qy: Int) -> Any:
    """Say whether one leg is short enough to be told, and meets no edge."""
    shift, column, row, columns, rows = grid
    west, east, south, north = min(px, qx), max(px, qx), min(py, qy), max(py, qy)
    if max(east - west, north - south) > LONGEST_LEG or west <= -HALF_TURN or east >= HALF_TURN:
        return False
    for r in range(max(south >> shift, row), min(north >> shift, row + rows - 1) + 1):
        one, two = cells_in_row(px, py, qx, qy, r << shift, (r + 1) << shift)
        left, right = max(one >> shift, column), min(two >> shift, column + columns - 1)
        if right < left:
            continue
        at = (r - row) * columns - column
        for k in range(first[at + left], first[at + right + 1]):
            if meets(held, k, px, py, qx, qy):
                return False
    return True
