"""Getting back what a restored store lost: our own entries out of the counterpart's mirror, theirs out of their log."""

from __future__ import annotations

from jig.centre.node import Node
from jig.centre.ports import Which
from jig.centre.receive import keep_conviction
from jig.record.admit import Admission, Convicted, Own, admit
from jig.record.bundle import Bundle, decode
from jig.record.errors import Malformed
from jig.record.note import open_note
from jig.record.verify import as_counterpart


class OwnHeadDiffers(Exception):
    """The counterpart shows a head that our log key signed and our log lacks: our key or store is at fault."""

    def __init__(self, size: int) -> None:
        super().__init__(f"OWN-HEAD-DIFFERS size={size}")
        self.size = size


def recover(node: Node, own_data: bytes | None, their_data: bytes | None) -> None:
    """Append both deliveries' entries to both logs, in an order in which each had seen what it says it saw.

    own_data: a bundle of our own log; their_data: of theirs; None for nothing to take from it. Both
    are verified like any delivery, our own signatures included. Raises what `admit` raises, a conviction being
    kept, or OwnHeadDiffers when what they hold of ours is another branch; then nothing was recovered.
    """
    own = None if own_data is None else decode(own_data)
    theirs = None if their_data is None else decode(their_data)
    try:
        with node.writing():
            _recover(node, own, theirs)
    except Convicted as conviction:
        keep_conviction(node, conviction, their_data or b"")
        raise
    node.witness.raise_to(node.own.size)


def _recover(node: Node, own: Bundle | None, theirs: Bundle | None) -> None:
    sizes = {"own": node.own.size, "mirror": node.mirror.size}
    we, they = as_counterpart(node.own, own), as_counterpart(node.mirror, theirs)
    ours = Admission((), None) if own is None else _ours(node, own, they)
    mirrored = Admission((), None)
    if theirs is not None:
        mirrored = admit(node.mirror, theirs, we, node.store.newest_head("mirror"), examiner=node.examiner)
    _store(node, sizes, {"own": ours, "mirror": mirrored})
    _keep_heads(node, "mirror", own.seen_heads if own is not None else ())
    _keep_heads(node, "own", theirs.seen_heads if theirs is not None else ())


def _ours(node: Node, own: Bundle, they: Own) -> Admission:
    """Take in our own entries first: what the counterpart saw of another branch of ours must not be held against it."""
    try:
        return admit(node.own, own, they, node.store.newest_head("own"), examiner=node.examiner)
    except Convicted as ourselves:
        if ourselves.code == "FORK":
            raise OwnHeadDiffers(own.end) from ourselves
        raise Malformed(ourselves.code, **ourselves.params) from ourselves


def _keep_heads(node: Node, which: Which, notes: tuple[bytes, ...]) -> None:
    """Keep the verified heads that entries name in `seen`: without them the entries could not be given on."""
    for note in notes:
        head = open_note(note).checkpoint
        if node.log(which).root_at(head.size) == head.root:
            node.store.put_head(which, head.size, note)


def _store(node: Node, first: dict[str, int], admitted: dict[str, Admission]) -> None:
    """Append both sides' entries, each only after what it had seen."""
    done = {"own": 0, "mirror": 0}
    sides: tuple[tuple[Which, Which], ...] = (("own", "mirror"), ("mirror", "own"))
    while any(done[which] < len(admitted[which].new) for which in done):
        for which, other in sides:
            for examined in admitted[which].new[done[which] :]:
                if examined.entry.seen.size > first[other] + done[other]:
                    break
                node.record(which, examined)
                done[which] += 1
    for which, _ in sides:
        head = admitted[which].head
        if head is not None:
            node.store.put_head(which, open_note(head).checkpoint.size, head)
        for note, time in admitted[which].cosigned:
            # Their cosignatures travel with their log, ours with our own.
            node.store.put_cosignature(sides[0][which == "own"], open_note(note).checkpoint.size, time, note)
