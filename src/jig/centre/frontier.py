"""Looking at the picture as it was: a frontier must be closed, and is answered with the greatest closed one below."""

from __future__ import annotations

from jig.centre.node import Node
from jig.centre.picture import Picture
from jig.record.entry import read_entry
from jig.record.registers import Cut
from jig.record.view import Index


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
