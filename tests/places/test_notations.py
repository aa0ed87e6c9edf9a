"""Texts in, all their readings out (ToR 1.d.iv)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from jig.places.faults import SENTENCES, Unreadable
from jig.places.notations import read, write
from jig.places.reading import Reading
from jig.places.utm import UTM_BANDS

GEOD = Geod(ellps="WGS84")
LATITUDES = st.floats(32.0, 37.5)
LONGITUDES = st.floats(35.0, 43.0)


def codes(text: str, **declared: object) -> list[str]:
    with pytest.raises(Unreadable) as refused:
        read(text, **declared)  # type: ignore[arg-type]
    return [fault.code for fault in refused.value.faults]


def degrees(reading: Reading) -> tuple[float, float]:
    return round(reading.lat, 5), round(reading.lon, 5)


@pytest.mark.parametrize(
    "text",
    [
        "35.33750N 40.14167E", "N35.33750 E40.14167", "40.14167E 35.33750N", "35°20'15\"N 40°08'30\"E", "35°20.25'N 40°08.5'E",
        "35°20′15″ с.ш. 40°08′30″ в.д.", "35°20'15,00\" С.Ш., 40°08'30,00\" В.Д.", "С 35°20'15\" В 40°08'30\"", "N35 20 15 E040 08 30",
        "широта 35,3375 долгота 40,14167", "lat: 35.3375, lon: 40.14167", "B=35°20'15\" L=40°08'30\"", "В=35,3375; L=40,14167",
        "٣٥°٢٠'١٥\"N ٤٠°٠٨'٣٠\"E", "35º20’15”N 40º08’30”E", "WGS-84: 35 20 15 N 40 08 30 E",
    ],
)  # fmt: skip
def test_one_point_in_many_hands_is_one_point(text: str) -> None:
    """ToR 1.d.iv: Latin and Cyrillic letters, comma or point, decimal and sexagesimal."""
    readings = read(text, notation="WGS84")

    assert len(readings) == 1
    assert (readings[0].lat, readings[0].lon) == pytest.approx((35.3375, 40.14167), abs=1e-5)
    assert readings[0].settled


@pytest.mark.parametrize(
    "text", ["35.3412, 40.1234", "35,3412 40,1234", "35,3412; 40,1234", "35.3412,40.1234", "35,3412, 40,1234"]
)
def test_bare_numbers_are_read_in_both_orders_with_the_distance(text: str) -> None:
    """ToR 1.d.iv: latitude against longitude is not guessed."""
    usual, exchanged = read(text, notation="WGS84")

    assert degrees(usual) == (35.3412, 40.1234)
    assert degrees(exchanged) == (40.1234, 35.3412)
    assert usual.distance_mm == 0
    assert exchanged.distance_mm == pytest.approx(GEOD.inv(40.1234, 35.3412, 35.3412, 40.1234)[2] * 1000, abs=1)
    assert [note.code for note in exchanged.notes] == ["AXES-SWAPPED"]


def test_without_a_datum_each_datum_in_use_is_offered() -> None:
    """ToR 1.d.iv: SK-42 and WGS 84 lie some 110 m apart here, and the old local datum farther."""
    wgs84, sk42, local = read("35°20'15\"N 40°08'30\"E")

    assert (wgs84.notation, sk42.notation, local.notation) == ("WGS84", "SK42-GEO", "DEIREZZOR")
    assert 100_000 < sk42.distance_mm < 130_000
    assert 130_000 < local.distance_mm < 400_000


@pytest.mark.parametrize("name", ["СК-42", "SK-42", "Пулково-42", "ск42", "S-42"])
def test_a_datum_named_in_the_text_settles_it(name: str) -> None:
    """ToR 1.d.iv."""
    readings = read(f"{name} 35°20'15\"N 40°08'30\"E")

    assert [each.notation for each in readings] == ["SK42-GEO"]
    assert codes(f"{name} 35°20'15\"N 40°08'30\"E", notation="WGS84") == ["NOTATION-MISMATCH"]


@pytest.mark.parametrize(
    "text",
    [
        "X=3905123 Y=7412345", "х=3905123 у=7412345", "Х = 3 905 123; У = 7 412 345", "Y=7412345 X=3905123", "x 39 05 123 y 74 12 345",
        "x: 3905123 м, y: 7412345 м", "3905123 7412345", "N 3905123 E 7412345",
    ],
)  # fmt: skip
def test_gauss_kruger_in_many_hands_is_one_point(text: str) -> None:
    """ToR 1.d.iv: x is north, y is east with its zone in front, whichever comes first."""
    readings = read(text, notation="SK42-GK")

    assert [degrees(each) for each in readings] == [(35.27045, 38.03542)]
    assert readings[0].operation_mm == 4500
    assert readings[0].notation_mm == 709


def test_exchanged_x_and_y_are_a_second_reading_with_the_distance() -> None:
    """ToR 1.d.iv: a western hand writes x for the easting."""
    usual, exchanged = read("6412345 7412345", notation="SK42-GK")

    assert degrees(usual) == (57.82046, 37.52297)
    assert degrees(exchanged) == (66.78901, 31.00454)
    assert exchanged.distance_mm > 1_000_000_000


def test_a_zone_that_contradicts_the_declared_one_is_refused() -> None:
    """ToR 1.d.iv; the example of the house style."""
    with pytest.raises(Unreadable) as refused:
        read("X=3905123 Y=8412345", notation="SK42-GK", zone=7)

    assert [(each.code, each.params) for each in refused.value.faults] == [
        ("ZONE-MISMATCH", {"found": 8, "expected": 7})
    ]


def test_faults_come_all_together() -> None:
    """Style, errors: a mender is told everything at once."""
    found = codes("X=12905123 Y=7912345", zone=8)

    assert found == ["ZONE-MISMATCH", "EASTING-OUTSIDE-ZONE", "NORTHING-OUT-OF-RANGE"]


@pytest.mark.parametrize(
    ("text", "declared", "code"),
    [
        ("X=3905123 Y=412345", {}, "ZONE-MISSING"), ("X=05123 Y=12345", {}, "GRID-ABBREVIATED"),
        ("зона 7 X=3905123 Y=8412345", {}, "ZONE-MISMATCH"), ("зона 7 X=3905123 Y=412345", {"zone": 6}, "ZONE-MISMATCH"),
        ("X=3905123 Y=61412345", {}, "ZONE-OUT-OF-RANGE"), ("35°70'N 40°E", {}, "MINUTES-OUT-OF-RANGE"),
        ("95°N 40°E", {}, "LATITUDE-OUT-OF-RANGE"), ("35°N 190°E", {}, "LONGITUDE-OUT-OF-RANGE"), ("35N 40N", {}, "HEMISPHERE-TWICE"),
        ("-35.5N 40.1E", {}, "HEMISPHERE-TWICE"), ("31U JQ 12", {}, "SQUARE-INVALID"), ("31U DQ 4825 1193 2", {}, "DIGITS-UNEVEN"),
        ("61U DQ 12", {}, "ZONE-OUT-OF-RANGE"), ("37S DK 12 12", {}, "SQUARE-OUTSIDE-BAND"), ("", {}, "POSITION-EMPTY"),
        ("5" * 201, {}, "POSITION-TOO-LONG"), ("somewhere north", {}, "POSITION-UNREADABLE"),
        ("35.5N 40.1E", {"notation": "MGRS"}, "NOTATION-MISMATCH"), ("35.5N 40.1E", {"notation": "WHALE"}, "NOTATION-UNKNOWN"),
        ("35.5N 40.1E", {"operation": "EPSG:1"}, "OPERATION-UNKNOWN"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(text: str, declared: dict[str, object], code: str) -> None:
    """Style, errors; ToR 1.d.iv."""
    found = codes(text, **declared)

    assert found == [code]
    assert code in SENTENCES


@pytest.mark.parametrize("text", ["X=3905123 Y=412345", "зона 7, X=3905123 Y=412345", "7 зона X=3905123 Y=412345"])
def test_a_zone_beside_the_numbers_is_used_and_noted(text: str) -> None:
    """ToR 1.d.iv."""
    (reading,) = read(text, notation="SK42-GK", zone=7)

    assert degrees(reading) == (35.27045, 38.03542)
    assert (reading.zone, next(note.code for note in reading.notes)) == (7, "ZONE-SUPPLIED")


def test_a_utm_s_is_read_as_band_and_as_hemisphere() -> None:
    """ToR 1.d.iv: 37S is a band in the north and, to other software, the southern hemisphere."""
    band, hemisphere = read("37S 412345 3905123", notation="UTM")

    assert degrees(band) == (35.28543, 38.03607)
    assert hemisphere.lat < -50
    assert [note.code for note in hemisphere.notes] == ["SOUTHERN-HEMISPHERE"]


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("31U DQ 48251 11932", 48.8582, 2.2945),
        ("15TWG0000049776", 42.0, -93.0),
        ("42SXD0970538646", 34.68393, 70.19760),
    ],
)
def test_published_grid_references_are_read(text: str, lat: float, lon: float) -> None:
    """NGA.STND.0037; examples printed by the libraries geodesy, mgrs (GEOTRANS) and pygeodesy."""
    (reading,) = read(text)

    assert (reading.lat, reading.lon) == pytest.approx((lat, lon), abs=2e-5)


@pytest.mark.parametrize(
    ("digits", "half_diagonal_m"), [("", 70_710.7), ("1 0", 7_071.07), ("123 051", 70.71), ("12345 05123", 0.7072)]
)
def test_a_grid_reference_is_its_square_and_not_its_corner(digits: str, half_diagonal_m: float) -> None:
    """ToR 1.d.iv: the centre is the point and the corner the error."""
    (reading,) = read(f"37S DV {digits}")
    (corner,) = read("37S DV 00000 00000") if not digits else (reading,)

    assert reading.notation_mm / 1000 == pytest.approx(half_diagonal_m, rel=0.004)
    if not digits:
        away_m = GEOD.inv(reading.lon, reading.lat, corner.lon, corner.lat)[2]
        assert away_m == pytest.approx(70_710, rel=0.001)


@given(lat=LATITUDES, lon=LONGITUDES, notation=st.sampled_from(["WGS84", "SK42-GEO", "SK42-GK", "UTM"]))
def test_what_is_written_is_read_as_the_same_point(lat: float, lon: float, notation: str) -> None:
    """ToR 1.d.iv: to the last digit written; both orders and both hemispheres are offered where the text leaves them
    open."""
    text = write((lat, lon), notation)

    nearest = min(GEOD.inv(lon, lat, each.lon, each.lat)[2] for each in read(text, notation=notation))

    assert nearest < 0.025


@given(lat=st.floats(-79.9, 83.9), lon=st.floats(-180, 179.999999), digits=st.integers(1, 5))
def test_a_point_lies_in_the_square_its_reference_names(lat: float, lon: float, digits: int) -> None:
    """NGA.STND.0037: everywhere, the irregular zones of the north included."""
    text = write((lat, lon), "MGRS")
    short = " ".join(part[:digits] if at > 1 else part for at, part in enumerate(text.split()))

    (reading,) = read(short, notation="MGRS")

    # Grid scale is 0.9996 to 1.001 of the ground: half the diagonal, and the thousandth part.
    assert GEOD.inv(lon, lat, reading.lon, reading.lat)[2] <= reading.notation_mm / 1000 * 1.002


def test_every_band_is_written_by_its_letter() -> None:
    """NGA.STND.0037: C to X without I and O, the last band of twelve degrees."""
    written = [write((-79.5 + 8 * at, 3.0), "MGRS")[2] for at in range(20)]

    assert "".join(written) == UTM_BANDS
    assert write((83.9, 3.0), "MGRS")[2] == "X"


@given(st.text(max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    """Issue 2, point 5: hostile content is answered with codes."""
    try:
        outcome = [reading.notation for reading in read(text)]
    except Unreadable as refused:
        outcome = [fault.code for fault in refused.faults]

    assert outcome


@given(st.text(alphabet="0123456789 .,;°'\"+-NSEWXYсвюзшдxyху=зона", max_size=40), st.none() | st.integers(1, 60))
def test_no_near_miss_breaks_the_parser(text: str, zone: int | None) -> None:
    """Issue 2, point 5: the same with the letters that positions are made of; each reading is a place on Earth."""
    try:
        readings = read(text, zone=zone)
    except Unreadable as refused:
        assert refused.faults
        return

    assert all(abs(each.lat) <= 90.01 and abs(each.lon) <= 180.01 for each in readings)
