"""Read-backs and differences of presentation: opened by a statement, held, closed by both (ToR 1.d.iv-v, 2.a.iii)."""

import pytest

from centre_fake import LANG, ROSTER, Pair
from jig.centre.show import subject
from jig.operations.standing import standing
from rooms_fake import LABEL, LAT, METRE_E7, PLAN_LABEL, Way, position

FAR = LAT + 9_000 * METRE_E7
OPEN_TARGET = "C030/no_difference_on_a_target_is_open"
NO_ACTION = "C026/no_action_while_a_difference_is_open"


def state(way: Way, name: str = f"target:{LABEL}") -> str:
    return str(subject(way.picture, name)["subjects"][name]["state"])


def close(way: Way, side: int, *between: str, label: str = LABEL, **changed):
    more = {name: changed.pop(name) for name in ("officer", "role", "key") if name in changed}
    body = {
        "subject": label, "between": list(between), "reason": f"reason {side}", "closed_by": ROSTER[side]["INTEL"],
        "post": f"desk {side}", "lang": LANG[side],
    }  # fmt: skip
    return way.say(side, "discrepancy-close", body | changed, **more)


def open_by_hand(way: Way, side: int, label: str = LABEL, **changed):
    body = {
        "subject": label, "matter": "NAME", "own": f"name {side}", "counterpart": f"name {1 - side}",
        "opened_by": ROSTER[side]["OPS"], "lang": LANG[side],
    }  # fmt: skip
    return way.say(side, "discrepancy", body | changed)


def read_back(way: Way, side: int, of: str, lat_e7: int = LAT, **changed):
    body = {"of": of, "position": position(lat_e7, source_mm=2_000), "read_by": f"reader {side}", "lang": LANG[side]}
    return way.say(side, "readback", body | changed)


def located_apart() -> tuple[Way, str, str, str]:
    """Both located one target, nine kilometres apart, each having seen the other."""
    way = Way().ready()
    target, _ = way.to_actionable()
    first = way.locate(0, target).id
    way.see_both()
    second = way.locate(1, target, FAR).id
    way.see_both()
    return way, target, first, second


# --- F01 -------------------------------------------------------------------------------------------------------------


def test_f01_a_place_nine_kilometres_off_opens_a_difference_with_the_distance():
    """F01, C058: nothing on it is permitted, and the picture says how far."""
    way, _, first, second = located_apart()

    found = subject(way.picture, f"discrepancy:{LABEL}")["subjects"][f"discrepancy:{LABEL}"]

    assert state(way) == "DISPUTED"
    assert found["state"] == "OPEN"
    (one,) = found["differences"]
    assert (one["between"], one["matter"], one["bound_m"]) == (sorted((first, second)), "POSITION", 50)
    assert one["distance_m"] == pytest.approx(9_000, rel=0.02)


def test_a_side_that_restates_its_place_has_not_said_why_the_two_differed():
    """C030: the difference stays open until officers of both sides close it."""
    way, target, first, second = located_apart()
    way.locate(1, target)
    way.see_both()
    assert state(way) == "DISPUTED"

    closings = [close(way, side, first, second) for side in (0, 1)]
    way.see_both()

    assert [one.verdict for one in closings] == ["OK", "OK"]
    assert state(way) == "AGREED_ACTIONABLE"
    assert state(way, f"discrepancy:{LABEL}") == "CLOSED"


def test_taking_the_place_back_does_not_close_the_difference():
    """C030."""
    way, _, _, second = located_apart()
    assert way.withdraw(1, second).verdict == "OK"
    way.see_both()
    assert state(way) == "DISPUTED"


def test_closing_makes_no_two_places_one():
    """C058, A50: while both sides still stand nine kilometres apart, the target stays disputed."""
    way, _, first, second = located_apart()

    for side in (0, 1):
        assert close(way, side, first, second).verdict == "OK"
    way.see_both()

    assert state(way, f"discrepancy:{LABEL}") == "CLOSED"
    assert state(way) == "DISPUTED"


# --- two hands -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sides", [(0,), (1,), (0, 0), (1, 1)])
def test_nobody_closes_for_the_other(sides):
    """C030: closes_for_the_other. However often one side closes it, it is open."""
    way, target, first, second = located_apart()
    way.locate(1, target)
    way.see_both()

    for side in sides:
        assert close(way, side, first, second).verdict == "OK"
        way.see_both()

    assert state(way, f"discrepancy:{LABEL}") == "OPEN"
    assert state(way) == "DISPUTED"


def test_only_intelligence_and_operations_officers_close():
    """C026, C030, C025."""
    way, _, first, second = located_apart()

    refused = close(way, 0, first, second, officer=ROSTER[0]["WATCH"])
    allowed = close(way, 1, first, second, officer=ROSTER[1]["OPS"])

    assert (refused.verdict, allowed.verdict) == ("REFUSED", "OK")


def test_a_closing_of_an_unknown_difference_closes_nothing():
    way, _, first, second = located_apart()

    assert close(way, 0, first).broken == {"C030/a_closing_names_a_known_difference"}
    assert close(way, 0, first, second, label="T-9999").verdict == "REFUSED"


def test_a_closing_taken_back_opens_it_again():
    way, target, first, second = located_apart()
    way.locate(1, target)
    way.see_both()
    closings = [close(way, side, first, second) for side in (0, 1)]
    way.see_both()
    assert state(way) == "AGREED_ACTIONABLE"

    assert way.withdraw(0, closings[0].id).verdict == "OK"

    assert state(way) == "DISPUTED"


