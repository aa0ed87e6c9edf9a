"""GARS against its definition, worked out by search and not by arithmetic (NGA, GARS, 2006)."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.places.faults import Unreadable
from jig.places.notations import read, write

LETTERS = [letter for letter in string.ascii_uppercase if letter not in "IO"]
PAIRS = [one + other for one in LETTERS for other in LETTERS][:360]


def bounds(cell: str) -> tuple[float, float, float]:
    """South, west and size in minutes from the south pole and the date line, by tables of the definition."""
    south, west, size = PAIRS.index(cell[3:5]) * 30, (int(cell[:3]) - 1) * 30, 30
    if len(cell) > 5:
        east, up = {"1": (0, 15), "2": (15, 15), "3": (0, 0), "4": (15, 0)}[cell[5]]
        south, west, size = south + up, west + east, 15
    if len(cell) > 6:
        rows = ["123", "456", "789"]
        row = next(at for at, keys in enumerate(rows) if cell[6] in keys)
        south, west, size = south + 5 * (2 - row), west + 5 * rows[row].index(cell[6]), 5
    return south, west, size


@given(st.floats(-90, 90), st.floats(-180, 179.9999))
def test_a_point_lies_in_the_cell_written_for_it(lat: float, lon: float) -> None:
    """South and west edges belong to a cell; the pole to the last row."""
    south, west, size = bounds(write((lat, lon), "GARS"))

    assert size == 5
    assert south / 60 - 90 - 1e-9 <= lat <= (south + 5) / 60 - 90 + 1e-9
    assert west / 60 - 180 - 1e-9 <= lon <= (west + 5) / 60 - 180 + 1e-9


@given(
    st.integers(1, 720),
    st.sampled_from(PAIRS),
    st.sampled_from("1234"),
    st.sampled_from("123456789"),
    st.integers(5, 7),
)
def test_a_cell_is_read_as_its_centre_with_half_its_diagonal(
    column: int, pair: str, quadrant: str, key: str, length: int
) -> None:
    """ToR 1.d.iv: a truncated reference is its cell."""
    cell = f"{column:03d}{pair}{quadrant}{key}"[:length]
    south, west, size = bounds(cell)

    (reading,) = read(cell, notation="GARS")

    assert (reading.lat, reading.lon) == pytest.approx(((south + size / 2) / 60 - 90, (west + size / 2) / 60 - 180))
    assert reading.notation_mm >= size / 60 * 110_500_000 / 2


@pytest.mark.parametrize(
    ("lat", "lon", "cell"),
    [(-90, -180, "001AA37"), (90, 179.99, "720QZ23"), (0, 0, "361HN37"), (57.64911, 10.40744, "381NH45")],
)
def test_published_cells(lat: float, lon: float, cell: str) -> None:
    """The corners and the origin by the definition; the last is GeographicLib's own example of a conversion."""
    assert write((lat, lon), "GARS") == cell


@pytest.mark.parametrize("text", ["000AA", "721AA", "361IN", "361HO", "361RA", "361HN5", "361HN10"])
def test_a_cell_that_does_not_exist_is_refused(text: str) -> None:
    """ToR 1.d.iv."""
    with pytest.raises(Unreadable) as refused:
        read(text, notation="GARS")

    assert [each.code for each in refused.value.faults] == ["CELL-INVALID"]
