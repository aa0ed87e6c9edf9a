"""Tables as the world writes them: one odd row, column or byte takes nothing else with it (ToR 3.b)."""

import csv
import gzip
import io
import json
import subprocess
import sys
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jig.adapters import tracks_lines
from jig.adapters.feed_rows import FeedRows
from jig.adapters.tracks_read import Reading, degrees, instants
from jig.adapters.tracks_tables import csv_blocks
from jig.air.lattice import instant_us, whole
from jig.desk.cli import main

RING = [[0, 0], [8, 0], [8, 9], [0, 9], [0, 0]]
AREAS = {"type": "Feature", "properties": {"area": "A"}, "geometry": {"type": "Polygon", "coordinates": [RING]}}
# From -5 to 11 in 16 seconds: inside from the fifth to the thirteenth.
HEAD, ROWS = "aircraft,time,lon,lat\n", "x1,0,-5,5.5\nx1,16,11,5.5\n"
STAY = [("x1", "1970-01-01T00:00:05.000000Z", "1970-01-01T00:00:13.000000Z")]


@pytest.fixture
def stays(tmp_path, capsys, monkeypatch):
    (tmp_path / "areas.geojson").write_text(json.dumps(AREAS))

    def asked(data, *more, stdin=False, code=0):
        data = data.encode() if isinstance(data, str) else data
        path = tmp_path / "tracks"
        path.write_bytes(data)
        if stdin:
            monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
        source = "-" if stdin else str(path)
        assert main(["air", "episodes", source, "--areas", str(tmp_path / "areas.geojson"), "--json", *more]) == code
        told = json.loads(capsys.readouterr().out)
        return [(e["aircraft"], e["entered"], e["left"]) for e in told.get("episodes", [])], told

    return asked


def parquet(**columns):
    out = io.BytesIO()
    given = {
        "aircraft": pa.array(["x1", "x1"]), "time": pa.array([0, 16]),
        "lon": pa.array([-5.0, 11.0]), "lat": pa.array([5.5, 5.5]),
    }  # fmt: skip
    pq.write_table(pa.table(given | columns), out)
    return out.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        (HEAD + ROWS).replace(",", ";"),
        (HEAD + ROWS).replace(",", "\t"),
        "\r\n\r\n" + (HEAD + ROWS).replace("\n", "\r\n"),
        'aircraft,"note, long",time,lon,lat\nx1,"a, b",0,-5,5.5\nx1,,16,11,5.5\n',
        "aircraft, time, lon, lat\nx1, 0, -5, 5.5\n x1 , 16, 11, 5.5\n",
    ],
    ids=["semicolons", "tabs", "blank lines first", "a comma in a name", "blanks around"],
)
def test_a_table_is_read_however_its_columns_stand_apart(stays, text):
    found, told = stays(text)

    assert (found, told["rejected"]) == (STAY, {})


def test_a_name_that_is_no_utf8_leaves_out_its_row_only(stays, tmp_path):
    data = (HEAD + "x1,0,-5,5.5\n").encode() + b"x\xf61,3,1,1\n" + b"x1,16,11,5.5\n" + b"short\xf6\n"

    found, told = stays(data, "--rejects", str(tmp_path / "rejects.csv"))

    listed = (tmp_path / "rejects.csv").read_text().splitlines()[1:]
    assert (found, told["rejected"]) == (STAY, {"LINE-UNREADABLE": 2})
    assert sorted(int(line.split(",")[1]) for line in listed) == [3, 5]


def rejected(path):
    return [(int(row["row"]), row["cause"]) for row in csv.DictReader(path.read_text().splitlines())]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEAD + "x1,0,-5,5.5\n\n\nx1,bad,1,1\nx1,16,11,5.5\n", 5),
        ("\n\n" + HEAD + "\nx1,0,-5,5.5\nshort\n\nx1,16,11,5.5\n", 6),
        ((HEAD + "x1,0,-5,5.5\n\nshort\n\nx1,16,11,5.5").replace("\n", "\r\n"), 4),
        ((HEAD + "x1,0,-5,5.5\n\nshort\nx1,16,11,5.5").replace("\n", "\r"), 4),
        ("note," + HEAD + '"a\n\nb",x1,0,-5,5.5\n"""c""\r\nd,",x1,16,11,5.5\n"e",x1,1,1,95\n', 7),
        ('"no\nte",' + HEAD + '"a",x1,0,-5,5.5\n,x1,16,11,5.5\nb,,1,1,1\n', 5),
        ("note," + HEAD + 'a,x1,0,-5,5.5\n"b,x1,3,1,1\nc,x1,16,11,5.5\n"d",x1,17,11,5.5\n', 3),
        ("note," + HEAD + '5" gun,x1,0,-5,5.5\n"b" c,x1,16,11,5.5\n6",x1,1,1,95\n', 4),
    ],
    ids=["blank lines", "blank lines first", "CR LF", "CR", "over lines", "a name over lines", "unclosed", "inches"],
)
def test_a_row_that_was_left_out_is_listed_with_its_line_in_the_file(stays, tmp_path, text, line):
    """The header is line 1; whoever opens the file at that line sees what was left out."""
    found, _ = stays(text, "--rejects", str(tmp_path / "rejects.csv"))

    assert found == STAY
    assert [row for row, _ in rejected(tmp_path / "rejects.csv")] == [line]


