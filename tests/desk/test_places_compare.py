"""Places as scripts and officers meet them: compare, read back, heights, times, the day before (issue 3)."""

import pytest

from cli_nodes import OFFICERS, PROFILE, A, B, Shell
from jig.agreement.profile import load_profile
from jig.desk.cli import main
from jig.places.notations import NOTATIONS
from jig.record.bundle import decode
from jig.record.entry import read_entry

#: 37S FV 03718 11097 is 35.3297 N 40.1410 E.
HERE, NINE_KM_NORTH = "35.3297N 40.1409E", "35.4107N 40.1409E"


@pytest.fixture
def desk(tmp_path, capsys, monkeypatch):
    for name in ("JIG_LANG", "JIG_GEOID_EGM96"):
        monkeypatch.delenv(name, raising=False)
    return Shell(tmp_path, capsys)


def is_russian(text):
    return sum("а" <= letter <= "я" for letter in text.lower()) > len(text) // 4


# --- compare ---------------------------------------------------------------------------------------------------------


def test_two_positions_are_compared_under_the_names_scripts_rely_on(desk):
    """Issue 3, Interface; A50."""
    ran = desk("places", "compare", HERE, NINE_KM_NORTH, "--json")

    assert ran.code == 0
    assert {"distance_m", "ce90_combined_m", "verdict"} <= set(ran.json)
    assert ran.json["verdict"] == "DIFFERENT"
    assert ran.json["distance_m"] == pytest.approx(8_987, abs=5)
    assert ran.err.startswith("DIFFERENT: ")


@pytest.mark.parametrize(
    ("a", "b", "options", "verdict", "why"),
    [
        (HERE, "35.3298N 40.1410E", (), "SAME", "WITHIN-TOLERANCE"),
        (HERE + "@WGS84", "35.3305N 40.1409E@WGS84", ("--ce90-a", "80", "--ce90-b", "60"), "SAME", "WITHIN-ERROR"),
        (HERE + "@WGS84", "35.3305N 40.1409E@WGS84", ("--ce90-a", "unknown"), "UNDETERMINED", "ERROR-UNKNOWN"),
        (HERE, HERE + "@SK42-GEO", (), "DIFFERENT", "BEYOND-ERROR"),
        ("36SYD0000000000", "36SYD04@MGRS", (), "DIFFERENT", "BEYOND-ERROR"),
        ("36SYD0450045500", "36SYD0445@MGRS", (), "SAME", "WITHIN-TOLERANCE"),
        ("36SYD0490045900", "36SYD0445@MGRS", (), "UNDETERMINED", "TOO-VAGUE"),
        ("35°19'47\"N 40°08'27\"E", "35.3297N 40.1409E", (), "UNDETERMINED", "READINGS-DISAGREE"),
        ('{"text": "35.3297 40.1409", "notation": "WGS84"}', HERE, (), "SAME", "WITHIN-TOLERANCE"),
    ],
)
def test_a_comparison_says_its_verdict_and_why(desk, a, b, options, verdict, why):
    """A50: and the same with both exchanged."""
    swapped = [{"--ce90-a": "--ce90-b", "--ce90-b": "--ce90-a"}.get(one, one) for one in options]

    there, back = (desk("places", "compare", *pair, "--json").json for pair in ((a, b, *options), (b, a, *swapped)))

    assert (there["verdict"], there["why"]) == (verdict, why)
    assert (back["verdict"], back["distance_m"]) == (verdict, there["distance_m"])


def test_degrees_without_a_datum_are_marked_as_read(desk):
    """A22: WGS 84 by the signed reading, never in silence."""
    ran = desk("places", "compare", HERE, NINE_KM_NORTH + "@WGS84", "--json")

    assert ran.json["a"][0]["notes"] == ["READ-AS-CANONICAL"]
    assert ran.json["b"][0]["notes"] == []
    assert "A names no datum" in ran.err
    assert "B names no datum" not in ran.err


