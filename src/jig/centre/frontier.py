"""Looking at the picture as it was: a frontier must be closed, and is answered with the greatest closed one below."""

from __future__ import annotations

from jig.centre.node import Node
from jig.centre.picture import Picture
from jig.record.entry import read_entry
from jig.record.registers import SIDES, Cut
from jig.record.view import Index, View


def closed(entries: Index, wanted: Cut) -> Cut:
    """Give the greatest closed frontier at or below `wanted`: no entry in it saw beyond it."""
    a = min(wanted[0], len(entries.ids[0]))
    b = min(wanted[1], len(entries.ids[1]))
    while True:
        # `seen` never falls within a log, so the last entry has seen the most.
        lower_a = _within(entries, 0, a, b)
        lower_b = _within(entries, 1, b, lower_a)
        if (lower_a, lower_b) == (a, b):
            return Cut(a, b)
        a, b = lower_a, lower_b


def _within(entries: Index, side: int, size: int, limit: int) -> int:
    while size > 0 and entries.seen[side][size - 1] > limit:
        size -= 1
    return size


def proven_by(view: View, moment: int) -> Cut:
    """Give the closed frontier of all that had provably reached the counterpart before an instant.

    Proof is the counterpart's stamp, or an entry of its own that is proven and had seen it. What only its author had
    then is not in it, whatever it stamped it with.
    """
    entries, found = view.world.entries, [_proven(view, side, moment) for side in SIDES]
    while True:
        seen = [entries.seen[1 - side][found[1 - side] - 1] if found[1 - side] else 0 for side in SIDES]
        if all(seen[side] <= found[side] for side in SIDES):
            return Cut(*found)
        found = [max(seen[side], found[side]) for side in SIDES]


def _proven(view: View, side: int, moment: int) -> int:
    low, high = 0, view.cut[side]
    # A head that holds an entry holds all before it: the earliest stamp on an entry never lies after that of a later.
    while low < high:
        middle = (low + high) // 2
        stamp = view.stamped(side, middle)
        low, high = (middle + 1, high) if stamp is not None and stamp < moment else (low, middle)
    return low


def picture_at(node: Node, wanted: Cut | None) -> Picture:
    """Give the picture at the greatest closed frontier at or below `wanted`; the node's own when it is whole."""
    node.refresh()
    if wanted is None:
        return node.picture
    cut = closed(node.picture.world.entries, wanted)
    if cut == node.picture.frontier:
        return node.picture
    picture = Picture(node.pairing.profile, node.pairing.origins)
    for arrival in node.store.arrivals(0):
        side = node.side_of(arrival.which)
        if arrival.seq < cut[side] and arrival.seq == picture.frontier[side]:
            entry, _ = read_entry(arrival.sealed.envelope)
            picture.add(side, entry, arrival.sealed.id, arrival.sealed.body)
    return picture
