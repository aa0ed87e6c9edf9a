"""Going on after a misfortune: `resume propose`, `resume consent`, `resume take`; `exhibit` and new log keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from jig.adapters.files import atomic_write, read_capped
from jig.adapters.folder import NodeFolder
from jig.adapters.http_link import HttpLink
from jig.agreement.wording import N_
from jig.centre.keysets import rotate, serving
from jig.centre.node import Node, Recorded
from jig.centre.resume import consent_to_resume, propose_resume, resume
from jig.desk.options import Folder, Json, Lang, open_folder
from jig.desk.output import DESK
from jig.desk.setting_up import root_signers
from jig.record.resume import CAP, SignedStatement, read_statement

resume_app = typer.Typer(
    no_args_is_help=True, help="Go on after a restored store, a lost key or a fork; both sides sign."
)
keys_app = typer.Typer(no_args_is_help=True, help="The node's own keys.")
StatementFile = Annotated[Path, typer.Argument(metavar="FILE", help="A resume statement.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(resume_app, name="resume")
    app.add_typer(keys_app, name="keys")


@resume_app.command("propose")
def propose(
    folder: Folder,
    file: StatementFile,
    size: Annotated[int | None, typer.Option("--at", help="Where the log goes on; its end by default.")] = None,
    link: Annotated[str | None, typer.Option("--link", help="Ask the counterpart at once and go on.")] = None,
    new_key: Annotated[
        bool, typer.Option("--new-log-key", help="Go on under a new log key: the old is lost or stolen.")
    ] = False,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Say, with two root keys, where the own log goes on; with --link obtain the other signature and resume."""
    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        key = node.keys.generate_log().public if new_key else opened.own.keysets[-1][2].log_key
        signed = propose_resume(opened, opened.own.size if size is None else size, key, root_signers(node))
        atomic_write(file, signed.envelope.encode(), mode=0o644)
        if link is not None:
            over = HttpLink(link, node.client_context())
            try:
                answer = over.consent_to_resume(signed.envelope.encode())
            finally:
                over.close()
            atomic_write(file, answer, mode=0o644)
            recorded = _take(node, opened, read_statement(answer))
            DESK.say(N_("The log goes on: resume recorded as entry {seq}."), seq=recorded.seq)
        else:
            DESK.say(N_("Written: {file}. The counterpart signs it with `jig resume consent`."), file=file)
    if as_json:
        DESK.give({"file": str(file), "size": signed.statement.size})


@resume_app.command("consent")
def consent(folder: Folder, file: StatementFile, as_json: Json = False, lang: Lang = None) -> None:
    """Sign the counterpart's resume statement in place, if it takes nothing back that this side acted on."""
    DESK.set(as_json=as_json, lang=lang)
    with open_folder(folder).node() as opened:
        signed = consent_to_resume(opened, read_statement(read_capped(file, CAP)))
    atomic_write(file, signed.envelope.encode(), mode=0o644)
    DESK.say(N_("Signed: the counterpart's log may go on at entry {size}."), size=signed.statement.size)
    if as_json:
        DESK.give({"file": str(file), "size": signed.statement.size})


@resume_app.command("take")
def take(folder: Folder, file: StatementFile, as_json: Json = False, lang: Lang = None) -> None:
    """Go on with the statement that both sides signed."""
    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        recorded = _take(node, opened, read_statement(read_capped(file, CAP)))
    DESK.say(N_("The log goes on: resume recorded as entry {seq}."), seq=recorded.seq)
    if as_json:
        DESK.give({"entry": recorded.id.hex(), "recorded": True, "seq": recorded.seq})


def _take(folder: NodeFolder, node: Node, signed: SignedStatement) -> Recorded:
    """Resume; a statement that names another log key brings it in with a key set that two root keys sign."""
    current = node.own.keyset_at(signed.statement.size - 1)
    if current is None or current.log_key == signed.statement.log_key:
        return resume(node, signed, None, ())
    following = replace(
        serving(node, current),
        version=current.version + 1,
        prev=current.digest,
        log_key=signed.statement.log_key,
        issued_at=node.clock.now(),
    )
    return resume(node, signed, following, root_signers(folder))


@keys_app.command("rotate")
def rotate_log_key(folder: Folder, as_json: Json = False, lang: Lang = None) -> None:
    """Put a new log key in force by a key set that two root keys sign."""
    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        recorded = rotate(opened, node.keys.generate_log().public, root_signers(node))
    DESK.say(N_("A new log key is in force from entry {seq} on."), seq=recorded.seq + 1)
    if as_json:
        DESK.give({"entry": recorded.id.hex(), "recorded": True, "seq": recorded.seq})
