"""A live feed watched over the areas in force: `air watch`. What it says is a machine's; only officers state."""

from __future__ import annotations

import contextlib
import json
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jig.adapters.tracks_kernels import make_ready
from jig.agreement.wording import N_
from jig.desk.air import (
    COMPILING,
    DEFAULT_ERROR_M,
    Day,
    ErrorM,
    MaxGap,
    Sensors,
    causes_of,
    day_us,
    max_gap_us,
    sensor_of,
)
from jig.desk.air_files import check_outputs
from jig.desk.air_record import ABOUT
from jig.desk.air_seen import named, show_seen
from jig.desk.areas import layer_of
from jig.desk.faults import DONE, INTERRUPTED, UNUSABLE, Failed, Fault, Told
from jig.desk.groups import group
from jig.desk.options import Folder, Json, Lang, open_folder
from jig.desk.output import DESK
from jig.desk.sentences import sentence_of
from jig.desk.sentences_of_air import NO_LONGER, SOURCE_OUT

if TYPE_CHECKING:
    from jig.adapters.feeds import Address
    from jig.adapters.folder import NodeFolder
    from jig.adapters.tracks_read import Reading, TracksFault
    from jig.adapters.watching import Event, Watching
    from jig.air.episodes import Asked

_MOST_LISTED = 100_000
#: How a run of the watch ended: with its feed, when told to, by a person's Ctrl-C.
_ENDED, _TOLD, _BROKEN_OFF = "ENDED", "TOLD", "BROKEN-OFF"


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    air = group(app, "air", ABOUT)
    air.command("watch")(watch)
    air.command("seen")(show_seen)


