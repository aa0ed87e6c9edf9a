"""Terminology files: TBX of ISO 30042:2019 (v3) written, it and TBX-Basic v2 (martif) read; and a table of tabs."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from jig.adapters.files import FileFormatFault, atomic_write
from jig.adapters.xml_stream import XML_LANG, elements, local, text_of
from jig.language.glossary import AGREED, DISPUTED, PROPOSED, STATUSES, Term

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
#: How ISO 30042's data category administrativeStatus says what our standing says; it has no word for some, so that the
#: standing itself stands in a note as well.
_ADMINISTRATIVE = {AGREED: "preferredTerm-admn-sts", DISPUTED: "deprecatedTerm-admn-sts"}
_ADMITTED, _STANDING = "admittedTerm-admn-sts", "administrativeStatus"
_MARK = "jig-"
_ENTRIES, _LANGS = ("conceptEntry", "termEntry"), ("langSec", "langSet")
_TERMS = ("termSec", "tig", "ntig")
_ROOTS = ("tbx", "martif")
_COLUMNS = ("status", "note", "version", "origin")


@dataclass
class Report:
    """What a file held that is not taken over: by name, how often. Filled while the terms are read."""

    unknown: Counter[str] = field(default_factory=Counter)
    without_pair: int = 0


def read_tbx(path: Path, report: Report) -> Iterator[Term]:
    """Stream a file's terms; raises XmlFault, OSError. What is not understood is counted in the report by name."""
    for element, _ in elements(path, _ROOTS, (*_ENTRIES, "tbxHeader", "martifHeader", "back")):
        name = local(element)
        if name in _ENTRIES:
            term = _term(element, path.name, report)
            if term is not None:
                yield term
        elif name == "back":
            report.unknown["back"] += 1


def _term(entry: Element, origin: str, report: Report) -> Term | None:
    notes: dict[str, str] = {}
    words: dict[str, str] = {}
    for child in entry:
        if local(child) in _LANGS:
            lang = (child.get(XML_LANG) or child.get("lang") or "").partition("-")[0].lower()
            found = [text for one in child for text in _words(one, notes, report)]
            if lang and found:
                words[lang] = "; ".join(found)
        else:
            _take(child, notes, report)
    if len(words) < 2:
        report.without_pair += 1
        return None
    status = notes.get("status", "")
    return Term(
        words, status if status in STATUSES else PROPOSED, notes.get("note", ""), notes.get("version", ""),
        notes.get("origin", "") or origin,
    )  # fmt: skip


def _words(section: Element, notes: dict[str, str], report: Report) -> list[str]:
    if local(section) not in _TERMS:
        _take(section, notes, report)
        return []
    found = []
    for child in section:
        if local(child) == "term":
            found.append(" ".join(text_of(child).split()))
        elif local(child) == "termGrp":
            found += _words_of_group(child, notes, report)
        else:
            _take(child, notes, report)
    return [one for one in found if one]


def _words_of_group(group: Element, notes: dict[str, str], report: Report) -> list[str]:
    for child in group:
        if local(child) != "term":
            _take(child, notes, report)
    return [" ".join(text_of(one).split()) for one in group if local(one) == "term"]


def _take(element: Element, notes: dict[str, str], report: Report) -> None:
    """Take over a note or one of our marks; count whatever else it is."""
    text = " ".join(text_of(element).split())
    if local(element) == "note":
        key, colon, value = text.partition(": ")
        if colon and key.startswith(_MARK):
            notes[key.removeprefix(_MARK)] = value
        else:
            notes["note"] = "; ".join(one for one in (notes.get("note", ""), text) if one)
        return
    kind = element.get("type")
    if kind == _STANDING and "status" in notes:
        # Our own file says it more exactly in its note, which comes first.
        return
    report.unknown[f"{local(element)}[{kind}]" if kind else local(element)] += 1


def write_tbx(path: Path, terms: Iterable[Term], *, made_by: str) -> int:
    """Write terms as TBX-Basic in ISO 30042:2019's DCA style; gives how many. Raises OSError."""
    register_namespace("", NAMESPACE)
    root = Element(_q("tbx"), {"style": "dca", "type": "TBX-Basic", XML_LANG: "en"})
    description = SubElement(SubElement(root, _q("tbxHeader")), _q("fileDesc"))
    SubElement(SubElement(description, _q("sourceDesc")), _q("p")).text = made_by
    body = SubElement(SubElement(root, _q("text")), _q("body"))
    count = 0
    for count, term in enumerate(terms, 1):
        _write_term(body, term, f"c{count}")
    indent(root)
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    atomic_write(path, head + tostring(root, encoding="utf-8") + b"\n", mode=0o644)
    return count


def _write_term(body: Element, term: Term, number: str) -> None:
    entry = SubElement(body, _q("conceptEntry"), {"id": number})
    for name in _COLUMNS:
        if getattr(term, name):
            SubElement(entry, _q("note")).text = f"{_MARK}{name}: {getattr(term, name)}"
    for lang, words in term.words.items():
        sections = SubElement(entry, _q("langSec"), {XML_LANG: lang})
        for one in words.split("; "):
            section = SubElement(sections, _q("termSec"))
            SubElement(section, _q("term")).text = one
            note = SubElement(section, _q("termNote"), {"type": _STANDING})
            note.text = _ADMINISTRATIVE.get(term.status, _ADMITTED)


def _q(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


class TableFault(FileFormatFault):
    """A table whose first line is not of this form; `code` is TABLE-COLUMNS."""


def read_table(path: Path, report: Report) -> Iterator[Term]:
    """Stream a table's terms: a first line of column names; those of two or three letters are languages."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = csv.DictReader((line[:100_000] for line in file), delimiter="\t", quoting=csv.QUOTE_NONE)
        names = [name for name in rows.fieldnames or () if name]
        langs = [name for name in names if 2 <= len(name) <= 3 and name.isascii() and name.islower()]
        if len(langs) < 2:
            raise TableFault("TABLE-COLUMNS", found=", ".join(names)[:200], expected="en, ru, status", path=path.name)
        for row in rows:
            words = {lang: " ".join((row[lang] or "").split()) for lang in langs}
            words = {lang: text for lang, text in words.items() if text}
            report.unknown.update(
                str(name) for name, value in row.items() if value and name not in (*langs, *_COLUMNS, "ru_status")
            )
            if len(words) < 2:
                report.without_pair += 1
                continue
            status = row.get("status") or row.get("ru_status") or ""
            yield Term(
                words, status if status in STATUSES else PROPOSED, row.get("note") or "", row.get("version") or "",
                row.get("origin") or path.name,
            )  # fmt: skip


def write_table(path: Path, terms: Iterable[Term]) -> int:
    """Write terms as a table of tabs; gives how many. Raises OSError."""
    listed = list(terms)
    langs = list(dict.fromkeys(lang for term in listed for lang in term.words)) or ["en", "ru"]
    lines = ["\t".join((*langs, *_COLUMNS))]
    for term in listed:
        cells = [*(term.words.get(lang, "") for lang in langs), *(getattr(term, name) for name in _COLUMNS)]
        lines.append("\t".join(" ".join(cell.split()) for cell in cells))
    atomic_write(path, ("\n".join(lines) + "\n").encode(), mode=0o644)
    return len(listed)
