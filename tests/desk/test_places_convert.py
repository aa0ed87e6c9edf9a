"""`places convert` as a script and as an officer calls it (ToR 1.d.iv)."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jig.places.notations import WRITTEN


def jig(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jig", "places", "convert", *arguments],
        capture_output=True, text=True, encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )  # fmt: skip


def test_a_text_is_read_in_every_way_and_written_in_every_notation() -> None:
    """Issue 3, interface: most plausible first; notes with words; the loud note that there are several."""
    done = jig("х=3905123 у=7412345", "--json", "--lang", "ru")

    found = json.loads(done.stdout)
    first, second = found["readings"]
    assert done.returncode == 0
    assert (first["notation"], first["operation"], second["notation"]) == ("SK42-GK", "EPSG:15865", "SK95-GK")
    assert first["wgs84"] == pytest.approx({"lat": 35.270446, "lon": 38.035419}, abs=1e-6)
    assert (first["ce90_m"], first["error_m"]["operation"], first["distance_m"]) == (4.556, 4.5, 0.0)
    assert set(found["renderings"]) == set(WRITTEN)
    assert found["renderings"]["SK42-GK"] == "X=3905123.00 Y=7412345.00"
    assert found["ambiguous"] and found["notes"][0]["code"] == "READINGS-SEVERAL"
    assert "преобразование EPSG:15865" in first["notes"][1]["text"]


def test_only_what_is_asked_for_is_read_and_written() -> None:
    """Issue 3, interface: --from, --to, --operation, --zone."""
    done = jig(
        "X=3905123 Y=412345",
        "--from",
        "sk42-gk",
        "--zone",
        "7",
        "--operation",
        "EPSG:5044",
        "--to",
        "WGS84",
        "--to",
        "UTM",
        "--json",
    )

    found = json.loads(done.stdout)
    assert [each["operation"] for each in found["readings"]] == ["EPSG:5044"]
    assert set(found["renderings"]) == {"WGS84", "UTM"}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["not a position 1"], "POSITION-UNREADABLE"), (["35N 40E", "--from", "ATLANTIS"], "NOTATION-UNKNOWN"),
        (["35N 40E", "--to", "ATLANTIS"], "NOTATION-UNKNOWN"), (["35N 40E", "--operation", "EPSG:1"], "OPERATION-UNKNOWN"),
        (["X=3905123 Y=8412345", "--zone", "7"], "ZONE-MISMATCH"), (["35N 40E", "--zone", "seven"], "ZONE-UNREADABLE"),
        ([], "CONVERT-WHAT"), (["35N 40E", "--file", "x.csv"], "CONVERT-WHAT"), (["0513-7 (X=3905 Y=7412)"], "POSITION-UNREADABLE"),
        (["x" * 10_000], "POSITION-TOO-LONG"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_answered_with_the_next_step(arguments: list[str], code: str, language: str) -> None:
    """Style, errors: exit 2, code, clause, found, expected, next."""
    done = jig(*arguments, "--json", "--lang", language)

    (fault, *_) = json.loads(done.stdout)["errors"]
    assert (done.returncode, fault["code"], fault["clause"]) == (2, code, "ToR 1.d.iv")
    assert fault["next"] and fault["what"]
    assert (" не " in f" {fault['next'].lower()} ") is (language == "ru")


def test_a_file_is_answered_row_by_row(tmp_path: Path) -> None:
    """Issue 3, interface: errors beside their rows, order kept, the command done."""
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("id;x;y\n1;3905123;7412345\n2;;7412345\n3;3905123,5;7412345\n", "utf-8")

    done = jig("--file", str(source), "--from", "SK42-GK", "--to", "MGRS", "--out", str(target), "--json")

    rows = list(csv.DictReader(target.open(encoding="utf-8"), delimiter=";"))
    assert json.loads(done.stdout)["faults"] == {"POSITION-EMPTY": 1}
    assert (done.returncode, [row["id"] for row in rows]) == (0, ["1", "2", "3"])
    assert rows[0]["MGRS"] == "37S DV 12269 03461"
    assert rows[1]["error"].startswith("POSITION-EMPTY: ")
    assert not list(tmp_path.glob("*.part"))


def test_without_a_place_to_write_rows_go_to_standard_output(tmp_path: Path) -> None:
    """Issue 3, interface: as CSV, or a line of JSON a row."""
    source = tmp_path / "in.csv"
    source.write_text("name,lat,lon\na,35.1,40.1\nb,95,40.1\n", "utf-8")

    plain, lines = jig("--file", str(source)), jig("--file", str(source), "--json")

    assert [row["wgs84_lat"] for row in csv.DictReader(plain.stdout.splitlines())] == ["35.10000000", ""]
    assert [json.loads(line)["name"] for line in lines.stdout.splitlines()] == ["a", "b"]


@pytest.mark.parametrize(
    ("header", "arguments", "code"),
    [
        ("x,y", [], "CONVERT-FROM"), ("a,b", [], "CONVERT-COLUMNS"), ("a,b", ["--column", "c"], "CONVERT-NO-COLUMN"),
        ("lat,lon", ["--lat", "lat"], "CONVERT-COLUMNS"), ("lat,lon", ["--axes", "XY"], "CONVERT-AXES"),
        ("lat,lon", ["--zone", "none"], "CONVERT-NO-COLUMN"), ("lat,lon", ["--zone", "61"], "ZONE-OUT-OF-RANGE"),
        ("lat,lon", ["--out", "{source}"], "CONVERT-ONTO-ITSELF"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_converted_says_why_and_leaves_nothing(
    tmp_path: Path, header: str, arguments: list[str], code: str
) -> None:
    """Style, errors."""
    source = tmp_path / "in.csv"
    source.write_text(f"{header}\n35.1,40.1\n", "utf-8")

    done = jig("--file", str(source), *(each.format(source=source) for each in arguments), "--json")

    assert (done.returncode, json.loads(done.stdout)["errors"][0]["code"]) == (2, code)
    assert [each.name for each in tmp_path.iterdir()] == ["in.csv"]
    assert source.read_text("utf-8").startswith(header)
