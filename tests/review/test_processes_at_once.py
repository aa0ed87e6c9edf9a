"""Several processes on one folder: the command line, the server and a carried file at the same time (issue 2, 4)."""

import os
import subprocess
import sys
from pathlib import Path

from crash.child import open_both
from crash.test_killed_node import heads_hold
from two_nodes import meet, same

HERE = Path(__file__).resolve()
PATHS = os.pathsep.join(str(path) for path in (HERE.parents[2] / "src", HERE.parents[1]))


def test_processes_that_use_one_folder_at_once_lose_nothing_and_fork_nothing(tmp_path):
    """record.md, Resume and property 1: nothing acknowledged is lost, and no honest use ends the exchange."""
    for one in open_both(tmp_path):
        one.store.close()
    call = [sys.executable, str(HERE.with_name("busy.py")), str(tmp_path)]
    started = [
        subprocess.Popen(
            [*call, str(seed), "20"], stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": PATHS}
        )
        for seed in range(4)
    ]
    lines = [line for process in started for line in process.communicate()[0].split("\n")[:-1]]

    sides = open_both(tmp_path)
    for one, other in (sides, sides[::-1], sides):
        meet(one, other)

    assert len(lines) == 80
    acknowledged = {line for line in lines if len(line) == 64}
    held = {arrival.sealed.id.hex() for one in sides for arrival in one.store.arrivals(0) if arrival.which == "own"}
    assert acknowledged and acknowledged <= held
    assert same(*sides)
    assert all(heads_hold(one) and one.store.fact("stopped") is None for one in sides)
    faults = {line.split()[0] for line in lines} - acknowledged - {"met", "carried"}
    assert faults <= {"NotConnected", "LinkDown"}, faults
