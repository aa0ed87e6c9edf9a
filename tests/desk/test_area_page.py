"""Areas drawn in a browser, saved, imported: what the node holds is what the page showed (AP 3.a, 3.c; ToR 1.d.iv)."""

import json
import random
from fractions import Fraction
from itertools import pairwise

import pytest

from browser import Drawn, browsing
from cli_nodes import OFFICERS, A, B, agree_terms, carry_both
from jig.adapters.area_files import e7
from jig.agreement.wording import languages
from jig.desk.sentences_of_drawing import PAGE
from jig.places.crossing import degrees_text
from jig.places.region import Region, shape_faults

HOSTILE = "<script>document.title='owned'</script>\"'& \u2067مرحبا\u2069"


RING = [[36.0, 35.0], [36.5, 35.0], [36.5, 35.4], [36.0, 35.4], [36.0, 35.0]]


def layer(*rings, **properties):
    features = [
        {"type": "Feature", "properties": {"area": f"N-{n}", "class": n, **properties}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for n, ring in enumerate(rings, 1)
    ]  # fmt: skip
    return {"type": "FeatureCollection", "features": features}


@pytest.fixture(scope="module")
def browser():
    with browsing() as opened:
        yield opened


@pytest.fixture
def drawn(browser, shell):
    pages = []

    def start(code=A, *options, lang="en", size=(1280, 800)):
        file = shell.folder / "draw.html"
        ran = shell("areas", "draw", shell.node(code), "--out", file, "--language", lang, *options)
        assert ran.code == 0, ran.err
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, accept_downloads=True)
        pages.append((context, Drawn(context.new_page(), file), file))
        return pages[-1][1]

    yield start
    for context, page, file in pages:
        context.close()
        assert page.broken == [], "a script failed, or the page's own policy stopped it"
        assert set(page.asked) <= {file.as_uri()}, "something was asked of a network"


def imported(shell, code, path, *options, layer_name="DESIGNATED"):
    return shell(
        "areas", "import", shell.node(code), path, "--layer", layer_name, "--officer", OFFICERS[code][0][0], "--json", *options
    )  # fmt: skip


def state(shell, code, content):
    assert imported(shell, code, shell.file("stated.geojson", content)).code == 0


def sign(shell):
    carry_both(shell)
    proposal = shell.folder / "proposal.json"
    shell("areas", "set", shell.node(A), "--layer", "DESIGNATED", "--version", "v1", "--officer", OFFICERS[A][0][0], "--proposal", proposal)  # fmt: skip
    agree_terms(shell, *json.loads(proposal.read_text("utf-8"))["content"]["changes"])


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_an_area_with_a_hole_drawn_by_mouse_is_the_outline_that_typing_its_corners_gives(drawn, shell, lang):
    """C103: one digest, however the outline came to be."""
    page = drawn(lang=lang)
    page.ring("area", [(36.0, 34.5), (39.0, 34.6), (38.0, 36.5)])
    page.ring("hole", [(37.0, 35.0), (38.0, 35.0), (37.6, 35.5)])
    page.correct("1.1.1", "34°30'15.5\"N 36°00'07.25\"E")
    page.say(area="EX-9", **{"class": "2"}, valid_from="2016-09-12T19:00:00+03:00", version="v3", drawer="Maj Cole")
    shown = page.corners()

    name = page.saved(shell.folder / "drawn.geojson")
    ran = imported(shell, A, shell.folder / "drawn.geojson")

    assert (name, ran.code, page.faults()) == ("areas-DESIGNATED-v3.geojson", 0, [])
    assert shown["1.1.1"] == "34.5043056 36.0020139" and len(shown) == 6
    rows = [f"EX-9,2,{key.split('.')[1]},WGS84,{' '.join(p + c for p, c in zip(text.split(), 'NE', strict=True))}" for key, text in shown.items()]  # fmt: skip
    table = shell.file("typed.csv", "\n".join(["area,class,ring,notation,text", *rows]).encode())
    assert imported(shell, B, table).json["areas"][0]["geometry"] == ran.json["areas"][0]["geometry"]
    version = shell("areas", "show", shell.node(A), "EX-9", "--json").json["versions"][0]
    assert (version["class"], version["valid_from"], version["valid_to"]) == (2, 1473696000, None)
    feature = json.loads((shell.folder / "drawn.geojson").read_text("utf-8"))["features"][0]
    assert (
        "Maj Cole" in feature["properties"]["source"] and feature["properties"]["valid_from"] == "2016-09-12T16:00:00Z"
    )


