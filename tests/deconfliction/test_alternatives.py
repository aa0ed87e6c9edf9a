"""The nearest alternatives (issue: nearest alternatives; ToR 2.c.ii): compared anew, never near a protected place."""

from fractions import Fraction

import pytest
from pyproj import Geod

from deconfliction.made import area, box, volume
from jig.operations.deconfliction import Separations, ground_of, meeting
from jig.operations.deconfliction_alternatives import CORRIDOR, HEIGHT, TIME, nearest
from jig.places.volume import line_shape, point_shape

ROUTE = line_shape(((379_000_000, 351_000_000), (384_000_000, 351_000_000)), Fraction(2_000), 7)


def kinds(found):
    return {one.kind: one for one in found}


def near(*places):
    return lambda volumes: any(ground_of(one.shape, place) for one in volumes for place in places)


def test_the_smallest_shift_of_each_kind_is_given():
    plan, other = [volume(shape=ROUTE)], volume("P2", "BRAVO", start=3000, end=4000, lower=1500, upper=2500)

    found = kinds(nearest(plan, [*plan, other]))

    assert found[TIME].shift == -601  # ends a second before the other starts
    assert found[HEIGHT].shift == -501
    assert found[CORRIDOR].bearing_deg in (0, 180)
    assert 13_000 < found[CORRIDOR].shift < 14_000
    assert not any(meeting(moved, other) for one in found.values() for moved in one.volumes)


def test_a_shift_meets_no_third_plan_either():
    plan, second = [volume()], volume("P2", "BRAVO", start=0, end=3600)
    third = volume("P3", "BRAVO", start=3601, end=9000)

    found = kinds(nearest(plan, [second, third]))

    assert found[TIME].shift == -3601


def test_agreed_separations_are_kept():
    plan, other = [volume()], volume("P2", "BRAVO", start=3000, end=4000)

    found = kinds(nearest(plan, [other], Separations(time_s=Fraction(100), vertical_m=Fraction(300))))

    assert found[TIME].shift == -701
    assert found[HEIGHT].shift == 1301


def test_nothing_is_shown_where_a_protected_place_is_touched_or_nothing_is_met():
    plan, other = [volume()], volume("P2", "BRAVO")
    place = point_shape((383_000_000, 352_000_000), Fraction(0), 7)

    assert nearest(plan, [other], touches=near(place)) == ()
    assert nearest(plan, [volume("P2", "BRAVO", start=9000, end=9001)]) == ()


def test_no_route_is_moved_onto_a_protected_place():
    plan, other = [volume(shape=ROUTE)], volume("P2", "BRAVO")
    around = [
        area(box(375_000_000, 345_000_000, 390_000_000, 349_900_000)),
        area(box(375_000_000, 352_100_000, 390_000_000, 357_000_000)),
    ]

    assert CORRIDOR not in kinds(nearest(plan, [other], touches=near(*around)))


def test_heights_that_cannot_be_reconciled_have_no_shift():
    assert HEIGHT not in kinds(nearest([volume()], [volume("P2", "BRAVO", reference="AGL")]))


@pytest.mark.parametrize(
    ("corners", "digits"),
    [(((38, 35), (39, 35)), 0), (((380, 350), (384, 351)), 1), (((38_000, 34_000), (38_100, 36_500)), 3)],
)
def test_the_shift_that_is_told_is_the_shift_that_is_free(corners, digits):
    """An oracle moves every point by the metres told: no conflict, and one step less is one still."""
    route = line_shape(corners, Fraction(500), digits)
    plan = [volume(shape=route)]
    aside = [round(sum(way) / 2 * 10 ** (7 - digits)) for way in zip(*corners, strict=True)]
    other = volume("P2", "BRAVO", shape=point_shape((aside[0] + 3_000, aside[1] + 9_000), Fraction(800), 7))

    found = kinds(nearest(plan, [other]))[CORRIDOR]

    def meets(metres):
        geod, ends = Geod(ellps="WGS84"), []
        for x, y in corners:
            lon, lat, _ = geod.fwd(x / 10**digits, y / 10**digits, found.bearing_deg, metres)
            ends.append((round(lon * 1e9), round(lat * 1e9)))
        return meeting(volume(shape=line_shape(tuple(ends), Fraction(500), 9)), other) is not None

    assert not meets(found.shift) and meets(found.shift - 25)


def test_no_route_is_moved_over_a_pole():
    unit = 10**7
    route = line_shape(((0, 899 * unit // 10), (10 * unit, 899 * unit // 10)), Fraction(1_000), 7)
    plan, other = [volume(shape=route)], volume("P2", "BRAVO", shape=route)

    moved = [one.shape for each in nearest(plan, [other]) for one in each.volumes]

    assert moved and all(shape.box[3] <= 90 * 10**shape.digits for shape in moved)
