"""What both sides must read alike: `places compare|readback|height|speed|time|day-before`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from jig.agreement.clocks import ZoneTable
from jig.agreement.profile import Profile, load_profile, profile_names
from jig.agreement.wording import N_
from jig.desk.faults import UNUSABLE, Failed, Fault
from jig.desk.groups import group
from jig.desk.options import Folder, Json, Lang
from jig.desk.output import DESK
from jig.desk.sentences_of_comparisons import BEGINS, DUE, READ_AS_CANONICAL, VERDICTS, WHY
from jig.places.faults import Fault as PlaceFault
from jig.places.faults import Unreadable

ProfileName = Annotated[str | None, typer.Option("--profile", help="A profile; the first by name by default.")]
Position = "text in any notation, text@NOTATION, or JSON of a position."
ErrorA = Annotated[str | None, typer.Option("--ce90-a", help="The giver's own error of A in metres, or unknown.")]
ErrorB = Annotated[str | None, typer.Option("--ce90-b", help="The giver's own error of B in metres, or unknown.")]
ZoneName = Annotated[str | None, typer.Option("--zone", help="A zone's name, where the text names no clock.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    places = group(app, "places", "Places: notations, names, comparison, heights, times.")
    places.command("compare")(do_compare)
    places.command("readback")(show_readback)
    places.command("height")(show_height)
    places.command("speed")(show_speed)
    places.command("time")(show_time)
    places.command("day-before")(show_day_before)


def _profile(name: str | None) -> Profile:
    return load_profile(name if name is not None else profile_names()[0])


def _fault(one: PlaceFault, path: str) -> Fault:
    params = dict(one.params)
    found, expected = str(params.get("found", params.get("text", ""))), str(params.get("expected", ""))
    return Fault(one.code, path=path, found=found, expected=expected, params=params)


def _tried(steps: Iterable[tuple[str, Callable[[], Any]]]) -> list[Any]:
    """Take every step; raises Failed with the faults of all of them together."""
    found: list[Any] = []
    faults: list[Fault] = []
    for path, step in steps:
        try:
            found.append(step())
        except Unreadable as unreadable:
            faults += [_fault(one, path) for one in unreadable.faults]
    if faults:
        raise Failed(UNUSABLE, *faults)
    return found


def do_compare(
    a: Annotated[str, typer.Argument(metavar="A", help=f"One position: {Position}")],
    b: Annotated[str, typer.Argument(metavar="B", help=f"The other position: {Position}")],
    ce90_a: ErrorA = None,
    ce90_b: ErrorB = None,
    profile: ProfileName = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Compare two positions of one object: SAME, DIFFERENT or UNDETERMINED, by their distance and their errors."""
    from jig.desk.compared import CANONICAL, candidates
    from jig.places.compare import compare

    DESK.set(as_json=as_json, lang=lang)
    loaded = _profile(profile)
    sides = _tried(
        (
            ("A", lambda: candidates(a, ce90_a, loaded.name)),
            ("B", lambda: candidates(b, ce90_b, loaded.name)),
        )
    )
    floor = loaded.settings["position.same_m"]
    tolerance_m = floor if isinstance(floor, int) else 0
    found = compare([one for _, one in sides[0]], [one for _, one in sides[1]], tolerance_m)
    answer = {
        "a": [shown for shown, _ in sides[0]],
        "b": [shown for shown, _ in sides[1]],
        "ce90_combined_m": found.combined_mm / 1000,
        "distance_m": found.distance_mm / 1000,
        "reading": "A50",
        "readings_compared": len(found.pairs),
        "tolerance_m": tolerance_m,
        "verdict": found.verdict,
        "why": found.why,
    }
    DESK.say(VERDICTS[found.verdict], distance_m=answer["distance_m"], ce90_m=answer["ce90_combined_m"])
    DESK.say(WHY[found.why], tolerance_m=tolerance_m)
    for name, side in zip("AB", sides, strict=True):
        if any(CANONICAL in shown["notes"] for shown, _ in side):
            DESK.say(READ_AS_CANONICAL, name=name)
    if as_json:
        DESK.give(answer)


