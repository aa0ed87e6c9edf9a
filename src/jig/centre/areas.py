"""Stating areas: an outline as an entry's body, and a layer's statements as one version to sign."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from jig.areas.state import CONTROL, DESIGNATED, FAMILY, AreaVersion, assertion, set_digest
from jig.places.plane import Point
from jig.places.region import Region
from jig.record.registers import SIDES
from jig.record.view import View


class Composed(NamedTuple):
    """A version of a layer put together from what both stated."""

    members: tuple[AreaVersion, ...]
    digest: str
    different: tuple[str, ...]


def region_of(polygons: Iterable[Sequence[Sequence[Point]]]) -> Region:
    """Give the region of rings as a file has them."""
    return Region.of(polygons)


def area_body(region: Region, layer: str, given: dict[str, Any]) -> dict[str, Any]:
    """Make the body of an `area`.

    given: area, area_class, holder, as_given, notation, operation, ce90_mm, as_of, valid_from, valid_to, source, lang,
    text; what is None is left out.
    """
    geometry = {
        "polygons": [[[list(corner) for corner in ring] for ring in polygon] for polygon in region.polygons],
        **{name: given[name] for name in ("as_given", "notation", "operation", "ce90_mm")},
    }
    names = ["area", "as_of", "valid_from", "valid_to", "source", "lang", "text"]
    names += {DESIGNATED: ["area_class"], CONTROL: ["holder"]}.get(layer, [])
    stated = {name: given[name] for name in names if given.get(name) is not None}
    return {"layer": layer, "geometry": geometry, "geometry_digest": region.digest.hex(), **stated}


def compose(view: View, layer: str, own: int) -> Composed:
    """Put together a layer's version: each area as both state it, or as the one side that states it does.

    An area that both state differently belongs to no version: it is named instead.
    """
    names = sorted(key[1] for key in view.keys("areas") if isinstance(key, tuple) and key[0] == layer)
    members: list[AreaVersion] = []
    different: list[str] = []
    for name in names:
        stated = [assertion(view, name, side, layer) for side in (own, 1 - own)]
        held = [one for one in stated if one is not None]
        if len(held) == len(SIDES) and held[0].said != held[1].said:
            different.append(name)
        elif held:
            members.append(held[0])
    return Composed(tuple(members), set_digest(layer, members), tuple(different))


def terms_proposal(view: View, layer: str, version: str, digest: str, lang: str, text: str) -> dict[str, Any]:
    """Make the body of the proposal by which both sign a version of a layer."""
    change = {"item": FAMILY, "id": layer, "version": version, "digest": digest}
    return {
        "act": "terms",
        "subject": f"{layer} {version}",
        "content": {"base": view.terms.digest.hex(), "changes": [change]},
        "relies_on": [],
        "lang": lang,
        "text": text,
    }
