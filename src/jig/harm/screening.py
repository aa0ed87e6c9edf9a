"""Holding what enters against the protected list: STOP, WARN or NOTHING-FOUND. To find nothing permits nothing.

Pure and in whole numbers: both nodes, and an auditor, answer alike. More sites, a wider extent, a larger error or
a larger buffer never make a STOP less.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, NamedTuple

from jig.places.near import Figure, nearest_mm
from jig.record.canonical import canonical

STOP, WARN, NOTHING_FOUND, NOT_SCREENED = "STOP", "WARN", "NOTHING-FOUND", "NOT-SCREENED"
#: How a protected place stands. What was removed, moved or challenged screens as what is listed does.
LISTED, CHALLENGED, GHOST, MOVEMENT = "LISTED", "CHALLENGED", "GHOST", "MOVEMENT"
#: Why: inside the extent; nearer than buffer and errors allow; near, while no buffer is set; near, beyond the buffer.
INSIDE, WITHIN, BUFFER_UNSET, NEAR = "INSIDE", "WITHIN", "BUFFER-UNSET", "NEAR"
#: From here a place is named in a warning, whatever the buffer; no clause sets it: docs/decisions/0044.
NEAR_MM = 1_000_000
_FORMAT = b"jig-protected-list-2\n"


class Site(NamedTuple):
    """A protected place as it screens. figure: with its radius. ce90_mm: the error of its own position."""

    id: str
    type: str
    figure: Figure
    ce90_mm: int
    state: str = LISTED

    @property
    def leaf(self) -> bytes:
        """What the digest of a list covers of it: not its state, which no list of an organisation has."""
        return leaf_of(self.id, self.type, self.figure, self.ce90_mm)


class Bounds(NamedTuple):
    """buffer_m: the larger of both sides', None while unset. same_m: nearer than this is one place (reading A50)."""

    buffer_m: int | None
    same_m: int

    def reach_mm(self, *ce90_mm: int) -> int:
        """How near stops: the buffer, never below one place, and every error on top."""
        return max(self.buffer_m or 0, self.same_m) * 1000 + sum(ce90_mm)


class Hit(NamedTuple):
    """What one site says of one figure. distance_mm: a lower bound, from the site's extent."""

    result: str
    why: str
    site: Site
    distance_mm: int

    @property
    def distance_m(self) -> int:
        """Whole metres, rounded down."""
        return self.distance_mm // 1000


def farthest_mm(bounds: Bounds, *ce90_mm: int) -> int:
    """How far from a figure a site is looked for."""
    reach = bounds.reach_mm(*ce90_mm)
    return max(2 * reach, reach + NEAR_MM)


def hit(figure: Figure, ce90_mm: int, site: Site, bounds: Bounds) -> Hit | None:
    """Hold a figure against one site; None where it is not near."""
    reach = bounds.reach_mm(ce90_mm, site.ce90_mm)
    found = nearest_mm(figure, site.figure, farthest_mm(bounds, ce90_mm, site.ce90_mm))
    if found is None:
        return None
    if found <= reach:
        return Hit(STOP, INSIDE if found == 0 else WITHIN, site, found)
    return Hit(WARN, BUFFER_UNSET if bounds.buffer_m is None else NEAR, site, found)


def screen(figure: Figure, ce90_mm: int, sites: Iterable[Site], bounds: Bounds) -> tuple[Hit, ...]:
    """Hold a figure against every site: STOP before WARN, the nearest first."""
    found = (hit(figure, ce90_mm, site, bounds) for site in sites)
    return tuple(sorted((one for one in found if one is not None), key=_order))


def _order(one: Hit) -> tuple[bool, int, str]:
    return (one.result != STOP, one.distance_mm, one.site.id)


def result_of(hits: Iterable[Hit]) -> str:
    """Give the strictest of what was found."""
    results = {one.result for one in hits}
    return STOP if STOP in results else WARN if WARN in results else NOTHING_FOUND


def leaf_of(name: str, kind: str, figure: Figure, ce90_mm: int) -> bytes:
    """Hash one site: SHA-256 over the canonical JSON of its id, type, figure and error."""
    said: list[Any] = [name, kind, figure.as_json(), ce90_mm]
    return hashlib.sha256(canonical(said)).digest()


def list_version(leaves: Iterable[bytes]) -> str:
    """Give the version of a list: SHA-256 over the leaves of its sites in their own order; hex."""
    return hashlib.sha256(_FORMAT + b"".join(sorted(leaves))).hexdigest()
