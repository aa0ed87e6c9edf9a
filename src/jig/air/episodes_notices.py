"""Flight notices that episodes are held against (ToR 3.b): in time, in space, by aircraft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from jig.air.episodes_areas import AreaFault as NoticeFault
from jig.air.episodes_kernel import METRES, cosine
from jig.air.lattice import DEGREE, MOST_LAT, MOST_LON, instant_us, whole
from jig.places.corridor import Corridor, Gate


@dataclass(frozen=True)
class Notice:
    """One notice. window: microseconds, closed. areas: those it names, none for any. route: lattice (n, 2), with its
    corridor."""

    name: str
    aircraft: frozenset[str]
    start: int
    end: int
    areas: frozenset[str]
    route: Any
    corridor_m: float
    mission: str

    def fits(self, aircraft: str, area: str, entered: int, left: int, path: Any) -> bool | None:
        """Say whether an episode lies in the notice: its aircraft, its whole time, its area, its path in the corridor.

        None where all else fits and the notice says nothing of where: neither a route nor an area.
        path: (lon, lat, time) of the episode's positions, lattice and microseconds.
        """
        if aircraft.lower() not in self.aircraft or entered < self.start or left > self.end:
            return False
        if self.areas and area not in self.areas:
            return False
        if self.route is None:
            return True if self.areas else None
        return _within(path, self.route, self.corridor_m)

    def concerns(self, area: str, entered: int, left: int) -> bool:
        """Say whether an episode of its aircraft is in one of its areas and overlaps its window."""
        return (not self.areas or area in self.areas) and entered <= self.end and left >= self.start


#: The plane below and the exact rule differ by less than a hundredth of a distance; between these shares it decides.
_SURELY_IN, _SURELY_OUT = 0.98, 1.02
#: Share by which a degree of longitude may differ between the ends of a way that the plane settles.
_ALIKE = 0.005


def _within(path: Any, route: Any, corridor_m: float) -> bool:
    """Say whether each position and the way between is within the corridor, by the rule of `places.corridor`, as the
    record's notices are: an episode has no gap longer than a track may have.

    A plane at the position's latitude settles all but what lies near the corridor's edge or cuts a corner.
    """
    before: tuple[Any, float, tuple[int, int]] | None = None
    for x, y, *_ in path:
        cos = cosine(int(y))
        away = _away(x, y, route, cos * METRES)
        nearest = away.min()
        if nearest > (_SURELY_OUT * corridor_m) ** 2:
            return False
        if nearest > (_SURELY_IN * corridor_m) ** 2 and not _exact(route, corridor_m).legs_at((int(x), int(y))):
            return False
        bands = away <= (_SURELY_IN * corridor_m) ** 2
        here = (int(x), int(y))
        settled = before is None or _one_band(before, bands, cos)
        if before is not None and not settled and not _exact(route, corridor_m).holds_way(before[2], here):
            return False
        before = bands, cos, here
    return True


def _away(x: Any, y: Any, route: Any, scale: float) -> Any:
    """Give the square of a position's distance from each leg, on a plane at its latitude, square metres."""
    ax, ay = (route[:-1, 0] - x) * scale, (route[:-1, 1] - y) * METRES
    dx, dy = np.diff(route[:, 0]) * scale, np.diff(route[:, 1]) * METRES
    f = np.clip(-(ax * dx + ay * dy) / np.maximum(dx * dx + dy * dy, 1e-300), 0.0, 1.0)
    return (ax + f * dx) ** 2 + (ay + f * dy) ** 2


def _one_band(before: tuple[Any, float, tuple[int, int]], bands: Any, cos: float) -> bool:
    """Say whether two positions surely lie in one leg's band, at latitudes so near that all between does too."""
    return abs(before[1] - cos) <= _ALIKE * cos and bool((before[0] & bands).any())


def _exact(route: Any, corridor_m: float) -> Corridor:
    gates = (Gate(int(lon), int(lat), int(corridor_m), 0, 0, "") for lon, lat in route.tolist())
    return Corridor(tuple(gates))


def notices_of(document: Any) -> tuple[list[Notice], list[NoticeFault]]:
    """Read {"notices": [...]} or a list; numbers are their decimal texts. A notice with a fault is left out and
    named."""
    given = document.get("notices") if isinstance(document, dict) else document
    if not isinstance(given, list):
        return [], [NoticeFault("AIR-NOTICES-NOT-A-LIST", "notices", type(given).__name__)]
    made, faults = [], []
    for number, one in enumerate(given):
        wrong: list[NoticeFault] = []
        notice = _notice(one if isinstance(one, dict) else {}, f"notices.{number}", wrong)
        made += [notice] if notice is not None and not wrong else []
        faults += wrong
    return made, faults


def _notice(told: dict[str, Any], path: str, faults: list[NoticeFault]) -> Notice | None:
    def wrong(key: str, expected: str) -> None:
        faults.append(NoticeFault("AIR-NOTICE-FIELD", f"{path}.{key}", str(told.get(key))[:80], expected))

    name = told.get("notice", told.get("id"))
    if not isinstance(name, str | int) or not str(name).strip():
        wrong("notice", "A-1")
    flown = told.get("aircraft")
    aircraft = [flown] if isinstance(flown, str) else flown
    if (
        not isinstance(aircraft, list)
        or not aircraft
        or not all(isinstance(one, str) and one.strip() for one in aircraft)
    ):
        wrong("aircraft", '"4b1908"')
        aircraft = []
    start, end = instant_us(str(told.get("from"))), instant_us(str(told.get("to")))
    for key, value in (("from", start), ("to", end)):
        if value is None:
            wrong(key, "RFC 3339")
    if start is not None and end is not None and end < start:
        wrong("to", "from <= to")
    areas = told.get("areas", [])
    if not isinstance(areas, list) or not all(isinstance(one, str) for one in areas):
        wrong("areas", '["A"]')
        areas = []
    route, corridor = _route(told, wrong)
    if faults or start is None or end is None:
        return None
    named = frozenset(one.strip().lower() for one in aircraft)
    return Notice(str(name), named, start, end, frozenset(areas), route, corridor, str(told.get("mission", "")))


def _route(told: dict[str, Any], wrong: Any) -> tuple[Any, float]:
    if told.get("route") is None:
        return None, 0.0
    points = []
    for point in told["route"] if isinstance(told["route"], list) else []:
        pair = point if isinstance(point, list) and len(point) >= 2 else [None, None]
        lon, lat = (whole(str(v), DEGREE) for v in pair[:2])
        if lon is None or lat is None or abs(lon) > MOST_LON or abs(lat) > MOST_LAT:
            wrong("route", "[[lon, lat], [lon, lat]]")
            return None, 0.0
        points.append((lon, lat))
    width = whole(str(told.get("corridor_m")), 1)
    if len(points) < 2:
        wrong("route", "[[lon, lat], [lon, lat]]")
    if width is None or not 0 < width <= 100_000:
        wrong("corridor_m", "1..100000")
    return (np.array(points, np.float64), float(width or 0)) if len(points) > 1 else (None, 0.0)
