"""Who flew here: both sides are asked, what was on record is listed for good, silence stays silence (failure F02)."""

from datetime import UTC, datetime

import pytest

from air_fake import (
    END,
    EVE,
    PROVIDER,
    START,
    WATCHER,
    Sky,
    allegation,
    answer,
    change,
    coverage,
    measure,
    notice,
    question,
    seen,
    sky,
)
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


def test_the_days_changes_and_what_was_covered_are_frozen_with_the_flights():
    """F02, C098, C100: which aircraft were there to fly, and who looked; of the window, not of the days around it."""
    way = Sky()
    day, before, after = (way_day(START + days * DAY) for days in (0, -1, 1))
    changed = [way.say(side, "order-change", change(side, day), at=END + 10) for side in (0, 1)]
    others = [way.say(WATCHER, "order-change", change(WATCHER, other), at=END + 11) for other in (before, after)]
    way.say(WATCHER, "measure", measure(WATCHER))
    spans = ((START - 50, START), (END, END + 1), (START - 50, START - 1), (END + 1, END + 2))
    looked = [way.say(WATCHER, "measure-coverage", coverage(WATCHER, *span, 700), at=END + 12) for span in spans]
    plot = way.say(WATCHER, "observation", seen(), at=END + 13)
    assert {one.verdict for one in (*changed, *looked, others[0])} == {"OK"}
    asked(way)
    later = way.say(PROVIDER, "order-change", change(PROVIDER, day, text="again"), at=END + 100)

    (found,) = questions(way.view())
    row = found.as_json()

    assert row["frozen"][0]["entry"] == plot.id
    assert {one["entry"] for one in row["frozen"]} == {plot.id, *(one.id for one in (*changed, *looked[:2]))}
    assert [(one["entry"], one["kind"]) for one in row["later"]] == [(later.id, "order-change")]


def way_day(at):
    """The date by the clock of the deadlines, which is three hours ahead there."""
    return datetime.fromtimestamp(at + 3 * HOUR, UTC).strftime("%Y-%m-%d")


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


# --- an incident ------------------------------------------------------------------------------------------------------

HOUR = 3_600


def incident(way, at, stamped=None, **changed):
    """The watcher asks about an incident at START + 700, by its own clock at `at`; the provider stamps that it has it."""
    body = question(WATCHER, incident_at=START + 700, **changed)
    said = way.say(WATCHER, "who-flew", body, at=at)
    if stamped is not None:
        way.receipt(PROVIDER, stamped)
    return said


def alleged():
    """A violation alleged, and nobody asks anything besides."""
    way = sky()
    way.begin(START)
    plot = way.say(WATCHER, "observation", seen(), at=START + 1_000)
    said = way.say(WATCHER, "alleged-violation", allegation(WATCHER, plot.id), at=START + 1_100)
    assert said.verdict == "OK", said.broken
    return way, plot, said


def test_an_allegation_puts_the_question_to_each_side_and_freezes_the_hour_round_it():
    """F02: nobody has to ask besides; an hour before and after what is alleged."""
    way, plot, said = alleged()

    (found,) = questions(way.view())
    row = found.as_json()

    assert (row["window"], row["area"], row["about"]) == ([START + 700 - HOUR, START + 700 + HOUR], "N-1", said.id)
    assert [one["entry"] for one in row["frozen"]] == [plot.id]
    assert {code: one["state"] for code, one in row["answers"].items()} == dict.fromkeys(CODES, "NO-ANSWER")


@pytest.mark.parametrize("side", [PROVIDER, WATCHER])
def test_either_side_answers_to_an_allegation_itself(side):
    """F02: the allegation is what an answer names."""
    way, _, said = alleged()
    way.see_both()

    told = way.say(side, "who-flew-answer", answer(side, said.id, "UNKNOWN"))
    (found,) = questions(way.view())

    assert told.verdict == "OK", told.broken
    assert found.silent == (CODES[1 - side],)


