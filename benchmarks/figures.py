"""What is measured, and against what."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import psutil
from rich.console import Console

from benchmarks.bare_counterpart import bare_exchange
from benchmarks.bounds import Raw, SmallRaw, raw, round_trip, second_core, small_raw
from benchmarks.nodes import Link, pair_of_nodes
from benchmarks.record_made import MadeWay, made
from jig.adapters.clock import FixedClock
from jig.adapters.folder import NodeFolder
from jig.adapters.pool import examine_in_processes
from jig.adapters.sqlite_store import SqliteStore
from jig.adapters.witness import FileWitness
from jig.centre.exchange import exchange
from jig.centre.node import Node
from jig.centre.pairing import Pairing
from jig.centre.receive import receive
from jig.centre.submit import submit
from jig.centre.verify import fold_pair
from jig.record.bundle import decode
from jig.record.verify import verify_pair

PER_TARGET = 26
BATCH = 500
#: Targets worked on at once between two exchanges: a busy day's batch.
IN_STEP = 200
#: Entries over the link: before anything is measured, rounds, and entries in each.
WARM, ROUNDS, IN_ROUND = 50, 7, 40


class Figure(NamedTuple):
    """One figure: a ratio, its bar (">= 0.6" or "<= 4"), how it was measured."""

    name: str
    value: float
    bar: str
    how: str

    @property
    def met(self) -> bool:
        """Whether the bar is met."""
        sign, _, bound = self.bar.partition(" ")
        return self.value >= float(bound) if sign == ">=" else self.value <= float(bound)


def of_the_record(entries: int, folder: Path, console: Console) -> list[Figure]:
    """Verify, accept and fold one record."""
    with console.status(f"making a record of {entries} entries"):
        way = made(max(2, entries // PER_TARGET), in_step=IN_STEP)
        bundles = [way.bundle(side, 0, way.sizes[side]) for side in (0, 1)]
        files = [bundle.encode() for bundle in bundles]
    total = sum(way.sizes)
    view = way.picture.view()
    keysets = [view.keyset(side) for side in (0, 1)]
    pins = (keysets[0].root.fingerprint, keysets[1].root.fingerprint)  # type: ignore[union-attr]
    bounds = raw(list(bundles[0].entries[:1500] + bundles[1].entries[:1500]), folder)
    signatures = total + sum(len(bundle.seen_heads) + 1 for bundle in bundles)
    bound = signatures * bounds.verify + total * (bounds.canonical + bounds.sha256)
    gc.freeze()
    with console.status("verifying on one core and on two"):
        one, two = _verified(files, pins)
    pair = verify_pair((decode(files[0]), decode(files[1])), pins)
    with console.status("folding"):
        folded = _timed(lambda: fold_pair(pair, way.picture.profile))
    with console.status("accepting batches"):
        # The machine's speed drifts: the bound is taken again right before what is held against it.
        bounds = raw(list(bundles[1].entries[:3000]), folder)
        accepted, bound_accepted, count = _accepted(way, folder, bounds, min(entries, 20_000))
    rate = count / accepted
    fold_rate = total / folded
    return [
        Figure(
            "verify, one core",
            bound / one,
            ">= 0.6",
            f"{total} entries, {signatures} signatures, {one:.2f} s; bound {bound:.2f} s",
        ),
        Figure(
            "verify, two cores",
            one / two,
            ">= 1.6",
            f"{two:.2f} s against {one:.2f} s, three pairs; raw Ed25519 in two processes {second_core():.2f}",
        ),
        Figure("accept batches", bound_accepted / accepted, ">= 0.5", f"{rate:.0f} entries/s in batches of {BATCH}"),
        Figure(
            "fold, rules on", fold_rate / rate, ">= 3", f"{fold_rate:.0f} entries/s, {1e6 / fold_rate:.1f} us an entry"
        ),
    ]


def _timed(action: Any) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _verified(files: list[bytes], pins: tuple[str, str]) -> tuple[float, float]:
    """Time verification from the files' bytes, one core and two in turn; medians of three."""
    pool = examine_in_processes(2)
    pool([], {})
    ones, twos = [], []
    try:
        verify_pair((decode(files[0]), decode(files[1])), pins, examiner=pool)
        for _ in range(3):
            ones.append(_timed(lambda: verify_pair((decode(files[0]), decode(files[1])), pins)))
            twos.append(_timed(lambda: verify_pair((decode(files[0]), decode(files[1])), pins, examiner=pool)))
    finally:
        pool.close()
    return statistics.median(ones), statistics.median(twos)


