"""GeoPackages in their variety, made with plain SQLite and another library's well-known binary (AP 3.c; OGC 12-128r19)."""

import sqlite3
import struct

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jig.adapters import area_files, wkb
from jig.adapters.area_files import UnreadableAreas, read_areas

PROFILE = "jig2016"
SQUARE = shapely.Polygon(
    [(36.0, 35.0), (36.5, 35.0), (36.5, 35.4), (36.0, 35.4)], [[(36.1, 35.1), (36.2, 35.1), (36.2, 35.2)]]
)
OTHER = shapely.Polygon([(40.0, 34.0), (40.5, 34.0), (40.5, 34.4)])
BOTH = shapely.MultiPolygon([SQUARE, OTHER])
ENVELOPES = {0: 0, 1: 4, 2: 6, 3: 6, 4: 8}


def corners(shape):
    """What a shape's rings are in 1e-7 degrees, by the other library's own walk."""
    parts = shapely.get_parts(shape)
    return tuple(
        tuple(
            tuple((round(x * 10**7), round(y * 10**7)) for x, y in shapely.get_coordinates(ring))
            for ring in (one.exterior, *one.interiors)
        )
        for one in parts
    )


def header(envelope=0, srs=4326, more=0, order="<"):
    flags = envelope << 1 | more | (order == "<")
    return b"GP\x00" + bytes([flags]) + struct.pack(f"{order}i{ENVELOPES[envelope]}d", srs, *range(ENVELOPES[envelope]))


def blob(shape=SQUARE, *, head=None, **how):
    return (header() if head is None else head) + shapely.to_wkb(shape, **({"flavor": "iso"} | how))


SYSTEMS = [(4326, "EPSG", 4326), (4979, "EPSG", 4979), (3857, "EPSG", 3857), (32637, "EPSG", 32637), (-1, "NONE", -1),
           (0, "NONE", 0), (104326, "epsg", 4326), (105000, "OTHER", 4326)]  # fmt: skip


def package(path, *blobs, srs=4326, table="areas", column="geom", make=None, encoding="UTF-8", names=None):
    """A GeoPackage of features N-1, N-2 ...; make: SQL to make the table by instead."""
    with sqlite3.connect(path) as base:
        base.execute(f"PRAGMA encoding = '{encoding}'")
        base.execute(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER)"
        )
        base.execute(
            "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT)"
        )
        base.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES ('any', ?, ?, ?)", SYSTEMS)
        base.execute("INSERT INTO gpkg_geometry_columns VALUES (?, ?, 'GEOMETRY', ?, 2, 2)", (table, column, srs))
        quoted = '"' + table.replace('"', '""') + '"'
        base.execute(
            make or f'CREATE TABLE {quoted} (fid INTEGER PRIMARY KEY, {column} BLOB, area TEXT, "class" INTEGER)'
        )
        for number, one in enumerate(blobs, 1):
            name = names[number - 1] if names else f"N-{number}"
            base.execute(f'INSERT INTO {quoted} ({column}, area, "class") VALUES (?, ?, 2)', (one, name))
    base.close()
    return path


def refused(path):
    with pytest.raises(UnreadableAreas) as found:
        read_areas(path, PROFILE)
    return [(one.code, one.where, one.found) for one in found.value.faults]


def faults(path):
    areas, found = read_areas(path, PROFILE)
    assert areas == []
    return [(one.code, one.where, one.found) for one in found]


@pytest.mark.parametrize("envelope", ENVELOPES)
@pytest.mark.parametrize("order", ["<", ">"])
def test_every_kind_of_header_is_passed_over(tmp_path, envelope, order):
    """The envelope is of the header, whichever of five it is, in either order of bytes."""
    given = blob(head=header(envelope, order=order), byte_order=order == "<")

    (area,), found = read_areas(package(tmp_path / "a.gpkg", given), PROFILE)

    assert (area.polygons, area.properties, found) == (corners(SQUARE), {"area": "N-1", "class": 2}, [])


