"""STOP by the command line on two nodes, with the link down (ToR Pre.3, 2.a; A47; F01, F06)."""

import json

import pytest

from cli_nodes import OFFICERS, A, B

WATCH = {code: OFFICERS[code][1][0] for code in (A, B)}


def carry(shell, to, other):
    path = shell.export(other, f"{other}-to-{to}-{len(list(shell.folder.iterdir()))}.jigb")
    assert shell("bundle", "import", shell.node(to), path).code == 0


def stop(shell, verb, code, *more):
    return shell("stop", verb, shell.node(code), *more, "--officer", WATCH[code], "--json")


def due(shell, code, *more):
    return shell("stop", "due", shell.node(code), *more, "--json")


def test_a_stop_goes_by_file_is_taken_by_name_and_lifted_by_two_hands(shell):
    """C045, C079, A47: no link is needed."""
    called = stop(shell, "call", A, "--text", "people seen")
    carry(shell, B, A)
    took = stop(shell, "take", B)
    early = stop(shell, "lift", B, called.json["entry"])
    carry(shell, A, B)
    half = stop(shell, "lift", A)
    carry(shell, B, A)
    whole = stop(shell, "lift", B)
    carry(shell, A, B)

    assert called.code == took.code == half.code == whole.code == 0
    assert "no link is needed" in called.err
    assert (early.code, early.codes) == (1, ["STOP-NO-LIFT"])
    assert (half.json["state"], whole.json["state"]) == ("IN-FORCE", "LIFTED")
    assert due(shell, A).json["stops"] == due(shell, B).json["stops"] == []


@pytest.mark.parametrize(("after_s", "state", "code"), [(59, "CALLED", 0), (60, "UNANSWERED", 1)])
def test_unanswered_for_sixty_seconds_both_representatives_are_called(shell, after_s, state, code):
    """A47, F01: asked at the edge by the reader's clock; nothing in the record changes by time."""
    stop(shell, "call", A)
    (row,) = due(shell, A, "--now", 0).json["stops"]
    digest = shell("digest", shell.node(A), "--json").json["digest"]

    found = due(shell, A, "--now", row["called_at"] + after_s)

    assert (found.code, found.json["stops"][0]["state"]) == (code, state)
    assert found.json["representatives"] == {A: [OFFICERS[A][0][0]], B: []}
    assert shell("digest", shell.node(A), "--json").json["digest"] == digest


def test_a_stop_in_a_hurry_is_never_sent_back_for_a_coordinate(shell):
    """Pre.3: a place that cannot be read makes it reach everything, and the words as given are kept."""
    ran = stop(shell, "call", A, "--place", "north of the bridge")

    assert ran.code == 0
    (subject,) = [one for key, one in shell("picture", shell.node(A), "--json").json["subjects"].items() if key.startswith("stop:")]  # fmt: skip
    assert subject["reach"]["everything"] is True
    body = shell("explain", shell.node(A), ran.json["entry"], "--json").json["body"]
    assert "[north of the bridge]" in body["text"]


def test_a_place_is_read_in_the_notation_named(shell):
    """A47, ToR 1.d.iv."""
    ran = stop(shell, "call", A, "--place", "35.5 N 36.9 E", "--radius", 5000)

    (subject,) = [one for key, one in shell("picture", shell.node(A), "--json").json["subjects"].items() if key.startswith("stop:")]  # fmt: skip
    assert ran.json["findings"] and subject["reach"]["everything"] is False
    assert subject["reach"]["reach_m"] >= 5000


@pytest.mark.parametrize(
    ("verb", "more", "code"),
    [("call", ("--radius", 5), "STOP-RADIUS"), ("take", (), "STOP-NONE"), ("lift", (), "STOP-NONE")],
)
def test_what_cannot_be_used_is_said_with_its_code(shell, verb, more, code):
    ran = stop(shell, verb, A, *more)

    assert (ran.code, ran.codes) == (2, [code])


def test_several_stops_are_asked_for_by_name_and_an_unknown_officer_is_refused(shell):
    for _ in range(2):
        stop(shell, "call", A)
    carry(shell, B, A)

    assert stop(shell, "take", B).codes == ["STOP-WHICH"]
    unknown = shell("stop", "call", shell.node(A), "--officer", "Nobody", "--json")
    assert unknown.codes == ["OFFICER-UNKNOWN"]


def test_what_is_said_in_russian_is_russian(shell):
    """ToR 1.d.ii."""
    stop(shell, "call", A)

    ran = shell("stop", "due", shell.node(A), "--lang", "ru")

    assert "СТОП" in ran.err and "holds" not in ran.err
    assert json.loads(due(shell, A).out)["stops"]


def test_an_untaken_stop_is_among_what_is_due(shell):
    """C045, A47."""
    called = stop(shell, "call", A)

    rows = shell("due", shell.node(A), "--json").json["due"]

    assert called.json["entry"] in [row["subject"] for row in rows if row["code"] == "STOP-ANSWER"]
