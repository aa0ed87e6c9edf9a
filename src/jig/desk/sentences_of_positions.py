"""What the faults of positions say to a person (ToR 1.d.iv), and what to do next."""

from __future__ import annotations

from jig.agreement.wording import N_
from jig.desk.sentences_of_measures import MEASURES_NEXT
from jig.places.faults import SENTENCES

TYPE = N_("Nothing was recorded. Correct the position as typed, with its notation, and submit again.")
ZONE = N_("Nothing was recorded. Correct the zone, in the digits or in the form, and submit again.")
DIGITS = N_("Nothing was recorded. Correct the digits and submit again.")
DECLARE = N_("Nothing was recorded. Declare the notation, or the order of the two numbers, and submit again.")
AGREE = N_(
    "Nothing is converted by an operation that both did not sign. Agree on one, by the setting datum.operations."
)
PLACE = N_("Nothing was recorded. Correct the name, or give the position in figures, and submit again.")
CHOOSE = N_(
    "No place was taken for it. Correct the name, or choose a place by its number in place_id, or give the position in figures, and submit again."
)
DERIVED = N_("Nothing was recorded. Give text and notation alone, so that the node derives the rest, and submit again.")
CONVERT = N_("Nothing was converted. Correct the command line and try again.")
NOTED = N_("It was read so and is shown so to both sides. Correct it if it was meant otherwise.")

_NEXT = {
    "POSITION-EMPTY": TYPE,
    "POSITION-TOO-LONG": TYPE,
    "POSITION-UNREADABLE": TYPE,
    "NOTATION-UNKNOWN": DECLARE,
    "NOTATION-MISMATCH": DECLARE,
    "OPERATION-UNKNOWN": DERIVED,
    "OPERATION-UNFIT": DERIVED,
    "POSITION-AMBIGUOUS": DECLARE,
    "ZONE-MISSING": ZONE,
    "ZONE-MISMATCH": ZONE,
    "ZONE-OUT-OF-RANGE": ZONE,
    "EASTING-OUTSIDE-ZONE": DIGITS,
    "NORTHING-OUT-OF-RANGE": DIGITS,
    "GRID-ABBREVIATED": TYPE,
    "LATITUDE-OUT-OF-RANGE": DIGITS,
    "LONGITUDE-OUT-OF-RANGE": DIGITS,
    "MINUTES-OUT-OF-RANGE": DIGITS,
    "HEMISPHERE-TWICE": TYPE,
    "SQUARE-INVALID": DIGITS,
    "SQUARE-OUTSIDE-BAND": DIGITS,
    "DIGITS-UNEVEN": DIGITS,
    "UNRESOLVED-PLACE": CHOOSE,
    "POSITION-CONTRADICTS-TEXT": DERIVED,
    "ERROR-UNDERSTATED": DERIVED,
    "NAME-FAR-FROM-POSITION": PLACE,
    "OPERATION-OUTSIDE-AREA": DECLARE,
    "OUTSIDE-OWN-ZONE": NOTED,
    "AXES-UNDECLARED": DECLARE,
    "FIELD-INVALID": TYPE,
    "NAME-NOT-OF-PLACE": NOTED,
    "PLACE-NOT-HELD": PLACE,
    "AXES-SWAPPED": NOTED,
    "SOUTHERN-HEMISPHERE": NOTED,
    "CYRILLIC-LOOKALIKE": NOTED,
    "ZONE-SUPPLIED": NOTED,
    **dict.fromkeys(
        (
            "READINGS-SEVERAL",
            "SQUARE-NAMED",
            "CELL-NAMED",
            "ZONE-ASSUMED",
            "HEMISPHERE-ASSUMED",
            "FIGURES-ASSUMED",
            "OUTSIDE-PROFILE-AREA",
            "LETTERS-CLOCKWISE",
            "LETTERS-BY-ROWS",
            "LETTER-OF-TWO-ALPHABETS",
            "AXES-OF-GRID",
        ),
        NOTED,
    ),
    "READINGS-TOO-MANY": TYPE,
    "CELL-INVALID": DIGITS,
    "PLANE-OUTSIDE-GRID": DECLARE,
    "LATITUDE-OUTSIDE-GRID": DECLARE,
    "OPERATION-NOT-SIGNED": AGREE,
    "OPERATION-UNSET": AGREE,
    "COLUMNS-UNEVEN": TYPE,
    "ZONE-UNREADABLE": ZONE,
    **MEASURES_NEXT,
}

POSITIONS: dict[str, tuple[str, str]] = {code: (what, _NEXT[code]) for code, what in SENTENCES.items()} | {
    "CONVERT-WHAT": (N_("Give either a text or --file."), CONVERT),
    "CONVERT-FROM": (N_("Two columns of numbers do not say which notation they are in; give it with --from."), CONVERT),
    "CONVERT-COLUMNS": (N_("It is not clear which columns hold the positions; the file has {expected}."), CONVERT),
    "CONVERT-NO-COLUMN": (N_("The file has no column {found}; it has {expected}."), CONVERT),
    "CONVERT-AXES": (N_("{found} is no order of two numbers; orders are {expected}."), CONVERT),
    "CONVERT-ONTO-ITSELF": (N_("{path} is the file to be read; it would be overwritten."), CONVERT),
    "CONVERT-NOT-TEXT": (N_("{path} is no text in UTF-8; save it as CSV UTF-8."), CONVERT),
    "CONVERT-LINE": (N_("Line {found} of {path} is longer than a row can be."), CONVERT),
}
