"""How far a node's log had got, noted outside the node's folder, so that a restored backup is noticed."""

from __future__ import annotations

import contextlib
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
        self._handle: int | None = None

    def close(self) -> None:
        """Let go of the file; the next use opens it again."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def highest(self) -> int | None:
        """Give the size noted, None when there is none or it cannot be read."""
        try:
            found = os.pread(self._opened(), _WIDTH, 0)
        except OSError:
            return None
        return int(found) if found.isdigit() and len(found) == _WIDTH else None

    def raise_to(self, size: int) -> None:
        """Note a size; a lower one changes nothing, and a place that cannot be written is no reason to stop."""
        known = self.highest()
        if known is not None and known >= size:
            return
        with contextlib.suppress(OSError):
            self._write(size)

    def lower_to(self, size: int) -> None:
        """Note a size below the last one: both sides agreed to resume there."""
        try:
            self._write(size)
        except OSError:
            self._path.unlink(missing_ok=True)

    def _write(self, size: int) -> None:
        # In place and not synced: this stands beside every append. What a crash tears is read as no note at all, and a
        # lost note loses the warning, nothing else.
        if self._handle is None:
            self._path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        os.pwrite(self._opened(os.O_CREAT), f"{size:0{_WIDTH}d}\n".encode(), 0)

    def _opened(self, more: int = 0) -> int:
        """Give the file, opened once; anew when somebody removed it. Raises OSError."""
        if self._handle is not None and not os.fstat(self._handle).st_nlink:
            self.close()
        if self._handle is None:
            self._handle = os.open(self._path, os.O_RDWR | os.O_CLOEXEC | more, 0o600)
        return self._handle
