"""What a name sounds like, whatever script and romanisation it is written in: one alphabet of sounds for three scripts.

Romanisations of one Arabic name differ in the article, in vowels, in doubled letters and in how they write the sounds
that Latin lacks. What they keep is the order of the consonants. So a name becomes two texts: its sounds, with vowels
in three classes (a, i, u) and the half-vowels w and y among them; and its skeleton, the consonants alone.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_ARTICLE_WORDS = (
    "al el il ul as es us az ez uz ad ed ud at et ut ar er ur an en un ash esh ush ach ech ath eth adh edh as"
    " l aš eš aş eş эль ель аль ал эл ас эс ес аз эз ез ад эд ед ат эт ет ар эр ер ан эн ен аш эш еш ут ур уз уль уш"
)
_ARTICLES = frozenset(_ARTICLE_WORDS.split())
_SUN = "tdrzsnlтдрзснлшş"
_JOINED = re.compile(
    rf"^(?:[aeu]l(?=[bcdfghjkmnpqrstvwxyz])|[aeu](?=([{_SUN}])\1)|[aeu](?=(sh|th|dh)\2)|эль|аль|эл(?=[бвгджзкмнпрстфхцчшщ]))"
)
_SPLIT = re.compile(r"[\s\-–—_.,'’‘`ʼʻʿʾʽ´]+")
_MARKS = re.compile(r"['’‘`ʼʻʿʾʽ´ʹ\u0640]")

#: Longer spellings first. Sources: BGN/PCGN 1956, ALA-LC, ISO 233, IGN (French), DIN 31635, Turkish, Hawar, and the press.
_LATIN = [
    ("tsch", "S"), ("dsch", "j"), ("sch", "S"), ("dzh", "j"), ("oue", "ui"), ("oui", "ui"), ("oua", "ua"),
    ("kh", "h"), ("gh", "g"), ("sh", "S"), ("ch", "S"), ("th", "t"), ("dh", "z"), ("zh", "j"), ("dj", "j"), ("ph", "f"),
    ("ck", "k"), ("que", "k"), ("qui", "ki"), ("gue", "gi"), ("gui", "gi"), ("š", "S"), ("ç", "S"), ("ž", "j"), ("ǧ", "j"), ("č", "S"),
    ("ğ", "g"), ("ġ", "g"), ("ḫ", "h"), ("ẖ", "h"),
]  # fmt: skip
_LATIN_LETTER = {
    "a": "a", "b": "b", "c": "k", "d": "d", "e": "i", "f": "f", "g": "g", "h": "h", "i": "i", "j": "j", "k": "k", "l": "l",
    "m": "m", "n": "n", "o": "u", "p": "b", "q": "k", "r": "r", "s": "s", "t": "t", "u": "u", "v": "u", "w": "u", "x": "h",
    "y": "i", "z": "z", "ı": "i", "ə": "a", "ß": "s", "ð": "z", "þ": "t", "ŋ": "n", "ø": "u", "æ": "i", "œ": "i", "ł": "l",
}  # fmt: skip
_CYRILLIC = {
    "а": "a", "б": "b", "в": "u", "г": "g", "ґ": "g", "ғ": "g", "д": "d", "е": "i", "ё": "u", "є": "i", "ж": "j", "з": "z", "и": "i",
    "і": "i", "ї": "i", "й": "i", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n", "о": "u", "ө": "u", "п": "b", "р": "r", "с": "s",
    "т": "t", "у": "u", "ү": "u", "ў": "u", "ф": "f", "х": "h", "һ": "h", "ц": "s", "ч": "S", "ш": "S", "щ": "S", "ъ": "", "ы": "i",
    "ь": "", "э": "i", "ә": "a", "ю": "u", "я": "ia",
}  # fmt: skip
_ARABIC = {
    "ا": "a", "أ": "a", "إ": "a", "آ": "a", "ٱ": "a", "ى": "a", "ء": "", "ؤ": "u", "ئ": "i", "ب": "b", "پ": "b", "ت": "t",
    "ث": "t", "ج": "j", "چ": "S", "ح": "h", "خ": "h", "د": "d", "ذ": "z", "ر": "r", "ز": "z", "ژ": "j", "س": "s", "ش": "S",
    "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "", "غ": "g", "ف": "f", "ڤ": "u", "ق": "k", "ك": "k", "ک": "k", "گ": "g",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "ة": "a", "و": "u", "ي": "i", "ی": "i",
}  # fmt: skip
_VOWELS = frozenset("aiu")

LATIN, CYRILLIC, ARABIC, OTHER = "LATIN", "CYRILLIC", "ARABIC", "OTHER"

#: Words that say what kind of place it is, not which.
_KINDS = (
    "town city village suburb district camp township area madinat madinah qaryat qarya ville village stadt dorf koyu köyü"
    " город г гор деревня д дер село посёлок поселок пос п селение район пригород н.п нп"
    " مدينة قرية بلدة ناحية منطقة حي مخيم"
)
_KIND_WORDS = frozenset(_KINDS.split())


class Form(NamedTuple):
    """A name in one way of reading its letters.

    written: letters without marks, articles kept, spaces out; sounds: in the common alphabet; bones: its consonants.
    """

    written: str
    sounds: str
    bones: str
    script: str


def script_of(text: str) -> str:
    """The script of most of its letters."""
    if text.isascii():
        return LATIN if _LATIN_LETTERS.search(text) else OTHER
    counts = [(len(letters.findall(text)), script) for letters, script in _SCRIPTS]
    most, script = max(counts, key=lambda each: each[0])
    return script if most else OTHER


_LATIN_LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f\u0250-\u02af\u1e00-\u1eff]")
_SCRIPTS = (
    (_LATIN_LETTERS, LATIN),
    (re.compile(r"[\u0400-\u052f]"), CYRILLIC),
    (re.compile(r"[\u0620-\u064a\u0671-\u06d3]"), ARABIC),
)


def forms(name: str, *, asked: bool = False) -> tuple[Form, ...]:
    """Every way of reading a name's letters, the plain one first; none for a name without letters of the three scripts.

    asked: it is what someone typed, so that an article run together with the name is taken off as well.
    """
    script = script_of(name)
    if script == OTHER:
        return ()
    words = _words(name, script)
    if not words:
        return ()
    written = "".join(words)
    found = {Form(_bare(written), sounds, _bones(sounds), script): None for sounds in _readings(words, script, asked)}
    return tuple(form for form in found if form.sounds)


def without_kind(text: str) -> str:
    """A name without the words that say what kind of place it is; the text itself if nothing else is in it."""
    words = text.split()
    kept = [word for word in words if word.casefold().strip(".,()") not in _KIND_WORDS]
    return " ".join(kept) if kept else text


def _words(name: str, script: str) -> list[str]:
    if name.isascii():
        return _ASCII_WORD.findall(_MARKS.sub("", name.lower()))
    folded = unicodedata.normalize("NFC", name).replace("İ", "i").casefold()
    if script == ARABIC:
        folded = "".join(c for c in folded if not unicodedata.combining(c) and c != "ـ")
        return re.findall(r"[^\W\d_]+", folded)
    # An apostrophe stands inside a word (hamza, ayn): joined; hyphens and blanks part words.
    return re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", _MARKS.sub("", folded)))


class _Stripped(dict[int, str]):
    """Letters without their accents, found once each."""

    def __init__(self, kept: str) -> None:
        super().__init__((ord(letter), letter) for letter in kept)

    def __missing__(self, code: int) -> str:
        spread = unicodedata.normalize("NFKD", chr(code))
        self[code] = found = "".join(c for c in spread if not unicodedata.combining(c))
        return found


_BARE, _SOUNDED = _Stripped("йё"), _Stripped("šçžǧčğġḫẖı")


def _bare(text: str) -> str:
    return text if text.isascii() else text.translate(_BARE)


def _readings(words: list[str], script: str, asked: bool) -> Iterator[str]:
    if script == ARABIC:
        yield _collapsed("".join(_arabic(word, last=n == len(words) - 1) for n, word in enumerate(words)))
        return
    kept = _without_articles(words)
    sound = _cyrillic if script == CYRILLIC else _latin
    joined = "".join(kept)
    for reading in _respelt(kept) if script == LATIN else (kept,):
        yield _collapsed("".join(sound(word) for word in reading))
    if asked and len(joined) >= 5 and (article := _JOINED.match(joined)):
        yield _collapsed(sound(joined[article.end() :]))


def _without_articles(words: list[str]) -> list[str]:
    """The words without those that are articles; a name is never left empty."""
    kept = [word for n, word in enumerate(words) if word not in _ARTICLES or n == len(words) - 1]
    return kept or words


def _respelt(words: list[str]) -> Iterator[list[str]]:
    """The words as they are, and as in the alphabets in which a letter of theirs stands for another sound."""
    turkish = any(c in "ğıçöü" for word in words for c in word)
    yield (
        [w.replace("ş", "š").replace("c", "j") for w in words]
        if turkish
        else [w.replace("c", "k") if "ch" not in w and "ck" not in w else w for w in words]
    )
    if any("ş" in w for w in words) and not turkish:
        yield [w.replace("ş", "š") for w in words]
    if any(re.search(r"c(?![hk])", w) for w in words) and not turkish:
        yield [re.sub(r"c(?![hk])", "j", w) for w in words]
    if any(re.search(r"(?<!s)ch", w) for w in words):
        yield [re.sub(r"(?<!s)ch", "kh", w) for w in words]


@lru_cache(maxsize=65536)
def _latin(word: str) -> str:
    plain = word if word.isascii() else word.translate(_SOUNDED)
    return _end(_SPELLING.sub(lambda found: _SOUND.get(found[0], ""), plain), plain)


_SOUND = dict(_LATIN) | _LATIN_LETTER
_SPELLING = re.compile("|".join(re.escape(source) for source, _ in _LATIN) + "|.")


def _end(sounds: str, plain: str) -> str:
    """The sounds with a feminine ending in one spelling: -a, -e, -ah, -eh, -et and -at are one letter in Arabic."""
    if len(plain) > 3 and plain.endswith(("ah", "eh")) and sounds.endswith("h"):
        sounds = sounds[:-1]
    if (
        len(plain) > 2
        and plain.endswith(("e", "eh", "é"))
        and not plain.endswith(("ee", "que", "gue"))
        and sounds.endswith("i")
    ):
        sounds = sounds[:-1] + "a"
    return sounds


_ASCII_WORD = re.compile("[a-z]+")


@lru_cache(maxsize=65536)
def _cyrillic(word: str) -> str:
    plain = word.replace("дж", "ж").replace("тх", "т").replace("дх", "з").replace("кх", "х").replace("гх", "г")
    sounds = "".join(_CYRILLIC.get(c, "") for c in plain)
    return (
        sounds[:-1]
        if word.endswith(("ах", "ех")) and len(word) > 3
        else sounds[:-1] + "a"
        if word.endswith(("э", "е")) and len(word) > 3
        else sounds
    )


@lru_cache(maxsize=65536)
def _arabic(word: str, *, last: bool) -> str:
    for article in ("وال", "ال", "لل"):
        if word.startswith(article) and len(word) - len(article) >= 2:
            word = word[len(article) :]
            break
    sounds = "".join(_ARABIC.get(c, "") for c in word)
    if word[:1] == "ع":
        sounds = "a" + sounds
    if word.endswith("ة") and not last:
        return sounds[:-1] + "t"
    # Typed in haste, the feminine ending loses its dots.
    return sounds[:-1] + "a" if word.endswith("ه") and len(word) > 2 else sounds


def _collapsed(sounds: str) -> str:
    """One sound for a doubled one; a run of vowels without the a beside an i or u, as Arabic writes long vowels alone."""
    return _DOUBLED.sub(r"\1", _BESIDE.sub("", sounds))


_DOUBLED = re.compile(r"(.)\1+")
_BESIDE = re.compile(r"(?<=[iu])a+|a+(?=[iu])")


_MERGED = str.maketrans({"g": "j", "a": None, "i": None, "u": None})


def _bones(sounds: str) -> str:
    """The consonants, with one mark for any vowel at the beginning."""
    bones = _DOUBLED.sub(r"\1", sounds.translate(_MERGED))
    return ("A" if sounds[:1] in _VOWELS else "") + bones
