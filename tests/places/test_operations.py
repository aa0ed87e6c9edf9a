"""Pinned operations and projections against published examples and independent formulas (ToR 1.d.iv)."""

import json
import sqlite3
from importlib.resources import files
from math import cos, radians, sin
from pathlib import Path
from typing import Any

import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from jig.agreement.profile import load_profile
from jig.places import datums, operations
from jig.places.faults import Unreadable

LATITUDES = st.floats(32.0, 37.5)
LONGITUDES = st.floats(35.0, 43.0)
GEOD = Geod(ellps="WGS84")


def listed() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(files("jig.places").joinpath("operations.json").read_text("utf-8"))[
        "operations"
    ]
    return rows


def gost_plane(lat: float, lon: float, zone: int) -> tuple[float, float]:
    """x, y by the power series of GOST R 51794-2008 (formulas 25, 26): no code and no method in common with PROJ."""
    b = radians(lat)
    l = radians(lon - (6 * zone - 3))
    s2, s4, s6 = sin(b) ** 2, sin(b) ** 4, sin(b) ** 6
    x = 6367558.4968 * b - sin(2 * b) * (
        16002.8900 + 66.9607 * s2 + 0.3515 * s4
        - l**2 * (1594561.25 + 5336.535 * s2 + 26.790 * s4 + 0.149 * s6
        + l**2 * (672483.4 - 811219.9 * s2 + 5420.0 * s4 - 10.6 * s6
        + l**2 * (278194 - 830174 * s2 + 572434 * s4 - 16010 * s6
        + l**2 * (109500 - 574700 * s2 + 863700 * s4 - 398600 * s6))))
    )  # fmt: skip
    y = (5 + 10 * zone) * 1e5 + l * cos(b) * (
        6378245 + 21346.1415 * s2 + 107.1590 * s4 + 0.5977 * s6
        + l**2 * (1070204.16 - 2136826.66 * s2 + 17.98 * s4 - 11.99 * s6
        + l**2 * (270806 - 1523417 * s2 + 1327645 * s4 - 21701 * s6
        + l**2 * (79690 - 866190 * s2 + 1730360 * s4 - 945460 * s6)))
    )  # fmt: skip
    return x, y


def test_transverse_mercator_gives_the_example_of_guidance_note_7_2() -> None:
    """EPSG guidance note 7-2, method 9807, both ways."""
    grid = operations.transverse_mercator("+a=6377563.396 +rf=299.32496", -2, 0.9996013, 400_000, -100_000, 49)

    north, east = grid.transform(50.5, 0.5)
    lat, lon = grid.transform(69740.50, 577274.99, direction="INVERSE")

    assert (north, east) == pytest.approx((69740.50, 577274.99), abs=0.01)
    assert (lat, lon) == pytest.approx((50.5, 0.5), abs=1e-7)


def test_coordinate_frame_rotation_gives_the_example_of_guidance_note_7_2() -> None:
    """EPSG guidance note 7-2, method 1032 (9607 in two dimensions): WGS 72 to WGS 84, rotation about Z with its
    sign."""
    wgs72 = operations.Similarity("X", (0.0, 0.0, 4.5), (0.0, 0.0, -0.554), 0.219)

    moved = Transformer.from_pipeline(f"+proj=pipeline {wgs72.step()}").transform(3657660.66, 255768.55, 5201382.11)

    assert moved == pytest.approx((3657660.78, 255778.43, 5201387.75), abs=0.01)


def test_position_vector_gives_the_same_example_with_its_sign_turned() -> None:
    """EPSG guidance note 7-2, method 1033 (9606 in two dimensions), and backwards."""
    wgs72 = operations.Similarity("X", (0.0, 0.0, 4.5), (0.0, 0.0, 0.554), 0.219, "position_vector")
    back = operations.Similarity("X", (0.0, 0.0, 4.5), (0.0, 0.0, 0.554), 0.219, "position_vector", inverse=True)

    moved = Transformer.from_pipeline(f"+proj=pipeline {wgs72.step()}").transform(3657660.66, 255768.55, 5201382.11)
    returned = Transformer.from_pipeline(f"+proj=pipeline {back.step()}").transform(*moved)

    assert moved == pytest.approx((3657660.78, 255778.43, 5201387.75), abs=0.01)
    assert returned == pytest.approx((3657660.66, 255768.55, 5201382.11), abs=0.001)


