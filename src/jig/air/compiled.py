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
    """Compile a function of numbers and arrays that makes no array; it leaves the interpreter's lock to other threads.

    Arrays are handed on uncounted (_nrt): their owners outlive the call, and counting cost more than the work.
    """
    options: Any = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}
    made: Any = njit(**options)(function)
    return cast(F, made)
