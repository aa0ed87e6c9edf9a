"""A Russian name for a place that lists none, made from its romanised name by the rules of practical transcription.

Such a name is marked TRANSLITERATED: it helps to read and to find, and is nobody's usage. An Arabic name is never made:
the short vowels say nothing of which of its letters stand there.
Source: Instructions on the rendering of geographical names (GUGK): Arabic, Turkish, Hebrew; simplified.
"""

import re
import unicodedata

ARABIC_STYLE, TURKISH_STYLE, HEBREW_STYLE, FRENCH_STYLE = "arabic", "turkish", "hebrew", "french"
STYLES = (ARABIC_STYLE, TURKISH_STYLE, HEBREW_STYLE, FRENCH_STYLE)

_COMMON = [
    ("kh", "х"), ("gh", "г"), ("sh", "ш"), ("zh", "ж"), ("ph", "ф"), ("ts", "ц"), ("oo", "у"), ("ee", "и"), ("a", "а"),
    ("b", "б"), ("d", "д"), ("f", "ф"), ("g", "г"), ("h", "х"), ("i", "и"), ("k", "к"), ("m", "м"), ("n", "н"), ("o", "о"),
    ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("v", "в"), ("x", "кс"), ("z", "з"), ("|", ""),
]  # fmt: skip
_ARABIC = [
    ("iyyah", "ия"), ("iyya", "ия"), ("iyah", "ия"), ("iya", "ия"), ("yyah", "йя"), ("yya", "йя"), ("dh", "з"), ("th", "с"), ("ch", "ч"),
    ("ou", "у"), ("iy", "ий"), ("ya", "я"), ("yu", "ю"), ("yi", "йи"), ("ye", "е"), ("y", "й"), ("aw", "ау"), ("w", "в"), ("j", "дж"),
    ("c", "к"), ("e", "е"), ("l", "л"),
]  # fmt: skip
_TURKISH = [
    ("ya", "я"), ("yu", "ю"), ("yü", "ю"), ("ye", "е"), ("yö", "йё"), ("y", "й"), ("c", "дж"), ("ç", "ч"), ("ş", "ш"), ("ı", "ы"),
    ("ö", "ё"), ("ü", "ю"), ("j", "ж"), ("e", "е"), ("l", "л"), ("w", "в"),
]  # fmt: skip
_HEBREW = [("tz", "ц"), ("ch", "х"), *[each for each in _ARABIC if each[0] not in ("th", "dh", "ch")]]
_FRENCH = [
    ("ch", "ш"),
    ("dj", "дж"),
    ("gu", "г"),
    ("qu", "к"),
    ("oua", "уа"),
    *[each for each in _ARABIC if each[0] != "ch"],
]
_LETTERS = {
    style: sorted([*own, *_COMMON], key=lambda each: -len(each[0]))
    for style, own in zip(STYLES, (_ARABIC, _TURKISH, _HEBREW, _FRENCH), strict=True)
}
_ARTICLES = {
    f"{vowel}{end}": f"э{sound}"
    for vowel in "aeu"
    for end, sound in (("l", "ль"), ("s", "с"), ("z", "з"), ("d", "д"), ("t", "т"), ("r", "р"), ("n", "н"), ("sh", "ш"), ("ch", "ш"), ("th", "с"), ("dh", "з"))
}  # fmt: skip
_FRONT = "eiöü"


def style_of(name: str) -> str:
    """The romanisation that a name's own letters show: Turkish, or else Arabic."""
    return TURKISH_STYLE if re.search("[ğıöüç]", name.casefold()) else ARABIC_STYLE


def russian_of(name: str, style: str | None = None) -> str:
    """The Russian spelling of a romanised name, words joined by hyphens; "" if it has no Latin letter."""
    style = style or style_of(name)
    words = [word for word in re.split(r"[\s\-]+", _plain(name, style)) if word]
    made = [_word(word, style, last=n == len(words) - 1) for n, word in enumerate(words)]
    # Between words an article keeps its small letter: Дейр-эз-Зор.
    shown = [
        w if n and word in _ARTICLES and style != TURKISH_STYLE else w[:1].upper() + w[1:]
        for n, (w, word) in enumerate(zip(made, words, strict=True))
    ]
    return "-".join(part for part in shown if part)


def _plain(name: str, style: str) -> str:
    """Small letters without accents, but for those that are letters of the style."""
    kept = "çşğıöü" if style == TURKISH_STYLE else ""
    lowered = (
        unicodedata.normalize("NFC", name)
        .replace("İ", "i")
        .casefold()
        .replace("ẕ", "ts" if style == HEBREW_STYLE else "z")
    )
    # A dotted h after another letter is a sound of its own, no part of a digraph.
    lowered = re.sub(r"(?<=[sţştkgdḑz])ḩ", "|h", lowered)
    spread = "".join(c if c in kept else unicodedata.normalize("NFKD", c) for c in lowered)
    return re.sub(r"[^a-zçşğıöü|\s-]", "", spread.replace("ı", "ı" if kept else "i"))


def _word(word: str, style: str, *, last: bool) -> str:
    if style != TURKISH_STYLE and word in _ARTICLES and not last:
        return _ARTICLES[word]
    if style == TURKISH_STYLE:
        # The soft g is heard as a glide after front vowels and hardly at all after back ones.
        word = re.sub(rf"(?<=[{_FRONT}])ğ", "y", word).replace("ğ", "г")
    else:
        word = re.sub(r"(?<=[^aeiou])ay(?=[^aeiouy]|$)", "ей", word)
        word = re.sub(r"(?<=[a-z|]{2})(?:ah|eh)$", "а", word)
        # Written in Latin again, so that -iya and -ya become one Russian letter.
        word = re.sub(r"(?<=[iy])а$", "a", word)
    if style == TURKISH_STYLE:
        word = re.sub("(?<=[aeıioöuü])e", "э", word)
    return _respelt(_letters(re.sub("^e", "э", word), _LETTERS[style]), style)


def _letters(word: str, table: list[tuple[str, str]]) -> str:
    out, at = [], 0
    while at < len(word):
        source, target = next(((s, t) for s, t in table if word.startswith(s, at)), (word[at], word[at]))
        out.append(target)
        at += len(source)
    return "".join(out)


def _respelt(word: str, style: str) -> str:
    """Spelling that Russian asks for: a soft sign before я and ю, a soft l before consonants and at the end."""
    word = re.sub(r"(?<=[бвгджзклмнпрстфхцчш])я", "ья", word)
    word = re.sub(r"(?<=[бвгджзклмнпрстфхцчш])ю(?=\b)", "ью", word) if style == ARABIC_STYLE else word
    if style in (ARABIC_STYLE, FRENCH_STYLE):
        word = re.sub(r"л(?=[бвгджзкмнпрстфхцчш]|$)", "ль", word)
    return word
