"""Whether two positions are of one object: by distance against what their errors allow, and what doubt makes of it.

The rule of the fold (reading A50) in whole metres, so that the desk never says otherwise than the record; and beside
it the third answer, for what no distance can decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from jig.places.distance import distance_m_floor
from jig.places.errors import combined_mm
from jig.places.geodesic import distance_mm

SAME, DIFFERENT, UNDETERMINED = "SAME", "DIFFERENT", "UNDETERMINED"
#: A cell of digits vouches for no more than this, and an unknown error may be as large. Source: the upper edge of target
#: location error category V; beyond it nobody calls a point a location.
VAGUE_MM = 305_000


@dataclass(frozen=True)
class Candidate:
    """One reading of one side's text, as it is compared.

    derived_mm: what notation and operation add. source_mm: the giver's own error; 0 where nothing is said of it beyond
    the digits, None where it is said to be unknown. stated: whether somebody vouches for the error as a whole. An
    operation used outside its declared area counts with its published accuracy: that both sides use it is a reading.
    """

    lat_e7: int
    lon_e7: int
    derived_mm: int
    source_mm: int | None = 0
    stated: bool = False

    @property
    def ce90_mm(self) -> int:
        """The error as far as it is known, millimetres."""
        return combined_mm(self.derived_mm, self.source_mm or 0)

    @property
    def known(self) -> bool:
        """Whether its error is known at all."""
        return self.source_mm is not None


@dataclass(frozen=True)
class Pair:
    """Two readings beside each other. why: the code of the reason for the verdict."""

    distance_mm: int
    combined_mm: int
    verdict: str
    why: str


@dataclass(frozen=True)
class Comparison:
    """Two positions compared: the likeliest readings' distance and error, the verdict over all readings."""

    distance_mm: int
    combined_mm: int
    verdict: str
    why: str
    pairs: tuple[Pair, ...]


def verdict_of(distance_m: int, one: Candidate, other: Candidate, tolerance_m: int) -> tuple[str, str]:
    """The verdict on two readings this far apart, whole metres, and the code of the reason; symmetric in the two.

    A greater distance never brings them nearer to SAME, a greater error never makes them DIFFERENT.
    """
    combined = combined_mm(one.ce90_mm, other.ce90_mm)
    bound = max(combined // 1000, tolerance_m)
    if distance_m <= tolerance_m:
        return SAME, "WITHIN-TOLERANCE"
    if not (one.known and other.known) and distance_m <= max(bound, VAGUE_MM // 1000):
        return UNDETERMINED, "ERROR-UNKNOWN"
    if distance_m > bound:
        return DIFFERENT, "BEYOND-ERROR"
    if combined > VAGUE_MM and not (one.stated and other.stated):
        return UNDETERMINED, "TOO-VAGUE"
    return SAME, "WITHIN-ERROR"


def compare_pair(one: Candidate, other: Candidate, tolerance_m: int) -> Pair:
    """Two readings compared. tolerance_m: the floor that reading A50 sets."""
    metres = 0
    if (one.lat_e7, one.lon_e7) != (other.lat_e7, other.lon_e7):
        metres = distance_m_floor(one.lat_e7, one.lon_e7, other.lat_e7, other.lon_e7)
    verdict, why = verdict_of(metres, one, other, tolerance_m)
    return Pair(distance_mm(one, other), combined_mm(one.ce90_mm, other.ce90_mm), verdict, why)


def compare(ones: Iterable[Candidate], others: Iterable[Candidate], tolerance_m: int) -> Comparison:
    """Two positions compared over every reading of each, the likeliest first: one verdict for all, or UNDETERMINED.

    Nobody chooses between readings here: where they disagree, the texts do not say which point is meant.
    """
    seconds = tuple(others)
    pairs = tuple(compare_pair(one, other, tolerance_m) for one in ones for other in seconds)
    first = pairs[0]
    if len({pair.verdict for pair in pairs}) > 1:
        return Comparison(first.distance_mm, first.combined_mm, UNDETERMINED, "READINGS-DISAGREE", pairs)
    return Comparison(first.distance_mm, first.combined_mm, first.verdict, first.why, pairs)
