"""The translation memory: `language memory find`, `export`, `import`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jig.agreement.wording import N_
from jig.desk.faults import UNUSABLE, Failed, Fault
from jig.desk.groups import group
from jig.desk.language import ABOUT
from jig.desk.options import Json, Lang, open_folder
from jig.desk.output import DESK
from jig.desk.terminology import (
    DEFAULT_PROFILE,
    NodeOption,
    ProfileOption,
    TextFile,
    given_text,
    glossary_of,
    terms_for,
    working,
)
from jig.language.difference import difference
from jig.language.glossary import Glossary, as_json, language_guess
from jig.language.segments import sentences

if TYPE_CHECKING:
    from jig.adapters.memory import Match, Memory

_LEAST = 0.3
Tmx = Annotated[Path, typer.Argument(metavar="FILE", help="A file that ends in .tmx.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    memory = group(group(app, "language", ABOUT), "memory", "Sentences translated before, with how like they are.")
    memory.command("find")(find)
    memory.command("export")(export)
    memory.command("import")(take_in)


@contextmanager
def memory_of(node: Path | None) -> Iterator[Memory]:
    """Open a node's memory, in step with the record's translations; an empty one without a node."""
    from jig.adapters.memory import FILE, Memory
    from jig.adapters.tmx import Unit
    from jig.centre.translating import pairs_of_record

    if node is None:
        with Memory(None) as memory:
            yield memory
        return
    folder = open_folder(node)
    with Memory(node / FILE) as memory:
        with folder.node() as opened:
            found, standing = pairs_of_record(opened, memory.entries())
        fresh = {e: [Unit(p.words, p.origin, p.translator, p.status) for p in pairs] for e, pairs in found.items()}
        memory.keep_in_step(fresh, standing)
        yield memory


def find(
    text: Annotated[str | None, typer.Argument(metavar="[TEXT]", help="A text in either language.")] = None,
    file: TextFile = None,
    from_: Annotated[str | None, typer.Option("--from", help="The text's language; by its letters by default.")] = None,
    least: Annotated[float, typer.Option("--min", help="The least score, from 0.3 to 1.")] = 0.7,
    node: NodeOption = None,
    profile: ProfileOption = DEFAULT_PROFILE,
    as_json_: Json = False,
    lang: Lang = None,
) -> None:
    """Find, for each sentence of a text, sentences like it that were translated before, with the difference shown."""
    DESK.set(as_json=as_json_, lang=lang)
    if not _LEAST <= least <= 1:
        raise Failed(UNUSABLE, Fault("SCORE-RANGE", path="--min", found=str(least)))
    looked_in = given_text(text, file)
    source = from_ or language_guess(looked_in)
    glossary = glossary_of(terms_for(node, profile))
    with memory_of(node) as memory:
        rows = [_row(memory, one, source, least, glossary) for one in sentences(looked_in)]
        size = memory.size
    for row in rows:
        _say(row)
    if node is None:
        DESK.say(N_("No node's folder is named with --node, so the memory is empty."))
    if as_json_:
        DESK.give({"from": source, "units": size, "segments": rows})


def _row(memory: Memory, text: str, source: str, least: float, glossary: Glossary) -> dict[str, Any]:
    found = memory.find(text, source, at_least=least)
    terms = [as_json(one) for one in glossary.find(text, (source,))]
    return {"text": text, "matches": [_match(text, one) for one in found], "terms": terms}


def _match(text: str, match: Match) -> dict[str, Any]:
    others = {lang: words for lang, words in match.unit.words.items() if lang != match.lang}
    return {
        "score": match.score, "source": match.text, "target": others, "difference": difference(match.text, text),
        "origin": match.unit.origin, "translator": match.unit.translator, "status": match.unit.status or None,
    }  # fmt: skip


def _say(row: dict[str, Any]) -> None:
    DESK.console.print(row["text"], markup=False)
    for one in row["matches"]:
        from_ = " ".join(part for part in (one["origin"], one["status"] or "", one["translator"]) if part)
        DESK.console.print(f"  {int(one['score'] * 100)} %: {one['source']} ({from_})", markup=False)
        for lang, words in one["target"].items():
            DESK.console.print(f"      [{lang}] {words}", markup=False)
        changed = [part for part in one["difference"] if part["op"] != "same"]
        for part in changed:
            DESK.say(N_("      differs: {was} -> {now}"), was=part["was"] or "-", now=part["now"] or "-")
    if not row["matches"]:
        DESK.say(N_("  Nothing like it was translated before."))
    for one in row["terms"]:
        ways = "; ".join(word for words in one["counterpart"].values() for word in words)
        DESK.say(N_("  term {text}: {ways}"), text=one["text"], ways=ways)


def export(file: Tmx, node: NodeOption = None, as_json_: Json = False, lang: Lang = None) -> None:
    """Write a node's memory as TMX 1.4b: what was imported, and the record's translations that stand."""
    from jig.adapters.tmx import write_tmx

    DESK.set(as_json=as_json_, lang=lang)
    _tmx(file)
    with memory_of(node) as memory, working() as bar:
        task = bar.add_task("", total=memory.size)
        units = (unit for unit in memory.units() if bar.advance(task) is None)
        written = write_tmx(file, units, tool_version=version("jig"), source="*all*")
    DESK.say(N_("{count} units written to {path}."), count=written, path=str(file))
    if as_json_:
        DESK.give({"written": written, "path": str(file)})


def take_in(file: Tmx, node: NodeOption = None, as_json_: Json = False, lang: Lang = None) -> None:
    """Take a TMX file into a node's folder, where it stays national; without a node only read and report it."""
    from jig.adapters.tmx import Report, read_tmx

    DESK.set(as_json=as_json_, lang=lang)
    _tmx(file)
    report, read = Report(), 0
    with memory_of(node) as memory, working() as bar:
        task = bar.add_task("", total=file.stat().st_size)

        def counted() -> Iterator[Any]:
            nonlocal read
            for read, unit in enumerate(read_tmx(file, report), 1):
                if read % 1000 == 0:
                    bar.update(task, completed=report.read_bytes)
                yield unit

        added = memory.add(counted()) if node is not None else sum(0 for _ in counted())
    if node is None:
        DESK.say(N_("{read} entries read, none kept: name a node's folder with --node to keep them."), read=read)
    else:
        DESK.say(N_("{read} entries read, {added} new ones kept in {path}."), read=read, added=added, path=str(node))
    if report.without_pair:
        DESK.say(N_("{count} entries have no words in two languages and were left out."), count=report.without_pair)
    if report.too_long:
        DESK.say(N_("{count} entries are too long for a sentence and were left out."), count=report.too_long)
    for name, count in sorted(report.unknown.items()):
        DESK.say(N_("Not understood and left out: {name}, {count} times."), name=name, count=count)
    if as_json_:
        DESK.give({
            "read": read, "added": added, "unknown": dict(report.unknown), "without_pair": report.without_pair,
            "too_long": report.too_long,
        })  # fmt: skip


def _tmx(file: Path) -> None:
    if file.suffix.lower() != ".tmx":
        raise Failed(UNUSABLE, Fault("FILE-KIND", path=file.name, expected=".tmx"))
