"""Who flew here: both sides are asked, what was on record is listed for good, silence stays silence (failure F02)."""

import pytest

from air_fake import EVE, PROVIDER, START, WATCHER, Sky, answer, notice, question, seen
from centre_fake import CODES, DAY
from jig.air.determination_frozen import WIDEST_S, questions
from rooms_fake import position


def asked(way: Sky):
    way.see_both()
    said = way.say(WATCHER, "who-flew", question(WATCHER))
    assert said.verdict == "OK", said.broken
    way.see_both()
    return said


def test_what_both_had_on_record_is_listed_and_a_later_version_does_not_replace_it():
    """F02: both sides' records as of the question's cut; what comes later stands beside them."""
    way = Sky()
    first = way.say(PROVIDER, "flight-notice", notice(), at=EVE - 100)
    plot = way.say(WATCHER, "observation", seen())
    said = asked(way)
    second = way.say(PROVIDER, "flight-notice", notice(composition=[{"aircraft_class": "UAV", "aircraft_type": "X", "number": 1}]))  # fmt: skip

    (found,) = questions(way.view())

    assert {one.hex() for one in found.said.frozen} == {first.id, plot.id}
    assert [one.hex() for one in found.later] == [second.id]
    assert found.as_json()["frozen_at"] == {CODES[side]: cut for side, cut in enumerate(found.meta.cut)}
    assert said.id == found.meta.id.hex()


def test_an_incomplete_notice_belongs_to_the_record_that_is_listed():
    """F02: whatever became of it."""
    way = Sky()
    bare = way.say(PROVIDER, "flight-notice", notice(route=None))
    asked(way)

    (found,) = questions(way.view())

    assert (bare.verdict, [one.hex() for one in found.said.frozen]) == ("INCOMPLETE", [bare.id])


def test_silence_is_shown_of_each_side_and_no_time_turns_it_into_an_answer():
    """F02: NO ANSWER, for ever if need be; the asker is asked as well."""
    way = Sky()
    said = asked(way)
    way.say(PROVIDER, "who-flew-answer", answer(PROVIDER, said.id))
    way.tick(400 * DAY)
    way.heartbeat(WATCHER)

    (found,) = questions(way.view())

    states = {code: one["state"] for code, one in found.as_json()["answers"].items()}
    assert (found.state, states) == ("NO-ANSWER", {CODES[PROVIDER]: "ANSWERED", CODES[WATCHER]: "NO-ANSWER"})


def test_once_both_answered_it_is_answered_and_a_changed_answer_stands_beside_the_first():
    """F02."""
    way = Sky()
    said = asked(way)
    for side, flew in ((PROVIDER, "NO"), (WATCHER, "UNKNOWN"), (PROVIDER, "YES")):
        assert way.say(side, "who-flew-answer", answer(side, said.id, flew)).verdict == "OK"

    (found,) = questions(way.view())

    assert found.state == "ANSWERED"
    assert [one["flew"] for one in found.as_json()["answers"][CODES[PROVIDER]]["given"]] == ["NO", "YES"]


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({"area": None}, False),
        ({"area": None, "position": position()}, False),
        ({"area": None, "position": position(), "radius_m": 500}, True),
        ({"radius_m": 500}, False),
        ({}, True),
    ],
)
def test_a_question_names_one_place(changed, kept):
    """F02: an area, or a point with its radius."""
    said = Sky().say(WATCHER, "who-flew", question(WATCHER, **changed))

    assert said.kept("C096/a_question_names_its_place") is kept


@pytest.mark.parametrize(
    ("length", "verdict"), [(-1, "REFUSED"), (0, "OK"), (WIDEST_S, "OK"), (WIDEST_S + 1, "REFUSED")]
)
def test_a_question_has_a_bounded_window(length, verdict):
    """F02: what is listed of it stays bounded."""
    said = Sky().say(WATCHER, "who-flew", question(WATCHER, window={"start": START, "end": START + length}))

    assert said.verdict == verdict


def test_an_answer_to_an_unknown_question_answers_nothing():
    """F02."""
    said = Sky().say(PROVIDER, "who-flew-answer", answer(PROVIDER, "ab" * 32, entries=["cd" * 32]))

    assert said.broken == {
        "C096/an_answer_is_to_an_accepted_question",
        "C096/an_answer_points_to_what_is_on_record",
    }
