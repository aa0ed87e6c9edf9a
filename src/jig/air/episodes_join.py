"""One aircraft's track in pieces, and the episodes of the whole of it: the same rows as if it had never been cut.

A piece is what one part of the data holds of an aircraft: its rows as if nothing came before or after, and a strip of
points at each end. Between two pieces lies one leg; the kernel judges it like any other, and what each of the three
holds open at the points they share is one stay. Pieces that overlap in time cannot be joined so: `overlap` says it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from jig.air import episodes_rows as col
from jig.air.episodes import Asked
from jig.air.tracks import Ordered, Points, ordered
from jig.air.tracks_flags import flagged
from jig.air.tracks_settled import settled

NO_POINTS = np.empty((0, 3), np.int64)


@dataclass(frozen=True)
class Piece:
    """What one part holds of an aircraft. order: the part's place in the order of reading.

    low, high: first and last time, us, of all `count` points that could be read, also of those then left out.
    late, repeated: how many were so. two_places: int64, numbers of the rows that were left out.
    head, tail: int64 (n, 3), time, lon and lat: the points used, up to the first settled one and from the last; without
    a settled one the head is all of them. jumped, spoofed: flags between. rows: int64 (k, WIDTH), before validity.
    """

    order: int
    low: int
    high: int
    count: int
    late: int
    repeated: int
    two_places: Any
    head: Any
    tail: Any
    jumped: int
    spoofed: int
    rows: Any

    @property
    def first(self) -> Any:
        """The first point used."""
        return self.head[0]

    @property
    def last(self) -> Any:
        """The last point used."""
        return self.tail[-1] if len(self.tail) else self.head[-1]


def pieces_of(
    points: Points, aircraft: int, order: int, asked: Asked, max_gap_us: int, error_m: float
) -> Iterator[tuple[int, Piece]]:
    """Give each aircraft's piece of a part. aircraft: how many there are.

    points: as they were read; where `row` is given it grows.
    """
    if not len(points):
        return
    count = np.bincount(points.who, minlength=aircraft)
    low, high = np.full(aircraft, 2**63 - 1), np.full(aircraft, -(2**63))
    np.minimum.at(low, points.who, points.t)
    np.maximum.at(high, points.who, points.t)
    found = ordered(points, aircraft)
    late, repeated = (_counted(points, rows, aircraft) for rows in (found.late, found.repeated))
    two = _by_aircraft(points, found.two_places, aircraft)
    rows = _raw_rows(found, aircraft, asked, max_gap_us, error_m)
    rows = np.split(rows, np.searchsorted(rows[:, col.WHO], np.arange(1, aircraft)))
    where = {int(g[0]): (int(g[1]), int(g[2])) for g in found.groups}
    marks = dict(zip(where, settled(found.points, found.groups).tolist(), strict=True))
    for who in np.flatnonzero(count).tolist():
        head, tail, jumped, spoofed = _strips(found.points, *where.get(who, (0, 0)), *marks.get(who, (-1, -1)))
        yield who, Piece(
            order, int(low[who]), int(high[who]), int(count[who]), int(late[who]), int(repeated[who]), two[who],
            head, tail, jumped, spoofed, rows[who],
        )  # fmt: skip


def _counted(points: Points, rows: Any, aircraft: int) -> Any:
    return np.bincount(points.who[_places(points, rows)], minlength=aircraft)


def _places(points: Points, rows: Any) -> Any:
    return rows if points.row is None else np.searchsorted(points.row, rows)


def _by_aircraft(points: Points, rows: Any, aircraft: int) -> list[Any]:
    who = points.who[_places(points, rows)]
    order = np.lexsort((rows, who))
    return np.split(rows[order].astype(np.int64), np.searchsorted(who[order], np.arange(1, aircraft)))


def _raw_rows(found: Ordered, aircraft: int, asked: Asked, max_gap_us: int, error_m: float) -> Any:
    """Give the rows by aircraft, each aircraft's in the order in which they closed."""
    engine, points = asked.engine(max_gap_us, error_m, aircraft), found.points
    engine.feed(found.groups, points.lon, points.lat, points.t, points.error)
    engine.finish()
    rows = engine.drain()
    return rows[np.argsort(rows[:, col.WHO], kind="stable")]


def _strips(points: Points, start: int, end: int, first: int, last: int) -> tuple[Any, Any, int, int]:
    def strip(a: int, b: int) -> Any:
        return np.stack([points.t[a:b], points.lon[a:b], points.lat[a:b]], 1).astype(np.int64)

    if first < 0:
        return strip(start, end), NO_POINTS, 0, 0
    between = Points(*(column[first : last + 1] for column in (points.who, points.t, points.lon, points.lat)))
    flags = flagged(between, np.array([[0, 0, len(between)]]))
    return strip(start, first + 1), strip(last, end), flags["JUMPED"], flags["SPOOFED"]


def overlap(pieces: Sequence[Piece]) -> bool:
    """Say whether pieces of one aircraft overlap in time, or meet in an instant."""
    spans = sorted((piece.low, piece.high) for piece in pieces)
    return any(after[0] <= before[1] for before, after in pairwise(spans))


