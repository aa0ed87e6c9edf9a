"""The air order of battle looked at: `air order`, now or at a past date, as known now or as it was known then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from jig.agreement.wording import N_
from jig.desk.air_record import ABOUT, day_of, some
from jig.desk.groups import group
from jig.desk.options import Folder, Json, Lang, open_folder
from jig.desk.output import DESK, instant

if TYPE_CHECKING:
    from jig.record.view import View

NOW, THEN = "now", "then"


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    group(app, "air", ABOUT).command("order")(show_order)


def show_order(
    folder: Folder,
    at: Annotated[
        str | None, typer.Option("--at", metavar="DATE", help="As it stood at the end of that day, YYYY-MM-DD.")
    ] = None,
    known: Annotated[
        Literal["now", "then"],
        typer.Option("--known", help="With --at: corrections told later included, or as both had it by then."),
    ] = "now",
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Show the air order of battle: each side's lines apart, their age, and the days without a report."""
    from jig.air.determination_day import bounds
    from jig.centre.frontier import proven_by

    DESK.set(as_json=as_json, lang=lang)
    day = None if at is None else day_of(at, "--at")
    with open_folder(folder).node() as opened:
        view = opened.picture.view()
        moment = opened.clock.now() if day is None else bounds(view, day)[1]
        cut = opened.picture.frontier if day is None else proven_by(view, moment)
        then = opened.picture.view(cut)
        awaited = _awaited(view, opened.clock.now())
        found, other = _sides(view, moment, day, awaited), _sides(then, moment, day, awaited)
        if known == THEN:
            found, other = other, found
    later = _told_later(found, other)
    differing = _differences(found)
    for code, row in found.items():
        _say_order(code, row)
        if later[code]["lines"] or later[code]["days"]:
            _say_later(known, later[code])
    for key in differing:
        DESK.say(N_("The two sides state {key} differently; neither stands for the other."), key=" / ".join(key))
    if as_json:
        sizes = {view.code(side): cut[side] for side in (0, 1)}
        DESK.give({"as_of": moment, "at": at, "differing": [list(key) for key in differing], "known": known.upper(),
                   "known_then": sizes, "sides": found, "told_later": later})  # fmt: skip


def _sides(view: View, moment: int, day: int | None, awaited: int) -> dict[str, Any]:
    """Give both sides' order of battle; a day to come, or one whose cut-off is to come, is missed by nobody."""
    from jig.air.order_book import OrderOf
    from jig.record.registers import SIDES

    until = None if day is None else moment
    books = [OrderOf(view, side, until, day, awaited if day is None else min(day, awaited)) for side in SIDES]
    return {view.code(book.side): book.as_json(moment) for book in books}


def _told_later(found: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Name by side the lines and days of which one of the two says other than the other."""
    told: dict[str, Any] = {}
    for code in found:
        rows = [
            {(one["base"], one["unit"], one["aircraft_type"]): one for one in side[code]["lines"]}
            for side in (found, other)
        ]
        keys = sorted(
            key for key in rows[0].keys() | rows[1].keys() if _said(rows[0].get(key)) != _said(rows[1].get(key))
        )
        days = set(found[code]["missed_days"]) ^ set(other[code]["missed_days"])
        told[code] = {"days": sorted(days), "lines": [list(key) for key in keys]}
    return told


def _said(line: dict[str, Any] | None) -> Any:
    return None if line is None else (line["id"], line["present_reckoned"])


def _say_later(known: str, later: dict[str, Any]) -> None:
    names = ", ".join(" / ".join(key) for key in later["lines"]) or "-"
    sentence = (
        N_(
            "  told or proven only after that day, and counted here: {lines}; days: {days} (--known then leaves them out)"
        )
        if known == NOW
        else N_(
            "  told or proven only after that day, and left out here: {lines}; days: {days} (--known now counts them)"
        )
    )
    DESK.say(sentence, lines=names, days=some(later["days"]) or "-")


def _awaited(view: View, now: int) -> int:
    """Give the last day whose cut-off for reports has passed."""
    from jig.air.order import due_of

    today = view.profile.zones.zone(str(view.setting("deadline.tz"))).local(now).day_number
    due = due_of(view, today)
    return today if due is not None and due <= now else today - 1


def _differences(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    """List base, unit and type of which both sides have lines with other counts."""
    told = [
        {
            (line["base"], line["unit"], line["aircraft_type"]): (line["present"], line["serviceable"], line["unknown"])
            for line in row["lines"]
        }
        for row in found.values()
    ]
    return sorted(key for key in told[0].keys() & told[1].keys() if told[0][key] != told[1][key])


def _say_order(code: str, row: dict[str, Any]) -> None:
    DESK.say(
        N_("{code}: lines: {count}; last day reported: {last}"),
        code=code,
        count=len(row["lines"]),
        last=row["last_report"] or "-",
    )
    if not row["lines"]:
        DESK.say(N_("  no line stated: NO DATA, which is not an empty base"))
    for line in row["lines"]:
        DESK.say(
            N_("  {base} {unit} {type}: {present} present, {serviceable} serviceable, {unknown} unknown; as of {as_of}, {grade}"),
            base=line["base"],
            unit=line["unit"],
            type=line["aircraft_type"],
            present=line["present"],
            serviceable=line["serviceable"],
            unknown=line["unknown"],
            as_of=instant(line["as_of"]),
            grade=line["grade"],
        )  # fmt: skip
        if line["changes_since"]:
            DESK.say(N_("    with the changes reported since: {count} present"), count=line["present_reckoned"])
        if line["stale"]:
            DESK.say(N_("    STALE: last confirmed {confirmed}"), confirmed=instant(line["last_confirmed"]))
    for one in row["changes_without_line"]:
        DESK.say(
            N_("  {day}: {change} {number} {type}, {base}: no line states these, and they are counted in none"),
            day=one["day"],
            change=DESK.fact(one["change"]),
            number=one["number"],
            type=one["aircraft_type"],
            base=one["base"],
        )
    if row["missed_days"]:
        DESK.say(N_("  days without a report, a NIL included: {days}"), days=some(row["missed_days"]))
    if row["late_days"]:
        DESK.say(N_("  reported after the cut-off: {days}"), days=some(row["late_days"]))
    if row["unproven_days"]:
        DESK.say(N_("  in time by its own stamp only, UNPROVEN: {days}"), days=some(row["unproven_days"]))
