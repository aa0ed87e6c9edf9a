"""A feed cut anywhere gives the messages it carries (ToR 3.b); of what is no aircraft only the number is known."""

import json
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from asterix import generated
from hypothesis import given
from hypothesis import strategies as st

from jig.adapters import feed_rows
from jig.adapters.feed_rows import FeedRows, Messages
from jig.adapters.feeds import Address, address_of, parts_of, until
from jig.adapters.flag_list import degrees
from jig.adapters.tracks_read import Reading, TracksFault
from jig.adapters.watch_file import SeenFile, read_seen

NOW = 1_473_638_410_000_000


def cuts(data, at):
    marks = sorted({0, len(data), *(n % (len(data) + 1) for n in at)})
    return [data[a:b] for a, b in pairwise(marks)]


@given(st.lists(st.binary(max_size=9).map(lambda b: b.replace(b"\n", b"")), max_size=8), st.lists(st.integers(0, 999)))
def test_lines_are_found_wherever_the_stream_is_cut(wanted, at):
    data = b"".join(line + b"\n" for line in wanted)
    messages = Messages(feed_rows.lines, 1_000, Counter())

    assert [one for piece in cuts(data, at) for one in messages.take(piece)] == wanted


@given(st.lists(st.binary(max_size=9), max_size=6), st.lists(st.integers(0, 999)))
def test_data_blocks_are_found_wherever_the_stream_is_cut(bodies, at):
    wanted = [b"\x3e" + (len(body) + 3).to_bytes(2, "big") + body for body in bodies]
    messages = Messages(feed_rows.blocks, 1_000, Counter())

    assert [one for piece in cuts(b"".join(wanted), at) for one in messages.take(piece)] == wanted


def test_a_line_without_an_end_is_dropped_counted_and_skipped_over():
    flags = Counter()
    messages = Messages(feed_rows.lines, 100, flags)

    found = [one for _ in range(50) for one in messages.take(b"x" * 40)]
    found += messages.take(b"tail\nwhole\n")

    assert found == [b"whole"]
    assert flags == {"TOO-LONG-DROPPED": 1}


def rows(format_name, *pieces, reading=None):
    reading = reading or Reading(from_file=False, with_heights=True)
    feed = FeedRows("feed", format_name, reading, datagrams=False)
    blocks = [block for piece in pieces if (block := feed.block(piece, NOW)) is not None]
    return reading, blocks


EVENT = (
    '<event uid="{uid}" type="{type}" time="2016-09-12T00:00:00Z"><point lat="35.05" lon="36.05" hae="{hae}" ce="{ce}"/>'
    "<detail>{more}</detail></event>"
)


def test_of_cursor_on_target_height_is_geometric_and_its_error_is_its_own():
    data = EVENT.format(uid="k1", type="a-f-A-M-F", hae="1200.5", ce="40", more="")
    unknown = EVENT.format(uid="k2", type="a-u-A", hae="9999999.0", ce="9999999.0", more="")

    _, (block,) = rows("cot", (data + unknown).encode())

    assert np.allclose(block.altitude_geo_m, [1200.5, np.nan], equal_nan=True)
    assert np.allclose(block.error_m, [40.0, np.nan], equal_nan=True)
    assert block.altitude_baro_m is None


@pytest.mark.parametrize(
    "event",
    [
        EVENT.format(uid="aid-7", type="a-n-G", hae="1", ce="1", more="SECRET"),
        EVENT.format(uid="aid-7", type="b-m-p", hae="1", ce="1", more="SECRET <<"),
        '<event uid="aid-7" how="type=\'a-f-A\'" type="a-n-G" time="SECRET"><point lat="1" lon="2"/></event>',
        '<event uid="aid-7" type="a-n-G"><detail type="a-f-A">SECRET</detail></event>',
    ],
)
@pytest.mark.parametrize("name", ["cot", "sbs", "json", "csv"])
def test_nothing_of_what_is_no_air_track_is_listed_anywhere(event, name):
    """Aid and people: only their number is known, even where the format was named wrongly."""
    first = b"aircraft,time,lon,lat\n" if name == "csv" else b""

    reading, blocks = rows(name, first + event.encode() + b"\n")

    assert blocks == []
    listed = json.dumps(reading.listed)
    assert "SECRET" not in listed
    assert "aid-7" not in listed
    assert name != "cot" or dict(reading.flags) == {"NOT-AIR-DISCARDED": 1}


def test_on_the_ground_is_no_barometric_height():
    lines = [
        {"hex": "k1", "time": 5, "lat": 1, "lon": 2, "alt_baro": "ground", "alt_geom": 100, "rc": 75},
        {"icao24": "k2", "time": 5, "lat": 1, "lon": 2, "baroaltitude": 900, "geoaltitude": 950.5, "nac_p": 0},
        {"icao24": "k3", "time": 5, "lat": 1, "lon": 2, "altitude": 31_000},
    ]

    _, (block,) = rows("json", "".join(json.dumps(one) + "\n" for one in lines).encode())

    assert np.allclose(block.altitude_baro_m, [np.nan, 900, np.nan], equal_nan=True)
    assert np.allclose(block.altitude_geo_m, [30.48, 950.5, np.nan], equal_nan=True)
    assert np.allclose(block.altitude, [np.nan, np.nan, 31_000], equal_nan=True)
    assert np.allclose(block.error_m, [75, np.nan, np.nan], equal_nan=True)


def test_a_table_keeps_its_heights_in_three_columns():
    text = b"aircraft,time,lon,lat,altitude,baroaltitude,geo_altitude\nk,5,1,2,100,200,\nk,6,1,2\n"

    reading, (block,) = rows("csv", text[:30], text[30:])

    assert (block.altitude.tolist(), block.altitude_baro_m.tolist()) == ([100.0], [200.0])
    assert block.altitude_geo_m is None
    assert dict(reading.rejected) == {"LINE-UNREADABLE": 1}


