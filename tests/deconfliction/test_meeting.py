"""Two volumes meet in space, height and time; bounds are closed (ToR 2.a, 2.c.ii: C042, C079; reading A15)."""

from fractions import Fraction

import pytest
from pyproj import Geod

from deconfliction.made import area, box, volume
from jig.operations.deconfliction import CONFLICT, UNDETERMINED, Separations, comparable, meeting
from jig.operations.deconfliction_margin import margin_m
from jig.places.volume import line_shape, point_shape

ALFA = volume()


def verdict(other, added=None, one=ALFA):
    found = meeting(one, other, added or Separations())
    return found.verdict if found else None


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (3600, 7200, CONFLICT),  # one ends in the instant in which the other starts
        (3600, 3600, CONFLICT),
        (Fraction(36_000_001, 10_000), 7200, None),
        (-10, 0, CONFLICT),
        (-10, Fraction(-1, 10**12), None),
    ],
)
def test_windows_are_closed(start, end, expected):
    assert verdict(volume("P2", "BRAVO", start=start, end=end)) == expected


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        (2000, 3000, CONFLICT),
        (Fraction(2000) + Fraction(1, 10**12), 3000, None),
        (None, 1000, CONFLICT),
        (None, 999, None),
        (2000, None, CONFLICT),
        (None, None, CONFLICT),
    ],
)
def test_bands_are_closed_and_none_is_unlimited(lower, upper, expected):
    assert verdict(volume("P2", "BRAVO", lower=lower, upper=upper)) == expected


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ((1000, 2000), (5000, 6000), UNDETERMINED),
        ((None, None), (5000, 6000), CONFLICT),
        ((1000, None), (9000, None), CONFLICT),
        ((None, 1000), (None, 9), CONFLICT),
        ((1000, None), (None, 9), UNDETERMINED),
    ],
)
def test_heights_above_references_that_cannot_be_reconciled_are_undetermined(mine, theirs, expected):
    one = volume(lower=mine[0], upper=mine[1])
    other = volume("P2", "BRAVO", lower=theirs[0], upper=theirs[1], reference="AGL")

    assert verdict(other, one=one) == expected
    assert verdict(one, one=other) == expected


def test_unknown_heights_do_not_matter_where_times_or_ground_are_apart():
    assert verdict(volume("P2", "BRAVO", reference="FL", start=3601, end=3602)) is None
    away = area(box(390_000_000, 350_000_000, 391_000_000, 351_000_000))
    assert verdict(volume("P2", "BRAVO", reference="FL", shape=away)) is None


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        (Separations(time_s=Fraction(399)), None),
        (Separations(time_s=Fraction(400)), CONFLICT),
    ],
)
def test_separations_in_time_are_added(added, expected):
    assert verdict(volume("P2", "BRAVO", start=4000, end=5000), added) == expected


@pytest.mark.parametrize(("metres", "expected"), [("299.99", None), ("300", CONFLICT)])
def test_separations_in_height_are_added(metres, expected):
    assert verdict(volume("P2", "BRAVO", lower=2300, upper=2500), Separations(vertical_m=Fraction(metres))) == expected


def circle(lon, lat, metres, digits=12):
    return point_shape((round(lon * 10**digits), round(lat * 10**digits)), Fraction(metres), digits)


@pytest.mark.parametrize("lat", [0.0, 34.9, -75.0])
@pytest.mark.parametrize("bearing", [0, 45, 133, 270])
@pytest.mark.parametrize(("spare", "expected"), [(-0.5, None), (0.5, CONFLICT), (0.0, UNDETERMINED)])
def test_circles_meet_where_the_geodesic_is_no_longer_than_their_metres(lat, bearing, spare, expected):
    lon2, lat2, _ = Geod(ellps="WGS84").fwd(38.0, lat, bearing, 12_345.0)
    one, other = circle(38.0, lat, 5_000), circle(lon2, lat2, Fraction(7_345) + Fraction(spare))

    found = verdict(volume("P2", "BRAVO", shape=other), one=volume(shape=one))

    assert found == expected or (expected == UNDETERMINED and abs(spare) < 1)


