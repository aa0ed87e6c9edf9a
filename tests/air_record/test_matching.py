"""Stays that tracks show, held against the record's notices: MATCHED, UNMATCHED, NO-DATA (ToR 3.a-c)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from air_fake import END, EVE, PROVIDER, START, notice, sky
from jig.adapters.episode_files import UnreadableRows, read_aircraft, read_stays
from jig.air.fitting import Sighted
from jig.air.matching import Stay, matched, tally
from jig.air.observation import Seen
from jig.desk.cli import main
from rooms_fake import LAT, LON

TWO_KINDS = [
    {"aircraft_class": "ROTARY", "aircraft_type": "MI8", "number": 2},
    {"aircraft_class": "FIXED", "aircraft_type": "AN26", "number": 1},
]


def stay(name="x1", *, kind=("ROTARY", "MI8"), at=((LON, LAT),), area="N-1", start=START + 60, end=START + 90):
    track = tuple(Seen(lon, lat, start, 0, None, "", "") for lon, lat in at)
    return Stay(1, name, area, Sighted(start, end, track, *kind, 1))


def told(*stays, **changed):
    way = sky()
    assert way.told(PROVIDER, "flight-notice", notice(**changed), at=EVE - 100).verdict == "OK"
    return matched(way.view(), stays)


def test_a_stay_within_window_corridor_and_composition_matches_and_is_excused():
    """C102, C104."""
    (found,) = told(stay())

    assert (found.determination, found.excused, [n.said.label for n in found.notices]) == ("MATCHED", True, [f"N-{PROVIDER}"])  # fmt: skip


@pytest.mark.parametrize(
    ("one", "determination", "reason"),
    [
        (stay(end=END), "MATCHED", None),
        (stay(end=END + 1), "UNMATCHED", "PARTLY-OUTSIDE-WINDOW"),
        (stay(at=((LON, LAT), (LON, LAT + 400_000))), "UNMATCHED", "OUTSIDE-CORRIDOR"),
        (stay(kind=("FIXED", "")), "UNMATCHED", "CLASS-DIFFERS"),
        (stay(kind=("ROTARY", "MI24")), "UNMATCHED", "TYPE-DIFFERS"),
        (stay(kind=("UNK", "mi-8")), "MATCHED", "CLASS-NOT-SEEN"),
        (stay(kind=("UNK", "")), "NO-DATA", "UNRECOGNISED"),
        (stay(at=()), "NO-DATA", "AREA-ONLY"),
        (stay(at=(), area="elsewhere"), "NO-DATA", "AREA-NOT-IN-FORCE"),
        (stay(start=END + 60, end=END + 90), "UNMATCHED", "NO-NOTICE-IN-TIME"),
    ],
)
def test_each_of_time_space_class_and_type_decides_by_itself(one, determination, reason):
    """C102, C107: what does not tell is NO-DATA, never a match."""
    (found,) = told(one)

    assert found.determination == determination
    assert reason is None or reason in {text.partition(" ")[0] for text in found.reasons}


@pytest.mark.parametrize(
    ("kinds", "determination"),
    [
        ([("ROTARY", "MI8")] * 2 + [("FIXED", "AN26")], "MATCHED"),
        ([("ROTARY", "MI8")] * 3, "UNMATCHED"),
        ([("ROTARY", "")] * 2 + [("FIXED", "")], "MATCHED"),
        ([("ROTARY", "MI8")] * 2 + [("FIXED", "")] * 2, "UNMATCHED"),
    ],
)
def test_more_aircraft_than_a_notice_has_are_excused_by_it_neither_all_nor_one(kinds, determination):
    """C102, C108: composition over all stays under one notice, altogether and by type; several stays are one aircraft."""
    stays = [stay(f"x{n}", kind=kind) for n, kind in enumerate(kinds)]
    found = told(*stays, stays[0], composition=TWO_KINDS)

    assert {one.determination for one in found} == {determination}
    assert all(("MORE-THAN-NOTIFIED" in str(one.reasons)) is (determination == "UNMATCHED") for one in found)


def test_a_stay_under_a_notice_that_is_not_exempt_matches_and_is_not_excused():
    """C102: a notice alone permits no flight inside."""
    (found,) = told(stay(), mission_type="OTHER", exempt_claimed=False)

    assert (found.determination, found.excused) == ("MATCHED", False)


def test_every_determination_is_counted_even_when_it_is_none():
    """C100: zeros are named."""
    assert tally([]) == {"MATCHED": 0, "UNMATCHED": 0, "NO-DATA": 0}


# --- files -----------------------------------------------------------------------------------------------------------


ROW = {"aircraft": "4b1908", "area": "N-1", "entered": "2016-09-03T06:00:00.500000Z", "left": "2016-09-03T06:10:00.500000Z"}  # fmt: skip


def written(tmp_path, *features, name="rows.geojson"):
    path = tmp_path / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    return path


def feature(geometry=None, **changed):
    return {"type": "Feature", "properties": ROW | changed, "geometry": geometry}


def test_rows_with_their_way_are_read_outward_to_whole_seconds(tmp_path):
    """C102: a window ends at whole seconds; half a second beyond it is beyond it."""
    line = {"type": "LineString", "coordinates": [[36.70000005, 35.7], [36.7, 35.70000015]]}
    ((one,), faults) = read_stays(written(tmp_path, feature(line)), {}, 250)

    assert faults == []
    assert (one.seen.end - one.seen.start, [(p.lon_e7, p.lat_e7, p.error_m) for p in one.seen.track]) == (
        601, [(367_000_000, 357_000_000, 250), (367_000_000, 357_000_002, 250)],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "where"),
    [
        (feature(aircraft=""), "aircraft"),
        (feature(area=None), "area"),
        (feature(entered="yesterday"), "entered"),
        (feature(left="2016-09-03T05:00:00Z"), "left"),
        (feature({"type": "Polygon", "coordinates": []}), "geometry"),
        (feature({"type": "Point", "coordinates": [181, 0]}), "geometry"),
        (feature({"type": "LineString", "coordinates": [[1], "x", None]}), "geometry"),
        (7, "aircraft"),
    ],
)
def test_a_faulty_row_is_left_out_and_named(tmp_path, given, where):
    stays, (fault,) = read_stays(written(tmp_path, feature(), given), {}, 0)

    assert len(stays) == 1
    assert (fault.code, fault.where) == ("AIR-ROW", f"{tmp_path / 'rows.geojson'}: 2, {where}")


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"a,b\n1,2\n", b'"' * 999_999, b"aircraft,area\0,entered,left\nx"])
def test_what_is_no_table_of_rows_is_refused_whole(tmp_path, data):
    path = tmp_path / "rows.csv"
    path.write_bytes(data)

    with pytest.raises(UnreadableRows):
        read_stays(path, {}, 0)


@pytest.mark.parametrize("data", ["", "[", "7", '{"features": 7}', "[" * 100_000])
def test_what_is_no_json_of_rows_is_refused_whole(tmp_path, data):
    path = tmp_path / "rows.json"
    path.write_text(data)

    with pytest.raises(UnreadableRows):
        read_stays(path, {}, 0)


@given(data=st.text(max_size=200))
def test_no_table_whatever_it_holds_does_worse_than_be_refused(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("t") / "rows.csv"
    path.write_text("aircraft,area,entered,left\n" + data, encoding="utf-8", errors="replace")

    try:
        stays, faults = read_stays(path, {}, 0)
    except UnreadableRows:
        return

    assert all(one.seen.start <= one.seen.end for one in stays)
    assert all(fault.code == "AIR-ROW" for fault in faults)


def test_a_table_says_what_is_known_of_each_aircraft(tmp_path):
    """C102: type and class only as somebody states them."""
    path = tmp_path / "aircraft.csv"
    path.write_text("aircraft,class,type\n4B1908,rotary,Mi-8\nx,SUBMARINE,?\n,UAV,\n")
    known, faults = read_aircraft(path)

    ((one,), _) = read_stays(written(tmp_path, feature()), known, 0)

    assert (one.seen.aircraft_class, one.seen.aircraft_type) == ("ROTARY", "Mi-8")
    assert [fault.where for fault in faults] == [f"{path}: 3", f"{path}: 4"]


def test_the_command_answers_each_row_and_infers_no_operator(tmp_path, capsys, pair_of_nodes):
    """C102, C107: from a file to an answer on a node."""
    rows = written(tmp_path, feature(), feature(entered="never"))

    code = main(["air", "match", str(pair_of_nodes), str(rows), "--json"])
    found = json.loads(capsys.readouterr().out)

    assert code == 0
    assert [(one["determination"], one["operator"], one["reasons"]) for one in found["episodes"]] == [
        ("NO-DATA", None, ["PLACE-UNKNOWN", "AREA-NOT-IN-FORCE"])
    ]
    assert [one["code"] for one in found["errors"]] == ["AIR-ROW"]
    assert found["counts"] == {"MATCHED": 0, "UNMATCHED": 0, "NO-DATA": 1}


@pytest.fixture
def pair_of_nodes(tmp_path, monkeypatch):
    from cli_nodes import A, make_pair

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    make_pair(tmp_path)
    return tmp_path / A
