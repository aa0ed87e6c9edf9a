"""Why two volumes meet, in the reader's language: on the ground, in height, in time, and under which reading."""

from __future__ import annotations

from fractions import Fraction

from jig.agreement.wording import N_, render
from jig.operations.deconfliction import Meeting, Separations
from jig.places.instants import text_of

_OVERLAP = N_("On the ground they overlap; the horizontal gap is {margin_m} m.")
_TOUCH = N_("On the ground they touch.")
_NEAR = N_("On the ground they are {gap_m} m apart, and {added_m} m are to lie between them.")
_WITHIN = N_(
    "On the ground the gap lies between {least_m} and {most_m} m, and {added_m} m are to lie between them: metres on the ellipsoid are not known more exactly, so a human decides."
)
_SHARED = N_("They share the heights {heights} ({reference}).")
_EVERY_HEIGHT = N_("Neither is limited in height.")
_OPEN = N_("Above the references {one} and {other}, both are unlimited in one direction: they share heights.")
_APART = N_("In height they are {gap_m} m apart ({reference}), and {added_m} m are to lie between them.")
_UNKNOWN = N_(
    "Their heights are above {one} and above {other}, which cannot be reconciled here: whether they share a height is not known, so a human decides."
)
_TIME = N_("They share the time from {start} to {end}, {seconds} s.")
_INSTANT = N_("They share the instant {start}.")
_TIMES_APART = N_("In time they are {gap_s} s apart, and {added_s} s are to lie between them.")
_UNSET = N_(
    "No separation is agreed (reading A15): the volumes themselves are compared, and every overlap goes to humans."
)
_SET = N_("Separations added (reading A15): {lateral_m} m on the ground, {vertical_m} m in height, {time_s} s in time.")
_FROM_TO = N_("from {lower} to {upper} m")
_FROM = N_("from {lower} m up")
_UP_TO = N_("up to {upper} m")


def why(found: Meeting, added: Separations, margin_m: float, lang: str) -> str:
    """Say why, a sentence for each dimension and one for the reading."""
    parts = (_ground(found, added, margin_m), _heights(found, added, lang), _times(found, added))
    said = [render(msgid, lang, values) for msgid, values in (*parts, _reading(added))]
    return " ".join(said)


_Said = tuple[str, dict[str, object]]


def _ground(found: Meeting, added: Separations, margin_m: float) -> _Said:
    gap = found.ground.gap
    reach = found.a.shape.metres + found.b.shape.metres
    if gap is not None and not found.ground.known:
        bounds = {"least_m": number(gap.least_m - float(reach)), "most_m": number(gap.most_m - float(reach))}
        return _WITHIN, {**bounds, "added_m": number(added.lateral_m)}
    if margin_m > 0:
        return _NEAR, {"gap_m": number(margin_m), "added_m": number(added.lateral_m)}
    return (_TOUCH, {}) if margin_m == 0 else (_OVERLAP, {"margin_m": number(margin_m)})


def _heights(found: Meeting, added: Separations, lang: str) -> _Said:
    heights, a, b = found.heights, found.a.band, found.b.band
    if not heights.known:
        return _UNKNOWN, {"one": a.reference, "other": b.reference}
    if heights.reference is None:
        if a.unlimited and b.unlimited:
            return _EVERY_HEIGHT, {}
        return _OPEN, {"one": a.reference, "other": b.reference}
    if heights.gap_m is not None and heights.gap_m > 0:
        values = {"gap_m": number(heights.gap_m), "added_m": number(added.vertical_m)}
        return _APART, {**values, "reference": heights.reference}
    return _SHARED, {"heights": span(heights.lower, heights.upper, lang), "reference": heights.reference}


def span(lower: Fraction | None, upper: Fraction | None, lang: str) -> str:
    """Say a band of heights."""
    one_sided = _FROM if upper is None else _UP_TO
    msgid = one_sided if lower is None or upper is None else _FROM_TO
    return render(msgid, lang, {"lower": number(lower or 0), "upper": number(upper or 0)})


def _times(found: Meeting, added: Separations) -> _Said:
    if found.gap_s > 0:
        return _TIMES_APART, {"gap_s": number(found.gap_s), "added_s": number(added.time_s)}
    if found.gap_s == 0:
        return _INSTANT, {"start": text_of(found.start)}
    shared = {"start": text_of(found.start), "end": text_of(found.end)}
    return _TIME, {**shared, "seconds": number(-found.gap_s)}


def _reading(added: Separations) -> _Said:
    if added.unset:
        return _UNSET, {}
    values = {"lateral_m": added.lateral_m, "vertical_m": added.vertical_m, "time_s": added.time_s}
    return _SET, {name: number(value) for name, value in values.items()}


def number(value: Fraction | float) -> str:
    """Write a number with at most three digits after the point."""
    text = f"{float(value):.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
