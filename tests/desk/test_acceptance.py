"""What scripts rely on (issue 2, Interface) where a first script went wrong."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli_nodes import NOTE, OFFICERS, PROFILE, A, B
from jig.centre.coverage import REASONS
from jig.desk.output import DESK


def test_a_preview_without_an_officer_is_made_as_one_who_may_speak(shell):
    """Issue 2, Interface: `jig preview DIR KIND FILE` names no officer; a relieved one would condemn every body."""
    for name, _ in OFFICERS[A][:1]:
        assert shell("officer", "relieve", shell.node(A), "--officer", name).code == 0
    given = shell.file("note", NOTE[A])

    ran = shell("preview", shell.node(A), "note", given, "--json")

    assert (ran.code, ran.json["verdict"]) == (0, "OK")
    assert {f["facts"]["officer"] for f in ran.json["findings"]} == {OFFICERS[A][1][0]}


@pytest.mark.parametrize("command", ["submit", "preview"])
def test_the_faults_of_kind_officer_and_file_come_all_together(shell, command):
    """Issue 2, 5: all faults at once."""
    garbage, short = shell.file("garbage", b"{"), shell.file("short", {"lang": "en"})

    nothing = shell(command, shell.node(A), "nothing", garbage, "--officer", "Nobody", "--json")
    form = shell(command, shell.node(A), "note", short, "--officer", "Nobody", "--json")

    assert (nothing.code, nothing.codes) == (2, ["KIND-UNKNOWN", "OFFICER-UNKNOWN", "JSON-SYNTAX"])
    assert (form.code, form.codes) == (2, ["OFFICER-UNKNOWN", "FORM-MISSING"])
    assert shell("digest", shell.node(A), "--json").json["frontier"] == {A: 3, B: 0}


def test_everything_against_a_new_node_is_said_at_once_and_nothing_is_made(shell):
    new = shell.folder / "new"

    profile = shell("init", new, "--participant", A, "--profile", "none", "--mode", "PLAY", "--json")
    there = shell("init", shell.node(A), "--participant", "NOBODY", "--profile", PROFILE, "--mode", "PLAY", "--json")

    assert (profile.code, profile.codes) == (2, ["PROFILE-UNKNOWN", "MODE-UNKNOWN"])
    assert (there.code, there.codes) == (2, ["PARTICIPANT-UNKNOWN", "MODE-UNKNOWN", "NODE-EXISTS"])
    assert not new.exists()


def test_an_officer_without_a_name_is_not_accredited_and_leaves_no_key(shell):
    """ToR 1.d.iii."""
    keys = sorted((shell.node(A) / "keys").iterdir())

    ran = shell("officer", "accredit", shell.node(A), "--officer", " ", "--role", "KING", "--json")

    assert (ran.code, ran.codes) == (2, ["USAGE-VALUE", "ROLE-UNKNOWN"])
    assert sorted((shell.node(A) / "keys").iterdir()) == keys


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_a_port_that_is_none_is_input_that_cannot_be_used(shell, port):
    ran = shell("serve", shell.node(A), "--port", port, "--json")

    assert (ran.code, ran.codes) == (2, ["USAGE-VALUE"])


def test_a_host_that_is_none_is_named(shell):
    ran = shell("serve", shell.node(A), "--host", "256.0.0.1", "--json")

    assert (ran.code, ran.codes, ran.errors[0]["path"]) == (2, ["FILE"], "256.0.0.1:0")


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_serving_until_interrupted_is_done_when_interrupted(shell, told):
    """Issue 2, Interface: exit 0 is done."""
    command = [sys.executable, "-m", "jig", "serve", str(shell.node(A)), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as serving:
        link = json.loads(serving.stdout.readline())["link"]
        serving.send_signal(told)
        rest, prose = serving.communicate()

    assert link.startswith("https://127.0.0.1:")
    assert (serving.returncode, rest) == (0, ""), prose


def test_a_file_that_cannot_be_written_is_named_as_the_caller_named_it(shell):
    wanted = shell.folder / "nowhere" / "log.bundle"

    ran = shell("bundle", "export", shell.node(A), wanted, "--json")

    assert (ran.code, ran.codes, ran.errors[0]["path"]) == (2, ["FILE-MISSING"], str(wanted))


def test_a_pair_file_that_is_a_folder_or_too_large_is_told_without_the_systems_words(shell):
    large = shell.file("large", b" " * 70_000)

    ran = [shell("pair", shell.node(A), "--with", one, "--json") for one in (shell.folder, large)]

    assert [(one.code, one.codes) for one in ran] == [(2, ["PAIR-FILE"])] * 2
    assert [one.errors[0]["found"] for one in ran] == ["IsADirectoryError", "FILE-TOO-LARGE"]


def test_a_frontier_is_the_same_in_either_order_and_written_as_it_is_asked_for(shell):
    asked = (f"{A}=2,{B}=0", f"{B}=0,{A}=2")

    ran = [shell("picture", shell.node(A), "--at", one) for one in asked]
    arabic = shell("digest", shell.node(A), "--at", f"{A}=\u0662,{B}=0", "--json")
    same = shell("diff", shell.node(A), shell.node(A))

    assert ran[0].err == ran[1].err
    assert "not closed" not in ran[0].err
    assert (arabic.code, arabic.codes) == (2, ["FRONTIER"])
    assert f"{A}=3,{B}=0" in same.err


def test_json_is_written_whole_where_the_terminal_lacks_its_letters(shell):
    """Standard output is JSON, whatever it can show."""
    command = [sys.executable, "-m", "jig", "officer", "list", str(shell.node(B)), "--json"]
    assert shell("officer", "accredit", shell.node(B), "--officer", "Вымышленный", "--role", "OPS").code == 0

    done = subprocess.run(
        command, capture_output=True, env={"PYTHONIOENCODING": "ascii", "PYTHONPATH": ":".join(sys.path)}, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "Вымышленный" in {one["name"] for one in json.loads(done.stdout)["officers"]}


def test_coverage_gives_each_reason_as_its_code_and_a_sentence(shell):
    """Issue 2, Interface: {clause id: {action, rules, kinds, tests, reason}}."""
    found = shell("agreement", "coverage", "--json").json

    reasons = [row["reason"] for row in found.values() if row["reason"] is not None]
    assert all(set(row) == {"action", "rules", "kinds", "tests", "reason"} for row in found.values())
    assert {reason.partition(": ")[0] for reason in reasons} == set(REASONS)
    assert all(reason.endswith(".") and len(reason.partition(": ")[2]) > 30 for reason in reasons)


def test_an_installed_package_finds_the_tests_of_the_checkout_it_is_called_in(tmp_path, monkeypatch):
    """Issue 2, Interface: the tests, in a checkout; anywhere else none."""
    source = Path(DESK.__class__.__init__.__code__.co_filename).parents[1]
    installed = tmp_path / "site-packages" / "jig"
    installed.parent.mkdir()
    installed.symlink_to(source)
    asked = "from jig.centre import coverage as c; c.__file__ = {file!r}; print(len(c._tests()))"
    command = [sys.executable, "-c", asked.format(file=str(tmp_path / "a" / "b" / "jig" / "centre" / "coverage.py"))]
    env = {"PYTHONPATH": str(installed.parent)}

    counts = [
        int(subprocess.run(command, capture_output=True, env=env, cwd=cwd, check=True, text=True).stdout)
        for cwd in (source.parents[1], source.parents[1] / "tests", tmp_path)
    ]

    assert counts[0] == counts[1] > 20
    assert counts[2] == 0
