"""The file stands alone, its exit codes hold, and it speaks both languages in full."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jig.verifier import jig_verify as verifier
from verifier.conftest import roots
from verifier.logs_by_hand import Side, bundle

Good = tuple[Side, Side]
Files = Callable[..., list[str]]
SOURCE = Path(verifier.__file__)


def test_the_file_needs_only_python_and_cryptography() -> None:
    """Design, offline verifier."""
    tree = ast.parse(SOURCE.read_text("utf-8"))

    imported = {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    imported |= {str(node.module).split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert imported - set(sys.stdlib_module_names) == {"cryptography"}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_copy_carried_elsewhere_proves_the_pair(good: Good, files: Files, tmp_path: Path, jobs: str) -> None:
    copy = shutil.copy(SOURCE, tmp_path / "carried.py")
    paths = files(*map(bundle, good))

    done = subprocess.run(
        [sys.executable, "-I", copy, *paths, *roots(*good), "--jobs", jobs],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "PROVEN: both logs hold together up to AAA=9,BBB=6." in done.stdout
    assert "Anna PLANNER: 1, last 5" in done.stdout


def test_many_processes_find_the_same_bad_signature(
    good: Good, files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b = good
    note, salt, body = a.entries[5]
    a.entries[5] = (a.entries[8][0], salt, body)
    data = bundle(a)
    a.entries[5] = (note, salt, body)

    codes = [verifier.main([*files(data, bundle(b)), *roots(a, b), "--jobs", jobs]) for jobs in ("1", "2")]

    assert codes == [1, 1]
    one, two = capsys.readouterr().out.split("NOT PROVEN\n")[:2]
    assert one == two != ""


@pytest.mark.parametrize(
    "spoil",
    [
        lambda call: call[1:],
        lambda call: ["/nonexistent/log", *call[1:]],
        lambda call: [str(Path(call[0]).parent), *call[1:]],
        lambda call: ["/dev/zero", *call[1:]],
        lambda call: call[:4],
        lambda call: [*call, "--root", "CCC=" + "0" * 64],
        lambda call: [*call[:3], call[3][:-1], *call[4:]],
        lambda call: [*call[:5], call[3]],
        lambda call: [*call, "--jobs", "0"],
        lambda call: [*call, "--jobs", "many"],
        lambda call: [*call, "--lang", "de"],
        lambda call: [*call, "--unknown"],
        lambda call: [*call, "--fork", call[0]],
    ],
)
def test_an_unusable_call_is_told_apart_from_a_log_that_does_not_hold(
    good: Good, files: Files, capsys: pytest.CaptureFixture[str], spoil: Callable[[list[str]], list[str]]
) -> None:
    call = spoil([*files(*map(bundle, good)), *roots(*good)])

    code = verifier.main(call)

    assert code == 2
    assert re.search(r"\[(USAGE|FILE)\]", capsys.readouterr().err)


def test_every_code_raised_is_told_in_both_languages() -> None:
    """Design, errors: both languages are rendered from one source."""
    source = SOURCE.read_text("utf-8")
    raised = set(re.findall(r'(?:Fault|Unusable|finding)\(\s*"([A-Z_0-9]+)"', source))

    assert raised == set(verifier.TELL)
    for step, english, russian in verifier.TELL.values():
        assert step in verifier.NEXT
        assert english.isascii()
        assert re.search("[а-я]", russian)
        assert english.endswith(".") == russian.endswith(".") is True


def test_nothing_told_promises_more_than_was_proven() -> None:
    """Architecture, invariant 8."""
    told = [
        *verifier.TELL.values(),
        *verifier.NEXT.values(),
        *verifier.WORDS.values(),
        (verifier.HELP_EN, verifier.HELP_RU),
    ]

    words = set(re.findall(r"\w+", " ".join(part for texts in told for part in texts).lower()))

    assert not words & {"clear", "safe", "чисто", "безопасно"}


def test_help_and_faults_come_in_russian(good: Good, files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    a, b = good

    codes = [
        verifier.main(["--help", "--lang", "ru"]),
        verifier.main([*files(bundle(a), bundle(a)), *roots(a, b), "--lang", "ru"]),
    ]

    assert codes == [0, 1]
    out = capsys.readouterr().out
    assert "вызов:" in out
    assert "Оба файла принадлежат одному участнику." in out


def test_a_hostile_name_cannot_rewrite_the_readers_screen(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    """Threat: hostile content; control and direction-changing characters of a name are escaped."""
    a, b = Side("AAA", 1), Side("BBB", 2)
    a.establish(**{"\x1b[2J\u202eeve": ["WATCH"]})
    b.establish(Boris=["WATCH"])
    a.state("\x1b[2J\u202eeve", "hello")

    code = verifier.main([*files(bundle(a), bundle(b)), *roots(a, b)])

    out = capsys.readouterr().out
    assert code == 0
    assert "\\x1b[2J\\u202eeve WATCH: 1" in out
    assert not re.search("[\x1b\u202e]", out)
