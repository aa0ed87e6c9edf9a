"""Which sites can be near a figure at all: by cells of a quarter of a degree, never leaving one out that is."""

from __future__ import annotations

from collections.abc import Iterable

from jig.harm.screening import Bounds, Site, farthest_mm
from jig.places.near import Figure, padded
from jig.places.position import Area

CELL_E7 = 2_500_000
_AROUND = 3_600_000_000 // CELL_E7
#: A figure of more cells than these is looked up, or kept, under none.
MOST_CELLS = 400

Cell = tuple[int, int]


def cells(box: Area) -> tuple[Cell, ...] | None:
    """List the cells of a box, None where they are too many."""
    south, north = box.south_e7 // CELL_E7, box.north_e7 // CELL_E7
    west, east = box.west_e7 // CELL_E7, box.east_e7 // CELL_E7
    if (north - south + 1) * (east - west + 1) > MOST_CELLS:
        return None
    return tuple((lat, lon % _AROUND) for lat in range(south, north + 1) for lon in range(west, east + 1))


def cells_of_site(figure: Figure, ce90_mm: int) -> tuple[Cell, ...] | None:
    """List the cells under which a site is kept, its radius and twice its error included."""
    return cells(padded(figure.box, figure.radius_mm + 2 * ce90_mm))


def cells_around(figure: Figure, ce90_mm: int, bounds: Bounds) -> tuple[Cell, ...] | None:
    """List the cells in which a site must be kept to be near a figure; None for all of them."""
    return cells(padded(figure.box, figure.radius_mm + farthest_mm(bounds, ce90_mm)))


class Sites:
    """A list of sites, found by cell."""

    def __init__(self, sites: Iterable[Site]) -> None:
        self.all = tuple(sites)
        self._wide: list[int] = []
        self._cells: dict[Cell, list[int]] = {}
        for number, site in enumerate(self.all):
            found = cells_of_site(site.figure, site.ce90_mm)
            if found is None:
                self._wide.append(number)
            for cell in found or ():
                self._cells.setdefault(cell, []).append(number)

    def around(self, figure: Figure, ce90_mm: int, bounds: Bounds) -> list[Site]:
        """List the sites that may be near a figure."""
        found = cells_around(figure, ce90_mm, bounds)
        if found is None:
            return list(self.all)
        numbers = {number for cell in found for number in self._cells.get(cell, ())}
        return [self.all[number] for number in sorted(numbers.union(self._wide))]
