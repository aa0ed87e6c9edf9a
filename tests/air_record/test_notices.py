"""Notices of flights: complete and by the day before, or shown as what they are (ToR 3.a-c)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from air_fake import EAST, END, EVE, HERE, PROVIDER, START, WATCHER, WEST, Sky, leg, notice, sky
from centre_fake import CODES, DAY, MORNING, PROFILE, THIRD
from jig.air.notice_standing import NoticeStanding, noticed
from jig.places.corridor import Corridor, Gate
from jig.places.geodesic import degrees_mm
from jig.places.region import Region
from rooms_fake import LAT, LON, position

MISSIONS = tuple(PROFILE.settings["exempt.list"])
ROUTED = next(iter(PROFILE.codes["mission"]))


def given_notice(way: Sky, stamped_at: int | None = MORNING + DAY, **changed) -> NoticeStanding:
    said = way.say(PROVIDER, "flight-notice", notice(**changed), at=min(stamped_at or MORNING, MORNING + DAY))
    if stamped_at is not None:
        way.receipt(WATCHER, stamped_at)
    found = noticed(way.view(), bytes.fromhex(said.id))
    assert found is not None
    return found


@pytest.mark.parametrize("mission", MISSIONS)
def test_each_exempt_mission_told_the_day_before_is_exempt(mission):
    """C104, C105, C106, C108."""
    found = given_notice(Sky(), mission_type=mission)

    assert (found.meta.verdict.value, found.state, found.excuses) == ("OK", "EXEMPT", True)


@pytest.mark.parametrize(("stamp", "state"), [(EVE - 1, "EXEMPT"), (EVE, "UNPROVEN"), (None, "UNPROVEN")])
def test_the_day_before_ends_at_its_midnight_in_the_zone_of_the_deadlines(stamp, state):
    """C108, reading A05: strictly before, by the counterpart's stamp; no stamp proves nothing."""
    found = given_notice(Sky(), stamp, mission_type="HA")

    assert (found.state, found.due) == (state, EVE)


def test_a_notice_given_on_the_day_by_its_authors_own_stamp_is_late():
    """C108: the author's own claimed time lies past the deadline."""
    way = Sky()
    said = way.told(PROVIDER, "flight-notice", notice(mission_type="HA"), at=EVE)

    found = noticed(way.view(), bytes.fromhex(said.id))

    assert (found.state, found.excuses) == ("LATE", False)


@pytest.mark.parametrize(("mission", "state"), [("MEDEVAC", "SHORT-NOTICE"), ("PR", "SHORT-NOTICE"), ("HA", "LATE")])
def test_short_notice_is_for_two_missions(mission, state):
    """C106, reading A14."""
    way = Sky()
    said = way.told(PROVIDER, "flight-notice", notice(mission_type=mission, short_notice_reason="crew down"), at=EVE)

    assert noticed(way.view(), bytes.fromhex(said.id)).state == state


@pytest.mark.parametrize(("at", "reason", "state"), [(START - 1, "crew down", "SHORT-NOTICE"), (START, "crew down", "LATE"), (START - 1, None, "LATE")])  # fmt: skip
def test_short_notice_has_a_reason_and_comes_before_the_take_off(at, reason, state):
    """C106, reading A14: both edges."""
    way = Sky()
    said = way.told(PROVIDER, "flight-notice", notice(mission_type="PR", short_notice_reason=reason), at=at)

    assert noticed(way.view(), bytes.fromhex(said.id)).state == state


@pytest.mark.parametrize(("at", "state", "lead"), [(START - 1, "NOTIFIED", 1), (START, "LATE", 0)])
def test_other_flights_are_told_any_time_before_the_take_off_and_the_lead_is_shown(at, state, lead):
    """C107, reading A14."""
    way = Sky()
    body = notice(mission_type="OTHER", exempt_claimed=False)
    said = way.told(PROVIDER, "flight-notice", body, at=at)

    found = noticed(way.view(), bytes.fromhex(said.id))

    assert (found.state, found.lead_s, found.due) == (state, lead, None)


