"""From a form's fields to a sealed position, back to the reader's own notations, and the reader's check of both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from jig.places.faults import Fault, Unreadable, fault
from jig.places.gazetteer import Gazetteer
from jig.places.geodesic import degrees_mm, distance_mm
from jig.places.heights import Height, read_height
from jig.places.notations import on_datum, operation_notes, read, read_place, write
from jig.places.operations import NONE, offered, pinned
from jig.places.position import ERROR_LIMIT_MM, TEXT_LIMIT, Area, Position, combined_mm
from jig.places.reading import Reading

TOLERANCE_MM = 1_000
# Farther from its own town than this, a name and a position are two statements that disagree (failure F03).
NAME_REACH_MM = 10_000_000


class Given(BaseModel):
    """What a form holds of a position before it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    text: Annotated[str, Field(max_length=TEXT_LIMIT)] | None = None
    notation: str | None = None
    operation: str | None = None
    axes: Annotated[str, Field(pattern=r"^(?:NE|EN)$")] | None = None
    zone: Annotated[int, Field(ge=1, le=60)] | None = None
    source_mm: Annotated[int, Field(ge=0, le=ERROR_LIMIT_MM)] = 0
    height: Annotated[str, Field(min_length=1, max_length=TEXT_LIMIT)] | None = None
    height_source_mm: Annotated[int, Field(ge=0, le=ERROR_LIMIT_MM)] | None = None
    name: Annotated[str, Field(min_length=1, max_length=TEXT_LIMIT)] | None = None
    place_id: Annotated[int, Field(ge=1, le=2**53 - 1)] | None = None


@dataclass(frozen=True)
class ReadBack:
    """A position in one notation, and how far the point that a reader gets from that text lies from it."""

    text: str
    error_mm: int


def complete(
    given: dict[str, Any],
    *,
    area: Area | None = None,
    operation: str | None = None,
    operations: Mapping[str, str | None] | None = None,
    gazetteer: Gazetteer | None = None,
) -> dict[str, Any]:
    """The full sealed position of a form's fields: {"text", and optionally "notation", "operation", "zone", "axes",
    "source_mm", "height", "height_source_mm", "name", "place_id"}.

    area: of several readings, those inside are meant. operations: by datum, what both signed. operation: instead of
    that of its datum. gazetteer: for names.
    Raises Unreadable with all faults: never picks between readings (POSITION-AMBIGUOUS), never exchanges numbers
    unasked
    (AXES-UNDECLARED).
    """
    form = _form(given)
    text = form.text or form.name or ""
    height, faults = _height(form)
    try:
        try:
            readings = read(
                text,
                notation=form.notation,
                operation=form.operation or operation,
                operations=operations,
                zone=form.zone,
                gazetteer=gazetteer,
            )
        except Unreadable as refused:
            readings = _chosen(refused, form.notation, form.place_id, gazetteer)
        chosen = single(readings, form, text, area)
    except Unreadable as refused:
        raise Unreadable(*refused.faults, *faults) from None
    if faults:
        raise Unreadable(*faults)
    return _sealed(form, text, chosen, height).model_dump(exclude_none=True)


def _height(form: Given) -> tuple[Height | None, tuple[Fault, ...]]:
    if form.height is None:
        return None, ()
    try:
        return read_height(form.height, source_mm=form.height_source_mm), ()
    except Unreadable as refused:
        return None, refused.faults


def _chosen(
    refused: Unreadable, notation: str | None, place_id: int | None, gazetteer: Gazetteer | None
) -> tuple[Reading, ...]:
    """The reading of a name that is not listed, if an officer chose its place by number.

    Raises Unreadable otherwise, an unresolved place with the listed places most like it: for choosing, never taken.
    """
    unresolved = all(each.code == "UNRESOLVED-PLACE" for each in refused.faults)
    place = gazetteer.get(place_id) if gazetteer is not None and place_id is not None else None
    if place is not None and unresolved and notation == "PLACE":
        return (read_place(place),)
    raise Unreadable(*(_with_likest(each, gazetteer) for each in refused.faults)) from None


