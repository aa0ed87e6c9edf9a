"""Boxes around volumes, never too small: what does not share a box cannot meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import asin, cos, inf, nextafter, radians, sin
from typing import NamedTuple

from jig.operations.deconfliction import UNSET, Separations
from jig.places.volume import Shape, Volume

#: No meridian and no parallel of the ellipsoid is shorter a radian of its own than this, metres (at the equator).
_LEAST_RADIUS_M = 6_335_000.0
_SPARE = 1.001  # what a sphere of that radius may leave out, and rounding


class Box(NamedTuple):
    """Degrees, metres, seconds; every bound rounded outwards. Heights of different references do not compare."""

    west: float
    south: float
    east: float
    north: float
    lower: float
    upper: float
    start: float
    end: float


def boxes(volume: Volume, added: Separations = UNSET) -> list[Box]:
    """Give the box of a volume with its metres and all of the separations, a second one beyond the antimeridian.

    One side of a pair takes the separations, the other takes none.
    """
    lower, upper = volume.band.lower, volume.band.upper
    heights = (
        -inf if lower is None else _down(lower - added.vertical_m),
        inf if upper is None else _up(upper + added.vertical_m),
    )
    times = _down(volume.window.start - added.time_s), _up(volume.window.end + added.time_s)
    west, south, east, north = extent(volume.shape, volume.shape.metres + added.lateral_m)
    across = [(west, east)]
    if east - west < 360:
        across += [(west - 360, east - 360)] if east >= 180 else []
        across += [(west + 360, east + 360)] if west <= -180 else []
    return [Box(one, south, other, north, *heights, *times) for one, other in across]


def extent(shape: Shape, metres: Fraction) -> tuple[float, float, float, float]:
    """Give west, south, east, north of a shape within so many metres, degrees; -180 to 180 where it nears a pole or
    goes round the globe.

    No shape begins beyond 180 degrees, so that every one meets what reaches from -180 to 180.
    """
    unit = 10**shape.digits
    west, south, east, north = (Fraction(each, unit) for each in shape.box)
    turn = float(metres) / _LEAST_RADIUS_M * _SPARE
    far = max(abs(float(south)), abs(float(north)))
    away = far + turn * 57.3
    degrees = Fraction(turn * 57.3)
    if away >= 89.999:
        return -180.0, _down(south - degrees), 180.0, _up(north + degrees)
    wide = Fraction(asin(min(1.0, sin(turn) / cos(radians(far)))) * 57.3 * _SPARE if turn else 0)
    if east - west + 2 * wide >= 360:
        return -180.0, _down(south - degrees), 180.0, _up(north + degrees)
    return _down(west - wide), _down(south - degrees), _up(east + wide), _up(north + degrees)


def _down(value: Fraction) -> float:
    near = float(value)
    return near if near <= value else nextafter(near, -inf)


def _up(value: Fraction) -> float:
    near = float(value)
    return near if near >= value else nextafter(near, inf)


def near_pairs(volumes: Sequence[Volume], added: Separations = UNSET) -> Iterator[tuple[int, int]]:
    """Give the pairs of indices whose boxes meet, the lesser first, each once, in order.

    A sweep from west to east; bands of different references are not compared.
    """
    rows = [(box, index, False) for index, volume in enumerate(volumes) for box in boxes(volume, added)]
    plain = [(box, index, True) for index, volume in enumerate(volumes) for box in boxes(volume)[:1]]
    found: set[tuple[int, int]] = set()
    active: tuple[list[tuple[Box, int]], list[tuple[Box, int]]] = ([], [])
    for box, index, which in sorted(rows + plain):
        there = active[not which]
        there[:] = [held for held in there if held[0].east >= box.west]
        for held, other in there:
            if index != other and _meet(held, box) and _heights_meet(volumes, held, box, index, other):
                found.add((min(index, other), max(index, other)))
        active[which].append((box, index))
    yield from sorted(found)


def _meet(a: Box, b: Box) -> bool:
    return a.south <= b.north and b.south <= a.north and a.start <= b.end and b.start <= a.end


def _heights_meet(volumes: Sequence[Volume], a: Box, b: Box, one: int, other: int) -> bool:
    if volumes[one].band.reference != volumes[other].band.reference:
        return True
    return a.lower <= b.upper and b.lower <= a.upper
