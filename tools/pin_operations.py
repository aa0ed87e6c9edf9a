"""Pin datum operations: copy their parameters and declared areas from the EPSG registry that ships with pyproj.

Run by hand when an operation is added; the result is committed, so that no node's own registry decides where a point
lies:

    python tools/pin_operations.py > src/jig/places/operations.json
"""

import json
import sqlite3
import sys
from math import ceil, hypot
from pathlib import Path
from typing import Any

import pyproj

# By datum; the first is offered as the default. A minus: the registry publishes the operation the other way round.
# Several codes: one after the other.
OPERATIONS: dict[str, tuple[tuple[int, ...], ...]] = {
    "SK42": ((15865,), (5044,), (1267,)),
    "SK95": ((5043,), (1281,)),
    "PZ90.02": ((-7961,),),
    "PZ90.11": ((-7703, -7961),),
    "DEIREZZOR": ((15742,), (15741,), (15743,), (1587,)),
}
SOURCE_CRS = {"SK42": 4284, "SK95": 4200, "PZ90.02": 7677, "PZ90.11": 7679, "DEIREZZOR": 4227}
# WGS 84 as the registry's ensemble, and the realisation that PZ-90.02 was tied to; they differ by centimetres.
TARGET_CRS = (4326, 7660)
# 1066 states its parameters for an epoch, and a coordinate that is typed in has none: without rates it is a constant.
CONVENTIONS = {9607: "coordinate_frame", 1066: "coordinate_frame", 9606: "position_vector", 9603: "position_vector"}
ARC_SECONDS = {9104: 1.0, 1031: 0.001, None: 1.0}  # EPSG units: arc-second, milliarc-second
# The registry's sign for "accuracy not known".
UNKNOWN_ACCURACY_M = 999
# An extent's box is only the hull of the territories that it names: for 15865 the hull takes in lands that it does
# not name. The declared area is therefore pinned as the registry's boxes of the named territories, one by one.
MEMBER_EXTENTS = {15865: (1034, 1038, 1043, 3246, 3251, 1131, 1137, 3268, 3272, 1162, 3296, 1229, 1238, 3324, 1248)}
COLUMNS = (
    "name, method_code, tx, ty, tz, rx, ry, rz, rotation_uom_code, scale_difference, accuracy, source_crs_code,"
    " target_crs_code, deprecated"
)


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


def row_of(db: sqlite3.Connection, code: int) -> dict[str, Any]:
    found = db.execute(
        f"select {COLUMNS} from helmert_transformation where auth_name='EPSG' and code=?", (code,)
    ).fetchone()
    row = dict(zip((name.strip() for name in COLUMNS.split(",")), found, strict=True))
    if row["method_code"] not in CONVENTIONS or row["deprecated"] or row["accuracy"] in (None, UNKNOWN_ACCURACY_M):
        raise SystemExit(f"EPSG:{code} is deprecated, of unknown accuracy, or no similarity transformation")
    return row


def step(db: sqlite3.Connection, signed_code: int) -> dict[str, object]:
    row = row_of(db, abs(signed_code))
    unit = ARC_SECONDS[row["rotation_uom_code"]]
    return {
        "code": f"EPSG:{abs(signed_code)}",
        "name": row["name"],
        "method": f"EPSG:{row['method_code']}",
        "convention": CONVENTIONS[row["method_code"]],
        "inverse": signed_code < 0,
        "source_crs": f"EPSG:{row['source_crs_code']}",
        "target_crs": f"EPSG:{row['target_crs_code']}",
        "translation_m": [row["tx"], row["ty"], row["tz"]],
        "rotation_arcsec": [round((row[name] or 0.0) * unit, 9) for name in ("rx", "ry", "rz")],
        "scale_ppm": row["scale_difference"] or 0.0,
        "accuracy_mm": round(row["accuracy"] * 1000),
    }


def check_chain(datum: str, steps: list[dict[str, object]]) -> None:
    """A chain that does not lead from its datum to WGS 84 is refused."""
    at = f"EPSG:{SOURCE_CRS[datum]}"
    for each in steps:
        source, target = (
            (each["target_crs"], each["source_crs"]) if each["inverse"] else (each["source_crs"], each["target_crs"])
        )
        if source != at:
            raise SystemExit(f"{each['code']} does not begin at {at}")
        at = str(target)
    if at not in {f"EPSG:{crs}" for crs in TARGET_CRS}:
        raise SystemExit(f"the chain for {datum} ends at {at}")


def pin(db: sqlite3.Connection, datum: str, codes: tuple[int, ...]) -> dict[str, object]:
    steps = [step(db, code) for code in codes]
    check_chain(datum, steps)
    whole = [member for code in codes for member in declared_area(db, abs(code))]
    members = [
        member for code in codes for member in MEMBER_EXTENTS.get(abs(code), tuple(declared_area(db, abs(code))))
    ]
    return {
        "code": "-".join(f"EPSG:{abs(code)}" for code in codes),
        "name": " + ".join(str(each["name"]) for each in steps),
        "datum": datum,
        "accuracy_mm": ceil(hypot(*(float(str(each["accuracy_mm"])) for each in steps))),
        "steps": steps,
        "area_name": ", ".join(dict.fromkeys(str(extent(db, member)["name"]) for member in whole)),
        "area": [extent(db, member) for member in dict.fromkeys(members)],
        "area_extents": [f"EPSG:{member}" for member in dict.fromkeys(whole)],
    }


def main() -> None:
    db = sqlite3.connect(Path(pyproj.datadir.get_data_dir()) / "proj.db")
    version = db.execute("select value from metadata where key='EPSG.VERSION'").fetchone()[0]
    listed = [pin(db, datum, codes) for datum, chains in OPERATIONS.items() for codes in chains]
    json.dump({"registry": f"EPSG {version}", "operations": listed}, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
