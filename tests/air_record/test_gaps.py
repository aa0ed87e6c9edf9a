"""After a gap nobody has seen the way: it puts no flight into an area (ToR 3.b, readings A13, A46)."""

import pytest

from air_fake import END, START, WATCHER, allegation, seen, sky
from jig.air.determination import observed
from rooms_fake import LAT, LON, position


def over(gap, inside=False, **changed):
    """A track from south to north of the area, its points `gap` seconds apart."""
    way = sky()
    way.begin(START)
    places = [LAT - 3_000_000, *([LAT] if inside else []), LAT + 3_000_000]
    track = [{"point": position(at, LON), "time": START + 600 + n * gap} for n, at in enumerate(places)]
    body = seen(time_from=START + 600, time_to=track[-1]["time"], track=track, **changed)
    made = way.say(WATCHER, "observation", body, at=END)
    return way, made, observed(way.view(), bytes.fromhex(made.id))


@pytest.mark.parametrize(
    ("gap", "changed", "inside", "between"),
    [
        (60, {}, True, []),
        (61, {}, False, ["N-1"]),
        (3_600, {}, False, ["N-1"]),
        (61, {"area": "N-1"}, True, []),
        (61, {"inside": True}, True, []),
    ],
)
def test_a_way_that_nobody_saw_is_not_inside_and_is_shown_as_unseen(gap, changed, inside, between):
    """C102, reading A46: the edge is the gap itself; a point inside, or its author's word, is enough."""
    _, _, found = over(gap, **changed)

    assert (found.grounded, found.as_json()["areas_between"]) == (inside, between)


@pytest.mark.parametrize(
    ("gap", "changed", "at", "verdict"),
    [
        (60, {}, 630, "OK"),
        (61, {}, 630, "REFUSED"),
        (61, {"area": "N-1"}, 630, "OK"),
        (61, {"inside": True}, 661, "OK"),
        (61, {"inside": True}, 662, "REFUSED"),
    ],
)
def test_no_violation_is_alleged_of_an_instant_in_a_gap(gap, changed, at, verdict):
    """C101, C102, reading A46."""
    way, made, _ = over(gap, **changed)

    said = way.say(WATCHER, "alleged-violation", allegation(WATCHER, made.id, at=START + at), at=END + 1)

    assert said.verdict == verdict, said.broken
