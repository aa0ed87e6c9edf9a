"""Places whose names are like what was asked, each with the reason; candidates for a person to choose from, never a
choice."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log10

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from jig.places.gazetteer import Gazetteer, Place, normal
from jig.places.search_confusable import Confusable, Confusables
from jig.places.search_forms import ARABIC, Form, forms, without_kind
from jig.places.search_index import GramIndex
from jig.places.search_keyboard import other_layouts

LIMIT = 10
FLOOR = 0.6
_SHADOW = 0.25
#: Names that get the close look.
CLOSE = 200
#: Keys of another layout give letters at random: only what then is nearly a name was meant so.
_KEYBOARD_FLOOR, _KEYBOARD_FACTOR = 0.88, 0.97
#: A word of what was asked says less than the whole.
_WORD_FACTOR = 0.85
#: Standing decides between names about equally like, never against a clearly liker one. Chosen on half of the variants
#: of tests/places/variants.tsv; the other half judges.
_HOME, _TOWN = 0.04, 0.03


@dataclass(frozen=True)
class Candidate:
    """A place that may be meant. score: likeness of the names, 0 to 1. rule: how the matched name is like what was
    asked: EXACT, SPELLING, SOUND, TRANSLITERATION, TYPO or KEYBOARD."""

    place: Place
    score: float
    rule: str
    name: str


@lru_cache(maxsize=4)
def finder(gazetteer: Gazetteer) -> "Finder":
    """The search of a gazetteer, built at its first use."""
    return Finder(gazetteer)


@dataclass(frozen=True)
class _Match:
    score: float
    form: int
    rule: str


class Finder:
    """Searches one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._places: list[int] = []
        self._names: list[str] = []
        self._forms: list[Form] = []
        self._texts: list[str] = []
        self._bones: list[str] = []
        self._of_text: list[list[int]] = []
        self._gather()
        self._index = GramIndex(list(zip(self._texts, self._bones, strict=True)))
        self._number = {place.geonames_id: number for number, place in enumerate(gazetteer.places)}
        self._prior = [self._standing(place) for place in gazetteer.places]

    def _gather(self) -> None:
        numbers: dict[str, int] = {}
        for number, place in enumerate(self._gazetteer.places):
            seen: set[tuple[str, str]] = set()
            for name in place.names():
                for form in forms(name):
                    if (form.written, form.sounds) in seen:
                        continue
                    seen.add((form.written, form.sounds))
                    text = numbers.setdefault(form.sounds, len(numbers))
                    if text == len(self._texts):
                        self._texts.append(form.sounds)
                        self._bones.append(form.bones)
                        self._of_text.append([])
                    self._of_text[text].append(len(self._forms))
                    self._places.append(number)
                    self._names.append(name)
                    self._forms.append(form)

    def _standing(self, place: Place) -> float:
        """What decides among names about equally like: the agreement's own country before others, a town before a
        hamlet."""
        return _HOME * (place.country in self._gazetteer.home) + _TOWN * min(1.0, log10(1 + place.population) / 7)

    def find(self, text: str, limit: int = LIMIT) -> tuple[Candidate, ...]:
        """The likest places, best first; empty if no name is like it. None of them is ever accepted here."""
        asked = _parts(text)
        best: dict[int, _Match] = {}
        for part in asked:
            self._match(part, best)
        if _best(best) < 0.85:
            for typed in (typed for part in asked for typed in other_layouts(part)):
                self._match(typed, best, _KEYBOARD_FLOOR, _KEYBOARD_FACTOR, "KEYBOARD")
        if _best(best) < 0.75:
            for word in (word for part in asked for word in _long_words(part)):
                self._match(word, best, _KEYBOARD_FLOOR, _WORD_FACTOR)
        # The whole text or nothing: a camp of that name, or one side of a slash, is not the name.
        exact = {place.geonames_id for place in self._gazetteer.named(text)}
        found = [self._candidate(number, match, exact, normal(text)) for number, match in best.items()]
        found.sort(key=lambda each: (-each.score, -self._prior[self._number[each.place.geonames_id]]))
        # Beside a name that is clearly like, what is far less like only distracts.
        return tuple(each for each in found[:limit] if each.score >= found[0].score - _SHADOW)

    def confusable(self, place: Place) -> tuple[Confusable, ...]:
        """Other places whose names can be taken for this one's."""
        return self._confusables.of(place)

    @cached_property
    def _confusables(self) -> Confusables:
        return Confusables(self._gazetteer)

    def _candidate(self, number: int, match: _Match, exact: set[int], wanted: str) -> Candidate:
        place = self._gazetteer.places[number]
        if place.geonames_id in exact:
            return Candidate(place, 1.0, "EXACT", next(n for n in place.names() if normal(n) == wanted))
        score = min(0.99, (match.score + self._prior[number]) / (1 + _HOME + _TOWN))
        return Candidate(place, round(score, 3), match.rule, self._names[match.form])

    def _match(
        self, text: str, best: dict[int, _Match], floor: float = FLOOR, factor: float = 1.0, rule: str = ""
    ) -> None:
        """Take what is like a text above the floor into the best match of each place."""
        for asked in forms(text, asked=True):
            for form, score in self._scored(asked):
                place, counted = self._places[form], score * factor
                if score >= floor and (place not in best or counted > best[place].score):
                    best[place] = _Match(counted, form, rule or _rule(asked, self._forms[form]))

    def _scored(self, asked: Form) -> Iterator[tuple[int, float]]:
        """The forms worth a look, with their likeness."""
        near = self._index.likest(asked.sounds, asked.bones, CLOSE)
        if not len(near):
            return
        sounds = cdist([asked.sounds], [self._texts[n] for n in near], scorer=OSA.normalized_similarity)[0]
        bones = cdist([asked.bones], [self._bones[n] for n in near], scorer=OSA.normalized_similarity)[0]
        alike = 0.5 * (sounds + bones)
        some = np.flatnonzero(alike >= max(FLOOR - 0.1, float(alike.max()) - _SHADOW))
        for n in some:
            for form in self._of_text[near[n]]:
                yield form, _likeness(asked, self._forms[form], float(sounds[n]), float(bones[n]))


