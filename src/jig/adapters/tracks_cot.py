"""Cursor on Target: only air tracks (`a-*-A...`) are kept; of everything else only the number is known (issue: aid
and people)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from jig.adapters.tracks_read import Block, Reading, Row, in_blocks, metres

_AIR = re.compile(rb"""\btype\s*=\s*["']a-[a-zA-Z.]-A(?:[-"'])""")
_AIR_TYPE = re.compile(r"a-[a-zA-Z.]-A(?:-|$)")
_BEGIN = re.compile(rb"<event[\s>]")
_END = b"</event>"
_LONGEST = 1 << 20
#: What the schema writes where a height or an error is not known: 9999999.
UNKNOWN = 9_999_999.0


def cot_blocks(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Block]:
    """Read events one after another, as a stream carries them or wrapped in an <events>."""
    yield from in_blocks(source, _rows(stream, source, reading))


def _rows(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Row]:
    for number, event in enumerate(_events(stream, reading), 1):
        row = cot_row(event, source, number, reading)
        if row is not None:
            yield row


def _events(stream: BinaryIO, reading: Reading) -> Iterator[bytes]:
    held = b""
    while data := stream.read(1 << 16):
        held += data
        *whole, held = held.split(_END)
        for one in whole:
            begin = _BEGIN.search(one)
            if begin:
                yield one[begin.start() :] + _END
        if len(held) > _LONGEST:
            reading.flags["TOO-LONG-DROPPED"] += 1
            held = b""
    if begin := _BEGIN.search(held):
        # Cut off in the middle: what it was its opening tag still says.
        yield held[begin.start() :]


def cot_row(event: bytes, source: str, number: int, reading: Reading) -> Row | None:
    """Read one event; None unless it is an air track. Its height is above the ellipsoid; 9999999 says unknown.

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
    if not _AIR_TYPE.match(root.get("type", "")):
        # What looked like a type stood within another attribute.
        reading.flags["NOT-AIR-DISCARDED"] += 1
        return None
    point = root.find("point")
    place = {} if point is None else point.attrib
    error = metres(place.get("ce"))
    return Row(
        number, root.get("uid"), root.get("time"), place.get("lon"), place.get("lat"),
        error_m=None if error is None or error >= UNKNOWN else error, geo_m=_known(metres(place.get("hae"))),
    )  # fmt: skip


def _known(value: float | None) -> float | None:
    return None if value is None or value >= UNKNOWN else value
