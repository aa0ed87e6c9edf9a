"""Whether two volumes meet in space, height and time, and by how much (ToR 2.a, 2.c.ii; reading A15).

Heights, times and shapes without metres are decided exactly. Metres on the ellipsoid are decided between two bounds;
what lies between them is UNDETERMINED, and so are heights above references that cannot be reconciled. Silence of a
check clears nothing: it found no conflict with what was known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from jig.places.nearest import Gap, Piece, gap, pieces
from jig.places.planar import meeting_point
from jig.places.volume import Band, Point, Shape, Volume, Window

CONFLICT, UNDETERMINED = "CONFLICT", "UNDETERMINED"
#: Why a verdict stays open.
WITHIN_ERROR, HEIGHTS_APART_UNKNOWN = "WITHIN-ERROR", "HEIGHTS-NOT-COMPARABLE"


@dataclass(frozen=True)
class Separations:
    """What is added between volumes: metres and seconds, 0 where nothing is agreed (reading A15: UNSET)."""

    lateral_m: Fraction = Fraction(0)
    vertical_m: Fraction = Fraction(0)
    time_s: Fraction = Fraction(0)

    @property
    def unset(self) -> bool:
        """Whether the volumes themselves are compared."""
        return not (self.lateral_m or self.vertical_m or self.time_s)


UNSET = Separations()


@dataclass(frozen=True)
class Heights:
    """The heights of two bands together. gap_m: positive between them, negative shared, None where one has no end."""

    lower: Fraction | None
    upper: Fraction | None
    reference: str | None
    gap_m: Fraction | None
    known: bool = True


@dataclass(frozen=True)
class Ground:
    """The horizontal side of two volumes.

    gap: of the shapes without their metres, None when those share a point (then `at` is an edge or a point of it).
    """

    gap: Gap | None
    at: tuple[Point, Point] | None
    known: bool = True


@dataclass(frozen=True)
class Meeting:
    """Two volumes that meet, or that cannot be said not to. gap_s: positive between their windows, negative shared."""

    a: Volume
    b: Volume
    verdict: str
    ground: Ground
    heights: Heights
    start: Fraction
    end: Fraction
    gap_s: Fraction

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why it is undetermined."""
        ground = () if self.ground.known else (WITHIN_ERROR,)
        return ground if self.heights.known else (*ground, HEIGHTS_APART_UNKNOWN)


def meeting(a: Volume, b: Volume, added: Separations = UNSET) -> Meeting | None:
    """Compare two volumes; None when they are apart in time, in height or on the ground."""
    start, end, gap_s = _times(a.window, b.window)
    if gap_s > added.time_s:
        return None
    heights = heights_of(a.band, b.band)
    if heights.gap_m is not None and heights.gap_m > added.vertical_m:
        return None
    ground = ground_of(a.shape, b.shape, added.lateral_m)
    if ground is None:
        return None
    verdict = CONFLICT if ground.known and heights.known else UNDETERMINED
    return Meeting(a, b, verdict, ground, heights, start, end, gap_s)


def _times(a: Window, b: Window) -> tuple[Fraction, Fraction, Fraction]:
    """Give the time shared, or the time between, and the gap."""
    latest, earliest = max(a.start, b.start), min(a.end, b.end)
    return min(latest, earliest), max(latest, earliest), latest - earliest


def heights_of(a: Band, b: Band) -> Heights:
    """Give the heights shared, or those between; unknown when the references differ and no bound makes it certain."""
    if a.unlimited or b.unlimited:
        bounded = b if a.unlimited else a
        return Heights(bounded.lower, bounded.upper, None if bounded.unlimited else bounded.reference, None)
    if a.reference != b.reference:
        both_open = (a.upper is None and b.upper is None) or (a.lower is None and b.lower is None)
        return Heights(None, None, None, None, known=both_open)
    lower = a.lower if b.lower is None else b.lower if a.lower is None else max(a.lower, b.lower)
    upper = a.upper if b.upper is None else b.upper if a.upper is None else min(a.upper, b.upper)
    if lower is None or upper is None:
        return Heights(lower, upper, a.reference, None)
    return Heights(min(lower, upper), max(lower, upper), a.reference, lower - upper)


def ground_of(one: Shape, other: Shape, lateral_m: Fraction = Fraction(0)) -> Ground | None:
    """Compare two shapes; None when they are apart by more than their metres and lateral_m."""
    digits = max(one.digits, other.digits)
    fine, against = one.at(digits), other.at(digits)
    at = meeting_point(fine, against)
    if at is not None:
        return Ground(None, at)
    reach = one.metres + other.metres + lateral_m
    if reach == 0:
        return None
    found = gap(pieces_of(one), pieces_of(other), float(reach) * (1 + 1e-12) + 1e-6)
    if found is None or found.least_m > reach:
        return None
    return Ground(found, None, known=found.most_m <= reach)


def pieces_of(shape: Shape) -> tuple[Piece, ...]:
    """Give the pieces of a shape, made once for it."""
    held: dict[str, tuple[Piece, ...]] = shape.__dict__
    if "pieces" not in held:
        held["pieces"] = pieces(shape)
    return held["pieces"]


def comparable(a: Volume, b: Volume, *, all_participants: bool = False) -> bool:
    """Say whether two volumes are of different plans; of different participants too, unless all are asked for.

    A plan is named by its participant and its label: two sides may use one label.
    """
    if a.participant != b.participant:
        return True
    return all_participants and a.plan != b.plan


def meetings(
    pairs: Iterable[tuple[Volume, Volume]], added: Separations = UNSET, *, all_participants: bool = False
) -> Iterator[Meeting]:
    """Give what is found among pairs of volumes, in their order."""
    for a, b in pairs:
        if comparable(a, b, all_participants=all_participants):
            found = meeting(a, b, added)
            if found is not None:
                yield found
