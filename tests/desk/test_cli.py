"""The command line as a user or a script meets it: exit codes, JSON on standard output, prose on standard error."""

import json
import shutil

import pytest

from cli_nodes import NOTE, OFFICERS, PROFILE, A, B
from jig.desk import stating
from jig.desk.cli import main

KEYS = {"code", "clause", "path", "found", "expected", "next", "what"}


def is_russian(text):
    return any("а" <= letter <= "я" for letter in text.lower())


# --- what goes where -------------------------------------------------------------------------------------------------


def test_json_goes_to_standard_output_and_prose_to_standard_error(shell):
    """Issue 2, Interface."""
    ran = shell.note(A)

    assert ran.code == 0
    assert (ran.json["recorded"], ran.json["verdict"]) == (True, "OK")
    assert ran.err.startswith("Recorded as ")


def test_without_json_standard_output_stays_empty(shell):
    given = shell.file("note.json", NOTE[A])

    ran = shell("submit", shell.node(A), "note", given, "--officer", OFFICERS[A][0][0])

    assert (ran.code, ran.out) == (0, "")


@pytest.mark.parametrize(
    "command",
    [
        ("kinds",),
        ("kinds", "note"),
        ("kinds", "act:formation"),
        ("agreement", "clauses"),
        ("agreement", "readings"),
        ("agreement", "gates"),
        ("agreement", "profiles"),
        ("agreement", "coverage"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_what_needs_no_node_is_told_in_both_languages(shell, command, lang):
    ran = shell(*command, "--json", "--lang", lang)

    assert ran.code == 0
    assert ran.json
    assert json.loads(shell(*command, "--json").out) == ran.json


def test_kinds_are_listed_with_translated_titles(shell):
    """ToR 1.d.ii."""
    english, russian = shell("kinds").err, shell("kinds", "--lang", "ru").err

    titles = [(e[34:], r[34:]) for e, r in zip(english.splitlines(), russian.splitlines(), strict=True)]

    assert len(titles) > 25
    assert [e for e, r in titles if not is_russian(r)] == []


@pytest.mark.parametrize(
    "command",
    [("picture",), ("picture", "--at", f"{A}=1,{B}=1"), ("digest",), ("officer", "list"), ("heartbeat",)],
)
def test_a_node_answers_with_json_and_exit_0(shell, command):
    name, *rest = command
    given = (name, rest.pop(0)) if name == "officer" else (name,)

    ran = shell(*given, shell.node(A), *rest, "--json")

    assert ran.code == 0
    assert isinstance(ran.json, dict)


def test_a_preview_records_nothing(shell):
    given = shell.file("note.json", NOTE[A])
    before = shell("digest", shell.node(A), "--json").json

    ran = shell("preview", shell.node(A), "note", given, "--officer", OFFICERS[A][0][0], "--json")

    assert (ran.code, ran.json["recorded"], ran.json["body"]) == (0, False, NOTE[A])
    assert shell("digest", shell.node(A), "--json").json == before


# --- usage -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("nonsense",), "USAGE-NO-COMMAND"),
        (("submit",), "USAGE-MISSING"),
        (("kinds", "--colour"), "USAGE-NO-OPTION"),
        (("serve", "DIR", "--port", "many"), "USAGE-VALUE"),
        (("kinds", "note", "plan"), "USAGE-EXTRA"),
        (("kinds", "--lang", "xx"), "USAGE-LANGUAGE"),
    ],
)
def test_a_command_line_that_cannot_be_parsed_is_answered_in_kind(shell, arguments, code):
    """Issue 2, Interface: `{errors: [{code, clause, path, found, expected, next}]}`."""
    ran = shell(*arguments, "--json")

    assert (ran.code, ran.codes) == (2, [code])
    assert set(ran.errors[0]) == KEYS


@pytest.mark.parametrize("given", [("--lang", "ru"), ("--lang=ru",)])
def test_a_command_line_that_cannot_be_parsed_is_answered_in_its_language(shell, given):
    ran = shell("submit", *given)

    assert ran.code == 2
    assert is_russian(ran.err)


def test_the_environment_chooses_the_language(shell, monkeypatch):
    monkeypatch.setenv("JIG_LANG", "ru")

    assert is_russian(shell("picture", "nowhere").err)
    assert is_russian(shell("nonsense").err)


def test_help_is_no_fault(shell):
    assert shell("--help").code == 0


# --- what cannot be used: exit 2 -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("picture", "{nowhere}"), "NOT-A-NODE"),
        (("exchange", "{nowhere}", "--link", "https://localhost:1"), "NOT-A-NODE"),
        (("serve", "{nowhere}"), "NOT-A-NODE"),
        (("diff", "{a}", "{nowhere}"), "NOT-A-NODE"),
        (("init", "{a}", "--participant", A, "--profile", PROFILE), "NODE-EXISTS"),
        (("init", "{new}", "--participant", "NOBODY", "--profile", PROFILE), "PARTICIPANT-UNKNOWN"),
        (("init", "{new}", "--participant", A, "--profile", "none"), "PROFILE-UNKNOWN"),
        (("init", "{new}", "--participant", A, "--profile", PROFILE, "--mode", "PLAY"), "MODE-UNKNOWN"),
        (("pair", "{a}", "--with", "{nowhere}"), "PAIR-FILE-MISSING"),
        (("pair", "{a}", "--with", "{garbage}"), "PAIR-FILE"),
        (("pair", "{a}", "--with", "{a}/pair.json"), "PAIR-PARTICIPANT"),
        (("officer", "accredit", "{a}", "--officer", "New", "--role", "KING"), "ROLE-UNKNOWN"),
        (("officer", "accredit", "{a}", "--officer", "New\x1b[2J", "--role", "OPS"), "TEXT-CONTROL"),
        (("officer", "accredit", "{a}", "--officer", "New", "--post", "\u202eSPO", "--role", "OPS"), "TEXT-DIRECTION"),
        (("officer", "relieve", "{a}", "--officer", "Nobody"), "OFFICER-UNKNOWN"),
        (("kinds", "nothing"), "KIND-UNKNOWN"),
        (("kinds", "act:nothing"), "KIND-UNKNOWN"),
        (("submit", "{a}", "nothing", "{note}", "--officer", "Alder"), "KIND-UNKNOWN"),
        (("submit", "{a}", "note", "{note}", "--officer", "Nobody"), "OFFICER-UNKNOWN"),
        (("submit", "{a}", "note", "{nowhere}", "--officer", "Alder"), "FILE-MISSING"),
        (("submit", "{a}", "note", "{a}", "--officer", "Alder"), "FILE"),
        (("submit", "{a}", "note", "{garbage}", "--officer", "Alder"), "JSON-SYNTAX"),
        (("submit", "{a}", "note", "{twice}", "--officer", "Alder"), "JSON-DUPLICATE-KEY"),
        (("submit", "{a}", "note", "{deep}", "--officer", "Alder"), "JSON-DEPTH"),
        (("submit", "{a}", "note", "{large}", "--officer", "Alder"), "FILE-TOO-LARGE"),
        (("preview", "{a}", "note", "{list}", "--officer", "Alder"), "JSON-NOT-OBJECT"),
        (("picture", "{a}", "nothing"), "SUBJECT-UNKNOWN"),
        (("picture", "{a}", "--at", "garbage"), "FRONTIER"),
        (("digest", "{a}", "--at", f"{A}=1"), "FRONTIER"),
        (("digest", "{a}", "--at", f"{A}=1,{A}=1"), "FRONTIER"),
        (("digest", "{a}", "--at", f"{A}=-1,{B}=1"), "FRONTIER"),
        (("explain", "{a}", "00"), "ENTRY-UNKNOWN"),
        (("explain", "{a}", f"{A}/99"), "ENTRY-UNKNOWN"),
        (("explain", "{a}", "entry"), "ENTRY-UNKNOWN"),
        (("bundle", "export", "{a}", "{new}", "--from", "9", "--to", "2"), "RANGE"),
        (("bundle", "export", "{a}", "{new}", "--to", "99"), "RANGE"),
        (("bundle", "import", "{a}", "{nowhere}"), "FILE-MISSING"),
        (("bundle", "import", "{a}", "{garbage}"), "BUNDLE-MAGIC"),
        (("verify", "{garbage}", "{garbage}", "--root", "x"), "ROOT-ARGUMENT"),
        (("resume", "consent", "{a}", "{garbage}"), "JSON-SYNTAX"),
        (("fork", "{garbage}", "{garbage}", "--root", f"{A}={'0' * 64}"), "JSON-SYNTAX"),
    ],
)
def test_input_that_cannot_be_used_is_exit_2_with_what_to_do(shell, arguments, code):
    """Issue 2, Interface; style, "An error"."""
    files = {
        "a": shell.node(A),
        "nowhere": shell.folder / "nowhere",
        "new": shell.folder / "new",
        "note": shell.file("note", NOTE[A]),
        "garbage": shell.file("garbage", b"{"),
        "twice": shell.file("twice", b'{"lang":"en","lang":"ru","text":"x"}'),
        "deep": shell.file("deep", b'{"text":' * 40 + b"1" + b"}" * 40),
        "large": shell.file("large", b" " * 300_000),
        "list": shell.file("list", b"[]"),
    }
    given = [one.format(**files) for one in arguments]

    english, russian = shell(*given, "--json"), shell(*given, "--json", "--lang", "ru")

    assert (english.code, english.codes) == (2, [code])
    assert set(english.errors[0]) == KEYS
    assert english.errors[0]["what"] in " ".join(english.err.split("\n"))
    assert is_russian(russian.errors[0]["what"])
    assert is_russian(russian.errors[0]["next"])
    assert {k: v for k, v in english.errors[0].items() if k not in ("what", "next")} == {
        k: v for k, v in russian.errors[0].items() if k not in ("what", "next")
    }