@pytest.mark.parametrize("shape", [SQUARE, BOTH])
@pytest.mark.parametrize(("flavor", "srid"), [("iso", False), ("extended", False), ("extended", True)])
@pytest.mark.parametrize("dimension", [2, 3, 4])
def test_heights_measures_and_the_extended_form_leave_the_same_corners(tmp_path, shape, flavor, dimension, srid):
    """A height, a measure, both, or a system named in the geometry: what is read is longitude and latitude."""
    xyzm = shape
    if dimension > 2:
        xyzm = shapely.force_3d(shape, 7.0)
    if dimension == 4:
        xyzm = shapely.from_wkt(shapely.to_wkt(xyzm).replace(" Z ", " ZM ").replace(" 7", " 7 9"))
    given = shapely.to_wkb(
        shapely.set_srid(xyzm, 4326 if srid else 0), flavor=flavor, include_srid=srid, output_dimension=dimension
    )

    (area,), found = read_areas(package(tmp_path / "a.gpkg", header() + given), PROFILE)

    assert (area.polygons, found) == (corners(shape), [])


@pytest.mark.parametrize("srs", [4979, 3857, 32637, -1, 0, 105000, 77])
def test_another_or_an_undefined_system_is_refused_by_its_table(tmp_path, srs):
    """Heights on the ellipsoid, metres, undefined, another's number 4326, one that the file does not list."""
    ((code, where, _),) = refused(package(tmp_path / "a.gpkg", blob(), srs=srs))

    assert (code, where) == ("AREAS-OTHER-CRS", "areas")


def test_a_system_of_another_number_that_is_wgs84_is_read(tmp_path):
    """What counts is what the file says that its number means, in upper or lower case."""
    path = package(tmp_path / "a.gpkg", blob(head=header(srs=104326)), srs=104326)

    assert read_areas(path, PROFILE)[0][0].polygons == corners(SQUARE)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, ("AREA-NO-POLYGON", "NULL")),
        ("a text", ("AREA-GEOMETRY", "header")),
        (b"", ("AREA-GEOMETRY", "header")),
        (b"GP\x00\x0b" + bytes(99), ("AREA-GEOMETRY", "header")),
        (blob(head=header(more=0x20)), ("AREA-GEOMETRY", "extended")),
        (blob(head=header(more=0x10)), ("AREA-NO-POLYGON", "EMPTY")),
        (blob(head=header(srs=32637)), ("AREA-OTHER-CRS", "32637")),
        (header() + shapely.to_wkb(shapely.set_srid(SQUARE, 3857), include_srid=True), ("AREA-OTHER-CRS", "3857")),
        (blob(shapely.Point(36, 35)), ("AREA-NO-POLYGON", "POINT")),
        (blob(shapely.LineString([(36, 35), (37, 35)])), ("AREA-NO-POLYGON", "LINESTRING")),
        (blob(shapely.GeometryCollection([SQUARE])), ("AREA-NO-POLYGON", "GEOMETRYCOLLECTION")),
        (blob(shapely.Polygon()), ("AREA-NO-POLYGON", "")),
        (header() + struct.pack("<BII", 1, 10, 0), ("AREA-CURVED", "CURVEPOLYGON")),
        (header() + struct.pack("<BII", 1, 1012, 0), ("AREA-CURVED", "MULTISURFACE")),
        (header() + struct.pack("<BII", 1, 4003, 0), ("AREA-GEOMETRY", "byte 13")),
        (header() + struct.pack("<BII", 7, 3, 0), ("AREA-GEOMETRY", "byte 8")),
        (header() + struct.pack("<BII", 1, 3, 0xFFFFFFFF), ("AREA-GEOMETRY", "byte 17")),
        (header() + struct.pack("<BIII", 1, 3, 1, 0xFFFFFFFF), ("AREA-GEOMETRY", "byte 21")),
        (header() + struct.pack("<BIIBII", 1, 6, 1, 1, 10, 0), ("AREA-GEOMETRY", "byte 22")),
        (blob()[:-1], ("AREA-GEOMETRY", "byte 105")),
        (blob() + b"\x00", ("AREA-GEOMETRY", "byte 169")),
    ],
)  # fmt: skip
def test_what_is_no_polygon_is_named_and_the_rest_is_looked_at_all_the_same(tmp_path, given, expected):
    """One broken feature hides no other fault; with any fault nothing is recorded."""
    path = package(tmp_path / "a.gpkg", given, blob(), b"rubbish of a geometry")

    areas, found = read_areas(path, PROFILE)

    assert [one.polygons for one in areas] == [corners(SQUARE)]
    assert [(one.code, one.where) for one in found] == [(expected[0], "feature 1"), ("AREA-GEOMETRY", "feature 3")]
    assert found[0].found == expected[1]


