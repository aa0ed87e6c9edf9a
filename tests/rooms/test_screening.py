"""Screening against the protected list: it can stop or warn, and never clears (ToR Pre.3)."""

import pytest

from centre_fake import ROSTER
from jig.targets.state import TargetStanding
from rooms_fake import LABEL, Way


def located(way: Way) -> tuple[str, str, str]:
    target, actionable = way.to_actionable()
    location = way.locate(0, target).id
    way.see(1)
    return target, actionable, location


def standing(way: Way) -> str:
    return TargetStanding(way.view(), LABEL).underlying


@pytest.mark.parametrize("missing", ["reviewer", "precaution", "precaution_signed_by"])
def test_a_screening_without_signed_precautions_counts_for_nothing(missing):
    """C007, ToR Pre.3."""
    way = Way().ready()
    *_, location = located(way)

    said = way.screen(0, location, **{missing: " "})

    assert (said.verdict, said.broken) == ("REFUSED", {"C007/a_named_person_signed_the_precautions"})
    assert not way.view().has("screening", bytes.fromhex(location), 0)


def test_a_screening_of_an_unknown_place_counts_for_nothing():
    """C007."""
    way = Way().ready()

    said = way.screen(0, "ab" * 32)

    assert said.verdict == "REFUSED"


def test_no_screening_can_say_that_a_place_is_free():
    """C007; architecture, invariant 8."""
    way = Way().ready()
    *_, location = located(way)

    said = way.screen(0, location, clears=True)

    assert said.verdict == "UNREADABLE"


def test_a_warning_is_shown_and_leaves_the_decision_to_people():
    """C007."""
    way = Way().ready()
    target, actionable, location = located(way)
    for side in (0, 1):
        way.validate(side, target)
    way.screen(0, location)

    warned = way.screen(1, location, result="WARN", nearest_site="a school", distance_m=700)
    way.agree("action", LABEL, {"target": target, "location": location, "actionable": actionable})

    assert (warned.verdict, warned.kept("C007/nothing_protected_is_known_nearby")) == ("OK", False)
    assert standing(way) == "AGREED_FOR_ACTION"


@pytest.mark.parametrize("side", [0, 1])
def test_a_stop_by_either_side_ends_the_agreement_for_good(side):
    """C007: a later finding of nothing brings nothing back."""
    way = Way().ready()
    agreed = way.to_action()
    assert standing(way) == "AGREED_FOR_ACTION"

    way.screen(side, agreed.location, result="STOP")
    stopped = standing(way)
    way.screen(side, agreed.location)

    assert (stopped, standing(way)) == ("AGREED_ACTIONABLE", "AGREED_ACTIONABLE")


def test_a_stop_counts_from_an_officer_who_may_not_screen():
    """Record, Restrictive acts: authority is asked only of what moves toward action."""
    way = Way().ready()
    agreed = way.to_action()

    unauthorised = way.screen(1, agreed.location, officer=ROSTER[1]["LINGUIST"], reviewer="", result="STOP")

    assert unauthorised.verdict == "REFUSED"
    assert standing(way) == "AGREED_ACTIONABLE"


def test_the_same_officer_cannot_find_nothing():
    """C007, C025."""
    way = Way().ready()
    *_, location = located(way)

    said = way.screen(1, location, officer=ROSTER[1]["LINGUIST"])

    assert said.verdict == "REFUSED"
    assert not way.view().has("screening", bytes.fromhex(location), 1)


def test_a_stop_that_cannot_be_read_stops_all_the_same():
    """Architecture, invariant 2: doubt means HOLD."""
    way = Way().ready()
    agreed = way.to_action()

    torn = way.say(1, "screening", {"location": agreed.location, "result": "STOP"})

    assert torn.verdict == "UNREADABLE"
    assert standing(way) == "AGREED_ACTIONABLE"


def test_a_torn_screening_of_another_kind_changes_nothing():
    """Record, Two stages."""
    way = Way().ready()
    agreed = way.to_action()

    way.say(1, "screening", {"location": agreed.location, "result": "WARN"})
    way.say(1, "screening", {"location": "not hex" * 9, "result": "STOP"})

    assert standing(way) == "AGREED_FOR_ACTION"


def test_a_stop_on_the_target_itself_ends_what_is_agreed_on_it():
    """C007."""
    way = Way().ready()
    agreed = way.to_action()

    way.screen(0, agreed.target, result="STOP")

    assert standing(way) == "REFUSED"


def test_a_screening_taken_back_no_longer_carries_an_agreement():
    """C007."""
    way = Way().ready()
    target, actionable, location = located(way)
    way.validate(0, target)
    own = way.screen(0, location).id
    asked = way.propose(0, "action", LABEL, {"target": target, "location": location, "actionable": actionable}).id

    way.withdraw(0, own)
    said = way.answer(0, asked)

    assert said.broken == {"C007/who_agrees_to_action_has_screened_it"}
