"""Stating something: `kinds`, `preview`, `submit`, `heartbeat`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from jig.adapters.files import read_capped
from jig.adapters.positions import PositionReader
from jig.agreement.wording import N_
from jig.centre.explain import finding_json
from jig.centre.node import Node
from jig.centre.picture import Judgement
from jig.centre.submit import complete, heartbeat, kind_of, officer_of, preview, submit
from jig.decisions.acts import acts
from jig.desk.faults import DONE, NOT_ACCEPTABLE, UNUSABLE, Failed, Fault, from_exception
from jig.desk.harm_seen import note_screening
from jig.desk.options import Folder, Json, Lang, Officer, open_folder, position_reader
from jig.desk.output import DESK
from jig.desk.readbacks import read_back
from jig.record.canonical import canonical, read_loose_object
from jig.record.entry import BODY_CAP
from jig.record.kind import Kind
from jig.record.rooms import kinds

_Found = TypeVar("_Found")
KindName = Annotated[str, typer.Argument(metavar="KIND", help="A kind of entry.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="The body as JSON; - for standard input.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("kinds")(show_kinds)
    app.command("preview")(show_preview)
    app.command("submit")(do_submit)
    app.command("heartbeat")(do_heartbeat)


def schema(kind: Kind) -> dict[str, Any]:
    """Give a kind's form as JSON Schema, with who may state it and the clauses it records."""
    return kind.form.model_json_schema() | {
        "x-kind": kind.name,
        "x-effect": kind.effect.value,
        "x-roles": sorted(kind.roles),
        "x-clauses": list(kind.clauses),
    }


def show_kinds(
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help="A kind, or an act as act:NAME.")] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """List the kinds of entry, or give one's form as JSON Schema."""
    DESK.set(as_json=as_json, lang=lang)
    if kind is not None and kind.startswith("act:"):
        act = acts().get(kind[4:])
        if act is None:
            raise Failed(UNUSABLE, Fault("KIND-UNKNOWN", found=kind))
        DESK.give(
            act.content.model_json_schema()
            | {"x-act": act.name, "x-mode": act.mode.value, "x-clauses": list(act.clauses)}
        )
    elif kind is not None:
        DESK.give(schema(kind_of(kind)))
    elif as_json:
        DESK.give({"kinds": {name: schema(one) for name, one in sorted(kinds().items())}, "acts": sorted(acts())})
    else:
        for name, one in sorted(kinds().items()):
            DESK.console.print(f"{name:20} {one.effect.value:12} {DESK.words(one.title)}", markup=False)
        DESK.say(N_("Joint acts that a proposal can name:"))
        for name, act in sorted(acts().items()):
            DESK.console.print(f"act:{name:33} {DESK.words(act.title)}", markup=False)


def read_given(file: Path) -> dict[str, Any]:
    """Read what an officer gives; raises Malformed, OSError, FileTooLarge."""
    data = sys.stdin.buffer.read(BODY_CAP + 1) if str(file) == "-" else read_capped(file, BODY_CAP)
    return dict(read_loose_object(data, cap=BODY_CAP))


def usable(opened: Node, kind: str, file: Path, officer: str, reader: PositionReader) -> dict[str, Any]:
    """Read what is to be stated; raises Failed with the faults of the kind, the officer and the file all together."""
    faults: list[Fault] = []

    def tried(step: Callable[[], _Found]) -> _Found | None:
        try:
            return step()
        except Exception as error:
            failed = from_exception(error)
            if failed is None:
                raise
            faults.extend(failed.faults)
            return None

    form = tried(lambda: kind_of(kind))
    tried(lambda: officer_of(opened, officer))
    given = tried(lambda: read_given(file))
    if form is not None and given is not None:
        tried(lambda: complete(form, given, reader))
    if given is None or faults:
        raise Failed(UNUSABLE, *faults)
    return given


def likely_officer(opened: Node, kind: str) -> str:
    """Choose whose entry a preview shows when nobody is named: one not relieved, in a role that states that kind."""
    view, asked = opened.picture.view(), kinds().get(kind)
    named = [one for one in opened.own.keysets[-1][2].officers if not view.relieved(opened.side, one.name)]
    fit = [one for one in named if asked is not None and asked.roles & set(one.roles)]
    return next((one.name for one in fit + named), "")


def show_preview(
    folder: Folder,
    kind: KindName,
    file: File,
    officer: Annotated[
        str | None, typer.Option("--officer", help="Who would transmit it; by default the first with a fitting role.")
    ] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Show an entry exactly as the other side will see it, and how it would be judged now. Nothing is recorded."""
    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        reader = position_reader(node, opened.picture.view().terms)
        name = likely_officer(opened, kind) if officer is None else officer
        given = usable(opened, kind, file, name, reader)
        body, judgement = preview(opened, kind, given, name, reader)
        readers = opened.picture.world.codes
        note_screening(opened, node.path, name, kind, judgement)
    DESK.say(N_("This is what the other side will see, byte for byte:"))
    DESK.console.print(canonical(body).decode(), markup=False)
    read = [row for code in sorted(readers) for row in read_back(reader, node.own.profile, code, body)]
    DESK.judgement(judgement)
    if as_json:
        DESK.give(
            {
                "body": body,
                "faults": DESK.faults_of(judgement),
                "findings": _findings(judgement, None),
                "readback": read,
                "recorded": False,
                "verdict": judgement.verdict.value,
            }
        )
    return DONE if judgement.kept else NOT_ACCEPTABLE


def do_submit(
    folder: Folder, kind: KindName, file: File, officer: Officer, as_json: Json = False, lang: Lang = None
) -> int:
    """Seal and append an entry. What breaks a rule is recorded with its findings (exit 1), never dropped."""
    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        reader = position_reader(node, opened.picture.view().terms)
        given = usable(opened, kind, file, officer, reader)
        recorded = submit(opened, kind, given, officer, reader)
        code = node.own.root.participant
    DESK.say(
        N_("Recorded as {code}/{seq} ({entry}): {verdict}."),
        code=code,
        seq=recorded.seq,
        entry=recorded.id.hex()[:12],
        verdict=DESK.verdict(recorded.judgement.verdict.value),
    )
    DESK.judgement(recorded.judgement)
    if as_json:
        DESK.give(
            {
                "entry": recorded.id.hex(),
                "faults": DESK.faults_of(recorded.judgement),
                "findings": _findings(recorded.judgement, recorded.id),
                "recorded": True,
                "seq": recorded.seq,
                "verdict": recorded.judgement.verdict.value,
            }
        )
    return DONE if recorded.judgement.kept else NOT_ACCEPTABLE


def do_heartbeat(folder: Folder, as_json: Json = False, lang: Lang = None) -> None:
    """Say that this node is alive, even if nothing happened."""
    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        recorded = heartbeat(opened)
    DESK.say(N_("Heartbeat recorded as entry {seq}."), seq=recorded.seq)
    if as_json:
        DESK.give({"entry": recorded.id.hex(), "recorded": True, "seq": recorded.seq})


def _findings(judgement: Judgement, entry: bytes | None) -> list[dict[str, Any]]:
    return [finding_json(finding, entry) for finding in judgement.findings]
