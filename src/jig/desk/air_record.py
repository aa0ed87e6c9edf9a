"""The air record looked at: `air report|coverage`. Both sides' lines stand apart; NO DATA stands beside zeros."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jig.agreement.wording import N_
from jig.desk.due import wall_clock
from jig.desk.faults import UNUSABLE, Failed, Fault
from jig.desk.groups import group
from jig.desk.options import Folder, Json, Lang, open_folder
from jig.desk.output import DESK, instant
from jig.desk.sentences_of_air_record import LEDGERS, REASONS, WORDS

if TYPE_CHECKING:
    from jig.air.determination_day import AirDay
    from jig.record.view import View

ABOUT = "The grounding: order of battle, notices of flights, what was seen, what is alleged."
Day = Annotated[str, typer.Option("--day", help="The day, YYYY-MM-DD, in the zone of the deadlines.")]
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    air = group(app, "air", ABOUT)
    air.command("report")(show_report)
    air.command("coverage")(show_coverage)


def day_of(text: str, where: str) -> int:
    """Read a date as a day number; raises Failed AIR-DATE."""
    from jig.air.order import number_of

    found = number_of(text) if _DATE.fullmatch(text) else None
    if found is None:
        raise Failed(UNUSABLE, Fault("AIR-DATE", path=where, found=text[:40]))
    return found


def word_of(code: str) -> str:
    """Give a state in the reader's words."""
    return DESK.words(WORDS[code]) if code in WORDS else DESK.fact(code)


def reason_of(text: str) -> str:
    """Give a reason in the reader's words, the notice behind it."""
    code, space, notice = text.partition(" ")
    return (DESK.words(REASONS[code]) if code in REASONS else code) + (f" [{notice}]" if space else "")


def some(days: list[str], most: int = 10) -> str:
    """List the first few, and how many more there are."""
    rest = f" +{len(days) - most}" if len(days) > most else ""
    return ", ".join(days[:most]) + rest


# --- one day ---------------------------------------------------------------------------------------------------------


def _air_day(view: View, day: int) -> AirDay:
    from jig.air.determination_day import AirDay

    return AirDay(view, day)


def show_report(folder: Folder, day: Day, as_json: Json = False, lang: Lang = None) -> None:
    """Report a day of the grounding: notices, what was seen, what is alleged, daily changes, coverage."""
    DESK.set(as_json=as_json, lang=lang)
    number = day_of(day, "--day")
    with open_folder(folder).node() as opened:
        view = opened.picture.view()
        found = _air_day(view, number).as_json() | {"day": day, "zone": str(view.setting("deadline.tz"))}
        times = _Times(view, found["to"])
    DESK.say(
        N_("{day} ({zone}, {hours} h): {state}"),
        day=day,
        zone=found["zone"],
        hours=found["hours"],
        state=word_of(found["state"]),
    )
    for code, row in found["sides"].items():
        _say_side(code, row, times)
    _say_ledgers(found["ledgers"])
    _say_rate(found["rate"])
    for row in found["violations"]:
        _say_violation(row, times)
    for row in found["questions"]:
        _say_question(row, times)
    _say_coverage(found["coverage"], times)
    if as_json:
        DESK.give(found)


def _say_side(code: str, row: dict[str, Any], times: _Times) -> None:
    counts = row["determinations"]
    DESK.say(
        N_("{code}: notices {notices}; seen {seen}: {matched} match a notice, {unmatched} match none, {nodata} NO DATA; order of battle: {order}"),
        code=code,
        notices=len(row["notices"]),
        seen=len(row["observations"]),
        matched=counts["MATCHED"],
        unmatched=counts["UNMATCHED"],
        nodata=counts["NO-DATA"],
        order=word_of(row["order"]["state"]),
    )  # fmt: skip
    order = row["order"]
    if order["due"] is not None:
        DESK.say(
            N_("    report of the day due before {due}: {status}"),
            due=times.both(order["due"]),
            status=word_of(order["deadline"]),
        )
    for one in row["notices"]:
        _say_notice(one, times)
    for one in row["observations"]:
        _say_observation(one)


def _say_notice(one: dict[str, Any], times: _Times) -> None:
    DESK.say(
        N_("  notice {name}, {mission}: {state}; areas crossed: {areas}; seen: {seen}"),
        name=one["notice_id"],
        mission=one["mission"],
        state=word_of(one["state"]),
        areas=", ".join(one["areas_crossed"]) or "-",
        seen=word_of(one["seen"]),
    )
    if one["wanting"]:
        DESK.say(N_("    lacks: {items}"), items=", ".join(map(word_of, one["wanting"])))
    if one["short_notice_reason"]:
        DESK.say(N_("    reason given for the short notice: {reason}"), reason=one["short_notice_reason"])
    if one["deadline"] is not None and one["deadline"]["due"] is not None:
        DESK.say(
            N_("    to be told before {due}; the counterpart's stamp: {stamp}"),
            due=times.both(one["deadline"]["due"]),
            stamp=times.both(one["deadline"]["stamp"]),
        )
    for held in one["control"]:
        DESK.say(
            N_("    over ground held by {holder} ({area}), says {code}, as of {as_of}"),
            holder=held["holder"],
            area=held["area"],
            code=held["by"],
            as_of=instant(held["as_of"]),
        )


