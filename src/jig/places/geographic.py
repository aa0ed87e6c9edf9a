"""Latitude and longitude: decimal degrees, degrees and minutes, degrees minutes seconds; signs or letters, two
alphabets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from jig.places.faults import Fault, Unreadable, fault
from jig.places.operations import NONE, accuracy_mm, from_wgs84, to_wgs84
from jig.places.reading import Reading, half_angular_cell_mm
from jig.places.spelling import tidy

# The letters say axis and sign. Cyrillic: С north, Ю south, В east, З west, also in their usual abbreviations (с.ш.,
# в.д.).
_LETTERS = {
    "N": ("LAT", 1), "S": ("LAT", -1), "E": ("LON", 1), "W": ("LON", -1),
    "С": ("LAT", 1), "Ю": ("LAT", -1), "В": ("LON", 1), "З": ("LON", -1),
}  # fmt: skip
_TOKEN = re.compile(
    r"(?P<number>[+-]?\d+(?:\.\d+)?)"
    r"|(?P<label>LATITUDE|LONGITUDE|LAT|LON(?:G)?|ШИРОТА|ДОЛГОТА|[BВL](?=\s*[=:]))[\s.:=]*"
    r"|(?P<letter>(?:СЕВ|ЮЖ)[А-Я]*\.?\s?ШИР[А-Я]*\.?|(?:ВОСТ|ЗАП)[А-Я]*\.?\s?ДОЛГ[А-Я]*\.?|NORTH|SOUTH|EAST|WEST|[СЮ]\s?\.?\s?Ш\.?|[ВЗ]\s?\.?\s?Д\.?|[NSEWСЮВЗ](?![A-ZА-Я]))"
    r"|(?P<mark>°|'|\"|ГР(?:АД[А-Я]*)?\.?|МИН[А-Я]*\.?|СЕК[А-Я]*\.?|DEG(?:REES?)?\.?|MIN(?:UTES?)?\.?|SEC(?:ONDS?)?\.?|D(?=\s*\d))"
    r"|(?P<gap>[\s,;/:]+)"
)
_MARKS = {"°": 0, "Г": 0, "D": 0, "'": 1, "М": 1, "M": 1, '"': 2, "С": 2, "S": 2}
# Figures run together, as in flight plans: 352015N 0400830E, 3520N 04008E, N352015 E0400830.
_PACKED = (
    re.compile(r"(?<![\d.])(\d{2})(\d{2})(\d{2}(?:\.\d+)?)?(?=\s?[NSСЮ](?![A-ZА-Я]))"),
    re.compile(r"(?<![\d.])(\d{3})(\d{2})(\d{2}(?:\.\d+)?)?(?=\s?[EWВЗ](?![A-ZА-Я]))"),
    re.compile(r"(?<=[NSСЮ])(\d{2})(\d{2})(\d{2}(?:\.\d+)?)?(?![\d.])"),
    re.compile(r"(?<=[EWВЗ])(\d{3})(\d{2})(\d{2}(?:\.\d+)?)?(?![\d.])"),
)
_LABELS = {"B": "LAT", "В": "LAT", "L": "LON", "LA": "LAT", "LO": "LON", "ШИ": "LAT", "ДО": "LON"}


@dataclass(frozen=True)
class Angle:
    """One angle as written: value and size of its last digit in degrees, and the axis if a letter or label says it."""

    value: Decimal
    step: Decimal
    axis: str | None


@dataclass
class _Draft:
    numbers: list[str]
    marks: list[int]
    axis: str | None = None
    sign: int | None = None


def angles(text: str) -> tuple[Angle, Angle] | None:
    """The two angles in a text; None if it is not of that shape.

    Raises Unreadable with every fault of a text that has the shape and breaks its bounds.
    """
    for spelling in _spellings(tidy(text)):
        drafts = _drafts(spelling)
        if drafts is not None:
            faults = [each for draft in drafts for each in _draft_faults(draft, text)]
            if faults:
                raise Unreadable(*faults)
            return _angle(drafts[0]), _angle(drafts[1])
    return None


def _spellings(text: str) -> Iterator[str]:
    """The text with each comma as a decimal mark, if no point is one; and with each comma as a gap."""
    text = re.sub(r"(\d{1,3})-(\d{1,2})-(\d{1,2})", r"\1 \2 \3", text)
    for packed in _PACKED:
        text = packed.sub(lambda found: " ".join(part for part in found.groups() if part) + " ", text)
    if "." not in re.sub(r"[A-ZА-Я]\.", "", text):
        yield re.sub(r"(?<=\d),(?=\d)", ".", text)
    yield re.sub(r"(?<=\d),", " ", text)


def _tokens(text: str) -> list[tuple[str, str]] | None:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.end() == at:
            return None
        if match.lastgroup and match.lastgroup != "gap":
            found.append((match.lastgroup, match.group(match.lastgroup)))
        at = match.end()
    return found


def _drafts(text: str) -> tuple[_Draft, _Draft] | None:
    tokens = _tokens(text)
    if tokens is None:
        return None
    halves = _halves(tokens)
    if halves is None:
        return None
    first, second = (_draft(half) for half in halves)
    return (first, second) if first is not None and second is not None else None


def _halves(tokens: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]] | None:
    """The tokens of each angle: parted at the second label or degree sign if there are two, otherwise in the middle of
    the numbers."""
    places = [at for at, (kind, _) in enumerate(tokens) if kind == "number"]
    degrees = [at for at, (kind, mark) in enumerate(tokens) if kind == "mark" and _MARKS[mark[0]] == 0]
    labels = [at for at, (kind, _) in enumerate(tokens) if kind == "label"]
    if len(labels) == 2 and labels[0] == 0:
        return tokens[: labels[1]], tokens[labels[1] :]
    if len(degrees) == 2:
        cut = degrees[1] - 1
    elif len(places) in (2, 4, 6) and not degrees:
        cut = places[len(places) // 2]
    else:
        return None
    # Letters lead or trail throughout: the text's first token tells which.
    while cut > 0 and tokens[0][0] in ("letter", "label") and tokens[cut - 1][0] in ("letter", "label"):
        cut -= 1
    return tokens[:cut], tokens[cut:]


def _draft(tokens: list[tuple[str, str]]) -> _Draft | None:
    draft = _Draft([], [])
    for kind, value in tokens:
        if kind == "number":
            draft.numbers.append(value)
        elif kind == "mark":
            if _MARKS[value[0]] != len(draft.numbers) - 1:
                return None
            draft.marks.append(_MARKS[value[0]])
        elif kind == "label":
            draft.axis = _LABELS.get(value[:2], _LABELS.get(value[0]))
        else:
            axis, sign = _LETTERS[value[0]]
            if draft.sign is not None or draft.axis not in (None, axis):
                return None
            draft.axis, draft.sign = axis, sign
    return draft if 1 <= len(draft.numbers) <= 3 else None


def _draft_faults(draft: _Draft, text: str) -> Iterator[Fault]:
    head, *rest = draft.numbers
    if draft.sign is not None and head[0] in "+-":
        yield fault("HEMISPHERE-TWICE", text=text)
    for part in draft.numbers[:-1]:
        if "." in part:
            yield fault("POSITION-UNREADABLE", text=text)
    for part in rest:
        if part[0] in "+-" or Decimal(part) >= 60:
            yield fault("MINUTES-OUT-OF-RANGE", found=part)


def _angle(draft: _Draft) -> Angle:
    size = sum((abs(Decimal(part)) / 60**power for power, part in enumerate(draft.numbers)), Decimal(0))
    sign = draft.sign or (-1 if draft.numbers[0].startswith("-") else 1)
    last = draft.numbers[-1]
    decimals = len(last.partition(".")[2])
    return Angle(sign * size, Decimal(10) ** -decimals / 60 ** (len(draft.numbers) - 1), draft.axis)


@dataclass(frozen=True)
class _Order:
    """Which angle is which. settled: nothing else is possible; stated: the text says so itself."""

    axes: str
    lat: Angle
    lon: Angle
    settled: bool
    stated: bool

    def faults(self) -> tuple[Fault, ...]:
        found = []
        if abs(self.lat.value) > 90:
            found.append(fault("LATITUDE-OUT-OF-RANGE", found=f"{self.lat.value:f}"[:16]))
        if abs(self.lon.value) > 180:
            found.append(fault("LONGITUDE-OUT-OF-RANGE", found=f"{self.lon.value:f}"[:16]))
        return tuple(found)


def read_geographic(text: str, datums: tuple[tuple[str, str], ...]) -> tuple[Reading, ...]:
    """Every reading of a text as latitude and longitude: for each datum (notation, operation), in both orders if open.

    Raises Unreadable; returns nothing if the text is of another shape.
    """
    pair = angles(text)
    if pair is None:
        return ()
    if min(abs(angle.value) for angle in pair) > 999:  # metres, not degrees: another parser's text
        return ()
    orders = _orders(*pair, text)
    return tuple(_reading(order, *datum) for order in orders for datum in datums)


def _orders(first: Angle, second: Angle, text: str) -> tuple[_Order, ...]:
    if first.axis is not None and first.axis == second.axis:
        raise Unreadable(fault("HEMISPHERE-TWICE", text=text))
    stated = first.axis is not None or second.axis is not None
    orders = [_Order("NE", first, second, stated, stated), _Order("EN", second, first, stated, stated)]
    if stated:
        orders = [orders[1] if first.axis == "LON" or second.axis == "LAT" else orders[0]]
    possible = [order for order in orders if not order.faults()]
    if not possible:
        raise Unreadable(*orders[0].faults())
    return tuple(replace(order, settled=len(possible) == 1) for order in possible)


def _reading(order: _Order, notation: str, operation: str) -> Reading:
    lat, lon = float(order.lat.value), float(order.lon.value)
    cell = half_angular_cell_mm(lat, float(order.lat.step), float(order.lon.step))
    if operation != NONE:
        lat, lon = to_wgs84(operation, lat, lon)
    notes = (fault("AXES-SWAPPED"),) if order.axes == "EN" and not order.stated else ()
    added = accuracy_mm(operation)
    return Reading(notation, operation, lat, lon, cell, added, order.axes, order.settled, notes=notes)


def write_geographic(lat: float, lon: float, operation: str, style: str = "D") -> str:
    """WGS 84 degrees written out. style: D decimal degrees, DM decimal minutes, DMS; to about 1 cm, 2 cm and 3 cm."""
    if operation != NONE:
        lat, lon = from_wgs84(operation, lat, lon)
    if style == "D":
        # With letters: two bare numbers could be read in either order.
        return f"{abs(lat):.7f}{'N' if lat >= 0 else 'S'} {abs(lon):.7f}{'E' if lon >= 0 else 'W'}"
    return f"{_sexagesimal(lat, style, 2)}{'N' if lat >= 0 else 'S'} {_sexagesimal(lon, style, 3)}{'E' if lon >= 0 else 'W'}"


def _sexagesimal(angle: float, style: str, width: int) -> str:
    # Rounded once, as a whole number of last digits: 59.9999 minutes must carry into the degrees.
    if style == "DM":
        minutes, rest = divmod(round(abs(angle) * 60 * 10**5), 10**5)
        return f"{minutes // 60:0{width}d}°{minutes % 60:02d}.{rest:05d}'"
    seconds, rest = divmod(round(abs(angle) * 3600 * 10**3), 10**3)
    return f"{seconds // 3600:0{width}d}°{seconds // 60 % 60:02d}'{seconds % 60:02d}.{rest:03d}\""