def join(
    tracks: Sequence[Sequence[Piece]], asked: Asked, max_gap_us: int, error_m: float
) -> tuple[Any, dict[str, int]]:
    """Join each track's pieces, that do not overlap; gives the rows in force, WHO the track's number, and the flags."""
    sorted_tracks = [sorted(pieces, key=lambda one: one.low) for pieces in tracks]
    used = [[piece for piece in pieces if len(piece.head)] for pieces in sorted_tracks]
    borders = [(a, b) for pieces in used for a, b in pairwise(pieces)]
    legs = iter(_legs(borders, asked, max_gap_us, error_m))
    rows = [np.empty((0, col.WIDTH), np.int64)]
    for who, pieces in enumerate(used):
        parts = [pieces[0].rows] if pieces else []
        for after in pieces[1:]:
            parts += [next(legs), after.rows]
        found = _chained(parts)
        found[:, col.WHO] = who
        rows.append(found)
    return asked.in_force(np.concatenate(rows)), _flags(sorted_tracks, used)


def _legs(borders: Sequence[tuple[Piece, Piece]], asked: Asked, max_gap_us: int, error_m: float) -> list[Any]:
    """Give the rows of the leg over each border; None where the gap is too long for one."""
    short = [n for n, (a, b) in enumerate(borders) if b.first[0] - a.last[0] <= max_gap_us]
    found: list[Any] = [None] * len(borders)
    if not short:
        return found
    ends = np.array([end for n in short for end in (borders[n][0].last, borders[n][1].first)], np.int64)
    number = np.arange(len(short))
    engine = asked.engine(max_gap_us, error_m, len(short))
    lon, lat = (np.ascontiguousarray(ends[:, axis], np.int32) for axis in (1, 2))
    engine.feed(
        np.stack([number, 2 * number, 2 * number + 2], 1), lon, lat, np.ascontiguousarray(ends[:, 0])
    )  # fmt: skip
    engine.finish()
    rows = engine.drain()
    rows = rows[np.argsort(rows[:, col.WHO], kind="stable")]
    for n, leg in zip(short, np.split(rows, np.searchsorted(rows[:, col.WHO], number[1:])), strict=True):
        found[n] = leg
    return found


def _chained(parts: Sequence[Any]) -> Any:
    """Join what one set of rows leaves open with what the next begins with. None among the sets: a gap lies there."""
    done: list[Any] = [np.empty((0, col.WIDTH), np.int64)]
    held: dict[int, Any] = {}
    gap = False
    for number, rows in enumerate(parts):
        if rows is None:
            done += [_ended(row, col.GAP) for row in held.values()]
            held, gap = {}, True
            continue
        held = _follow(held, rows.copy(), done, first=number == 0, gap=gap)
        gap = False
    done += [row[None] for row in held.values()]
    return np.concatenate(done)


def _ended(row: Any, how: int) -> Any:
    row[col.OUT + col.HOW] = how
    return row[None]


def _follow(held: dict[int, Any], rows: Any, done: list[Any], *, first: bool, gap: bool) -> dict[int, Any]:
    """Add one set of rows to those that closed; gives what it leaves open, by part."""
    begun, left = rows[:, col.IN + col.HOW] == col.START, rows[:, col.OUT + col.HOW] == col.END
    if gap:
        rows[begun, col.IN + col.HOW] = col.GAP
    elif not first:
        for n in np.flatnonzero(begun).tolist():
            before = held.pop(int(rows[n, col.PART]))
            rows[n, col.IN : col.OUT] = before[col.IN : col.OUT]
            rows[n, col.SURE] = max(rows[n, col.SURE], before[col.SURE])
    if held:
        raise AssertionError("two pieces disagree where their aircraft was")
    done.append(rows[~left])
    return {int(rows[n, col.PART]): rows[n] for n in np.flatnonzero(left).tolist()}


def _flags(tracks: Sequence[Sequence[Piece]], used: Sequence[Sequence[Piece]]) -> dict[str, int]:
    pieces = [piece for track in tracks for piece in track]
    strips = [strip for track in used for strip in _unsettled(track)]
    ends = np.cumsum([len(strip) for strip in strips])
    flags = {"JUMPED": sum(one.jumped for one in pieces), "SPOOFED": sum(one.spoofed for one in pieces)}
    if strips:
        t, lon, lat = np.concatenate(strips).T
        points = Points(np.zeros(len(t), np.int32), t.copy(), lon.astype(np.int32), lat.astype(np.int32))
        groups = np.stack([np.arange(len(strips)), np.concatenate([[0], ends[:-1]]), ends], 1)
        for name, count in flagged(points, groups).items():
            flags[name] += count
    return {
        **flags,
        "DUPLICATED": sum(one.repeated for one in pieces),
        "LATE": sum(map(_late, tracks)),
        "TIME-BROKEN": sum(len(one.two_places) for one in pieces),
    }


def _unsettled(pieces: Sequence[Piece]) -> Iterator[Any]:
    """Give the stretches around the borders, each from one settled point to the next."""
    held: list[Any] = []
    for piece in pieces:
        held.append(piece.head)
        if len(piece.tail):
            yield np.concatenate(held)
            held = [piece.tail]
    if held:
        yield np.concatenate(held)


def _late(pieces: Sequence[Piece]) -> int:
    """Count the points that came after a later one: all of a piece that was read after a piece of later time."""
    count, newest = 0, -(2**63)
    for piece in sorted(pieces, key=lambda one: one.order):
        count += piece.count if newest > piece.low else piece.late
        newest = max(newest, piece.high)
    return count
