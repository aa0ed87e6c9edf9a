"""Comparing volumes in space, height and time: `deconflict`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import track

from jig.adapters.files import atomic_write
from jig.adapters.geojson import Flaw, NotGeoJson, Reading, read_volumes
from jig.agreement.wording import N_
from jig.centre.comparing import separations_of
from jig.centre.plans_known import PlansKnown, plans_known
from jig.desk.alternatives import Asked, Protected, of_plan, protected_in_file, protected_of
from jig.desk.faults import DONE, NOT_ACCEPTABLE, UNUSABLE, Failed, Fault
from jig.desk.meeting_picture import picture
from jig.desk.meeting_words import why
from jig.desk.options import Json, Lang, frontier_text, open_folder
from jig.desk.output import DESK
from jig.operations.deconfliction import UNSET, Meeting, Separations, meetings
from jig.operations.deconfliction_boxes import near_pairs
from jig.operations.deconfliction_margin import margin_m
from jig.places.instants import text_of
from jig.places.volume import Volume

_MOST_NOTES = 20
#: The ground that more pairs share is not drawn: each may take ten thousand bytes.
_MOST_AREAS = 20_000
#: Above so many volumes the compiled index is worth its start.
_MANY = 3_000
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
    against: Annotated[
        Path | None, typer.Option("--against", metavar="DIR", help="Compare with the plans in this node's picture too.")
    ] = None,
    alternatives: Annotated[
        str | None,
        typer.Option(
            "--alternatives", metavar="PLAN", help="Show the nearest shifts of this plan without a conflict found."
        ),
    ] = None,
    sites: Annotated[
        Path | None,
        typer.Option("--sites", help="Protected sites: no alternative is shown where one is touched."),
    ] = None,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="OUT", help="Draw what meets.")] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Find the volumes of different plans that meet in space, height and time, and say where, when and by how much."""
    DESK.set(as_json=as_json, lang=lang)
    asked = _Asked(_separations(lateral, vertical, time), all_participants)
    if sites is not None and alternatives is None:
        raise Failed(UNUSABLE, Fault("USAGE-MISSING", path="--alternatives"))
    protected = protected_in_file(sites) if sites is not None else None
    reading = _read(file)
    known, own, agreed = _known(against, alternatives is not None)
    asked = replace(asked, added=_larger(asked.added, agreed))
    found = _found(reading.volumes, known, asked)
    rows = [row(one, asked.added, drawn=at < _MOST_AREAS) for at, one in enumerate(_watched(found))]
    for one, said in zip(found, rows, strict=True):
        say(one, said)
    answer = _answer(reading, known, rows, asked.added)
    if alternatives is not None:
        asking = Asked(asked.added, asked.every, _both(protected, own), known.frontier)
        answer["alternatives"] = of_plan(alternatives, [*reading.volumes, *known.volumes], asking)
    _close(reading, known, rows)
    if svg is not None:
        atomic_write(svg, picture([*reading.volumes, *known.volumes], found, rows).encode(), mode=0o644)
    if as_json:
        DESK.give(answer)
    return UNUSABLE if reading.flaws else NOT_ACCEPTABLE if rows else DONE


@dataclass(frozen=True)
class _Asked:
    added: Separations
    every: bool


def _known(folder: Path | None, screened: bool) -> tuple[PlansKnown, Protected | None, Separations]:
    """Give a node's plans, what it knows as protected where alternatives are asked for, and what both sides agreed."""
    if folder is None:
        return PlansKnown(), None, UNSET
    node = open_folder(folder)
    with node.node() as opened:
        known = plans_known(opened)
        protected = protected_of(opened, node.path) if screened else None
        return known, protected, separations_of(opened.picture.view())


def _larger(one: Separations, other: Separations) -> Separations:
    """Give the larger of each: who asks may widen what both agreed, and narrows nothing."""
    return Separations(
        max(one.lateral_m, other.lateral_m),
        max(one.vertical_m, other.vertical_m),
        max(one.time_s, other.time_s),
    )


def _both(one: Protected | None, other: Protected | None) -> tuple[Protected, ...]:
    return tuple(each for each in (one, other) if each is not None)


def _features_watched(features: list[Any]) -> Iterable[Any]:
    if len(features) < 500:
        return features
    return track(features, description=DESK.words(N_("Reading")), console=DESK.console, transient=True)


