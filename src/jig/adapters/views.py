"""Private files of the node, appended to and never read by the fold: who looked at what is protected, and alarms."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

VIEWS_FILE = "views.jsonl"


def note_view(folder: Path, at: int, officer: str, what: str, more: Mapping[str, Any]) -> None:
    """Append a view, on disk before anything is shown; raises OSError: what cannot be noted is not shown."""
    line = json.dumps({"at": at, "officer": officer, "what": what, **more}, ensure_ascii=False, sort_keys=True)
    _append(folder / VIEWS_FILE, line)


def append_private(path: Path, row: Mapping[str, Any]) -> None:
    """Append a row as a line of JSON, on disk before it returns; raises OSError."""
    _append(path, json.dumps(row, ensure_ascii=False, sort_keys=True))


def _append(path: Path, line: str) -> None:
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    handle = os.open(path, flags, 0o600)
    try:
        os.write(handle, (line + "\n").encode())
        os.fsync(handle)
    finally:
        os.close(handle)
