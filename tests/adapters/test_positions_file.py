"""A file of positions: every row answered, none lost, the quick way and the strict parser of one mind (ToR 1.d.iv)."""

import csv
import io
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jig.adapters import positions_file
from jig.adapters.positions_arrow import degrees_text, metres_text
from jig.adapters.positions_convert import Plan, Tally, converted, read_row, usual_axes
from jig.adapters.positions_file import LineTooLong, NotText, PositionsFile
from jig.places.faults import Unreadable
from jig.places.operations import operations_in_force
from jig.places.position import Area

AREA = Area(310_000_000, 340_000_000, 385_000_000, 440_000_000)
PAIR = {"first": 1, "second": 2}


def plan(notation: str | None, columns: Mapping[str, int] = PAIR, **other: object) -> Plan:
    fields = {"to": (), "zone": None, "axes": usual_axes(notation), **other}
    return Plan(columns, notation, in_force=operations_in_force(), area=AREA, said=lambda told: told.code, **fields)  # type: ignore[arg-type]


def answered(data: bytes | str, chosen: Plan) -> tuple[list[dict[str, str]], Tally, str]:
    file = PositionsFile(io.BytesIO(data if isinstance(data, bytes) else data.encode("utf-8", "surrogateescape")))
    tally = Tally()
    text = "".join(converted(file, chosen, tally))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=file.separator))
    return rows, tally, text


LATLIKE = st.floats(-95, 95, allow_nan=False)
LONLIKE = st.floats(-190, 190, allow_nan=False)
SHAPES = st.sampled_from(["{:.0f}", "{:.1f}", "{:.5f}", "{:.8f}", " {:.3f} ", "+{:.2f}", "{:e}", "{:.3f}N", "{:.2f}°"])
ODD = st.sampled_from(["", "nan", "inf", "-", "1_0", "0x1", "3 5", "35.", ".5", "٣٥", "35°20'15", "\u00a035.1", "1e3"])
PLANE = (
    st.floats(-1e5, 1.1e7, allow_nan=False) | st.floats(3.4e6, 4.2e6) | st.floats(6.2e6, 8.8e6) | st.floats(1e5, 9e5)
)


def field(numbers: st.SearchStrategy[float]) -> st.SearchStrategy[str]:
    return st.builds(str.format, SHAPES, numbers) | ODD


def check_against_the_parser(rows: list[tuple[str, str, str]], notation: str, zoned: bool) -> None:
    """Both ways on the same rows: the file's answer is what the parser says of each."""
    columns = {**PAIR, "zone": 3} if zoned else PAIR
    chosen = plan(notation, columns)
    text = "id;a;b;zone\n" + "".join(f"{at};{a};{b};{zone}\n" for at, (a, b, zone) in enumerate(rows))

    found, _, _ = answered(text, chosen)

    assert [each["id"] for each in found] == [str(at) for at in range(len(rows))]
    for each, (a, b, zone) in zip(found, rows, strict=True):
        try:
            reading = read_row((a.strip(), b.strip()), zone if zoned else "", chosen)
        except Unreadable as refused:
            assert each["error"].split(":")[0] == refused.faults[0].code
            assert each["wgs84_lat"] == ""
            continue
        assert each["error"] == ""
        assert abs(float(each["wgs84_lat"]) - reading.lat) < 2e-8 and abs(float(each["wgs84_lon"]) - reading.lon) < 2e-8
        assert abs(float(each["ce90_m"]) * 1000 - reading.ce90_mm) <= 1.001
        assert (each["operation"], each["notes"]) == (reading.operation, " ".join(n.code for n in reading.notes))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(field(LATLIKE), field(LONLIKE), st.just("")), min_size=1, max_size=20))
