"""Where a leg is inside a polygon when it meets a vertex, runs along an edge or ends on one: whole numbers only.

The leg is thought of as moved to its left by less than anything: no vertex is then on it, and every edge either
crosses it
or does not. What the move hides, edges that the leg touches or runs along, belongs to the closed polygon and is put
back.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from jig.air.compiled import Int, compiled
from jig.air.episodes_rows import copied


@compiled
def less(n1: Int, d1: Int, n2: Int, d2: Int) -> Any:
    """Say whether n1/d1 < n2/d2, exactly: by their continued fractions, so that no product overflows.

    Numerators are not negative, denominators positive.
    """
    while True:
        q1, q2 = n1 // d1, n2 // d2
        if q1 != q2:
            return bool(q1 < q2)
        r1, r2 = n1 - q1 * d1, n2 - q2 * d2
        if r2 == 0:
            return False
        if r1 == 0:
            return True
        n1, d1, n2, d2 = d2, r2, d1, r1


@compiled
def turn(ax: Int, ay: Int, bx: Int, by: Int, cx: Int, cy: Int) -> Int:
    """Twice the signed area of the triangle: positive when c lies to the left of a to b."""
    return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)


@compiled
def holds(edges: Any, start: Int, end: Int, x: Int, y: Int) -> Any:
    """Say whether the closed polygon of these edges holds a point."""
    inside = False
    for e in range(start, end):
        ax, ay, bx, by = np.int64(edges[e, 0]), np.int64(edges[e, 1]), np.int64(edges[e, 2]), np.int64(edges[e, 3])
        west, east = min(ax, bx), max(ax, bx)
        if (ay > y) != (by > y):
            if x < west:
                inside = not inside
            elif x <= east:
                side = turn(ax, ay, bx, by, x, y)
                if side == 0:
                    return True
                if (side > 0) == (by > ay):
                    inside = not inside
        elif west <= x <= east and min(ay, by) <= y <= max(ay, by) and turn(ax, ay, bx, by, x, y) == 0:
            return True
    return inside


@compiled
def _put(marks: Any, count: Int, n: Int, d: Int, toggles: Int, covers: Int) -> Int:
    """Add a place on the leg where something changes, in order."""
    at = count
    while at > 0 and less(n, d, marks[at - 1, 0], marks[at - 1, 1]):
        copied(marks[at], marks[at - 1])
        at -= 1
    marks[at, 0], marks[at, 1], marks[at, 2], marks[at, 3] = n, d, toggles, covers
    return count + 1


@compiled
def _along(marks: Any, count: Int, px: Int, py: Int, qx: Int, qy: Int, a: Any, b: Any) -> Int:
    """Mark where the leg runs along an edge that lies on its line."""
    if abs(qx - px) >= abs(qy - py):
        d, n1, n2 = qx - px, a[0] - px, b[0] - px
    else:
        d, n1, n2 = qy - py, a[1] - py, b[1] - py
    if d < 0:
        d, n1, n2 = -d, -n1, -n2
    n1, n2 = max(min(n1, n2), 0), min(max(n1, n2), d)
    if n1 > n2:
        return count
    count = _put(marks, count, n1, d, 0, 1)
    return _put(marks, count, n2, d, 0, -1)


@compiled
def _marked(edges: Any, start: Int, end: Int, px: Int, py: Int, qx: Int, qy: Int, marks: Any) -> Any:
    """List the marks of a leg in order: (numerator, denominator, toggles, covers); and how often it is crossed
    ahead."""
    count, ahead = 0, 0
    west, east, south, north = min(px, qx), max(px, qx), min(py, qy), max(py, qy)
    for e in range(start, end):
        ax, ay, bx, by = np.int64(edges[e, 0]), np.int64(edges[e, 1]), np.int64(edges[e, 2]), np.int64(edges[e, 3])
        side_a, side_b = turn(px, py, qx, qy, ax, ay), turn(px, py, qx, qy, bx, by)
        toggles = (side_a > 0) != (side_b > 0)
        if not toggles and side_a != 0 and side_b != 0:
            continue
        over = (min(ax, bx) > east, max(ax, bx) < west, min(ay, by) > north, max(ay, by) < south)
        if over[0] or over[1] or over[2] or over[3]:
            # The edge cuts the leg's line, but beyond one of its ends: which one, the disjoint boxes tell.
            onward = (over[0] and qx > px) or (over[1] and qx < px) or (over[2] and qy > py) or (over[3] and qy < py)
            if toggles and onward:
                ahead += 1
            continue
        if side_a == 0 and side_b == 0:
            count = _along(marks, count, px, py, qx, qy, (ax, ay), (bx, by))
            continue
        n = turn(ax, ay, bx, by, px, py)
        d = n - turn(ax, ay, bx, by, qx, qy)
        if d < 0:
            n, d = -n, -d
        if toggles and n > 0:
            ahead += 1
        if 0 <= n <= d:
            count = _put(marks, count, n, d, 1 if toggles else 0, 0)
    return count, ahead


@compiled
def spans(edges: Any, start: Int, end: Int, px: Int, py: Int, qx: Int, qy: Int, marks: Any, out: Any) -> Int:
    """Give the maximal closed intervals of a leg inside a closed polygon; how many.

    The leg's ends differ. marks: scratch, int64 (2 * edges + 2, 4). out: int64 (k, 4): numerator and denominator of its
    start and of its end, as fractions of the leg.
    """
    count, ahead = _marked(edges, start, end, px, py, qx, qy, marks)
    inside, covered, found = False, 0, 0
    at = 0
    n, d = np.int64(0), np.int64(1)
    inside = ahead % 2 == 1
    before = False
    while True:
        touched = False
        while at < count and not less(n, d, marks[at, 0], marks[at, 1]):
            touched = True
            if n > 0 and marks[at, 2] == 1:
                inside = not inside
            covered += marks[at, 3]
            at += 1
        last = n == d
        after = not last and (inside or covered > 0)
        if (touched or before or after) and not before:
            out[found, 0], out[found, 1] = n, d
        if (touched or before or after) and not after:
            out[found, 2], out[found, 3] = n, d
            found += 1
        if last:
            return found
        before = after
        if at < count:
            n, d = marks[at, 0], marks[at, 1]
        else:
            n, d = np.int64(1), np.int64(1)
