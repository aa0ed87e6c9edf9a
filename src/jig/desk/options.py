"""Arguments and options that commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from jig.adapters.folder import NodeFolder
from jig.adapters.positions import PositionReader, signed_operations
from jig.agreement.terms import Terms
from jig.desk.faults import Failed, Fault
from jig.desk.output import DESK
from jig.record.registers import Cut

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A node's folder.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")]
Lang = Annotated[str | None, typer.Option("--lang", help="Language of prose: en or ru.")]
Officer = Annotated[str, typer.Option("--officer", help="The officer who transmits.")]
At = Annotated[str | None, typer.Option("--at", help="A frontier: CODE=number,CODE=number.")]


def passphrase(owner: str) -> bytes | None:
    """Ask for the passphrase of a key's owner: from JIG_PASSPHRASE, or at the terminal when there is one."""
    given = os.environ.get("JIG_PASSPHRASE")
    if given is not None:
        return given.encode()
    if sys.stdin.isatty():
        return str(typer.prompt(owner, hide_input=True, default="", show_default=False, err=True)).encode() or None
    return None


def open_folder(path: Path) -> NodeFolder:
    """Open a node's folder; keys of an EXERCISE node are made without a passphrase and ask for none."""
    folder = NodeFolder(path, passphrase)
    for name in folder.keys.open_to_others():
        DESK.warn(Fault("KEY-FILE-OPEN-TO-OTHERS", params={"file": name}))
    return folder


def position_reader(folder: NodeFolder, terms: Terms | None) -> PositionReader:
    """Give the reader of positions for a node: its own lists of places, the datum operations that terms set."""
    return PositionReader(folder.own.profile, signed_operations(terms.settings) if terms else None, folder.path)


def read_frontier(text: str | None, codes: tuple[str, str]) -> Cut | None:
    """Read `--at`; raises Failed FRONTIER."""
    if text is None:
        return None
    found: dict[str, int] = {}
    for part in text.split(","):
        code, equals, number = part.strip().partition("=")
        if (
            not equals
            or not (number.isascii() and number.isdecimal())
            or code not in codes
            or code in found
            or len(number) > 15
        ):
            raise Failed(2, Fault("FRONTIER", found=text))
        found[code] = int(number)
    if set(found) != set(codes):
        raise Failed(2, Fault("FRONTIER", found=text))
    return Cut(found[codes[0]], found[codes[1]])


def frontier_text(frontier: Mapping[str, int]) -> str:
    """Write a frontier as `--at` takes it."""
    return ",".join(f"{code}={size}" for code, size in frontier.items())
