"""A list of sites is read whole or not at all: what is left aside in silence protects nobody (ToR Pre.3; F03, F05)."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_nodes import Shell

POINTS = b"id,lat,lon\nnear,36.10045,37.2\nfar,36.5,37.9\n"
KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
MARK = "<Placemark><name>EX-1</name><Point><coordinates>{}</coordinates></Point></Placemark>"


@pytest.fixture
def screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    shell = Shell(tmp_path, capsys)

    def run(name: str, sites: str, points: bytes = POINTS):
        files = shell.file("points.csv", points), shell.file(name, sites.encode())
        return shell("harm", "screen", files[0], "--sites", files[1], "--json")

    return run


def collection(where: str = "[37.2, 36.1]", properties: str = "{}", more: str = "", geometry: str = "") -> str:
    shape = f'{{"type": "Point", "coordinates": {where}{geometry}}}'
    feature = f'{{"type": "Feature", "properties": {properties}, "geometry": {shape}{more}}}'
    return f'{{"type": "FeatureCollection", "features": [{feature}]}}'


@pytest.mark.parametrize(
    "content",
    [
        "<NetworkLink><Link><href>rest.kml</href></Link></NetworkLink>" + MARK.format("39.2,36.1"),
        MARK.format("39.2,36.1") + "<GroundOverlay><name>EX-2</name></GroundOverlay>",
        MARK.format("39.2,36.1 37.2,36.1"),
    ],
)
def test_what_a_kml_file_keeps_elsewhere_leaves_the_list_incomplete(screen, content):
    """F05: a site that stands in a linked file, in a picture, or second in a point is not known to be far."""
    ran = screen("sites.kml", KML.format(content))

    assert ran.code == 2 and ran.codes
    assert {one["result"] for one in ran.json["results"]} == {"NOT-SCREENED"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (collection(geometry=', "coordinates": [39.2, 36.1]'), "SITE-TWICE"),
        (collection(properties='{"radius_m": 9000, "radius_m": 1}', where="[37.2, 36.15]"), "SITE-TWICE"),
        (collection(properties='{"radius": 9000}', where="[37.2, 36.15]"), "SITE-LENGTH-NAME"),
        (collection(properties='{"Radius_M": 9000}', where="[37.2, 36.15]"), "SITE-LENGTH-NAME"),
        (collection(properties='{"radius_km": 9}', where="[37.2, 36.15]"), "SITE-LENGTH-NAME"),
        (collection(properties='{"buffer_m": 9000}', where="[37.2, 36.15]"), "SITE-LENGTH-NAME"),
        (collection(properties='{"datum": "SK-42"}', where="[37.3, 36.1]"), "SITE-OTHER-CRS"),
        (collection(more=', "crs": {"properties": {"name": "EPSG:32637"}}', where="[37.3, 36.1]"), "SITE-OTHER-CRS"),
    ],
)
def test_what_two_readers_would_read_differently_screens_nothing(screen, content, code):
    """F03: the larger extent, the other datum, the first of two positions: none of them is left aside in silence."""
    ran = screen("sites.geojson", content)

    assert (ran.code, ran.codes) == (2, [code])
    assert {one["result"] for one in ran.json["results"]} == {"NOT-SCREENED"}


def test_an_empty_length_and_wgs_84_by_any_of_its_names_are_read(screen):
    said = '{"radius": null, "buffer_m": "", "datum": "WGS-84", "crs": "EPSG:4326", "extents_seen": "two"}'

    ran = screen("sites.geojson", collection(properties=said))

    assert [one["result"] for one in ran.json["results"]] == ["STOP", "NOTHING-FOUND"]


@pytest.mark.parametrize("names", ["lat;lon", "Latitude;Longitude", "LATITUDE;lng", "lat;long"])
def test_columns_are_known_by_the_names_that_lists_give_them(screen, names):
    ran = screen("sites.csv", f"name;{names}\nEX-1;36,1;37,2\n")

    assert [(one["result"], one["site"]) for one in ran.json["results"]] == [("STOP", "EX-1"), ("NOTHING-FOUND", None)]


def test_a_column_of_positions_given_twice_is_refused_and_named(screen):
    ran = screen("sites.csv", "id,lat,lon,latitude,note,note\nEX-1,36.1,37.2,39.1,a,b\n")

    assert (ran.code, ran.codes, ran.errors[0]["found"]) == (2, ["SITE-TWICE"], "lat")


def test_degrees_of_another_datum_in_columns_are_read_as_such(screen):
    """ToR 1.d.iv: the same figures on SK-42 lie elsewhere, as they do when they stand in one text."""
    columns = b"id,lat,lon,notation\nours,36.1,37.2,WGS84\ntheirs,36.1000,37.2000,SK42-GEO\nwest,-36.1,-37.2,SK42-GEO\n"
    text = b"id,text,notation\ntheirs,36.1000N 37.2000E,SK42-GEO\n"

    ours, theirs, _ = screen("sites.csv", "id,lat,lon\nEX-1,36.1,37.2\n", columns).json["results"]
    (told,) = screen("sites.csv", "id,lat,lon\nEX-1,36.1,37.2\n", text).json["results"]

    assert theirs == told and theirs["distance_m"] > ours["distance_m"] == 0


def test_degrees_of_a_datum_nobody_knows_are_not_screened(screen):
    ran = screen("sites.csv", "id,lat,lon\nEX-1,36.1,37.2\n", b"id,lat,lon,notation\np,36.1,37.2,SK42\n")

    assert (ran.code, ran.codes) == (2, ["NOTATION-UNKNOWN"])
