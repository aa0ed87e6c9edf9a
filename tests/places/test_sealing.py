"""From a form to a sealed position, and the reader's check (ToR 1.d.iv)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from jig.places.faults import Unreadable
from jig.places.gazetteer import Gazetteer, Place
from jig.places.position import Area, Position
from jig.places.sealing import check, complete, flags, readback, renamed

AREA = Area(310_000_000, 340_000_000, 385_000_000, 440_000_000)
GRID = {"text": "х=3905123 у=7412345", "notation": "SK42-GK"}
TOWNS = Gazetteer(
    (
        Place(7, "Northford", "Нортфорд", "", 352_704_000, 380_354_000, "XA", "LISTED", 9000, ("Nord Ford",)),
        Place(8, "Sutton", "Саттон", "سطن", 340_000_000, 370_000_000, "XA", "TRANSLITERATED", 50),
        Place(9, "Sutton", "Саттон", "", 330_000_000, 360_000_000, "XB", "TRANSLITERATED", 90),
    )
)


def refusal(given_fields: dict[str, Any], **around: Any) -> list[str]:
    with pytest.raises(Unreadable) as refused:
        complete(given_fields, **around)
    return [fault.code for fault in refused.value.faults]


def test_a_grid_position_is_sealed_with_its_digits_operation_and_errors() -> None:
    """ToR 1.d.iv: original numbers; the conversion stands beside them with what it adds."""
    sealed = complete({**GRID, "source_mm": 10_000, "name": "Нортфорд", "place_id": 7}, area=AREA)

    assert sealed == {
        "text": "х=3905123 у=7412345", "notation": "SK42-GK", "operation": "EPSG:15865", "lat_e7": 352704457,
        "lon_e7": 380354190,
        "ce90_mm": 10_989, "source_mm": 10_000, "operation_mm": 4500, "notation_mm": 709, "name": "Нортфорд",
        "place_id": 7,
    }  # fmt: skip
    assert Position.model_validate(sealed)


def test_another_signed_operation_gives_another_point() -> None:
    """ToR 1.d.iv: which operation stands for SK-42 is a reading of both sides."""
    default, gost = complete(GRID), complete(GRID, operation="EPSG:5044")

    assert gost["operation"] == "EPSG:5044"
    assert (gost["operation_mm"], default["operation_mm"]) == (3000, 4500)
    assert (gost["lat_e7"], gost["lon_e7"]) != (default["lat_e7"], default["lon_e7"])


def test_two_possible_readings_are_refused_with_the_distance() -> None:
    """ToR 1.d.iv: never a guess."""
    with pytest.raises(Unreadable) as refused:
        complete({"text": "35.3412, 40.1234", "notation": "WGS84"})

    (only,) = refused.value.faults
    assert (only.code, only.params["count"], only.params["distance_m"]) == ("POSITION-AMBIGUOUS", 2, 677578)


def test_the_area_or_the_declared_order_settles_what_the_digits_leave_open() -> None:
    """ToR 1.d.iv: and the record says which order was meant."""
    bare = {"text": "35.3412, 40.1234", "notation": "WGS84"}

    by_area, declared = complete(bare, area=AREA), complete({**bare, "axes": "NE"})

    assert by_area == declared
    assert by_area["axes"] == "NE"


def test_exchanged_numbers_are_taken_only_when_declared() -> None:
    """ToR 1.d.iv: even where no other reading is possible."""
    exchanged = {"text": "7412345 3905123", "notation": "SK42-GK"}

    sealed = complete({**exchanged, "axes": "EN"})

    assert refusal(exchanged, area=AREA) == ["AXES-UNDECLARED"]
    assert (sealed["lat_e7"], sealed["lon_e7"], sealed["axes"]) == (352704457, 380354190, "EN")


def test_fields_that_are_not_of_their_kind_come_all_together() -> None:
    """Style, errors."""
    assert refusal({"text": 5, "zone": 61, "colour": "red"}) == ["FIELD-INVALID"] * 3


def test_a_name_alone_is_a_town_and_its_error_is_a_towns() -> None:
    """ToR 1.d.iv: kilometres, not metres."""
    sealed = complete({"text": "нортфорд", "notation": "PLACE"}, gazetteer=TOWNS)

    assert (sealed["place_id"], sealed["lat_e7"]) == (7, 352_704_000)
    assert sealed["ce90_mm"] > 3_000_000
    assert check(Position.model_validate(sealed), gazetteer=TOWNS) == []


def test_a_shared_name_needs_its_number() -> None:
    """ToR 1.d.iv: a name shared by several places is not a position."""
    sealed = complete({"text": "Sutton", "notation": "PLACE", "place_id": 8}, gazetteer=TOWNS)

    assert refusal({"text": "Sutton", "notation": "PLACE"}, gazetteer=TOWNS) == ["POSITION-AMBIGUOUS"]
    assert sealed["lat_e7"] == 340_000_000


def test_an_unknown_name_stays_unresolved() -> None:
    """Issue 3, point 5: a likeness is never a match."""
    assert refusal({"text": "Northfort", "notation": "PLACE"}, gazetteer=TOWNS) == ["UNRESOLVED-PLACE"]


@given(
    lat=st.floats(32.5, 37.0),
    lon=st.floats(36.1, 41.9),
    notation=st.sampled_from(["WGS84", "SK42-GEO", "SK42-GK", "MGRS", "UTM"]),
)
def test_what_is_sealed_is_found_true_and_reads_back_to_its_own_point(lat: float, lon: float, notation: str) -> None:
    """ToR 1.d.iv, 2.a.iii: read-back in the reader's notations before acceptance."""
    start = Position.model_validate(complete({"text": f"{lat:.6f}N {lon:.6f}E", "notation": "WGS84"}))
    text = readback(start, [notation])[notation].text

    sealed = Position.model_validate(complete({"text": text, "notation": notation}, area=AREA))
    back = readback(sealed, ["WGS84", "SK42-GEO", "SK42-GK", "MGRS", "UTM"])

    assert check(sealed) == []
    assert all(each.error_mm <= (720 if name == "MGRS" else 25) for name, each in back.items())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"lat_e7": 352704457 + 200}, "POSITION-CONTRADICTS-TEXT"),
        ({"lon_e7": 380354190 - 200}, "POSITION-CONTRADICTS-TEXT"),
        ({"operation": "NONE"}, "OPERATION-UNFIT"),
        ({"operation": "EPSG:1"}, "OPERATION-UNKNOWN"),
        ({"operation": "EPSG:5044"}, "POSITION-CONTRADICTS-TEXT"),
        ({"text": "х=3905133 у=7412345"}, "POSITION-CONTRADICTS-TEXT"),
        ({"notation": "MGRS", "operation": "NONE"}, "NOTATION-MISMATCH"),
        ({"operation_mm": 0, "ce90_mm": 709}, "ERROR-UNDERSTATED"),
        ({"zone": 6}, "ZONE-MISMATCH"),
    ],
)
def test_swaps_the_datum_or_moves_the_point(change: dict[str, Any], code: str) -> None:
    """ToR 1.d.iv: a stated point that does not follow from its text is caught by the reader."""
    stated = Position.model_validate(complete(GRID) | change)

    found = [fault.code for fault in check(stated)]

    assert found == [code]


