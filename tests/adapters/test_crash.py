"""A process killed at any statement loses nothing that it acknowledged, and leaves nothing half done."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from jig.adapters.sqlite_store import SqliteStore
from jig.record.entry import Sealed

PROGRAM = Path(__file__).with_name("killed_writer.py")


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run(
        [sys.executable, PROGRAM, folder], env=environment, capture_output=True, text=True, check=True
    )
    return [
        (folder / f"{n}.sqlite", int(end), int(count)) for n, end, count in map(str.split, done.stdout.splitlines())
    ]


def test_it_was_killed_before_every_statement_from_the_first_to_the_last(runs):
    *killed, last = runs

    assert {ended for _, ended, _ in killed} == {-signal.SIGKILL}
    assert last[1:] == (0, 3)
    assert {acknowledged for *_, acknowledged in killed} == {0, 1, 2}
    assert len(killed) > 30


def test_what_was_acknowledged_is_whole_and_the_rest_is_absent(runs):
    """Issue: a kill -9 at any point loses nothing acknowledged and forks nothing."""
    for path, _, acknowledged in runs:
        store = SqliteStore(path)

        found = {
            "own": list(store.entries("own", 0, 9)),
            "mirror": list(store.entries("mirror", 0, 9)),
            "arrivals": [(a.number, a.which, a.seq) for a in store.arrivals(0)],
            "head": store.newest_head("own"),
            "fact": store.fact("incarnation"),
        }

        assert found == {
            "own": [Sealed(b"own %d" % n, b"s" * 32, b"{}") for n in range(acknowledged)],
            "mirror": [Sealed(b"mirror %d" % n, b"s" * 32, None) for n in range(acknowledged)],
            "arrivals": [
                (2 * n + at + 1, which, n) for n in range(acknowledged) for at, which in enumerate(("own", "mirror"))
            ],
            "head": b"head %d" % (acknowledged - 1) if acknowledged else None,
            "fact": str(acknowledged) if acknowledged else None,
        }, path
        store.close()


def test_the_next_process_goes_on_where_the_killed_one_stopped(runs):
    for path, _, acknowledged in runs:
        store = SqliteStore(path)

        with store.transaction():
            store.append("own", acknowledged, Sealed(b"after", b"s" * 32, b"{}"))

        assert store.size("own") == acknowledged + 1
        store.close()