@pytest.mark.parametrize("lacking", ["window", "composition", "route"])
def test_an_exempt_notice_without_a_detail_is_incomplete_and_counts_as_none(lacking):
    """C108: INCOMPLETE, not counted, visible."""
    found = given_notice(Sky(), **{lacking: None})

    assert (found.state, found.counts, found.excuses) == ("INCOMPLETE", False, False)


def test_a_route_of_one_point_is_none():
    """C108."""
    assert given_notice(Sky(), route=[leg(WEST)]).state == "INCOMPLETE"


def test_a_route_on_which_time_runs_back_is_incomplete():
    """C108."""
    said = Sky().say(PROVIDER, "flight-notice", notice(route=[leg(WEST, time=START + 1), leg(EAST, time=START)]))

    assert said.broken == {"C108/the_route_can_be_flown"}


def test_a_flight_to_where_the_adversary_is_has_its_route_and_is_told_the_day_before():
    """C109."""
    bare = Sky().say(PROVIDER, "flight-notice", notice(mission_type=ROUTED, exempt_claimed=False, route=None))
    found = given_notice(Sky(), mission_type=ROUTED, exempt_claimed=False)

    assert "C109/a_flight_to_such_areas_has_its_routing" in bare.broken
    assert bare.verdict == "INCOMPLETE"
    assert (found.state, found.due, found.excuses) == ("NOTIFIED", EVE, False)


def test_only_the_provider_gives_notice():
    """C107, reading A35."""
    said = Sky().say(WATCHER, "flight-notice", notice(WATCHER))

    assert (said.verdict, said.broken) == ("REFUSED", {"C107/notice_is_given_by_its_provider"})


def test_a_mission_outside_the_list_is_not_exempt_whatever_is_claimed():
    """C102, reading A37: the list is closed at three."""
    said = Sky().say(PROVIDER, "flight-notice", notice(mission_type="OTHER"))

    assert (said.verdict, said.broken) == ("OK", {"C102/only_listed_missions_are_exempt"})


def test_a_mission_that_no_list_names_is_incomplete():
    """C107."""
    assert Sky().say(PROVIDER, "flight-notice", notice(mission_type="PARADE")).verdict == "INCOMPLETE"


def test_a_mixed_load_is_queried_and_excuses_nothing():
    """C105, reading A37."""
    found = given_notice(Sky(), mission_type="HA", mixed_load=True)

    assert (found.meta.verdict.value, found.state, found.excuses) == ("OK", "EXEMPT", False)


def test_a_new_version_takes_the_place_of_the_old_one_even_if_it_cannot_be_read():
    """ToR 3.c; invariant 1."""
    way = Sky()
    first = given_notice(way)
    way.say(PROVIDER, "flight-notice", {"notice_id": f"N-{PROVIDER}", "window": 7})

    assert noticed(way.view(), first.meta.id).state == "SUPERSEDED"


def test_the_areas_that_the_corridor_touches_are_named_before_signing():
    """C109, reading A38: of a flight that is not exempt a conflict, never refused; of an exempt one what it is for."""
    way = sky()
    told = way.say(PROVIDER, "flight-notice", notice(mission_type="OTHER", exempt_claimed=False, notice_id="N-o"))
    exempt = way.say(PROVIDER, "flight-notice", notice())

    assert (told.verdict, exempt.verdict, exempt.broken) == ("OK", "OK", set())
    assert told.facts("C109/the_route_keeps_off_designated_areas")["areas"] == ("N-1",)
    assert noticed(way.view(), bytes.fromhex(exempt.id)).as_json()["areas_crossed"] == ["N-1"]