def test_degrees_the_quick_way_are_the_parsers(rows: list[tuple[str, str, str]]) -> None:
    """ToR 1.d.iv."""
    for notation in ("WGS84", "SK42-GEO", "PZ90.11", "DEIREZZOR"):
        check_against_the_parser(rows, notation, zoned=False)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(field(PLANE), field(PLANE), st.sampled_from(["", "7", "6", "0", "61", "x"])), min_size=1, max_size=20
    ),
    st.sampled_from(["SK42-GK", "SK95-GK", "SYRIA-LAMBERT", "LEVANT"]),
    st.booleans(),
)
def test_metres_the_quick_way_are_the_parsers(rows: list[tuple[str, str, str]], notation: str, zoned: bool) -> None:
    """ToR 1.d.iv: faults and notes included."""
    check_against_the_parser(rows, notation, zoned=zoned)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(150_000, 850_000),
            st.integers(3_400_000, 4_300_000),
            st.sampled_from(["36", "37", "37S", "38", "", "99"]),
        )
    )
)
def test_utm_the_quick_way_is_the_parsers(rows: list[tuple[int, int, str]]) -> None:
    """ToR 1.d.iv: easting, northing, and the zone in its own column."""
    check_against_the_parser([(str(e), str(n), zone) for e, n, zone in rows], "UTM", zoned=True)


@pytest.mark.parametrize("axes", ["NE", "EN"])
@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(30, 39), st.floats(33, 45), st.sampled_from([" ", ", ", ";", "; ", ","])), min_size=1)
)
def test_a_text_column_the_quick_way_is_the_parsers(axes: str, rows: list[tuple[float, float, str]]) -> None:
    """ToR 1.d.iv: the order is declared for the file, and an exchanged one is noted."""
    chosen = plan("SK42-GEO", {"text": 1}, axes=axes)
    texts = [f"{a:.4f}{gap}{b:.4f}" for a, b, gap in rows]

    found, _, _ = answered("id\ttext\n" + "".join(f"{at}\t{text}\n" for at, text in enumerate(texts)), chosen)

    for each, text in zip(found, texts, strict=True):
        reading = read_row((text,), "", chosen)
        assert (each["wgs84_lat"], each["wgs84_lon"]) == (degrees_text(reading.lat), degrees_text(reading.lon))
        assert each["notes"] == " ".join(note.code for note in reading.notes)


def test_faults_stand_beside_their_rows_and_no_row_is_lost_or_moved() -> None:
    """ToR 1.d.iv: short, long, empty, quoted over two lines, not a number, out of range; each in its place."""
    text = (
        "id,lat,lon,remark\n1,35.1,40.1,good\n2,95,40.1,out\n3,,40.1,empty\n4,nan,40.1,no number\n5,35.1\n"
        '6,35.1,40.1,a,b\n7,"35,2",40.1,"over\ntwo lines"\n\n8,35°20\'15"N,40.1,degrees\n9,35.3,40.1,end'
    )

    rows, tally, _ = answered(text, plan("WGS84"))

    assert [row["id"] for row in rows] == list("123456789")
    assert [row["error"].split(":")[0] for row in rows] == [
        "", "LATITUDE-OUT-OF-RANGE", "POSITION-EMPTY", "NOTATION-MISMATCH", "COLUMNS-UNEVEN", "COLUMNS-UNEVEN", "", "", "",
    ]  # fmt: skip
    assert rows[5]["remark"] == "a,b"
    assert rows[6]["remark"] == "over\ntwo lines"
    assert (rows[6]["wgs84_lat"], rows[7]["wgs84_lat"]) == ("35.20000000", "35.33750000")
    assert (tally.rows, tally.converted) == (9, 4)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("separator", "comma"), [(",", "."), (";", ","), ("\t", ".")])
def test_marks_of_other_offices_are_read_and_kept(encoding: str, end: str, separator: str, comma: str) -> None:
    """ToR 1.d.iv: byte order mark, line ends, separator, decimal comma."""
    lines = [["id", "lat", "lon"], ["1", "35.3412", "40.1234"], ["2", "36.3412", "41.1234"]]
    text = "".join(separator.join(each).replace(".", comma) + end for each in lines)

    rows, tally, out = answered(text.encode(encoding), plan("WGS84"))

    assert [row["wgs84_lat"] for row in rows] == ["35.34120000", "36.34120000"]
    assert out.startswith("\ufeff") is (encoding == "utf-8-sig")
    assert out.count(end) == 3
    assert tally.converted == 2


