"""Speeds: metres a second, kilometres an hour, knots; exact factors in rational numbers."""

import re
from dataclasses import dataclass
from fractions import Fraction

from jig.places.faults import Unreadable, fault

#: Metres a second in a unit. Source: the international nautical mile, 1852 m exactly (ISO 80000-3).
UNITS = {"m/s": Fraction(1), "km/h": Fraction(1000, 3600), "kt": Fraction(1852, 3600)}
_WORDS = {
    "m/s": ("M/S", "MPS", "М/С", "М/СЕК"),
    "km/h": ("KM/H", "KMH", "KPH", "КМ/Ч", "КМ/ЧАС", "КМЧ"),
    "kt": ("KT", "KTS", "KN", "KNOTS", "KNOT", "УЗ", "УЗЛ", "УЗЛОВ", "УЗЛА", "УЗЕЛ"),
}
_UNIT_OF = {word: unit for unit, words in _WORDS.items() for word in words}
_SPEED = re.compile(r"^(?P<value>\d{1,6}(?:[.,]\d{1,6})?)\s*(?P<unit>[^\d\s.]+)\.?$")
_MACH = re.compile(r"^(?:M|MACH|М|МАХ)\s*\d*[.,]?\d+$|^\d*[.,]?\d+\s*(?:M|MACH|М|МАХ)$")


@dataclass(frozen=True)
class Speed:
    """A speed as given: the text, the number and unit in it. Its value in any unit is exact."""

    text: str
    value: Fraction
    unit: str

    @property
    def metres_a_second(self) -> Fraction:
        """The exact value in metres a second."""
        return self.value * UNITS[self.unit]

    def in_unit(self, unit: str) -> Fraction:
        """The exact value in a unit; raises Unreadable (SPEED-UNREADABLE) for one that is not known."""
        if unit not in UNITS:
            raise Unreadable(fault("SPEED-UNREADABLE", text=unit, expected=", ".join(UNITS)))
        return self.metres_a_second / UNITS[unit]


def read_speed(text: str) -> Speed:
    """The speed that a text states, in either language.

    Raises Unreadable: SPEED-NEEDS-TEMPERATURE for a Mach number, SPEED-UNREADABLE for all else.
    """
    plain = " ".join(text.upper().split())
    if _MACH.match(plain):
        raise Unreadable(fault("SPEED-NEEDS-TEMPERATURE", text=text))
    found = _SPEED.match(plain)
    if not found or found["unit"] not in _UNIT_OF:
        raise Unreadable(fault("SPEED-UNREADABLE", text=text, expected=", ".join(UNITS)))
    return Speed(text, Fraction(found["value"].replace(",", ".")), _UNIT_OF[found["unit"]])


def rounded(value: Fraction, decimals: int = 3) -> str:
    """The number as text with at most so many decimals, rounded once, half to even."""
    scaled = round(value * 10**decimals)
    whole, rest = divmod(abs(scaled), 10**decimals)
    tail = f".{rest:0{decimals}d}".rstrip("0").rstrip(".") if decimals else ""
    return f"{'-' if scaled < 0 else ''}{whole}{tail}"
