"""A region of the plane: polygons with holes, closed; its one spelling, its digest, its faults, its questions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, pairwise
from typing import TypeVar

from jig.places.plane import (
    BOUNDARY,
    INSIDE,
    OUTSIDE,
    AnyPoint,
    Point,
    Ring,
    between,
    canonical_ring,
    cross,
    edges,
    meet,
    overlap,
    side_of,
    turn,
    twice_area,
)
from jig.places.position import Area
from jig.record.canonical import canonical

T = TypeVar("T")

Edge = tuple[Point, Point]
Polygon = tuple[Ring, ...]
#: A ring with an edge wider than this was cut at the date line by nobody: it would run round the Earth.
WIDEST_EDGE_E7 = 1_800_000_000
_FORMAT = "jig-geometry-1"


@dataclass(frozen=True)
class ShapeFault:
    """One fault of a shape: a code, and where: polygon, ring, point, each counted from 1 (0: not told)."""

    code: str
    polygon: int
    ring: int = 0
    point: int = 0

    @property
    def where(self) -> str:
        """The place as text: polygon.ring.point."""
        return ".".join(str(part) for part in (self.polygon, self.ring, self.point) if part)


@dataclass(frozen=True)
class Difference:
    """The first place where two regions are spelled differently; a missing part is None."""

    polygon: int
    ring: int
    point: int
    one: Point | None
    other: Point | None


@dataclass(frozen=True)
class Region:
    """Polygons, each an outer ring and its holes, in canonical spelling. Boundaries belong to the region."""

    polygons: tuple[Polygon, ...]

    @classmethod
    def of(cls, polygons: Iterable[Sequence[Sequence[Point]]]) -> Region:
        """A region of rings in any spelling."""
        spelled = []
        for outer, *holes in polygons:
            inner = sorted(canonical_ring(hole, hole=True) for hole in holes)
            spelled.append((canonical_ring(outer, hole=False), *inner))
        return cls(tuple(sorted(spelled)))

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 over the canonical JSON of ["jig-geometry-1", polygons]: equal for equal rings however they were
        begun, turned, closed or ordered."""
        spelled = [[[[x, y] for x, y in ring] for ring in polygon] for polygon in self.polygons]
        return hashlib.sha256(canonical([_FORMAT, spelled])).digest()

    @cached_property
    def box(self) -> Area:
        """The least box around it."""
        points = [p for polygon in self.polygons for p in polygon[0]]
        lons, lats = [p[0] for p in points], [p[1] for p in points]
        return Area(min(lats), min(lons), max(lats), max(lons))

    def as_json(self) -> str:
        """Its digest: what stands for it in a register."""
        return self.digest.hex()

    def holds(self, p: Point) -> bool:
        """True inside or on a boundary, a hole's boundary included."""
        return self.box.holds(p[1], p[0]) and any(_polygon_side(one, p) != OUTSIDE for one in self.polygons)

    def met_by(self, path: Sequence[Point]) -> bool:
        """True if any point of a path of straight legs lies in the region; a single point is a path."""
        if any(self.holds(p) for p in path):
            return True
        legs = list(pairwise(path))
        return any(meet(a, b, c, d) for a, b in legs for c, d in self._edges_near(a, b))

    def meets(self, other: Region) -> bool:
        """True if the two regions share a point."""
        mine, theirs = self.box, other.box
        if mine.south_e7 > theirs.north_e7 or theirs.south_e7 > mine.north_e7:
            return False
        if mine.west_e7 > theirs.east_e7 or theirs.west_e7 > mine.east_e7:
            return False
        if any(self.holds(polygon[0][0]) for polygon in other.polygons):
            return True
        if any(other.holds(polygon[0][0]) for polygon in self.polygons):
            return True
        return any(meet(a, b, c, d) for a, b in other.edges() for c, d in self._edges_near(a, b))

    def edges(self) -> Iterator[Edge]:
        """Every edge of every ring."""
        return (edge for polygon in self.polygons for ring in polygon for edge in edges(ring))

    def first_difference(self, other: Region) -> Difference | None:
        """The first place where the canonical spellings differ, None where they are the same."""
        for n, (mine, theirs) in enumerate(_paired(self.polygons, other.polygons), 1):
            for m, (ring, its) in enumerate(_paired(mine or (), theirs or ()), 1):
                for k, (p, q) in enumerate(_paired(ring or (), its or ()), 1):
                    if p != q:
                        return Difference(n, m, k, p, q)
        return None

    def faults(self) -> tuple[ShapeFault, ...]:
        """All that makes it no region: see shape_faults."""
        return shape_faults(self.polygons)

    def _edges_near(self, a: Point, b: Point) -> Iterator[Edge]:
        west, east = min(a[0], b[0]), max(a[0], b[0])
        south, north = min(a[1], b[1]), max(a[1], b[1])
        for c, d in self.edges():
            beside = max(c[0], d[0]) < west or min(c[0], d[0]) > east
            if not beside and max(c[1], d[1]) >= south and min(c[1], d[1]) <= north:
                yield c, d


def _paired(one: Sequence[T], other: Sequence[T]) -> Iterator[tuple[T | None, T | None]]:
    for at in range(max(len(one), len(other))):
        yield (one[at] if at < len(one) else None), (other[at] if at < len(other) else None)


def _polygon_side(polygon: Sequence[Sequence[Point]], p: AnyPoint) -> int:
    outer = side_of(polygon[0], p)
    if outer != INSIDE:
        return outer
    for hole in polygon[1:]:
        within = side_of(hole, p)
        if within == BOUNDARY:
            return BOUNDARY
        if within == INSIDE:
            return OUTSIDE
    return INSIDE


