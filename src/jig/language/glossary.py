"""The glossary: terms in both languages with their standing, found in texts in whatever form they are inflected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from jig.language.term import name_of
from jig.language.words import ArabicForms, BaseForms, EnglishForms, PlainForms, Word, folded, script_of, words_of

#: What a term's standing may be: of the profile's own list, or by both sides' hands.
SEEN, USUAL, PROPOSED, AGREED, DISPUTED = "seen", "usual", "proposed", "AGREED", "DISPUTED"
STATUSES = (SEEN, USUAL, PROPOSED, AGREED, DISPUTED)
_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*")
_PARTED = re.compile(r"\s*;\s+|\s+/\s+")
#: Words that are no term by themselves, though an entry parts them off ("effective from / until").
_LITTLE = frozenset({"until", "from", "to", "of", "open", "до", "с", "из", "от", "кому"})


@dataclass(frozen=True)
class Term:
    """One concept. words: by language, as the glossary writes them; origin: where it comes from."""

    words: Mapping[str, str]
    status: str
    note: str = ""
    version: str = ""
    origin: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The subject under which both sides would sign it: that of its first language."""
        return name_of(next(iter(self.words.values()), ""))

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON-safe values."""
        return {
            "words": dict(self.words), "status": self.status, "note": self.note, "version": self.version,
            "origin": self.origin,
        }  # fmt: skip


class Found(NamedTuple):
    """A term in a text: the characters [start, end) and what was written there."""

    start: int
    end: int
    text: str
    lang: str
    term: Term
    variant: str


def variants(words: str) -> tuple[str, ...]:
    """Give the ways of saying a term: its alternatives, and an abbreviation that stands in brackets.

    Other words in brackets explain, and are no part of the term.
    """
    found: list[str] = []
    for one in _PARTED.split(words):
        inner = _BRACKETS.findall(one)
        found.append(" ".join(_BRACKETS.sub(" ", one).split()))
        found += [part for text in inner for part in text.split("/") if _abbreviates(part)]
    return tuple(dict.fromkeys(one for one in found if one))


def _abbreviates(text: str) -> bool:
    return len(text) > 1 and " " not in text and sum(one.isupper() for one in text) > 1


def renderings(term: Term, lang: str, variant: str) -> dict[str, tuple[str, ...]]:
    """Give a term's words in the other languages; one for one where the entry lists three alternatives or more."""
    own = variants(term.words[lang])
    found = {}
    for other, words in term.words.items():
        ways = variants(words)
        aligned = len(own) == len(ways) >= 3 and "/" in words
        found[other] = (ways[own.index(variant)],) if aligned else ways
    return {other: ways for other, ways in found.items() if other != lang}


class Glossary:
    """Terms, and an index by the base forms of their first words. forms: by language; English and Arabic need none."""

    def __init__(self, terms: Iterable[Term], forms: Mapping[str, BaseForms] | None = None) -> None:
        self.terms: tuple[Term, ...] = tuple(terms)
        self._forms: dict[str, BaseForms] = {"en": EnglishForms(), "ar": ArabicForms(), **(forms or {})}
        self._index: dict[str, dict[str, list[tuple[tuple[frozenset[str], ...], Term, str]]]] = {}

    def find(self, text: str, langs: Sequence[str] = ()) -> list[Found]:
        """Find the terms in a text, by place; the longest counts where several begin, and none overlaps another.

        langs: the languages to look in, all that the glossary has by default.
        """
        held = list(dict.fromkeys(lang for term in self.terms for lang in term.words))
        found: list[Found] = []
        for lang in langs or held:
            found += self._found_in(text, words_of(text), lang)
        return _apart(found)

    def _found_in(self, text: str, words: list[Word], lang: str) -> list[Found]:
        index, forms = self._indexed(lang), self._forms_of(lang)
        # A word of another script belongs to no term of this language, save in names such as WGS-84.
        bases = [forms.of(one.text) for one in words]
        found: list[Found] = []
        for at, first in enumerate(bases):
            for base in first:
                for pattern, term, variant in index.get(base, ()):
                    end = at + len(pattern)
                    if end <= len(words) and all(map(_meet, pattern, islice(bases, at, end))):
                        span = (words[at].start, words[end - 1].end)
                        found.append(Found(*span, text[slice(*span)], lang, term, variant))
        return found

    def _indexed(self, lang: str) -> dict[str, list[tuple[tuple[frozenset[str], ...], Term, str]]]:
        if lang in self._index:
            return self._index[lang]
        index: dict[str, list[tuple[tuple[frozenset[str], ...], Term, str]]] = {}
        forms = self._forms_of(lang)
        for term in self.terms:
            for variant in (one for one in variants(term.words.get(lang, "")) if folded(one) not in _LITTLE):
                pattern = tuple(forms.of(one.text) for one in words_of(variant))
                for base in pattern[0] if pattern else ():
                    index.setdefault(base, []).append((pattern, term, variant))
        self._index[lang] = index
        return index

    def _forms_of(self, lang: str) -> BaseForms:
        return self._forms.get(lang) or PlainForms()


def _meet(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one.isdisjoint(other)


#: A term that both signed comes before one of the profile's list, where both are found in the same words.
_RANK = {AGREED: 0, DISPUTED: 1, SEEN: 2, USUAL: 3, PROPOSED: 4}


def _apart(found: list[Found]) -> list[Found]:
    """Keep the longest where terms overlap; of two in the same words the one that both signed. By place."""
    kept: dict[int, Found] = {}
    taken: set[int] = set()
    order = sorted(found, key=lambda f: (f.start - f.end, f.start, _RANK.get(f.term.status, 9), f.term.name, f.lang))
    for one in order:
        places = range(one.start, one.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept[one.start] = one
    return [kept[start] for start in sorted(kept)]


def as_json(found: Found) -> dict[str, Any]:
    """Give what was found as JSON-safe values: offsets in characters, the counterpart words, the standing."""
    return {
        "start": found.start,
        "end": found.end,
        "text": found.text,
        "lang": found.lang,
        "term": found.variant,
        "counterpart": {lang: list(ways) for lang, ways in renderings(found.term, found.lang, found.variant).items()},
        "status": found.term.status,
        "note": found.term.note,
        "origin": found.term.origin,
    }


def language_guess(text: str) -> str:
    """Tell by its letters in which language most of a text is written; en when it has no letters."""
    counted: dict[str, int] = {}
    for word in words_of(text[:20_000]):
        script = script_of(word.text)
        counted[script] = counted.get(script, 0) + (len(word.text) if script else 0)
    return max(sorted(counted), key=lambda lang: counted[lang], default="en") or "en"
