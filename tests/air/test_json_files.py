"""JSON of any size (ToR 3.b): what a document lists comes one by one, a broken line takes nothing else with it."""

import io
import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jig.adapters import json_pieces, tracks_json_files
from jig.adapters.json_pieces import Pieces
from jig.adapters.tracks_json_files import json_blocks
from jig.adapters.tracks_read import Reading, TracksFault

LEAF = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=False, allow_infinity=False)
)
VALUE = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4)
)


class Slow(io.BytesIO):
    """A source that gives a few bytes at a time."""

    def __init__(self, most, data):
        super().__init__(data)
        self.most = most

    def read(self, size=-1):
        return super().read(self.most if size < 0 else min(size, self.most))


def points(data, most=1 << 20):
    reading = Reading()
    found = []
    for block in json_blocks(Slow(most, data if isinstance(data, bytes) else data.encode()), "f", reading):
        reading.points(block)
        found += zip(
            block.rows.tolist(),
            *(c.to_pylist() for c in (block.aircraft, block.time, block.lon, block.lat)),
            strict=True,
        )
    return found, reading.listed


@settings(max_examples=200, deadline=None)
@given(VALUE, st.integers(1, 30), st.sampled_from([None, 1]), st.booleans())
def test_a_value_taken_in_pieces_is_the_value(value, most, indent, plain):
    data = json.dumps(value, indent=indent, ensure_ascii=plain).encode() + b" 5"
    source = Slow(most, data)
    pieces = Pieces(source.read)

    assert pieces.value() == json.loads(data[:-2], parse_float=str)
    assert (pieces.value(), pieces.peek()) == (5, "")


STATES = {"time": 5, "states": [[f"k{n}", None, "", 100 + n, 5, 36.05, 35.05] for n in range(4)]}
SEEN = {"now": 101.5, "aircraft": [{"hex": f"k{n}", "lat": 35.05, "lon": 36.05, "seen_pos": 1.5 - n} for n in range(4)]}
TRACE = {"icao": "k0", "timestamp": 99.5, "trace": [[0.5 + n, 35.05, 36.05, 1000] for n in range(4)]}
ROWS = [{"icao24": f"k{n}", "time": 100 + n, "lon": 36.05, "lat": 35.05} for n in range(4)]
COLUMNS = {
    "aircraft": [f"k{n}" for n in range(4)],
    "time": [100, 101, 102, 103],
    "lon": ["36.05"] * 4,
    "lat": ["35.05"] * 4,
}


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([STATES, SEEN, TRACE, ROWS, COLUMNS]),
    st.integers(1, 200),
    st.sampled_from([None, 2]),
    st.booleans(),
)
def test_a_document_says_the_same_however_it_is_cut_and_whatever_its_order(document, most, indent, turned):
    if turned and isinstance(document, dict):
        document = dict(reversed(document.items()))

    found, listed = points(json.dumps(document, indent=indent), most)

    assert [(row, float(time), lon, lat) for row, _, time, lon, lat in found] == [
        (n + 1, 100.0 + n, "36.05", "35.05") for n in range(4)
    ]  # fmt: skip
    assert listed == []


@pytest.mark.parametrize("most", [1, 50, 1 << 20])
@pytest.mark.parametrize("broken", [0, 1, 3])
def test_of_json_lines_a_broken_one_is_left_out_alone_with_its_line(most, broken):
    lines = [json.dumps(one) for one in ROWS]
    lines[broken] = lines[broken][:-5]
    text = "\n" + "\n\n".join(lines) + "\n"

    found, listed = points(text, most)

    assert [row for row, *_ in found] == [2 * n + 2 for n in range(4) if n != broken]
    assert [(row, cause) for _, row, cause, _ in listed] == [(2 * broken + 2, "LINE-UNREADABLE")]


def test_lines_may_be_documents_and_one_row_is_a_file():
    assert [row for row, *_ in points(json.dumps(SEEN) + "\n" + json.dumps(STATES))[0]] == [1] * 4 + [2] * 4
    assert [row for row, *_ in points(json.dumps(ROWS[0]))[0]] == [1]


def test_a_line_that_is_too_long_is_left_out_alone(monkeypatch):
    monkeypatch.setattr(tracks_json_files, "MOST_LINE", 100)
    lines = [json.dumps(ROWS[0]), json.dumps(ROWS[1] | {"more": "x" * 300}), json.dumps(ROWS[2])]

    found, listed = points("\n".join(lines), 40)

    assert [row for row, *_ in found] == [1, 3]
    assert [row for _, row, *_ in listed] == [2]


def test_a_document_that_breaks_off_gives_what_came_before_and_is_named():
    data = io.BytesIO(json.dumps(STATES).encode()[:-40])
    reading, found = Reading(), []

    with pytest.raises(TracksFault) as fault:
        found += json_blocks(data, "f", reading)

    assert fault.value.code == "TRACKS-UNREADABLE"


@pytest.mark.parametrize(
    "document",
    [COLUMNS, {"states": [["x" * 300]]}, {"more": ["y"] * 99, **STATES}, {"aircraft": SEEN["aircraft"], "x": 1}],
)
def test_what_would_have_to_be_held_whole_and_is_too_large_is_named(document, monkeypatch):
    for module in (json_pieces, tracks_json_files):
        monkeypatch.setattr(module, "MOST_VALUE", 64)

    with pytest.raises(TracksFault) as fault:
        points(json.dumps(document), 16)

    assert fault.value.code == "TRACKS-JSON-TOO-LARGE"


def test_a_list_is_never_held_whole(monkeypatch):
    """Issue 5, point 7: a file larger than memory streams."""
    monkeypatch.setattr(tracks_json_files, "MOST_LINE", 1 << 20)
    monkeypatch.setattr(tracks_json_files, "_ROWS", 2_000)

    class Endless(io.RawIOBase):
        left, said = 20 << 20, False

        def read(self, size=-1):
            start, self.said = b"" if self.said else b'{"states": [[]', True
            size = min(size, self.left)
            self.left -= size
            return start + b',["k",0,0,1,1,36,35]' * (size // 20)

    tracemalloc.start()
    with pytest.raises(TracksFault):
        sum(len(block.time) for block in json_blocks(Endless(), "f", Reading()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 10 << 20