def test_an_unpaired_node_says_how_to_pair(shell):
    (shell.node(A) / "counterpart.json").unlink()

    ran = shell("exchange", shell.node(A), "--link", "https://127.0.0.1:9", "--json")

    assert (ran.code, ran.codes) == (2, ["NOT-PAIRED"])
    assert "jig pair" in ran.errors[0]["next"]


def test_all_faults_of_a_form_come_at_once(shell):
    """Issue 2, 5."""
    given = shell.file("target", {"target_id": 7, "surprise": 1})

    ran = shell("submit", shell.node(A), "target", given, "--officer", "Alder", "--json")

    assert ran.code == 2
    assert {"FORM-MISSING", "FORM-EXTRA-FORBIDDEN", "FORM-STRING-TYPE"} <= set(ran.codes)
    assert {error["clause"] for error in ran.errors} == {"ToR 1.d.v"}
    assert all(error["path"] and error["next"].startswith("Nothing was recorded.") for error in ran.errors)


def test_all_faults_of_all_positions_come_at_once_with_their_own_sentences(shell):
    """ToR 1.d.iv; style, "An error"."""
    wrong = [
        {"text": "8456789 6543210", "notation": "SK42-GK", "zone": 7},
        {"text": "95N 200E", "notation": "WGS84-DD"},
    ]
    given = shell.file("plan", {"points": wrong})

    english = shell("submit", shell.node(A), "plan", given, "--officer", "Alder", "--json")
    russian = shell("submit", shell.node(A), "plan", given, "--officer", "Alder", "--json", "--lang", "ru")

    assert english.code == 2
    at_points = [error for error in english.errors if error["path"].startswith("points.")]
    assert {error["path"] for error in at_points} == {"points.0", "points.1"}
    assert {error["clause"] for error in at_points} == {"ToR 1.d.iv"}
    assert ("FORM-MISSING", "plan_id") in {(error["code"], error["path"]) for error in english.errors}
    assert all("{" not in error["what"] + error["next"] for error in english.errors + russian.errors)
    assert all(is_russian(error["what"]) for error in russian.errors)


