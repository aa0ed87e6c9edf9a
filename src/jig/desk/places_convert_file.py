"""`places convert --file`: every row answered, in its order, with its point or its fault beside it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from jig.adapters.positions_convert import Plan, Tally, converted, usual_axes
from jig.adapters.positions_file import LineTooLong, NotText, PositionsFile, named
from jig.agreement.wording import N_
from jig.desk.faults import UNUSABLE, Failed, Fault
from jig.desk.output import DESK
from jig.desk.places_convert import words
from jig.places.datums import geographic

if TYPE_CHECKING:
    from jig.places.position import Area

#: Names under which columns are found when none is named.
_TEXT = ("position", "coordinates", "text", "позиция", "координаты", "место")
_LAT, _LON = ("lat", "latitude", "широта"), ("lon", "lng", "long", "longitude", "долгота")
_X, _Y = ("x", "х"), ("y", "у")
_EAST, _NORTH = ("easting", "east", "e"), ("northing", "north", "n")
_ZONE = ("zone", "зона")


@dataclass(frozen=True)
class Columns:
    """What the command line says of a file's columns, and of the order of bare numbers."""

    text: str | None
    lat: str | None
    lon: str | None
    x: str | None
    y: str | None
    zone: str | None
    axes: str | None


def convert_file(
    path: Path,
    out: Path | None,
    asked: Columns,
    notation: str | None,
    to: list[str],
    area: Area,
    in_force: dict[str, str],
) -> None:
    """Convert a file; raises Failed, and then leaves nothing at `out`."""
    if out is not None and out.exists() and out.samefile(path):
        raise Failed(UNUSABLE, Fault("CONVERT-ONTO-ITSELF", path=str(out)))
    tally = Tally()
    try:
        with path.open("rb") as source:
            file = PositionsFile(source)
            plan = _plan(file, asked, notation, tuple(to), area, in_force)
            _write(_watched(converted(file, plan, tally), file, path.stat().st_size), out, file)
    except NotText:
        raise Failed(UNUSABLE, Fault("CONVERT-NOT-TEXT", path=str(path))) from None
    except LineTooLong as long:
        raise Failed(UNUSABLE, Fault("CONVERT-LINE", path=str(path), found=str(long.number))) from None
    faulty = tally.rows - tally.converted
    DESK.say(N_("{rows} rows: {converted} converted, {faulty} with a fault beside them."), rows=tally.rows,
             converted=tally.converted, faulty=faulty)  # fmt: skip
    if DESK.as_json and out is not None:
        DESK.give(
            {
                "converted": tally.converted,
                "faults": tally.faults,
                "faulty": faulty,
                "out": str(out),
                "rows": tally.rows,
            }
        )


def _plan(
    file: PositionsFile, asked: Columns, notation: str | None, to: tuple[str, ...], area: Area, in_force: dict[str, str]
) -> Plan:
    number = asked.zone is not None and asked.zone.isascii() and asked.zone.isdecimal()
    if number and not 1 <= int(asked.zone or 0) <= 60:
        raise Failed(UNUSABLE, Fault("ZONE-OUT-OF-RANGE", found=asked.zone or "", expected="60"))
    if asked.axes not in (None, "NE", "EN"):
        raise Failed(UNUSABLE, Fault("CONVERT-AXES", found=asked.axes or "", expected="NE, EN"))
    columns, notation = _columns(file, asked, notation, zone_column=None if number else asked.zone)
    return Plan(
        columns=columns,
        notation=notation,
        to=to,
        in_force=in_force,
        area=area,
        zone=int(asked.zone or 0) if number else None,
        axes=asked.axes or usual_axes(notation),
        said=words,
    )


