"""Many volumes held ready for one check after another: packed trees, a small unsorted buffer, withdrawals at once.

The index finds; what it cannot decide with whole numbers of 1e-9 degree, 1e-9 metre and 1e-6 second it asks of
`deconfliction.meeting`, so that its findings are those of comparing every pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jig.operations import deconfliction_kernel as kernel
from jig.operations.deconfliction import UNSET, Meeting, Separations, meeting
from jig.operations.deconfliction_boxes import extent
from jig.operations.deconfliction_tree import Tree, merged, packed
from jig.places.volume import Band, Shape, Volume, Window

Rows = NDArray[np.int64]
_DIGITS, _HEIGHT, _TIME = 9, 10**9, 10**6
_BATCH = 1_000
_END = 1 << 62  # beyond every bound
_REFERENCES = {"": 0, "WGS84": 1, "EGM96": 2, "AGL": 3, "FL": 4, "MSL": 5}
#: So many added volumes wait unsorted; a linear look at them costs as much as a walk down a tree.
BUFFER = 256


@dataclass
class _Flat:
    """Volumes as rows, with their paths and points."""

    rows: Rows
    paths: Rows
    points: Rows


@dataclass(frozen=True)
class Ready:
    """Volumes laid out for a check, with what is added around them."""

    volumes: tuple[Volume, ...]
    added: Separations
    flat: _Flat


class Index:
    """A set of volumes that can be asked what a plan meets."""

    def __init__(self, volumes: Iterable[Volume] = ()) -> None:
        self._volumes: list[Volume | None] = []
        self._codes: dict[object, int] = {}
        self._slots: dict[tuple[str, str], list[int]] = {}
        self._rows, self._paths, self._points = (_Grown(kernel.COLUMNS), _Grown(4), _Grown(2))
        self._trees: list[Tree] = []
        self._loose = np.empty(0, np.int64)
        self._dead = 0
        self._room = np.empty((1024, 3), np.int64)
        given = list(volumes)
        if given:
            slots = self._take(given)
            self._trees = [packed(self._rows.used, slots)]

    def __len__(self) -> int:
        return len(self._volumes) - self._dead

    def add(self, volumes: Sequence[Volume]) -> None:
        """Add the volumes of a plan."""
        self._loose = np.concatenate((self._loose, self._take(volumes)))
        if len(self._loose) > BUFFER:
            self._trees.append(packed(self._rows.used, self._loose))
            self._loose = np.empty(0, np.int64)
            # Sizes stay apart by a factor, so that a check walks few trees and a volume is packed again rarely.
            while len(self._trees) > 1 and self._trees[-2].size < 4 * self._trees[-1].size:
                self._trees[-2:] = [merged(self._rows.used, self._trees[-2:])]

    def withdraw(self, participant: str, plan: str) -> int:
        """Take a plan's volumes away; gives how many there were."""
        slots = self._slots.pop((participant, plan), [])
        for slot in slots:
            self._rows.used[slot, kernel.ALIVE] = 0
            self._volumes[slot] = None
        self._dead += len(slots)
        if self._dead > 10_000 and self._dead > len(self):
            self.__init__([volume for volume in self._volumes if volume is not None])  # type: ignore[misc]
        return len(slots)

    def ready(self, volumes: Sequence[Volume], added: Separations = UNSET) -> Ready:
        """Lay out volumes for a check; good for this index alone, as long as it is."""
        return Ready(tuple(volumes), added, self.laid(volumes, added))

    def met(
        self, volumes: Sequence[Volume] | Ready, added: Separations = UNSET, *, all_participants: bool = False
    ) -> list[tuple[int, Volume]]:
        """Give what the volumes meet or cannot be said not to: the number of the volume, and the other; in no order.

        Volumes that are ready bring their separations with them.
        """
        asked = volumes if isinstance(volumes, Ready) else self.ready(volumes, added)
        found: list[tuple[int, Volume]] = []
        loose = self._loose
        for tree in self._trees or [_EMPTY]:
            for number, slot, answer in self._walk(asked.flat, tree, loose, all_participants):
                other = self._volumes[slot]
                if other is not None and (
                    answer == kernel.MEETS or meeting(asked.volumes[number], other, asked.added) is not None
                ):
                    found.append((number, other))
            loose = _EMPTY.order
        return found

    def meetings(
        self, volumes: Sequence[Volume], added: Separations = UNSET, *, all_participants: bool = False
    ) -> list[Meeting]:
        """Give the same with times, heights and ground."""
        pairs = self.met(volumes, added, all_participants=all_participants)
        found = [meeting(volumes[number], other, added) for number, other in pairs]
        return [one for one in found if one is not None]

    def pairs(self, added: Separations = UNSET, *, all_participants: bool = False) -> list[tuple[Volume, Volume]]:
        """Give the pairs within the index that meet or cannot be said not to, each once, by their numbers."""
        everything = [one for one in self._volumes if one is not None]
        found: list[tuple[Volume, Volume]] = []
        for at in range(0, len(everything), _BATCH):
            batch = everything[at : at + _BATCH]
            met = self.met(batch, added, all_participants=all_participants)
            found += [(batch[n], other) for n, other in met if batch[n].index < other.index]
        return sorted(found, key=lambda pair: (pair[0].index, pair[1].index))

    def _walk(self, flat: _Flat, tree: Tree, loose: NDArray[np.int64], every: bool) -> list[list[int]]:
        while True:
            count = kernel.check(
                flat.rows, flat.paths, flat.points, self._rows.used, self._paths.used, self._points.used,
                tree.nodes, tree.levels, tree.order, tree.boxes, loose, every, self._room,
            )  # fmt: skip
            if count <= len(self._room):
                rows: list[list[int]] = self._room[:count].tolist()
                return rows
            self._room = np.empty((2 * count, 3), np.int64)

    def _take(self, volumes: Sequence[Volume]) -> NDArray[np.int64]:
        flat = self.laid(volumes, UNSET)
        first = len(self._volumes)
        flat.rows[:, kernel.FIRST_PATH : kernel.END_PATH + 1] += self._paths.size
        flat.paths[:, kernel.P_START : kernel.P_END + 1] += self._points.size
        self._rows.extend(flat.rows)
        self._paths.extend(flat.paths)
        self._points.extend(flat.points)
        for slot, volume in enumerate(volumes, first):
            self._slots.setdefault((volume.participant, volume.plan), []).append(slot)
        self._volumes += volumes
        return np.arange(first, len(self._volumes), dtype=np.int64)

    def laid(self, volumes: Sequence[Volume], added: Separations) -> _Flat:
        """Give volumes as rows, with what is added around them."""
        rows: list[tuple[int, ...]] = []
        paths: list[tuple[int, int, int, bool]] = []
        points: list[tuple[int, int]] = []
        finer: list[int] = []
        for volume in volumes:
            shape, first = volume.shape, len(paths)
            before = len(points)
            for number, part in enumerate(shape.parts if shape.digits <= _DIGITS else ()):
                for path in part.paths:
                    paths.append((len(points), len(points) + len(path), number, part.filled))
                    points += path
            finer += [10 ** max(0, _DIGITS - shape.digits)] * (len(points) - before)
            rows.append((*self._row(volume, added), first, len(paths)))
        laid = _array(points, 2)
        laid *= np.array(finer, np.int64)[:, None]
        return _Flat(_array(rows, kernel.COLUMNS), _array(paths, 4), laid)

    def _row(self, volume: Volume, added: Separations) -> tuple[int, ...]:
        box, plain = _box(volume, added)
        participant = self._code(volume.participant)
        plan = self._code((volume.participant, volume.plan))
        ask = not plain or volume.shape.digits > _DIGITS or bool(volume.shape.metres or added.lateral_m)
        return (*box, _REFERENCES[volume.band.reference], participant, plan, 1, int(ask))

    def _code(self, name: object) -> int:
        return self._codes.setdefault(name, len(self._codes))


