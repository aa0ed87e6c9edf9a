"""The edge's clocks: the machine's own, and those an EXERCISE sets."""

from __future__ import annotations

import json
import time
from pathlib import Path

from jig.adapters.files import FileTooLarge, atomic_write, read_capped
from jig.centre.ports import Clock

FILE_NAME = "exercise-clock.json"
_CAP = 4096
# The seconds that a four-digit year can hold: what lies outside no calendar of ours can show.
_FIRST, _LAST = -62_135_596_800, 253_402_300_799


class ClockFault(Exception):
    """A clock that cannot be used: CLOCK-FILE (unreadable), CLOCK-RANGE (found), CLOCK-SET-IN-LIVE."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        """Give seconds since 1970-01-01T00:00:00Z."""
        return int(time.time())


class FixedClock:
    """A clock that stands until it is set."""

    def __init__(self, start: int) -> None:
        self._now = start

    def now(self) -> int:
        """Give the instant it was set to."""
        return self._now

    def set(self, instant: int) -> None:
        """Move it to an instant, forwards or backwards."""
        self._now = instant

    def advance(self, seconds: int) -> None:
        """Move it by some seconds."""
        self._now += seconds


class ExerciseClock:
    """A clock that several processes share through a file in the node's folder; without one, the machine's clock.

    The file holds {"fixed": seconds since 1970} or {"offset": seconds to add to the machine's clock}.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> int:
        """Give the exercise's instant; raises ClockFault when the file cannot be read."""
        try:
            # Mostly there is none, and every entry asks: to open a file that is not there takes longer.
            self._path.stat()
            data = read_capped(self._path, _CAP)
        except FileNotFoundError:
            return SystemClock().now()
        except (OSError, FileTooLarge) as fault:
            raise ClockFault("CLOCK-FILE") from fault
        kind, seconds = _setting(data)
        return _in_range(seconds if kind == "fixed" else SystemClock().now() + seconds)

    def fix(self, instant: int) -> None:
        """Let it stand at an instant; raises ClockFault CLOCK-RANGE."""
        self._write({"fixed": _in_range(instant)})

    def shift(self, offset: int) -> None:
        """Let it run some seconds ahead of the machine's clock, or behind."""
        self._write({"offset": offset})

    def _write(self, setting: dict[str, int]) -> None:
        atomic_write(self._path, json.dumps(setting).encode())


def clock_of(folder: Path, mode: str) -> Clock:
    """Give the clock of a node in "EXERCISE" or "LIVE" mode.

    Raises ClockFault CLOCK-SET-IN-LIVE when a LIVE node's folder holds an exercise clock: its stamps would be taken
    for real.
    """
    path = folder / FILE_NAME
    if mode == "EXERCISE":
        return ExerciseClock(path)
    if path.exists() or path.is_symlink():
        raise ClockFault("CLOCK-SET-IN-LIVE")
    return SystemClock()


def _setting(data: bytes) -> tuple[str, int]:
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise ClockFault("CLOCK-FILE") from fault
    if not isinstance(raw, dict) or len(raw) != 1:
        raise ClockFault("CLOCK-FILE")
    kind, seconds = next(iter(raw.items()))
    if kind not in ("fixed", "offset") or type(seconds) is not int:
        raise ClockFault("CLOCK-FILE")
    return kind, seconds


def _in_range(instant: int) -> int:
    if not _FIRST <= instant <= _LAST:
        raise ClockFault("CLOCK-RANGE", found=str(instant))
    return instant
