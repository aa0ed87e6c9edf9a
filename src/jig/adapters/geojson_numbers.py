"""JSON with every number as the decimal that it shows; what two readers could read differently is marked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation, Overflow
from typing import Any

#: Wider than any number that is read, so that none is rounded.
WIDE = Context(prec=400, Emax=9999, Emin=-9999, traps=[InvalidOperation, Overflow])


class NotJson(ValueError):
    """The bytes are not JSON in UTF-8; the text says where."""


@dataclass(frozen=True)
class NoNumber:
    """A number that no lattice holds, or none at all (NaN): never taken for null, which is unlimited."""

    text: str

    def __str__(self) -> str:
        return self.text


class Twice(dict[str, Any]):
    """An object that gives a member twice: two readers could take two values."""

    name = ""


def _number(text: str) -> Decimal | NoNumber:
    """Read a number; the field of one that no lattice holds says so."""
    if len(text) > 400:
        return NoNumber(text)
    try:
        value = WIDE.create_decimal(text)
    except (InvalidOperation, Overflow):
        return NoNumber(text)
    exponent = value.as_tuple().exponent
    return value if isinstance(exponent, int) and -400 < exponent < 400 else NoNumber(text)


def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its members; `Twice` where it gives one of them twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        found = Twice(found)
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                found.name = name
                break
            seen.add(name)
    return found


def json_of(data: bytes) -> Any:
    """Read JSON in UTF-8; raises NotJson, which says where."""
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            parse_float=_number,
            parse_int=_number,
            parse_constant=NoNumber,
            object_pairs_hook=object_of,
        )
    except UnicodeDecodeError as error:
        raise NotJson(f"byte {error.start}") from error
    except json.JSONDecodeError as error:
        raise NotJson(f"{error.lineno}:{error.colno}") from error
    except RecursionError as error:
        raise NotJson("nesting") from error
