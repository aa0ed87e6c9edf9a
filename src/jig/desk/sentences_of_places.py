"""What finding places and reading lists of them say to a person (ToR 1.d.iv)."""

from __future__ import annotations

from jig.agreement.wording import N_

#: By the rule that matched.
WHY: dict[str, str] = {
    "EXACT": N_("is listed with the name “{name}”"),
    "SPELLING": N_("is spelt otherwise: “{name}”"),
    "SOUND": N_("sounds like “{name}”"),
    "TRANSLITERATION": N_("sounds like “{name}” in another script"),
    "TYPO": N_("is written much like “{name}”"),
    "KEYBOARD": N_("is typed with the keys of “{name}” on another layout"),
}
CONFUSED = N_("      Can be confused with {en} / {ru} ({id}), {distance_km} km from it.")

CHOOSE = N_("No place is accepted for a likeness. Ask the source again, or choose a place by its number.")
CHOOSE_ONE = N_("The name alone says not which. Choose by the number, or check with --at against a position.")
MEND_LIST = N_("Nothing was kept. Correct the list, or name its format with --format, and read it again.")
MEND_ROW = N_("The row was left out, the others were kept. Correct the row and read the list again.")

PLACES: dict[str, tuple[str, str]] = {
    "PLACE-NAME-SHARED": (N_("{count} places bear the name “{found}”."), CHOOSE_ONE),
    "PLACE-LIST-FORMAT": (N_("{path} is in no format that is read here; known are {expected}."), MEND_LIST),
    "PLACE-LIST-COLUMNS": (N_("The list lacks columns: {found}."), MEND_LIST),
    "PLACE-LIST-EMPTY": (
        N_("{path} holds no place inside the area; {rows} rows were read, {faults} are faulty."),
        MEND_LIST,
    ),
    "PLACE-LIST-LONG": (
        N_("The list holds more than {expected} places inside the area."),
        N_("Nothing was kept. Give a list of the area alone and read it again."),
    ),
    "PLACE-LIST-BROKEN": (
        N_("The stored list {path} cannot be read at row {row}."),
        N_("No place was looked up. Read the list in again with `jig places import`."),
    ),
    "PLACE-ROW-COLUMNS": (N_("Row {path} has {found} columns, not as many as the format has."), MEND_ROW),
    "PLACE-ROW-NUMBER": (N_("Row {path}: “{found}” is no number or code of a place."), MEND_ROW),
    "PLACE-ROW-NAME": (N_("Row {path} has no name."), MEND_ROW),
    "PLACE-ROW-POINT": (N_("Row {path}: “{found}” is no latitude and longitude in degrees."), MEND_ROW),
    "PLACE-ROW-TEXT": (N_("Row {path}: the name “{found}” holds bytes that are no UTF-8 text."), MEND_ROW),
}
