"""A HOLD stops what its caller meant (ToR 2.c; architecture, invariant 2: doubt means HOLD)."""

import pytest

from centre_fake import ROSTER
from jig.decisions.state import holds_on
from jig.operations.standing import standing
from rooms_fake import LABEL, PLAN_LABEL, Way


@pytest.fixture(scope="module")
def way():
    found = Way().ready()
    return found, *found.to_permitted()


@pytest.mark.parametrize(
    "name", [LABEL.lower(), f" {LABEL}", LABEL.replace("-", "\u2011"), LABEL.replace("-", ""), PLAN_LABEL.lower()]
)
def test_a_hold_called_in_a_hurry_holds_what_its_caller_meant(way, name):
    """A name typed in another case, with other dashes or spaces, must not leave the plan free to go."""
    pair, _, plan = way
    assert standing(pair.view(), plan).permitted

    said = pair.hold(0, name)

    assert said.verdict == "OK"
    assert not standing(pair.view(), plan).permitted
    assert said.kept("C079/a_hold_names_what_is_known") is False
    lifted(pair, said)
    assert standing(pair.view(), plan).permitted


def test_a_hold_on_what_nothing_is_called_says_so_before_it_is_signed(way):
    pair, _, plan = way

    said = pair.hold(0, "T-9999")

    assert said.facts("C079/a_hold_names_what_is_known")["unknown"] == ("T-9999",)
    assert standing(pair.view(), plan).permitted


@pytest.mark.parametrize("name", [LABEL, PLAN_LABEL])
def test_a_hold_by_an_exact_name_holds_that_alone(way, name):
    pair, _, plan = way

    said = pair.hold(1, name)

    assert not standing(pair.view(), plan).permitted
    assert holds_on(pair.view(), "*") == []
    assert said.kept("C079/a_hold_names_what_is_known") is True
    lifted(pair, said)


def lifted(pair, hold):
    """Both hands under the lift."""
    side = hold.side
    words = {"hold": hold.id, "watch_officer": ROSTER[side]["WATCH"], "lang": "en", "text": ""}
    pair.see_both()
    lift = pair.say(side, "lift", words)
    pair.see_both()
    pair.say(1 - side, "lift-confirmation", {"lift": lift.id, "watch_officer": ROSTER[1 - side]["WATCH"]})
    pair.see_both()
