"""Positions as they are typed for a comparison: text in any notation, text@NOTATION, or JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from jig.places.compare import Candidate
from jig.places.errors import ERROR_LIMIT_MM
from jig.places.faults import Fault, Unreadable, fault
from jig.places.gazetteer import area, load
from jig.places.geodesic import distance_mm
from jig.places.notations import read
from jig.places.position import Position
from jig.places.reading import Reading
from jig.places.sealing import flags
from jig.places.spelling import tidy

_UNKNOWN = ("unknown", "неизвестно", "?")
#: What a position given as JSON may say beside its text.
_BESIDE = {"text": str, "notation": str, "operation": str, "zone": int, "axes": str, "source_mm": int}
#: Two numbers of degrees, each with a hemisphere letter or none; no minutes.
_DECIMAL = re.compile(
    r"^[NSEW\u0421\u042e\u0412\u0417]?\s*[+-]?\d+(?:[.,]\d+)?\s*\u00b0?\s*[A-Z\u0410-\u042f. ]*[,; ]+\s*[A-Z\u0410-\u042f]?\s*[+-]?\d+(?:[.,]\d+)?\s*\u00b0?[A-Z\u0410-\u042f. ]*$"
)
CANONICAL = "READ-AS-CANONICAL"


def candidates(given: str, ce90: str | None, profile: str) -> list[tuple[dict[str, Any], Candidate]]:
    """Every reading of what is given, as it is shown and as it is compared, the likeliest first.

    Raises Unreadable with all faults: those of positions, COMPARE-ERROR, COMPARE-JSON.
    """
    faults: list[Fault] = []
    source: int | None = None
    try:
        source = _error_mm(ce90)
    except Unreadable as refused:
        faults += refused.faults
    try:
        found = _sealed(given) if given.lstrip().startswith("{") else _typed(given, profile)
    except Unreadable as refused:
        raise Unreadable(*refused.faults, *faults) from None
    if faults:
        raise Unreadable(*faults)
    return found if ce90 is None else [_with_error(each, source) for each in found]


def single(given: str, profile: str) -> tuple[int, int]:
    """The latitude and longitude, 1e-7 degrees, of the one place that is given; raises Unreadable."""
    found = candidates(given, None, profile)
    if len({(one.lat_e7, one.lon_e7) for _, one in found}) > 1:
        named = ", ".join(str(shown["notation"]) for shown, _ in found)
        apart = max(distance_mm(found[0][1], one) for _, one in found) // 1000
        raise Unreadable(fault("POSITION-AMBIGUOUS", text=given, count=len(found), distance_m=apart, readings=named))
    return found[0][1].lat_e7, found[0][1].lon_e7


def _error_mm(ce90: str | None) -> int | None:
    """The giver's own error, millimetres; None where it is said to be unknown, or nothing is said."""
    if ce90 is None or ce90.strip().lower() in _UNKNOWN:
        return None
    try:
        metres = float(ce90.replace(",", "."))
    except ValueError:
        metres = -1.0
    if not 0 <= metres <= ERROR_LIMIT_MM / 1000:
        raise Unreadable(fault("COMPARE-ERROR", found=ce90, expected=ERROR_LIMIT_MM // 1000))
    return -int(-metres * 1000 // 1)


def _with_error(each: tuple[dict[str, Any], Candidate], source: int | None) -> tuple[dict[str, Any], Candidate]:
    shown, one = each
    changed = replace(one, source_mm=source, stated=source is not None)
    return shown | {"ce90_m": changed.ce90_mm / 1000 if changed.known else None}, changed


def _typed(given: str, profile: str) -> list[tuple[dict[str, Any], Candidate]]:
    text, at, notation = given.rpartition("@")
    if not at:
        text, notation = given, ""
    return _read(text.strip(), {"notation": notation.strip().upper() or None}, profile)


def _read(text: str, beside: dict[str, Any], profile: str) -> list[tuple[dict[str, Any], Candidate]]:
    readings = read(
        text,
        notation=beside.get("notation"),
        operation=beside.get("operation"),
        zone=beside.get("zone"),
        gazetteer=load(profile),
    )
    axes = beside.get("axes")
    kept = [each for each in readings if axes is None or each.settled or each.axes == axes] or list(readings)
    # Of several readings those inside the agreement's area are meant, as when an entry is sealed.
    inside = [each for each in kept if area(profile).holds(each.lat_e7, each.lon_e7)] or kept
    return _canonical(text, inside) or [_candidate(each) for each in inside]


def _canonical(text: str, readings: list[Reading]) -> list[tuple[dict[str, Any], Candidate]]:
    """The reading that both signed for decimal degrees of which nothing more is said: WGS 84, latitude first (A22).

    It is marked, never silent. Degrees with minutes stay open: they come on either datum.
    """
    plain = [each for each in readings if each.notation == "WGS84" and not _swapped(each)]
    if len(readings) < 2 or len(plain) != 1 or not _DECIMAL.match(tidy(text)):
        return []
    shown, one = _candidate(plain[0])
    return [(shown | {"notes": [*shown["notes"], CANONICAL]}, one)]


def _swapped(each: Reading) -> bool:
    return any(note.code == "AXES-SWAPPED" for note in each.notes)


def _candidate(each: Reading) -> tuple[dict[str, Any], Candidate]:
    # A gazetteer states no error of its points.
    source = None if each.notation == "PLACE" else 0
    one = Candidate(each.lat_e7, each.lon_e7, each.ce90_mm, source)
    return _shown(each.notation, each.operation, one, [note.code for note in each.notes]), one


def _shown(notation: str, operation: str, one: Candidate, notes: list[str]) -> dict[str, Any]:
    return {
        "ce90_m": one.ce90_mm / 1000 if one.known else None,
        "notation": notation,
        "notes": notes,
        "operation": operation,
        "wgs84": {"lat": one.lat_e7 / 1e7, "lon": one.lon_e7 / 1e7},
    }


def _sealed(given: str) -> list[tuple[dict[str, Any], Candidate]]:
    try:
        value = json.loads(given)
    except ValueError:
        raise Unreadable(fault("COMPARE-JSON")) from None
    if not isinstance(value, dict):
        raise Unreadable(fault("COMPARE-JSON"))
    if "lat_e7" not in value:
        return _from_form(value)
    try:
        position = Position.model_validate(value)
    except (ValidationError, RecursionError):
        raise Unreadable(fault("COMPARE-JSON")) from None
    notes = [one.code for one in flags(position)]
    one = Candidate(
        position.lat_e7,
        position.lon_e7,
        position.ce90_mm,
        stated=position.source_mm > 0,
    )
    return [(_shown(position.notation, position.operation, one, notes), one)]


def _from_form(value: dict[str, Any]) -> list[tuple[dict[str, Any], Candidate]]:
    from jig.agreement.profile import profile_names

    known = all(isinstance(item, _BESIDE.get(name, type(None))) for name, item in value.items())
    if not known or "text" not in value:
        raise Unreadable(fault("COMPARE-JSON"))
    found = _read(value["text"], value, profile_names()[0])
    source = value.get("source_mm")
    return found if source is None else [_with_error(each, source) for each in found]
