"""Whole numbers in, once: positions on a lattice of 1e-7 degree, times in microseconds (ToR 3.b).

From here on every decision is exact. Rounding is half to even: of the decimal text where text was given, of the exact
value of the double where a double was.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation, localcontext
from functools import lru_cache
from typing import Any

import numpy as np

from jig.air.compiled import Int, Real, compiled

DEGREE = 10_000_000
SECOND = 1_000_000
MOST_LON, MOST_LAT = 180 * DEGREE, 90 * DEGREE
#: Years 1 to 9999, as RFC 3339 can write them.
FIRST_US, LAST_US = -62_135_596_800 * SECOND, 253_402_300_799_999_999
NONE = np.int64(-(2**63))

_RFC3339 = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:([Zz])|([+-])(\d\d):?(\d\d))", re.ASCII
)
#: Decimal itself also reads "1_0" and digits of other scripts, which no table of tracks means.
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_PLAIN = re.compile(r"([+-]?\d{1,12})(?:\.(\d*))?", re.ASCII)
_PLACES = {1: 0, SECOND: 6, DEGREE: 7}
_WIDE = Context(prec=400, rounding=ROUND_HALF_EVEN)
_ODD = np.int64(-(2**63) + 1)
#: Values that are rounded many at a time.
_STRETCH = 1 << 12


def whole(text: str, scale: int) -> int | None:
    """Read a decimal number times `scale`, rounded half to even; None when it is none or has over 300 digits."""
    text = text.strip()
    plain = _PLAIN.fullmatch(text)
    if plain is not None and len(plain[2] or "") <= _PLACES.get(scale, -1):
        # Nearly every coordinate: no more places than are kept.
        return int(plain[1] + (plain[2] or "").ljust(_PLACES[scale], "0"))
    if len(text) > 64 or _NUMBER.fullmatch(text) is None:
        return None
    try:
        value = Decimal(text)
        if not value.is_finite() or abs(value.adjusted()) > 300:
            return 0 if value.is_finite() and value.adjusted() < 0 else None
        with localcontext(_WIDE):
            return int((value * scale).to_integral_value())
    except (InvalidOperation, ValueError):
        return None


def instant_us(text: str) -> int | None:
    """Read RFC 3339, or seconds since 1970 as a decimal number, to microseconds; None when it is neither.

    A leap second counts as the second after it, as clocks of computers have it.
    """
    found = _RFC3339.fullmatch(text.strip())
    if found is None:
        seconds = whole(text, SECOND)
        return seconds if seconds is not None and FIRST_US <= seconds <= LAST_US else None
    day, hour, minute, second, fraction, _, sign, zone_hours, zone_minutes = found.groups()
    try:
        midnight = datetime.fromisoformat(day).replace(tzinfo=UTC)
    except ValueError:
        return None
    off = int(zone_hours or 0) > 23 or int(zone_minutes or 0) > 59
    if int(hour) > 23 or int(minute) > 59 or int(second) > 60 or off:
        return None
    days = (midnight - datetime(1970, 1, 1, tzinfo=UTC)).days
    at = ((days * 24 + int(hour)) * 60 + int(minute)) * 60 + int(second)
    if sign:
        at -= (1 if sign == "+" else -1) * (int(zone_hours) * 3600 + int(zone_minutes) * 60)
    exact = Decimal(f"{at}") + (Decimal(f"0.{fraction[:40]}") if fraction else 0)
    with localcontext(_WIDE):
        us = int((exact * SECOND).to_integral_value())
    return us if FIRST_US <= us <= LAST_US else None


@lru_cache(4_096)
def _minute(number: int) -> str:
    return str(np.datetime64(number, "m"))


def rfc3339(us: int) -> str:
    """Write microseconds since 1970 as RFC 3339 in UTC with six digits."""
    minute, rest = divmod(int(us), 60 * SECOND)
    return f"{_minute(minute)}:{rest // SECOND:02d}.{rest % SECOND:06d}Z"


@compiled
def _rounded(value: Real, scale: Real) -> Any:
    """Round value * scale half to even as if the product were exact; NONE when it is no number or far too large."""
    product = value * scale
    if not abs(product) < 9.0e15:
        return -(2**63)
    low = np.floor(product)
    part = product - low
    if part < 0.5:
        return np.int64(low)
    if part > 0.5:
        return np.int64(low) + 1
    # The rounded product is half-way: what the product lost in rounding decides (Dekker's two halves, no fused step).
    one = 134217729.0 * value
    high = one - (one - value)
    rest = value - high
    two = 134217729.0 * scale
    scale_high = two - (two - scale)
    scale_rest = scale - scale_high
    lost = rest * scale_rest - (((product - high * scale_high) - rest * scale_high) - high * scale_rest)
    even = np.int64(low) + (np.int64(low) & 1)
    if lost == 0.0:
        return even
    return np.int64(low) + (1 if lost > 0.0 else 0)


@compiled
def _plainly(values: Any, scale: Real, most: Real, out: Any) -> Any:
    """Round a stretch, many at a time; False when one of them needs `_rounded`: half-way, too large or no number.

    A product that rounds to no half-way value is on the same side of the half as the exact product. Counted from 0: an
    index that might be negative is looked up one by one.
    """
    odd: Int = 0
    for i in range(len(values)):
        product = values[i] * scale
        found = np.rint(product)
        odd |= np.int64(abs(product - found) == 0.5) | np.int64(not abs(product) <= most)
        out[i] = out.dtype.type(found)
    return odd == 0


@compiled
def lattice_of(values: Any, most: Int, out: Any) -> Int:
    """Round degrees (float64) to int32 lattice units; what is no number or beyond `most` becomes -2**31.

    Returns how many are so.
    """
    bad = 0
    for start in range(0, len(values), _STRETCH):
        stop = min(start + _STRETCH, len(values))
        if _plainly(values[start:stop], 1.0e7, np.float64(most), out[start:stop]):
            continue
        for i in range(start, stop):
            found = _rounded(values[i], 1.0e7)
            if found < -most or found > most:
                out[i] = -(2**31)
                bad += 1
            else:
                out[i] = found
    return bad


@compiled
def micros_of(values: Any, out: Any) -> Int:
    """Round seconds since 1970 (float64) to int64 microseconds; what is no such time becomes -2**63.

    Returns how many are so.
    """
    bad = 0
    for start in range(0, len(values), _STRETCH):
        stop = min(start + _STRETCH, len(values))
        # Beyond 9e15 us (the year 2255) the product is no longer exact to a microsecond.
        if _plainly(values[start:stop], 1.0e6, 8.9e15, out[start:stop]):
            continue
        for i in range(start, stop):
            found = _rounded(values[i], 1.0e6)
            out[i] = found
            if found == -(2**63):
                bad += 1
    return bad


@compiled
def _decimal(data: Any, start: Int, end: Int, places: Int) -> Int:
    """Read a plain decimal number times 10**places, half to even; NONE when empty, _ODD when it needs a closer look."""
    if start == end:
        return -(2**63)
    at, negative = start, data[start] == 45
    if negative or data[start] == 43:
        at += 1
    value, digits, after, point, tail, first = np.int64(0), 0, 0, False, False, np.int64(0)
    while at < end:
        c = np.int64(data[at])
        at += 1
        if c == 46 and not point:
            point = True
            continue
        if c < 48 or c > 57 or digits > 40:
            return -(2**63) + 1
        digits += 1
        if point and after >= places:
            if after == places:
                first = c - 48
            elif c != 48:
                tail = True
            after += 1
            continue
        if value > 10**16:
            return -(2**63) + 1
        value = value * 10 + c - 48
        after += 1 if point else 0
    if digits == 0:
        return -(2**63) + 1
    for _ in range(after, places):
        # A number that runs over comes back as another one, which may lie on the map.
        if value > 10**17:
            return -(2**63) + 1
        value = value * 10
    if first > 5 or (first == 5 and (tail or value % 2 == 1)):
        value += 1
    return -value if negative else value


@compiled
def _two(data: Any, at: Int) -> Int:
    a, b = np.int64(data[at]) - 48, np.int64(data[at + 1]) - 48
    return a * 10 + b if 0 <= a <= 9 and 0 <= b <= 9 else -1


@compiled
def _zulu(data: Any, start: Int, end: Int) -> Int:
    """Read YYYY-MM-DDTHH:MM:SS[.ffffff]Z; _ODD for whatever else."""
    size = end - start
    if (
        size < 20
        or size > 27
        or size == 21
        or data[end - 1] != 90
        or (data[start + 10] != 84 and data[start + 10] != 32)
    ):
        return -(2**63) + 1
    year = _two(data, start) * 100 + _two(data, start + 2)
    month, day = _two(data, start + 5), _two(data, start + 8)
    hour, minute, second = _two(data, start + 11), _two(data, start + 14), _two(data, start + 17)
    marks = data[start + 4] == 45 and data[start + 7] == 45 and data[start + 13] == 58 and data[start + 16] == 58
    if not marks or year < 1600 or _two(data, start) < 0 or _two(data, start + 2) < 0 or hour < 0 or minute < 0:
        return -(2**63) + 1
    # The 29th of February is left to the calendar; so is whatever is no day.
    most = 28 if month == 2 else (30 if month in (4, 6, 9, 11) else 31)
    if month < 1 or month > 12 or day < 1 or day > most or hour > 23 or minute > 59 or second < 0 or second > 59:
        return -(2**63) + 1
    us = np.int64(0)
    if size > 20:
        if data[start + 19] != 46:
            return -(2**63) + 1
        for at in range(start + 20, end - 1):
            if data[at] < 48 or data[at] > 57:
                return -(2**63) + 1
        us = _decimal(data, start + 20, end - 1, 0)
        for _ in range(end - 1 - (start + 20), 6):
            us *= 10
    # Days from 1970 of a civil date, the year beginning in March.
    y = year - (1 if month <= 2 else 0)
    era, of_era = y // 400, y % 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    days = era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
    return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000000 + us


@compiled
def _texts(data: Any, offsets: Any, places: Int, times: bool, out: Any) -> Int:
    odd = 0
    for i in range(len(out)):
        found = _decimal(data, offsets[i], offsets[i + 1], places)
        if found == -(2**63) + 1 and times:
            found = _zulu(data, offsets[i], offsets[i + 1])
        out[i] = found
        odd += 1 if found == -(2**63) + 1 else 0
    return odd


def _of_texts(data: Any, offsets: Any, places: int, times: bool) -> Any:
    out = np.empty(len(offsets) - 1, np.int64)
    if _texts(data, offsets, places, times, out):
        for i in np.flatnonzero(out == _ODD).tolist():
            text = bytes(data[offsets[i] : offsets[i + 1]]).decode("utf-8", "replace")
            value = instant_us(text) if times else whole(text, 10**places)
            out[i] = NONE if value is None or abs(value) >= 2**62 else value
    return out


def degrees_of_texts(data: Any, offsets: Any) -> Any:
    """Read decimal texts (bytes and where each starts) as int64 lattice units; NONE for what is no number."""
    return _of_texts(data, offsets, 7, False)


def instants_of_texts(data: Any, offsets: Any) -> Any:
    """Read texts, RFC 3339 or seconds since 1970, as int64 microseconds; NONE for what is neither."""
    return _of_texts(data, offsets, 6, True)
