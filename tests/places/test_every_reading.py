"""What a text leaves open is read in every way that makes sense in the area, and said (ToR 1.d.iv)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from jig.places.faults import Unreadable
from jig.places.notations import MOST_READINGS, WRITTEN, read, write
from jig.places.position import Area
from jig.places.reading import Reading

GEOD = Geod(ellps="WGS84")
AREA = Area(310_000_000, 340_000_000, 385_000_000, 440_000_000)
LATITUDES = st.floats(32.5, 37.2)
LONGITUDES = st.floats(35.2, 42.2)


def kinds(text: str, **given_beside: object) -> list[tuple[str, str]]:
    return [(each.notation, each.axes) for each in read(text, area=AREA, **given_beside)]  # type: ignore[arg-type]


def codes(reading: Reading) -> list[str]:
    return [note.code for note in reading.notes]


def test_plane_numbers_without_a_zone_are_utm_or_gauss_kruger_in_either_order() -> None:
    """ToR 1.d.iv: UTM against Gauss-Krueger, 1.7 km apart, and x against y."""
    first, *others = read("412345 3905123", area=AREA)

    assert (first.notation, first.axes) == ("UTM", "EN")
    assert [(each.notation, each.axes) for each in others] == [("SK42-GK", "EN"), ("SK95-GK", "EN")]
    assert others[0].distance_mm == pytest.approx(1_663_637, abs=50)
    assert "AXES-SWAPPED" in codes(others[0])


def test_a_missing_zone_is_read_in_each_zone_of_the_area_with_those_inside_first() -> None:
    """ToR 1.d.iv: zones 6, 7 and 8."""
    readings = read("X=3905123 Y=412345", notation="SK42-GK", area=AREA)

    assert [each.zone for each in readings if each.axes == "NE"] == [7, 6, 8]
    assert ["OUTSIDE-PROFILE-AREA" in codes(each) for each in readings] == [False, True, True]
    assert all("ZONE-ASSUMED" in codes(each) for each in readings)


def test_without_an_area_a_missing_zone_is_refused() -> None:
    """ToR 1.d.iv: what is sealed is never a candidate."""
    with pytest.raises(Unreadable) as refused:
        read("X=3905123 Y=412345")

    assert [each.code for each in refused.value.faults] == ["ZONE-MISSING"]


def test_five_figures_each_are_read_in_every_square_of_the_area() -> None:
    """ToR 1.d.iv: abbreviated as a fire control post writes it."""
    readings = read("х=05123 у=12345", notation="SK42-GK", area=AREA)
    whole = read("X=3905123 Y=7412345", notation="SK42-GK")[0]

    assert 50 < len(readings) <= MOST_READINGS
    assert all(AREA.holds(each.lat_e7, each.lon_e7) for each in readings)
    assert any((each.lat_e7, each.lon_e7) == (whole.lat_e7, whole.lon_e7) for each in readings)
    assert all("FIGURES-ASSUMED" in codes(each) for each in readings)


def test_of_many_places_the_nearer_to_a_known_one_comes_first() -> None:
    """ToR 1.d.iv: the hundred kilometres left out are known from the map in hand."""
    first = read("х=05123 у=12345", notation="SK42-GK", area=AREA, near=(35.3, 38.0))[0]

    assert (round(first.lat, 5), round(first.lon, 5)) == (35.27045, 38.03542)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UTM 412345 3905123", [("UTM", "EN")]), ("37 412345 3905123", [("UTM", "NE"), ("UTM", "NE")]),
        ("ПЗ-90.11 35.3412N 40.1234E", [("PZ90.11", "NE")]), ("PZ-90.02 35.3412N 40.1234E", [("PZ90.02", "NE")]),
        ("СК-95 x=3905123 y=7412345", [("SK95-GK", "NE")]), ("Пулково-95 35.3412N 40.1234E", [("SK95-GEO", "NE")]),
        ("Deir ez-Zor 35.3412N 40.1234E", [("DEIREZZOR", "NE")]), ("E=412345 N=305123 Lambert", [("SYRIA-LAMBERT", "EN")]),
        ("Levant Stereographic E=-12345 N=23456", [("LEVANT", "EN")]), ("Гаусс-Крюгер СК-42 x=3905123 y=7412345", [("SK42-GK", "NE")]),
    ],
)  # fmt: skip
def test_what_the_text_names_is_all_that_is_offered(text: str, expected: list[tuple[str, str]]) -> None:
    """ToR 1.d.iv."""
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "352015N 0400830E", "N352015E0400830", "35 град 20 мин 15 сек северной широты 40 град 08 мин 30 сек восточной долготы",
        "35 гр. 20 мин. 15 сек. с.ш., 40 гр. 08 мин. 30 сек. в.д.", "３５°２０'１５\"Ｎ　４０°０８'３０\"Ｅ", "35°20'15\"N\u00a040°08'30\"E",
        "\u200e35°20'15\"N\u200f 40°08'30\"E", "۳۵°۲۰'۱۵\"N ۴۰°۰۸'۳۰\"E",
    ],
)  # fmt: skip
def test_more_hands_one_point(text: str) -> None:
    """ToR 1.d.iv: run together, in words, full-width, with marks of direction, in Persian digits."""
    (reading,) = read(text, notation="WGS84")

    assert (reading.lat, reading.lon) == pytest.approx((35.3375, 40.14167), abs=1e-5)


@pytest.mark.parametrize("text", ["С42°10' В40°", "12°30'S 42°10'E", "35 С 42 В"])
def test_a_letter_before_forty_two_is_a_hemisphere_and_no_datum(text: str) -> None:
    """ToR 1.d.iv: S and 42 are the name of a datum only with a hyphen."""
    assert read(text)[0].notation == "WGS84"


def test_on_the_national_grid_x_is_the_easting_and_a_reader_of_gauss_kruger_is_told() -> None:
    """ToR 1.d.iv; EPSG:22770 orders its axes easting, northing."""
    usual, exchanged = read("X=412345 Y=305123", notation="SYRIA-LAMBERT")

    assert (usual.axes, exchanged.axes) == ("EN", "NE")
    assert "AXES-OF-GRID" in codes(usual)
    assert exchanged.distance_mm > 100_000_000


@given(lat=LATITUDES, lon=LONGITUDES, notation=st.sampled_from(WRITTEN))
def test_what_is_written_in_any_notation_is_read_as_a_cell_that_holds_it(lat: float, lon: float, notation: str) -> None:
    """ToR 1.d.iv: within half the diagonal that the text leaves, and a millimetre of rounding."""
    text = write((lat, lon), notation)

    nearest = min(read(text, notation=notation, area=AREA), key=lambda each: GEOD.inv(lon, lat, each.lon, each.lat)[2])

    assert GEOD.inv(lon, lat, nearest.lon, nearest.lat)[2] <= nearest.notation_mm * 1.002 / 1000 + 0.02


@pytest.mark.parametrize("text", ["1" * 10_000, "9 " * 5_000, "°" * 10_000, "X=" * 5_000, "\u0665" * 10_000])
def test_ten_thousand_characters_are_refused_as_too_long(text: str) -> None:
    """Issue 2, point 5: bounded, whatever is in them."""
    with pytest.raises(Unreadable) as refused:
        read(text, area=AREA)

    assert [each.code for each in refused.value.faults] == ["POSITION-TOO-LONG"]


@given(
    st.text(alphabet="0123456789 .,;-/()°'\"NSEWXYKVxyсвюзшдкулитка=ABDGабвг\u00a0\u0665\uff13", max_size=60),
    st.sampled_from([None, *WRITTEN]),
)
def test_no_near_miss_breaks_any_parser(text: str, notation: str | None) -> None:
    """Issue 2, point 5: readings on Earth, or codes; never more of them than a reader can bear."""
    try:
        readings = read(text, notation=notation, area=AREA)
    except Unreadable as refused:
        assert refused.faults
        return

    assert 0 < len(readings) <= MOST_READINGS
    assert all(abs(each.lat) <= 90.01 and abs(each.lon) <= 180.01 for each in readings)
    assert all(each.distance_mm >= 0 for each in readings)