def _watched(found: list[Meeting]) -> Iterable[Meeting]:
    """Show progress where explaining takes more than a moment."""
    if len(found) < 500:
        return found
    return track(found, description=DESK.words(N_("Explaining")), console=DESK.console, transient=True)


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
        return read_volumes(file, _features_watched)
    except NotGeoJson as error:
        raise Failed(UNUSABLE, _fault(error.flaw)) from error


def _fault(flaw: Flaw) -> Fault:
    return Fault(flaw.code, path=flaw.path, found=flaw.found, expected=flaw.expected)


def _found(volumes: list[Volume], known: PlansKnown, asked: _Asked) -> list[Meeting]:
    """Compare the file with itself and with what is known; what is known was compared when it was told."""
    everything = [replace(one, index=at) for at, one in enumerate([*volumes, *known.volumes])]
    near: Iterable[tuple[Volume, Volume]]
    if len(everything) > _MANY:
        from jig.operations.deconfliction_index import Index

        near = Index(everything).pairs(asked.added, all_participants=asked.every)
    else:
        near = ((everything[i], everything[j]) for i, j in near_pairs(everything, asked.added))
    pairs = (pair for pair in near if pair[0].index < len(volumes))
    return list(meetings(pairs, asked.added, all_participants=asked.every))


def row(found: Meeting, added: Separations, *, drawn: bool = True) -> dict[str, Any]:
    """Give a meeting in the form that scripts rely on; drawn: with the ground shared."""
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
        "area": shared_area(found.a.shape, found.b.shape, found.ground.gap, at[0] if at else None) if drawn else None,
        "margin_m": round(margin, 3),
        "doubts": list(found.doubts),
        "only_by_separation": {"ground": margin > 0, "height": apart, "time": found.gap_s > 0},
        "why": why(found, added, margin, DESK.lang),
    }


def _json(value: Fraction | None) -> int | float | None:
    return None if value is None else int(value) if value.denominator == 1 else float(value)


def _answer(reading: Reading, known: PlansKnown, rows: list[dict[str, Any]], added: Separations) -> dict[str, Any]:
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
    if known.frontier:
        left_out = [{"participant": side, "plan": plan, "code": code} for side, plan, code in known.left_out]
        found["known"] = {
            "frontier": known.frontier,
            "plans": known.plans,
            "volumes": len(known.volumes),
            "left_out": left_out,
        }
    if reading.flaws:
        found["errors"] = [{**_fault(flaw).as_json(DESK.lang), "feature": flaw.feature} for flaw in reading.flaws]
    return found


_VERDICTS = {"CONFLICT": N_("CONFLICT"), "UNDETERMINED": N_("UNDETERMINED")}


def say(found: Meeting, said: dict[str, Any]) -> None:
    """Say which volumes meet, and why."""
    DESK.say(
        N_(
            "{verdict}: {plan} ({participant}), feature {feature}, and {other_plan} ({other}), feature {other_feature}."
        ),
        verdict=DESK.words(_VERDICTS[found.verdict]),
        plan=found.a.plan,
        participant=found.a.participant,
        feature=found.a.feature,
        other_plan=found.b.plan,
        other=found.b.participant,
        other_feature=found.b.feature,
    )
    DESK.console.print(f"  {said['why']}", markup=False)


def _close(reading: Reading, known: PlansKnown, rows: list[dict[str, Any]]) -> None:
    for note in reading.notes[:_MOST_NOTES]:
        DESK.warn(_fault(note))
    if len(reading.notes) > _MOST_NOTES:
        DESK.say(N_("And {count} notes more; --json gives all."), count=len(reading.notes) - _MOST_NOTES)
    for side, plan, code in known.left_out:
        DESK.warn(Fault(code, params={"plan": plan, "participant": side}))
    for flaw in reading.flaws:
        DESK.warn(_fault(flaw))
    count = len(reading.volumes) + len(known.volumes)
    if rows:
        DESK.say(N_("{count} pairs of {volumes} volumes go to humans."), count=len(rows), volumes=count)
        if len(rows) > _MOST_AREAS:
            DESK.say(N_("The ground shared is drawn for the first {count} pairs only."), count=_MOST_AREAS)
    elif reading.volumes:
        DESK.say(
            N_("No conflict found with what is known at {known}: {volumes} volumes."), known=_at(known), volumes=count
        )
    elif not reading.features:
        DESK.say(N_("The file has no features: nothing was compared."))
    if reading.flaws:
        faulty = len({flaw.index for flaw in reading.flaws})
        DESK.say(N_("{count} features could not be compared: nothing is known of them."), count=faulty)


def _at(known: PlansKnown) -> str:
    return frontier_text(known.frontier) if known.frontier else DESK.words(N_("this file"))
