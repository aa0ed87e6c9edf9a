"""How deep two shapes lie in one another: what their horizontal gap is below nothing. Told to people, decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import cos, radians, sin, sqrt

from jig.places.nearest import AXIS_M, ECCENTRICITY_2, gap, pieces
from jig.places.planar import inside
from jig.places.volume import Part, Point, Shape, point_shape

Flat = tuple[float, float]
_SLICE = 256


def depth_m(one: Shape, other: Shape, at: Point) -> float:
    """Give the shortest way that one shape would have to move for the two no more than to touch, without their metres.

    at: a point that both share, in their common lattice; metres are measured on a plane through it.
    A point in an area: its distance to the nearest outline. Two points or lines: 0, they have no inside. Areas, or a line
    and an area: of their convex hulls, so that a move by as much is enough but may be more than is needed.
    """
    if not (one.filled or other.filled):
        return 0.0
    for point, area in ((one, other), (other, one)):
        if len(point.points) == 1:
            return _to_outline(at, area)
    hulls = [_hull(_flat(one, at)), _hull(_flat(other, at))]
    return max(0.0, min(_past(hulls[0], hulls[1]), _past(hulls[1], hulls[0])))


def _to_outline(at: Point, area: Shape) -> float:
    point = point_shape(at, Fraction(0), area.digits)
    holding = [part for part in _beside(area, at) if inside(at, part)]
    ways = [gap(pieces(point), pieces(Shape((part,), area.digits))) for part in holding]
    return max((way.most_m if way.most_m > 0.02 else 0.0 for way in ways if way is not None), default=0.0)


def _beside(shape: Shape, at: Point) -> list[Part]:
    """Give the parts, each on the turn of the globe that brings it nearest to a point: a shape may be cut in two."""
    turn = 360 * 10**shape.digits
    found = []
    for part in shape.parts:
        west, _, east, _ = Shape((part,), shape.digits).box
        shift = min((0, turn, -turn), key=lambda each: max(west + each - at[0], at[0] - east - each, 0))
        found.append(Shape((part,), shape.digits).east_by(shift).parts[0] if shift else part)
    return found


def _flat(shape: Shape, at: Point) -> list[Flat]:
    """Put the outer positions on a plane: metres east and north of a point."""
    unit = 10**shape.digits
    latitude = radians(at[1] / unit)
    bend = 1 - ECCENTRICITY_2 * sin(latitude) ** 2
    east = radians(1) / unit * AXIS_M / sqrt(bend) * cos(latitude)
    north = radians(1) / unit * AXIS_M * (1 - ECCENTRICITY_2) / bend**1.5
    return [((x - at[0]) * east, (y - at[1]) * north) for x, y in _outer(_beside(shape, at))]


def _outer(parts: Sequence[Part]) -> list[Point]:
    return [point for part in parts for point in part.paths[0]]


def _hull(points: list[Flat]) -> list[Flat]:
    """Give the convex hull, counter-clockwise (Andrew's chains)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    chains: list[list[Flat]] = []
    for line in (ordered, ordered[::-1]):
        chain: list[Flat] = []
        for point in line:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        chains.append(chain[:-1])
    return chains[0] + chains[1]


def _turn(a: Flat, b: Flat, c: Flat) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _past(hull: list[Flat], other: list[Flat]) -> float:
    """Give the least way that the other has to move outwards over an edge of this hull."""
    import numpy as np

    if len(hull) < 2:
        return float("inf")
    corners = np.array(hull)
    along = np.roll(corners, -1, axis=0) - corners
    lengths = np.hypot(along[:, 0], along[:, 1])
    out = np.column_stack((along[:, 1], -along[:, 0]))[lengths > 0] / lengths[lengths > 0, None]
    edges = (corners[lengths > 0] * out).sum(axis=1)
    against = np.array(other).T
    # In slices: two hulls of many thousand corners make one matrix too large.
    lows = [(out[at : at + _SLICE] @ against).min(axis=1) for at in range(0, len(out), _SLICE)]
    return float((edges - np.concatenate(lows)).min()) if lows else float("inf")
