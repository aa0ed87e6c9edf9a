"""One spelling for what hands and keyboards write in many: quotes, degree signs, digits, letters of two alphabets."""

import unicodedata

from jig.places.faults import Unreadable, fault
from jig.places.position import TEXT_LIMIT

_SIGNS = str.maketrans(
    {
        "\u00ba": "\u00b0", "\u02da": "\u00b0", "\u2032": "'", "\u2019": "'", "\u2018": "'", "\u00b4": "'", "`": "'", "\u02b9": "'",
        "\u2033": '"', "\u201d": '"', "\u201c": '"', "\u00ab": '"', "\u00bb": '"', "\u2212": "-", "\u2013": "-", "\u2010": "-",
        "\u2011": "-", "\u066b": ".", "\u066c": "", "\u060c": ",",
    }
)  # fmt: skip
# Cyrillic capitals that look like a Latin letter, on a grid reference typed on the wrong keyboard.
LOOKALIKES = str.maketrans("\u0410\u0412\u0421\u0415\u041d\u041a\u041c\u0420\u0422\u0423\u0425\u0405", "ABCEHKMPTYXS")


def tidy(text: str) -> str:
    """The text in upper case with one sign a meaning, ASCII digits and single spaces.

    Raises Unreadable: POSITION-EMPTY, POSITION-TOO-LONG.
    """
    if len(text) > TEXT_LIMIT:
        raise Unreadable(fault("POSITION-TOO-LONG", found=len(text), expected=TEXT_LIMIT))
    text = "".join(_narrow(letter) for letter in text if unicodedata.category(letter) != "Cf")
    plain = "".join(_plain_digit(letter) for letter in text.translate(_SIGNS).replace("''", '"'))
    spaced = " ".join(plain.upper().split())
    if not spaced:
        raise Unreadable(fault("POSITION-EMPTY"))
    return spaced


def _narrow(letter: str) -> str:
    """A full-width form as the ASCII character that it is the wide form of."""
    return chr(ord(letter) - 0xFEE0) if "\uff01" <= letter <= "\uff5e" else letter


def _plain_digit(letter: str) -> str:
    value = unicodedata.digit(letter, None) if unicodedata.category(letter) == "Nd" else None
    return letter if value is None else str(value)


def latin(text: str) -> tuple[str, bool]:
    """The text with look-alike Cyrillic capitals as Latin ones, and whether there were any."""
    swapped = text.translate(LOOKALIKES)
    return swapped, swapped != text


# Letters that a reader cannot tell apart, each as one of its group. Zero and one stand for letters in no name of ours.
_SEEN = str.maketrans(
    "\u0410\u0412\u0421\u0415\u041d\u041a\u041c\u041e\u0420\u0422\u0423\u0425\u0405\u0406\u0408"
    "\u0430\u0441\u0435\u043e\u0440\u0443\u0445\u0455\u0456\u0458\u2013\u2010\u2011\u2212",
    "ABCEHKMOPTYXSIJaceopyxsij----",
)


def as_seen(name: str) -> str:
    """Give a name as the eye has it: names that look alike, in Latin or Cyrillic letters, give one text."""
    # Taken apart: a letter with its mark is the other alphabet's letter with the same mark.
    plain = "".join(letter for letter in name if unicodedata.category(letter) != "Cf")
    return " ".join(unicodedata.normalize("NFKD", plain).translate(_SEEN).split())
