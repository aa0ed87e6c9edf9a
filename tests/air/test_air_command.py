"""`jig air episodes`: what goes in, what comes out, and what each fault says (ToR 3.b)."""

import csv
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jig.desk.cli import main

HERE = Path(__file__).parent / "data"
SQUARE = [[36.0, 35.0], [36.1, 35.0], [36.1, 35.1], [36.0, 35.1], [36.0, 35.0]]


def feature(name, ring=SQUARE, **told):
    return {
        "type": "Feature",
        "properties": {"area": name, **told},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


@pytest.fixture
def run(tmp_path, capsys):
    def command(tracks, *features, more=(), name="tracks.csv"):
        areas = tmp_path / "areas.geojson"
        areas.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
        if not isinstance(tracks, Path):
            path = tmp_path / name
            path.write_text(tracks) if isinstance(tracks, str) else path.write_bytes(tracks)
            tracks = path
        code = main(["air", "episodes", str(tracks), "--areas", str(areas), "--json", *map(str, more)])
        told = capsys.readouterr()
        return code, json.loads(told.out), told.err

    return command


CROSSING = "aircraft,time,lon,lat\nx1,2016-09-12T00:00:10Z,36.05,35.05\nx1,2016-09-12T00:00:00Z,35.95,35.05\n"


def test_rows_may_be_unsorted_and_come_out_with_what_scripts_rely_on(run):
    code, found, _ = run(CROSSING, feature("A1", version="3", **{"class": 1}))

    (row,) = found["episodes"]
    assert code == 0
    assert {name: row[name] for name in ("aircraft", "area", "version", "entered", "entered_how", "left_how")} == {
        "aircraft": "x1", "area": "A1", "version": "3",
        "entered": "2016-09-12T00:00:05.000000Z", "entered_how": "CROSSED", "left_how": "END",
    }  # fmt: skip
    assert (row["certainty"], row["determination"], row["notice"]) == ("CERTAIN", "UNASSESSED", None)
    assert found["flags"]["LATE"] == 1


def test_faulty_rows_are_counted_by_cause_and_listed(run, tmp_path):
    text = CROSSING + "x1,nonsense,36,35\nx1,5,36,99\n,5,36,35\ny,7,36,35\ny,7,36,36\nz,8,36\nz,9,,\n"

    code, found, _ = run(text, feature("A1"), more=("--rejects", tmp_path / "rejects.csv"))

    assert code == 0
    assert found["rejected"] == {
        "AIRCRAFT-MISSING": 1, "LINE-UNREADABLE": 1, "POSITION-MISSING": 1, "POSITION-UNREADABLE": 1,
        "TIME-UNREADABLE": 1, "TWO-PLACES": 2,
    }  # fmt: skip
    listed = list(csv.DictReader((tmp_path / "rejects.csv").read_text().splitlines()))
    assert sorted(int(row["row"]) for row in listed) == [4, 5, 6, 7, 8, 9, 10]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_aircraft_of_which_nothing_was_usable_is_not_counted(run, workers):
    """Issue 5: nobody is told of more aircraft than were seen."""
    text = CROSSING + "y,nonsense,36,35\nz,7,36,35\nz,7,36,36\n"

    _, found, said = run(text, feature("A1"), more=("--workers", workers))

    assert (found["points"], found["aircraft"]) == (2, 1)
    assert "2 points of 1 aircraft" in said


def test_points_that_are_all_at_two_places_at_once_are_nothing_usable(run):
    code, found, _ = run("aircraft,time,lon,lat\nz,7,36,35\nz,7,36,36\n", feature("A1"))

    assert (code, found["errors"][-1]["code"]) == (2, "TRACKS-NOTHING-USABLE")


def test_nothing_usable_is_unusable_and_a_faulty_area_only_when_it_is_the_last(run):
    assert run("aircraft,time,lon,lat\nx,never,1,2\n", feature("A"))[0] == 2

    code, found, _ = run(CROSSING, feature("A"), feature("B", SQUARE[:-1], **{"class": 9}))
    assert code == 0
    assert [fault["code"] for fault in found["errors"]] == ["AIR-AREA-CLASS", "AIR-AREA-RING-OPEN"]

    code, found, _ = run(CROSSING, feature("B", SQUARE[:-1]))
    assert (code, found["errors"][0]["code"]) == (2, "AIR-AREA-RING-OPEN")


def test_parquet_gives_what_csv_gives(run, tmp_path):
    table = pa.table({
        "icao24": ["x1", "x1"], "time": pa.array([1473638410, 1473638400], pa.timestamp("s")),
        "longitude": [36.05, 35.95], "latitude": np.array([35.05, 35.05]),
    })  # fmt: skip
    pq.write_table(table, tmp_path / "t.parquet")

    assert run(tmp_path / "t.parquet", feature("A1"))[1]["episodes"] == run(CROSSING, feature("A1"))[1]["episodes"]


@pytest.mark.parametrize("ending", ["csv", "parquet", "geojson"])
def test_episodes_are_written_where_users_read_them(run, tmp_path, ending):
    out = tmp_path / f"episodes.{ending}"

    run(CROSSING, feature("A1"), more=("--out", out))

    if ending == "parquet":
        assert pq.read_table(out).to_pylist()[0]["aircraft"] == "x1"
    elif ending == "csv":
        assert out.read_text().splitlines()[1].startswith("x1,A1,,2016-09-12T00:00:05.000000Z")
    else:
        assert json.loads(out.read_text())["features"][0]["geometry"]["coordinates"] == [[36.0, 35.05], [36.05, 35.05]]


NOTICE = {
    "notice": "N-1", "aircraft": ["X1"], "from": "2016-09-12T00:00:00Z", "to": "2016-09-12T01:00:00Z",
    "mission": "MEDEVAC", "route": [[35.9, 35.05], [36.2, 35.05]], "corridor_m": 1000,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "determination"),
    [
        ({}, "MATCHED"),
        ({"aircraft": "y"}, "UNMATCHED"),
        ({"to": "2016-09-12T00:00:07Z"}, "UNMATCHED"),
        ({"areas": ["B"]}, "UNMATCHED"),
        ({"route": [[35.9, 35.08], [36.2, 35.08]]}, "UNMATCHED"),
    ],
)
def test_a_notice_matches_in_aircraft_time_area_and_corridor_or_not_at_all(run, tmp_path, change, determination):
    """ToR 3.b: what is exempt was notified as it was flown."""
    (tmp_path / "notices.json").write_text(json.dumps({"notices": [NOTICE | change]}))

    _, found, _ = run(CROSSING, feature("A1"), more=("--notices", tmp_path / "notices.json"))

    assert [row["determination"] for row in found["episodes"]] == [determination]


