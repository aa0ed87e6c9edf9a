"""Stays in areas, as tracks show them, held against the record's notices: each alone, then all under one notice.

A track says neither whose aircraft it was nor of which type; a type stands beside it only where somebody states it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from jig.air.fitting import MATCHED, NO_DATA, UNMATCHED, Compared, Sighted, compared, determined, same_type
from jig.air.notice_ground import designated_between
from jig.air.notice_standing import NoticeStanding
from jig.areas.state import AreaVersion
from jig.record.view import View

CROWDED, NOT_IN_FORCE, NO_NOTICE = "MORE-THAN-NOTIFIED", "AREA-NOT-IN-FORCE", "NO-NOTICE-IN-TIME"


class Stay(NamedTuple):
    """One aircraft in one area: the row that says so, and what was seen."""

    number: int
    aircraft: str
    area: str
    seen: Sighted


class Match(NamedTuple):
    """How a stay stands against the notices: MATCHED, UNMATCHED or NO-DATA, why, and which notices fit.

    in_force: whether the area was a designated area that both signed, valid then. excused: whether an exempt notice
    fits; nothing but an exempt flight may be inside.
    """

    stay: Stay
    determination: str
    reasons: tuple[str, ...]
    notices: tuple[NoticeStanding, ...]
    in_force: bool

    @property
    def excused(self) -> bool | None:
        """True, False, or None where it cannot be told."""
        if any(one.excuses for one in self.notices):
            return True
        return None if self.determination == NO_DATA else False


def matched(view: View, stays: Sequence[Stay]) -> list[Match]:
    """Hold stays against the notices of a view, in the order given.

    Where more aircraft fit one notice than it has, none of them is said to be the one too many: it excuses none.
    """
    found = [(stay, _areas(view, stay)) for stay in stays]
    each = [(stay, areas, compared(view, stay.seen, areas)) for stay, areas in found]
    crowds = _crowds((stay, one) for stay, _, rows in each for one in rows if one.fits)
    return [_match(stay, areas, rows, crowds) for stay, areas, rows in each]


def _areas(view: View, stay: Stay) -> tuple[AreaVersion, ...]:
    return tuple(one for one in designated_between(view, stay.seen.start, stay.seen.end) if one.area == stay.area)


def _crowds(fitting: Iterable[tuple[Stay, Compared]]) -> Mapping[bytes, bool]:
    """Say of each notice whether more aircraft fit it than it has, altogether or of a type."""
    by_notice: dict[bytes, tuple[NoticeStanding, list[Stay]]] = {}
    for stay, one in fitting:
        by_notice.setdefault(one.notice.meta.id, (one.notice, []))[1].append(stay)
    return {entry: _crowded(notice, stays) for entry, (notice, stays) in by_notice.items()}


def _crowded(notice: NoticeStanding, stays: list[Stay]) -> bool:
    if _count(stays) > sum(one.number for one in notice.said.forces):
        return True
    kinds = set(map(_kind, stays))
    return any(_count([one for one in stays if _kind(one) == kind]) > room(notice, *kind) for kind in kinds)


def _kind(stay: Stay) -> tuple[str, str]:
    return stay.seen.aircraft_class, stay.seen.aircraft_type


def _count(stays: list[Stay]) -> int:
    return len({stay.aircraft for stay in stays})


def room(notice: NoticeStanding, aircraft_class: str, aircraft_type: str) -> int:
    """How many aircraft a notice has that can be of a class and type."""
    alike = (one for one in notice.said.forces if aircraft_class in ("UNK", one.aircraft_class))
    return sum(one.number for one in alike if same_type(aircraft_type, one.aircraft_type))


def _match(stay: Stay, areas: tuple[AreaVersion, ...], rows: Sequence[Compared], crowds: Mapping[bytes, bool]) -> Match:
    held = [
        one._replace(reasons=(*one.reasons, CROWDED)) if one.fits and crowds[one.notice.meta.id] else one
        for one in rows
    ]
    placed = bool(stay.seen.track or areas)
    reasons = [f"{code} {one.notice.said.label}" for one in held for code in one.reasons]
    if not held:
        reasons.append(NO_NOTICE if placed else "PLACE-UNKNOWN")
    if not areas:
        reasons.append(NOT_IN_FORCE)
    fits = tuple(one.notice for one in held if one.fits)
    return Match(stay, determined(held, placed=placed), tuple(reasons), fits, bool(areas))


def tally(found: Iterable[Match]) -> dict[str, int]:
    """Count the determinations, each named even when it is none."""
    told = [one.determination for one in found]
    return {name: told.count(name) for name in (MATCHED, UNMATCHED, NO_DATA)}
