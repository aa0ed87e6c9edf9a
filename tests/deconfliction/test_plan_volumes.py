"""What a stated plan says of space and time (C077, C078): what it leaves open makes its volume larger."""

from fractions import Fraction

from jig.operations.plan import Leg, Plan, Window
from jig.operations.plan_volumes import NO_ROUTE, NO_WIDTH, NO_WINDOW, OVER_180, volumes_of_plan
from jig.places.position import Position


def position(lat_e7, lon_e7, ce90_mm=30_000):
    parts = {"source_mm": ce90_mm, "operation_mm": 0, "notation_mm": 0}
    return Position(
        text="EXERCISE", notation="WGS84-DD", operation="NONE", lat_e7=lat_e7, lon_e7=lon_e7, ce90_mm=ce90_mm, **parts
    )


def leg(lat_e7, lon_e7, time, lower=4000, upper=5000, unit="m", ref="MSL", half_width_m=None):
    return Leg(
        point=position(lat_e7, lon_e7),
        altitude_lower=lower,
        altitude_upper=upper,
        unit=unit,
        ref=ref,
        time=time,
        half_width_m=half_width_m,
    )


def plan(**given):
    entries = dict.fromkeys(("action", "target", "location"), "ab" * 32)
    return Plan(plan_id="EX-1", lang="en", text="EXERCISE", **entries, **given)


def test_a_leg_runs_over_the_heights_and_times_of_both_its_ends():
    routing = (leg(350_000_000, 380_000_000, 100), leg(351_000_000, 381_000_000, 700, 10_000, 12_000, "ft"))

    found, left_out = volumes_of_plan(plan(routing=routing), "BRAVO")

    (one,) = found
    assert one.shape.points == ((380_000_000, 350_000_000), (381_000_000, 351_000_000))
    assert one.shape.metres == 30
    assert (one.window.start, one.window.end) == (100, 700)
    assert (one.band.lower, one.band.upper, one.band.reference) == (Fraction("3048"), 5000, "MSL")
    assert left_out == [NO_WIDTH, NO_WINDOW]


def test_an_aim_has_every_height_and_the_whole_window():
    found, left_out = volumes_of_plan(
        plan(aim=position(350_000_000, 380_000_000), window=Window(start=5, end=9)), "BRAVO"
    )

    (one,) = found
    assert one.band.unlimited and (one.window.start, one.window.end) == (5, 9)
    assert left_out == [NO_ROUTE]


def test_a_leg_between_two_references_has_every_height_and_one_over_180_degrees_is_left_out():
    mixed = (leg(350_000_000, 380_000_000, 1), leg(351_000_000, 381_000_000, 2, ref="AGL"))
    around = (leg(350_000_000, 1_700_000_000, 1), leg(351_000_000, -1_700_000_000, 2))

    assert volumes_of_plan(plan(routing=mixed), "BRAVO")[0][0].band.unlimited
    assert volumes_of_plan(plan(routing=around), "BRAVO") == ([], [NO_WIDTH, OVER_180, NO_WINDOW])


def test_a_leg_reaches_as_far_aside_as_its_wider_end_says_and_the_errors_on_top():
    far = leg(351_000_000, 381_000_000, 2)
    wide = [leg(350_000_000, 380_000_000, 1, half_width_m=2000), leg(351_000_000, 381_000_000, 2, half_width_m=3000)]

    (one,), left_out = volumes_of_plan(plan(routing=tuple(wide)), "BRAVO")
    (other,), open_width = volumes_of_plan(plan(routing=(wide[0], far)), "BRAVO")

    assert one.shape.metres == Fraction(3000) + Fraction(30)
    assert other.shape.metres == Fraction(2030)
    assert (NO_WIDTH in left_out, NO_WIDTH in open_width) == (False, True)
