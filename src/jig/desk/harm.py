"""What is protected, on a node: `harm digest|board|list|show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jig.agreement.wording import N_
from jig.centre.remind_harm import BEFORE_S
from jig.desk.due import Now, read_instant
from jig.desk.faults import DONE, NOT_ACCEPTABLE, UNUSABLE, Failed, Fault
from jig.desk.groups import group
from jig.desk.harm_screen import ABOUT
from jig.desk.options import Folder, Json, Lang, Officer, open_folder
from jig.desk.output import DESK, instant

if TYPE_CHECKING:
    from jig.centre.node import Node

WORDS = {
    "UNACKNOWLEDGED": N_("RED {label} ({type}): nobody of {by} took it by name."),
    "NOT-DELIVERED": N_("RED {label} ({type}): NOT DELIVERED: no executing unit of {by} took it by name."),
    "LIST-STALE": N_("RED The protected list is stale: nothing counts as screened."),
}


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    harm = group(app, "harm", ABOUT)
    harm.command("digest")(state_digest)
    harm.command("board")(show_board)
    harm.command("list")(show_list)
    harm.command("show")(show_one)


def state_digest(folder: Folder, officer: Officer, as_json: Json = False, lang: Lang = None) -> int:
    """State the version of the protected list that this node holds; both sides do so daily."""
    from jig.centre.protecting import own_version
    from jig.centre.submit import submit

    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        version = own_version(opened.picture.view())
        recorded = submit(opened, "list-digest", {"list_version": version, "at": opened.clock.now()}, officer)
    verdict = recorded.judgement.verdict.value
    DESK.say(N_("List version {version}: {verdict}."), version=version[:12], verdict=DESK.verdict(verdict))
    DESK.judgement(recorded.judgement)
    if as_json:
        DESK.give({"entry": recorded.id.hex(), "list_version": version, "verdict": verdict})
    return DONE if recorded.judgement.kept else NOT_ACCEPTABLE


def show_board(
    folder: Folder,
    now: Now = None,
    before: Annotated[int, typer.Option("--before", help="Seconds before it sets out, for the last mile.")] = BEFORE_S,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Show in red what nobody took by name, what reached no executing unit in time, and a stale list. No place is shown."""
    from jig.centre.protecting import alarms, exchanged_at, own_version

    DESK.set(as_json=as_json, lang=lang)
    given = None if now is None else read_instant(now)
    node = open_folder(folder)
    with node.node() as opened:
        moment = opened.clock.now() if given is None else given
        view = opened.picture.view()
        found, version, at = alarms(view, moment, before), own_version(view), exchanged_at(view)
    for one in found:
        DESK.say(WORDS[one.code], **{**one._asdict(), "type": DESK.fact(one.type)})
    when = DESK.words(N_("never")) if at is None else instant(at)
    DESK.say(N_("List version {version}, exchanged: {when}. An alarm is no breach: silence proves nothing."),
             version=version[:12], when=when)  # fmt: skip
    if as_json:
        DESK.give(
            {"alarms": [one._asdict() for one in found], "exchanged_at": at, "list_version": version, "now": moment}
        )
    return NOT_ACCEPTABLE if found else DONE


def show_list(folder: Folder, officer: Officer, as_json: Json = False, lang: Lang = None) -> None:
    """Name what is protected and how it stands, without any place. Who looked is kept in the node's folder."""
    from jig.adapters.views import note_view
    from jig.centre.protecting import own_version, protected_in, state_of

    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        view = opened.picture.view()
        note_view(node.path, opened.clock.now(), _officer(opened, officer), "list", {"list_version": own_version(view)})
        rows = [
            {"entry": one.id.hex(), "label": one.label, "type": one.type, "state": state_of(view, one)}
            for one in protected_in(view)
        ]
        version = own_version(view)
    for row in rows:
        said = {**row, "entry": row["entry"][:12], "type": DESK.fact(row["type"]), "state": DESK.fact(row["state"])}
        DESK.console.print("{entry} {label} ({type}): {state}".format(**said), markup=False)
    DESK.say(N_("{count} protected. One at a time is shown: `jig harm show`."), count=len(rows))
    if as_json:
        DESK.give({"list_version": version, "protected": rows})


def show_one(
    folder: Folder,
    reference: Annotated[str, typer.Argument(metavar="ID", help="Its id, or the beginning of its entry's.")],
    officer: Officer,
    unit: Annotated[bool, typer.Option("--unit", help="For the executing unit: zone and time alone.")] = False,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Show one protected place or movement. Who looked is kept in the node's folder."""
    from jig.adapters.views import note_view
    from jig.centre.protecting import details, find, zone

    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        view = opened.picture.view()
        found = find(view, reference)
        if not found:
            raise Failed(UNUSABLE, Fault("PROTECTED-UNKNOWN", found=reference[:80]))
        name = _officer(opened, officer)
        seen = {"entries": [one.id.hex() for one in found], "unit": unit}
        note_view(node.path, opened.clock.now(), name, "show", seen)
        rows = [zone(view, one) if unit else details(view, one) for one in found]
    for row in rows:
        DESK.say(N_("Entry {entry}: {state}"), entry=row["entry"][:12], state=DESK.fact(row["state"]))
        south, west, north, east = (f"{value / 1e7:.5f}" for value in row["zone"]["box_e7"] or (0, 0, 0, 0))
        DESK.say(N_("  between {south} {west} and {north} {east}"), south=south, west=west, north=north, east=east)
        if row["time"]:
            DESK.say(N_("  from {start} to {end}, and until it is closed"), start=instant(row["time"][0]), end=instant(row["time"][1]))  # fmt: skip
        if not unit:
            DESK.say(N_("  {label}, {type}, stated by {by}"), label=row["label"], type=DESK.fact(row["type"]), by=row["by"])  # fmt: skip
    if as_json:
        DESK.give({"protected": rows})


def _officer(opened: Node, name: str) -> str:
    from jig.centre.submit import officer_of

    return officer_of(opened, name).name
