"""Which version of a layer was in force when: what was signed later changes nothing that was flown before (ToR 3.b)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jig.areas.state import FAMILY, AreaVersion, held_version, signed
from jig.decisions.state import proposed
from jig.record.registers import SIDES
from jig.record.view import View


def in_force_within(view: View, layer: str, start: int, end: int) -> tuple[AreaVersion, ...]:
    """List the areas of a layer as they were in force at any time of a span, the older version's first.

    Another version signed since does not change what was in force before it: it holds from when both were bound.
    """
    begun = _begun(view, layer)
    found: list[AreaVersion] = []
    for number, (since, version, digest) in enumerate(begun):
        first = start if number == 0 else max(start, since)
        last = end if number + 1 == len(begun) else min(end, begun[number + 1][0] - 1)
        if first <= last:
            found += [one for one in held_version(view, layer, version, digest).areas if one.valid_within(first, last)]
    return tuple(found)


def _begun(view: View, layer: str) -> list[tuple[int, str, str]]:
    """List the versions of a layer that both signed: from when, its label and digest; the newest is the one in force.

    The first has no beginning here: what it is valid from, it says itself.
    """
    found: list[tuple[int, str, str]] = []
    for since, change in sorted(_signings(view, layer), key=lambda one: (one[0], one[1].digest)):
        if not found or found[-1][2] != change.digest:
            found.append((since, change.version, change.digest))
    document = signed(view, layer)
    if document is None:
        return []
    # Two versions by stamps that lie: what the chain of terms ends with is in force last, whatever they say.
    if not found or found[-1][2] != document.digest:
        rest = [one for one in found if one[2] != document.digest]
        newest = max((one[0] for one in found), default=0)
        found = [*rest, (newest, document.version, document.digest)]
    return found


def _signings(view: View, layer: str) -> Iterator[tuple[int, Any]]:
    """Give every version of a layer by which both are bound, and since when: by the later of the two sides, of each by
    its own stamp or the counterpart's on it, whichever is earlier."""
    for proposal in view.keys("terms.bound"):
        bound = [view.first("terms.bound", proposal, side) for side in SIDES]
        made = proposed(view, proposal) if isinstance(proposal, bytes) and None not in bound else None
        for change in made.content.changes if made is not None else ():
            if (change.item, change.id) == (FAMILY, layer):
                yield max(_at(view, side, cell[0]) for side, cell in zip(SIDES, bound, strict=True) if cell), change


def _at(view: View, side: int, position: int) -> int:
    claimed, stamp = view.world.entries.meta(side, position).claimed_at, view.stamped(side, position)
    return claimed if stamp is None else min(claimed, stamp)
