"""What the page on which areas are drawn says (AP 3.a, 3.c): its words by key, and the faults that only it can find."""

from __future__ import annotations

from jig.agreement.wording import N_
from jig.desk.sentences_of_areas import AREAS

#: Each by the key under which the page's script asks for it.
PAGE: dict[str, str] = {
    "title": N_("Draw areas"),
    "about_node": N_("Layer {layer}, over what is known to {participant} at {frontier}. Datum: WGS 84."),
    "about_alone": N_("Layer {layer}, over no node's picture. Datum: WGS 84."),
    "language": N_("Language"),
    "map": N_("Map"),
    "map_keys": N_("Map: arrow keys move it, + and - change the scale"),
    "tools": N_("Tools of the map"),
    "drawn": N_("What is drawn"),
    "edit": N_("Change"),
    "edit_hint": N_(
        "Click an area to choose it. Drag a corner to move it, drag an edge to add a corner; Alt and click deletes a corner."
    ),
    "draw_area": N_("New area"),
    "draw_hint": N_(
        "Click each corner; click the first one again or double-click to end. Escape gives it up, Backspace takes back a corner. Along a boundary that is followed, click where it begins and where it ends."
    ),
    "draw_part": N_("Part"),
    "part_hint": N_("Draw another part of the chosen area: the same area, with ground between that is not in it."),
    "draw_hole": N_("Hole"),
    "hole_hint": N_("Draw inside the chosen area what does not belong to it."),
    "undo": N_("Undo"),
    "redo": N_("Redo"),
    "snap": N_("Snap to corners"),
    "follow": N_("Follow boundaries"),
    "fit": N_("Show all"),
    "shown": N_("Shown beneath"),
    "in_force": N_("{layer} {version}: in force ({count})"),
    "stated_by": N_("{layer}: stated by {code} ({count})"),
    "asserted_by": N_("{layer}: asserted by {code} ({count})"),
    "places": N_("Names of places"),
    "grid": N_("Latitude and longitude"),
    "credits": N_("Names of places: GeoNames, CC BY 4.0."),
    "scale_lon": N_("{km} km east-west"),
    "scale_lat": N_("{km} km north-south"),
    "nothing_stated": N_(
        "Nothing drawn here is in any log. It is stated only when the saved file is imported with `jig areas import`."
    ),
    "save": N_("Save the file"),
    "save_anyway": N_("Save unfinished work"),
    "open": N_("Open a file"),
    "saved": N_(
        "{file} was given to the browser to save. Next: jig areas import DIR {file} --layer {layer} --officer NAME"
    ),
    "opened": N_("Opened. Areas here now: {count}."),
    "not_opened": N_("Nothing was opened."),
    "has_faults": N_("Not saved; faults listed below: {count}. Correct them, or save unfinished work to go on later."),
    "unsaved": N_("What was drawn is not saved."),
    "faults": N_("Faults"),
    "no_faults": N_("No fault found. The import checks again."),
    "areas": N_("Areas drawn"),
    "area_n": N_("Area {n}"),
    "area_row": N_("{name}: corners {corners}"),
    "area_row_faults": N_("{name}: corners {corners}, faults {faults}"),
    "new_area": N_("New area by typing"),
    "copy_from": N_("Begin with a known outline…"),
    "copy": N_("Copy"),
    "remove_area": N_("Remove this area"),
    "choose": N_("choose…"),
    "name": N_("Name"),
    "class": N_("Class"),
    "holder": N_("Held by"),
    "valid_from": N_("Valid from (UTC)"),
    "valid_to": N_("Valid to (UTC)"),
    "as_of": N_("As of (UTC; when left empty, the time of the import)"),
    "text": N_("Remark"),
    "corners": N_("Corners"),
    "corners_how": N_(
        "Latitude, then longitude, in decimal degrees or in degrees, minutes and seconds. What counts is the seven decimals shown."
    ),
    "corner": N_("Corner"),
    "corner_n": N_("Position of corner {corner}"),
    "position": N_("Position"),
    "go": N_("Show on the map"),
    "delete": N_("Delete this corner"),
    "add": N_("Add"),
    "add_where": N_("Add a corner by typing"),
    "after": N_("after {corner}"),
    "as_part": N_("as the first of a new part"),
    "as_hole": N_("as the first of a new hole"),
    "whole": N_("The whole file"),
    "version": N_("Version"),
    "drawer": N_("Drawn by"),
    "drawn_over": N_("Drawn by {name} over the picture at {frontier}."),
    "drawn_by": N_("Drawn by {name}."),
    "keys": N_("Keys, and how edges run"),
    "keys_told": N_(
        "Ctrl+Z takes back, Ctrl+Y does again. While drawing: Escape, Backspace, and Enter on the map ends the ring. A corner typed needs no mouse."
    ),
    "straight": N_(
        "The map is the plane of longitude and latitude. An edge is straight in it, as the rules take it, and a boundary is inside. A degree of longitude is shorter on the ground than one of latitude: there are two scales."
    ),
}

#: Faults that the page finds where it stands between an officer and the file, each with what to do next.
FAULTS: dict[str, tuple[str, str]] = {
    "AREA-AGAIN": (
        AREAS["AREA-AGAIN"][0],
        N_("Give each area a name of its own; parts of one area are drawn as its parts."),
    ),
    "AREA-CORNER-TEXT": (
        N_("{path}: {found} is no latitude and longitude."),
        N_("Correct it, as in 35.1234567 36.1234567 or 35°07'24.4\"N 36°07'24.4\"E."),
    ),
}
