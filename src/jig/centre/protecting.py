"""Holding a file's figures against a list of protected sites: what cannot be read is never taken for nothing found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from jig.agreement.profile import Profile
from jig.harm.nearby import Sites
from jig.harm.screening import NOT_SCREENED, NOTHING_FOUND, STOP, Bounds, Hit, Site, list_version, result_of, screen
from jig.places.near import Figure

#: So many further sites are named beside the first.
MOST_HITS = 20


class Held(NamedTuple):
    """One figure held against the list: its name or number, the result, what was found, the strictest first."""

    feature: Any
    result: str
    hits: tuple[Hit, ...]
    why: str

    def as_json(self) -> dict[str, Any]:
        """Give it as scripts read it."""
        first = self.hits[0] if self.hits else None
        return {
            "feature": self.feature,
            "result": self.result,
            "site": first.site.id if first else None,
            "type": first.site.type if first else None,
            "state": first.site.state if first else None,
            "distance_m": first.distance_m if first else None,
            "why": self.why,
            "also": [{"site": one.site.id, "result": one.result, "why": one.why} for one in self.hits[1:MOST_HITS]],
        }


def bounds_of(settings: Any, buffer_m: int | None = None) -> Bounds:
    """Give the bounds of terms' settings; buffer_m: a wider buffer asked for, the larger applies."""
    set_to, same = settings("protected.buffer_m"), settings("position.same_m")
    given = [one for one in (buffer_m, set_to) if isinstance(one, int)]
    return Bounds(max(given, default=None), same if isinstance(same, int) else 0)


def bounds_of_profile(profile: Profile, buffer_m: int | None) -> Bounds:
    """Give the bounds with which a profile begins."""
    return bounds_of(profile.settings.get, buffer_m)


def hold(
    figures: Iterable[tuple[Any, Figure | None, int]], sites: Sequence[Site], bounds: Bounds, *, whole: bool
) -> list[Held]:
    """Hold figures (name, figure or None where it cannot be read, CE90 in millimetres) against a list.

    whole: False where a site of the list cannot be read; what is not stopped is then not screened.
    """
    listed = Sites(sites)
    return [_held(name, figure, ce90_mm, listed, bounds, whole) for name, figure, ce90_mm in figures]


def _held(name: Any, figure: Figure | None, ce90_mm: int, listed: Sites, bounds: Bounds, whole: bool) -> Held:
    if figure is None or figure.empty:
        return Held(name, NOT_SCREENED, (), "UNREADABLE")
    hits = screen(figure, ce90_mm, listed.around(figure, ce90_mm, bounds), bounds)
    found = result_of(hits)
    if found != STOP and not whole:
        return Held(name, NOT_SCREENED, hits, "LIST-INCOMPLETE")
    return Held(name, found, hits, hits[0].why if hits else NOTHING_FOUND)


def version_of(sites: Iterable[Site]) -> str:
    """Give the version of a list."""
    return list_version(sites)
