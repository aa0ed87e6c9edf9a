"""`jig air episodes --cluster`: real workers, a real kill, and what each fault says (ToR 3.b)."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from air.cluster_fake import write
from jig.desk.cli import main

SQUARE = [[0, 0], [0.0001, 0], [0.0001, 0.0001], [0, 0.0001], [0, 0]]


@pytest.fixture
def tracks(tmp_path):
    for day in range(6):
        rows = [("x1", day * 1_000.0 + n, (n % 20 - 5) * 1e-5, 5e-5) for n in range(980)]
        write(tmp_path / "in", f"2016-09-{day + 1:02d}", [*rows, ("y2", day * 1_000.0, 5e-5, 5e-5)])
    areas = {"type": "Feature", "properties": {"area": "A"}, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
    (tmp_path / "areas.geojson").write_text(json.dumps(areas))
    return tmp_path


def arguments(folder, *more):
    return ["air", "episodes", str(folder / "in"), "--areas", str(folder / "areas.geojson"), "--json", *map(str, more)]


@pytest.fixture
def run(tracks, capsys):
    def command(*more):
        code = main(arguments(tracks, *more))
        told = capsys.readouterr()
        return code, json.loads(told.out), told.err

    return command


def test_a_folder_of_partitions_is_read_whole(run):
    code, found, _ = run()

    assert (code, found["points"], found["aircraft"]) == (0, 6 * 981, 2)


@pytest.mark.slow
def test_workers_answer_as_one_process_and_a_rerun_keeps_what_is_done(run, tracks):
    _, one, _ = run()

    code, two, _ = run("--cluster", "local[2]", "--resume", tracks / "work")
    again = run("--cluster", "local[1]", "--resume", tracks / "work")[1]

    assert code == 0
    assert two.pop("parts") == {"all": 6, "kept": 0, "changed": 0, "brought_together": 0}
    assert again.pop("parts") == {"all": 6, "kept": 6, "changed": 0, "brought_together": 0}
    assert two == again == one


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_where_it_was(run, tracks):
    for day in range(7, 40):
        write(tracks / "in", f"2016-10-{day:02d}", [("x1", day * 1_000.0, 5e-5, 5e-5)])
    command = [sys.executable, "-m", "jig", *arguments(tracks, "--cluster", "local[1]", "--resume", tracks / "work")]
    killed = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    while killed.poll() is None and not list((tracks / "work").glob("parts/*.arrow")):
        time.sleep(0.001)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()

    _, found, _ = run("--cluster", "local[2]", "--resume", tracks / "work")

    assert 1 <= found["parts"]["kept"] < found["parts"]["all"]
    del found["parts"]
    assert found == run()[1]


@pytest.mark.parametrize(
    ("more", "code", "path"),
    [
        (("--cluster", "somewhere"), "TRACKS-CLUSTER-WHERE", "--cluster"),
        (("--cluster", "local[0]"), "TRACKS-CLUSTER-WHERE", "--cluster"),
        (("--cluster", "local[1]", "--workers", "2"), "TRACKS-CLUSTER-OPTION", "--workers"),
        (("--cluster", "local[1]", "--format", "csv"), "TRACKS-CLUSTER-OPTION", "--format"),
        (("--cluster", "tcp://127.0.0.1:9"), "TRACKS-CLUSTER-FOLDER", "tcp://127.0.0.1:9"),
        (("--resume", "x"), "USAGE-MISSING", "--cluster"),
    ],
)
def test_options_that_do_not_fit_are_named(run, more, code, path):
    exit_code, found, _ = run(*more)

    assert exit_code == 2
    assert [(fault["code"], fault["path"]) for fault in found["errors"]] == [(code, path)]


def test_without_the_extra_the_command_says_what_to_install(run, monkeypatch):
    from jig.adapters import tracks_cluster_where

    monkeypatch.setattr(tracks_cluster_where, "find_spec", lambda name: None)

    code, found, told = run("--cluster", "local[2]")

    assert (code, found["errors"][0]["code"]) == (2, "TRACKS-CLUSTER-NOT-INSTALLED")
    assert "pip install 'jig[cluster]'" in told


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_is_named(run, tracks, monkeypatch):
    from jig.adapters import tracks_cluster_dask

    monkeypatch.setattr(tracks_cluster_dask, "_PATIENCE_S", 1)

    code, found, _ = run("--cluster", "tcp://127.0.0.1:9", "--resume", tracks / "work")

    assert (code, found["errors"][0]["code"]) == (2, "TRACKS-CLUSTER-UNREACHABLE")


@pytest.mark.slow
def test_a_cluster_of_others_answers_as_one_process(run, tracks):
    import distributed

    _, one, _ = run()
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None, protocol="tcp", host="127.0.0.1",
        scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
    ) as others:  # fmt: skip
        code, found, _ = run("--cluster", others.scheduler_address, "--resume", tracks / "work")

    assert code == 0
    assert found.pop("parts")["all"] == 6
    assert found == one


def test_a_folder_without_tracks_is_named(run, tracks):
    (tracks / "empty").mkdir()

    code, found, _ = run(tracks / "empty")

    assert code == 0
    assert [fault["code"] for fault in found["errors"]] == ["TRACKS-FOLDER-EMPTY"]
