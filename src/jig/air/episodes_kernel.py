"""One aircraft's points after another through the index: which areas it is in, and when that changes.

A leg away from every boundary costs four comparisons. Elsewhere the edges of the cells it passes are asked; where an
orientation is zero, or two crossings lie too close for doubles, `episodes_exact` decides.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from jig.air.compiled import Int, compiled
from jig.air.episodes_book import (
    BOOKED,
    CLOSE,
    NEXT_CROSSING,
    NEXT_WHOLE,
    TAKEN,
    UNSURE,
    WHOLE,
    book,
    crossings,
    sure_until,
)
from jig.air.episodes_depth import METRES as METRES
from jig.air.episodes_depth import cosine as cosine
from jig.air.episodes_exact import holds, spans, turn
from jig.air.episodes_index import HALF_TURN, LONGEST_LEG, cells_in_row
from jig.air.episodes_rows import CROSSED, GAP, NEXT, START, SURE, copied, moment
from jig.air.episodes_sift import hits, meets, near_edges, sift
from jig.air.episodes_state import State, enter, is_in, leave, leave_all

DONE, FULL, LONG, BROKEN = 0, 1, 2, 3


@compiled
def begin(index: Any, state: State, who: Int, how: Int, t: Int, x: Int, y: Int) -> None:
    """Open a row for each part that holds the first point of a stretch; both spellings of the antimeridian count."""
    for part in range(len(index.boxes)):
        if y < index.boxes[part, 1] or y > index.boxes[part, 3]:
            continue
        inside = index.boxes[part, 0] <= x <= index.boxes[part, 2] and holds(
            index.edges, index.starts[part], index.starts[part + 1], x, y
        )
        if not inside and abs(x) == HALF_TURN:
            inside = holds(index.edges, index.starts[part], index.starts[part + 1], -x, y)
        if inside:
            enter(state.pool, state.open, state.count, who, part, how, t, 0, t, 0, 0, 1)


@compiled
def room(near: Any, grid: Any, x: Int, y: Int, box: Any) -> Int:
    """Write a box around a point that no boundary enters; gives its reach in cells, 0 for none.

    near: as in the index. grid: (shift, column, row, columns, rows): whole numbers alone, since a structure of arrays
    costs more to hand over than the box to find.
    No box is wider than half a turn or holds the antimeridian: a leg inside one never goes the other way round.
    """
    shift, column, row, columns, rows = grid
    c, r = (x >> shift) - column, (y >> shift) - row
    west, east = max(-HALF_TURN + 1, x - 900_000_000), min(HALF_TURN - 1, x + 900_000_000)
    south, north = np.int64(-(2**31)), np.int64(2**31)
    box[0], box[1], box[2], box[3] = 1, 1, 0, 0
    reach = np.int64(255)
    if c < 0:
        east = min(east, (column << shift) - 1)
    elif c >= columns:
        west = max(west, (column + columns) << shift)
    elif r < 0:
        north = (row << shift) - 1
    elif r >= rows:
        south = (row + rows) << shift
    else:
        reach = np.int64(near[r * columns + c])
        if reach == 0:
            return 0
        west = max(west, (c + column - reach + 1) << shift)
        east = min(east, ((c + column + reach) << shift) - 1)
        south = (r + row - reach + 1) << shift
        north = ((r + row + reach) << shift) - 1
    if west <= x <= east:
        box[0], box[1], box[2], box[3] = west, south, east, north
    return reach


@compiled
def _quiet(near: Any, grid: Any, px: Int, py: Int, qx: Int, qy: Int) -> Any:
    """Say whether a short leg passes only cells without a boundary."""
    shift, column, row, columns, rows = grid
    west, east = (min(px, qx) >> shift) - column, (max(px, qx) >> shift) - column
    south, north = (min(py, qy) >> shift) - row, (max(py, qy) >> shift) - row
    if west < 0 or south < 0 or east >= columns or north >= rows or (east - west + 1) * (north - south + 1) > 9:
        return False
    if abs(px) == HALF_TURN or abs(qx) == HALF_TURN:
        return False
    for r in range(south, north + 1):
        for c in range(west, east + 1):
            if near[r * columns + c] == 0:
                return False
    return True


@compiled
def _meet(
    first: Any, held: Any, grid: Any, stamps: Any, stamp: Int, hit: Any, along: Any, px: Int, py: Int, qx: Int, qy: Int
) -> Int:
    """List the edges that a leg meets, by part and along the leg; how many."""
    shift, column, row, columns, rows = grid
    found = 0
    for r in range(max(min(py, qy) >> shift, row), min(max(py, qy) >> shift, row + rows - 1) + 1):
        one, two = cells_in_row(px, py, qx, qy, r << shift, (r + 1) << shift)
        left, right = max(one >> shift, column), min(two >> shift, column + columns - 1)
        if right < left:
            continue
        at = (r - row) * columns - column
        for k in range(first[at + left], first[at + right + 1]):
            if stamps[held[k, 4]] == stamp or not meets(held, k, px, py, qx, qy):
                continue
            ax, ay, bx, by = np.int64(held[k, 0]), np.int64(held[k, 1]), np.int64(held[k, 2]), np.int64(held[k, 3])
            side_a, side_b = turn(px, py, qx, qy, ax, ay), turn(px, py, qx, qy, bx, by)
            n, m = turn(ax, ay, bx, by, px, py), turn(ax, ay, bx, by, qx, qy)
            stamps[held[k, 4]] = stamp
            degenerate = side_a == 0 or side_b == 0 or n == 0 or m == 0
            _sort_in(hit, along, found, held[k, 5], n, n - m, degenerate)
            found += 1
    return found


@compiled
def _sort_in(hit: Any, along: Any, count: Int, part: Int, n: Int, d: Int, degenerate: bool) -> None:
    share = np.float64(n) / np.float64(d) if d != 0 else 0.0
    at = count
    while at > 0 and (hit[at - 1, 0] > part or (hit[at - 1, 0] == part and along[at - 1] > share)):
        copied(hit[at], hit[at - 1])
        along[at] = along[at - 1]
        at -= 1
    hit[at, 0], hit[at, 1], hit[at, 2] = part, abs(n), abs(d)
    hit[at, 3] = 1 if degenerate else 0
    along[at] = share


@compiled
def _event(events: Any, count: Int, part: Int, opens: Int, t0: Int, span: Int, n: Int, d: Int) -> Int:
    at, sign = moment(t0, span, n, d)
    row = events[count]
    row[0], row[1], row[2], row[3], row[4], row[5] = part, opens, at, sign, n, d
    return count + 1


@compiled
def _events(index: Any, state: State, who: Int, found: Int, t0: Int, span: Int, leg: Any) -> Int:
    """Turn what a leg meets into openings and closings in order; how many, or -1 when the state contradicts them."""
    px, py, qx, qy = leg
    count, i = 0, 0
    while i < found:
        part, j, exact = state.hit[i, 0], i, False
        while j < found and state.hit[j, 0] == part:
            exact = exact or state.hit[j, 3] == 1 or (j > i and state.along[j] - state.along[j - 1] < CLOSE)
            j += 1
        inside = is_in(state.pool, state.open[who], part)
        if not exact:
            for k in range(i, j):
                count = _event(
                    state.events, count, part, 0 if inside else 1, t0, span, state.hit[k, 1], state.hit[k, 2]
                )
                inside = not inside
        else:
            start, end = index.starts[part], index.starts[part + 1]
            many = spans(index.edges, start, end, px, py, qx, qy, state.marks, state.spans)
            if (many > 0 and state.spans[0, 0] == 0) != inside:
                return -1
            for k in range(many):
                n1, d1, n2, d2 = state.spans[k, 0], state.spans[k, 1], state.spans[k, 2], state.spans[k, 3]
                if n1 > 0:
                    count = _event(state.events, count, part, 1, t0, span, n1, d1)
                if n2 < d2:
                    count = _event(state.events, count, part, 0, t0, span, n2, d2)
        i = j
    return count


@compiled
def apply(state: State, who: Int, count: Int, t0: Int, span: Int) -> Any:
    """Open and close rows as the events say; False when a row to close is not open."""
    pool, out, opens, counts, events = state.pool, state.out, state.open, state.count, state.events
    for k in range(count):
        part, at, sign, n, d = events[k, 0], events[k, 2], events[k, 3], events[k, 4], events[k, 5]
        if events[k, 1] == 1:
            enter(pool, opens, counts, who, part, CROSSED, at, sign, t0, span, n, d)
        elif not leave(pool, out, opens, counts, who, part, CROSSED, at, sign, t0, span, n, d):
            return False
    return True


@compiled
def unsure_of(pool: Any, slot: Int) -> Int:
    """Count the rows of a chain that await their mark."""
    count = 0
    while slot >= 0:
        count += 1 - pool[slot, SURE]
        slot = pool[slot, NEXT]
    return count


@compiled
def _step(index: Any, state: State, grid: Any, who: Int, p: Any, q: Any, gap: Int) -> Int:
    """Take in one leg: what is left to do (DONE for nothing)."""
    (pt, px, py), (qt, qx, qy) = p, q
    span, parts = qt - pt, len(index.boxes)
    if not state.seen[who] or span > gap:
        if state.count[1] < parts or state.count[2] + parts > len(state.out):
            return FULL
        how = START
        if state.seen[who]:
            state.last[who, 0] = pt
            leave_all(state, who, GAP)
            how = GAP
        begin(index, state, who, how, qt, qx, qy)
        state.seen[who] = True
        return DONE
    if span <= 0:
        return BROKEN
    if (px == qx and py == qy) or _quiet(index.near, grid, px, py, qx, qy):
        return DONE
    box = state.box
    room(index.near, grid, px, py, box)
    if box[0] <= qx <= box[2] and box[1] <= qy <= box[3]:
        return DONE
    if max(abs(qx - px), abs(qy - py)) > LONGEST_LEG or abs(px) == HALF_TURN or abs(qx) == HALF_TURN:
        return LONG
    state.count[3] += 1
    found = _meet(index.first, index.held, grid, state.stamp, state.count[3], state.hit, state.along, px, py, qx, qy)
    if found == 0:
        return DONE
    count = _events(index, state, who, found, pt, span, (px, py, qx, qy))
    if count < 0:
        return BROKEN
    if state.count[1] < count or state.count[2] + count > len(state.out):
        return FULL
    apply(state, who, count, pt, span)
    return DONE


@compiled
def stand(near: Any, grid: Any, last: Any, safe: Any, box: Any, who: Int, t: Int, x: Int, y: Int) -> None:
    """Note an aircraft's last point, and the box in which its next ones change nothing."""
    last[who, 0], last[who, 1], last[who, 2] = t, x, y
    room(near, grid, x, y, box)
    copied(safe[who], box)


