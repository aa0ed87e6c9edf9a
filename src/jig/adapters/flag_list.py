"""Points that look wrong, listed one by one as they are found: a CSV that grows on disk and not in memory."""

from __future__ import annotations

import csv
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from jig.air.lattice import rfc3339

COLUMNS = ("aircraft", "time", "lon", "lat", "flag", "why", "file", "row")
#: Most lines of a list; what comes after is counted all the same.
MOST_LINES = 5_000_000


class FlagList:
    """A list being written; closing it ends the file."""

    def __init__(self, path: Path, most: int = MOST_LINES) -> None:
        self._file = path.open("w", encoding="utf-8", errors="replace", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(COLUMNS)
        self._left = most

    def add(
        self, aircraft: str, t: int, lon: int, lat: int, flag: str, why: str = "", file: str = "", row: Any = ""
    ) -> None:
        """List a point. t: microseconds; lon, lat: lattice units."""
        if self._left > 0:
            self._left -= 1
            self._writer.writerow((aircraft, rfc3339(t), degrees(lon), degrees(lat), flag, why, file, row))

    def flush(self) -> None:
        """Let readers see what is listed so far."""
        self._file.flush()

    def close(self) -> None:
        """End the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def degrees(units: int) -> str:
    """Write lattice units as degrees, digit for digit."""
    return f"{'-' if units < 0 else ''}{abs(units) // 10**7}.{abs(units) % 10**7:07d}"
