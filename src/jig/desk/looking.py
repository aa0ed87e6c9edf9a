"""Looking at the picture: `picture`, `digest`, `diff`, `explain`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from jig.agreement.register import REGISTER
from jig.agreement.wording import N_
from jig.centre.explain import explain, find, standing_findings
from jig.centre.frontier import picture_at
from jig.centre.keeping import BOUNDED, not_kept
from jig.centre.picture import Picture
from jig.centre.show import difference, head, subject, whole
from jig.desk.faults import DONE, NOT_ACCEPTABLE, Fault
from jig.desk.harm_seen import contacts_in, seen_of
from jig.desk.options import At, Folder, Json, Lang, frontier_text, open_folder, position_reader, read_frontier
from jig.desk.output import DESK, instant
from jig.desk.readbacks import read_back
from jig.record.registers import Cut


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("picture")(show_picture)
    app.command("digest")(show_digest)
    app.command("diff")(show_diff)
    app.command("explain")(show_explanation)


def show_picture(
    folder: Folder,
    name: Annotated[str | None, typer.Argument(metavar="[SUBJECT]", help="One subject; all by default.")] = None,
    at: At = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Show what both logs say, at the frontier or at an earlier one."""
    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        picture = picture_at(opened, read_frontier(at, opened.picture.world.codes))
        found = whole(picture) if name is None else subject(picture, name)
        beyond = {kind: not_kept(opened.store, kind) for kind in BOUNDED}
    _say_frontier(found, at)
    for kind, one in beyond.items():
        # This node's own affair and no part of the picture, but whoever looks at the picture must know of it.
        if one.deliveries:
            DESK.say(
                N_("Beyond the bound and not kept: {kind}: {count} deliveries (`jig kept`)"),
                kind=kind,
                count=one.deliveries,
            )
    for key, standing in sorted(found["subjects"].items()):
        DESK.console.print(f"{key}  {DESK.fact(standing.get('state', ''))}", markup=False)
        if name is not None:
            DESK.console.print(json.dumps(standing, ensure_ascii=False, indent=1), markup=False)
    if as_json:
        DESK.give(found)


def show_digest(folder: Folder, at: At = None, as_json: Json = False, lang: Lang = None) -> None:
    """Give the digest of the picture and the frontier that it names."""
    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        found = head(picture_at(opened, read_frontier(at, opened.picture.world.codes)))
    if as_json:
        DESK.give(found)
    else:
        typer.echo(found["digest"])
        _say_frontier(found, at)


def show_diff(
    folder: Folder,
    other: Annotated[Path, typer.Argument(metavar="DIR", help="The other node's folder.")],
    at: At = None,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Compare two nodes' pictures at the greatest frontier that both hold, and say where they differ first."""
    DESK.set(as_json=as_json, lang=lang)
    with open_folder(folder).node() as one, open_folder(other).node() as two:
        cut = read_frontier(at, one.picture.world.codes)
        a, b = one.picture.frontier, two.picture.frontier
        common = Cut(min(a[0], b[0]), min(a[1], b[1])) if cut is None else cut
        pictures: tuple[Picture, Picture] = (picture_at(one, common), picture_at(two, common))
        frontiers = [picture.frontier for picture in pictures]
        found = [whole(picture) for picture in pictures]
    rows = (
        difference(found[0], found[1])
        if frontiers[0] == frontiers[1]
        else difference(head(pictures[0]), head(pictures[1]))
    )
    for row in rows:
        DESK.say(N_("{path}: {one} here, {other} there."), path=row["path"], one=row["one"], other=row["other"])
    if not rows:
        DESK.say(
            N_("No difference at {frontier}: {digest}."),
            frontier=frontier_text(found[0]["frontier"]),
            digest=found[0]["digest"],
        )
    if as_json:
        DESK.give({"differences": rows, "frontier": found[0]["frontier"], "digests": [f["digest"] for f in found]})
    return NOT_ACCEPTABLE if rows else DONE


def show_explanation(
    folder: Folder,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="An entry's id, its beginning, or CODE/number.")],
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Explain an entry: every finding with its clause and reading, and the proof of when it was told."""
    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        found, judgement = explain(opened, entry)
        stands = standing_findings(opened, find(opened, entry))
        # By the terms that the entry stands under: what both sign later changes nothing about it.
        under = [one for one in opened.picture.terms.versions if one.digest.hex() == found["terms"]]
    reader = position_reader(node, under[0] if under else None)
    found["reader_check"] = reader.found_in(found["body"]) + contacts_in(found["kind"], found["body"])
    found["body"] = seen_of(found["kind"], found["body"])
    found["faults"] = seen_of(found["kind"], found["faults"])
    judgement = judgement._replace(faults=seen_of(found["kind"], judgement.faults))
    DESK.say(
        N_("{log}/{seq} {kind}: {verdict}; transmitted by {officer}."),
        log=found["log"],
        seq=found["seq"],
        kind=found["kind"],
        verdict=DESK.verdict(found["verdict"]),
        officer=found["transmitted_by"] or "-",
    )
    DESK.judgement(judgement)
    if stands:
        DESK.say(N_("As it stands now:"))
        for finding in stands:
            DESK.finding(finding, REGISTER.clause(finding.clause).para)
    for row in found["reader_check"]:
        DESK.warn(Fault(row["code"], path=row["path"], params=row["params"]))
    found["readback"] = read_back(reader, node.own.profile, node.own.root.participant, found["body"])
    stamp: Any = found["received_by_counterpart_at"]
    if stamp is None:
        DESK.say(N_("No stamp of the counterpart on it is held: when it was told is UNPROVEN."))
    else:
        DESK.say(N_("By the counterpart's own stamp it was there at {stamp}."), stamp=instant(stamp))
    if as_json:
        DESK.give(found)


def _say_frontier(found: dict[str, Any], asked: str | None) -> None:
    frontier = frontier_text(found["frontier"])
    if asked is not None and set(asked.replace(" ", "").split(",")) != set(frontier.split(",")):
        DESK.say(N_("{asked} is not closed; this is the greatest closed frontier below it."), asked=asked)
    DESK.say(N_("Picture at {frontier}: {digest}"), frontier=frontier, digest=found["digest"])
