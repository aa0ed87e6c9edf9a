"""Comparing volumes in space, height and time: `deconflict`."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import typer

from jig.adapters.geojson import Flaw, NotGeoJson, Reading, read_volumes
from jig.agreement.wording import N_
from jig.desk.faults import DONE, NOT_ACCEPTABLE, UNUSABLE, Failed, Fault
from jig.desk.meeting_words import number, span, why
from jig.desk.options import Json, Lang
from jig.desk.output import DESK
from jig.operations.deconfliction import Meeting, Separations, meetings
from jig.operations.deconfliction_boxes import near_pairs
from jig.operations.deconfliction_margin import margin_m
from jig.places.instants import text_of
from jig.places.volume import Volume

_MOST = {"--lateral": 1_000_000, "--vertical": 1_000_000, "--time": 1_000_000_000}


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("deconflict")(compare)


def compare(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Volumes as GeoJSON features.")],
    lateral: Annotated[str, typer.Option("--lateral", metavar="M", help="Metres to lie between on the ground.")] = "0",
    vertical: Annotated[str, typer.Option("--vertical", metavar="M", help="Metres to lie between in height.")] = "0",
    time: Annotated[str, typer.Option("--time", metavar="S", help="Seconds to lie between in time.")] = "0",
    all_participants: Annotated[
        bool, typer.Option("--all-participants", help="Compare plans of one participant too.")
    ] = False,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Find the volumes of different plans that meet in space, height and time, and say where, when and by how much."""
    DESK.set(as_json=as_json, lang=lang)
    added = _separations(lateral, vertical, time)
    reading = _read(file)
    found = _found(reading.volumes, added, all_participants=all_participants)
    rows = [row(one, added) for one in found]
    for one, said in zip(found, rows, strict=True):
        _say(one, said)
    _close(reading, rows)
    if as_json:
        DESK.give(_answer(reading, rows, added))
    return UNUSABLE if reading.flaws else NOT_ACCEPTABLE if rows else DONE


def _separations(lateral: str, vertical: str, time: str) -> Separations:
    faults, values = [], []
    for name, text in (("--lateral", lateral), ("--vertical", vertical), ("--time", time)):
        try:
            value = Fraction(text) if len(text) <= 40 and "e" not in text.lower() and "/" not in text else Fraction(-1)
        except ValueError:
            value = Fraction(-1)
        if not 0 <= value <= _MOST[name]:
            faults.append(Fault("SEPARATION", path=name, found=text, expected=str(_MOST[name])))
        values.append(value)
    if faults:
        raise Failed(UNUSABLE, *faults)
    return Separations(*values)


def _read(file: Path) -> Reading:
    try:
        return read_volumes(file)
    except NotGeoJson as error:
        raise Failed(UNUSABLE, _fault(error.flaw)) from error


def _fault(flaw: Flaw) -> Fault:
    return Fault(flaw.code, path=flaw.path, found=flaw.found, expected=flaw.expected)


def _found(volumes: list[Volume], added: Separations, *, all_participants: bool) -> list[Meeting]:
    pairs = ((volumes[i], volumes[j]) for i, j in near_pairs(volumes, added))
    return list(meetings(pairs, added, all_participants=all_participants))


def row(found: Meeting, added: Separations) -> dict[str, Any]:
    """Give a meeting in the form that scripts rely on."""
    from jig.places.shared_area import shared_area

    margin, heights, at = margin_m(found), found.heights, found.ground.at
    apart = found.heights.gap_m is not None and found.heights.gap_m > 0
    return {
        "a": {"plan": found.a.plan, "feature": found.a.feature, "participant": found.a.participant},
        "b": {"plan": found.b.plan, "feature": found.b.feature, "participant": found.b.participant},
        "verdict": found.verdict,
        "start": text_of(found.start),
        "end": text_of(found.end),
        "lower_m": _json(heights.lower),
        "upper_m": _json(heights.upper),
        "reference": heights.reference,
        "area": shared_area(found.a.shape, found.b.shape, found.ground.gap, at[0] if at else None),
        "margin_m": round(margin, 3),
        "doubts": list(found.doubts),
        "only_by_separation": {"ground": margin > 0, "height": apart, "time": found.gap_s > 0},
        "why": why(found, added, margin, DESK.lang),
    }


def _json(value: Fraction | None) -> int | float | None:
    return None if value is None else int(value) if value.denominator == 1 else float(value)


def _answer(reading: Reading, rows: list[dict[str, Any]], added: Separations) -> dict[str, Any]:
    found: dict[str, Any] = {
        "conflicts": rows,
        "volumes": len(reading.volumes),
        "clears": False,
        "separations": {
            "lateral_m": _json(added.lateral_m),
            "vertical_m": _json(added.vertical_m),
            "time_s": _json(added.time_s),
            "reading": "A15",
        },
        "notes": [_fault(note).as_json(DESK.lang) for note in reading.notes],
    }
    if reading.flaws:
        found["errors"] = [{**_fault(flaw).as_json(DESK.lang), "feature": flaw.feature} for flaw in reading.flaws]
    return found


_VERDICTS = {"CONFLICT": N_("CONFLICT"), "UNDETERMINED": N_("UNDETERMINED")}


def _say(found: Meeting, said: dict[str, Any]) -> None:
    DESK.say(
        N_("{verdict}: {plan} ({participant}), feature {feature}, and {other_plan} ({other}), feature {other_feature}."),
        verdict=DESK.words(_VERDICTS[found.verdict]),
        plan=found.a.plan,
        participant=found.a.participant,
        feature=found.a.feature,
        other_plan=found.b.plan,
        other=found.b.participant,
        other_feature=found.b.feature,
    )
    DESK.console.print(f"  {said['why']}", markup=False)


def _close(reading: Reading, rows: list[dict[str, Any]]) -> None:
    for note in reading.notes[:20]:
        DESK.warn(_fault(note))
    for flaw in reading.flaws:
        DESK.warn(_fault(flaw))
    if rows:
        DESK.say(N_("{count} pairs of {volumes} volumes go to humans."), count=len(rows), volumes=len(reading.volumes))
    elif reading.volumes:
        DESK.say(N_("No conflict found with what is known: {volumes} volumes of this file."), volumes=len(reading.volumes))
    if reading.flaws:
        faulty = len({flaw.index for flaw in reading.flaws})
        DESK.say(N_("{count} features could not be compared: nothing is known of them."), count=faulty)
