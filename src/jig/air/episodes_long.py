"""Legs that leave the compiled arithmetic: across the antimeridian, on it, or longer than 34 degrees.

A difference of longitude of more than 180 degrees goes the shorter way, across the antimeridian. Numbers have no
bound here.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from jig.air.episodes_index import HALF_TURN

TURN = 2 * HALF_TURN
Point = tuple[int, int]
Span = tuple[Fraction, Fraction]


def spans_of(p: Point, q: Point, edges: Sequence[Sequence[int]]) -> list[Span]:
    """Give the maximal closed intervals of the leg inside a part, as fractions of the leg, in order.

    The leg and its two copies one turn away are asked: the part is drawn on a flat map, the leg flies on a round one.
    """
    (px, py), (qx, qy) = p, q
    qx += TURN * ((qx < px - HALF_TURN) - (qx > px + HALF_TURN))
    found: list[Span] = []
    for shift in (0, -TURN, TURN):
        found += _spans((px + shift, py), (qx + shift, qy), edges)
    return united(found)


def united(spans: list[Span]) -> list[Span]:
    """Join closed intervals that meet."""
    joined: list[Span] = []
    for low, high in sorted(spans):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return joined


def _spans(p: Point, q: Point, edges: Sequence[Sequence[int]]) -> list[Span]:
    if p == q:
        return [(Fraction(0), Fraction(1))] if _holds(p, edges) else []
    marks = {Fraction(0), Fraction(1)}
    spans: list[Span] = []
    for edge in edges:
        cut = _cut(p, q, edge)
        if cut is not None:
            marks.update(cut)
            spans.append(cut)
    ordered = sorted(marks)
    for low, high in pairwise(ordered):
        middle = (low + high) / 2
        if _holds((p[0] + (q[0] - p[0]) * middle, p[1] + (q[1] - p[1]) * middle), edges):
            spans.append((low, high))
    return spans


def _cut(p: Point, q: Point, edge: Sequence[int]) -> Span | None:
    """Give the part of a leg that lies on an edge, None for none."""
    ax, ay, bx, by = (int(v) for v in edge)
    if max(ax, bx) < min(p[0], q[0]) or min(ax, bx) > max(p[0], q[0]):
        return None
    dx, dy, ex, ey = q[0] - p[0], q[1] - p[1], bx - ax, by - ay
    cross = dx * ey - dy * ex
    if cross:
        along = Fraction((ax - p[0]) * ey - (ay - p[1]) * ex, cross)
        across = Fraction((ax - p[0]) * dy - (ay - p[1]) * dx, cross)
        return (along, along) if 0 <= along <= 1 and 0 <= across <= 1 else None
    if (ax - p[0]) * dy != (ay - p[1]) * dx:
        return None
    square = dx * dx + dy * dy
    ends = sorted(Fraction((x - p[0]) * dx + (y - p[1]) * dy, square) for x, y in ((ax, ay), (bx, by)))
    low, high = max(ends[0], Fraction(0)), min(ends[1], Fraction(1))
    return (low, high) if low <= high else None


def _holds(point: tuple[Any, Any], edges: Sequence[Sequence[int]]) -> bool:
    x, y = point
    inside = False
    for edge in edges:
        ax, ay, bx, by = (int(v) for v in edge)
        side = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        if side == 0 and min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by):
            return True
        if (ay > y) != (by > y) and (side > 0) == (by > ay):
            inside = not inside
    return inside