def _with_likest(found: Fault, gazetteer: Gazetteer | None) -> Fault:
    if found.code != "UNRESOLVED-PLACE" or gazetteer is None:
        return found
    from jig.places.search import finder  # what reads figures does without the index of names

    name = str(found.params["name"])
    likest = "; ".join(f"{each.place.en} ({each.place.geonames_id})" for each in finder(gazetteer).find(name, 3))
    return fault("UNRESOLVED-PLACE", name=name, expected=likest or "-")


def renamed(position: Position, gazetteer: Gazetteer) -> list[Fault]:
    """What a reader should see beside a name that is not listed for the place its author chose by number."""
    place = gazetteer.get(position.place_id) if position.place_id is not None else None
    if position.notation != "PLACE" or place is None or place in gazetteer.named(position.text):
        return []
    return [fault("NAME-NOT-OF-PLACE", name=position.text, listed=place.en, place_id=place.geonames_id)]


def _form(given: dict[str, Any]) -> Given:
    try:
        return Given.model_validate(given)
    except ValidationError as refused:
        raise Unreadable(
            *(fault("FIELD-INVALID", field=".".join(map(str, each["loc"]))) for each in refused.errors())
        ) from None


def single(readings: tuple[Reading, ...], form: Given, text: str, area: Area | None) -> Reading:
    """The one reading that the declared fields and the area leave.

    Raises Unreadable: POSITION-AMBIGUOUS, AXES-UNDECLARED, NOTATION-MISMATCH.
    """
    left = [each for each in readings if form.axes in (None, each.axes) or each.settled]
    if form.place_id is not None:
        left = [each for each in left if each.place_id in (None, form.place_id)]
    inside = [each for each in left if area is not None and area.holds(each.lat_e7, each.lon_e7)]
    left = inside or left
    if not left:
        raise Unreadable(fault("NOTATION-MISMATCH", text=text, expected=form.axes or str(form.place_id)))
    if len(left) > 1:
        raise Unreadable(_ambiguous(left, text))
    if form.axes != left[0].axes and any(note.code == "AXES-SWAPPED" for note in left[0].notes):
        raise Unreadable(fault("AXES-UNDECLARED", text=text))
    return left[0]


