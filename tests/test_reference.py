"""The reference pages say what the code says: none is stale, and nothing a user meets is left out."""

import json
import re
import subprocess
import sys

import pytest
from tools.codes import codes
from tools.reference import FOLDER, MADE, PAGES, page, variables
from tools.reference_text import ENVIRONMENT

from doc_examples import ROOT
from jig.agreement.register import REGISTER
from jig.agreement.rule import all_rules
from jig.decisions.acts import acts
from jig.record.rooms import kinds

LINK = re.compile(r"\]\((?!https?://)([^)#\s]+)(#[^)]*)?\)")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def committed(name):
    return (FOLDER / name).read_text("utf-8")


def headings(name):
    return re.findall(r"^## `([^`]+)`", committed(name), re.MULTILINE)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_that_follows_from_the_code_is_up_to_date(name):
    """Issue point 7. `make reference` mends it."""
    assert committed(name) == page(name)


def test_every_page_in_the_folder_is_made_or_written_by_hand_on_purpose():
    by_hand = {path.name for path in FOLDER.glob("*.md") if MADE not in path.read_text("utf-8")}

    assert by_hand == {"record-format.md"}


def test_every_command_that_the_program_lists_has_its_place():
    program = "from jig.desk.cli import main; main(['--help'])"
    environment = {"PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1", "COLUMNS": "100", "LC_ALL": "C.UTF-8"}
    asked = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, env=environment)
    listed = asked.stdout.decode()

    names = set(re.findall(r"^\W{0,3}([a-z]+)  ", listed, re.MULTILINE))

    documented = {heading.split()[1] for heading in headings("commands.md")}
    assert names
    assert names <= documented


def test_every_kind_and_every_act_has_its_place():
    assert headings("kinds.md") == [*sorted(kinds()), *(f"act:{name}" for name in sorted(acts()))]


def test_every_setting_stands_in_the_table_of_its_reading():
    """All 51 readings, with what each setting is by default."""
    text = committed("settings.md")

    missing = [name for name in REGISTER.settings if f"| `{name}` |" not in text]

    assert (missing, len(re.findall(r"^## A", text, re.MULTILINE))) == ([], len(REGISTER.readings))


def test_every_clause_has_its_place_with_words_in_both_languages():
    parts = re.split(r"^## (C\d{3}) ", committed("clauses.md"), flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))

    without_words = [
        name for name, text in found.items() if not re.search(r"^- en: \S.*\n- ru: \S", text, re.MULTILINE)
    ]

    assert (sorted(found), without_words) == (sorted(REGISTER.clauses), [])


def test_every_rule_has_its_place():
    text = committed("rules.md")

    assert [rule.id for rule in all_rules() if f"**`{rule.id}`**" not in text] == []


def test_every_error_code_in_the_code_has_a_sentence_on_its_page():
    rows = dict(re.findall(r"^\| `([^`]+)` \| (.+?) \| [^|]* \|$", committed("codes.md"), re.MULTILINE))

    assert [code for code in codes() if not rows.get(code, "").strip(" *")] == []


def test_codes_are_found_wherever_they_are_raised(tmp_path):
    source = """
class Broken(Exception):
    def __init__(self, code: str, **params: str) -> None: ...

def refuse(code: str) -> None: ...

raise Broken("DISK-FULL" if full else "DISK-GONE", found="NOT-THIS")
refuse(code=f"WIRE-{status}")
table = {1: "DISK-ODD", 2: "PLAIN-TEXT"}
"""
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "store.py").write_text(source, "utf-8")

    found = codes(tmp_path)

    assert found == {name: {"room"} for name in ("DISK-FULL", "DISK-GONE", "DISK-ODD", "WIRE-…")}


def test_every_variable_of_the_environment_that_is_read_is_explained():
    assert set(variables()) <= set(ENVIRONMENT)
    assert {"JIG_LANG", "JIG_PASSPHRASE", "XDG_STATE_HOME"} <= set(variables())


def test_the_interface_between_nodes_is_described_with_every_status():
    assert {"POST /v1/exchange", "GET /v1/mirror/head", "POST /v1/resume"} <= set(headings("http-api.md"))
    assert len(re.findall(r"^\| 401 \|", committed("http-api.md"), re.MULTILINE)) == len(headings("http-api.md"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_link_inside_the_documents_leads_somewhere(path):
    targets = [target for target, _ in LINK.findall(path.read_text("utf-8"))]

    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda path: path.stem)
def test_a_decision_says_what_it_costs_and_what_else_there_was(path):
    text = path.read_text("utf-8")

    parts = re.findall(r"^## (.+)$", text, re.MULTILINE)

    assert parts == ["Context", "Choice", "What it costs", "Alternatives"]


def test_a_setting_is_shown_in_the_form_that_a_proposal_takes():
    """`null` in the table is what an UNSET reading is."""
    shown = re.findall(
        r"^\| `[a-z_.0-9]+` \| \w+ \| \S+ \| `(.+?)` \| \w* \| \w+ \|$", committed("settings.md"), re.MULTILINE
    )

    assert len(shown) == len(REGISTER.settings)
    assert all(json.loads(value.replace("\\|", "|")) is not ... for value in shown)
