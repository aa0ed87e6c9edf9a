"""Getting back what a restored store lost: our own entries out of the counterpart's mirror, theirs out of their log."""

from __future__ import annotations

from jig.centre.node import Node
from jig.centre.ports import Which
from jig.record.admit import Admission, admit
from jig.record.bundle import Bundle, decode
from jig.record.note import open_note
from jig.record.verify import as_counterpart


def recover(node: Node, own_data: bytes, their_data: bytes) -> None:
    """Append both deliveries' entries to both logs, in an order in which each had seen what it says it saw.

    own_data: a bundle of our own log; their_data: of theirs. Both are verified like any delivery, our own signatures included.
    Raises what `admit` raises; then nothing was recovered.
    """
    own, theirs = decode(own_data), decode(their_data)
    with node.writing():
        sizes = {"own": node.own.size, "mirror": node.mirror.size}
        we, they = as_counterpart(node.own, own), as_counterpart(node.mirror, theirs)
        mirrored = admit(node.mirror, theirs, we, node.store.newest_head("mirror"), examiner=node.examiner)
        ours = admit(node.own, own, they, node.store.newest_head("own"), examiner=node.examiner)
        _store(node, sizes, {"own": ours, "mirror": mirrored})
        _keep_seen_heads(node, own)
    node.witness.raise_to(node.own.size)


def _store(node: Node, first: dict[str, int], admitted: dict[str, Admission]) -> None:
    """Append both sides' entries, each only after what it had seen."""
    done = {"own": 0, "mirror": 0}
    sides: tuple[tuple[Which, Which], ...] = (("own", "mirror"), ("mirror", "own"))
    while any(done[which] < len(admitted[which].new) for which in done):
        for which, other in sides:
            for examined in admitted[which].new[done[which] :]:
                if examined.entry.seen.size > first[other] + done[other]:
                    break
                node.store.append(which, first[which] + done[which], examined.sealed)
                node.fold(which, examined)
                done[which] += 1
    for which, _ in sides:
        head = admitted[which].head
        if head is not None:
            node.store.put_head(which, open_note(head).checkpoint.size, head)


def _keep_seen_heads(node: Node, own: Bundle) -> None:
    """Keep the counterpart's signed heads that our entries saw: without them our log could never be shown whole again."""
    for note in own.seen_heads:
        seen = open_note(note).checkpoint
        if seen.size <= node.mirror.size and node.mirror.tree.root(seen.size) == seen.root:
            node.store.put_head("mirror", seen.size, note)
