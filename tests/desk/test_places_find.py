"""`jig places find|near|import` as an officer or a script meets them (ToR 1.d.iv; failures F03, F10)."""

import pytest

from cli_nodes import A, B

FIELDS = {"id", "en", "ru", "ar", "lat", "lon", "score", "why", "confusable_with"}
ROW = "990001\tNordhamlet\tNordhamlet\tНордхамлет\t35.1\t38.25\tP\tPPL\tXA\t\t\t\t\t\t40\t\t\tEtc/UTC\t2016-01-01\n"


def test_a_listed_name_is_accepted_and_names_its_doubles(shell) -> None:
    """Issue 3, Interface: the fields, best first, by GeoNames number."""
    ran = shell("places", "find", "Дарайя", "--json")

    first = ran.json[0]
    assert ran.code == 0
    assert set(first) >= FIELDS
    assert (first["id"], first["exact"], first["accepted"], first["why"]["rule"]) == (170892, True, True, "EXACT")
    assert 170905 in first["confusable_with"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "No place is accepted for a likeness"), ("ru", "По сходству ни одно место не принимается")],
)
def test_a_likeness_is_shown_and_never_accepted(shell, lang: str, words: str) -> None:
    """F10: 'Harb Bebsi' stays unresolved."""
    ran = shell("places", "find", "Harb Bebsi", "--json", "--lang", lang)

    assert ran.code == 0
    assert not any(row["exact"] or row["accepted"] for row in ran.json)
    assert "UNRESOLVED-PLACE" in ran.err and words in ran.err


def test_a_text_like_no_name_gives_an_empty_list(shell) -> None:
    """ToR 1.d.iv: unknown text stays UNRESOLVED-PLACE."""
    ran = shell("places", "find", "qqxxyyvvbb", "--json")

    assert (ran.code, ran.json) == (1, [])
    assert "UNRESOLVED-PLACE" in ran.err


def test_a_name_shared_by_several_places_is_accepted_for_none(shell) -> None:
    """ToR 1.d.iv: the name alone says not which."""
    ran = shell("places", "find", "Dara", "--json")

    assert sum(row["exact"] for row in ran.json) > 1
    assert not any(row["accepted"] for row in ran.json)
    assert "PLACE-NAME-SHARED" in ran.err


@pytest.mark.parametrize(
    ("name", "at", "code"),
    [("Idlib", "WGS84 35.93N 36.63E", 0), ("Idlib", "WGS84 36.20N 37.16E", 1), ("5 km E of Idlib", "WGS84 35.93N 36.69E", 0),
     ("40 km E of Idlib", "WGS84 35.93N 36.20E", 1)],
)  # fmt: skip
def test_a_name_is_checked_against_a_position(shell, name: str, at: str, code: int) -> None:
    """F03: two statements of one place that disagree."""
    ran = shell("places", "find", name, "--at", at, "--json")

    assert ran.code == code
    assert ("NAME-FAR-FROM-POSITION" in ran.err) == bool(code)


def test_an_unreadable_position_is_unusable_input(shell) -> None:
    """Style, "An error"."""
    ran = shell("places", "find", "Idlib", "--at", "nowhere", "--json")

    assert (ran.code, ran.codes) == (2, ["POSITION-UNREADABLE"])


def test_the_nearest_places_come_with_their_distance(shell) -> None:
    """ToR 1.d.iv."""
    ran = shell("places", "near", "WGS84 35.93N 36.63E", "--limit", "3", "--json")

    assert (ran.code, len(ran.json), ran.json[0]["id"]) == (0, 3, 169389)


def test_a_nodes_own_list_is_found_on_that_node_alone(shell) -> None:
    """Architecture, invariant 6."""
    given = shell.folder / "XA.txt"
    given.write_text(ROW + "broken\n", "utf-8")

    ran = shell("places", "import", shell.node(A), given, "--json")

    assert ran.code == 0
    assert (ran.json["kept"], [fault["code"] for fault in ran.json["faults"]]) == (1, ["PLACE-ROW-COLUMNS"])
    assert shell("places", "find", "Нордхамлет", "--node", shell.node(A), "--json").json[0]["id"] == 990001
    assert not any(
        row["exact"] for row in shell("places", "find", "Нордхамлет", "--node", shell.node(B), "--json").json
    )


def test_a_file_that_is_no_list_is_unusable_input(shell) -> None:
    """Style, "An error"."""
    given = shell.folder / "list.txt"
    given.write_text("nothing\n", "utf-8")

    ran = shell("places", "import", shell.node(A), given, "--json")

    assert (ran.code, ran.codes) == (2, ["PLACE-LIST-FORMAT"])