def test_all_faults_of_both_are_told_together_in_the_readers_language(desk):
    ran = desk("places", "compare", "взъярённый", "35.3 40.1@NOPE", "--ce90-b", "-4", "--json", "--lang", "ru")

    assert ran.code == 2
    assert [(each["code"], each["path"]) for each in ran.errors] == [
        ("UNRESOLVED-PLACE", "A"), ("NOTATION-UNKNOWN", "B"), ("COMPARE-ERROR", "B"),
    ]  # fmt: skip
    assert all(is_russian(each["next"]) for each in ran.errors)


@pytest.mark.parametrize("text", ["{", "{}", "[1]", '{"text": 5}', '{"lat_e7": 1}', '{"text": "35 40", "more": 1}'])
def test_json_that_is_no_position_is_refused(desk, text):
    given = text if text.startswith("{") else "{" + text

    assert desk("places", "compare", given, HERE, "--json").codes == ["COMPARE-JSON"]


# --- heights, speeds, times ------------------------------------------------------------------------------------------


def test_a_height_is_shown_with_its_datum_and_refused_without_a_grid(desk):
    shown = desk("places", "height", "FL150", "--json")
    refused = desk("places", "height", "1500 m EGM96", "--to", "ELLIPSOID", "--at", HERE, "--json", "--lang", "ru")

    assert (shown.json["datum"], shown.json["ft"], shown.json["m"]) == ("FLIGHT-LEVEL", "15000", "4572")
    assert "1013.25" in shown.err
    assert (refused.code, refused.codes) == (2, ["HEIGHT-NO-GRID"])
    assert "egm96_15.gtx" in refused.errors[0]["next"]
    assert is_russian(refused.errors[0]["what"])


def test_a_grid_that_was_named_and_cannot_be_used_is_never_passed_over(desk, monkeypatch):
    bad = desk.file("bad.gtx", b"no grid")
    missing = desk("places", "height", "9 m HAE", "--to", "EGM96", "--at", HERE, "--grid", desk.folder / "no", "--json")
    spoiled = desk("places", "height", "9 m HAE", "--to", "EGM96", "--at", HERE, "--grid", bad, "--json")
    monkeypatch.setenv("JIG_GEOID_EGM96", str(bad))
    named = desk("places", "height", "9 m HAE", "--to", "EGM96", "--at", HERE, "--json")

    assert (missing.code, spoiled.codes, named.codes) == (2, ["HEIGHT-GRID-UNREADABLE"], ["HEIGHT-GRID-UNREADABLE"])


def test_speeds_and_times_are_read_in_both_languages(desk):
    speed = desk("places", "speed", "450 км/ч", "--json").json
    time = desk("places", "time", "17.09.2016 15:55 местное (дамасское)", "--json").json

    assert speed["values"] == {"m/s": "125", "km/h": "450", "kt": "242.981"}
    assert (time["dtg"], time["utc"]) == ("171255Z SEP 16", "2016-09-17T12:55:00Z")
    assert time["tzdata"] == load_profile(PROFILE).zones.tzdata
    assert desk("places", "speed", "M 0.8", "--json").codes == ["SPEED-NEEDS-TEMPERATURE"]
    assert desk("places", "time", "2016-03-25 00:30", "--zone", "Asia/Damascus", "--json").codes == [
        "TIME-LOCAL-MISSING"
    ]


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_day_before_is_computed_with_the_instant_and_why(desk, lang):
    """Issue 3, Interface; A05."""
    given = ("2016-03-25T12:00:00Z", "--zone", "Asia/Damascus", "--json", "--lang", lang)
    ran = desk("places", "day-before", *given)

    assert (ran.code, ran.json["day_before"], ran.json["due"]) == (0, "2016-03-24", "2016-03-24T22:00:00Z")
    assert (ran.json["local_date"], ran.json["begins"], ran.json["reading"]) == ("2016-03-25", "GAP", "A05")
    assert (lang == "ru") == is_russian(ran.json["why"])


def test_the_day_before_names_every_fault(desk):
    ran = desk("places", "day-before", "soon", "--zone", "Nowhere", "--json")
    cutoff = desk("places", "day-before", "171255Z SEP 16", "--cutoff", "24:00", "--json")

    assert (ran.code, ran.codes) == (2, ["TIME-ZONE-UNKNOWN", "TIME-UNREADABLE"])
    assert (cutoff.code, cutoff.codes) == (2, ["TIME-CUTOFF"])


