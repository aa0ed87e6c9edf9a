"""Tables of places as others publish them: the GeoNames dump, the GNS files, lists with P-codes."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jig.places.gazetteer import Place
from jig.places.search_forms import ARABIC, CYRILLIC, script_of

LINE_LIMIT = 65_536
#: Lists without GeoNames numbers get their own, above all of GeoNames' and below 2**53, as a position carries them.
GNS_BASE, PCODE_BASE = 2 * 10**12, 3 * 10**12
_GEONAMES_COLUMNS = 19
_TOO_LONG = "\x00"


@dataclass(frozen=True)
class RowFault:
    """A row that cannot be taken; code is stable."""

    row: int
    code: str
    found: str


class ListFault(Exception):
    """A list that cannot be used; `code` is stable."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


Row = Place | RowFault | None
Lines = Iterable[tuple[int, str]]


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """Read a file's lines with their numbers, each within a bound; bytes that are no text are replaced."""
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(LINE_LIMIT + 1):
            number += 1
            if len(raw) > LINE_LIMIT:
                while raw and not raw.endswith(b"\n"):
                    raw = file.readline(LINE_LIMIT)
                yield number, _TOO_LONG
                continue
            yield number, raw.decode("utf-8", "replace").removeprefix("\ufeff").rstrip("\r\n")


def detect(path: Path) -> str:
    """Tell the format by the first line; raises ListFault PLACE-LIST-FORMAT."""
    first = next(lines_of(path), (0, ""))[1]
    heads = {head.casefold() for head in first.split("\t")}
    if "ufi" in heads:
        return "gns"
    if first.count("\t") == _GEONAMES_COLUMNS - 1 and first.split("\t")[0].isdecimal():
        return "geonames"
    if re.search("p_?code", first.casefold()) and first.count(",") + first.count(";"):
        return "ocha-csv"
    raise ListFault("PLACE-LIST-FORMAT", path=path.name, expected=", ".join(FORMATS))


def _geonames(lines: Lines) -> Iterator[Row]:
    for number, line in lines:
        columns = line.split("\t")
        if line == _TOO_LONG or len(columns) != _GEONAMES_COLUMNS:
            yield RowFault(number, "PLACE-ROW-COLUMNS", str(len(columns)))
        elif columns[6] != "P":
            yield None
        elif not columns[0].isdecimal() or not 0 < int(columns[0]) < GNS_BASE:
            yield RowFault(number, "PLACE-ROW-NUMBER", columns[0][:80])
        else:
            people = int(columns[14]) if columns[14].isdecimal() else 0
            others = [*columns[3].split(","), columns[2]]
            yield _place(number, int(columns[0]), columns[1], others, (columns[4], columns[5]), columns[8], people)


def _gns(lines: Lines) -> Iterator[Row]:
    head: dict[str, int] = {}
    for number, line in lines:
        columns = line.split("\t")
        if not head:
            head = {name.casefold(): at for at, name in enumerate(columns)}
            _need(head, ("ufi",), ("lat", "lat_dd"), ("long", "long_dd"), ("full_name", "full_name_ro"))
            continue
        if line == _TOO_LONG or len(columns) != len(head):
            yield RowFault(number, "PLACE-ROW-COLUMNS", str(len(columns)))
            continue
        cell = _Cells(head, columns)
        ufi = cell("ufi").lstrip("-")
        if cell("fc") not in ("P", ""):
            yield None
        elif not ufi.isdecimal() or len(ufi) > 12:
            yield RowFault(number, "PLACE-ROW-NUMBER", cell("ufi")[:80])
        else:
            name = cell("full_name", "full_name_ro")
            others = [cell("full_nm_nd", "full_name_nd_ro", "full_name_nd"), cell("full_name_rg")]
            where = (cell("lat", "lat_dd"), cell("long", "long_dd"))
            yield _place(number, GNS_BASE + int(ufi), name, others, where, cell("cc1", "cc_ft")[:2], 0)


def _ocha(lines: Lines) -> Iterator[Row]:
    head: dict[str, int] = {}
    numbered = iter(lines)
    delimiter = ","
    for number, line in numbered:
        if not head:
            delimiter = ";" if line.count(";") > line.count(",") else ","
            head = _ocha_head(next(csv.reader([line], delimiter=delimiter)))
            continue
        columns = next(csv.reader([line], delimiter=delimiter), [])
        if line == _TOO_LONG or len(columns) < len(head) or len(columns) <= max(head.values()):
            yield RowFault(number, "PLACE-ROW-COLUMNS", str(len(columns)))
            continue
        cell = _Cells(head, columns)
        code = cell("pcode").strip()
        if not code:
            yield RowFault(number, "PLACE-ROW-NUMBER", code)
        else:
            yield _place(
                number, pcode_number(code), cell("en"), [cell("ar"), cell("ru")], (cell("lat"), cell("lon")), "", 0
            )


