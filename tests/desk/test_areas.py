"""Areas by the command line: stated by both, signed, exported, compared (AP 3.a, 3.c; ToR 3.b)."""

import json

import pytest

from cli_nodes import OFFICERS, A, B

RING = [[36.0, 35.0], [36.5, 35.0], [36.5, 35.4], [36.0, 35.4], [36.0, 35.0]]


def layer(*rings, **properties):
    features = [
        {"type": "Feature", "properties": {"area": f"N-{n}", "class": n, **properties}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for n, ring in enumerate(rings, 1)
    ]  # fmt: skip
    return {"type": "FeatureCollection", "features": features}


def carry(shell, to, other):
    path = shell.export(other, f"{other}-to-{to}-{len(list(shell.folder.iterdir()))}.jigb")
    assert shell("bundle", "import", shell.node(to), path).code == 0


def carry_both(shell):
    carry(shell, A, B)
    carry(shell, B, A)


def state(shell, code, content, *options, layer_name="DESIGNATED"):
    path = shell.file(f"{code}.geojson", content)
    return shell(
        "areas", "import", shell.node(code), path, "--layer", layer_name, "--officer", OFFICERS[code][0][0], "--json", *options
    )  # fmt: skip


def agree(shell, code, proposal):
    body = {
        "proposal": proposal, "answer": "AGREE", "authority_ref": f"ref-{code}", "decided_at": 1_472_709_600, "lang": "en",
        "text": "", "decided_by": {"participant": code, "name": f"Minister {code}", "post": "Ministry", "rank_code": "OF-9"},
    }  # fmt: skip
    path = shell.file("agree.json", body)
    ran = shell("submit", shell.node(code), "position", path, "--officer", OFFICERS[code][0][0], "--json")
    assert ran.json["verdict"] == "OK", ran.err
    return ran


def sign(shell, version="v1"):
    carry_both(shell)
    proposal = shell.folder / "proposal.json"
    made = shell("areas", "set", shell.node(A), "--layer", "DESIGNATED", "--version", version, "--officer", OFFICERS[A][0][0], "--proposal", proposal, "--json")  # fmt: skip
    asked = shell("submit", shell.node(A), "proposal", proposal, "--officer", OFFICERS[A][0][0], "--json")
    assert asked.json["verdict"] == "OK", asked.err
    agree(shell, A, asked.json["entry"])
    carry_both(shell)
    agree(shell, B, asked.json["entry"])
    carry_both(shell)
    for code in (A, B):
        shell("heartbeat", shell.node(code))
    carry_both(shell)
    return made


def test_a_layer_goes_from_two_files_to_one_export_that_both_nodes_write_alike(shell):
    """C103: what `areas export` gives is what both signed, on either node."""
    for code in (A, B):
        assert state(shell, code, layer(RING)).code == 0
    assert shell("areas", "export", shell.node(A)).code == 1

    sign(shell)

    found = [shell("areas", "export", shell.node(code), "--lang", lang) for code, lang in ((A, "en"), (B, "ru"))]
    assert found[0].code == 0 and found[0].json == found[1].json
    (feature,) = found[0].json["features"]
    assert (feature["properties"]["area"], feature["properties"]["version"], feature["properties"]["class"]) == (
        "N-1",
        "v1",
        1,
    )
    assert feature["geometry"]["coordinates"][0][0][0] == [36.0, 35.0]


def test_two_outlines_of_one_area_are_left_out_named_and_compared(shell):
    """C103: never in force; what the second gained and lost is shown in square kilometres."""
    wider = [[36.0, 35.0], [36.6, 35.0], [36.6, 35.4], [36.0, 35.4], [36.0, 35.0]]
    state(shell, A, layer(RING))
    state(shell, B, layer(wider))
    carry_both(shell)

    made = shell("areas", "set", shell.node(A), "--layer", "DESIGNATED", "--version", "v1", "--officer", OFFICERS[A][0][0], "--json")  # fmt: skip
    compared = shell("areas", "compare", shell.node(B), "N-1", "--json")

    assert (made.code, made.codes) == (1, ["AREA-SET-EMPTY"]) and "N-1" in made.err
    assert compared.code == 1
    assert compared.json["gained_km2"] == pytest.approx(405, rel=0.02) and compared.json["lost_km2"] == 0
    assert compared.json["gained_km2"] == pytest.approx(compared.json["other"]["km2"] - compared.json["one"]["km2"])


def test_one_outline_that_two_sides_say_is_held_by_others_is_no_agreement(shell):
    """C112, reading A38: who holds it is what a layer of control says; each side's word is shown with its date."""
    for code, holder in ((A, "REGIME"), (B, "DAESH")):
        content = layer(RING, holder=holder, valid_from="2016-09-01T00:00:00Z")
        del content["features"][0]["properties"]["class"]
        assert state(shell, code, content, layer_name="CONTROL").code == 0
    carry_both(shell)

    compared = shell("areas", "compare", shell.node(A), "N-1", "--json")
    shown = shell("areas", "show", shell.node(A), "N-1", "--json")

    assert (compared.code, compared.json["same"], compared.json["otherwise"]) == (1, False, ["holder"])
    assert sorted(row["holder"] for row in shown.json["versions"]) == ["DAESH", "REGIME"]
    assert all(text in shown.err and text in compared.err for text in ("DAESH", "REGIME", "2016-09-01"))
    assert shown.json["standing"]["state"] == "DISPUTED"


def test_a_file_with_faults_is_refused_whole_with_all_of_them(shell):
    """Refuse the state change: nothing of a faulty file is stated, every fault is named."""
    content = layer(RING, RING[:-1])
    content["features"][0]["properties"] = {"class": "one", "valid_from": "yesterday"}

    ran = state(shell, A, content)

    assert (ran.code, sorted(ran.codes)) == (2, ["AREA-CLASS", "AREA-NAMELESS", "AREA-RING-OPEN", "AREA-TIME"])
    assert shell("areas", "list", shell.node(A), "--json").json == {"areas": {}, "versions": []}


def test_a_dry_run_shows_the_judgement_and_records_nothing(shell):
    bow = [[36.0, 35.0], [36.5, 35.4], [36.5, 35.0], [36.0, 35.4], [36.0, 35.0]]

    ran = state(shell, A, layer(bow), "--dry-run")

    assert (ran.code, ran.json["areas"][0]["verdict"], ran.json["areas"][0]["recorded"]) == (1, "REFUSED", False)
    assert "a ring that meets itself" in ran.err
    (finding,) = ran.json["areas"][0]["findings"]
    assert finding["facts"]["where"] == ["1.1.1 (35.2000000 36.2500000)"]
    assert shell("areas", "list", shell.node(A), "--json").json == {"areas": {}, "versions": []}


def test_two_versions_of_a_layer_are_compared_by_area_and_as_a_whole(shell):
    """C103: what came, went, changed; square kilometres gained and lost, ground that two areas share counted once."""
    state(shell, A, layer(RING))
    sign(shell)
    wider = [[36.0, 35.0], [36.6, 35.0], [36.6, 35.4], [36.0, 35.4], [36.0, 35.0]]
    state(shell, A, layer(wider, RING))
    alone = shell("areas", "compare", shell.node(A), "DESIGNATED", "--json")
    shell("areas", "set", shell.node(A), "--layer", "DESIGNATED", "--version", "v2", "--officer", OFFICERS[A][0][0])

    found = shell("areas", "compare", shell.node(A), "DESIGNATED", "--json")
    back = shell("areas", "compare", shell.node(A), "DESIGNATED", "v2", "v1", "--json", "--lang", "ru")
    wrong = shell("areas", "compare", shell.node(A), "DESIGNATED", "v9", "--json")

    assert alone.codes == ["AREA-VERSIONS"]
    assert (found.code, [(row["area"], row["change"]) for row in found.json["areas"]]) == (1, [("N-1", "OUTLINE"), ("N-2", "ADDED")])  # fmt: skip
    assert (found.json["one"]["version"], found.json["other"]["version"]) == ("v1", "v2")
    assert found.json["gained_km2"] == pytest.approx(405, rel=0.02) and found.json["lost_km2"] == 0
    assert back.json["lost_km2"] == pytest.approx(found.json["gained_km2"])
    assert (wrong.code, wrong.codes) == (2, ["AREA-VERSION"]) and "v1" in wrong.err
    listed = shell("areas", "list", shell.node(A), "--json").json["versions"]
    assert [(one["version"], one["in_force"]) for one in listed] == [("v1", True), ("v2", False)]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "N-9"), "AREA-UNKNOWN"),
        (("compare", "N-1"), "AREA-ONE-SIDED"),
        (("export", "--layer", "SKY"), "AREA-LAYER"),
        (("export", "--on", "2016-09-01"), "AREA-TIME"),
    ],
)
def test_a_wrong_request_is_answered_with_its_code(shell, arguments, code):
    state(shell, A, layer(RING))
    command, *rest = arguments

    ran = shell("areas", command, shell.node(A), *rest, *(["--json"] if command != "export" else []))

    assert ran.code == 2 and code in ran.err


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_layer_is_drawn_in_both_languages(shell, lang):
    state(shell, A, layer(RING))
    out = shell.folder / "layer.svg"

    ran = shell("areas", "picture", shell.node(A), "--svg", out, "--lang", lang)

    assert ran.code == 0
    text = out.read_text("utf-8")
    assert "N-1" in text and ("км" in text) == (lang == "ru")


