"""`jig harm …` as its users run it (ToR Pre.3; failures F02 to F05, F09)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli_nodes import OFFICERS, A, B, Shell, make_pair

SITES = "hns_id,type,name_en,text,notation,radius_m\nEX-1,HOSPITAL,EXERCISE hospital,36.1000N 37.2000E,WGS84,20\n"
POINTS = "id,text,notation\nnear,36.10045N 37.2000E,WGS84\nfar,36.5000N 37.9000E,WGS84\n"
#: 3 September 2016, 06:00Z.
SETS_OUT = 1_472_882_400


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, capsys)


@pytest.fixture
def nodes(shell: Shell) -> Shell:
    make_pair(shell.folder)
    return shell


def snr(code: str) -> str:
    return OFFICERS[code][0][0]


def swap(shell: Shell) -> None:
    for code, other in ((A, B), (B, A), (A, B)):
        bundle = shell.export(code, f"{code}.bundle")
        assert shell("bundle", "import", shell.node(other), bundle).code == 0


def imported(shell: Shell, code: str = A) -> str:
    file = shell.file("sites.csv", SITES.encode())
    given = ("--officer", snr(code), "--org", "EXERCISE-ORG", "--consents", f"{A},{B}", "--json")
    ran = shell("harm", "import", shell.node(code), file, *given)
    assert ran.code == 0, ran.err
    return str(ran.json["sites"][0]["entry"])


def submit(shell: Shell, code: str, kind: str, body: dict) -> tuple[int, str]:
    given = shell.file("body.json", body)
    ran = shell("submit", shell.node(code), kind, given, "--officer", snr(code), "--json")
    return ran.code, ran.json.get("entry", "") if ran.code < 2 else ran.codes[0]


def test_a_file_is_held_against_sites_and_nothing_is_ever_cleared(shell):
    """C007, F03: 30 m from the edge of a listed hospital stops; both nodes would answer so."""
    points, sites = shell.file("points.csv", POINTS.encode()), shell.file("sites.csv", SITES.encode())

    ran = shell("harm", "screen", points, "--sites", sites, "--json")

    near, far = ran.json["results"]
    assert ran.code == 1 and ran.json["clears"] is False and len(ran.json["list_version"]) == 64
    assert (near["feature"], near["result"], near["site"], near["why"]) == ("near", "STOP", "EX-1", "WITHIN")
    assert 28 <= near["distance_m"] <= 30
    assert (far["result"], far["site"], far["distance_m"]) == ("NOTHING-FOUND", None, None)


def test_geojson_and_kml_say_the_same_as_a_table(shell):
    points = shell.file("points.csv", POINTS.encode())
    table = shell.file("sites.csv", b"id,type,lat,lon,radius_m\nEX-1,HOSPITAL,36.1,37.2,20\n")
    shape = {"type": "Point", "coordinates": [37.2, 36.1]}
    feature = {"type": "Feature", "id": "EX-1", "geometry": shape, "properties": {"type": "HOSPITAL", "radius_m": 20}}
    geojson = shell.file("sites.geojson", {"type": "FeatureCollection", "features": [feature]})
    data = "".join(f'<Data name="{k}"><value>{v}</value></Data>' for k, v in (("type", "HOSPITAL"), ("radius_m", 20)))
    kml = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark id="EX-1"><ExtendedData>{data}</ExtendedData><Point><coordinates>37.2,36.1,0</coordinates></Point></Placemark></kml>'

    files = (table, geojson, shell.file("sites.kml", kml.encode()))
    said = [shell("harm", "screen", points, "--sites", one, "--json").json for one in files]

    assert said[0] == said[1] == said[2]


def test_a_site_that_cannot_be_read_leaves_nothing_screened(shell):
    """F03: a failed screening fails closed, and the row is named."""
    points = shell.file("points.csv", POINTS.encode())
    sites = shell.file("sites.csv", (SITES + "EX-2,SCHOOL,x,nowhere at all,WGS84,0\n").encode())

    ran = shell("harm", "screen", points, "--sites", sites, "--json")

    assert ran.code == 2 and "row 3" in ran.errors[0]["path"]
    assert [one["result"] for one in ran.json["results"]] == ["STOP", "NOT-SCREENED"]


def test_a_point_that_cannot_be_read_is_not_screened(shell):
    points = shell.file("points.csv", b"id,text\nambiguous,36.1 37.2\n")
    sites = shell.file("sites.csv", SITES.encode())

    ran = shell("harm", "screen", points, "--sites", sites, "--json")

    assert (ran.code, ran.json["results"][0]["result"]) == (2, "NOT-SCREENED")


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"id,type\n", b"id,lat,lon\n", b"<kml/>", b"\xff\xfe", b"<a"])
def test_a_list_of_nothing_screens_nothing(shell, content):
    points, sites = shell.file("points.csv", POINTS.encode()), shell.file("sites", content)

    ran = shell("harm", "screen", points, "--sites", sites, "--json")

    assert ran.code == 2 and ran.codes
    assert all(one["result"] == "NOT-SCREENED" for one in ran.json.get("results", []))


def test_both_nodes_refuse_a_target_at_the_site_alike(nodes):
    """F03, F05: the challenge is shown, the site stays in force."""
    imported(nodes)
    swap(nodes)
    code, _ = submit(nodes, B, "site-challenge", {"site": "EX-1", "reason": "УЧЕНИЕ", "lang": "ru"})
    swap(nodes)
    target = {
        "target_id": "T-1", "adversary": "ISIL", "category": "LOGISTICS_DEPOT", "target_type": "FACILITY",
        "description": "x", "position": {"text": "36.1000N 37.2000E", "notation": "WGS84"}, "lang": "en", "text": "x",
    }  # fmt: skip
    given = nodes.file("t.json", target)

    shown = [nodes("preview", nodes.node(one), "target", given, "--officer", snr(one), "--json") for one in (A, B)]

    found = [
        [
            (f["facts"]["site"], f["facts"]["state"])
            for f in ran.json["findings"]
            if f["code"].endswith("/no_protected_place_is_a_target")
        ]
        for ran in shown
    ]
    assert code == 0 and found == [[("EX-1", "CHALLENGED")]] * 2


def test_a_site_nobody_took_by_name_is_red_for_that_side_alone(nodes):
    """F04."""
    entry = imported(nodes)
    swap(nodes)
    taken = {"of": entry, "level": "HQ", "unit": "EXERCISE", "acknowledged_by": snr(A), "at": SETS_OUT}
    assert submit(nodes, A, "site-ack", taken)[0] == 0

    ran = nodes("harm", "board", nodes.node(A), "--json")

    red = [(one["label"], one["by"]) for one in ran.json["alarms"] if one["code"] == "UNACKNOWLEDGED"]
    assert (ran.code, red) == (1, [("EX-1", B)])


def test_a_movement_known_at_headquarters_only_is_not_delivered_two_hours_before(nodes):
    """F09: both sides of T-2h; the unit's own acknowledgement ends the alarm."""
    at = {"text": "36.1000N 37.2000E", "notation": "WGS84"}
    window = {"start": SETS_OUT, "end": SETS_OUT + 3_600}
    body = {
        "movement": "EX-M", "org": "EXERCISE-ORG", "purpose": "FOOD", "route": [at], "half_width_m": 200,
        "departure": window, "arrival": window, "back": window, "lang": "en",
    }  # fmt: skip
    _, entry = submit(nodes, A, "movement", body)
    taken = {"of": entry, "level": "HQ", "unit": "EXERCISE", "acknowledged_by": snr(A), "at": SETS_OUT}
    submit(nodes, A, "site-ack", taken)

    def red(now: int) -> list[str]:
        ran = nodes("harm", "board", nodes.node(A), "--now", now, "--json")
        return [one["by"] for one in ran.json["alarms"] if one["code"] == "NOT-DELIVERED"]

    before, at_two = red(SETS_OUT - 7_201), red(SETS_OUT - 7_200)
    submit(nodes, A, "site-ack", taken | {"level": "UNIT"})

    assert (before, sorted(at_two), red(SETS_OUT - 7_200)) == ([], sorted((A, B)), [B])


