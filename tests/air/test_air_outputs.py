"""What `jig air episodes` leaves behind: drafts for an officer, and nothing half written (ToR 3.b)."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from air.test_air_command import CROSSING, feature, run  # noqa: F401
from jig.adapters.flag_list import FlagList
from jig.desk.cli import main


def drafted(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_each_episode_is_drafted_for_an_officer_who_alone_can_say_who_operated_it(run, tmp_path):  # noqa: F811
    """ToR 3.b: who operated an aircraft is stated by a side, never inferred."""
    text = CROSSING + "y,1473638400,36.05,35.05\n"

    run(text, feature("A1"), more=("--drafts", tmp_path / "d.jsonl", "--error-m", "50"), name="t.csv")

    first, second = drafted(tmp_path / "d.jsonl")
    assert (first["area"], first["time_from"], first["time_to"]) == ("A1", 1473638405, 1473638410)
    assert [point["point"]["text"] for point in first["track"]] == [
        "35.0500000 N 36.0000000 E",
        "35.0500000 N 36.0500000 E",
    ]
    assert "operator" not in first["attribution"]
    assert all(word in first["text"] for word in ("x1", "CERTAIN", "50 m", "t.csv", "CROSSED", "nothing is known"))
    assert first["obs_id"] != second["obs_id"]


def test_a_source_that_says_by_what_it_saw_says_so_in_the_draft(run, tmp_path):  # noqa: F811
    line = "MSG,3,,,4B1908,,2016/09/12,00:00:{:02d}.000,,,,2525,,,{},{},,,0,0,0,0\n"

    run(
        "".join(line.format(n, 35.05, 36.05) for n in range(60)),
        feature("A"),
        more=("--drafts", tmp_path / "d"),
        name="t",
    )

    (draft,) = drafted(tmp_path / "d")
    assert draft["method"] == "PUBLIC"
    assert len(draft["track"]) <= 32


@pytest.mark.parametrize("option", ["--out", "--rejects", "--flags", "--drafts"])
def test_nothing_is_computed_for_a_file_that_cannot_be_written(run, tmp_path, option):  # noqa: F811
    for path, code in ((tmp_path / "none" / "x.csv", "AIR-OUT-UNWRITABLE"), (tmp_path / "tracks.csv", "AIR-OUT-SAME")):
        exit_code, found, _ = run(CROSSING, feature("A"), more=(option, path))

        assert (exit_code, [fault["code"] for fault in found["errors"]]) == (2, [code])
    assert (tmp_path / "tracks.csv").read_text() == CROSSING


def test_two_outputs_of_one_name_are_refused(run, tmp_path):  # noqa: F811
    _, found, _ = run(CROSSING, feature("A"), more=("--out", tmp_path / "x.csv", "--rejects", tmp_path / "x.csv"))

    assert [fault["code"] for fault in found["errors"]] == ["AIR-OUT-SAME"]


def test_a_list_that_is_broken_off_leaves_the_one_before(tmp_path):
    path = tmp_path / "flags.csv"
    path.write_text("before")

    def broken_off():
        with FlagList(path, whole=True) as listed:
            listed.add("x", 0, 0, 0, "LATE")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()

    assert [one.name for one in tmp_path.iterdir()] == ["flags.csv"]
    assert path.read_text() == "before"


@pytest.mark.parametrize(("lang", "words"), [("en", "Broken off before the end"), ("ru", "Прервано")])
def test_broken_off_by_a_person_it_ends_with_130_and_leaves_no_file(tmp_path, lang, words):
    areas = tmp_path / "areas.geojson"
    areas.write_text(json.dumps(feature("A")))
    os.mkfifo(tmp_path / "tracks.csv")
    outputs = [str(tmp_path / name) for name in ("o.csv", "f.csv", "r.csv", "d.jsonl")]
    command = [sys.executable, "-m", "jig", "air", "episodes", str(tmp_path / "tracks.csv"), "--areas", str(areas)]
    options = [
        "--out",
        outputs[0],
        "--flags",
        outputs[1],
        "--rejects",
        outputs[2],
        "--drafts",
        outputs[3],
        "--lang",
        lang,
    ]

    asked = subprocess.Popen([*command, *options], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with (tmp_path / "tracks.csv").open("w") as pipe:
        # Its header was asked for: it reads.
        pipe.write(CROSSING)
        pipe.flush()
        while not list(tmp_path.glob(".f.csv*")) and asked.poll() is None:
            time.sleep(0.01)
        asked.send_signal(signal.SIGINT)
        said = asked.communicate()[1]

    assert asked.returncode == 130
    assert words in said
    assert "Traceback" not in said
    assert sorted(one.name for one in tmp_path.iterdir()) == ["areas.geojson", "tracks.csv"]


def test_a_command_broken_off_elsewhere_ends_with_130_too(monkeypatch, capsys):
    from jig.desk import air

    def interrupted(*given):
        raise KeyboardInterrupt

    monkeypatch.setattr(air, "read_areas", interrupted)

    assert main(["air", "episodes", "x", "--areas", "y", "--json"]) == 130
    assert json.loads(capsys.readouterr().out)["errors"][0]["code"] == "INTERRUPTED"


def test_a_file_that_breaks_off_says_that_what_came_before_was_used(run):  # noqa: F811
    rows = ", ".join(json.dumps([f"k{n % 3}", None, "", 1473638400 + n, 5, 36.05, 35.05]) for n in range(60_000))

    code, found, said = run(f'{{"states": [{rows}, [1', feature("A"), name="t.json")

    assert (code, found["points"]) == (0, 60_000)
    assert "What came before in it was used" in found["errors"][0]["next"]
    assert "Nothing was read" not in said
