"""What a user would ask instead: shapely, PostGIS, SedonaDB. Each cuts legs by areas; stays are put together after.

What is timed is asking, in processor seconds of one core: other work on this machine does not count for or against
anybody. Of the two databases that is a query over tables that are loaded and indexed: lengths of the intersections.
"""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from jig.air.episodes_areas import Area
from jig.air.tracks import Points

Stay = tuple[int, int, float, float]


def lines_of(points: Points, gap_us: int) -> tuple[Any, Any]:
    """Give the legs that are no gap: the number of their first point, and lines in lattice units."""
    xy = np.stack([points.lon, points.lat], 1).astype(np.float64)
    at = np.flatnonzero((points.who[1:] == points.who[:-1]) & (np.diff(points.t) <= gap_us))
    return at, shapely.linestrings(np.stack([xy[at], xy[at + 1]], 1))


def stays(points: Points, at: Any, which: Any, area: Any, shapes: Any) -> list[Stay]:
    """Put stays together of legs' parts within areas: aircraft, area, from, to. which: the leg's place in `at`."""
    parts, whose = shapely.get_parts(shapes, return_index=True)
    ends, part = shapely.get_coordinates(parts, return_index=True)
    first, last = (
        np.searchsorted(part, np.arange(len(parts))),
        np.searchsorted(part, np.arange(len(parts)), "right") - 1,
    )
    i, number = at[which[whose]], area[whose]
    start = np.stack([points.lon[i], points.lat[i]], 1).astype(np.float64)
    leg = np.stack([points.lon[i + 1], points.lat[i + 1]], 1) - start
    span, length = points.t[i + 1] - points.t[i], np.maximum(np.hypot(*leg.T), 1e-9)
    along = [np.hypot(*(ends[end] - start).T) / length * span for end in (first, last)]
    low, high = points.t[i] + np.minimum(*along), points.t[i] + np.maximum(*along)
    who = points.who[i]
    order = np.lexsort((low, number, who))
    who, number, low, high = who[order], number[order], low[order], high[order]
    new = np.ones(len(low), np.bool_)
    new[1:] = (who[1:] != who[:-1]) | (number[1:] != number[:-1]) | (low[1:] > high[:-1] + 2)
    begin = np.flatnonzero(new)
    until = np.maximum.reduceat(high, begin) if len(begin) else high
    columns = who[begin], number[begin], low[begin], until
    return list(zip(*(column.tolist() for column in columns), strict=True))


class Shapely:
    """A tree, prepared areas; covers before intersection. Lines are drawn and stays put together within its time."""

    name = "shapely"

    def __init__(self, drawn: Sequence[Area], points: Points, gap_us: int) -> None:
        self.areas = _polygons(drawn)
        shapely.prepare(self.areas)
        self.tree, self.points, self.gap_us = shapely.STRtree(self.areas), points, gap_us

    def seconds(self) -> float:
        """Ask; gives the processor's seconds."""
        start = time.process_time()
        self.found = self._ask()
        return time.process_time() - start

    def _ask(self) -> list[Stay]:
        at, lines = lines_of(self.points, self.gap_us)
        which, area = self.tree.query(lines, predicate="intersects")
        legs, areas = lines[which], self.areas[area]
        apart = ~shapely.covers(areas, legs)
        legs[apart] = shapely.intersection(legs[apart], areas[apart])
        return stays(self.points, at, which, area, legs)


_LENGTHS = """SELECT count(*), sum(ST_Length(ST_Intersection(l.g, a.g)))
    FROM legs l JOIN areas a ON ST_Intersects(a.g, l.g)"""
_COVERED = """SELECT count(*), sum(CASE WHEN ST_Covers(a.g, l.g) THEN ST_Length(l.g)
    ELSE ST_Length(ST_Intersection(l.g, a.g)) END) FROM legs l JOIN areas a ON ST_Intersects(a.g, l.g)"""
_PIECES = """SELECT l.n, a.n AS a, ST_AsBinary(ST_Intersection(l.g, a.g)) AS w
    FROM legs l JOIN areas a ON ST_Intersects(a.g, l.g)"""


