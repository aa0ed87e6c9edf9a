"""Stays found in tracks, held against the record's notices: `air match`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jig.agreement.wording import N_
from jig.desk.air_record import ABOUT, percent, reason_of, word_of
from jig.desk.faults import DONE, UNUSABLE, Failed, Fault
from jig.desk.groups import group
from jig.desk.options import At, Folder, Json, Lang, open_folder, read_frontier
from jig.desk.output import DESK, instant

if TYPE_CHECKING:
    from jig.adapters.episode_files import RowFault
    from jig.air.matching import Match, Stay
    from jig.record.view import View

Rows = Annotated[
    Path, typer.Argument(metavar="ROWS", help="What `air episodes --out` wrote; GeoJSON has the way flown.")
]
Table = Annotated[Path | None, typer.Option("--aircraft", help="A table aircraft,class,type: what is known of each.")]


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    group(app, "air", ABOUT).command("match")(match)


def match(
    folder: Folder,
    rows: Rows,
    aircraft: Table = None,
    error_m: Annotated[
        int, typer.Option("--error-m", min=0, max=100_000, help="Metres that a position may be off.")
    ] = 100,
    at: At = None,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Hold episodes against the notices on record, in space, time, type and number. Nobody's flight is inferred."""
    DESK.set(as_json=as_json, lang=lang)
    stays, faults = _read(rows, aircraft, error_m)
    from jig.air.matching import matched, tally

    with open_folder(folder).node() as opened:
        codes = (opened.picture.view().code(0), opened.picture.view().code(1))
        view = opened.picture.view(read_frontier(at, codes))
        found = matched(view, stays)
        covered = _coverage(view, found)
    for fault in faults:
        DESK.warn(fault)
    told = [_row(one) for one in found]
    for one in told:
        _say(one)
    counts = tally(found)
    DESK.say(
        N_("{count} episodes: {matched} match a notice, {unmatched} match none, {nodata} NO DATA. Where no track is, nothing is known."),
        count=len(found),
        matched=counts["MATCHED"],
        unmatched=counts["UNMATCHED"],
        nodata=counts["NO-DATA"],
    )  # fmt: skip
    for row in covered:
        DESK.say(
            N_("  {area}: {count} episodes; watched, by what both sides state, {share} of area and time from {start} to {end}: {state}"),
            area=row["area"],
            count=row["episodes"],
            share=percent(row["covered_permille"]),
            start=instant(row["from"]),
            end=instant(row["to"]),
            state=word_of(row["state"]),
        )  # fmt: skip
    if not covered:
        DESK.say(N_("No designated area is in force in that time: NO DATA."))
    DESK.say(N_("Whose aircraft it was no track says: a side states it, with its source, in an observation."))
    if as_json:
        DESK.give(
            {
                "counts": counts,
                "coverage": covered,
                "errors": [fault.as_json(DESK.lang) for fault in faults],
                "episodes": told,
            }
        )
    return DONE


def _coverage(view: View, found: list[Match]) -> list[dict[str, Any]]:
    """Give what was covered of each area in force from the first episode to the last: a zero stands beside it."""
    from jig.air.determination_day import NONE_SEEN, SEEN, coverage_between
    from jig.air.fitting import NO_DATA

    if not found:
        return []
    start, end = min(one.stay.seen.start for one in found), max(one.stay.seen.end for one in found)
    rows = []
    for area, permille in coverage_between(view, start, end):
        count = sum(one.stay.area == area.area for one in found)
        state = SEEN if count else NONE_SEEN if permille else NO_DATA
        rows.append(
            {
                "area": area.area,
                "covered_permille": permille,
                "episodes": count,
                "from": start,
                "state": state,
                "to": end,
            }
        )
    return rows


def _read(rows: Path, aircraft: Path | None, error_m: int) -> tuple[list[Stay], list[Fault]]:
    from jig.adapters.episode_files import UnreadableRows, read_aircraft, read_stays

    try:
        known, wrong = read_aircraft(aircraft) if aircraft is not None else ({}, [])
        stays, faulty = read_stays(rows, known, error_m)
    except UnreadableRows as refused:
        raise Failed(UNUSABLE, _fault(refused.fault)) from None
    faults = [_fault(one) for one in (*wrong, *faulty)]
    if not stays and faults:
        raise Failed(UNUSABLE, *faults)
    return stays, faults


def _fault(one: RowFault) -> Fault:
    return Fault(one.code, path=one.where, found=one.found, expected=one.expected)


def _row(one: Match) -> dict[str, Any]:
    stay = one.stay
    return {
        "row": stay.number,
        "aircraft": stay.aircraft,
        "aircraft_class": stay.seen.aircraft_class,
        "aircraft_type": stay.seen.aircraft_type or None,
        "area": stay.area,
        "area_in_force": one.in_force,
        "from": stay.seen.start,
        "to": stay.seen.end,
        "determination": one.determination,
        "excused": one.excused,
        "operator": None,
        "reasons": list(one.reasons),
        "notices": [{"notice_id": n.said.label, "entry": n.meta.id.hex(), "state": n.state} for n in one.notices],
    }


def _say(row: dict[str, Any]) -> None:
    DESK.say(
        N_("{aircraft} in {area}, {start} to {end}: {determination} ({reasons})"),
        aircraft=row["aircraft"],
        area=row["area"],
        start=instant(row["from"]),
        end=instant(row["to"]),
        determination=word_of(row["determination"]),
        reasons=", ".join(map(reason_of, row["reasons"])) or ", ".join(n["notice_id"] for n in row["notices"]),
    )