def _say_observation(one: dict[str, Any]) -> None:
    DESK.say(
        N_("  observation {name}, {operator}, {areas}: {determination} ({reasons})"),
        name=one["obs_id"],
        operator=one["operator"],
        areas=", ".join(one["areas"]) or "-",
        determination=word_of(one["determination"]),
        reasons=", ".join(map(reason_of, one["reasons"])) or "-",
    )
    if one["areas_between"]:
        DESK.say(
            N_("    not seen between two points; straight on it would have met: {areas}"),
            areas=", ".join(one["areas_between"]),
        )
    if one["query"]:
        DESK.say(N_("    QUERY: {query}"), query=DESK.fact(one["query"]))


def _say_ledgers(found: dict[str, Any]) -> None:
    """Say which flights both records have, which contradict and which one has alone: nothing where neither has any."""
    if not found["rows"]:
        return
    (one, mine), (other, theirs) = found["totals"].items()
    DESK.say(
        N_("Both records of flights seen, side by side, never added: {one} {mine}, {other} {theirs}. In both {both}, contradicting {conflict}, only {one} {only_one}, only {other} {only_other}."),
        one=one, mine=mine, other=other, theirs=theirs, both=found["counts"]["BOTH"],
        conflict=found["counts"]["CONFLICT"], only_one=found["counts"][f"ONLY-{one}"],
        only_other=found["counts"][f"ONLY-{other}"],
    )  # fmt: skip
    for row in found["rows"]:
        names = " / ".join(f"{code} {seen['obs_id'] if seen else '-'}" for code, seen in row["seen"].items())
        DESK.say(
            N_("  {names}: {found} ({reasons}); others that might fit: {others}"),
            names=names,
            found=_ledger_word(row["found"]),
            reasons=", ".join(map(reason_of, row["reasons"])) or "-",
            others=row["others_that_fit"],
        )


def _ledger_word(found: str) -> str:
    """Give how a flight stands between the two records in the reader's words."""
    kind, _, code = found.partition("-")
    return DESK.words(LEDGERS[kind], code=code)


def _say_rate(rate: dict[str, Any]) -> None:
    DESK.say(
        N_("Flights of the third party seen: {seen}; with a notice in advance {notified}, late {late}, not proven in time {unproven}, NO DATA {nodata}. Notices: {notices}; of them seen {looked}, NO DATA {unseen}."),
        **_rate_values(rate),
    )  # fmt: skip
    for code, row in rate["by"].items():
        _say_rate_of(code, row)


def _rate_values(rate: dict[str, Any]) -> dict[str, Any]:
    return {
        "seen": rate["observed"],
        "notified": rate["observed_notified"],
        "late": rate["observed_notified_late"],
        "unproven": rate["observed_notified_unproven"],
        "nodata": rate["observed_without_data"],
        "notices": rate["notices"],
        "looked": rate["notices_seen"],
        "unseen": rate["notices_without_data"],
    }


def _say_rate_of(code: str, row: dict[str, Any]) -> None:
    """Say one side's rate, and beside it how much that side watched: a zero alone tells nothing."""
    DESK.say(
        N_("  {code} saw {seen} of the third party's flights ({state}; it watched {share} of area and time): with a notice in advance {notified}, late {late}, not proven in time {unproven}, NO DATA {nodata}; it gave {notices} notices: seen {looked}, NO DATA {unseen}"),
        code=code,
        state=word_of(row["state"]),
        share=_shares(row["covered_permille"]),
        **_rate_values(row),
    )  # fmt: skip


def _shares(found: list[int] | None) -> str:
    if found is None:
        return "-"
    return percent(found[0]) if found[0] == found[1] else f"{percent(found[0])} - {percent(found[1])}"


def _say_violation(row: dict[str, Any], times: _Times) -> None:
    said = ", ".join(f"{code}: {word_of(one['position']) if one else '-'}" for code, one in row["positions"].items())
    DESK.say(
        N_("{name} in {area}, alleged by {officer} ({code}){flash}: {state}; positions: {positions}; counted: {counted}; reported: {report}"),
        name=row["violation_id"],
        area=row["area"],
        officer=row["alleged_by"],
        code=row["by"],
        state=word_of(row["state"]),
        positions=said,
        flash=f", {DESK.words(N_('urgent'))}" if row["flash"] else "",
        counted=DESK.fact(row["counted"]),
        report=word_of(row["report"]["status"]),
    )  # fmt: skip
    DESK.say(N_("    to reach both before {due}"), due=times.both(row["report"]["due"]))
    if row["observations_ended"]:
        ended = ", ".join(one[:12] for one in row["observations_ended"])
        DESK.say(N_("    observations that it rests on, since taken back or stated anew: {ended}"), ended=ended)