def test_quotes_that_never_end_cost_their_own_row_only() -> None:
    """ToR 1.d.iv: what follows is read on; memory stays bounded."""
    many = "".join(f"{at},35.1,40.1\n" for at in range(20_000))

    _, tally, out = answered('id,lat,lon\n0,"35.1,40.1\n' + many, plan("WGS84"))

    assert (tally.rows, tally.converted) == (20_001, 20_000)
    assert out.splitlines()[1].endswith("COLUMNS-UNEVEN: COLUMNS-UNEVEN")


def test_bytes_that_are_no_text_pass_through_unchanged() -> None:
    """ToR 1.d.iv: another office's code page in a remark."""
    _, tally, out = answered(b"id,lat,lon,r\n1,35.1,40.1,\xcf\xf0\xe8\n2,35.2,40.1,x\n", plan("WGS84"))

    assert b"1,35.1,40.1,\xcf\xf0\xe8,35.10000000" in out.encode("utf-8", "surrogateescape")
    assert tally.converted == 2


def test_a_file_cut_into_small_pieces_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """ToR 1.d.iv: no row depends on where a piece ends."""
    text = "id,lat,lon,r\n" + "".join(
        f'{at},{34 + at / 100},{40 + at / 50},"a\n""b"""\n'
        if at % 7 == 0
        else f"{at},{34 + at / 100},{40 + at / 50},x\n"
        for at in range(150)
    )
    whole = answered(text, plan("WGS84"))

    monkeypatch.setattr(positions_file, "PIECE_BYTES", 61)
    pieces = answered(text, plan("WGS84"))

    assert pieces[2] == whole[2]
    assert whole[1].converted == 150


def test_zero_bytes_and_endless_lines_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 2, point 5: bounded memory."""
    with pytest.raises(NotText):
        PositionsFile(io.BytesIO("lat,lon\n1,2\n".encode("utf-16")))
    with pytest.raises(LineTooLong):
        answered("lat,lon\n" + "9" * (2**20 + 2**22), plan("WGS84", {"first": 0, "second": 1}))


def test_other_notations_stand_in_columns_of_their_own() -> None:
    """ToR 1.d.iv: also where a grid does not reach."""
    text = "id,lat,lon\n1,35.3412,40.1234\n2,-10,40\n"

    rows, _, _ = answered(text, plan("WGS84", to=("SK42-GK", "MGRS", "SYRIA-LAMBERT")))

    assert rows[0]["SK42-GK"] == "X=3913124.94 Y=7602238.55"
    assert rows[0]["MGRS"] == "37S FV 02086 11460"
    assert rows[0]["SYRIA-LAMBERT"] == "E=551893.68 N=380170.63"
    assert (rows[1]["SK42-GK"], rows[1]["wgs84_lat"]) == ("", "-10.00000000")
    assert "LATITUDE-OUTSIDE-GRID" in rows[1]["error"] and "PLANE-OUTSIDE-GRID" in rows[1]["error"]


def test_a_text_that_can_be_read_in_several_ways_is_no_position() -> None:
    """ToR 1.d.iv: nobody is there to choose."""
    rows, _, _ = answered("text\n35°20'15\"N 40°08'30\"E\n37SFV0208611460\n", plan(None, {"text": 0}))

    assert [row["error"].split(":")[0] for row in rows] == ["POSITION-AMBIGUOUS", ""]


@given(st.floats(-180, 180), st.integers(0, 10**9))
def test_the_written_number_is_the_nearest_of_its_digits(degrees: float, millimetres: int) -> None:
    """ToR 1.d.iv."""
    assert abs(float(degrees_text(degrees)) - degrees) <= 0.5001e-8
    assert float(metres_text(millimetres)) * 1000 == pytest.approx(millimetres)
