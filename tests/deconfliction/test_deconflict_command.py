"""`jig deconflict` as scripts use it (issue: interface that scripts rely on; C042, C079)."""

import json

import pytest
from pyproj import Geod

from jig.desk.cli import main

BOX = {"type": "Polygon", "coordinates": [[[38, 35], [38.3, 35], [38.3, 35.2], [38, 35.2], [38, 35]]]}
EAST = {"type": "Polygon", "coordinates": [[[38.3, 35.1], [38.5, 35.1], [38.5, 35.2], [38.3, 35.2], [38.3, 35.1]]]}


def feature(geometry=BOX, plan="P1", participant="ALFA", name=None, **changed):
    properties = {
        "plan": plan,
        "participant": participant,
        "start": "2016-09-17T12:00:00Z",
        "end": "2016-09-17T14:00:00Z",
        "lower": 1000,
        "upper": 2000,
        "unit": "m",
        "reference": "EGM96",
        **changed,
    }
    found = {"type": "Feature", "geometry": geometry, "properties": {k: v for k, v in properties.items() if v != "-"}}
    return found if name is None else {**found, "id": name}


OTHER = feature(EAST, "P2", "BRAVO", start="2016-09-17T17:00:00.0+03:00", end="2016-09-17T20:00:00+03:00")


@pytest.fixture
def deconflict(tmp_path, capsys):
    def run(features, *options, raw=None):
        file = tmp_path / "volumes.geojson"
        text = json.dumps({"type": "FeatureCollection", "features": features}) if raw is None else raw
        file.write_text(text, "utf-8")
        code = main(["deconflict", str(file), *options, "--json"])
        out = capsys.readouterr()
        return code, json.loads(out.out), out.err

    return run


def test_a_touch_in_space_and_time_is_a_conflict_and_explained(deconflict):
    code, found, said = deconflict([feature(name="box"), OTHER])

    assert code == 1
    (one,) = found["conflicts"]
    assert (one["a"]["plan"], one["a"]["feature"], one["b"]["plan"], one["b"]["feature"]) == ("P1", "box", "P2", 1)
    assert (one["verdict"], one["start"], one["end"]) == ("CONFLICT", "2016-09-17T14:00:00Z", "2016-09-17T14:00:00Z")
    assert (one["lower_m"], one["upper_m"], one["margin_m"]) == (1000, 2000, 0)
    assert one["area"] == {"type": "LineString", "coordinates": [[38.3, 35.1], [38.3, 35.2]]}
    assert "A15" in one["why"] and one["why"] in said
    assert found["clears"] is False


def test_no_pair_is_no_conflict_found_and_never_clear(deconflict):
    code, found, said = deconflict(
        [feature(), feature(EAST, "P2", "BRAVO", start="2016-09-17T14:00:00.000000001Z", end="2016-09-17T15:00:00Z")]
    )

    assert (code, found["conflicts"]) == (0, [])
    assert "No conflict found with what is known" in said
    assert "clear" not in said.lower()


def test_plans_of_one_participant_are_compared_when_asked(deconflict):
    features = [feature(), feature(EAST, "P2", "ALFA"), feature(EAST, "P1", "ALFA")]

    assert deconflict(features)[0] == 0
    code, found, _ = deconflict(features, "--all-participants")
    assert code == 1
    assert [(one["a"]["feature"], one["b"]["feature"]) for one in found["conflicts"]] == [(0, 1), (1, 2)]


def test_decimals_are_read_as_they_are_written(deconflict):
    west = '{"type": "Polygon", "coordinates": [[[0, 0], [0.3, 0], [0.3, 1], [0, 1], [0, 0]]]}'
    near = west.replace("0.3", "0.5").replace("[0,", "[0.30000000000000001,")
    features = [feature(), feature(plan="P2", participant="BRAVO")]
    raw = json.dumps({"type": "FeatureCollection", "features": features})
    raw = raw.replace(json.dumps(BOX), west, 1).replace(json.dumps(BOX), near, 1)

    assert deconflict([], raw=raw)[0] == 0
    assert deconflict([], raw=raw.replace("0.30000000000000001", "0.3"))[0] == 1