def test_areas_signed_after_the_notice_are_shown_as_crossed_beside_what_was_known_then():
    """C103, C109: what came into force in between is not missed, nor put into its author's mouth."""
    way = Sky()
    way.ready()
    found = given_notice(way)
    way.area()
    way.sign()

    now = noticed(way.view(), found.meta.id).as_json()

    assert (now["areas_crossed"], now["areas_crossed_as_told"]) == (["N-1"], [])


DAESH, STATE = PROFILE.settings["layers.routing_to"][0], THIRD
CALLED, GOES = "C109/a_flight_to_such_areas_is_called_one", "C109/a_flight_called_one_goes_to_such_areas"


@pytest.mark.parametrize("side", [0, 1])
def test_a_flight_over_ground_that_either_side_says_the_adversary_holds_is_judged_as_such_whatever_its_name(side):
    """C109, reading A38: the mission's name is the provider's; the ground is what either side asserts."""
    way = Sky()
    way.hold_ground(side, DAESH)
    way.see_both()
    found = given_notice(way, mission_type="OTHER", exempt_claimed=False)
    late = way.told(PROVIDER, "flight-notice", notice(mission_type="OTHER", exempt_claimed=False), at=EVE)

    assert (found.state, found.due) == ("NOTIFIED", EVE)
    assert late.kept(CALLED) is False
    assert noticed(way.view(), bytes.fromhex(late.id)).state == "LATE"
    assert [(one["area"], one["holder"], one["by"]) for one in found.as_json()["control"]] == [("C-1", DAESH, CODES[side])]  # fmt: skip


@pytest.mark.parametrize(
    ("holder", "ring", "kept"),
    [(DAESH, HERE, True), (STATE, HERE, None), (DAESH, ((0, 0), (10, 0), (10, 10)), False), (None, HERE, None)],
)
def test_a_flight_called_one_to_such_ground_is_held_against_what_is_asserted(holder, ring, kept):
    """C109, reading A38: nobody's assertion is no proof either way."""
    way = Sky()
    if holder is not None:
        way.hold_ground(WATCHER, holder, ring)
        way.see_both()

    said = way.say(PROVIDER, "flight-notice", notice(mission_type=ROUTED, exempt_claimed=False))

    assert (said.verdict, said.kept(GOES)) == ("OK", kept)


@pytest.mark.parametrize(("ended", "over"), [(START - 1, []), (START, ["C-1"])])
def test_ground_is_held_only_while_it_is_said_to_be(ended, over):
    """C109, reading A38: an assertion has its date and its validity; the last instant still counts."""
    way = Sky()
    way.hold_ground(WATCHER, DAESH, valid_to=ended)
    way.see_both()

    found = given_notice(way, mission_type="OTHER", exempt_claimed=False)

    assert [one["area"] for one in found.as_json()["control"]] == over


@pytest.mark.parametrize(("off_m", "touched"), [(1_990, True), (2_010, False)])
def test_a_corridor_touches_an_area_by_its_half_width(off_m, touched):
    """C109: both edges of 2,000 m south of the area's edge."""
    lat = LAT - 500_000 - off_m * 90_133 // 1_000  # 110,947 m a degree at this latitude
    route = [leg((lat, WEST[1])), leg((lat, EAST[1]))]
    said = sky().say(PROVIDER, "flight-notice", notice(route=route, mission_type="OTHER", exempt_claimed=False))

    assert said.kept("C109/the_route_keeps_off_designated_areas") is not touched


@pytest.mark.parametrize(("error_mm", "kept"), [(2_000_000, True), (2_000_001, False)])
def test_a_corridor_is_not_narrower_than_what_is_known_of_its_points(error_mm, kept):
    """C108: "35.5 N 39.7 E" may be seven kilometres off; a corridor of two round it tells nobody where it runs."""
    coarse = position(*WEST) | {"ce90_mm": error_mm, "source_mm": error_mm}
    said = Sky().say(PROVIDER, "flight-notice", notice(route=[leg(WEST, point=coarse), leg(EAST)]))

    assert (said.verdict, said.kept("C108/a_route_is_given_as_finely_as_its_corridor")) == ("OK", kept)


