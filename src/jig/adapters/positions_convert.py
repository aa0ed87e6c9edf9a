"""The rows of a positions file converted: numbers in arrays, everything else by the strict parser, in one order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from jig.adapters.positions_file import PositionsFile, Rows, evened, quoted
from jig.places.bulk import NOTES, Columns, Points, easting_first, is_numeric, read_numbers, write_numbers
from jig.places.datums import geographic, grids
from jig.places.faults import Fault, Unreadable, fault
from jig.places.notations import read, write
from jig.places.position import Area
from jig.places.reading import Reading
from jig.places.sealing import Given, single

RESULTS = ("wgs84_lat", "wgs84_lon", "ce90_m", "operation", "notes")
_NUMBER = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,12})?", re.ASCII)
_PAIR = re.compile(r"([+-]?\d{1,9}(?:\.\d{1,12})?)(?:\s*;\s*|,\s+|\s+)([+-]?\d{1,9}(?:\.\d{1,12})?)", re.ASCII)
_ZONE = re.compile(r"\d{1,2}", re.ASCII)


@dataclass(frozen=True)
class Plan:
    """What to convert and how. columns: places in the header of "text", or "first" and "second", and "zone".

    first and second are latitude and longitude, x (north) and y (east), or easting and northing, as the notation has
    it. axes: of a text that leaves its order open. said: a fault in words.
    """

    columns: Mapping[str, int]
    notation: str | None
    to: tuple[str, ...]
    in_force: Mapping[str, str]
    area: Area
    zone: int | None
    axes: str
    said: Callable[[Fault], str]


@dataclass
class Tally:
    """How many rows came, how many were converted, and which faults stand beside the others."""

    rows: int = 0
    converted: int = 0
    faults: dict[str, int] = field(default_factory=dict)


@dataclass
class _Piece:
    """A piece's rows on their way: the answer of each, without the leading separator; None until there is one."""

    first: list[str]
    second: list[str]
    zone: list[str]
    answers: list[str | None]


def usual_axes(notation: str | None) -> str:
    """Give the order of two bare numbers that usage has for a notation."""
    return "EN" if notation is not None and easting_first(notation) else "NE"


def converted(file: PositionsFile, plan: Plan, tally: Tally) -> Iterator[str]:
    """Give the file's text with the answers beside its rows, the header first, piece by piece."""
    separator, end = file.separator, file.line_end
    names = [*RESULTS, *plan.to, "error"]
    taken = {name.strip().casefold() for name in file.header}
    names = [f"jig_{name}" if name.casefold() in taken else name for name in names]
    yield file.bom + separator.join([file.header_raw, *names]) + end
    for rows in file.rows():
        yield from _piece(rows, plan, tally, len(file.header), separator, end)


def _piece(rows: Rows, plan: Plan, tally: Tally, width: int, separator: str, end: str) -> Iterator[str]:
    raw, fields = rows
    uneven = [at for at, each in enumerate(fields) if each is None or len(each) != width]
    answers: list[str | None] = [None] * len(raw)
    for at in uneven:
        found = fields[at]
        if found is None or raw[at].strip():
            told = fault("COLUMNS-UNEVEN", found=0 if found is None else len(found), expected=width)
            answers[at] = _failure((told,), plan, tally, separator)
            raw[at] = evened(raw[at], found, width, separator)
        else:
            answers[at] = ""  # an empty line is no row, and stays
        fields[at] = [""] * width
    tally.rows += len(raw) - sum(1 for at in uneven if answers[at] == "")
    if raw:
        _answer([each or [] for each in fields], answers, plan, tally, separator)
    yield "".join(
        [f"{line}{separator}{each}{end}" if each else f"{line}{end}" for line, each in zip(raw, answers, strict=True)]
    )


