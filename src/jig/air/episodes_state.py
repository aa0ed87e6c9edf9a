"""What is carried from batch to batch: each aircraft's last point and its open rows, chained in one pool."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from jig.air.compiled import Int, compiled
from jig.air.episodes_rows import END, IN, NEXT, OUT, PART, SURE, WHO, copied, put


class State(NamedTuple):
    """What is carried from batch to batch. Open rows are chained, an aircraft's first by `open`, by their column
    NEXT."""

    seen: Any  # bool (aircraft)
    last: Any  # int64 (aircraft, 3): time, lon, lat of the last point
    open: Any  # int64 (aircraft): first open row, -1 for none
    safe: Any  # int64 (aircraft, 4): west, south, east, north of a box around the last point that no boundary enters
    pool: Any  # int64 (k, WIDTH): open rows
    out: Any  # int64 (k, WIDTH): closed rows
    count: Any  # int64 (4): free row of the pool (-1 for none), free rows, closed rows, stamp
    stamp: Any  # int64 (edges)
    hit: Any  # int64 (edges + 1, 4): part, numerator, denominator, whether degenerate
    along: Any  # float64 (edges + 1)
    marks: Any  # int64 (2 * edges + 2, 4)
    spans: Any  # int64 (2 * edges + 2, 4)
    box: Any  # int64 (4)
    busy: Any  # int32 (k): points of one stretch whose legs need a closer look
    cells: Any  # int32 (4, k): what `sift` writes of each point
    ranges: Any  # int32 (k, 3): place in `busy`, start and end in the index's `held`
    pairs: Any  # int32 (k, 2): place in `busy`, place in the index's `held`, before boxes are compared
    met: Any  # int32 (k, 2): their edges: place in `busy`, place in the index's `held`
    crossed: Any  # int64 (k, CROSSING): plain crossings, as `episodes_book` lists them
    share: Any  # float64 (k): how far along their legs
    carried: Any  # int64 (CARRIED): where booking stands
    events: Any  # int64 (4 * edges + 4 * parts + 4, 6): part, opens, microsecond, sign, numerator, denominator


@compiled
def enter(
    pool: Any,
    opens: Any,
    count: Any,
    who: Int,
    part: Int,
    how: Int,
    at: Int,
    sign: Int,
    t0: Int,
    span: Int,
    n: Int,
    d: Int,
) -> None:
    """Open a row; the pool has a free one. Arrays come one by one: handing over a whole state costs more."""
    slot = count[0]
    row = pool[slot]
    count[0] = row[NEXT]
    count[1] -= 1
    row[WHO], row[PART], row[SURE], row[NEXT] = who, part, 0, opens[who]
    put(row, IN, at, sign, t0, span, n, d, how)
    opens[who] = slot


@compiled
def leave(
    pool: Any,
    out: Any,
    opens: Any,
    count: Any,
    who: Int,
    part: Int,
    how: Int,
    at: Int,
    sign: Int,
    t0: Int,
    span: Int,
    n: Int,
    d: Int,
) -> Any:
    """Close the row of a part; False when none is open."""
    before, slot = np.int64(-1), opens[who]
    while slot >= 0 and pool[slot, PART] != part:
        before, slot = slot, pool[slot, NEXT]
    if slot < 0:
        return False
    row = pool[slot]
    put(row, OUT, at, sign, t0, span, n, d, how)
    if before < 0:
        opens[who] = row[NEXT]
    else:
        pool[before, NEXT] = row[NEXT]
    done = count[2]
    copied(out[done], row)
    out[done, NEXT] = 0
    count[2] = done + 1
    row[NEXT] = count[0]
    count[0] = slot
    count[1] += 1
    return True


@compiled
def leave_all(state: State, who: Int, how: Int) -> None:
    """Close every row of an aircraft at its last point."""
    t = state.last[who, 0]
    while state.open[who] >= 0:
        part = state.pool[state.open[who], PART]
        leave(state.pool, state.out, state.open, state.count, who, part, how, t, 0, t, 0, 0, 1)


@compiled
def is_in(pool: Any, slot: Int, part: Int) -> Any:
    """Say whether a row of the part is in the chain that begins at a slot."""
    while slot >= 0:
        if pool[slot, PART] == part:
            return True
        slot = pool[slot, NEXT]
    return False


@compiled
def finish(state: State, who: Int) -> None:
    """End an aircraft's record: what is open ends at its last point."""
    leave_all(state, who, END)
