"""Foreign XML element by element: bounded memory, no entities, nothing fetched, whatever the file holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from jig.adapters.files import FileFormatFault

#: Bytes that one entry of a file may take: a whole file in one element would otherwise fill the memory.
MOST_OF_ONE = 8_000_000
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class XmlFault(FileFormatFault):
    """A file that is not read on; `code` is XML-UNREADABLE, XML-ENTITIES, XML-ENTRY-TOO-LARGE or XML-OTHER-ROOT."""


class _Metered:
    """A file that refuses to give more than so many bytes between two entries."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._given, self.total = file, 0, 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(min(size, 65_536) if size > 0 else 65_536)
        self._given += len(data)
        self.total += len(data)
        if self._given > MOST_OF_ONE:
            raise XmlFault("XML-ENTRY-TOO-LARGE", expected=MOST_OF_ONE)
        return data

    def entry_done(self) -> None:
        self._given = 0


def elements(path: Path, roots: tuple[str, ...], entries: tuple[str, ...]) -> Iterator[tuple[Element, int]]:
    """Stream the elements of these local names, whole, each with the bytes read so far; the root comes first, bare.

    Raises XmlFault; OSError.
    """
    with path.open("rb") as file:
        metered = _Metered(file)
        try:
            yield from _elements(metered, roots, entries)
        except DefusedXmlException as fault:
            raise XmlFault("XML-ENTITIES", path=path.name) from fault
        except ParseError as fault:
            line, column = fault.position
            raise XmlFault("XML-UNREADABLE", path=path.name, line=line, column=column) from fault
        except (LookupError, ValueError) as fault:
            # An encoding that nobody knows.
            raise XmlFault("XML-UNREADABLE", path=path.name, line=1, column=0) from fault


def _elements(metered: _Metered, roots: tuple[str, ...], entries: tuple[str, ...]) -> Iterator[tuple[Element, int]]:
    root: Element | None = None
    open_ones: list[Element] = []
    for event, element in iterparse(metered, events=("start", "end")):
        if event == "start":
            if root is None:
                root = element
                if local(root) not in roots:
                    raise XmlFault("XML-OTHER-ROOT", found=local(root)[:80], expected=", ".join(roots))
                yield root, metered.total
            open_ones.append(element)
            continue
        open_ones.pop()
        if local(element) in entries:
            yield element, metered.total
            metered.entry_done()
            element.clear()
            if open_ones:
                open_ones[-1].remove(element)


def local(element: Element) -> str:
    """Give an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def text_of(element: Element) -> str:
    """Give all the text within an element, white space as it stands."""
    return "".join(element.itertext())