def watch(
    folder: Folder,
    feed: Annotated[
        str, typer.Option("--feed", metavar="URL", help="tcp://HOST:PORT, udp://[HOST]:PORT, - or a file.")
    ],
    format_name: Annotated[
        str | None, typer.Option("--format", help="The feed's format; recognised by default.")
    ] = None,
    layer: Annotated[str, typer.Option("--layer", help="The layer of areas watched.")] = "DESIGNATED",
    max_gap: MaxGap = None,
    error_m: ErrorM = None,
    day: Day = None,
    sensor: Sensors = None,
    once: Annotated[bool, typer.Option("--once", help="End with the feed; do not call it again.")] = False,
    stop_after: Annotated[
        float | None, typer.Option("--stop-after", min=0.1, max=1e8, help="End after so many seconds.")
    ] = None,
    flags: Annotated[Path | None, typer.Option("--flags", help="List points that look wrong, as CSV.")] = None,
    rejects: Annotated[Path | None, typer.Option("--rejects", help="List rows that were left out.")] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Watch a live feed: say who enters and who leaves the areas in force, and since when nothing is known."""
    DESK.set(as_json=as_json, lang=lang)
    layer_of(layer)
    address = _address(feed)
    check_outputs({"--flags": flags, "--rejects": rejects}, [address.path] if address.kind == "file" else [])
    compiles = make_ready(feed)
    from jig.adapters.flag_list import FlagList
    from jig.adapters.tracks_episodes import write_rejects
    from jig.adapters.tracks_read import Reading
    from jig.adapters.watch_file import SeenFile
    from jig.adapters.watching import Watching

    node = open_folder(folder)
    digest, asked, gap = _areas(node, layer, max_gap)
    if compiles:
        DESK.say(COMPILING)
    reading = Reading(
        day_us=day_us(day),
        sensors=dict(map(sensor_of, sensor or [])),
        error_m=error_m,
        with_heights=True,
        most_listed=_MOST_LISTED,
    )
    with contextlib.ExitStack() as stack:
        seen = stack.enter_context(contextlib.closing(SeenFile(folder)))
        listed = stack.enter_context(FlagList(flags)) if flags is not None else None
        made = Watching(
            asked, reading, seen, max_gap_us=gap, error_m=DEFAULT_ERROR_M if error_m is None else error_m,
            link=address.kind in ("tcp", "udp"), again=_Again(node, layer, digest), flags=listed,
        )  # fmt: skip
        DESK.say(
            N_("Watching {count} areas of {layer} {version} over {feed}. Military aircraft rarely broadcast: what is not seen here is not known."),
            count=len(asked.areas), layer=layer, version=digest.split(" ")[0], feed=feed,
        )  # fmt: skip
        ended = _run(made, reading, address, feed, format_name, once=once, stop_after=stop_after, folder=folder)
        made.note(made.now())
        total = made.summary()
    if rejects is not None:
        write_rejects(rejects, reading)
    if as_json:
        with contextlib.suppress(BrokenPipeError):
            _line(total)
    _say_summary(total)
    if ended == _BROKEN_OFF:
        DESK.warn(Fault("AIR-WATCH-STOPPED"))
        return Told(INTERRUPTED)
    if ended == _ENDED and (once or address.kind in ("file", "stdin")) and not total["points"]:
        raise Failed(UNUSABLE, Fault("FEED-NOTHING-USABLE", path=feed[:200], found=causes_of(reading) or "0"))
    return DONE


def _address(feed: str) -> Address:
    from jig.adapters.feeds import address_of
    from jig.adapters.tracks_read import TracksFault

    try:
        return address_of(feed)
    except TracksFault as fault:
        raise _failed(fault) from None


def _failed(fault: TracksFault) -> Failed:
    path, found, expected = (str(fault.params.get(name, "")) for name in ("path", "found", "expected"))
    told = Fault(fault.code, path=path, found=found, expected=expected)
    # Of one feed there are no other sources that were read.
    return Failed(UNUSABLE, replace(told, next_step=NO_LONGER if sentence_of(told.code)[1] == SOURCE_OUT else ""))


def _areas(node: NodeFolder, layer: str, max_gap: float | None) -> tuple[str, Asked, int]:
    """Take the areas and the longest gap from the node's picture; raises Failed AIR-WATCH-NO-AREAS."""
    from jig.air.areas_watched import watched
    from jig.air.episodes import Asked

    with node.node() as opened:
        view = opened.picture.view()
        digest, areas = watched(view, layer)
        agreed = view.setting("track.max_gap_s")
    if not areas:
        raise Failed(UNUSABLE, Fault("AIR-WATCH-NO-AREAS", path=layer))
    gap = max_gap if max_gap is not None or agreed is None else float(str(agreed))
    return digest, Asked(areas), max_gap_us(gap)


class _Terminated(KeyboardInterrupt):
    """A service manager asked for the end: unlike a person's, that is as it should be."""


class _Again:
    """Reads the areas in force again, beside the feed: a long record takes its time, and points do not wait."""

    def __init__(self, node: NodeFolder, layer: str, digest: str) -> None:
        self._node, self._layer, self._digest = node, layer, digest
        self._reader: threading.Thread | None = None
        self._found: tuple[str, list[Any]] | None = None

    def __call__(self) -> Asked | None:
        """Give the areas when another version is in force; what cannot be read leaves those that are watched."""
        from jig.air.episodes import Asked

        if self._reader is not None and self._reader.is_alive():
            return None
        found, self._found = self._found, None
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        if found is None or not found[1] or found[0] == self._digest:
            return None
        self._digest = found[0]
        return Asked(found[1])

    def _read(self) -> None:
        from jig.air.areas_watched import watched

        try:
            with self._node.node() as opened:
                self._found = watched(opened.picture.view(), self._layer)
        except Exception as error:  # noqa: BLE001 - whatever keeps the picture from being read, the watch goes on
            DESK.warn(Fault("AIR-WATCH-PICTURE", found=type(error).__name__))


def _run(
    made: Watching, reading: Reading, address: Address, feed: str, format_name: str | None, *, once: bool,
    stop_after: float | None, folder: Path,
) -> str:  # fmt: skip
    """Follow the feed until it ends or is told to; says which."""
    from jig.adapters.tracks_read import TracksFault

    try:
        with _stopped_by_signal():
            for event in _events(made, reading, address, feed, format_name, once=once, stop_after=stop_after):
                _say(event, folder)
    except TracksFault as fault:
        raise _failed(fault) from None
    except (_Terminated, BrokenPipeError):
        return _TOLD
    except KeyboardInterrupt:
        return _BROKEN_OFF
    return _ENDED


def _events(
    made: Watching, reading: Reading, address: Address, feed: str, format_name: str | None, *, once: bool,
    stop_after: float | None,
) -> Iterator[Event]:  # fmt: skip
    from jig.adapters.feed_rows import FeedRows
    from jig.adapters.feeds import parts_of, until
    from jig.adapters.tracks_open import blocks_of

    if address.kind == "file":
        for block in blocks_of(address.path, format_name, reading):
            yield from made.take(block, made.now())
        yield from made.finish()
        return
    reading.from_file = False
    rows = FeedRows(feed, format_name, reading, datagrams=address.kind == "udp")
    parts = until(parts_of(address, once=once), stop_after)
    yield from made.follow(parts, rows)
    if once or address.kind == "stdin":
        yield from made.finish()


@contextlib.contextmanager
def _stopped_by_signal() -> Iterator[None]:
    """Let a service manager's request to end be heard as a person's is: with the summary."""
    try:
        before = signal.signal(signal.SIGTERM, _terminated)
    except ValueError:
        # Not the main thread: whoever runs it there ends it there.
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminated(number: int, frame: Any) -> None:
    raise _Terminated


# --- what it says ----------------------------------------------------------------------------------------------------


def _line(event: Event) -> None:
    sys.stdout.write(json.dumps(event, ensure_ascii=False, sort_keys=True) + "\n")
    sys.stdout.flush()


def _say(event: Event, folder: Path) -> None:
    if DESK.as_json:
        _line(event)
    _SAID[str(event["event"])](event, folder)


def _entered(event: Event, folder: Path) -> None:
    DESK.say(
        N_("ENTERED {area} {version}: {aircraft} at {entered} ({how}, {certainty})."),
        **named(event), entered=event["entered"], how=event["entered_how"],
    )  # fmt: skip


def _left(event: Event, folder: Path) -> None:
    DESK.say(
        N_("LEFT {area} {version}: {aircraft} at {left} ({how}, {certainty}), inside since {entered}."),
        **named(event), left=event["left"], how=event["left_how"], entered=event["entered"],
    )  # fmt: skip
    DESK.say(N_("  To state it: jig air seen {folder} --id {id} > seen.json"), folder=folder, id=event["id"])


def _no_data(event: Event, folder: Path) -> None:
    if event["since"] is None:
        DESK.say(
            N_("NO DATA: nothing usable has come yet, for {seconds} s. Nobody knows who is in the areas."),
            seconds=round(event["for_s"]),
        )
    else:
        DESK.say(
            N_("NO DATA since {since}, for {seconds} s. Nobody knows who is in the areas."),
            since=event["since"],
            seconds=round(event["for_s"]),
        )


def _feed_down(event: Event, folder: Path) -> None:
    DESK.say(N_("The feed is down ({why})."), why=event["why"])


def _feed_up(event: Event, folder: Path) -> None:
    DESK.say(N_("The feed is open; it has given nothing yet."))


def _data_again(event: Event, folder: Path) -> None:
    DESK.say(
        N_("Points come again after {seconds} s without any. What happened meanwhile is not known."),
        seconds=round(event["silent_s"]),
    )


def _areas_replaced(event: Event, folder: Path) -> None:
    DESK.say(N_("Another version is in force: {count} areas are watched from now on."), count=event["areas"])


_SAID: dict[str, Callable[[Any, Path], None]] = {
    "entered": _entered, "left": _left, "no-data": _no_data, "feed-down": _feed_down, "feed-up": _feed_up,
    "data-again": _data_again, "areas-replaced": _areas_replaced,
}  # fmt: skip


def _say_summary(total: Event) -> None:
    for name, counts in total["areas"].items():
        if counts["entered"] or counts["left"] or counts["inside"]:
            DESK.say(
                N_("{area}: {entered} entered, {left} left, {certain} of them certain, {inside} inside now."),
                area=name,
                **counts,
            )
    nothing = [
        name
        for name, counts in total["areas"].items()
        if not counts["entered"] and not counts["left"] and not counts["inside"]
    ]
    if nothing:
        DESK.say(N_("Nobody seen in {areas}: that is NO DATA, and no compliance."), areas=", ".join(nothing))
    for cause, count in total["rejected"].items():
        DESK.say(N_("Left out, {cause}: {count}."), cause=cause, count=count)
    for flag, count in total["flags"].items():
        DESK.say(N_("Flagged, {flag}: {count}."), flag=flag, count=count)
    if total["already_said"]:
        DESK.say(N_("Said by an earlier run and not again: {count}."), count=total["already_said"])
    if total["watched_s"] is not None:
        DESK.say(
            N_("Watched for {watched} s, of them {silent} s without data."),
            watched=round(total["watched_s"]),
            silent=round(total["no_data_s"]),
        )
    DESK.say(
        N_("{points} points of {aircraft} aircraft, from {first} to {last}."),
        points=total["points"],
        aircraft=total["aircraft"],
        first=total["first"] or "-",
        last=total["last"] or "-",
    )