def test_a_telephone_number_is_refused_before_it_can_be_signed(nodes):
    """C007: the refusal does not repeat what it refuses."""
    imported(nodes)

    code, fault = submit(nodes, A, "site-challenge", {"site": "EX-1", "reason": "call +963 21 555 12 34", "lang": "en"})
    again = nodes("submit", nodes.node(A), "site-challenge", nodes.folder / "body.json", "--officer", snr(A))

    assert (code, fault) == (2, "FORM-CONTACT-IN-TEXT")
    assert "555" not in again.err


def test_every_look_is_noted_and_no_list_shows_a_place(nodes):
    """C007: no bulk export; who looked, at what, when."""
    imported(nodes)

    listed = nodes("harm", "list", nodes.node(A), "--officer", snr(A), "--json")
    shown = nodes("harm", "show", nodes.node(A), "EX-1", "--officer", snr(A), "--unit", "--json")
    stranger = nodes("harm", "show", nodes.node(A), "EX-1", "--officer", "Nobody", "--json")

    noted = [json.loads(line) for line in (nodes.node(A) / "views.jsonl").read_text("utf-8").splitlines()]
    assert [(one["what"], one["officer"]) for one in noted] == [("list", snr(A)), ("show", snr(A))]
    assert "361" not in listed.out.replace(listed.json["list_version"], "").replace(
        listed.json["protected"][0]["entry"], ""
    )
    assert set(shown.json["protected"][0]) == {"entry", "state", "zone", "time"}
    assert stranger.codes == ["OFFICER-UNKNOWN"]


