"""Examining many entries on all cores."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from jig.record.admit import examine_serially
from jig.record.entry import Entry, Examined, Sealed
from jig.record.errors import Malformed
from jig.record.suites import PublicKey

# Below this, starting a process costs more than it saves.
_FEW = 2_000
_CHUNK = 500
_Keys = list[tuple[str, str, bytes]]
_Found = list[tuple[Entry, bytes]]


class ProcessExaminer:
    """An `Examiner` that shares the work with other processes; few entries it examines alone.

    jobs: processes in all, this one included. The others start at the first large delivery and stay until `close`.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def __call__(self, entries: Sequence[Sealed], keys: dict[str, PublicKey]) -> list[Examined]:
        """Examine entries under keys, in order; raises Malformed at the first fault in that order."""
        if self._jobs < 2 or len(entries) < _FEW:
            return examine_serially(entries, keys)
        try:
            return self._shared(entries, keys)
        except BrokenProcessPool:
            # A worker was killed, or cannot be started here: slower is better than not at all.
            self.close()
            return examine_serially(entries, keys)

    def close(self) -> None:
        """End the other processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _shared(self, entries: Sequence[Sealed], keys: dict[str, PublicKey]) -> list[Examined]:
        if self._pool is None:
            # Spawned, not forked: a server has threads and an open store, which a fork would copy half-way.
            self._pool = ProcessPoolExecutor(self._jobs - 1, mp_context=get_context("spawn"))
        # Opened keys do not travel between processes; their bytes do.
        plain = [(name, key.suite, key.public) for name, key in keys.items()]
        chunks = [entries[at : at + _CHUNK] for at in range(0, len(entries), _CHUNK)]
        theirs, mine = self._divided(self._pool, chunks, plain, keys)
        found: list[Examined] = []
        for chunk, future in zip(chunks, theirs, strict=False):
            found += [Examined(entry, id_, one) for one, (entry, id_) in zip(chunk, future.result(), strict=True)]
        for part in reversed(mine):
            if isinstance(part, Malformed):
                raise part
            found += part
        return found

    def _divided(
        self, pool: ProcessPoolExecutor, chunks: list[Sequence[Sealed]], plain: _Keys, keys: dict[str, PublicKey]
    ) -> tuple[list[Future[_Found]], list[list[Examined] | Malformed]]:
        """Work from the back while the others, never idle, work from the front; give both parts as far as they met."""
        theirs: list[Future[_Found]] = []
        mine: list[list[Examined] | Malformed] = []
        while len(theirs) + len(mine) < len(chunks):
            # One at work and one waiting for each process. Nothing is ever taken back: a pool that breaks while some
            # of its work is cancelled does not clean up.
            if sum(not future.done() for future in theirs) < 2 * (self._jobs - 1):
                theirs.append(pool.submit(_examine, chunks[len(theirs)], plain))
            else:
                mine.append(_kept(chunks[-1 - len(mine)], keys))
        return theirs, mine


def examine_in_processes(jobs: int) -> ProcessExaminer:
    """Give an Examiner over `jobs` processes; the same result as `examine_serially`, fault for fault."""
    return ProcessExaminer(jobs)


def _kept(chunk: Sequence[Sealed], keys: dict[str, PublicKey]) -> list[Examined] | Malformed:
    # An earlier chunk, still with another process, may hold an earlier fault.
    try:
        return examine_serially(chunk, keys)
    except Malformed as fault:
        return fault


def _examine(chunk: Sequence[Sealed], plain: _Keys) -> _Found:
    """Examine a chunk in another process; what came with the call does not travel back."""
    keys = {name: PublicKey(suite, public) for name, suite, public in plain}
    return [(examined.entry, examined.id) for examined in examine_serially(chunk, keys)]
