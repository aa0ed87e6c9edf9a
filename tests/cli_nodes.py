"""Two paired nodes in real folders, driven by the command line alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from jig.agreement.profile import load_profile
from jig.desk.cli import main

PROFILE = "jig2016"
A, B = (one.code for one in load_profile(PROFILE).participants)
#: name and role, by participant; nobody stands on both sides.
OFFICERS = {A: (("Alder", "SNR"), ("Atwood", "WATCH")), B: (("Belov", "SNR"), ("Bunin", "WATCH"))}
NOTE = {A: {"lang": "en", "text": "Nothing to report."}, B: {"lang": "ru", "text": "Докладывать нечего."}}


class Ran(NamedTuple):
    """What a command gave: its exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def errors(self) -> list[dict[str, str]]:
        return list(self.json["errors"])

    @property
    def codes(self) -> list[str]:
        return [error["code"] for error in self.errors]


class Shell:
    """Runs commands in a folder that holds both nodes."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capture = folder, capture

    def __call__(self, *arguments: object) -> Ran:
        self._capture.readouterr()
        code = main([str(one) for one in arguments])
        printed = self._capture.readouterr()
        return Ran(code, printed.out, printed.err)

    def node(self, code: str) -> Path:
        return self.folder / code

    def file(self, name: str, content: object) -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    def note(self, code: str, text: str = "", **more: Any) -> Ran:
        given = self.file("note.json", NOTE[code] | ({"text": text} if text else {}) | more)
        return self("submit", self.node(code), "note", given, "--officer", OFFICERS[code][0][0], "--json")

    def export(self, code: str, name: str, *options: object) -> Path:
        path = self.folder / name
        assert self("bundle", "export", self.node(code), path, *options).code == 0
        return path

    def clone(self, code: str, name: str) -> Path:
        return Path(shutil.copytree(self.node(code), self.folder / name))


def make_pair(folder: Path) -> None:
    """Make both nodes with their officers, and pair them."""
    for code in (A, B):
        assert main(["init", str(folder / code), "--participant", code, "--profile", PROFILE]) == 0
    for code, other in ((A, B), (B, A)):
        assert main(["pair", str(folder / code), "--with", str(folder / other / "pair.json")]) == 0
        for name, role in OFFICERS[code]:
            assert main(["officer", "accredit", str(folder / code), "--officer", name, "--role", role]) == 0


def carry_both(shell: Shell) -> None:
    """Each node imports what the other has."""
    for to, other in ((A, B), (B, A)):
        path = shell.export(other, f"{other}-{len(list(shell.folder.iterdir()))}.jigb")
        assert shell("bundle", "import", shell.node(to), path).code == 0


def agree(shell: Shell, code: str, proposal: str) -> None:
    """One side's AGREE to a proposal."""
    body = {
        "proposal": proposal, "answer": "AGREE", "authority_ref": f"ref-{code}", "decided_at": 1_472_709_600, "lang": "en",
        "text": "", "decided_by": {"participant": code, "name": f"Minister {code}", "post": "Ministry", "rank_code": "OF-9"},
    }  # fmt: skip
    path = shell.file("agree.json", body)
    assert shell("submit", shell.node(code), "position", path, "--officer", OFFICERS[code][0][0]).code == 0


def agree_terms(shell: Shell, *changes: dict[str, Any]) -> None:
    """Both sign new terms, and both have seen it."""
    carry_both(shell)
    base = shell("picture", shell.node(A), "--json").json["terms"]
    content = {"base": base, "changes": list(changes)}
    path = shell.file(
        "proposal.json", {"act": "terms", "subject": "terms", "lang": "en", "text": "EXERCISE", "content": content}
    )
    asked = shell("submit", shell.node(A), "proposal", path, "--officer", OFFICERS[A][0][0], "--json")
    agree(shell, A, asked.json["entry"])
    carry_both(shell)
    agree(shell, B, asked.json["entry"])
    carry_both(shell)
    for code in (A, B):
        shell("heartbeat", shell.node(code))
    carry_both(shell)
    assert shell("picture", shell.node(B), "--json").json["terms"] != base
