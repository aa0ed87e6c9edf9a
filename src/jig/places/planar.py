"""Where straight edges in longitude and latitude meet, exactly: whole numbers, closed sets, no tolerance.

The two sides of the antimeridian are one line, and all longitudes at a pole one point. Source: RFC 7946, 3.1.1 and 3.1.9.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from jig.places.volume import Part, Path, Point, Shape

Edge = tuple[Point, Point]
#: Up to so many pairs of edges it is cheaper to try all than to sort them.
_FEW = 256


def side(a: Point, b: Point, c: Point) -> int:
    """Say on which side of the line from a to b the point c lies: positive left, negative right, 0 on it."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def edges_meet(one: Edge, other: Edge) -> bool:
    """Say whether two closed edges share a point; an edge may be a single point."""
    (a, b), (c, d) = one, other
    if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
        return False
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    if _strictly_one_side(side(a, b, c), side(a, b, d)):
        return False
    return not _strictly_one_side(side(c, d, a), side(c, d, b))


def _strictly_one_side(one: int, other: int) -> bool:
    return (one > 0 and other > 0) or (one < 0 and other < 0)


def edges_cross(one: Edge, other: Edge) -> bool:
    """Say whether each edge passes from one side of the other to its other side."""
    (a, b), (c, d) = one, other
    s1, s2, s3, s4 = side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)
    return ((s1 > 0 > s2) or (s1 < 0 < s2)) and ((s3 > 0 > s4) or (s3 < 0 < s4))


def pairs_near(ones: Sequence[Edge], others: Sequence[Edge]) -> Iterator[tuple[int, int]]:
    """Give the pairs of edges whose west-east extents share a longitude: indices into each, by a sweep."""
    if len(ones) * len(others) <= _FEW:
        yield from ((i, j) for i in range(len(ones)) for j in range(len(others)))
        return
    events = sorted(
        (min(edge[0][0], edge[1][0]), which, number)
        for which, edges in enumerate((ones, others))
        for number, edge in enumerate(edges)
    )
    sides, active = (ones, others), ({}, {})  # type: tuple[Sequence[Edge], Sequence[Edge]], tuple[dict[int, int], dict[int, int]]
    for west, which, number in events:
        there = active[1 - which]
        for known in [known for known, east in there.items() if east < west]:
            del there[known]
        edge = sides[which][number]
        active[which][number] = max(edge[0][0], edge[1][0])
        for known in there:
            yield (number, known) if which == 0 else (known, number)


def inside(point: Point, part: Part) -> bool:
    """Say whether a point lies in a polygon, its outline and the outlines of its holes included."""
    if not part.filled:
        return False
    places = [_where(point, path) for path in part.paths]
    return 0 in places or (places[0] > 0 and all(place < 0 for place in places[1:]))


def _where(point: Point, path: Path) -> int:
    """Say where a point lies in a ring: 1 inside, 0 on it, -1 outside (even-odd)."""
    x, y = point
    odd = False
    for a, b in pairwise(path):
        if (a[1] > y) == (b[1] > y):
            # Not crossed by the ray to the east; an edge along the ray can still hold the point.
            if a[1] == y == b[1] and min(a[0], b[0]) <= x <= max(a[0], b[0]):
                return 0
            if (a[1] == y and a[0] == x) or (b[1] == y and b[0] == x):
                return 0
            continue
        turn = side(a, b, point)
        if turn == 0:
            return 0
        if (turn > 0) == (b[1] > a[1]):
            odd = not odd
    return 1 if odd else -1


def meeting_point(one: Shape, other: Shape) -> tuple[Point, Point] | None:
    """Give a place where two shapes touch without their metres, None where they share nothing.

    Both shapes in one lattice. Gives the edge of `one` that meets, or a point twice: a witness, not the whole meeting.
    """
    unit = 10**one.digits
    for shift in (0, 360 * unit, -360 * unit):
        west, south, east, north = other.box
        if not _boxes_meet(one.box, (west + shift, south, east + shift, north)):
            continue
        moved = other if shift == 0 else other.east_by(shift)
        found = _meeting_in_plane(one, moved)
        if found is not None:
            return found
    for pole in (90 * unit, -90 * unit):
        at = [next((p for p in shape.points if p[1] == pole), None) for shape in (one, other)]
        if at[0] is not None and at[1] is not None:
            return at[0], at[0]
    return None


def meet(one: Shape, other: Shape) -> bool:
    """Say whether two shapes share a point, without their metres."""
    return meeting_point(one, other) is not None


def _boxes_meet(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _meeting_in_plane(one: Shape, other: Shape) -> tuple[Point, Point] | None:
    for part in one.parts:
        for against in other.parts:
            ones, others = list(_near(part.edges, other.box)), list(_near(against.edges, one.box))
            for i, j in pairs_near(ones, others):
                if edges_meet(ones[i], others[j]):
                    return _shared(ones[i], others[j])
            # No outline meets the other: each part lies wholly inside the other or wholly outside it.
            for first, second in ((part, against), (against, part)):
                start = first.paths[0][0]
                if inside(start, second):
                    return start, start
    return None


def _near(edges: Iterable[Edge], box: tuple[int, int, int, int]) -> Iterator[Edge]:
    west, south, east, north = box
    for edge in edges:
        (ax, ay), (bx, by) = edge
        across = (ax >= west or bx >= west) and (ax <= east or bx <= east)
        if across and (ay >= south or by >= south) and (ay <= north or by <= north):
            yield edge


def _shared(one: Edge, other: Edge) -> tuple[Point, Point]:
    """Give an end that lies on both edges if there is one, else the edge that is crossed."""
    for point, edge in ((one[0], other), (one[1], other), (other[0], one), (other[1], one)):
        if edges_meet((point, point), edge):
            return point, point
    return one


def crossing(part: Part) -> Edge | None:
    """Give an edge with which the outlines of a polygon cross themselves or one another; touching is no crossing."""
    edges = part.edges
    return next((edges[i] for i, j in pairs_near(edges, edges) if i < j and edges_cross(edges[i], edges[j])), None)


def straying(part: Part) -> Point | None:
    """Give a position of a hole that lies outside its polygon."""
    outer = Part(part.paths[:1], filled=True)
    return next((point for path in part.paths[1:] for point in path if not inside(point, outer)), None)
