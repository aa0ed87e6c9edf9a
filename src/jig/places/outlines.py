"""Whether the outlines of a polygon leave one reading of its inside: exact, for any number of rings.

Even-odd and winding readers agree where every place is gone round once or not at all. A ring drawn twice, a loop in a
ring, a hole in a hole or given twice are read as area by one and as nothing by the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from jig.places.planar import Edge, edges_meet, pairs_near
from jig.places.volume import Part, Path

#: So many edges are looked at beside others; outlines that touch themselves more often than that are not sure.
_MOST_LOOKS = 4_000_000
_MOST_STRIPS = 256


def inside_is_sure(part: Part) -> bool:
    """Say whether no place of a polygon, whose outlines do not cross, is gone round twice or the wrong way.

    Asked at both sides of an edge of every ring, and of every edge where outlines touch: elsewhere nothing can differ.
    """
    rings = [ring for number, path in enumerate(part.paths) if (ring := _turned(_once(path), outer=number == 0))]
    edges = [edge for ring in rings for edge in ring]
    rows = _Around(edges), _Around([(_swapped(a), _swapped(b)) for a, b in edges])
    firsts, at = set(), 0
    for ring in rings:
        firsts.add(at)
        at += len(ring)
    for number in sorted(firsts | _touching(edges)):
        (ax, ay), (bx, by) = edges[number]
        level = ay == by
        around, sign = (rows[1], -1) if level else (rows[0], 1)
        middle = (ay + by, ax + bx) if level else (ax + bx, ay + by)
        if any(sign * times not in (0, 1) for times in around.beside(middle)) or around.looks > _MOST_LOOKS:
            return False
    return True


def _swapped(point: tuple[int, int]) -> tuple[int, int]:
    return point[1], point[0]


def _once(path: Path) -> list[tuple[int, int]]:
    """Leave out repeated positions and the closing one."""
    found = [point for number, point in enumerate(path) if number == 0 or point != path[number - 1]]
    return found[:-1] if len(found) > 1 and found[0] == found[-1] else found


def _turned(ring: Sequence[tuple[int, int]], *, outer: bool) -> list[Edge]:
    """Give the edges of a ring, the outer one with its area to the left and a hole with it to the right."""
    if len(ring) < 2:
        return []
    edges = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in edges)
    return edges if (twice >= 0) == outer else [(b, a) for a, b in reversed(edges)]


def _touching(edges: Sequence[Edge]) -> set[int]:
    """Give the edges that share more with another than the end where one follows the other."""
    found: set[int] = set()
    for i, j in pairs_near(edges, edges):
        if i < j and edges[i][1] != edges[j][0] and edges[j][1] != edges[i][0] and edges_meet(edges[i], edges[j]):
            found |= {i, j}
    return found


class _Around:
    """Edges by strips of latitude: how often they go round a place, counter-clockwise."""

    def __init__(self, edges: Sequence[Edge]) -> None:
        self.edges, self.looks = edges, 0

    @cached_property
    def _strips(self) -> list[list[Edge]]:
        ys = [y for edge in self.edges for _, y in edge]
        self.low = min(ys)
        count = min(_MOST_STRIPS, len(self.edges) // 16 + 1)
        self.high = -(-(max(ys) - self.low + 1) // count)
        strips: list[list[Edge]] = [[] for _ in range(count)]
        for edge in self.edges:
            first, last = sorted((edge[0][1], edge[1][1]))
            for strip in range((first - self.low) // self.high, (last - self.low) // self.high + 1):
                strips[strip].append(edge)
        return strips

    def beside(self, middle: tuple[int, int]) -> tuple[int, int]:
        """Count the times round the places beside a point of an edge, east and west of it; given doubled."""
        x, y = middle
        strip = self._strips[(y // 2 - self.low) // self.high]
        self.looks += len(strip)
        east = west = 0
        for (ax, ay), (bx, by) in strip:
            if (2 * ay > y) != (2 * by > y):
                up = 1 if by > ay else -1
                side = up * ((bx - ax) * (y - 2 * ay) - (by - ay) * (x - 2 * ax))
                # The edge crosses the way east of the point where the point lies left of it, seen upwards.
                east += up if side > 0 else 0
                west += up if side >= 0 else 0
        return east, west
