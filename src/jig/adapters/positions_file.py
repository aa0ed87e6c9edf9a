"""A file of positions, row by row: read in pieces, every row written again with its point or its fault beside it.

Memory is bounded by a piece, whatever the file's size. A row is never changed, left out or moved; one with too few
columns is filled up and one with too many keeps the rest in its last column, so that the answer stands in its own.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, NamedTuple

PIECE_BYTES = 4 * 2**20
#: A longer line is no row of positions; it would have to be held whole.
LINE_LIMIT = 2**20
#: Rows given at once where quotes have to be read one by one.
MOST_ROWS = 50_000
_SEPARATORS = (";", "\t", ",", "|")
_QUOTE = '"'


class LineTooLong(Exception):
    """A line that no piece can hold: its number."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number


class NotText(Exception):
    """A file in UTF-16, or with zero bytes: no CSV that is read here."""


class Rows(NamedTuple):
    """Rows as they stand in the file, without their line ends.

    text: all of them, where no quote is in them; otherwise fields: those of each, None where its quotes never end.
    """

    raw: list[str]
    fields: list[list[str] | None]
    text: str | None = None


class PositionsFile:
    """A CSV file with a header: its separator and line ends as found, its rows in pieces.

    Bytes that are no UTF-8 pass through unchanged. Raises NotText, LineTooLong.
    """

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.read_bytes = 0
        self._pieces = self._read()
        first, _, rest = next(self._pieces, "").partition("\n")
        self._kept = rest
        self.line_end = "\r\n" if first.endswith("\r") else "\n"
        self.bom = "\ufeff" if first.startswith("\ufeff") else ""
        self.header_raw = first.rstrip("\r").removeprefix("\ufeff")
        self.separator = separator_of(self.header_raw)
        self.header = next(csv.reader([self.header_raw], delimiter=self.separator), [])

    def _read(self) -> Iterator[str]:
        """Give whole lines, some megabytes at a time, without the last line's end."""
        rest, lines = b"", 1
        while data := self._source.read(PIECE_BYTES):
            self.read_bytes += len(data)
            if b"\0" in data:
                raise NotText
            whole, newline, tail = data.rpartition(b"\n")
            lines += data.count(b"\n")
            if len(tail) + (0 if newline else len(rest)) > LINE_LIMIT:
                raise LineTooLong(lines)
            if newline:
                yield (rest + whole).decode("utf-8", "surrogateescape")
                rest = tail
            else:
                rest += tail
        if rest:
            yield rest.decode("utf-8", "surrogateescape")

    def rows(self) -> Iterator[Rows]:
        """Give the rows, some thousands at once."""
        if self._kept:
            yield from self._rows_of(self._kept)
        for piece in self._pieces:
            yield from self._rows_of(piece)

    def _rows_of(self, piece: str) -> Iterator[Rows]:
        if _QUOTE in piece:
            yield from self._quoted(piece)
            return
        lines = piece.split("\n")
        if "\r" in piece:
            lines = [line.rstrip("\r") for line in lines]
        yield Rows(lines, [], piece)

    def _quoted(self, piece: str) -> Iterator[Rows]:
        found = Rows([], [])
        waiting, fed = deque(piece.split("\n")), list[str]()
        reader = csv.reader(self._feed(waiting, fed), delimiter=self.separator)
        while True:
            try:
                fields = next(reader, None)
            except csv.Error:
                # Quotes that never end swallow what follows: the first line is the faulty row, the rest is read again.
                waiting.extendleft(reversed(fed[1:]))
                fields, fed[1:] = [], []
                found.fields.append(None)
                reader = csv.reader(self._feed(waiting, fed), delimiter=self.separator)
            else:
                if fields is None:
                    break
                found.fields.append(fields)
            found.raw.append("\n".join(fed).rstrip("\r"))
            fed.clear()
            if len(found.raw) >= MOST_ROWS:
                yield found
                found = Rows([], [])
        yield found

    def _feed(self, waiting: deque[str], fed: list[str]) -> Iterator[str]:
        while True:
            if not waiting and fed:
                # A quoted field goes on behind this piece; nothing else is taken from there.
                waiting.extend(next(self._pieces, "").split("\n") if self._more() else ())
            if not waiting:
                return
            line = waiting.popleft()
            fed.append(line)
            yield line + "\n"

    def _more(self) -> bool:
        """True if the file goes on; its next piece is then given next."""
        following = next(self._pieces, None)
        if following is None:
            return False
        self._pieces = _joined(following, self._pieces)
        return True


def _joined(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def separator_of(header: str) -> str:
    """Give the character that parts the most fields of a header, outside quotes; a comma for a single column."""
    bare = re.sub(r'"[^"]*"', "", header)
    return max(_SEPARATORS, key=lambda one: (bare.count(one), one == ","))


def quoted(value: str, separator: str) -> str:
    """Write a field so that it is read again as it is."""
    if separator in value or _QUOTE in value or "\n" in value or "\r" in value:
        return _QUOTE + value.replace(_QUOTE, _QUOTE * 2) + _QUOTE
    return value


def evened(raw: str, fields: Sequence[str] | None, width: int, separator: str) -> str:
    """Give a row of a wrong width in the width of its header: filled up, or the surplus in the last column."""
    even = [raw] if fields is None else list(fields)
    if len(even) > width:
        even[width - 1 :] = [separator.join(even[width - 1 :])]
    even += [""] * (width - len(even))
    return separator.join(quoted(each, separator) for each in even)


def named(header: Sequence[str], wanted: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Find columns by any of their names, letter case aside; those not there are left out."""
    places = {name.strip().casefold(): at for at, name in reversed(list(enumerate(header)))}
    return {
        role: places[name.casefold()]
        for role, names in wanted.items()
        for name in names[::-1]
        if name.casefold() in places
    }
