"""SBS-1 (BaseStation) lines: MSG,3 and MSG,2 carry positions; every other line is counted, not kept."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import BinaryIO

from jig.adapters.tracks_read import FOOT_M, Block, Reading, Row, in_blocks, metres

_LONGEST = 4096


def sbs_blocks(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Block]:
    """Read SBS-1 lines. A line's own date and time of generation are taken as UTC.

    Lines without a time are stamped on receipt where they are received: on standard input or from a link. In a file
    nobody knows when they came.
    """
    yield from in_blocks(source, _rows(stream, source, reading), kind="adsb")


def _rows(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Row]:
    number = 0
    while line := stream.readline(_LONGEST):
        number += 1
        row = sbs_row(line, source, number, reading, stamped=not reading.from_file)
        if row is not None:
            yield row


def sbs_row(line: bytes, source: str, number: int, reading: Reading, *, stamped: bool) -> Row | None:
    """Read one line; None when it has no position. Its altitude is barometric, in feet."""
    fields = line.decode("ascii", "replace").strip().split(",")
    if len(fields) < 16 or fields[0] not in ("MSG", "SEL", "ID", "AIR", "STA", "CLK"):
        if line.strip():
            reading.reject(source, number, "LINE-UNREADABLE", line.decode("ascii", "replace").strip())
        return None
    lat, lon = fields[14].strip(), fields[15].strip()
    if fields[0] != "MSG" or (not lat and not lon):
        reading.flags["WITHOUT-POSITION"] += 1
        return None
    day, clock = fields[6].strip().replace("/", "-"), fields[7].strip()
    told = f"{day}T{clock}Z" if day and clock else (f"{time.time_ns() // 1000 / 1e6:.6f}" if stamped else None)
    baro = metres(fields[11].strip(), FOOT_M)
    return Row(number, fields[4].strip().lower() or None, told, lon, lat, baro_m=baro)
