"""What a served node raises by its own clock, unasked (ToR Pre.3, 2.a; A47, A48; F01, F04, F09)."""

import json
import stat
import subprocess
import sys
import time

import pytest

from cli_nodes import OFFICERS, A, B, make_pair
from jig.adapters.folder import NodeFolder
from jig.desk.alarms import ALARM_FILE, Watch
from jig.desk.output import DESK

WATCH = {code: OFFICERS[code][1][0] for code in (A, B)}


class Clock:
    """A clock that stands where it is set."""

    def __init__(self, now):
        self.at = now

    def now(self):
        return self.at


@pytest.fixture
def shell(tmp_path, capsys):
    from cli_nodes import Shell

    make_pair(tmp_path)
    return Shell(tmp_path, capsys)


def carry(shell, to, other):
    path = shell.export(other, f"{other}-to-{to}-{len(list(shell.folder.iterdir()))}.jigb")
    assert shell("bundle", "import", shell.node(to), path).code == 0


def rows(shell, code, of="STOP-ANSWER"):
    path = shell.node(code) / ALARM_FILE
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [one for one in map(json.loads, lines) if one["code"] == of]


@pytest.mark.parametrize("code", [A, B])
def test_an_untaken_stop_is_raised_on_either_node_at_once_and_again_when_its_time_is_over(shell, code):
    """A47, F01: both sides of sixty seconds; each node names both representatives; said once each."""
    shell("stop", "call", shell.node(A), "--officer", WATCH[A])
    carry(shell, B, A)
    with NodeFolder(shell.node(code)).node() as opened:
        digest = opened.picture.digest()
        watch = Watch(opened, shell.node(code), lambda look: look())
        opened.clock = Clock(0)
        watch.look()
        (first,) = rows(shell, code)
        for after in (59, 60, 61):
            opened.clock = Clock(first["called_at"] + after)
            watch.look()

        states = [one["state"] for one in rows(shell, code)]
        unchanged = opened.picture.digest() == digest

    assert states == ["CALLED", "UNANSWERED"] and unchanged
    assert rows(shell, code)[1]["representatives"][code] == [OFFICERS[code][0][0]]
    assert stat.S_IMODE((shell.node(code) / ALARM_FILE).stat().st_mode) == 0o600


def test_a_stop_that_was_taken_raises_nothing_more(shell):
    shell("stop", "call", shell.node(A), "--officer", WATCH[A])
    carry(shell, B, A)
    with NodeFolder(shell.node(B)).node() as opened:
        watch = Watch(opened, shell.node(B), lambda look: look())
        watch.look()
        shell("stop", "take", shell.node(B), "--officer", WATCH[B])
        opened.clock = Clock(2**33)
        watch.look()

    assert [one["state"] for one in rows(shell, B)] == ["CALLED"]


def test_a_movement_that_reached_no_executing_unit_is_raised_two_hours_before_it_sets_out(shell):
    """F09: both sides of the instant; the alarm names neither the movement's way nor its label."""
    at = {"text": "36.1000N 37.2000E", "notation": "WGS84"}
    window = {"start": 1_472_882_400, "end": 1_472_886_000}
    body = {
        "movement": "EX-M", "org": "EXERCISE-ORG", "purpose": "FOOD", "route": [at], "half_width_m": 200,
        "departure": window, "arrival": window, "back": window, "lang": "en",
    }  # fmt: skip
    given = shell.file("m.json", body)
    assert shell("submit", shell.node(A), "movement", given, "--officer", OFFICERS[A][0][0]).code == 0
    with NodeFolder(shell.node(A)).node() as opened:
        watch = Watch(opened, shell.node(A), lambda look: look())
        opened.clock = Clock(1_472_875_199)
        watch.look()
        before = rows(shell, A, "MOVEMENT-DELIVER")
        opened.clock = Clock(1_472_875_200)
        watch.look()

    found = rows(shell, A, "MOVEMENT-DELIVER")
    stated = rows(shell, A, "PROTECTED-TAKE") + rows(shell, A, "LIST-EXCHANGE")
    assert {one["state"] for one in stated} <= {"OVERDUE"}
    assert before == [] and sorted(one["subject"].split()[1] for one in found) == sorted((A, B))
    assert not {"EX-M", "36.1"} & {part for one in found for part in str(one).split()}


def test_an_alarm_that_cannot_be_kept_is_said_all_the_same(shell, capsys):
    """A full disk or a folder in its place is no reason for silence."""
    shell("stop", "call", shell.node(A), "--officer", WATCH[A])
    (shell.node(A) / ALARM_FILE).mkdir()
    DESK.set(as_json=False, lang="en")
    with NodeFolder(shell.node(A)).node() as opened:
        capsys.readouterr()
        Watch(opened, shell.node(A), lambda look: look()).look()

    said = capsys.readouterr().err
    assert "cannot be written" in said and "not taken yet" in said


