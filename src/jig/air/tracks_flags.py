"""What looks wrong with points that are nevertheless used: flagged, never dropped (ToR 3.b)."""

from __future__ import annotations

from typing import Any

import numpy as np

from jig.air.compiled import Int, compiled
from jig.air.episodes_kernel import METRES, cosine
from jig.air.tracks import Points

#: No aircraft covers ground faster: three times the speed of sound, with half of it for wind and rounding.
FASTEST_M_S = 1_500.0
#: An excursion of at most so many points from which the track comes back is no manoeuvre.
LONGEST_EXCURSION = 60
#: Metres by which two positions of one place may differ: two receivers, a coarse report, rounding.
SLACK_M = 500.0


@compiled
def too_fast(t0: Int, x0: Int, y0: Int, t1: Int, x1: Int, y1: Int) -> Any:
    """Say whether no aircraft gets from one point to the other in that time: microseconds, lattice units."""
    dx, dy = abs(x1 - x0), abs(y1 - y0)
    dx = min(dx, 3_600_000_000 - dx)
    reach = FASTEST_M_S * (t1 - t0) * 1e-6 + SLACK_M
    if (dx + dy) * METRES <= reach:
        return False
    x, y = dx * METRES * cosine(y0), dy * METRES
    return bool(x * x + y * y > reach * reach)


@compiled
def _too_fast(t: Any, lon: Any, lat: Any, i: Int, j: Int) -> Any:
    return too_fast(t[i], np.int64(lon[i]), np.int64(lat[i]), t[j], np.int64(lon[j]), np.int64(lat[j]))


@compiled
def _marks(t: Any, lon: Any, lat: Any, groups: Any, marks: Any) -> None:
    """Write 1 at a point that the leg before cannot reach, 2 at the points of an excursion that comes back."""
    for g in range(len(groups)):
        i, end = groups[g, 1] + 1, groups[g, 2]
        while i < end:
            if not _too_fast(t, lon, lat, i - 1, i):
                i += 1
                continue
            back = -1
            for j in range(i + 1, min(end, i + LONGEST_EXCURSION + 1)):
                if _too_fast(t, lon, lat, j - 1, j) and not _too_fast(t, lon, lat, i - 1, j):
                    back = j
                    break
            if back < 0:
                marks[i] = 1
                i += 1
            else:
                for k in range(i, back):
                    marks[k] = 2
                i = back + 1


def marked(points: Points, groups: Any) -> Any:
    """Mark ordered points, uint8: 1 JUMPED, a leg faster than any aircraft; 2 SPOOFED, an excursion that came back."""
    marks = np.zeros(len(points), np.uint8)
    _marks(points.t, points.lon, points.lat, groups, marks)
    return marks


def flagged(points: Points, groups: Any) -> dict[str, int]:
    """Count the flags of ordered points."""
    marks = marked(points, groups)
    return {"JUMPED": int((marks == 1).sum()), "SPOOFED": int((marks == 2).sum())}