def _array(rows: Sequence[Sequence[int]], columns: int) -> Rows:
    return np.array(rows, np.int64).reshape(len(rows), columns)


class _Grown:
    """Rows that double their room when it is full."""

    def __init__(self, columns: int) -> None:
        self._held = np.empty((64, columns), np.int64)
        self.size = 0
        self.used = self._held[:0]

    def extend(self, rows: Rows) -> None:
        """Put rows at the end."""
        need = self.size + len(rows)
        if need > len(self._held):
            held = np.empty((max(need, 2 * len(self._held)), self._held.shape[1]), np.int64)
            held[: self.size] = self._held[: self.size]
            self._held = held
        self._held[self.size : need] = rows
        self.size = need
        self.used = self._held[:need]


def _box(volume: Volume, added: Separations) -> tuple[tuple[int, ...], bool]:
    """Give a box in whole numbers, never too small, and whether every bound of it is exact."""
    shape, band, window = volume.shape, volume.band, volume.window
    unit = 10**shape.digits
    near_edge = shape.box[0] <= -180 * unit or shape.box[2] >= 180 * unit or abs(shape.box[1]) >= 90 * unit
    near_edge = near_edge or abs(shape.box[3]) >= 90 * unit
    if not shape.metres and not added.lateral_m and not near_edge and shape.digits <= _DIGITS:
        finer = 10 ** (_DIGITS - shape.digits)
        ground = tuple(bound * finer for bound in shape.box)
    else:
        ground = _around(volume, added)
    heights = _scaled(band.lower, band.upper, added.vertical_m, _HEIGHT)
    times = _scaled(window.start, window.end, added.time_s, _TIME)
    return (*ground, *heights[:2], *times[:2]), not near_edge and heights[2] and times[2]


def _around(volume: Volume, added: Separations) -> tuple[int, int, int, int]:
    west, south, east, north = extent(volume.shape, volume.shape.metres + added.lateral_m)
    if west <= -180 or east >= 180:
        west, east = -180, 180
    scale = 10**_DIGITS
    return floor(west * scale) - 1, floor(south * scale) - 1, ceil(east * scale) + 1, ceil(north * scale) + 1


def _scaled(least: Fraction | None, most: Fraction | None, wider: Fraction, scale: int) -> tuple[int, int, bool]:
    if wider:
        least, most = None if least is None else least - wider, None if most is None else most + wider
    low, high, exact = -_END, _END, True
    if least is not None:
        low, rest = divmod(least.numerator * scale, least.denominator)
        exact = rest == 0
    if most is not None:
        below, rest = divmod(most.numerator * scale, most.denominator)
        high, exact = below + (rest != 0), exact and rest == 0
    return low, high, exact


def laid_out(shapes: Sequence[Shape]) -> tuple[Rows, Rows, Rows]:
    """Give rows, paths and points of shapes alone, as the compiled test of two shapes takes them."""
    nowhere = Band(None, None, ""), Window(Fraction(0), Fraction(0))
    flat = Index().laid([Volume("", "", shape, *nowhere) for shape in shapes], UNSET)
    return flat.rows, flat.paths, flat.points


_EMPTY: Any = Tree(np.empty((0, 9), np.int64), np.zeros(2, np.int64), np.empty(0, np.int64), np.empty((0, 8), np.int64))
