"""`jig officer coverage`: gaps are told with their paragraph, in both languages, and block nothing (C016, C018)."""

import pytest

from cli_nodes import OFFICERS, A, B


def test_vacancies_and_gaps_are_named_with_their_paragraph_and_the_report_ends_well(shell):
    """C016, C018, C027, C029."""
    body = {
        "post": "SNR",
        "officer": OFFICERS[A][0][0],
        "rank_code": "OF-5",
        "expertise": ["INTEL"],
        "paired_with": "HEAD",
    }
    shell("submit", shell.node(A), "post", shell.file("p.json", body), "--officer", OFFICERS[A][0][0])

    ran = shell("officer", "coverage", shell.node(A), "--json")

    own, other = ran.json["participants"][A], ran.json["participants"][B]
    intel = next(one for one in own["expertise"] if one["expertise"] == "INTEL")
    assert ran.code == 0
    assert (intel["state"], intel["para"], intel["officers"]) == ("COVERED", "ToR 1.d.i", [OFFICERS[A][0][0]])
    assert [(one["post"], one["why"], one["para"]) for one in other["vacancies"]] == [("HEAD", "UNFILLED", "ToR 1.d")]
    assert {"TARGETING"} in [set(one["roles"]) for one in own["functions"]]


@pytest.mark.parametrize(
    ("lang", "gap", "close"),
    [
        ("en", "no expert on the roster", "no gap stops anything"),
        ("ru", "в составе нет специалиста", "ничего не останавливает"),
    ],
)
def test_the_report_speaks_both_languages(shell, lang, gap, close):
    """ToR 1.d.ii."""
    ran = shell("officer", "coverage", shell.node(B), "--lang", lang)

    assert (ran.code, ran.out) == (0, "")
    assert gap in ran.err
    assert close in ran.err


def test_a_bad_instant_and_a_folder_that_is_no_node_are_answered_in_kind(shell):
    bad_instant = shell("officer", "coverage", shell.node(A), "--now", "yesterday", "--json")
    no_node = shell("officer", "coverage", shell.folder / "nothing", "--json")

    assert (bad_instant.code, bad_instant.codes) == (2, ["INSTANT"])
    assert (no_node.code, len(no_node.errors)) == (2, 1)
