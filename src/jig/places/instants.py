"""Instants as RFC 3339 writes them, to the last digit given."""

from __future__ import annotations

import re
from fractions import Fraction

_FORM = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,60}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))", re.ASCII
)
_DAY_S = 86_400


class BadInstant(ValueError):
    """The text is not an instant of RFC 3339."""


def seconds_of(text: str) -> Fraction:
    """Read an instant: seconds since 1970-01-01T00:00:00Z, exact.

    A leap second (23:59:60 UTC at the end of a month) is the first second of the next day, as POSIX counts. Raises
    BadInstant.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise BadInstant(text)
    year, month, day, hour, minute, second = (int(found[i]) for i in range(1, 7))
    if not 1 <= month <= 12 or not 1 <= day <= _length(year, month) or hour > 23 or minute > 59 or second > 60:
        raise BadInstant(text)
    whole = _days(year, month, day) * _DAY_S + hour * 3600 + minute * 60 + second
    if found[8]:
        if int(found[9]) > 23 or int(found[10]) > 59:
            raise BadInstant(text)
        offset = int(found[9]) * 3600 + int(found[10]) * 60
        whole -= offset if found[8] == "+" else -offset
    if second == 60 and (whole % _DAY_S or _civil(whole // _DAY_S)[2] != 1):
        raise BadInstant(text)
    return Fraction(whole) + (Fraction(int(found[7]), 10 ** len(found[7])) if found[7] else 0)


def text_of(seconds: Fraction) -> str:
    """Write an instant in UTC, with as many digits as it needs, at most 60."""
    whole, rest = divmod(seconds, 1)
    days, left = divmod(int(whole), _DAY_S)
    year, month, day = _civil(days)
    text = f"{year:04d}-{month:02d}-{day:02d}T{left // 3600:02d}:{left // 60 % 60:02d}:{left % 60:02d}"
    digits = str(int(rest * 10**60)).zfill(60).rstrip("0") if rest else ""
    return f"{text}.{digits}Z" if digits else f"{text}Z"


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _length(year: int, month: int) -> int:
    return 28 + _leap(year) if month == 2 else 30 + (month in (1, 3, 5, 7, 8, 10, 12))


def _days(year: int, month: int, day: int) -> int:
    """Count days since 1970-01-01 in the calendar that runs on before 1582; year 0 has no place in datetime."""
    year -= month <= 2
    shifted = (month + 9) % 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * shifted + 2) // 5 + day - 1 - 719_468


def _civil(days: int) -> tuple[int, int, int]:
    era, of_era = divmod(days + 719_468, 146_097)
    of_year = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    left = of_era - (365 * of_year + of_year // 4 - of_year // 100)
    shifted = (5 * left + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return era * 400 + of_year + (month <= 2), month, left - (153 * shifted + 2) // 5 + 1