@pytest.mark.parametrize(("dof", "kept"), [("160903", True), ("160904", False)])
def test_the_date_of_flight_is_held_against_the_off_block_time(dof, kept):
    """C108."""
    said = Sky().say(PROVIDER, "flight-notice", notice(dof=dof))

    assert said.kept("C108/the_date_of_flight_is_that_of_the_take_off") is kept


@given(
    st.tuples(st.integers(-5_000_000, 5_000_000), st.integers(-5_000_000, 5_000_000)),
    st.integers(100, 20_000),
)
def test_a_point_is_in_a_corridor_as_the_geodesic_says(shift, half_width):
    """ToR 3.c: against geodesic distances to a point and along a parallel, within half a percent."""
    point = (LON + shift[0], LAT + shift[1])
    gate = Gate(LON, LAT, half_width, 0, 0, "MSL")

    found = Corridor((gate,)).legs_at(point)

    metres = degrees_mm(LAT / 1e7, LON / 1e7, point[1] / 1e7, point[0] / 1e7) / 1000
    if abs(metres - half_width) > max(metres, half_width) * 0.006 + 2:
        assert bool(found) is (metres < half_width)


@given(st.integers(0, 1_000), st.integers(100, 20_000), st.integers(-250_000_0, 250_000_0), st.booleans())
def test_a_point_beside_a_long_leg_is_in_its_corridor_as_the_geodesic_says(along, half_width, off, turned):
    """ToR 3.c: four degrees of a meridian or of a parallel; a leg is straight in longitude and latitude."""
    at = along * 40_000
    far = (0, 40_000_000) if not turned else (40_000_000, 0)
    step, aside = ((0, at), (off, 0)) if not turned else ((at, 0), (0, off))
    gates = tuple(Gate(LON + n * far[0], LAT - 20_000_000 + n * far[1], half_width, 0, 0, "MSL") for n in (0, 1))
    foot = (LON + step[0], LAT - 20_000_000 + step[1])
    point = (foot[0] + aside[0], foot[1] + aside[1])

    found = Corridor(gates).legs_at(point)

    metres = degrees_mm(foot[1] / 1e7, foot[0] / 1e7, point[1] / 1e7, point[0] / 1e7) / 1000
    if abs(metres - half_width) > half_width * 0.005 + 2:
        assert bool(found) is (metres < half_width)


def test_a_corridor_and_a_hole_that_holds_it_do_not_meet():
    """AP 3.c: what flies inside a hole flies outside the area."""
    hole = tuple((lon, lat) for lon, lat in ((LON - 400_000, LAT - 400_000), (LON + 400_000, LAT - 400_000), (LON + 400_000, LAT + 400_000), (LON - 400_000, LAT + 400_000)))  # fmt: skip
    outer = ((LON - 900_000, LAT - 900_000), (LON + 900_000, LAT - 900_000), (LON + 900_000, LAT + 900_000), (LON - 900_000, LAT + 900_000))  # fmt: skip
    region = Region.of([[outer, hole]])
    inside = Corridor((Gate(LON - 100_000, LAT, 500, 0, 0, "MSL"), Gate(LON + 100_000, LAT, 500, 0, 0, "MSL")))

    assert not inside.touches(region)
    assert Corridor((*inside.gates, Gate(LON + 400_000, LAT, 500, 0, 0, "MSL"))).touches(region)


def test_a_notice_states_its_route_for_reading_back():
    """ToR 1.d.iv: every point of the route is a position of the record."""
    way = Sky()
    said = way.say(PROVIDER, "flight-notice", notice())

    stated = way.view().last("positions", bytes.fromhex(said.id), PROVIDER)

    assert [one.path for one in stated.places] == ["route.0.point", "route.1.point"]
    assert position()["lat_e7"] == stated.places[0].lat_e7 and END > START
