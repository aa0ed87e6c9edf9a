"""Integrated operations wait for both national authorities and an agreed procedure (C036, ToR 2)."""

import pytest

from centre_fake import LANG
from jig.operations.state import notified, permitted, plan_standing
from rooms_fake import PLAN_LABEL, Way

TARGET = "C036/an_integrated_target_waits_for_both_authorities"
PLAN = "C036/an_integrated_plan_waits_for_both_authorities"
STANDING = "C036/both_authorities_still_allow_the_integrated_operation"
PROCEDURE = {"item": "PROCEDURE", "id": "PROC-INT", "version": "3", "digest": "a1" * 32}


def authorise(way: Way) -> str:
    return way.agree("integrated", "JIG", {"authority_text": "both ministries"})


def whole() -> tuple[Way, str]:
    """A pair whose authorities allow integrated operations under an agreed procedure; the authorisation."""
    way = Way().ready()
    way.agree_terms(PROCEDURE)
    return way, authorise(way)


@pytest.mark.parametrize(
    ("authorised", "procedure", "lacking"),
    [
        (False, False, ["AUTHORISATION", "PROC-INT"]),
        (True, False, ["PROC-INT"]),
        (False, True, ["AUTHORISATION"]),
        (True, True, []),
    ],
)
def test_a_target_marked_integrated_waits_for_the_authorities_and_the_procedure(authorised, procedure, lacking):
    """C036, ToR 2."""
    way = Way().ready()
    if procedure:
        way.agree_terms(PROCEDURE)
    if authorised:
        authorise(way)

    said = way.target(integrated=True)

    assert said.verdict == ("REFUSED" if lacking else "OK")
    assert list(said.facts(TARGET)["lacking"]) == lacking


@pytest.mark.parametrize("marked", [{}, {"integrated": False}])
def test_a_target_without_the_mark_is_not_asked(marked):
    """C036: absent means not integrated."""
    way = Way().ready()

    said = way.target(**marked)

    assert said.verdict == "OK"
    assert TARGET not in {finding.code for finding in said.judgement.findings}


def test_one_authority_alone_allows_nothing():
    """C036: silence of the other is never its authorisation."""
    way = Way().ready()
    way.agree_terms(PROCEDURE)
    asked = way.propose(0, "integrated", "JIG", {"authority_text": "one ministry"})
    way.answer(0, asked.id)
    way.see_both()

    assert way.target(integrated=True).broken == {TARGET}


def test_a_conditional_answer_is_no_authorisation_until_a_plain_one_follows():
    """C036; C025, A20."""
    way = Way().ready()
    way.agree_terms(PROCEDURE)
    asked = way.propose(0, "integrated", "JIG", {"authority_text": "both ministries"})
    way.answer(0, asked.id)
    way.see_both()
    way.answer(1, asked.id, "CONDITIONAL")
    way.see_both()

    before = way.target(integrated=True)
    way.answer(1, asked.id)
    way.see_both()
    after = way.target(integrated=True)

    assert (before.verdict, after.verdict) == ("REFUSED", "OK")


def test_taking_a_later_authorisation_back_revives_no_earlier_one():
    """C036; architecture, invariant 5: a late entry without new consent only restricts."""
    way, _ = whole()
    later = authorise(way)

    way.withdraw(1, later)
    way.see_both()

    assert way.target(integrated=True).broken == {TARGET}


def test_a_plan_marked_integrated_waits_too():
    """C036, ToR 2."""
    way = Way().ready()
    agreed = way.to_action()
    way.decide_start()

    marked, plain = way.plan(agreed, integrated=True), way.plan(agreed)

    assert (marked.verdict, marked.broken) == ("REFUSED", {PLAN})
    assert plain.verdict == "OK"


def test_a_plan_for_an_integrated_target_is_integrated_without_saying_so():
    """C036: leaving the mark out of the plan is no way round it."""
    way, authorisation = whole()
    way.target = lambda side=0, **changed: Way.target(way, side, **{"integrated": True} | changed)
    agreed = way.to_action()
    way.decide_start()
    allowed = way.plan(agreed)

    way.withdraw(0, authorisation)
    way.see_both()
    refused = way.plan(agreed)

    assert (allowed.verdict, refused.verdict, refused.broken) == ("OK", "REFUSED", {PLAN})


def test_an_integrated_plan_permits_nothing_once_an_authority_takes_its_word_back():
    """C036; architecture, invariant 5: consent ends when either says so."""
    way, authorisation = whole()
    agreed = way.to_action()
    way.decide_start()
    plan = way.plan(agreed, integrated=True)
    way.receipt(0)
    way.acknowledge(plan.id)
    way.see_both()
    way.deconflict(plan.id)
    before = permitted(way.view())

    way.withdraw(1, authorisation)
    way.see_both()

    shown = plan_standing(way.view(), PLAN_LABEL)
    finding = next(one for one in shown["findings"] if one["code"] == STANDING)
    assert before == [(agreed.action, plan.id)]
    assert (permitted(way.view()), notified(way.view())) == ([], [])
    assert (shown["state"], finding["kept"], finding["facts"]["lacking"]) == ("WITHDRAWN", False, ["AUTHORISATION"])


def test_the_mark_is_yes_or_no_and_nothing_else():
    """Style: bounded fields; a word is no mark."""
    way = Way().ready()

    said = way.target(integrated="yes", lang=LANG[0])

    assert said.verdict == "UNREADABLE"