@pytest.fixture
def answered(run, tmp_path):
    """What became of notices, given as changes of NOTICE."""

    def command(*changes, text=CROSSING, more=()):
        (tmp_path / "notices.json").write_text(json.dumps([NOTICE | change for change in changes]))
        return run(text, feature("A1"), more=("--notices", tmp_path / "notices.json", *more))[1]

    return command


@pytest.mark.parametrize(
    ("change", "determination", "episodes", "points"),
    [
        ({}, "MATCHED", 1, 2),
        ({"route": None, "areas": ["A1"]}, "MATCHED", 1, 2),
        ({"to": "2016-09-12T00:00:07Z"}, "UNMATCHED", 0, 1),
        ({"route": [[35.9, 35.08], [36.2, 35.08]]}, "UNMATCHED", 0, 2),
        ({"areas": ["B"]}, "NOT-SEEN-INSIDE", 0, 2),
        ({"from": "2016-09-11T00:00:00Z", "to": "2016-09-12T00:00:00Z"}, "NOT-SEEN-INSIDE", 0, 1),
        ({"aircraft": "y"}, "NO-DATA", 0, 0),
        ({"from": "2016-09-12T00:00:11Z"}, "NO-DATA", 0, 0),
        ({"route": None}, "NO-DATA", 0, 2),
    ],
)
def test_of_each_notice_it_is_said_what_tracks_show(answered, change, determination, episodes, points):
    """ToR 3.b: no point of an aircraft in its window is NO DATA, whatever the notice says."""
    (told,) = answered(change)["notices"]

    assert (told["notice"], told["determination"], told["episodes"]) == ("N-1", determination, episodes)
    assert (told["points"], told["without_points"] != []) == (points, points == 0)


def test_an_aircraft_of_a_notice_without_a_point_is_named_beside_those_that_were_seen(answered):
    (told,) = answered({"aircraft": ["x1", "y2"]})["notices"]

    assert (told["determination"], told["without_points"]) == ("MATCHED", ["y2"])


def test_a_notice_that_says_nothing_of_where_leaves_a_row_open_and_another_that_fits_decides(answered):
    """Issue 5: MATCHED, UNMATCHED or NO-DATA, as `air match` says of a notice without a route."""
    (alone,) = answered({"route": None})["episodes"]
    found = answered({"route": None}, {"notice": "N-2"})

    assert (alone["determination"], alone["notice"]) == ("NO-DATA", None)
    assert [(row["determination"], row["notice"]) for row in found["episodes"]] == [("MATCHED", "N-2")]
    assert [one["determination"] for one in found["notices"]] == ["NO-DATA", "MATCHED"]