@pytest.mark.parametrize(("moved_e7", "caught"), [(85, False), (95, True)])
def test_the_readers_tolerance_is_a_metre(moved_e7: int, caught: bool) -> None:
    """Record.md, bytes: derived numbers are checked within a tolerance; 90e-7 degrees of latitude are 1 m."""
    honest = complete(GRID)
    stated = Position.model_validate(honest | {"lat_e7": honest["lat_e7"] + moved_e7})

    assert bool(check(stated)) is caught


def test_leaves_out_the_order_of_the_numbers() -> None:
    """ToR 1.d.iv: what the digits leave open must be in the record."""
    sealed = complete({"text": "35.3412, 40.1234", "notation": "WGS84", "axes": "NE"})
    stated = Position.model_validate({key: value for key, value in sealed.items() if key != "axes"})

    assert [fault.code for fault in check(stated)] == ["AXES-UNDECLARED"]


def test_a_name_far_from_its_position_is_told_with_the_distance() -> None:
    """ToR 1.d.iv; failure F03: name and numbers are two statements."""
    stated = Position.model_validate(complete({**GRID, "name": "Саттон", "place_id": 8}))

    (only,) = check(stated, gazetteer=TOWNS)

    assert only.code == "NAME-FAR-FROM-POSITION"
    truth_m = Geod(ellps="WGS84").inv(37.0, 34.0, stated.lon_e7 / 1e7, stated.lat_e7 / 1e7)[2]
    assert only.params == {"name": "Саттон", "distance_m": int(truth_m)}


