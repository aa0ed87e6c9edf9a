"""STOP from the command line: `stop call`, `stop take`, `stop lift`, `stop due`. Quick to type; a link is not needed."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from jig.adapters.folder import NodeFolder
from jig.agreement.wording import N_
from jig.centre.explain import find, finding_json
from jig.centre.frontier import picture_at
from jig.centre.node import Node, Recorded
from jig.centre.submit import officer_of, submit
from jig.desk.due import Now, read_instant
from jig.desk.faults import DONE, NOT_ACCEPTABLE, UNUSABLE, Failed, Fault, from_exception
from jig.desk.groups import group
from jig.desk.options import At, Folder, Json, Lang, open_folder, position_reader, read_frontier
from jig.desk.output import DESK, instant
from jig.operations.stops import LIFTED, StopStanding, all_stops, representatives, stop_standing
from jig.record.facts import Unreadable

ABOUT = "STOP: called by any watch officer, taken by name, lifted by two hands."
Caller = Annotated[str, typer.Option("--officer", help="The officer who calls, takes or lifts it.")]
Which = Annotated[
    str | None, typer.Argument(metavar="[STOP]", help="Its entry; by default the only one that waits for it.")
]
Words = Annotated[str, typer.Option("--text", help="Why, in the officer's words.")]
_LIFTING = "lift"
EVERYTHING = N_("Recorded all the same: everything is held. Call another STOP with the place, then lift this one.")


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    stop = group(app, "stop", ABOUT)
    stop.command("call")(call_stop)
    stop.command("take")(take_stop)
    stop.command("lift")(lift_stop)
    stop.command("due")(show_due)


def call_stop(
    folder: Folder,
    officer: Caller,
    place: Annotated[str | None, typer.Option("--place", help="A place; 20 km round it unless --radius.")] = None,
    notation: Annotated[str, typer.Option("--notation", help="In which the place is given.")] = "WGS84",
    radius: Annotated[int | None, typer.Option("--radius", min=1, max=1_000_000, help="Metres.")] = None,
    area: Annotated[str | None, typer.Option("--area", help="A named area.")] = None,
    plan: Annotated[str | None, typer.Option("--plan", help="A plan or a target.")] = None,
    text: Words = "STOP",
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Call STOP. Everything within its reach is held at once; with nothing named, everything."""
    DESK.set(as_json=as_json, lang=lang)
    if radius is not None and place is None:
        raise Failed(UNUSABLE, Fault("STOP-RADIUS", path="--radius", found=str(radius)))
    given: dict[str, Any] = {"watch_officer": officer, "text": text, "lang": DESK.lang}
    given |= {"at": {"text": place, "notation": notation}} if place is not None else {}
    given |= {k: v for k, v in (("radius_m", radius), ("area", area), ("plan", plan)) if v is not None}
    node = open_folder(folder)
    with node.node() as opened:
        given["called_at"] = opened.clock.now()
        recorded, unread = _call(opened, node, given, officer)
        held = _held_by(opened, recorded.id)
    for fault in unread:
        DESK.warn(replace(fault, next_step=EVERYTHING))
    DESK.say(N_("STOP {entry} is called. Held by it here: {held}."), entry=recorded.id.hex()[:12], held=held or "-")
    _on_its_way()
    return _give(recorded, {"held": held})


