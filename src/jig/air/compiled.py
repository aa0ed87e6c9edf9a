"""Functions of numbers, compiled at their first call and kept on disk for the next start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a function of numbers and arrays; it leaves the interpreter's lock, so that threads run side by side."""
    made: F = njit(cache=True, nogil=True)(function)
    return made
