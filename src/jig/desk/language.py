"""For linguists: `language tasks`, `language lane`, `language draft`, `language coverage`."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Annotated, Any

import typer

from jig.agreement.wording import N_
from jig.centre.node import Node
from jig.centre.translating import draft, lane, task_rows
from jig.desk.faults import DONE, NOT_ACCEPTABLE, UNUSABLE, Failed, Fault
from jig.desk.groups import group
from jig.desk.options import Folder, Json, Lang, Officer, open_folder
from jig.desk.output import DESK, instant
from jig.language.shifts import HOUR, gaps, hours

ABOUT = "Originals and translations, glossary, translation memory, linguists on duty."
Entry = Annotated[str, typer.Argument(metavar="ENTRY", help="An entry's id, its beginning, or CODE/number.")]
_LONGEST_HOURS = 24 * 31
_AGAIN_S = 2.0


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    language = group(app, "language", ABOUT)
    language.command("tasks")(show_tasks)
    language.command("lane")(show_lane)
    language.command("draft")(make_draft)
    language.command("coverage")(show_coverage)


def show_tasks(
    folder: Folder,
    everybody: Annotated[bool, typer.Option("--both", help="The counterpart's tasks as well.")] = False,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """List what was received and no human has translated yet, the oldest first."""
    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        rows = task_rows(opened, now=opened.clock.now(), side=None if everybody else opened.side)
    for row in rows:
        values = row | {"entry": row["entry"][:12], "hours": row["age_s"] // HOUR}
        said = DRAFTED if row["drafted"] else OPEN
        DESK.say(said, **values)
    if not rows:
        DESK.say(N_("Nothing received waits for its translation."))
    if as_json:
        DESK.give({"tasks": rows})


OPEN = N_("{log}/{seq} {kind} ({entry}): from {lang} into {into} for {receiver}, for {hours} h.")
DRAFTED = N_(
    "{log}/{seq} {kind} ({entry}): from {lang} into {into} for {receiver}, for {hours} h; only a machine's draft."
)


def show_lane(
    folder: Folder,
    conversation: Entry,
    follow: Annotated[bool, typer.Option("--follow", help="Go on until interrupted.")] = False,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Show a conversation in both languages side by side, in time order; what is not translated yet is marked."""
    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        found = lane(opened, conversation)
        _print(f"{found['line']}: {found['subject']}")
        shown: dict[str, Any] = {}
        _say_new(found["utterances"], shown)
        if as_json:
            DESK.give(found)
        while follow:
            time.sleep(_AGAIN_S)
            _say_next(opened, conversation, shown, as_json)


def _say_next(opened: Node, conversation: str, shown: dict[str, Any], as_json: bool) -> None:
    opened.refresh()
    fresh = _say_new(lane(opened, conversation)["utterances"], shown)
    if as_json and fresh:
        DESK.give(fresh)


def _say_new(rows: list[dict[str, Any]], shown: dict[str, Any]) -> list[dict[str, Any]]:
    """Say what was not said before or has changed: a translation that came in shows its utterance again."""
    fresh = [row for row in rows if shown.get(row["entry"]) != row]
    for row in fresh:
        shown[row["entry"]] = row
        _say_utterance(row)
    return fresh


def _say_utterance(row: dict[str, Any]) -> None:
    speaker = row["speaker"] if isinstance(row["speaker"], dict) else {}
    said_at = row["said_at"] if isinstance(row["said_at"], int) else 0
    who = f"{speaker.get('participant', '')} {speaker.get('post', '')}"
    _print(f"{instant(said_at)} {who} [{row['lang']}]: {row['text']}")
    if row["translation"] is not None:
        _print(f"    [{row['into']}, {row['status']}, {row['translator']}] {row['translation']}")
    if row["pending"]:
        DESK.say(N_("    [{lang}] PENDING: no human's translation stands beside it."), lang=row["into"])
    if row["reads_back"]:
        DESK.say(N_("    Reads back {entry}."), entry=row["reads_back"][:12])
    if row["read_back"]:
        DESK.say(N_("    Was read back."))


def _print(text: str) -> None:
    """Print words that came from outside: what could steer a terminal or turn the line round is shown as a box."""
    DESK.console.print("".join(one if one.isprintable() else "\ufffd" for one in text), markup=False)