def test_a_served_node_raises_what_another_process_recorded(shell):
    """F01: `jig serve` watches by itself; nothing is asked of it."""
    command = [sys.executable, "-m", "jig", "serve", str(shell.node(A)), "--port", "0", "--json"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:  # fmt: skip
        try:
            assert json.loads(server.stdout.readline())["link"]
            shell("stop", "call", shell.node(A), "--officer", WATCH[A])
            deadline = time.monotonic() + 60
            while not rows(shell, A) and time.monotonic() < deadline:
                time.sleep(0.05)
        finally:
            server.terminate()
            said = server.communicate()[1]

    assert [one["state"] for one in rows(shell, A)] == ["CALLED"] and "not taken yet" in said


def test_a_list_never_exchanged_is_due_from_the_first_statement_and_one_exchanged_a_day_after(shell):
    """A48, F03: both sides of the instant, in `jig due`."""
    given = shell.file("sites.csv", b"hns_id,type,text,notation\nEX-1,SCHOOL,36.1N 37.2E,WGS84\n")
    who = ("--officer", OFFICERS[A][0][0], "--org", "EXERCISE-ORG", "--consents", f"{A},{B}")
    assert shell("harm", "import", shell.node(A), given, *who).code == 0

    def listed(now=None):
        ran = shell("due", shell.node(A), *(() if now is None else ("--now", now)), "--json")
        return next(one for one in ran.json["due"] if one["code"] == "LIST-EXCHANGE")

    never = listed()
    for code, other in ((A, B), (B, A), (A, B)):
        carry(shell, other, code)
        shell("harm", "digest", shell.node(other), "--officer", OFFICERS[other][0][0])
    carry(shell, A, B)
    due = listed()["due"]

    assert never["state"] == "OVERDUE" and due >= never["due"] + 86_400
    assert [listed(now)["state"] for now in (due - 1, due)] == ["DUE", "OVERDUE"]


def test_what_was_carried_out_after_a_stop_is_raised_once_with_both_representatives(shell, capsys, monkeypatch):
    """F06: raised to both, said in words and kept; the record says it by itself."""
    found = {"a:b": {"state": "STRUCK-AFTER-STOP", "plan": "EX-P", "by": B, "stop": "b", "known": "PROVEN",
                     "raised_to": {A: [OFFICERS[A][0][0]], B: []}}}  # fmt: skip
    monkeypatch.setattr("jig.desk.alarms.struck_after_stop", lambda view: found)
    DESK.set(as_json=False, lang="en")
    with NodeFolder(shell.node(A)).node() as opened:
        capsys.readouterr()
        watch = Watch(opened, shell.node(A), lambda look: look())
        watch.look()
        watch.look()

    said = capsys.readouterr().err
    assert said.count("EX-P") == 1 and f"{A}: {OFFICERS[A][0][0]}" in said and f"{B}: -" in said
    assert [(one["plan"], one["state"]) for one in rows(shell, A, "STRUCK-AFTER-STOP")] == [("EX-P", "PROVEN")]


def test_a_list_of_hundreds_is_raised_a_few_at_a_look_and_whole_in_the_end(shell):
    """F04: nobody is left out, and no delivery waits for hundreds of lines to be written."""
    lines = [f"EX-{n},SCHOOL,36.1N {37 + n / 100:.2f}E,WGS84" for n in range(30)]
    given = shell.file("sites.csv", "\n".join(["hns_id,type,text,notation", *lines]).encode())
    who = ("--officer", OFFICERS[A][0][0], "--org", "EXERCISE-ORG", "--consents", f"{A},{B}")
    assert shell("harm", "import", shell.node(A), given, *who).code == 0
    with NodeFolder(shell.node(A)).node() as opened:
        watch = Watch(opened, shell.node(A), lambda look: look())
        counts = []
        for _ in range(5):
            watch.look()
            counts.append(len(rows(shell, A, "PROTECTED-TAKE")) + len(rows(shell, A, "LIST-EXCHANGE")))

    assert counts == [20, 40, 60, 61, 61]


def who_flew(shell, code, **changed):
    body = {
        "question_id": "EX-Q", "area": "N-1", "window": {"start": 1_472_880_000, "end": 1_472_886_000}, "lang": "en",
        "incident_at": 1_472_882_400, "reason": "EXERCISE incident", "asked_by": OFFICERS[code][1][0],
    } | changed  # fmt: skip
    given = shell.file("q.json", body)
    return shell("submit", shell.node(code), "who-flew", given, "--officer", OFFICERS[code][0][0], "--json")


def test_who_flew_not_answered_in_its_time_is_raised_on_both_nodes_for_each_side_that_is_silent(shell):
    """F02, reading A36: both sides of the instant; the asker is asked as well; an answer given ends it for its side."""
    asked = who_flew(shell, A).json["entry"]
    carry(shell, B, A)
    reply = {"question": asked, "flew": "NO", "answered_by": "Bunin", "post": "EXERCISE post", "lang": "en", "text": ""}
    given = shell.file("answer.json", reply)
    assert shell("submit", shell.node(B), "who-flew-answer", given, "--officer", OFFICERS[B][0][0]).code == 0
    carry(shell, A, B)
    found = {}
    for code in (A, B):
        with NodeFolder(shell.node(code)).node() as opened:
            due = opened.picture.view().entry(asked).claimed_at + 86_400
            for at in (due - 1, due):
                opened.clock = Clock(at)
                Watch(opened, shell.node(code), lambda look: look()).look()
                found[code, at - due] = [one["subject"] for one in rows(shell, code, "WHO-FLEW")]

    assert found == {(A, -1): [], (B, -1): [], (A, 0): [f"{A} EX-Q:{asked[:12]}"], (B, 0): [f"{A} EX-Q:{asked[:12]}"]}


def test_due_shows_the_instant_of_each_sides_answer_and_late_after_it(shell):
    """F02, point 6: `jig due --now` on either side of the instant, by the wall clock too."""
    asked = who_flew(shell, A).json["entry"]
    with NodeFolder(shell.node(A)).node() as opened:
        due = opened.picture.view().entry(asked).claimed_at + 86_400

    states = {}
    for now in (due - 1, due):
        given = shell("due", shell.node(A), "--now", now, "--json", "--lang", "ru").json["due"]
        states[now - due] = [
            (one["subject"].split()[0], one["due"], one["state"]) for one in given if one["code"] == "WHO-FLEW"
        ]

    assert states == {
        -1: [(code, due, "DUE") for code in sorted((A, B))],
        0: [(code, due, "OVERDUE") for code in sorted((A, B))],
    }
