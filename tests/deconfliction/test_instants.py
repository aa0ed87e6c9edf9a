"""Instants as RFC 3339 writes them, to the last digit."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.places.instants import BadInstant, seconds_of, text_of


@given(st.datetimes(timezones=st.just(UTC)))
def test_property_an_instant_is_what_the_calendar_says(at):
    expected = Fraction((at - datetime(1970, 1, 1, tzinfo=UTC)).days * 86_400) + (
        at.hour * 3600 + at.minute * 60 + at.second
    )
    expected += Fraction(at.microsecond, 10**6)

    assert seconds_of(at.isoformat()) == expected
    assert seconds_of(text_of(expected)) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2016-09-17T12:55:00Z", "2016-09-17t15:55:00+03:00"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00z"),
        ("2016-12-31T18:59:60.25-05:00", "2017-01-01T00:00:00.25Z"),
        ("2016-02-29T00:00:00.10Z", "2016-02-29T00:00:00.1-00:00"),
    ],
)
def test_one_instant_has_many_spellings(one, other):
    assert seconds_of(one) == seconds_of(other)


def test_every_digit_counts():
    assert seconds_of("2016-09-17T12:55:00.000000000000000001Z") - seconds_of("2016-09-17T12:55:00Z") == Fraction(
        1, 10**18
    )


@pytest.mark.parametrize(
    "text",
    ["", "2016-09-17", "2016-09-17T12:55:00", "2016-02-30T00:00:00Z", "2015-02-29T00:00:00Z", "2016-09-17T24:00:00Z",
     "2016-09-17T12:60:00Z", "2016-09-17T12:55:60Z", "2016-09-17T12:55:00+24:00", "2016-13-01T00:00:00Z", "٢016-09-17T12:55:00Z"],
)  # fmt: skip
def test_what_is_no_instant_is_refused(text):
    with pytest.raises(BadInstant):
        seconds_of(text)
