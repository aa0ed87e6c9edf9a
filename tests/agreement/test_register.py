"""The register holds what the instrument says, whole, and names nobody."""

import csv
import re
from pathlib import Path

import pytest

from jig.agreement.register import (
    ACTIONS,
    REGISTER,
    SCOPES,
    TIGHTEN,
    TYPES,
    UnknownClause,
    UnknownReading,
    UnknownSetting,
    table_rows,
)

CLAUSES = [f"C{n:03d}" for n in range(1, 145)]
READINGS = sorted([f"A{n:02d}" for n in range(1, 51)] + ["A13b"], key=lambda a: (a[:3], a[3:]))
TERMS = Path(__file__).parents[3] / "shared" / "terms"  # the drafters' paraphrase; absent in a stranger's clone


def source_rows(name: str) -> list[dict[str, str]]:
    path = TERMS / name
    if not path.is_file():
        pytest.skip("the drafters' paraphrase is not on this machine")
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_all_144_clauses_and_51_readings_are_there_and_no_other() -> None:
    assert list(REGISTER.clauses) == CLAUSES
    assert list(REGISTER.readings) == READINGS
    assert len(READINGS) == 51


def test_paragraphs_and_actions_are_those_of_the_source() -> None:
    rows = source_rows("clauses.tsv")

    ours = [(c.id, c.para, c.action) for c in REGISTER.clauses.values()]

    assert ours == [(row["id"], row["para"], row["software_action"].upper()) for row in rows]


def test_every_reading_touches_the_clauses_that_the_source_gives_it() -> None:
    rows = source_rows("readings.tsv")

    for row in rows:
        assert set(row["clauses"].split(",")) <= set(REGISTER.reading(row["id"]).clauses)


def test_final_plans_stand_in_tor_2_c_and_rest_on_the_day_reading() -> None:
    clause = REGISTER.clause("C069")

    assert (clause.para, clause.action, clause.binds) == ("ToR 2.c", "ENFORCE", "BOTH")
    assert "A05" in clause.readings
    assert "deadline.day_prior_cutoff" in REGISTER.reading("A05").settings


def test_the_two_paragraphs_lettered_d_are_told_apart() -> None:  # AP 3; reading A42
    paras = {REGISTER.clause(c).para for c in ("C128", "C130")}

    assert paras == {"AP 3.d(1)", "AP 3.d(2)"}


def test_clauses_and_readings_point_at_each_other() -> None:
    from_clauses = {(c.id, r) for c in REGISTER.clauses.values() for r in c.readings}

    from_readings = {(c, r.id) for r in REGISTER.readings.values() for c in r.clauses}

    assert from_clauses == from_readings


def test_every_reading_is_decided_by_a_setting_and_every_setting_by_a_reading() -> None:
    held = {name for reading in REGISTER.readings.values() for name in reading.settings}

    assert held == set(REGISTER.settings)
    assert all(reading.settings for reading in REGISTER.readings.values())


def test_columns_hold_only_the_words_they_may() -> None:
    assert {c.action for c in REGISTER.clauses.values()} == ACTIONS
    for setting in REGISTER.settings.values():
        assert (setting.type in TYPES, setting.tighten in TIGHTEN, setting.scope in SCOPES) == (True, True, True)


def test_only_the_named_bounds_may_be_tightened_alone() -> None:  # readings A21, A25, A46, A48, A49
    alone = {name: s.tighten for name, s in REGISTER.settings.items() if s.tighten != "NONE"}

    assert alone == {
        "protected.buffer_m": "HIGHER",
        "vetting.max_age_s": "LOWER",
        "validation.max_age_s": "LOWER",
        "track.max_gap_s": "LOWER",
        "protected.max_age_s": "LOWER",
        "link.missed_s": "LOWER",
    }
    assert [name for name, s in REGISTER.settings.items() if s.scope == "SIDE"] == ["protected.buffer_m"]


def test_a_unit_stands_at_the_end_of_every_measured_name() -> None:
    for setting in REGISTER.settings.values():
        if setting.unit in ("s", "m"):
            assert setting.name.endswith(f"_{setting.unit}")
        if setting.unit == "d":
            assert re.search(r"_days$", setting.name)


@pytest.mark.parametrize(
    ("ask", "unknown", "error"),
    [
        (REGISTER.clause, "C145", UnknownClause),
        (REGISTER.reading, "A51", UnknownReading),
        (REGISTER.setting, "deadline.hour", UnknownSetting),
    ],
)
def test_an_unknown_id_is_a_key_error_of_its_own(ask, unknown, error) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(error) as caught:
        ask(unknown)

    assert isinstance(caught.value, KeyError)
    assert caught.value.args == (unknown,)


def test_a_table_line_with_a_cell_missing_is_refused() -> None:
    with pytest.raises(ValueError, match="C001"):
        table_rows("id\tpara\n# a remark\nC001\n")
