"""Voice calls, whose forces, dissent (ToR 1.d.iii, 2.a, 2.c; A09, A47; F01, F08)."""

import pytest

from centre_fake import CODES, LANG, ROSTER, Pair
from jig.operations.state import plan_standing
from jig.record.rooms import subjects
from rooms_fake import LABEL, LAT, PLAN_LABEL, Way, position


def shown(pair, subject, name):
    (found,) = [one for one in subjects() if one.name == subject]
    return found.standing(pair.view(), name)


# --- calls -----------------------------------------------------------------------------------------------------------


def call(way, side=0, call_type="ROUTINE", **changed):
    parties = [{"participant": CODES[s], "post": f"post {s}", "name": ROSTER[s]["WATCH"]} for s in (side, 1 - side)]
    at = way.clock[side]
    body = {
        "line": f"line {side}", "started_at": at, "ended_at": at + 60, "caller": parties[0], "answerer": parties[1],
        "subject": "a call", "call_type": call_type, "read_back": True, "answered_within_s": 20, "lang": LANG[side],
        "text": "words",
    }  # fmt: skip
    body |= changed
    return way.say(side, "call", {name: value for name, value in body.items() if value is not None})


@pytest.mark.parametrize(("call_type", "state"), [("ROUTINE", "DECONFLICTED"), ("PRIORITY", "DECONFLICTED"), ("STOP", "HELD")])  # fmt: skip
def test_a_call_that_says_stop_holds_as_a_stop_does(call_type, state):
    """C045, A47."""
    way = Way().ready()
    way.to_permitted()

    said = call(way, call_type=call_type, at=position())

    assert (said.verdict, plan_standing(way.view(), PLAN_LABEL)["state"]) == ("OK", state)


@pytest.mark.parametrize(("raw_type", "state"), [("ROUTINE", "DECONFLICTED"), ("STOP", "HELD"), ("SHOUT", "HELD")])
def test_a_call_that_cannot_be_read_holds_unless_it_says_that_it_is_no_stop(raw_type, state):
    """Pre.3: doubt fails toward HOLD."""
    way = Way().ready()
    way.to_permitted()

    said = call(way, call_type=raw_type, read_back="yes")

    assert (said.verdict, plan_standing(way.view(), PLAN_LABEL)["state"]) == ("UNREADABLE", state)


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        ({}, set()),
        ({"read_back": False}, {"C045/what_is_said_on_the_line_is_read_back"}),
        ({"ended_at": 5}, {"C065/a_call_ends_after_it_begins"}),
        ({"answered_within_s": 60}, set()),
        ({"answered_within_s": 61}, {"C045/a_stop_on_the_line_is_answered_or_raised"}),
        ({"answered_within_s": 61, "escalated_to": ["Belov"]}, set()),
        ({"answerer": None}, {"C045/a_stop_on_the_line_is_answered_or_raised"}),
    ],
)
def test_a_call_is_read_back_and_a_stop_answered_within_sixty_seconds_or_raised(changed, broken):
    """C045, C065, A47; F01: the caller waited 27 minutes."""
    said = call(Pair(), call_type="STOP", at=position(), **changed)

    assert (said.verdict, said.broken) == ("OK", broken)


# --- whose forces ----------------------------------------------------------------------------------------------------


def ask(pair, side=0, **changed):
    at = pair.clock[side]
    body = {
        "query_id": f"Q-{side}", "at": position(LAT + 1000), "radius_m": 2_000 + side, "start": at, "end": at + 3600,
        "asked_by": ROSTER[side]["WATCH"], "lang": LANG[side], "text": f"whose, asks {side}",
    }  # fmt: skip
    said = pair.say(side, "whose-forces", body | changed)
    pair.see_both()
    return said


def reply(pair, query, answer, side=1, **changed):
    at = pair.clock[side]
    body = {
        "query": query, "answer": answer, "answered_by": ROSTER[side]["WATCH"], "answered_at": at,
        "valid_until": at + 1800, "lang": LANG[side], "text": f"answer of {side}",
    }  # fmt: skip
    said = pair.say(side, "whose-forces-answer", body | changed)
    pair.see_both()
    return said


def evidence(pair, query, indicates, side=0):
    body = {"query": query, "indicates": indicates, "known_at": pair.clock[side], "lang": LANG[side], "text": "seen"}
    return pair.say(side, "forces-evidence", body)


@pytest.mark.parametrize(("answer", "warned"), [("YES", set()), ("NO", set()), ("UNKNOWN", {"C068/unknown_is_not_no"})])
def test_the_answer_is_yes_no_or_unknown_and_unknown_is_not_no(answer, warned):
    """F08, C068."""
    pair = Pair()
    query = ask(pair)
    assert shown(pair, "whose-forces", query.id)["state"] == "ASKED"

    said = reply(pair, query.id, answer)

    assert (said.verdict, said.broken) == ("OK", warned)
    assert shown(pair, "whose-forces", query.id)["state"] == answer


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"answered_by": "Nobody"}, "C025/an_officer_answers_by_name"),
        ({"valid_until": 0}, "C068/an_answer_is_for_a_time"),
        ({"side": 0}, "C068/the_counterparts_question_is_answered"),
        ({"query": "ab" * 32}, "C068/the_counterparts_question_is_answered"),
    ],
)
def test_only_a_named_officer_of_the_side_asked_answers_for_a_time(changed, code):
    """F08, C025, C068."""
    pair = Pair()
    query = ask(pair)

    said = reply(pair, changed.pop("query", query.id), "NO", **changed)

    assert (said.verdict, code in said.broken) == ("REFUSED", True)
    assert shown(pair, "whose-forces", query.id)["state"] == "ASKED"


