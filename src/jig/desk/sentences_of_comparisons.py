"""What comparing positions and computing the day before say to a person."""

from __future__ import annotations

from jig.agreement.wording import N_

VERDICTS = {
    "SAME": N_("SAME: {distance_m} m apart, combined error {ce90_m} m."),
    "DIFFERENT": N_("DIFFERENT: {distance_m} m apart, combined error {ce90_m} m."),
    "UNDETERMINED": N_("UNDETERMINED: {distance_m} m apart, combined error {ce90_m} m as far as it is known."),
}
WHY = {
    "WITHIN-TOLERANCE": N_("They lie within the {tolerance_m} m that the reading A50 allows whatever the errors."),
    "WITHIN-ERROR": N_("They lie within their combined error (reading A50)."),
    "BEYOND-ERROR": N_(
        "They lie farther apart than the combined error and {tolerance_m} m (reading A50): a difference for officers of"
        " both sides to close."
    ),
    "ERROR-UNKNOWN": N_("One error is not known, and it could be as large as the distance: ask for it."),
    "TOO-VAGUE": N_("The digits leave open more than 305 m and nobody states an error: ask for the point itself."),
    "READINGS-DISAGREE": N_(
        "The texts can be read in several ways, and the answer depends on which: name the notation or the order."
    ),
}
READ_AS_CANONICAL = N_(
    "{name} names no datum: read as WGS 84, latitude first (reading A22). If it is another, say so with @NOTATION."
)
DUE = N_(
    "It begins at {execution_local} in {zone}, on {local_date} there; by reading A05 it must be proven told before"
    " {due_local} ({due}); cut-off {cutoff}, the day before is {day_before}."
)
BEGINS = {
    "MIDNIGHT": "",
    "GAP": N_("That day has no midnight there: the clock is put forward, and the day begins later."),
    "DOUBLED": N_("That day has its midnight twice there: the first one counts."),
}