def test_coordinates_that_are_no_numbers_are_named_by_their_corner(tmp_path):
    given = header() + struct.pack("<BIII8d", 1, 3, 1, 4, 36, 35, float("nan"), 35, 36, float("inf"), 36, 35)

    assert [one[:2] for one in faults(package(tmp_path / "a.gpkg", given))] == [
        ("AREA-CORNER", "feature 1, 1.1.2"),
        ("AREA-CORNER", "feature 1, 1.1.3"),
    ]


@pytest.mark.parametrize("name", ['quoted "twice" its', "select", "Районы", "a;DROP TABLE areas", "a\nb"])
def test_a_table_is_read_whatever_its_name(tmp_path, name):
    assert len(read_areas(package(tmp_path / "a.gpkg", blob(), table=name), PROFILE)[0]) == 1


def test_columns_are_known_in_upper_and_lower_case(tmp_path):
    """SQL takes them for the same; a geometry overlooked would be a feature without one."""
    make = 'CREATE TABLE areas (FID INTEGER PRIMARY KEY, GEOM BLOB, AREA TEXT, "CLASS" REAL)'

    (area,), found = read_areas(package(tmp_path / "a.gpkg", blob(), make=make), PROFILE)

    assert (area.properties, found) == ({"area": "N-1", "class": 2}, [])


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16le", "UTF-16be"])
def test_texts_are_read_in_every_encoding_that_sqlite_has(tmp_path, encoding):
    path = package(tmp_path / "a.gpkg", blob(), encoding=encoding, names=["Район № 1"])

    assert read_areas(path, PROFILE)[0][0].properties["area"] == "Район № 1"


def test_a_name_that_is_no_utf8_is_a_fault_and_another_column_is_none(tmp_path):
    make = "CREATE TABLE areas (fid INTEGER PRIMARY KEY, geom BLOB, area TEXT, class INTEGER, note TEXT)"
    path = package(tmp_path / "a.gpkg", blob(), blob(), make=make)
    with sqlite3.connect(path) as base:
        base.execute("UPDATE areas SET note = CAST(x'cfc0' AS TEXT)")
        base.execute("UPDATE areas SET area = CAST(x'cfc0' AS TEXT) WHERE fid = 2")
    base.close()

    areas, found = read_areas(path, PROFILE)

    assert [one.properties["area"] for one in areas] == ["N-1"]
    assert [(one.code, one.where, one.found) for one in found] == [("AREA-TEXT", "feature 2", "area")]


def test_several_columns_of_geometry_are_refused(tmp_path):
    path = package(tmp_path / "a.gpkg", blob())
    with sqlite3.connect(path) as base:
        base.execute("ALTER TABLE areas ADD COLUMN geom2 BLOB")
        base.execute("INSERT INTO gpkg_geometry_columns VALUES ('AREAS', 'geom2', 'POLYGON', 4326, 0, 0)")
    base.close()

    assert {one[0] for one in refused(path)} == {"AREAS-GEOMETRIES"}


def test_several_tables_are_read_one_after_the_other(tmp_path):
    path = package(tmp_path / "a.gpkg", blob())
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE more (geom BLOB, area TEXT)")
        base.execute("INSERT INTO more VALUES (?, 'M-1')", (blob(OTHER),))
        base.execute("INSERT INTO gpkg_geometry_columns VALUES ('more', 'geom', 'POLYGON', 4326, 0, 0)")
    base.close()

    assert [one.properties["area"] for one in read_areas(path, PROFILE)[0]] == ["N-1", "M-1"]


