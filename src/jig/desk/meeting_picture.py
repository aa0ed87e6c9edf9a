"""A picture of what meets: outlines with their heights and times, a scale bar and north, as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from math import cos, floor, log10, radians
from typing import Any

from jig.agreement.wording import N_
from jig.desk.meeting_words import span
from jig.desk.output import DESK
from jig.operations.deconfliction import Meeting
from jig.places.instants import text_of
from jig.places.volume import Volume

_SIDE, _EDGE, _ROW, _LEAST = 640, 40, 16, 160
_MOST_ROWS = 200
_COLOURS = ("#1f5fa8", "#a8501f", "#3c7a35", "#6b3fa0", "#8a6d00", "#00707a")


def picture(volumes: Sequence[Volume], found: Sequence[Meeting], rows: Sequence[dict[str, Any]]) -> str:
    """Draw the volumes that meet, or all of them when none does; marks the ground shared.

    Longitudes are shortened by the middle latitude; shapes beyond the antimeridian of the first are drawn beside it.
    """
    shown = list({one.index: one for each in found for one in (each.a, each.b)}.values()) or list(volumes)
    shown = shown[:_MOST_ROWS]
    frame = _Frame(shown)
    sides = sorted({one.participant for one in shown})
    body = [
        frame.path(one.outline, _COLOURS[sides.index(one.volume.participant) % len(_COLOURS)]) for one in frame.drawn
    ]
    body += [frame.path(_geometry(row["area"], frame), "#c00000", shared=True) for row in rows[:_MOST_ROWS]]
    body += [frame.label(number, one.outline) for number, one in enumerate(frame.drawn, 1)]
    body += [frame.north(), frame.scale()]
    height = frame.tall + _ROW * (len(shown) + 5)
    table = _table(shown, sides, len(rows), frame.tall)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SIDE + 360}" height="{height}" font-family="sans-serif" font-size="12">'
    return "\n".join([head, '<rect width="100%" height="100%" fill="#ffffff"/>', *body, *table, "</svg>", ""])


class _Drawn:
    """A volume with its outline, each part on the turn of the globe that brings it beside a longitude."""

    def __init__(self, volume: Volume, middle: float) -> None:
        import shapely

        from jig.places.shared_area import outline

        shape, unit = volume.shape, 10**volume.shape.digits
        alone = [replace(shape, parts=(part,)) for part in shape.parts]
        self.volume = volume
        self.outline = shapely.union_all(
            [outline(one, _turn(middle, (one.box[0] + one.box[2]) / 2 / unit)) for one in alone]
        )


def _turn(middle: float, lon: float) -> float:
    """Give the turn of the globe that brings a longitude beside another."""
    return round((middle - lon) / 360) * 360.0


class _Frame:
    """From degrees to the picture."""

    def __init__(self, shown: Sequence[Volume]) -> None:
        first = shown[0].shape.parts[0].paths[0][0] if shown else (0, 0)
        self.middle = first[0] / 10 ** (shown[0].shape.digits if shown else 0)
        self.drawn = [_Drawn(one, self.middle) for one in shown]
        bounds = [one.outline.bounds for one in self.drawn] or [(0.0, 0.0, 1.0, 1.0)]
        self.west, self.south = min(b[0] for b in bounds), min(b[1] for b in bounds)
        self.east, self.high = max(b[2] for b in bounds), max(b[3] for b in bounds)
        self.narrow = max(0.01, cos(radians((self.south + self.high) / 2)))
        wide = max((self.east - self.west) * self.narrow, self.high - self.south, 1e-6)
        self.per_degree = (_SIDE - 2 * _EDGE) / wide
        #: No taller than what is drawn, with room for the scale below it.
        self.tall = min(_SIDE, max(_LEAST, round((self.high - self.south) * self.per_degree) + 3 * _EDGE))

    def at(self, lon: float, lat: float) -> str:
        """Give a place in the picture."""
        x = _EDGE + (lon - self.west) * self.narrow * self.per_degree
        return f"{x:.1f},{_EDGE + (self.high - lat) * self.per_degree:.1f}"

    def path(self, geometry: Any, colour: str, *, shared: bool = False) -> str:
        """Draw an outline."""
        import shapely

        drawn = []
        for part in shapely.get_parts(geometry):
            rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
            for ring in rings:
                places = [self.at(*point[:2]) for point in ring.coords]
                drawn.append("M" + " L".join(places) + (" h3" if len(places) == 1 else ""))
        fill = "none" if geometry.geom_type.endswith(("LineString", "Point")) else colour
        opacity, width = (0.6, 3) if shared else (0.15, 1.2)
        return (
            f'<path d="{" ".join(drawn)}" fill="{fill}" fill-opacity="{opacity}" fill-rule="evenodd" '
            f'stroke="{colour}" stroke-width="{width}"/>'
        )

    def label(self, number: int, geometry: Any) -> str:
        """Write a volume's number in the table on its outline."""
        at = geometry.representative_point()
        x, y = self.at(at.x, at.y).split(",")
        return f'<text x="{x}" y="{y}" font-weight="bold">{number}</text>'

    def north(self) -> str:
        """Draw the arrow to the north."""
        word = escape(DESK.words(N_("N")))
        return f'<path d="M{_SIDE - 20},34 l0,-24 l-5,9 m5,-9 l5,9" stroke="#000" fill="none"/><text x="{_SIDE - 24}" y="48">{word}</text>'

    def scale(self) -> str:
        """Draw a bar of a round number of metres, at the middle latitude."""
        per_metre = self.per_degree / 111_320
        metres = 10 ** floor(log10(160 / per_metre))
        metres *= next(each for each in (5, 2, 1) if metres * each * per_metre <= 160)
        said = DESK.words(N_("{km} km"), km=f"{metres / 1000:g}")
        y = self.tall - 12
        return f'<path d="M{_EDGE},{y} h{metres * per_metre:.1f}" stroke="#000" stroke-width="3"/><text x="{_EDGE}" y="{y - 6}">{escape(said)}</text>'


