"""Years of tracks: one process against workers of a cluster, over the same partitions, with identical answers.

python -m benchmarks.episodes_cluster [--points 20000000] [--parts 30]

Each way is the command itself in a process of its own: time from start to answer, and the most memory that any of its
processes held. Partitions follow one another in time; a second set holds the same rows at random, so that every
aircraft has to be brought together.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console

from benchmarks.episodes import AIRCRAFT, SEED, areas, flights
from benchmarks.figures import Figure


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


def of_the_cluster(count: int, parts: int, console: Console) -> list[Figure]:
    """Measure one process, one worker and two, and two where nothing can be joined."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("JIG_BENCH_FOLDER")) as name:
        folder = Path(name)
        drawn(folder / "areas.geojson")
        for kind in ("time", "random"):
            with console.status(f"writing {count} points in {parts} partitions by {kind}"):
                partitioned(folder / kind, count, parts, by_time=kind == "time")
        runs: dict[str, tuple[float, float, dict[str, Any]]] = {}
        for label, tracks, more in (
            ("warm", "time", ("--cluster", "local[1]")),
            ("one process", "time", ()),
            ("one worker", "time", ("--cluster", "local[1]")),
            ("two workers", "time", ("--cluster", "local[2]", "--resume", str(folder / "work"))),
            ("gone on with", "time", ("--cluster", "local[2]", "--resume", str(folder / "work"))),
            ("brought together", "random", ("--cluster", "local[2]")),
        ):
            with console.status(label):
                runs[label] = asked(folder / tracks, folder / "areas.geojson", *more)
            console.print(f"{label}: {runs[label][0]:.1f} s, largest process {runs[label][1]:.0f} MiB")
    answers = [{k: v for k, v in run[2].items() if k != "parts"} for run in runs.values()]
    if any(answer != answers[1] for answer in answers if answer["flags"] == answers[1]["flags"]):
        raise AssertionError("answers differ")
    if any(answer["episodes"] != answers[1]["episodes"] for answer in answers):
        raise AssertionError("episodes differ")
    one, two = runs["one process"], runs["two workers"]
    how = f"{count} points, {parts} partitions; {one[0]:.1f} s in one process, {two[0]:.1f} s with two workers"
    memory = f"largest process {one[1]:.0f} MiB in one process, {two[1]:.0f} MiB with workers"
    return [
        Figure("years of tracks, two workers against one process", one[0] / two[0], ">= 1", how),
        Figure(
            "years of tracks, two workers against one", runs["one worker"][0] / two[0], ">= 1.2", "start-up with it"
        ),
        Figure("years of tracks, memory", two[1] / one[1], "<= 1", memory),
        Figure("years of tracks, gone on with", runs["gone on with"][0] / two[0], "<= 1", "all parts were kept"),
        Figure("years of tracks, at random", runs["brought together"][0] / two[0], "<= 4", "against parts by time"),
    ]


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=20_000_000)
    parser.add_argument("--parts", type=int, default=30)
    given = parser.parse_args()
    console = Console(stderr=True)
    found = of_the_cluster(given.points, given.parts, console)
    for figure in found:
        console.print(
            f"{figure.name}: {figure.value:.2f} ({figure.bar}) {'met' if figure.met else 'NOT MET'}; {figure.how}"
        )
    return 0 if all(figure.met for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
