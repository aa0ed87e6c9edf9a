"""Words of a text with their places, and the base forms by which inflected words are known."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, Protocol

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_MARKS = re.compile(r"[\u0300\u0301\u064b-\u0652\u0670\u0640]")
#: Irregular forms that the terms of this field need; everything else follows the suffixes.
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "person", "feet": "foot", "aircraft": "aircraft",
    "held": "hold", "struck": "strike", "stricken": "strike", "withdrew": "withdraw", "withdrawn": "withdraw",
    "broke": "break", "broken": "break", "shot": "shoot", "flew": "fly", "flown": "fly", "gave": "give",
    "given": "give", "took": "take", "taken": "take", "made": "make", "met": "meet", "left": "leave", "lost": "lose",
    "sent": "send", "told": "tell", "said": "say", "understood": "understand", "bases": "base", "axes": "axis",
}  # fmt: skip
_DOUBLED = re.compile(r"([bdfgklmnprst])\1$")
_PREFIXES = ("وبال", "وال", "بال", "كال", "فال", "ولل", "لل", "ال", "و", "ب", "ل", "ف", "ك")
_ENDINGS = ("ات", "ون", "ين", "ان", "ية", "ها", "هم", "ة", "ه", "ي")
_ALEFS = str.maketrans("أإآىٱ", "اااي" + "ا")


class Word(NamedTuple):
    """A word of a text, [start, end) in characters."""

    text: str
    start: int
    end: int


class BaseForms(Protocol):
    """Gives the base forms that an inflected word may have; a morphological dictionary stands behind it."""

    def of(self, word: str) -> frozenset[str]:
        """Give every base form of a word; the word itself when nothing is known of it."""


def words_of(text: str) -> list[Word]:
    """Part a text into words; a hyphen or an apostrophe within one does not part it."""
    return [Word(found.group(), found.start(), found.end()) for found in _WORD.finditer(text)]


def script_of(word: str) -> str:
    """Tell by its letters which language a word belongs to: ru, ar, or en; empty for a number."""
    letter = next((one for one in word if one.isalpha()), "")
    if "\u0400" <= letter <= "\u04ff":
        return "ru"
    if "\u0600" <= letter <= "\u06ff":
        return "ar"
    return "en" if letter else ""


def folded(word: str) -> str:
    """Write a word without case, stress marks, vowel marks and the dots of yo."""
    return _MARKS.sub("", word.casefold().replace("’", "'")).replace("ё", "е").translate(_ALEFS)


class EnglishForms:
    """Plurals, possessives and verb forms of English by their suffixes: every base form that they may come from."""

    def of(self, word: str) -> frozenset[str]:
        """Give the word and every base form that its suffix allows."""
        return _english(folded(word).removesuffix("'s").removesuffix("'"))


@lru_cache(maxsize=20_000)
def _english(word: str) -> frozenset[str]:
    found = {word, _IRREGULAR.get(word, word)}
    if "-" in word:
        # Of a compound the last part is inflected: "no-strike lists", "cease-fires".
        head, _, last = word.rpartition("-")
        return frozenset(found | {f"{head}-{one}" for one in _english(last)})
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        found.add(word[:-1])
        found |= {word[:-2]} if word.endswith(("ches", "shes", "sses", "xes", "zes")) else set()
        found |= {word[:-3] + "y"} if word.endswith("ies") else set()
    for suffix in ("ed", "ing"):
        if word.endswith(suffix) and len(word) > len(suffix) + 2:
            stem = word[: -len(suffix)]
            found |= {stem, stem + "e"} | ({stem[:-1]} if _DOUBLED.search(stem) else set())
            found |= {stem[:-1] + "y"} if stem.endswith("i") else set()
    return frozenset(found)


class ArabicForms:
    """Arabic without its attached particles and commonest endings: a light stem, no dictionary."""

    def of(self, word: str) -> frozenset[str]:
        """Give the word with and without prefixed article and particles, and without a common ending."""
        whole = folded(word)
        bare = {whole} | {whole[len(p) :] for p in _PREFIXES if whole.startswith(p) and len(whole) - len(p) >= 3}
        return frozenset(bare | {one[: -len(e)] for one in bare for e in _ENDINGS if one.endswith(e) and len(one) > 4})


class PlainForms:
    """No inflection at all: for a language of which nothing is known here."""

    def of(self, word: str) -> frozenset[str]:
        """Give the word itself, folded."""
        return frozenset((folded(word),))