def test_a_border_drawn_beside_another_shares_its_corners_exactly(drawn, shell):
    """C103: no sliver between two neighbours: a click near a known corner takes that corner, to the seventh decimal."""
    exact = [[36.0123457, 35.0123457], [36.5123457, 35.0], [36.5, 35.4], [36.0123457, 35.0123457]]
    state(shell, B, layer(exact))
    path = shell.export(B, "known.jigb")
    assert shell("bundle", "import", shell.node(A), path).code == 0
    page = drawn()
    near = [(x + 4, y - 3) for x, y in map(page.point, exact[1:3])]
    away = page.point((36.6, 35.2))

    page.page.click("#mode-area")
    for at in (*near, away, near[0]):
        page.page.mouse.move(*at)
        page.page.wait_for_timeout(300)
        page.page.mouse.click(*at)
    page.until("document.querySelectorAll('#corners input').length > 0")

    shown = list(page.corners().values())
    assert {"35.0000000 36.5123457", "35.4000000 36.5000000"} <= set(shown) and len(shown) == 3


def test_a_border_that_is_followed_takes_over_every_corner_between(drawn, shell):
    """C103: along a neighbour with many corners two clicks are enough, and none of them is left out."""
    bent = [
        [36.0, 35.0],
        [36.6, 35.0],
        [36.5123457, 35.1],
        [36.6, 35.2],
        [36.4876543, 35.3],
        [36.0, 35.3],
        [36.0, 35.0],
    ]
    state(shell, A, layer(bent))
    page = drawn()
    page.page.check("#follow")
    page.page.click("#mode-area")

    for corner in (
        [36.6, 35.0],
        [36.5123457, 35.1],
        [36.6, 35.2],
        [36.4876543, 35.3],
        [36.7, 35.3],
        [36.7, 35.0],
        [36.6, 35.0],
    ):
        x, y = page.point(corner)
        page.page.mouse.move(x, y, steps=6)
        page.page.wait_for_timeout(300)
        if corner not in ([36.5123457, 35.1], [36.6, 35.2]):
            page.page.mouse.click(x, y)
    page.until("document.querySelectorAll('#corners input').length > 0")

    shown = list(page.corners().values())
    assert shown[:4] == [
        "35.0000000 36.6000000",
        "35.1000000 36.5123457",
        "35.2000000 36.6000000",
        "35.3000000 36.4876543",
    ]
    assert len(shown) == 6


def test_every_step_is_taken_back_and_done_again(drawn, shell):
    page = drawn()
    page.ring("area", [(36.0, 34.5), (39.0, 34.6), (38.0, 36.5)])
    first = page.corners()
    page.correct("1.1.2", "35 36.5")
    second = page.corners()
    x, y = page.point((36.5, 35.0))
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x + 30, y - 40, steps=4)
    page.page.mouse.up()
    page.until("document.querySelectorAll('#corners input')[1].value !== '35.0000000 36.5000000'")
    third = page.corners()
    page.page.locator("#corners tr").nth(2).locator("button").nth(1).click()

    seen = [page.corners()]
    for key in ("Control+z", "Control+z", "Control+z", "Control+y"):
        page.page.locator("#map").press(key)
        seen.append(page.corners())

    assert len(seen[0]) == 2 and seen[1:] == [third, second, first, second]
    assert len({str(one) for one in (first, second, third)}) == 3


