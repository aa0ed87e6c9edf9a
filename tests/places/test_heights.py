"""Heights and speeds: what they are above, exact factors, nothing converted in silence (ToR 1.d.iv, 2.a.iii)."""

import struct
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pyproj import Transformer

from jig.adapters.geoids import installed_geoid
from jig.places.faults import Unreadable
from jig.places.geoid import read_gtx
from jig.places.heights import (
    DATUMS,
    Height,
    HeightsCompared,
    comparable,
    compare_heights,
    converted_mm,
    in_unit,
    read_height,
)
from jig.places.position import Position
from jig.places.sealing import check, complete
from jig.places.speeds import read_speed, rounded

HERE = (340_000_000, 370_000_000)
TEXTS = ("1500 m HAE", "1500 m EGM96", "1500 m BALTIC-1977", "FL150", "1500 m AGL", "1500 m QNH 1013", "1500 m QFE 990")


class Bump:
    """A geoid that is 21.5 m above the ellipsoid everywhere."""

    def undulation_mm(self, lat_e7: int, lon_e7: int) -> int:
        return 21_500


def refused(step, *arguments, **named) -> list[str]:
    with pytest.raises(Unreadable) as found:
        step(*arguments, **named)
    return [fault.code for fault in found.value.faults]


def gtx(folder, *, rows: int = 5, columns: int = 6, south: float = 30.0, west: float = 35.0) -> str:
    """A small grid whose values follow no plane; metres."""
    values = [
        10 + 3 * row + 0.7 * column + 0.25 * row * column * column for row in range(rows) for column in range(columns)
    ]
    path = folder / "small.gtx"
    header = struct.pack(">4d2i", south, west, 0.25, 0.25, rows, columns)
    path.write_bytes(header + struct.pack(f">{len(values)}f", *values))
    return str(path)


@pytest.mark.parametrize(
    ("text", "datum", "value_mm"),
    [
        ("1500 m EGM96", "EGM96", 1_500_000),
        ("250,5 м БС-77", "BALTIC-1977", 250_500),
        ("200 ft AGL", "AGL", 60_960),
        ("200 футов над рельефом", "AGL", 60_960),
        ("FL150", "FLIGHT-LEVEL", 4_572_000),
        ("эшелон 150", "FLIGHT-LEVEL", 4_572_000),
        ("600 m QFE 990", "QFE", 600_000),
        ("-12 m HAE", "ELLIPSOID", -12_000),
    ],
)
def test_a_height_is_read_in_both_languages_with_what_it_is_above(text, datum, value_mm) -> None:
    found = read_height(text)

    assert (found.datum, found.value_mm, found.text) == (datum, value_mm, text)
    assert (found.setting_tenths_hpa is not None) == (datum in ("QNH", "QFE"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("4921 ft", "HEIGHT-DATUM-MISSING"),
        ("300 m MSL", "HEIGHT-DATUM-MISSING"),
        ("300 м над уровнем моря", "HEIGHT-DATUM-MISSING"),
        ("600 m QFE", "HEIGHT-SETTING-MISSING"),
        ("600 m QFE 745", "HEIGHT-SETTING-MISSING"),
        ("600 m KRONSTADT", "HEIGHT-DATUM-UNKNOWN"),
        ("999999 m HAE", "HEIGHT-OUT-OF-RANGE"),
        ("high", "HEIGHT-UNREADABLE"),
        ("", "HEIGHT-UNREADABLE"),
    ],
)
def test_a_height_that_hides_its_datum_is_refused(text, code) -> None:
    """ToR 1.d.iv: "above sea level" is above no one sea."""
    assert refused(read_height, text) == [code]


def test_a_pressure_in_millimetres_of_mercury_is_set_in_hectopascals() -> None:
    """745 mmHg are 993.25 hPa (133.322387415 Pa each)."""
    assert read_height("600 м QFE 745 мм рт. ст.").setting_tenths_hpa == 9933


@pytest.mark.parametrize("other", [one for one in DATUMS if one not in ("ELLIPSOID", "EGM96")])
@pytest.mark.parametrize("own", TEXTS)
def test_only_ellipsoid_and_egm96_are_ever_converted(own, other) -> None:
    """ToR 1.d.iv: Baltic 1977 and pressure heights are carried."""
    height = read_height(own)
    if height.datum == other and height.setting_tenths_hpa is None:
        assert converted_mm(height, other, HERE, Bump()) == height.value_mm
    else:
        assert refused(converted_mm, height, other, HERE, Bump()) == ["HEIGHT-NOT-CONVERTED"]


