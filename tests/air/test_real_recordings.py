"""Every format on a real recording (ToR 3.b): what each says of place, time, height and error, and what it does not say.

What is expected is read from the recording by the plainest means, not by the reader under test.
"""

import json
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from jig.adapters.tracks_open import blocks_of
from jig.adapters.tracks_read import Reading
from jig.air.tracks import ordered
from jig.air.tracks_flags import marked

HERE = Path(__file__).parent / "data"
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "tracks"


def read(path, **told):
    reading = Reading(**told)
    blocks = list(blocks_of(str(path), None, reading))
    return reading, blocks, [reading.points(block) for block in blocks]


def test_readsb_keeps_barometric_and_geometric_heights_apart():
    told = json.loads((HERE / "readsb_trace.json").read_text())

    reading, (block,), (points,) = read(HERE / "readsb_trace.json")

    assert reading.names == [told["icao"]]
    assert points.lat.tolist() == [round(row[1] * 1e7) for row in told["trace"]]
    assert points.t.tolist() == [round((told["timestamp"] + row[0]) * 1e6) for row in told["trace"]]
    assert np.allclose(block.altitude_baro_m, [row[3] * 0.3048 for row in told["trace"]])
    geometric = [np.nan if row[10] is None else row[10] * 0.3048 for row in told["trace"]]
    assert np.allclose(block.altitude_geo_m, geometric, equal_nan=True)
    assert block.altitude is None


def test_readsb_says_how_far_off_it_is_where_it_says_so_and_elsewhere_adsb_is():
    """NACp 10 is ten metres for 95 of 100; a row without it is taken as ADS-B commonly is."""
    told = json.loads((HERE / "readsb_trace.json").read_text())["trace"]

    _, _, (points,) = read(HERE / "readsb_trace.json")

    wanted = [{8: 92.6, 9: 30.0, 10: 10.0}.get((row[8] or {}).get("nac_p"), 186.0) for row in told]
    assert np.allclose(points.error, wanted)
    assert len(set(wanted)) > 1


def test_decoded_mode_s_has_a_bare_altitude_and_messages_without_a_place():
    told = [json.loads(line) for line in (HERE / "rs1090.jsonl").read_text().splitlines()]
    placed = [one for one in told if "latitude" in one]

    reading, (block,), (points,) = read(HERE / "rs1090.jsonl")

    assert points.lon.tolist() == [round(one["longitude"] * 1e7) for one in placed]
    assert points.t.tolist() == [round(one["timestamp"] * 1e6) for one in placed]
    assert dict(reading.rejected) == {"POSITION-MISSING": len(told) - len(placed)}
    assert (block.altitude_baro_m, block.altitude_geo_m) == (None, None)
    assert np.isfinite(block.altitude).any()


def test_a_spoofed_position_is_flagged_from_where_it_leaves_to_where_it_comes_back():
    columns = json.loads((HERE / "spoofed.json").read_text())
    keys = list(columns["timestamp"])
    steps = [
        abs(columns["latitude"][b] - columns["latitude"][a]) + abs(columns["longitude"][b] - columns["longitude"][a])
        for a, b in pairwise(keys)
    ]
    leaps = [n for n, step in enumerate(steps, 1) if step > 0.02]

    reading, _, (points,) = read(HERE / "spoofed.json")
    found = ordered(points, len(reading.names))
    marks = marked(found.points, found.groups)

    assert points.t.tolist() == [columns["timestamp"][key] * 1000 for key in keys]
    assert set(np.flatnonzero(marks == 2).tolist()) <= set(range(leaps[0], leaps[-1] + 1))
    assert marks[leaps[0]] == 2


def test_a_tankers_rows_in_milliseconds_are_dated_as_they_were_flown():
    told = json.loads((HERE / "refuelling.json").read_text())

    _, _, (points,) = read(HERE / "refuelling.json")

    assert points.t.tolist() == [one["timestamp"] * 1000 for one in told]
    assert datetime.fromtimestamp(points.t[0] / 1e6, UTC).year in range(2016, 2026)


def test_sbs_has_barometric_feet_and_no_time_of_its_own_here():
    lines = [line.split(",") for line in (HERE / "sbs1.txt").read_text().splitlines()]
    placed = [fields for fields in lines if fields[0] == "MSG" and (fields[14] or fields[15])]

    reading, (block,), _ = read(HERE / "sbs1.txt")

    heights = [float(fields[11]) * 0.3048 if fields[11] else np.nan for fields in placed]
    assert np.allclose(block.altitude_baro_m, heights, equal_nan=True)
    assert dict(reading.rejected) == {"TIME-UNREADABLE": len(placed)}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the recordings lie beside the project, not in it")
class TestRecordedAsterix:
    def test_system_tracks_have_a_geometric_and_a_barometric_height(self):
        """CAT 062, octets looked up by hand: I130 of the second track 001 1001 0011 0111 01 x 6.25 ft."""
        reading, (block,), (points,) = read(SHARED / "cat062cat065.raw", day_us=1_473_638_400_000_000)

        assert reading.names == ["25/100:4980", "3c0a55"]
        assert dict(reading.flags) == {"CATEGORY-065": 1}
        assert np.allclose(block.altitude_geo_m, [43_300 * 0.3048, 35_312.5 * 0.3048])
        # 2018dF x 180 / 2**25 degrees and so on: the first track's I105, octets 25 18 8d f8 b4 2a.
        assert points.t.tolist() == [1_473_669_311_664_062, 1_473_669_311_828_125]
        assert points.error.tolist() == [500.0, 500.0]

    def test_an_edition_nobody_decodes_is_refused_block_by_block_and_never_misread(self):
        """CAT 062 before edition 1.0: another order of items, and positions of six octets."""
        reading, blocks, _ = read(SHARED / "asterix.pcap")

        assert blocks == []
        assert set(reading.rejected) == {"BLOCK-UNREADABLE", "EDITION-OTHER"}
        assert sum(reading.rejected.values()) + reading.flags["WITHOUT-POSITION"] >= 100

    def test_a_radars_reports_have_its_own_error_that_grows_with_range(self):
        reading, (block,), (points,) = read(SHARED / "cat_034_048.pcap", sensors={"25/201": (16.0, 45.8, 100.0)})

        assert reading.rejected["SENSOR-UNKNOWN"] > 0
        assert (np.diff(np.sort(points.error)) >= 0).all()
        assert points.error.min() > 140.0
        assert block.altitude_geo_m is None
        assert np.isfinite(block.altitude_baro_m).any()