@compiled
def settle(
    index: Any, state: State, grid: Any, who: Int, lon: Any, lat: Any, t: Any, errors: Any, gap: Int, begun: Int,
    ahead: Int, count: Int, crossed: Int,
) -> Int:  # fmt: skip
    """Book what is listed of one aircraft's legs, and take in its points up to `ahead`: what is left to do.

    The leg to the point `begun` comes from the aircraft's last point. count: of `busy`; crossed: of the crossings. What
    is left to do is so at the point `carried[TAKEN]`.
    """
    near, first, held, edges, starts = index.near, index.first, index.held, index.edges, index.starts
    pool, opens, carried = state.pool, state.open, state.carried
    while True:
        status = book(
            near, first, held, edges, starts, grid, pool, state.out, opens, state.count, who, lon, lat, t, errors,
            state.busy, count, state.crossed, crossed, carried,
        )  # fmt: skip
        if status == BOOKED:
            break
        b, told = carried[TAKEN], FULL
        p = state.last[who, 0], state.last[who, 1], state.last[who, 2]
        if b > begun:
            p = t[b - 1], np.int64(lon[b - 1]), np.int64(lat[b - 1])
        if status == WHOLE:
            told = _step(index, state, grid, who, p, (t[b], np.int64(lon[b]), np.int64(lat[b])), gap)
        if told != DONE:
            if state.seen[who]:
                stand(index.near, grid, state.last, state.safe, state.box, who, p[0], p[1], p[2])
            return told
        carried[UNSURE], carried[NEXT_WHOLE] = unsure_of(pool, opens[who]), carried[NEXT_WHOLE] + 1
    carried[UNSURE] = sure_until(
        near, first, held, edges, starts, grid, pool, opens[who], lon, lat, errors, carried[TAKEN], ahead,
        carried[UNSURE],
    )  # fmt: skip
    carried[TAKEN] = ahead
    return DONE


