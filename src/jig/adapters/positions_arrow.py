"""Columns of numbers in and answers out, in arrays: what makes a large file quick (decision 0026)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv

from jig.places.bulk import NOTES, Columns, Points

# A leading plus and anything else unusual is left to the strict parser.
_NUMBER = r"^-?[0-9]{1,12}(?:\.[0-9]{1,12})?$"
_PAIR = r"^(?P<a>-?[0-9]{1,9}(?:\.[0-9]{1,12})?)(?:\s*;\s*|,\s+|\s+)(?P<b>-?[0-9]{1,9}(?:\.[0-9]{1,12})?)$"
_ZONE = r"^[1-9][0-9]?$"
_DEGREE_STEPS, _DEGREE_DIGITS = 10**8, 8
_METRE_STEPS, _METRE_DIGITS = 1000, 3


class Numbers(NamedTuple):
    """Two numbers a row, 0 where a row is not plainly two numbers; clean says where it is."""

    first: NDArray[np.float64]
    second: NDArray[np.float64]
    decimals: tuple[NDArray[np.int64], NDArray[np.int64]]
    clean: NDArray[np.bool_]


def columns_of(piece: str, width: int, wanted: Sequence[int], separator: str, rows: int) -> list[Any] | None:
    """Give columns of a piece without quotes; None if its rows are not all of that width, or not as many."""
    names = [str(at) for at in range(width)]
    try:
        table = csv.read_csv(
            io.BytesIO(piece.encode("utf-8", "surrogateescape")),
            read_options=csv.ReadOptions(column_names=names, use_threads=False),
            parse_options=csv.ParseOptions(delimiter=separator, quote_char=False, ignore_empty_lines=False),
            convert_options=csv.ConvertOptions(
                include_columns=[str(at) for at in wanted],
                column_types={str(at): pa.string() for at in wanted},
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_rows != rows:
        return None
    return [table.column(str(at)).combine_chunks() for at in wanted]


def strings(values: Sequence[str]) -> Any:
    """Make a column of texts; what is no text in Unicode is no number either."""
    try:
        return pa.array(values, pa.string())
    except (UnicodeEncodeError, pa.ArrowException):
        return pa.array([each.encode("utf-8", "replace").decode() for each in values], pa.string())


def has_comma(column: Any) -> bool:
    """Tell whether any field has a comma, which may be a decimal mark."""
    return bool(pc.any(pc.match_substring(column, ",")).as_py())


def pair_columns(texts: Any) -> tuple[Any, Any]:
    """Part texts that are two plain numbers; other texts give empty ones."""
    found = pc.extract_regex(pc.ascii_trim_whitespace(texts), _PAIR)
    first, second = (pc.fill_null(pc.struct_field(found, [name]), "") for name in ("a", "b"))
    return first, second


def numbers(first: Any, second: Any) -> Numbers:
    """Read two columns of texts as plain numbers."""
    one, other = (pc.ascii_trim_whitespace(each) for each in (first, second))
    clean = pc.and_(pc.match_substring_regex(one, _NUMBER), pc.match_substring_regex(other, _NUMBER))
    one, other = (pc.if_else(clean, each, "0") for each in (one, other))
    return Numbers(
        _floats(one),
        _floats(other),
        (_decimals(one), _decimals(other)),
        np.asarray(clean.to_numpy(zero_copy_only=False)),
    )


def zones(column: Any, declared: int | None) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Give the zone beside each row, 0 for none, and where that is beyond doubt."""
    trimmed = pc.ascii_trim_whitespace(column)
    clean = pc.match_substring_regex(trimmed, _ZONE)
    found = pc.cast(pc.if_else(clean, trimmed, "0"), pa.int64()).to_numpy(zero_copy_only=False)
    beyond = clean if declared is not None else pc.or_(clean, pc.equal(trimmed, ""))
    return found, beyond.to_numpy(zero_copy_only=False)


def _floats(column: Any) -> NDArray[np.float64]:
    return np.asarray(pc.cast(column, pa.float64()).to_numpy(zero_copy_only=False))


def _decimals(column: Any) -> NDArray[np.int64]:
    length = pc.binary_length(column).to_numpy(zero_copy_only=False).astype(np.int64)
    point = pc.find_substring(column, ".").to_numpy(zero_copy_only=False).astype(np.int64)
    return np.where(point < 0, 0, length - 1 - point)


def given(found: Numbers, zone: NDArray[np.int64], *, labelled: bool, swapped: bool) -> Columns:
    """Put numbers into the order of their notation."""
    first, second, decimals = found.first, found.second, found.decimals
    if swapped:
        first, second, decimals = second, first, decimals[::-1]
    return Columns(first, second, decimals, zone, labelled)


def answers(
    points: Points, done: NDArray[np.bool_], separator: str, texts: Sequence[Sequence[str]], swapped: bool
) -> Any:
    """Write the answer of every row; of one that is not done it says nothing of use. texts: further columns."""
    told = [_notes(bits, swapped) for bits in range(1 << len(NOTES))]
    parts = [
        *(_degrees(np.where(done, each, 0.0)) for each in (points.lat, points.lon)),
        _fixed(points.ce90_mm, _METRE_STEPS, _METRE_DIGITS),
        points.operation,
        pc.take(pa.array(told), pa.array(points.notes)),
        *(pa.array(each, pa.string()) for each in texts),
        "",
    ]
    return pc.binary_join_element_wise(*parts, separator)


def _notes(bits: int, swapped: bool) -> str:
    codes = [name for at, name in enumerate(NOTES) if bits >> at & 1]
    return " ".join(["AXES-SWAPPED", *codes] if swapped else codes)


def _degrees(values: NDArray[np.float64]) -> Any:
    whole = np.rint(values * _DEGREE_STEPS).astype(np.int64)
    text = _fixed(np.abs(whole), _DEGREE_STEPS, _DEGREE_DIGITS)
    if (whole < 0).any():
        text = pc.binary_join_element_wise(pc.if_else(pa.array(whole < 0), "-", ""), text, "")
    return text


def _fixed(whole: NDArray[np.int64], steps: int, digits: int) -> Any:
    before, after = np.divmod(whole, steps)
    rest = pc.utf8_lpad(pc.cast(pa.array(after), pa.string()), digits, "0")
    return pc.binary_join_element_wise(pc.cast(pa.array(before), pa.string()), rest, ".")


def degrees_text(value: float) -> str:
    """Write one angle as `answers` does."""
    whole = round(value * _DEGREE_STEPS)
    before, after = divmod(abs(whole), _DEGREE_STEPS)
    return f"{'-' if whole < 0 else ''}{before}.{after:0{_DEGREE_DIGITS}d}"


def metres_text(millimetres: int) -> str:
    """Write one error as `answers` does."""
    before, after = divmod(millimetres, _METRE_STEPS)
    return f"{before}.{after:0{_METRE_DIGITS}d}"
