"""Episodes of years of tracks: parts on many workers, joined exactly, gone on with where a run broke off.

Who works is handed in (`Workers`): `tracks_cluster_dask` for a cluster, a plain loop in the tests.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from jig.adapters.files import atomic_write
from jig.adapters.tracks_cluster_parts import Part, job_digest, parts_of
from jig.adapters.tracks_cluster_pieces import (
    BUCKETS,
    Joined,
    Settings,
    Summary,
    join_bucket,
    make_pieces,
    rejects_of,
    summary_of,
)
from jig.adapters.tracks_cluster_whole import Whole, ask_whole, bring_together, is_together
from jig.adapters.tracks_episodes import Way
from jig.adapters.tracks_read import MOST_LISTED, Reading
from jig.air.episodes import Episode, place
from jig.air.episodes_areas import Area
from jig.air.episodes_notices import Notice
from jig.air.notices_answered import Answers

#: Hears the step, how many of its tasks are done, and how many there are.
Told = Callable[[str, int, int], None]


class Workers(Protocol):
    """Runs tasks. Each worker holds the areas with one index, and gives it to every task as its first argument."""

    def run(self, task: Callable[..., Any], given: Sequence[tuple[Any, ...]]) -> Iterator[tuple[int, Any]]:
        """Run a task once for each tuple of arguments; gives (number, answer) as they come. Raises what a task
        raises."""


@dataclass
class Found:
    """The answer. reading: counts, rejects and aircraft as if one process had read all. wrong: (file, fault).

    parts: how many there were; kept from an earlier run; changed since it; aircraft brought together.
    """

    episodes: list[Episode]
    paths: list[Way]
    reading: Reading
    wrong: list[tuple[str, Any]]
    parts: dict[str, int] = field(default_factory=dict)


def find(
    sources: Sequence[str],
    areas: Sequence[Area],
    workers: Workers,
    folder: Path,
    settings: Settings,
    *,
    notices: Answers | None = None,
    paths: bool = False,
    told: Told = lambda step, done, count: None,
    most: int | None = None,
) -> Found:
    """Find the episodes of Parquet files, equal to one process's. folder: every worker sees it under this name.

    most: rows of a part. Raises TracksFault, OSError, and what `workers` raise.
    """
    parts, wrong = parts_of(sources) if most is None else parts_of(sources, most)
    job = job_digest(areas, settings.max_gap_us, settings.error_m)
    for name in ("parts", "together"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    names = {part.order: f"parts/{part.digest(job)}.arrow" for part in parts}
    ready = {part.order: summary_of(folder / names[part.order]) for part in parts}
    counts = {"all": len(parts), "kept": sum(map(bool, ready.values())), "changed": _changed(folder, job, parts)}
    open_parts = [part for part in parts if ready[part.order] is None]
    work = [(part, settings, str(folder / names[part.order])) for part in open_parts]
    for _ in _heard(workers.run(make_pieces, work), "parts", len(parts), counts["kept"], told):
        pass
    summaries = {part.order: summary_of(folder / names[part.order]) or Summary() for part in parts}
    broken = _broken(parts, summaries)
    used = [part for part in parts if part.order not in broken]
    step = _Join(folder, names, used, workers, settings, told)
    joined, whole = step.all(None if notices is None else notices.notices, paths)
    if notices is not None:
        for one in whole:
            notices.add(one.tallies)
    reading = _reading(used, summaries, joined, whole, folder, names)
    told_wrong = _in_order(sources, wrong, parts, summaries)
    counts["brought_together"] = sum(len(one.whole) for one in joined)
    return Found(*_sorted(joined, whole, paths), reading, told_wrong, counts)


def _heard(answers: Iterator[tuple[int, Any]], step: str, count: int, before: int, told: Told) -> Iterator[Any]:
    told(step, before, count)
    for done, (number, answer) in enumerate(answers, before + 1):
        told(step, done, count)
        yield number, answer


def _changed(folder: Path, job: str, parts: Sequence[Part]) -> int:
    """Count the parts whose file is another than in the run before; note what it is now."""
    path = folder / f"run-{job[:16]}.json"
    before: dict[str, str] = {}
    with suppress(OSError, ValueError):
        before = json.loads(path.read_bytes())
    now = {part.label: part.digest(job) for part in parts}
    atomic_write(path, json.dumps({**before, **now}).encode())
    return sum(1 for label, digest in now.items() if before.get(label, digest) != digest)


def _broken(parts: Sequence[Part], summaries: dict[int, Summary]) -> set[int]:
    """Give the parts behind the one at which their file broke off: one process would not have reached them."""
    ended: set[str] = set()
    behind: set[int] = set()
    for part in parts:
        if part.source in ended:
            behind.add(part.order)
        elif summaries[part.order].fault is not None:
            ended.add(part.source)
    return behind


@dataclass
class _Join:
    folder: Path
    names: dict[int, str]
    parts: Sequence[Part]
    workers: Workers
    settings: Settings
    told: Told

    def all(self, notices: Sequence[Notice] | None, paths: bool) -> tuple[list[Joined], list[Whole]]:
        """Join all buckets, then ask the aircraft that were brought together."""
        wanted = None if paths else sorted({name for notice in notices or () for name in notice.aircraft})
        plan = self._plan({"files": [(p.order, self.names[p.order]) for p in self.parts], "paths": wanted})
        joined: list[Joined] = self._buckets("joins", join_bucket, list(range(BUCKETS)), plan, self.settings)
        joined = [self._unassessed(one, notices) for one in joined]
        whole = {name: orders for one in joined for name, orders in one.whole.items()}
        return joined, self._together(whole, notices, paths) if whole else []

    def _unassessed(self, joined: Joined, notices: Sequence[Notice] | None) -> Joined:
        """Where there are notices, an aircraft that none names is UNMATCHED."""
        if notices is None:
            return joined
        from jig.air.episodes import with_notice

        episodes = [with_notice(one, None) for one in joined.episodes]
        return replace(joined, episodes=episodes)

    def _buckets(self, step: str, task: Callable[..., Any], buckets: Sequence[int], *given: Any) -> list[Any]:
        work = [(*given, bucket) for bucket in buckets]
        found = _heard(self.workers.run(task, work), step, len(work), 0, self.told)
        return [answer for _, answer in sorted(found, key=lambda one: one[0])]

    def _together(self, whole: dict[str, list[int]], notices: Sequence[Notice] | None, paths: bool) -> list[Whole]:
        from jig.adapters.tracks_cluster_pieces import bucket_of

        orders = {order for held in whole.values() for order in held}
        parts = [part for part in self.parts if part.order in orders]
        mark = sha256(json.dumps(sorted(whole)).encode("utf-8", "replace")).hexdigest()[:16]
        files = {part.order: f"together/{Path(self.names[part.order]).stem}-{mark}.arrow" for part in parts}
        plan = self._plan({"together": [(p.source, files[p.order]) for p in parts], "whole": sorted(whole)})
        missing = [part for part in parts if not is_together(self.folder / files[part.order])]
        work = [(part, plan, str(self.folder / files[part.order])) for part in missing]
        kept = len(parts) - len(missing)
        for _ in _heard(self.workers.run(bring_together, work), "together", len(parts), kept, self.told):
            pass
        buckets = sorted({bucket_of(name) for name in whole})
        found: list[Whole] = self._buckets("whole", _asked_whole, buckets, plan, self.settings, notices, paths)
        for file in files.values():
            (self.folder / file).unlink(missing_ok=True)
        return found

    def _plan(self, told: dict[str, Any]) -> str:
        data = json.dumps(told).encode()
        path = self.folder / f"plan-{sha256(data).hexdigest()[:16]}.json"
        atomic_write(path, data)
        return str(path)


def _asked_whole(asked: Any, plan: str, settings: Settings, notices: Any, paths: bool, bucket: int) -> Whole:
    return ask_whole(asked, plan, settings, notices, paths, bucket)


def _reading(
    parts: Sequence[Part],
    summaries: dict[int, Summary],
    joined: Sequence[Joined],
    whole: Sequence[Whole],
    folder: Path,
    names: dict[int, str],
) -> Reading:
    """Count as one process counts, and list in its order: what could not be read, then what could not both be true."""
    reading = Reading()
    sources = {source: number for number, source in enumerate(dict.fromkeys(part.source for part in parts))}
    by_order = {part.order: part.source for part in parts}
    two = [(by_order[order], row) for one in joined for order, row in one.two_places]
    two += [place for one in whole for place in one.two_places]
    for part in parts:
        summary = summaries[part.order]
        reading.count += summary.points
        reading.rejected.update(summary.rejected)
        reading.flags.update(summary.flags)
        if summary.rejected:
            rejects = rejects_of(folder / names[part.order])
            reading.listed += [(part.source, *one) for one in rejects[: MOST_LISTED - len(reading.listed)]]
    for source, row in sorted(two, key=lambda one: (sources[one[0]], one[1])):
        reading.reject(source, row, "TWO-PLACES")
    for flags in (*(one.flags for one in joined), *(one.flags for one in whole)):
        reading.flags.update(flags)
    reading.flown = sum(one.flown for one in joined) + sum(one.flown for one in whole)
    named = [name for one in joined for name in one.names]
    named += [name for part in parts for name in summaries[part.order].unseen]
    reading.numbers = {name: number for number, name in enumerate(dict.fromkeys(named))}
    return reading


def _in_order(
    sources: Sequence[str], wrong: dict[str, Exception], parts: Sequence[Part], summaries: dict[int, Summary]
) -> list[tuple[str, Any]]:
    told: dict[str, Any] = dict(wrong)
    for part in parts:
        fault = summaries[part.order].fault
        if fault is not None:
            told.setdefault(part.source, fault)
    return [(source, told[source]) for source in dict.fromkeys(sources) if source in told]


def _sorted(joined: Sequence[Joined], whole: Sequence[Whole], paths: bool) -> tuple[list[Episode], list[Way]]:
    found = [one for held in joined for one in held.episodes] + [one for held in whole for one in held.episodes]
    ways = [way for held in whole for way in held.paths] if paths else []
    order = sorted(range(len(found)), key=lambda n: place(found[n]))
    return [found[n] for n in order], [ways[n] for n in order] if ways else []