def _answer(fields: list[list[str]], answers: list[str | None], plan: Plan, tally: Tally, separator: str) -> None:
    """Fill in the answers that are still open."""
    numeric = plan.notation is not None and is_numeric(plan.notation)
    zone = plan.columns.get("zone")
    zones = [each[zone].strip() for each in fields] if zone is not None else []
    if "text" in plan.columns:
        at = plan.columns["text"]
        texts = [each[at].strip() for each in fields]
        parts = [_PAIR.fullmatch(text) for text in texts] if numeric and plan.notation != "UTM" else []
        first = [each[1] if each else "" for each in parts]
        second = [each[2] if each else "" for each in parts]
    else:
        texts = []
        first, second = (_plain([each[plan.columns[name]] for each in fields]) for name in ("first", "second"))
    if numeric and first:
        _fast(_Piece(first, second, zones, answers), plan, tally, separator, labelled=not texts)
    for at, answer in enumerate(answers):
        if answer is None:
            given = (texts[at],) if texts else (first[at], second[at])
            answers[at] = _slow(given, zones[at] if zones else "", plan, tally, separator)


def _plain(values: list[str]) -> list[str]:
    """Fields without the spaces around them, a decimal comma as a point."""
    if any("," in each for each in values):
        values = [each.replace(",", ".") if each.count(",") == 1 and "." not in each else each for each in values]
    return [each.strip() for each in values]


def _fast(piece: _Piece, plan: Plan, tally: Tally, separator: str, *, labelled: bool) -> None:
    """Answer the rows that are two plain numbers beyond doubt."""
    notation = plan.notation or ""
    clean = _NUMBER.fullmatch
    usable = [
        answer is None and clean(one) is not None and clean(other) is not None
        for answer, one, other in zip(piece.answers, piece.first, piece.second, strict=True)
    ]
    zone, zone_clean = _zones(piece.zone, plan, len(usable))
    if all(usable):
        first, second = piece.first, piece.second
    else:
        first = [each if good else "0" for each, good in zip(piece.first, usable, strict=True)]
        second = [each if good else "0" for each, good in zip(piece.second, usable, strict=True)]
    swapped = not labelled and plan.axes != usual_axes(notation)
    if swapped:
        first, second = second, first
    given = Columns(_floats(first), _floats(second), (_decimals(first), _decimals(second)), zone, labelled)
    points = read_numbers(notation, plan.in_force, given, plan.area)
    done = points.done & np.array(usable) & zone_clean
    rows = np.flatnonzero(done)
    if rows.size:
        _write(piece, rows, points, plan, tally, separator, swapped)


