"""A file of areas is taken whole or not at all: nothing in it is lost, nothing breaks the reading (AP 3.c)."""

import json

import pytest

from jig.adapters.area_files import read_areas

PROFILE = "jig2016"
RING = [[36.0, 35.0], [36.5, 35.0], [36.5, 35.4], [36.0, 35.0]]
OTHER = [[46.0, 35.0], [46.5, 35.0], [46.5, 35.4], [46.0, 35.0]]


def feature(ring, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def read(tmp_path, content, name="a.geojson"):
    path = tmp_path / name
    path.write_text(
        content if isinstance(content, str) else json.dumps({"type": "FeatureCollection", "features": content})
    )
    return read_areas(path, PROFILE)


def codes(faults):
    return [(fault.code, fault.where) for fault in faults]


@pytest.mark.parametrize("again", ["N-1", " N-1 "])
def test_an_area_that_stands_in_a_file_twice_is_named(tmp_path, again):
    """AP 3.c: of two statements of one area the later one stands, and the ground of the other is gone unsaid."""
    _, faults = read(tmp_path, [feature(RING, area="N-1"), feature(OTHER, area="N-2"), feature(OTHER, area=again)])

    assert codes(faults) == [("AREA-AGAIN", "feature 3")]
    assert faults[0].found == "N-1"


def test_a_table_whose_rows_contradict_each_other_about_one_area_is_refused(tmp_path):
    """AP 3.c: the class of an area is not that of whichever row came first."""
    rows = ["area,class,holder,lat,lon", "N-1,1,,35.0,36.0", "N-1,2,,35.0,36.5", "N-1,,,35.4,36.5", "N-2,3,,1,1"]

    _, faults = read(tmp_path, "\n".join(rows), "a.csv")

    assert codes(faults) == [("AREA-ROWS", "row 3, class")]
    assert (faults[0].found, faults[0].params) == ("2", {"expected": "1"})


def test_what_a_later_row_says_of_an_area_is_not_lost(tmp_path):
    """AP 3.c: a class in the second row alone is the area's class."""
    rows = ["area,class,lat,lon", "N-1,,35.0,36.0", "N-1,2,35.0,36.5", "N-1,,35.4,36.5"]

    (area,), faults = read(tmp_path, "\n".join(rows), "a.csv")

    assert (area.properties["class"], faults) == ("2", [])


@pytest.mark.parametrize("coordinates", ["[1,2]", "[null]", "[true]", '["abc"]', '[{"a":1}]', "[[1,2],3]"])
def test_a_ring_that_is_none_is_named(tmp_path, coordinates):
    """AP 3.c: every fault by its place."""
    given = (
        '{"type":"Feature","properties":{"area":"N"},"geometry":{"type":"Polygon","coordinates":' + coordinates + "}}"
    )

    _, faults = read(tmp_path, given)

    corners = [fault.where for fault in faults if fault.code == "AREA-CORNER"]
    assert corners and all(where.startswith("feature 1, 1.") for where in corners)
    assert {fault.code for fault in faults} <= {"AREA-CORNER", "AREA-NO-POLYGON"}
