"""Who flew in which area: `air episodes`."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jig.adapters.files import read_capped
from jig.adapters.tracks_kernels import make_ready
from jig.agreement.profile import load_profile, profile_names
from jig.agreement.wording import N_
from jig.desk.air_cluster import ClusterAt, Resume, after_some, expanded, on_cluster, place_of, tracks_fault
from jig.desk.air_files import check_outputs, give_out, whole_or_nothing
from jig.desk.air_notices import as_answer, say_answers
from jig.desk.air_record import ABOUT
from jig.desk.faults import DONE, UNUSABLE, Failed, Fault, name_of
from jig.desk.groups import group
from jig.desk.options import Json, Lang
from jig.desk.output import DESK
from jig.desk.sentences_of_air import RUN_AGAIN

if TYPE_CHECKING:
    from jig.adapters.tracks_read import Block, Reading
    from jig.air.episodes import Asked

COMPILING = N_("What computes is being compiled for this machine, once: some twenty seconds.")
_MOST_AREAS = 1 << 28
#: Rows left out that are kept as examples of their causes.
_EXAMPLES = 1_000
#: Metres where neither the source, its kind nor the caller says how far off a position may be.
DEFAULT_ERROR_M = 100.0
_ENDINGS = (".parquet", ".csv", ".geojson", ".json")
MaxGap = Annotated[
    float | None, typer.Option("--max-gap", help="Seconds; a longer gap ends an episode. By default the reading's.")
]
ErrorM = Annotated[
    float | None,
    typer.Option("--error-m", min=0, max=1e6, help="Metres that a position may be off where its source tells none."),
]
Day = Annotated[str | None, typer.Option("--day", help="YYYY-MM-DD of times of day that lack it, UTC.")]
Sensors = Annotated[
    list[str] | None, typer.Option("--sensor", help="SAC/SIC=LAT,LON[,M]: where a radar of CAT 048 stands.")
]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    air = group(app, "air", ABOUT)
    air.command("episodes")(episodes)


def episodes(
    tracks: Annotated[
        list[str],
        typer.Argument(metavar="TRACKS...", help="Files of points, or folders of Parquet; - is standard input."),
    ],
    areas: Annotated[Path, typer.Option("--areas", help="GeoJSON: polygons with their property `area`.")],
    notices: Annotated[Path | None, typer.Option("--notices", help="JSON: flight notices to hold against.")] = None,
    format_name: Annotated[
        str | None, typer.Option("--format", help="The tracks' format; recognised by default.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Threads.")] = 1,
    cluster: ClusterAt = None,
    resume: Resume = None,
    max_gap: MaxGap = None,
    error_m: ErrorM = None,
    day: Day = None,
    sensor: Sensors = None,
    out: Annotated[Path | None, typer.Option("--out", help="Also write .parquet, .csv or .geojson.")] = None,
    rejects: Annotated[Path | None, typer.Option("--rejects", help="List rows that were left out.")] = None,
    flags: Annotated[Path | None, typer.Option("--flags", help="List points that look wrong, as CSV.")] = None,
    drafts: Annotated[
        Path | None, typer.Option("--drafts", help="Draft an officer's observation of each episode, as JSON lines.")
    ] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Find who was in which area, from when to when: exact, and only where a track shows it."""
    DESK.set(as_json=as_json, lang=lang)
    if out is not None and out.suffix.lower() not in _ENDINGS:
        raise Failed(UNUSABLE, Fault("AIR-OUT-ENDING", path=str(out), found=out.suffix, expected=", ".join(_ENDINGS)))
    outputs = {"--out": out, "--rejects": rejects, "--flags": flags, "--drafts": drafts}
    check_outputs(outputs, [*tracks, areas, notices])
    gap = max_gap_us(max_gap)
    place = place_of(cluster, resume, workers, format_name)
    if place is not None and flags is not None:
        raise Failed(UNUSABLE, Fault("TRACKS-CLUSTER-OPTION", path="--flags", found=str(flags), expected="--workers"))
    if make_ready(areas, *tracks):
        DESK.say(COMPILING)
    from jig.adapters.flag_list import FlagList
    from jig.adapters.tracks_episodes import as_row, episodes_of, write_rejects
    from jig.adapters.tracks_read import Reading

    asked, faults = read_areas(areas)
    held, wrong = (None, []) if notices is None else read_notices(notices)
    faults += wrong
    reading = Reading(day_us=day_us(day), sensors=dict(map(sensor_of, sensor or [])), error_m=error_m)
    sources, broken = expanded(tracks)
    drawn = drafts is not None or (out is not None and out.suffix.lower() in (".geojson", ".json"))
    error = DEFAULT_ERROR_M if error_m is None else error_m
    parts: dict[str, Any] = {}
    with whole_or_nothing(), contextlib.ExitStack() as stack:
        if place is not None:
            answer = on_cluster(place, sources, asked.areas, (gap, error), held, broken, paths=drawn)
            found, paths, reading, parts = answer.episodes, answer.paths, answer.reading, {"parts": answer.parts}
        else:
            status = stack.enter_context(DESK.console.status(DESK.words(N_("Reading points"))))
            # Rows left out are counted; they are kept one by one for whoever wants their list, a few as examples.
            reading.most_listed = _EXAMPLES if rejects is None else reading.most_listed
            reading.flag_list = None if flags is None else stack.enter_context(FlagList(flags, whole=True))
            found, paths = episodes_of(
                _blocks(sources, format_name, reading, broken), reading, asked,
                max_gap_us=gap, error_m=error, workers=workers, notices=held, paths=drawn,
                told=lambda count: status.update(DESK.words(N_("{count} points read"), count=count)),
            )  # fmt: skip
    faults += broken
    if rejects is not None:
        write_rejects(rejects, reading)
    require_points(reading, tracks, faults)
    give_out((out, drafts), found, paths, reading, sources, error)
    for fault in faults:
        DESK.warn(fault)
    answers = None if held is None else list(held.told())
    counts = {"points": reading.used, "aircraft": reading.flown, "episodes": len(found)}
    _say(counts, reading, found if not as_json else [])
    if answers is not None:
        say_answers(answers, each=not as_json)
        parts["notices"] = [as_answer(one) for one in answers]
    if as_json:
        DESK.give(
            {
                **counts,
                **parts,
                "episodes": [as_row(one) for one in found],
                "errors": [fault.as_json(DESK.lang) for fault in faults],
                "flags": {name: count for name, count in sorted(reading.flags.items()) if count},
                "max_gap_s": gap / 1_000_000,
                "rejected": dict(sorted(reading.rejected.items())),
            }
        )
    return DONE


