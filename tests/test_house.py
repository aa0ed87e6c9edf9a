"""What holds for every file of the project."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "src").rglob("*.py"))
VERIFIER = sorted((ROOT / "src" / "jig" / "verifier").glob("*.py"))
MOST_LINES = 400
# Written so that this file does not match itself.
REGISTRY = re.compile(
    r"--(extra-)?index-[u]rl|--find-[l]inks|files\.pythonhosted\.[o]rg|\bpypi\.[o]rg"
    r"|https?://[^\s\"']+/(simple|packages)[/]|\"resolved\": \"[h]ttp"
)
MACHINE = re.compile(r"(?<![\w.~/}])/(work|root|opt|home/\w+|Users/\w+)[/]")


def tracked():
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def lines_matching(pattern):
    for path in tracked():
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            if pattern.search(line):
                yield f"{path.relative_to(ROOT)}:{number}"


def test_no_file_names_a_package_registry():
    """Where packages come from is each machine's own business, and some addresses carry secrets."""
    assert list(lines_matching(REGISTRY)) == []
    assert {path.name for path in tracked()}.isdisjoint({"uv.lock", "pylock.toml", ".npmrc"})


def test_no_file_holds_a_path_of_the_machine_it_was_written_on():
    assert list(lines_matching(MACHINE)) == []


@pytest.mark.parametrize(
    ("line", "pattern"),
    [
        ("pip install --index-" + "url x", REGISTRY),
        ("https://host.example/api/" + "simple/jig", REGISTRY),
        ("open('/ho" + "me/anna/log')", MACHINE),
        ("PATH=/ro" + "ot/bin", MACHINE),
    ],
)
def test_what_must_not_be_written_is_recognised(line, pattern):
    assert pattern.search(line)


@pytest.mark.parametrize("line", ["src/jig/opt/x", "https://host.example/opt/x", "DIR/opt/"])
def test_a_path_inside_another_is_not_a_path_of_the_machine(line):
    assert not MACHINE.search(line)


def test_a_file_holds_one_noun_and_stays_readable():
    too_long = [path.name for path in SOURCES if len(path.read_text("utf-8").splitlines()) > MOST_LINES]

    # The offline verifier is one file on purpose: it travels alone.
    assert [name for name in too_long if name != "jig_verify.py"] == []


@pytest.mark.parametrize("path", VERIFIER, ids=lambda path: path.name)
def test_the_offline_verifier_needs_only_python_and_cryptography(path):
    """record.md, Offline verifier: an outsider runs it without the project, and it shares no fault with it."""
    tree = ast.parse(path.read_text("utf-8"))

    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names | {"cryptography"}
