"""Sentences in the reader's language, values put in by name and only once."""

import gettext
import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.agreement import wording
from jig.agreement.wording import N_, UnknownLanguage, languages, placeholders, render, translator

PO = """msgid ""
msgstr ""
"Language: ru\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Due {due}."
msgstr "Срок: {due}."
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "jig.po").write_text(PO, "utf-8")
    return tmp_path


def sentence_of(compiled):
    return gettext.GNUTranslations(io.BytesIO(compiled)).gettext("Due {due}.")


def test_a_checkout_without_compiled_catalogues_reads_the_sources(folder):
    compiled = wording._compiled(folder, "ru")

    assert sentence_of(compiled) == "Срок: {due}."


def test_a_compiled_catalogue_older_than_its_source_is_not_believed(folder):
    (folder / "jig.mo").write_bytes(wording._compile(PO.replace("Срок", "Старый срок").encode(), "ru"))
    os.utime(folder / "jig.mo", (1, 1))

    compiled = wording._compiled(folder, "ru")

    assert sentence_of(compiled) == "Срок: {due}."


def test_an_installed_package_reads_the_compiled_catalogue_alone(folder):
    (folder / "jig.mo").write_bytes(wording._compile(PO.encode(), "ru"))
    (folder / "jig.po").unlink()

    compiled = wording._compiled(folder, "ru")

    assert sentence_of(compiled) == "Срок: {due}."


def test_both_working_languages_have_a_catalogue():
    """ToR 1.d.ii."""
    assert {"en", "ru"} <= set(languages())


@pytest.mark.parametrize("lang", ["xx", "", "../ru", "RU/..", "ru/LC_MESSAGES"])
def test_a_language_without_catalogue_is_refused_and_never_becomes_a_path(lang):
    with pytest.raises(UnknownLanguage):
        translator(lang)


def test_a_sentence_without_translation_is_shown_as_it_was_written():
    unknown = "No catalogue has {this}."

    assert N_(unknown) == unknown
    assert render(unknown, "ru", {"this": "it"}) == "No catalogue has it."
    assert render("", "ru", {}) == ""


@pytest.mark.parametrize(
    ("msgid", "shown"),
    [
        ("{a} and {b}", "1 and {b}"),
        ("{a.__class__}", "{a.__class__}"),
        ("{a[0]} {a!r} {a:>9}", "{a[0]} {a!r} {a:>9}"),
        ("{} {0} { a }", "{} {0} { a }"),
        ("{a}{a}", "11"),
    ],
)
def test_only_plain_names_are_filled(msgid, shown):
    assert render(msgid, "en", {"a": 1}) == shown


@given(st.text())
def test_a_value_is_put_in_whole_and_never_read_as_a_sentence(value):
    """record.md, "sends hostile content"."""
    hostile = value + "{secret}"

    shown = render("<{given}>", "en", {"given": hostile, "secret": "withheld"})

    assert shown == f"<{hostile}>"


def test_a_sentence_names_the_values_it_asks_for():
    assert placeholders("{due} {actual} {due} {not.this}") == {"due", "actual"}
