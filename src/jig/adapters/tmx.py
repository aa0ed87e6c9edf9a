"""Translation memories in TMX 1.4b: streamed in and out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from jig.adapters.xml_stream import XML_LANG, elements, local, text_of

MOST_CHARACTERS = 20_000
_STATUS = "x-jig-status"


class Unit(NamedTuple):
    """One sentence in two languages or more. origin: the file, or the entry, that it comes from."""

    words: dict[str, str]
    origin: str
    translator: str = ""
    status: str = ""


@dataclass
class Report:
    """What a file held that is not taken over. Filled while the units are read; read_bytes tells how far it is."""

    unknown: Counter[str] = field(default_factory=Counter)
    without_pair: int = 0
    too_long: int = 0
    read_bytes: int = 0


def read_tmx(path: Path, report: Report) -> Iterator[Unit]:
    """Stream a file's units; raises XmlFault, OSError. Inline markup of a segment loses its tags and keeps its text."""
    for element, at in elements(path, ("tmx",), ("tu", "header")):
        report.read_bytes = at
        if local(element) == "tu":
            unit = _unit(element, path.name, report)
            if unit is not None:
                yield unit


def _unit(element: Element, origin: str, report: Report) -> Unit | None:
    words: dict[str, str] = {}
    status, translator, from_ = "", element.get("creationid", ""), ""
    for child in element:
        if local(child) == "tuv":
            lang = (child.get(XML_LANG) or child.get("lang") or "").partition("-")[0].lower()
            text = _segment(child, report)
            if lang and text:
                words.setdefault(lang, text)
        elif child.get("type") == _STATUS:
            status = text_of(child)[:20]
        elif child.get("type") == "x-jig-origin":
            from_ = text_of(child)[:200]
        else:
            report.unknown[_named(child)] += 1
    if any(len(text) > MOST_CHARACTERS for text in words.values()):
        report.too_long += 1
        return None
    if len(words) < 2:
        report.without_pair += 1
        return None
    return Unit(words, from_ or origin, translator[:200], status)


def _segment(variant: Element, report: Report) -> str:
    text = ""
    for child in variant:
        if local(child) == "seg":
            text = " ".join(text_of(child).split())
            for inline in child.iter():
                if inline is not child:
                    report.unknown[f"seg/{local(inline)}"] += 1
        else:
            report.unknown[_named(child)] += 1
    return text


def _named(element: Element) -> str:
    kind = element.get("type")
    return f"{local(element)}[{kind}]" if kind else local(element)


def write_tmx(path: Path, units: Iterable[Unit], *, tool_version: str, source: str) -> int:
    """Write units as TMX 1.4b, one after the other; gives how many. Raises OSError."""
    beside = path.with_name(f".{path.name[:100]}.part")
    count = 0
    with beside.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n')
        out.write(
            f'<header creationtool="jig" creationtoolversion={quoteattr(tool_version)} segtype="sentence"'
            f' o-tmf="jig" adminlang="en" srclang={quoteattr(source)} datatype="plaintext"/>\n<body>\n'
        )
        for unit in units:
            out.write(_written(unit))
            count += 1
        out.write("</body>\n</tmx>\n")
    beside.replace(path)
    return count


def _written(unit: Unit) -> str:
    by = f" creationid={quoteattr(_text(unit.translator))}" if unit.translator else ""
    lines = [f"<tu{by}>"]
    for kind, value in ((_STATUS, unit.status), ("x-jig-origin", unit.origin)):
        if value:
            lines.append(f'<prop type="{kind}">{escape(_text(value))}</prop>')
    for lang, words in unit.words.items():
        lines.append(f"<tuv xml:lang={quoteattr(lang)}><seg>{escape(_text(words))}</seg></tuv>")
    return "\n".join([*lines, "</tu>\n"])


def _text(words: str) -> str:
    """Leave out the characters that XML 1.0 cannot carry."""
    return "".join(one for one in words if one in "\t\n\r" or (one >= " " and one not in "\ufffe\uffff"))
