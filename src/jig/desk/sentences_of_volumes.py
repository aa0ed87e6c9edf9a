"""What the faults of volumes say to a person (ToR 2.a, 2.c.ii), and what to do next."""

from __future__ import annotations

from jig.agreement.wording import N_

FILE = N_("Nothing was compared. Correct the file and try again.")
FEATURE = N_("This feature was not compared with any other; the others were. Correct it and compare again.")
SEPARATION = N_("Nothing was compared. Give a number that is not negative.")
ASK = N_("What was not compared is not known to be apart. Ask the participant whose plan it is.")
LEFT_ASIDE = N_("Give the heights in lower and upper; this number was left aside, and the rest was compared.")

VOLUMES: dict[str, tuple[str, str]] = {
    "GEOJSON-JSON": (N_("The file is not JSON in UTF-8: it cannot be read at {found}."), FILE),
    "GEOJSON-TYPE": (N_("The file is a {found}, not a FeatureCollection with a list of features."), FILE),
    "GEOJSON-CRS": (
        N_("{path}: the positions are given in {found}, not in {expected}, WGS 84 with the longitude first."),
        N_("Nothing of it was compared. Convert the positions (`jig places convert`) and compare again."),
    ),
    "FEATURE-TYPE": (N_("{path}: found {found}, not a Feature."), FEATURE),
    "FEATURE-PROPERTIES": (N_("{path}: found {found}; a volume needs properties."), FEATURE),
    "FEATURE-NAME": (N_("{path}: found {found}, not a name of 1 to 200 characters on one line."), FEATURE),
    "FEATURE-INSTANT": (
        N_(
            "{path}: \u201c{found}\u201d is not a date and time with its offset, as in 2016-09-17T12:55:00Z (RFC 3339)."
        ),
        FEATURE,
    ),
    "FEATURE-WINDOW": (N_("{path}: the end {found} is before the start {expected}."), FEATURE),
    "FEATURE-HEIGHT": (
        N_("{path}: found {found}, not a height; write null where the volume is unlimited, not nothing."),
        FEATURE,
    ),
    "FEATURE-UNIT": (N_("{path}: the unit {found} is none of {expected}."), FEATURE),
    "FEATURE-REFERENCE": (N_("{path}: the reference {found} is none of {expected}."), FEATURE),
    "FEATURE-BAND": (N_("{path}: the lower bound {found} is above the upper bound {expected}."), FEATURE),
    "FEATURE-METRES": (N_("{path}: found {found}, not a number of metres from 0 to {expected}."), FEATURE),
    "GEOMETRY-TYPE": (N_("{path}: found {found}, which is none of {expected}."), FEATURE),
    "GEOMETRY-COORDINATES": (N_("{path}: found {found}, not a list of coordinates."), FEATURE),
    "POSITION-NUMBERS": (N_("{path}: found {found}, not a longitude and a latitude."), FEATURE),
    "POSITION-TOO-FINE": (N_("{path}: {found} has more than {expected} digits after the point."), FEATURE),
    "LONGITUDE-OUTSIDE": (
        N_(
            "{path}: the longitude {found} is not between -{expected} and {expected} degrees; only a shape that reaches over the antimeridian counts on past it."
        ),
        FEATURE,
    ),
    "LATITUDE-OUTSIDE": (
        N_(
            "{path}: the latitude {found} is not between -{expected} and {expected} degrees; GeoJSON gives the longitude first."
        ),
        FEATURE,
    ),
    "PATH-TOO-SHORT": (N_("{path}: found {found}, at least {expected} positions are needed."), FEATURE),
    "RING-OPEN": (N_("{path}: the ring ends at {found} and began at {expected}; repeat the first position."), FEATURE),
    "EDGE-OVER-180": (
        N_(
            "{path}: the edge {found} spans more than 180 degrees; cut the shape at the antimeridian (RFC 7946, 3.1.9), or count its longitudes on past 180."
        ),
        FEATURE,
    ),
    "SHAPE-TOO-LONG": (N_("{path}: the shape has {found} positions or more; at most {expected} are read."), FEATURE),
    "POLYGON-SELF-CROSSING": (
        N_("{path}: the outlines of the polygon cross along {found}, so its inside is not known."),
        FEATURE,
    ),
    "POLYGON-HOLE-OUTSIDE": (N_("{path}: a hole reaches outside the polygon, to {found}."), FEATURE),
    "POLYGON-AREA-TWICE": (
        N_(
            "{path}: the outlines go round a place twice, as a ring given twice or a hole in a hole do, so the inside is not known."
        ),
        FEATURE,
    ),
    "MEMBER-TWICE": (N_("{path}: {found} is given twice, so its value is not known."), FEATURE),
    "FEATURE-ID-TWICE": (
        N_("{path}: the id {found} names feature {expected} too; findings that name it may mean either."),
        N_("Give each feature an id of its own. Both were compared."),
    ),
    "FEATURE-LEVEL-FEET": (
        N_("{path}: {found} ft above 1013.25 hPa was read, which is flight level {expected}."),
        N_("Check whether a flight level was meant: it is given in hundreds of feet. The volume was compared as read."),
    ),
    "POSITION-HEIGHT-IGNORED": (N_("{path}: the third number {found} is no bound of the volume."), LEFT_ASIDE),
    "SEPARATION": (N_("{path}: {found} is not a number from 0 to {expected}."), SEPARATION),
    "PLAN-NO-WINDOW": (N_("{plan} ({participant}): no window is stated, so its aim was not compared."), ASK),
    "PLAN-NO-ROUTE": (N_("{plan} ({participant}): no route is stated, so none was compared."), ASK),
    "PLAN-NO-WIDTH": (
        N_("{plan} ({participant}): a stated route has no width; it was compared as wide as the errors of its points."),
        ASK,
    ),
    "PLAN-LEG-OVER-180": (
        N_("{plan} ({participant}): a leg spans more than 180 degrees of longitude and was not compared."),
        ASK,
    ),
    "PLAN-UNREADABLE": (N_("{plan} ({participant}): the plan cannot be read and was not compared."), ASK),
    "PLAN-NOT-FOUND": (N_("No volume of the file belongs to the plan {found}."), N_("Name a plan of the file.")),
}
