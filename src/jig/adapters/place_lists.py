"""An operator's own lists of places, kept in the node's folder beside the profile's: national data, in no log."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from jig.adapters.files import atomic_write
from jig.adapters.place_tables import FORMATS, ListFault, RowFault, detect, lines_of
from jig.places.gazetteer import Gazetteer, Place, area, joined, line_of, load, place_of
from jig.places.romanise import russian_of

FOLDER, SUFFIX = "places", ".tsv"
#: More rows than any country has villages; what is above is a list of the world.
ROWS_LIMIT = 500_000
#: Faults that are given one by one; all of them stand in the file beside the list.
FAULTS_SHOWN = 1_000


@dataclass
class Imported:
    """What became of a list's rows. outside: rows outside the profile's area; other: rows that are no settlement."""

    format: str
    stored: Path
    rows: int = 0
    kept: int = 0
    outside: int = 0
    other: int = 0
    fault_count: int = 0
    faults: list[RowFault] = field(default_factory=list)


def places_of(profile: str, folder: Path | None = None) -> Gazetteer:
    """Give the profile's places with those of the node's own lists; raises OSError, and ListFault for a broken list."""
    lists = _lists(folder)
    return _joined(profile, tuple((path, path.stat().st_mtime_ns) for path in lists)) if lists else load(profile)


def _lists(folder: Path | None) -> list[Path]:
    return sorted((folder / FOLDER).glob(f"*{SUFFIX}")) if folder is not None else []


@lru_cache(maxsize=2)
def _joined(profile: str, lists: tuple[tuple[Path, int], ...]) -> Gazetteer:
    return joined(load(profile), (place for path, _ in lists for place in _stored(path)))


def _stored(path: Path) -> Iterator[Place]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                yield place_of(line.rstrip("\n"))
            except ValueError as broken:
                raise ListFault("PLACE-LIST-BROKEN", path=path.name, row=number) from broken


def import_list(
    folder: Path,
    profile: str,
    source: Path,
    format_name: str = "auto",
    names: Path | None = None,
    tell: Callable[[int], None] = lambda rows: None,
) -> Imported:
    """Read a list into the node's folder: good rows are kept, faulty ones named by row.

    names: the GeoNames table of alternate names beside its dump. tell: called with the rows read so far. A list of the
    same file name replaces the earlier one. Raises ListFault (PLACE-LIST-FORMAT, PLACE-LIST-EMPTY, PLACE-LIST-LONG),
    OSError.
    """
    chosen = detect(source) if format_name == "auto" else format_name
    if chosen not in FORMATS:
        raise ListFault("PLACE-LIST-FORMAT", path=source.name, expected=", ".join(FORMATS))
    target = folder / FOLDER / f"{source.stem}-{_mark(source.name)}{SUFFIX}"
    done = Imported(chosen, target)
    faulty = target.with_suffix(".faults.txt")
    target.parent.mkdir(mode=0o700, exist_ok=True)
    with faulty.open("w", encoding="utf-8") as log:
        held = _kept(FORMATS[chosen](lines_of(source)), profile, done, log.write, tell)
    if not done.fault_count:
        faulty.unlink()
    if names is not None:
        _name(held, names)
    if not held:
        raise ListFault("PLACE-LIST-EMPTY", path=source.name, rows=done.rows, faults=done.fault_count)
    done.kept = len(held)
    atomic_write(target, "".join(line_of(_named(place)) + "\n" for place in held.values()).encode())
    return done


def _mark(name: str) -> str:
    """Tell lists apart whose names differ only in their ending."""
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:6]


def _kept(
    rows: Iterable[Place | RowFault | None],
    profile: str,
    done: Imported,
    log: Callable[[str], object],
    tell: Callable[[int], None],
) -> dict[int, Place]:
    box, held = area(profile), dict[int, Place]()
    for row in rows:
        done.rows += 1
        if done.rows % 5_000 == 0:
            tell(done.rows)
        if isinstance(row, RowFault):
            done.fault_count += 1
            log(f"{row.row}\t{row.code}\t{row.found}\n")
            if len(done.faults) < FAULTS_SHOWN:
                done.faults.append(row)
        elif row is None:
            done.other += 1
        elif not box.holds(row.lat_e7, row.lon_e7):
            done.outside += 1
        else:
            _take(held, row)
            if len(held) > ROWS_LIMIT:
                raise ListFault("PLACE-LIST-LONG", found=len(held), expected=ROWS_LIMIT)
    return held


def _take(held: dict[int, Place], row: Place) -> None:
    """Take a row in; a list that gives each name a row of its own gives one place several."""
    before = held.get(row.geonames_id)
    if before is None:
        held[row.geonames_id] = row
        return
    names = dict.fromkeys((*before.others, *(name for name in row.names() if name not in before.names())))
    held[row.geonames_id] = replace(
        before, en=before.en or row.en, ru=before.ru or row.ru, ar=before.ar or row.ar, others=tuple(names)
    )


def _name(held: dict[int, Place], names: Path) -> None:
    """Add the names of a table of alternate names to the places that are held."""
    for _, line in lines_of(names):
        columns = line.split("\t")
        if len(columns) < 4 or not columns[1].isdecimal() or int(columns[1]) not in held or "|" in columns[3]:
            continue
        number, lang, name = int(columns[1]), columns[2], columns[3].strip()
        place = held[number]
        if lang in ("link", "post", "wkdt", "iata", "icao", "unlc") or not name or name in place.names():
            continue
        if lang == "ru" and not place.ru:
            held[number] = replace(place, ru=name, ru_mark="LISTED")
        elif lang == "ar" and not place.ar:
            held[number] = replace(place, ar=name)
        else:
            held[number] = replace(place, others=(*place.others, name))


def _named(place: Place) -> Place:
    """Give a place a Russian name where the list has none, marked as made; an Arabic one is never made."""
    made = place if place.ru else replace(place, ru=russian_of(place.en), ru_mark="TRANSLITERATED")
    return made if made.en else replace(made, en=made.ru or made.ar)