def pcode_number(code: str) -> int:
    """Number a place known by a P-code: the same at every node, and of no other kind of number."""
    return PCODE_BASE + int.from_bytes(hashlib.sha256(code.upper().encode()).digest()[:5], "big")


def _ocha_head(names: list[str]) -> dict[str, int]:
    """Find the columns of the deepest level that the list has."""
    found: dict[str, int] = {}
    patterns = {
        "pcode": r"^(?:adm(?:in)?(\d)_?)?p_?code(?:_\w+)?$",
        "en": r"^(?:adm(?:in)?(\d)_?(?:name_?)?en|adm(?:in)?(\d)_?name_en|(?:place_?)?name_?en|(?:place_?)?name)$",
        "ar": r"^(?:adm(?:in)?(\d)_?(?:name_?)?ar|(?:place_?)?name_?ar)$",
        "ru": r"^(?:adm(?:in)?(\d)_?(?:name_?)?ru|(?:place_?)?name_?ru)$",
        "lat": r"^(?:lat|latitude|latitude_y|point_y|y)$",
        "lon": r"^(?:lon|long|longitude|longitude_x|point_x|x)$",
    }
    for role, pattern in patterns.items():
        matches = [(name.strip().casefold(), at) for at, name in enumerate(names)]
        held = [(name, at) for name, at in matches if re.match(pattern, name)]
        if held:
            # admin4 is deeper than admin3; a name without a level is the place itself.
            found[role] = max(held, key=lambda each: int((re.findall(r"\d", each[0]) or ["9"])[0]))[1]
    _need(found, ("pcode",), ("en", "ar"), ("lat",), ("lon",))
    return found


def _need(head: Mapping[str, int], *wanted: tuple[str, ...]) -> None:
    missing = [" / ".join(names) for names in wanted if not any(name in head for name in names)]
    if missing:
        raise ListFault("PLACE-LIST-COLUMNS", found=", ".join(missing))


class _Cells:
    """A row's cells by the first of several names that the table has."""

    def __init__(self, head: Mapping[str, int], columns: list[str]) -> None:
        self._head, self._columns = head, columns

    def __call__(self, *names: str) -> str:
        return next((self._columns[self._head[name]].strip() for name in names if name in self._head), "")


def _place(
    row: int, number: int, name: str, others: list[str], where: tuple[str, str], country: str, people: int
) -> Place | RowFault:
    names = [name.strip(), *(other.strip() for other in others)]
    if any("\ufffd" in each for each in names):
        return RowFault(row, "PLACE-ROW-TEXT", names[0][:80])
    kept = list(dict.fromkeys(re.sub(r"[|\t]", " ", each)[:200] for each in names if each))
    if not kept:
        return RowFault(row, "PLACE-ROW-NAME", "")
    point = _point(*where)
    if point is None:
        return RowFault(row, "PLACE-ROW-POINT", ", ".join(where)[:80])
    by_script = {script_of(each): each for each in reversed(kept)}
    ru, ar = by_script.get(CYRILLIC, ""), by_script.get(ARABIC, "")
    en = next((each for each in kept if script_of(each) not in (CYRILLIC, ARABIC)), "")
    rest = tuple(each for each in kept if each not in (en, ru, ar))
    return Place(number, en, ru, ar, *point, country, "LISTED" if ru else "", people, rest)


_DEGREES = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{1,20})?")


def _point(lat: str, lon: str) -> tuple[int, int] | None:
    if not _DEGREES.fullmatch(lat) or not _DEGREES.fullmatch(lon):
        return None
    north, east = (float(text.replace(",", ".")) for text in (lat, lon))
    # A list writes 0, 0 where it knows no point.
    if abs(north) > 90 or abs(east) > 180 or north == east == 0:
        return None
    return round(north * 10**7), round(east * 10**7)


FORMATS: dict[str, Callable[[Lines], Iterator[Row]]] = {"geonames": _geonames, "gns": _gns, "ocha-csv": _ocha}