def require_points(reading: Reading, tracks: list[str], faults: list[Fault]) -> None:
    """Raise Failed with all faults when nothing was usable."""
    if not reading.used:
        causes = causes_of(reading)
        code = "TRACKS-NOTHING-USABLE" if causes or faults else "TRACKS-NO-ROWS"
        nothing = Fault(code, path=", ".join(tracks)[:200], found=causes or "0")
        raise Failed(UNUSABLE, *faults, nothing)


def causes_of(reading: Reading) -> str:
    """Say how often rows were left out, by cause, with an example each: what stood there says more than how often."""
    example = {cause: found for _, _, cause, found in reversed(reading.listed) if found}
    causes = [
        f"{cause} {count}" + (f" ({example[cause][:40]})" if cause in example else "")
        for cause, count in sorted(reading.rejected.items())
        if count
    ]
    return ", ".join(causes)


def max_gap_us(given: float | None) -> int:
    """Give the longest gap in microseconds: as given, or as the reading has it; raises Failed."""
    if given is None:
        return int(str(next(load_profile(name).settings["track.max_gap_s"] for name in profile_names()))) * 1_000_000
    if not 0 <= given <= 1e9:
        raise Failed(UNUSABLE, Fault("USAGE-VALUE", path="--max-gap", found=str(given), expected="0..1e9"))
    return round(given * 1_000_000)


def day_us(text: str | None) -> int | None:
    """Read a day as its first microsecond; raises Failed."""
    from jig.air.lattice import instant_us

    found = None if text is None else instant_us(f"{text}T00:00:00Z")
    if text is not None and found is None:
        raise Failed(UNUSABLE, Fault("USAGE-VALUE", path="--day", found=text, expected="YYYY-MM-DD"))
    return found


