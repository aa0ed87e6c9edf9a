"""What one side sends costs the other no more than its number (record.md, Cost; issue 2, points 5 and 6).

Nothing is timed: what is looked at is counted.
"""

from __future__ import annotations

import pytest

from centre_fake import Pair
from jig.decisions import state
from jig.decisions.state import open_rivals, proposals, standing_proposal, stands
from jig.record.canonical import canonical
from jig.record.facts import MOST_FAULTS
from rooms_fake import Way


@pytest.fixture
def looked(monkeypatch):
    """Count the entries whose ending is looked up: the unit of work of every consent."""
    count = [0]
    real = state.ended_by

    def counting(view, entry_id):
        count[0] += 1
        return real(view, entry_id)

    monkeypatch.setattr(state, "ended_by", counting)
    return count


@pytest.mark.parametrize("many", [3, 300])
def test_how_often_a_side_proposed_before_does_not_show_in_what_the_phase_costs(looked, many):
    pair = Way()
    pair.establish()
    for n in range(many):
        pair.propose(1, "formation", "JIG", {"formed_at": n, "establishment": pair.logs[2].id.hex()})
    looked[0] = 0

    standing_proposal(pair.view(), "formation", "JIG")
    open_rivals(pair.view(), "formation", "JIG")

    assert len(proposals(pair.view(), "formation", "JIG")) == many + 1
    assert looked[0] <= 10


def test_the_newest_of_each_side_are_still_rivals():
    """record.md, Cut: two proposals on one base that are open at once are DISPUTED."""
    pair = Pair()
    made = [
        pair.propose(side, "integrated", "I", {"authority_text": f"{side}{n}"}) for side in (0, 1) for n in range(3)
    ]

    assert open_rivals(pair.view(), "integrated", "I") == sorted(bytes.fromhex(made[n].id) for n in (2, 5))


@pytest.mark.parametrize(("many", "verdict"), [(7, "OK"), (8, "REFUSED")])
def test_a_proposal_rests_on_no_more_than_a_bound(monkeypatch, many, verdict):
    """C049: a chain of any length would be walked by every answer to its end."""
    monkeypatch.setattr(state, "MOST_FOUNDATIONS", 6)
    pair = Pair()
    last: list[str] = []

    for n in range(many):
        said = pair.propose(1, "integrated", f"I{n}", {"authority_text": "x"}, relies_on=last)
        last = [said.id]

    assert said.verdict == verdict


def test_an_agree_to_terms_is_locked_by_the_last_one_that_lives():
    """C031: one live agreement a base, however many were taken back before it."""
    pair = Pair()
    base = pair.terms_of(0).digest.hex()
    made = [
        pair.propose(0, "terms", "JIG", {"base": base, "changes": [{"item": "LIST", "id": f"x{n}"}]}) for n in range(4)
    ]

    verdicts = []
    for one in made[:3]:
        verdicts.append(pair.answer(0, one.id).verdict)
        pair.withdraw(0, one.id)
    verdicts += [pair.answer(0, made[3].id).verdict, pair.answer(0, made[2].id).verdict]
    other = pair.propose(0, "terms", "JIG", {"base": base, "changes": [{"item": "LIST", "id": "y"}]})

    assert verdicts == ["OK"] * 4 + ["REFUSED"]
    assert pair.answer(0, other.id).verdict == "REFUSED"
    assert not stands(pair.view(), bytes.fromhex(made[2].id))


def test_a_body_of_ten_thousand_faults_is_remembered_by_a_hundred():
    pair = Pair()
    body = {f"k{n}": 1 for n in range(10_000)}

    said = pair.say(0, "note", body)

    assert len(canonical(body)) < 262_144
    assert said.verdict == "UNREADABLE"
    assert len(said.judgement.faults) == MOST_FAULTS
