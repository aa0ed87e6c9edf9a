"""The glossary: `language glossary find`, `list`, `export`, `import`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress

from jig.adapters.files import FileTooLarge, read_capped
from jig.agreement.profile import Profile, load_profile
from jig.agreement.wording import N_
from jig.desk.faults import UNUSABLE, Failed, Fault
from jig.desk.groups import group
from jig.desk.language import ABOUT
from jig.desk.options import Json, Lang, open_folder
from jig.desk.output import DESK
from jig.language.glossary import PROPOSED, SEEN, Glossary, Term, as_json

NodeOption = Annotated[Path | None, typer.Option("--node", metavar="DIR", help="A node's folder.")]
ProfileOption = Annotated[str, typer.Option("--profile", help="The profile whose glossary counts without a node.")]
From = Annotated[str | None, typer.Option("--from", help="The language of the text; all of the glossary's by default.")]
TextFile = Annotated[Path | None, typer.Option("--file", metavar="FILE", help="A text file; - for standard input.")]
Out = Annotated[Path, typer.Argument(metavar="FILE", help="A file that ends in .tbx or .tsv.")]
MOST_TEXT = 10_000_000
OWN_FILE = Path("language") / "glossary.tsv"
DEFAULT_PROFILE = "jig2016"
_KINDS = (".tbx", ".xml", ".tsv", ".txt")


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    glossary = group(group(app, "language", ABOUT), "glossary", "Terms of both languages, found in any inflected form.")
    glossary.command("find")(find)
    glossary.command("list")(show)
    glossary.command("export")(export)
    glossary.command("import")(take_in)


def of_profile(profile: Profile) -> list[Term]:
    """Give the profile's own pairs."""
    return [Term({"en": one.en, "ru": one.ru}, one.status, origin=profile.name) for one in profile.glossary]


def terms_for(node: Path | None, profile: str) -> list[Term]:
    """Give every term that counts: what both signed or put up, what the node's folder holds, the profile's own."""
    if node is None:
        return of_profile(load_profile(profile))
    from jig.decisions.glossary import terms_of, together

    folder = open_folder(node)
    with folder.node() as opened:
        signed = terms_of(opened.picture.view())
    return together(signed, own_terms(node), of_profile(folder.profile))


def own_terms(node: Path) -> list[Term]:
    """Give what was imported into a node's folder."""
    from jig.adapters.tbx import Report, read_table

    path = node / OWN_FILE
    return list(read_table(path, Report())) if path.is_file() else []


def glossary_of(terms: Iterable[Term]) -> Glossary:
    """Make a glossary that knows inflected forms."""
    from jig.adapters.russian import forms

    return Glossary(terms, forms())


def given_text(text: str | None, file: Path | None) -> str:
    """Give the text to look in, from the command line, a file or standard input; raises Failed TEXT-MISSING."""
    if file is not None:
        if str(file) == "-":
            data = sys.stdin.buffer.read(MOST_TEXT + 1)
            if len(data) > MOST_TEXT:
                raise FileTooLarge(MOST_TEXT)
            return data.decode("utf-8", "replace")
        return read_capped(file, MOST_TEXT).decode("utf-8-sig", "replace")
    if not (text or "").strip():
        raise Failed(UNUSABLE, Fault("TEXT-MISSING", path="TEXT"))
    return text or ""


def known_language(lang: str | None, terms: Iterable[Term]) -> tuple[str, ...]:
    """Give the languages to look in; raises Failed LANGUAGE-UNKNOWN."""
    held = sorted({one for term in terms for one in term.words})
    if lang is not None and lang not in held:
        raise Failed(UNUSABLE, Fault("LANGUAGE-UNKNOWN", path="--from", found=lang, expected=", ".join(held)))
    return (lang,) if lang is not None else ()


def find(
    text: Annotated[str | None, typer.Argument(metavar="[TEXT]", help="A text in either language.")] = None,
    file: TextFile = None,
    from_: From = None,
    node: NodeOption = None,
    profile: ProfileOption = DEFAULT_PROFILE,
    as_json_: Json = False,
    lang: Lang = None,
) -> None:
    """Find the glossary's terms in a text, in whatever form they are inflected; offsets are in characters."""
    DESK.set(as_json=as_json_, lang=lang)
    looked_in = given_text(text, file)
    terms = terms_for(node, profile)
    found = [as_json(one) for one in glossary_of(terms).find(looked_in, known_language(from_, terms))]
    for one in found:
        ways = "; ".join(f"{to}: {', '.join(words)}" for to, words in one["counterpart"].items())
        where = f"{one['start']}-{one['end']}"
        DESK.console.print(f"{where} {one['text']}: {ways} ({word_for(one['status'])})", markup=False)
    if not found:
        DESK.say(N_("No term of the glossary was found in it."))
    if as_json_:
        DESK.give({"terms": found})