def _zones(zones: list[str], plan: Plan, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The zone beside each row, 0 for none; and where it is beyond doubt."""
    if not zones:
        return np.full(count, plan.zone or 0, np.int64), np.ones(count, bool)
    clean = [_ZONE.fullmatch(each) is not None for each in zones]
    found = [int(each) if good else 0 for each, good in zip(zones, clean, strict=True)]
    empty = [not each and plan.zone is None for each in zones]
    return np.array(found, np.int64), np.array(clean) & (np.array(found) > 0) | np.array(empty)


def _floats(texts: list[str]) -> np.ndarray:
    return np.array(list(map(float, texts)), np.float64)


def _decimals(texts: list[str]) -> np.ndarray:
    return np.array([len(each) - 1 - each.find(".") if "." in each else 0 for each in texts], np.int64)


def _write(
    piece: _Piece, rows: np.ndarray, points: Points, plan: Plan, tally: Tally, separator: str, swapped: bool
) -> None:
    lat, lon = points.lat[rows], points.lon[rows]
    columns: list[Sequence[str]] = []
    errors: dict[int, list[Fault]] = {}
    for notation in plan.to:
        texts = write_numbers(notation, plan.in_force, lat, lon)
        columns.append(texts if texts is not None else _written(notation, plan, lat, lon, errors))
    told = [_notes(bits, swapped, separator) for bits in range(1 << len(NOTES))]
    answers = [
        f"{a:.8f}{separator}{b:.8f}{separator}{c}{separator}{points.operation}{separator}{told[bits]}"
        for a, b, c, bits in zip(
            lat.tolist(), lon.tolist(), (points.ce90_mm[rows] / 1000).tolist(), points.notes[rows].tolist(), strict=True
        )
    ]
    for column in columns:
        answers = [
            f"{answer}{separator}{quoted(text, separator)}" for answer, text in zip(answers, column, strict=True)
        ]
    for place, (at, answer) in enumerate(zip(rows.tolist(), answers, strict=True)):
        piece.answers[at] = answer + separator + _error(tuple(errors.get(place, ())), plan, tally, separator)
    tally.converted += len(answers)


def _notes(bits: int, swapped: bool, separator: str) -> str:
    codes = [name for at, name in enumerate(NOTES) if bits >> at & 1]
    return quoted(" ".join(["AXES-SWAPPED", *codes] if swapped else codes), separator)


def _written(notation: str, plan: Plan, lat: np.ndarray, lon: np.ndarray, errors: dict[int, list[Fault]]) -> list[str]:
    texts = []
    for place, point in enumerate(zip(lat.tolist(), lon.tolist(), strict=True)):
        try:
            texts.append(write(point, notation, operations=plan.in_force))
        except Unreadable as refused:
            texts.append("")
            errors.setdefault(place, []).extend(refused.faults)
    return texts


def _slow(given: tuple[str, ...], zone: str, plan: Plan, tally: Tally, separator: str) -> str:
    try:
        reading = read_row(given, zone, plan)
    except Unreadable as refused:
        return _failure(refused.faults, plan, tally, separator)
    errors: list[Fault] = []
    texts = []
    for notation in plan.to:
        try:
            texts.append(write((reading.lat, reading.lon), notation, operations=plan.in_force))
        except Unreadable as refused:
            texts.append("")
            errors.extend(refused.faults)
    tally.converted += 1
    found = [f"{reading.lat:.8f}", f"{reading.lon:.8f}", str(reading.ce90_mm / 1000), reading.operation]
    notes = " ".join(note.code for note in reading.notes)
    cells = [quoted(each, separator) for each in (*found, notes, *texts)]
    return separator.join([*cells, _error(tuple(errors), plan, tally, separator)])


def read_row(given: tuple[str, ...], zone: str, plan: Plan) -> Reading:
    """Read one row by the strict parser: its text, or its two numbers.

    Raises Unreadable, also where more than one reading is left: a file is converted without anybody who could choose.
    """
    if not all(given):
        raise Unreadable(fault("POSITION-EMPTY"))
    if zone and not _ZONE.fullmatch(zone) and plan.notation != "UTM":
        raise Unreadable(fault("ZONE-UNREADABLE", found=zone))
    text = given[0] if len(given) == 1 else labelled_text(given, zone, plan)
    number = int(zone) if _ZONE.fullmatch(zone) and int(zone) else plan.zone
    beside = None if plan.notation == "UTM" and len(given) == 2 else number
    readings = read(text, notation=plan.notation, operations=plan.in_force, zone=beside)
    form = Given(text=text[:200], notation=plan.notation, axes=plan.axes if len(given) == 1 else None)
    return single(readings, form, text, plan.area)


def labelled_text(given: tuple[str, ...], zone: str, plan: Plan) -> str:
    """Give two numbers as a text that says which is which."""
    first, second = given[0], given[1]
    if plan.notation == "UTM":
        return f"{zone or plan.zone or ''} {first} {second}".strip()
    if plan.notation in grids():
        return f"E={first} N={second}"
    if plan.notation in geographic() or plan.notation is None:
        return f"LAT {first} LON {second}"
    return f"X={first} Y={second}"


def _failure(faults: Sequence[Fault], plan: Plan, tally: Tally, separator: str) -> str:
    empty = separator * (len(RESULTS) + len(plan.to))
    return empty + _error(tuple(faults), plan, tally, separator)


def _error(faults: tuple[Fault, ...], plan: Plan, tally: Tally, separator: str) -> str:
    if not faults:
        return ""
    for each in {found.code for found in faults}:
        tally.faults[each] = tally.faults.get(each, 0) + 1
    return quoted("; ".join(f"{each.code}: {plan.said(each)}" for each in faults), separator)