def test_system_tracks_say_their_own_accuracy_and_both_heights():
    """CAT 062: I130 geometric, I135 barometric before I136, I500 twice the larger standard deviation."""
    record = generated.Cat_062_1_21.cv_record.create({
        "010": (("SAC", 1), ("SIC", 2)), "070": (10.0, "s"), "040": 7,
        "105": (("LAT", (35.05, "°")), ("LON", (36.05, "°"))), "130": (10_000.0, "ft"),
        "135": (("QNH", 0), ("CTB", (95.0, "FL"))), "136": (90.0, "FL"), "500": {"APC": (("X", (30.0, "m")), ("Y", (45.0, "m")))},
    })  # fmt: skip
    data = generated.Cat_062_1_21.create([record]).unparse().to_bytes()

    _, (block,) = rows("asterix", data[:5], data[5:])

    assert np.allclose(block.altitude_geo_m, [3_048.0])
    assert np.allclose(block.altitude_baro_m, [9_500 * 0.3048])
    assert np.allclose(block.error_m, [90.0])
    assert block.time.to_pylist() == ["1473638410.000000000"]


@pytest.mark.parametrize("of_day", [86_400.0, 43_200.0])
def test_a_time_of_day_far_from_its_receipt_is_no_reading(of_day):
    record = generated.Cat_062_1_21.cv_record.create({
        "010": (("SAC", 1), ("SIC", 2)), "070": (of_day, "s"), "040": 7,
        "105": (("LAT", (35.05, "°")), ("LON", (36.05, "°"))),
    })  # fmt: skip

    reading, blocks = rows("asterix", generated.Cat_062_1_21.create([record]).unparse().to_bytes())

    assert (blocks, dict(reading.rejected)) == ([], {"EDITION-OTHER": 1})


def test_a_format_of_whole_files_is_none_of_a_feed():
    with pytest.raises(TracksFault) as refused:
        rows("parquet", b"PAR1")

    assert refused.value.code == "TRACKS-FORMAT"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("-", Address("stdin")),
        ("udp://:5000", Address("udp", "", 5000)),
        ("tcp://[::1]:30003", Address("tcp", "::1", 30003)),
        ("tracks.csv", Address("file", path="tracks.csv")),
    ],
)
def test_an_address_says_where_points_come_from(text, address):
    assert address_of(text) == address


def test_a_source_that_gives_nothing_gives_ticks():
    parts = until(parts_of(address_of("udp://127.0.0.1:39471"), once=False), 1.5)

    assert [part.state for part in parts][:2] == ["UP", "TICK"]


def test_what_a_watch_saw_is_kept_within_bounds_and_survives_half_a_line(tmp_path):
    seen = SeenFile(tmp_path, most=2_000)
    for number in range(100):
        seen.append({"id": f"{number}", "aircraft": f"k{number}", "text": "x" * 100})
    seen.close()
    with (tmp_path / "watch" / "seen.jsonl").open("ab") as file:
        file.write(b'{"id": "torn')

    again = SeenFile(tmp_path, most=2_000)
    again.append({"id": "after"})
    again.close()

    kept = [one["id"] for one in read_seen(tmp_path)]
    assert kept[-2:] == ["99", "after"]
    assert len(list((tmp_path / "watch").iterdir())) <= 5
    assert {"aircraft": "k99"} in SeenFile(tmp_path)
    assert {"aircraft": "k0"} not in SeenFile(tmp_path)
    assert "0" not in kept


@given(st.integers(-(2**31), 2**31))
def test_lattice_units_are_written_digit_for_digit(units):
    assert round(float(degrees(units)) * 1e7) == units


@pytest.mark.parametrize("name", feed_rows.FORMATS)
@given(
    pieces=st.lists(
        st.binary(max_size=60) | st.sampled_from([b"\n", b"<event type='a-f-A'", b"</event>", b"MSG,3,"]), max_size=6
    )
)
def test_no_bytes_make_a_reader_stumble(name, pieces):
    """Whoever sends can send anything: it is counted, and the next message is read."""
    first = b"aircraft,time,lon,lat\n" if name == "csv" else b""

    reading, blocks = rows(name, first, *pieces)

    for block in blocks:
        reading.points(block)


def test_a_radars_report_is_placed_from_its_site_with_an_error_that_grows_with_range():
    """CAT 048: ten miles due north of the site is 18,520 m of meridian, at 110,941 m a degree there."""
    record = generated.Cat_048_1_32.cv_record.create({
        "010": (("SAC", 25), ("SIC", 9)), "140": (10.0, "s"), "040": (("RHO", (10.0, "NM")), ("THETA", (0.0, "°"))),
        "220": 0x4B1908, "090": (("V", 0), ("G", 0), ("FL", (10.0, "FL"))),
    })  # fmt: skip
    data = generated.Cat_048_1_32.create([record]).unparse().to_bytes()

    _, (block,) = rows(
        "asterix", data, reading=Reading(from_file=False, sensors={"25/9": (36.0, 35.0, 304.8)})
    )  # fmt: skip

    assert block.aircraft.to_pylist() == ["4b1908"]
    assert float(block.lat[0].as_py()) == pytest.approx(35 + 18_520 / 110_941, abs=2e-5)
    assert float(block.lon[0].as_py()) == pytest.approx(36.0, abs=1e-7)
    assert np.allclose(block.altitude_baro_m, [304.8])
    assert block.error_m[0] == pytest.approx((140**2 + (18_520 * 0.16 * np.pi / 180) ** 2) ** 0.5, rel=1e-3)
    assert block.kind == "radar"
