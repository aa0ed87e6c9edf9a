"""Episodes against peers by name, in one run, on one sample: identical episodes, points a second.

Tracks: 200 aircraft at 5 s that turn slowly over 300 areas of 200 vertices. A peer that would need hours on ten million
points is measured on fewer, and what is compared is time a point. Times of one core are the processor's, all threads
together: they mean the same on a machine that is busy with something else. Two workers are held to one by the clock.
"""

from __future__ import annotations

import statistics
import time
from typing import Any

import numpy as np
from rich.console import Console

from benchmarks.bounds import second_core
from benchmarks.episodes_files import of_files
from benchmarks.episodes_peers import installed
from benchmarks.figures import Figure
from benchmarks.peers import postgres
from jig.adapters.tracks_arrays import Columns, rows_of_columns
from jig.air import episodes_rows as col
from jig.air.episodes import Asked
from jig.air.episodes_areas import Area
from jig.air.lattice import lattice_of
from jig.air.tracks import Points

#: Points of the run against peers.
SAMPLE = 20_000
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


def _used(action: Any, times: int = 5) -> float:
    """Give the processor's seconds, of all cores together: the median."""

    def once() -> float:
        start = time.process_time()
        action()
        return time.process_time() - start

    return statistics.median(once() for _ in range(times))


def figures(count: int, console: Console) -> list[Figure]:
    """Measure: arrays in memory against peers, two workers, many areas, long corridors; files; the start."""
    drawn = areas()
    asked, given = Asked(drawn), flights(count)
    ours(asked, flights(AIRCRAFT * 20), 2)
    with console.status("arrays in memory"):
        one = _used(lambda: ours(asked, given))
        pairs = [(_timed(lambda: ours(asked, given))[0], _timed(lambda: ours(asked, given, 2))[0]) for _ in range(5)]
        wide, many = Asked(corridors()), Asked(areas(3_000, reach=0.08))
        corridor, thousands = (_used(lambda a=a: ours(a, given), 3) / one for a in (wide, many))  # type: ignore[misc]
    core = f"median of five; two processes of raw arithmetic {second_core():.2f} times one then"
    found = []
    for reach, words in ((0.25, "10-50 km across"), (0.8, "35-160 km"), (1.5, "70-300 km")):
        here = areas(reach=reach)
        found += _against_peers(here, given, words, console)
    return [
        *found,
        Figure("episodes, two workers", statistics.median(a / b for a, b in pairs), ">= 1.6", core),
        Figure("episodes, 60 corridors", corridor, "<= 4", "time against 300 areas"),
        Figure("episodes, 3,000 areas", thousands, "<= 4", "time against 300 areas"),
        *of_files(asked, given, console),
    ]


def _against_peers(drawn: list[Area], given: tuple[Any, ...], words: str, console: Console) -> list[Figure]:
    """Hold time a point of all against each peer's time a point of a sample: their work is the same for every leg."""
    asked, count = Asked(drawn), len(given[0])
    each = _used(lambda: ours(asked, given), 3) / count
    sample = flights(min(count, SAMPLE))
    points, mine = lattice(*sample), ours(asked, sample)
    inside = f"{sum(r[col.OUT] - r[col.IN] for r in mine.tolist()) / len(points) / STEP_S / 1e6:.1f} areas a point"
    bars = {"shapely": ">= 100", "PostGIS": ">= 1200", "SedonaDB": ">= 80"}
    found = []
    with postgres() as address, console.status(f"peers, areas {words}"):
        for name, peer in installed(drawn, points, GAP_US, address):
            if peer is None:
                console.print(f"{name} is missing: no figure against it (make bench-peers)")
                continue
            theirs = statistics.median(peer.seconds() for _ in range(3)) / len(points)
            if not same(mine, peer.found):
                raise AssertionError(f"episodes differ from those of {name}")
            how = f"{inside}; {each * 1e9:.1f} ns a point of {count}; {theirs * 1e9:.0f} ns of {len(points)}, scaled;"
            how += " episodes identical"
            if hasattr(peer, "covered_first"):
                how += f"; {peer.covered_first() / len(points) / each:.0f} with covers before intersection"
            found.append(Figure(f"episodes against {name}, areas {words}", theirs / each, bars[name], how))
    return found
