"""How far a node's log had got, noted outside the node's folder, so that a restored backup is noticed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

_WIDTH = 16


class FileWitness:
    """A small file under the user's state folder, one for each node's folder. A copied folder is another node's
    place: it has none.

    Losing the file loses nothing but the warning.
    """

    def __init__(self, folder: Path, origin: str) -> None:
        name = hashlib.sha256(f"{origin} {folder.resolve()}".encode()).hexdigest()[:32]
        base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
        self._path = Path(base) / "jig" / "witness" / name
        self._known: int | None = None

    def highest(self) -> int | None:
        """Give the size noted, None when there is none or it cannot be read."""
        try:
            found = self._path.read_bytes()[:_WIDTH]
        except OSError:
            return None
        return int(found) if found.isdigit() and len(found) == _WIDTH else None

    def raise_to(self, size: int) -> None:
        """Note a size; a lower one changes nothing, and a place that cannot be written is no reason to stop."""
        if self._known is None:
            self._known = self.highest()
        if self._known is not None and self._known >= size:
            return
        try:
            self._write(size)
        except OSError:
            return
        self._known = size

    def lower_to(self, size: int) -> None:
        """Note a size below the last one: both sides agreed to resume there."""
        self._path.unlink(missing_ok=True)
        self._known = None
        self.raise_to(size)

    def _write(self, size: int) -> None:
        # In place and not synced: this stands beside every append. What a crash tears is read as no note at all, and a
        # lost note loses the warning, nothing else.
        if not self._path.parent.is_dir():
            self._path.parent.mkdir(parents=True, mode=0o700)
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.pwrite(handle, f"{size:0{_WIDTH}d}\n".encode(), 0)
        finally:
            os.close(handle)
