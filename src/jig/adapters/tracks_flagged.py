"""Flags of points that were read: counted, and listed one by one when asked; no row is changed by them."""

from __future__ import annotations

from typing import Any

import numpy as np

from jig.adapters.tracks_read import Reading
from jig.air.lattice import rfc3339
from jig.air.tracks import Ordered, Points
from jig.air.tracks_flags import marked

_MARKS = {1: "JUMPED", 2: "SPOOFED"}


def note_flags(found: Ordered, reading: Reading) -> None:
    """Count and list what looks wrong: late, repeated, in two places at once, too fast, an excursion."""
    reading.flags["DUPLICATED"] += len(found.repeated)
    reading.flags["LATE"] += len(found.late)
    reading.flags["TIME-BROKEN"] += len(found.two_places)
    reading.reject_points(found.two_places, "TWO-PLACES")
    marks = marked(found.points, found.groups)
    for mark, name in _MARKS.items():
        reading.flags[name] += int((marks == mark).sum())
    if reading.flag_list is not None:
        _list(found, marks, reading)


def _list(found: Ordered, marks: Any, reading: Reading) -> None:
    points, names = found.points, reading.names
    for i in np.flatnonzero(marks).tolist():
        t, before = int(points.t[i]), int(points.t[i - 1])
        _add(points, i, _MARKS[int(marks[i])], f"after_s={(t - before) / 1e6:g}", names, reading)
    late = {int(row) for row in found.late}
    for group in (points, found.left_out):
        if group is None:
            continue
        rows = np.arange(len(group)) if group.row is None else group.row
        for i in np.flatnonzero(np.isin(rows, found.late)).tolist() if late else []:
            _add(group, i, "LATE", "", names, reading)
    if found.left_out is not None:
        twice = np.isin(found.left_out.row, found.two_places)
        for i in range(len(found.left_out)):
            flag, why = ("TIME-BROKEN", f"at={rfc3339(int(found.left_out.t[i]))}") if twice[i] else ("DUPLICATED", "")
            _add(found.left_out, i, flag, why, names, reading)


def _add(points: Points, i: int, flag: str, why: str, names: list[str], reading: Reading) -> None:
    place = (int(points.t[i]), int(points.lon[i]), int(points.lat[i]))
    where = reading.place(int(i if points.row is None else points.row[i]))
    reading.flag_list.add(names[int(points.who[i])], *place, flag, why, *where)