def test_an_episode_that_two_notices_cover_counts_for_both(answered):
    found = answered({}, {"notice": "N-2"}, more=("--workers", "2"))

    assert found["episodes"][0]["notice"] == "N-1"
    assert [one["episodes"] for one in found["notices"]] == [1, 1]


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_no_sentence_about_a_notice_says_that_somebody_did_not_fly_or_kept_to_it(answered, tmp_path, capsys, lang):
    answered({}, {"aircraft": "y"}, {"areas": ["B"]}, {"to": "2016-09-12T00:00:07Z"}, {"route": None})
    files = (tmp_path / "tracks.csv", "--areas", tmp_path / "areas.geojson", "--notices", tmp_path / "notices.json")

    assert main(["air", "episodes", *map(str, files), "--lang", lang]) == 0
    said = capsys.readouterr().err.lower()

    assert ("no data" if lang == "en" else "нет данных") in said
    assert not any(word in said for word in ("complied", "compliant", "clear", "соблюд", "чисто"))


def test_notices_that_are_no_list_are_refused_before_every_episode_is_called_unmatched(run, tmp_path):
    (tmp_path / "notices.json").write_text('{"flights": []}')

    code, found, _ = run(CROSSING, feature("A1"), more=("--notices", tmp_path / "notices.json"))

    assert (code, [one["code"] for one in found["errors"]]) == (2, ["AIR-NOTICES-NOT-A-LIST"])


@pytest.mark.parametrize(("gap", "hows"), [("10", ["END"]), ("9.999999", ["END"])])
def test_the_longest_gap_is_the_readings_or_as_asked(run, gap, hows):
    _, found, _ = run(CROSSING, feature("A1"), more=("--max-gap", gap))

    assert [row["left_how"] for row in found["episodes"]] == hows
    assert found["episodes"][0]["entered_how"] == ("CROSSED" if gap == "10" else "GAP")


def test_a_real_sbs_recording_without_times_is_not_dated_from_a_file(run):
    code, found, _ = run(HERE / "sbs1.txt", feature("W"))

    assert code == 2
    assert "TIME-UNREADABLE" in found["errors"][-1]["found"]


def test_sbs_lines_with_their_own_time_are_read(run):
    line = "MSG,3,,,4B1908,,2016/09/12,00:00:{:02d}.000,,,,2525,,,{},{},,,0,0,0,0\n"

    _, found, _ = run(line.format(0, 35.05, 35.95) + line.format(10, 35.05, 36.05), feature("A"), name="t.sbs")

    assert [(row["aircraft"], row["entered"]) for row in found["episodes"]] == [
        ("4b1908", "2016-09-12T00:00:05.000000Z")
    ]


def test_of_cursor_on_target_only_air_tracks_are_read(run):
    event = '<event uid="{}" type="{}" time="2016-09-12T00:00:00Z"><point lat="35.05" lon="36.05"/>{}</event>'
    text = "<events>" + event.format("k1", "a-f-A-M-F", "") + event.format("aid", "a-n-G", "<secret/><<") + "</events>"

    _, found, _ = run(text, feature("A"), name="t.cot")

    assert [row["aircraft"] for row in found["episodes"]] == ["k1"]
    assert found["flags"] == {"NOT-AIR-DISCARDED": 1}


@pytest.mark.parametrize(
    "document",
    [
        {"time": 5, "states": [["k1", None, "", 1473638400, 5, 36.05, 35.05]]},
        {"now": 1473638401.5, "aircraft": [{"hex": "k1", "lat": 35.05, "lon": 36.05, "seen_pos": 1.5}]},
        {"icao": "k1", "timestamp": 1473638399.5, "trace": [[0.5, 35.05, 36.05, 1000]]},
        [{"icao24": "k1", "timestamp": "2016-09-12T00:00:00Z", "latitude": 35.05, "longitude": 36.05}],
    ],
)
def test_opensky_and_readsb_say_the_same(run, document):
    _, found, _ = run(json.dumps(document), feature("A"), name="t.json")

    assert [(row["aircraft"], row["entered"]) for row in found["episodes"]] == [("k1", "2016-09-12T00:00:00.000000Z")]


