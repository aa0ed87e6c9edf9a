"""What enters is rounded once, half to even, on the digits that were given (ToR 1.d.iv, ToR 3.b)."""

from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.adapters.tracks_read import degrees, instants
from jig.air.lattice import MOST_LON, NONE, instant_us, rfc3339, whole


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("0.00000005", 0),
        ("0.00000015", 2),
        ("0.000000050000001", 1),
        ("-0.00000015", -2),
        ("1e-7", 1),
        ("36.1", 361_000_000),
    ],
)
def test_decimal_texts_are_rounded_on_their_digits(text, units):
    assert whole(text, 10**7) == units
    assert degrees(pa.array([text]), MOST_LON).tolist() == [units]


@given(st.floats(-180, 180))
def test_doubles_are_rounded_on_their_exact_value(value):
    assert degrees(pa.array([value]), MOST_LON).tolist() == [round(Fraction(value) * 10**7)]


@given(st.decimals(-180, 180, places=12))
def test_texts_in_bulk_equal_the_exact_decimal(value):
    assert degrees(pa.array([f"{value:f}"]), MOST_LON).tolist() == [round(Fraction(value) * 10**7)]


@pytest.mark.parametrize("text", ["", "north", "nan", "inf", "180.00000006", "1.2.3", "--1", "9" * 70])
def test_what_is_no_longitude_is_none(text):
    assert degrees(pa.array([text]), MOST_LON).tolist() == [-(2**31)]


@pytest.mark.parametrize(
    ("text", "us"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("2016-02-29T12:00:00.25Z", 1_456_747_200_250_000),
        ("2016-09-12T19:00:00+03:00", 1_473_696_000_000_000),
        ("1473696000", 1_473_696_000_000_000),
        ("1473696000.0000005", 1_473_696_000_000_000),
        ("1473696000.0000015", 1_473_696_000_000_002),
        ("2016-02-30T12:00:00Z", None),
        ("2016-09-12T25:00:00Z", None),
        ("2016-09-12T19:00:00", None),
        ("yesterday", None),
    ],
)
def test_times_are_read_as_rfc_3339_or_as_seconds(text, us):
    assert instant_us(text) == us
    assert instants(pa.array([text])).tolist() == [NONE if us is None else us]


@given(st.datetimes(min_value=__import__("datetime").datetime(1601, 1, 1)))
def test_times_in_bulk_equal_those_read_one_by_one(moment):
    text = moment.isoformat() + "Z"

    assert instants(pa.array([text])).tolist() == [instant_us(text)]


@pytest.mark.parametrize(
    ("unit", "value", "us"), [("ns", 1_500, 2), ("ns", 2_500, 2), ("ms", 3, 3_000), ("s", 4, 4_000_000)]
)
def test_columns_of_stamps_are_taken_in_their_unit(unit, value, us):
    assert instants(pa.array([value], pa.timestamp(unit))).tolist() == [us]


def test_a_moment_is_written_with_six_digits():
    assert rfc3339(1_473_696_000_000_001) == "2016-09-12T16:00:00.000001Z"
    assert rfc3339(-1) == "1969-12-31T23:59:59.999999Z"


def test_integers_of_any_size_do_not_wrap():
    assert instants(pa.array([2**62, -(2**62), 5])).tolist() == [NONE, NONE, 5_000_000]
    assert np.asarray(degrees(pa.array([179, 181]), MOST_LON)).tolist() == [1_790_000_000, -(2**31)]


@given(st.integers(-(10**20), 10**20))
def test_numerals_of_any_length_do_not_wrap_onto_the_map(number):
    off = abs(number) > 180

    assert degrees(pa.array([str(number)]), MOST_LON).tolist() == [-(2**31) if off else number * 10**7]


@pytest.mark.parametrize("text", ["1769042756668746", "72942115416262309", "-1769042756668746", "1769042756668746.0"])
def test_numerals_that_would_wrap_in_64_bits_are_no_longitude(text):
    assert degrees(pa.array([text]), MOST_LON).tolist() == [-(2**31)]


@pytest.mark.parametrize("seconds", [1_457_235_000, 1_494_125_000, 1_770_826_000])
@pytest.mark.parametrize("scale", [10**3, 10**6, 10**9])
def test_times_in_a_finer_unit_than_seconds_are_never_taken_for_other_times(seconds, scale):
    text = str(seconds * scale)

    assert instants(pa.array([text])).tolist() == [NONE if instant_us(text) is None else instant_us(text)]


@pytest.mark.parametrize("fraction", ["+5", "-0", "1.5", ".", ".5", "5.", ""])
def test_a_fraction_of_a_second_is_digits_and_nothing_else(fraction):
    text = f"2016-09-12T00:00:00.{fraction}Z"

    assert instants(pa.array([text])).tolist() == [NONE]
    assert instant_us(text) is None
