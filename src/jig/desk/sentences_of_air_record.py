"""What the faults and the tables of the air record say to a person (ToR 3), and what to do next."""

from __future__ import annotations

from jig.agreement.wording import N_

AIR: dict[str, tuple[str, str]] = {
    "AIR-DATE": (
        N_("{path}: {found} is no date of the calendar."),
        N_("Nothing was shown. Give the date as YYYY-MM-DD, in the zone of the deadlines."),
    ),
    "AIR-ROWS": (
        N_("{path} holds no episodes: found {found}, expected {expected}."),
        N_("Nothing was compared. Give a file that `jig air episodes --out` wrote."),
    ),
    "AIR-ROW": (
        N_("{path}: found {found}, expected {expected}."),
        N_("This row was left out and the others were compared. Correct it and run the command again."),
    ),
    "AIR-TABLE-COLUMNS": (
        N_("{path} has the columns {found}; expected: {expected}."),
        N_("Nothing was compared. Give a table with `aircraft`, and `class` or `type`."),
    ),
    "AIR-TABLE-ROW": (
        N_("{path}: {found} names no aircraft, or none of the classes {expected}."),
        N_("This line was left out: nothing is known of that aircraft. Correct it and run the command again."),
    ),
}

#: States and determinations, in words.
WORDS: dict[str, str] = {
    "MATCHED": N_("matches a notice"),
    "UNMATCHED": N_("matches no notice"),
    "NO-DATA": N_("NO DATA"),
    "SEEN": N_("seen"),
    "NONE-SEEN": N_("none seen with what was covered"),
    "NONE-ALLEGED": N_("nothing alleged with what was covered"),
    "ALLEGED": N_("alleged"),
    "VIOLATION_AGREED": N_("agreed by both as a violation"),
    "NOT_VIOLATION": N_("agreed by both as no violation"),
    "UNRESOLVED": N_("unresolved"),
    "WITHDRAWN": N_("taken back"),
    "AGREED": N_("a violation"),
    "NOT": N_("no violation"),
    "EXEMPT": N_("exempt, told the day before"),
    "SHORT-NOTICE": N_("told at short notice, with a reason"),
    "NOTIFIED": N_("told in advance"),
    "LATE": N_("LATE"),
    "UNPROVEN": N_("unproven"),
    "INCOMPLETE": N_("INCOMPLETE: counts as no notice"),
    "REFUSED": N_("REFUSED: counts as no notice"),
    "NIL": N_("no change (NIL)"),
    "CHANGES": N_("changes reported"),
    "BOTH": N_("NIL and changes, both reported"),
    "NOT-REPORTED": N_("NOT REPORTED"),
    "ANSWERED": N_("answered"),
    "NO-ANSWER": N_("NO ANSWER"),
    "WINDOW": N_("general time"),
    "COMPOSITION": N_("composition"),
    "ROUTE": N_("routing"),
    "MET": N_("in time"),
    "MISSED": N_("late"),
}

#: Why an observation fits a notice or does not, in words; the notice is named behind it.
REASONS: dict[str, str] = {
    "NO-NOTICE-IN-TIME": N_("no notice for that time"),
    "PLACE-UNKNOWN": N_("place not known"),
    "PARTLY-OUTSIDE-WINDOW": N_("partly outside the window"),
    "OUTSIDE-CORRIDOR": N_("outside the corridor"),
    "WAY-OUTSIDE-CORRIDOR": N_("the way between two points leaves the corridor"),
    "WAY-NOT-SEEN": N_("between two points too far apart in time for their way to be known"),
    "OUTSIDE-ALTITUDES": N_("outside the altitudes"),
    "WITHIN-ERROR": N_("in the corridor within the position's error"),
    "CLASS-DIFFERS": N_("another class of aircraft"),
    "TYPE-DIFFERS": N_("another type of aircraft"),
    "MORE-THAN-NOTIFIED": N_("more aircraft than notified"),
    "CLASS-NOT-SEEN": N_("class not recognised"),
    "TYPE-NOT-SEEN": N_("type not recognised"),
    "NUMBER-NOT-SEEN": N_("number not seen"),
    "ALTITUDE-NOT-COMPARED": N_("altitudes not comparable"),
    "AREA-ONLY": N_("only the area is known"),
    "UNRECOGNISED": N_("neither class nor type recognised"),
    "AREA-NOT-IN-FORCE": N_("the area is no designated area in force then"),
    "NUMBER-DIFFERS": N_("another number"),
    "OPERATOR-DIFFERS": N_("another operator stated"),
    "PLACE-APART": N_("at the same time, another place"),
    "POSITIONS-DIFFER": N_("the same area, other positions"),
    "MATCHED-ELSEWHERE": N_("might fit, and fits another better"),
    "NOT-SEEN-BY-THE-OTHER": N_("the other record has nothing at that time"),
    "NOTICE-LATE": N_("the notice was late"),
    "NOTICE-UNPROVEN": N_("it is not proven that the notice was in time"),
    "NOTICE-WITHOUT-ROUTE": N_("the notice has no route"),
    "NOTICE-WITHOUT-FORCES": N_("the notice has no composition"),
    "NOTICE-INCOMPLETE": N_("the notice is incomplete and counts as none"),
    "NOTICE-REFUSED": N_("the notice was refused and counts as none"),
}

#: How a flight seen stands between both sides' records, in words.
LEDGERS: dict[str, str] = {
    "BOTH": N_("in both records"),
    "CONFLICT": N_("in both records, which contradict each other"),
    "ONLY": N_("in the record of {code} only"),
}