@compiled
def look(index: Any, state: State, grid: Any, lon: Any, lat: Any, t: Any, gap: Int, first: Int, end: Int) -> Any:
    """List what the legs between the points from `first` up to `end` may change: how many legs, and crossings."""
    near, starts, held, busy, met = index.near, index.first, index.held, state.busy, state.met
    count = sift(near, grid, lon, lat, t, gap, first, end, state.cells, busy)
    found = near_edges(near, starts, held, grid, lon, lat, busy, count, state.ranges, state.pairs, met)
    found = hits(held, lon, lat, busy, found, met)
    return count, crossings(held, lon, lat, t, busy, met, found, state.crossed, state.share)


@compiled
def _fly(
    index: Any, state: State, grid: Any, who: Int, lon: Any, lat: Any, t: Any, errors: Any, gap: Int, j: Int, end: Int
) -> Any:
    """Take in the points from j up to `end` of one aircraft: what is left to do, and at which point."""
    carried = state.carried
    # The leg from an earlier batch is taken by itself; points before `ahead` are looked at, `busy` lists their legs.
    begun, ahead, count, crossed = j, j + 1, 1, 0
    state.busy[0], carried[UNSURE], carried[TAKEN] = ~j, unsure_of(state.pool, state.open[who]), j
    while True:
        carried[NEXT_CROSSING] = carried[NEXT_WHOLE] = 0
        status = settle(index, state, grid, who, lon, lat, t, errors, gap, begun, ahead, count, crossed)
        if status != DONE:
            return status, carried[TAKEN]
        if ahead >= end:
            x, y = np.int64(lon[end - 1]), np.int64(lat[end - 1])
            stand(index.near, grid, state.last, state.safe, state.box, who, t[end - 1], x, y)
            return DONE, end
        done, ahead = ahead, min(end, ahead + len(state.busy))
        count, crossed = look(index, state, grid, lon, lat, t, gap, done - 1, ahead)


