"""Small questions are asked of the same functions, uncompiled: what is true compiled is true of them (issue 5, Exact)."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

from jig.desk.cli import main

TESTS = Path(__file__).parent
UNCOMPILED = (
    "import sys; import numpy; from jig.air.compiled import leave_uncompiled; leave_uncompiled();"
    "numpy.seterr(over='ignore'); import pytest; sys.exit(pytest.main(sys.argv[1:]))"
)


def environment(folder: Path) -> dict[str, str]:
    """This process's, on a machine where nothing was compiled yet."""
    without = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    paths = [*sys.path, str(TESTS.parent)]
    return {**without, "XDG_CACHE_HOME": str(folder), "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def test_what_holds_of_compiled_functions_holds_of_them_as_they_are_written(tmp_path):
    """The oracle of whole fractions, asked of plain Python."""
    asked = [str(TESTS / name) for name in ("test_episodes.py", "test_lattice.py")]

    ran = subprocess.run(
        [sys.executable, "-c", UNCOMPILED, "-q", "-p", "no:cacheprovider", *asked],
        env=environment(tmp_path), cwd=TESTS.parent.parent, capture_output=True, text=True,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stdout[-3000:]


def test_a_machine_where_nothing_is_compiled_answers_a_small_question_alike_and_compiles_nothing(tmp_path, capsys):
    """A newcomer's first question takes a second or two, not the twenty that compiling takes."""
    tracks, areas = made(tmp_path)

    first = subprocess.run(
        [sys.executable, "-m", "jig", "air", "episodes", str(tracks), "--areas", str(areas), "--json"],
        env=environment(tmp_path / "cache"), capture_output=True, text=True,
    )  # fmt: skip
    code = main(["air", "episodes", str(tracks), "--areas", str(areas), "--json"])

    found = json.loads(first.stdout)
    assert (first.returncode, code) == (0, 0)
    assert len(found["episodes"]) > 20
    assert found == json.loads(capsys.readouterr().out)
    assert not list((tmp_path / "cache").rglob("*.nbc"))


def made(folder: Path) -> tuple[Path, Path]:
    """Six aircraft that wander over nine areas with common edges; some stand on them."""
    chance = random.Random(20160912)
    lines = ["aircraft,time,lon,lat"]
    for number in range(6):
        x, y = chance.randint(0, 30), chance.randint(0, 30)
        for step in range(60):
            x, y = x + chance.randint(-3, 3), y + chance.randint(-3, 3)
            lines.append(f"EX-{number},{1_474_250_000 + 20 * step},{36 + x / 100:.2f},{35 + y / 100:.2f}")
    (folder / "tracks.csv").write_text("\n".join(lines) + "\n")
    features = []
    for number in range(9):
        west, south = 36 + number % 3 / 10, 35 + number // 3 / 10
        east, north = west + 0.1, south + 0.1
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        ring = [[round(lon, 7), round(lat, 7)] for lon, lat in ring]
        properties = {"area": f"EX-{number}", "class": 1}
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "geometry": shape, "properties": properties})
    (folder / "areas.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return folder / "tracks.csv", folder / "areas.geojson"
