"""Showing the positions of an entry in the reader's own notations, before anybody accepts them."""

from __future__ import annotations

from typing import Any

from jig.adapters.positions import PositionReader
from jig.agreement.profile import load_profile
from jig.agreement.wording import N_
from jig.desk.output import DESK


def notations_of(profile: str, code: str) -> tuple[str, ...]:
    """Give the notations in which a participant's officers read positions."""
    return load_profile(profile).participant(code).notations


def read_back(reader: PositionReader, profile: str, code: str, body: Any, path: str = "") -> list[dict[str, Any]]:
    """Read back every position of a body for one participant, and say each; gives the rows for machines."""
    rows = reader.read_back(body, notations_of(profile, code), path)
    for row in rows:
        DESK.say(
            N_("Read-back for {reader}, {path}: \u201c{given}\u201d ({notation}) is"),
            reader=code,
            path=row["path"] or "-",
            given=row["given"],
            notation=row["notation"],
        )
        for notation, found in row["readback"].items():
            if found["text"] is None:
                DESK.say(N_("  {notation}: cannot be written ({code})"), notation=notation, code=found["code"])
            else:
                DESK.say(
                    N_("  {notation}: {text} (read again {error_m} m off)"),
                    notation=notation,
                    text=found["text"],
                    error_m=found["error_m"],
                )
    return [row | {"reader": code} for row in rows]