def _ambiguous(readings: list[Reading], text: str) -> Fault:
    first = readings[0]
    apart = max(degrees_mm(first.lat, first.lon, each.lat, each.lon) for each in readings)
    named = ", ".join(f"{each.notation} {each.axes} ({each.lat:.4f}, {each.lon:.4f})" for each in readings)
    return fault("POSITION-AMBIGUOUS", text=text, count=len(readings), distance_m=apart // 1000, readings=named)


def _sealed(form: Given, text: str, reading: Reading, height: Height | None) -> Position:
    return Position(
        text=text,
        notation=reading.notation,
        operation=reading.operation,
        lat_e7=reading.lat_e7,
        lon_e7=reading.lon_e7,
        ce90_mm=combined_mm(form.source_mm, reading.operation_mm, reading.notation_mm),
        source_mm=form.source_mm,
        operation_mm=reading.operation_mm,
        notation_mm=reading.notation_mm,
        axes=reading.axes if _open_axes(reading) else None,
        zone=reading.zone,
        name=form.name,
        place_id=form.place_id or reading.place_id,
        height=height,
        le90_mm=height.le90_mm if height is not None else None,
    )


def _open_axes(reading: Reading) -> bool:
    """True if the order of the numbers is a choice made beside the text, so that the record must hold it."""
    return reading.notation != "PLACE" and (not reading.settled or any(n.code == "AXES-SWAPPED" for n in reading.notes))


def readback(
    position: Position,
    notations: Iterable[str],
    *,
    operation: str | None = None,
    operations: Mapping[str, str | None] | None = None,
) -> dict[str, ReadBack]:
    """The position in each notation, with the error that writing and reading it again brings.

    Raises Unreadable as notations.write does.
    """
    return {notation: _read_back(position, notation, operation, operations) for notation in notations}


def _read_back(
    position: Position, notation: str, operation: str | None, operations: Mapping[str, str | None] | None
) -> ReadBack:
    used = position.operation if position.operation != NONE else operation
    text = write((position.lat_e7 / 1e7, position.lon_e7 / 1e7), notation, operation=used, operations=operations)
    again = read(text, notation=notation, operation=used, operations=operations)
    return ReadBack(text, min(distance_mm(position, each) for each in again))


def check(
    position: Position, *, gazetteer: Gazetteer | None = None, operations: Mapping[str, str | None] | None = None
) -> list[Fault]:
    """What a reader finds untrue in a stated position: nothing, if its numbers follow from its text within 1 m.

    The operation is the author's, by name; the reader computes it from its own pinned parameters. operations: by datum,
    what both signed; another one is told.
    """
    found = _misstated(position, gazetteer) + _height_misstated(position)
    found += _unsigned(position, operations or {})
    place = gazetteer.get(position.place_id) if gazetteer is not None and position.place_id is not None else None
    if gazetteer is not None and position.place_id is not None and place is None:
        found.append(fault("PLACE-NOT-HELD", place_id=position.place_id))
    if place is not None and (apart := distance_mm(position, place)) > NAME_REACH_MM:
        found.append(fault("NAME-FAR-FROM-POSITION", name=position.name or place.en, distance_m=apart // 1000))
    return found


def _unsigned(position: Position, operations: Mapping[str, str | None]) -> list[Fault]:
    datum = on_datum(position.notation)
    if datum is None or datum not in operations or operations[datum] == position.operation:
        return []
    return [fault("OPERATION-NOT-SIGNED", found=position.operation, expected=operations[datum] or "-", datum=datum)]


def _height_misstated(position: Position) -> list[Fault]:
    if position.height is None:
        return []
    stated = position.height
    try:
        read_again = read_height(stated.text)
    except Unreadable as refused:
        return list(refused.faults)
    same = (stated.value_mm, stated.unit, stated.datum, stated.setting_tenths_hpa) == (
        read_again.value_mm, read_again.unit, read_again.datum, read_again.setting_tenths_hpa,
    )  # fmt: skip
    return [] if same else [fault("HEIGHT-CONTRADICTS-TEXT", text=stated.text)]


def _misstated(position: Position, gazetteer: Gazetteer | None) -> list[Fault]:
    datum = on_datum(position.notation)
    used = pinned().get(position.operation)
    # An operation that nobody pinned is told by reading on.
    fits = (
        position.operation == NONE
        if datum is None
        else position.operation != NONE and (not used or used.datum == datum)
    )
    if not fits:
        expected = NONE if datum is None else offered(datum)
        return [fault("OPERATION-UNFIT", found=position.operation, notation=position.notation, expected=expected)]
    if position.notation == "PLACE" and gazetteer is None:
        return []
    try:
        readings = read(
            position.text,
            notation=position.notation,
            operation=None if datum is None else position.operation,
            zone=position.zone,
            gazetteer=gazetteer,
        )
    except Unreadable as refused:
        place = gazetteer.get(position.place_id) if gazetteer is not None and position.place_id is not None else None
        if position.notation != "PLACE" or place is None:
            return list(refused.faults)
        readings = (read_place(place),)
    readings = tuple(each for each in readings if not _open_axes(each) or each.axes == position.axes)
    if not readings:
        return [fault("AXES-UNDECLARED", text=position.text)]
    return _against(position, min(readings, key=lambda each: distance_mm(position, each)))


def _against(position: Position, reading: Reading) -> list[Fault]:
    found = []
    apart = distance_mm(position, reading)
    if apart > TOLERANCE_MM:
        found.append(
            fault(
                "POSITION-CONTRADICTS-TEXT", text=position.text, operation=position.operation, distance_m=apart // 1000
            )
        )
    stated, added = combined_mm(position.operation_mm, position.notation_mm), reading.ce90_mm
    if stated < added - 1:  # a rounding that differs by one is not a statement
        found.append(fault("ERROR-UNDERSTATED", found=stated, expected=added))
    return found


def flags(position: Position) -> list[Fault]:
    """What a reader should see beside a true position: an operation used outside its declared area."""
    return list(operation_notes(position.operation, position.lat_e7, position.lon_e7))
