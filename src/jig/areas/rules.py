"""What the agreement says of areas (ToR 3.b; AP Pre, 3.a, 3.c)."""

from __future__ import annotations

from typing import Any

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.areas.form import MOST_CORNERS, MOST_FAULTS
from jig.areas.state import COMMON_MAP, FAMILY, LAYERS, PROXIMITY, crossed, in_force, signed
from jig.places.region import Region, ShapeFault
from jig.record.registers import SIDES
from jig.record.view import View


@rule(
    "C103",
    reading="A13",
    of="area",
    at="cut",
    broken="The outline bounds no area: {faults}; at polygon.ring.corner (latitude longitude): {where}.",
    consequence="Recorded; no version of a layer can have it.",
    next_step="Correct the corner named and state the area again.",
)
def an_outline_bounds_an_area(shape_faults: tuple[ShapeFault, ...], fault_places: tuple[str, ...]) -> Finding:
    """An area has an outline that bounds it."""
    faults = tuple(fault.code for fault in shape_faults[:MOST_FAULTS])
    return Finding(not shape_faults, faults=faults or ("-",), where=fault_places or ("-",))


@rule(
    "C103",
    reading="A13",
    of="area",
    at="cut",
    broken="The outline has {found} corners; at most {expected} are taken.",
    consequence="Recorded; no version of a layer can have it.",
    next_step="Divide the area or give it fewer corners.",
)
def an_outline_is_of_bounded_size(corners: int) -> Finding:
    """An outline has no more corners than every node can judge."""
    return Finding(corners <= MOST_CORNERS, found=corners, expected=MOST_CORNERS)


@rule(
    "C103",
    reading="A13",
    of="area",
    at="cut",
    broken="The digest stated is not the outline's: {found} against {expected}.",
    consequence="Recorded; no version of a layer can have it.",
    next_step="State the digest that follows from the outline.",
)
def one_digest_one_outline(region: Region, body: Any) -> Finding:
    """What both sign is the digest of one outline."""
    expected = region.digest.hex()
    return Finding(body.geometry_digest == expected, found=body.geometry_digest[:12], expected=expected[:12])


@rule(
    "C103",
    reading="A13",
    of="area",
    at="cut",
    broken="The class is {found}; a designated area is of one of {expected}, no other area has a class.",
    consequence="Recorded; no version of a layer can have it.",
    next_step="State one class for a designated area, and none for another.",
)
def a_designated_area_is_of_one_class(designated: bool, area_classes: tuple[str, ...], body: Any) -> Finding:
    """A designated area is of exactly one of the three classes."""
    given = body.area_class
    kept = str(given) in area_classes if designated else given is None
    return Finding(kept, found="NONE" if given is None else given, expected=area_classes)


@rule(
    "C112",
    reading="A38",
    of="area",
    at="cut",
    broken="The holder is {found}; a layer of control names one of {expected}, no other layer names one.",
    consequence="Recorded; it asserts nothing.",
    next_step="Name who holds the ground, by code.",
)
def a_layer_of_control_names_the_holder(controlled: bool, holders: tuple[str, ...], body: Any) -> Finding:
    """Who holds ground is asserted by code, on a layer of its own."""
    kept = body.holder in holders if controlled else body.holder is None
    return Finding(kept, found=body.holder or "NONE", expected=holders)


@rule(
    "C103",
    of="area",
    at="cut",
    broken="It is valid to {found}, before it begins at {expected}.",
    consequence="Recorded; no version of a layer can have it.",
    next_step="State a validity that ends after it begins, or none.",
)
def validity_ends_after_it_begins(body: Any) -> Finding:
    """An area is valid from an instant to a later one."""
    start, end = body.valid_from, body.valid_to
    kept = start is None or end is None or start <= end
    return Finding(kept, found="NONE" if end is None else end, expected="NONE" if start is None else start)


@rule(
    "C103",
    of="area",
    at="cut",
    breaks="WARN",
    broken="Its name looks the same as that of another area of this layer, in other letters: {alike}.",
    consequence="Recorded as an area of its own; a reader takes one for the other.",
    next_step="Write one area's name in the same letters each time; give another area another name.",
)
def no_two_areas_look_alike_by_name(alike: tuple[str, ...]) -> Finding:
    """No two areas of a layer have names that differ only by letters that look alike."""
    return Finding(not alike, alike=alike or ("-",))


# --- versions of a layer ---------------------------------------------------------------------------------------------


@rule(
    "C103",
    of="area-set",
    at="cut",
    broken="Members are unknown here, or were not accepted: {missing}.",
    consequence="Recorded; this version cannot be signed.",
    next_step="Name accepted statements that this log has seen.",
)
def a_set_is_of_accepted_areas(missing: tuple[str, ...]) -> Finding:
    """A version of a layer is made of accepted statements."""
    return Finding(not missing, missing=tuple(ref[:12] for ref in missing))