@compiled
def _rested(state: State, who: Int, lon: Any, lat: Any, t: Any, gap: Int, j: Int, end: Int) -> Int:
    """Take in the points that stay in the box around the last one, where nothing changes; gives the first that leaves.

    A live batch has a few points an aircraft: sifting so few costs more than asking them.
    """
    if not state.seen[who] or unsure_of(state.pool, state.open[who]) > 0:
        return j
    west, south, east, north = state.safe[who, 0], state.safe[who, 1], state.safe[who, 2], state.safe[who, 3]
    k, before = j, state.last[who, 0]
    while k < end and west <= lon[k] <= east and south <= lat[k] <= north and 0 < t[k] - before <= gap:
        before = t[k]
        k += 1
    if k > j:
        state.last[who, 0], state.last[who, 1], state.last[who, 2] = t[k - 1], lon[k - 1], lat[k - 1]
    return k


@compiled
def run(index: Any, state: State, groups: Any, lon: Any, lat: Any, t: Any, errors: Any, gap: Int, at: Any) -> Int:
    """Take in points, grouped by aircraft and ordered in time; gives DONE, or why the caller must help.

    groups: int64 (g, 3): aircraft, first point, end. lon, lat: int32, lattice; t: int64, microseconds, each later
    than the one before. errors: float32, metres, one for all or one a point. at: int64 (2): the group and point to go
    on with.
    FULL: make pool and out larger. LONG: the leg to point `at` is the caller's. BROKEN: the order of times is.
    """
    grid = (index.shift, index.column, index.row, index.columns, index.rows)
    for g in range(at[0], len(groups)):
        who, j, end = groups[g, 0], max(at[1], groups[g, 1]), groups[g, 2]
        j = _rested(state, who, lon, lat, t, gap, j, end)
        if j < end:
            status, j = _fly(index, state, grid, who, lon, lat, t, errors, gap, j, end)
            if status != DONE:
                at[0], at[1] = g, j
                return status
        at[1] = 0
    return DONE