def take_stop(
    folder: Folder,
    officer: Caller,
    which: Which = None,
    text: Words = "",
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Take the counterpart's STOP by name. It held before; it is now known who has it."""
    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        waits = [one for one in _stops(opened) if one.meta.side != opened.side and one.taken is None]
        stop = _chosen(opened, which, waits)
        given = {"stop": stop.hex(), "taken_by": officer, "taken_at": opened.clock.now(), "text": text}
        recorded = _submit(opened, node, "stop-taken", given | {"lang": DESK.lang}, officer)
    DESK.say(N_("STOP {entry} is taken by {officer}."), entry=stop.hex()[:12], officer=officer)
    _on_its_way()
    return _give(recorded, {"stop": stop.hex()})


def lift_stop(
    folder: Folder,
    officer: Caller,
    which: Which = None,
    text: Words = "",
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Lift an own STOP, or put this side's hand under the lift of the counterpart's. It ends with both hands."""
    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        stop = _chosen(opened, which, [one for one in _stops(opened) if _may_lift(opened, one)])
        found = stop_standing(opened.picture.view(), stop)
        own = found is not None and found.meta.side == opened.side
        given: dict[str, Any] = {"watch_officer": officer}
        if own:
            kind, more = _LIFTING, {"hold": stop.hex(), "text": text, "lang": DESK.lang}
        else:
            kind, more = "lift-confirmation", {"lift": _lift_of(opened, stop).hex()}
        recorded = _submit(opened, node, kind, given | more, officer)
        after = stop_standing(opened.picture.view(), stop)
    state = after.state if after is not None else ""
    if state == LIFTED:
        DESK.say(N_("STOP {entry} is lifted by both."), entry=stop.hex()[:12])
    else:
        DESK.say(N_("STOP {entry} holds until the other side's entry names this lift."), entry=stop.hex()[:12])
    _on_its_way()
    return _give(recorded, {"stop": stop.hex(), "state": state})


def show_due(folder: Folder, now: Now = None, at: At = None, as_json: Json = False, lang: Lang = None) -> int:
    """List the STOPs in force and whether they were taken; unanswered in time, both representatives are called."""
    DESK.set(as_json=as_json, lang=lang)
    given = None if now is None else read_instant(now)
    node = open_folder(folder)
    with node.node() as opened:
        moment = opened.clock.now() if given is None else given
        view = picture_at(opened, read_frontier(at, opened.picture.world.codes)).view()
        stops = [found for one in all_stops(view) if (found := stop_standing(view, one.id)) is not None]
        rows = [stop_row(one, moment) for one in stops if one.state != LIFTED]
        called = representatives(view)
    for row in rows:
        say_stop(row, called)
    if not rows:
        DESK.say(N_("No STOP is in force as far as this node knows."))
    if as_json:
        DESK.give({"now": moment, "representatives": called, "stops": rows})
    return NOT_ACCEPTABLE if any(row["state"] == "UNANSWERED" for row in rows) else DONE


def stop_row(one: StopStanding, now: int) -> dict[str, Any]:
    """Show a STOP in force as scripts read it: CALLED, TAKEN, or UNANSWERED by the reader's clock."""
    due = one.answer_due
    waiting = "UNANSWERED" if due is None or now >= due else "CALLED"
    return {
        "stop": one.stop.id.hex(),
        "by": one.view.code(one.meta.side),
        "called_by": one.stop.by,
        "called_at": one.stop.called_at,
        "answer_due": due,
        "taken_by": one.taken_by or None,
        "state": "TAKEN" if one.taken_by else waiting,
    }


def say_stop(row: dict[str, Any], called: dict[str, list[str]]) -> None:
    """Say who called it, whether it was taken, and whom to call where it was not."""
    values = {**row, "entry": row["stop"][:12], "at": instant(row["called_at"] or 0)}
    if row["state"] == "TAKEN":
        DESK.say(N_("STOP {entry} of {by}, called {at} by {called_by}: taken by {taken_by}. It holds."), **values)
    elif row["state"] == "CALLED":
        DESK.say(N_("STOP {entry} of {by}, called {at} by {called_by}: not taken yet. It holds."), **values)
    else:
        names = names_of(called)
        DESK.say(
            N_("STOP {entry} of {by}, called {at} by {called_by}: UNANSWERED. It holds. Call both representatives: {names}."),
            **values,
            names=names,
        )  # fmt: skip


def names_of(called: dict[str, list[str]]) -> str:
    """Name the representatives of each side."""
    return "; ".join(f"{code}: {', '.join(one) or '-'}" for code, one in sorted(called.items()))


def _on_its_way() -> None:
    DESK.say(
        N_("Recorded here. The counterpart's node knows it after `jig exchange`, or a file by `jig bundle export`; no link is needed.")
    )  # fmt: skip


def _stops(opened: Node) -> list[StopStanding]:
    view = opened.picture.view()
    found = (stop_standing(view, one.id) for one in all_stops(view))
    return [one for one in found if one is not None and one.state != LIFTED]


def _may_lift(opened: Node, one: StopStanding) -> bool:
    given = one.view.written("lift", one.stop.id, one.meta.side)
    return bool(given) if one.meta.side != opened.side else not given


def _chosen(opened: Node, which: str | None, waits: list[StopStanding]) -> bytes:
    if which is not None:
        return find(opened, which).id
    if len(waits) != 1:
        names = ", ".join(one.stop.id.hex()[:12] for one in waits)
        raise Failed(UNUSABLE, Fault("STOP-WHICH" if waits else "STOP-NONE", found=names))
    return waits[0].stop.id


def _lift_of(opened: Node, stop: bytes) -> bytes:
    """The newest lift by the caller's side; raises Failed STOP-NO-LIFT."""
    given = opened.picture.view().written("lift", stop, 1 - opened.side)
    if not given:
        raise Failed(NOT_ACCEPTABLE, Fault("STOP-NO-LIFT", found=stop.hex()[:12]))
    return bytes(given[-1][1][0])


def _call(opened: Node, node: NodeFolder, given: dict[str, Any], officer: str) -> tuple[Recorded, list[Fault]]:
    """Record a STOP; where its place cannot be read it stops everything, the place as given among its words.

    Whoever calls STOP in a hurry is never sent back to correct a coordinate first.
    """
    try:
        return _submit(opened, node, "stop", given, officer), []
    except Unreadable as unread:
        place = given.get("at")
        if place is None:
            raise
        rest = {name: value for name, value in given.items() if name not in ("at", "radius_m")}
        rest["text"] = f"{given['text']} [{place['text']}]"[:20_000]
        failed = from_exception(unread)
        return _submit(opened, node, "stop", rest, officer), list(failed.faults) if failed is not None else []


def _submit(opened: Node, node: NodeFolder, kind: str, given: dict[str, Any], officer: str) -> Recorded:
    officer_of(opened, officer)
    return submit(opened, kind, given, officer, position_reader(node, opened.picture.view().terms))


def _held_by(opened: Node, stop: bytes) -> str:
    from jig.operations.state import current_plans

    plans = current_plans(opened.picture.view())
    return ", ".join(sorted(one.said.label for one in plans if stop in one.holds and one.execution is None))


def _give(recorded: Recorded, more: dict[str, Any]) -> int:
    DESK.judgement(recorded.judgement)
    if DESK.as_json:
        findings = [finding_json(one, recorded.id) for one in recorded.judgement.findings]
        DESK.give(
            {
                "entry": recorded.id.hex(),
                "seq": recorded.seq,
                "verdict": recorded.judgement.verdict.value,
                "findings": findings,
                "recorded": True,
                **more,
            }
        )
    return DONE if recorded.judgement.verdict.value == "OK" else NOT_ACCEPTABLE
