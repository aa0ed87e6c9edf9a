"""An independent way to say whether two filled polygons share a point: fractions, cutting triangles, no predicate of ours.

Slow on purpose. Each polygon is cut at every longitude where anything happens; between two such longitudes both are
trapezoids, compared at the middle and at the ends of the slab.
"""

from fractions import Fraction
from itertools import pairwise


def crossings(path):
    return [(p, q) for p, q in pairwise(path)]


def cuts(one, other):
    """Every longitude of a vertex, or where two edges of the shapes cross."""
    edges = [e for shape in (one, other) for polygon in shape for ring in polygon for e in crossings(ring)]
    found = {Fraction(x) for e in edges for x, _ in e}
    for i, (a, b) in enumerate(edges):
        for c, d in edges[i + 1 :]:
            x = crossing_x(a, b, c, d)
            if x is not None:
                found.add(x)
    return sorted(found)


def crossing_x(a, b, c, d):
    if a[0] == b[0] or c[0] == d[0]:
        return None
    m, n = Fraction(b[1] - a[1], b[0] - a[0]), Fraction(d[1] - c[1], d[0] - c[0])
    if m == n:
        return None
    x = (c[1] - n * c[0] - a[1] + m * a[0]) / (m - n)
    return x if min(a[0], b[0]) <= x <= max(a[0], b[0]) and min(c[0], d[0]) <= x <= max(c[0], d[0]) else None


def height_at(p, q, x):
    return p[1] + Fraction(q[1] - p[1]) * Fraction(x - p[0]) / (q[0] - p[0])


def spans_at(polygon, x):
    """The closed intervals of latitude in a polygon at a longitude: the limits from both sides, and upright edges."""
    edges = [e for ring in polygon for e in crossings(ring)]
    found = [sorted((p[1], q[1])) for p, q in edges if p[0] == q[0] == x]
    for left in (True, False):
        on = sorted(
            (height_at(p, q, x), height_at(p, q, other_end(p, q, x, left)))
            for p, q in edges
            if p[0] != q[0] and reaches(p, q, x, left)
        )
        found += [[low[0], high[0]] for low, high in zip(on[::2], on[1::2], strict=True)]
    return found


def reaches(p, q, x, left):
    west, east = min(p[0], q[0]), max(p[0], q[0])
    return west < x <= east if left else west <= x < east


def other_end(p, q, x, left):
    """A longitude a little aside, where the order of the edges is plain."""
    west, east = min(p[0], q[0]), max(p[0], q[0])
    return max(west, x - STEP) if left else min(east, x + STEP)


STEP = Fraction(1, 10**30)


def share_a_point(one, other):
    """one, other: lists of polygons, each a list of closed rings of whole numbers."""
    at = cuts(one, other)
    at = sorted({*at, *((x + y) / 2 for x, y in pairwise(at))})
    for x in at:
        spans = [[s for polygon in shape for s in spans_at(polygon, x)] for shape in (one, other)]
        if any(a[0] <= b[1] and b[0] <= a[1] for a in spans[0] for b in spans[1]):
            return True
    return False