# --- a file is a program as well -------------------------------------------------------------------------------------

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"


@pytest.mark.parametrize(
    "make",
    [
        f"CREATE VIEW areas AS {ENDLESS} SELECT i AS fid, zeroblob(1000000000) AS geom, 'V' AS area, 1 AS class FROM n",
        "CREATE VIEW areas AS SELECT load_extension('x') AS geom, 'V' AS area, 1 AS class",
        "CREATE VIRTUAL TABLE areas USING fts5(geom, area, class)",
        "CREATE TABLE areas (fid INTEGER PRIMARY KEY, area TEXT, class INTEGER, geom BLOB AS (zeroblob(1000000000)))",
        "CREATE TABLE areas (fid INTEGER PRIMARY KEY, area TEXT, class INTEGER, geom BLOB AS (zeroblob(9)) STORED)",
    ],
)
def test_what_a_file_computes_is_never_computed(tmp_path, make):
    """Views, virtual tables and computed columns run what their author wrote: they are refused unread."""
    ((code, where, _),) = refused(package(tmp_path / "a.gpkg", make=make))

    assert (code, where) == ("AREAS-COMPUTED", "areas")


@pytest.mark.parametrize("table", ["gpkg_geometry_columns", "gpkg_spatial_ref_sys"])
def test_the_tables_of_the_format_are_no_views_either(tmp_path, table):
    path = package(tmp_path / "a.gpkg", blob())
    with sqlite3.connect(path) as base:
        base.execute(f"ALTER TABLE {table} RENAME TO kept")
        base.execute(f"CREATE VIEW {table} AS {ENDLESS} SELECT kept.* FROM kept, n")
    base.close()

    assert [one[:2] for one in refused(path)] == [("AREAS-COMPUTED", table)]


def test_a_computed_column_beside_the_geometry_is_left_alone(tmp_path):
    make = "CREATE TABLE areas (fid INTEGER PRIMARY KEY, geom BLOB, area TEXT, class INTEGER, name TEXT AS (zeroblob(1000000000)))"

    (area,), found = read_areas(package(tmp_path / "a.gpkg", blob(), make=make), PROFILE)

    assert (area.properties, found) == ({"area": "N-1", "class": 2}, [])


def test_triggers_and_an_index_of_the_file_are_not_touched(tmp_path):
    """As the tools write it: an R-tree kept by triggers; nothing of it is fired, and the file stays as it was."""
    path = package(tmp_path / "a.gpkg", blob())
    with sqlite3.connect(path) as base:
        base.execute("CREATE VIRTUAL TABLE rtree_areas_geom USING rtree(id, minx, maxx, miny, maxy)")
        base.execute("CREATE TRIGGER t AFTER INSERT ON areas WHEN ST_MinX(NEW.geom) > 0 BEGIN DELETE FROM areas; END")
    base.close()
    before = path.read_bytes()

    assert len(read_areas(path, PROFILE)[0]) == 1
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("tail", ["-wal", "-journal"])
def test_a_file_that_another_program_has_open_is_refused(tmp_path, tail):
    """What was drawn last is in the log beside it: read alone, the file would be yesterday's."""
    path = package(tmp_path / "a.gpkg", blob())
    (tmp_path / f"a.gpkg{tail}").write_bytes(b"x")

    assert [one[:2] for one in refused(path)] == [("AREAS-OPEN", f"a.gpkg{tail}")]


def test_a_file_that_was_closed_in_the_mode_of_a_log_is_read(tmp_path):
    """Its header says so still, and an empty log may be left beside it."""
    path = package(tmp_path / "a.gpkg", blob())
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("UPDATE areas SET area = 'N-9'")
    base.close()
    (tmp_path / "a.gpkg-wal").write_bytes(b"")

    assert path.read_bytes()[18:20] == b"\x02\x02"
    assert read_areas(path, PROFILE)[0][0].properties["area"] == "N-9"


