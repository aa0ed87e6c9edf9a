"""Whether a place was designated is asked of the time of the flight: a version signed later changes nothing (ToR 3.b)."""

from air_fake import HERE, START, WATCHER, allegation, seen, sky
from centre_fake import DAY, MORNING
from jig.air.determination_day import AirDay, areas_between
from jig.air.notice_ground import designated_between
from jig.air.order import number_of
from jig.areas.history import in_force_within
from jig.areas.state import DESIGNATED, designated_at

TODAY = number_of("2016-09-03")
EAST = tuple((lon + 3_000_000, lat) for lon, lat in HERE)


def changed(at=START + DAY):
    """N-1 was in force; both take it out and sign a version that has N-2 alone, at an instant by both clocks."""
    way = sky()
    way.clock[:] = [at, at]
    old = {one.id for one in designated_at(way.view(), START)}
    for key in way.view().keys("area"):
        meta = way.view().entry(key)
        way.withdraw(meta.side, meta.id.hex())
    way.area("N-2", EAST)
    way.sign("v2")
    way.clock[:] = [at + DAY, at + DAY]
    return way, old


def names(way, start, end=None):
    return [one.area for one in designated_between(way.view(), start, start if end is None else end)]


def begins(way):
    """From when v2 is in force: the first instant at which N-2 is designated, by halving."""
    low, high = MORNING, MORNING + 30 * DAY
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if "N-2" in names(way, middle) else (middle + 1, high)
    return low


def test_each_instant_has_the_version_that_both_had_signed_then():
    """C102, C103: both sides of the instant at which the later of the two was bound."""
    way, _ = changed()
    at = begins(way)

    assert START + DAY <= at < START + 2 * DAY
    assert (names(way, at - 1), names(way, at), names(way, at - 1, at)) == (["N-1"], ["N-2"], ["N-1", "N-2"])
    assert [one.area for one in designated_at(way.view(), START)] == ["N-2"]


def test_a_flight_seen_before_is_held_against_what_was_signed_then():
    """C102: an observation, its day and an allegation of it, all stated after the change."""
    way, old = changed()
    way.begin(START)
    plot = way.say(WATCHER, "observation", seen())
    said = way.say(WATCHER, "alleged-violation", allegation(WATCHER, plot.id))
    day = AirDay(way.view(), TODAY).as_json()

    assert said.verdict == "OK", said.broken
    assert {one.id for one in designated_between(way.view(), START, START)} <= old
    assert [(row["area"], row["observations"], row["state"]) for row in day["coverage"]] == [("N-1", 1, "ALLEGED")]


def test_a_flight_seen_afterwards_is_held_against_what_was_signed_since():
    """C102: there is no area any more where it flew."""
    way, _ = changed(at=START - DAY)
    way.begin(START)
    plot = way.say(WATCHER, "observation", seen())
    said = way.say(WATCHER, "alleged-violation", allegation(WATCHER, plot.id))

    assert said.kept("C102/it_happened_inside_an_area_in_force") is False


def test_what_one_side_alone_signed_changes_nothing():
    """C103: two hands."""
    way = sky()
    way.area("N-2", EAST)
    way.see_both()

    assert names(way, START + 9 * DAY) == ["N-1"]


def test_an_area_stated_anew_is_one_area_on_the_day_of_the_change():
    """C102: one row a name, the newer; the outline of each time is asked for by its time."""
    way = sky()
    way.clock[:] = [START, START]
    way.area("N-1", EAST)
    way.sign("v2")

    both = in_force_within(way.view(), DESIGNATED, START - DAY, START + DAY)

    assert [one.area for one in both] == ["N-1", "N-1"] and both[0].region != both[1].region
    assert areas_between(way.view(), START - DAY, START + DAY) == both[1:]


def test_before_the_first_version_was_signed_its_own_validity_says_from_when():
    """C103: what it is valid from it says itself, and this one says nothing."""
    assert names(sky(), 0) == ["N-1"]
