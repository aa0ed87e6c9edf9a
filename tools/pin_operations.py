"""Pin datum operations: copy their parameters and declared areas from the EPSG registry that ships with pyproj.

Run by hand when an operation is added; the result is committed, so that no node's own registry decides where a point
lies:

    python tools/pin_operations.py > src/jig/places/operations.json
"""

import json
import sqlite3
import sys
from pathlib import Path

import pyproj

OPERATIONS = (15865, 5044, 1267)
# An extent's box is only the hull of the territories that it names: for 15865 the hull takes in lands that it does
# not name.
# The declared area is therefore pinned as the registry's boxes of the named territories, one by one.
MEMBER_EXTENTS = {15865: (1034, 1038, 1043, 3246, 3251, 1131, 1137, 3268, 3272, 1162, 3296, 1229, 1238, 3324, 1248)}


def extent(db: sqlite3.Connection, code: int) -> dict[str, object]:
    row = db.execute(
        "select name, south_lat, west_lon, north_lat, east_lon from extent where auth_name='EPSG' and code=?", (code,)
    ).fetchone()
    return {"extent": f"EPSG:{code}", "name": row[0], "south_west_north_east": list(row[1:])}


def declared_area(db: sqlite3.Connection, code: int) -> list[int]:
    rows = db.execute(
        "select extent_code from usage where object_table_name='helmert_transformation' and object_auth_name='EPSG'"
        " and object_code=?",
        (code,),
    )
    return [int(row[0]) for row in rows]


def pin(db: sqlite3.Connection, code: int) -> dict[str, object]:
    row = db.execute(
        "select name, method_code, tx, ty, tz, rx, ry, rz, scale_difference, accuracy, source_crs_code, target_crs_code,"
        " deprecated from helmert_transformation where auth_name='EPSG' and code=?",
        (code,),
    ).fetchone()
    if row[1] != 9607 or row[12]:
        raise SystemExit(f"EPSG:{code} is deprecated or not a coordinate frame rotation")
    whole = declared_area(db, code)
    return {
        "code": f"EPSG:{code}",
        "name": row[0],
        "method": f"EPSG:{row[1]}",
        "source_crs": f"EPSG:{row[10]}",
        "target_crs": f"EPSG:{row[11]}",
        "translation_m": list(row[2:5]),
        "rotation_arcsec": list(row[5:8]),
        "scale_ppm": row[8],
        "accuracy_mm": round(row[9] * 1000),
        "area": [extent(db, member) for member in MEMBER_EXTENTS.get(code, tuple(whole))],
        "area_extents": [f"EPSG:{member}" for member in whole],
    }


def main() -> None:
    db = sqlite3.connect(Path(pyproj.datadir.get_data_dir()) / "proj.db")
    version = db.execute("select value from metadata where key='EPSG.VERSION'").fetchone()[0]
    pinned = {"registry": f"EPSG {version}", "operations": [pin(db, code) for code in OPERATIONS]}
    json.dump(pinned, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