def _best(matches: dict[int, _Match]) -> float:
    return max((each.score for each in matches.values()), default=0.0)


def _long_words(text: str) -> list[str]:
    """The words of a text of several that can be a name by themselves."""
    words = [word for word in re.split(r"[\s-]+", text) if len(word) >= 4]
    return words if len(text.split()) > 1 or "-" in text else []


def _parts(text: str) -> list[str]:
    """What was asked, and each side of a slash or bracket in it, without the words for kinds of place."""
    sides = [text, *text.replace("(", "/").replace(")", "/").split("/")] if any(c in text for c in "/(") else [text]
    found = dict.fromkeys(side.strip() for side in sides if side.strip())
    return list(dict.fromkeys([*found, *(without_kind(each) for each in found)]))


def _likeness(asked: Form, held: Form, sounds: float, bones: float) -> float:
    if ARABIC in (asked.script, held.script):
        # Short vowels are not written there: the consonants decide.
        heard = 0.4 * sounds + 0.6 * bones if asked.script != held.script else 0.5 * (sounds + bones)
    else:
        heard = 0.6 * sounds + 0.4 * bones
    if asked.script != held.script:
        return heard * 0.98
    written = OSA.normalized_similarity(asked.written, held.written)
    return max(0.7 * heard + 0.3 * written, 0.95 * written)


def _rule(asked: Form, held: Form) -> str:
    if asked.script != held.script:
        return "TRANSLITERATION"
    if asked.written == held.written:
        return "SPELLING"
    return "SOUND" if asked.sounds == held.sounds or asked.bones == held.bones else "TYPO"
