"""Terms while a leaving or a tightening is on its way: what binds after it, and which bound is in force."""

from __future__ import annotations

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from properties import prologue as way
from properties.story import Said, Story, replay

SETTING = "vetting.max_age_s"


def _proposed(story: Story, side: int) -> Said:
    return way.terms(story, side, [way.document("FORMAT", "FORMAT-X")])


def _leave(story: Story, side: int) -> Said:
    return story.say(side, "leave", {"reason": "r", "lang": "en"})


def _settled(story: Story) -> bool:
    for side in (0, 1, 0, 1):
        story.learn(side)
        story.say(side, "heartbeat", {})
    return len(story.picture.terms.versions) > 1


@pytest.mark.parametrize("proposer", [0, 1])
@pytest.mark.parametrize("leaver", ["agreed", "asked"])
@pytest.mark.parametrize("known", [True, False])
def test_an_agree_to_terms_from_before_a_leaving_binds_nobody_after_a_return(
    proposer: int, leaver: str, known: bool
) -> None:
    """C132, C133; record.md Leaving: it ends every consent at once and a return revives none, one to terms too."""
    story = way.tell(1, proposer)
    made = _proposed(story, proposer)
    story.answer(proposer, made.ref)
    story.learn(1 - proposer, len(story.logs[proposer]) if known else len(story.logs[proposer]) - 1)

    _leave(story, proposer if leaver == "agreed" else 1 - proposer)
    story.learn(0)
    story.learn(1)
    story.answer(1 - proposer, made.ref)

    assert not _settled(story)
    again = _proposed(story, 1 - proposer)
    story.agree_both(again)
    assert _settled(story), "what fell locks no base"


def test_an_agree_that_its_author_gave_having_seen_the_leaving_binds() -> None:
    """C028: who agrees to the same proposal for the first time after a leaving gives a consent of its own."""
    story = way.tell(1, 0)
    made = _proposed(story, 0)
    story.learn(1)
    _leave(story, 1)

    story.agree_both(made)

    assert _settled(story)


def test_who_is_bound_before_it_leaves_stays_bound() -> None:
    """record.md Terms: a later withdrawal by a side that is bound is void; so is the end that a leaving would be."""
    story = way.tell(1, 0)
    made = _proposed(story, 0)
    story.agree_both(made)

    _leave(story, 1)

    assert _settled(story)


def _tighten(story: Story, side: int, value: int) -> Said:
    return story.say(side, "tightening", {"setting": SETTING, "value": value, "lang": "en", "text": ""})


@given(st.integers(0, 1), st.integers(0, 1), st.integers(0, 5), st.integers(1, 40), st.integers(1, 40))
def test_a_tightening_in_flight_and_a_joint_change_end_with_the_stricter(
    proposer: int, tightener: int, moment: int, alone: int, joint: int
) -> None:
    """C053, reading A25: what one side made stricter before both agreed in knowledge of it is not lost."""
    days = 86_400
    story = way.tell(1, proposer)
    start = story.picture.view().setting(SETTING)
    made = None
    for step in range(6):
        if step == moment:
            tightening = _tighten(story, tightener, alone * days)
        if step == 0:
            made = way.terms(story, proposer, [{"item": "READING", "id": SETTING, "value": joint * days}])
        elif step in (1, 2):
            assert made is not None
            author = proposer if step == 1 else 1 - proposer
            # The tightener's own AGREE knows of it; the other's only where it saw it.
            seen = len(story.logs[1 - author]) - (moment == step and author != tightener)
            story.learn(author, seen)
            story.answer(author, made.ref)
        elif step > 2:
            side = proposer if step % 2 else 1 - proposer
            story.learn(side)
            story.say(side, "heartbeat", {})
    assert made is not None
    assert len(story.picture.terms.versions) == 2

    found = story.picture.view().setting(SETTING)

    accepted = story.verdicts[tightening.id].value == "OK" and alone * days <= start
    agrees = [one for one in story.said if one.kind == "position" and one.body["proposal"] == made.ref]
    place = story.logs[tightener].index(tightening)
    knew = all(
        story.logs[tightener].index(one) > place if one.side == tightener else one.seen > place for one in agrees
    )
    assert found == (joint * days if knew or not accepted else min(joint, alone) * days)
    assert replay(story.finished, lambda: 1).view().setting(SETTING) == found
    event(f"knew {knew}")


def test_both_may_loosen_together_what_one_had_made_stricter() -> None:
    """record.md, bounds a side: loosening is a joint act, made in knowledge of what it loosens."""
    story = way.tell(1, 0)
    start = story.picture.view().setting(SETTING)
    _tighten(story, 0, start - 86_400)
    for side in (0, 1):
        story.learn(side)

    story.agree_both(way.terms(story, 1, [{"item": "READING", "id": SETTING, "value": start + 86_400}]))

    assert _settled(story)
    assert story.picture.view().setting(SETTING) == start + 86_400
