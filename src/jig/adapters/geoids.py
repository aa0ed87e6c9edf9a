"""The geoid grid that this machine has installed, if it has one."""

from __future__ import annotations

import os
from pathlib import Path

from jig.adapters.files import read_capped
from jig.places.geoid import GtxGrid, read_gtx

#: A grid of 40 million nodes: one of 1 arc minute for the whole Earth is larger than any that is published.
GRID_CAP = 160_000_100


def installed_geoid(given: Path | None = None) -> GtxGrid | None:
    """Read the EGM96 grid named, or the one that JIG_GEOID_EGM96 names; None where neither names one.

    Raises Unreadable (HEIGHT-GRID-UNREADABLE), OSError, FileTooLarge: a grid that was named and cannot be used is
    never passed over.
    """
    named = os.environ.get("JIG_GEOID_EGM96") if given is None else str(given)
    if not named:
        return None
    return read_gtx(read_capped(Path(named), GRID_CAP), Path(named).name)
