"""What to do next about a height, a speed, a time or a comparison that cannot be read (ToR 1.d.iv)."""

from __future__ import annotations

from jig.agreement.wording import N_

_HEIGHT = N_(
    "Nothing was computed. Give number, unit and datum, such as \u201c1500 m EGM96\u201d or \u201cFL150\u201d."
)
_GRID = N_(
    "Nothing was computed. Name a grid that covers it with --grid or in JIG_GEOID_EGM96: egm96_15.gtx, of PROJ's vertical"
    " grids, is one."
)
_CARRIED = N_("Nothing was computed. Ask its author for the height in the datum that you need.")
_SPEED = N_("Nothing was computed. Give number and unit, such as \u201c240 kt\u201d or \u201c450 km/h\u201d.")
_TIME = N_(
    "Nothing was computed. Give date, time and zone, such as \u201c171255Z SEP 16\u201d, or name it with --zone."
)
_CHOOSE = N_("Nothing was computed. Say which is meant: give it again in UTC or with its offset.")
_ZONE = N_("Nothing was computed. Name one of these zones, or give the instant in UTC.")
_COMPARE = N_("Nothing was compared. Correct what is given and compare again.")

MEASURES_NEXT = {
    "HEIGHT-UNREADABLE": _HEIGHT,
    "HEIGHT-DATUM-MISSING": _HEIGHT,
    "HEIGHT-SETTING-MISSING": _HEIGHT,
    "HEIGHT-OUT-OF-RANGE": _HEIGHT,
    "HEIGHT-DATUM-UNKNOWN": _HEIGHT,
    "HEIGHT-NO-GRID": _GRID,
    "HEIGHT-GRID-UNREADABLE": _GRID,
    "HEIGHT-OUTSIDE-GRID": _GRID,
    "HEIGHT-POSITION-MISSING": N_("Nothing was computed. Give the position with --at."),
    "HEIGHT-NOT-CONVERTED": _CARRIED,
    "HEIGHT-CONTRADICTS-TEXT": N_(
        "Nothing was recorded. Give the height as text alone, so that the node derives the rest."
    ),
    "SPEED-UNREADABLE": _SPEED,
    "SPEED-NEEDS-TEMPERATURE": _SPEED,
    "TIME-UNREADABLE": _TIME,
    "TIME-NO-ZONE": _TIME,
    "TIME-ZONE-UNKNOWN": _ZONE,
    "TIME-ZONE-CONTRADICTED": _CHOOSE,
    "TIME-24-00": _CHOOSE,
    "TIME-DAY-GROUP-OPEN": _CHOOSE,
    "TIME-NO-SUCH-DAY": _CHOOSE,
    "TIME-NO-SUCH-CLOCK": _TIME,
    "TIME-LOCAL-MISSING": _CHOOSE,
    "TIME-LOCAL-DOUBLED": _CHOOSE,
    "TIME-OUTSIDE-TABLE": _ZONE,
    "TIME-CUTOFF": N_("Nothing was computed. Give the cut-off so: D for the day itself, D-1 for the day before."),
    "COMPARE-ERROR": _COMPARE,
    "COMPARE-JSON": _COMPARE,
    "READBACK-PATH": N_("Nothing was read back. Name one of these with --path."),
}