def _geometry(area: dict[str, Any], frame: _Frame) -> Any:
    import shapely
    from shapely import affinity
    from shapely.geometry import LineString, shape

    found = shape(area)
    if found.geom_type == "LineString":
        # The shortest way may be given over the antimeridian, from one side of it to the other.
        found = LineString([(lon + _turn(found.coords[0][0], lon), lat) for lon, lat in found.coords])
    parts = shapely.get_parts(found)
    west, _, east, _ = zip(*(part.bounds for part in parts), strict=True)
    turned = [_turn(frame.middle, (one + other) / 2) for one, other in zip(west, east, strict=True)]
    return shapely.union_all([affinity.translate(part, turn) for part, turn in zip(parts, turned, strict=True)])


def _table(shown: Sequence[Volume], sides: Sequence[str], pairs: int, top: int) -> list[str]:
    """Give the heights and times beside the outlines."""
    said = [
        DESK.words(
            N_("{count} pairs go to humans; marked: the ground they share.")
            if pairs
            else N_("No conflict found with what is known."),
            count=pairs,
        )
    ]
    rows = [f'<text x="{_EDGE}" y="{top + _ROW}" font-weight="bold">{escape(said[0])}</text>']
    for number, one in enumerate(shown, 1):
        colour = _COLOURS[sides.index(one.participant) % len(_COLOURS)]
        y = top + _ROW * (number + 2)
        text = f"{number}. {one.plan} ({one.participant}) {one.feature}: {_band(one)}; {text_of(one.window.start)} – {text_of(one.window.end)}"
        rows.append(
            f'<rect x="{_EDGE}" y="{y - 9}" width="10" height="10" fill="{colour}"/><text x="{_EDGE + 16}" y="{y}">{escape(text)}</text>'
        )
    return rows


def _band(one: Volume) -> str:
    if one.band.unlimited:
        return DESK.words(N_("every height"))
    return f"{span(one.band.lower, one.band.upper, DESK.lang)} ({one.band.reference})"
