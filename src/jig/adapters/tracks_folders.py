"""Folders of track files: what a folder of partitions holds, in the order in which it is read."""

from __future__ import annotations

from pathlib import Path

from jig.adapters.tracks_read import TracksFault


def files_of(source: str) -> list[str]:
    """Give a folder's Parquet files by name, those of its folders with them; anything else is itself.

    Names that begin with a dot or an underscore are not data, as everywhere in partitioned folders. Raises TracksFault
    TRACKS-FOLDER-EMPTY.
    """
    folder = Path(source)
    if source == "-" or not folder.is_dir():
        return [source]
    found = [path for path in folder.rglob("*.parquet") if path.is_file() and _is_data(path.relative_to(folder))]
    if not found:
        raise TracksFault("TRACKS-FOLDER-EMPTY", path=source)
    return [str(path) for path in sorted(found, key=lambda path: path.parts)]


def _is_data(name: Path) -> bool:
    return not any(part.startswith((".", "_")) for part in name.parts)
