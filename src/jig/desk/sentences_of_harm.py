"""What the faults of protected sites, movements and their files say to a person (ToR Pre.3), and what to do next."""

from __future__ import annotations

from jig.agreement.wording import N_

FILE = N_("Nothing was recorded; what it concerns counts as not screened. Correct the file and try again.")
GIVE = N_("Nothing was recorded. Correct it and try again.")

HARM: dict[str, tuple[str, str]] = {
    "SITES-TOO-MANY": (N_("The file has more than {cap} features."), N_("Divide the file and screen each part.")),
    "SITES-NONE": (
        N_("The file {found} has no feature."),
        N_("Nothing was screened. Check the file: an empty list shows nothing."),
    ),
    "SITES-NOT-JSON": (N_("The file is no JSON in UTF-8 ({found})."), FILE),
    "SITES-NOT-GEOJSON": (N_("The file is no GeoJSON: `{path}` is no list."), FILE),
    "SITES-NOT-XML": (N_("The file is no XML; it breaks at line {path}."), FILE),
    "SITES-NOT-KMZ": (N_("The archive holds no KML that can be read ({path} {found})."), FILE),
    "SITES-XML-SHAPE": (
        N_("The file nests one placemark in another, or holds more in one than is read ({path}, {found})."),
        FILE,
    ),
    "SITES-XML-FORBIDDEN": (
        N_("The file declares a document type or entities ({found}); such files are not read."),
        FILE,
    ),
    "SITES-NOT-TEXT": (N_("The file is no table in UTF-8; it cannot be read from {path} on ({found})."), FILE),
    "SITES-COLUMNS": (N_("The table has the columns {found}; it needs `text`, or `lat` and `lon`."), FILE),
    "SITES-OTHER-CRS": (
        N_("{path}: the coordinate system {found} is not longitude and latitude on WGS 84."),
        N_("Nothing was screened. Convert the file to WGS 84 (EPSG:4326) and try again."),
    ),
    "SITE-OTHER-CRS": (N_("{path}: the coordinate system {found} is not longitude and latitude on WGS 84."), FILE),
    "SITE-TWICE": (N_("{path}: {found} is given twice, so its value is not known."), FILE),
    "SITE-ROW-TORN": (N_("{path} has more or fewer cells than the table has columns."), FILE),
    "SITE-NO-PLACE": (N_("{path} has no place: neither a shape nor a position."), FILE),
    "SITE-LENGTH": (N_("{path}: {found} is no length in metres between 0 and 1,000,000."), FILE),
    "SITE-LENGTH-NAME": (
        N_(
            "{path}: {found} is a length that is not read; read are {expected}. A buffer is set by the terms or --buffer."
        ),
        FILE,
    ),
    "SITE-SHAPE": (N_("{path}: the shape {found} cannot be read."), FILE),
    "SITE-RING-OPEN": (N_("{path}: a ring does not end where it begins."), FILE),
    "SITE-CORNER": (N_("{path}: {found} is no longitude and latitude in degrees."), FILE),
    "SITE-OUTLINE": (N_("{path}: the outline bounds no area ({found} at {at})."), FILE),
    "SITES-WHICH": (
        N_("Give either a file of sites or a node to screen against."),
        N_("Nothing was screened. Name one with --sites, or a node's folder with --against."),
    ),
    "LIST-STALE": (
        N_("The protected list was exchanged longer ago than the reading allows, or never."),
        N_("Nothing counts as screened. Exchange, and let both sides state their version: `jig harm digest`."),
    ),
    "SITE-NAMELESS": (N_("{path} has no id: a property or column `hns_id`, `site` or `id`."), FILE),
    "SITE-TYPE": (N_("{path}: the type {found} is not one of {expected}."), FILE),
    "SITE-CONTACT": (
        N_("{path}: the text holds what looks like a telephone number, an e-mail address or a plate."),
        N_("Nothing was recorded. Correct the file: persons, contacts and plates never enter a log."),
    ),
    "SITE-PATHS": (N_("{path} is a line; a site is a point or an outline."), FILE),
    "PROTECTED-UNKNOWN": (
        N_("Nothing protected is known here as {found}."),
        N_("Check the id: `jig harm list` names what is known."),
    ),
    "FORM-CONTACT-IN-TEXT": (
        N_("The field {path} holds what looks like a telephone number, an e-mail address or a plate."),
        N_("Nothing was recorded. Correct it: persons, contacts and plates never enter a log."),
    ),
    "PROTECTED-CHOICE": (N_("{path}: {found} is not one of {expected}."), GIVE),
    "PROTECTED-WHICH": (N_("Several statements are meant: {found}."), N_("Nothing was recorded. Name one of them.")),
    "MOVEMENT-NO-ROUTE": (N_("{path}: the movement has no route."), FILE),
    "MOVEMENT-LONG": (N_("{path}: a way has {found} points; at most {cap} are taken."), FILE),
    "MOVEMENT-ROLE": (N_("{path}: the role {found} is not one of {expected}."), FILE),
    "MOVEMENT-OUTLINE": (N_("{path}: an outline is no part of a movement."), FILE),
    "MOVEMENT-TIME": (N_("{path}: {found} is no instant with its offset from UTC."), FILE),
    "MOVEMENT-PURPOSE": (N_("{path}: the purpose {found} is not one of {expected}."), FILE),
    "MOVEMENT-VEHICLES": (
        N_("{path}: vehicles are given as kind and number, `TRUCK:12; BUS:3`; the kinds are {expected}."),
        N_("Nothing was recorded. Correct the file: persons, contacts and plates never enter a log."),
    ),
    "MOVEMENT-WIDTH": (
        N_("{path}: it is not said how far from its way the movement is protected (`half_width_m`)."),
        FILE,
    ),
    "MOVEMENT-CONSENT": (
        N_("The organisation's consent is not stated for {found}; a movement is told to both."),
        N_("Nothing was recorded. Ask the organisation before a movement of its is stated."),
    ),
    "SITE-BUFFER": (N_("The buffer {found} is no length in metres between 0 and 1,000,000."), GIVE),
}
