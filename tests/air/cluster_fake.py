"""Workers that are a loop in this process, and a folder of partitions."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from jig.adapters.tracks_episodes import episodes_of
from jig.adapters.tracks_folders import files_of
from jig.adapters.tracks_open import blocks_of
from jig.adapters.tracks_read import Reading
from jig.air.episodes import Asked
from jig.air.episodes_areas import Area


class OneLoop:
    """Runs tasks one after another, the last first; `after` breaks off before so many are done."""

    def __init__(self, areas, after=None):
        self.asked, self.done, self.after = Asked(areas), [], after

    def run(self, task, given):
        for number in reversed(range(len(given))):
            if self.after is not None and len(self.done) >= self.after:
                raise KeyboardInterrupt
            answer = task(self.asked, *given[number])
            self.done.append(task.__name__)
            yield number, answer


def square(name, low, high, **told):
    ring = np.array([(low, low), (high, low), (high, high), (low, high), (low, low)], np.int64)
    told = {"version": None, "klass": 2, "valid_from": None, "valid_to": None, **told}
    return Area(name, told["version"], told["klass"], told["valid_from"], told["valid_to"], ((ring,),))


def write(folder, day, rows, groups=1_000_000):
    """Write rows of (aircraft, second, lon, lat) into one partition."""
    path = folder / f"day={day}" / "part-0.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    names = ("aircraft", "time", "lon", "lat")
    columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {name: [] for name in names}
    table = pa.table({
        "aircraft": pa.array(columns["aircraft"], pa.string()), "time": pa.array(columns["time"], pa.float64()),
        "lon": pa.array(columns["lon"], pa.float64()), "lat": pa.array(columns["lat"], pa.float64()),
    })  # fmt: skip
    pq.write_table(table, path, row_group_size=groups)
    return path


def one_process(folder, areas, settings, **more):
    """Ask as the plain command does."""
    reading = Reading()
    blocks = (block for source in files_of(str(folder)) for block in blocks_of(source, None, reading))
    found, paths = episodes_of(
        blocks, reading, Asked(areas), max_gap_us=settings.max_gap_us, error_m=settings.error_m, **more
    )
    return found, paths, reading
