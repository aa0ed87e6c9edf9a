"""What can be wrong with a position, said in codes; the sentences are for the catalogues."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jig.agreement.wording import N_
from jig.places.faults_of_measures import MEASURES

# Message ids: the catalogues of the desk translate these; nothing below the desk renders them.
SENTENCES: Mapping[str, str] = {
    "POSITION-EMPTY": N_("No position is given."),
    "POSITION-TOO-LONG": N_("The position has {found} characters; at most {expected} are read."),
    "POSITION-UNREADABLE": N_("\u201c{text}\u201d is not a position in any notation that is read here."),
    "NOTATION-UNKNOWN": N_("The notation {found} is not known; known are {expected}."),
    "NOTATION-MISMATCH": N_("\u201c{text}\u201d is not a position in the notation {expected}."),
    "OPERATION-UNKNOWN": N_("The operation {found} is not pinned; pinned are {expected}."),
    "OPERATION-UNFIT": N_("The operation {found} does not lead from the notation {notation}; {expected} does."),
    "POSITION-AMBIGUOUS": N_("\u201c{text}\u201d can be read in {count} ways, up to {distance_m} m apart: {readings}."),
    "ZONE-MISSING": N_("The easting {found} carries no zone and no zone is declared."),
    "ZONE-MISMATCH": N_("The easting begins with zone {found}, the form declares zone {expected}."),
    "ZONE-OUT-OF-RANGE": N_("Zone {found} does not exist; zones run from 1 to {expected}."),
    "EASTING-OUTSIDE-ZONE": N_("The easting {found} m lies outside its zone, which runs from {least} to {most} m."),
    "NORTHING-OUT-OF-RANGE": N_("The northing {found} m is not between {least} and {most} m."),
    "GRID-ABBREVIATED": N_("\u201c{text}\u201d is an abbreviated grid position; give it in full, with the zone."),
    "LATITUDE-OUT-OF-RANGE": N_("The latitude {found} is not between -90 and 90 degrees."),
    "LATITUDE-OUTSIDE-GRID": N_(
        "The latitude {found} lies outside the grid, which runs from {least} to {most} degrees."
    ),
    "LONGITUDE-OUT-OF-RANGE": N_("The longitude {found} is not between -180 and 180 degrees."),
    "MINUTES-OUT-OF-RANGE": N_("{found} is not below 60 minutes or seconds."),
    "HEMISPHERE-TWICE": N_(
        "Sign and hemisphere letter, or two letters of one axis, contradict each other in \u201c{text}\u201d."
    ),
    "SQUARE-INVALID": N_("The 100 km square {found} does not exist in zone {zone}."),
    "SQUARE-OUTSIDE-BAND": N_("The 100 km square {found} does not lie in the latitude band {band}."),
    "DIGITS-UNEVEN": N_(
        "A grid reference has as many digits for the easting as for the northing; {found} digits are given."
    ),
    "UNRESOLVED-PLACE": N_("The place \u201c{name}\u201d is not in the gazetteer. Most like it: {expected}."),
    "POSITION-CONTRADICTS-TEXT": N_(
        "The stated latitude and longitude lie {distance_m} m from what \u201c{text}\u201d gives by {operation}."
    ),
    "ERROR-UNDERSTATED": N_(
        "The stated error of {found} mm is below the {expected} mm that notation and operation add."
    ),
    "NAME-FAR-FROM-POSITION": N_("The place \u201c{name}\u201d lies {distance_m} m from the position."),
    "OPERATION-OUTSIDE-AREA": N_(
        "The registry publishes the operation {operation} for \u201c{area}\u201d; the position lies outside the territories that it names, so the published accuracy is not promised here."
    ),
    "OUTSIDE-OWN-ZONE": N_("The position lies outside the six degrees of its zone {zone}."),
    "AXES-UNDECLARED": N_(
        "\u201c{text}\u201d makes sense only with its two numbers exchanged; declare their order to say so."
    ),
    "FIELD-INVALID": N_("The field {field} is missing, unknown or not of its kind."),
    "NAME-NOT-OF-PLACE": N_(
        "\u201c{name}\u201d is not a listed name of {listed} (number {place_id}), the place that its author chose."
    ),
    "PLACE-NOT-HELD": N_("The place number {place_id} is not in this gazetteer."),
    "AXES-SWAPPED": N_("Read with the two numbers exchanged."),
    "SOUTHERN-HEMISPHERE": N_("The letter {letter} read as the southern hemisphere, not as a latitude band."),
    "CYRILLIC-LOOKALIKE": N_("Cyrillic letters were read as the Latin letters that look like them."),
    "OPERATION-NOT-SIGNED": N_(
        "The position was converted by the operation {found}; for the datum {datum} both sides signed {expected}."
    ),
    "COLUMNS-UNEVEN": N_("The row has {found} columns, its header {expected}."),
    "ZONE-UNREADABLE": N_("\u201c{found}\u201d is not the number of a zone."),
    "OPERATION-UNSET": N_("Both sides left the operation for the datum {datum} open, so nothing is converted on it."),
    "READINGS-SEVERAL": N_(
        "The text can be read in {count} ways, up to {distance_m} m from the likeliest; this is one of them."
    ),
    "READINGS-TOO-MANY": N_(
        "The text fits more than {expected} places of the area; say which, with the zone and all figures."
    ),
    "SQUARE-NAMED": N_(
        "The text names a square of {side_m} m; its centre is given, half its diagonal is in the error."
    ),
    "CELL-NAMED": N_(
        "The text names a cell of {minutes} minutes; its centre is given, half its diagonal is in the error."
    ),
    "ZONE-ASSUMED": N_("No zone is given; this is the reading in zone {zone}."),
    "HEMISPHERE-ASSUMED": N_("Neither a band nor a hemisphere is given; this is the reading with hemisphere {side}."),
    "FIGURES-ASSUMED": N_(
        "The leading figures are not given; this is the reading in zone {zone} from x = {x_km} km, y = {y_km} km."
    ),
    "OUTSIDE-PROFILE-AREA": N_("The position lies outside the area that the agreement covers."),
    "LETTERS-CLOCKWISE": N_(
        "The letters of the square run clockwise from the north-west in this reading; sources differ."
    ),
    "LETTERS-BY-ROWS": N_(
        "The letters of the square run row by row from the north-west in this reading; sources differ."
    ),
    "LETTER-OF-TWO-ALPHABETS": N_("The Latin letter {letter} may stand for either of two Russian ones."),
    "AXES-OF-GRID": N_("On this grid X is the easting; a reader of Gauss-Krueger takes X for the northing."),
    "CELL-INVALID": N_("The GARS cell {found} does not exist."),
    "PLANE-OUTSIDE-GRID": N_("The numbers lie outside the area of the grid {notation}."),
    "ZONE-SUPPLIED": N_("The zone {zone} is not in the position; it was supplied."),
    **MEASURES,
}


@dataclass(frozen=True)
class Fault:
    """One thing wrong, or worth a flag: a stable code and the values its sentence names."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.code not in SENTENCES:
            raise ValueError(f"unlisted code {self.code}")


def fault(code: str, **params: str | int) -> Fault:
    """A fault with its values."""
    return Fault(code, params)


class Unreadable(Exception):
    """A position cannot be read; carries every fault found, not the first."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{each.code} {dict(each.params)}" for each in faults))
        self.faults = faults
