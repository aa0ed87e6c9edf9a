"""Giving and taking: `exchange`, `bundle export`, `bundle import`, `serve`."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

from jig.adapters.files import atomic_write, read_capped
from jig.adapters.http_link import HttpLink
from jig.adapters.tls import der_of
from jig.agreement.wording import N_
from jig.centre.bundles import own_bundle
from jig.centre.exchange import exchange
from jig.centre.receive import Counter, receive
from jig.desk.faults import UNUSABLE, Failed, Fault, name_of
from jig.desk.options import Folder, Json, Lang, open_folder
from jig.desk.output import DESK

BUNDLE_FILE_CAP = 4 << 30
bundle_app = typer.Typer(no_args_is_help=True, help="Bundle files, for when the link is cut.")
BundleFile = Annotated[Path, typer.Argument(metavar="FILE", help="A bundle file.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("exchange")(do_exchange)
    app.command("serve")(do_serve)
    app.add_typer(bundle_app, name="bundle")


def do_exchange(
    folder: Folder,
    link: Annotated[str, typer.Option("--link", help="The counterpart's address, https://host:port.")],
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Exchange over the link until both hold the same; recover first what this store has lost."""
    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node(jobs=2) as opened:
        over = HttpLink(link, node.client_context())
        try:
            done = exchange(opened, over)
        finally:
            over.close()
    DESK.say(
        N_("Exchanged: {sent} entries sent, {received} received, {recovered} recovered."),
        sent=done.sent,
        received=done.received,
        recovered=done.recovered,
    )
    if as_json:
        DESK.give({"received": done.received, "recovered": done.recovered, "rounds": done.rounds, "sent": done.sent})


@bundle_app.command("export")
def bundle_export(
    folder: Folder,
    file: BundleFile,
    start: Annotated[int | None, typer.Option("--from", help="First entry.")] = None,
    end: Annotated[int | None, typer.Option("--to", help="One past the last entry.")] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Write a range of the own log; by default what the counterpart is not known to hold."""
    DESK.set(as_json=as_json, lang=lang)
    with open_folder(folder).node() as opened:
        made = own_bundle(opened, start, end)
    atomic_write(file, made.encode(), mode=0o644)
    DESK.say(
        N_("Entries {start} to {end} of {log} written to {file}."),
        start=made.start,
        end=made.end,
        log=made.log,
        file=file,
    )
    if as_json:
        DESK.give({"file": str(file), "from": made.start, "log": made.log, "to": made.end})


@bundle_app.command("import")
def bundle_import(folder: Folder, file: BundleFile, as_json: Json = False, lang: Lang = None) -> None:
    """Take in a bundle of the counterpart's log: the whole of it, or nothing."""
    DESK.set(as_json=as_json, lang=lang)
    data = read_capped(file, BUNDLE_FILE_CAP)
    with open_folder(folder).node(jobs=2) as opened:
        received = receive(opened, data)
    DESK.say(N_("{new} new entries taken in."), new=len(received.new))
    if received.abandoned:
        DESK.say(
            N_("{count} entries of an abandoned branch are kept and shown, outside the picture."),
            count=received.abandoned,
        )
    if as_json:
        DESK.give(
            {
                "abandoned": received.abandoned,
                "cosigned": received.cosigned,
                "new": len(received.new),
                "receipt": received.receipt.id.hex() if received.receipt else None,
            }
        )


def do_serve(
    folder: Folder,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 for any free port.")] = 0,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Answer the counterpart over HTTPS with mutual TLS, until interrupted."""
    # Only the command that serves pays for loading the server.
    from jig.adapters.listener import serve
    from jig.adapters.server import build_app
    from jig.desk.alarms import Watch

    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)

    def ready(bound: int) -> None:
        DESK.say(N_("Listening on https://{host}:{port}"), host=host, port=bound)
        if as_json:
            DESK.give({"link": f"https://{host}:{bound}"})
            import sys

            sys.stdout.flush()

    with node.node(jobs=2) as opened:
        pinned = der_of(node.counterpart().certificate.encode())
        app, context = build_app(Counter(opened), pinned_der=pinned), node.server_context()
        watch = Watch(opened, node.path, app.state.desk.between)
        if threading.current_thread() is threading.main_thread():
            # The listener passes on what ended it: a plain SIGTERM would end the process before the store is closed.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        watch.start()
        try:
            serve(app, context=context, ready=ready, host=host, port=port)
        except KeyboardInterrupt:
            # "Until interrupted" is what was asked for: being interrupted is how it is done.
            return
        except OSError as error:
            raise Failed(UNUSABLE, Fault("FILE", path=f"{host}:{port}", found=name_of(error))) from error
        finally:
            watch.end()