# --- read-back -------------------------------------------------------------------------------------------------------


def test_each_participants_notations_are_known_here():
    """Issue 3: the reader's own notations are the profile's."""
    for one in load_profile(PROFILE).participants:
        assert one.notations
        assert set(one.notations) <= set(NOTATIONS)


def target(**changed):
    position = {"text": "35.32970 40.14090", "notation": "WGS84", "axes": "NE", "source_mm": 3000}
    return {
        "target_id": "T-1", "adversary": "X", "category": "OTHER", "target_type": "FACILITY", "description": "EXERCISE",
        "position": position, "lang": "en", "text": "EXERCISE",
    } | changed  # fmt: skip


def test_a_preview_reads_a_position_back_to_both_and_an_explanation_to_its_reader(shell):
    """ToR 1.d.iv: in the reader's own notation, with the error of going there and back, before acceptance."""
    given, officer = shell.file("target.json", target()), OFFICERS[A][0][0]
    own = {one.code: set(one.notations) for one in load_profile(PROFILE).participants}

    before = shell("preview", shell.node(A), "target", given, "--json").json["readback"]
    entry = shell("submit", shell.node(A), "target", given, "--officer", officer, "--json").json["entry"]
    explained = shell("explain", shell.node(A), entry, "--json").json["readback"]
    shown = shell("places", "readback", shell.node(A), entry, "--path", "position", "--json", "--lang", "ru")
    wrong = shell("places", "readback", shell.node(A), entry, "--path", "aim", "--json")

    assert {row["reader"]: set(row["readback"]) for row in before} == own
    assert [row["reader"] for row in explained] == [A]
    assert all(found["error_m"] < 1.5 for row in before for found in row["readback"].values())
    assert [row["path"] for row in before] == ["position", "position"]
    assert shown.json["positions"] == explained
    assert is_russian(shown.err.splitlines()[0].partition(":")[0])
    assert (wrong.code, wrong.codes) == (2, ["READBACK-PATH"])
    assert own[A] != own[B]


def test_f01_a_notice_nine_kilometres_off_is_refused_with_the_distance(tmp_path, capsys, monkeypatch):
    """F01, C078, A50: an agreed target's notice with its aim shifted, through the command line of real nodes."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shell = Shell(tmp_path / "played", capsys)
    assert main(["demo", "--headless", "--out", str(shell.folder)]) == 0
    code, body = _agreed_plan(shell)
    aim = body["aim"]
    shifted = {
        "text": f"{aim['lat_e7'] / 1e7 + 0.0811:.5f} {aim['lon_e7'] / 1e7:.5f}",
        "notation": "WGS84",
        "axes": "NE",
    }

    same = shell("preview", shell.node(code), "plan", shell.file("as-agreed.json", body), "--json").json
    off = shell("preview", shell.node(code), "plan", shell.file("off.json", body | {"aim": shifted}), "--json")

    # Not a metre off: there is nothing to ask.
    assert _finding(same)["kept"] in (None, True)
    assert (off.code, off.json["verdict"], _finding(off.json)["kept"]) == (1, "REFUSED", False)
    assert _finding(off.json)["facts"]["found"] == pytest.approx(9_000, abs=60)
    assert str(_finding(off.json)["facts"]["found"]) in off.err


def _finding(answer):
    named = (one for one in answer["findings"] if one["code"].endswith("the_aim_is_the_agreed_location"))
    return next(named, {"kept": None, "facts": {}})


def _agreed_plan(shell):
    """An accepted plan of the demo: its author's code, and its body."""
    for one in (A, B):
        for sealed in decode((shell.folder / f"{one}.log").read_bytes()).entries:
            entry, _ = read_entry(sealed.envelope)
            if entry.kind != "plan":
                continue
            found = shell("explain", shell.node(one), f"{one}/{entry.seq}", "--json").json
            if found["verdict"] == "OK":
                return one, found["body"]
    raise AssertionError("the demo plays no accepted plan")
