"""Free text that must name nobody: telephone numbers, addresses and plates are refused before they can be signed.

Identities and contacts of those who help, and of vehicles, never enter a log: what stands there stays there.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

_EMAIL = re.compile(r"[\w.+-]{1,64}\s?[@\uff20]\s?[\w-]{1,63}\.[\w.-]{2,63}")
#: Nine figures or more, whatever stands between them, a date apart; or a plus and seven.
_PHONE = re.compile(
    r"(?:[+\uff0b]\s*|(?<!\d)00)\d(?:[\s().-]{0,2}\d){6,14}"
    r"|(?<![\d.,])(?!20\d\d-[01]\d-[0-3]\d(?![\d-]))\d(?:[\s()-]{0,2}\d){8,14}(?![\d.,])"
)
#: Five figures or more after a word that says what they are.
_CALLED = re.compile(
    r"(?<![^\W_])(?:tel|phone|telephone|mob|mobile|cell|whatsapp|viber|тел|телефон|моб|мобильный|сотовый)"
    r"[\s.:№#+-]{0,4}\d(?:[\s().-]{0,2}\d){4,14}",
    re.IGNORECASE,
)
#: Letters and figures as on plates: AB 123 CD, А123ВС 77, 12-34567 with letters beside it.
_PLATE = re.compile(r"(?<![^\W_])(?:[A-ZА-Я]{1,3}[\s-]?\d{3,4}[\s-]?[A-ZА-Я]{2,3}(?:[\s-]?\d{2,3})?)(?![^\W_])")
#: In small letters only where nothing stands between: words and figures beside each other are no plate.
_SMALL = re.compile(r"(?<![^\W_])(?:[a-zа-я]{1,2}\d{3,4}[a-zа-я]{2}(?:\d{2,3})?)(?![^\W_])")
_HANDLE = re.compile(r"(?<![^\s(])@[A-Za-z0-9_]{4,}|(?:t\.me|wa\.me|skype)[/:]\S+", re.IGNORECASE)
_FORBIDDEN = (
    (_EMAIL, "E-MAIL"),
    (_PHONE, "TELEPHONE"),
    (_CALLED, "TELEPHONE"),
    (_PLATE, "PLATE"),
    (_SMALL, "PLATE"),
    (_HANDLE, "E-MAIL"),
)


def contact_in(text: str) -> str:
    """Name what a text gives away: E-MAIL, TELEPHONE or PLATE; empty when nothing is found."""
    return next((what for pattern, what in _FORBIDDEN if pattern.search(text)), "")


def mask(text: str) -> str:
    """Give a text with what looks like a telephone number, an address or a plate covered."""
    for pattern, what in _FORBIDDEN:
        text = pattern.sub(f"[{what}]", text)
    return text


def label_of(entry_id: bytes) -> str:
    """Name what cannot be read by its entry, in letters: figures might be taken for a telephone number."""
    return "".join("ABCDEFGHIJKLMNOP"[int(figure, 16)] for figure in entry_id.hex()[:12])


def _nobody_named(text: str) -> str:
    found = contact_in(text)
    if found:
        # The text itself is not repeated: the fault would carry on what it refuses.
        raise PydanticCustomError("CONTACT-IN-TEXT", "CONTACT-IN-TEXT", {"what": found})
    return text


Anonymous = Annotated[str, Field(max_length=2_000), AfterValidator(_nobody_named)]
AnonymousName = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_nobody_named)]
AnonymousLabel = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_nobody_named)]