def shape_faults(polygons: Sequence[Sequence[Sequence[Point]]]) -> tuple[ShapeFault, ...]:
    """Every reason why rings bound no region, all together.

    RING-TOO-SHORT, RING-TOO-WIDE, RING-NO-AREA, RING-MEETS-ITSELF; and, when each ring is sound, HOLE-OUTSIDE,
    RINGS-CROSS, POLYGONS-OVERLAP. Rings may touch in points.
    """
    found: list[ShapeFault] = []
    for n, polygon in enumerate(polygons, 1):
        for m, ring in enumerate(polygon, 1):
            found += _ring_faults(ring, n, m)
    if found:
        return tuple(found)
    for n, polygon in enumerate(polygons, 1):
        found += _polygon_faults(polygon, n)
    for (n, one), (m, other) in combinations(enumerate(polygons, 1), 2):
        if not found and _share_inside(one, other):
            found.append(ShapeFault("POLYGONS-OVERLAP", m, 0, n))
    return tuple(found)


def _ring_faults(ring: Sequence[Point], polygon: int, number: int) -> list[ShapeFault]:
    if len(set(ring)) < 3:
        return [ShapeFault("RING-TOO-SHORT", polygon, number)]
    sides = list(edges(ring))
    wide = [k for k, (a, b) in enumerate(sides, 1) if abs(a[0] - b[0]) >= WIDEST_EDGE_E7]
    if wide:
        return [ShapeFault("RING-TOO-WIDE", polygon, number, wide[0])]
    clash = _meets_itself(sides)
    if clash is not None:
        return [ShapeFault("RING-MEETS-ITSELF", polygon, number, clash + 1)]
    return [] if twice_area(ring) else [ShapeFault("RING-NO-AREA", polygon, number)]


def _meets_itself(sides: list[Edge]) -> int | None:
    """The first edge that meets another than in the corner they share; None for a simple ring."""
    count = len(sides)
    # Sorted by their western ends, an edge is held against those only that begin before it ends.
    order = sorted(range(count), key=lambda k: min(sides[k][0][0], sides[k][1][0]))
    clashes = []
    for place, k in enumerate(order):
        a, b = sides[k]
        east = max(a[0], b[0])
        for other in order[place + 1 :]:
            c, d = sides[other]
            if min(c[0], d[0]) > east:
                break
            if _clash(a, b, c, d, (other - k) % count, count):
                clashes.append(min(k, other))
    return min(clashes, default=None)


def _clash(a: Point, b: Point, c: Point, d: Point, step: int, count: int) -> bool:
    if step in (1, count - 1):
        return overlap(a, b, c, d) or (count == 2)
    return meet(a, b, c, d)


def _polygon_faults(polygon: Sequence[Sequence[Point]], number: int) -> list[ShapeFault]:
    outer, *holes = polygon
    found = []
    for m, hole in enumerate(holes, 2):
        if _rings_cross(outer, hole):
            found.append(ShapeFault("RINGS-CROSS", number, m))
        elif any(side_of(_doubled(outer), p) == OUTSIDE for p in _samples(hole, outer)):
            found.append(ShapeFault("HOLE-OUTSIDE", number, m))
    for (_, one), (m, other) in combinations(enumerate(holes, 2), 2):
        if _rings_cross(one, other) or _ring_enters(one, other) or _ring_enters(other, one):
            found.append(ShapeFault("RINGS-CROSS", number, m))
    return found


def _rings_cross(one: Sequence[Point], other: Sequence[Point]) -> bool:
    return any(cross(a, b, c, d) or overlap(a, b, c, d) for a, b in edges(one) for c, d in edges(other))


def _doubled(ring: Sequence[Point]) -> Ring:
    return tuple((2 * x, 2 * y) for x, y in ring)


def _samples(ring: Sequence[Point], other: Sequence[Point]) -> Iterator[Point]:
    """Points of a ring, in doubled coordinates, one between every two places where it touches the other.

    Where rings do not cross they touch in corners only, and those are whole numbers: so are the doubled middles.
    """
    for a, b in edges(ring):
        touched = sorted({a, b, *(p for p in other if turn(a, b, p) == 0 and between(p, a, b))})
        for p, q in pairwise(touched):
            yield p[0] + q[0], p[1] + q[1]


def _ring_enters(ring: Sequence[Point], other: Sequence[Point]) -> bool:
    return any(side_of(_doubled(other), p) == INSIDE for p in _samples(ring, other))


def _share_inside(one: Sequence[Sequence[Point]], other: Sequence[Sequence[Point]]) -> bool:
    """True if two polygons share more than boundary points."""
    rings = [(a, b) for a in one for b in other]
    if any(cross(p, q, r, s) for a, b in rings for p, q in edges(a) for r, s in edges(b)):
        return True
    # With no boundary of one in the other's inside, either inside lies wholly in the other or wholly out of it.
    return _enters(one, other) or _enters(other, one) or _polygon_side(other, inner_point(one)) == INSIDE


def inner_point(polygon: Sequence[Sequence[Point]]) -> tuple[Fraction, Fraction]:
    """A point strictly inside a sound polygon."""
    levels = sorted({p[1] for ring in polygon for p in ring})
    lat = Fraction(levels[0] + levels[1], 2)
    met = sorted(
        a[0] + (lat - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
        for ring in polygon
        for a, b in edges(ring)
        if (a[1] > lat) != (b[1] > lat)
    )
    return (met[0] + met[1]) / 2, lat


def _enters(one: Sequence[Sequence[Point]], other: Sequence[Sequence[Point]]) -> bool:
    doubled = tuple(_doubled(ring) for ring in other)
    corners = [p for ring in other for p in ring]
    return any(_polygon_side(doubled, p) == INSIDE for ring in one for p in _samples(ring, corners))