def test_geocentric_translation_gives_the_example_of_guidance_note_7_2() -> None:
    """EPSG guidance note 7-2, method 1031 (9603 in two dimensions): WGS 84 to ED50."""
    ed50 = operations.Similarity("X", (84.87, 96.49, 116.95), (0.0, 0.0, 0.0), 0.0, "position_vector")

    moved = Transformer.from_pipeline(f"+proj=pipeline {ed50.step()}").transform(3771793.97, 140253.34, 5124304.35)

    assert moved == pytest.approx((3771878.84, 140349.83, 5124421.30), abs=0.01)


def test_lambert_conic_with_one_parallel_gives_the_example_of_guidance_note_7_2() -> None:
    """EPSG guidance note 7-2, method 9801, the one of EPSG:22770."""
    grid = Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=lcc +a=6378206.4 +rf=294.97870"
        " +lat_1=18 +lat_0=18 +lon_0=-77 +k_0=1 +x_0=250000 +y_0=150000"
    )

    east, north = grid.transform(-(76 + 56 / 60 + 37.26 / 3600), 17 + 55 / 60 + 55.80 / 3600)

    assert (east, north) == pytest.approx((255966.58, 142493.51), abs=0.01)
    assert "+proj=lcc" in datums.grids()["SYRIA-LAMBERT"].projection


def test_oblique_stereographic_gives_the_example_of_guidance_note_7_2() -> None:
    """EPSG guidance note 7-2, method 9809, the one of EPSG:22780: the double projection, not the American formula."""
    grid = Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=sterea +a=6377397.155 +rf=299.15281"
        " +lat_0=52.15616055555556 +lon_0=5.387638888888889 +k_0=0.9999079 +x_0=155000 +y_0=463000"
    )

    east, north = grid.transform(6.0, 53.0)

    assert (east, north) == pytest.approx((196105.283, 557057.739), abs=0.002)
    assert "+proj=sterea" in datums.grids()["LEVANT"].projection


@pytest.mark.parametrize("notation", ["SYRIA-LAMBERT", "LEVANT"])
@given(lat=LATITUDES, lon=LONGITUDES)
def test_a_national_grid_is_the_registrys_projection_and_returns_within_a_millimetre(
    notation: str, lat: float, lon: float
) -> None:
    """ToR 1.d.iv: our written-out projection against PROJ's own reading of the CRS; easting first there."""
    code = int(datums.grids()[notation].crs.removeprefix("EPSG:"))
    registry = Transformer.from_crs(4227, code)

    north, east = operations.national_grid(notation).transform(lat, lon)
    back = operations.national_grid(notation).transform(north, east, direction="INVERSE")

    assert (east, north) == pytest.approx(registry.transform(lat, lon), abs=1e-4)
    assert GEOD.inv(lon, lat, back[1], back[0])[2] < 0.001