def test_a_node_with_a_stale_list_screens_nothing(nodes):
    """F03, A48: both edges of the agreed age; silence of one side is no exchange."""
    imported(nodes)
    points = nodes.file("points.csv", POINTS.encode())
    swap(nodes)
    nodes("harm", "digest", nodes.node(A), "--officer", snr(A))
    swap(nodes)
    alone = nodes("harm", "screen", points, "--against", nodes.node(A), "--officer", snr(A), "--json")
    nodes("harm", "digest", nodes.node(B), "--officer", snr(B))
    swap(nodes)
    exchanged = nodes("harm", "board", nodes.node(A), "--json").json["exchanged_at"]

    def results(now: int) -> list[str]:
        asked = ("--against", nodes.node(A), "--officer", snr(A), "--now", now, "--json")
        return [one["result"] for one in nodes("harm", "screen", points, *asked).json["results"]]

    assert [one["result"] for one in alone.json["results"]] == ["STOP", "NOT-SCREENED"] and alone.code == 2
    assert results(exchanged + 86_400) == ["STOP", "NOTHING-FOUND"]
    assert results(exchanged + 86_401) == ["STOP", "NOT-SCREENED"]


def test_an_import_names_every_faulty_row_and_records_nothing(nodes):
    rows = "EX-2,CASTLE,x,36.2N 37.2E,WGS84,0\n,SCHOOL,x,36.3N 37.2E,WGS84,-5\nEX-4,SCHOOL,+963 21 555 12 34,36.4N 37.2E,WGS84,0\n"
    file = nodes.file("sites.csv", (SITES + rows).encode())

    ran = nodes(
        "harm", "import", nodes.node(A), file, "--officer", snr(A), "--org", "X", "--consents", f"{A},{B}", "--json"
    )

    assert ran.code == 2
    assert sorted(ran.codes) == ["SITE-CONTACT", "SITE-LENGTH", "SITE-NAMELESS", "SITE-TYPE"]
    assert nodes("harm", "list", nodes.node(A), "--officer", snr(A), "--json").json["protected"] == []
