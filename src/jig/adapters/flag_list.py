"""Points that look wrong, listed one by one as they are found: a CSV that grows on disk and not in memory."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from jig.air.lattice import rfc3339

COLUMNS = ("aircraft", "time", "lon", "lat", "flag", "why", "file", "row")
#: Most lines of a list; what comes after is counted all the same.
MOST_LINES = 5_000_000


class FlagList:
    """A list being written; closing it ends the file. whole: it is there under its name only once it is whole."""

    def __init__(self, path: Path, most: int = MOST_LINES, *, whole: bool = False) -> None:
        # A pipe or a device is written as it is.
        whole = whole and (path.is_file() or not path.exists())
        self._path, self._whole = path, whole
        self._written = path.with_name(f".{path.name}.{os.getpid()}.part") if whole else path
        self._file = self._written.open("w", encoding="utf-8", errors="replace", newline="")
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
        if self._whole and kind is None:
            self._written.replace(self._path)
        elif self._whole:
            self._written.unlink(missing_ok=True)


def degrees(units: int) -> str:
    """Write lattice units as degrees, digit for digit."""
    return f"{'-' if units < 0 else ''}{abs(units) // 10**7}.{abs(units) % 10**7:07d}"
