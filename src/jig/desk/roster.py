"""The roster against what the agreement asks for: `officer coverage`. A report: nothing is blocked."""

from __future__ import annotations

from typing import Any

import typer

from jig.agreement.wording import N_
from jig.centre.frontier import picture_at
from jig.centre.roster import both
from jig.desk.due import Now, read_instant
from jig.desk.groups import group
from jig.desk.options import At, Folder, Json, Lang, open_folder, read_frontier
from jig.desk.output import DESK

ABOUT = "Who may speak for this participant."
_EXPERTISE = {
    "INTEL": N_("intelligence"),
    "TARGETING": N_("targeting"),
    "AIR_OPS": N_("air operations"),
    "STRIKE_PLANNING": N_("strike planning"),
    "WEAPONEERING": N_("weaponeering"),
    "OP_LAW": N_("operational law"),
}
_WHY = {
    "UNFILLED": N_("The post {post} is not filled, and the other side has one paired with it ({para})."),
    "RELIEVED": N_("The post {post} is vacant: {officer} was relieved ({para})."),
    "UNACCREDITED": N_("The post {post} is vacant: {officer} is not accredited ({para})."),
}


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    group(app, "officer", ABOUT).command("coverage")(show_coverage)


def show_coverage(folder: Folder, now: Now = None, at: At = None, as_json: Json = False, lang: Lang = None) -> None:
    """Hold both sides' rosters against the posts and expertise that the agreement asks for. Nothing is blocked."""
    DESK.set(as_json=as_json, lang=lang)
    given = None if now is None else read_instant(now)
    node = open_folder(folder)
    with node.node() as opened:
        moment = opened.clock.now() if given is None else given
        picture = picture_at(opened, read_frontier(at, opened.picture.world.codes))
        found = both(picture.view(), moment)
    for code, one in found.items():
        _say(code, one)
    DESK.say(N_("A report for people: no gap stops anything, and no entry waits for it."))
    if as_json:
        DESK.give({"now": moment, "participants": found})


def _say(code: str, found: dict[str, Any]) -> None:
    filled = len(found["posts"]) - len(found["vacancies"])
    DESK.say(N_("{code}: {filled} of {total} posts filled."), code=code, filled=filled, total=len(found["posts"]))
    by_post = {one["post"]: one["officer"] for one in found["posts"]}
    for one in found["vacancies"]:
        DESK.say(_WHY[one["why"]], post=one["post"], officer=by_post[one["post"]], para=one["para"])
    for line in found["expertise"]:
        _say_line(line)
    for one in found["functions"]:
        DESK.say(
            N_("Nobody is accredited as {roles}: nobody may state {kinds} ({para})."),
            roles=", ".join(one["roles"]), kinds=", ".join(one["kinds"]), para=one["para"],
        )  # fmt: skip


def _say_line(line: dict[str, Any]) -> None:
    # An adversary's code is the profile's own, and its own word.
    known = _EXPERTISE.get(line["expertise"])
    what = DESK.words(known) if known is not None else line["expertise"]
    if not line["officers"]:
        DESK.say(N_("  {para}: {what}: no expert on the roster."), para=line["para"], what=what)
        return
    duty = ", ".join(line["on_duty"]) or DESK.words(N_("nobody"))
    officers = ", ".join(line["officers"])
    DESK.say(
        N_("  {para}: {what}: {officers}; on duty: {duty}."), para=line["para"], what=what, officers=officers, duty=duty
    )
