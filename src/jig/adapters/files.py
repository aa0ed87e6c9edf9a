"""Files written whole or not at all, and read within a bound."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

#: Bytes of one delivery over the link.
BUNDLE_CAP = 64 * 1024 * 1024
#: The media type of a delivery.
BUNDLE_TYPE = "application/octet-stream"


class FileTooLarge(Exception):
    """A file holds more bytes than its reader takes; `code` is FILE-TOO-LARGE with cap."""

    def __init__(self, cap: int) -> None:
        super().__init__("FILE-TOO-LARGE")
        self.code, self.params = "FILE-TOO-LARGE", {"cap": cap}


class FileFormatFault(Exception):
    """A file that is not of the form its reader takes; `code` is stable."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def atomic_write(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Replace a file durably: after a crash it holds the old bytes or the new ones, never a part.

    mode: permissions of the new file. Raises OSError.
    """
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}.tmp")
    # O_EXCL: a planted link of that name must not be followed.
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    except OSError as fault:
        # Named as its caller named it: nobody knows the name beside it.
        fault.filename = str(path)
        raise
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            beside.unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable (POSIX: a new name is lost unless its folder is synced too)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_capped(path: Path, cap: int) -> bytes:
    """Read a file of at most `cap` bytes; raises FileTooLarge, OSError.

    The bound is held while reading, so that a pipe or a growing file cannot exceed it.
    """
    with path.open("rb") as file:
        data = file.read(cap + 1)
    if len(data) > cap:
        raise FileTooLarge(cap)
    return data
