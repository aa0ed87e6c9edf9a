"""One check of a plan against what others hold, beside what a user would pick; identical conflict sets, one run.

python -m benchmarks --only deconflict. Recorded seed; the volumes are EXERCISE polygons in six by four
degrees and a month.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from rich.console import Console

from benchmarks.figures import Figure
from benchmarks.peers import PostGis, Rtree, Shapely, postgres

SEED = 20160917
LEGS = 5
CHECKS = 300
_SPAN_S = 30 * 86_400


def plan(rng: random.Random, label: str, side: str) -> list[Any]:
    """Five polygons of a plan, one after another: near each other, a few kilometres to tens, over some hours."""
    from jig.places.volume import Band, Volume, Window, area_shape

    lon, lat = rng.randrange(360_000_000, 420_000_000), rng.randrange(330_000_000, 370_000_000)
    at, found = rng.randrange(_SPAN_S), []
    for number in range(LEGS):
        ring = _ring(rng, lon, lat, rng.randrange(100_000, 1_000_000))
        lower = rng.randrange(0, 9_000)
        band = Band(Fraction(lower), Fraction(lower + rng.randrange(300, 3_000)), "EGM96")
        window = Window(Fraction(at), Fraction(at + rng.randrange(600, 7_200)))
        found.append(Volume(label, side, area_shape(((ring,),), 7), band, window, number))
        lon, lat, at = lon + rng.randrange(-900_000, 900_000), lat + rng.randrange(-900_000, 900_000), at + 1_800
    return found


def _ring(rng: random.Random, lon: int, lat: int, size: int) -> tuple[tuple[int, int], ...]:
    """Six corners around a place, in order, so that no edge crosses another."""
    half = size // 2
    corners = [(-2, 0), (-1, -2), (1, -2), (2, 0), (1, 2), (-1, 2)]
    points = [(lon + x * half + rng.randrange(half), lat + y * half + rng.randrange(half)) for x, y in corners]
    return (*points, points[0])


def timed(check: Callable[[Any], object], given: Sequence[Any]) -> list[float]:
    """Seconds of each check, in order."""
    found = []
    for one in given:
        start = time.perf_counter()
        check(one)
        found.append(time.perf_counter() - start)
    return found


def p(share: float, taken: Sequence[float]) -> float:
    """The value that so large a share stays below."""
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * share))]


def of_deconfliction(plans: int, console: Console) -> list[Figure]:
    """Measure checks at 1,000 plans and at `plans`, additions, withdrawals, growth, and explanations."""
    found: list[Figure] = []
    middles: dict[int, float] = {}
    with postgres() as address:
        if address is None:
            console.print("PostGIS is missing: no figure against it (make bench-peers)")
        for count in sorted({1_000, max(1_000, plans // 10), plans}):
            found += _at_size(count, address if count == plans else None, middles, console, big=count == plans)
    low, high = middles[1_000], middles[max(middles)]
    found.append(
        Figure("check, growth over the logarithm of the size", high / low / _logs(1_000, max(middles)), "<= 4", "p50")
    )
    found += of_explaining(console)
    return found


def _logs(one: int, other: int) -> float:
    from math import log

    return log(other * LEGS) / log(one * LEGS)


def _at_size(
    count: int, address: str | None, middles: dict[int, float], console: Console, *, big: bool
) -> list[Figure]:
    from jig.operations.deconfliction_index import Index

    rng = random.Random(SEED + count)
    volumes = [one for n in range(count) for one in plan(rng, f"P{n}", "AB"[n % 2])]
    checks = [plan(rng, f"Q{n}", "AB"[n % 2]) for n in range(CHECKS)]
    held = Index(volumes)
    numbers = {id(one): number for number, one in enumerate(volumes)}
    ours = [{(number, numbers[id(other)]) for number, other in held.met(one)} for one in checks]
    own = timed(held.met, [held.ready(one) for one in checks])
    whole = timed(held.met, checks)
    middles[count] = p(0.5, own)
    hits = sum(map(len, ours))
    console.print(f"{count} plans: {p(0.5, own) * 1e6:.0f} us p50, {p(0.99, own) * 1e6:.0f} us p99; {hits} hits")
    console.print(f"  with laying out: {p(0.5, whole) * 1e6:.0f} us p50")
    found = []
    for name, peer, bars in _peers(volumes, address, count, big, console):
        ready = [peer.ready(one) for one in checks]
        theirs = [peer.check(one) for one in ready]
        if theirs != ours:
            raise AssertionError(f"{name} finds another set of conflicts")
        taken = timed(peer.check, ready)
        console.print(f"  {name}: {p(0.5, taken) * 1e6:.0f} us p50, {p(0.99, taken) * 1e6:.0f} us p99")
        for share, bar in bars.items():
            times = f"{p(share, taken) * 1e3:.2f} ms there, {p(share, own) * 1e3:.3f} ms here"
            how = f"{times}; {CHECKS} checks, sets identical"
            ratio = p(share, taken) / p(share, own)
            found.append(Figure(f"check at {count} plans against {name}, p{share * 100:.0f}", ratio, bar, how))
    return found + (_changes(held, rng) if big else [])


def _peers(
    volumes: Sequence[Any], address: str | None, count: int, big: bool, console: Console
) -> Iterator[tuple[str, Any, dict[float, str]]]:
    """Give each peer that is installed, with its bars."""
    bars = {0.5: ">= 12"} if big else {0.5: ">= 2"} if count == 1_000 else {}
    for name, made, bar in (("shapely STRtree", Shapely, bars), ("rtree", Rtree, {})):
        try:
            peer = made(volumes)
        except ImportError:
            console.print(f"{name} is missing: no figure against it (make bench-peers)")
            continue
        yield name, peer, bar
    if address is not None:
        yield "PostGIS", PostGis(volumes, address), {0.5: ">= 60", 0.99: ">= 50"}


def _changes(held: Any, rng: random.Random) -> list[Figure]:
    """Add and withdraw plans, milliseconds."""
    new = [plan(rng, f"R{n}", "AB"[n % 2]) for n in range(2_000)]
    added = timed(held.add, new)
    gone = timed(lambda one: held.withdraw(one[0].participant, one[0].plan), new)
    how = f"p50 of 2000; p99 {p(0.99, added) * 1e3:.2f}, worst {max(added) * 1e3:.0f}"
    return [
        Figure("add a plan, ms", p(0.5, added) * 1e3, "<= 1", how),
        Figure("add a plan, mean ms", statistics.fmean(added) * 1e3, "<= 1", "with every repacking"),
        Figure("withdraw a plan, ms", p(0.99, gone) * 1e3, "<= 1", "p99; 2000"),
    ]


def of_explaining(console: Console) -> list[Figure]:
    """A notice of twenty legs against 1,000 plans, every finding explained in both languages."""
    from jig.desk.deconflict import row
    from jig.desk.meeting_words import why
    from jig.operations.deconfliction import UNSET
    from jig.operations.deconfliction_index import Index

    rng = random.Random(SEED)
    held = Index([one for n in range(1_000) for one in _busy(plan(rng, f"P{n}", "AB"[n % 2]), rng)])
    notices = [_routes(rng, f"N{n}") for n in range(200)]

    def explained(notice: list[Any]) -> int:
        found = held.meetings(notice)
        rows = [(row(one, UNSET), why(one, UNSET, 0.0, "ru")) for one in found]
        return len(rows)

    hits = [explained(one) for one in notices]
    taken = timed(explained, notices)
    console.print(f"explained: {p(0.5, taken) * 1e3:.1f} ms p50, {p(0.99, taken) * 1e3:.1f} ms p99")
    how = f"{sum(hits) / len(hits):.1f} findings a notice, {len(notices)} notices"
    return [
        Figure(
            "twenty legs against 1000 plans, explained in two languages, p99 ms", p(0.99, taken) * 1e3, "<= 100", how
        )
    ]


def _busy(volumes: list[Any], rng: random.Random) -> list[Any]:
    """Put a plan into one day, so that something is met."""
    from dataclasses import replace

    from jig.places.volume import Window

    moved = rng.randrange(86_400) - volumes[0].window.start
    return [replace(one, window=Window(one.window.start + moved, one.window.end + moved)) for one in volumes]


def _routes(rng: random.Random, label: str) -> list[Any]:
    """Twenty legs with a half-width, one after another."""
    from jig.places.volume import Band, Volume, Window, line_shape

    lon, lat, at = (
        rng.randrange(370_000_000, 410_000_000),
        rng.randrange(340_000_000, 360_000_000),
        rng.randrange(70_000),
    )
    found = []
    for number in range(20):
        new = lon + rng.randrange(-2_000_000, 2_000_000), lat + rng.randrange(-2_000_000, 2_000_000)
        lower = rng.randrange(1_000, 6_000)
        shape = line_shape(((lon, lat), new), Fraction(rng.randrange(500, 3_000)), 7)
        window = Window(Fraction(at + 600 * number), Fraction(at + 600 * number + 900))
        found.append(Volume(label, "C", shape, Band(Fraction(lower), Fraction(lower + 600), "EGM96"), window, number))
        lon, lat = new
    return found
