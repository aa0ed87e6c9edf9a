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


# --- movements from files, and what is told of them ------------------------------------------------------------------

TIMES = {
    "departure_start": "2016-09-03T06:00Z", "departure_end": "2016-09-03T07:00Z", "arrival_start": "2016-09-03T09:00Z",
    "arrival_end": "2016-09-03T10:00Z", "back_start": "2016-09-03T12:00Z", "back_end": "2016-09-03T15:00+03:00",
}  # fmt: skip
HEAD = {"purpose": "FOOD", "half_width_m": 300, "vehicles": "TRUCK:12; CAR:2", **TIMES}
WAY, BACK_WAY, AT = [[37.2, 36.1], [37.3, 36.2]], [[37.3, 36.2], [37.2, 36.15]], [37.3, 36.2]


def feature(shape, coordinates, **properties):
    geometry = {"type": shape, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": {"movement": "EX-M", **properties}}


def convoy_file(shell, form):
    parts = (("LineString", WAY, {**HEAD}), ("Point", AT, {}), ("LineString", BACK_WAY, {"role": "way_back"}))
    if form == "geojson":
        found = [feature(shape, at, **more) for shape, at, more in parts]
        return shell.file("m.geojson", {"type": "FeatureCollection", "features": found})
    if form == "kml":
        marks = []
        for shape, at, more in parts:
            data = "".join(
                f'<Data name="{k}"><value>{v}</value></Data>' for k, v in {"movement": "EX-M", **more}.items()
            )
            corners = " ".join(f"{x},{y},0" for x, y in (at if shape == "LineString" else [at]))
            marks.append(f"<Placemark><ExtendedData>{data}</ExtendedData><{shape}><coordinates>{corners}</coordinates></{shape}></Placemark>")  # fmt: skip
        return shell.file("m.kml", f'<kml xmlns="http://www.opengis.net/kml/2.2">{"".join(marks)}</kml>'.encode())
    rows = [
        ("route", *WAY[0]),
        ("route", *WAY[1]),
        ("stop", *AT),
        ("way_back", *BACK_WAY[0]),
        ("way_back", *BACK_WAY[1]),
    ]
    lines = [",".join(("movement", "role", "text", "notation", *HEAD))]
    for number, (role, lon, lat) in enumerate(rows):
        more = HEAD.values() if number == 0 else [""] * len(HEAD)
        lines.append(",".join(("EX-M", role, f"{lat:.7f}N {lon:.7f}E", "WGS84", *map(str, more))))
    return shell.file("m.csv", "\n".join(lines).encode())


@pytest.mark.parametrize("form", ["geojson", "kml", "csv"])
def test_a_movement_comes_from_every_kind_of_file_with_its_stops_and_its_way_back(nodes, form):
    """C007, F02, F09: the way back is part of what is protected."""
    given = ("--officer", snr(A), "--org", "EXERCISE-ORG", "--consents", f"{A},{B}", "--json")

    ran = nodes("harm", "import", nodes.node(A), convoy_file(nodes, form), *given)

    assert ran.code == 0, ran.err
    (made,) = ran.json["movements"]
    (shown,) = nodes("harm", "show", nodes.node(A), "EX-M", "--officer", snr(A), "--json").json["protected"]
    paths, _, radius_mm = shown["zone"]["figure"]
    e7 = [[[round(x * 1e7), round(y * 1e7)] for x, y in way] for way in (WAY, BACK_WAY, [AT])]
    assert (made["movement"], made["verdict"], paths, radius_mm) == ("EX-M", "OK", e7, 300_000)
    assert shown["time"] == [SETS_OUT, SETS_OUT + 6 * 3_600]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"purpose": "PARADE"}, "MOVEMENT-PURPOSE"),
        ({"departure_start": "yesterday"}, "MOVEMENT-TIME"),
        ({"back_end": ""}, "MOVEMENT-TIME"),
        ({"vehicles": "TRUCK AB 123 CD"}, "MOVEMENT-VEHICLES"),
        ({"half_width_m": ""}, "MOVEMENT-WIDTH"),
        ({"role": "detour"}, "MOVEMENT-ROLE"),
        ({"role": "stop"}, "MOVEMENT-NO-ROUTE"),
        ({"movement": "+963 21 555 12 34"}, "SITE-CONTACT"),
    ],
)
def test_what_is_amiss_in_a_movement_is_named_and_nothing_is_recorded(nodes, changed, code):
    """C007: a plate is not repeated by the fault that refuses it."""
    file = nodes.file("m.geojson", feature("LineString", WAY, **{**HEAD, **changed}))
    given = ("--officer", snr(A), "--org", "EXERCISE-ORG", "--consents", f"{A},{B}", "--json")

    ran = nodes("harm", "import", nodes.node(A), file, *given)

    assert (ran.code, set(ran.codes)) == (2, {code})
    assert "123" not in ran.out + ran.err
    assert nodes("harm", "list", nodes.node(A), "--officer", snr(A), "--json").json["protected"] == []


def test_a_movement_without_consent_for_both_is_told_to_nobody(nodes):
    given = ("--officer", snr(A), "--org", "EXERCISE-ORG", "--consents", A, "--json")

    ran = nodes("harm", "import", nodes.node(A), convoy_file(nodes, "geojson"), *given)

    assert (ran.code, ran.codes) == (2, ["MOVEMENT-CONSENT"])