def word_for(status: str) -> str:
    """Give a term's standing in the reader's words; scripts read the code itself."""
    return DESK.words(_STATUS.get(status, status))


_STATUS = {
    "seen": N_("seen in a public text"),
    "usual": N_("usual"),
    "proposed": N_("proposed, a native check is needed"),
    "AGREED": N_("AGREED by both sides"),
    "DISPUTED": N_("DISPUTED between the sides"),
}


def show(
    node: NodeOption = None, profile: ProfileOption = DEFAULT_PROFILE, as_json_: Json = False, lang: Lang = None
) -> None:
    """List the glossary's terms with their standing."""
    DESK.set(as_json=as_json_, lang=lang)
    terms = terms_for(node, profile)
    for term in terms:
        DESK.console.print(" = ".join(term.words.values()), f"({word_for(term.status)})", markup=False)
    if as_json_:
        DESK.give({"terms": [term.as_json() for term in terms]})


def export(
    file: Out, node: NodeOption = None, profile: ProfileOption = DEFAULT_PROFILE, as_json_: Json = False,
    lang: Lang = None,
) -> None:  # fmt: skip
    """Write the glossary as TBX (ISO 30042:2019, TBX-Basic) or as a table of tabs; standings are kept."""
    from jig.adapters.tbx import write_table, write_tbx

    DESK.set(as_json=as_json_, lang=lang)
    kind = _kind(file, (".tbx", ".tsv"))
    terms = terms_for(node, profile)
    source = f"jig {profile}" if node is None else f"jig {open_folder(node).own.profile}"
    written = write_tbx(file, terms, made_by=source) if kind == ".tbx" else write_table(file, terms)
    DESK.say(N_("{count} terms written to {path}."), count=written, path=str(file))
    if as_json_:
        DESK.give({"written": written, "path": str(file)})


def take_in(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="TBX (v3 or v2) or a table of tabs.")],
    node: NodeOption = None,
    as_json_: Json = False,
    lang: Lang = None,
) -> None:
    """Take terms into a node's folder, where they stay national; without a node only read and report them.

    A term is never AGREED by an import: both sides sign it.
    """
    from jig.adapters.tbx import Report, read_table, read_tbx

    DESK.set(as_json=as_json_, lang=lang)
    kind, report = _kind(file, _KINDS), Report()
    with working():
        read = list((read_tbx if kind in (".tbx", ".xml") else read_table)(file, report))
    kept, added = (own_terms(node) if node is not None else []), 0
    held = {_key(term) for term in kept}
    fresh = [term for term in {_key(one): one for one in map(_unsigned, read)}.values() if _key(term) not in held]
    if node is not None:
        added = _keep(node, [*kept, *fresh], len(fresh))
    _say_import(len(read), added, report.unknown, report.without_pair, kept_at=node)
    if as_json_:
        DESK.give({
            "read": len(read), "added": added, "unknown": dict(report.unknown), "without_pair": report.without_pair,
            "terms": [term.as_json() for term in read],
        })  # fmt: skip


def _keep(node: Path, terms: list[Term], added: int) -> int:
    from jig.adapters.tbx import write_table

    open_folder(node)
    (node / OWN_FILE).parent.mkdir(mode=0o700, exist_ok=True)
    write_table(node / OWN_FILE, terms)
    return added


def _key(term: Term) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(term.words.items()))


def _unsigned(term: Term) -> Term:
    """Give a term as an import may bring it: no file makes both sides agree, or dispute."""
    status = term.status if term.status in (SEEN, "usual") else PROPOSED
    note = (
        term.note
        if status == term.status
        else "; ".join(one for one in (term.note, f"{term.status} in the file") if one)
    )
    return Term(term.words, status, note, term.version, term.origin)


def _say_import(read: int, added: int, unknown: dict[str, int], without: int, *, kept_at: Path | None) -> None:
    if kept_at is None:
        DESK.say(N_("{read} entries read, none kept: name a node's folder with --node to keep them."), read=read)
    else:
        DESK.say(N_("{read} entries read, {added} new ones kept in {path}."), read=read, added=added, path=str(kept_at))
    if without:
        DESK.say(N_("{count} entries have no words in two languages and were left out."), count=without)
    for name, count in sorted(unknown.items()):
        DESK.say(N_("Not understood and left out: {name}, {count} times."), name=name, count=count)


def _kind(file: Path, known: tuple[str, ...]) -> str:
    kind = file.suffix.lower()
    if kind not in known:
        raise Failed(UNUSABLE, Fault("FILE-KIND", path=file.name, expected=", ".join(known)))
    return kind


@contextmanager
def working() -> Iterator[Any]:
    """Show at a terminal that something is going on, and how far it is."""
    with Progress(console=DESK.console, transient=True, disable=not DESK.console.is_terminal) as bar:
        yield bar
