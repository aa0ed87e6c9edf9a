"""Two positions of one object: SAME, DIFFERENT or UNDETERMINED (ToR 1.d.iv, 2.a.iii; reading A50)."""

from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.places.compare import DIFFERENT, SAME, UNDETERMINED, VAGUE_MM, Candidate, compare, verdict_of

ORDER = (SAME, UNDETERMINED, DIFFERENT)
TOLERANCE = 50
errors = st.integers(0, 2_000_000)
candidates = st.builds(
    Candidate,
    st.integers(330_000_000, 340_000_000),
    st.integers(360_000_000, 370_000_000),
    errors,
    st.none() | errors,
    st.booleans(),
)
metres = st.integers(0, 20_000)


def candidate(derived_m: float = 0, source_m: float | None = 0, *, north_m: int = 0, stated: bool = True) -> Candidate:
    source = None if source_m is None else round(source_m * 1000)
    # 1e-7 degrees of latitude are 11.1 mm here.
    return Candidate(340_000_000 + north_m * 901 // 10, 370_000_000, round(derived_m * 1000), source, stated)


@pytest.mark.parametrize(
    ("distance_m", "one_m", "other_m", "expected"),
    [
        (0, 0, 0, SAME),
        (50, 0, 0, SAME),
        (51, 0, 0, DIFFERENT),
        # The root of 300 m and 400 m squared is 500 m, wider than the floor.
        (500, 300, 400, SAME),
        (501, 300, 400, DIFFERENT),
    ],
)
def test_one_place_is_within_the_combined_error_or_fifty_metres(distance_m, one_m, other_m, expected) -> None:
    """A50: both sides of both edges."""
    verdict, _ = verdict_of(distance_m, candidate(one_m), candidate(other_m), TOLERANCE)

    assert verdict == expected


@pytest.mark.parametrize(
    ("distance_m", "expected"), [(50, SAME), (51, UNDETERMINED), (305, UNDETERMINED), (306, DIFFERENT)]
)
def test_an_unknown_error_decides_nothing_that_it_could_explain(distance_m, expected) -> None:
    """A50: nobody's silence on an error makes two places one, nor one two."""
    verdict, _ = verdict_of(distance_m, candidate(5), candidate(5, None), TOLERANCE)

    assert verdict == expected


def test_a_square_of_a_kilometre_holds_many_objects_until_somebody_states_an_error() -> None:
    """ToR 1.d.iv: a truncated grid reference is its square."""
    vague, sharp = candidate(707, stated=False), candidate(1)

    assert verdict_of(600, vague, sharp, TOLERANCE) == (UNDETERMINED, "TOO-VAGUE")
    assert verdict_of(600, candidate(707), sharp, TOLERANCE) == (SAME, "WITHIN-ERROR")
    assert verdict_of(708, vague, sharp, TOLERANCE)[0] == DIFFERENT


def test_readings_that_disagree_leave_it_undetermined_and_that_agree_decide() -> None:
    """ToR 1.d.iv: nobody chooses between readings in silence."""
    here, near, far = candidate(), candidate(north_m=20), candidate(north_m=9_000)

    doubtful = compare((here,), (near, far), TOLERANCE)
    decided = compare((here, near), (far,), TOLERANCE)

    assert (doubtful.verdict, doubtful.why) == (UNDETERMINED, "READINGS-DISAGREE")
    assert decided.verdict == DIFFERENT
    assert decided.distance_mm == pytest.approx(9_000_000, rel=0.01)


@given(metres, candidates, candidates)
def test_the_verdict_is_the_same_whoever_is_named_first(distance_m, one, other) -> None:
    assert verdict_of(distance_m, one, other, TOLERANCE) == verdict_of(distance_m, other, one, TOLERANCE)


@given(candidates, candidates)
def test_comparing_is_symmetric_in_the_points_too(one, other) -> None:
    there, back = compare((one,), (other,), TOLERANCE), compare((other,), (one,), TOLERANCE)

    assert there == back


@given(metres, metres, candidates, candidates)
def test_a_greater_distance_never_brings_them_nearer_to_the_same(near, far, one, other) -> None:
    near, far = sorted((near, far))
    verdicts = [verdict_of(each, one, other, TOLERANCE)[0] for each in (near, far)]

    assert ORDER.index(verdicts[0]) <= ORDER.index(verdicts[1])


@given(metres, candidates, candidates, errors)
def test_a_greater_error_never_makes_them_different(distance_m, one, other, more) -> None:
    wider = Candidate(one.lat_e7, one.lon_e7, one.derived_mm + more, one.source_mm, one.stated)

    if verdict_of(distance_m, wider, other, TOLERANCE)[0] == DIFFERENT:
        assert verdict_of(distance_m, one, other, TOLERANCE)[0] == DIFFERENT


@given(metres, errors, errors)
def test_what_is_stated_is_judged_by_the_reading_alone(distance_m, one_mm, other_mm) -> None:
    """A50, computed here in floats: away from the edge both agree."""
    bound = max(hypot(one_mm, other_mm) / 1000, TOLERANCE)
    ones = [Candidate(0, 0, 0, error, True) for error in (one_mm, other_mm)]

    verdict, _ = verdict_of(distance_m, *ones, TOLERANCE)

    if abs(distance_m - bound) > 2:
        assert verdict == (SAME if distance_m < bound else DIFFERENT)
    assert verdict != UNDETERMINED


def test_the_vague_edge_is_that_of_the_location_error_categories() -> None:
    assert VAGUE_MM == 305_000
