"""By how much two volumes miss or meet on the ground: told to people beside the verdict, decides nothing."""

from __future__ import annotations

from jig.operations.deconfliction import Meeting
from jig.places.depth import depth_m


def margin_m(found: Meeting) -> float:
    """Give the signed horizontal gap of two volumes with their own metres, metres; negative inside.

    Shapes that are apart without their metres: their distance less the metres. Others: how far one would have to move
    for the two to touch (`depth_m`), and the metres on top.
    """
    reach = float(found.a.shape.metres + found.b.shape.metres)
    if found.ground.gap is not None:
        return found.ground.gap.most_m - reach
    digits = max(found.a.shape.digits, found.b.shape.digits)
    at = found.ground.at[0] if found.ground.at is not None else (0, 0)
    margin = -depth_m(found.a.shape.at(digits), found.b.shape.at(digits), at) - reach
    return margin if margin < -5e-4 else 0.0
