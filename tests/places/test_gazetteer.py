"""Names of places: found exactly or not at all (ToR 1.d.iv)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from jig.places.faults import Unreadable
from jig.places.gazetteer import Gazetteer, Place, area, load, normal

GEOD = Geod(ellps="WGS84")
SHIPPED = load("jig2016")


def place(number: int, en: str, lat_e7: int, lon_e7: int, population: int = 0) -> Place:
    return Place(number, en, en, "", lat_e7, lon_e7, "XA", "LISTED", population)


def test_every_shipped_place_lies_in_the_area_and_bears_a_russian_name() -> None:
    """ToR 1.d.iv: clipped to the profile's box; a made name is marked."""
    box = area("jig2016")

    assert len(SHIPPED.places) > 2000
    assert all(box.holds(each.lat_e7, each.lon_e7) for each in SHIPPED.places)
    assert all(each.ru for each in SHIPPED.places)
    assert {each.ru_mark for each in SHIPPED.places} == {"LISTED", "PREFERRED", "TRANSLITERATED"}
    assert len({each.geonames_id for each in SHIPPED.places}) == len(SHIPPED.places)


@given(st.sampled_from(SHIPPED.places))
def test_a_place_is_found_by_each_of_its_names_in_any_case(held: Place) -> None:
    """ToR 1.d.iv: English, Russian and Arabic."""
    for name in held.names():
        assert held in SHIPPED.find(name.upper())


@pytest.mark.parametrize(
    ("one", "other"),
    [("Дейр-эз-Зор", "дейр эз зор"), ("Ḩalab", "halab"), ("Dar‘ā", "Dara"), ("أعزاز", "اعزاز"), ("Орёл", "орел"),
    ("الرقة", "الرقه")],
)  # fmt: skip
def test_spelling_habits_do_not_part_a_name(one: str, other: str) -> None:
    """ToR 1.d.iv: accents, hyphens, apostrophes, alef forms."""
    assert normal(one) == normal(other)


def test_different_letters_do_part_names() -> None:
    """ToR 1.d.iv: й is not и; a likeness is no match."""
    assert normal("Майдан") != normal("Маидан")
    with pytest.raises(Unreadable) as refused:
        SHIPPED.find("Nowhere At All")
    assert [(each.code, each.params) for each in refused.value.faults] == [
        ("UNRESOLVED-PLACE", {"name": "Nowhere At All", "expected": "-"})
    ]


def test_places_of_one_name_come_all_largest_first() -> None:
    """ToR 1.d.iv: a name shared by several places."""
    towns = Gazetteer((place(1, "Same", 0, 0, 5), place(2, "Same", 0, 1, 500), place(3, "Other", 0, 2)))

    assert [each.geonames_id for each in towns.find("same")] == [2, 1]


@given(lat=st.integers(310_000_000, 385_000_000), lon=st.integers(340_000_000, 440_000_000))
def test_the_nearest_place_is_the_nearest(lat: int, lon: int) -> None:
    """ToR 1.d.iv: against a search of all places with the geodesic of PROJ."""
    found, distance_m = SHIPPED.near(lat, lon, 1)[0]

    all_m = GEOD.inv(
        [lon / 1e7] * len(SHIPPED.places), [lat / 1e7] * len(SHIPPED.places),
        [each.lon_e7 / 1e7 for each in SHIPPED.places], [each.lat_e7 / 1e7 for each in SHIPPED.places],
    )[2]  # fmt: skip
    assert distance_m == pytest.approx(min(all_m), abs=1.5 + min(all_m) * 1e-4)
    assert found in SHIPPED.places