def test_a_lateral_separation_lies_between_polygons_on_the_ellipsoid():
    east = area(box(383_100_000, 350_000_000, 384_000_000, 352_000_000))
    apart = Geod(ellps="WGS84").inv(38.3, 35.2, 38.31, 35.2)[2]

    assert verdict(volume("P2", "BRAVO", shape=east), Separations(lateral_m=Fraction(round(apart - 1)))) is None
    assert verdict(volume("P2", "BRAVO", shape=east), Separations(lateral_m=Fraction(round(apart + 1)))) == CONFLICT


def test_a_circle_in_a_hole_is_as_far_as_its_brim():
    ring = area(
        box(380_000_000, 350_000_000, 383_000_000, 353_000_000), box(381_000_000, 351_000_000, 382_000_000, 352_000_000)
    )
    least = min(
        Geod(ellps="WGS84").inv(38.15, 35.15, 38.1, 35.15)[2], Geod(ellps="WGS84").inv(38.15, 35.15, 38.15, 35.1)[2]
    )

    inside = volume(shape=circle(38.15, 35.15, int(least) - 2))
    over = volume(shape=circle(38.15, 35.15, int(least) + 2))

    assert verdict(volume("P2", "BRAVO", shape=ring), one=inside) is None
    assert verdict(volume("P2", "BRAVO", shape=ring), one=over) == CONFLICT


def test_a_circle_reaches_over_the_antimeridian_and_over_the_pole():
    assert (
        verdict(volume("P2", "BRAVO", shape=circle(-179.99, 10, 1000)), one=volume(shape=circle(179.99, 10, 1200)))
        == CONFLICT
    )
    assert (
        verdict(volume("P2", "BRAVO", shape=circle(-179.99, 10, 1000)), one=volume(shape=circle(179.99, 10, 1100)))
        is None
    )
    assert (
        verdict(volume("P2", "BRAVO", shape=circle(150, 89.99, 1200)), one=volume(shape=circle(-30, 89.99, 1200)))
        == CONFLICT
    )


def test_a_route_without_metres_is_its_line_exactly():
    touching = line_shape(((383_000_000, 349_000_000), (383_000_000, 351_000_000)), Fraction(0), 7)
    beside = line_shape(((383_000_001, 349_000_000), (383_000_001, 351_000_000)), Fraction(0), 7)

    assert verdict(volume("P2", "BRAVO", shape=touching)) == CONFLICT
    assert verdict(volume("P2", "BRAVO", shape=beside)) is None


def test_the_margin_is_the_signed_gap():
    geod = Geod(ellps="WGS84")
    apart = geod.inv(38.0, 35.0, 38.1, 35.0)[2]
    circles = meeting(volume(shape=circle(38.0, 35.0, 6_000)), volume("P2", "BRAVO", shape=circle(38.1, 35.0, 5_000)))
    touching = meeting(ALFA, volume("P2", "BRAVO", shape=area(box(383_000_000, 350_000_000, 384_000_000, 352_000_000))))
    strip = meeting(ALFA, volume("P2", "BRAVO", shape=area(box(382_900_000, 340_000_000, 384_000_000, 360_000_000))))

    assert margin_m(circles) == pytest.approx(apart - 11_000, abs=0.1)
    assert margin_m(touching) == 0
    assert margin_m(strip) == pytest.approx(-geod.inv(38.29, 35.1, 38.3, 35.1)[2], rel=0.01)


def test_one_side_may_overlap_itself_and_two_sides_may_use_one_label():
    assert not comparable(ALFA, volume("P2", "ALFA"))
    assert comparable(ALFA, volume("P2", "ALFA"), all_participants=True)
    assert not comparable(ALFA, volume("P1", "ALFA"), all_participants=True)
    assert comparable(ALFA, volume("P1", "BRAVO"))
