"""Two plane numbers as a hand writes them: labelled or bare, full or abbreviated, with a zone beside them or not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor

from jig.places.position import Area
from jig.places.spelling import latin

_NUMBER = r"[+-]?\d[\d ]*(?:[.,]\d+)?"
_LABELLED = re.compile(rf"^(?P<one>[XYNE])\s*[:=]?\s*(?P<first>{_NUMBER})\s*M?\s*[,;]?\s*"
                       rf"(?P<two>[XYNE])\s*[:=]?\s*(?P<second>{_NUMBER})\s*M?$")  # fmt: skip
_TRAILING = re.compile(r"^(?P<first>\d+(?:[.,]\d+)?)\s*M?\s*(?P<one>[NE])[\s,;]*"
                       r"(?P<second>\d+(?:[.,]\d+)?)\s*M?\s*(?P<two>[NE])$")  # fmt: skip
_PAIR = re.compile(r"^([+-]?\d+(?:[.,]\d+)?)\s*M?(?:\s*;\s*|,\s+|\s+)([+-]?\d+(?:[.,]\d+)?)\s*M?$")
_ZONE = re.compile(
    r"(?:ЗОНА|ЗОНЫ|ЗОНЕ|ZONE|З\.|Z\.?)\s*№?\s*(\d{1,2})(?!\d)\s*[,;]?|(?<!\d)(\d{1,2})(?:-?[ЯЙ])?\s+ЗОНА[,;]?"
)
# Degrees of latitude a kilometre of northing is, at least; generous, as candidates are filtered by the area anyway.
_KM_A_DEGREE = 111


@dataclass(frozen=True)
class Pair:
    """Two plane numbers in the order written. labels: "XY", "YX", "NE", "EN", or "" for none."""

    first: Decimal
    second: Decimal
    labels: str
    step_m: tuple[float, float]
    digits: tuple[int, int]

    def swapped(self) -> "Pair":
        return Pair(self.second, self.first, self.labels[::-1], self.step_m[::-1], self.digits[::-1])

    @property
    def abbreviated(self) -> bool:
        """Five figures each, the way of a fire control post: the rest is known from the map."""
        return self.digits == (5, 5)


def declared_zone(text: str) -> tuple[str, int | None]:
    """The text without the zone named beside its numbers, and that zone."""
    match = _ZONE.search(text)
    if match is None:
        return text, None
    return (text[: match.start()] + text[match.end() :]).strip(" ,;"), int(match.group(1) or match.group(2))


def pair(text: str) -> Pair | None:
    """The two numbers of a tidied text; None if it is of another shape."""
    written = latin(text)[0]
    match = _LABELLED.match(written) or _TRAILING.match(written)
    if match is not None:
        labels = match["one"] + match["two"]
        return _pair(match["first"], match["second"], labels) if labels in ("XY", "YX", "NE", "EN") else None
    match = _PAIR.match(written)
    return _pair(match[1], match[2], "") if match is not None else None


def _pair(first: str, second: str, labels: str) -> Pair:
    return Pair(
        metres(first), metres(second), labels, (step_m(first), step_m(second)), (_digits(first), _digits(second))
    )


def metres(number: str) -> Decimal:
    """A number with a point or a comma, spaces between its figures."""
    return Decimal(number.replace(" ", "").replace(",", "."))


def step_m(number: str) -> float:
    """The size of a number's last digit."""
    return 10.0 ** -len(number.replace(",", ".").partition(".")[2])


def _digits(number: str) -> int:
    return len(re.sub(r"\D", "", number.replace(",", ".").partition(".")[0]))


def zones_of(area: Area) -> range:
    """The six-degree zones that an area touches, counted from Greenwich."""
    return range(area.west_e7 // 60_000_000 + 1, (area.east_e7 - 1) // 60_000_000 + 2)


def squares_of(area: Area) -> Iterator[tuple[int, int, int]]:
    """The 100 km squares of Gauss-Krueger zones that may touch an area: zone, northing, easting of the corner, km."""
    south, north = floor(area.south_e7 / 1e7 * _KM_A_DEGREE / 100) - 1, ceil(area.north_e7 / 1e7 * 112 / 100) + 1
    for zone in zones_of(area):
        for x in range(max(south, 0), north + 1):
            for y in range(1, 9):
                yield zone, x * 100, y * 100
