"""Whoever asks a command for help is answered in the language asked for (ToR 1.d.ii)."""

import re

import pytest
import typer
from tools.catalogues import committed
from tools.reference import commands

from jig.desk.cli import build, main
from jig.desk.helped import put_into, texts_of

#: Three words of Latin letters in a row: no name, code or option is that.
ENGLISH = re.compile(r"\b[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}\b")
RULES = str.maketrans(dict.fromkeys("│─╭╮╰╯", " "))


def paths(command, path=()):
    yield path
    for name, below in (getattr(command, "commands", None) or {}).items():
        yield from paths(below, (*path, name))


PATHS = list(paths(typer.main.get_command(build())))


@pytest.fixture
def helped(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("JIG_LANG", raising=False)

    def asked(*arguments):
        code = main([*arguments, "--help"])
        said = capsys.readouterr()
        assert code == 0
        return " ".join((said.out + said.err).translate(RULES).split())

    yield asked
    # The parser's own words are a module's: whoever asks next asks in English.
    put_into("en", typer.main.get_command(build()))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: " ".join(path) or "jig")
def test_every_commands_help_is_in_russian_when_russian_is_asked_for(helped, monkeypatch, path):
    """ToR 1.d.ii."""
    monkeypatch.setenv("JIG_LANG", "ru")

    said = helped(*path).replace(" ".join(("jig", *path)), "")

    assert re.search("[а-яё]{3}", said)
    assert ENGLISH.findall(said) == []
    assert "Показать эту справку и выйти." in said


def test_help_speaks_the_language_of_the_option_and_comes_back_to_english(helped):
    """ToR 1.d.ii: one reader's choice binds no other."""
    before, russian, after = helped("due"), helped("due", "--lang", "ru"), helped("due")

    assert (before, after) == (after, before)
    assert "Show this message and exit." in before
    assert "Язык текста: en или ru." in russian


def test_a_group_asked_for_nothing_answers_in_russian(helped, monkeypatch, capsys):
    monkeypatch.setenv("JIG_LANG", "ru")

    code = main(["officer"])

    said = capsys.readouterr()
    assert code == 2
    assert "Кто вправе говорить" in said.out + said.err


def test_every_text_of_help_is_a_sentence_of_the_catalogue():
    """A new command cannot be forgotten: what help shows is what is put into the catalogue."""
    known = {message.id for message in committed("ru")}

    assert [text for text in texts_of(typer.main.get_command(build())) if text not in known] == []


def test_the_page_of_commands_stays_english_after_help_was_asked_in_russian(helped):
    """docs/reference is made from the English of the code."""
    before = commands()

    helped("officer", "accredit", "--lang", "ru")

    assert commands() == before
    assert not re.search("[а-яё]", before)
