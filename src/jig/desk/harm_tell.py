"""Telling of what is protected, by name: `harm relay|take|status|challenge|consent`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from jig.agreement.wording import N_
from jig.centre.explain import finding_json
from jig.desk.faults import DONE, NOT_ACCEPTABLE, UNUSABLE, Failed, Fault
from jig.desk.groups import group
from jig.desk.harm_screen import ABOUT
from jig.desk.options import Folder, Json, Lang, Officer, open_folder
from jig.desk.output import DESK

if TYPE_CHECKING:
    from jig.centre.node import Node
    from jig.harm.state import Stated

Reference = Annotated[str, typer.Argument(metavar="ID", help="Its id, or the beginning of its entry's.")]
Addressee = Annotated[str, typer.Option("--to", help="The addressee's code.")]
LEVELS = ("HQ", "COMPONENT", "UNIT")
STATUSES = ("PLANNED", "DEPARTED", "ARRIVED", "UNLOADING", "RETURNING", "CLOSED")


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    harm = group(app, "harm", ABOUT)
    harm.command("relay")(relay)
    harm.command("take")(take)
    harm.command("status")(tell_status)
    harm.command("challenge")(challenge)
    harm.command("consent")(consent)


def relay(
    folder: Folder, reference: Reference, to: Addressee, officer: Officer, as_json: Json = False, lang: Lang = None
) -> int:
    """Record that it was passed on to an addressee to whom its organisation consents."""
    body = {"addressee": to, "relayed_by": officer}
    return _of_one(folder, reference, "site-relay", body, officer, as_json, lang)


def take(
    folder: Folder,
    reference: Reference,
    officer: Officer,
    level: Annotated[str, typer.Option("--level", help="HQ, COMPONENT or UNIT.")],
    unit: Annotated[str, typer.Option("--unit", help="Where: a headquarters or the executing unit.")],
    by: Annotated[str | None, typer.Option("--by", help="Who took note there; the officer by default.")] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Take note of it by name, at a level down to the executing unit."""
    body = {"level": _one_of(level, LEVELS, "--level"), "unit": unit, "acknowledged_by": by or officer}
    return _of_one(folder, reference, "site-ack", body, officer, as_json, lang)


def tell_status(
    folder: Folder,
    reference: Reference,
    status: Annotated[
        str,
        typer.Argument(metavar="STATUS", help="How far: PLANNED, DEPARTED, ARRIVED, UNLOADING, RETURNING or CLOSED."),
    ],
    officer: Officer,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Say how far a movement is. Its zone lives until CLOSED, through unloading and the way back."""
    body = {"status": _one_of(status, STATUSES, "STATUS")}
    return _of_one(folder, reference, "movement-status", body, officer, as_json, lang)


def challenge(
    folder: Folder,
    site: Annotated[str, typer.Argument(metavar="SITE", help="The site's id.")],
    officer: Officer,
    reason: Annotated[str, typer.Option("--reason", help="Why, without persons or contacts.")],
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Dispute a site with reasons. It stays in force for screening."""
    DESK.set(as_json=as_json, lang=lang)
    return _state(folder, "site-challenge", {"site": site, "reason": reason, "lang": DESK.lang}, officer, timed=False)


def consent(
    folder: Folder,
    site: Annotated[str, typer.Argument(metavar="SITE", help="The site's id.")],
    to: Addressee,
    officer: Officer,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="The organisation takes it back.")] = False,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Record the organisation's consent that an addressee is told of its site, or that consent taken back."""
    DESK.set(as_json=as_json, lang=lang)
    return _state(folder, "site-consent", {"site": site, "addressee": to, "given": not withdraw}, officer)


def _one_of(given: str, listed: tuple[str, ...], path: str) -> str:
    if given.upper() not in listed:
        raise Failed(UNUSABLE, Fault("PROTECTED-CHOICE", path=path, found=given[:40], expected=", ".join(listed)))
    return given.upper()


def _of_one(
    folder: Any, reference: str, kind: str, body: dict[str, Any], officer: str, as_json: bool, lang: str | None
) -> int:
    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        made = _chosen(opened, reference, moving=kind == "movement-status")
    named = {"movement": made.id.hex()} if kind == "movement-status" else {"of": made.id.hex()}
    return _state(folder, kind, body | named, officer)


def _chosen(opened: Node, reference: str, *, moving: bool) -> Stated:
    """Choose what is meant: the newest statement under a label, moving: of a movement; raises Failed."""
    from jig.centre.protecting import find, state_of

    view = opened.picture.view()
    found = [one for one in find(view, reference) if one.span is not None or not moving]
    live = [one for one in found if state_of(view, one) not in ("GHOST", "CLOSED")] or found
    if not live:
        raise Failed(UNUSABLE, Fault("PROTECTED-UNKNOWN", found=reference[:80]))
    if len(live) > 1:
        raise Failed(UNUSABLE, Fault("PROTECTED-WHICH", found=", ".join(one.id.hex()[:12] for one in live)))
    return live[0]


def _state(folder: Any, kind: str, body: dict[str, Any], officer: str, *, timed: bool = True) -> int:
    from jig.centre.submit import officer_of, submit

    node = open_folder(folder)
    with node.node() as opened:
        officer_of(opened, officer)
        given = body | ({"at": opened.clock.now()} if timed else {})
        recorded = submit(opened, kind, given, officer)
    verdict = recorded.judgement.verdict.value
    DESK.say(N_("Recorded as {entry}: {verdict}."), entry=recorded.id.hex()[:12], verdict=DESK.verdict(verdict))
    DESK.judgement(recorded.judgement)
    if DESK.as_json:
        findings = [finding_json(one, recorded.id) for one in recorded.judgement.findings]
        DESK.give({"entry": recorded.id.hex(), "findings": findings, "recorded": True, "verdict": verdict})
    return DONE if recorded.judgement.kept else NOT_ACCEPTABLE
