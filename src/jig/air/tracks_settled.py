"""Where flagging is settled: a point after which it goes on the same, wherever before it began."""

from __future__ import annotations

from typing import Any

import numpy as np

from jig.air.compiled import Int, compiled
from jig.air.episodes_kernel import METRES
from jig.air.tracks import Points
from jig.air.tracks_flags import FASTEST_M_S, LONGEST_EXCURSION

#: A little slower than what is flagged, so that no rounding can call a flagged leg quiet.
_QUIET_M_S = 0.99 * FASTEST_M_S


@compiled
def _settled(t: Any, lon: Any, lat: Any, groups: Any, needed: Int, found: Any) -> None:
    for g in range(len(groups)):
        found[g, 0], found[g, 1], quiet = -1, -1, 0
        for i in range(groups[g, 1] + 1, groups[g, 2]):
            dx, dy = abs(np.int64(lon[i]) - lon[i - 1]), abs(np.int64(lat[i]) - lat[i - 1])
            dx = min(dx, 3_600_000_000 - dx)
            reach = _QUIET_M_S * (t[i] - t[i - 1]) * 1e-6 + 400.0
            quiet = quiet + 1 if (dx + dy) * METRES <= reach else 0
            if quiet >= needed:
                if found[g, 0] < 0:
                    found[g, 0] = i
                found[g, 1] = i


def settled(points: Points, groups: Any) -> Any:
    """Give the first and the last settled point of each group of ordered points; int64 (g, 2), -1 for none.

    No excursion that is flagged begins and ends across a settled point: `tracks_flags.flagged` counts the same before
    and after it as over both, the point itself being the last of the one and the first of the other.
    """
    found = np.empty((len(groups), 2), np.int64)
    _settled(points.t, points.lon, points.lat, groups, LONGEST_EXCURSION, found)
    return found
