"""What a user would ask instead: shapely, PostGIS, SedonaDB. Each gives legs cut by areas; stays are put together after.

What is timed is the cutting alone, in processor seconds of one core: other work on this machine does not count for or
against anybody. Drawing lines, loading tables and building indexes is not timed.
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


def stays(points: Points, at: Any, cut: Sequence[tuple[int, int, Any]]) -> list[Stay]:
    """Put stays together from (number of the leg, area, the leg's part within): aircraft, area, from, to."""
    pieces = []
    for leg, area, shape in cut:
        i = at[leg]
        start, end = (np.array([points.lon[k], points.lat[k]], np.float64) for k in (i, i + 1))
        length, span = np.hypot(*(end - start)), points.t[i + 1] - points.t[i]
        for part in shapely.get_parts(shape):
            ends = shapely.get_coordinates(part)[[0, -1]]
            along = sorted(np.hypot(*(ends - start).T) / length * span) if length else [0.0, float(span)]
            pieces.append((int(points.who[i]), int(area), *(float(points.t[i] + v) for v in along)))
    rows: list[Stay] = []
    for who, number, low, high in sorted(pieces):
        if rows and rows[-1][:2] == (who, number) and low <= rows[-1][3] + 2:
            rows[-1] = (who, number, rows[-1][2], max(high, rows[-1][3]))
        else:
            rows.append((who, number, low, high))
    return rows


class Shapely:
    """A tree, prepared areas; covers before intersection."""

    name = "shapely"

    def __init__(self, drawn: Sequence[Area], lines: Any) -> None:
        self.areas = np.array([shapely.Polygon(area.polygons[0][0]) for area in drawn])
        shapely.prepare(self.areas)
        self.tree, self.lines = shapely.STRtree(self.areas), lines

    def seconds(self) -> float:
        """Ask; gives the processor's seconds."""
        start = time.process_time()
        self._found = self._ask()
        return time.process_time() - start

    def _ask(self) -> tuple[Any, Any, Any]:
        which, area = self.tree.query(self.lines, predicate="intersects")
        legs, areas = self.lines[which], self.areas[area]
        apart = ~shapely.covers(areas, legs)
        legs[apart] = shapely.intersection(legs[apart], areas[apart])
        return which, area, legs

    def cut(self) -> list[tuple[int, int, Any]]:
        """Give what was found."""
        return list(zip(*(column.tolist() for column in self._found), strict=True))


_LENGTHS = """SELECT count(*), sum(ST_Length(ST_Intersection(l.g, a.g)))
    FROM legs l JOIN areas a ON ST_Intersects(a.g, l.g)"""
_COVERED = """SELECT count(*), sum(CASE WHEN ST_Covers(a.g, l.g) THEN ST_Length(l.g)
    ELSE ST_Length(ST_Intersection(l.g, a.g)) END) FROM legs l JOIN areas a ON ST_Intersects(a.g, l.g)"""
_PIECES = """SELECT l.n, a.n AS a, ST_AsBinary(ST_Intersection(l.g, a.g)) AS w
    FROM legs l JOIN areas a ON ST_Intersects(a.g, l.g)"""


class PostGis:
    """Two tables, each with a GiST index; the lengths of the intersections, on one core."""

    name = "PostGIS"

    def __init__(self, drawn: Sequence[Area], lines: Any, address: str) -> None:
        import psycopg

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

    def cut(self) -> list[tuple[int, int, Any]]:
        """Give what is found."""
        return [(n, a, shapely.from_wkb(bytes(w))) for n, a, w in self.link.execute(_PIECES).fetchall()]


def _used(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Sedona:
    """SedonaDB's spatial join over tables in memory; the lengths of the intersections, on one core."""

    name = "SedonaDB"

    def __init__(self, drawn: Sequence[Area], lines: Any) -> None:
        import pyarrow as pa
        import sedonadb

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it looks for GDAL, which is not asked for
            self.base = sedonadb.connect()
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

    def cut(self) -> list[tuple[int, int, Any]]:
        """Give what is found."""
        found = self.base.sql(_PIECES).to_arrow_table().to_pydict()
        return [(n, a, shapely.from_wkb(w)) for n, a, w in zip(found["n"], found["a"], found["w"], strict=True)]


def _polygons(drawn: Sequence[Area]) -> Any:
    return np.array([shapely.Polygon(area.polygons[0][0]) for area in drawn])


def installed(drawn: Sequence[Area], lines: Any, address: str | None) -> Iterator[tuple[str, Any]]:
    """Give each peer, or None in its place where it is missing."""
    for made, more in ((Shapely, ()), (PostGis, (address,)), (Sedona, ())):
        if more == (None,):
            yield made.name, None
            continue
        try:
            peer = made(drawn, lines, *more)
        except ImportError:
            peer = None
        yield made.name, peer
