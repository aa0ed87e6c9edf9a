"""Making bundles: of the own log for the counterpart, and of its own log out of our mirror."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from jig.centre.node import Node
from jig.centre.ports import Which
from jig.record.bundle import Bundle
from jig.record.entry import Sealed
from jig.record.log import Log

#: Entries and bytes of one piece: a quarter of what the link takes (adapters.files.BUNDLE_CAP).
PIECE, PIECE_BYTES = 5_000, 16 * 1024 * 1024
#: So few need no counting, whatever their bodies hold.
FEW = 32


class NoSuchRange(Exception):
    """A range that the log does not hold, or of which no signed head is kept."""

    def __init__(self, start: int, end: int, size: int) -> None:
        super().__init__(f"NO-SUCH-RANGE start={start} end={end} size={size}")
        self.start, self.end, self.size = start, end, size


def known_held(node: Node) -> int:
    """Give how much of the own log the counterpart is known to hold: what its entries saw, or what it cosigned."""
    cosigned = node.store.cosignatures("own", node.mirror.seen.size, node.own.size)
    return max([node.mirror.seen.size, *(size for size, _, _ in cosigned)])


def own_bundle(node: Node, start: int | None = None, end: int | None = None) -> Bundle:
    """Bundle a range of the own log; by default what the counterpart is not known to hold. Raises NoSuchRange."""
    first = known_held(node) if start is None else start
    last = node.own.size if end is None else end
    return _own_bundle(node, first, last, of_the_unknown=start is None)


def _own_bundle(node: Node, first: int, last: int, *, of_the_unknown: bool) -> Bundle:
    """Bundle a range of the own log. of_the_unknown: it begins where what the counterpart is known to hold ends, so
    that it cosigned nothing of it."""
    if not 0 <= first <= last <= node.own.size:
        raise NoSuchRange(first, last, node.own.size)
    base = _own_head(node, first) if first else None
    head = _own_head(node, last) if last else None
    return _bundle(node, "own", first, last, base, head, cosigned=not of_the_unknown)


def own_piece(node: Node, start: int | None = None, end: int | None = None) -> Bundle:
    """Bundle as much of the own log, up to `end`, as one delivery over the link may hold. Raises NoSuchRange.

    Both ways: an answer larger than the caller takes would be refused for ever, and the two would never meet again.
    """
    first = known_held(node) if start is None else start
    last = node.own.size if end is None else min(end, node.own.size)
    return _own_bundle(node, first, _piece_end(node, first, last), of_the_unknown=start is None)


def _piece_end(node: Node, first: int, last: int) -> int:
    """Find where a piece ends, at a head that is kept where there is one."""
    if last - first <= FEW:
        return last
    size, end = 0, first
    for sealed in node.store.entries("own", first, min(first + PIECE, last)):
        size += _bytes(sealed)
        if size > PIECE_BYTES and end > first:
            break
        end += 1
    # All that was asked for is given under a head of its own, kept or not.
    return end if end == last else max(node.store.head_sizes("own", first + 1, end), default=end)


def _bytes(sealed: Sealed) -> int:
    return len(sealed.envelope) + len(sealed.body or b"")


def mirror_piece(node: Node, start: int) -> Bundle:
    """Bundle the counterpart's own entries out of our mirror: as many as one delivery may hold. Raises NoSuchRange.

    From the last kept head at or below `start`. What those entries saw of our log and those before them did not is
    counted too: the counterpart takes in both together, so neither may be more than it can.
    """
    sizes = node.store.head_sizes("mirror", 1, node.mirror.size)
    if not sizes or start > sizes[-1]:
        raise NoSuchRange(start, node.mirror.size, sizes[-1] if sizes else 0)
    at = bisect_right(sizes, start)
    first = sizes[at - 1] if at else 0
    base = node.store.head("mirror", first) if first else None
    last = _mirror_end(node, first, sizes[at:] or sizes[-1:])
    return _bundle(node, "mirror", first, last, base, node.store.head("mirror", last))


def _mirror_end(node: Node, first: int, heads: list[int]) -> int:
    """Choose the last of the kept heads that a piece from `first` reaches; the next one where it reaches none."""
    size, end, known = 0, first, node.mirror.seen_by(first - 1)
    for sealed in node.store.entries("mirror", first, min(first + PIECE, heads[-1])):
        seen = node.mirror.seen_by(end)
        size += _bytes(sealed) + sum(map(_bytes, node.store.entries("own", known, max(known, seen))))
        if size > PIECE_BYTES and end > first:
            break
        end, known = end + 1, max(known, seen)
    return max((head for head in heads if head <= end), default=heads[0])


def _own_head(node: Node, size: int) -> bytes:
    return node.kept_head("own", size) or node.signed_head(size)


def _bundle(
    node: Node, which: Which, start: int, end: int, base: bytes | None, head: bytes | None, *, cosigned: bool = True
) -> Bundle:
    log, other = node.log(which), node.log("mirror" if which == "own" else "own")
    low, high = bisect_left(log.seen_at, start), bisect_left(log.seen_at, end)
    seen = [log.seen_heads[i].size for i in range(low, high) if log.seen_heads[i].size]
    proof = tuple(log.tree.consistency(start, end)) if 0 < start < end else ()
    theirs: Which = "mirror" if which == "own" else "own"
    return Bundle(
        log.origin,
        other.origin,
        start,
        end,
        base,
        tuple(node.entries(which, start, end)),
        tuple(_seen_head(node, theirs, size) for size in seen),
        head,
        proof,
        tuple(note for _, _, note in node.store.cosignatures(which, start, end)) if cosigned else (),
        tuple(note for _, _, note in _cosigned(node, theirs, log, seen)),
    )


def _seen_head(node: Node, which: Which, size: int) -> bytes:
    kept = node.kept_head(which, size)
    if kept is not None:
        return kept
    if which == "own":
        return node.signed_head(size)
    raise NoSuchRange(size, size, node.mirror.size)


def _cosigned(node: Node, which: Which, log: Log, seen: list[int]) -> list[tuple[int, int, bytes]]:
    """List our cosignatures that belong to the receipts in the range (for a mirror: the counterpart's on our heads)."""
    return node.store.cosignatures(which, min(seen) - 1, max(seen)) if seen else []
