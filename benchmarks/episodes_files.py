"""Episodes of files: against decoding alone, of more than is held in memory, and the start of the command."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from rich.console import Console

from benchmarks.figures import Figure
from jig.adapters.tracks_episodes import rows_of_blocks
from jig.adapters.tracks_open import blocks_of
from jig.adapters.tracks_read import Reading
from jig.air import episodes_rows as col
from jig.air.episodes import Asked

GAP_US = 60_000_000
_PARTS, _SEED = 10, 20160913


def of_files(asked: Asked, given: tuple[Any, ...], console: Console) -> list[Figure]:
    """Measure files of the same points."""
    with tempfile.TemporaryDirectory() as folder, console.status("files"):
        path, areas = Path(folder, "tracks.parquet"), Path(folder, "areas.geojson")
        write(path, given)
        areas.write_text(json.dumps(_drawn(asked)))
        # First what compiles every kernel: a process of its own then loads them.
        decoding = _decoding(asked, path)
        streamed = [_streamed(asked, path, areas, len(given[0])), _streamed_csv(asked, path, areas, len(given[0]))]
        return [*decoding, *streamed, *_orders(asked, path, given), _start(areas, Path(folder))]


def write(path: Path, given: tuple[Any, ...]) -> None:
    """Write points as Parquet with its defaults: names as text, times as microseconds, degrees as doubles."""
    who, t, lon, lat = given
    names = pa.DictionaryArray.from_arrays(pa.array(who), pa.array([f"x{n:03d}" for n in range(int(who.max()) + 1)]))
    stamps = pa.array(t).cast(pa.timestamp("us", "UTC"))
    table = pa.table({"aircraft": names.cast(pa.string()), "time": stamps, "lon": lon, "lat": lat})
    pq.write_table(table, path, row_group_size=1 << 20)


def _drawn(asked: Asked) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "properties": {"area": area.name},
            "geometry": {"type": "Polygon", "coordinates": [(area.polygons[0][0] / 1e7).tolist()]},
        }
        for area in asked.areas
    ]
    return {"type": "FeatureCollection", "features": features}


def rows(asked: Asked, path: Path, **more: Any) -> Any:
    """Give the rows of a file."""
    reading = Reading()
    return rows_of_blocks(blocks_of(str(path), None, reading), reading, asked, max_gap_us=GAP_US, error_m=100.0, **more)


def bare(path: Path, names: list[str] | None = None) -> int:
    """Decode a file and do nothing with it, on one core."""
    with pq.ParquetFile(path, read_dictionary=names) as file:
        return sum(len(batch) for batch in file.iter_batches(1 << 18, use_threads=False))


def _decoding(asked: Asked, path: Path) -> list[Figure]:
    """Hold finding episodes in a file against decoding it; each pair one after the other."""

    rows(asked, path), bare(path)
    pairs = [(_timed(lambda: bare(path)), _timed(lambda: bare(path, ["aircraft"])), _timed(lambda: rows(asked, path)))
             for _ in range(5)]  # fmt: skip
    found = []
    for at, name, bar in ((1, "one core", ">= 0.3"), (0, "decoding on the second core", ">= 0.5")):
        plain, hinted = (statistics.median(pair[k][at] / pair[2][at] for pair in pairs) for k in (0, 1))
        kind = "processor seconds of all threads" if at else "by the clock"
        how = f"of the bare decode rate, {kind}; {hinted:.2f} of decoding with names as a dictionary"
        found.append(Figure(f"episodes from Parquet, {name}", plain, bar, how))
    return found


def _timed(action: Callable[[], Any]) -> tuple[float, float]:
    """Give the seconds an action takes: by the clock, and the processor's of all threads."""
    clock, processor = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - clock, time.process_time() - processor


def _orders(asked: Asked, path: Path, given: tuple[Any, ...]) -> list[Figure]:
    """Hold the same points in other orders against those by aircraft; each pair one after the other."""
    found, wanted = [], digest(by_name(asked, path))
    random = np.random.default_rng(_SEED)
    for name, order, bar in (
        ("time-ordered", np.argsort(given[1], kind="stable"), "<= 1.5"),
        ("time-ordered, two aircraft late once", _late_once(given), "<= 2"),
        ("shuffled", random.permutation(len(given[0])), "<= 6"),
    ):
        other = path.with_name("other.parquet")
        write(other, tuple(column[order] for column in given))
        if digest(by_name(asked, other)) != wanted:
            raise AssertionError(f"episodes depend on the order of points: {name}")
        pairs = [[_timed(lambda one=one: rows(asked, one))[1] for one in (path, other)] for _ in range(5)]  # type: ignore[misc]
        ratio = statistics.median(b / a for a, b in pairs)
        seconds = statistics.median(b for _, b in pairs)
        how = f"processor seconds of the same points by aircraft, median of five pairs; {seconds:.2f} s; rows identical"
        found.append(Figure(f"episodes from Parquet, {name}", ratio, bar, how))
    return found


