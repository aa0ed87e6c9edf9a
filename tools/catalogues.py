"""Brings src/jig/locale up to date with the sentences in the code; run by `make catalogues`."""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from typer.main import get_command

from jig.desk.cli import build
from jig.desk.helped import texts_of

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "jig"
LANGUAGES = ("en", "ru")
MARKERS = frozenset({"N_", "_"})
TITLED = frozenset({"Kind", "Act"})
RULE_SENTENCES = frozenset({"broken", "consequence", "next_step"})
# Dates, tool versions and people change without any sentence changing; diffs are to show sentences.
KEPT_HEADERS = ("Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms")


class NotASentence(ValueError):
    """A marked place holds something that cannot be put into a catalogue."""


def sentences(source: str, name: str) -> Iterator[tuple[int, str]]:
    """Find every sentence a user may read: N_("..."), titles of kinds and acts, of each @rule its title and sentences.

    source: the text of one module; name: how to call it in an error. Gives (line, sentence).
    Raises NotASentence when a marked place holds a computed value: it would be shown untranslated.
    """
    for node in ast.walk(ast.parse(source, name)):
        if isinstance(node, ast.Call) and _called(node) in MARKERS and node.args:
            yield _literal(node.args[0], name)
        if isinstance(node, ast.Call) and _called(node) in TITLED:
            yield from (_literal(keyword.value, name) for keyword in node.keywords if keyword.arg == "title")
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and _called(decorator) == "rule":
                    yield from _of_rule(node, decorator, name)


def extracted(package: Path = PACKAGE) -> Catalog:
    """Collect the sentences of every module, in the order of their files and lines; then those of every `--help`."""
    catalogue = Catalog(domain="jig", charset="utf-8")
    for module in sorted(package.rglob("*.py")):
        found = sentences(module.read_text("utf-8"), module.relative_to(package).as_posix())
        for _, sentence in sorted(found):
            catalogue.add(sentence)
    for text in texts_of(get_command(build())) if package == PACKAGE else ():
        catalogue.add(text)
    return catalogue


def path_of(lang: str) -> Path:
    """Say where the catalogue of a language lives."""
    return PACKAGE / "locale" / lang / "LC_MESSAGES" / "jig.po"


def committed(lang: str) -> Catalog:
    """Read the catalogue of a language as it stands; empty when there is none yet."""
    if not path_of(lang).exists():
        return Catalog(locale=lang, domain="jig", charset="utf-8")
    with path_of(lang).open("rb") as lines:
        return read_po(lines, locale=lang, domain="jig", charset="utf-8", abort_invalid=True)


def update(lang: str, template: Catalog) -> Catalog:
    """Bring one catalogue up to date: translations stay, new sentences come empty, gone ones go.

    Nothing is matched by likeness: an old translation of a changed duty is worse than none.
    """
    catalogue = committed(lang)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    path_of(lang).parent.mkdir(parents=True, exist_ok=True)
    path_of(lang).write_text(_without_volatile_headers(catalogue), "utf-8")
    with path_of(lang).with_suffix(".mo").open("wb") as out:
        write_mo(out, catalogue)
    return catalogue


def main() -> int:
    """Update and compile every catalogue, and say how many sentences still lack words."""
    template = extracted()
    for lang in LANGUAGES:
        catalogue = update(lang, template)
        without = [message for message in catalogue if message.id and not message.string]
        wanting = 0 if lang == "en" else len(without)
        print(f"{lang}: {len(catalogue)} sentences, {wanting} to translate", file=sys.stderr)
    return 0


def _of_rule(
    function: ast.FunctionDef | ast.AsyncFunctionDef, decorator: ast.Call, name: str
) -> Iterator[tuple[int, str]]:
    docstring = ast.get_docstring(function)
    if not docstring:
        raise NotASentence(f"{name}:{function.lineno}: rule {function.name} has no docstring to take its title from")
    yield function.lineno, docstring.splitlines()[0].strip()
    for keyword in decorator.keywords:
        # A name stands for a constant, which carries its own N_; N_ itself is found as a call.
        if keyword.arg in RULE_SENTENCES and not isinstance(keyword.value, ast.Name | ast.Attribute | ast.Call):
            yield _literal(keyword.value, name)


def _called(call: ast.Call) -> str | None:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else None


def _literal(node: ast.expr, name: str) -> tuple[int, str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        return node.lineno, node.value
    raise NotASentence(f"{name}:{node.lineno}: {ast.unparse(node)} is not a plain string")


def _without_volatile_headers(catalogue: Catalog) -> str:
    out = io.BytesIO()
    write_po(out, catalogue, width=120, no_location=True, omit_header=True, ignore_obsolete=True)
    headers = [f'"{key}: {value}\\n"' for key, value in catalogue.mime_headers if key in KEPT_HEADERS]
    return (
        "\n".join(['msgid ""', 'msgstr ""', *headers, "", out.getvalue().decode("utf-8").strip(), ""]).rstrip() + "\n"
    )


if __name__ == "__main__":
    raise SystemExit(main())
