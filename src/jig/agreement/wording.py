"""What users read, in their language: sentences by msgid, values by name."""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


class UnknownLanguage(LookupError):
    """There is no catalogue for the language asked for."""


def N_(message: str) -> str:  # noqa: N802 (the name gettext tools use)
    """Mark a sentence for the catalogues, and give it back untouched; it is translated where it is shown."""
    return message


@cache
def languages() -> tuple[str, ...]:
    """Name the languages that have a catalogue, in alphabetical order."""
    return tuple(sorted(entry.name for entry in _locale().iterdir() if entry.is_dir()))


@cache
def translator(lang: str) -> Callable[[str], str]:
    """Give the function from msgid to the sentence in `lang`; a msgid without translation is its own sentence.

    Raises UnknownLanguage when `lang` is not one of `languages()`.
    """
    # Compared with a list, never joined to a path first: the name may come from a request header.
    if lang not in languages():
        raise UnknownLanguage(lang)
    translations = gettext.GNUTranslations(io.BytesIO(_compiled(_locale() / lang / "LC_MESSAGES", lang)))

    def translated(msgid: str) -> str:
        # The catalogue's own header answers to the empty msgid.
        return translations.gettext(msgid) if msgid else ""

    return translated


def render(msgid: str, lang: str, params: Mapping[str, object]) -> str:
    """Say a sentence in `lang` with its {named} values put in; a name without a value stays as it stands.

    Values go in once and are not read again: a value with braces in it, or a format specification in a
    translation, reaches nothing. Raises UnknownLanguage.
    """

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        return str(params[name]) if name in params else match.group(0)

    return _PLACEHOLDER.sub(value, translator(lang)(msgid))


def placeholders(msgid: str) -> frozenset[str]:
    """Name the values a sentence asks for."""
    return frozenset(_PLACEHOLDER.findall(msgid))


def _locale() -> Traversable:
    return files("jig") / "locale"


def _compiled(folder: Traversable, lang: str) -> bytes:
    compiled, source = folder / "jig.mo", folder / "jig.po"
    if compiled.is_file() and not _is_newer(source, compiled):
        return compiled.read_bytes()
    return _compile(source.read_bytes(), lang)


def _is_newer(source: Traversable, compiled: Traversable) -> bool:
    # An installed package has no sources; a checkout has both, and the compiled one goes stale on every pull.
    if not (isinstance(source, Path) and isinstance(compiled, Path) and source.is_file()):
        return False
    return source.stat().st_mtime_ns > compiled.stat().st_mtime_ns


def _compile(source: bytes, lang: str) -> bytes:
    # Imported here: an installed package never needs it, and it is slow to import.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    out = io.BytesIO()
    write_mo(out, read_po(io.BytesIO(source), locale=lang, abort_invalid=True))
    return out.getvalue()