@rule(
    "C103",
    reading="A13",
    of="area-set",
    at="cut",
    broken="Not of this layer: {stray}. Named twice: {twice}.",
    consequence="Recorded; this version cannot be signed.",
    next_step="Name one statement for each area, all of the layer itself.",
)
def a_set_has_each_area_of_its_layer_once(stray: tuple[str, ...], twice: tuple[str, ...]) -> Finding:
    """A version of a layer has each of its areas once, and no other layer's."""
    return Finding(not stray and not twice, stray=stray or ("-",), twice=twice or ("-",))


@rule(
    "C103",
    of="area-set",
    at="cut",
    broken="The digest stated does not follow from the members: {found} against {expected}.",
    consequence="Recorded; this version cannot be signed.",
    next_step="State the digest that follows from the members.",
)
def one_digest_one_set(digest: str, body: Any) -> Finding:
    """What both sign is the digest of one set of outlines."""
    return Finding(body.set_digest == digest, found=body.set_digest[:12], expected=digest[:12])


def _unheld(view: View, content: Any) -> tuple[str, ...]:
    named = [change for change in content.changes if change.item == FAMILY]
    return tuple(
        f"{change.id} {change.digest[:12]}"
        for change in named
        if change.id not in LAYERS or not any(view.has("area-set", (change.id, change.digest), side) for side in SIDES)
    )


@rule(
    "C103",
    of="propose:terms",
    at="cut",
    needs="content",
    broken="No version of that layer with that digest is known here: {sets}.",
    consequence="Recorded; it cannot be agreed to.",
    next_step="State the version as an area-set first; its layer is the document's name.",
)
def a_signed_layer_is_held_by_both(view: View, content: Any) -> Finding:
    """What is signed as a layer is a version whose every outline is on record."""
    found = _unheld(view, content)
    return Finding(not found, sets=found)


@rule(
    "C103",
    of="agree:terms",
    at="cut",
    needs="content",
    broken="No version of that layer with that digest is known here: {sets}.",
    consequence="Recorded; it binds nobody.",
    next_step="Receive or state the version first.",
)
def a_layer_is_signed_by_who_has_seen_it(view: View, content: Any) -> Finding:
    """Nobody signs a layer without having its outlines."""
    found = _unheld(view, content)
    return Finding(not found, sets=found)


@rule(
    "C103",
    of="area-standing",
    at="standing",
    broken="Both state it, with different outlines; first at {where}.",
    consequence="Not in force; neither outline stands for the other.",
    next_step="Compare the versions and state one outline.",
)
def both_plot_one_outline(same_outline: bool, first_difference: str) -> Finding:
    """Both sides mean one outline by one area."""
    return Finding(same_outline, where=first_difference)


# --- the common map --------------------------------------------------------------------------------------------------


@rule(
    "C122",
    reading="A41",
    of="map",
    at="standing",
    broken="{share} of 1,000 areas are signed by both, last on {signed_at}, due before {due}; unresolved: {areas}.",
    consequence="Shown with its share, late or in part; nothing lapses by time alone.",
    next_step="Resolve the areas named, or sign what is common and list the rest.",
)
def the_common_map_is_complete_in_five_days(
    share_permille: int, in_time: bool | None, due: int | None, signed_at: int | None, unresolved: tuple[str, ...]
) -> Finding:
    """The common map is completed, as far as possible, within five days of the formation."""
    told = {name: "NONE" if at is None else at for name, at in (("due", due), ("signed_at", signed_at))}
    return Finding(in_time, share=share_permille, areas=unresolved or ("-",), **told)


@rule(
    "C038",
    reading="A24",
    of="propose:common-understanding",
    at="cut",
    needs="content",
    breaks="WARN",
    broken="The map named is {found}; the common map signed by both is {expected}.",
    consequence="Recorded and shown; the gate names another map than the one signed.",
    next_step="Name the digest of the common map in force.",
)
def the_gate_names_the_map_that_both_signed(view: View, content: Any) -> Finding:
    """Commonly understood information names the common map in force, once there is one."""
    document = signed(view, COMMON_MAP)
    kept = document is None or document.digest == content.map_digest
    return Finding(kept, found=content.map_digest[:12], expected=document.digest[:12] if document else "NONE")


@rule(
    "C123",
    reading="A41",
    of="location",
    at="cut",
    breaks="WARN",
    broken="The place lies where formations are close together: {areas}.",
    consequence="Recorded and flagged: it needs a heightened review.",
    next_step="Have it reviewed for who is near, and say so before any agreement.",
)
def a_place_near_other_formations_is_flagged(view: View, body: Any) -> Finding:
    """A place where formations are close together is flagged for a heightened review."""
    found = in_force(view, PROXIMITY)
    point = (body.position.lon_e7, body.position.lat_e7)
    areas = crossed(found.areas, [point]) if found is not None else ()
    return Finding(not areas, areas=areas)
