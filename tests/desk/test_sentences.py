"""Every stable code says what it means and what to do next, in both languages, under the clause that it touches."""

import re
import sqlite3
from collections.abc import Iterator

import pytest
from pydantic import BaseModel
from pydantic_core import core_schema
from tools.codes import CODE, PACKAGE, raised

from jig.adapters import sqlite_schema
from jig.agreement.register import REGISTER
from jig.agreement.wording import languages, placeholders
from jig.decisions.acts import acts
from jig.desk.faults import Fault, form_fault
from jig.desk.sentences import SENTENCES, clause_of, sentence_of
from jig.places.faults import SENTENCES as POSITIONS
from jig.record.facts import Unreadable, read_body
from jig.record.rooms import kinds

RAISED = raised()
#: What pydantic may say of each type of field that our forms are made of (pydantic, "Validation Errors").
FAULTS_OF_TYPE = {
    "str": {"STRING-TYPE", "STRING-UNICODE"},
    "int": {"INT-TYPE", "INT-PARSING-SIZE"},
    "bool": {"BOOL-TYPE"},
    "literal": {"LITERAL-ERROR"},
    "enum": {"ENUM"},
    "tuple": {"TUPLE-TYPE"},
    "list": {"LIST-TYPE"},
    "dict": {"DICT-TYPE"},
    "model": {"MODEL-TYPE", "MODEL-ATTRIBUTES-TYPE"},
    "model-fields": {"MODEL-TYPE", "EXTRA-FORBIDDEN"},
    "model-field": {"MISSING"},
}
FAULTS_OF_BOUND = {
    ("str", "min_length"): "STRING-TOO-SHORT",
    ("str", "max_length"): "STRING-TOO-LONG",
    ("str", "pattern"): "STRING-PATTERN-MISMATCH",
    ("int", "ge"): "GREATER-THAN-EQUAL",
    ("int", "le"): "LESS-THAN-EQUAL",
    ("int", "gt"): "GREATER-THAN",
    ("int", "lt"): "LESS-THAN",
    ("tuple", "min_length"): "TOO-SHORT",
    ("tuple", "max_length"): "TOO-LONG",
    ("dict", "min_length"): "TOO-SHORT",
    ("dict", "max_length"): "TOO-LONG",
}
FAULTLESS = {"default", "nullable", "any", "no-info", "function-after", "definitions", "definition-ref"}


def test_every_code_in_the_source_has_a_sentence_of_its_own():
    """Style, "An error"."""
    without = [(one.code, one.where) for one in RAISED if one.code not in SENTENCES]

    assert len({one.code for one in RAISED}) > 150
    assert without == []


def test_a_sentence_asks_only_for_values_that_its_code_brings():
    wanting = [
        (one.code, one.where, sorted(asked - one.values))
        for one in RAISED
        if one.values is not None
        for asked in [placeholders("".join(SENTENCES[one.code]))]
        if one.code not in POSITIONS and not asked <= one.values
    ]

    assert wanting == []


def test_codes_that_are_put_together_at_run_time_have_sentences_too():
    """The engine's faults, the differences of a profile, the statuses of a server."""
    engine = {sqlite_schema.fault_of(error).code for error in (sqlite3.Error(),)} | set(sqlite_schema._CODES.values())
    profile = {f"{stem}-{tail}" for stem in ("CLAUSE", "READING", "SETTING") for tail in ("MISSING", "UNKNOWN")}

    assert engine | profile <= set(SENTENCES)
    assert sentence_of("LINK-HTTP-507") == SENTENCES["LINK-HTTP-*"]
    assert sentence_of("LINK-HTTP-401") == SENTENCES["LINK-HTTP-401"]
    assert sentence_of("FROM-ANOTHER-VERSION") == SENTENCES["*"]


def fields_of(schema: object) -> Iterator[dict[str, object]]:
    if isinstance(schema, dict):
        if isinstance(schema.get("type"), str):
            yield schema
        for value in schema.values():
            yield from fields_of(value)
    elif isinstance(schema, list | tuple):
        for value in schema:
            yield from fields_of(value)


def forms() -> list[type[BaseModel]]:
    return [kind.form for kind in kinds().values()] + [act.content for act in acts().values()]


def test_every_fault_that_a_form_can_find_has_a_sentence():
    fields = [field for form in forms() for field in fields_of(form.__pydantic_core_schema__)]

    types = {str(field["type"]) for field in fields}
    found = set().union(*(FAULTS_OF_TYPE.get(one, set()) for one in types))
    found |= {FAULTS_OF_BOUND[str(f["type"]), bound] for f in fields for bound in BOUNDS & set(f)}

    assert types <= set(FAULTS_OF_TYPE) | FAULTLESS, "a type of field whose faults nobody listed"
    assert {f"FORM-{one}" for one in found} <= set(SENTENCES)


