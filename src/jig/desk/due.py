"""What is due or overdue: `due`. The reader's clock is asked here and nowhere below."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any

import typer

from jig.agreement.clocks import Zone
from jig.agreement.profile import Profile
from jig.agreement.register import REGISTER
from jig.agreement.wording import N_
from jig.centre.frontier import picture_at
from jig.centre.remind import Reminder, reminders
from jig.desk.faults import UNUSABLE, Failed, Fault
from jig.desk.options import At, Folder, Json, Lang, open_folder, read_frontier
from jig.desk.output import DESK

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})")
Now = Annotated[
    str | None,
    typer.Option("--now", metavar="INSTANT", help="For example 2016-09-12T06:00Z; by default this node's clock."),
]
_UTC = Zone("UTC", (0,), (0,), 0)
WHAT = {
    "ASSESSMENT-FIRST": N_("The first assessment of the execution {subject} is to be given."),
    "ASSESSMENT-FULL": N_("The full assessment of the execution {subject} is to be given."),
    "COMMON-MAP": N_(
        "The common map is to be completed as far as possible; areas signed by both, of those stated: {subject}."
    ),
    "ESTABLISHMENT": N_("The group is to be established and formed."),
    "LIST-EXCHANGE": N_(
        "Both sides are to state the version of the protected list that they hold; a stale list screens nothing."
    ),
    "MOVEMENT-DELIVER": N_(
        "The movement {subject} is to be taken by name down to the executing unit; till then it is NOT DELIVERED."
    ),
    "ORDER-DAILY": N_("The day's changes of the air order of battle are to be reported, NIL included: {subject}."),
    "PROTECTED-TAKE": N_("What is protected, {subject}, is to be taken note of by name."),
    "START-DATE": N_("Actions are agreed: the date of start is to be decided."),
    "STOP-ANSWER": N_("The STOP {subject} is to be taken by name; it holds, and both representatives are called."),
    "TARGET-FORMAT": N_("The format {subject} is to be developed and agreed."),
    "VIOLATION-DELIVER": N_(
        "The alleged violation {subject} is to reach the other participant too: its countersignature is awaited."
    ),
    "VIOLATION-POSITION": N_("A position on the alleged violation is to be stated, UNRESOLVED if need be: {subject}."),
    "VIOLATION-REPORT": N_(
        "The flight {subject} was seen inside a designated area, and no notice excuses it: an officer is to look at it."
    ),
    "WHO-FLEW": N_("Who flew is to be answered, UNKNOWN if need be; silence stays NO ANSWER: {subject}."),
    "WHO-FLEW-ASK": N_("A weapon was seen to be released, {subject}: both sides are to be asked who flew there."),
    "WIDER-UNDERSTANDING": N_("The broader understanding is to be reached by its target date."),
}


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("due")(show_due)


def show_due(folder: Folder, now: Now = None, at: At = None, as_json: Json = False, lang: Lang = None) -> None:
    """List what is due or overdue, as far as the record shows. Silence is no breach, and no consent."""
    DESK.set(as_json=as_json, lang=lang)
    given = None if now is None else read_instant(now)
    node = open_folder(folder)
    with node.node() as opened:
        moment = opened.clock.now() if given is None else given
        picture = picture_at(opened, read_frontier(at, opened.picture.world.codes))
        found, profile = reminders(picture.view()), picture.profile
    rows = [_row(one, moment, profile) for one in found]
    for one, row in zip(found, rows, strict=True):
        _say(one, row)
    DESK.say(N_("A reminder judges nobody: nothing is late before its debtor's own stamp or silence is looked into."))
    if as_json:
        DESK.give({"due": rows, "now": moment})


def read_instant(text: str) -> int:
    """Read an instant with its offset, or seconds since 1970; raises Failed INSTANT."""
    if text.isascii() and text.removeprefix("-").isdecimal() and len(text) <= 12:
        return int(text)
    try:
        if _INSTANT.fullmatch(text) is None:
            raise ValueError(text)
        return int(datetime.fromisoformat(text).timestamp())
    except ValueError as error:
        raise Failed(UNUSABLE, Fault("INSTANT", found=text[:40])) from error


def _row(one: Reminder, now: int, profile: Profile) -> dict[str, Any]:
    row: dict[str, Any] = {**one._asdict(), "state": one.state(now), "local": {}}
    if one.due is not None:
        due = one.due
        row["local"] = {zone: wall_clock(profile, due, zone) for zone in _zones(profile)}
        row["overdue_s"] = max(0, now - due)
    return row


def wall_clock(profile: Profile, at: int, zone: str) -> str:
    """Write an instant by the wall clock of a zone, with its offset; UTC needs no table."""
    table = _UTC if zone == "UTC" else profile.zones.zone(zone)
    there = table.local(at)
    hours, minutes = divmod(abs(there.offset_s) // 60, 60)
    sign = "-" if there.offset_s < 0 else "+"
    return f"{there.date_text} {there.hour:02d}:{there.minute:02d}{sign}{hours:02d}:{minutes:02d}"


def _zones(profile: Profile) -> list[str]:
    shown = profile.places.get("display")
    return [str(zone) for zone in shown] if isinstance(shown, list | tuple) else []


def _say(one: Reminder, row: dict[str, Any]) -> None:
    what = DESK.words(WHAT[one.code], subject=one.subject[:12] if len(one.subject) == 64 else one.subject)
    DESK.say(
        N_("[{state}] {para}, reading {reading}: {what}"),
        state=DESK.fact(row["state"]),
        para=REGISTER.clause(one.clause).para,
        reading=one.reading,
        what=what,
    )
    for zone, text in row["local"].items():
        DESK.console.print(f"    {text} {zone}", markup=False)