class _LogKeys:
    """The keys of one side of a made record."""

    def __init__(self, way: MadeWay, side: int) -> None:
        self._signers = way.signers[side]

    def log_signer(self, public: Any) -> Any:
        return self._signers[public.fingerprint]

    def officer_signer(self, name: str, public: Any) -> Any:
        return self._signers[public.fingerprint]


def _accepted(way: MadeWay, folder: Path, bounds: Raw, limit: int) -> tuple[float, float, int]:
    """Let side 0 take in side 1's log in batches: verified, stored with fsync, folded; its own entries are there
    before."""
    view = way.picture.view()
    roots = [view.keyset(side).root for side in (0, 1)]  # type: ignore[union-attr]
    store = SqliteStore(folder / "accept.sqlite")
    pairing = Pairing(roots[0], roots[1], way.picture.profile)
    keys = _LogKeys(way, 0)
    node = Node(store, keys, FixedClock(1_600_000_000), pairing, FileWitness(folder, "bench"))
    theirs = [kept for kept in way.logs if kept.side == 1][:limit]
    batches, start = [], 0
    own_at = 0
    own = [kept for kept in way.logs if kept.side == 0]
    taken = 0.0
    signatures = 0
    while start < len(theirs):
        end = min(start + BATCH, len(theirs))
        needed = theirs[end - 1].entry.seen.size
        with node.writing():
            # Own entries may need entries of the other side first: they come in as far as they can.
            while own_at < needed and own[own_at].entry.seen.size <= node.mirror.size:
                node.append_sealed(own[own_at].sealed)  # type: ignore[union-attr, arg-type]
                own_at += 1
            node.put_head()
        end = _reachable(theirs, start, end, own_at)
        if end == start:
            raise AssertionError("the two logs wait for each other")
        bundle = way.bundle(1, start, end)
        data = bundle.encode()
        signatures += end - start + len(bundle.seen_heads) + 2
        taken += _timed(lambda data=data: _take(node, data))
        batches.append(end - start)
        start = end
    store.close()
    count = sum(batches)
    bound = signatures * bounds.verify + count * (bounds.canonical + bounds.sha256) + len(batches) * bounds.fsync
    return taken, bound, count


def _take(node: Node, data: bytes) -> None:
    """Take in a batch as `receive` does, without a receipt: whose cost belongs to the answer."""
    from jig.centre import receive as module

    kept = module._receipt  # noqa: SLF001
    module._receipt = lambda node, admission: None  # type: ignore[assignment]  # noqa: SLF001
    try:
        receive(node, data)
    finally:
        module._receipt = kept  # noqa: SLF001


def _reachable(theirs: list[Any], start: int, end: int, own: int) -> int:
    at = start
    while at < end and theirs[at].entry.seen.size <= own:
        at += 1
    return at


class _Round(NamedTuple):
    """Medians of one round, seconds: an operation, its bound done for real, and the sum of its parts one by one."""

    taken: float
    bound: float
    parts: float
    raw: SmallRaw