def _say_question(row: dict[str, Any], times: _Times) -> None:
    given = ", ".join(f"{code}: {word_of(one['state'])}" for code, one in row["answers"].items())
    DESK.say(
        N_("Who flew ({name}, asked {asked_at}): {answers}; on record when asked: {frozen}, since then: {later}"),
        name=row["entry"][:12],
        asked_at=instant(row["asked_at"]),
        answers=given,
        frozen=len(row["frozen"]),
        later=len(row["later"]),
    )
    for listed, said in (("frozen", N_("    on record when asked: {kinds}")), ("later", N_("    since then: {kinds}"))):
        if row[listed]:
            DESK.say(said, kinds=_kinds_of(row[listed]))
    if row["frozen_is_part"]:
        DESK.say(N_("    More met the window than is listed."))
    incident = row["incident"]
    if incident is not None:
        DESK.say(
            N_("    incident at {at}; to be asked about before {due}: {status}"),
            at=times.both(incident["at"]),
            due=times.both(incident["ask_due"]),
            status=word_of(incident["asked"]),
        )
    if row["state"] == "WITHDRAWN":
        DESK.say(N_("    The question was taken back; what it froze stays listed."))
        return
    late = ", ".join(f"{code}: {word_of(one['deadline'])}" for code, one in row["answers"].items())
    DESK.say(N_("    answers due before {due}; {late}"), due=times.both(row["due"]), late=late)


def _kinds_of(rows: list[dict[str, Any]]) -> str:
    """Count entries by what they are, in the reader's words."""
    from jig.record.rooms import kinds

    counted = Counter(one["kind"] for one in rows)
    return "; ".join(f"{DESK.words(kinds()[kind].title)}: {counted[kind]}" for kind in sorted(counted))


def show_coverage(folder: Folder, day: Day, as_json: Json = False, lang: Lang = None) -> None:
    """Show how much of each designated area was watched on a day. NO DATA is no sign of compliance."""
    DESK.set(as_json=as_json, lang=lang)
    number = day_of(day, "--day")
    with open_folder(folder).node() as opened:
        found = _air_day(opened.picture.view(), number)
        rows, start, end = found.coverage_json(), found.start, found.end
        times = _Times(opened.picture.view(), end)
    _say_coverage(rows, times)
    if as_json:
        DESK.give({"areas": rows, "day": day, "from": start, "hours": (end - start) // 3_600, "to": end})


class _Times:
    """How instants are written: of a day by the wall clock of the deadlines, else in UTC and by that clock."""

    def __init__(self, view: View, day_end: int) -> None:
        self.profile, self.zone, self.day_end = view.profile, str(view.setting("deadline.tz")), day_end

    def of_day(self, at: int) -> str:
        """Write an instant of the day; its end is 24:00."""
        there = self.profile.zones.zone(self.zone).local(at)
        return "24:00" if at == self.day_end else f"{there.hour:02d}:{there.minute:02d}"

    def both(self, at: int | None) -> str:
        """Write an instant in UTC and by the wall clock (reading A05); a dash for none."""
        return "-" if at is None else f"{instant(at)} ({wall_clock(self.profile, at, self.zone)} {self.zone})"


def _say_coverage(rows: list[dict[str, Any]], times: _Times) -> None:
    for row in rows:
        parts = ", ".join(f"{code} {percent(one['covered_permille'])}" for code, one in row["by"].items())
        DESK.say(
            N_("  {area}: watched {share} of area and time ({parts}); seen {seen}, alleged {alleged}: {state}"),
            area=row["area"],
            share=percent(row["covered_permille"]),
            parts=parts,
            seen=row["observations"],
            alleged=row["alleged"],
            state=word_of(row["state"]),
        )
        if row["unwatched"]:
            hours = [f"{times.of_day(start)}-{times.of_day(end)}" for start, end in row["unwatched"]]
            DESK.say(N_("    nobody watched: {hours}"), hours=some(hours))
        for code, one in row["rates"].items():
            _say_rate_of(f"  {code}", one)
    if not rows:
        DESK.say(N_("No designated area is in force that day: NO DATA."))
    DESK.say(N_("What was not watched is not known: no zero here says that nobody flew."))


def percent(permille: int) -> str:
    """Write thousandths as a percentage."""
    return f"{permille // 10}.{permille % 10} %"
