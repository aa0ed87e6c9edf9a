"""A volume's ground as a figure of whole numbers, never smaller: what is held against protected places."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from jig.places.near import Figure
from jig.places.plane import Point
from jig.places.region import Region
from jig.places.volume import Path, Shape

_DIGITS = 7
#: A position rounded to 1e-7 degree moves by less than this.
_ROUNDED_MM = 16


def figure_of(shape: Shape) -> Figure:
    """Give a shape with its metres in 1e-7 degrees; what rounding may take away is added to its radius."""
    exact = shape.digits <= _DIGITS
    filled = [[_path(path, shape.digits) for path in part.paths] for part in shape.parts if part.filled]
    paths = tuple(tuple(_path(part.paths[0], shape.digits)) for part in shape.parts if not part.filled)
    radius = ceil(shape.metres * 1000) + (0 if exact else _ROUNDED_MM)
    return Figure(paths, Region.of(filled) if filled else None, radius)


def _path(path: Path, digits: int) -> list[Point]:
    scale = Fraction(10) ** (_DIGITS - digits)
    return [(round(x * scale), round(y * scale)) for x, y in path]