def make_draft(folder: Folder, entry: Entry, officer: Officer, as_json: Json = False, lang: Lang = None) -> int:
    """Let the local engine draft a received entry's translation. It is off by default, and decides nothing."""
    from jig.adapters.engine import engine_of

    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    engine = engine_of(folder)
    with node.node() as opened:
        recorded, text = draft(opened, entry, officer, engine)
    DESK.say(
        N_("Recorded as entry {seq}, a MACHINE-DRAFT by {engine}, submitted by {officer}: no decision rests on it."),
        seq=recorded.seq, engine=engine.name, officer=officer,
    )  # fmt: skip
    _print(text)
    DESK.judgement(recorded.judgement)
    if as_json:
        DESK.give({
            "entry": recorded.id.hex(), "seq": recorded.seq, "status": "MACHINE-DRAFT", "translator": engine.name,
            "text": text, "verdict": recorded.judgement.verdict.value,
        })  # fmt: skip
    return DONE if recorded.judgement.kept else NOT_ACCEPTABLE


def show_coverage(
    folder: Folder,
    start: Annotated[
        str | None, typer.Option("--from", help="An instant, 2016-09-17T12:55:00Z; now by default.")
    ] = None,
    count: Annotated[int, typer.Option("--hours", help="How many hours to look at.")] = 24,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Say for each hour whether a qualified linguist and an intake operator are on duty; 1 when an alarm is due."""
    DESK.set(as_json=as_json, lang=lang)
    if not 1 <= count <= _LONGEST_HOURS:
        raise Failed(UNUSABLE, Fault("HOURS-RANGE", path="--hours", found=str(count), expected=str(_LONGEST_HOURS)))
    given = None if start is None else _instant(start)
    node = open_folder(folder)
    with node.node() as opened:
        now = opened.clock.now()
        begin = now if given is None else given
        end = begin + count * HOUR
        view = opened.picture.view()
        found = gaps(view, opened.side, begin, end)
        said = {
            "participant": view.code(opened.side), "from": begin, "to": end, "now": now,
            "needs": {"LINGUIST": list(view.profile.languages), "INTAKE": [str(view.setting("language.intake"))]},
            "alarm_lead_s": view.setting("language.alarm_lead_s"), "hours": hours(found, begin, end),
            "gaps": [gap._asdict() | {"alarm": now >= gap.alarm_at} for gap in found], "clause": "C023",
        }  # fmt: skip
    _say_gaps(said)
    if as_json:
        DESK.give(said)
    return NOT_ACCEPTABLE if any(gap["alarm"] for gap in said["gaps"]) else DONE


def _say_gaps(said: dict[str, Any]) -> None:
    for gap in said["gaps"]:
        values = {
            "starts": instant(gap["starts"]), "ends": instant(gap["ends"]), "alarm_at": instant(gap["alarm_at"]),
            "languages": ", ".join(said["needs"][gap["need"]]),
        }  # fmt: skip
        DESK.say(_ALARMS[gap["need"]] if gap["alarm"] else _GAPS[gap["need"]], **values)
    if not said["gaps"]:
        DESK.say(
            N_("From {start} to {end} every hour has a linguist and an intake operator on duty."),
            start=instant(said["from"]), end=instant(said["to"]),
        )  # fmt: skip


_GAPS = {
    "LINGUIST": N_("From {starts} to {ends} no linguist qualified in {languages} is on duty; alarm at {alarm_at}."),
    "INTAKE": N_(
        "From {starts} to {ends} nobody qualified in {languages} is on duty for the intake; alarm at {alarm_at}."
    ),
}
_ALARMS = {
    "LINGUIST": N_("ALARM: from {starts} to {ends} no linguist qualified in {languages} is on duty. Fill the shift."),
    "INTAKE": N_(
        "ALARM: from {starts} to {ends} nobody qualified in {languages} is on duty; the intake cannot open. Fill the shift."
    ),
}


def _instant(text: str) -> int:
    """Read an instant in Zulu time; raises Failed INSTANT."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or found.utcoffset() is None:
        raise Failed(UNUSABLE, Fault("INSTANT", path="--from", found=text[:80]))
    return int(found.timestamp())
