"""Threat: a participant's clock is wrong by ten years, on purpose (record.md, property 10)."""

import pytest

from jig.decisions.state import stands
from threats.stamps import met
from two_nodes import DAY, STARTS, Hostile, established, position

DECADE = 3653 * DAY
DUE = STARTS[0] + DAY


def talk(shift):
    """One side answers, reports and acknowledges with its clock shifted; the other is honest."""
    a, b, made = established()
    duty = b.say()
    asked = b.propose("rail-1").id
    liar = Hostile.of(a)
    now = a.clock.now() + shift
    liar.receipt(b, now)
    own = liar.say(claimed_at=now)
    liar.say("position", position(0, asked), claimed_at=now)
    received = liar.deliver(b)
    b.answer(asked)
    verdicts = [judgement.verdict.value for _, judgement in received.new]
    return b, duty, own, (verdicts, stands(b.node.picture.view(), asked), stands(b.node.picture.view(), made))


@pytest.mark.parametrize("shift", [-DECADE, DECADE])
def test_no_decision_depends_on_it(shift):
    assert talk(shift)[3] == talk(0)[3] == (["OK", "OK", "OK"], True, True)


@pytest.mark.parametrize("shift", [-DECADE, DECADE])
def test_the_others_duty_is_never_missed_by_it(shift):
    b, duty, _, _ = talk(shift)

    assert met(b, duty, DUE) in (True, None)


@pytest.mark.parametrize(("shift", "late"), [(-DECADE, None), (DECADE, False)])
def test_its_own_late_duty_never_becomes_met(shift, late):
    a, b, _ = established()
    b.clock.set(DUE + DAY)
    liar = Hostile.of(a)
    own = liar.say(claimed_at=DUE + DAY + shift)

    liar.deliver(b)

    assert met(b, own, DUE) is late


def test_an_honest_node_whose_clock_jumps_goes_on():
    a, b, _ = established()
    for instant in (STARTS[1] + DECADE, STARTS[1] - DECADE, 0):
        b.clock.set(instant)
        b.say()
    liar = Hostile.of(a)
    liar.say()

    assert liar.deliver(b).receipt.judgement.kept
