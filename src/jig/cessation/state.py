"""Who is a party to the cessation and where partner forces are, as both sides said it. Pure functions of a view."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from jig.agreement.rule import STANDING, judge
from jig.decisions.spelling import sounds_like
from jig.decisions.state import ended_by
from jig.places.reach import Shape
from jig.record.registers import SIDES
from jig.record.rooms import Subject
from jig.record.view import View

BOTH, ONE_SIDE, WITHDRAWN = "BOTH-SIGNED", "ONE-SIDED", "WITHDRAWN"


class Party(NamedTuple):
    """One side's statement of a party (table `coh-party`, by its name as it sounds). Times are instants."""

    id: bytes
    party: str
    names: tuple[str, ...]
    valid_from: int
    valid_to: int | None

    @property
    def key(self) -> str:
        """The name as it sounds."""
        return sounds_like(self.party)


class PartnerArea(NamedTuple):
    """One side's statement of an area of partner forces (table `partner-area`, by its name). Times are instants."""

    id: bytes
    area: str
    shape: Shape
    valid_from: int | None
    valid_to: int | None

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON-safe values, the outline by its digest."""
        region = self.shape.region
        return {
            "id": self.id.hex(),
            "area": self.area,
            "place": list(self.shape.place) if self.shape.place else None,
            "reach_m": self.shape.reach_m,
            "geometry": region.digest.hex() if region is not None else None,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
        }


class PartyStanding:
    """A party at a frontier."""

    def __init__(self, view: View, key: str) -> None:
        found = (view.last("coh-party", key, side) for side in SIDES)
        self.view = view
        self.stated = [one if one is not None and ended_by(view, one.id) is None else None for one in found]

    @property
    def signed_by(self) -> tuple[str, ...]:
        """The participants that state it."""
        return tuple(self.view.code(side) for side in SIDES if self.stated[side] is not None)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that either side gives it."""
        return tuple(sorted({name for one in self.stated if one is not None for name in one.names}))

    @property
    def state(self) -> str:
        """BOTH-SIGNED, ONE-SIDED or WITHDRAWN."""
        return (WITHDRAWN, ONE_SIDE, BOTH)[len(self.signed_by)]

    def bears(self, names: Iterable[str], start: int, end: int | None) -> bool:
        """Whether it bears one of these names at some time from start to end; end None: ever after."""
        asked = {sounds_like(name) for name in names}
        return any(
            one is not None
            and asked & {sounds_like(name) for name in one.names}
            and (end is None or one.valid_from <= end)
            and (one.valid_to is None or start <= one.valid_to)
            for one in self.stated
        )


def parties(view: View, names: Iterable[str], start: int, end: int | None, *, state: str) -> tuple[str, ...]:
    """Name the parties in one state that bear one of these names in a time, by name."""
    given = tuple(names)
    found = [PartyStanding(view, str(key)) for key in view.keys("coh-party")]
    return tuple(sorted(one.names[0] for one in found if one.state == state and one.bears(given, start, end)))


def partner_areas(view: View) -> list[PartnerArea]:
    """List both sides' areas of partner forces that nobody took back, by name and id."""
    said = [view.last("partner-area", key, side) for key in view.keys("partner-area") for side in SIDES]
    return sorted(
        (one for one in said if one is not None and ended_by(view, one.id) is None), key=lambda one: (one.area, one.id)
    )


def _parties(view: View) -> list[str]:
    return [str(key) for key in view.keys("coh-party")]


def _party(view: View, name: str) -> dict[str, Any]:
    found = PartyStanding(view, name)
    return {
        "state": found.state,
        "names": list(found.names),
        "signed_by": list(found.signed_by),
        "findings": [finding.as_json() for finding in judge("coh-party-standing", STANDING, found)],
    }


def _areas(view: View) -> list[str]:
    return sorted({one.area for one in partner_areas(view)})


def _area(view: View, name: str) -> dict[str, Any]:
    return {"state": "STANDS", "stated": [one.as_json() for one in partner_areas(view) if one.area == name]}


SUBJECTS = (Subject("coh-party", _parties, _party), Subject("partner-area", _areas, _area))
