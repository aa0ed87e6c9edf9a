"""What the faults of areas, tracks and flight notices say to a person (ToR 3.b, AP 3.a), and what to do next."""

from __future__ import annotations

from jig.agreement.wording import N_

OTHERS_USED = N_("This area was left out and the others were used. Correct it and run the command again.")
NOTICE_OUT = N_("This notice was left out and matches nothing. Correct it and run the command again.")
SOURCE_OUT = N_("Nothing was read from it; the other sources were read. Correct it and run the command again.")
PART_USED = N_(
    "What came before in it was used; what follows is not known. Fetch it again, or mend it, and run the command again."
)
NO_LONGER = N_("It is no longer watched; what follows is not known. Correct it and run the command again.")
RUN_AGAIN = N_("Nothing was computed. Correct it and run the command again.")
GO_ON = N_("Nothing was computed. Check the address and start its workers, then run the command again.")

AIR: dict[str, tuple[str, str]] = {
    "AIR-AREAS-NOT-GEOJSON": (N_("{path} is not GeoJSON; it begins with {found}."), RUN_AGAIN),
    "AIR-AREAS-NONE": (N_("{path} holds no area."), RUN_AGAIN),
    "AIR-AREA-NOT-A-FEATURE": (N_("{path}: found {found} where a Feature is expected."), OTHERS_USED),
    "AIR-AREA-WITHOUT-NAME": (N_("{path}: the area has no name (found {found})."), OTHERS_USED),
    "AIR-AREA-CLASS": (N_("{path}: the class is {found}; the classes are {expected}."), OTHERS_USED),
    "AIR-AREAS-OTHER-CRS": (
        N_("{path}: the coordinate system {found} is not longitude and latitude on WGS 84."),
        N_("Nothing was computed. Convert the file to WGS 84 (EPSG:4326) and run the command again."),
    ),
    "AIR-AREA-CLASSES": (
        N_("{path}: the class is {found}; another part of the same area and version says {expected}."),
        N_("Rows of both show {expected}. Give each class a version of its own and run the command again."),
    ),
    "AIR-AREA-VERSION": (N_("{path}: the version is neither text nor a whole number: {found}."), OTHERS_USED),
    "AIR-AREA-VALIDITY": (N_("{path}: the area would end at {found}, before it begins."), OTHERS_USED),
    "AIR-AREA-TIME": (N_("{path}: {found} is no time; {expected} is expected."), OTHERS_USED),
    "AIR-AREA-GEOMETRY": (N_("{path}: the geometry is {found}; expected: {expected}."), OTHERS_USED),
    "AIR-AREA-RING": (N_("{path}: a ring needs at least four positions, found {found}."), OTHERS_USED),
    "AIR-AREA-RING-OPEN": (N_("{path}: the ring ends at {found} and began at {expected}."), OTHERS_USED),
    "AIR-AREA-RING-FLAT": (N_("{path}: the ring encloses nothing on a grid of 1e-7 degree."), OTHERS_USED),
    "AIR-AREA-COORDINATE": (N_("{path}: {found} is no longitude and latitude in degrees."), OTHERS_USED),
    "AIR-AREA-EDGE-TOO-WIDE": (
        N_(
            "{path}: an edge spans more than 180 degrees of longitude; an area across the antimeridian is drawn in two parts."
        ),
        OTHERS_USED,
    ),
    "AIR-NOTICES-NOT-A-LIST": (N_("{path} is no list of notices; found {found}."), RUN_AGAIN),
    "AIR-NOTICE-FIELD": (N_("{path}: found {found}, expected {expected}."), NOTICE_OUT),
    "TRACKS-COLUMNS": (N_("{path}: no column for {expected}; it has {found}."), SOURCE_OUT),
    "TRACKS-FORMAT": (N_("{path}: the format {found} is not known; known are {expected}."), SOURCE_OUT),
    "TRACKS-FOLDER-EMPTY": (N_("{path} holds no file that ends in .parquet."), SOURCE_OUT),
    "TRACKS-CHANGED": (
        N_("{path} changed while it was being read."),
        N_("Nothing was given out. Run the command again when nobody writes to it; finished parts are kept."),
    ),
    "TRACKS-CLUSTER-NOT-INSTALLED": (
        N_("{found}, which works on several machines or processes, is not installed."),
        N_("Nothing was computed. Run `pip install '{expected}'`, or leave --cluster out and use one process."),
    ),
    "TRACKS-CLUSTER-WHERE": (N_("{path}: {found} names no cluster; expected: {expected}."), RUN_AGAIN),
    "TRACKS-CLUSTER-OPTION": (
        N_("{path} {found} does not go with --cluster."),
        N_("Nothing was computed. Use {expected} in its place."),
    ),
    "TRACKS-CLUSTER-FOLDER": (
        N_("{path}: the workers of other machines need a folder for their parts, and none is given."),
        N_("Nothing was computed. Give --resume FOLDER, a folder that every worker sees under the same name."),
    ),
    "TRACKS-CLUSTER-UNREACHABLE": (N_("No scheduler answers at {path} ({found})."), GO_ON),
    "TRACKS-CLUSTER-NO-WORKER": (N_("The scheduler at {path} has no worker."), GO_ON),
    "TRACKS-CLUSTER-UNSEEN": (
        N_("A worker does not see {path}."),
        N_(
            "Nothing was given out. Put tracks and --resume FOLDER where every worker sees them under the same name, and run the command again."
        ),
    ),
    "TRACKS-CLUSTER-VERSION": (
        N_("The worker at {path} has another version of this program."),
        N_(
            "Nothing was computed: results of two versions are not mixed. Update the workers and run the command again."
        ),
    ),
    "TRACKS-CLUSTER-LOST": (
        N_("The cluster at {path} lost its workers or its scheduler ({found})."),
        N_(
            "Nothing was given out. Run the command again with the same --resume FOLDER: finished parts are kept. Give the workers more memory if it happens again."
        ),
    ),
    "TRACKS-UNREADABLE": (N_("{path} cannot be read as tracks ({found})."), SOURCE_OUT),
    "TRACKS-EMPTY": (N_("{path} is empty."), SOURCE_OUT),
    "TRACKS-NOT-TEXT": (
        N_("{path} is none of the formats known here, and no table in UTF-8 ({found})."),
        N_("Nothing was read from it. Export it as CSV in UTF-8 or as Parquet, and run the command again."),
    ),
    "TRACKS-NO-ROWS": (
        N_("{path} holds no row of a track."),
        N_("Nothing was computed. Check that it is the file meant, and name its format with --format."),
    ),
    "TRACKS-JSON-TOO-LARGE": (
        N_("{path}: a part of this JSON that has to be held whole is over {expected} MiB."),
        N_("Nothing was read from it. Convert it into JSON lines or CSV, a row each, and run the command again."),
    ),
    "TRACKS-NOTHING-USABLE": (
        N_("No usable point in {path}. Left out: {found}."),
        N_(
            "Nothing was computed. Times are seconds since 1970 or RFC 3339, places degrees with a decimal point. Run it again with --rejects FILE to list the causes, and with --format, --day or --sensor where they are missing."
        ),
    ),
    "AIR-WATCH-NO-AREAS": (
        N_("{path}: no area is in force with what is known here."),
        N_(
            "Nothing is watched. Run `jig areas set` and have both sides sign, or exchange with the other side, then run it again."
        ),
    ),
    "AIR-WATCH-PICTURE": (
        N_("The node's picture could not be read ({found}); whether another version is in force is not known."),
        N_(
            "The areas read before are watched on, and it is tried again in a minute. Run `jig areas list DIR` to see why."
        ),
    ),
    "AIR-SEEN-UNKNOWN": (
        N_("The watch has written no stay {found}."),
        N_("Nothing was drafted. Run `jig air seen DIR` and give the id of a stay it lists."),
    ),
    "FEED-ADDRESS": (
        N_("{found} is no address of a feed; tcp://HOST:PORT, udp://[HOST]:PORT, - or a file is expected."),
        N_("Nothing was watched. Correct it and run the command again."),
    ),
    "FEED-PORT": (
        N_("{path} cannot be listened on ({found})."),
        N_("Nothing was watched. Name a free port of this machine and run the command again."),
    ),
    "FEED-NOTHING-USABLE": (
        N_("The feed {path} ended without a usable point: {found}."),
        N_(
            "NO DATA: nothing is known of the areas. Name the format with --format, and run it again with --rejects FILE to list the causes."
        ),
    ),
    "AIR-STOPPED": (
        N_("Broken off before the end."),
        N_(
            "Nothing was given out and no file was written; parts in the folder of --resume are kept. Run the command again."
        ),
    ),
    "AIR-WATCH-STOPPED": (
        N_("The watch was broken off. What happens from now on is not known."),
        N_("What was said stands in the node's folder. Run the command again to go on with who was inside."),
    ),
    "AIR-OUT-SAME": (N_("{path} would be written over {found}."), N_("Nothing was computed. Name another file.")),
    "AIR-OUT-UNWRITABLE": (
        N_("{path} cannot be written ({found})."),
        N_("Nothing was computed. Name a file in a folder that exists and may be written to."),
    ),
    "AIR-OUT-ENDING": (N_("{path} ends in {found}; expected: {expected}."), RUN_AGAIN),
}