def test_a_content_that_its_act_cannot_read_is_recorded_and_said_to_be_unreadable(shell):
    """Architecture, invariant 1: the message is kept, the state change refused."""
    body = {"act": "formation", "subject": "X", "content": {}, "relies_on": [], "lang": "en", "text": ""}
    given = shell.file("proposal", body)

    ran = shell("submit", shell.node(A), "proposal", given, "--officer", "Alder", "--json")

    assert (ran.code, ran.json["recorded"], ran.json["verdict"]) == (1, True, "UNREADABLE")
    assert {fault["code"] for fault in ran.json["faults"]} == {"FORM-MISSING"}
    assert "Recorded as unreadable" in ran.err


# --- bundles ---------------------------------------------------------------------------------------------------------


def test_a_bundle_is_taken_in_once_however_often_it_comes(shell):
    bundle = shell.export(B, "b.bundle")

    first = shell("bundle", "import", shell.node(A), bundle, "--json")
    second = shell("bundle", "import", shell.node(A), bundle, "--json")

    assert (first.code, second.code) == (0, 0)
    assert first.json["new"] == 1 + len(OFFICERS[B])
    assert second.json["new"] == 0


@pytest.mark.parametrize("place", [0, 20, 200, -1])
def test_a_damaged_bundle_is_exit_2_and_nothing_of_it_enters(shell, place):
    data = bytearray(shell.export(B, "b.bundle").read_bytes())
    data[place] ^= 1
    before = shell("digest", shell.node(A), "--json").json

    ran = shell("bundle", "import", shell.node(A), shell.file("damaged", bytes(data)), "--json")

    assert ran.code == 2
    assert ran.codes[0].startswith("BUNDLE-")
    assert shell("digest", shell.node(A), "--json").json == before