@given(lat=LATITUDES, lon=LONGITUDES)
def test_gauss_kruger_equals_the_series_of_the_standard(lat: float, lon: float) -> None:
    """GOST R 51794-2008, 5.4.1: the standard states its series to about a millimetre."""
    zone = int(lon // 6) + 1

    x, y = operations.gauss_kruger(zone).transform(lat, lon)

    assert (x, y + zone * 1_000_000) == pytest.approx(gost_plane(lat, lon, zone), abs=0.003)


@pytest.mark.parametrize("code", [15865, 5044, 1267, 5043, 1281, 15742, 15741, 15743, 1587])
@given(lat=LATITUDES, lon=LONGITUDES)
def test_the_pinned_pipeline_is_the_registrys_operation(code: int, lat: float, lon: float) -> None:
    """ToR 1.d.iv: our written-out pipeline and PROJ's own reading of the same EPSG code give one point."""
    registry = Transformer.from_pipeline(f"urn:ogc:def:coordinateOperation:EPSG::{code}")

    ours = operations.to_wgs84(f"EPSG:{code}", lat, lon)

    assert ours == pytest.approx(registry.transform(lat, lon), abs=1e-10)


@pytest.mark.parametrize("code", sorted(operations.pinned()))
@given(lat=LATITUDES, lon=LONGITUDES)
def test_an_operation_there_and_back_is_under_a_millimetre(code: str, lat: float, lon: float) -> None:
    """ToR 1.d.iv: round trips within one operation."""
    back = operations.from_wgs84(code, *operations.to_wgs84(code, lat, lon))

    apart_m = GEOD.inv(lon, lat, back[1], back[0])[2]

    assert apart_m < 0.001


def test_a_map_sheet_agrees_with_the_pinned_operation() -> None:
    """A crossing of grid lines on sheet N-33-123 of the Soviet general staff map, x = 5819 km, y = 3397 km.

    The landmark on it is at 52.489349 N 13.481969 E (test data of the OpenAthena project); read off within 50 m.
    """
    lat, lon = operations.from_wgs84("EPSG:15865", 52.489349, 13.481969)

    x, y = operations.gauss_kruger(3).transform(lat, lon)

    assert (x, y) == pytest.approx((5_819_000, 397_000), abs=50)


def test_pinned_parameters_are_those_of_the_registry() -> None:
    """ToR 1.d.iv: operations.json against the EPSG registry as PROJ ships it."""
    registry = sqlite3.connect(Path(pyproj.datadir.get_data_dir()) / "proj.db")
    steps = [step for each in listed() for step in each["steps"]]

    rows = {
        step["code"]: registry.execute(
            "select tx, ty, tz, coalesce(rx, 0), coalesce(ry, 0), coalesce(rz, 0), coalesce(scale_difference, 0),"
            " accuracy * 1000, rotation_uom_code from helmert_transformation where auth_name = 'EPSG' and code = ?",
            (step["code"].removeprefix("EPSG:"),),
        ).fetchone()
        for step in steps
    }

    assert len(rows) == 11
    for step in steps:
        *published, unit = rows[step["code"]]
        thousandths = 0.001 if unit == 1031 else 1.0
        rotation = [each / thousandths for each in step["rotation_arcsec"]]
        stated = [*step["translation_m"], *rotation, step["scale_ppm"], step["accuracy_mm"]]
        assert stated == pytest.approx(published, abs=1e-9)


def test_nothing_pinned_is_a_guess() -> None:
    """ToR 1.d.iv: PROJ marks a ballpark by a negative accuracy, the registry the unknown by 999 m."""
    assert all(0 < each.accuracy_mm < 10_000 for each in operations.pinned().values())
    assert "noop" not in " ".join(step.step() for each in operations.pinned().values() for step in each.steps)


def test_each_datum_has_a_default_and_the_profile_states_the_same() -> None:
    """ToR 1.d.iv; reading A22: both sign which operation stands for each datum."""
    in_force = operations.operations_in_force()

    assert {code: operations.operation(used).datum for code, used in in_force.items()} == {
        c: c for c in datums.datums()
    }
    assert load_profile("jig2016").settings["datum.operations"] == in_force


def test_what_both_signed_replaces_the_default_and_what_both_left_open_has_none() -> None:
    """ToR 1.d.iv: the GOST set of 2008 for one datum, nothing for another."""
    signed = operations.operations_in_force({"SK42": "EPSG:5044", "SK95": None})

    assert signed["SK42"] == "EPSG:5044"
    assert "SK95" not in signed


@pytest.mark.parametrize(("datum", "code"), [("SK42", "EPSG:5043"), ("PZ90.11", "EPSG:15865")])
def test_swaps_the_datum_of_an_operation(datum: str, code: str) -> None:
    """ToR 1.d.iv: an operation of another datum is refused, with those that fit."""
    with pytest.raises(Unreadable) as refused:
        operations.operations_in_force({datum: code})

    (only,) = refused.value.faults
    assert (only.code, only.params["found"]) == ("OPERATION-UNFIT", code)


def test_pz_90_11_goes_to_wgs_84_by_the_sum_of_its_published_steps() -> None:
    """GOST 32453-2017 states the direct shift: 0.013, -0.106, -0.022 m; the two published steps add up to it."""
    moved = [
        sum(-step.translation_m[at] for step in operations.operation("EPSG:7703-EPSG:7961").steps) for at in range(3)
    ]

    assert moved == pytest.approx([0.013, -0.106, -0.022], abs=1e-9)


@pytest.mark.parametrize(
    ("lat", "lon", "inside"), [(55.75, 37.62, True), (40.18, 44.51, True), (36.2, 37.16, False), (33.5, 36.3, False)]
)
def test_the_declared_area_is_its_territories_and_not_their_hull(lat: float, lon: float, inside: bool) -> None:
    """ToR 1.d.iv: the hull of EPSG:15865 reaches 35.14 N; the territories that it names do not reach there at 37 E."""
    default = operations.operation(operations.DEFAULT_SK42)

    assert default.covers(round(lat * 1e7), round(lon * 1e7)) is inside


def test_an_operation_that_is_not_pinned_is_refused() -> None:
    """ToR 1.d.iv: no ballpark; the answer names what is pinned."""
    with pytest.raises(Unreadable) as refused:
        operations.operation("EPSG:9999")

    (only,) = refused.value.faults
    assert only.code == "OPERATION-UNKNOWN"
    assert only.params["found"] == "EPSG:9999"
    assert "EPSG:15865" in str(only.params["expected"])
