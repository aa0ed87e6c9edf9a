"""The tasks taken on in sequence, and the waiver of both (C121, C006; AP 3)."""

from centre_fake import LANG, MORNING
from jig.centre.areas import area_body, compose
from jig.operations.milestones import TASKS, milestone, milestones
from jig.places.region import Region
from rooms_fake import LABEL, LAT, LON, Way

CODE = "C121/tasks_are_taken_on_in_sequence"
MECHANISMS = {"item": "PROCEDURE", "id": "PROC-AIR", "version": "1", "digest": "3c" * 32}


def sign(way: Way, layer: str, area_class: int | None) -> None:
    """One side states an area and puts the layer together; both sign it."""
    square = ((LON, LAT), (LON + 90_000, LAT), (LON + 90_000, LAT + 90_000), (LON, LAT + 90_000))
    given = {
        "area": "N-1", "area_class": area_class, "holder": None, "as_given": "sketch", "notation": "WGS84",
        "operation": "NONE", "ce90_mm": 20_000, "as_of": MORNING, "lang": LANG[0], "text": "",
    }  # fmt: skip
    way.say(0, "area", area_body(Region.of([[square]]), layer, given))
    way.see_both()
    found = compose(way.view(), layer, 0)
    body = {
        "layer": layer, "version": "1", "members": [one.id.hex() for one in found.members],
        "set_digest": found.digest, "lang": LANG[0], "text": "",
    }  # fmt: skip
    assert way.say(0, "area-set", body).verdict == "OK"
    way.agree_terms({"item": "AREA-SET", "id": layer, "version": "1", "digest": found.digest})


def states(way: Way) -> dict:
    return {task: milestone(way.view(), task)["state"] for task in TASKS}


def kept(way: Way, task: str):
    found = milestone(way.view(), task)["findings"]
    return next((one["kept"] for one in found if one["code"] == CODE), "NOT-ASKED")


def waive(way: Way, task: str) -> str:
    return way.agree("waiver", task, {"reason": "both agree to it"})


def test_a_record_that_shows_no_task_shows_no_milestone():
    """C006."""
    way = Way()
    way.establish()

    assert milestones(way.view()) == []


def test_tasks_taken_on_in_sequence_are_kept_one_by_one():
    """C121, A40: a, b, c, d(1), d(2)."""
    way = Way().ready()
    sign(way, "COMMON-MAP", None)
    sign(way, "DESIGNATED", 1)
    mapped = states(way)
    way.to_action()
    agreed = states(way)
    way.agree_terms(MECHANISMS)
    way.decide_start()

    assert mapped == {"A": "DONE", "B": "OPEN", "C": "OPEN", "D1": "OPEN", "D2": "OPEN"}
    assert agreed == {"A": "DONE", "B": "DONE", "C": "DONE", "D1": "OPEN", "D2": "OPEN"}
    assert set(states(way).values()) == {"DONE"}
    assert {kept(way, task) for task in TASKS} == {True}


def test_a_later_task_begun_with_an_earlier_one_open_is_shown_and_blocks_nothing():
    """C121, A40: it warns."""
    way = Way().ready()

    said = way.target()
    way.see_both()

    shown = milestone(way.view(), "B")
    assert (said.verdict, shown["state"], shown["open_before"]) == ("OK", "STARTED", ["A"])
    assert (kept(way, "B"), kept(way, "C")) == (False, "NOT-ASKED")


def test_only_a_waiver_of_both_excuses_it_and_only_while_it_stands():
    """C121, A40: silence waives nothing."""
    way = Way().ready()
    way.target()
    way.see_both()
    asked = way.propose(0, "waiver", "A", {"reason": "one side's wish"})
    way.answer(0, asked.id)
    way.see_both()

    alone = kept(way, "B")
    way.answer(1, asked.id)
    way.see_both()
    both = kept(way, "B")
    way.withdraw(0, asked.id)
    way.see_both()

    assert (alone, both, kept(way, "B")) == (False, True, False)


def test_a_waiver_of_one_task_excuses_no_other():
    """C121: the date before both the map and the mechanisms."""
    way = Way().ready()
    way.decide_start()

    waive(way, "A")

    assert milestone(way.view(), "D2")["open_before"] == ["B", "C", "D1"]
    assert kept(way, "D2") is False


def test_a_waiver_names_a_task_of_the_sequence():
    """C121."""
    way = Way().ready()

    refused = way.propose(1, "waiver", LABEL, {"reason": "no task"})

    assert (refused.verdict, refused.broken) == ("REFUSED", {"C121/a_waiver_is_on_one_task"})


def test_a_refused_target_begins_no_task():
    """C121, C035."""
    way = Way()
    way.establish()

    way.target()

    assert milestones(way.view()) == []