class Slow(io.BytesIO):
    """A source that gives a few bytes at a time."""

    def __init__(self, most, data):
        super().__init__(data)
        self.most = most

    def read(self, size):
        return super().read(min(size, self.most))


FIELD = st.sampled_from(["", "a", '"b"', '"c\nd"', '"e,\r\n\nf"', '5"', 'g"h', '""', '"i""\n""j"'])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(FIELD, st.booleans(), FIELD) | st.none(), min_size=1, max_size=30),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(1, 60),
)
def test_lines_are_those_that_a_reader_of_one_record_at_a_time_counts(records, end, piece):
    text, wanted, line = "", [], 2
    for one in records:
        row = "" if one is None else f"{one[0]},{'x' if one[1] else ''},0,0,0,{one[2]}"
        if one is not None and not one[1]:
            wanted.append(line)
        text += row + end
        line += row.count("\n") + 1
    source = Slow(piece, f"note,aircraft,time,lon,lat,more{end}{text}".encode())
    reading = Reading()

    blocks = list(csv_blocks(source, "f", reading))
    for block in blocks:
        reading.points(block)

    assert [row for _, row, *_ in reading.listed] == wanted
    assert sum(len(block.time) for block in blocks) == sum(one is not None for one in records)


@pytest.mark.parametrize("packed", [parquet(), gzip.compress((HEAD + ROWS).encode())], ids=["parquet", "gzip"])
def test_standard_input_may_be_whatever_a_file_may_be(stays, packed):
    found, _ = stays(packed, stdin=True)

    assert found == STAY


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ({"lon": pa.array([[1.0], [2.0]])}, "lon: list"),
        ({"aircraft": pa.array([{"a": 1}, {"a": 2}])}, "aircraft: struct"),
        ({"time": pa.array([0, 16], pa.duration("ms"))}, "time: duration"),
    ],
)
def test_a_column_that_holds_no_such_thing_is_named(stays, column, kind):
    _, told = stays(parquet(**column), code=2)

    assert told["errors"][0]["code"] == "TRACKS-UNREADABLE"
    assert told["errors"][0]["found"].startswith(kind)


def test_a_cut_archive_is_named_as_what_it_is(stays):
    _, told = stays(gzip.compress((HEAD + ROWS * 500).encode())[:-20], code=2)

    assert [one["code"] for one in told["errors"]] == ["TRACKS-UNREADABLE", "TRACKS-NOTHING-USABLE"]


def test_a_number_no_time_can_be_leaves_out_its_row_only():
    assert instants(pa.array([2**64 - 1, 20], pa.uint64())).tolist() == [-(2**63), 20_000_000]


def test_numbers_in_a_dictionary_are_rounded_as_numbers_are():
    # 1.5e-7 as a double lies below the half that its digits name.
    values = pa.array([0.00000015, 5.25])

    assert degrees(values.dictionary_encode(), 10**9).tolist() == degrees(values, 10**9).tolist() == [1, 52_500_000]


@pytest.mark.parametrize("text", ["1_0", "\u0662\u0660", "0x10", "inf", "1e", "."])
def test_what_only_a_programming_language_reads_is_no_number(text):
    assert whole(text, 7) is None
    assert instant_us(text) is None


def test_a_zone_is_less_than_a_day_from_utc():
    assert instant_us("1970-01-01T23:59:00+23:59") == 0
    assert instant_us("1970-01-02T00:00:00+24:00") is None


