"""What the faults of positions say to a person (ToR 1.d.iv), and what to do next."""

from __future__ import annotations

from jig.agreement.wording import N_
from jig.desk.sentences_of_measures import MEASURES_NEXT
from jig.places.faults import SENTENCES

TYPE = N_("Nothing was recorded. Correct the position as typed, with its notation, and submit again.")
ZONE = N_("Nothing was recorded. Correct the zone, in the digits or in the form, and submit again.")
DIGITS = N_("Nothing was recorded. Correct the digits and submit again.")
DECLARE = N_("Nothing was recorded. Declare the notation, or the order of the two numbers, and submit again.")
PLACE = N_("Nothing was recorded. Correct the name, or give the position in figures, and submit again.")
DERIVED = N_("Nothing was recorded. Give text and notation alone, so that the node derives the rest, and submit again.")
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
    "UNRESOLVED-PLACE": PLACE,
    "POSITION-CONTRADICTS-TEXT": DERIVED,
    "ERROR-UNDERSTATED": DERIVED,
    "NAME-FAR-FROM-POSITION": PLACE,
    "OPERATION-OUTSIDE-AREA": DECLARE,
    "OUTSIDE-OWN-ZONE": NOTED,
    "AXES-UNDECLARED": DECLARE,
    "FIELD-INVALID": TYPE,
    "PLACE-NOT-HELD": PLACE,
    "AXES-SWAPPED": NOTED,
    "SOUTHERN-HEMISPHERE": NOTED,
    "CYRILLIC-LOOKALIKE": NOTED,
    "ZONE-SUPPLIED": NOTED,
    **MEASURES_NEXT,
}

POSITIONS: dict[str, tuple[str, str]] = {code: (what, _NEXT[code]) for code, what in SENTENCES.items()}
