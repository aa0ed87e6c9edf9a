"""Bytes kept as received, up to a stated bound: what nobody can read is evidence, and costs its sender nothing."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from jig.centre.ports import Store
from jig.record.errors import Malformed

#: Per kind, of one counterpart: room for every honest mistake of years, and two deliveries of the greatest size.
MOST_KEPT, MOST_KEPT_BYTES = 1_000, 160 * 1024 * 1024
#: What a counterpart can send any number of times, unsigned or signed long ago. A conviction comes once, and is
#: always kept.
BOUNDED = ("unreadable", "abandoned")


class NotKept(NamedTuple):
    """What came beyond the bound: how many, how many bytes, and a digest over the digests of all of them in order."""

    deliveries: int
    bytes: int
    digest: str


class Unkept(Malformed):
    """A delivery that cannot be used, and that was not kept either: the store holds as much of that as it may."""


def keep(store: Store, kind: str, code: str, now: int, data: bytes) -> bool:
    """Keep bytes as received, inside a transaction; False when the bound is reached, and they are only counted."""
    digest = hashlib.sha256(data).digest()
    count, size = store.kept_size(kind)
    if kind in BOUNDED and (count >= MOST_KEPT or size + len(data) > MOST_KEPT_BYTES):
        if store.has_kept(kind, digest):
            return True
        before = not_kept(store, kind)
        chain = hashlib.sha256(bytes.fromhex(before.digest) + digest).hexdigest()
        store.set_fact(_fact(kind), f"{before.deliveries + 1} {before.bytes + len(data)} {chain}")
        return False
    store.keep(kind, code, now, data)
    return True


def not_kept(store: Store, kind: str) -> NotKept:
    """Give what came beyond the bound."""
    found = (store.fact(_fact(kind)) or f"0 0 {'0' * 64}").split(" ")
    return NotKept(int(found[0]), int(found[1]), found[2])


def _fact(kind: str) -> str:
    return f"not-kept {kind}"
