"""A node killed at any statement loses nothing it acknowledged, and no fork comes of it (record.md, property 1)."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from crash.child import open_both
from jig.record.note import open_note
from two_nodes import meet, same

STEPS = ("submit", "call", "called")


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """Two files of two participants that have things to tell each other."""
    folder = tmp_path_factory.mktemp("begun")
    sides = open_both(folder)
    meet(*sides)
    for one in sides:
        one.say("before")
        one.say("and more")
    for one in sides:
        one.store.close()
    return folder


def run(begun, tmp_path, who, what, at):
    """Do a step in a process of its own on copies of the files; gives (exit code, lines it answered, folder)."""
    folder = tmp_path / f"{who}-{what}-{at}"
    shutil.copytree(begun, folder)
    call = [sys.executable, str(Path(__file__).with_name("child.py")), str(folder), str(who), what, str(at)]
    paths = os.pathsep.join(str(path) for path in (Path(__file__).parents[2] / "src", Path(__file__).parents[1]))
    done = subprocess.run(call, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": paths})
    return done.returncode, done.stdout.split("\n")[:-1], folder, done.stderr


def heads_hold(one):
    """Tell whether every head this node ever signed or took is one of its log as it is now: nothing was forked."""
    for which in ("own", "mirror"):
        tree = one.node.log(which).tree
        for size in one.store.head_sizes(which, 1, 1 << 40):
            if size > tree.size or open_note(one.store.head(which, size)).checkpoint.root != tree.root(size):
                return False
    return True


def recovers(folder, answered):
    """Open both again, let them talk, and say whether nothing that was acknowledged is missing."""
    sides = open_both(folder)
    try:
        assert all(heads_hold(one) for one in sides)
        for one, other in (sides, sides[::-1]):
            meet(one, other)
        for one in sides:
            one.say("after")
        meet(*sides)
        meet(*sides[::-1])
        assert same(*sides)
        assert all(heads_hold(one) for one in sides)
        assert all(one.store.fact("stopped") is None for one in sides)
        ids = {arrival.sealed.id.hex() for arrival in sides[0].store.arrivals(0)}
        return all(line in ids for line in answered if len(line) == 64)
    finally:
        for one in sides:
            one.store.close()


def killed_at(begun, tmp_path, who, what, at):
    code, answered, folder, complaint = run(begun, tmp_path, who, what, at)
    assert code == -signal.SIGKILL, complaint
    assert recovers(folder, answered)


def statements(begun, tmp_path, who, what):
    """Count the statements of a step that is not killed."""
    code, answered, folder, complaint = run(begun, tmp_path, who, what, 0)
    assert code == 0, complaint
    assert recovers(folder, answered)
    return int(answered[-1].removeprefix("statements "))


@pytest.mark.parametrize("what", STEPS)
def test_a_node_killed_on_its_way_comes_back_whole(begun, tmp_path, what):
    """A few statements spread over the step, the last before the commit among them."""
    count = statements(begun, tmp_path, 0, what)

    for at in sorted({1, 2, count // 3, count // 2, count - 1, count}):
        killed_at(begun, tmp_path, 0, what, at)


@pytest.mark.slow
@pytest.mark.parametrize("who", [0, 1])
@pytest.mark.parametrize("what", STEPS)
def test_a_node_killed_at_every_statement_comes_back_whole(begun, tmp_path, who, what):
    count = statements(begun, tmp_path, who, what)

    for at in range(1, count + 1):
        killed_at(begun, tmp_path, who, what, at)


def test_what_was_acknowledged_before_the_kill_is_there_after_it(begun, tmp_path):
    """The acknowledgement leaves the process; then it is killed without any farewell."""
    folder = tmp_path / "acknowledged"
    shutil.copytree(begun, folder)
    paths = os.pathsep.join(str(path) for path in (Path(__file__).parents[2] / "src", Path(__file__).parents[1]))
    code = (
        "import os, signal, sys\nfrom crash.child import open_both, step\nsides = open_both(sys.argv[1])\n"
        "print(step(sides, 0, 'submit'), flush=True)\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": paths},
    )

    assert (done.returncode, len(done.stdout.strip())) == (-signal.SIGKILL, 64)
    assert recovers(folder, [done.stdout.strip()])
