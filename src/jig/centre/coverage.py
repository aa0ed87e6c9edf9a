"""Which clause is covered by which rule, kind and test, read from the code itself; and why a clause is not."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

from jig.agreement.register import REGISTER, table_rows
from jig.agreement.rule import all_rules
from jig.centre.remind import REMINDED
from jig.decisions.acts import acts
from jig.record.rooms import kinds

#: Why a clause has no rule and no kind: it states a purpose, it is no matter for software, or it is still to come.
REASONS = ("PURPOSE", "OUTSIDE-SOFTWARE", "NOT-YET")
_CITED = re.compile(r"\bC\d{3}\b")


def coverage() -> dict[str, dict[str, Any]]:
    """Give, by clause, its action, rules (reminders as due:CODE), kinds (acts as act:NAME), tests and reason.

    Tests are found in a checkout only.
    """
    reasons = _reasons()
    stated = kinds()
    tests = _tests()
    found: dict[str, dict[str, Any]] = {}
    for clause in REGISTER.clauses.values():
        rules = sorted(rule.id for rule in all_rules() if rule.clause == clause.id)
        rules += sorted(f"due:{code}" for code, (cited, _) in REMINDED.items() if cited == clause.id)
        recorded = sorted(kind.name for kind in stated.values() if clause.id in kind.clauses)
        recorded += sorted(f"act:{act.name}" for act in acts().values() if clause.id in act.clauses)
        found[clause.id] = {
            "action": clause.action,
            "kinds": recorded,
            "reason": reasons.get(clause.id),
            "rules": rules,
            "tests": tests.get(clause.id, []),
        }
    return found


def gaps(found: dict[str, dict[str, Any]]) -> list[str]:
    """List the clauses still to come, and those for which nothing at all is stated."""
    return [
        clause
        for clause, row in found.items()
        if (row["reason"] or {}).get("code") == "NOT-YET" or not (row["rules"] or row["kinds"] or row["reason"])
    ]


def _reasons() -> dict[str, dict[str, str]]:
    text = (files("jig.centre") / "uncovered.tsv").read_text("utf-8")
    return {row["clause"]: {"code": row["code"], "why": row["why"]} for row in table_rows(text)}


def _checkout() -> Path | None:
    """Give the checkout that this code is part of; for an installed package the one that the caller stands in."""
    here, standing = Path(__file__).resolve().parents[3], Path.cwd()
    ours = Path("src", *Path(__file__).resolve().parts[-3:])
    return next((one for one in (here, standing, *standing.parents) if (one / ours).is_file()), None)


def _tests() -> dict[str, list[str]]:
    """Find, in a checkout, the test files that cite a clause; an installed package carries no tests."""
    checkout = _checkout()
    cited: dict[str, list[str]] = {}
    if checkout is None:
        return cited
    folder = checkout / "tests"
    for path in sorted(folder.rglob("test_*.py")):
        name = str(path.relative_to(folder.parent))
        for clause in sorted(set(_CITED.findall(path.read_text("utf-8")))):
            cited.setdefault(clause, []).append(name)
    return cited