@pytest.mark.parametrize(("seconds", "verdict"), [(0, "REFUSED"), (1, "OK")])
def test_a_question_is_of_a_time(seconds, verdict):
    """C068."""
    pair = Pair()

    assert ask(pair, end=pair.clock[0] + seconds).verdict == verdict


@pytest.mark.parametrize(("indicates", "state"), [("YES", "CONTRADICTED"), ("NO", "NO")])
def test_later_evidence_stands_beside_the_answer_and_does_not_change_it(indicates, state):
    """F08: given query Q answered NO by X, when evidence contradicts, then Q shows both and cannot be edited."""
    pair = Pair()
    query = ask(pair)
    first = reply(pair, query.id, "NO")

    found = evidence(pair, query.id, indicates)
    again = reply(pair, query.id, "NO", text="once more")

    standing = shown(pair, "whose-forces", query.id)
    assert standing["state"] == state
    assert [(one["id"], one["by"]) for one in standing["answers"]] == [
        (first.id, ROSTER[1]["WATCH"]), (again.id, ROSTER[1]["WATCH"])
    ]  # fmt: skip
    assert again.broken == {"C068/an_answer_once_given_is_not_replaced"}
    assert [one["id"] for one in standing["evidence"]] == [found.id]
    (rule,) = [one for one in standing["findings"] if "what_came_later" in one["code"]]
    assert rule["kept"] is (state == "NO")


def test_evidence_beside_unknown_leaves_it_unknown_and_evidence_of_nothing_is_refused():
    """F08, C068."""
    pair = Pair()
    query = ask(pair)
    reply(pair, query.id, "UNKNOWN")

    evidence(pair, query.id, "YES")

    assert shown(pair, "whose-forces", query.id)["state"] == "UNKNOWN"
    assert evidence(pair, "ab" * 32, "YES").broken == {"C068/evidence_is_about_a_question"}


def test_an_answer_taken_back_stays_on_record():
    """F08: the original answer cannot be edited."""
    pair = Pair()
    query = ask(pair)
    first = reply(pair, query.id, "NO")

    pair.withdraw(1, first.id)

    (answer,) = shown(pair, "whose-forces", query.id)["answers"]
    assert (answer["answer"], answer["withdrawn"]) == ("NO", True)


# --- dissent ---------------------------------------------------------------------------------------------------------

SEEN = "C069/whoever_acknowledges_has_seen_the_doubts"


def doubt(way, entry, side=0, **more):
    body = {"entry": entry, "dissenter": ROSTER[side]["INTEL"], "lang": LANG[side], "text": "I doubt it"}
    said = way.say(side, "dissent", body, **more)
    way.see_both()
    return said


@pytest.mark.parametrize("side", [0, 1])
def test_a_doubt_of_either_side_is_shown_to_whoever_acknowledges_and_vetoes_nothing(side):
    """F01: one analyst's doubt was not spread."""
    way = Way().ready()
    agreed = way.to_action()
    way.decide_start()
    plan = way.plan(agreed)
    way.receipt(0)
    note = doubt(way, plan.id, side)

    said = way.acknowledge(plan.id)
    seen = way.acknowledge(plan.id, dissents_seen=[note.id])

    assert (said.verdict, said.broken) == ("OK", {SEEN})
    assert said.facts(SEEN)["notes"] == (f"{note.id[:12]} ({ROSTER[side]['INTEL']})",)
    assert (seen.verdict, seen.broken) == ("OK", set())
    assert [one["id"] for one in plan_standing(way.view(), PLAN_LABEL)["dissents"]] == [note.id]


def test_a_doubt_of_the_target_is_shown_to_whoever_agrees_to_it_and_to_action():
    """C043, C049, F01."""
    way = Way().ready()
    target = way.target().id
    way.see(1)
    for side in (0, 1):
        way.vet(side, target)
    note = doubt(way, target, 1)
    asked = way.propose(1, "actionable", LABEL, {"target": target})
    way.see_both()

    unaware = way.answer(0, asked.id)
    aware = way.answer(1, asked.id, seen_notes=[note.id])

    rule = "C049/whoever_finds_it_actionable_has_seen_the_doubts"
    assert (unaware.kept(rule), aware.kept(rule)) == (False, True)
    assert (unaware.verdict, aware.verdict) == ("OK", "OK")


def test_a_doubt_taken_back_is_not_shown_and_one_of_nothing_known_is_refused():
    """C049."""
    way = Way().ready()
    target = way.target().id
    way.see(1)
    note = doubt(way, target, 1)

    way.withdraw(1, note.id)

    assert shown(way, "progress", LABEL)["dissents"] == []
    assert doubt(way, "ab" * 32).broken == {"C049/a_doubt_is_about_something_known"}
