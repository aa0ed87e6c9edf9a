"""Canonical JSON against the package rfc8785 and against hostile spellings (record format, section 1)."""

import json

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from jig.record.canonical import MAX_DEPTH, MAX_INTEGER, canonical, parse, parse_object, read_loose
from jig.record.errors import Malformed

CAP = 4 * 1024 * 1024

texts = st.text(st.characters(codec="utf-8"), max_size=20)
names = st.text(st.characters(max_codepoint=127), max_size=8)
scalars = st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | texts
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4), max_leaves=25
)


def code_of(data: bytes, cap: int = CAP, reader=parse) -> str:
    with pytest.raises(Malformed) as caught:
        reader(data, cap=cap)
    return caught.value.code


@given(values)
@example({"\x7f": "\u2028\u007f", "\x00": '\x1f\b\t\n\f\r"\\/', "a": "\U0001f600\uffff"})
def test_writes_what_an_independent_rfc8785_writes_and_reads_it_back(value):
    expected = rfc8785.dumps(value)

    written = canonical(value)

    assert written == expected
    assert parse(written, cap=len(written)) == value


@given(values, st.sampled_from([None, 1, "\t"]))
def test_reads_loosely_spelled_files_to_the_same_value_but_never_as_canonical(value, indent):
    spelled = (json.dumps(value, indent=indent, ensure_ascii=True) + "\n").encode()

    read = read_loose(spelled, cap=CAP)

    assert read == value
    assert code_of(spelled) == "JSON-NOT-CANONICAL"


@given(values, st.data())
def test_no_changed_byte_of_a_canonical_value_reads_as_the_same_value(value, data):
    written = canonical({"v": value})
    at = data.draw(st.integers(0, len(written) - 1))
    changed = written[:at] + bytes([data.draw(st.integers(0, 255))]) + written[at + 1 :]

    try:
        read = parse(changed, cap=CAP)
    except Malformed:
        return

    assert (read == {"v": value}) == (changed == written) or _bools_apart(read, {"v": value})


def _bools_apart(left: object, right: object) -> bool:
    # Python holds True == 1; JSON does not.
    return json.dumps(left) != json.dumps(right)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xef\xbb\xbf{}", "JSON-BOM"),
        (b'"\xff"', "JSON-UTF8"),
        (b'"\xed\xa0\x80"', "JSON-UTF8"),
        ('"a"'.encode("utf-16"), "JSON-UTF8"),
        (b'{"a":1,"a":1}', "JSON-DUPLICATE-KEY"),
        (b'{"a":1,"\\u0061":2}', "JSON-DUPLICATE-KEY"),
        (b"1.5", "JSON-FLOAT"),
        (b"1.0", "JSON-FLOAT"),
        (b"1E400", "JSON-FLOAT"),
        (b"[NaN]", "JSON-FLOAT"),
        (b"-Infinity", "JSON-FLOAT"),
        (b"9007199254740992", "JSON-INTEGER-RANGE"),
        (b"-9007199254740992", "JSON-INTEGER-RANGE"),
        (b"[" + b"9" * 1_000_000 + b"]", "JSON-INTEGER-RANGE"),
        (b"-" + b"9" * 5000, "JSON-INTEGER-RANGE"),
        ('{"\u0430":1}'.encode(), "JSON-NAME-NOT-ASCII"),
        (b'"\\ud800"', "JSON-SURROGATE"),
        (b'{"a":"\\udc00\\ud800"}', "JSON-SURROGATE"),
        (b"{} {}", "JSON-SYNTAX"),
        (b"{}x", "JSON-SYNTAX"),
        (b"", "JSON-SYNTAX"),
        (b'"\n"', "JSON-SYNTAX"),
        (b"'a'", "JSON-SYNTAX"),
        (b"[1,]", "JSON-SYNTAX"),
        (b"01", "JSON-SYNTAX"),
        (b"+1", "JSON-SYNTAX"),
    ],
)
def test_refuses_what_two_readers_could_read_differently(data, code):
    strict, loose = code_of(data), code_of(data, reader=read_loose)

    assert strict == code
    assert loose == code


@pytest.mark.parametrize(
    "data",
    [b" 1", b"{} ", b"-0", b'{"b":1,"a":2}', b'{"a": 1}', b'"\\u0061"', b'"\\/"', b'"\\ud83d\\ude00"', b'"\\u001F"'],
)
def test_refuses_a_second_spelling(data):
    code = code_of(data)

    assert code == "JSON-NOT-CANONICAL"
    assert canonical(read_loose(data, cap=CAP)) != data


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":'])
def test_refuses_depth_in_megabytes_without_asking_the_interpreter(opening):
    data = opening * (3_000_000 // len(opening))

    code = code_of(data)

    assert code == "JSON-DEPTH"


def test_allows_depth_32_and_refuses_33_read_or_written():
    deepest: object = []
    for _ in range(MAX_DEPTH - 1):
        deepest = [deepest]

    data = canonical(deepest)

    assert parse(data, cap=CAP) == deepest
    assert code_of(b"[" + data + b"]") == "JSON-DEPTH"
    with pytest.raises(Malformed, match="JSON-DEPTH"):
        canonical([deepest])


def test_counts_no_brackets_inside_strings():
    value = ['[[{{"\\' * 1000, ["]" * 100] * 40]

    data = canonical(value)

    assert parse(data, cap=CAP) == value


def test_reads_megabytes_of_unclosed_escaped_quotes_once():
    data = b"[" * 33 + b'"' + b'\\"' * 1_000_000

    code = code_of(data)

    assert code in {"JSON-DEPTH", "JSON-SYNTAX"}


def test_refuses_one_byte_over_the_cap_before_reading():
    data = b'"' + b"a" * 10 + b'"'

    within = parse(data, cap=12)

    assert within == "a" * 10
    assert code_of(data, cap=11) == "JSON-TOO-LARGE"


def test_an_object_is_demanded_where_the_format_says_object():
    with pytest.raises(Malformed, match="JSON-NOT-OBJECT"):
        parse_object(b"[]", cap=CAP)

    assert parse_object(b"{}", cap=CAP) == {}


class Text(str):
    """A string that is not one."""


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.0, "JSON-FLOAT"),
        ([float("nan")], "JSON-FLOAT"),
        (2**53, "JSON-INTEGER-RANGE"),
        ({1: 2}, "JSON-TYPE"),
        ({"a": b""}, "JSON-TYPE"),
        (Text("a"), "JSON-TYPE"),
        ({"\u00e9": 1}, "JSON-NAME-NOT-ASCII"),
        ("\ud800", "JSON-SURROGATE"),
    ],
)
def test_writes_nothing_that_it_would_refuse_to_read(value, code):
    with pytest.raises(Malformed) as caught:
        canonical(value)

    assert caught.value.code == code


def test_a_value_that_holds_itself_is_refused_for_its_depth():
    value: list[object] = []
    value.append(value)

    with pytest.raises(Malformed) as caught:
        canonical(value)

    assert caught.value.code == "JSON-DEPTH"


def test_an_error_carries_code_and_parameters_and_cuts_foreign_text():
    with pytest.raises(Malformed) as caught:
        parse(('{"%s\u202e":1}' % ("a" * 60)).encode(), cap=CAP)

    error = caught.value
    assert error.params == {"name": "a" * 60 + "\\u202e"}
    assert str(error) == f"JSON-NAME-NOT-ASCII name={'a' * 60 + chr(92) + 'u202e'!r}"
