"""Cursor on Target: only air tracks (`a-*-A...`) are kept; of everything else only the number is known (issue: aid
and people)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from jig.adapters.tracks_read import Block, Reading, in_blocks

_AIR = re.compile(rb"""\btype\s*=\s*["']a-[a-zA-Z.]-A(?:[-"'])""")
_BEGIN = re.compile(rb"<event[\s>]")
_END = b"</event>"
_LONGEST = 1 << 20


def cot_blocks(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Block]:
    """Read events one after another, as a stream carries them or wrapped in an <events>."""
    yield from in_blocks(source, _rows(stream, source, reading))


def _rows(stream: BinaryIO, source: str, reading: Reading) -> Iterator[tuple[int, Any, Any, Any, Any]]:
    for number, event in enumerate(_events(stream), 1):
        row = cot_row(event, source, number, reading)
        if row is not None:
            yield row


def _events(stream: BinaryIO) -> Iterator[bytes]:
    held = b""
    while data := stream.read(1 << 16):
        held += data
        *whole, held = held.split(_END)
        for one in whole:
            begin = _BEGIN.search(one)
            if begin:
                yield one[begin.start() :] + _END
        if len(held) > _LONGEST:
            held = b""


def cot_row(event: bytes, source: str, number: int, reading: Reading) -> Any:
    """Read one event as (row, aircraft, time, lon, lat); None unless it is an air track.

    The opening tag alone decides, before any parser sees the rest: what is no air track is not read.
    """
    if not _AIR.search(event.partition(b">")[0]):
        reading.flags["NOT-AIR-DISCARDED"] += 1
        return None
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(event, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        reading.reject(source, number, "EVENT-UNREADABLE")
        return None
    point = root.find("point")
    place = (None, None) if point is None else (point.get("lon"), point.get("lat"))
    return number, root.get("uid"), root.get("time"), *place