def test_a_bundle_that_does_not_connect_is_exit_1_and_says_from_where_to_ask(shell):
    bundle = shell.export(B, "b.bundle", "--from", 2, "--to", 3)

    ran = shell("bundle", "import", shell.node(A), bundle, "--json")

    assert (ran.code, ran.codes) == (1, ["BUNDLE-GAP"])
    assert "--from 0" in ran.errors[0]["next"]


def test_a_range_in_two_parts_is_taken_in_one_after_the_other(shell):
    first, second = shell.export(B, "1", "--to", 2), shell.export(B, "2", "--from", 2)

    taken = [shell("bundle", "import", shell.node(A), part, "--json") for part in (first, second)]

    assert [one.code for one in taken] == [0, 0]
    assert [one.json["new"] for one in taken] == [2, 1]


def test_a_bundle_that_convicts_its_author_is_exit_1_and_stops_the_exchange(shell):
    """record.md, Fork."""
    clone = shell.clone(B, "clone")
    shell.note(B, "первая")
    honest = shell.export(B, "honest")
    given = shell.file("other", NOTE[B] | {"text": "вторая"})
    assert shell("submit", clone, "note", given, "--officer", OFFICERS[B][0][0]).code == 0
    forked = shell.folder / "forked"
    assert shell("bundle", "export", clone, forked).code == 0
    assert shell("bundle", "import", shell.node(A), honest).code == 0
    before = shell("digest", shell.node(A), "--json").json

    ran = shell("bundle", "import", shell.node(A), forked, "--json")
    after = shell("bundle", "import", shell.node(A), honest, "--json")

    assert (ran.code, ran.codes) == (1, ["FORK"])
    assert "the exchange is stopped" in ran.errors[0]["next"]
    assert (after.code, after.codes) == (1, ["EXCHANGE-STOPPED"])
    assert shell("digest", shell.node(A), "--json").json == before


def test_a_bundle_of_the_own_log_is_not_the_counterparts(shell):
    ran = shell("bundle", "import", shell.node(A), shell.export(A, "own"), "--json")

    assert (ran.code, ran.codes) == (2, ["BUNDLE-LOG"])


# --- the picture -----------------------------------------------------------------------------------------------------