def test_feet_are_exact(deconflict):
    low = feature(EAST, "P2", "BRAVO", lower=0, upper=3280.839895013123, unit="ft")  # a hair below 1000 m
    assert deconflict([feature(), low])[0] == 0
    exact = feature(lower=304.8)
    assert deconflict([exact, feature(EAST, "P2", "BRAVO", lower=0, upper=1000, unit="ft")])[0] == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"plan": ""}, "FEATURE-NAME"),
        ({"participant": "-"}, "FEATURE-NAME"),
        ({"start": "2016-09-17 12:00"}, "FEATURE-INSTANT"),
        ({"end": "2016-09-17T11:00:00Z"}, "FEATURE-WINDOW"),
        ({"start": "2016-09-17T12:00:60Z"}, "FEATURE-INSTANT"),
        ({"lower": "-"}, "FEATURE-HEIGHT"),
        ({"lower": "low"}, "FEATURE-HEIGHT"),
        ({"lower": 3000}, "FEATURE-BAND"),
        ({"unit": "km"}, "FEATURE-UNIT"),
        ({"reference": "-"}, "FEATURE-REFERENCE"),
        ({"geometry": None}, "GEOMETRY-TYPE"),
        ({"geometry": {"type": "Point", "coordinates": [38, 35]}}, "FEATURE-METRES"),
        ({"geometry": {"type": "Point", "coordinates": [38, 35]}, "radius_m": -1}, "FEATURE-METRES"),
        ({"geometry": {"type": "Point", "coordinates": [38]}, "radius_m": 1}, "POSITION-NUMBERS"),
        ({"geometry": {"type": "Point", "coordinates": [35, 98]}, "radius_m": 1}, "LATITUDE-OUTSIDE"),
        ({"geometry": {"type": "Point", "coordinates": [181, 8]}, "radius_m": 1}, "LONGITUDE-OUTSIDE"),
        ({"geometry": {"type": "LineString", "coordinates": [[1, 2]]}, "half_width_m": 1}, "PATH-TOO-SHORT"),
        (
            {"geometry": {"type": "LineString", "coordinates": [[170, 2], [-170, 2]]}, "half_width_m": 1},
            "EDGE-OVER-180",
        ),
        ({"geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}}, "RING-OPEN"),
        (
            {"geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}},
            "POLYGON-SELF-CROSSING",
        ),
        ({"geometry": {"type": "MultiPolygon", "coordinates": []}}, "GEOMETRY-COORDINATES"),
    ],
)
def test_a_faulty_feature_is_named_and_the_others_are_judged(deconflict, changed, code):
    geometry = changed.pop("geometry", BOX)

    exit_code, found, _ = deconflict(
        [
            feature(geometry, "P9", "BRAVO", **changed)
            if "plan" not in changed and "participant" not in changed
            else feature(**{"geometry": geometry, **changed}),
            feature(),
            OTHER,
        ]
    )

    assert exit_code == 2
    assert [error["code"] for error in found["errors"]] == [code]
    assert found["errors"][0]["path"].startswith("features.0.")
    assert [(one["a"]["feature"], one["b"]["feature"]) for one in found["conflicts"]] == [(1, 2)]


def test_all_faults_of_all_features_come_together(deconflict):
    code, found, _ = deconflict([feature(unit="km", start="now"), "no feature", feature(lower=9, upper=1, plan="")])

    assert code == 2
    assert sorted(error["code"] for error in found["errors"]) == sorted(
        ["FEATURE-UNIT", "FEATURE-INSTANT", "FEATURE-TYPE", "FEATURE-BAND", "FEATURE-NAME"]
    )


@pytest.mark.parametrize("raw", ["", "{", "[1, 2]", '{"type": "Topology"}', "[" * 100_000])
def test_what_is_no_collection_is_refused_as_a_whole(deconflict, raw):
    code, found, _ = deconflict([], raw=raw)

    assert code == 2
    assert found["errors"][0]["code"] in ("GEOJSON-JSON", "GEOJSON-TYPE")


@pytest.mark.parametrize("options", [("--lateral", "-1"), ("--time", "soon"), ("--vertical", "1e99")])
def test_a_separation_is_a_number_that_is_not_negative(deconflict, options):
    code, found, _ = deconflict([feature()], *options)

    assert (code, found["errors"][0]["code"], found["errors"][0]["path"]) == (2, "SEPARATION", options[0])


def test_a_separation_makes_a_conflict_and_says_so(deconflict):
    later = feature(EAST, "P2", "BRAVO", start="2016-09-17T14:10:00Z", end="2016-09-17T15:00:00Z")

    assert deconflict([feature(), later])[0] == 0
    code, found, _ = deconflict([feature(), later], "--time", "600")
    assert code == 1
    assert found["conflicts"][0]["only_by_separation"] == {"ground": False, "height": False, "time": True}
    assert (found["conflicts"][0]["start"], found["conflicts"][0]["end"]) == (
        "2016-09-17T14:00:00Z",
        "2016-09-17T14:10:00Z",
    )


def test_it_speaks_russian(deconflict):
    _, found, said = deconflict([feature(), OTHER], "--lang", "ru")

    assert any("а" <= letter <= "я" for letter in found["conflicts"][0]["why"])
    assert "On the ground" not in said


def test_alternatives_are_shown_and_never_applied(deconflict):
    code, found, _ = deconflict([feature(), OTHER], "--alternatives", "P2")

    assert code == 1
    by_kind = {one["kind"]: one for one in found["alternatives"]}
    assert by_kind["TIME"]["shift"] == 1
    assert by_kind["HEIGHT"]["shift"] in (1001, -1001)
    assert "CORRIDOR" not in by_kind  # areas, where targets are, are never moved
    assert all(
        one["applied"] is False and "no conflict found with what is known" in one["why"] for one in by_kind.values()
    )
    assert deconflict([feature()], "--alternatives", "P7")[1]["errors"][0]["code"] == "PLAN-NOT-FOUND"


def test_a_picture_is_written(deconflict, tmp_path):
    from xml.etree import ElementTree

    deconflict([feature(plan="<&>"), OTHER], "--svg", str(tmp_path / "p.svg"))

    root = ElementTree.parse(tmp_path / "p.svg").getroot()
    assert root.tag.endswith("svg")
    assert "<&>" in "".join(root.itertext())


@pytest.mark.parametrize("value", ["NaN", "1e400", "Infinity", "-1e9999999999"])
def test_a_number_that_is_none_is_never_taken_for_unlimited(deconflict, value):
    raw = json.dumps({"type": "FeatureCollection", "features": [feature(), feature(EAST, "P2", "BRAVO", lower=-77)]})

    code, found, _ = deconflict([], raw=raw.replace("-77", value))

    assert (code, [error["code"] for error in found["errors"]]) == (2, ["FEATURE-HEIGHT"])


def test_a_member_given_twice_has_no_value(deconflict):
    raw = json.dumps({"type": "FeatureCollection", "features": [feature(), feature(EAST, "P2", "BRAVO", lower=-77)]})

    code, found, _ = deconflict([], raw=raw.replace('"lower": -77', '"lower": 9000, "lower": 1000'))

    assert (code, found["errors"][0]["code"], found["conflicts"]) == (2, "MEMBER-TWICE", [])


@pytest.mark.parametrize("name", ["\x1b[31mP1", "P1\n", "\u202eP1", "\ud800"])
def test_a_name_that_would_be_shown_as_another_is_refused(deconflict, name):
    code, found, said = deconflict([feature(plan=name), feature(name=name), OTHER])

    assert code == 2
    assert [error["code"] for error in found["errors"]] == ["FEATURE-NAME"] * 2
    assert name not in said


@pytest.mark.parametrize(
    "rings",
    [
        BOX["coordinates"] * 3,
        [BOX["coordinates"][0][:-1] + BOX["coordinates"][0]],
    ],
)
def test_outlines_that_go_round_a_place_twice_are_told(deconflict, rings):
    code, found, _ = deconflict([feature({"type": "Polygon", "coordinates": rings}), OTHER])

    assert (code, [error["code"] for error in found["errors"]]) == (2, ["POLYGON-AREA-TWICE"])


def test_longitudes_run_on_over_the_antimeridian_or_are_cut_there(deconflict):
    def over(*boxes):
        rings = [[[[w, 0], [e, 0], [e, 1], [w, 1], [w, 0]]] for w, e in boxes]
        return {"type": "MultiPolygon", "coordinates": rings}

    for shape in (over((179, 181)), over((-181, -179)), over((179, 180), (-180, -179))):
        code, found, _ = deconflict([feature(shape), feature(over((-179.5, -179.2)), "P2", "BRAVO")])
        assert code == 1
        assert found["conflicts"][0]["area"]["type"] == "Polygon"
        lons = [lon for lon, _ in found["conflicts"][0]["area"]["coordinates"][0]]
        assert (min(lons), max(lons)) == pytest.approx((-179.5, -179.2))
    assert deconflict([feature(over((181, 182)))])[1]["errors"][0]["code"] == "LONGITUDE-OUTSIDE"


def test_the_whole_globe_and_a_polar_cap_are_areas(deconflict):
    cap = {"type": "Polygon", "coordinates": [[[-180, 80], [180, 80], [180, 90], [-180, 90], [-180, 80]]]}
    circle = {"type": "Point", "coordinates": [10, 79.99]}

    assert deconflict([feature(cap), feature(circle, "P2", "BRAVO", radius_m=1)])[0] == 0
    assert deconflict([feature(cap), feature(circle, "P2", "BRAVO", radius_m=1200)])[0] == 1


def test_two_features_of_one_id_and_levels_given_in_hundreds_are_noted(deconflict):
    levels = {"reference": "FL", "unit": "ft", "lower": 100, "upper": 200}

    code, found, _ = deconflict([feature(name="x", **levels), feature(BOX, "P2", "BRAVO", name="x")])

    assert code == 1
    assert [note["code"] for note in found["notes"]] == ["FEATURE-LEVEL-FEET", "FEATURE-ID-TWICE"]


def test_a_file_without_features_says_that_nothing_was_compared(deconflict):
    code, _, said = deconflict([])

    assert code == 0
    assert "nothing was compared" in said


@pytest.mark.parametrize("radius", [300, 5_000, 300_000])
@pytest.mark.parametrize("overlap", [0.5, 40])
def test_the_ground_shared_is_an_area_inside_both_circles(deconflict, radius, overlap):
    geod = Geod(ellps="WGS84")
    lon, lat, _ = geod.fwd(38, 35, 63, 2 * radius - overlap)
    centres = ((38, 35), (lon, lat))
    circles = [
        feature({"type": "Point", "coordinates": list(at)}, f"P{at}", f"S{at}", radius_m=radius) for at in centres
    ]

    _, found, _ = deconflict(circles)

    (one,) = found["conflicts"]
    assert one["margin_m"] == pytest.approx(-overlap, abs=0.01)
    assert one["area"]["type"] == "Polygon"
    for corner in one["area"]["coordinates"][0]:
        assert all(geod.inv(*corner, *at)[2] <= radius + 0.01 for at in centres)


def test_where_only_the_separation_meets_the_way_between_is_drawn(deconflict):
    geod = Geod(ellps="WGS84")
    lon, lat, _ = geod.fwd(179.9, 35, 63, 30_000)
    at = {"type": "Point", "coordinates": [179.9, 35]}, {"type": "Point", "coordinates": [lon, lat]}

    _, found, _ = deconflict(
        [feature(at[0], radius_m=9_000), feature(at[1], "P2", "BRAVO", radius_m=11_000)], "--lateral", "10000.5"
    )

    (one,) = found["conflicts"]
    assert one["margin_m"] == pytest.approx(10_000, abs=0.01)
    (west, south), (east, north) = one["area"]["coordinates"]
    assert geod.inv(west, south, east, north)[2] == pytest.approx(10_000, abs=0.01)
    assert geod.inv(179.9, 35, west, south)[2] == pytest.approx(9_000, abs=0.01)


@pytest.fixture
def sites(tmp_path):
    def make(lon, lat):
        at = {"type": "Point", "coordinates": [lon, lat]}
        site = {"type": "Feature", "id": "EX-SITE", "geometry": at, "properties": {"type": "HOSPITAL", "ce90_m": 5}}
        file = tmp_path / "sites.geojson"
        file.write_text(json.dumps({"type": "FeatureCollection", "features": [site]}))
        return file

    return make


def test_no_alternative_is_shown_where_a_protected_place_is_touched(deconflict, sites):
    options = ("--alternatives", "P2", "--sites")

    touched = deconflict([feature(), OTHER], *options, str(sites(38.4, 35.15)))
    far = deconflict([feature(), OTHER], *options, str(sites(48.4, 35.15)))

    assert (touched[0], touched[1]["alternatives"]) == (1, [])
    assert "held against the protected places: inside the protected place" in touched[2]
    assert {one["kind"] for one in far[1]["alternatives"]} == {"TIME", "HEIGHT"}
    assert all("nothing protected found by list" in one["why"] for one in far[1]["alternatives"])
    assert all(one["list_version"] and one["clears"] is False for one in far[1]["alternatives"])


def test_no_route_is_moved_towards_a_protected_place(deconflict, sites):
    route = {"type": "LineString", "coordinates": [[38, 35.19], [38.3, 35.19]]}
    features = [feature(route, half_width_m=500), feature(BOX, "P2", "BRAVO")]
    free = deconflict(features, "--alternatives", "P1")[1]["alternatives"]

    held = deconflict(features, "--alternatives", "P1", "--sites", str(sites(38.15, 35.215)))[1]["alternatives"]

    assert {one["kind"] for one in free} - {one["kind"] for one in held} == {"CORRIDOR"}


def test_sites_that_cannot_be_read_let_no_alternative_through(deconflict, tmp_path):
    file = tmp_path / "sites.geojson"
    file.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null, "properties": {}}]}'
    )

    code, found, _ = deconflict([feature(), OTHER], "--alternatives", "P2", "--sites", str(file))

    assert code == 2
    assert found["errors"] and "alternatives" not in found
    assert deconflict([feature()], "--sites", str(file))[1]["errors"][0]["path"] == "--alternatives"


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:EPSG::4284", "EPSG:3857", None])
def test_positions_of_another_datum_are_never_read_as_ours(deconflict, name):
    """ToR 1.d.iv: the form of 2008 names a datum, and its positions lie elsewhere."""
    crs = {"type": "name", "properties": {"name": name}} if name else {"type": "link"}
    raw = {"type": "FeatureCollection", "features": [feature(), OTHER]}

    whole = deconflict([], raw=json.dumps(raw | {"crs": crs}))
    one = deconflict([feature(), OTHER | {"crs": crs}])
    ours = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    own = deconflict([], raw=json.dumps(raw | {"crs": ours}))

    assert [(ran[0], ran[1]["errors"][0]["code"]) for ran in (whole, one)] == [(2, "GEOJSON-CRS")] * 2
    assert (own[0], len(own[1]["conflicts"])) == (1, 1)
