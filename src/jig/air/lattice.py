"""Whole numbers in, once: positions on a lattice of 1e-7 degree, times in microseconds (ToR 3.b).

From here on every decision is exact. Rounding is half to even: of the decimal text where text was given, of the exact
value of the double where a double was.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation, localcontext
from typing import Any

import numpy as np

from jig.air.compiled import compiled

DEGREE = 10_000_000
SECOND = 1_000_000
MOST_LON, MOST_LAT = 180 * DEGREE, 90 * DEGREE
#: Years 1 to 9999, as RFC 3339 can write them.
FIRST_US, LAST_US = -62_135_596_800 * SECOND, 253_402_300_799_999_999
NONE = np.int64(-(2**63))

_RFC3339 = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:([Zz])|([+-])(\d\d):?(\d\d))", re.ASCII
)
_WIDE = Context(prec=400, rounding=ROUND_HALF_EVEN)


def whole(text: str, scale: int) -> int | None:
    """Read a decimal number times `scale`, rounded half to even; None when it is none or has over 300 digits."""
    if len(text) > 64:
        return None
    try:
        value = Decimal(text.strip())
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
    if int(hour) > 23 or int(minute) > 59 or int(second) > 60 or int(zone_minutes or 0) > 59:
        return None
    days = (midnight - datetime(1970, 1, 1, tzinfo=UTC)).days
    at = ((days * 24 + int(hour)) * 60 + int(minute)) * 60 + int(second)
    if sign:
        at -= (1 if sign == "+" else -1) * (int(zone_hours) * 3600 + int(zone_minutes) * 60)
    exact = Decimal(f"{at}") + (Decimal(f"0.{fraction[:40]}") if fraction else 0)
    with localcontext(_WIDE):
        us = int((exact * SECOND).to_integral_value())
    return us if FIRST_US <= us <= LAST_US else None


def rfc3339(us: int) -> str:
    """Write microseconds since 1970 as RFC 3339 in UTC with six digits."""
    whole_s, rest = divmod(int(us), SECOND)
    return str(np.datetime64(whole_s, "s")) + f".{rest:06d}Z"


@compiled
def _rounded(value: float, scale: float) -> Any:
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
def lattice_of(values: Any, most: int, out: Any) -> int:
    """Round degrees (float64) to int32 lattice units; what is no number or beyond `most` becomes -2**31.

    Returns how many are so.
    """
    bad = 0
    for i in range(len(values)):
        found = _rounded(values[i], 1.0e7)
        if found < -most or found > most:
            out[i] = -(2**31)
            bad += 1
        else:
            out[i] = found
    return bad


@compiled
def micros_of(values: Any, out: Any) -> int:
    """Round seconds since 1970 (float64) to int64 microseconds; what is no such time becomes -2**63.

    Returns how many are so.
    """
    bad = 0
    for i in range(len(values)):
        # Beyond 9e15 us (the year 2255) the product is no longer exact to a microsecond.
        found = _rounded(values[i], 1.0e6)
        out[i] = found
        if found == -(2**63):
            bad += 1
    return bad
