"""Functions of numbers, compiled at their first call and kept on disk for the next start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar, cast

from numba import njit

#: A whole or real number inside compiled functions: of Python or of numpy, to them the same.
Int: TypeAlias = Any
Real: TypeAlias = Any
F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a function of numbers and arrays; it leaves the interpreter's lock, so that threads run side by side."""
    made: Any = njit(cache=True, nogil=True)(function)
    return cast(F, made)
