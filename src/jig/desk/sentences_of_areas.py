"""What the faults of areas and of files of areas say to a person (AP 3.a, 3.c), and what to do next."""

from __future__ import annotations

from jig.agreement.wording import N_

FILE = N_("Nothing was recorded. Correct the file and import it again.")
GIVE = N_("Nothing was recorded. Correct it and try again.")

AREAS: dict[str, tuple[str, str]] = {
    "AREA-LAYER": (N_("There is no layer {found}; there are {expected}."), GIVE),
    "AREA-TIME": (N_("{path}: {found} is no time with its zone (as in 2016-09-12T19:00:00+03:00)."), GIVE),
    "AREA-CLASS": (N_("{path}: the class {found} is no number."), FILE),
    "AREA-NAMELESS": (N_("{path} has no name: a property or column `area`."), FILE),
    "AREA-AGAIN": (
        N_("{path}: {found} stands in the file more than once; of two statements only the later would stand."),
        N_("Nothing was recorded. Give each area once, of several polygons if need be, and import the file again."),
    ),
    "AREA-LOOKS-ALIKE": (
        N_("{path}: the name {found} looks the same as {expected}, in other letters: two areas to a machine."),
        N_("Write one area's name in the same letters each time; give another area another name."),
    ),
    "AREA-ROWS": (N_("{path}: {found}; an earlier row of this area says {expected}."), FILE),
    "AREA-CORNER": (N_("{path}: {found} is no corner (longitude, latitude in degrees)."), FILE),
    "AREA-CORNER-RANGE": (N_("{path}: {found} lies outside longitude 180 or latitude 90."), FILE),
    "AREA-TWICE": (N_("{path}: {found} is given twice, so its value is not known."), FILE),
    "AREA-ERROR": (N_("{path}: the error {found} is no whole number of millimetres."), FILE),
    "AREA-RING-OPEN": (N_("{path}: the ring does not end where it begins."), FILE),
    "AREA-NO-POLYGON": (N_("{path} has no polygon (found {found})."), FILE),
    "AREA-GEOMETRY": (N_("{path}: the geometry cannot be read ({found})."), FILE),
    "AREA-CURVED": (
        N_("{path} has curved edges ({found}); edges here are straight."),
        N_("Nothing was recorded. Convert the curves to straight edges of your choice and import the file again."),
    ),
    "AREA-CORNERS": (
        N_("{path} has {found} corners or more, which is more than is read of one area."),
        N_("Nothing was recorded. Divide the area or give it fewer corners."),
    ),
    "AREA-OTHER-CRS": (
        N_("{path}: its geometry is in the coordinate system {found}, not in longitude and latitude on WGS 84."),
        N_("Nothing was recorded. Convert the file to WGS 84 (EPSG:4326) and import it again."),
    ),
    "AREA-TEXT": (N_("{path}: the column {found} holds text that is not UTF-8."), FILE),
    "AREA-DIFFERENT": (
        N_(
            "{found} is stated by both with different outlines, classes or validity; it is left out and listed as unresolved."
        ),
        N_("Compare the two (`jig areas compare`) and let one side state the other's outline."),
    ),
    "AREA-SET-EMPTY": (
        N_("No area of the layer {found} can be signed with what is known here."),
        N_("State areas first (`jig areas import`), or resolve the differences."),
    ),
    "AREA-UNKNOWN": (N_("No area {found} is known here."), N_("See `jig areas list` for what both stated.")),
    "AREA-IN-LAYERS": (N_("{found} is in several layers: {expected}."), N_("Name it with its layer, as LAYER:NAME.")),
    "AREA-ONE-SIDED": (N_("Only one side states {found}."), N_("Name the two entries to compare.")),
    "AREA-VERSION": (
        N_("{path} has no single version {found}; it has {expected}."),
        N_("Name one of them, by its label or digest."),
    ),
    "AREA-VERSIONS": (
        N_("{path} has not two versions to compare; it has {found}."),
        N_("State another version first (`jig areas set`), or compare two statements of one area."),
    ),
    "AREAS-NONE": (N_("The file has no area."), FILE),
    "AREAS-TOO-MANY": (
        N_("The file has more than {cap} areas."),
        N_("Nothing was recorded. Divide the file and import the parts."),
    ),
    "AREAS-CORNERS": (
        N_("The file has more than {cap} corners."),
        N_("Nothing was recorded. Divide the file and import the parts."),
    ),
    "AREAS-FAULTS": (N_("The file has more than {cap} faults; it was read no further."), FILE),
    "AREAS-NOT-TABLE": (N_("The table cannot be read ({found})."), FILE),
    "AREAS-NOT-KMZ": (N_("The archive holds no KML that can be read ({path} {found})."), FILE),
    "AREAS-XML-SHAPE": (
        N_("The file nests one placemark in another, or holds more in one than is read ({path}, {found})."),
        FILE,
    ),
    "AREAS-ELSEWHERE": (
        N_("{path} points to areas that are not in this file ({found})."),
        N_("Nothing was recorded. Import the file that it points to, and this one without the link."),
    ),
    "AREAS-OPEN": (
        N_("{path} stands beside the file: what was changed last is not in the file itself."),
        N_("Nothing was recorded. Import the file again once the program that has it open is closed."),
    ),
    "AREAS-COMPUTED": (
        N_("{path} is a view, or computed by the file ({found}); only what is stored in it is read."),
        N_("Nothing was recorded. Copy it into a table of its own and import that."),
    ),
    "AREAS-GEOMETRIES": (
        N_("{path} has several columns of geometry; which of them bounds the area nobody knows."),
        N_("Nothing was recorded. Divide the table so that each has one and import the file again."),
    ),
    "AREAS-NOT-JSON": (N_("The file is no JSON in UTF-8 ({found})."), FILE),
    "AREAS-NOT-GEOJSON": (N_("The file is no GeoJSON: `{path}` is no list."), FILE),
    "AREAS-NOT-XML": (N_("The file is no XML; it breaks at line {path}."), FILE),
    "AREAS-XML-FORBIDDEN": (
        N_("The file declares a document type or entities ({found}); such files are not read."),
        FILE,
    ),
    "AREAS-NOT-TEXT": (N_("The file is no text in UTF-8, from byte {path} on."), FILE),
    "AREAS-COLUMNS": (N_("The table has the columns {found}; it needs `area`, and `text` or `lat` and `lon`."), FILE),
    "AREAS-NOT-GEOPACKAGE": (N_("The file is no GeoPackage of features ({path} {found})."), FILE),
    "AREAS-OTHER-CRS": (
        N_("{path}: the coordinate system {found} is not longitude and latitude on WGS 84."),
        N_("Nothing was recorded. Convert the file to WGS 84 (EPSG:4326) and import it again."),
    ),
}

#: Why an outline bounds no area, in words.
SHAPES: dict[str, str] = {
    "RING-TOO-SHORT": N_("a ring of fewer than three corners"),
    "RING-TOO-WIDE": N_("an edge of 180 degrees of longitude or more"),
    "RING-NO-AREA": N_("a ring that encloses nothing"),
    "RING-MEETS-ITSELF": N_("a ring that meets itself"),
    "HOLE-OUTSIDE": N_("a hole outside its ring"),
    "RINGS-CROSS": N_("rings that cross"),
    "POLYGONS-OVERLAP": N_("polygons that overlap"),
}
