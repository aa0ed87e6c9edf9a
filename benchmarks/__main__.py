"""`make bench`: every figure as a ratio to the raw bound measured beside it, on a recorded seed.

python -m benchmarks [--entries 100000] [--growth 1000000] [--points 10000000] [--only NAME]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import figures
from benchmarks.figures import Figure

CONSOLE = Console(stderr=True)


def _of(name: str) -> Any:
    """Import a part when it is run: its peers would count as memory of the parts before it."""
    return import_module(f"benchmarks.{name}")


def main() -> int:
    """Run the benchmarks and print the table; JSON on standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--entries", type=int, default=100_000, help="entries of the record that is verified and accepted"
    )
    parser.add_argument("--growth", type=int, default=1_000_000, help="entries of the record that one more is added to")
    parser.add_argument("--points", type=int, default=10_000_000, help="points of tracks that episodes are found in")
    parser.add_argument(
        "--plans", type=int, default=100_000, help="plans of five volumes that one check is made against"
    )
    parser.add_argument("--pairs", type=int, default=1_000_000, help="pairs of polygons that all but touch")
    parser.add_argument("--only", default="", help="run only the figures whose name begins so")
    given = parser.parse_args()
    runs: list[tuple[str, Callable[[Path], list[Figure]]]] = [
        ("record", lambda folder: figures.of_the_record(given.entries, folder, CONSOLE)),
        ("link", lambda folder: figures.of_the_link(folder, CONSOLE)),
        ("growth", lambda folder: figures.of_growth(given.growth, CONSOLE)),
        ("episodes", lambda folder: _of("episodes").figures(given.points, CONSOLE)),
        ("live", lambda folder: _of("episodes_live").figures(CONSOLE)),
        ("cluster", lambda folder: _of("episodes_cluster").of_the_cluster(2 * given.points, 30, CONSOLE)),
        ("touching", lambda folder: _of("touching").of_touching(given.pairs, CONSOLE)),
        ("deconflict", lambda folder: _of("deconflict").of_deconfliction(given.plans, CONSOLE)),
        ("memory", lambda folder: _of("language").of_the_memory(100_000, CONSOLE)),
        ("places", lambda folder: _of("place_search").of_the_search(CONSOLE)),
        ("positions", lambda folder: _of("positions").of_positions(folder, CONSOLE)),
    ]
    found: list[Figure] = []
    with tempfile.TemporaryDirectory(dir=os.environ.get("JIG_BENCH_FOLDER")) as folder:
        os.environ["XDG_STATE_HOME"] = folder
        for name, run in runs:
            if name.startswith(given.only):
                found += run(Path(folder))
    table = Table(title=f"{platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    for heading in ("figure", "measured", "bar", "met", "how"):
        table.add_column(heading)
    for figure in found:
        table.add_row(figure.name, f"{figure.value:.2f}", figure.bar, "yes" if figure.met else "NO", figure.how)
    CONSOLE.print(table)
    json.dump([figure._asdict() | {"met": figure.met} for figure in found], sys.stdout, indent=1)
    sys.stdout.write("\n")
    return 0 if all(figure.met for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
