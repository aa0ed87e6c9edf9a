"""Finds, in the source, every stable code that can reach a user, with the names of the values that come with it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "jig"
RAISED = frozenset(
    [
        "Malformed",
        "Convicted",
        "FolderFault",
        "WrongPair",
        "OfficerFault",
        "KeyMissing",
        "StoreFault",
        "ClockFault",
        "ResumeRefused",
        "LinkDown",
        "Stopped",
        "Remark",
        "Fault",
        "fault",
    ]
)
#: Refusals of the link's server have sentences of their own there; rules that cannot be registered never reach a user;
#: the offline verifier travels alone.
OTHERS = ("server.py", "server_api.py", "refusal.py", "jig_verify.py", "rule.py")
CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
#: What a desk's fault always offers to its sentence.
ALWAYS = frozenset({"code", "found", "expected", "path"})


class Raised(NamedTuple):
    """A code where it stands; values is None when they are not known from the source."""

    code: str
    where: str
    values: frozenset[str] | None


def raised() -> list[Raised]:
    """Every code of the package, in the order of its files."""
    found: list[Raised] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name not in OTHERS:
            found += _in_module(path)
    return found


def _in_module(path: Path) -> Iterator[Raised]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and _called(node) in RAISED and node.args:
            where = f"{path.name}:{node.lineno}"
            for code in _codes(node.args[0]):
                yield Raised(code, where, _values(node))


def _called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _codes(node: ast.expr) -> list[str]:
    # A code may be chosen among two: `"A" if x else "B"`; one made of parts is a family.
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value] if CODE.fullmatch(node.value) else []
    if isinstance(node, ast.IfExp):
        return _codes(node.body) + _codes(node.orelse)
    return []


def _values(node: ast.Call) -> frozenset[str] | None:
    if any(keyword.arg is None for keyword in node.keywords):
        return None
    names = {str(keyword.arg) for keyword in node.keywords}
    for keyword in node.keywords:
        if keyword.arg == "params":
            if not isinstance(keyword.value, ast.Dict):
                return None
            names |= {key.value for key in keyword.value.keys if isinstance(key, ast.Constant)}
    return frozenset(names) | ALWAYS