def test_a_number_of_a_place_not_held_is_told() -> None:
    """ToR 1.d.iv: gazetteers differ; that is no fault of the position."""
    stated = Position.model_validate(complete({**GRID, "place_id": 99}))

    assert [fault.code for fault in check(stated, gazetteer=TOWNS)] == ["PLACE-NOT-HELD"]


def test_an_operation_used_outside_its_area_is_flagged_and_no_fault() -> None:
    """ToR 1.d.iv: EPSG:15865 is published for other territories; both sides sign its use knowing that."""
    stated = Position.model_validate(complete(GRID))
    at_home = Position.model_validate(complete({"text": "X=6182000 Y=7412345", "notation": "SK42-GK", "axes": "NE"}))

    assert [fault.code for fault in flags(stated)] == ["OPERATION-OUTSIDE-AREA"]
    assert check(stated) == []
    assert flags(at_home) == []


def test_a_name_that_is_not_listed_names_the_likest_and_takes_none() -> None:
    """ToR 1.d.iv, failure F10: UNRESOLVED-PLACE with up to three numbers to choose from."""
    with pytest.raises(Unreadable) as refused:
        complete({"text": "Northfurd", "notation": "PLACE"}, gazetteer=TOWNS)

    (only,) = refused.value.faults
    assert only.code == "UNRESOLVED-PLACE"
    assert str(only.params["expected"]).startswith("Northford (7)")


def test_an_officer_may_choose_the_place_of_an_unlisted_name_and_the_reader_sees_it() -> None:
    """ToR 1.d.iv: the words as given stay; the number is the officer's statement; the reader is told."""
    sealed = complete({"text": "Northfurd", "notation": "PLACE", "place_id": 7}, gazetteer=TOWNS)
    position = Position.model_validate(sealed)

    assert (sealed["text"], sealed["place_id"], sealed["lat_e7"]) == ("Northfurd", 7, 352_704_000)
    assert check(position, gazetteer=TOWNS) == []
    assert [each.code for each in renamed(position, TOWNS)] == ["NAME-NOT-OF-PLACE"]
    assert renamed(position.model_copy(update={"text": "NORTH FORD"}), TOWNS) != []
    assert renamed(position.model_copy(update={"text": "NORTHFORD"}), TOWNS) == []


def test_a_number_that_is_not_held_resolves_nothing() -> None:
    """ToR 1.d.iv."""
    assert refusal({"text": "Northfurd", "notation": "PLACE", "place_id": 70}, gazetteer=TOWNS) == ["UNRESOLVED-PLACE"]


def test_a_chosen_place_elsewhere_than_stated_is_found_by_the_reader() -> None:
    """ToR 1.d.iv, failure F01: the number does not carry any point."""
    sealed = complete({"text": "Northfurd", "notation": "PLACE", "place_id": 7}, gazetteer=TOWNS)
    moved = Position.model_validate({**sealed, "lat_e7": sealed["lat_e7"] + 900_000})

    assert [each.code for each in check(moved, gazetteer=TOWNS)] == ["POSITION-CONTRADICTS-TEXT"]
