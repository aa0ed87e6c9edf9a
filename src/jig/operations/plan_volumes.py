"""The volumes of a final plan as it is stated: its legs, and its aim.

What a plan leaves open makes its volume larger, never smaller: an aim or a leg without heights has every height.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from jig.operations.plan import Leg, Plan
from jig.places.position import Position
from jig.places.volume import FOOT, Band, Point, Shape, Volume, Window, line_shape, point_shape

#: What of a plan could not be compared, or only in part.
NO_WINDOW, NO_ROUTE, NO_WIDTH, OVER_180 = "PLAN-NO-WINDOW", "PLAN-NO-ROUTE", "PLAN-NO-WIDTH", "PLAN-LEG-OVER-180"
_DIGITS = 7
_ERROR = 1000  # millimetres a metre


def volumes_of_plan(plan: Plan, participant: str) -> tuple[list[Volume], list[str]]:
    """Give the volumes of a plan, and codes of what they leave out.

    A leg is the line between two of its points; it reaches as far aside as the wider end says, and their errors on top.
    One without a width is as wide as the errors. Its heights and times run over those of both ends. The aim is a circle
    of its error, over the plan's window. Heights above mean sea level are kept as MSL: no geoid is named, so that they
    compare with MSL alone.
    """
    found, left_out = list(_legs(plan, participant)), [] if plan.routing else [NO_ROUTE]
    if plan.routing:
        left_out += [NO_WIDTH] if any(leg.half_width_m is None for leg in plan.routing) else []
        legs = pairwise(plan.routing)
        left_out += [OVER_180] if any(_spans(a.point, b.point) > 180 * 10**_DIGITS for a, b in legs) else []
    if plan.window is None:
        left_out.append(NO_WINDOW)
    elif plan.aim is not None:
        window = Window(Fraction(plan.window.start), Fraction(plan.window.end))
        shape = point_shape(_at(plan.aim), Fraction(plan.aim.ce90_mm, _ERROR), _DIGITS)
        found.append(Volume(plan.plan_id, participant, shape, Band(None, None, ""), window, "aim"))
    return found, left_out


def _legs(plan: Plan, participant: str) -> Iterator[Volume]:
    routing = plan.routing or ()
    for number, (a, b) in enumerate(pairwise(routing) if len(routing) > 1 else ((one, one) for one in routing)):
        if _spans(a.point, b.point) <= 180 * 10**_DIGITS:
            window = Window(Fraction(min(a.time, b.time)), Fraction(max(a.time, b.time)))
            yield Volume(plan.plan_id, participant, _line(a, b), _band(a, b), window, f"leg-{number + 1}")


def _line(a: Leg, b: Leg) -> Shape:
    aside = max(a.half_width_m or 0, b.half_width_m or 0)
    metres = aside + Fraction(max(a.point.ce90_mm, b.point.ce90_mm), _ERROR)
    path = (_at(a.point), _at(b.point))
    return line_shape(path, metres, _DIGITS) if a is not b else point_shape(path[0], metres, _DIGITS)


def _band(a: Leg, b: Leg) -> Band:
    if a.ref != b.ref:
        return Band(None, None, "")
    factors = [FOOT if leg.unit == "ft" else Fraction(1) for leg in (a, b)]
    lower = min(leg.altitude_lower * factor for leg, factor in zip((a, b), factors, strict=True))
    upper = max(leg.altitude_upper * factor for leg, factor in zip((a, b), factors, strict=True))
    return Band(min(lower, upper), max(lower, upper), a.ref)


def _at(position: Position) -> Point:
    return position.lon_e7, position.lat_e7


def _spans(a: Position, b: Position) -> int:
    return abs(a.lon_e7 - b.lon_e7)
