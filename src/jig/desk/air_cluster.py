"""`air episodes --cluster`: years of tracks on many workers, gone on with where a run broke off."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from jig.adapters.tracks_kernels import keep_kernels
from jig.agreement.wording import N_
from jig.desk.faults import UNUSABLE, Failed, Fault
from jig.desk.output import DESK
from jig.desk.sentences_of_air import PART_USED, SOURCE_OUT

if TYPE_CHECKING:
    from jig.adapters.tracks_cluster import Found
    from jig.adapters.tracks_cluster_where import Where
    from jig.adapters.tracks_read import TracksFault

ClusterAt = Annotated[
    str | None,
    typer.Option(
        "--cluster", metavar="WHERE", help="Workers: local[N] of this machine, or a scheduler's tcp://HOST:PORT."
    ),
]
Resume = Annotated[
    Path | None,
    typer.Option("--resume", metavar="FOLDER", help="Keep finished parts here, and go on with them; with --cluster."),
]
_STEPS = {
    "parts": N_("Reading parts"),
    "joins": N_("Joining parts"),
    "together": N_("Bringing aircraft together"),
    "whole": N_("Asking aircraft that were brought together"),
}


@dataclass(frozen=True)
class Place:
    """Where the work is done, and which folder keeps its finished parts; None: one for this run alone."""

    cluster: Where
    folder: Path | None


def place_of(cluster: str | None, resume: Path | None, workers: int, format_name: str | None) -> Place | None:
    """Read the options that belong together; None for one process. Raises Failed with all that is wrong with them."""
    if cluster is None:
        if resume is not None:
            raise Failed(UNUSABLE, Fault("USAGE-MISSING", path="--cluster"))
        return None
    keep_kernels()
    from jig.adapters.tracks_cluster_where import FORMS, require_engine, where
    from jig.adapters.tracks_read import TracksFault

    found, faults = where(cluster), []
    if found is None:
        faults.append(Fault("TRACKS-CLUSTER-WHERE", path="--cluster", found=cluster, expected=FORMS))
    if workers != 1:
        local = f"--cluster local[{workers}]"
        faults.append(Fault("TRACKS-CLUSTER-OPTION", path="--workers", found=str(workers), expected=local))
    if format_name not in (None, "parquet"):
        parquet = "--format parquet"
        faults.append(Fault("TRACKS-CLUSTER-OPTION", path="--format", found=format_name or "", expected=parquet))
    if found is not None and found.address is not None and resume is None:
        faults.append(Fault("TRACKS-CLUSTER-FOLDER", path=found.address, expected="--resume FOLDER"))
    try:
        require_engine()
    except TracksFault as fault:
        faults.append(tracks_fault(fault, cluster))
    if faults or found is None:
        raise Failed(UNUSABLE, *faults)
    return Place(found, resume)


def expanded(tracks: Sequence[str]) -> tuple[list[str], list[Fault]]:
    """Give the files that folders hold in their place; a folder without any is named."""
    from jig.adapters.tracks_folders import files_of
    from jig.adapters.tracks_read import TracksFault

    sources: list[str] = []
    broken: list[Fault] = []
    for source in tracks:
        try:
            sources += files_of(source)
        except TracksFault as fault:
            broken.append(tracks_fault(fault, source))
    return sources, broken


def on_cluster(
    place: Place,
    sources: Sequence[str],
    areas: Sequence[Any],
    settings: tuple[int, float],
    notices: Any,
    broken: list[Fault],
    *,
    paths: bool,
) -> Found:
    """Find the episodes on a cluster; files that could not be read are added to `broken`. Raises Failed."""
    from jig.adapters.tracks_cluster import find
    from jig.adapters.tracks_cluster_pieces import Settings
    from jig.adapters.tracks_cluster_where import workers_at
    from jig.adapters.tracks_read import TracksFault

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with ExitStack() as stack:
            folder = _folder(place, stack)
            with DESK.console.status(DESK.words(N_("Starting the workers"))):
                workers = stack.enter_context(workers_at(place.cluster, areas))
            bar = Progress(*columns, console=DESK.console, transient=True, disable=not DESK.console.is_terminal)
            stack.enter_context(bar)
            tasks: dict[str, Any] = {}

            def told(step: str, done: int, count: int) -> None:
                if step not in tasks:
                    tasks[step] = bar.add_task(DESK.words(_STEPS[step]), total=count)
                bar.update(tasks[step], completed=done)

            found = find(sources, areas, workers, folder, Settings(*settings), notices=notices, paths=paths, told=told)
    except TracksFault as fault:
        raise Failed(UNUSABLE, tracks_fault(fault, str(place.folder or ""))) from fault
    broken += [_fault_of(source, wrong) for source, wrong in found.wrong]
    DESK.say(
        N_(
            "{all} parts: {kept} kept from an earlier run, {changed} read again because they changed; {brought_together} aircraft brought together."
        ),
        **found.parts,
    )
    return found


def _folder(place: Place, stack: ExitStack) -> Path:
    if place.folder is None:
        return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jig-parts-")))
    place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place.folder.resolve()


def _fault_of(source: str, wrong: Any) -> Fault:
    if isinstance(wrong, OSError):
        code = "FILE-MISSING" if isinstance(wrong, FileNotFoundError) else "FILE"
        return Fault(code, path=source, found=type(wrong).__name__)
    if isinstance(wrong, tuple):
        return Fault(wrong[0], path=source, found=wrong[1])
    return tracks_fault(wrong, source)


def after_some(fault: Fault, some: bool) -> Fault:
    """Give a fault of a source as it is after some of its points were used."""
    following = PART_USED if some else SOURCE_OUT if fault.code.startswith("FILE") else fault.next_step
    return replace(fault, next_step=following)


def tracks_fault(fault: TracksFault, source: str) -> Fault:
    """Give a fault of tracks as the desk has it."""
    told = fault.params
    return Fault(
        fault.code, path=str(told.get("path", source)), found=str(told.get("found", "")),
        expected=str(told.get("expected", "")),
    )  # fmt: skip
