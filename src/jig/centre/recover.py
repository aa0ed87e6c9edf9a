"""Getting back what a restored store lost: our own entries out of the counterpart's mirror, theirs out of their log."""

from __future__ import annotations

from collections.abc import Sequence

from jig.centre.node import Node
from jig.centre.ports import Which
from jig.record.admit import Admission, Own, admit
from jig.record.bundle import Bundle, decode
from jig.record.entry import Examined
from jig.record.log import Log
from jig.record.merkle import Tree, leaf_hash
from jig.record.note import open_note


def recover(node: Node, own_data: bytes, their_data: bytes) -> None:
    """Append both deliveries' entries to both logs, in an order in which each had seen what it says it saw.

    own_data: a bundle of our own log; their_data: of theirs. Both are verified like any delivery, our own signatures included.
    Raises what `admit` raises; then nothing was recovered.
    """
    own, theirs = decode(own_data), decode(their_data)
    with node.writing():
        trees = (_whole(node.own, own), _whole(node.mirror, theirs))
        sizes = (node.own.size, node.mirror.size)
        head_of = node.mirror
        mirrored = _admit(node.mirror, theirs, Own(node.own.origin, _roots(trees[0]), _any_head_key(node.own, own)), node)
        ours = _admit(node.own, own, Own(head_of.origin, _roots(trees[1]), head_of.head_key), node)
        _store(node, sizes, ours, mirrored)
    node.witness.raise_to(node.own.size)


def _admit(log: Log, bundle: Bundle, reader: Own, node: Node) -> Admission:
    which: Which = "own" if log is node.own else "mirror"
    return admit(log, bundle, reader, node.store.newest_head(which), examiner=node.examiner)


def _whole(log: Log, bundle: Bundle) -> Tree:
    """Build the tree that a log will have once the bundle is in."""
    tree = log.tree.copy()
    tree.extend(leaf_hash(sealed.envelope) for sealed in bundle.entries[max(0, log.size - bundle.start) :])
    return tree


def _roots(tree: Tree):  # type: ignore[no-untyped-def]
    return lambda size: tree.root(size) if size <= tree.size else None


def _any_head_key(log: Log, bundle: Bundle):  # type: ignore[no-untyped-def]
    """Judge heads of ours that lie beyond what we hold with our newest log key: we are about to recover them."""
    return lambda size: log.head_key(min(size, log.size))


def _store(node: Node, sizes: tuple[int, int], ours: Admission, theirs: Admission) -> None:
    queues: dict[Which, Sequence[Examined]] = {"own": ours.new, "mirror": theirs.new}
    done: dict[Which, int] = {"own": 0, "mirror": 0}
    first: dict[Which, int] = {"own": sizes[0], "mirror": sizes[1]}
    while any(done[which] < len(queues[which]) for which in done):
        for which, other in (("own", "mirror"), ("mirror", "own")):
            while done[which] < len(queues[which]):  # type: ignore[index]
                examined = queues[which][done[which]]  # type: ignore[index]
                if examined.entry.seen.size > first[other] + done[other]:  # type: ignore[index]
                    break
                node.store.append(which, first[which] + done[which], examined.sealed)  # type: ignore[arg-type, index]
                node.fold(which, examined)  # type: ignore[arg-type]
                done[which] += 1  # type: ignore[index]
    for which, admission in (("own", ours), ("mirror", theirs)):
        if admission.head is not None:
            node.store.put_head(which, open_note(admission.head).checkpoint.size, admission.head)  # type: ignore[arg-type]
