"""Errors of 90 % in whole millimetres, and how independent ones combine."""

from math import isqrt
from typing import Annotated

from pydantic import Field

# Half the circumference of the Earth: an error above it says nothing.
ERROR_LIMIT_MM = 20_100_000_000

Millimetres = Annotated[int, Field(ge=0, le=ERROR_LIMIT_MM)]


def combined_mm(*parts_mm: int) -> int:
    """The root of the sum of squares of independent errors, millimetres, rounded up: a stated error is never too
    small."""
    squares = sum(part * part for part in parts_mm)
    root = isqrt(squares)
    return root if root * root == squares else root + 1
