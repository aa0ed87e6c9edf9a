"""Positions a second of a file, against the bare transformation and the bare reading and writing of the same rows."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
from pyarrow import csv
from pyproj import Transformer
from rich.console import Console

from benchmarks.figures import Figure
from jig.places.operations import datum_shift, gauss_kruger

SEED = 20260917
LEAST_PER_SECOND = 200_000


def of_positions(folder: Path, console: Console, rows: int = 1_000_000) -> list[Figure]:
    """Convert a file of degrees and a file of Gauss-Krueger metres by the command, start of the process included."""
    chosen = random.Random(SEED)
    found = []
    for notation in ("WGS84", "SK42-GK"):
        source = folder / f"{notation}.csv"
        with console.status(f"writing {rows} rows of {notation}"), source.open("w") as target:
            target.write("id,x,y\n" if notation == "SK42-GK" else "id,lat,lon\n")
            target.writelines(_row(at, notation, chosen) for at in range(rows))
        bare = _bare(source, notation)
        with console.status(f"converting {notation}"):
            before = psutil.Process().cpu_times()
            command = [sys.executable, "-m", "jig", "places", "convert", "--file", str(source), "--from", notation]
            subprocess.run([*command, "--out", str(folder / "out.csv")], check=True, capture_output=True)
            # The processor's own seconds: other work on the machine is not the command's.
            after = psutil.Process().cpu_times()
            taken = after.children_user + after.children_system - before.children_user - before.children_system
        rates = f"{rows / taken:.0f} rows a second of processor time, start included"
        how = f"{rates}; bare pyarrow CSV and pyproj {rows / bare:.0f} rows/s"
        found += [
            Figure(f"places, {notation}, of {LEAST_PER_SECOND}/s", rows / taken / LEAST_PER_SECOND, ">= 1", how),
            Figure(f"places, {notation}, of bare", taken / bare, "<= 12", how),
        ]
    return found


def _row(at: int, notation: str, chosen: random.Random) -> str:
    if notation == "SK42-GK":
        zone = chosen.choice((6, 7))
        return f"{at},{chosen.uniform(3.6e6, 4.0e6):.1f},{zone * 1e6 + chosen.uniform(3e5, 7e5):.1f}\n"
    return f"{at},{chosen.uniform(32, 37):.5f},{chosen.uniform(35, 42):.5f}\n"


def _bare(source: Path, notation: str) -> float:
    """Seconds to read the columns, transform them by one pipeline, and write the file again."""
    start = time.process_time()
    table = csv.read_csv(source, read_options=csv.ReadOptions(use_threads=False))
    first, second = (table.column(at).to_numpy() for at in (1, 2))
    if notation == "SK42-GK":
        lat, lon = _plane(gauss_kruger(7), first, second % 1e6)
        first, second, _ = datum_shift("EPSG:15865").transform(lat, lon, np.zeros_like(lat))
    table = table.append_column("lat", [first]).append_column("lon", [second])
    csv.write_csv(table, source.with_suffix(".bare"))
    return time.process_time() - start


def _plane(grid: Transformer, north: np.ndarray, east: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    lat, lon = grid.transform(north, east, direction="INVERSE")
    return lat, lon
