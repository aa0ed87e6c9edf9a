"""What `--help` says, in the reader's language: every text of the tree of commands through the catalogue."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from jig.agreement.wording import N_, translator

#: What the parser itself says on a page of help, by the name under which its drawing module keeps it.
_DRAWN = {
    "ARGUMENTS_PANEL_TITLE": N_("Arguments"),
    "OPTIONS_PANEL_TITLE": N_("Options"),
    "COMMANDS_PANEL_TITLE": N_("Commands"),
    "REQUIRED_LONG_STRING": N_("[required]"),
    "DEFAULT_STRING": N_("[default: {}]"),
}
_DRAWING = "typer.rich_utils"
_THIS_PAGE = N_("Show this message and exit.")
_USAGE, _OPTIONS, _COMMAND = "Usage:", "[OPTIONS]", "COMMAND [ARGS]..."
_WORDS = {_USAGE: N_("How to call:"), _OPTIONS: N_("[OPTIONS]"), _COMMAND: N_("COMMAND [ARGUMENTS]...")}


def commands_of(command: Any) -> Iterator[Any]:
    """List a command and all that stand below it."""
    yield command
    for below in (getattr(command, "commands", None) or {}).values():
        yield from commands_of(below)


def texts_of(command: Any) -> Iterator[str]:
    """List every text that help shows of a tree of commands, in the order of the tree."""
    for one in commands_of(command):
        said = [one.help, *(getattr(parameter, "help", None) for parameter in one.params)]
        yield from (text for text in said if text)


def put_into(lang: str, command: Any) -> None:
    """Put the help of a freshly built tree of commands into a language; nothing else of it changes."""
    words = translator(lang)
    _draw(lang, words)
    if lang == "en":
        return
    for one in commands_of(command):
        one.help = words(one.help) if one.help else one.help
        for parameter in one.params:
            if getattr(parameter, "help", None):
                parameter.help = words(parameter.help)
        _about_the_page(one, words)


def _draw(lang: str, words: Callable[[str], str]) -> None:
    # Slow to import, and needed for a page of help alone; once changed it must be changed back.
    if lang == "en" and _DRAWING not in sys.modules:
        return
    drawing = import_module(_DRAWING)
    for name, msgid in _DRAWN.items():
        setattr(drawing, name, words(msgid))


def _about_the_page(command: Any, words: Callable[[str], str]) -> None:
    """Put what the parser makes up when it is asked for help: the usage line, and the option --help itself."""
    usage, option = command.get_usage, command.get_help_option

    def usage_in_words(context: Any) -> str:
        said = str(usage(context))
        for english, msgid in _WORDS.items():
            said = said.replace(english, words(msgid), 1)
        return said

    def option_in_words(context: Any) -> Any:
        made = option(context)
        if made is not None:
            made.help = words(_THIS_PAGE)
        return made

    command.get_usage, command.get_help_option = usage_in_words, option_in_words
