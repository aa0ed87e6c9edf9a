"""`jig language`: tasks, lanes, drafts, coverage, glossary and memory, as a linguist calls them (ToR 1.d.ii)."""

import json
import sys

import pytest

from cli_nodes import A, B

#: An engine that answers in capitals; it reads standard input and nothing else.
ECHO = [sys.executable, "-c", "import sys; print(sys.argv[1], sys.stdin.read().upper())", "{from}"]


def test_a_term_is_found_without_any_node(shell):
    """C022; issue 3, 6."""
    ran = shell("language", "glossary", "find", "о нарушениях режима прекращения огня", "--from", "ru", "--json")

    (found,) = ran.json["terms"]
    assert (found["start"], found["end"], found["status"]) == (2, 36, "seen")
    assert found["counterpart"] == {"en": ["ceasefire violation"]}


def test_the_glossary_goes_out_and_comes_back(shell):
    """C022: through both kinds of file, and into a node's folder."""
    listed = shell("language", "glossary", "list", "--json").json["terms"]

    for name in ("g.tbx", "g.tsv"):
        out = shell("language", "glossary", "export", shell.folder / name, "--json")
        back = shell("language", "glossary", "import", shell.folder / name, "--json")
        assert (out.code, out.json["written"], back.json["unknown"]) == (0, len(listed), {})
        assert [(t["words"], t["status"]) for t in back.json["terms"]] == [(t["words"], t["status"]) for t in listed]


def test_what_is_imported_stays_in_the_nodes_folder_and_is_never_agreed(shell):
    """C022, invariant 3: no file agrees for both."""
    table = shell.file("own.tsv", "en\tru\tstatus\ntin whistle\tжестяная дудка\tAGREED\n".encode())
    node = shell.node(A)
    entries = shell("digest", node, "--json").json["frontier"]

    first = shell("language", "glossary", "import", table, "--node", node, "--json")
    again = shell("language", "glossary", "import", table, "--node", node, "--json")
    found = shell("language", "glossary", "find", "Tin whistles!", "--node", node, "--json").json["terms"]

    assert (first.json["added"], again.json["added"]) == (1, 0)
    assert [(one["status"], one["origin"]) for one in found] == [("proposed", "own.tsv")]
    assert shell("digest", node, "--json").json["frontier"] == entries


def test_a_memory_comes_in_is_asked_and_goes_out(shell):
    """C022; issue 3, 6."""
    tmx = "<tmx version='1.4'><header/><body><tu><tuv xml:lang='en'><seg>The line is open.</seg></tuv><tuv xml:lang='ru'><seg>Линия открыта.</seg></tuv></tu></body></tmx>"
    file, node = shell.file("m.tmx", tmx.encode()), shell.node(A)

    added = shell("language", "memory", "import", file, "--node", node, "--json").json["added"]
    (row,) = shell("language", "memory", "find", "The line is shut.", "--node", node, "--min", "0.6", "--json").json[
        "segments"
    ]
    out = shell("language", "memory", "export", shell.folder / "out.tmx", "--node", node, "--json")

    assert added == 1
    (match,) = row["matches"]
    assert match["target"] == {"ru": "Линия открыта."}
    assert [(p["was"], p["now"]) for p in match["difference"] if p["op"] != "same"] == [("open", "shut")]
    assert out.json["written"] == 1
    assert "Линия открыта." in (shell.folder / "out.tmx").read_text("utf-8")


def accredit(shell, code, name, *options):
    ran = shell("officer", "accredit", shell.node(code), "--officer", name, "--role", "LINGUIST", *options)
    assert ran.code == 0, ran.err


def exchanged(shell, code, other):
    shell("bundle", "import", shell.node(other), shell.export(code, "one.jig"))
    shell("bundle", "import", shell.node(code), shell.export(other, "two.jig"))


def test_a_received_note_is_a_task_until_a_human_translated_it(shell):
    """C022."""
    accredit(shell, B, "Bazhov", "--language", "en", "--language", "ru")
    shell.note(A, "The line is open.")
    exchanged(shell, A, B)
    node = shell.node(B)

    (task,) = shell("language", "tasks", node, "--json").json["tasks"]
    body = {"of": task["entry"], "lang": "ru", "text": "Линия открыта.", "translator": "Bazhov", "status": "HUMAN"}
    said = shell("submit", node, "translation", shell.file("t.json", body), "--officer", "Bazhov", "--json")
    after = shell("language", "tasks", node, "--json").json["tasks"]
    found = shell("language", "memory", "find", "Линия открыта!", "--node", node, "--json").json["segments"][0]

    assert (task["lang"], task["into"], task["clause"]) == ("en", "ru", "C022")
    assert (said.code, after) == (0, [])
    assert found["matches"][0]["target"] == {"en": "The line is open."}


