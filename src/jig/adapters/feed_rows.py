"""From the pieces of a feed to points: lines, events and data blocks found across pieces, each of bounded length."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import Any

from jig.adapters.tracks_read import Block, Reading, Row, TracksFault, block_of_lists, metres

#: A line may hold a receiver's whole picture; an event or a data block never does.
MOST_LINE, MOST_EVENT = 1 << 22, 1 << 20
FORMATS = ("sbs", "csv", "json", "opensky", "readsb", "cot", "asterix")
_KINDS = {"sbs": "adsb", "json": "adsb", "opensky": "adsb", "readsb": "adsb", "asterix": "radar"}
_Split = Callable[[bytes], tuple[list[bytes], bytes]]


class Messages:
    """Finds messages across pieces. What outgrows its bound without an end is dropped, counted, and skipped over."""

    def __init__(self, split: _Split, most: int, flags: Any) -> None:
        self._split, self._most, self._flags = split, most, flags
        self._held, self._skipping = b"", False

    def take(self, data: bytes) -> list[bytes]:
        """Give the messages that end in this piece."""
        whole, self._held = self._split(self._held + data)
        if self._skipping and whole:
            # The first one is the end of what was dropped.
            whole, self._skipping = whole[1:], False
        if len(self._held) > self._most:
            self._held = b""
            if not self._skipping:
                self._flags["TOO-LONG-DROPPED"] += 1
            self._skipping = True
        return whole

    def rest(self) -> list[bytes]:
        """Give what a datagram ended with although no line did."""
        held, self._held = self._held, b""
        return [held] if held.strip() and not self._skipping else []

    def cut(self) -> None:
        """Forget half a message: what comes next is another connection's."""
        self._held, self._skipping = b"", False


def lines(data: bytes) -> tuple[list[bytes], bytes]:
    """Split lines off."""
    *whole, rest = data.split(b"\n")
    return whole, rest


def events(data: bytes) -> tuple[list[bytes], bytes]:
    """Split events of Cursor on Target off."""
    *whole, rest = data.split(b"</event>")
    return [one + b"</event>" for one in whole], rest


def blocks(data: bytes) -> tuple[list[bytes], bytes]:
    """Split ASTERIX data blocks off: a category, two octets of length. What cannot be one is given on, and ends it."""
    found: list[bytes] = []
    while len(data) >= 3:
        size = int.from_bytes(data[1:3], "big")
        if size < 3:
            return [*found, data], b""
        if len(data) < size:
            break
        found.append(data[:size])
        data = data[size:]
    return found, data


class FeedRows:
    """Turns pieces into blocks of points. Raises TracksFault for no format of ours, a table without its columns."""

    def __init__(self, source: str, format_name: str | None, reading: Reading, *, datagrams: bool) -> None:
        if format_name is not None and format_name not in FORMATS:
            raise TracksFault("TRACKS-FORMAT", path=source, found=format_name, expected=", ".join(FORMATS))
        self._source, self._format, self._reading, self._datagrams = source, format_name, reading, datagrams
        self._messages: Messages | None = None
        self._number = 0
        self._columns: dict[str, int] | None = None
        self._header: list[str] = []
        self._delimiter = ""

    def block(self, data: bytes, received_us: int) -> Block | None:
        """Read a piece; None when no point ended in it."""
        messages = self._split(data)
        found = messages.take(data)
        if self._datagrams:
            found += messages.rest()
        rows: list[Row] = []
        for message in found:
            self._number += 1
            rows += self._rows(message, received_us)
        return block_of_lists(self._source, rows, _KINDS.get(self._format or "")) if rows else None

    def cut(self) -> None:
        """Forget half a message."""
        if self._messages is not None:
            self._messages.cut()

    def _split(self, data: bytes) -> Messages:
        if self._messages is None:
            from jig.adapters.tracks_open import recognised

            # A stream is joined in the middle of a line: the next one says more.
            starts = [recognised(one) for one in (data[:4096], data[:4096].partition(b"\n")[2]) if one.strip()]
            self._format = self._format or next((one for one in starts if one != "csv"), "csv")
            if self._format not in FORMATS:
                raise TracksFault("TRACKS-FORMAT", path=self._source, found=self._format, expected=", ".join(FORMATS))
            split, most = {"cot": (events, MOST_EVENT), "asterix": (blocks, MOST_EVENT)}.get(
                self._format, (lines, MOST_LINE)
            )
            self._messages = Messages(split, most, self._reading.flags)
        return self._messages

    def _rows(self, message: bytes, received_us: int) -> Iterator[Row]:
        reading, source, number = self._reading, self._source, self._number
        if self._format == "sbs":
            from jig.adapters.tracks_sbs import sbs_row

            row = sbs_row(message, source, number, reading, stamped=True)
            yield from () if row is None else (row,)
        elif self._format == "cot":
            from jig.adapters.tracks_cot import cot_row

            row = cot_row(message, source, number, reading)
            yield from () if row is None else (row,)
        elif self._format == "asterix":
            from jig.adapters.tracks_asterix import asterix_rows

            yield from asterix_rows(message, source, number, reading, received_us * 1000)
        elif self._format == "csv":
            yield from self._table(message)
        else:
            yield from self._json(message)

    def _json(self, message: bytes) -> Iterator[Row]:
        from jig.adapters.tracks_json import line_rows, loads

        if not message.strip():
            return
        try:
            yield from line_rows(self._number, loads(message), self._source, self._reading)
        except (ValueError, RecursionError, TracksFault):
            self._reading.reject(self._source, self._number, "LINE-UNREADABLE", _text(message))

    def _table(self, message: bytes) -> Iterator[Row]:
        from jig.adapters.tracks_tables import columns_of, delimiter_of

        text = _text(message, 1 << 20)
        self._delimiter = self._delimiter or delimiter_of(text)
        try:
            fields = next(csv.reader([text], delimiter=self._delimiter, skipinitialspace=True), [])
        except csv.Error:
            self._reading.reject(self._source, self._number, "LINE-UNREADABLE", _text(message))
            return
        if self._columns is None:
            names = [name.strip() for name in fields]
            found = columns_of([name.lstrip("\ufeff") for name in names], self._source, heights=True)
            self._columns = {ours: [n.lstrip("\ufeff") for n in names].index(theirs) for ours, theirs in found.items()}
            self._header = fields
            return
        if fields == self._header:
            # A table sends its names again with every connection.
            return
        if len(fields) != len(self._header):
            if fields:
                self._reading.reject(self._source, self._number, "LINE-UNREADABLE", _text(message))
            return
        told = {ours: fields[at].strip() or None for ours, at in self._columns.items()}
        baro, geo, plain = (metres(told.get(name)) for name in ("altitude_baro_m", "altitude_geo_m", "altitude"))
        yield Row(self._number, told["aircraft"], told["time"], told["lon"], told["lat"], None, baro, geo, plain)


def _text(message: bytes, most: int = 200) -> str:
    return message[:most].decode("utf-8", "replace").strip("\r\n")
