"""Blocks whose columns are plain numbers, straight into whole numbers; whatever else takes the general way."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from jig.adapters.tracks_read import Block, Reading
from jig.air.compiled import Int, compiled
from jig.air.lattice import FIRST_US, LAST_US, MOST_LAT, MOST_LON, lattice_of, micros_of

_TICKS = {"s": 1_000_000, "ms": 1_000, "us": 1}
_STRETCH = 1 << 12


@compiled
def _scaled(values: Any, times: Int, least: Int, most: Int, out: Any) -> Any:
    """Multiply ticks into microseconds; False when one is before the least or after the most."""
    for start in range(0, len(values), _STRETCH):
        wrong, given, made = 0, values[start : start + _STRETCH], out[start : start + _STRETCH]
        for i in range(len(given)):
            wrong |= (given[i] < least) | (given[i] > most)
            made[i] = given[i] * times
        if wrong:
            return False
    return True


@compiled
def _numbered(codes: Any, numbers: Any, out: Any) -> None:
    for i in range(len(codes)):
        out[i] = numbers[codes[i]]


def plain_into(block: Block, reading: Reading, who: Any, t: Any, lon: Any, lat: Any) -> bool:
    """Write a block's points into columns of its length; False when it has a row that is not plain: write nothing of
    it then.

    Plain: names as a dictionary without blanks, times as ticks, degrees as doubles, nothing missing, nothing off the
    map.
    """
    if block.rows is not None or block.error_m is not None or block.kind is not None or block.aircraft.null_count:
        return False
    lons, lats = _doubles(block.lon), _doubles(block.lat)
    if not _coded(block.aircraft) or lons is None or lats is None or not _times_into(block.time, t):
        return False
    if lattice_of(lons, MOST_LON, lon) or lattice_of(lats, MOST_LAT, lat):
        return False
    numbers = _numbers(block.aircraft.dictionary, reading)
    if numbers is None:
        return False
    _numbered(np.asarray(block.aircraft.indices), numbers, who)
    reading.origin.append((reading.count, block.source, None, block.row))
    reading.count += len(who)
    return True


def _coded(column: Any) -> bool:
    if not isinstance(column, pa.DictionaryArray) or column.indices.type != pa.int32():
        return False
    return bool(pa.types.is_string(column.dictionary.type) or pa.types.is_large_string(column.dictionary.type))


def _numbers(dictionary: Any, reading: Reading) -> Any:
    """Number a dictionary's names, None where one of them names nobody. Blocks of one file often have the same one."""
    before, numbers = reading.numbered
    if before is None or not dictionary.equals(before):
        names = [name and name.strip() for name in dictionary.to_pylist()]
        if not all(names):
            return None
        numbers = np.array([reading.numbers.setdefault(name, len(reading.numbers)) for name in names], np.int32)
        reading.numbered = dictionary, numbers
    return numbers


def _doubles(column: Any) -> Any:
    if not isinstance(column, pa.Array) or not pa.types.is_float64(column.type) or column.null_count:
        return None
    return column.to_numpy(zero_copy_only=True)


def _times_into(column: Any, t: Any) -> bool:
    if not isinstance(column, pa.Array) or column.null_count:
        return False
    kind = column.type
    if pa.types.is_float64(kind):
        found = micros_of(column.to_numpy(zero_copy_only=True), t)
        return not found and bool(_scaled(t, 1, FIRST_US, LAST_US, t))
    unit = kind.unit if pa.types.is_timestamp(kind) else "s" if pa.types.is_int64(kind) else ""
    if unit not in _TICKS:
        return False
    times = _TICKS[unit]
    ticks = column.cast(pa.int64()).to_numpy(zero_copy_only=True)
    return bool(_scaled(ticks, times, -(-FIRST_US // times), LAST_US // times, t))
