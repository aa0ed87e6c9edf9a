"""Every clause is accounted for: by a rule, a kind of entry, or a stated reason why there is neither."""

import pytest

from jig.agreement.register import REGISTER, table_rows
from jig.centre import coverage as module
from jig.centre.coverage import REASONS, coverage, gaps
from jig.desk.cli import main

FOUND = coverage()


@pytest.mark.parametrize("clause", FOUND)
def test_a_clause_has_a_rule_or_a_kind_or_a_stated_reason(clause):
    row = FOUND[clause]

    assert row["rules"] or row["kinds"] or row["reason"]


def test_the_reasons_are_of_three_codes_and_each_says_why():
    reasons = [row["reason"] for row in FOUND.values() if row["reason"]]

    assert {reason["code"] for reason in reasons} == set(REASONS)
    assert all(len(reason["why"]) > 30 and reason["why"].endswith(".") for reason in reasons)


def test_a_clause_to_enforce_or_check_is_never_excused_for_good():
    """Issue 2, Interface: for these only NOT-YET is a reason, and it counts as a gap."""
    binding = {clause: row for clause, row in FOUND.items() if row["action"] in ("ENFORCE", "CHECK")}

    excused = {row["reason"]["code"] for row in binding.values() if row["reason"]}

    assert binding
    assert excused == {"NOT-YET"}
    assert {clause for clause, row in binding.items() if row["reason"]} <= set(gaps(FOUND))


def test_what_is_excused_for_good_has_neither_rule_nor_kind():
    for clause, row in FOUND.items():
        if row["reason"] and row["reason"]["code"] != "NOT-YET":
            assert row["rules"] + row["kinds"] == [], clause


def test_the_reasons_cite_existing_clauses_and_each_once():
    path = module.files("jig.centre") / "uncovered.tsv"

    cited = [row["clause"] for row in table_rows(path.read_text("utf-8"))]

    assert set(cited) <= set(REGISTER.clauses)
    assert cited == sorted(set(cited))


def test_the_tests_that_cite_a_clause_are_found_in_a_checkout():
    assert "tests/rooms/test_targets.py" in FOUND["C060"]["tests"]


def test_the_strict_command_is_content(capsys):
    assert main(["agreement", "coverage", "--strict", "--json"]) == 0

    assert '"C144"' in capsys.readouterr().out
