"""Live episodes against shapely used well, in one run, on one sample: point by point, and in batches of 1,000.

Points arrive as they would: in the order of time, 200 aircraft mixed. Both remember each aircraft's last point and
ask of every new leg which areas it meets; identical episodes are asserted.
"""

from __future__ import annotations

import statistics
import time
from typing import Any

import numpy as np
import shapely
from rich.console import Console

from benchmarks.episodes import AIRCRAFT, GAP_US, areas, flights, lattice, same
from benchmarks.figures import Figure
from jig.air.episodes import Asked, joined
from jig.air.episodes_areas import Area
from jig.air.episodes_live import LiveEngine

BATCH = 1_000
_Piece = tuple[int, int, float, float]


class ByShapely:
    """What shapely needs for it: a tree over prepared areas, each aircraft's last point."""

    def __init__(self, drawn: list[Area]) -> None:
        self.polygons = np.array([shapely.Polygon(area.polygons[0][0]) for area in drawn])
        shapely.prepare(self.polygons)
        self.tree = shapely.STRtree(self.polygons)
        self.last: dict[int, tuple[int, int, int]] = {}
        self.before = np.zeros((AIRCRAFT, 3), np.int64)
        self.seen = np.zeros(AIRCRAFT, np.bool_)
        self.pieces: list[_Piece] = []

    def point(self, who: int, t: int, x: int, y: int) -> None:
        """Take one point."""
        before = self.last.get(who)
        self.last[who] = (t, x, y)
        if before is None or t - before[0] > GAP_US:
            return
        line = shapely.linestrings([before[1:], (x, y)])
        for area in self.tree.query(line, predicate="intersects").tolist():
            if shapely.covers(self.polygons[area], line):
                self.pieces.append((who, area, float(before[0]), float(t)))
            else:
                self._cut(who, area, line, np.array(before), np.array((t, x, y)))

    def batch(self, who: Any, t: Any, x: Any, y: Any) -> None:
        """Take a batch: its legs as arrays, one look-up for all."""
        order = np.argsort(who, kind="stable")
        who, now = who[order], np.stack([t, x, y], 1)[order]
        first = np.concatenate([[True], who[1:] != who[:-1]])
        old = np.concatenate([now[:1], now[:-1]])
        old[first] = self.before[who[first]]
        known = ~first | self.seen[who]
        last = np.concatenate([who[1:] != who[:-1], [True]])
        self.before[who[last]] = now[last]
        self.seen[who[last]] = True
        legs = np.flatnonzero(known & (now[:, 0] - old[:, 0] <= GAP_US))
        lines = shapely.linestrings(np.stack([old[legs, 1:], now[legs, 1:]], 1).astype(np.float64))
        which, area = self.tree.query(lines, predicate="intersects")
        covered = shapely.covers(self.polygons[area], lines[which])
        at = legs[which]
        inside = covered.nonzero()[0]
        self.pieces += zip(
            who[at[inside]].tolist(), area[inside].tolist(), old[at[inside], 0].astype(float).tolist(),
            now[at[inside], 0].astype(float).tolist(), strict=True,
        )  # fmt: skip
        for k in (~covered).nonzero()[0].tolist():
            self._cut(int(who[at[k]]), int(area[k]), lines[which[k]], old[at[k]], now[at[k]])

    def _cut(self, who: int, area: int, line: Any, old: Any, now: Any) -> None:
        cut = shapely.intersection(line, self.polygons[area])
        length = np.hypot(*(now[1:] - old[1:]).astype(float))
        for part in shapely.get_parts(cut):
            ends = shapely.get_coordinates(part)[[0, -1]]
            along = np.hypot(*(ends - old[1:]).T) / length * (now[0] - old[0])
            low, high = sorted(along.tolist())
            self.pieces.append((who, area, float(old[0] + low), float(old[0] + high)))

    def rows(self) -> list[_Piece]:
        """Join what it found."""
        rows: list[_Piece] = []
        for who, number, low, high in sorted(self.pieces):
            if rows and rows[-1][:2] == (who, number) and low <= rows[-1][3] + 2:
                rows[-1] = (who, number, rows[-1][2], max(high, rows[-1][3]))
            else:
                rows.append((who, number, low, high))
        return rows


def _ours(asked: Asked, given: tuple[Any, ...], size: int) -> tuple[float, Any]:
    """Feed everything; seconds without the engine's making, and the rows."""
    engine, rows = LiveEngine(asked.index, GAP_US, 100.0, AIRCRAFT), []
    lists = [column.tolist() for column in given] if size == 1 else []
    start = time.process_time()
    if size == 1:
        point = engine.point
        for who, t, x, y in zip(*lists, strict=True):
            if point(who, t, x, y):
                rows.append(engine.last.closed)
    else:
        who, t, x, y = given
        for at in range(0, len(t), size):
            part = slice(at, at + size)
            rows.append(engine.batch(who[part], t[part], x[part], y[part]).closed)
    taken = time.process_time() - start
    return taken, asked.in_force(joined([*rows, engine.finished()]))


def _theirs(drawn: list[Area], given: tuple[Any, ...], size: int) -> tuple[float, list[_Piece]]:
    peer = ByShapely(drawn)
    lists = [column.tolist() for column in given] if size == 1 else []
    start = time.process_time()
    if size == 1:
        for who, t, x, y in zip(*lists, strict=True):
            peer.point(who, t, x, y)
    else:
        who, t, x, y = given
        for at in range(0, len(t), size):
            part = slice(at, at + size)
            peer.batch(who[part], t[part], x[part], y[part])
    return time.process_time() - start, peer.rows()


def figures(console: Console, count: int = 200_000) -> list[Figure]:
    """Measure both ways of feeding: medians of five pairs."""
    drawn = areas()
    asked = Asked(drawn)
    points = lattice(*flights(count))
    order = np.lexsort((points.who, points.t))
    given = (points.who[order].astype(np.int64), points.t[order], points.lon[order], points.lat[order])
    found = []
    for size, name, bar in ((1, "live against shapely, point by point", ">= 10"),
                            (BATCH, f"live against shapely, batches of {BATCH}", ">= 40")):  # fmt: skip
        with console.status(name):
            rows = _ours(asked, given, size)[1]
            # In turn, since what else the machine does changes from second to second.
            pairs = [(_theirs(drawn, given, size), _ours(asked, given, size)[0]) for _ in range(5)]
        if not same(rows, pairs[0][0][1]):
            raise AssertionError("episodes differ from shapely's")
        ratio = statistics.median(their[0] / ours for their, ours in pairs)
        ours, their = (statistics.median(v) for v in ([o for _, o in pairs], [t[0] for t, _ in pairs]))
        how = f"{ours / count * 1e9:.0f} ns a point of {count}; shapely {their / count * 1e9:.0f}; five pairs"
        found.append(Figure(name, ratio, bar, how))
    return found
