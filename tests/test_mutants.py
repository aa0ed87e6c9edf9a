"""The table of tools/mutations.py still fits the source; `make mutants` runs it."""

import ast
from pathlib import Path

import pytest
from tools.mutations import MUTANTS, path_of

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.rule)
def test_every_mutant_changes_one_place_that_exists_into_other_valid_code(mutant):
    changed = {}
    for change in mutant.changes:
        text = changed.get(change.file) or (ROOT / change.file).read_text(encoding="utf-8")
        assert text.count(change.old) == 1, change
        changed[change.file] = text.replace(change.old, change.new)

    assert all(ast.parse(text) for text in changed.values())


def test_every_mutant_names_one_test_that_exists():
    for mutant in MUTANTS:
        file, _, name = mutant.test.partition("::")
        text = (ROOT / path_of(file)).read_text(encoding="utf-8")

        assert text.count(f"def {name}") == 1, mutant.test


def test_no_rule_is_listed_twice():
    rules = [mutant.rule for mutant in MUTANTS]

    assert sorted(set(rules)) == sorted(rules)
    assert len(rules) >= 40
