"""One way in which a text can be a position."""

from dataclasses import dataclass, replace
from math import ceil, cos, hypot, radians

from jig.places.faults import Fault
from jig.places.position import combined_mm

METRES_A_DEGREE = 111_320.0  # of longitude on the equator, WGS 84; never less than a degree of latitude's size above it
# The record keeps 1e-7 degrees: half a step each way, at most 5.6 mm north and 5.6 mm east.
SEALING_MM = 8


@dataclass(frozen=True)
class Reading:
    """A position as one notation and one operation read it.

    lat, lon: WGS 84, degrees. axes: NE, northing (latitude) first, or EN. settled: the text itself says which number
    is which.
    notation_mm: half the diagonal of the cell that the digits given leave open, so an upper bound. distance_mm: from
    the first
    of the readings that it was returned with. notes: what a reader should see.
    """

    notation: str
    operation: str
    lat: float
    lon: float
    notation_mm: int
    operation_mm: int
    axes: str = "NE"
    settled: bool = True
    zone: int | None = None
    distance_mm: int = 0
    notes: tuple[Fault, ...] = ()
    place_id: int | None = None

    @property
    def lat_e7(self) -> int:
        return round(self.lat * 10**7)

    @property
    def lon_e7(self) -> int:
        return round(self.lon * 10**7)

    @property
    def ce90_mm(self) -> int:
        """The error without the source's own, millimetres."""
        return combined_mm(self.operation_mm, self.notation_mm)

    def noted(self, *notes: Fault) -> "Reading":
        """The same reading with more notes."""
        return replace(self, notes=self.notes + notes)


def half_cell_mm(north_m: float, east_m: float) -> int:
    """Half the diagonal of a cell with these sides, with the rounding of the record; millimetres, rounded up."""
    return combined_mm(ceil(hypot(north_m, east_m) * 500 - 1e-6), SEALING_MM)


def half_angular_cell_mm(lat: float, lat_step: float, lon_step: float) -> int:
    """The same for a cell given in degrees."""
    return half_cell_mm(lat_step * METRES_A_DEGREE, lon_step * METRES_A_DEGREE * cos(radians(lat)))
