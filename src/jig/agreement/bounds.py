"""What a setting may be, and which of two values binds more.

One side alone may move a setting only in the direction its reading names; loosening is a joint act.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

from jig.agreement.clocks import BadCutoff, parse_cutoff
from jig.agreement.register import Setting

JSON: TypeAlias = "bool | int | str | list[JSON] | dict[str, JSON] | None"

GREATEST = 2**53 - 1  # the largest integer of I-JSON (RFC 7493, 2.2)
_DECIMAL = re.compile(r"(0|[1-9][0-9]{0,15})(\.[0-9]{1,15})?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def fits(setting: Setting, value: object) -> bool:
    """Answer whether a value is of its setting's type and unit; None, for unset, always is.

    Numbers are never negative: no duration, distance or count of the agreement is. Lists are of unlike members.
    """
    if value is None:
        return True
    if setting.type == "flag":
        return isinstance(value, bool)
    if setting.type == "int":
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= GREATEST
    if setting.type == "list":
        return isinstance(value, list) and _is_plain(value) and _unlike(value)
    if setting.type == "table":
        return isinstance(value, dict) and _is_plain(value)
    return isinstance(value, str) and _text_fits(setting, value)


def _text_fits(setting: Setting, value: str) -> bool:
    if setting.type == "decimal":
        return bool(_DECIMAL.fullmatch(value))
    if setting.unit == "cutoff":
        return _is_cutoff(value)
    return setting.unit != "date" or _is_date(value)


def _is_cutoff(value: str) -> bool:
    try:
        parse_cutoff(value)
    except BadCutoff:
        return False
    return True


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return bool(_DATE.fullmatch(value))


def _is_plain(value: object) -> bool:
    """Answer whether a value holds no floats, nor integers beyond I-JSON."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(one) for key, one in value.items())
    if isinstance(value, list):
        return all(_is_plain(one) for one in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return -GREATEST <= value <= GREATEST
    return value is None or isinstance(value, str | bool)


def _unlike(values: list[object]) -> bool:
    return len({repr(value) for value in values}) == len(values)


def tightens(setting: Setting, old: JSON, new: JSON) -> bool:
    """Answer whether one side alone may move a setting from `old` to `new`: strictly tighter, in the named direction.

    From unset to a value tightens, from a value to unset never does. False whenever `tighten` is NONE.
    """
    if setting.tighten == "NONE" or new is None or new == old or not fits(setting, new):
        return False
    if isinstance(old, list) and isinstance(new, list):
        had, has = set(_texts(old)), set(_texts(new))
        return had < has if setting.tighten == "ADD" else has < had
    return old is None or stricter(setting, old, new) == new


def stricter(setting: Setting, one: JSON, other: JSON) -> JSON:
    """Answer the stricter of two values, in whichever order they come; unset is the laxer.

    Lists join (ADD) or meet (REMOVE) and come back sorted. Raises ValueError for two different values of a setting
    that has no direction: neither is stricter, both must agree.
    """
    if one is None or other is None or one == other:
        return other if one is None else one
    if setting.tighten in ("LOWER", "HIGHER") and isinstance(one, int) and isinstance(other, int):
        return min(one, other) if setting.tighten == "LOWER" else max(one, other)
    if setting.tighten in ("ADD", "REMOVE") and isinstance(one, list) and isinstance(other, list):
        joined = set(_texts(one)) | set(_texts(other))
        met = set(_texts(one)) & set(_texts(other))
        return [*sorted(joined if setting.tighten == "ADD" else met)]
    raise ValueError(setting.name)


def _texts(values: Iterable[JSON]) -> list[str]:
    return [value for value in values if isinstance(value, str)]
