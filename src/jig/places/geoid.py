"""The EGM96 geoid from a grid in GTX form: read whole, interpolated between its four nearest nodes."""

import math
import struct
from dataclasses import dataclass

from jig.places.faults import Unreadable, fault

_HEADER = struct.Struct(">4d2i")
#: What a node without a value holds. Source: NOAA VDatum, GTX format.
_NO_VALUE = -88.8888
_MOST_NODES = 40_000_000


@dataclass(frozen=True)
class GtxGrid:
    """A geoid grid: south-west corner and steps in degrees, rows from south to north, metres above the ellipsoid."""

    south: float
    west: float
    lat_step: float
    lon_step: float
    rows: int
    columns: int
    data: bytes

    def undulation_mm(self, lat_e7: int, lon_e7: int) -> int:
        """Give the geoid's height above the ellipsoid, millimetres; raises Unreadable (HEIGHT-OUTSIDE-GRID)."""
        row, north = self._cell((lat_e7 / 1e7 - self.south) / self.lat_step, self.rows, around=False)
        east = (lon_e7 / 1e7 - self.west) % 360.0 / self.lon_step
        column, across = self._cell(east, self.columns, around=self._goes_round)
        low = self._between(row, column, across)
        high = self._between(min(row + 1, self.rows - 1), column, across) if north else low
        return round((low + (high - low) * north) * 1000)

    @property
    def _goes_round(self) -> bool:
        return abs(self.columns * self.lon_step - 360.0) < self.lon_step / 2

    def _cell(self, at: float, count: int, *, around: bool) -> tuple[int, float]:
        first = math.floor(at)
        if first < 0 or (not around and at > count - 1):
            raise Unreadable(fault("HEIGHT-OUTSIDE-GRID"))
        return first, at - first

    def _between(self, row: int, column: int, across: float) -> float:
        west = self._node(row, column % self.columns)
        return west if not across else west + (self._node(row, (column + 1) % self.columns) - west) * across

    def _node(self, row: int, column: int) -> float:
        value: float = struct.unpack_from(">f", self.data, _HEADER.size + 4 * (row * self.columns + column))[0]
        # A hole in the grid, or a damaged file, is no height of zero.
        if not math.isfinite(value) or abs(value - _NO_VALUE) < 1e-3 or abs(value) > 200:
            raise Unreadable(fault("HEIGHT-OUTSIDE-GRID"))
        return value


def read_gtx(data: bytes, name: str) -> GtxGrid:
    """A grid from the bytes of a GTX file; raises Unreadable (HEIGHT-GRID-UNREADABLE) naming what is wrong."""
    if len(data) < _HEADER.size:
        raise Unreadable(fault("HEIGHT-GRID-UNREADABLE", file=name, why="SHORT"))
    south, west, lat_step, lon_step, rows, columns = _HEADER.unpack_from(data)
    steps = all(math.isfinite(one) for one in (south, west, lat_step, lon_step)) and min(lat_step, lon_step) > 0
    if not steps or min(rows, columns) < 2 or rows * columns > _MOST_NODES or abs(south) > 90 or abs(west) > 360:
        raise Unreadable(fault("HEIGHT-GRID-UNREADABLE", file=name, why="HEADER"))
    if len(data) != _HEADER.size + 4 * rows * columns:
        raise Unreadable(fault("HEIGHT-GRID-UNREADABLE", file=name, why="SIZE"))
    return GtxGrid(south, west, lat_step, lon_step, rows, columns, data)
