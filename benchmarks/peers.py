"""What a user would pick instead: PostGIS with range types, shapely's STRtree, rtree. Each answers the same checks."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jig.places.volume import Volume

_UNIT = 1e7
_PORT = 54_329


def polygon(volume: Volume) -> list[list[tuple[float, float]]]:
    """The rings in degrees, as any of them is given."""
    return [[(x / _UNIT, y / _UNIT) for x, y in path] for path in volume.shape.parts[0].paths]


def sides(volume: Volume) -> tuple[float, float, float, float]:
    """Start, end, lower, upper."""
    band = volume.band
    return float(volume.window.start), float(volume.window.end), float(band.lower), float(band.upper)


class Shapely:
    """STRtree of outlines; times, heights and sides by numpy; then the predicate, on prepared arrays."""

    def __init__(self, volumes: Sequence[Volume]) -> None:
        import numpy as np
        import shapely

        self.np, self.shapely = np, shapely
        self.shapes = np.array([shapely.Polygon(rings[0], rings[1:]) for rings in map(polygon, volumes)])
        self.tree = shapely.STRtree(self.shapes)
        self.sides = np.array([sides(one) for one in volumes])
        self.owner = np.array([one.participant for one in volumes])

    def ready(self, volumes: Sequence[Volume]) -> Any:
        """What a check takes, made beforehand."""
        shapes = self.np.array([self.shapely.Polygon(rings[0], rings[1:]) for rings in map(polygon, volumes)])
        return shapes, self.np.array([sides(one) for one in volumes]), volumes[0].participant

    def check(self, given: Any) -> set[tuple[int, int]]:
        """Pairs of (number of the volume, number of what it meets)."""
        shapes, own, owner = given
        asked, near = self.tree.query(shapes)
        there, here = self.sides[near], own[asked]
        keep = (there[:, 0] <= here[:, 1]) & (here[:, 0] <= there[:, 1]) & (self.owner[near] != owner)
        keep &= (there[:, 2] <= here[:, 3]) & (here[:, 2] <= there[:, 3])
        asked, near = asked[keep], near[keep]
        meet = self.shapely.intersects(shapes[asked], self.shapes[near])
        return set(zip(asked[meet].tolist(), near[meet].tolist(), strict=True))


class Rtree:
    """Boxes of four dimensions, then shapely's predicate."""

    def __init__(self, volumes: Sequence[Volume]) -> None:
        import shapely
        from rtree import index

        self.shapely = shapely
        self.shapes = [shapely.Polygon(rings[0], rings[1:]) for rings in map(polygon, volumes)]
        self.owner = [one.participant for one in volumes]
        boxes = (
            (n, self.box(shape, one), None) for n, (shape, one) in enumerate(zip(self.shapes, volumes, strict=True))
        )
        self.tree = index.Index(boxes, properties=index.Property(dimension=4))

    @staticmethod
    def box(shape: Any, volume: Volume) -> tuple[float, ...]:
        """West, south, lower, start, then the other ends."""
        start, end, lower, upper = sides(volume)
        west, south, east, north = shape.bounds
        return west, south, lower, start, east, north, upper, end

    def ready(self, volumes: Sequence[Volume]) -> Any:
        """What a check takes, made beforehand."""
        shapes = [self.shapely.Polygon(rings[0], rings[1:]) for rings in map(polygon, volumes)]
        return [(shape, self.box(shape, one)) for shape, one in zip(shapes, volumes, strict=True)], volumes[
            0
        ].participant

    def check(self, given: Any) -> set[tuple[int, int]]:
        """Pairs of (number of the volume, number of what it meets)."""
        found = set()
        for number, (shape, box) in enumerate(given[0]):
            for near in self.tree.intersection(box):
                if self.owner[near] != given[1] and shape.intersects(self.shapes[near]):
                    found.add((number, near))
        return found


class PostGis:
    """One table, one GiST index over outline, time range and height range; one prepared statement a check."""

    _CHECK = """
        SELECT q.n, v.id FROM unnest(%s::int[], %s::bytea[], %s::float8[], %s::float8[], %s::float8[], %s::float8[])
          AS q(n, g, t0, t1, h0, h1)
        JOIN v ON v.geom && ST_GeomFromWKB(q.g) AND v.span && tstzrange(to_timestamp(q.t0), to_timestamp(q.t1), '[]')
          AND v.band && numrange(q.h0::numeric, q.h1::numeric, '[]')
          AND v.owner <> %s AND ST_Intersects(v.geom, ST_GeomFromWKB(q.g))"""

    def __init__(self, volumes: Sequence[Volume], address: str) -> None:
        import psycopg
        import shapely

        self.shapely = shapely
        self.link = psycopg.connect(address, autocommit=True, prepare_threshold=0)
        self.link.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        self.link.execute("DROP TABLE IF EXISTS v")
        self.link.execute("CREATE TABLE v (id int, owner text, geom geometry(Polygon), span tstzrange, band numrange)")
        with self.link.cursor().copy("COPY v FROM STDIN") as rows:
            for number, one in enumerate(volumes):
                start, end, lower, upper = sides(one)
                wkb = shapely.to_wkb(shapely.Polygon(*self._rings(one)), hex=True)
                span = f'["{_instant(start)}","{_instant(end)}"]'
                rows.write_row((number, one.participant, wkb, span, f"[{lower:.0f},{upper:.0f}]"))
        self.link.execute("CREATE INDEX ON v USING gist (geom, span, band)")
        self.link.execute("VACUUM ANALYZE v")
        self.link.execute("SET plan_cache_mode = force_generic_plan")

    @staticmethod
    def _rings(one: Volume) -> tuple[Any, Any]:
        rings = polygon(one)
        return rings[0], rings[1:]

    def ready(self, volumes: Sequence[Volume]) -> Any:
        """What a check takes, made beforehand."""
        wkb = [self.shapely.to_wkb(self.shapely.Polygon(*self._rings(one))) for one in volumes]
        return [
            list(range(len(volumes))),
            wkb,
            *map(list, zip(*map(sides, volumes), strict=True)),
            volumes[0].participant,
        ]

    def check(self, given: Any) -> set[tuple[int, int]]:
        """Pairs of (number of the volume, number of what it meets)."""
        return set(self.link.execute(self._CHECK, given).fetchall())


def _instant(seconds: float) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC).isoformat()


@contextmanager
def postgres() -> Iterator[str | None]:
    """A cluster of its own in a temporary folder, gone afterwards; None where PostgreSQL or PostGIS is missing."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    binaries = Path(shutil.which("initdb") or (folders[-1] / "initdb" if folders else "initdb")).parent
    if not (binaries / "initdb").exists():
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="jig-peer-") as folder:
        data, own = Path(folder) / "data", os.geteuid() != 0
        if not own:  # initdb refuses root
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)

        def run(*command: str) -> bool:
            whole = command if own else ("runuser", "-u", "postgres", "--", *command)
            return subprocess.run(whole, capture_output=True, cwd=folder, check=False).returncode == 0

        settings = f"-p {_PORT} -k {folder} -c listen_addresses= -c shared_buffers=1GB -c fsync=off -c jit=off"
        started = run(str(binaries / "initdb"), "-D", str(data), "-U", "jig", "-A", "trust")
        started = started and run(
            str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", f"{folder}/log", "-o", settings, "start"
        )
        try:
            yield f"host={folder} port={_PORT} user=jig dbname=postgres" if started else None
        finally:
            if started:
                run(str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
