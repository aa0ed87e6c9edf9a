"""Datums, and the notations that stand on them: data, so that no land is named in code (datums.json)."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

# The datum of notations that are WGS 84 already.
WORLD: Final = None


@dataclass(frozen=True)
class Datum:
    """A datum: its ellipsoid as the projection library takes it, the operation in force until both sign another, and
    the words by which a text names it."""

    code: str
    ellipsoid: str
    default: str
    words: re.Pattern[str]


@dataclass(frozen=True)
class Grid:
    """A national plane grid: easting first. area: south, west, north, east, degrees, as the registry publishes it."""

    notation: str
    datum: str
    crs: str
    projection: str
    area: tuple[float, float, float, float]
    words: re.Pattern[str]


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files("jig.places").joinpath("datums.json").read_text("utf-8"))
    return loaded


@lru_cache(maxsize=1)
def datums() -> Mapping[str, Datum]:
    """The datums by code."""
    return {
        row["code"]: Datum(row["code"], row["ellipsoid"], row["default"], re.compile(row["words"]))
        for row in _data()["datums"]
    }


@lru_cache(maxsize=1)
def grids() -> Mapping[str, Grid]:
    """The national grids by notation."""
    return {
        row["notation"]: Grid(
            row["notation"], row["datum"], row["crs"], row["projection"],
            (row["south_west_north_east"][0], row["south_west_north_east"][1],
             row["south_west_north_east"][2], row["south_west_north_east"][3]),
            re.compile(row["words"]),
        )
        for row in _data()["grids"]
    }  # fmt: skip


@lru_cache(maxsize=1)
def geographic() -> Mapping[str, str | None]:
    """Notations of latitude and longitude, and the datum of each; None is WGS 84."""
    return dict(_data()["geographic"])


@lru_cache(maxsize=1)
def offered_unasked() -> frozenset[str]:
    """Geographic notations that a text naming none may be meant in.

    The others lie within a metre or a few of one of these, so that offering them would tell a reader nothing.
    """
    return frozenset(_data()["offered_unasked"])


@lru_cache(maxsize=1)
def gauss_kruger_datums() -> Mapping[str, str]:
    """Notations of Gauss-Krueger coordinates and kilometre squares, and the datum of each."""
    return dict(_data()["gauss_kruger"])


@lru_cache(maxsize=1)
def datum_of() -> Mapping[str, str | None]:
    """Every notation's datum; None is WGS 84."""
    return {
        **geographic(),
        **gauss_kruger_datums(),
        **{grid.notation: grid.datum for grid in grids().values()},
        **dict.fromkeys(("MGRS", "UTM", "GARS", "PLACE")),
    }


@lru_cache(maxsize=1)
def defaults() -> Mapping[str, str]:
    """The operation of each datum until both sides sign another (reading A22)."""
    return {code: datum.default for code, datum in datums().items()}