def test_a_new_differing_statement_reopens():
    """C030, C058."""
    way, target, first, second = located_apart()
    way.locate(1, target)
    way.see_both()
    for side in (0, 1):
        close(way, side, first, second)
    way.see_both()

    way.locate(0, target, FAR)

    assert state(way, f"discrepancy:{LABEL}") == "OPEN"


# --- what rests on it ------------------------------------------------------------------------------------------------


def test_no_action_is_agreed_while_a_difference_is_open():
    """C026, A22: both sides of the edge."""
    way = Way().ready()
    target, actionable = way.to_actionable()
    location = way.locate(0, target).id
    way.see(1)
    for side in (0, 1):
        way.validate(side, target)
        way.screen(side, location)
    ticket = open_by_hand(way, 1).id
    way.see_both()
    content = {"target": target, "location": location, "actionable": actionable}
    asked = way.propose(0, "action", LABEL, content)
    way.see_both()
    refused = way.answer(0, asked.id)
    for side in (0, 1):
        close(way, side, ticket)
    way.see_both()
    accepted = way.answer(1, asked.id)

    assert (refused.verdict, refused.broken) == ("REFUSED", {NO_ACTION})
    assert accepted.verdict == "OK", accepted.broken


@pytest.mark.parametrize("label", [LABEL, PLAN_LABEL])
def test_a_plan_waits_while_a_difference_on_it_or_its_target_is_open(label):
    """C030, C058: discrepancy and hold."""
    way = Way().ready()
    _, plan = way.to_permitted()
    before = permitted(way, plan)
    ticket = open_by_hand(way, 0, label).id
    way.see_both()
    during = permitted(way, plan)
    for side in (0, 1):
        close(way, side, ticket, label=label)
    way.see_both()

    assert (before, during, permitted(way, plan)) == (True, False, True)


def permitted(way: Way, plan: str) -> bool:
    found = standing(way.view(), plan)
    assert found is not None
    return found.permitted


def test_a_difference_that_cannot_be_read_still_holds():
    """Doubt means HOLD."""
    way = Way().ready()
    way.to_actionable()

    said = way.say(1, "discrepancy", {"subject": LABEL, "matter": 7})

    assert said.verdict == "UNREADABLE"
    assert state(way) == "DISPUTED"


def test_a_label_that_nothing_bears_warns_and_is_recorded():
    way = Way().ready()
    way.to_actionable()

    said = open_by_hand(way, 0, "T-O412")

    assert (said.verdict, said.broken) == ("OK", {"C030/a_difference_names_its_subject"})
    assert state(way, "discrepancy:T-O412") == "OPEN"


# --- read-back -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("metres", "verdict", "broken"),
    [
        (0, "OK", set()),
        (49, "OK", set()),
        (52, "REFUSED", {"C026/what_was_read_is_what_was_stated", "C058/both_read_one_place"}),
        (9_000, "REFUSED", {"C026/what_was_read_is_what_was_stated", "C058/both_read_one_place"}),
    ],
)
def test_what_the_receiving_side_read_is_compared_with_what_was_stated(metres, verdict, broken):
    """C026, C058, F01: a read-back nine kilometres off is refused with the distance."""
    way = Way().ready()
    target = way.target().id
    way.see(1)

    said = read_back(way, 1, target, LAT + metres * METRE_E7)

    assert (said.verdict, said.broken) == (verdict, broken)
    if metres > 50:
        assert said.facts("C058/both_read_one_place")["found"] == pytest.approx(metres, rel=0.02)
        assert state(way, f"discrepancy:{LABEL}") == "OPEN"


def test_within_a_stated_error_a_read_back_warns_and_stands():
    """A22 warns above 50 m, A50 allows the original's own error: a town of a kilometre."""
    way = Way().ready()
    target = way.target(position=position(source_mm=1_000_000)).id
    way.see(1)

    said = read_back(way, 1, target, LAT + 700 * METRE_E7)

    assert (said.verdict, said.broken) == ("OK", {"C026/what_was_read_is_what_was_stated"})


def test_a_vague_reading_does_not_widen_its_own_bound():
    way = Way().ready()
    target = way.target().id
    way.see(1)

    said = read_back(way, 1, target, position=position(LAT + 700 * METRE_E7, source_mm=5_000_000))

    assert said.verdict == "REFUSED"


@pytest.mark.parametrize("who", ["its author", "nobody"])
def test_only_the_counterparts_position_is_read_back(who):
    way = Way().ready()
    target = way.target().id
    way.see(1)

    said = read_back(way, 0, target) if who == "its author" else read_back(way, 1, "ab" * 32)

    assert said.broken == {"C026/a_read_back_is_of_the_counterparts_position"}


def test_of_several_positions_the_path_says_which():
    """ToR 2.c.ii: the aim and the legs of a plan."""
    way = Way().ready()
    agreed = way.to_action()
    way.decide_start()
    plan = way.plan(agreed).id
    way.see(0)

    unnamed, aim = read_back(way, 0, plan), read_back(way, 0, plan, path="aim")

    assert unnamed.facts("C026/a_read_back_is_of_the_counterparts_position")["found"] == (
        "aim", "routing.0.point", "routing.1.point",
    )  # fmt: skip
    assert (unnamed.verdict, aim.verdict) == ("REFUSED", "OK")


def test_which_log_is_called_first_does_not_show():
    """Property 13 on differences: the same statements by exchanged sides stand alike."""

    def told(one: int, other: int):
        way: Pair = Way().ready()
        target, _ = way.to_actionable()
        way.locate(one, target)
        way.see_both()
        way.locate(other, target, FAR)
        found = subject(way.picture, f"discrepancy:{LABEL}")["subjects"][f"discrepancy:{LABEL}"]
        return [(each["distance_m"], each["bound_m"], each["state"]) for each in found["differences"]]

    assert told(0, 1) == told(1, 0)
