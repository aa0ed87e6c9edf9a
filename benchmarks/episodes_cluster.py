"""Years of tracks: one process against workers of a cluster, over the same partitions, with identical answers.

python -m benchmarks --only cluster [--points 10000000]: twice as many points, in 30 parts

Work is processor time, taken in one process for both ways: workers divide it, and their start is Dask's. Memory is
the largest process of the command itself. Partitions follow one another in time; a second set holds the same rows at
random, so that every aircraft has to be brought together.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console

from benchmarks.episodes import AIRCRAFT, GAP_US, SEED, areas, flights
from benchmarks.figures import Figure
from jig.adapters.tracks_cluster import find
from jig.adapters.tracks_cluster_pieces import Settings
from jig.adapters.tracks_episodes import episodes_of
from jig.adapters.tracks_folders import files_of
from jig.adapters.tracks_open import blocks_of
from jig.adapters.tracks_read import Reading
from jig.air.episodes import Asked


def partitioned(folder: Path, count: int, parts: int, *, by_time: bool) -> None:
    """Write partitions of about equal size, by time or at random; rows of each ordered by time."""
    who, t, lon, lat = flights(count)
    if by_time:
        part = (t - t.min()) // ((int(t.max()) - int(t.min())) // parts + 1)
    else:
        part = np.random.default_rng(SEED).integers(0, parts, len(t))
    names = pa.array([f"x{n:03d}" for n in range(AIRCRAFT)])
    for number in range(parts):
        which = np.flatnonzero(part == number)
        which = which[np.argsort(t[which], kind="stable")]
        path = folder / f"day={number:04d}" / "part-0.parquet"
        path.parent.mkdir(parents=True)
        aircraft = pa.DictionaryArray.from_arrays(pa.array(who[which]), names).cast(pa.string())
        stamps = pa.array(t[which]).cast(pa.timestamp("us", "UTC"))
        pq.write_table(pa.table({"aircraft": aircraft, "time": stamps, "lon": lon[which], "lat": lat[which]}), path)


def drawn(path: Path) -> None:
    """Write the areas as the command reads them."""
    features = [
        {
            "type": "Feature",
            "properties": {"area": area.name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x / 1e7, y / 1e7] for x, y in area.polygons[0][0].tolist()]],
            },
        }
        for area in areas()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def asked(tracks: Path, drawing: Path, *more: str) -> tuple[float, float, dict[str, Any]]:
    """Run the command; gives seconds, MiB of its largest process, and the answer."""
    command = [sys.executable, "-m", "jig", "air", "episodes", str(tracks), "--areas", str(drawing), "--json", *more]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        most = [0]
        done = threading.Event()
        watching = threading.Thread(target=_watch, args=(run.pid, most, done))
        watching.start()
        out = run.stdout.read() if run.stdout is not None else b""
        run.wait()
        taken = time.perf_counter() - start
        done.set()
        watching.join()
    return taken, most[0] / 2**20, json.loads(out)


def _watch(pid: int, most: list[int], done: threading.Event) -> None:
    top = psutil.Process(pid)
    while not done.wait(0.1):
        try:
            sizes = [one.memory_info().rss for one in (top, *top.children(recursive=True))]
        except psutil.NoSuchProcess:
            continue
        most[0] = max(most[0], *sizes)


class _OneLoop:
    """Runs tasks in this process, so that processor time can be taken."""

    def __init__(self, held: Asked) -> None:
        self._asked = held

    def run(self, task: Any, given: Any) -> Iterator[tuple[int, Any]]:
        for number, one in enumerate(given):
            yield number, task(self._asked, *one)


def work(tracks: Path, folder: Path) -> tuple[float, float, float]:
    """Take processor time, s: one process, all in parts, parts that are all kept. Raises where answers differ."""
    drawing = areas()
    held, settings, sources = Asked(drawing), Settings(GAP_US, 100.0), files_of(str(tracks))
    start = time.process_time()
    reading = Reading()
    blocks = (block for source in sources for block in blocks_of(source, None, reading))
    episodes, _ = episodes_of(blocks, reading, held, max_gap_us=GAP_US, error_m=100.0)
    taken = [time.process_time() - start]
    for _ in range(2):
        start = time.process_time()
        found = find(sources, drawing, _OneLoop(held), folder, settings)
        taken.append(time.process_time() - start)
        if found.episodes != episodes or +found.reading.flags != +reading.flags:
            raise AssertionError("answers differ")
    return taken[0], taken[1], taken[2]


def of_the_cluster(count: int, parts: int, console: Console) -> list[Figure]:
    """Measure the work in parts against one process, its memory, and what is gone on with."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("JIG_BENCH_FOLDER")) as name:
        folder = Path(name)
        drawn(folder / "areas.geojson")
        for kind in ("time", "random"):
            with console.status(f"writing {count} points in {parts} partitions by {kind}"):
                partitioned(folder / kind, count, parts, by_time=kind == "time")
        with console.status("in this process"):
            (folder / "warm").mkdir()
            work(folder / "time", folder / "warm")
            one, all_parts, kept = work(folder / "time", folder / "parts")
            (folder / "together").mkdir()
            _, random, _ = work(folder / "random", folder / "together")
        runs = {}
        for label, more in (("one process", ()), ("two workers", ("--cluster", "local[2]"))):
            with console.status(label):
                runs[label] = asked(folder / "time", folder / "areas.geojson", *more)
            console.print(f"{label}: {runs[label][0]:.1f} s, largest process {runs[label][1]:.0f} MiB")
    runs["two workers"][2].pop("parts")
    if runs["two workers"][2] != runs["one process"][2]:
        raise AssertionError("answers differ")
    size = f"{count} points, {parts} partitions; processor time"
    memory = "; ".join(f"{label} {run[1]:.0f} MiB, {run[0]:.1f} s with start-up" for label, run in runs.items())
    return [
        Figure("years of tracks, in parts", all_parts / one, "<= 1.5", f"{size} {all_parts:.1f} s, else {one:.1f} s"),
        Figure("years of tracks, gone on with", kept / all_parts, "<= 0.6", f"all parts kept: {kept:.1f} s"),
        Figure("years of tracks, at random", random / one, "<= 6", f"every aircraft brought together: {random:.1f} s"),
        Figure("years of tracks, memory", runs["two workers"][1] / runs["one process"][1], "<= 0.75", memory),
    ]  # fmt: skip
