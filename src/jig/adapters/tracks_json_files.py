"""Files of JSON as blocks, whatever their size: a document piece by piece, or lines one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, BinaryIO

from jig.adapters.json_pieces import MOST_VALUE, Pieces, TooLarge
from jig.adapters.tracks_json import HOLDERS, json_rows, line_rows, loads, row_of
from jig.adapters.tracks_read import Block, Reading, Row, TracksFault, in_blocks

#: Bytes of the longest line; rows gathered before they become columns.
MOST_LINE, _ROWS = 1 << 24, 50_000
_CHUNK, _BLANK = 1 << 20, b"\xef\xbb\xbf \t\r\n"
#: What a document must have said before its list, so that the rows of the list can be read.
_ABOUT = {"states": frozenset[str](), "trace": frozenset({"icao", "timestamp"}), "aircraft": frozenset({"now"})}


def json_blocks(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Block]:
    """Read whichever of these forms it is: {"states": ...}, {"aircraft": ...}, {"trace": ...}, rows, columns, JSON
    lines. Raises TracksFault."""
    yield from in_blocks(source, _File(stream, source, reading).rows(), _ROWS, kind="adsb")


class _File:
    """One file. What was read is kept until it proves to be a document: it may be lines, the first of them broken."""

    def __init__(self, stream: BinaryIO, source: str, reading: Reading) -> None:
        self._stream, self._source, self._reading = stream, source, reading
        self._tape: list[bytes] | None = []
        self._kept = 0

    def rows(self) -> Iterator[Row]:
        """Give its rows."""
        start = self._first()
        line, _, more = start.lstrip(_BLANK).partition(b"\n")
        if more.strip() and _is_json(line):
            yield from self._lines(start)
            return
        given = False
        try:
            for row in self._documents(Pieces(self._read, start)):
                given, self._tape = True, None
                yield row
        except TooLarge as fault:
            raise TracksFault("TRACKS-JSON-TOO-LARGE", path=self._source, expected=str(MOST_VALUE >> 20)) from fault
        except (ValueError, RecursionError) as fault:
            if given or self._tape is None:
                raise TracksFault("TRACKS-UNREADABLE", path=self._source, found="JSON") from fault
            yield from self._lines(start + b"".join(self._tape))

    def _first(self) -> bytes:
        """Read the first line that is not blank and the beginning of the next, or as far as a line may go."""
        held = b""
        while len(held) < MOST_LINE and not held.lstrip(_BLANK).partition(b"\n")[2].strip():
            data = self._stream.read(_CHUNK)
            if not data:
                break
            held += data
        return held

    def _read(self, size: int) -> bytes:
        data = self._stream.read(size)
        if self._tape is not None:
            self._tape.append(data)
            self._kept += len(data)
            if self._kept > 2 * MOST_VALUE:
                self._tape = None
        return data

    # --- documents ---------------------------------------------------------------------------------------------------

    def _documents(self, pieces: Pieces) -> Iterator[Row]:
        while char := pieces.peek():
            if char == "{":
                yield from self._object(pieces)
            elif char == "[":
                for number, one in enumerate(pieces.listed(), 1):
                    yield row_of("", number, one, {}, self._reading)
            else:
                yield from json_rows(pieces.value(), self._source, self._reading)

    def _object(self, pieces: Pieces) -> Iterator[Row]:
        """Read an object: the rows of its list as they come, if it has said before what they need."""
        about: dict[str, Any] = {}
        begun, streamed = pieces.taken, False
        for name in pieces.members():
            if name not in HOLDERS or pieces.peek() != "[":
                about[name] = pieces.value()
            else:
                members = pieces.listed()
                first = list(islice(members, 1))
                at = pieces.taken
                # A column of names is no list of what was seen.
                if about.keys() >= _ABOUT[name] and (name != "aircraft" or (first and isinstance(first[0], dict))):
                    for number, one in enumerate(chain(first, members), 1):
                        yield row_of(name, number, one, about, self._reading)
                    begun, streamed = begun + pieces.taken - at, True
                else:
                    about[name] = [*first, *_held(members, pieces, begun)]
            if pieces.taken - begun > MOST_VALUE:
                raise TooLarge
        if not streamed:
            yield from json_rows(about, self._source, self._reading)

    # --- lines -------------------------------------------------------------------------------------------------------

    def _lines(self, start: bytes) -> Iterator[Row]:
        """Read line by line; a line that cannot be read is left out alone."""
        found = False
        for number, line in enumerate(self._split(start), 1):
            if line is not None and not line.strip():
                continue
            try:
                if line is None:
                    raise ValueError
                yield from line_rows(number, loads(line), self._source, self._reading)
                found = True
            except (ValueError, RecursionError, TracksFault):
                text = "" if line is None else line[:80].decode("utf-8", "replace")
                self._reading.reject(self._source, number, "LINE-UNREADABLE", text)
        if not found:
            raise TracksFault("TRACKS-UNREADABLE", path=self._source, found="JSON")

    def _split(self, held: bytes) -> Iterator[bytes | None]:
        """Give line by line; None for one that is too long to be held."""
        skipping = False
        while True:
            *whole, held = held.split(b"\n")
            for line in whole:
                yield None if skipping or len(line) > MOST_LINE else line
                skipping = False
            if len(held) > MOST_LINE:
                held, skipping = b"", True
            data = self._stream.read(_CHUNK)
            if not data:
                break
            held += data
        if held or skipping:
            yield None if skipping else held


def _held(members: Iterator[Any], pieces: Pieces, begun: int) -> Iterator[Any]:
    """Give the elements of a list that is held whole, as long as it is small enough for that."""
    for one in members:
        if pieces.taken - begun > MOST_VALUE:
            raise TooLarge
        yield one


def _is_json(line: bytes) -> bool:
    try:
        return isinstance(loads(line), dict | list)
    except (ValueError, RecursionError):
        return False