def test_a_folder_that_cannot_be_written_to_is_no_hindrance(tmp_path):
    path = package(tmp_path / "a.gpkg", blob())
    tmp_path.chmod(0o500)
    try:
        assert len(read_areas(path, PROFILE)[0]) == 1
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_a_file_cut_off_is_refused_and_no_part_of_it_is_taken(tmp_path, share):
    path = package(tmp_path / "a.gpkg", *[blob()] * 200)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    assert [one[0] for one in refused(path)] == ["AREAS-NOT-GEOPACKAGE"]


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE areas",
        "DROP TABLE gpkg_geometry_columns",
        "DROP TABLE gpkg_spatial_ref_sys",
        "DELETE FROM gpkg_geometry_columns",
    ],
)
def test_a_file_without_one_of_its_tables_is_refused(tmp_path, sql):
    path = package(tmp_path / "a.gpkg", blob())
    with sqlite3.connect(path) as base:
        base.execute(sql)
    base.close()

    assert refused(path)[0][0] in ("AREAS-NOT-GEOPACKAGE", "AREAS-NONE")


# --- bounds ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("over", "expected"), [(0, []), (1, ["AREA-CORNERS"])])
def test_the_corners_of_one_feature_are_bounded(tmp_path, monkeypatch, over, expected):
    monkeypatch.setattr(wkb, "MOST_CORNERS", len(shapely.get_coordinates(SQUARE)) - over)

    assert [one.code for one in read_areas(package(tmp_path / "a.gpkg", blob()), PROFILE)[1]] == expected


@pytest.mark.parametrize(("over", "expected"), [(0, []), (1, ["AREAS-CORNERS"])])
def test_the_corners_of_one_file_are_bounded(tmp_path, monkeypatch, over, expected):
    monkeypatch.setattr(area_files, "MOST_CORNERS", 2 * len(shapely.get_coordinates(SQUARE)) - over)

    assert [one.code for one in read_areas(package(tmp_path / "a.gpkg", blob(), blob()), PROFILE)[1]] == expected


def test_the_features_of_one_file_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(area_files, "MOST_FEATURES", 2)

    areas, found = read_areas(package(tmp_path / "a.gpkg", *[blob()] * 3), PROFILE)

    assert (len(areas), [(one.code, one.where) for one in found]) == (2, [("AREAS-TOO-MANY", "3")])


def test_the_faults_listed_of_one_file_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(area_files, "MOST_FAULTS", 3)

    found = faults(package(tmp_path / "a.gpkg", *[None] * 99))

    assert [one[0] for one in found] == ["AREA-NO-POLYGON"] * 4 + ["AREAS-FAULTS"]


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.floats(0, 0.999999), st.integers(0, 255)), min_size=1, max_size=32), st.floats(0, 2))
def test_whatever_bytes_are_changed_it_is_read_or_refused_with_a_code(tmp_path, changes, kept):
    """Nothing but a fault comes of a file that somebody spoilt, cut off or not."""
    whole = tmp_path / "whole.gpkg"
    if not whole.exists():
        package(whole, *[blob()] * 3)
    data = bytearray(whole.read_bytes())
    for place, value in changes:
        data[int(place * len(data))] = value
    (tmp_path / "a.gpkg").write_bytes(bytes(data)[: int(kept * len(data))])

    try:
        areas, found = read_areas(tmp_path / "a.gpkg", PROFILE)
    except UnreadableAreas as fault:
        areas, found = [], list(fault.faults)

    assert areas or found


@pytest.mark.parametrize("column", ["table_name", "column_name", "srs_id"])
def test_a_table_of_the_format_without_one_of_its_columns_is_refused(tmp_path, column):
    path = package(tmp_path / "a.gpkg", blob())
    with sqlite3.connect(path) as base:
        base.execute(f"ALTER TABLE gpkg_geometry_columns RENAME COLUMN {column} TO other")
    base.close()

    assert refused(path)[0][:2] == ("AREAS-NOT-GEOPACKAGE", "gpkg_geometry_columns")
