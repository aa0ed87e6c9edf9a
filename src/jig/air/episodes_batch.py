"""A batch of a few points each of many aircraft: all legs are looked at together, then booked aircraft by aircraft.

Beginning anew for each aircraft would cost more than its few points.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from jig.air.compiled import Int, compiled
from jig.air.episodes_book import LEG, NEXT_CROSSING, NEXT_WHOLE, TAKEN, UNSURE
from jig.air.episodes_kernel import DONE, look, settle, stand, unsure_of
from jig.air.episodes_state import State

#: What `run_batch` gives where one aircraft has more points than are looked at together.
LARGE = 4


@compiled
def _led(state: State, groups: Any, many: Int, lon: Any, lat: Any, t: Any, gap: Int) -> None:
    """Write each aircraft's last point before its first; one never seen gets a leg too long in time to be any."""
    for g in range(many):
        who, j = groups[g, 0], groups[g, 1]
        if state.seen[who]:
            t[j - 1], lon[j - 1], lat[j - 1] = state.last[who, 0], state.last[who, 1], state.last[who, 2]
        else:
            t[j - 1], lon[j - 1], lat[j - 1] = t[j] - gap - 1, lon[j], lat[j]


@compiled
def _own(busy: Any, count: Int, groups: Any, crossed: Any, found: Int, ends: Any, g: Int, last: Int) -> None:
    """Write where each aircraft's share of the legs and of the crossings ends; legs between two aircraft go to
    nobody."""
    k, c = 0, 0
    for n in range(g, last):
        end = groups[n, 2]
        while k < count and max(busy[k], ~busy[k]) < end:
            k += 1
        while c < found and crossed[c, LEG] < k:
            c += 1
        ends[n, 0], ends[n, 1] = k, c


@compiled
def run_batch(
    index: Any, state: State, groups: Any, many: Int, ends: Any, lon: Any, lat: Any, t: Any, errors: Any, gap: Int,
    at: Any,
) -> Int:  # fmt: skip
    """Take in a batch as `episodes_kernel.run` does, each aircraft's points led by a free place.

    groups: int64 (g, 3), `many` of them, in the order of their points: aircraft, first point, end; the place before the
    first is written to. ends: scratch, int64 (g, 2). What is left to do is so at the group and point `at`; go on with
    `run`.
    """
    grid = (index.shift, index.column, index.row, index.columns, index.rows)
    _led(state, groups, many, lon, lat, t, gap)
    carried, g = state.carried, 0
    while g < many:
        last, begin = g, groups[g, 1] - 1
        while last < many and groups[last, 2] - begin <= len(state.busy):
            last += 1
        if last == g:
            at[0], at[1] = g, groups[g, 1]
            return LARGE
        count, found = look(index, state, grid, lon, lat, t, gap, begin, groups[last - 1, 2])
        _own(state.busy, count, groups, state.crossed, found, ends, g, last)
        k, c = 0, 0
        for n in range(g, last):
            who, start, end = groups[n, 0], groups[n, 1], groups[n, 2]
            # The leg from another aircraft's last point is none.
            while k < ends[n, 0] and max(state.busy[k], ~state.busy[k]) < start:
                k += 1
            while c < ends[n, 1] and state.crossed[c, LEG] < k:
                c += 1
            unsure = unsure_of(state.pool, state.open[who])
            if k < ends[n, 0] or unsure > 0:
                carried[NEXT_CROSSING], carried[NEXT_WHOLE], carried[UNSURE], carried[TAKEN] = c, k, unsure, start
                status = settle(
                    index, state, grid, who, lon, lat, t, errors, gap, start, end, ends[n, 0], ends[n, 1]
                )  # fmt: skip
                if status != DONE:
                    at[0], at[1] = n, carried[TAKEN]
                    return status
            x, y = np.int64(lon[end - 1]), np.int64(lat[end - 1])
            stand(index.near, grid, state.last, state.safe, state.box, who, t[end - 1], x, y)
            k, c = ends[n, 0], ends[n, 1]
        g = last
    return DONE