def test_an_area_is_made_by_keys_alone(drawn, shell):
    """A corner typed needs no mouse; parts and holes neither."""
    page = drawn()
    page.page.locator("#new").press("Enter")
    page.say(area="EX-1", **{"class": "1"})
    for where, text in (
        ("part", "35 36"), ("after", "35 37"), ("after", "36,0 37,0"), ("hole", "35.2N 36.6E"), ("after", "35.2N 36.8E"),
        ("after", "35.5N 36.9E"), ("part", "33 36"), ("after", "33 37"), ("after", "34 37"),
    ):  # fmt: skip
        page.page.select_option("#where", where)
        page.page.fill("#typed", text)
        page.page.locator("#typed").press("Enter")

    page.saved(shell.folder / "typed.geojson")
    ran = imported(shell, A, shell.folder / "typed.geojson")

    e7s = [
        [[(36, 35), (37, 35), (37, 36)], [(36.6, 35.2), (36.8, 35.2), (36.9, 35.5)]],
        [[(36, 33), (37, 33), (37, 34)]],
    ]
    region = Region.of([[[(round(x * 1e7), round(y * 1e7)) for x, y in ring] for ring in part] for part in e7s])
    assert (ran.code, ran.json["areas"][0]["geometry"]) == (0, region.digest.hex())


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_all_faults_are_told_before_saving_in_the_words_of_the_import(drawn, shell, lang):
    """C103: what the import refuses, the page has said; unfinished work is kept all the same."""
    bow = [[36.0, 35.0], [36.5, 35.4], [36.5, 35.0], [36.0, 35.4], [36.0, 35.0]]
    content = layer(bow, RING, [*RING[:2], RING[0]])
    content["features"][0]["properties"].update({"class": 7, "valid_from": "2016-09-02T00:00:00Z", "valid_to": "2016-09-01T00:00:00Z"})  # fmt: skip
    page = drawn(lang=lang)
    page.open(shell.file("wrong.geojson", content))
    told = page.faults()

    page.page.click("#save")
    page.saved(shell.folder / "unfinished.geojson", "save-anyway")
    ran = imported(shell, A, shell.folder / "unfinished.geojson", "--dry-run", "--lang", lang)

    assert ran.code == 1
    broken = {(finding["code"], row["area"]) for row in ran.json["areas"] for finding in row["findings"]}
    assert len(broken) == 4 and len(told) == 4, told
    said, lines = " ".join(told), ran.err.splitlines()
    sentences = [
        after.strip() for line, after in pairwise(lines) if line.startswith("  [") and after.startswith("      ")
    ]
    assert len(sentences) == 4 and [one for one in sentences if one not in said] == []
    assert {"RING-MEETS-ITSELF", "RING-TOO-SHORT"} <= {word.strip(",:") for word in said.split()}


def test_two_areas_of_one_name_are_a_fault_on_the_page_and_refused_by_the_import(drawn, shell):
    content = layer(RING, RING)
    content["features"][1]["properties"]["area"] = content["features"][0]["properties"]["area"]
    page = drawn()
    page.open(shell.file("again.geojson", content))
    told = " ".join(page.faults())

    ran = imported(shell, A, shell.file("again.geojson", content), "--dry-run")

    assert (ran.code, [one["code"] for one in ran.json["errors"]]) == (2, ["AREA-AGAIN"])
    assert "AREA-AGAIN" in told and "stands in the file more than once" in told


