"""Workers of a Dask cluster, this machine's own or others': each builds the index once.

Nothing compiled is imported with this file: a worker first chooses where compiled code is kept.
"""

from __future__ import annotations

import logging
import pickle
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any
from uuid import uuid4

import dask
import distributed
from distributed.comm.core import CommClosedError
from distributed.scheduler import NoValidWorkerError

from jig.adapters.tracks_kernels import keep_kernels

_PATIENCE_S = 20
#: Workers that are gone for so long do not come back: the run ends instead of waiting.
_HERE = {"distributed.scheduler.no-workers-timeout": "60s"}
#: The scheduler's pages are for a cluster that stays: here they would take a port that another may have.
_QUIET = {"dashboard": False, "dashboard_address": "127.0.0.1:0"}


class AreasOfWorker(distributed.WorkerPlugin):
    """What a worker holds for all its tasks: the areas with one index. They travel as bytes."""

    def __init__(self, name: str, code: str, areas: bytes, *, ours: bool) -> None:
        self.name, self._code, self._areas, self._ours = name, code, areas, ours
        self.asked: Any = None

    def setup(self, worker: Any) -> None:
        """Build the index; raises TracksFault TRACKS-CLUSTER-VERSION where the program is another version."""
        keep_kernels()
        from jig.adapters.tracks_cluster_parts import code_digest
        from jig.adapters.tracks_read import TracksFault
        from jig.air.episodes import Asked

        if self._ours and threading.current_thread() is threading.main_thread():
            # Ctrl-C reaches every process of a terminal: whoever started the workers ends them, they do not die alone.
            signal.signal(signal.SIGINT, signal.SIG_IGN)

        if code_digest() != self._code:
            raise TracksFault("TRACKS-CLUSTER-VERSION", path=str(worker.address))
        self.asked = Asked(pickle.loads(self._areas))


def _on_worker(name: str, task: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    areas: Any = distributed.get_worker().plugins[name]
    return task(areas.asked, *given)


class DaskWorkers:
    """The workers behind a client."""

    def __init__(self, client: Any, name: str) -> None:
        self._client, self._name = client, name

    def run(self, task: Callable[..., Any], given: Sequence[tuple[Any, ...]]) -> Iterator[tuple[int, Any]]:
        """Run a task for each tuple of arguments, and give the answers as they come."""
        submit, mark = self._client.submit, uuid4().hex
        keys = [f"jig-{mark}-{number}" for number in range(len(given))]
        futures = [
            submit(_on_worker, self._name, task, one, key=key, pure=False)
            for key, one in zip(keys, given, strict=True)
        ]  # fmt: skip
        numbers = {key: number for number, key in enumerate(keys)}
        for future in distributed.as_completed(futures, loop=self._client.loop):
            yield numbers[future.key], future.result()
            future.release()


@contextmanager
def dask_workers(count: int | None, address: str | None, areas: Sequence[Any]) -> Iterator[DaskWorkers]:
    """Reach a scheduler, or start workers here, and hand the areas to each.

    Raises TracksFault TRACKS-CLUSTER- with UNREACHABLE, NO-WORKER, VERSION or LOST.
    """
    from jig.adapters.tracks_cluster_parts import code_digest
    from jig.adapters.tracks_read import TracksFault

    # The engine's own words are in one language only; what stops the work is said in both.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with ExitStack() as stack:
        client = _client(count, address, stack)
        plugin = AreasOfWorker(f"jig-{uuid4().hex}", code_digest(), pickle.dumps(list(areas)), ours=address is None)
        try:
            client.register_plugin(plugin, name=plugin.name)
            yield DaskWorkers(client, plugin.name)
        except (distributed.KilledWorker, distributed.CancelledError, NoValidWorkerError, CommClosedError) as lost:
            raise TracksFault("TRACKS-CLUSTER-LOST", path=address or "local", found=type(lost).__name__) from lost
        finally:
            if address is not None:
                with suppress(OSError, TimeoutError, CommClosedError):
                    client.unregister_worker_plugin(plugin.name)


def _client(count: int | None, address: str | None, stack: ExitStack) -> Any:
    from jig.adapters.tracks_read import TracksFault

    if address is None:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="jig-cluster-", ignore_cleanup_errors=True))
        stack.enter_context(dask.config.set(_HERE))
        here = distributed.LocalCluster(
            n_workers=count, threads_per_worker=1, processes=True, dashboard_address=None, local_directory=folder,
            silence_logs=logging.CRITICAL, scheduler_kwargs=_QUIET,
        )  # fmt: skip
        stack.enter_context(here)
        return stack.enter_context(distributed.Client(here, set_as_default=False))
    try:
        client = stack.enter_context(distributed.Client(address, timeout=_PATIENCE_S, set_as_default=False))
    except (OSError, TimeoutError, ValueError, RuntimeError) as fault:
        raise TracksFault("TRACKS-CLUSTER-UNREACHABLE", path=address, found=type(fault).__name__) from fault
    if not client.scheduler_info()["workers"]:
        raise TracksFault("TRACKS-CLUSTER-NO-WORKER", path=address)
    return client
