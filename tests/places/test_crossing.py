"""Where a ring meets itself: the place named is on two of its edges (ToR 3.b)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.places.crossing import degrees_text, meets_itself_at
from jig.places.plane import edges
from jig.places.region import shape_faults

POINT = st.tuples(st.integers(-4, 4), st.integers(-4, 4))


@pytest.mark.parametrize(
    ("ring", "edge", "at"),
    [
        (((0, 0), (4, 4), (4, 0), (0, 4)), 1, (2, 2)),
        (((0, 0), (3, 3), (3, 0), (0, 2)), 1, (Fraction(6, 5), Fraction(6, 5))),
        (((0, 0), (4, 0), (4, 4), (2, 0)), 1, (2, 0)),
        (((0, 0), (4, 0), (2, 0), (2, 3)), 1, (2, 0)),
        (((0, 0), (4, 0), (4, 4)), 1, None),
        (((0, 0), (4, 0), (4, 4)), 9, None),
    ],
)
def test_the_point_is_where_the_edges_meet(ring, edge, at):
    assert meets_itself_at(ring, edge) == at


@given(st.lists(POINT, min_size=3, max_size=7, unique=True))
def test_a_ring_said_to_meet_itself_does_so_at_the_point_named(ring):
    """Independent of how it is found: two edges hold the point, and it is more than the corner they share."""
    clashes = [fault for fault in shape_faults([[ring]]) if fault.code == "RING-MEETS-ITSELF"]

    for fault in clashes:
        x, y = meets_itself_at(ring, fault.point)
        holding = [
            (a, b)
            for a, b in edges(ring)
            if (b[0] - a[0]) * (y - a[1]) == (b[1] - a[1]) * (x - a[0])
            and min(a[0], b[0]) <= x <= max(a[0], b[0])
            and min(a[1], b[1]) <= y <= max(a[1], b[1])
        ]
        assert len(holding) >= 2


def test_a_place_is_written_in_degrees_latitude_first():
    assert degrees_text((-5, Fraction(350_000_001, 2))) == "17.5000000 -0.0000005"
