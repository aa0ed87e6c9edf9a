"""One notice of one aircraft excuses no three that were seen at once (ToR 3.b, 3.c; decision 0065)."""

import pytest

from air_fake import END, EVE, PROVIDER, START, WATCHER, notice, seen, sky
from jig.agreement.rule import STANDING, judge
from jig.air.determination import observed
from rooms_fake import LAT, LON, position

INSIDE = "C102/a_flight_seen_inside_was_exempt"
MI8, AN26 = ("ROTARY", "MI8"), ("FIXED", "AN26")


def at(east, time=START + 700):
    return [{"point": position(LAT, LON + east), "time": time}]


def forces(*kinds):
    return [{"aircraft_class": kind, "aircraft_type": name, "number": number} for kind, name, number in kinds]


def told(notified, *seen_then, side=WATCHER):
    """How each observation stands, all under one notice of an exempt flight."""
    way = sky()
    way.told(PROVIDER, "flight-notice", notice(composition=notified), at=EVE - 100)
    made = [
        way.say(one.pop("side", side), "observation", seen(obs_id=f"O-{n}", **one), at=END)
        for n, one in enumerate(dict(given) for given in seen_then)
    ]
    return [observed(way.view(), bytes.fromhex(one.id)) for one in made]


ONE, TWO = forces((*MI8, 1)), forces((*MI8, 2))


@pytest.mark.parametrize(
    ("notified", "seen_then", "exempt"),
    [
        (ONE, [{"track": at(0)}], True),
        (ONE, [{"track": at(0)}, {"track": at(400_000)}], False),
        (TWO, [{"track": at(0)}, {"track": at(400_000)}], True),
        (TWO, [{"track": at(0)}, {"track": at(400_000)}, {"track": at(-400_000)}], False),
        (TWO, [{"track": at(0), "number": 2}, {"track": at(400_000), "number": None}], False),
        (ONE, [{"track": at(0)}, {"track": at(1)}], True),
        (ONE, [{"track": at(0)}, {"track": at(400_000, START + 701)}], True),
        (ONE, [{"track": at(0)}, {"track": at(400_000), "side": PROVIDER}], True),
        (ONE, [{"track": at(0)}, {"track": at(400_000), "aircraft_type": "MI24"}], True),
        (forces((*MI8, 1), (*AN26, 1)), [{"track": at(0)}, {"track": at(400_000)}], False),
    ],
)
def test_more_aircraft_than_notified_are_excused_by_no_notice(notified, seen_then, exempt):
    """C102, C104: only what is surely another aircraft counts: at one instant, by one side, beyond both errors."""
    first = told(notified, *seen_then)[0]

    assert (first.determination, first.exempt) == ("MATCHED", exempt)
    assert first.query == ("" if exempt else "MORE-THAN-NOTIFIED")
    assert {one.code: one.kept for one in judge("observation", STANDING, first)}[INSIDE] is exempt
    assert (f"MORE-THAN-NOTIFIED N-{PROVIDER}" in first.reasons) is not exempt


def test_none_of_those_too_many_is_picked_out():
    """Decision 0065: each is a question."""
    found = told(ONE, {"track": at(0)}, {"track": at(400_000)}, {"track": at(-400_000)})

    assert [one.exempt for one in found] == [False] * 3
