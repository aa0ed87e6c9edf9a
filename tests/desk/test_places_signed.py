"""The operation of each datum is what both signed, wherever a position is read or written (ToR 1.d.iv, A22)."""

import pytest

from cli_nodes import A, B, agree_terms

GRID = "X=3905123 Y=7412345"
#: The set of GOST R 51794-2008 for one datum, nothing for another.
SIGNED = {"SK42": "EPSG:5044", "SK95": "EPSG:5043", "PZ90.02": "EPSG:7961", "PZ90.11": "EPSG:7703-EPSG:7961", "DEIREZZOR": "UNSET"}  # fmt: skip
TARGET = {
    "target_id": "T-1", "adversary": "X", "category": "OTHER", "target_type": "FACILITY", "description": "EXERCISE",
    "lang": "ru", "text": "УЧЕНИЕ",
}  # fmt: skip


@pytest.fixture
def signed(shell):
    """Two nodes that signed SIGNED."""
    agree_terms(shell, {"item": "READING", "id": "datum.operations", "value": SIGNED})
    return shell


def test_a_conversion_beside_a_node_uses_what_both_signed(signed):
    """A22: with the node's folder its terms, without it the profile's."""
    alone = signed("places", "convert", GRID, "--from", "SK42-GK", "--json").json["readings"][0]
    beside = signed("places", "convert", GRID, "--from", "SK42-GK", "--node", signed.node(B), "--json").json[
        "readings"
    ][0]

    assert (alone["operation"], beside["operation"]) == ("EPSG:15865", "EPSG:5044")
    assert alone["wgs84"] != beside["wgs84"]


def test_a_file_beside_a_node_tells_row_by_row_what_both_left_open(signed):
    """A22: nothing is assumed in its place, and nothing breaks."""
    source = signed.file("in.csv", b"lat,lon\n35.1,40.1\n35.2,40.2\n")

    ran = signed("places", "convert", "--file", source, "--from", "DEIREZZOR", "--node", signed.node(A), "--json")
    written = signed("places", "convert", "--file", source, "--to", "LEVANT", "--node", signed.node(A), "--json")

    assert ran.out.count("OPERATION-UNSET") == 2
    assert written.out.count("OPERATION-UNSET") == 2
    assert written.out.count('"wgs84_lat": "35.') == 2


def test_what_both_left_open_for_one_datum_takes_no_reading_on_another_away(signed):
    """A22: degrees of WGS 84 are read as before; on the datum left open nothing is."""
    ran = signed("places", "convert", "35.28N 38.0E", "--node", signed.node(A), "--json")
    named = signed("places", "convert", "35.28N 38.0E", "--from", "DEIREZZOR", "--node", signed.node(A), "--json")

    assert [each["notation"] for each in ran.json["readings"]] == ["WGS84", "SK42-GEO"]
    assert (named.code, named.codes) == (2, ["OPERATION-UNSET"])


def test_a_comparison_beside_a_node_uses_what_both_signed(signed):
    """A22, A50."""
    ran = signed("places", "compare", f"{GRID}@SK42-GK", "35.28N 38.0E", "--node", signed.node(A), "--json")

    assert ran.code == 0, ran.err
    assert {each["operation"] for each in ran.json["a"]} == {"EPSG:5044"}


def test_what_is_stated_and_read_back_goes_by_what_both_signed(signed):
    """A22: a point given in degrees is read back on the other side's grid by the signed operation, not by the default."""
    given = TARGET | {"position": {"text": "35.25N 38.04E", "notation": "WGS84"}}
    shown = signed("preview", signed.node(A), "target", signed.file("t.json", given), "--json").json

    text = signed(
        "places", "convert", "35.25N 38.04E", "--from", "WGS84", "--to", "SK42-GK", "--operation", "EPSG:5044", "--json"
    )
    expected = text.json["renderings"]["SK42-GK"]
    found = [row["readback"]["SK42-GK"]["text"] for row in shown["readback"] if "SK42-GK" in row["readback"]]

    assert found == [expected]


def test_the_places_near_a_position_are_measured_from_where_both_signed_it_to_be(signed):
    """A22: on a datum left open there is no such point."""
    ran = signed("places", "near", "Deir ez Zor 35.28N 38.0E", "--node", signed.node(A), "--json")

    assert (ran.code, ran.codes) == (2, ["OPERATION-UNSET"])
