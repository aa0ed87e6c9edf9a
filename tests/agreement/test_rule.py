"""A rule cites its clause or fails at import, is found by its kind, and explains itself by facts."""

from dataclasses import dataclass

import pytest

from jig.agreement import rule as rules
from jig.agreement.finding import Finding
from jig.agreement.register import UnknownClause, UnknownReading
from jig.agreement.rule import RuleFault, all_rules, excused, judge, opens, rule, rules_of


@dataclass(frozen=True)
class Parcel:
    """The facts of an invented kind."""

    weight_kg: int
    sent_s: int
    due_s: int
    urgent: bool = False


@pytest.fixture(autouse=True)
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_REGISTERED", {})
    monkeypatch.setattr(rules, "_BY_KIND", {})


def in_time(sent_s: int, due_s: int) -> Finding:
    """Parcels leave in time.

    More is said here.
    """
    return Finding(kept=sent_s < due_s, due=due_s, actual=sent_s)


def has_weight(weight_kg: int) -> Finding:
    """Parcels weigh something."""
    return Finding(kept=weight_kg > 0, weight_kg=weight_kg)


def urgent_parcel(urgent: bool) -> Finding:
    """Urgent parcels may be late."""
    return Finding(kept=urgent)


def test_a_rule_reads_its_facts_by_name_and_its_finding_names_it() -> None:
    rule("C069", reading="A05", of="parcel", at="cut", broken="Sent {actual}, due {due}.")(in_time)

    (found,) = judge("parcel", "cut", Parcel(weight_kg=1, sent_s=7, due_s=5))

    assert (found.kept, found.clause, found.reading, found.code) == (False, "C069", "A05", "C069/in_time")
    assert found.as_json()["facts"] == {"due": 5, "actual": 7}
    assert found.rule is not None
    assert (found.rule.title, found.rule.broken) == ("Parcels leave in time.", "Sent {actual}, due {due}.")


@pytest.mark.parametrize(("sent_s", "kept"), [(4, True), (5, False)])
def test_the_decorated_function_stays_a_function(sent_s: int, kept: bool) -> None:
    decorated = rule("C069", of="parcel", at="cut")(in_time)

    found = decorated(sent_s, 5)

    assert found.kept is kept
    assert found.code == ""


def test_rules_are_listed_by_id_whatever_the_order_of_import() -> None:
    rule("C077", of="parcel", at="cut")(has_weight)
    rule("C069", of="parcel", at="cut")(in_time)
    rule("C069", of="parcel", at="standing")(has_weight)

    assert [one.id for one in rules_of("parcel", "cut")] == ["C069/in_time", "C077/has_weight"]
    assert [one.id for one in all_rules()] == ["C069/has_weight", "C069/in_time", "C077/has_weight"]
    assert rules_of("letter", "cut") == ()


@pytest.mark.parametrize(("clause", "reading", "error"), [("C145", "", UnknownClause), ("C069", "A99", UnknownReading)])
def test_an_unknown_clause_or_reading_fails_at_import(clause: str, reading: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        rule(clause, reading=reading, of="parcel", at="cut")

    assert all_rules() == ()


def untitled(weight_kg: int) -> Finding:
    return Finding(kept=True)


def defaulted(weight_kg: int = 0) -> Finding:
    """Parcels have a default."""
    return Finding(kept=True)


def asks_nothing() -> Finding:
    """Parcels are not looked at."""
    return Finding(kept=True)


@pytest.mark.parametrize(
    ("function", "at", "code"),
    [
        (untitled, "cut", "RULE-NO-TITLE"),
        (defaulted, "cut", "RULE-SIGNATURE"),
        (asks_nothing, "cut", "RULE-SIGNATURE"),
        (has_weight, "noon", "RULE-UNKNOWN-MOMENT"),
    ],
)
def test_a_rule_that_cannot_explain_itself_fails_at_import(function, at: str, code: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(RuleFault) as caught:
        rule("C069", of="parcel", at=at)(function)

    assert caught.value.code == code


def test_two_rules_of_one_id_fail_at_import() -> None:
    rule("C069", of="parcel", at="cut")(in_time)

    with pytest.raises(RuleFault) as caught:
        rule("C069", of="letter", at="cut")(in_time)

    assert caught.value.code == "RULE-TWICE"


def test_a_rule_whose_need_is_absent_is_not_asked() -> None:
    rule("C106", of="parcel", at="cut", needs="urgent")(urgent_parcel)
    plain, urgent = Parcel(1, 7, 5), Parcel(1, 7, 5, urgent=True)

    assert judge("parcel", "cut", plain) == ()
    assert [found.code for found in judge("parcel", "cut", urgent)] == ["C106/urgent_parcel"]


def test_an_exception_made_good_excuses_the_one_rule_that_it_names() -> None:
    rule("C069", of="parcel", at="cut")(in_time)
    rule("C077", of="parcel", at="cut")(has_weight)
    rule("C106", of="parcel", at="cut", overrides="C069/in_time")(urgent_parcel)

    late, urgent, empty = (
        judge("parcel", "cut", Parcel(weight_kg=weight, sent_s=7, due_s=5, urgent=claim))
        for weight, claim in ((1, False), (1, True), (0, True))
    )

    assert (opens(late), opens(urgent), opens(empty)) == (False, True, False)
    assert list(excused(urgent)) == ["C069/in_time"]
    assert [found.kept for found in urgent] == [False, True, True]  # excused, never rewritten


@pytest.mark.parametrize(("kept", "opened"), [(True, True), (False, False), (None, False)])
def test_what_is_unproven_opens_nothing(kept: bool | None, opened: bool) -> None:  # architecture, invariant 2
    assert opens((Finding(kept=True), Finding(kept=kept))) is opened


def test_an_exception_outlives_the_rule_it_overrode() -> None:  # deleting a rule leaves all else working
    rule("C106", of="parcel", at="cut", overrides="C069/in_time")(urgent_parcel)

    findings = judge("parcel", "cut", Parcel(1, 7, 5))

    assert opens(findings)


def test_findings_are_equal_by_what_they_say() -> None:
    assert Finding(kept=None, due=5) == Finding(kept=None, due=5)
    assert Finding(kept=None, due=5) != Finding(kept=False, due=5)
    assert hash(Finding(kept=True, a=1, b=2)) == hash(Finding(kept=True, b=2, a=1))
