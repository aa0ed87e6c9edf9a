"""What was meant when the keyboard stood in another alphabet: the same keys on the other layouts."""

from collections.abc import Iterator

#: The same keys in the same order: US English, Russian (JCUKEN), Arabic (101). Source: the standard Windows layouts.
_ENGLISH = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю."
_ARABIC = "ذضصثقفغعهخحجدشسيبلاتنمكطئءؤر\ufefbىةوزظ"
_LAYOUTS = (_ENGLISH, _RUSSIAN, _ARABIC)
_TABLES = [str.maketrans(one, other) for one in _LAYOUTS for other in _LAYOUTS if one != other]


def other_layouts(text: str) -> Iterator[str]:
    """The text as the same keys give it on each other layout; a text that no key of a layout gives is left out."""
    # One key of the Arabic layout writes two letters.
    lowered = text.lower().replace("لا", "\ufefb")
    for table in _TABLES:
        if all(ord(letter) in table for letter in lowered if letter.isalpha()):
            typed = lowered.translate(table).replace("\ufefb", "لا")
            if typed != lowered:
                yield typed