class PostGis:
    """Two tables, each with a GiST index; the lengths of the intersections, on one core."""

    name = "PostGIS"

    def __init__(self, drawn: Sequence[Area], points: Points, gap_us: int, address: str) -> None:
        import psycopg

        self.points = points
        self.at, lines = lines_of(points, gap_us)
        self.link = psycopg.connect(address, autocommit=True)
        self.link.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        for table, shapes in (("areas", _polygons(drawn)), ("legs", lines)):
            self.link.execute(f"CREATE TABLE {table} (n int, g geometry)")
            with self.link.cursor().copy(f"COPY {table} FROM STDIN") as rows:
                for row in enumerate(shapely.to_wkb(shapes, hex=True).tolist()):
                    rows.write_row(row)
            self.link.execute(f"CREATE INDEX ON {table} USING gist (g)")
            self.link.execute(f"VACUUM ANALYZE {table}")
        self.link.execute("SET max_parallel_workers_per_gather = 0")
        (self.process,) = self.link.execute("SELECT pg_backend_pid()").fetchone() or (0,)

    def seconds(self, query: str = _LENGTHS) -> float:
        """Ask; gives the seconds of the processor that serves this connection."""
        start = _used(self.process)
        self.link.execute(query).fetchall()
        return _used(self.process) - start

    def covered_first(self) -> float:
        """Ask with covers before intersection."""
        return self.seconds(_COVERED)

    @property
    def found(self) -> list[Stay]:
        """Give the stays."""
        n, a, w = zip(*self.link.execute(_PIECES).fetchall(), strict=True)
        return stays(self.points, self.at, np.array(n), np.array(a), shapely.from_wkb(list(map(bytes, w))))


def _used(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Sedona:
    """SedonaDB's spatial join over tables in memory; the lengths of the intersections, on one core."""

    name = "SedonaDB"

    def __init__(self, drawn: Sequence[Area], points: Points, gap_us: int) -> None:
        import pyarrow as pa
        import sedonadb

        self.points = points
        self.at, lines = lines_of(points, gap_us)
        self.base = sedonadb.connect()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it looks for GDAL, which is not asked for
            self.base.sql("SET datafusion.execution.target_partitions = 1").execute()
        for table, shapes in (("areas", _polygons(drawn)), ("legs", lines)):
            wkb = pa.array(shapely.to_wkb(shapes).tolist(), pa.binary())
            given = pa.table({"n": pa.array(range(len(shapes)), pa.int64()), "w": wkb})
            self.base.create_data_frame(given).to_view(f"{table}_given")
            made = self.base.sql(f"SELECT n, ST_GeomFromWKB(w) AS g FROM {table}_given")
            made.to_memtable().to_view(table)

    def seconds(self, query: str = _LENGTHS) -> float:
        """Ask; gives the processor's seconds."""
        start = time.process_time()
        self.base.sql(query).to_arrow_table()
        return time.process_time() - start

    def covered_first(self) -> float:
        """Ask with covers before intersection."""
        return self.seconds(_COVERED)

    @property
    def found(self) -> list[Stay]:
        """Give the stays."""
        cut = self.base.sql(_PIECES).to_arrow_table().to_pydict()
        return stays(self.points, self.at, np.array(cut["n"]), np.array(cut["a"]), shapely.from_wkb(cut["w"]))


def _polygons(drawn: Sequence[Area]) -> Any:
    return np.array([shapely.Polygon(area.polygons[0][0]) for area in drawn])


def installed(drawn: Sequence[Area], points: Points, gap_us: int, address: str | None) -> Iterator[tuple[str, Any]]:
    """Give each peer, or None in its place where it is missing."""
    kinds: list[tuple[Any, tuple[Any, ...]]] = [(Shapely, ()), (PostGis, (address,)), (Sedona, ())]
    for kind, more in kinds:
        try:
            yield kind.name, None if more == (None,) else kind(drawn, points, gap_us, *more)
        except ImportError:
            yield kind.name, None
