"""Functions of numbers, compiled at their first call and kept on disk for the next start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar, cast

#: A whole or real number inside compiled functions: of Python or of numpy, to them the same.
Int: TypeAlias = Any
Real: TypeAlias = Any
F = TypeVar("F", bound=Callable[..., Any])


_LEFT: list[bool] = []


def leave_uncompiled() -> None:
    """Leave every function that is defined from here on as it is written: a small question is asked sooner so.

    Whole numbers that run over must do so in silence then (`numpy.seterr`): differences of two products come out right
    again.
    """
    _LEFT.append(True)


def compiled(function: F) -> F:
    """Compile a function of numbers and arrays that makes no array; it leaves the interpreter's lock to other threads.

    Arrays are handed on uncounted (_nrt): their owners outlive the call, and counting cost more than the work.
    """
    if _LEFT:
        return function
    # Half a second, which a small question does without.
    from numba import njit

    options: Any = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}
    made: Any = njit(**options)(function)
    _kept_first(made)
    return cast(F, made)


def _kept_first(made: Any) -> None:
    """Look for what is kept on disk before numba learns to compile: that takes it half a second, and loading needs
    none of it.

    numba's own look-up stays behind it: without this short way everything works, only later.
    """
    kept = getattr(made, "_cache", None)
    whole, quick = getattr(kept, "load_overload", None), getattr(kept, "_load_overload", None)
    if kept is None or whole is None or quick is None:
        return

    def load(signature: Any, context: Any) -> Any:
        try:
            found = quick(signature, context)
        except Exception:  # noqa: BLE001 - whatever is wrong with it, numba's own way says or mends it
            found = None
        return whole(signature, context) if found is None else found

    kept.load_overload = load