def test_without_a_grid_a_height_is_refused_where_the_library_passes_it_over(monkeypatch) -> None:
    """swallows_a_missing_grid: PROJ with an optional grid gives the height back unchanged."""
    monkeypatch.delenv("JIG_GEOID_EGM96", raising=False)
    silent = Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad"
        " +step +proj=vgridshift +grids=@no_such_grid.gtx +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )

    assert silent.transform(37.0, 34.0, 1500.0)[2] == 1500.0
    assert installed_geoid() is None
    assert refused(converted_mm, read_height("1500 m EGM96"), "ELLIPSOID", HERE, None) == ["HEIGHT-NO-GRID"]
    assert refused(converted_mm, read_height("1500 m EGM96"), "ELLIPSOID", None, Bump()) == ["HEIGHT-POSITION-MISSING"]


@given(st.floats(30.01, 30.99), st.floats(35.01, 36.24))
def test_the_grid_is_interpolated_as_the_projection_library_does(tmp_path_factory, lat, lon) -> None:
    """Oracle: PROJ's own vgridshift over the same file."""
    file = gtx(tmp_path_factory.mktemp("grid"))
    grid = installed_geoid(file)
    assert grid is not None
    proj = Transformer.from_pipeline(
        f"+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=vgridshift +grids={file}"
        " +multiplier=1 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )

    found = converted_mm(read_height("100 m EGM96"), "ELLIPSOID", (round(lat * 1e7), round(lon * 1e7)), grid)

    assert found == pytest.approx(proj.transform(lon, lat, 100.0)[2] * 1000, abs=2)


def test_a_point_beside_the_grid_or_in_its_hole_has_no_height(tmp_path) -> None:
    """ToR 1.d.iv: a hole in a grid is no height of zero."""
    file = gtx(tmp_path)
    data = bytearray((tmp_path / "small.gtx").read_bytes())
    data[40:44] = struct.pack(">f", -88.8888)
    holed = read_gtx(bytes(data), "small.gtx")

    assert refused(read_gtx((tmp_path / "small.gtx").read_bytes(), file).undulation_mm, 400_000_000, 355_000_000) == [
        "HEIGHT-OUTSIDE-GRID"
    ]
    assert refused(holed.undulation_mm, 301_000_000, 351_000_000) == ["HEIGHT-OUTSIDE-GRID"]


@pytest.mark.parametrize(
    "spoil", [lambda d: d[:20], lambda d: d[:-3], lambda d: d[:16] + b"\x00" * 8 + d[24:], lambda d: b"\xff" * len(d)]
)
def test_a_spoiled_grid_is_refused_whole(tmp_path, spoil) -> None:
    gtx(tmp_path)
    data = (tmp_path / "small.gtx").read_bytes()

    assert refused(read_gtx, spoil(data), "small.gtx") == ["HEIGHT-GRID-UNREADABLE"]


@given(st.sampled_from(TEXTS), st.sampled_from(TEXTS), st.booleans(), st.booleans())
def test_heights_are_comparable_both_ways_or_neither(one, other, same_place, geoid) -> None:
    a, b = read_height(one), read_height(other)

    assert comparable(a, b, same_place=same_place, geoid=geoid) == comparable(b, a, same_place=same_place, geoid=geoid)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1500 m HAE", "1500 m BALTIC-1977", HeightsCompared("UNDETERMINED", None, 8_039)),
        ("FL150", "4572 m QNH 1013", HeightsCompared("UNDETERMINED", None, None)),
        ("600 m QFE 990", "600 m QFE 991", HeightsCompared("UNDETERMINED", None, 8_039)),
        ("1500 m EGM96", "1508 m EGM96", HeightsCompared("SAME", -8_000, 8_039)),
        ("1500 m EGM96", "1509 m EGM96", HeightsCompared("DIFFERENT", -9_000, 8_039)),
        # The geoid stands 21.5 m above the ellipsoid here.
        ("1500 m EGM96", "1521 m HAE", HeightsCompared("SAME", 500, 8_039)),
    ],
)
def test_heights_without_a_common_datum_are_undetermined_never_apart(one, other, expected) -> None:
    """ToR 2.a.iii: LE90 of 4 m and 6.956 m, each with half a metre of its last digit."""
    a, b = read_height(one, source_mm=4_000), read_height(other, source_mm=6_937)
    found = compare_heights(a, b, at=HERE, geoid=Bump())

    assert (found.verdict, found.difference_mm) == (expected.verdict, expected.difference_mm)
    if expected.le90_combined_mm is not None:
        assert found.le90_combined_mm == pytest.approx(expected.le90_combined_mm, abs=5)