def test_the_engine_is_off_until_the_folder_names_one(shell):
    """C022: off by default; what it gives is a MACHINE-DRAFT by its own name."""
    accredit(shell, B, "Bazhov", "--language", "ru")
    shell.note(A, "The line is open.")
    exchanged(shell, A, B)
    node = shell.node(B)
    (task,) = shell("language", "tasks", node, "--json").json["tasks"]
    ask = ("language", "draft", node, task["entry"], "--officer", "Bazhov", "--json")

    off = shell(*ask)
    (node / "engine.json").write_text(json.dumps({"name": "EXERCISE engine", "argv": ECHO, "timeout_s": 30}))
    on = shell(*ask)
    (still,) = shell("language", "tasks", node, "--json").json["tasks"]

    assert (off.code, off.codes) == (2, ["ENGINE-OFF"])
    assert (on.code, on.json["status"], on.json["translator"]) == (0, "MACHINE-DRAFT", "EXERCISE engine")
    assert on.json["text"] == "en THE LINE IS OPEN."
    assert still["drafted"] is True


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"name": "e", "argv": ["no-such-command-anywhere"]}, "ENGINE-MISSING"),
        ({"name": "e", "argv": [sys.executable, "-c", "raise SystemExit(3)"]}, "ENGINE-FAILED"),
        ({"name": "e", "argv": [sys.executable, "-c", ""]}, "ENGINE-ANSWER"),
        ({"name": "e", "argv": [sys.executable, "-c", "while True: print('x' * 9999)"]}, "ENGINE-ANSWER"),
        ({"name": "e", "argv": [sys.executable, "-c", "import time; time.sleep(600)"], "timeout_s": 1}, "ENGINE-SLOW"),
        ({"name": "e", "argv": "sh -c x"}, "ENGINE-SETTINGS"),
        ({"name": "", "argv": ["x"]}, "ENGINE-SETTINGS"),
        ({"name": "e", "argv": ["x"], "timeout_s": 0}, "ENGINE-SETTINGS"),
    ],
)
def test_an_engine_that_fails_records_nothing(shell, settings, code):
    """C022: bounded time, bounded output."""
    accredit(shell, B, "Bazhov", "--language", "ru")
    shell.note(A, "The line is open.")
    exchanged(shell, A, B)
    node = shell.node(B)
    (task,) = shell("language", "tasks", node, "--json").json["tasks"]
    (node / "engine.json").write_text(json.dumps(settings))
    before = shell("digest", node, "--json").json

    ran = shell("language", "draft", node, task["entry"], "--officer", "Bazhov", "--json")

    assert (ran.code, ran.codes) == (2, [code])
    assert shell("digest", node, "--json").json == before


def test_coverage_alarms_before_a_gap_and_is_content_when_there_is_none(shell):
    """C023."""
    accredit(shell, A, "Amos", "--language", "en", "--language", "ru", "--language", "ar")
    node = shell.node(A)
    start = 2_000_000_000
    officers = [{"officer": "Amos", "post": "linguist"}]
    body = {"label": "one", "starts": start, "ends": start + 7200, "officers": officers}
    shell("submit", node, "shift", shell.file("s.json", body), "--officer", "Atwood")

    covered = shell("language", "coverage", node, "--from", "2033-05-18T03:33:20Z", "--hours", "2", "--json")
    later = shell("language", "coverage", node, "--from", "2033-05-18T03:33:20Z", "--hours", "3", "--json")
    now = shell("language", "coverage", node, "--hours", "1", "--json")

    assert (covered.code, covered.json["gaps"]) == (0, [])
    assert [(g["starts"], g["alarm"]) for g in later.json["gaps"]] == [(start + 7200, False)] * 2
    assert (now.code, {g["alarm"] for g in now.json["gaps"]}) == (1, {True})


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("glossary", "find"), "TEXT-MISSING"),
        (("glossary", "find", "x", "--from", "fr"), "LANGUAGE-UNKNOWN"),
        (("glossary", "find", "--file", "NODE/none.txt"), "FILE-MISSING"),
        (("glossary", "export", "g.docx"), "FILE-KIND"),
        (("glossary", "list", "--profile", "none"), "PROFILE-UNKNOWN"),
        (("memory", "find", "x", "--min", "2"), "SCORE-RANGE"),
        (("memory", "import", "m.xlsx"), "FILE-KIND"),
        (("memory", "import", "NODE/none.tmx"), "FILE-MISSING"),
        (("lane", "NODE", "00000000"), "ENTRY-UNKNOWN"),
        (("lane", "NODE", f"{A}/0"), "NOT-A-CONVERSATION"),
        (("coverage", "NODE", "--from", "yesterday"), "INSTANT"),
        (("coverage", "NODE", "--from", "2016-09-17T12:55:00"), "INSTANT"),
        (("coverage", "NODE", "--hours", "0"), "HOURS-RANGE"),
        (("tasks", "nowhere"), "NOT-A-NODE"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_unusable_input_is_answered_with_its_code_in_both_languages(shell, arguments, code, lang):
    """Style, "An error"."""
    given = [str(one).replace("NODE", str(shell.node(A))) for one in arguments]

    ran = shell("language", *given, "--json", "--lang", lang)

    assert (ran.code, ran.codes) == (2, [code])
    assert all(error["what"] and error["next"] for error in ran.errors)
