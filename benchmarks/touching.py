"""A million pairs that all but touch: both of our methods against separating axes in Python's whole numbers.

python -m benchmarks --only touching. A count of wrong verdicts, not a speed.
"""

from __future__ import annotations

import random
from fractions import Fraction
from math import cos, sin

from rich.console import Console
from rich.progress import track

from benchmarks.figures import Figure

SEED = 20160917
Ring = list[tuple[int, int]]


def of_touching(pairs: int, console: Console) -> list[Figure]:
    """Compare the verdicts of the compiled and of the plain method with a third that shares nothing with them."""
    from jig.operations.deconfliction_index import laid_out
    from jig.operations.deconfliction_kernel import shapes_meet
    from jig.places.planar import meet
    from jig.places.volume import area_shape

    rng = random.Random(SEED)
    wrong = touching = 0
    for _ in track(range(pairs), description="pairs", console=console, transient=True):
        one, other = all_but_touching(rng)
        expected = convex_meet(one, other)
        shapes = [area_shape((((*ring, ring[0]),),), 9) for ring in (one, other)]
        rows, paths, points = laid_out(shapes)
        compiled = shapes_meet(rows[0], paths, points, rows[1], paths, points)
        wrong += (compiled != expected) + (meet(*shapes) != expected)
        touching += expected
    how = f"two methods, {touching} of {pairs} pairs meet, seed {SEED}"
    return [Figure("wrong verdicts of pairs that all but touch", wrong, "<= 0", how)]


def all_but_touching(rng: random.Random) -> tuple[Ring, Ring]:
    """Two convex polygons: a corner of the second lies within two units of a place on an edge of the first."""
    size = 10 ** rng.randrange(3, 10)
    one = _convex(rng, rng.randrange(36 * 10**9, 42 * 10**9), rng.randrange(33 * 10**9, 37 * 10**9), size)
    at = rng.randrange(len(one))
    a, b = one[at - 1], one[at]
    share = rng.choice((Fraction(0), Fraction(1), Fraction(rng.randrange(1, 1000), 1000)))
    place = (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
    out = (b[1] - a[1], a[0] - b[0])
    other = _convex(rng, 0, 0, size)
    corner = min(other, key=lambda p: p[0] * out[0] + p[1] * out[1])
    x, y = (round(place[k]) + rng.randrange(-2, 3) - corner[k] for k in (0, 1))
    return one, [(east + x, north + y) for east, north in other]


def _convex(rng: random.Random, x: int, y: int, size: int) -> Ring:
    """A convex polygon of three to six corners, counter-clockwise."""
    while True:
        angles = sorted(rng.uniform(0, 6.283185) for _ in range(rng.randrange(3, 7)))
        ring = [(x + round(size * cos(a)), y + round(size * sin(a))) for a in angles]
        if all(_turn(ring[k - 2], ring[k - 1], ring[k]) > 0 for k in range(len(ring))):
            return ring


def _turn(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def convex_meet(one: Ring, other: Ring) -> bool:
    """Closed convex polygons share a point unless an edge of one has all of the other strictly on its outer side."""
    return not any(
        all(_turn(ring[k - 1], ring[k], point) < 0 for point in against)
        for ring, against in ((one, other), (other, one))
        for k in range(len(ring))
    )
