"""Codes that stand as values in findings and standings, in words; machines read the codes themselves."""

from __future__ import annotations

from jig.agreement.wording import N_

YES, NO = N_("yes"), N_("no")
TOKENS = {
    "NONE": N_("none"),
    "UNSET": N_("not set"),
    "DUE": N_("due"),
    "OVERDUE": N_("overdue"),
    "UNKNOWN": N_("unknown"),
    "UNPROVEN": N_("unproven"),
    "MET": N_("met"),
    "MISSED": N_("missed"),
    "OPEN": N_("open"),
    "DONE": N_("done"),
    "COVERED": N_("covered"),
    "GAP": N_("with a gap"),
    "STANDS": N_("stands"),
    "ENDED": N_("ended"),
    "HELD": N_("held"),
    "DISPUTED": N_("disputed"),
    "WITHDRAWN": N_("withdrawn"),
    "PRE-JIG": N_("before the group is formed"),
    "EXCHANGE": N_("information exchange"),
    "COORDINATION": N_("coordination"),
    "PROPOSED": N_("proposed"),
    "UNDER_COORDINATION": N_("under coordination"),
    "AGREED_ACTIONABLE": N_("agreed as actionable"),
    "AGREED_FOR_ACTION": N_("agreed for action"),
    "UNACKNOWLEDGED": N_("not acknowledged"),
    "LATE": N_("late"),
    "INCOMPLETE": N_("incomplete"),
    "REFUSED": N_("refused"),
    "SUPERSEDED": N_("replaced by a newer version"),
    "CONFIRMED": N_("confirmed"),
    "NOTIFIED": N_("notified"),
    "DECONFLICTED": N_("deconflicted"),
    "EXECUTED": N_("carried out"),
    "ASSESSED": N_("assessed"),
    "REPORTED-UNREADABLE": N_("reported, unreadable"),
}