def snapshot(now, lon):
    return {"now": now, "aircraft": [{"hex": "x1", "lat": 5.5, "lon": lon, "seen_pos": 0.5}]}


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("\n".join(json.dumps(snapshot(*one)) for one in ((0.5, -5), (16.5, 11))), "readsb"),
        (json.dumps({"aircraft": ["x1", "x1"], "time": [0, 16], "lon": [-5, 11], "lat": [5.5, 5.5]}), "json"),
        (json.dumps({"time": 0, "states": [["x1", "", "", n, n, x, 5.5, 1e3] for n, x in ((0, -5), (16, 11))]}), "opensky"),
    ],
    ids=["snapshots, one a line", "columns that are lists", "state vectors"],
)  # fmt: skip
def test_json_is_read_in_whichever_form_it_comes(stays, text, form):
    found, told = stays(text, "--format", form)

    assert (found, told["rejected"]) == (STAY, {})


def test_json_deeper_than_any_track_is_named(stays):
    _, told = stays("[" * 100_000, code=2)

    assert told["errors"][0]["code"] == "TRACKS-UNREADABLE"


def test_an_event_that_was_cut_off_is_counted(stays, tmp_path):
    event = '<event uid="u1" type="a-f-A" time="1970-01-01T00:00:00Z"><point lat="1" lon="1"/></event>'
    person = '<event uid="u2" type="a-f-G" time="1970-01-01T00:00:00Z"><point lat="1"'

    _, cut = stays(event + event[:-20])
    _, other = stays(event + person, "--rejects", str(tmp_path / "rejects.csv"))

    assert (cut["points"], cut["rejected"]) == (1, {"EVENT-UNREADABLE": 1})
    assert (other["rejected"], other["flags"]) == ({}, {"NOT-AIR-DISCARDED": 1})
    assert "u2" not in (tmp_path / "rejects.csv").read_text()


def test_a_time_after_the_year_2255_may_be_a_double():
    given = [9_100_000_000.125, 253_402_300_799.0, 253_402_300_800.0, -62_135_596_800.0, float("nan")]

    found = instants(pa.array(given)).tolist()

    assert found == [9_100_000_000_125_000, 253_402_300_799_000_000, -(2**63), -62_135_596_800_000_000, -(2**63)]


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_feed_that_sends_its_names_with_every_connection_is_read_on(mark):
    head, line = HEAD.replace(",", mark).encode(), b"x1,%d,1,2\n"
    reading = Reading()
    rows = FeedRows("feed", None, reading, datagrams=False)

    first = rows.block(head + (line % 5).replace(b",", mark.encode()), 0)
    rows.cut()
    second = rows.block(head + (line % 6).replace(b",", mark.encode()), 0)

    assert [block.time.to_pylist() for block in (first, second)] == [["5"], ["6"]]
    assert dict(reading.rejected) == {}


def test_a_line_without_an_end_is_left_out_alone_and_what_follows_keeps_its_lines(monkeypatch):
    monkeypatch.setattr(tracks_lines, "MOST_LINE", 1_000)
    text = HEAD + "x1,0,-5,5.5\n" + "y" * 300_000 + "\nx1,16,11,5.5\nbad\n"
    reading = Reading()

    blocks = list(csv_blocks(Slow(65_536, text.encode()), "f", reading))

    assert [(block.row, len(block.time)) for block in blocks] == [(2, 1), (4, 1)]
    assert [(row, found[:3]) for _, row, _, found in reading.listed] == [(3, "yyy"), (5, "bad")]


@pytest.mark.slow
@pytest.mark.parametrize("text", [HEAD, HEAD + "bad\n"])
def test_a_table_of_which_nothing_comes_ends_with_2_every_time(tmp_path, text):
    """A thread of Arrow that outlived the command ended every third one with 134."""
    (tmp_path / "areas.geojson").write_text(json.dumps(AREAS))
    (tmp_path / "t.csv").write_text(text)
    command = [sys.executable, "-m", "jig", "air", "episodes", "t.csv", "--areas", "areas.geojson"]

    codes = [subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode for _ in range(6)]

    assert codes == [2] * 6


def test_what_is_no_text_is_named_as_what_it_is(stays):
    for data, found in (((HEAD + ROWS).encode("utf-16"), "UTF-16"), (b"PK\x03\x04" + bytes(90), "ZIP, XLSX")):
        _, told = stays(data, code=2)

        assert (told["errors"][0]["code"], told["errors"][0]["found"]) == ("TRACKS-NOT-TEXT", found)


def test_the_first_of_each_cause_stands_beside_its_count(stays):
    """A watch officer sees at once that the times are milliseconds."""
    _, told = stays(HEAD + "x1,1473638400000,36,35\nx1,1473638405000,36,35\n", code=2)

    assert told["errors"][-1]["found"] == "TIME-UNREADABLE 2 (1473638400000)"