def show_readback(
    folder: Folder,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="An entry's id, its beginning, or CODE/number.")],
    path: Annotated[str | None, typer.Option("--path", help="One position, by its place in the body.")] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Read an entry's positions back in this participant's own notations, with the error of going there and back."""
    from jig.centre.explain import explain
    from jig.desk.options import open_folder, position_reader
    from jig.desk.readbacks import read_back

    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        found, _ = explain(opened, entry)
        reader = position_reader(node, opened.picture.view().terms)
    paths = [row["path"] for row in reader.read_back(found["body"], ())]
    if path is not None and path not in paths:
        raise Failed(UNUSABLE, Fault("READBACK-PATH", path="--path", found=path, expected=", ".join(paths) or "-"))
    if not paths:
        DESK.say(N_("The entry states no position."))
    body = found["body"] if path is None else _part(found["body"], path)
    rows = read_back(reader, node.own.profile, node.own.root.participant, body, path or "")
    if as_json:
        DESK.give({"entry": found["entry"], "positions": rows})


def _part(body: Any, path: str) -> Any:
    for step in path.split("."):
        body = body[int(step)] if isinstance(body, list) else body[step]
    return body


def show_height(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Number, unit and datum, such as 1500 m EGM96.")],
    to: Annotated[str | None, typer.Option("--to", help="A datum to convert to.")] = None,
    at: Annotated[str | None, typer.Option("--at", help="The position, for a conversion by the geoid.")] = None,
    grid: Annotated[Path | None, typer.Option("--grid", help="A geoid grid, egm96_15.gtx.")] = None,
    profile: ProfileName = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Read a height with what it is above; convert it only where an installed geoid grid can."""
    from jig.adapters.geoids import installed_geoid
    from jig.desk.compared import single
    from jig.places.heights import converted_mm, in_unit, read_height

    DESK.set(as_json=as_json, lang=lang)
    height = _tried((("TEXT", lambda: read_height(text)),))[0]
    answer: dict[str, Any] = {
        "datum": height.datum,
        "ft": in_unit(height.value_mm, "ft"),
        "m": in_unit(height.value_mm, "m"),
        "setting_hpa": None if height.setting_tenths_hpa is None else height.setting_tenths_hpa / 10,
        "text": text,
        "unit": height.unit,
    }
    DESK.say(N_("{text}: {m} m, {ft} ft, above {datum}."), **answer)
    if height.unit == "FL":
        DESK.say(
            N_("A flight level is so at standard pressure, 1013.25 hPa, only; it is no height above ground or sea.")
        )
    if to is not None:
        name = _profile(profile).name
        point = None if at is None else _tried((("--at", lambda: single(at, name)),))[0]
        wanted = to.upper()
        level = _tried((("--to", lambda: converted_mm(height, wanted, point, installed_geoid(grid))),))[0]
        answer["converted"] = {"datum": wanted, "m": in_unit(level, "m"), "ft": in_unit(level, "ft")}
        DESK.say(N_("That is {m} m, {ft} ft, above {datum}."), **answer["converted"])
    if as_json:
        DESK.give(answer)


