"""Kilometre squares and their parts "by snail" (ToR 1.d.iv)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.places.faults import Unreadable
from jig.places.notations import read
from jig.places.position import Area
from jig.places.reading import Reading

AREA = Area(310_000_000, 340_000_000, 385_000_000, 440_000_000)


def metres(reading: Reading) -> tuple[float, float]:
    """A reading's x and y by a text of the same square, in whole metres."""
    return reading.lat, reading.lon


def at(x: float, y: float) -> tuple[float, float]:
    (reading, *_) = read(f"X={x:.2f} Y={y:.2f}", notation="SK42-GK")
    return metres(reading)


@pytest.mark.parametrize(
    ("digit", "north_m", "east_m"),
    [
        ("1", 5, 1),
        ("2", 5, 3),
        ("3", 5, 5),
        ("4", 3, 5),
        ("5", 1, 5),
        ("6", 1, 3),
        ("7", 1, 1),
        ("8", 3, 1),
        ("9", 3, 3),
    ],
)
def test_digits_run_clockwise_from_the_north_west_with_nine_in_the_middle(
    digit: str, north_m: int, east_m: int
) -> None:
    """ToR 1.d.iv: sixths of the square from its south-west corner."""
    (reading,) = read(f"0512-{digit} (X=3905 Y=7412)", notation="SNAIL")

    assert metres(reading) == pytest.approx(at(3_905_000 + north_m * 1000 / 6, 7_412_000 + east_m * 1000 / 6), abs=2e-7)
    assert reading.notation_mm == pytest.approx(235_702, abs=50)


@pytest.mark.parametrize(
    "text",
    [
        "3905 7412 ул 7",
        "X=3905 Y=7412 по улитке 7",
        "кв. 0512-7 (X=3905 Y=7412)",
        "квадрат 05 12 по улитке 7 (x=3905, у=7412)",
        "3905 7412-7",
    ],
)
def test_the_whole_square_in_many_hands_is_one_reading(text: str) -> None:
    """ToR 1.d.iv."""
    (reading,) = read(text, notation="SNAIL")

    assert metres(reading) == pytest.approx(at(3_905_166.67, 7_412_166.67), abs=2e-7)


@pytest.mark.parametrize("text", ["0512 по улитке 7", "квадрат 0512 (по улитке 7)", "0512-7", "05 12 ул.7"])
def test_a_bare_square_is_read_in_every_place_of_the_area(text: str) -> None:
    """ToR 1.d.iv: it repeats every hundred kilometres."""
    readings = read(text, area=AREA)

    assert len(readings) > 50
    assert {each.notation for each in readings} == {"SNAIL"}
    assert any(metres(each) == pytest.approx(at(3_905_166.67, 7_412_166.67), abs=2e-7) for each in readings)


def test_a_bare_square_without_an_area_is_refused() -> None:
    """ToR 1.d.iv: never one of many in silence."""
    with pytest.raises(Unreadable) as refused:
        read("0512 по улитке 7", notation="SNAIL")

    assert [each.code for each in refused.value.faults] == ["GRID-ABBREVIATED"]


@pytest.mark.parametrize(("letter", "north_m", "east_m"), [("А", 750, 250), ("Б", 750, 750)])
def test_the_first_two_letters_are_the_northern_quarters(letter: str, north_m: int, east_m: int) -> None:
    """ToR 1.d.iv."""
    (reading,) = read(f"0512-{letter} (X=3905 Y=7412)", notation="SNAIL")

    assert metres(reading) == pytest.approx(at(3_905_000 + north_m, 7_412_000 + east_m), abs=2e-7)


@pytest.mark.parametrize(("letter", "clockwise", "by_rows"), [("В", 750, 250), ("Г", 250, 750)])
def test_the_last_two_letters_are_read_in_both_layouts(letter: str, clockwise: int, by_rows: int) -> None:
    """ToR 1.d.iv: sources differ, so both are given, half a kilometre apart."""
    first, second = read(f"0512-{letter} (X=3905 Y=7412)", notation="SNAIL")

    assert metres(first) == pytest.approx(at(3_905_250, 7_412_000 + clockwise), abs=2e-7)
    assert metres(second) == pytest.approx(at(3_905_250, 7_412_000 + by_rows), abs=2e-7)
    assert second.distance_mm == pytest.approx(500_000, rel=0.002)


def test_a_latin_b_is_both_russian_letters() -> None:
    """ToR 1.d.iv: the look of one and the sound of the other."""
    readings = read("0512-B (X=3905 Y=7412)", notation="SNAIL")

    assert len(readings) == 3
    assert all("LETTER-OF-TWO-ALPHABETS" in [note.code for note in each.notes] for each in readings)


@given(st.text(alphabet="123456789", min_size=1, max_size=3))
def test_each_further_digit_takes_a_ninth_of_the_part_before(digits: str) -> None:
    """ToR 1.d.iv: the part lies within the part."""
    (part,) = read(f"0512-{'-'.join(digits)} (X=3905 Y=7412)", notation="SNAIL")
    (whole,) = read("0512 (X=3905 Y=7412)", notation="SNAIL")

    assert part.notation_mm == pytest.approx(707_107 / 3 ** len(digits), rel=0.001)
    assert abs(part.lat - whole.lat) < 500 / 110_000 and abs(part.lon - whole.lon) < 500 / 90_000


def test_a_square_that_contradicts_its_own_kilometres_is_refused() -> None:
    """ToR 1.d.iv."""
    with pytest.raises(Unreadable) as refused:
        read("0513-7 (X=3905 Y=7412)", notation="SNAIL")

    assert [each.code for each in refused.value.faults] == ["POSITION-UNREADABLE"]
