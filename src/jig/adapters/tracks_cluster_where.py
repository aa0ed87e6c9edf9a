"""Where a cluster is, as a user writes it, and whether this installation can use one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from jig.adapters.tracks_cluster import Workers
from jig.adapters.tracks_read import TracksFault

_LOCAL = re.compile(r"local(?:\[(\d{1,3})\])?", re.ASCII)
_ADDRESS = re.compile(r"(tcp|tls|ws|wss)://[^\s/]+:\d{1,5}", re.ASCII)
FORMS = "local, local[N], tcp://HOST:PORT, tls://HOST:PORT"
MOST_HERE = 256


@dataclass(frozen=True)
class Where:
    """A cluster: so many workers of this machine (None: one a core), or the address of a scheduler."""

    workers: int | None
    address: str | None


def where(text: str) -> Where | None:
    """Read what a user wrote; None when it names no cluster."""
    local = _LOCAL.fullmatch(text)
    if local is not None:
        count = None if local[1] is None else int(local[1])
        return Where(count, None) if count is None or 1 <= count <= MOST_HERE else None
    return Where(None, text) if _ADDRESS.fullmatch(text) else None


def require_engine() -> None:
    """Raise TracksFault TRACKS-CLUSTER-NOT-INSTALLED where the engine is missing."""
    for name in ("distributed", "dask"):
        if find_spec(name) is None:
            raise TracksFault("TRACKS-CLUSTER-NOT-INSTALLED", found=name, expected="jig[cluster]")


def workers_at(cluster: Where, areas: Sequence[Any]) -> AbstractContextManager[Workers]:
    """Reach the cluster, or start one here; entering raises TracksFault."""
    require_engine()
    from jig.adapters.tracks_cluster_dask import dask_workers

    return dask_workers(cluster.workers, cluster.address, areas)
