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


class _Open:
    """The elements that are open, and how much is held of the one that is wanted."""

    def __init__(self, wanted: tuple[str, ...], family: str) -> None:
        self.wanted, self.family = wanted, family
        self.opened: list[Element] = []
        self.inside = self.held = self.written = self.total = 0

    def begin(self, element: Element) -> None:
        """Go into an element. Raises KmlFault where it nests or holds more than is read."""
        self.opened.append(element)
        wanted = tag_of(element) in self.wanted
        self.held, self.total = self.held + bool(self.inside), self.total + 1
        if (self.inside and wanted) or len(self.opened) > _DEPTH or self.held > _MOST_INSIDE or self.total > _MOST:
            raise self._fault(element, str(len(self.opened)))
        if wanted:
            self.inside = len(self.opened)

    def end(self, element: Element) -> bool:
        """Go out of it again; says whether it is one that is wanted, and whole."""
        self.opened.pop()
        self.written += len(element.text or "") if self.inside else 0
        if self.written > _MOST_WRITTEN:
            raise self._fault(element, f"> {_MOST_WRITTEN}")
        return self.inside == len(self.opened) + 1

    def forget(self) -> None:
        """Hold nothing of what is before, outside the element that is wanted."""
        if self.inside > len(self.opened):
            self.inside = self.held = self.written = 0
        if self.opened and not self.inside:
            del self.opened[-1][:]

    def _fault(self, element: Element, found: str) -> KmlFault:
        return KmlFault(f"{self.family}-XML-SHAPE", tag_of(element)[:80], found)


def elements(data: bytes, wanted: tuple[str, ...], family: str) -> Iterator[Element]:
    """Give each element of these names whole, and forget it and all before it. Raises KmlFault."""
    at = _Open(wanted, family)
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            if event == "start":
                at.begin(element)
                continue
            if at.end(element):
                yield element
            at.forget()
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
