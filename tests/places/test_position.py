"""The sealed position and the distance that may enter the fold (record format 1: whole numbers only)."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pyproj import Geod

from jig.places.distance import distance_m_floor
from jig.places.position import Area, Position, combined_mm

GEOD = Geod(ellps="WGS84")
LAT = st.integers(-900_000_000, 900_000_000)
LON = st.integers(-1_800_000_000, 1_800_000_000)
WHOLE = {
    "text": "X=3905123 Y=7412345", "notation": "SK42-GK", "operation": "EPSG:15865", "lat_e7": 352704457, "lon_e7":
    380354190,
    "ce90_mm": 4556, "source_mm": 0, "operation_mm": 4500, "notation_mm": 709,
}  # fmt: skip


def test_a_sealed_position_comes_back_as_it_was_given() -> None:
    """ToR 1.d.iv: original numbers."""
    position = Position.model_validate(WHOLE)

    assert position.model_dump(exclude_none=True) == WHOLE


@pytest.mark.parametrize(
    "change",
    [
        {"lat_e7": 35.27}, {"lat_e7": "352704457"}, {"lat_e7": 900_000_001}, {"lon_e7": -1_800_000_001}, {"ce90_mm":
        4555},
        {"ce90_mm": True}, {"height": 1}, {"text": ""}, {"text": "1" * 201}, {"zone": 61}, {"place_id": 0}, {"axes":
        "XY"},
    ],
)  # fmt: skip
def test_a_position_that_breaks_a_bound_is_refused(change: dict[str, object]) -> None:
    """Record format 1; ToR 1.d.iv: no floats, no unknown fields, no error smaller than its parts."""
    with pytest.raises(ValidationError) as refused:
        Position.model_validate(WHOLE | change)

    assert refused.value.error_count() == 1


@given(st.lists(st.integers(0, 10**10), min_size=1, max_size=4))
def test_combined_errors_are_never_too_small_and_never_a_millimetre_too_large(parts: list[int]) -> None:
    """ToR 1.d.iv: root of the sum of squares, rounded up."""
    combined = combined_mm(*parts)

    squares = sum(part**2 for part in parts)
    assert combined**2 >= squares
    assert combined == 0 or (combined - 1) ** 2 < squares


@given(lat=LAT, lon=LON, azimuth=st.floats(0, 360), reach=st.floats(0, 100_000))
def test_the_folds_distance_is_within_a_metre_of_the_geodesic(lat: int, lon: int, azimuth: float, reach: float) -> None:
    """Record.md, bytes: derived without a node's own libm, and still true to the ellipsoid up to 100 km."""
    far_lon, far_lat, _ = GEOD.fwd(lon / 1e7, lat / 1e7, azimuth, reach)
    other = round(far_lat * 1e7), round(far_lon * 1e7)
    truth = GEOD.inv(lon / 1e7, lat / 1e7, other[1] / 1e7, other[0] / 1e7)[2]

    distance = distance_m_floor(lat, lon, *other)

    assert -1.01 < distance - truth < 0.01


@given(lat=LAT, lon=LON, azimuth=st.floats(0, 360), reach=st.floats(100_000, 10_000_000))
def test_the_folds_distance_is_within_half_a_percent_far_away(lat: int, lon: int, azimuth: float, reach: float) -> None:
    """Record.md, bytes: up to 10,000 km."""
    far_lon, far_lat, _ = GEOD.fwd(lon / 1e7, lat / 1e7, azimuth, reach)

    distance = distance_m_floor(lat, lon, round(far_lat * 1e7), round(far_lon * 1e7))

    assert distance == pytest.approx(reach, rel=0.005)


@given(LAT, LON, LAT, LON)
def test_the_folds_distance_is_the_same_from_both_ends(lat1: int, lon1: int, lat2: int, lon2: int) -> None:
    """Record.md, property 13: findings on a pair are symmetric."""
    there, back = distance_m_floor(lat1, lon1, lat2, lon2), distance_m_floor(lat2, lon2, lat1, lon1)

    assert there == back
    assert 0 <= there <= 20_016_000
    assert distance_m_floor(lat1, lon1, lat1, lon1) == 0


def test_the_fold_never_loads_the_projection_library() -> None:
    """Record.md, bytes: a library's build never enters the fold."""
    code = "import sys, jig.places.position, jig.places.distance, jig.places.faults; print('pyproj' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "False"


def test_an_area_across_the_date_line_holds_both_shores() -> None:
    """ToR 1.d.iv: published areas of operations cross it."""
    area = Area(400_000_000, 1_700_000_000, 800_000_000, -1_700_000_000)

    assert area.holds(500_000_000, 1_799_999_999)
    assert area.holds(400_000_000, -1_700_000_000)
    assert not area.holds(500_000_000, 0)
    assert not area.holds(399_999_999, 1_799_999_999)
