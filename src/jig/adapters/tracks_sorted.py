"""Points of a part too large for memory, by aircraft and time: sorted in runs, and the runs merged, on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from jig.air.compiled import Int, compiled
from jig.air.tracks import Ordered, Points, groups_of, judged

#: A point as it lies on disk; row: its number among everything read.
KIND: Any = np.dtype([("who", "<i4"), ("t", "<i8"), ("lon", "<i4"), ("lat", "<i4"), ("row", "<i8"), ("error", "<f4")])
_LEAST = 4


def points_of(rows: Any) -> Points:
    """Give rows as columns."""
    return Points(*(np.ascontiguousarray(rows[name]) for name in KIND.names))


def put(file: BinaryIO, values: Any) -> None:
    """Write an array whole to a file that is opened without a buffer; raises OSError with the file's name."""
    left = np.ascontiguousarray(values).view(np.uint8).data
    while len(left):
        try:
            left = left[file.write(left) :]
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(file.name)) from error


def ordered_on_disk(chunks: Iterable[Any], folder: Path, aircraft: int, most: int) -> Ordered:
    """Order points as `tracks.ordered` does, holding some `most` of them at a time; what it gives lies in the folder.

    chunks: rows as KIND has them, in the order in which they came. Points of one aircraft at one instant are held
    together, however many.
    """
    folder.mkdir()
    out = _Columns(folder)
    runs = _runs(chunks, folder, aircraft, out)
    for rows in _merged(runs, most):
        out.judge(rows)
    for run in runs:
        run.unlink()
    out.close()
    found = out.columns("kept")
    gone = out.columns("gone")
    left_out = gone if len(gone) else None
    return Ordered(found, out.groups(), out.column("repeated"), out.column("two"), out.column("late"), left_out)


class _Columns:
    """Columns that are written to files and come back as arrays over them."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._stack = folder, ExitStack()
        self._files: dict[str, BinaryIO] = {}
        self._groups: list[list[int]] = []
        self._count = 0

    def write(self, name: str, values: Any) -> None:
        """Put values behind those of that name."""
        if name not in self._files:
            self._files[name] = self._stack.enter_context((self._folder / name).open("wb", buffering=0))
        put(self._files[name], values)

    def judge(self, rows: Any) -> None:
        """Take in the next rows by aircraft and time; no instant of an aircraft comes in two calls."""
        points = points_of(rows)
        fate = np.empty(len(points), np.uint8)
        if judged(points.who, points.t, points.lon, points.lat, fate):
            self.write("repeated", points.row[fate == 1])
            self.write("two", points.row[fate == 2])
            self._lay("gone", rows[fate != 0])
            rows = rows[fate == 0]
        self._lay("kept", rows)
        for who, start, end in groups_of(np.ascontiguousarray(rows["who"])).tolist():
            if self._groups and self._groups[-1][0] == who:
                self._groups[-1][2] = self._count + end
            else:
                self._groups.append([who, self._count + start, self._count + end])
        self._count += len(rows)

    def close(self) -> None:
        """End writing."""
        self._stack.close()

    def columns(self, kind: str) -> Points:
        """Give the points of a kind."""
        return Points(*(self.column(f"{kind}-{name}", KIND[name]) for name in KIND.names))

    def column(self, name: str, kind: Any = np.int64) -> Any:
        """Give the values of a name."""
        if name not in self._files or not (self._folder / name).stat().st_size:
            return np.empty(0, kind)
        # Writable, as arrays in memory are: kernels are compiled for those. Nothing writes.
        return np.asarray(np.memmap(self._folder / name, kind, "r+"))

    def groups(self) -> Any:
        """Give where each aircraft's points are."""
        return np.array(self._groups, np.int64).reshape(-1, 3)

    def _lay(self, kind: str, rows: Any) -> None:
        for name in KIND.names:
            self.write(f"{kind}-{name}", rows[name])


@compiled
def _late(who: Any, t: Any, newest: Any, late: Any) -> Int:
    count = 0
    for i in range(len(who)):
        if t[i] < newest[who[i]]:
            late[count] = i
            count += 1
        else:
            newest[who[i]] = t[i]
    return count


def _runs(chunks: Iterable[Any], folder: Path, aircraft: int, out: _Columns) -> list[Path]:
    """Write each chunk sorted by aircraft and time, and note what came late."""
    newest, runs = np.full(aircraft, -(2**63), np.int64), []
    for number, rows in enumerate(chunks):
        who, t = np.ascontiguousarray(rows["who"]), np.ascontiguousarray(rows["t"])
        late = np.empty(len(rows), np.int64)
        out.write("late", rows["row"][late[: _late(who, t, newest, late)]])
        runs.append(folder / f"run-{number}")
        with runs[-1].open("wb", buffering=0) as file:
            put(file, rows[np.lexsort((t, who))])
    return runs


def _merged(runs: list[Path], most: int) -> Iterator[Any]:
    """Give the rows of sorted runs by aircraft and time, as they came at one instant; an instant is never divided."""
    share = max(most // max(len(runs), 1), _LEAST)
    with ExitStack() as stack:
        files = [stack.enter_context(run.open("rb")) for run in runs]
        held, more = [np.empty(0, KIND) for _ in runs], [True] * len(runs)
        while True:
            for k, file in enumerate(files):
                if more[k] and len(held[k]) < share:
                    _fill(k, file, share, held, more)
            ends = [(int(rows[-1]["who"]), int(rows[-1]["t"])) for k, rows in enumerate(held) if more[k]]
            if not ends:
                yield _sorted(held)
                return
            cut = min(ends)
            counts = [_before(rows, cut) for rows in held]
            if any(counts):
                yield _sorted([rows[:count] for rows, count in zip(held, counts, strict=True)])
                held = [rows[count:].copy() for rows, count in zip(held, counts, strict=True)]
            else:
                # All that is held of some run is one instant: more of it.
                for k, file in enumerate(files):
                    if more[k] and (int(held[k][-1]["who"]), int(held[k][-1]["t"])) == cut:
                        _fill(k, file, share, held, more)


def _fill(k: int, file: BinaryIO, share: int, held: list[Any], more: list[bool]) -> None:
    rows = np.fromfile(file, KIND, share)
    more[k] = len(rows) == share
    held[k] = np.concatenate([held[k], rows]) if len(held[k]) else rows


def _before(rows: Any, cut: tuple[int, int]) -> int:
    """Say how many of sorted rows are before an aircraft's instant."""
    who = np.ascontiguousarray(rows["who"])
    first, end = int(np.searchsorted(who, cut[0], "left")), int(np.searchsorted(who, cut[0], "right"))
    return first + int(np.searchsorted(np.ascontiguousarray(rows["t"][first:end]), cut[1], "left"))


def _sorted(parts: list[Any]) -> Any:
    rows = np.concatenate(parts)
    return rows[np.lexsort((rows["t"], rows["who"]))]
