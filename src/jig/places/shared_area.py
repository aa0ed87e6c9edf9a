"""The ground that two shapes share, as GeoJSON: to be looked at, decides nothing.

Round ends are drawn by chords on the circle, at most a thousandth of the radius inside it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from jig.places.geodesic import around, azimuth
from jig.places.nearest import Gap
from jig.places.volume import Part, Point, Shape

_CORNERS = 96
#: So far aside of the nearest way a circle is drawn finely.
_FINE_DEG = (0.001, 0.004, 0.016, 0.06, 0.25, 1.0)


def shared_area(one: Shape, other: Shape, gap: Gap | None, at: Point | None) -> dict[str, Any]:
    """Give what two shapes share as a polygon, line or point; where they share nothing, the shortest way between them.

    at: a point of both, in the lattice of `one`, when they touch without their metres.
    """
    from shapely.geometry import mapping

    found = _highest(_shared(_drawn(one), _drawn(other)))
    if found.is_empty and gap is not None:
        # They share less than the chords leave out: drawn anew, finely where they are nearest.
        found = _highest(_shared(_with_lobe(one, gap.one, gap.other), _with_lobe(other, gap.other, gap.one)))
    if not found.is_empty:
        return _listed(mapping(_within_180(found)))
    if at is not None or gap is None:
        x, y = at if at is not None else (0, 0)
        return {"type": "Point", "coordinates": [x / 10**one.digits, y / 10**one.digits]}
    ends = [_edge_of(one, gap.one, gap.other), _edge_of(other, gap.other, gap.one)]
    return {"type": "LineString", "coordinates": ends}


def _drawn(shape: Shape) -> Any:
    """Give a shape's outline, drawn once for it."""
    held: dict[str, Any] = shape.__dict__
    if "outline" not in held:
        held["outline"] = outline(shape, 0.0)
    return held["outline"]


def _shared(one: Any, other: Any) -> Any:
    """Give the intersection on whichever turn of the globe: either may reach over the antimeridian."""
    import shapely
    from shapely import affinity

    west, _, east, _ = one.bounds
    first, _, last, _ = other.bounds
    turns = [turn for turn in (0.0, 360.0, -360.0) if first + turn <= east and last + turn >= west]
    return shapely.union_all([shapely.intersection(one, affinity.translate(other, turn)) for turn in turns])


def _with_lobe(shape: Shape, near: tuple[float, float], towards: tuple[float, float]) -> Any:
    """Draw a shape with a circle whose corners lie close together on the way to another place."""
    import shapely

    drawn = outline(shape, 0.0)
    if not shape.metres:
        return drawn
    bearing = azimuth(*near, *towards)
    fine = [0.0, *(turn * side for turn in _FINE_DEG for side in (1, -1))]
    bearings = sorted({360 * n / _CORNERS for n in range(_CORNERS)} | {(bearing + turn) % 360 for turn in fine})
    return shapely.union_all([drawn, _ring(near, around(*near, float(shape.metres), bearings), float(shape.metres))])


def _edge_of(shape: Shape, near: tuple[float, float], towards: tuple[float, float]) -> list[float]:
    """Give where the way from a shape's nearest point to another place leaves its metres."""
    if not shape.metres:
        return [(near[0] + 180) % 360 - 180, near[1]]
    lons, lats = around(*near, float(shape.metres), [azimuth(*near, *towards)])
    return [lons[0], lats[0]]


def outline(shape: Shape, turn: float) -> Any:
    """Give a shape with its metres as a shapely geometry; turn: degrees added to every longitude."""
    import shapely
    from shapely import affinity

    cores = shapely.union_all([_core(part, shape.digits) for part in shape.parts])
    if shape.metres:
        parts = [_widened(part, shape.digits, float(shape.metres)) for part in shape.parts]
        cores = shapely.union_all([cores, *parts])
    return affinity.translate(cores, turn) if turn else cores


def _core(part: Part, digits: int) -> Any:
    import shapely

    unit = 10**digits
    paths = [[(x / unit, y / unit) for x, y in path] for path in part.paths]
    if part.filled:
        return shapely.make_valid(shapely.Polygon(paths[0], paths[1:]))
    return shapely.Point(paths[0][0]) if len(set(paths[0])) == 1 else shapely.LineString(paths[0])


def _widened(part: Part, digits: int, metres: float) -> Any:
    """Give the union of what lies within so many metres of every edge."""
    import shapely

    unit = 10**digits
    found: list[Any] = []
    for a, b in part.edges:
        (west, south), (east, north) = ((p[0] / unit, p[1] / unit) for p in (a, b))
        # Straight in longitude and latitude, so that the hull of two circles follows the edge if they are near.
        steps = max(1, int(max(abs(west - east), abs(south - north)) / 0.2))
        shares = [n / steps for n in range(steps + 1 if a != b else 1)]
        discs = [_disc(west + (east - west) * n, south + (north - south) * n, metres) for n in shares]
        found += [shapely.union_all(pair).convex_hull for pair in pairwise(discs)] or discs
    return shapely.union_all(found)


def _disc(lon: float, lat: float, metres: float) -> Any:
    """Give a circle."""
    bearings = [360 * corner / _CORNERS for corner in range(_CORNERS)]
    return _ring((lon, lat), around(lon, lat, metres, bearings), metres)


def _ring(at: tuple[float, float], corners: tuple[list[float], list[float]], metres: float) -> Any:
    """Give a circle by its corners; one that holds a pole becomes a strip of all longitudes up to it."""
    import shapely

    lon, lat = at
    # On one turn of the globe, around the middle.
    ring = [(lon + (east - lon + 180) % 360 - 180, north) for east, north in zip(*corners, strict=True)]
    pole = 90.0 if lat >= 0 else -90.0
    if abs(pole - lat) * 111_700 <= metres:
        ring = sorted(ring)
        west, east = lon - 180, lon + 180
        ring = [(west, ring[0][1]), *ring, (east, ring[-1][1]), (east, pole), (west, pole)]
    return shapely.make_valid(shapely.Polygon(ring))


def _highest(found: Any) -> Any:
    """Keep the areas of a mixture if there are any, else the lines, else the points."""
    import shapely

    parts = list(shapely.get_parts(found))
    parts = [each for part in parts for each in shapely.get_parts(part)]
    most = max((shapely.get_dimensions(part) for part in parts), default=-1)
    return shapely.union_all([part for part in parts if shapely.get_dimensions(part) == most])


def _within_180(found: Any) -> Any:
    """Cut at the antimeridian what reaches over it (RFC 7946, 3.1.9)."""
    import shapely
    from shapely import affinity

    west, _, east, _ = found.bounds
    if west >= -180 and east <= 180:
        return found
    cut = [
        affinity.translate(shapely.intersection(found, shapely.box(turn - 180, -90, turn + 180, 90)), -turn)
        for turn in (-360, 0, 360)
    ]
    return _highest(shapely.union_all([part for part in cut if not part.is_empty]))


def _listed(value: Any) -> dict[str, Any]:
    """Turn tuples into lists, as JSON gives them back."""
    return {"type": value["type"], "coordinates": _lists(value["coordinates"])}


def _lists(value: Any) -> Any:
    return [_lists(one) for one in value] if isinstance(value, tuple) else value
