"""Volumes in space and time: a shape on the ground, a height band, a time window, all bounds closed.

Whole numbers and fractions only: what a volume says is kept as it was given, never as the nearest binary number.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Literal, TypeAlias

#: Longitude, latitude: whole numbers of 10^-digits degree.
Point: TypeAlias = tuple[int, int]
Path: TypeAlias = tuple[Point, ...]

Reference = Literal["WGS84", "EGM96", "AGL", "FL"]
FOOT = Fraction(3048, 10000)  # the international foot, exact


@dataclass(frozen=True)
class Part:
    """A connected part of a shape: paths of straight edges in longitude and latitude.

    filled: the first path is the outside of a polygon and the others its holes, every one closed by repeating its first
    point; otherwise the only path is a line, or a point when it has one position.
    """

    paths: tuple[Path, ...]
    filled: bool

    @cached_property
    def edges(self) -> tuple[tuple[Point, Point], ...]:
        """Every edge; a path of one position is one edge without length."""
        found: list[tuple[Point, Point]] = []
        for path in self.paths:
            found += pairwise(path) if len(path) > 1 else [(path[0], path[0])]
        return tuple(found)


@dataclass(frozen=True)
class Shape:
    """Everything within `metres` of its parts, on the ellipsoid, edges straight in longitude and latitude (RFC 7946)."""

    parts: tuple[Part, ...]
    digits: int = 7
    metres: Fraction = Fraction(0)

    def at(self, digits: int) -> Shape:
        """Give the same shape in a lattice at least as fine."""
        if digits == self.digits:
            return self
        if digits < self.digits:
            raise ValueError("a coarser lattice would move it")
        factor = 10 ** (digits - self.digits)
        parts = tuple(
            replace(part, paths=tuple(tuple((x * factor, y * factor) for x, y in path) for path in part.paths))
            for part in self.parts
        )
        return replace(self, parts=parts, digits=digits)

    def east_by(self, shift: int) -> Shape:
        """Give it with every longitude greater by so many units of its lattice."""
        parts = tuple(
            Part(tuple(tuple((x + shift, y) for x, y in path) for path in part.paths), part.filled)
            for part in self.parts
        )
        return Shape(parts, self.digits, self.metres)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Every position of every part."""
        return tuple(point for part in self.parts for path in part.paths for point in path)

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """West, south, east, north of the positions, without the metres."""
        xs, ys = [x for x, _ in self.points], [y for _, y in self.points]
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def filled(self) -> bool:
        """Whether it has an inside."""
        return any(part.filled for part in self.parts)


@dataclass(frozen=True)
class Band:
    """Heights from lower to upper, metres above the reference; None is unlimited."""

    lower: Fraction | None
    upper: Fraction | None
    reference: str

    @property
    def unlimited(self) -> bool:
        """Whether it holds every height whatever the reference."""
        return self.lower is None and self.upper is None


@dataclass(frozen=True)
class Window:
    """From start to end, seconds since 1970-01-01T00:00:00Z."""

    start: Fraction
    end: Fraction


@dataclass(frozen=True)
class Volume:
    """A shape, a band, a window; whose, of which plan, and where it stands in what was given.

    feature: the name that its giver gave it, else its index.
    """

    plan: str
    participant: str
    shape: Shape
    band: Band
    window: Window
    feature: str | int = 0
    index: int = field(default=0, compare=False)


def on_one_turn(shape: Shape) -> Shape:
    """Give the same shape with its westernmost longitude from -180 to 180; it may end beyond 180."""
    unit = 10**shape.digits
    shift = -((shape.box[0] + 180 * unit) // (360 * unit)) * 360 * unit
    return shape.east_by(shift) if shift else shape


def point_shape(point: Point, metres: Fraction, digits: int) -> Shape:
    """Give a circle."""
    return Shape((Part(((point,),), filled=False),), digits, metres)


def line_shape(path: Path, metres: Fraction, digits: int) -> Shape:
    """Give a route: every point within `metres` of the line, with round ends."""
    return Shape((Part((path,), filled=False),), digits, metres)


def area_shape(polygons: tuple[tuple[Path, ...], ...], digits: int) -> Shape:
    """Give a polygon or several, each with its holes."""
    return Shape(tuple(Part(paths, filled=True) for paths in polygons), digits)