def test_the_common_map_shows_its_share(shell):
    """C122."""
    content = layer(RING)
    del content["features"][0]["properties"]["class"]
    state(shell, A, content, layer_name="COMMON-MAP")

    ran = shell("areas", "map", shell.node(A), "--json")

    assert (ran.code, ran.json["unresolved"], ran.json["share_of_area"]) == (1, ["N-1"], 0.0)
    assert json.dumps(ran.json["unresolved_km2"])[0] != "0"


def test_a_file_with_an_area_that_no_form_takes_records_none_of_it(shell):
    """AP 3.c: refused whole; what stands before the fault is not stated either, and each fault names its feature."""
    content = layer(RING, RING)
    content["features"][1]["properties"]["area"] = "a\u0000b"
    content["features"].append({**content["features"][0], "properties": {"area": "x" * 900, "class": 1}})

    ran = state(shell, A, content)

    assert ran.code == 2
    assert [one["path"].partition(",")[0] for one in ran.json["errors"]] == ["feature 2", "feature 3"]
    assert shell("areas", "list", shell.node(A), "--json").json == {"areas": {}, "versions": []}


def test_names_that_only_look_alike_are_warned_of_in_the_readers_language(shell):
    """AP 3.c: X in Latin letters and in Cyrillic ones."""
    content = layer(RING, RING)
    content["features"][0]["properties"]["area"] = "X"
    content["features"][1]["properties"]["area"] = "\u0425"

    ran = state(shell, A, content, "--dry-run", "--lang", "ru")

    assert [(one["code"], one["path"]) for one in ran.json["warnings"]] == [("AREA-LOOKS-ALIKE", "feature 2")]
    assert "feature" not in ran.err
