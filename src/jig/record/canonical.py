"""Canonical JSON, read so strictly that every value has one spelling (record format, section 1; RFC 8785, RFC 7493)."""

import json
import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NoReturn

from jig.record.errors import Malformed, shown

JSON = None | bool | int | str | list["JSON"] | dict[str, "JSON"]
Encodable = None | bool | int | str | Sequence["Encodable"] | Mapping[str, "Encodable"]

MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1
_MAX_INTEGER_TEXT = len(str(-MAX_INTEGER))
_BOM = b"\xef\xbb\xbf"

# Possessive and with an optional closing quote: one pass even over a megabyte of unclosed, escaped quotes.
_STRINGS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


def parse(data: bytes, *, cap: int) -> JSON:
    """Read canonical JSON; what comes back, written by `canonical`, gives the same bytes.

    cap: bytes. Raises Malformed JSON-*.
    """
    text = _text(data, cap)
    value = _decoded(text, _FAST)
    # Comparing with the canonical bytes also catches duplicate names, escaped names, spaces and -0 at no further cost.
    if _written(value) != data:
        _refuse_spelling(data, text)
    if not data.isascii():
        _check(value)
    return value


def parse_object(data: bytes, *, cap: int) -> dict[str, JSON]:
    """Read canonical JSON that must be an object, as `parse` does. Raises Malformed JSON-*."""
    return _object(parse(data, cap=cap))


def read_loose(data: bytes, *, cap: int) -> JSON:
    """Read JSON in any spelling, for files that people write, with all other refusals of `parse`.

    cap: bytes. Raises Malformed JSON-*.
    """
    value = _decoded(_text(data, cap), _STRICT)
    _written(value)
    return value


def read_loose_object(data: bytes, *, cap: int) -> dict[str, JSON]:
    """Read JSON in any spelling that must be an object, as `read_loose` does. Raises Malformed JSON-*."""
    return _object(read_loose(data, cap=cap))


def canonical(value: Encodable) -> bytes:
    """Write the one spelling of a value: RFC 8785 for the restricted I-JSON of the record format, section 1.

    Takes None, bool, int, str, list, tuple and dict with names in ASCII, nothing derived from them.
    Raises Malformed JSON-TYPE, JSON-FLOAT, JSON-INTEGER-RANGE, JSON-NAME-NOT-ASCII, JSON-DEPTH, JSON-SURROGATE.
    """
    _check(value)
    return _written(value)


def _object(value: JSON) -> dict[str, JSON]:
    if not isinstance(value, dict):
        raise Malformed("JSON-NOT-OBJECT")
    return value


def _text(data: bytes, cap: int) -> str:
    if len(data) > cap:
        raise Malformed("JSON-TOO-LARGE", size=len(data), cap=cap)
    if data.startswith(_BOM):
        raise Malformed("JSON-BOM")
    if data.count(b"[") + data.count(b"{") > MAX_DEPTH:
        _check_depth(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed("JSON-UTF8", offset=error.start) from None


def _check_depth(data: bytes) -> None:
    # Before the parser, whose recursion limit depends on interpreter and caller: a verdict must not.
    brackets = _STRINGS.sub(b"", data).translate(None, _NOT_BRACKETS)
    if max(accumulate(map(_STEP.__getitem__, brackets)), default=0) > MAX_DEPTH:
        raise Malformed("JSON-DEPTH", limit=MAX_DEPTH)


def _decoded(text: str, decoder: json.JSONDecoder) -> JSON:
    try:
        value: JSON = decoder.decode(text)
    except json.JSONDecodeError as error:
        raise Malformed("JSON-SYNTAX", offset=error.pos) from None
    return value


def _refuse_spelling(data: bytes, text: str) -> NoReturn:
    value = _decoded(text, _STRICT)
    pairs = zip(data, _written(value), strict=False)
    raise Malformed("JSON-NOT-CANONICAL", offset=next((at for at, (a, b) in enumerate(pairs) if a != b), len(data)))


def _written(value: Encodable) -> bytes:
    try:
        return _ENCODER.encode(value).encode("utf-8")
    except UnicodeEncodeError:
        raise Malformed("JSON-SURROGATE") from None


def _check(value: Encodable) -> None:
    level: list[object] = [value]
    depth = 1
    while level:
        below: list[object] = []
        for item in level:
            if type(item) in (str, bool, type(None)):
                continue
            if type(item) is int:
                _check_integer(item)
                continue
            if depth > MAX_DEPTH:
                raise Malformed("JSON-DEPTH", limit=MAX_DEPTH)
            below.extend(_members(item))
        level, depth = below, depth + 1


def _members(item: object) -> Sequence[object]:
    if type(item) is dict:
        for name in item:
            _check_name(name)
        return list(item.values())
    if type(item) is list or type(item) is tuple:
        return item
    if isinstance(item, float):
        raise Malformed("JSON-FLOAT", text=shown(repr(item)))
    # A subclass may write itself differently from what it compares as.
    raise Malformed("JSON-TYPE", type=type(item).__name__)


def _check_integer(number: int) -> None:
    if not -MAX_INTEGER <= number <= MAX_INTEGER:
        raise Malformed("JSON-INTEGER-RANGE", digits=number.bit_length() * 3 // 10 + 1)


def _check_name(name: object) -> None:
    if type(name) is not str:
        raise Malformed("JSON-TYPE", type=type(name).__name__)
    if not name.isascii():
        raise Malformed("JSON-NAME-NOT-ASCII", name=shown(name))


def _integer(text: str) -> int:
    # Length first: turning digits into a number is quadratic, and Python's own limit on it is a setting.
    if len(text) > _MAX_INTEGER_TEXT:
        raise Malformed("JSON-INTEGER-RANGE", digits=len(text.lstrip("-")))
    number = int(text)
    _check_integer(number)
    return number


def _no_float(text: str) -> NoReturn:
    raise Malformed("JSON-FLOAT", text=shown(text))


def _distinct(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    found: dict[str, JSON] = {}
    for name, value in pairs:
        _check_name(name)
        if name in found:
            raise Malformed("JSON-DUPLICATE-KEY", name=shown(name))
        found[name] = value
    return found


_FAST = json.JSONDecoder(parse_float=_no_float, parse_int=_integer, parse_constant=_no_float)
_STRICT = json.JSONDecoder(
    parse_float=_no_float, parse_int=_integer, parse_constant=_no_float, object_pairs_hook=_distinct
)
# Sorting by code point is RFC 8785's order by UTF-16 unit as long as names are ASCII, which section 1 demands.
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False, allow_nan=False
)
