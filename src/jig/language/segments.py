"""Sentences: how a text is parted for the translation memory, and how two texts are put side by side."""

from __future__ import annotations

import re

#: A full stop after these ends no sentence.
_ABBREVIATED = frozenset({
    "mr", "mrs", "dr", "no", "vs", "e.g", "i.e", "etc", "cf", "approx", "gen", "col", "lt", "maj", "capt", "para",
    "г", "гг", "ул", "им", "т.е", "т.д", "т.п", "т.к", "н.п", "пос", "обл", "р-н", "км", "см", "стр", "п", "пп",
    "тыс", "млн",
})  # fmt: skip
_END = re.compile(r"[.!?…؟。]+[»”\"')\]]*(?=\s)|\n+|\n*$")
_LAST = re.compile(r"([^\s(«“\"]+)\.$")


def sentences(text: str) -> list[str]:
    """Part a text into sentences: at a stop before white space, not after an abbreviation or an initial."""
    found, start = [], 0
    for stop in _END.finditer(text):
        end = stop.end()
        one = text[start:end].strip()
        if not one or _goes_on(one, text[end : end + 2], "\n" in stop.group()):
            continue
        found.append(" ".join(one.split()))
        start = end
    rest = " ".join(text[start:].split())
    return [*found, rest] if rest else found


def _goes_on(one: str, following: str, line_ends: bool) -> bool:
    """Tell whether a stop ends no sentence: after an abbreviation, an initial, or before a small letter."""
    if line_ends or not following.strip():
        return False
    last = _LAST.search(one)
    word = last.group(1).casefold() if last else ""
    return word in _ABBREVIATED or (len(word) == 1 and word.isalpha()) or following.strip()[:1].islower()


def aligned(original: str, translation: str) -> list[tuple[str, str]]:
    """Put two texts side by side, sentence by sentence where both have as many, otherwise whole beside whole."""
    one, other = sentences(original), sentences(translation)
    if len(one) == len(other):
        return list(zip(one, other, strict=True))
    whole = " ".join(original.split()), " ".join(translation.split())
    return [whole] if all(whole) else []