def test_an_unclosed_frontier_is_answered_with_the_greatest_closed_one_below(shell):
    """record.md, Cut and frontier."""
    assert shell("bundle", "import", shell.node(A), shell.export(B, "b")).code == 0
    shell.note(A)
    sizes = shell("digest", shell.node(A), "--json").json["frontier"]

    unclosed = shell("digest", shell.node(A), "--at", f"{A}={sizes[A]},{B}=0", "--json")
    closed = shell("digest", shell.node(A), "--at", f"{A}={sizes[A]},{B}={sizes[B]}")

    assert unclosed.code == 0
    assert unclosed.json["frontier"][A] < sizes[A]
    assert "is not closed" in shell("digest", shell.node(A), "--at", f"{A}={sizes[A]},{B}=0").err
    assert "is not closed" not in closed.err


def test_two_nodes_differ_until_they_have_exchanged(shell):
    def carry(code, other):
        return shell("bundle", "import", shell.node(other), shell.export(code, f"{code}.b"), "--json").code

    assert [carry(A, B), carry(B, A), carry(A, B)] == [0, 0, 0]
    shell.note(A)

    apart = shell("diff", shell.node(A), shell.node(B), "--json")

    assert apart.code == 0, "compared at what both hold"
    assert apart.json["differences"] == []


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_an_entry_is_explained_with_its_findings_and_its_proof(shell, lang):
    given = shell.file("note.json", NOTE[A])
    entry = shell.note(A).json["entry"]
    assert shell("officer", "relieve", shell.node(A), "--officer", "Alder").code == 0
    refused = shell("submit", shell.node(A), "note", given, "--officer", "Alder", "--json").json["entry"]

    told = [shell("explain", shell.node(A), one[:12], "--json", "--lang", lang) for one in (entry, refused)]

    assert [one.code for one in told] == [0, 0]
    assert [one.json["verdict"] for one in told] == ["OK", "REFUSED"]
    assert {finding["clause"] for finding in told[1].json["findings"] if finding["kept"] is False} == {"C025"}
    assert is_russian(told[1].err) is (lang == "ru")


def test_an_entry_recorded_with_a_finding_not_kept_is_exit_1(shell):
    """Issue 2, Interface."""
    assert shell("officer", "relieve", shell.node(A), "--officer", "Alder").code == 0

    ran = shell.note(A)

    assert (ran.code, ran.json["recorded"], ran.json["verdict"]) == (1, True, "REFUSED")


ENGLISH = {"the", "of", "and", "is", "was", "recorded", "entry", "by", "not", "kept", "officer", "nothing", "to"}


def test_no_english_sentence_is_left_in_russian(shell):
    """ToR 1.d.ii."""
    assert shell("officer", "relieve", shell.node(A), "--officer", "Alder").code == 0
    body = {"act": "formation", "subject": "X", "content": {}, "relies_on": [], "lang": "ru", "text": ""}
    given = shell.file("proposal", body)
    ru = ("--lang", "ru")
    ran = [
        shell("submit", shell.node(A), "note", shell.file("n", {"lang": "en", "text": "x"}), "--officer", "Alder", *ru),
        shell("submit", shell.node(B), "proposal", given, "--officer", "Belov", *ru),
        shell("explain", shell.node(A), f"{A}/3", *ru),
        shell("explain", shell.node(B), f"{B}/3", *ru),
        shell("picture", shell.node(A), *ru),
        shell("officer", "list", shell.node(A), *ru),
        *(shell("agreement", name, *ru) for name in ("clauses", "readings", "gates", "coverage")),
        shell("kinds", *ru),
    ]

    for one in ran:
        words = {word.strip(".,:;()[]").lower() for word in one.err.split()}
        assert words.isdisjoint(ENGLISH), (words & ENGLISH, one.err[:2000])
    assert all(one.code in (0, 1) for one in ran)


# --- links and logs --------------------------------------------------------------------------------------------------


