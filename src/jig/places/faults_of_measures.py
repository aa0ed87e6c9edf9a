"""What can be wrong with a height, a speed, a time or a comparison, said in codes."""

from collections.abc import Mapping

from jig.agreement.wording import N_

MEASURES: Mapping[str, str] = {
    "HEIGHT-UNREADABLE": N_("\u201c{text}\u201d is not a height with its unit and datum."),
    "HEIGHT-DATUM-MISSING": N_("The height \u201c{text}\u201d does not say above what; it could be {expected}."),
    "HEIGHT-SETTING-MISSING": N_("The height \u201c{text}\u201d is by {datum} and does not state the pressure set."),
    "HEIGHT-OUT-OF-RANGE": N_("The height \u201c{text}\u201d is not between {least} and {most} m."),
    "HEIGHT-DATUM-UNKNOWN": N_("The height datum {found} is not known; known are {expected}."),
    "HEIGHT-NO-GRID": N_("No geoid grid is installed: a height above {found} cannot be converted to {expected}."),
    "HEIGHT-GRID-UNREADABLE": N_("The geoid grid {file} cannot be read as a GTX file: {why}."),
    "HEIGHT-OUTSIDE-GRID": N_("The installed geoid grid does not cover the position."),
    "HEIGHT-POSITION-MISSING": N_(
        "The geoid differs from place to place: a height is converted only at a stated position."
    ),
    "HEIGHT-NOT-CONVERTED": N_("A height by {found} is carried as given and never converted to {expected}."),
    "HEIGHT-CONTRADICTS-TEXT": N_("The stated height does not follow from \u201c{text}\u201d."),
    "SPEED-UNREADABLE": N_("\u201c{text}\u201d is not a speed with its unit; known are {expected}."),
    "SPEED-NEEDS-TEMPERATURE": N_("\u201c{text}\u201d is a Mach number: without the air temperature it is no speed."),
    "TIME-UNREADABLE": N_("\u201c{text}\u201d is not a date and time that is read here."),
    "TIME-NO-ZONE": N_("\u201c{text}\u201d does not say by which clock."),
    "TIME-ZONE-UNKNOWN": N_("The zone {found} is not known; known are {expected}."),
    "TIME-ZONE-CONTRADICTED": N_("\u201c{text}\u201d names the zone {found}, beside it {expected} is declared."),
    "TIME-24-00": N_("\u201c{text}\u201d hides which day is meant: {first} or {second}."),
    "TIME-DAY-GROUP-OPEN": N_("\u201c{text}\u201d names a day without its month and year."),
    "TIME-NO-SUCH-DAY": N_("\u201c{text}\u201d names a day that the month does not have: {candidates}."),
    "TIME-NO-SUCH-CLOCK": N_("\u201c{text}\u201d names an hour, minute or second that no clock shows."),
    "TIME-LOCAL-MISSING": N_(
        "{local} never was in {zone}: the clock was put forward past it. It could mean {first} or {second}."
    ),
    "TIME-LOCAL-DOUBLED": N_("{local} was twice in {zone}: the clock was put back. It could mean {first} or {second}."),
    "TIME-OUTSIDE-TABLE": N_("The offsets of {zone} are known here from {least} to {most}, not for {found}."),
    "TIME-CUTOFF": N_("The cut-off {found} is not written as \u201cD 00:00\u201d or \u201cD-1 18:00\u201d."),
    "COMPARE-ERROR": N_("The error {found} is no number of metres from 0 to {expected}, nor \u201cunknown\u201d."),
    "COMPARE-JSON": N_("What is given is no JSON of a position."),
    "READBACK-PATH": N_("The entry has no position at {found}; it has: {expected}."),
}
