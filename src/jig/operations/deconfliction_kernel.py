"""The check in one compiled call: a walk down a packed tree of boxes, and the exact test of polygons it leads to.

Whole numbers throughout. Coordinates are of 1e-9 degree, so that differences have 39 bits: the sign of a product of two
is taken from doubles where these are sure of it, else from the two halves of one factor.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

# Columns of a row: box (each bound outwards), then who, what and where its outlines are.
WEST, SOUTH, EAST, NORTH, LOWER, UPPER, START, END = range(8)
REFERENCE, PARTICIPANT, PLAN, ALIVE, ASK, FIRST_PATH, END_PATH = range(8, 15)
COLUMNS = 15
#: Columns of a path: its points, the part it belongs to, whether that is filled.
P_START, P_END, P_PART, P_FILLED = range(4)
#: Columns of a node: box, then the references below it as bits.
BITS = 8
FANOUT = 16
MEETS, TO_ASK = 1, 2

# What is called for every box is inlined: handing an array to a function costs ten times the comparison.


@njit(cache=True)
def sign(a: int, b: int, c: int, d: int) -> int:
    """Give the sign of a*b - c*d for whole numbers below 2^40, exactly."""
    left, right = float(a) * float(b), float(c) * float(d)
    rough = left - right
    if abs(rough) > (abs(left) + abs(right)) * 4.5e-16:
        return 1 if rough > 0 else -1
    high = a * (b >> 20) - c * (d >> 20)
    low = a * (b & 0xFFFFF) - c * (d & 0xFFFFF)
    high += low >> 20
    low &= 0xFFFFF
    if high != 0:
        return 1 if high > 0 else -1
    return 1 if low > 0 else 0


@njit(cache=True)
def _side(ax: int, ay: int, bx: int, by: int, cx: int, cy: int) -> int:
    return sign(bx - ax, cy - ay, by - ay, cx - ax)


@njit(cache=True)
def _edges_meet(ax: int, ay: int, bx: int, by: int, cx: int, cy: int, dx: int, dy: int) -> bool:
    if max(ax, bx) < min(cx, dx) or max(cx, dx) < min(ax, bx):
        return False
    if max(ay, by) < min(cy, dy) or max(cy, dy) < min(ay, by):
        return False
    if _side(ax, ay, bx, by, cx, cy) * _side(ax, ay, bx, by, dx, dy) > 0:
        return False
    return _side(cx, cy, dx, dy, ax, ay) * _side(cx, cy, dx, dy, bx, by) <= 0


@njit(cache=True)
def _inside(x: int, y: int, paths: Any, points: Any, first: int, end: int, part: int) -> bool:
    """Say whether a point that lies on no outline lies in a part: crossings of a ray to the east, holes included."""
    odd = False
    for path in range(first, end):
        if paths[path, P_PART] != part or paths[path, P_FILLED] == 0:
            continue
        for k in range(paths[path, P_START], paths[path, P_END] - 1):
            ay, by = points[k, 1], points[k + 1, 1]
            if (ay > y) != (by > y):
                turn = _side(points[k, 0], ay, points[k + 1, 0], by, x, y)
                if (turn > 0) == (by > ay):
                    odd = not odd
    return odd


@njit(cache=True)
def _parts_inside(p: Any, p_paths: Any, p_points: Any, q: Any, q_paths: Any, q_points: Any) -> bool:
    """Say whether a part of p, whose outlines meet none of q, lies inside a part of q."""
    seen = -1
    for path in range(p[FIRST_PATH], p[END_PATH]):
        if p_paths[path, P_PART] == seen:
            continue
        seen = p_paths[path, P_PART]
        x, y = p_points[p_paths[path, P_START], 0], p_points[p_paths[path, P_START], 1]
        tried = -1
        for other in range(q[FIRST_PATH], q[END_PATH]):
            if q_paths[other, P_PART] != tried:
                tried = q_paths[other, P_PART]
                if _inside(x, y, q_paths, q_points, q[FIRST_PATH], q[END_PATH], tried):
                    return True
    return False


@njit(cache=True)
def shapes_meet(p: Any, p_paths: Any, p_points: Any, q: Any, q_paths: Any, q_points: Any) -> bool:
    """Say whether two shapes share a point, without their metres, away from antimeridian and poles."""
    for path in range(p[FIRST_PATH], p[END_PATH]):
        for i in range(p_paths[path, P_START], max(p_paths[path, P_END] - 1, p_paths[path, P_START] + 1)):
            ax, ay = p_points[i, 0], p_points[i, 1]
            j = i + 1 if i + 1 < p_paths[path, P_END] else i
            bx, by = p_points[j, 0], p_points[j, 1]
            if max(ax, bx) < q[WEST] or min(ax, bx) > q[EAST] or max(ay, by) < q[SOUTH] or min(ay, by) > q[NORTH]:
                continue
            for other in range(q[FIRST_PATH], q[END_PATH]):
                for k in range(q_paths[other, P_START], max(q_paths[other, P_END] - 1, q_paths[other, P_START] + 1)):
                    m = k + 1 if k + 1 < q_paths[other, P_END] else k
                    if _edges_meet(
                        ax, ay, bx, by, q_points[k, 0], q_points[k, 1], q_points[m, 0], q_points[m, 1]
                    ):  # fmt: skip
                        return True
    if _parts_inside(p, p_paths, p_points, q, q_paths, q_points):
        return True
    return bool(_parts_inside(q, q_paths, q_points, p, p_paths, p_points))


@njit(cache=True, inline="always")
def _boxes_meet(a: Any, i: int, b: Any, j: int, heights: bool) -> bool:
    # By element: a view of a row costs more than the comparison.
    if a[i, WEST] > b[j, EAST] or b[j, WEST] > a[i, EAST] or a[i, SOUTH] > b[j, NORTH] or b[j, SOUTH] > a[i, NORTH]:
        return False
    if a[i, START] > b[j, END] or b[j, START] > a[i, END]:
        return False
    return not heights or (a[i, LOWER] <= b[j, UPPER] and b[j, LOWER] <= a[i, UPPER])


@njit(cache=True, inline="always")
def _compared(queries: Any, number: int, rows: Any, slot: int, every: bool) -> bool:
    if rows[slot, ALIVE] == 0:
        return False
    if rows[slot, PARTICIPANT] != queries[number, PARTICIPANT]:
        return True
    return bool(every and rows[slot, PLAN] != queries[number, PLAN])


@njit(cache=True)
def _noted(
    number: int, slot: int, queries: Any, q_paths: Any, q_points: Any, rows: Any, paths: Any, points: Any,
    found: Any, count: int,
) -> int:  # fmt: skip
    """Judge a pair whose boxes meet, and write it down unless the two share no point."""
    answer = _judged(queries[number], q_paths, q_points, rows[slot], paths, points)
    if answer == 0:
        return count
    if count < found.shape[0]:
        found[count, 0], found[count, 1], found[count, 2] = number, slot, answer
    return count + 1


@njit(cache=True)
def _judged(q: Any, q_paths: Any, q_points: Any, row: Any, paths: Any, points: Any) -> int:
    """Say what two volumes with meeting boxes do: 0 nothing, MEETS, or TO_ASK the slow exact method."""
    if row[ASK] != 0 or q[ASK] != 0 or row[REFERENCE] != q[REFERENCE]:
        return TO_ASK
    return MEETS if shapes_meet(q, q_paths, q_points, row, paths, points) else 0


@njit(cache=True)
def check(
    queries: Any, q_paths: Any, q_points: Any, rows: Any, paths: Any, points: Any,
    nodes: Any, levels: Any, order: Any, boxes: Any, loose: Any, every: bool, found: Any,
) -> int:  # fmt: skip
    """Compare each query with a tree and with loose rows; write (query, row, answer) to found; give how many there are.

    levels: where each level of nodes begins, the leaves' first, and the end. boxes: those of the rows in `order`. More
    findings than found holds are counted, not written.
    """
    count = 0
    stack = np.empty(FANOUT * 20, np.int64)
    depths = np.empty(FANOUT * 20, np.int64)
    leaves = np.empty(64, np.int64)
    for number in range(queries.shape[0]):
        own = queries[number, REFERENCE]
        for at in range(loose.shape[0]):
            slot = loose[at]
            alike = rows[slot, REFERENCE] == own
            if _boxes_meet(queries, number, rows, slot, alike) and _compared(queries, number, rows, slot, every):
                count = _noted(number, slot, queries, q_paths, q_points, rows, paths, points, found, count)
        top = 0
        if order.shape[0]:
            stack[0], depths[0], top = levels[levels.shape[0] - 2], levels.shape[0] - 2, 1
        while top:
            top -= 1
            node, depth = stack[top], depths[top]
            if depth > 0:
                top = _pushed(queries, number, nodes, levels, node, depth, stack, depths, top)
                continue
            held = _of_leaf(queries, number, nodes, node, order, boxes, rows, every, leaves)
            for at in range(held):
                count = _noted(number, leaves[at], queries, q_paths, q_points, rows, paths, points, found, count)
    return count


@njit(cache=True, inline="always")
def _pushed(
    queries: Any, number: int, nodes: Any, levels: Any, node: int, depth: int, stack: Any, depths: Any, top: int
) -> int:
    """Put the children whose boxes meet on the stack; heights count only where all below have the query's reference."""
    own = 1 << queries[number, REFERENCE]
    first = levels[depth - 1] + (node - levels[depth]) * FANOUT
    for child in range(first, min(first + FANOUT, levels[depth])):
        if _boxes_meet(queries, number, nodes, child, nodes[child, BITS] == own):
            stack[top], depths[top] = child, depth - 1
            top += 1
    return top


@njit(cache=True, inline="always")
def _of_leaf(
    queries: Any, number: int, nodes: Any, node: int, order: Any, boxes: Any, rows: Any, every: bool, leaves: Any
) -> int:
    """Write the slots of a leaf that are to be judged; give how many."""
    own = queries[number, REFERENCE]
    alike = nodes[node, BITS] == 1 << own
    held = 0
    for leaf in range(node * FANOUT, min(node * FANOUT + FANOUT, order.shape[0])):
        if not _boxes_meet(queries, number, boxes, leaf, alike):
            continue
        slot = order[leaf]
        if not _compared(queries, number, rows, slot, every):
            continue
        if alike or rows[slot, REFERENCE] != own or _boxes_meet(queries, number, rows, slot, True):
            leaves[held] = slot
            held += 1
    return held
