"""The rows of a positions file converted: numbers in arrays, everything else by the strict parser, in one order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from jig.adapters import positions_arrow
from jig.adapters.positions_file import PositionsFile, Rows, evened, quoted
from jig.places.bulk import Points, easting_first, is_numeric, read_numbers, write_numbers
from jig.places.datums import geographic, grids
from jig.places.faults import Fault, Unreadable, fault
from jig.places.notations import read, write
from jig.places.position import Area
from jig.places.reading import Reading
from jig.places.sealing import Given, single

RESULTS = ("wgs84_lat", "wgs84_lon", "ce90_m", "operation", "notes")
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
        answers = _answers(rows, plan, tally, len(file.header), separator)
        yield _joined(rows.raw, answers, separator, end)


def _joined(raw: list[str], answers: Sequence[str], separator: str, end: str) -> str:
    return "".join(
        [f"{line}{separator}{each}{end}" if each else f"{line}{end}" for line, each in zip(raw, answers, strict=True)]
    )


def _answers(rows: Rows, plan: Plan, tally: Tally, width: int, separator: str) -> list[str]:
    """Give every row's answer without the leading separator; nothing for an empty line. Uneven rows are evened."""
    numeric = plan.notation is not None and is_numeric(plan.notation)
    raw = rows.raw
    if numeric and rows.text is not None:
        wanted = list(plan.columns.values())
        found = positions_arrow.columns_of(rows.text, width, wanted, separator, len(raw))
        if found is not None:
            tally.rows += len(raw)
            columns = dict(zip(plan.columns, found, strict=True))
            return _mixed(columns, {}, plan, tally, separator)
    fields = rows.fields if rows.text is None else [line.split(separator) for line in raw]
    settled: dict[int, str] = {}
    for at, each in enumerate(fields):
        if each is None or len(each) != width:
            settled[at] = _uneven(raw, at, each, plan, tally, width, separator)
    tally.rows += len(raw) - sum(1 for each in settled.values() if not each)
    empty = [""] * width
    even = [empty if at in settled else each or empty for at, each in enumerate(fields)]
    columns = {name: positions_arrow.strings([each[at] for each in even]) for name, at in plan.columns.items()}
    return _mixed(columns, settled, plan, tally, separator)


def _uneven(
    raw: list[str], at: int, fields: list[str] | None, plan: Plan, tally: Tally, width: int, separator: str
) -> str:
    if fields is not None and not raw[at].strip():
        return ""  # an empty line is no row, and stays
    told = fault("COLUMNS-UNEVEN", found=0 if fields is None else len(fields), expected=width)
    raw[at] = evened(raw[at], fields, width, separator)
    return _failure((told,), plan, tally, separator)


def _mixed(columns: dict[str, Any], settled: dict[int, str], plan: Plan, tally: Tally, separator: str) -> list[str]:
    """Answer plain numbers in arrays, and what is left by the parser."""
    columns = {name: _plain(column) if name in ("first", "second") else column for name, column in columns.items()}
    count = len(next(iter(columns.values())))
    answers, done = [""] * count, np.zeros(count, bool)
    if plan.notation is not None and is_numeric(plan.notation) and not ("text" in columns and plan.notation == "UTM"):
        answers, done = _fast(columns, settled, plan, tally, separator)
    texts = {name: column.to_pylist() for name, column in columns.items()} if not done.all() else {}
    for at in np.flatnonzero(~done).tolist():
        if at in settled:
            answers[at] = settled[at]
            continue
        row = {name: column[at].strip() for name, column in texts.items()}
        given = (row["text"],) if "text" in row else (row["first"], row["second"])
        answers[at] = _slow(given, row.get("zone", ""), plan, tally, separator)
    return answers


def _plain(column: Any) -> Any:
    """A decimal comma as a point."""
    if not positions_arrow.has_comma(column):
        return column
    return positions_arrow.strings(
        [each.replace(",", ".") if each.count(",") == 1 and "." not in each else each for each in column.to_pylist()]
    )


def _fast(
    columns: dict[str, Any], settled: dict[int, str], plan: Plan, tally: Tally, separator: str
) -> tuple[list[str], Any]:
    """Answer the rows that are two plain numbers beyond doubt, and say which those are."""
    labelled = "text" not in columns
    pair = (columns["first"], columns["second"]) if labelled else positions_arrow.pair_columns(columns["text"])
    numbers = positions_arrow.numbers(*pair)
    count = len(numbers.clean)
    zone, zone_clean = np.full(count, plan.zone or 0, np.int64), np.ones(count, bool)
    if "zone" in columns:
        zone, zone_clean = positions_arrow.zones(columns["zone"], plan.zone)
    swapped = not labelled and plan.axes != usual_axes(plan.notation)
    given = positions_arrow.given(numbers, zone, labelled=labelled, swapped=swapped)
    points = read_numbers(plan.notation or "", plan.in_force, given, plan.area)
    done = points.done & numbers.clean & zone_clean
    done[list(settled)] = False
    texts, errors = _texts(points, done, plan, separator)
    answers: list[str] = positions_arrow.answers(points, done, separator, texts, swapped).to_pylist()
    for at, found in errors.items():
        answers[at] += _error(tuple(found), plan, tally, separator)
    tally.converted += int(done.sum())
    return answers, done


def _texts(points: Points, done: Any, plan: Plan, separator: str) -> tuple[list[list[str]], dict[int, list[Fault]]]:
    """The further columns of all rows, empty for those not done; and what kept a point from being written."""
    rows = np.flatnonzero(done)
    lat, lon = points.lat[rows], points.lon[rows]
    errors: dict[int, list[Fault]] = {}
    columns = []
    for notation in plan.to:
        found = write_numbers(notation, plan.in_force, lat, lon)
        if found is None:
            found = [quoted(each, separator) for each in _written(notation, plan, rows, lat, lon, errors)]
        if rows.size == done.size:
            columns.append(list(found))
            continue
        whole = [""] * done.size
        for at, text in zip(rows.tolist(), found, strict=True):
            whole[at] = text
        columns.append(whole)
    return columns, errors


def _written(notation: str, plan: Plan, rows: Any, lat: Any, lon: Any, errors: dict[int, list[Fault]]) -> list[str]:
    texts = []
    for at, *point in zip(rows.tolist(), lat.tolist(), lon.tolist(), strict=True):
        try:
            texts.append(write((point[0], point[1]), notation, operations=plan.in_force))
        except Unreadable as refused:
            texts.append("")
            errors.setdefault(at, []).extend(refused.faults)
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
    point = [positions_arrow.degrees_text(each) for each in (reading.lat, reading.lon)]
    found = [*point, positions_arrow.metres_text(reading.ce90_mm), reading.operation]
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
    # Columns are named, so their order is no question.
    axes = plan.axes if len(given) == 1 else usual_axes(plan.notation)
    form = Given(text=text[:200], notation=plan.notation, axes=axes)
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