def test_asterix_system_tracks_are_read_with_the_day_told(run):
    from asterix import generated

    record = generated.Cat_062_1_21.cv_record.create({
        "010": (("SAC", 1), ("SIC", 2)), "070": (10.0, "s"), "040": 7,
        "105": (("LAT", (35.05, "°")), ("LON", (36.05, "°"))),
    })  # fmt: skip
    data = generated.Cat_062_1_21.create([record]).unparse().to_bytes()

    _, found, _ = run(data, feature("A"), name="t.ast", more=("--day", "2016-09-12"))

    assert [(row["aircraft"], row["entered"]) for row in found["episodes"]] == [
        ("1/2:7", "2016-09-12T00:00:10.000000Z")
    ]


def test_points_beyond_what_memory_holds_are_sorted_on_disk(run, monkeypatch):
    from jig.adapters import tracks_gather

    text = CROSSING + "".join(f"y{n},{1473638400 + n},36.05,35.05\n" for n in range(50))
    whole = run(text, feature("A1"))[1]
    init = tracks_gather.Gathered.__init__
    monkeypatch.setattr(
        tracks_gather.Gathered, "__init__", lambda self, reading, error, *most: init(self, reading, error, 10)
    )

    assert run(text, feature("A1"))[1] == whole


def test_flagged_points_are_listed_and_change_no_row(run, tmp_path):
    """ToR 3.b: flagged, never dropped in silence."""
    text = CROSSING + (
        "x1,2016-09-12T00:00:11Z,40,35.05\nx1,2016-09-12T00:00:12Z,36.05,35.05\nx1,2016-09-12T00:00:12Z,36.05,35.05\n"
        "y,5,1,2\ny,5,1,3\n"
    )

    _, without, _ = run(text, feature("A1"))
    _, found, _ = run(text, feature("A1"), more=("--flags", tmp_path / "flags.csv"))

    listed = list(csv.DictReader((tmp_path / "flags.csv").read_text().splitlines()))
    assert found["episodes"] == without["episodes"]
    assert sorted((row["flag"], row["aircraft"], int(row["row"])) for row in listed) == [
        ("DUPLICATED", "x1", 6), ("LATE", "x1", 3), ("SPOOFED", "x1", 4), ("TIME-BROKEN", "y", 7), ("TIME-BROKEN", "y", 8),
    ]  # fmt: skip
    counted = {name: count for name, count in found["flags"].items() if name != "TIME-BROKEN"}
    assert counted == {"DUPLICATED": 1, "LATE": 1, "SPOOFED": 1}


def test_what_was_not_given_is_listed_as_nothing(run, tmp_path):
    rejects = tmp_path / "rejects.csv"
    tracks = "aircraft,time,lon,lat\na,,36.05,35.05\nb,1473638400,36.05,\n"

    code, told, _ = run(tracks, feature("A1"), more=("--rejects", rejects))

    assert code == 2
    assert "None" not in json.dumps(told["errors"])
    assert [row["found"] for row in csv.DictReader(rejects.open())] == ["", "36.05, "]


def test_the_same_rows_are_as_certain_in_every_format(run):
    """A receiver names an address; of rows that name an `aircraft` nobody knows what saw it."""
    rows = [(10, 36.05, 35.05), (0, 35.95, 35.05), (15, 36.0985, 35.05)]
    csv = "aircraft,time,lon,lat\n" + "".join(f"x1,{t},{lon},{lat}\n" for t, lon, lat in rows[2:])
    lines = [{"aircraft": "x1", "time": t, "lon": lon, "lat": lat} for t, lon, lat in rows[2:]]
    named = [{"icao24": "x1", "time": t, "lon": lon, "lat": lat} for t, lon, lat in rows[2:]]

    found = [
        run(text, feature("A"), name=name)[1]["episodes"][0]["certainty"]
        for text, name in (
            (csv, "a.csv"),
            ("\n".join(map(json.dumps, lines)), "a.jsonl"),
            (json.dumps(lines), "a.json"),
            ("\n".join(map(json.dumps, named)), "b.jsonl"),
        )
    ]

    assert found == ["CERTAIN", "CERTAIN", "CERTAIN", "POSSIBLE"]


def test_areas_on_another_datum_are_refused_and_a_second_class_of_one_version_is_named(run, tmp_path):
    tracks = tmp_path / "t.csv"
    tracks.write_text(CROSSING)
    other = {"type": "FeatureCollection", "features": [feature("A")], "crs": {"properties": {"name": "EPSG:4284"}}}
    areas = tmp_path / "other.geojson"
    areas.write_text(json.dumps(other))

    assert main(["air", "episodes", str(tracks), "--areas", str(areas)]) == 2
    code, found, _ = run(CROSSING, feature("A", **{"class": 1}), feature("A", **{"class": 2}))

    assert (code, [one["code"] for one in found["errors"]]) == (0, ["AIR-AREA-CLASSES"])
    assert [row["class"] for row in found["episodes"]] == [1]