def _columns(
    file: PositionsFile, asked: Columns, notation: str | None, zone_column: str | None
) -> tuple[dict[str, int], str | None]:
    """The places of the columns; and the notation, which columns of latitude and longitude leave no doubt about."""
    header = file.header
    if asked.text is not None:
        return _found(header, {"text": (asked.text,)}, zone_column), notation
    for first, second in ((asked.lat, asked.lon), (asked.x, asked.y)):
        if first is not None or second is not None:
            if first is None or second is None:
                raise Failed(UNUSABLE, Fault("CONVERT-COLUMNS", expected=", ".join(header)))
            notation = notation or ("WGS84" if asked.lat is not None else None)
            return _pair(_found(header, {"first": (first,), "second": (second,)}, zone_column), notation)
    return _guessed(header, notation, zone_column)


def _guessed(header: list[str], notation: str | None, zone_column: str | None) -> tuple[dict[str, int], str | None]:
    pairs: list[tuple[tuple[str, ...], tuple[str, ...]]] = [(_X, _Y), (_EAST, _NORTH)]
    if notation in geographic() or notation is None:
        pairs.insert(0, (_LAT, _LON))
    for first, second in pairs:
        found = named(header, {"first": first, "second": second})
        if len(found) == 2:
            if first is _EAST and notation is not None and notation.endswith("-GK"):
                found = {"first": found["second"], "second": found["first"]}
            chosen = notation or ("WGS84" if first is _LAT else None)
            return _pair({**found, **_zone(header, zone_column)}, chosen)
    found = named(header, {"text": _TEXT}) or ({"text": 0} if len(header) == 1 else {})
    if not found:
        raise Failed(UNUSABLE, Fault("CONVERT-COLUMNS", expected=", ".join(header)))
    return {**found, **_zone(header, zone_column)}, notation


def _pair(columns: dict[str, int], notation: str | None) -> tuple[dict[str, int], str | None]:
    if notation is None:
        # Two numbers without a notation would be a guess, row after row.
        raise Failed(UNUSABLE, Fault("CONVERT-FROM"))
    return columns, notation


def _found(header: list[str], wanted: dict[str, tuple[str, ...]], zone_column: str | None) -> dict[str, int]:
    found = named(header, wanted)
    missing = [names[0] for role, names in wanted.items() if role not in found]
    if missing:
        raise Failed(UNUSABLE, *(Fault("CONVERT-NO-COLUMN", found=one, expected=", ".join(header)) for one in missing))
    return {**found, **_zone(header, zone_column)}


def _zone(header: list[str], zone_column: str | None) -> dict[str, int]:
    if zone_column is None:
        return named(header, {"zone": _ZONE})
    found = named(header, {"zone": (zone_column,)})
    if not found:
        raise Failed(UNUSABLE, Fault("CONVERT-NO-COLUMN", found=zone_column, expected=", ".join(header)))
    return found


def _watched(pieces: Iterator[str], file: PositionsFile, size: int) -> Iterator[str]:
    """Show how far a file is, on standard error."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=DESK.console, transient=True) as progress:
        task = progress.add_task(DESK.words(N_("Converting")), total=max(size, 1))
        for piece in pieces:
            yield piece
            progress.update(task, completed=file.read_bytes)


def _write(pieces: Iterator[str], out: Path | None, file: PositionsFile) -> None:
    if out is None:
        for line in _as_json(pieces, file) if DESK.as_json else pieces:
            sys.stdout.buffer.write(line.encode("utf-8", "surrogateescape"))
        sys.stdout.buffer.flush()
        return
    # Beside it first: a file that broke off must not look like a whole one.
    partial = out.with_name(out.name + ".part")
    try:
        with partial.open("wb") as target:
            for piece in pieces:
                target.write(piece.encode("utf-8", "surrogateescape"))
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)


def _as_json(pieces: Iterator[str], file: PositionsFile) -> Iterator[str]:
    """A line of JSON a row, when there is no file to hold the rows."""
    import csv

    header: list[str] = []
    for piece in pieces:
        for row in csv.reader(piece.removeprefix("\ufeff").splitlines(keepends=True), delimiter=file.separator):
            if not header:
                header = row
            elif row:
                found: dict[str, Any] = dict(zip(header, row, strict=False))
                text = json.dumps(found, ensure_ascii=False, sort_keys=True)
                yield text.encode("utf-8", "backslashreplace").decode() + "\n"