def of_the_link(folder: Path, console: Console) -> list[Figure]:
    """Submit one entry and have it countersigned over mutual TLS by a node in a process of its own.

    The bound is what two bare processes take for two signatures, two verifications, two fsyncs and one round trip, one
    after another; beside it the sum of these, each asked again and again, where nobody ever waits for anybody.
    In rounds, each with its bound right after it: what else the machine does changes from second to second.
    """
    with (
        console.status("submitting over the link"),
        pair_of_nodes(folder) as (one, other, url),
        bare_exchange(one, other) as bare,
        one.node() as node,
    ):
        link = Link(url, one)
        exchange(node, link.http)
        _countersigned(node, link, WARM)
        rounds = [_round(node, link, bare, one, other, folder) for _ in range(ROUNDS)]
        link.http.close()
    ratio = statistics.median(one.taken / one.bound for one in rounds)
    parts = statistics.median(one.taken / one.parts for one in rounds)
    best = sorted(rounds, key=lambda one: one.taken / one.bound)[ROUNDS // 2]
    each_one = (
        f"2 signatures of {best.raw.sign * 1e3:.3f}, 2 verifications of {best.raw.verify * 1e3:.3f}, "
        f"2 fsyncs of {best.raw.fsync * 1e3:.2f}, a TLS echo of {best.raw.trip * 1e3:.3f}"
    )
    how = (
        f"p50 {best.taken * 1e3:.2f} ms; bound {best.bound * 1e3:.2f} ms, done by two bare processes; {parts:.2f} "
        f"times the sum of its parts, {best.parts * 1e3:.2f} ms ({each_one}); median of {ROUNDS} rounds of {IN_ROUND}"
    )
    return [Figure("submit to countersigned, p50", ratio, "<= 4", how)]


def _round(
    node: Node, link: Link, bare: Callable[[], float], one: NodeFolder, other: NodeFolder, folder: Path
) -> _Round:
    taken = statistics.median(_countersigned(node, link, IN_ROUND))
    bound = statistics.median(bare() for _ in range(IN_ROUND))
    small = small_raw(folder, round_trip(other.server_context(), one.client_context(), 2_048))
    return _Round(taken, bound, 2 * (small.sign + small.verify + small.fsync) + small.trip, small)


def _countersigned(node: Node, link: Link, times: int) -> list[float]:
    taken = []
    name = node.own.keysets[-1][2].officers[0].name
    for _ in range(times):
        start = time.perf_counter()
        recorded = submit(node, "note", {"lang": "en", "text": f"information {node.own.size}"}, name)
        exchange(node, link.http, confirmed=True)
        taken.append(time.perf_counter() - start)
        if not node.store.cosignatures("own", recorded.seq, recorded.seq + 1):
            raise AssertionError("not countersigned")
    return taken


def of_growth(target: int, console: Console) -> list[Figure]:
    """Add entries to a small record and to a large one, in order and late; look at the memory."""
    way = _Watched(signed=False, keep=False)
    way.ready()
    number = 0
    for number in range(40):
        way.live(number)
    small = way.cost(number, 40)
    late_small = way.late_cost(200)
    with console.status("growing"):
        while sum(way.sizes) < target:
            number += 1
            way.live(number + 100)
    gc.freeze()
    large = way.cost(number + 10_000_000, 40)
    late_large = way.late_cost(200)
    digest = _timed(way.picture.digest)
    memory = psutil.Process().memory_info().rss / 2**30
    total = sum(way.sizes)
    return [
        Figure(
            "one more entry", large / small, "<= 1.5", f"{large * 1e6:.1f} us at {total}, {small * 1e6:.1f} us at 1,000"
        ),
        Figure(
            "one more entry, late",
            late_large / late_small,
            "<= 1.5",
            f"{late_large * 1e6:.1f} us, {late_small * 1e6:.1f} us",
        ),
        Figure("memory, GiB", memory, "<= 1", f"resident, {total} entries, digest taken in {digest:.1f} s"),
    ]


class _Watched(MadeWay):
    """A way that times the fold alone."""

    spent = 0.0
    folded = 0

    def _append(self, side: int, kind: str, body: dict[str, Any], *rest: Any) -> Any:
        add = self.picture.add

        def timed(*given: Any) -> Any:
            start = time.perf_counter()
            found = add(*given)
            self.spent += time.perf_counter() - start
            self.folded += 1
            return found

        self.picture.add = timed  # type: ignore[method-assign]
        try:
            return super()._append(side, kind, body, *rest)
        finally:
            del self.picture.add

    def cost(self, first: int, targets: int) -> float:
        """Give the median over targets of the mean seconds that the fold takes for one more entry."""
        means = []
        for number in range(targets):
            self.spent, self.folded = 0.0, 0
            self.live(first + 1 + number)
            means.append(self.spent / self.folded)
        return statistics.median(means)

    def late_cost(self, count: int) -> float:
        """Give the median seconds for an entry of a side that has seen nothing of the other's last entries."""
        other = self.target(0, target_id=f"L-{sum(self.sizes)}").id
        self.see(1)
        for number in range(2_000):
            self.say(0, "note", {"lang": "en", "text": f"meanwhile {number}"})
        means = []
        for _ in range(count):
            self.spent, self.folded = 0.0, 0
            self.vet(1, other)
            means.append(self.spent)
        self.see_both()
        return statistics.median(means)