def test_a_link_that_is_down_is_exit_1_and_names_the_other_ways(shell):
    ran = shell("exchange", shell.node(A), "--link", "https://127.0.0.1:9", "--json")

    assert (ran.code, ran.codes) == (1, ["LINK-REFUSED"])
    assert "HOLD by voice" in ran.errors[0]["next"]


@pytest.mark.parametrize("address", ["ftp://x", "http://127.0.0.1:9", "https://127.0.0.1:99999", "https://[::1", "x"])
def test_an_address_that_is_none_is_input_that_cannot_be_used(shell, address):
    ran = shell("exchange", shell.node(A), "--link", address, "--json")

    assert (ran.code, ran.codes) == (2, ["LINK-URL"])


def whole_logs(shell):
    assert shell("bundle", "import", shell.node(B), shell.export(A, "a1")).code == 0
    assert shell("bundle", "import", shell.node(A), shell.export(B, "b1")).code == 0
    logs = [shell.export(code, f"{code}.log", "--from", 0) for code in (A, B)]
    roots = [
        f"--root={code}={json.loads((shell.node(code) / 'pair.json').read_bytes())['fingerprint']}" for code in (A, B)
    ]
    return logs, roots


def test_two_whole_logs_verify_offline(shell):
    logs, roots = whole_logs(shell)

    ran = shell("verify", *logs, *roots, "--json", "--jobs", 1)

    assert ran.code == 0
    assert ran.json["frontier"]


@pytest.mark.parametrize("place", [0, 11, 100, 1000, -1])
def test_any_altered_byte_of_a_log_is_exit_1_with_the_reason(shell, place):
    """Issue 2, Interface."""
    logs, roots = whole_logs(shell)
    data = bytearray(logs[0].read_bytes())
    data[place] ^= 1
    logs[0].write_bytes(bytes(data))

    ran = shell("verify", *logs, *roots, "--json", "--jobs", 1)

    assert ran.code == 1
    assert ran.errors[0]["code"] != "INTERNAL"


def test_another_root_than_the_one_read_aloud_is_exit_1(shell):
    logs, roots = whole_logs(shell)

    ran = shell("verify", *logs, roots[0][:-4] + "0000", roots[1], "--json", "--jobs", 1)

    assert (ran.code, ran.codes) == (1, ["ROOT-FINGERPRINT"])


def test_the_single_file_verifier_is_written(shell):
    target = shell.folder / "jig_verify.py"

    assert shell("verifier", target).code == 0
    assert target.read_bytes().startswith(b'"""') or b"def main" in target.read_bytes()


# --- our own faults --------------------------------------------------------------------------------------------------


def test_a_fault_of_the_program_shows_its_name_and_no_traceback(shell, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(stating, "kinds", broken)

    quiet = shell("kinds", "--json")
    monkeypatch.setenv("JIG_DEBUG", "1")
    loud = shell("kinds", "--json")

    assert (quiet.code, quiet.codes, quiet.errors[0]["found"]) == (2, ["INTERNAL"], "ZeroDivisionError")
    assert "Traceback" not in quiet.err
    assert "Traceback" in loud.err


def test_a_damaged_store_is_told_and_not_a_traceback(shell):
    store = next(path for path in shell.node(A).iterdir() if path.suffix in (".sqlite", ".sqlite3", ".db"))
    for path in shell.node(A).glob(f"{store.name}-*"):
        path.unlink()
    store.write_bytes(b"no store at all" * 100)

    ran = shell("picture", shell.node(A), "--json")

    assert (ran.code, ran.codes) == (2, ["STORE-CORRUPT"])


def test_missing_officers_keys_are_told(shell):
    shutil.rmtree(shell.node(A) / "officers", ignore_errors=True)
    for path in shell.node(A).rglob("*officer*"):
        if path.is_file():
            path.unlink()

    ran = shell.note(A)

    assert (ran.code, ran.codes) == (2, ["KEY-FILE-MISSING"])


def test_no_arguments_show_help(capsys):
    assert main([]) == 2

    assert "Usage: jig" in "".join(capsys.readouterr())
