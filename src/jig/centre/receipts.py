"""Stamps that the counterpart gave and does not stand by: cosignatures without the receipt that must go before them."""

from __future__ import annotations

from typing import NamedTuple

from jig.centre.node import Node, Recorded


class Stamp(NamedTuple):
    """A counterpart's cosignature on an own head: its size, the time, the note, whether an `exhibit` records it."""

    size: int
    time: int
    note: bytes
    recorded: bool


class NothingToExhibit(Exception):
    """No cosignature of the counterpart is held on an own head of this size."""

    def __init__(self, size: int) -> None:
        super().__init__(f"NOTHING-TO-EXHIBIT size={size}")
        self.size = size


def withheld(node: Node) -> list[Stamp]:
    """List the cosignatures on own heads whose cosigner shows no receipt with that `seen` and that time, by size.

    An honest counterpart's cosignature travels with its receipt; what is listed here it gave by hand and did not enter.
    """
    received = node.picture.world.receipts[1 - node.side]
    shown = set(zip(received.sizes, received.times, strict=True))
    return [stamp for stamp in _held(node) if (stamp.size, stamp.time) not in shown]


def held_not_recorded(node: Node) -> list[Stamp]:
    """List the withheld ones that stand in neither log: outside the digest, they prove nothing yet."""
    return [stamp for stamp in withheld(node) if not stamp.recorded]


def exhibit(node: Node, size: int) -> Recorded:
    """Enter the earliest cosignature held on the own head of a size, so that both logs prove by when it was received.

    Raises NothingToExhibit, OwnLogOlder or KeyMissing.
    """
    with node.writing():
        node.may_append()
        stamps = [stamp for stamp in _held(node) if stamp.size == size]
        if not stamps:
            raise NothingToExhibit(size)
        earliest = min(stamps, key=lambda stamp: stamp.time)
        recorded = node.append_of_the_record("exhibit", {"note": earliest.note.decode("utf-8")})
        node.put_head()
    node.witness.raise_to(node.own.size)
    return recorded


def _held(node: Node) -> list[Stamp]:
    exhibited = node.picture.world.exhibits[node.side]
    recorded = set(zip(exhibited.sizes, exhibited.times, strict=True))
    found = node.store.cosignatures("own", 0, node.own.size)
    return [Stamp(size, time, note, (size, time) in recorded) for size, time, note in found]