def sensor_of(text: str) -> tuple[str, tuple[float, float, float]]:
    """Read where a radar stands; raises Failed."""
    name, _, place = text.partition("=")
    try:
        lat, lon, height = (float(value) for value in [*place.split(","), "0"][:3])
    except ValueError:
        lat, lon, height = 999.0, 999.0, 0.0
    if not name or not (abs(lat) <= 90 and abs(lon) <= 180 and abs(height) < 1e4):
        raise Failed(UNUSABLE, Fault("USAGE-VALUE", path="--sensor", found=text, expected="SAC/SIC=LAT,LON"))
    return name, (lon, lat, height)


def _document(path: Path, code: str) -> Any:
    data = read_capped(path, _MOST_AREAS)
    try:
        # Decimal digits decide the rounding: numbers stay the text they are.
        return json.loads(data, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as fault:
        # The parser's own words are in no catalogue.
        raise Failed(UNUSABLE, Fault(code, path=f"{path}:{fault.lineno}:{fault.colno}", found=_begins(data))) from fault
    except (ValueError, RecursionError) as fault:
        raise Failed(UNUSABLE, Fault(code, path=str(path), found=_begins(data))) from fault


def _begins(data: bytes) -> str:
    return data[:30].decode("utf-8", "replace").strip().replace("\n", " ") or "0 B"


def read_areas(path: Path) -> tuple[Asked, list[Fault]]:
    """Read the areas; faulty ones are named. Raises Failed when none can be used."""
    from jig.air.episodes import Asked
    from jig.air.episodes_areas import areas_of

    found, faults = areas_of(_document(path, "AIR-AREAS-NOT-GEOJSON"))
    told = [Fault(f.code, path=f"{path}: {f.path}".rstrip(": "), found=f.found, expected=f.expected) for f in faults]
    if not found:
        without = [replace(one, next_step=RUN_AGAIN) for one in told]
        raise Failed(UNUSABLE, *(without or [Fault("AIR-AREAS-NONE", path=str(path))]))
    return Asked(found), told


def read_notices(path: Path) -> tuple[Any, list[Fault]]:
    """Read the notices; faulty ones are named and match nothing. Raises Failed when they are no list."""
    from jig.air.episodes_notices import notices_of
    from jig.air.notices_answered import Answers

    found, faults = notices_of(_document(path, "AIR-NOTICES-NOT-A-LIST"))
    if any(f.code == "AIR-NOTICES-NOT-A-LIST" for f in faults):
        # Without any notice every episode would be called unmatched.
        raise Failed(UNUSABLE, *(Fault(f.code, path=str(path), found=f.found) for f in faults))
    return Answers(found), [Fault(f.code, path=f"{path}: {f.path}", found=f.found, expected=f.expected) for f in faults]


def _blocks(tracks: list[str], format_name: str | None, reading: Reading, broken: list[Fault]) -> Iterator[Block]:
    """Read one source after another; one that cannot be read is named, and the others are read."""
    from jig.adapters.tracks_open import blocks_of
    from jig.adapters.tracks_read import TracksFault

    for source in tracks:
        # What was handed on, not what was counted: that is done elsewhere, later.
        some = False
        try:
            for block in blocks_of(source, format_name, reading):
                reading.kinds.add(block.kind)
                some = some or len(block.time) > 0
                yield block
        except TracksFault as fault:
            broken.append(after_some(tracks_fault(fault, source), some))
        except OSError as error:
            code = "FILE-MISSING" if isinstance(error, FileNotFoundError) else "FILE"
            broken.append(after_some(Fault(code, path=source, found=name_of(error)), some))


def _say(counts: dict[str, int], reading: Reading, found: list[Any]) -> None:
    from jig.air.lattice import rfc3339

    for one in found:
        sure = "CERTAIN" if one.certain else "POSSIBLE"
        DESK.console.print(
            f"{one.aircraft}  {one.area} {one.version or ''}  {rfc3339(one.entered)} {one.entered_how}  "
            f"{rfc3339(one.left)} {one.left_how}  {sure} {one.determination} {one.notice or ''}",
            markup=False,
        )
    for cause, count in sorted(reading.rejected.items()):
        DESK.say(N_("Left out, {cause}: {count}."), cause=cause, count=count)
    for flag, count in sorted(reading.flags.items()):
        if count:
            DESK.say(N_("Flagged, {flag}: {count}."), flag=flag, count=count)
    DESK.say(
        N_("{points} points of {aircraft} aircraft: {episodes} episodes. Where no track is, nothing is known."),
        **counts,
    )
