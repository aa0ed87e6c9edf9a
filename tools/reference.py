"""Writes the pages of docs/reference that follow from the code; run by `make reference`."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import typer
from tools import reference_text as text
from tools.codes import codes

from jig.adapters.refusal import _NEXT as NEXT_STEPS
from jig.adapters.server import build_app
from jig.agreement.profile import Profile, load_profile, profile_names
from jig.agreement.register import REGISTER
from jig.agreement.rule import Rule, all_rules
from jig.agreement.wording import render
from jig.centre.coverage import coverage
from jig.decisions.acts import acts
from jig.desk.cli import build
from jig.desk.sentences import SENTENCES, sentence_of
from jig.participants.form import ROLES
from jig.record.rooms import kinds

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
MADE = "<!-- Made by `make reference` from the code: change the code, not this page. -->\n"
_READ = re.compile(r'environ(?:\.get\(|\[|\.setdefault\()\s*"([A-Z_]+)"')


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Give a Markdown table; bars and line ends in cells are made harmless."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def codes_of(names: Sequence[str]) -> str:
    """Give names as code, joined by commas."""
    return ", ".join(f"`{name}`" for name in names)


def profile() -> Profile:
    """Give the profile whose values and wording the pages show."""
    return load_profile(profile_names()[0])


def commands() -> str:
    """Every command with its arguments and options."""
    parts = [text.COMMANDS]
    for name, command in sorted(_walk("jig", typer.main.get_command(build()))):
        parts.append(_command(name, command))
    return "\n".join(parts)


def _walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    below = getattr(command, "commands", None)
    if below is None:
        yield name, command
    for part, one in (below or {}).items():
        yield from _walk(f"{name} {part}", one)


def _command(name: str, command: Any) -> str:
    arguments = [one for one in command.params if not one.opts[0].startswith("-")]
    options = [one for one in command.params if one.opts[0].startswith("-")]
    shown = " ".join([name, *(one.metavar or one.name.upper() for one in arguments)])
    needed = [f"{one.opts[0]} {_type(one)}" for one in options if one.required]
    rows = [[f"`{one.metavar or one.name.upper()}`", one.help or "", _default(one)] for one in arguments]
    rows += [[_option(one), one.help or "", _default(one)] for one in options]
    usage = f"    {' '.join([shown, *needed])}\n"
    return "\n".join([f"## `{name}`\n", f"{command.help or ''}\n", usage, table(["", "", "default"], rows)])


def _option(one: Any) -> str:
    names = ", ".join([*one.opts, *one.secondary_opts])
    kind = "" if one.is_flag else f" {_type(one)}"
    return f"`{names}{kind}`" + (" (may be repeated)" if one.multiple else "")


def _type(one: Any) -> str:
    kind = one.type_descriptor.annotation
    return {"str": "TEXT", "int": "N", "Path": "PATH"}.get(getattr(kind, "__name__", ""), "TEXT")


def _default(one: Any) -> str:
    if one.required:
        return "required"
    return "" if one.default in (None, False, "") else f"`{one.default}`"


def kinds_page() -> str:
    """Every kind of entry and every joint act."""
    parts = [
        text.KINDS,
        table(["role", "for"], [[f"`{role}`", meaning] for role, meaning in ROLES.items()]),
        "# Kinds\n",
    ]
    for name, kind in sorted(kinds().items()):
        facts = [
            ["effect", kind.effect.value],
            ["roles", codes_of(sorted(kind.roles)) or "any accredited officer"],
            ["clauses", ", ".join(kind.clauses)],
            ["rules", codes_of([rule.id for rule in all_rules() if rule.of == name]) or "only those of every entry"],
        ]
        parts += _stated(f"`{name}`", kind.title, facts, kind.form.model_json_schema())
    parts.append("# Joint acts\n")
    for name, act in sorted(acts().items()):
        ruled = [r.id for r in all_rules() if r.of in (f"propose:{name}", f"agree:{name}")]
        facts = [
            ["mode", act.mode.value],
            ["clauses", ", ".join(act.clauses)],
            ["rules", codes_of(ruled) or "only those of every proposal and agreement"],
        ]
        parts += _stated(f"`act:{name}`", act.title, facts, act.content.model_json_schema())
    return "\n".join(parts)


def _stated(name: str, title: str, facts: list[list[str]], schema: dict[str, Any]) -> list[str]:
    says = f"{title}. {schema.get('description', '')}" if title else schema.get("description", "")
    fields = list(_fields(schema, schema.get("$defs", {}), "", 0))
    return [f"## {name}\n", f"{says}\n", table(["", ""], facts), table(["field", "type and bounds", "needed"], fields)]


def _fields(schema: dict[str, Any], defs: dict[str, Any], prefix: str, depth: int) -> Iterator[list[str]]:
    required = set(schema.get("required", ()))
    for name, field in schema.get("properties", {}).items():
        yield [f"`{prefix}{name}`", _bounds(field, defs), "yes" if name in required else ""]
        inner, list_of = _object(field, defs)
        if inner is not None and depth < 4:
            yield from _fields(inner, defs, f"{prefix}{name}{'[]' if list_of else ''}.", depth + 1)


def _object(field: dict[str, Any], defs: dict[str, Any]) -> tuple[dict[str, Any] | None, bool]:
    for one in [field, *field.get("anyOf", ())]:
        listed = one.get("type") == "array" and isinstance(one.get("items"), dict)
        found = _resolved(one["items"] if listed else one, defs)
        if "properties" in found:
            return found, listed
    return None, False


def _resolved(field: dict[str, Any], defs: dict[str, Any]) -> dict[str, Any]:
    reference = field.get("$ref")
    found: dict[str, Any] = defs[reference.rpartition("/")[2]] if reference else field
    return found


def _bounds(field: dict[str, Any], defs: dict[str, Any]) -> str:
    if "anyOf" in field:
        return " or ".join(_bounds(one, defs) for one in field["anyOf"])
    found = _resolved(field, defs)
    if "enum" in found:
        return "one of " + codes_of([str(one) for one in found["enum"]])
    if "const" in found:
        return f"`{json.dumps(found['const'])}`"
    if found.get("type") == "array":
        most = f", at most {found['maxItems']}" if "maxItems" in found else ""
        return f"list of {_bounds(found.get('items', {}), defs)}{most}"
    words = {"minimum": "at least", "maximum": "at most", "minLength": "length from", "maxLength": "length to"}
    bounds = [f"{word} {found[key]}" for key, word in words.items() if key in found]
    bounds += [f"`{found['pattern']}`"] if "pattern" in found else []
    return ", ".join([str(found.get("type", "any")), *bounds])


def settings() -> str:
    """Every setting of every reading."""
    shown = profile()
    parts = [text.SETTINGS.format(profile=shown.name)]
    for reading in REGISTER.readings.values():
        words = {lang: shown.reading_wording(reading.id, lang) for lang in shown.languages}
        parts.append(f"## {reading.id}\n")
        parts.append(f"Clauses: {', '.join(reading.clauses)}.\n")
        parts += [f"- {lang}: {one.issue} {one.default}" for lang, one in words.items()]
        rows = []
        for setting in (REGISTER.setting(name) for name in reading.settings):
            value = json.dumps(shown.settings[setting.name], ensure_ascii=False)
            alone = "" if setting.tighten == "NONE" else setting.tighten
            rows.append([f"`{setting.name}`", setting.type, setting.unit, f"`{value}`", alone, setting.scope])
        parts += ["", table(["setting", "type", "unit", "default", "alone", "scope"], rows)]
    return "\n".join(parts)


def clauses() -> str:
    """Every clause with our wording and what stands for it."""
    shown, covered = profile(), coverage()
    parts = [text.CLAUSES]
    for clause in REGISTER.clauses.values():
        row = covered[clause.id]
        reason = row["reason"]
        facts = [["binds", clause.binds], ["modality, action", f"{clause.modality}, {clause.action}"]]
        facts += [["readings", ", ".join(clause.readings)]] if clause.readings else []
        facts += [["kinds", codes_of(row["kinds"])]] if row["kinds"] else []
        facts += [["rules", codes_of(row["rules"])]] if row["rules"] else []
        facts += [["reason", f"{reason['code']}: {reason['why']}"]] if reason else []
        words = [f"- {lang}: {shown.wording(clause.id, lang)}" for lang in shown.languages]
        parts += [f"## {clause.id} ({clause.para})\n", *words, "", table(["", ""], facts)]
    return "\n".join(parts)


def rules() -> str:
    """Every rule and what it says when it is not kept."""
    parts = [text.RULES]
    for clause in REGISTER.clauses.values():
        ruled = [one for one in all_rules() if one.clause == clause.id]
        if ruled:
            parts.append(f"## {clause.id} ({clause.para})\n")
            parts += [_rule(one) for one in ruled]
    return "\n".join(parts)


def _rule(one: Rule) -> str:
    of = f"of `{one.of}` at {one.at}; breaks: {one.breaks}"
    of += f"; reading {one.reading}" if one.reading else ""
    of += f"; asked when `{one.needs}` is there" if one.needs else ""
    of += f"; excuses `{one.overrides}`" if one.overrides else ""
    said = " ".join(part for part in (one.broken, one.consequence, one.next_step) if part)
    return f"**`{one.id}`** ({of})\n\n{one.title}\n" + (f"\n> {said}\n" if said else "")


def error_codes() -> str:
    """Every error code with its sentence."""
    found = codes()
    rows = [[f"`{code}`", _said(code), ", ".join(sorted(rooms))] for code, rooms in found.items()]
    families = [[f"`{code}`", _said(code), "desk"] for code in SENTENCES if code not in found and code != "*"]
    return "\n".join([text.CODES, table(["code", "says; what to do", "raised in"], sorted(rows + families))])


def _said(code: str) -> str:
    if code in NEXT_STEPS and code not in SENTENCES:
        return f"*{NEXT_STEPS[code]}*"
    what, step = sentence_of(code)
    if code.endswith("*"):
        return f"{what} *{step}*"
    values = {"code": code.replace("…", "*")}
    return f"{render(what, 'en', values)} *{render(step, 'en', values)}*"


def http_api() -> str:
    """Every path of the link with every status that it can answer."""
    # The description needs no node: nothing is asked of it before the first request.
    described = build_app(None, pinned_der=None).openapi()  # type: ignore[arg-type]
    parts = [text.HTTP_API]
    for path, operations in sorted(described["paths"].items()):
        for method, operation in sorted(operations.items()):
            parts += [f"## `{method.upper()} {path}`\n", operation.get("description", "") + "\n"]
            taken = operation.get("requestBody", {}).get("content", {})
            parts += [f"Takes {codes_of(sorted(taken))}.\n"] if taken else []
            for one in operation.get("parameters", ()):
                parts.append(f"Query `{one['name']}`: {one.get('description', '')}\n")
            rows = [
                [status, answer["description"], codes_of(sorted(answer.get("content", {})))]
                for status, answer in sorted(operation["responses"].items())
            ]
            parts.append(table(["status", "means", "content"], rows))
    return "\n".join(parts)


def variables() -> list[str]:
    """List the variables of the environment that the code reads."""
    sources = [path for part in ("src", "benchmarks", "tests") for path in sorted((ROOT / part).rglob("*.py"))]
    found = {name for path in sources for name in _READ.findall(path.read_text("utf-8"))}
    return sorted(found - {"PATH", "PYTHONPATH"})


def environment() -> str:
    """Every variable that is read from the environment."""
    rows = [[f"`{name}`", text.ENVIRONMENT[name]] for name in variables()]
    return "# Environment\n\n" + table(["variable", "does"], rows)


PAGES = {
    "clauses.md": clauses,
    "codes.md": error_codes,
    "commands.md": commands,
    "environment.md": environment,
    "http-api.md": http_api,
    "kinds.md": kinds_page,
    "rules.md": rules,
    "settings.md": settings,
}


def page(name: str) -> str:
    """Give a page's text."""
    return MADE + PAGES[name]().rstrip() + "\n"


def main() -> int:
    """Write every page."""
    for name in PAGES:
        (FOLDER / name).write_text(page(name), "utf-8")
        print(f"docs/reference/{name}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