UNFILLED = re.compile(r"\{[a-z_]+\}")
BOUNDS = {"min_length", "max_length", "pattern", "ge", "le", "gt", "lt", "multiple_of"}


def test_the_form_engine_knows_the_faults_that_are_listed():
    """So that no sentence waits for a code that the engine spells otherwise."""
    known = {name.upper().replace("_", "-") for name in core_schema.ErrorType.__args__}  # type: ignore[attr-defined]

    said = {code.removeprefix("FORM-") for code in SENTENCES if code.startswith("FORM-")}

    assert said - known == {"CE90-NOT-COMBINED", "LE90-NOT-COMBINED", "HEIGHT-SETTING"}


def test_the_faults_of_a_form_come_all_together_with_their_values():
    with pytest.raises(Unreadable) as caught:
        read_body(kinds()["note"].form, b'{"lang":"x","text":7,"more":1}')

    faults = [form_fault(*row) for row in caught.value.faults]

    assert {fault.code for fault in faults} >= {"FORM-EXTRA-FORBIDDEN", "FORM-STRING-TYPE"}
    assert not [said for fault in faults for lang in languages() for said in fault.said(lang) if UNFILLED.search(said)]


def test_a_choice_is_listed_without_the_form_engines_english():
    fault = form_fault("FORM-LITERAL-ERROR", "answer", "PERHAPS", "expected='AGREE', 'DISAGREE' or 'DEFER'")

    assert fault.said("ru")[0] == "answer: PERHAPS; допускается одно из: AGREE, DISAGREE, DEFER."


def test_bounds_become_values_and_a_pattern_with_commas_stays_whole():
    long = form_fault("FORM-TOO-LONG", "legs", "", "actual_length=9, field_type=Tuple, max_length=5")
    pattern = form_fault("FORM-STRING-PATTERN-MISMATCH", "lang", "?", "pattern=^[a-z]{2,3}, x$")

    assert long.said("en")[0] == "legs has 9 items; it has at most 5."
    assert pattern.said("en")[0] == "lang is not of the form ^[a-z]{2,3}, x$; found ?."


VERBS = frozenset(
    [
        "convert",
        "divide",
        "ask",
        "give",
        "correct",
        "check",
        "compare",
        "call",
        "try",
        "use",
        "name",
        "choose",
        "run",
        "take",
        "make",
        "restore",
        "put",
        "update",
        "import",
        "copy",
        "let",
        "agree",
        "recover",
        "exchange",
        "find",
        "leave",
        "shorten",
        "export",
        "remove",
        "free",
        "wait",
        "keep",
        "move",
        "declare",
        "show",
        "update",
    ]
)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_code_names_a_next_step(code):
    """Style, "An error": a clause of the second sentence bids the reader do something, or names the command to run."""
    _, following = SENTENCES[code]

    clauses = re.split(r"[.;:,] ", following.lower())

    assert any(clause.split(" ")[0] in VERBS or "`jig " in clause for clause in clauses), following


@pytest.mark.parametrize(
    ("code", "paragraph"),
    [
        ("ZONE-MISMATCH", "ToR 1.d.iv"),
        ("FORM-CE90-NOT-COMBINED", "ToR 1.d.iv"),
        ("FORM-MISSING", "ToR 1.d.v"),
        ("FORM-STRING-TOO-LONG", "ToR 1.d.v"),
        ("OFFICER-UNKNOWN", "ToR 1.d.iii"),
        ("KEY-FILE-MISSING", "ToR 1.d.iii"),
        ("ROLE-UNKNOWN", "ToR 1.d.iii"),
        ("ROLE-CONTRADICTS-SETTING", "ToR Pre.1"),
        ("PARTICIPANT-UNKNOWN", "ToR Pre.1"),
        ("PROFILE-UNKNOWN", "ToR Pre.1"),
        ("BUNDLE-GAP", "ToR 1.b"),
        ("LINK-TIMEOUT", "ToR 1.b"),
        ("USAGE-LANGUAGE", "ToR 1.d.ii"),
    ],
)
def test_a_code_cites_the_paragraph_that_it_touches(code, paragraph):
    assert clause_of(code) == paragraph
    assert Fault(code).as_json("en")["clause"] == paragraph


def test_every_cited_paragraph_is_in_the_register():
    paragraphs = {clause.para for clause in REGISTER.clauses.values()}

    assert {clause_of(code) for code in SENTENCES} <= paragraphs


def test_every_fault_of_a_position_cites_the_paragraph_on_positions():
    assert {clause_of(code) for code in POSITIONS} == {"ToR 1.d.iv"}


def test_the_scan_sees_the_codes_it_is_meant_to_see():
    codes = {one.code for one in RAISED}

    assert PACKAGE.is_dir()
    assert {"JSON-DEPTH", "PAIR-MODE", "STORE-BUSY", "LOG-KEY-SPEAKS", "LINK-TLS", "AXES-SWAPPED"} <= codes
    assert all(CODE.fullmatch(code) for code in codes)