def test_a_height_without_an_error_is_the_same_only_where_it_is_equal() -> None:
    a, b, c = read_height("1500 m EGM96"), read_height("1500 m EGM96"), read_height("1501 m EGM96")

    assert compare_heights(a, b).verdict == "SAME"
    assert compare_heights(a, c).verdict == "UNDETERMINED"


@given(st.integers(-900_000, 90_000_000))
def test_feet_and_metres_follow_from_exact_factors(value_mm) -> None:
    """The foot is 0.3048 m exactly."""
    feet = Fraction(in_unit(value_mm, "ft"))

    assert abs(feet * Fraction(3048, 10) - value_mm) <= Fraction(3048, 10) / 2000


def test_a_position_carries_its_height_and_its_linear_error() -> None:
    """ToR 2.a.iii: LE90 beside CE90, each from its parts; the reader checks it."""
    sealed = complete(
        {
            "text": "34.55360 38.27060",
            "notation": "WGS84",
            "axes": "NE",
            "height": "1500 ft EGM96",
            "height_source_mm": 3_000,
        }
    )
    position = Position.model_validate(sealed)

    assert position.height is not None
    assert (position.height.value_mm, position.le90_mm) == (457_200, 3_004)
    assert check(position) == []
    worse = sealed | {"height": sealed["height"] | {"value_mm": 457_201}}
    assert [fault.code for fault in check(Position.model_validate(worse))] == ["HEIGHT-CONTRADICTS-TEXT"]


def test_a_position_without_a_height_is_read_as_before_and_a_better_error_is_refused() -> None:
    plain = complete({"text": "34.55360 38.27060", "notation": "WGS84", "axes": "NE"})
    full = complete(
        {"text": "34.55360 38.27060", "notation": "WGS84", "axes": "NE", "height": "9 m AGL", "height_source_mm": 3_000}
    )

    assert "height" not in plain
    assert "le90_mm" not in plain
    for worse in (full | {"le90_mm": 1}, plain | {"le90_mm": 3_000}):
        with pytest.raises(ValidationError, match="LE90-NOT-COMBINED"):
            Position.model_validate(worse)
    with pytest.raises(ValidationError, match="HEIGHT-SETTING"):
        Height.model_validate({"text": "x", "value_mm": 1, "unit": "m", "datum": "QFE"})


def test_a_position_and_its_height_that_cannot_be_read_are_told_together() -> None:
    assert refused(complete, {"text": "34.5 38.2 x", "notation": "MGRS", "height": "10 m MSL"}) == [
        "NOTATION-MISMATCH",
        "HEIGHT-DATUM-MISSING",
    ]


# --- speeds ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "metres_a_second"),
    [
        ("450 км/ч", Fraction(125)),
        ("450 km/h", Fraction(125)),
        ("240 kt", Fraction(1852 * 240, 3600)),
        ("240 уз", Fraction(1852 * 240, 3600)),
        ("12,5 м/с", Fraction(25, 2)),
        ("12.5 m/s", Fraction(25, 2)),
    ],
)
def test_a_speed_is_exact_in_both_languages(text, metres_a_second) -> None:
    assert read_speed(text).metres_a_second == metres_a_second


@pytest.mark.parametrize("text", ["M 0.8", "M0.82", "Mach 2", "0.8 Mach", "М 0,8", "0,8 М"])
def test_a_mach_number_needs_a_temperature(text) -> None:
    assert refused(read_speed, text) == ["SPEED-NEEDS-TEMPERATURE"]


@pytest.mark.parametrize("text", ["240", "fast", "240 mph", "-3 kt", "", "1e3 kt"])
def test_a_speed_without_a_known_unit_is_refused(text) -> None:
    assert refused(read_speed, text) == ["SPEED-UNREADABLE"]


@given(st.integers(0, 10**6), st.sampled_from(["kt", "km/h", "m/s"]), st.sampled_from(["kt", "km/h", "m/s"]))
def test_a_speed_goes_there_and_back_without_loss(value, unit, other) -> None:
    speed = read_speed(f"{value} {unit}")

    assert read_speed(f"{value} {unit}").in_unit(unit) == value
    assert abs(Fraction(rounded(speed.in_unit(other))) - speed.in_unit(other)) <= Fraction(1, 2000)
