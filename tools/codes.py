"""Finds every error code in the package's sources: none is shown that no page explains or no sentence says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "jig"
#: A second implementation with words of its own.
OTHER = PACKAGE / "verifier"
_CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)+")
#: A code, of one word too.
CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
#: First words that other things have too: `NOT-YET` is a reason, not an error.
_NO_FAMILY = {"NOT", "OUTSIDE"}
_ONE_WORD = re.compile(r"[A-Z]{4,}")
_Calls = dict[str, int]
#: What is raised with a code that the desk says a sentence of.
_SPOKEN = frozenset(
    {
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
    }
)
#: Refusals of the link's server have sentences of their own there; rules that cannot be registered never reach a user.
_UNSPOKEN_IN = ("server.py", "server_api.py", "refusal.py", "rule.py")
#: What a desk's fault always offers to its sentence.
ALWAYS = frozenset({"code", "found", "expected", "path"})


class Raised(NamedTuple):
    """A code where it stands; values: what its sentence can name, None when that is not known from the source."""

    code: str
    where: str
    values: frozenset[str] | None


def codes(package: Path = PACKAGE) -> dict[str, set[str]]:
    """Give every code with the rooms that raise it.

    A code is a literal given as a parameter named `code` of any class or function of the package, or a literal anywhere
    whose first word is that of such a code; an f-string gives its constant part and `…`.
    """
    trees = _trees(package)
    takes = {name: at for tree in trees.values() for name, at in _takers(tree)}
    given = {(path, code) for path, tree in trees.items() for code in _given(tree, takes)}
    families = {code.partition("-")[0] for _, code in given if "-" in code} - _NO_FAMILY
    said = {
        (path, text) for path, tree in trees.items() for text in _literals(tree) if text.partition("-")[0] in families
    }
    found: dict[str, set[str]] = {}
    for path, code in sorted(given | said):
        found.setdefault(code, set()).add(path.relative_to(package).parts[0])
    return dict(sorted(found.items()))


def raised(package: Path = PACKAGE) -> list[Raised]:
    """Give every code that can reach a user of the desk, where it is raised, in the order of the files."""
    return [
        Raised(code, f"{path.name}:{node.lineno}", _values(node))
        for path, tree in _trees(package).items()
        if path.name not in _UNSPOKEN_IN
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node.func) in _SPOKEN and node.args
        for code in _texts(node.args[0])
        if CODE.fullmatch(code)
    ]


def _trees(package: Path) -> dict[Path, ast.Module]:
    return {
        path: ast.parse(path.read_text("utf-8")) for path in sorted(package.rglob("*.py")) if OTHER not in path.parents
    }


def _values(node: ast.Call) -> frozenset[str] | None:
    """Name the values that come with a code; a code made of parts is a family, and what `**` brings is not known."""
    if any(keyword.arg is None for keyword in node.keywords):
        return None
    names = {str(keyword.arg) for keyword in node.keywords}
    for keyword in node.keywords:
        if keyword.arg == "params":
            if not isinstance(keyword.value, ast.Dict):
                return None
            names |= {str(key.value) for key in keyword.value.keys if isinstance(key, ast.Constant)}
    return frozenset(names) | ALWAYS


def _takers(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Name the classes and functions that take a parameter `code`, with its place among the positional arguments."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield from ((node.name, at) for at in [_place_in_class(node)] if at is not None)
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("__"):
            names = [one.arg for one in node.args.args if one.arg != "self"]
            if "code" in names:
                yield node.name, names.index("code")


def _place_in_class(node: ast.ClassDef) -> int | None:
    fields = [one.target.id for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)]
    for one in node.body:
        if isinstance(one, ast.FunctionDef) and one.name == "__init__":
            fields = [arg.arg for arg in one.args.args[1:]]
    return fields.index("code") if "code" in fields else None


def _given(tree: ast.AST, takes: _Calls) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        at = takes.get(_name(node.func))
        if at is not None:
            values = [*node.args[at : at + 1], *(one.value for one in node.keywords if one.arg == "code")]
            yield from (text for value in values for text in _texts(value) if _is_code(text))


def _texts(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from (*_texts(value.body), *_texts(value.orelse))
    elif isinstance(value, ast.JoinedStr):
        yield "".join(str(one.value) if isinstance(one, ast.Constant) else "…" for one in value.values)


def _literals(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _CODE.fullmatch(node.value):
            yield node.value


def _is_code(text: str) -> bool:
    plain = text.replace("…", "X")
    return bool(_CODE.fullmatch(plain) or _ONE_WORD.fullmatch(plain))


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
