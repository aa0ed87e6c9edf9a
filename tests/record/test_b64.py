"""Base64 with one spelling (record format, section 1)."""

import base64
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.record import b64
from jig.record.errors import Malformed


@given(st.binary(max_size=80))
def test_spells_bytes_as_the_standard_library_does_and_reads_them_back(data):
    spelled = b64.encode(data)

    assert spelled == base64.b64encode(data).decode()
    assert b64.decode(spelled) == b64.decode(spelled.encode()) == data


@given(st.text("ABQZaz09+/=_- \n", max_size=9))
def test_reads_no_two_spellings_as_the_same_bytes(text):
    read = None

    with suppress(Malformed):
        read = b64.decode(text)

    assert read is None or b64.encode(read) == text


@pytest.mark.parametrize(
    "text", ["AA", "AAA", "AB==", "AAB=", "AA==\n", "AA==AA==", "AAAA=", "====", "A", "\u0410AAA", "AA-_"]
)
def test_refuses_every_other_spelling(text):
    with pytest.raises(Malformed) as caught:
        b64.decode(text)

    assert caught.value.code == "B64-SPELLING"