def test_a_file_saved_and_opened_again_is_the_same_and_is_saved_alike(drawn, shell):
    page = drawn()
    page.open(shell.file("given.geojson", layer(RING, text="EXERCISE")))
    page.saved(shell.folder / "one.geojson")
    again = drawn(lang="ru")
    again.open(shell.folder / "one.geojson")

    again.saved(shell.folder / "other.geojson")

    assert (shell.folder / "one.geojson").read_bytes() == (shell.folder / "other.geojson").read_bytes()
    assert imported(shell, A, shell.folder / "other.geojson").json["areas"][0]["verdict"] == "OK"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x00{", "JSON"),
        ({"type": "FeatureCollection", "features": 1}, "GeoJSON"),
        (layer([[36, 35], [361, 35], [36, 36], [36, 35]]), "361"),
        (layer(RING[:-1]), "1.1"),
        (layer([["36", 35], [37, 35], [36, 36], ["36", 35]]), "36"),
        ({"type": "FeatureCollection", "features": []}, "no area"),
        ([layer(RING)], "GeoJSON"),
        (None, "GeoJSON"),
        ({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": None}]}, "no polygon"),
        ({"type": "FeatureCollection", "features": [None, 7, []]}, "no polygon"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing_and_is_told(drawn, shell, content, code):
    page = drawn()

    page.open(shell.file("bad.geojson", content))

    assert code in page.page.inner_text("#told") and page.page.evaluate("Drawing.areas().length") == 0


def test_what_is_typed_wrong_stays_is_told_and_stops_the_saving(drawn, shell):
    """Style, "An error": nothing typed is lost."""
    page = drawn()
    page.open(shell.file("given.geojson", layer(RING)))

    page.correct("1.1.2", "35.0.1 ??")
    page.correct("1.1.3", "95 36")
    page.say(as_of="yesterday")

    assert [page.corners()[key] for key in ("1.1.2", "1.1.3")] == ["35.0.1 ??", "95 36"]
    assert [code in " ".join(page.faults()) for code in ("AREA-CORNER-TEXT", "AREA-CORNER-RANGE", "AREA-TIME")] == [
        True
    ] * 3
    page.page.click("#save")
    assert "3" in page.page.inner_text("#told") and page.page.evaluate("Drawing.unsaved()")


def test_what_is_being_typed_is_not_lost_when_another_field_changes(drawn, shell):
    page = drawn()
    page.open(shell.file("given.geojson", layer(RING)))

    page.page.locator("#area").fill("EX-7")
    page.page.select_option("#class", "3")

    assert page.page.input_value("#area") == "EX-7" and "EX-7" in page.page.inner_text("#areas")


def test_names_are_shown_and_never_obeyed(drawn, shell):
    """A name with markup, quotes and marks of direction is the counterpart's to give; it runs nothing here."""
    state(shell, B, layer(RING, area=HOSTILE))
    assert shell("bundle", "import", shell.node(A), shell.export(B, "hostile.jigb")).code == 0
    page = drawn()
    title = page.page.title()
    page.page.select_option("#known", index=1)
    page.page.click("#copy")
    page.say(area="\u202eevil\u202c </script><img src=x onerror=alert(1)>", text='"; alert(1); //', version="<b>\x07")

    assert page.page.title() == title and page.page.locator("img, b").count() == 0
    assert "<U+202E>evil" in page.page.inner_text("#areas") and "<U+2067>" in page.page.inner_text("#known")
    assert {"TEXT-DIRECTION", "TEXT-CONTROL"} <= {word for text in page.faults() for word in text.split()}


def test_a_page_left_with_unsaved_work_asks_first(drawn, shell):
    page = drawn()
    page.open(shell.file("given.geojson", layer(RING)))
    page.page.click("#map")
    asked = []
    page.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.page.reload()
    page.until("document.querySelector('#map canvas') !== null")
    page.page.reload()

    assert asked == ["beforeunload"]


def test_what_is_beneath_is_what_both_stated_and_nothing_a_node_keeps_to_itself(drawn, shell):
    """Invariant 6; C103: in force filled, each side's own statements apart, no protected place among them."""
    state(shell, A, layer(RING))
    sign(shell)
    state(shell, B, layer([[37.0, 35.0], [37.5, 35.0], [37.5, 35.4], [37.0, 35.0]], area="N-7"))
    page = drawn(B)

    data = page.page.evaluate("Words.data")

    assert [(one["area"], one["by"], one["in_force"]) for one in data["known"]] == [("N-1", A, True), ("N-1", A, False), ("N-7", B, False)]  # fmt: skip
    assert {"harm", "sites", "protected"}.isdisjoint(data)
    assert f"{A}=" in data["frontier"] and page.page.locator("#layers input").count() == 5


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_every_word_on_the_page_is_in_the_reader_s_language(drawn, lang):
    """ToR 1.d.ii: no key stands where a word should, nothing is cut off at either size."""
    for size in ((1280, 800), (1920, 1080)):
        page = drawn(lang=lang, size=size).page

        said = page.locator("[data-say]").evaluate_all("all => all.map((one) => [one.dataset.say, one.textContent])")
        assert all(text and text != key for key, text in said) and {key for key, _ in said} <= set(PAGE)
        assert page.evaluate("document.documentElement.lang") == lang
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert page.locator("#tools button, #save").evaluate_all("all => all.every((one) => one.scrollWidth <= one.offsetWidth)")  # fmt: skip


def test_the_page_turns_to_the_other_language_and_keeps_what_is_drawn(drawn, shell):
    page = drawn()
    page.open(shell.file("given.geojson", layer(RING)))
    before = page.corners()

    page.page.select_option("#language", "ru")

    assert page.corners() == before and page.page.inner_text("#save") != "Save the file"


# --- the page's arithmetic against ours ------------------------------------------------------------------------------


def test_the_page_finds_in_an_outline_what_the_rules_find(drawn):
    """C103: the same codes at the same places, over shapes on a small grid where everything touches everything."""
    pick = random.Random(79)
    shapes = [
        [[tuple((pick.randrange(7), pick.randrange(7)) for _ in range(pick.choice((1, 3, 4, 5)))) for _ in range(pick.choice((1, 1, 2, 3)))] for _ in range(pick.choice((1, 1, 2)))]
        for _ in range(3000)
    ]  # fmt: skip

    # Squares within, beside and across each other, grown to the whole range of corners: the rare faults of sound rings.
    def square(x, y, size):
        return ((x, y), (x + size, y), (x + size, y + size), (x, y + size))

    for _ in range(1500):
        rings = [
            square(pick.randrange(9), pick.randrange(9), pick.choice((1, 2, 4, 9))) for _ in range(pick.choice((2, 3)))
        ]
        scale = pick.choice((1, 211_111_111))
        rings = [tuple((x * scale, y * scale // 2) for x, y in ring) for ring in rings]
        shapes.append(pick.choice(([rings], [[one] for one in rings])))
    page = drawn()

    found = page.page.evaluate(
        """(shapes) => shapes.map((one) => {
             const polygons = Plane.canonical(one);
             return Plane.shapeFaults(polygons).map((f) => [f.code, f.polygon, f.ring, f.point]);
           })""",
        shapes,
    )  # fmt: skip

    expected = [[[f.code, f.polygon, f.ring, f.point] for f in shape_faults(Region.of(one).polygons)] for one in shapes]
    assert found == expected
    assert len({fault[0] for one in expected for fault in one}) >= 6


def test_the_page_rounds_a_number_as_the_import_does(drawn):
    """ToR 1.d.iv: half to even at the seventh decimal, by the number's own digits."""
    pick = random.Random(80)
    numbers = [round(pick.uniform(-180, 180), pick.randrange(13)) for _ in range(2000)]
    numbers += [pick.randrange(-(10**9), 10**9) / 1e7 + 5e-8 for _ in range(500)] + [
        0.0,
        1e-7,
        5e-8,
        -1.5e-7,
        2.5e-7,
        180.0,
    ]
    angles = [(pick.randrange(90), pick.randrange(60), pick.randrange(60_000), pick.randrange(180), pick.randrange(60), pick.randrange(60_000)) for _ in range(500)]  # fmt: skip
    texts = [f"{a}°{b}'{c / 1000:.3f}\"S {d}°{e}'{f / 1000:.3f}\"E" for a, b, c, d, e, f in angles]
    page = drawn()

    found = page.page.evaluate("(all) => all.map(Degrees.ofNumber)", numbers)
    read = page.page.evaluate("(all) => all.map(Degrees.read)", texts)
    shown = page.page.evaluate("(all) => all.map((one) => Degrees.corner(one))", read)

    assert found == [e7(one) for one in numbers]
    exact = [(Fraction(d) + Fraction(e, 60) + Fraction(f, 3_600_000), -(Fraction(a) + Fraction(b, 60) + Fraction(c, 3_600_000))) for a, b, c, d, e, f in angles]  # fmt: skip
    assert read == [[round(lon * 10**7), round(lat * 10**7)] for lon, lat in exact]
    assert shown == [degrees_text(one) for one in read]


# --- without a browser -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layer_name", ["DESIGNATED", "COMMON-MAP", "PROXIMITY", "CONTROL"])
def test_the_page_stands_alone(shell, layer_name):
    """Nothing to fetch, no script but its own, whatever the names in it are."""
    state(shell, A, layer(RING, area=HOSTILE))
    file = shell.folder / "draw.html"

    ran = shell("areas", "draw", shell.node(A), "--layer", layer_name, "--out", file, "--lang", "ru")

    text = file.read_text("utf-8")
    head, _, rest = text.partition("<style>")
    assert ran.code == 0 and "default-src &#x27;none&#x27;" in head and "{{" not in head
    assert not [tag for tag in ('<link rel="style', "src=", "<img", "<iframe", "@import", "url(") if tag in head]
    assert text.count("<script") == text.count("</script>") == 8 and "sourceMappingURL" not in text
    assert "<script>document.title" not in rest


def test_without_a_node_the_map_is_empty_and_the_codes_are_the_profile_s(shell):
    file = shell.folder / "draw.html"

    ran = shell("areas", "draw", "--layer", "CONTROL", "--out", file)

    data = json.loads(file.read_text("utf-8").partition('id="data">')[2].partition("</script>")[0])
    assert ran.code == 0 and data["known"] == [] and data["frontier"] == "" and len(data["holders"]) > 2
    assert set(data["words"]) == set(languages()) and set(data["words"]["ru"]["page"]) == set(PAGE)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--layer", "SKY"), "AREA-LAYER"),
        (("--language", "xx"), "USAGE-LANGUAGE"),
        (("--profile", "none"), "PROFILE-UNKNOWN"),
    ],
)
def test_a_wrong_request_for_a_page_is_answered_with_its_code(shell, options, code):
    ran = shell("areas", "draw", "--out", shell.folder / "draw.html", *options)

    assert ran.code == 2 and code in ran.err and not (shell.folder / "draw.html").exists()
