"""Characters that no text of a body may hold: an officer would read another text than the one that is signed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

#: What a body that may hold such a character holds as bytes, canonical or not: most bodies are looked at no further.
_SUSPECT = re.compile(
    rb"\\u(?:00[01789]|20[26]|[dD])|\\[bfr]|[\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]"
)
#: C0 but tab and line end, DEL, C1: a terminal or a page may do anything with them.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
#: Overrides make letters be shown in another order than they stand in, closed again or not.
_OVERRIDE = re.compile("[\u202d\u202e]")
#: Embeddings and isolates, each with what closes it (Unicode Standard Annex 9, 3.1.2).
_CLOSES = {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
_MARKS = re.compile("[\u202a-\u202c\u2066-\u2069]")
_LINE = re.compile("[\n\u2029]")

#: (code, path, found, expected), as a form's faults are.
TextFault = tuple[str, str, str, str]


def faults_of_texts(data: bytes) -> list[TextFault]:
    """List the texts of a body, its names of members included, that hold what no text may; data: JSON.

    TEXT-CONTROL: a control character. TEXT-DIRECTION: an override of the direction of writing, or an embedding or
    isolate that is not closed in its line, so that what follows is shown in another order. Marks of Arabic or Hebrew
    writing that are closed are no fault.
    """
    if _SUSPECT.search(data) is None:
        return []
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        return []
    return [fault for path, text in _texts(raw) if (fault := fault_of_text(path, text)) is not None]


def harmless(text: str) -> str:
    """Spell out what no text may hold, so that a terminal shows it instead of obeying it."""
    return _OVERRIDE.sub(_spelled, _CONTROL.sub(_spelled, text))


def _spelled(found: re.Match[str]) -> str:
    return f"<{_named(found.group())}>"


def _texts(raw: Any) -> Iterator[tuple[str, str]]:
    """List every text with its path; not by recursion, a body may be as deep as its sender likes."""
    waiting: list[tuple[str, Any]] = [("", raw)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, list):
            waiting += [(f"{path}.{n}".lstrip("."), one) for n, one in enumerate(value)]
        elif isinstance(value, dict):
            for name, one in value.items():
                shown = name.encode("unicode_escape").decode()
                yield f"{path}.{shown}".lstrip("."), name
                waiting.append((f"{path}.{shown}".lstrip("."), one))


def fault_of_text(path: str, text: str) -> TextFault | None:
    """Give the fault of one text, None when it holds nothing that no text may."""
    control = _CONTROL.search(text)
    if control is not None:
        return "TEXT-CONTROL", path, _named(control.group()), ""
    override = _OVERRIDE.search(text)
    if override is not None:
        return "TEXT-DIRECTION", path, _named(override.group()), ""
    unclosed = next((mark for line in _LINE.split(text) if (mark := _unclosed(line))), "")
    return ("TEXT-DIRECTION", path, _named(unclosed), "") if unclosed else None


def _unclosed(line: str) -> str:
    """Find a mark that is not closed in its line, or one that closes nothing; empty when all match."""
    opened: list[str] = []
    for mark in _MARKS.findall(line):
        if mark in _CLOSES:
            opened.append(mark)
        elif not opened or _CLOSES[opened.pop()] != mark:
            return str(mark)
    return opened[-1] if opened else ""


def _named(char: str) -> str:
    return f"U+{ord(char):04X}"
