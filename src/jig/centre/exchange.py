"""The own side of the link: first ask what the counterpart holds of us, recover if we hold less, then give and take."""

from __future__ import annotations

from dataclasses import dataclass

from jig.centre.bundles import own_bundle
from jig.centre.node import Node
from jig.centre.ports import Link, LinkDown
from jig.centre.receive import Received, receive
from jig.centre.recover import recover
from jig.record.errors import Malformed
from jig.record.note import open_note, verify_head

#: A delivery needs at most: our entries; their receipt and entries; our receipt; nothing. More means somebody is talking in circles.
_ROUNDS = 6
#: Entries a bundle, so that a long absence is caught up in pieces that fit the server's cap.
_CHUNK = 5_000


class OwnHeadDiffers(Exception):
    """The counterpart shows a head that our log key signed and that our log does not contain: our key or our store is at fault."""

    def __init__(self, size: int) -> None:
        super().__init__(f"OWN-HEAD-DIFFERS size={size}")
        self.size = size


@dataclass(frozen=True)
class Exchanged:
    """What an exchange did: entries sent, received, recovered from the counterpart's mirror, and the rounds it took."""

    sent: int
    received: int
    recovered: int
    rounds: int
    deliveries: tuple[Received, ...]


def exchange(node: Node, link: Link, *, confirmed: bool = False) -> Exchanged:
    """Exchange over a link until both hold the same. Raises LinkDown, OwnHeadDiffers, or what `receive` raises.

    confirmed: this process asked the counterpart for its highest mirrored head before and kept its store open since. A broken link leaves both sides as they were; nothing is taken for agreed because of it.
    """
    recovered = 0 if confirmed else confirm(node, link)
    sent = got = 0
    deliveries = []
    start: int | None = None
    for turn in range(1, 1_000_000):
        bundle = own_bundle(node, start)
        if bundle.end - bundle.start > _CHUNK:
            bundle = own_bundle(node, bundle.start, bundle.start + _CHUNK)
        whole = bundle.end == node.own.size
        try:
            answer = link.exchange(bundle.encode())
        except LinkDown as fault:
            have = fault.params.get("have")
            if fault.code != "LINK-HTTP-409" or not isinstance(have, int) or have >= bundle.start or turn > _ROUNDS:
                raise
            start = have
            continue
        start = None if whole else bundle.end
        sent += bundle.end - bundle.start
        received = receive(node, answer)
        got += len(received.new)
        deliveries.append(received)
        if whole and received.receipt is None:
            return Exchanged(sent, got, recovered, turn, tuple(deliveries))
        if turn > _ROUNDS and whole and not received.new:
            return Exchanged(sent, got, recovered, turn, tuple(deliveries))
    raise LinkDown("LINK-ENDLESS")


def confirm(node: Node, link: Link) -> int:
    """Ask the counterpart for its highest mirrored head of ours before the first append; recover what we lost.

    Returns the number of own entries recovered. Raises OwnHeadDiffers or LinkDown.
    """
    node.refresh()
    note = link.mirrored_head()
    if note is None:
        return 0
    head = open_note(note)
    size, root = head.checkpoint.size, head.checkpoint.root
    if size <= node.own.size:
        keys = [keyset.log_key for _, _, keyset in node.own.keysets]
        if not any(verify_head(head, key, origin=node.own.origin) for key in keys):
            raise Malformed("HEAD-SIGNATURE", size=size)
        if node.own.tree.root(size) != root:
            raise OwnHeadDiffers(size)
        return 0
    before = node.own.size
    recover(node, link.mirrored_bundle(before), link.own_bundle(node.mirror.size))
    return node.own.size - before
