"""A place named by another (ToR 1.d.iv)."""

import pytest
from pyproj import Geod

from jig.places.offset import read_offset


@pytest.mark.parametrize(
    ("text", "name", "distance_m", "bearing"),
    [
        ("6 km SW of Idlib", "Idlib", 6000, 225), ("6,5 km north-east of Deir ez-Zor", "Deir ez-Zor", 6500, 45),
        ("10 miles NNW from Homs", "Homs", 16093, 337.5), ("в 6 км юго-западнее Идлиба", "Идлиба", 6000, 225),
        ("12 км к северо-востоку от Хомса", "Хомса", 12000, 45), ("3 км СВ Дума", "Дума", 3000, 45), ("400 м южнее Нубль", "Нубль", 400, 180),
    ],
)  # fmt: skip
def test_a_distance_and_a_direction_are_read_in_both_languages(
    text: str, name: str, distance_m: int, bearing: float
) -> None:
    """ToR 1.d.iv: '6 km SW of X' is a statement about X, kept as typed."""
    found = read_offset(text)

    assert found is not None
    assert (found.name, found.distance_m, found.bearing_deg) == (name, distance_m, bearing)


@pytest.mark.parametrize(
    "text", ["Idlib", "6 km from X", "SW of X", "6 leagues SW of X", "6 km SNE of X", "6 км от X", ""]
)
def test_what_states_no_direction_or_no_known_unit_is_no_offset(text: str) -> None:
    """ToR 1.d.iv: never a guess."""
    assert read_offset(text) is None


def test_the_point_lies_at_the_distance_and_back_is_the_opposite_way() -> None:
    """ToR 1.d.iv: against the inverse of PROJ."""
    lat, lon = read_offset("30 km NE of X").from_point(35.0, 37.0)

    azimuth, _, metres = Geod(ellps="WGS84").inv(37.0, 35.0, lon, lat)
    assert (round(azimuth, 6), round(metres, 3)) == (45, 30_000)
