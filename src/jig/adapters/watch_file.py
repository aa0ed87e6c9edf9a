"""What a watch saw, kept privately in the node's folder: JSON lines, only ever appended to, bounded by rotation.

It is no record of anybody's: nothing in it is stated, signed or sent. A watch that is started again reads it, so as
not to say the same twice, and to go on with who was inside.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jig.adapters.files import atomic_write

FOLDER, SEEN, INSIDE = "watch", "seen.jsonl", "inside.json"
#: Bytes of a file before a new one is begun, and how many older ones stay.
MOST_BYTES, MOST_OLDER = 8 << 20, 4
#: Events remembered so as not to be said twice.
MOST_KNOWN = 200_000
_MOST_LINE = 1 << 16


class SeenFile:
    """The file of one node's watch. most: bytes before a new one is begun."""

    def __init__(self, folder: Path, most: int = MOST_BYTES) -> None:
        self._folder, self._most = folder / FOLDER, most
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._path = self._folder / SEEN
        self._known: OrderedDict[str, None] = OrderedDict()
        #: Stays of earlier runs that were said to begin and not to end; those that ended.
        self._open: dict[str, dict[str, Any]] = {}
        self._over: set[str] = set()
        for one in read_seen(folder):
            self._know(_said(one))
            self._follow(one)
        self._file = self._opened()

    def __contains__(self, event: dict[str, Any]) -> bool:
        """Say whether an event was written before."""
        return _said(event) in self._known

    def _follow(self, event: dict[str, Any]) -> None:
        stay = stay_of(event)
        if event.get("event") == "entered":
            self._open[stay] = event
        elif event.get("event") == "left":
            self._open.pop(stay, None)
            self._over.add(stay)

    def _know(self, identity: str) -> None:
        self._known[identity] = None
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)

    def _opened(self) -> Any:
        number = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        file = os.fdopen(number, "ab")
        if file.tell() and not _ends_whole(self._path):
            # A run that was cut off left half a line: it stays, and spoils none but itself.
            file.write(b"\n")
        return file

    def append(self, event: dict[str, Any]) -> None:
        """Write one event; it is remembered."""
        self._know(_said(event))
        self._file.write(json.dumps(event, ensure_ascii=False, sort_keys=True).encode() + b"\n")
        self._file.flush()
        if self._file.tell() >= self._most:
            self._turn()

    def _turn(self) -> None:
        self._file.close()
        for number in range(MOST_OLDER, 0, -1):
            older = self._path.with_name(f"{SEEN}.{number}")
            newer = self._path if number == 1 else self._path.with_name(f"{SEEN}.{number - 1}")
            if newer.exists():
                newer.replace(older)
        self._file = self._opened()

    def inside(self) -> list[dict[str, Any]]:
        """Read who was inside when the watch last noted it, and who entered after that in a run that was cut off."""
        try:
            found = json.loads((self._folder / INSIDE).read_bytes())
        except (OSError, ValueError):
            found = []
        given = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
        noted = {stay: one for one in given if (stay := stay_of(one)) not in self._over}
        later = [one | {"last": one["entered"]} for stay, one in self._open.items() if stay not in noted]
        return [*noted.values(), *later]

    def note_inside(self, stays: list[dict[str, Any]]) -> None:
        """Note who is inside now."""
        atomic_write(self._folder / INSIDE, json.dumps(stays, ensure_ascii=False).encode())

    def close(self) -> None:
        """Close it."""
        self._file.close()


def stay_of(event: dict[str, Any]) -> str:
    """Name a stay: an aircraft in a version of an area since a moment. All that is said of one stay has one name."""
    return _digest(event, ("aircraft", "area", "version", "entered"))


def _said(event: dict[str, Any]) -> str:
    """Name an event by what it says, so that the same one is known again."""
    return _digest(event, ("event", "aircraft", "area", "version", "entered", "left"))


def _digest(event: dict[str, Any], names: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(str(event.get(name)) for name in names).encode()).hexdigest()[:16]


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def read_seen(folder: Path) -> Iterator[dict[str, Any]]:
    """Give what was written, the oldest first; lines that cannot be read are passed over."""
    path = folder / FOLDER / SEEN
    older = [path.with_name(f"{SEEN}.{number}") for number in range(MOST_OLDER, 0, -1)]
    for one in [*older, path]:
        if not one.is_file():
            continue
        with one.open("rb") as file:
            while line := file.readline(_MOST_LINE):
                try:
                    found = json.loads(line)
                except ValueError:
                    continue
                if isinstance(found, dict):
                    yield found
