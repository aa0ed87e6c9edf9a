"""KML and KMZ (OGC 12-007r2), element by element: no entities, nothing fetched, no more held than one placemark."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

#: How deep elements nest, how many one placemark holds, and how many a file: small ones must not fill the memory.
_DEPTH, _MOST_INSIDE, _MOST = 100, 200_000, 5_000_000
#: Characters of one placemark: a hundred thousand corners of forty.
_MOST_WRITTEN = 4_000_000
_CORNER = re.compile(r"\S+")
_ZIP, _UTF16 = b"PK\x03\x04", (b"\xff\xfe<\x00", b"\xfe\xff\x00<")


class KmlFault(Exception):
    """A file that is no KML; an entity or a document type in it is refused with the rest."""

    def __init__(self, code: str, where: str = "", found: str = "") -> None:
        super().__init__(code)
        self.code, self.where, self.found = code, where, found


def is_kml(data: bytes) -> bool:
    """Whether a file is XML or an archive, by its first bytes."""
    return data.startswith((_ZIP, *_UTF16)) or data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def kml_of(data: bytes, family: str, cap: int) -> bytes:
    """Give the KML of a file, out of its archive where it is one, at most `cap` bytes. Raises KmlFault.

    family: AREAS or SITES, with which the codes begin. The first KML file of an archive is its own, by the standard;
    one that unpacks to more than the bound is read no further than that.
    """
    if not data.startswith(_ZIP):
        return data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inner = next((one for one in archive.infolist() if one.filename.lower().endswith(".kml")), None)
            if inner is None:
                raise KmlFault(f"{family}-NOT-KMZ", "", "kml")
            with archive.open(inner) as file:
                found = file.read(cap + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise KmlFault(f"{family}-NOT-KMZ", "", type(error).__name__) from None
    if len(found) > cap:
        raise KmlFault(f"{family}-NOT-KMZ", inner.filename[:80], f"> {cap}")
    return found


def elements(data: bytes, wanted: tuple[str, ...], family: str) -> Iterator[Element]:
    """Give each element of these names whole, and forget it and all before it. Raises KmlFault."""
    opened: list[Element] = []
    inside = held = written = total = 0
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            if event == "start":
                opened.append(element)
                held, total = held + bool(inside), total + 1
                nested = inside and tag_of(element) in wanted
                if nested or len(opened) > _DEPTH or held > _MOST_INSIDE or total > _MOST:
                    raise KmlFault(f"{family}-XML-SHAPE", tag_of(element)[:80], str(len(opened)))
                inside = inside or len(opened) * (tag_of(element) in wanted)
                continue
            opened.pop()
            written += len(element.text or "") if inside else 0
            if written > _MOST_WRITTEN:
                raise KmlFault(f"{family}-XML-SHAPE", tag_of(element)[:80], f"> {_MOST_WRITTEN}")
            if inside and len(opened) >= inside:
                continue
            if inside:
                yield element
                inside = held = written = 0
            if opened:
                del opened[-1][:]
    except ParseError as error:
        raise KmlFault(f"{family}-NOT-XML", str(error.position[0])) from None
    except DefusedXmlException as error:
        raise KmlFault(f"{family}-XML-FORBIDDEN", "", type(error).__name__) from None
    except (LookupError, ValueError) as error:
        # An encoding that is unknown, or that the reader has no table for.
        raise KmlFault(f"{family}-NOT-XML", "1", type(error).__name__) from None


def corners_of(text: str, most: int) -> Iterator[list[Any]]:
    """Give the corners of a `coordinates` as [lon, lat] in the file's own digits, at most one more than `most`."""
    for found in islice(_CORNER.finditer(text), most + 1):
        yield [_number(part) for part in found.group().split(",")[:2]]


def _number(part: str) -> Any:
    try:
        return Decimal(part)
    except InvalidOperation:
        return part


def tag_of(element: Element) -> str:
    """Give an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]
