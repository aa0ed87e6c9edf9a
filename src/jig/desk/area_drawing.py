"""A layer of areas as SVG, drawn by hand so that it needs nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from math import cos, log10, radians
from typing import TYPE_CHECKING

from jig.agreement.wording import N_

if TYPE_CHECKING:
    from jig.areas.state import AreaVersion

_WIDTH, _MARGIN = 900, 40
_FILLS = {1: "#b03a2e", 2: "#ca8a3c", 3: "#d9c46a", None: "#7a8a99"}
_METRES_A_DEGREE = 111_320
Words = Callable[..., str]


class _Frame:
    """From 1e-7 degrees to the picture's units; a degree of longitude drawn as wide as it is at the middle."""

    def __init__(self, areas: Sequence[AreaVersion]) -> None:
        boxes = [one.region.box for one in areas]
        self.west, self.east = min(b.west_e7 for b in boxes), max(b.east_e7 for b in boxes)
        self.south, self.north = min(b.south_e7 for b in boxes), max(b.north_e7 for b in boxes)
        self.shrink = cos(radians((self.south + self.north) / 2e7))
        wide = max((self.east - self.west) * self.shrink, (self.north - self.south) / 2, 1)
        self.scale = (_WIDTH - 2 * _MARGIN) / wide
        self.height = (self.north - self.south) * self.scale + 2 * _MARGIN + 40

    def point(self, lon: int, lat: int) -> str:
        x = _MARGIN + (lon - self.west) * self.shrink * self.scale
        y = _MARGIN + (self.north - lat) * self.scale
        return f"{x:.1f},{y:.1f}"

    def metres(self) -> int:
        """A round length of about a fifth of the width."""
        whole = (_WIDTH - 2 * _MARGIN) / 5 / self.scale / 1e7 * _METRES_A_DEGREE
        power = 10 ** int(log10(max(whole, 1)))
        return int(max(step * power for step in (1, 2, 5) if step * power <= max(whole, 1)))

    def units(self, metres: int) -> float:
        return metres / _METRES_A_DEGREE * 1e7 * self.scale


def drawing(layer: str, held: Sequence[AreaVersion], stated: Sequence[tuple[str, AreaVersion]], words: Words) -> str:
    """Draw a layer: held filled by class, each side's statements in outline."""
    everything = [*held, *(one for _, one in stated)]
    if not everything:
        text = escape(words(N_("No area is stated with what is known here.")))
        return _svg(60, [f'<text x="20" y="36">{text}</text>'])
    frame = _Frame(everything)
    parts = [
        _path(frame, one, f'fill="{_FILLS.get(one.area_class, _FILLS[None])}" fill-opacity="0.55"') for one in held
    ]
    dashes = ("", 'stroke-dasharray="7 4"')
    codes = sorted({code for code, _ in stated})
    parts += [_path(frame, one, f'fill="none" {dashes[codes.index(code) % 2]}') for code, one in stated]
    names = {one.area: one for one in everything}
    parts += [_name(frame, one) for one in names.values()]
    return _svg(frame.height, [*parts, *_legend(frame, layer, codes, words)])


def _svg(height: float, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}" font-family="sans-serif" font-size="14">'
    return "\n".join([head, '<rect width="100%" height="100%" fill="#fff"/>', *parts, "</svg>"])


def _path(frame: _Frame, one: AreaVersion, style: str) -> str:
    rings = [ring for polygon in one.region.polygons for ring in polygon]
    way = " ".join("M" + " L".join(frame.point(*corner) for corner in ring) + " Z" for ring in rings)
    return f'<path d="{way}" fill-rule="evenodd" stroke="#222" stroke-width="1.2" {style}/>'


def _name(frame: _Frame, one: AreaVersion) -> str:
    box = one.region.box
    x, y = frame.point((box.west_e7 + box.east_e7) // 2, (box.south_e7 + box.north_e7) // 2).split(",")
    return f'<text x="{x}" y="{y}" text-anchor="middle" stroke="#fff" stroke-width="3" paint-order="stroke">{escape(one.area)}</text>'


def _legend(frame: _Frame, layer: str, codes: Sequence[str], words: Words) -> list[str]:
    metres, y = frame.metres(), frame.height - 30
    length = frame.units(metres)
    scale = words(N_("{km} km"), km=f"{metres / 1000:g}")
    told = words(N_("{layer}: filled, in force; outlined, as stated by {codes}"), layer=layer, codes=", ".join(codes))
    north = f'<text x="{_WIDTH - 30}" y="30" text-anchor="middle">{escape(words(N_("N")))} ↑</text>'
    return [
        f'<line x1="{_MARGIN}" y1="{y}" x2="{_MARGIN + length:.1f}" y2="{y}" stroke="#222" stroke-width="2"/>',
        f'<text x="{_MARGIN}" y="{y + 18}">{escape(scale)}</text>',
        f'<text x="{_MARGIN + length + 30:.0f}" y="{y + 18}">{escape(told)}</text>',
        north,
    ]
