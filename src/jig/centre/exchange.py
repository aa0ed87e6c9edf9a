"""The own side of the link: first ask what the counterpart holds of us, recover if we hold less, then give and take."""

from __future__ import annotations

from dataclasses import dataclass

from jig.centre.bundles import own_piece
from jig.centre.node import Node
from jig.centre.ports import Link, LinkDown
from jig.centre.receive import Received, Stopped, receive
from jig.centre.recover import OwnHeadDiffers, recover
from jig.record.admit import BranchUnshown
from jig.record.bundle import decode
from jig.record.entry import read_entry
from jig.record.errors import Malformed
from jig.record.note import open_note, verify_head

#: A delivery needs at most: our entries; their receipt and entries; our receipt; nothing. More means somebody is
#: talking in circles.
_ROUNDS = 6
#: No absence takes longer in pieces; a counterpart that keeps turning us back would otherwise keep us for ever.
_MOST_TURNS = 100_000


@dataclass(frozen=True)
class Exchanged:
    """What an exchange did: entries sent, received, recovered from the counterpart's mirror, and the rounds it took."""

    sent: int
    received: int
    recovered: int
    rounds: int
    deliveries: tuple[Received, ...]


def exchange(node: Node, link: Link, *, confirmed: bool = False) -> Exchanged:
    """Exchange over a link until both hold the same.

    Raises Stopped before anything is sent, LinkDown, OwnHeadDiffers, or what `receive` raises.
    confirmed: this process asked the counterpart for its highest mirrored head before and kept its store open since.
    A broken link leaves both sides as they were; nothing is taken for agreed because of it. A counterpart that has
    something new to say in every answer is heard again at the next exchange, not for ever in this one.
    """
    stopped = node.store.fact("stopped")
    if stopped is not None:
        raise Stopped(stopped)
    recovered = 0 if confirmed else confirm(node, link)
    sent = got = rounds = 0
    deliveries: list[Received] = []
    start: int | None = None
    for turn in range(1, _MOST_TURNS):
        bundle = own_piece(node, start)
        whole = bundle.end == node.own.size
        rounds += whole
        try:
            answer = link.exchange(bundle.encode())
        except LinkDown as fault:
            start = _asked_for(fault, bundle.start)
            if start is None or rounds > _ROUNDS:
                raise
            continue
        start = None if whole else bundle.end
        sent += bundle.end - bundle.start
        received = _take(node, link, answer)
        got += len(received.new)
        deliveries.append(received)
        if whole and (received.receipt is None or rounds > _ROUNDS):
            return Exchanged(sent, got, recovered, turn, tuple(deliveries))
    raise LinkDown("LINK-ENDLESS")


def _take(node: Node, link: Link, answer: bytes) -> Received:
    """Take an answer in; where it begins on another branch behind a resume, ask for what shows whose doing that is."""
    try:
        return receive(node, answer)
    except BranchUnshown as unshown:
        return receive(node, link.own_bundle(unshown.have, decode(answer).end))


def _asked_for(fault: LinkDown, start: int) -> int | None:
    """Read from where the counterpart wants our log when a delivery began beyond what it has; None for other faults."""
    have = fault.params.get("have")
    return have if fault.code == "LINK-HTTP-409" and isinstance(have, int) and have < start else None


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
    while node.own.size < size:
        held = node.own.size, node.mirror.size
        _recover_piece(node, link)
        if held == (node.own.size, node.mirror.size):
            raise LinkDown("LINK-ENDLESS")
    return node.own.size - before


def _recover_piece(node: Node, link: Link) -> None:
    """Take in the next piece of our own log with what its entries had seen of the counterpart's.

    Each piece is on the disk before the next is asked for: a recovery that breaks off goes on from there, and a log of
    any length takes no more memory than two deliveries. What the piece had seen comes alone where it is more than that.
    """
    own = link.mirrored_bundle(node.own.size)
    needed = max((read_entry(sealed.envelope)[0].seen.size for sealed in decode(own).entries), default=0)
    theirs = _their_log(node, link, needed) if needed > node.mirror.size else None
    whole = theirs is None or decode(theirs).end >= needed
    recover(node, own if whole else None, theirs)


def _their_log(node: Node, link: Link, end: int) -> bytes | None:
    """Ask what follows in the counterpart's log; None when it holds less than our mirror, having lost entries too."""
    try:
        return link.own_bundle(node.mirror.size, end)
    except LinkDown as fault:
        if fault.code != "LINK-HTTP-404":
            raise
        return None
