"""In which row of its source each point of a block stood, in little memory: years of tracks have holes in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class RowNumbers:
    """Numbers of rows. first: of the first; passed: before which of them rows were passed over, once for each of those;
    given: numbers counted from the first, in place of `passed`."""

    first: int
    passed: Any = None
    given: Any = None

    def row(self, place: int) -> int:
        """Give the number of the row at a place."""
        if self.given is not None:
            return self.first + int(self.given[place])
        if self.passed is not None:
            return self.first + place + int(np.searchsorted(self.passed, place, "right"))
        return self.first + place

    def rows(self, count: int) -> Any:
        """Give the numbers of so many rows, int64."""
        places = np.arange(count, dtype=np.int64)
        if self.given is not None:
            return self.first + self.given[:count].astype(np.int64)
        if self.passed is not None:
            places += np.searchsorted(self.passed, places, "right")
        return self.first + places


def row_numbers(rows: Any) -> RowNumbers:
    """Keep numbers of rows: as those that are missing where these are fewer, else as they are."""
    numbers = np.asarray(rows, np.int64)
    if not len(numbers):
        return RowNumbers(0)
    first, steps = int(numbers[0]), np.diff(numbers)
    missing = int(numbers[-1]) - first + 1 - len(numbers)
    if (steps > 0).all() and missing <= len(numbers):
        return RowNumbers(first, np.repeat(np.arange(1, len(numbers), dtype=np.int32), steps - 1))
    away = numbers - first
    fits = np.iinfo(np.int32)
    small = fits.min <= int(away.min()) and int(away.max()) <= fits.max
    return RowNumbers(first, given=away.astype(np.int32) if small else away)
