"""Outlines out of files: every fault named, nothing guessed (AP 3.c)."""

import json
import sqlite3
import struct

import pytest

from jig.adapters.area_files import UnreadableAreas, e7, read_areas
from jig.adapters.area_overlay import overlay
from jig.places.region import Region

PROFILE = "jig2016"
RING = [[36.0, 35.0], [36.5, 35.0], [36.5, 35.4], [36.0, 35.4], [36.0, 35.0]]
CORNERS = tuple((round(lon * 10**7), round(lat * 10**7)) for lon, lat in RING)


def geojson(*geometries, **properties):
    features = [{"type": "Feature", "properties": properties, "geometry": one} for one in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features})


def written(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(tmp_path, name, content):
    return read_areas(written(tmp_path, name, content), PROFILE)


def codes(faults):
    return [(fault.code, fault.where) for fault in faults]


def test_geojson_is_read_with_its_properties(tmp_path):
    given = geojson({"type": "Polygon", "coordinates": [RING]}, area="N-1", **{"class": 2})

    (area,), faults = read(tmp_path, "a.geojson", given)

    assert (area.properties, area.polygons, faults) == ({"area": "N-1", "class": 2}, ((CORNERS,),), [])
    assert area.as_given.startswith("a.geojson sha256:")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0.00000005", 0), ("0.00000015", 2), ("-0.00000025", -2), ("36.12345675", 361234568), ("1e-7", 1), ("NaN", None),
     ("1e400", None), ("", None), ("36.00000005000000000000000000000001", 360000001), ("0.00000005" + "0" * 40 + "1", 1)],
)  # fmt: skip
def test_degrees_are_rounded_half_even_as_decimals(text, expected):
    assert e7(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"type": "FeatureCollection", "features": [], "features": []}', "AREA-TWICE"),
        ('{"type": "FeatureCollection", "features": 3}', "AREAS-NOT-GEOJSON"),
        ('{"type": "FeatureCollection", "features": [' + "9" * 5_000 + "e", "AREAS-NOT-JSON"),
    ],
)
def test_json_that_two_readers_could_read_differently_or_not_at_all_is_refused(tmp_path, text, code):
    with pytest.raises(UnreadableAreas) as refused:
        read(tmp_path, "a.geojson", text)

    assert [fault.code for fault in refused.value.faults] == [code]


def test_a_member_given_twice_and_a_ring_that_is_none_are_faults_of_their_feature(tmp_path):
    ring = json.dumps(RING)
    twice = f'{{"type": "Polygon", "coordinates": [{ring}], "coordinates": [{ring}]}}'
    none = '{"type": "Polygon", "coordinates": [7]}'
    features = [f'{{"type": "Feature", "properties": {{"area": "N"}}, "geometry": {one}}}' for one in (twice, none)]

    areas, faults = read(tmp_path, "a.geojson", f'{{"type": "FeatureCollection", "features": [{", ".join(features)}]}}')

    assert areas == []
    assert codes(faults)[0] == ("AREA-TWICE", "feature 1")
    assert {where for _, where in codes(faults)[1:]} == {"feature 2", "feature 2, 1.1"}


def test_every_fault_of_a_file_is_named_together(tmp_path):
    open_ring = {"type": "Polygon", "coordinates": [RING[:-1]]}
    bad = {"type": "Polygon", "coordinates": [[[36.0, 35.0], ["x", 35.0], [36.5, 95.0], [36.0, 35.0]]]}

    areas, faults = read(
        tmp_path, "a.geojson", geojson(open_ring, {"type": "Point", "coordinates": [1, 2]}, bad, area="N")
    )

    assert areas == []
    assert codes(faults) == [
        ("AREA-RING-OPEN", "feature 1, 1.1"),
        ("AREA-NO-POLYGON", "feature 2"),
        ("AREA-CORNER", "feature 3, 1.1.2"),
        ("AREA-CORNER-RANGE", "feature 3, 1.1.3"),
    ]


KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>N-2</name>
<ExtendedData><Data name="class"><value>3</value></Data></ExtendedData><Polygon><outerBoundaryIs><LinearRing><coordinates>
{outer}</coordinates></LinearRing></outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>36.1,35.1,0 36.2,35.1,0
36.2,35.2,0 36.1,35.1,0</coordinates></LinearRing></innerBoundaryIs></Polygon></Placemark></Document></kml>"""


def test_kml_is_read_with_its_hole(tmp_path):
    outer = " ".join(f"{lon},{lat},0" for lon, lat in RING)

    (area,), faults = read(tmp_path, "a.kml", KML.format(outer=outer))

    assert (area.properties, faults) == ({"area": "N-2", "class": "3"}, [])
    assert area.polygons[0][0] == CORNERS and len(area.polygons[0]) == 2


def test_kml_with_entities_is_refused(tmp_path):
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><kml>&c;</kml>'

    with pytest.raises(UnreadableAreas) as refused:
        read(tmp_path, "a.kml", bomb)

    assert refused.value.faults[0].code == "AREAS-XML-FORBIDDEN"


def geopackage(path, srs=4326, order="<"):
    """A GeoPackage made by hand: the tables that the standard asks for, one feature with a height at each corner."""
    wkb = struct.pack(f"{order}BIII", order == "<", 1003, 1, len(RING))
    wkb += b"".join(struct.pack(f"{order}3d", lon, lat, 9.0) for lon, lat in RING)
    blob = b"GP\x00\x01" + struct.pack("<i", srs) + wkb
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE gpkg_spatial_ref_sys (srs_id INT, organization_coordsys_id INT)")
        base.execute("CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INT)")
        base.execute('CREATE TABLE "my ""areas""" (fid INTEGER PRIMARY KEY, geom BLOB, area TEXT, class INT)')
        base.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (1, ?)", (srs,))
        base.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 1)", ('my "areas"',))
        base.execute('INSERT INTO "my ""areas""" VALUES (1, ?, ?, 1)', (blob, "N-3"))
    base.close()
    return path


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_geopackage_is_read_its_heights_passed_over(tmp_path, order):
    (area,), faults = read_areas(geopackage(tmp_path / "a.gpkg", order=order), PROFILE)

    assert (area.properties, area.polygons, faults) == ({"area": "N-3", "class": 1}, ((CORNERS,),), [])


def test_a_geopackage_in_another_system_is_refused(tmp_path):
    with pytest.raises(UnreadableAreas) as refused:
        read_areas(geopackage(tmp_path / "a.gpkg", srs=28406), PROFILE)

    assert codes(refused.value.faults) == [("AREAS-OTHER-CRS", 'my "areas"')]


def test_corners_are_typed_in_any_notation_and_bear_its_error(tmp_path):
    rows = ["area,class,notation,text", "N-4,1,WGS84,35.0 N 36.0 E", '"N-4",1,WGS84,"35°00\'00""N 36°30\'00""E"']
    rows.append("N-4,1,WGS84,35.4 N 36.5 E")

    (area,), faults = read(tmp_path, "a.csv", "\n".join(rows))

    assert faults == []
    assert area.polygons[0][0] == ((360_000_000, 350_000_000), (365_000_000, 350_000_000), (365_000_000, 354_000_000))
    assert area.ce90_mm > 1_000


def test_a_corner_that_cannot_be_read_is_named_by_its_row(tmp_path):
    areas, faults = read(
        tmp_path, "a.csv", "area;notation;text\nN-5;WGS84;35.0 N 36.0 E\nN-5;;gibberish 12\nN-6;WGS84;\n"
    )

    assert areas == []
    assert [fault.where for fault in faults] == ["row 3", "row 4"]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"{", b"<kml>", b"SQLite format 3\x00rubbish", b"a,b\n1,2\n"]
)
def test_what_is_no_file_of_areas_is_refused_with_a_code(tmp_path, content):
    with pytest.raises(UnreadableAreas) as refused:
        read(tmp_path, "a.bin", content)

    assert refused.value.faults[0].code.startswith("AREAS-")


def test_what_a_version_gained_and_lost_adds_up():
    """Two squares that share a half: what the second has is what the first had, less the lost, with the gained."""
    one = Region.of([[CORNERS[:-1]]])
    other = Region.of([[tuple((lon + 2_500_000, lat) for lon, lat in CORNERS[:-1])]])

    found = overlay(one, other)

    assert found.other_km2 == pytest.approx(found.one_km2 - found.lost_km2 + found.gained_km2)
    assert found.lost_km2 == pytest.approx(found.one_km2 / 2) == pytest.approx(found.common_km2)


def test_a_corner_that_is_none_is_named_as_the_file_has_it(tmp_path):
    """AP 3.c: no word of a programming language stands in what an officer reads."""
    path = tmp_path / "areas.csv"
    path.write_text("area,lat,lon\nQ,abc,36.5\nQ,95.5,36.25\n")

    _, faults = read_areas(path, "jig2016")

    assert [one.found for one in faults[:2]] == ["36.5, abc", "36.25, 95.5"]
