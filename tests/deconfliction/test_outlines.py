"""An inside that two readers would read differently is a fault (RFC 7946, 3.1.6; issue: exact verdicts)."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jig.places.outlines import inside_is_sure
from jig.places.planar import crossing, straying
from jig.places.volume import Part


def box(west, south, east, north):
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def polygon(*rings):
    return Part(tuple(tuple(ring) for ring in rings), filled=True)


SQUARE = box(0, 0, 10, 10)


@pytest.mark.parametrize(
    "rings",
    [
        (SQUARE,),
        (SQUARE[::-1],),
        (SQUARE, box(1, 1, 9, 9)),
        (SQUARE, box(0, 1, 5, 5), box(5, 1, 8, 5)),  # holes that share edges
        (SQUARE, box(1, 1, 5, 5), box(5, 5, 8, 8)),  # holes that share a corner
        (((0, 0), (10, 0), (10, 10), (0, 10), (0, 0), (1, 3), (3, 3), (3, 1), (0, 0)),),  # a hole hung on the outline
        (((0, 0), (10, 0), (10, 10), (20, 10), (10, 10), (0, 10), (0, 0)),),  # a spike
        (((10, 5), (15, 5), (20, 5), (10, 5)),),  # no area at all
        (((1, 1),) * 4,),
    ],
)
def test_what_every_reader_reads_alike_is_taken(rings):
    assert inside_is_sure(polygon(*rings))


@pytest.mark.parametrize(
    "rings",
    [
        (SQUARE[:-1] + SQUARE,),  # drawn twice
        (((0, 0), (10, 0), (10, 10), (0, 10), (0, 0), (3, 1), (3, 3), (1, 3), (0, 0)),),  # a loop inside
        (((0, 0), (5, 5), (10, 10), (10, 0), (5, 5), (0, 10), (0, 0)),),  # crossing at a corner of its own
        (SQUARE, box(1, 1, 9, 9), box(2, 2, 8, 8)),  # a hole in a hole
        (SQUARE, box(1, 1, 9, 9), box(1, 1, 9, 9)),  # a hole given twice
    ],
)
def test_what_readers_read_differently_is_told(rings):
    assert not inside_is_sure(polygon(*rings))


POINT = st.tuples(st.integers(0, 5), st.integers(0, 5))


@settings(max_examples=400)
@given(st.lists(st.lists(POINT, min_size=3, max_size=7), min_size=1, max_size=3))
def test_property_an_inside_is_sure_when_every_place_is_gone_round_once_or_not_at_all(rings):
    part = polygon(*((*ring, ring[0]) for ring in rings))
    if crossing(part) or straying(part):
        return

    assert inside_is_sure(part) is all(times in (0, 1) for times in times_round(part))


def times_round(part):
    """How often each place is gone round: at the middle of every span between edges, on every slab between corners."""
    xs = sorted({x for path in part.paths for x, _ in path})
    edges = [edge for number, path in enumerate(part.paths) for edge in oriented(path, number == 0)]
    for west, east in pairwise(xs):
        x = Fraction(west + east, 2)
        over = [((a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0])), 1 if b[0] > a[0] else -1)
                for a, b in edges if min(a[0], b[0]) < x < max(a[0], b[0])]  # fmt: skip
        levels = sorted({y for y, _ in over})
        for low, high in pairwise(levels):
            yield sum(way for y, way in over if y < (low + high) / 2)


def oriented(path, outer):
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(path))
    return list(pairwise(path if (area >= 0) == outer else path[::-1]))