def show_speed(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Number and unit, such as 240 kt or 450 km/h.")],
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Read a speed and give it in metres a second, kilometres an hour and knots."""
    from jig.places.speeds import UNITS, read_speed, rounded

    DESK.set(as_json=as_json, lang=lang)
    speed = _tried((("TEXT", lambda: read_speed(text)),))[0]
    values = {unit: rounded(speed.in_unit(unit)) for unit in UNITS}
    DESK.say(
        N_("{text}: {ms} m/s, {kmh} km/h, {kt} kt."),
        text=text,
        ms=values["m/s"],
        kmh=values["km/h"],
        kt=values["kt"],
    )
    if as_json:
        DESK.give({"text": text, "unit": speed.unit, "values": values})


def show_time(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A date and time with its clock.")],
    zone: ZoneName = None,
    profile: ProfileName = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Read a time, and give it in UTC, as a date-time group and by each clock that the agreement displays."""
    from jig.places.times import date_time_group, read_time, utc, with_offset, zone_words

    DESK.set(as_json=as_json, lang=lang)
    loaded = _profile(profile)
    words = zone_words(loaded.name)
    read = _tried((("TEXT", lambda: read_time(text, loaded.zones, zone=zone, words=words)),))[0]
    shown = loaded.places.get("display")
    zones = [str(one) for one in shown] if isinstance(shown, list) else []
    local = {one: _local(read.instant, one, loaded.zones) for one in zones}
    answer = {
        "dtg": date_time_group(read.instant),
        "instant": read.instant,
        "local": local,
        "offset_s": read.offset_s,
        "text": text,
        "text_local": with_offset(read.instant, read.offset_s),
        "tzdata": read.tzdata,
        "utc": utc(read.instant),
        "zone": read.zone,
    }
    DESK.say(N_("{text}: {utc}, {dtg}; by the clock {zone}."), **answer)
    for name, shown_there in sorted(local.items()):
        DESK.console.print(f"  {name}: {shown_there or '-'}", markup=False)
    DESK.say(N_("Offsets from tzdata {tzdata}."), tzdata=read.tzdata)
    if as_json:
        DESK.give(answer)


def _local(instant: int, zone: str, zones: ZoneTable) -> str | None:
    """Give an instant by a zone's clock, None where the table does not reach."""
    from jig.places.times import local_text

    try:
        return local_text(instant, zone, zones)
    except Unreadable:
        return None


def show_day_before(
    at: Annotated[str, typer.Argument(metavar="INSTANT", help="When it begins: RFC 3339, a date-time group, local.")],
    zone: Annotated[
        str | None, typer.Option("--zone", help="Whose calendar counts; the agreement's by default.")
    ] = None,
    cutoff: Annotated[
        str | None, typer.Option("--cutoff", help="D 00:00 or D-1 18:00; the agreement's by default.")
    ] = None,
    profile: ProfileName = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Compute by when a notice of an action must be proven to have reached the other side: the day before, and why."""
    from jig.agreement.clocks import BadCutoff
    from jig.places.times import day_before, local_text, read_time, utc, zone_named, zone_words

    DESK.set(as_json=as_json, lang=lang)
    loaded = _profile(profile)
    zones, words = loaded.zones, zone_words(loaded.name)
    wanted = str(loaded.settings["deadline.tz"]) if zone is None else zone
    ends = str(loaded.settings["deadline.day_prior_cutoff"]) if cutoff is None else cutoff
    named, read = _tried(
        (
            ("--zone", lambda: zone_named(wanted, zones, words)),
            ("INSTANT", lambda: read_time(at, zones, zone=wanted, words=words)),
        )
    )
    try:
        found = _tried((("INSTANT", lambda: day_before(read.instant, named, zones, ends)),))[0]
    except BadCutoff:
        raise Failed(UNUSABLE, Fault("TIME-CUTOFF", path="--cutoff", found=ends)) from None
    answer: dict[str, Any] = found._asdict() | {
        "due": utc(found.due),
        "due_local": local_text(found.due, named, zones),
        "execution": utc(found.execution),
        "execution_local": local_text(found.execution, named, zones),
        "reading": "A05",
    }
    answer["why"] = " ".join((DESK.words(DUE, **answer), DESK.words(BEGINS[found.begins], **answer))).strip()
    DESK.console.print(answer["why"], markup=False)
    DESK.say(N_("Offsets from tzdata {tzdata}."), tzdata=found.tzdata)
    if as_json:
        DESK.give(answer)
