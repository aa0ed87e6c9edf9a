"""How far a node's log had got, noted outside the node's folder, so that a restored backup is noticed."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path


class FileWitness:
    """A small file under the user's state folder, one for each node's folder. A copied folder is another node's place: it has none.

    Losing the file loses nothing but the warning.
    """

    def __init__(self, folder: Path, origin: str) -> None:
        name = hashlib.sha256(f"{origin} {folder.resolve()}".encode()).hexdigest()[:32]
        base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
        self._path = Path(base) / "jig" / "witness" / f"{name}.json"
        self._known: int | None = None

    def highest(self) -> int | None:
        """Give the size noted, None when there is none or it cannot be read."""
        try:
            found = json.loads(self._path.read_bytes())["size"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if isinstance(found, int) else None

    def raise_to(self, size: int) -> None:
        """Note a size; a lower one changes nothing, and a place that cannot be written is no reason to stop."""
        known = self._known if self._known is not None else self.highest()
        if known is not None and known >= size:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Not synced: a note lost in a crash loses the warning, and the store itself is synced.
            scratch = self._path.with_suffix(f".{os.getpid()}")
            scratch.write_text(json.dumps({"size": size}))
            scratch.replace(self._path)
        except OSError:
            return
        self._known = size

    def lower_to(self, size: int) -> None:
        """Note a size below the last one: both sides agreed to resume there."""
        self._known = None
        self._path.unlink(missing_ok=True)
        self.raise_to(size)
