"""Episodes against peers by name, in one run, on one sample: identical episodes, points a second.

Tracks: 200 aircraft at 5 s that turn slowly over 300 areas of 200 vertices. A peer that would need hours on ten million
points is measured on fewer, and what is compared is time a point.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from rich.console import Console

from benchmarks.figures import Figure
from jig.adapters.tracks_arrays import Columns, rows_of_columns
from jig.air import episodes_rows as col
from jig.air.episodes import Asked
from jig.air.episodes_areas import Area
from jig.air.lattice import lattice_of
from jig.air.tracks import Points

SEED, DEG = 20160912, 10_000_000
AIRCRAFT, STEP_S, AREAS, VERTICES = 200, 5, 300, 200
GAP_US = 60_000_000


def areas(count: int = AREAS, seed: int = SEED, reach: float = 0.25) -> list[Area]:
    """Draw areas of 200 vertices with bays and capes, 10 to 50 km across."""
    random = np.random.default_rng(seed)
    made = []
    for number in range(count):
        centre = random.uniform([34.0, 31.0], [44.0, 39.0])
        angle = np.linspace(0, 2 * np.pi, VERTICES, endpoint=False)
        wave = random.uniform(0, 2 * np.pi, 3)
        radius = (
            1
            + 0.2 * np.sin(3 * angle + wave[0])
            + 0.1 * np.sin(8 * angle + wave[1])
            + 0.03 * np.sin(30 * angle + wave[2])
        )
        radius *= reach * random.uniform(0.2, 0.8)
        ring = np.round((centre + np.stack([np.cos(angle), np.sin(angle)], 1) * radius[:, None]) * DEG).astype(np.int64)
        made.append(Area(f"A{number:04d}", None, None, None, None, ((np.vstack([ring, ring[:1]]),),)))
    return made


def corridors(count: int = 60, seed: int = SEED) -> list[Area]:
    """Draw bands across the whole map, a hundred vertices a side, 4 km wide."""
    random = np.random.default_rng(seed)
    made = []
    for number in range(count):
        west, east = random.uniform(31.0, 39.0, 2)
        x = np.linspace(34.0, 44.0, VERTICES // 2)
        y = np.linspace(west, east, VERTICES // 2) + random.uniform(-0.02, 0.02, VERTICES // 2)
        ring = np.round(np.vstack([np.stack([x, y], 1), np.stack([x, y + 0.04], 1)[::-1]]) * DEG).astype(np.int64)
        made.append(Area(f"C{number:04d}", None, None, None, None, ((np.vstack([ring, ring[:1]]),),)))
    return made


def flights(count: int, seed: int = SEED) -> tuple[Any, Any, Any, Any]:
    """Fly 200 aircraft at 200 m/s, turning slowly, within the map; doubles, by aircraft and time."""
    random = np.random.default_rng(seed)
    each = count // AIRCRAFT
    turns = np.cumsum(random.normal(0, 0.02, (AIRCRAFT, each)), 1) + random.uniform(0, 6.28, (AIRCRAFT, 1))
    step = 200.0 * STEP_S / 111_320
    start = random.uniform([34.0, 31.0], [44.0, 39.0], (AIRCRAFT, 2))
    lon = start[:, :1] + np.cumsum(np.cos(turns), 1) * step / 0.82
    lat = start[:, 1:] + np.cumsum(np.sin(turns), 1) * step
    lon, lat = 34.0 + _folded(lon - 34.0, 10.0), 31.0 + _folded(lat - 31.0, 8.0)
    t = np.tile(np.arange(each, dtype=np.int64) * STEP_S * 1_000_000 + 1_473_638_400_000_000, AIRCRAFT)
    return np.repeat(np.arange(AIRCRAFT, dtype=np.int32), each), t, lon.ravel(), lat.ravel()


def _folded(value: Any, width: float) -> Any:
    away = np.mod(value, 2 * width)
    return np.where(away > width, 2 * width - away, away)


def lattice(who: Any, t: Any, lon: Any, lat: Any) -> Points:
    """Round doubles onto the lattice."""
    x, y = np.empty(len(lon), np.int32), np.empty(len(lat), np.int32)
    lattice_of(lon, 180 * DEG, x)
    lattice_of(lat, 90 * DEG, y)
    return Points(who, t, x, y)


def ours(asked: Asked, given: tuple[Any, ...], workers: int = 1) -> Any:
    """Give rows of arrays in memory: rounding, ordering, episodes, validity."""
    return rows_of_columns(asked, Columns(*given), GAP_US, 100.0, workers)


def by_shapely(drawn: list[Area], points: Points) -> list[tuple[int, int, float, float]]:
    """Give (aircraft, area, from, to) by shapely used well: a tree, prepared areas, covers before intersection."""
    polygons = [shapely.Polygon(area.polygons[0][0]) for area in drawn]
    for polygon in polygons:
        shapely.prepare(polygon)
    tree = shapely.STRtree(polygons)
    xy = np.stack([points.lon, points.lat], 1).astype(np.float64)
    leg = (points.who[1:] == points.who[:-1]) & (np.diff(points.t) <= GAP_US)
    at = np.flatnonzero(leg)
    lines = shapely.linestrings(np.stack([xy[at], xy[at + 1]], 1))
    which, area = tree.query(lines, predicate="intersects")
    pieces = []
    covered = shapely.covers(np.array(polygons)[area], lines[which])
    for k in np.flatnonzero(covered).tolist():
        i = at[which[k]]
        pieces.append((int(points.who[i]), int(area[k]), float(points.t[i]), float(points.t[i + 1])))
    for k in np.flatnonzero(~covered).tolist():
        i = at[which[k]]
        cut = shapely.intersection(lines[which[k]], polygons[area[k]])
        length = np.hypot(*(xy[i + 1] - xy[i]))
        for part in shapely.get_parts(cut):
            ends = shapely.get_coordinates(part)[[0, -1]]
            along = np.hypot(*(ends - xy[i]).T) / length * (points.t[i + 1] - points.t[i])
            pieces.append((int(points.who[i]), int(area[k]), *(float(points.t[i] + v) for v in sorted(along))))
    rows: list[tuple[int, int, float, float]] = []
    for who, number, low, high in sorted(pieces):
        if rows and rows[-1][:2] == (who, number) and low <= rows[-1][3] + 2:
            rows[-1] = (who, number, rows[-1][2], max(high, rows[-1][3]))
        else:
            rows.append((who, number, low, high))
    return rows


def _timed(action: Any) -> tuple[float, Any]:
    start = time.perf_counter()
    found = action()
    return time.perf_counter() - start, found


def _median(action: Any, times: int = 5) -> float:
    return statistics.median(_timed(action)[0] for _ in range(times))


def same(rows: Any, theirs: list[tuple[int, int, float, float]]) -> bool:
    """Say whether both name the same stays, to two microseconds: theirs is in doubles. Touches are ours alone."""
    mine = sorted((r[col.WHO], r[col.PART], r[col.IN], r[col.OUT]) for r in rows.tolist() if r[col.OUT] - r[col.IN] > 4)
    other = [row for row in theirs if row[3] - row[2] > 4]
    return len(mine) == len(other) and all(
        a[:2] == b[:2] and abs(a[2] - b[2]) <= 2 and abs(a[3] - b[3]) <= 2 for a, b in zip(mine, other, strict=True)
    )


def figures(count: int, console: Console) -> list[Figure]:
    """Measure: arrays in memory against shapely, two workers, Parquet, many areas, long corridors."""
    drawn = areas()
    asked = Asked(drawn)
    given = flights(count)
    sample = flights(200_000)
    ours(asked, sample)
    with console.status("shapely"):
        theirs_s, theirs = _timed(lambda: by_shapely(drawn, lattice(*sample)))
    if not same(ours(asked, sample), theirs):
        raise AssertionError("episodes differ from shapely's")
    with console.status("ours"):
        one = _median(lambda: ours(asked, given))
        pairs = [(_timed(lambda: ours(asked, given))[0], _timed(lambda: ours(asked, given, 2))[0]) for _ in range(5)]
    each, their_each = one / len(given[0]), theirs_s / len(sample[0])
    wide, many = Asked(corridors()), Asked(areas(3_000, reach=0.08))
    ours(wide, sample)
    return [
        Figure("episodes against shapely", their_each / each, ">= 100",
               f"{each * 1e9:.1f} ns a point of {count}; shapely {their_each * 1e9:.0f} ns of {len(sample[0])}"),
        Figure("episodes, two workers", statistics.median(a / b for a, b in pairs), ">= 1.6", "median of five pairs"),
        Figure("episodes, 60 corridors", _median(lambda: ours(wide, given), 3) / one, "<= 4", "time against 300 areas"),
        Figure("episodes, 3,000 areas", _median(lambda: ours(many, given), 3) / one, "<= 4", "time against 300 areas"),
        *_from_parquet(asked, given),
    ]  # fmt: skip


def _from_parquet(asked: Asked, given: tuple[Any, ...]) -> list[Figure]:
    """Hold reading a Parquet file and finding episodes against decoding the same file alone."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from jig.adapters.tracks_episodes import episodes_of
    from jig.adapters.tracks_open import blocks_of
    from jig.adapters.tracks_read import Reading

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "tracks.parquet")
        names = pa.DictionaryArray.from_arrays(pa.array(given[0]), pa.array([f"x{n:03d}" for n in range(AIRCRAFT)]))
        stamps = pa.array(given[1]).cast(pa.timestamp("us", "UTC"))
        table = pa.table({"aircraft": names.cast(pa.string()), "time": stamps, "lon": given[2], "lat": given[3]})
        pq.write_table(table, path, row_group_size=1 << 20)

        def bare() -> int:
            file = pq.ParquetFile(path, read_dictionary=["aircraft"])
            return sum(len(b) for b in file.iter_batches(1 << 18, use_threads=False))

        def whole() -> int:
            reading = Reading()
            blocks = blocks_of(str(path), None, reading)
            return len(episodes_of(blocks, reading, asked, max_gap_us=GAP_US, error_m=100.0)[0])

        bare(), whole()
        ratio = statistics.median(_timed(bare)[0] / _timed(whole)[0] for _ in range(3))
    return [
        Figure("episodes from Parquet", ratio, ">= 0.5", "of the bare decode rate, decoding in a thread of its own")
    ]
