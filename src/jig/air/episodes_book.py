"""Crossings of a stretch into rows: reckoned in a pass over columns, then booked one after another.

What ends on a line, repeats or comes too close for doubles is not booked here: its leg is taken whole, in fractions
where need be (`episodes_kernel`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from jig.air.compiled import Int, compiled
from jig.air.episodes_depth import mark
from jig.air.episodes_exact import turn
from jig.air.episodes_rows import CROSSED, SURE, copied, moment
from jig.air.episodes_state import enter, leave

#: Two crossings of one leg nearer than this part of it are told apart by whole numbers.
CLOSE = 1e-12
#: A leg that crosses more edges is taken whole.
_MOST = 16
#: Columns of a crossing: place in `busy`, edge, part, microsecond, which side of it, numerator, denominator.
LEG, EDGE, PARTED, AT, SIGN, NUMERATOR, DENOMINATOR = range(7)
CROSSING = 7
#: What `book` gives: all done; rows want more room; a leg has to be taken whole.
BOOKED, CRAMPED, WHOLE = 0, 1, 2
#: What `book` carries from call to call: next crossing, next leg to take whole, rows awaiting a mark, points taken in.
NEXT_CROSSING, NEXT_WHOLE, UNSURE, TAKEN = range(4)
CARRIED = 4


@compiled
def crossings(held: Any, lon: Any, lat: Any, t: Any, busy: Any, met: Any, found: Int, crossed: Any, along: Any) -> Int:
    """Reckon where the legs cross the edges that they meet, each once and along the leg; how many crossings.

    met: (place in `busy`, place in `held`), `found` of them. A leg with anything but plain crossings well apart is
    turned into one to be taken whole (~j in `busy`); what it crossed may stay listed.
    """
    count, first, before = 0, 0, np.int64(-1)
    for m in range(found):
        k, i = np.int64(met[m, 0]), met[m, 1]
        j = np.int64(busy[k])
        if j < 0:
            continue
        if k != before:
            first, before = count, k
        edge, again = np.int64(held[i, 4]), False
        for c in range(first, count):
            again = again or crossed[c, EDGE] == edge
        if again:
            continue
        if count - first == _MOST:
            busy[k] = ~j
            continue
        px, py, qx, qy = np.int64(lon[j - 1]), np.int64(lat[j - 1]), np.int64(lon[j]), np.int64(lat[j])
        ax, ay, bx, by = np.int64(held[i, 0]), np.int64(held[i, 1]), np.int64(held[i, 2]), np.int64(held[i, 3])
        n, m_ = turn(ax, ay, bx, by, px, py), turn(ax, ay, bx, by, qx, qy)
        if n == 0 or m_ == 0 or turn(px, py, qx, qy, ax, ay) == 0 or turn(px, py, qx, qy, bx, by) == 0:
            busy[k] = ~j
            continue
        at, sign = moment(t[j - 1], t[j] - t[j - 1], abs(n), abs(n - m_))
        place, share, part = count, np.float64(n) / np.float64(n - m_), np.int64(held[i, 5])
        while place > first and along[place - 1] > share:
            copied(crossed[place], crossed[place - 1])
            along[place] = along[place - 1]
            place -= 1
        row = crossed[place]
        row[LEG], row[EDGE], row[PARTED], row[AT], row[SIGN] = k, edge, part, at, sign
        row[NUMERATOR], row[DENOMINATOR] = abs(n), abs(n - m_)
        along[place] = share
        count += 1
        for c in range(first, count):
            if c != place and crossed[c, PARTED] == part and abs(along[c] - share) < CLOSE:
                busy[k] = ~j
    return count


@compiled
def _booked(pool: Any, out: Any, opens: Any, counts: Any, who: Int, row: Any, t0: Int, span: Int) -> Int:
    """Leave the part of a crossing where a row of it is open, else enter it; gives by how many the rows that await a
    mark grew."""
    part, at, sign, n, d = row[PARTED], row[AT], row[SIGN], row[NUMERATOR], row[DENOMINATOR]
    if leave(pool, out, opens, counts, who, part, CROSSED, at, sign, t0, span, n, d):
        return out[counts[2] - 1, SURE] - 1
    enter(pool, opens, counts, who, part, CROSSED, at, sign, t0, span, n, d)
    return 1


@compiled
def sure_until(
    near: Any, first: Any, held: Any, edges: Any, starts: Any, grid: Any, pool: Any, slot: Int, lon: Any, lat: Any,
    errors: Any, start: Int, end: Int, unsure: Int,
) -> Int:  # fmt: skip
    """Mark open rows by points whose legs changed nothing, while any row awaits its mark; how many still do."""
    many = len(errors) > 1
    for j in range(start, end):
        if unsure == 0:
            break
        x, y, error = np.int64(lon[j]), np.int64(lat[j]), errors[j if many else 0]
        unsure = mark(near, first, held, edges, starts, grid, pool, slot, x, y, error)
    return unsure


@compiled
def book(
    near: Any, first: Any, held: Any, edges: Any, starts: Any, grid: Any, pool: Any, out: Any, opens: Any, counts: Any,
    who: Int, lon: Any, lat: Any, t: Any, errors: Any, busy: Any, count: Int, crossed: Any, many: Int, carried: Any,
) -> Int:  # fmt: skip
    """Book the crossings of a stretch in the order of its legs, and mark rows as their aircraft is seen deep inside.

    count: of `busy`; many: of `crossed`. Arrays one by one: a structure of them costs more to hand over. Gives BOOKED;
    CRAMPED before the leg to the point `carried[TAKEN]`, whose rows have no room; WHOLE where that leg is to be taken
    whole.
    """
    c, whole, unsure, done = carried[NEXT_CROSSING], carried[NEXT_WHOLE], carried[UNSURE], carried[TAKEN]
    status = BOOKED
    # What is listed of a leg that was taken whole counts no more.
    while c < many and crossed[c, LEG] < whole:
        c += 1
    while whole < count and busy[whole] >= 0:
        whole += 1
    while c < many or whole < count:
        k = min(crossed[c, LEG] if c < many else np.int64(count), whole)
        b = np.int64(busy[k])
        b = ~b if k == whole else b
        if unsure > 0:
            unsure = sure_until(
                near, first, held, edges, starts, grid, pool, opens[who], lon, lat, errors, done, b, unsure
            )
        done = b
        if k == whole:
            status = WHOLE
            break
        end = c + 1
        while end < many and crossed[end, LEG] == k:
            end += 1
        if counts[1] < end - c or counts[2] + end - c > len(out):
            status = CRAMPED
            break
        while c < end:
            unsure += _booked(pool, out, opens, counts, who, crossed[c], t[b - 1], t[b] - t[b - 1])
            c += 1
    carried[NEXT_CROSSING], carried[NEXT_WHOLE], carried[UNSURE], carried[TAKEN] = c, whole, unsure, done
    return status
