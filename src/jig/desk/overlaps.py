"""Overlaps of a plan: `overlap compare`, `overlap resolve`. Each node computes alone, an officer states it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from jig.agreement.wording import N_
from jig.centre.comparing import Overlapping, overlapping, plan_named, stated
from jig.centre.node import Node
from jig.centre.submit import officer_of, submit
from jig.desk.alternatives import Asked, protected_of
from jig.desk.alternatives import alternatives as told
from jig.desk.deconflict import row, say
from jig.desk.faults import DONE, NOT_ACCEPTABLE, Failed, Fault
from jig.desk.groups import group
from jig.desk.options import Folder, Json, Lang, Officer, open_folder
from jig.desk.output import DESK
from jig.operations.standing import standing
from jig.places.volume import Volume
from jig.record.registers import SIDES

ABOUT = "Overlaps of plans: computed by each node alone, stated and resolved by named officers."
PlanRef = Annotated[str, typer.Argument(metavar="PLAN", help="A plan's label, its entry, or the beginning of it.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    overlap = group(app, "overlap", ABOUT)
    overlap.command("compare")(compare)
    overlap.command("resolve")(resolve)


def compare(
    folder: Folder,
    plan: PlanRef,
    officer: Annotated[
        str | None, typer.Option("--officer", help="Who states it; without one it is only shown.")
    ] = None,
    text: Annotated[str, typer.Option("--text", help="In the officer's words.")] = "",
    alternatives: Annotated[
        bool, typer.Option("--alternatives", help="Show the plan's nearest shifts without a conflict found.")
    ] = False,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Compare a plan with the other participant's plans, as this node knows them, and state what was found."""
    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        opened.refresh()
        meta = plan_named(opened, plan)
        overlaps = overlapping(opened, meta)
        found = stated(opened, meta, overlaps)
        answer: dict[str, Any] = {"recorded": False, "clears": False, **found}
        answer["explained"] = explained(opened, overlaps)
        if alternatives:
            answer["alternatives"] = shifts(opened, node.path, overlaps, officer or "")
        if officer is not None:
            officer_of(opened, officer)
            body = found | {"stated_by": officer, "text": text, "lang": DESK.lang}
            recorded = submit(opened, "deconfliction-verdict", body, officer)
            answer |= {"recorded": True, "entry": recorded.id.hex(), "verdict": recorded.judgement.verdict.value}
        after = standing(opened.picture.view(), found["plan"])
        answer |= {"state": after.overlap_state, "difference": after.overlap_difference} if after is not None else {}
    if found["conflicts"]:
        DESK.say(N_("Overlaps: {conflicts}, the first {first_conflict}."), **found)
    else:
        DESK.say(N_("No conflict found with what is known here: {count} plans compared."), count=len(found["against"]))
    DESK.say(N_("Between both nodes: {state}. {difference}"), state=DESK.fact(answer.get("state", "UNCHECKED")), difference=answer.get("difference", ""))  # fmt: skip
    if officer is not None:
        DESK.judgement(recorded.judgement)
    if as_json:
        DESK.give(answer)
    return NOT_ACCEPTABLE if found["conflicts"] or answer.get("verdict", "OK") != "OK" else DONE


def explained(node: Node, overlaps: Overlapping) -> list[dict[str, Any]]:
    """Say and give which volumes overlap, where, at which heights, when, by how much and under which reading."""
    rows = []
    for met in overlaps.met:
        shown = replace(met, a=_labelled(node, met.a), b=_labelled(node, met.b))
        rows.append(row(shown, overlaps.added))
        say(shown, rows[-1])
    return rows


def _labelled(node: Node, volume: Volume) -> Volume:
    """Give a volume the label of its plan; by the entry two versions of one label are told apart."""
    view, entry = node.picture.view(), bytes.fromhex(volume.plan)
    meta = view.entry(entry)
    said = view.last("plan.said", entry, meta.side) if meta is not None else None
    return replace(volume, plan=said.label) if said is not None else volume


def shifts(node: Node, folder: Path, overlaps: Overlapping, officer: str) -> list[dict[str, Any]]:
    """Say and give the nearest shifts of the plan for which nothing is found; none near what is protected."""
    own, theirs = ([_labelled(node, one) for one in each] for each in (overlaps.own, overlaps.theirs))
    if not own:
        return []
    view = node.picture.view()
    frontier = {view.code(side): node.picture.frontier[side] for side in SIDES}
    protected = (protected_of(node, folder, officer),)
    return told(own, theirs, Asked(overlaps.added, protected=protected, frontier=frontier))


def resolve(
    folder: Folder,
    plan: PlanRef,
    officer: Officer,
    reason: Annotated[str, typer.Option("--reason", help="How the overlap is resolved, in the officer's words.")],
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Resolve, by name and with the reason, the overlaps that this side's own comparison found."""
    DESK.set(as_json=as_json, lang=lang)
    with open_folder(folder).node() as opened:
        meta = plan_named(opened, plan)
        found = opened.picture.view().last("overlap", meta.id, opened.side)
        if found is None:
            raise Failed(NOT_ACCEPTABLE, Fault("OVERLAP-UNCOMPARED", found=plan))
        officer_of(opened, officer)
        body = {"plan": meta.id.hex(), "decided_by": officer, "reason": reason, "lang": DESK.lang}
        body["conflicts_digest"] = found.digest or "0" * 64
        recorded = submit(opened, "overlap-resolution", body, officer)
        after = standing(opened.picture.view(), meta.id)
        state = after.overlap_state if after is not None else ""
    DESK.say(N_("Between both nodes: {state}. {difference}"), state=DESK.fact(state), difference="")
    DESK.judgement(recorded.judgement)
    verdict = recorded.judgement.verdict.value
    if as_json:
        DESK.give({"entry": recorded.id.hex(), "recorded": True, "state": state, "verdict": verdict})
    return DONE if verdict == "OK" else NOT_ACCEPTABLE