def test_an_allegation_taken_back_asks_nobody_and_what_it_froze_stays_listed():
    """F02: taking back is no way to unfreeze a record."""
    way, plot, said = alleged()
    way.withdraw(WATCHER, said.id)

    (found,) = questions(way.view())

    assert (found.state, found.silent, found.missed) == ("WITHDRAWN", (), ())
    assert [one.hex() for one in found.said.frozen] == [plot.id]


@pytest.mark.parametrize(
    ("asked", "stamped", "expected"),
    [
        (HOUR - 1, HOUR - 1, "MET"),
        (HOUR - 1, HOUR, "UNPROVEN"),
        (HOUR - 1, None, "UNPROVEN"),
        (HOUR, HOUR + 9, "MISSED"),
    ],
)
def test_an_incident_is_asked_about_within_the_hour_by_the_counterparts_stamp(asked, stamped, expected):
    """F02: in time only by who was asked, late only by the asker's own stamp."""
    way, at = sky(), START + 700
    incident(way, at + asked, None if stamped is None else at + stamped)

    (found,) = questions(way.view())

    assert found.as_json()["incident"] == {"at": at, "ask_due": at + HOUR, "asked": expected}


@pytest.mark.parametrize(
    ("answered", "stamped", "expected"),
    [(DAY - 1, DAY - 1, "MET"), (DAY - 1, DAY, "UNPROVEN"), (DAY - 1, None, "UNPROVEN"),
     (DAY, DAY, "UNPROVEN"), (DAY + 49, DAY + 60, "UNPROVEN"), (DAY + 50, DAY + 60, "MISSED")],
)  # fmt: skip
def test_an_answer_is_in_time_by_the_asker_and_late_only_by_the_answerer(answered, stamped, expected):
    """F02, reading A36: 24 hours; from the asker's stamp for MET, from the own stamp 50 s later for MISSED."""
    way, asked = sky(), START + 1_000
    said = incident(way, asked, asked + 50)
    way.say(PROVIDER, "who-flew-answer", answer(PROVIDER, said.id), at=asked + answered)
    if stamped is not None:
        way.receipt(WATCHER, asked + stamped)

    (found,) = questions(way.view())

    assert found.as_json()["answers"][CODES[PROVIDER]]["deadline"] == expected
    assert found.due == asked + DAY


@pytest.mark.parametrize(("later", "expected"), [(None, "UNPROVEN"), (DAY + 49, "UNPROVEN"), (DAY + 50, "MISSED")])
def test_silence_past_its_time_is_on_record_by_the_silent_sides_own_stamp(later, expected):
    """F02: no clock but its own makes it so, and the state stays NO-ANSWER."""
    way, asked = sky(), START + 1_000
    incident(way, asked, asked + 50)
    if later is not None:
        way.heartbeat(PROVIDER, at=asked + later)

    (found,) = questions(way.view())
    row = found.as_json()["answers"][CODES[PROVIDER]]

    assert (row["state"], row["deadline"]) == ("NO-ANSWER", expected)
    assert found.missed == ((CODES[PROVIDER],) if expected == "MISSED" else ())


@pytest.mark.parametrize(("at", "kept"), [(START - 1, False), (START, True)])
def test_the_window_holds_the_incident(at, kept):
    """F02: a window of another time freezes another record; it is asked all the same."""
    said = Sky().say(WATCHER, "who-flew", question(WATCHER, incident_at=at))

    assert (said.verdict, said.kept("C096/the_window_holds_the_incident")) == ("OK", kept)


def test_what_a_question_is_about_is_on_record():
    """F02: an unknown entry is said, and asked of all the same."""
    said = Sky().say(WATCHER, "who-flew", question(WATCHER, about="ab" * 32))

    assert (said.verdict, said.kept("C096/what_it_is_about_is_on_record")) == ("OK", False)