def _late_once(given: tuple[Any, ...]) -> Any:
    """Give the order of time with one point of each of two aircraft a step late."""
    order = np.argsort(given[1], kind="stable")
    many = int(given[0].max()) + 1
    at = len(order) // 2 // many * many
    for k in (at, at + 1):
        order[[k, k + many]] = order[[k + many, k]]
    return order


def by_name(asked: Asked, path: Path) -> Any:
    """Give the rows of a file with the numbers that are in the aircraft's names, whatever order they came in."""
    reading = Reading()
    blocks = blocks_of(str(path), None, reading)
    found = rows_of_blocks(blocks, reading, asked, max_gap_us=GAP_US, error_m=100.0)
    found[:, col.WHO] = np.array([int(name[1:]) for name in reading.names])[found[:, col.WHO]]
    return found


_CHILD = """import sys
from jig.adapters.tracks_kernels import keep_kernels
keep_kernels()
from benchmarks.episodes_files import measured
measured(*sys.argv[1:])
"""


def measured(path: str, areas: str, most: str) -> None:
    """Print what a process of its own needed beyond its start: bytes, and a digest of the rows."""
    from jig.air.episodes_areas import areas_of

    asked = Asked(areas_of(json.loads(Path(areas).read_text(), parse_float=str))[0])
    before = _peak()
    found = digest(rows(asked, Path(path), most=int(most)))
    print(json.dumps({"bytes": _peak() - before, "digest": found}))


def _peak() -> int:
    """Give the most memory this process had, in bytes; what getrusage says begins with its parent's."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def digest(found: Any) -> str:
    """Give a digest of rows in whatever order."""
    return hashlib.sha256(found[np.lexsort(found.T)].tobytes()).hexdigest()


def _alone(path: Path, areas: Path, count: int) -> Any:
    """Ask in a process of its own that holds a tenth of the points, for the second time: compiling takes memory too."""
    command = ["-c", _CHILD, str(path), str(areas), str(count // _PARTS)]
    _run(command)
    return json.loads(_run(command).stdout)


def _streamed(asked: Asked, path: Path, areas: Path, count: int) -> Figure:
    """Ask a file of ten times as many points as may be held; memory beside what all of them would take."""
    told = _alone(path, areas, count)
    if told["digest"] != digest(rows(asked, path)):
        raise AssertionError("episodes depend on how many points are held")
    how = f"of the {count * 20 >> 20} MiB that the points take; one tenth may be held; rows identical"
    return Figure("episodes, memory for a file larger than it", told["bytes"] / (count * 20), "<= 1", how)


def _texts(schema: Any) -> Any:
    return pa.schema([(name, pa.string()) for name in schema.names])


def _streamed_csv(asked: Asked, path: Path, areas: Path, count: int) -> Figure:
    """Ask the same points as a table of texts, every field in quotes; memory beside the size of the file."""
    table = path.with_suffix(".csv")
    with pq.ParquetFile(path) as file, pacsv.CSVWriter(table, _texts(file.schema_arrow)) as writer:
        for batch in file.iter_batches(1 << 18):
            stamps = batch.column("time").cast(pa.int64()).to_numpy() / 1e6
            texts = [batch.column(n).cast(pa.string()) for n in ("aircraft", "lon", "lat")]
            columns = [texts[0], pa.array([f"{second:.6f}" for second in stamps]), *texts[1:]]
            writer.write_batch(pa.record_batch(columns, schema=_texts(file.schema_arrow)))
    told = _alone(table, areas, count)
    size = table.stat().st_size
    if told["digest"] != digest(rows(asked, path)):
        raise AssertionError("episodes of a table are not those of Parquet")
    how = f"of the {size >> 20} MiB of the file; one tenth of its points may be held; rows those of Parquet"
    return Figure("episodes, memory for a CSV larger than it", told["bytes"] / size, "<= 1", how)


def _start(areas: Path, folder: Path) -> Figure:
    """Run the command on three points, its cache warm."""
    tracks, few = Path(folder, "few.csv"), Path(folder, "few.geojson")
    tracks.write_text("aircraft,time,lon,lat\nx,0,38.1,35.1\nx,5,38.2,35.2\nx,10,38.3,35.3\n")
    document = json.loads(areas.read_text())
    few.write_text(json.dumps(document | {"features": document["features"][:3]}))
    command = ["-m", "jig", "air", "episodes", str(tracks), "--areas", str(few), "--json"]
    _run(command)
    clock, processor = [], []
    for _ in range(7):
        start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        _run(command)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        clock.append(time.perf_counter() - start)
        processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    how = f"processor seconds of a whole process, median of 7; {statistics.median(clock):.2f} by the clock"
    return Figure("episodes, start with a warm cache, s", statistics.median(processor), "<= 1.5", how)


def _run(command: list[str]) -> Any:
    return subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, check=True, env={**os.environ, "NO_COLOR": "1"}
    )
