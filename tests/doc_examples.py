"""Finds the console examples in a document, runs them, and compares what they print.

An example is a fenced block marked `console`, right after a line `<!-- run -->`. A line `$ command` runs in bash, in
one empty directory a document; a backslash at its end continues it. The lines below it are what it prints, error output
included; `…` in a line stands for anything there, a line of `…` alone for any number of lines. A command that fails is
an error: an example of a failure says so, as in `jig digest nowhere || echo "exit $?"`.
"""

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_BLOCK = re.compile(r"^<!-- run -->\n+```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SECONDS = 120


@dataclass(frozen=True)
class Example:
    """One command of a document, and what the document says it prints."""

    line: int
    command: str
    output: str


def examples(document: str) -> list[Example]:
    """Find every command of the marked blocks, in order; line numbers count from 1."""
    found = []
    for block in _BLOCK.finditer(document):
        first = document.count("\n", 0, block.start(1)) + 1
        found.extend(_commands(block.group(1).splitlines(), first))
    return found


def _commands(lines: list[str], first: int) -> list[Example]:
    starts = [n for n, line in enumerate(lines) if line.startswith("$ ")]
    if not starts or starts[0] != 0:
        raise ValueError(f"line {first}: a marked block begins with a command")
    found = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        split = start + 1
        while lines[split - 1].endswith("\\") and split < end:
            split += 1
        command = "\n".join(lines[start:split])[2:]
        found.append(Example(first + start, command, "\n".join(lines[split:end])))
    return found


def matches(expected: str, actual: str) -> bool:
    """Compare what was printed with what the document says, spaces at line ends aside."""
    pattern = "".join(_line_pattern(line.rstrip()) for line in expected.strip("\n").splitlines())
    lines = [line.rstrip() for line in actual.strip("\n").splitlines()]
    return re.fullmatch(pattern, "".join(line + "\n" for line in lines)) is not None


def _line_pattern(line: str) -> str:
    if line == "…":
        return r"(?:.*\n)*"
    return ".*".join(re.escape(part) for part in line.split("…")) + r"\n"


def run(example: Example, directory: Path) -> tuple[int, str]:
    """Run one command in bash; its exit status, and what it printed on both outputs."""
    done = subprocess.run(
        ["bash", "-c", example.command],
        cwd=directory,
        env=_environment(directory.parent),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        timeout=_SECONDS,
        check=False,
    )
    return done.returncode, done.stdout


def _environment(scratch: Path) -> dict[str, str]:
    here = Path(sys.executable).parent
    path = os.pathsep.join([str(here), os.environ.get("PATH", "")])
    if not (here / "jig").exists():
        path = os.pathsep.join([str(_stand_in(scratch)), path])
    fixed = {"PATH": path, "LC_ALL": "C.UTF-8", "TZ": "UTC", "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    # What a node notes outside its folder stays with the example too.
    return {**os.environ, **fixed, "PYTHONPATH": str(ROOT / "src"), "XDG_STATE_HOME": str(scratch / "state")}


def _stand_in(scratch: Path) -> Path:
    # The environment has the dependencies but not the package: the command is then what the entry point would be.
    folder = scratch / "bin"
    folder.mkdir(exist_ok=True)
    command = folder / "jig"
    entry = "import sys; from jig.desk.cli import main; sys.exit(main())"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c {shlex.quote(entry)} "$@"\n', "utf-8")
    command.chmod(0o755)
    return folder
