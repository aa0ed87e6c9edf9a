"""Episodes by their definition, in fractions: nothing shared with the implementation.

A moment is inside when the point is on an edge, or a ray from it meets the rings an odd number of times. The moments where that
can change are found for each leg and each edge; between two of them one moment decides for all.
"""

from fractions import Fraction
from itertools import pairwise


def on_edge(p, a, b):
    area = (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
    return area == 0 and min(a[0], b[0]) <= p[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= p[1] <= max(a[1], b[1])


def inside(p, rings):
    odd = False
    for ring in rings:
        for a, b in pairwise(ring):
            if on_edge(p, a, b):
                return True
            if (a[1] <= p[1]) != (b[1] <= p[1]):
                x = a[0] + Fraction(p[1] - a[1], 1) * (b[0] - a[0]) / (b[1] - a[1])
                odd ^= x > p[0]
    return odd


def changes(p, q, rings):
    """Every part of the leg at which an edge is met, begins or ends."""
    found = {Fraction(0), Fraction(1)}
    d = (q[0] - p[0], q[1] - p[1])
    for ring in rings:
        for a, b in pairwise(ring):
            e = (b[0] - a[0], b[1] - a[1])
            cross = d[0] * e[1] - d[1] * e[0]
            if cross:
                found.add(Fraction((a[0] - p[0]) * e[1] - (a[1] - p[1]) * e[0], cross))
            for v in (a, b):
                for axis in (0, 1):
                    if d[axis]:
                        found.add(Fraction(v[axis] - p[axis], d[axis]))
    return sorted(s for s in found if 0 <= s <= 1)


def intervals(points, rings, max_gap):
    """Closed intervals [(from, to, how in, how out)] of points [(t, x, y)] in order of time."""
    stretches, at = [], 0
    for i in range(1, len(points) + 1):
        if i == len(points) or points[i][0] - points[i - 1][0] > max_gap:
            stretches.append((points[at:i], "GAP" if at else "START", "END" if i == len(points) else "GAP"))
            at = i
    return [row for stretch in stretches for row in _of_stretch(*stretch, rings)]


def _of_stretch(points, first_how, last_how, rings):
    marks = []  # (moment, inside)
    for k, (t, x, y) in enumerate(points):
        marks.append((Fraction(t), inside((x, y), rings)))
        if k + 1 < len(points):
            t1, x1, y1 = points[k + 1]
            parts = changes((x, y), (x1, y1), rings)
            for s, e in pairwise(parts):
                for f in ((s + e) / 2, e):
                    where = (x + (x1 - x) * f, y + (y1 - y) * f)
                    marks.append((t + (t1 - t) * f, inside(where, rings)))
    rows, start, before = [], None, None
    for moment, here in [*marks, (None, False)]:
        if here and start is None:
            start = moment
        if not here and start is not None:
            low, high = Fraction(points[0][0]), Fraction(points[-1][0])
            hows = (first_how if start == low else "CROSSED", last_how if before == high else "CROSSED")
            rows.append((start, before, *hows))
            start = None
        before = moment
    return rows