def test_columns_that_no_entry_has_a_field_for_are_left_out_and_named(nodes):
    """C007: live positions, plates and contacts never enter a log."""
    file = nodes.file("m.geojson", feature("LineString", WAY, **HEAD, driver="EXERCISE NAME", live_position="x"))
    given = ("--officer", snr(A), "--org", "EXERCISE-ORG", "--consents", f"{A},{B}", "--json")

    ran = nodes("harm", "import", nodes.node(A), file, *given)

    body = nodes("explain", nodes.node(A), ran.json["movements"][0]["entry"], "--json").out
    assert "driver, live_position" in ran.err and "EXERCISE NAME" not in body


def test_what_is_told_of_a_movement_and_a_site_goes_by_short_commands(nodes):
    """C007, F04, F05, F09: taken by name down to the unit, passed on by consent, disputed and still in force."""
    imported(nodes)
    given = ("--officer", snr(A), "--org", "EXERCISE-ORG", "--consents", f"{A},{B}")
    nodes("harm", "import", nodes.node(A), convoy_file(nodes, "csv"), *given)
    who = ("--officer", snr(A), "--json")

    def told(verb, *more):
        ran = nodes("harm", verb, nodes.node(A), *more, *who)
        return ran.code, ran.json["verdict"] if ran.code < 2 else ran.codes[0]

    assert told("take", "EX-M", "--level", "unit", "--unit", "EXERCISE UNIT") == (0, "OK")
    assert told("take", "EX-M", "--level", "MOON", "--unit", "x") == (2, "PROTECTED-CHOICE")
    assert told("status", "EX-M", "UNLOADING") == (0, "OK")
    assert told("status", "EX-1", "CLOSED") == (2, "PROTECTED-UNKNOWN")
    assert told("relay", "EX-1", "--to", "EXERCISE-THIRD") == (1, "REFUSED")
    assert told("consent", "EX-1", "--to", "EXERCISE-THIRD") == (0, "OK")
    assert told("relay", "EX-1", "--to", "EXERCISE-THIRD") == (0, "OK")
    assert told("consent", "EX-1", "--to", "EXERCISE-THIRD", "--withdraw") == (0, "OK")
    assert told("relay", "EX-1", "--to", "EXERCISE-THIRD") == (1, "REFUSED")
    assert told("challenge", "EX-1", "--reason", "EXERCISE") == (0, "OK")
    assert told("challenge", "EX-9", "--reason", "EXERCISE") == (1, "REFUSED")
    assert told("take", "EX-9", "--level", "HQ", "--unit", "x") == (2, "PROTECTED-UNKNOWN")
    states = {one["label"]: one["state"] for one in nodes("harm", "list", nodes.node(A), *who).json["protected"]}
    assert states == {"EX-1": "CHALLENGED", "EX-M": "UNLOADING"}


# --- what other commands show ----------------------------------------------------------------------------------------


def test_a_preview_that_screens_is_noted_as_a_screening_is(nodes):
    """C007: whoever tries points one after another is seen to do so; a preview of a note is nobody's screening."""
    imported(nodes)
    target = {
        "target_id": "T-1", "adversary": "ISIL", "category": "LOGISTICS_DEPOT", "target_type": "FACILITY",
        "description": "x", "position": {"text": "36.1000N 37.2000E", "notation": "WGS84"}, "lang": "en", "text": "x",
    }  # fmt: skip
    note = {"lang": "en", "text": "x"}

    for kind, body in (("target", target), ("note", note)):
        nodes("preview", nodes.node(A), kind, nodes.file("p.json", body), "--officer", snr(A), "--json")

    noted = [json.loads(line) for line in (nodes.node(A) / "views.jsonl").read_text("utf-8").splitlines()]
    assert [(one["what"], one["officer"], one["kind"], one["sites"]) for one in noted] == [
        ("preview", snr(A), "target", ["EX-1"])
    ]


def test_explaining_a_site_shows_no_place_of_it(nodes):
    """C007: one at a time, by name, through `jig harm show`."""
    entry = imported(nodes)

    ran = nodes("explain", nodes.node(A), entry, "--json")

    assert ran.json["body"]["position"] == ran.json["body"]["radius_m"] == "WITHHELD" and ran.json["readback"] == []
    assert ran.json["body"]["site"] == "EX-1" and "36.1" not in ran.out + ran.err


def test_a_contact_that_the_counterpart_sealed_is_masked_and_named(nodes, monkeypatch):
    """C007: what stands in a log stays there; no screen shows it, and the finding says in which field it stands."""
    imported(nodes, B)
    monkeypatch.setattr("jig.harm.words.contact_in", lambda text: "")
    body = {"site": "EX-1", "reason": "ring +963 21 555 12 34 or ask a.b@example.org", "lang": "ru"}
    code, entry = submit(nodes, B, "site-challenge", body)
    monkeypatch.undo()
    swap(nodes)

    ran = nodes("explain", nodes.node(A), entry, "--json")

    assert code == 0 and ran.json["verdict"] == "UNREADABLE"
    assert ran.json["body"]["reason"] == "ring [TELEPHONE] or ask [E-MAIL]"
    assert "555" not in ran.out + ran.err and "example.org" not in ran.out + ran.err
    assert [(one["path"], one["code"]) for one in ran.json["reader_check"]] == [("reason", "SITE-CONTACT")]


def test_consent_given_and_taken_back_is_shown_with_the_site(nodes):
    """C007: an organisation may take its consent back; the site screens on."""
    imported(nodes)
    nodes("harm", "consent", nodes.node(A), "EX-1", "--to", B, "--withdraw", "--officer", snr(A))

    (shown,) = nodes("harm", "show", nodes.node(A), "EX-1", "--officer", snr(A), "--json").json["protected"]

    assert shown["consents"] == {A: True, B: False} and shown["state"] == "LISTED"
