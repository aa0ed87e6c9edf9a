"""What `air episodes` writes: only where it can, never over what it reads, whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jig.agreement.wording import N_
from jig.desk.faults import INTERRUPTED, UNUSABLE, Failed, Fault
from jig.desk.output import DESK

if TYPE_CHECKING:
    from jig.adapters.tracks_read import Reading
    from jig.air.episodes import Episode

_TEXT = N_(
    "{aircraft} in {area}: {certainty}; a position may be {error} m off. Source: {files}. Begins {entered_how}, ends {left_how}: before, after and between its points nothing was seen, and where no track is, nothing is known."
)


def check_outputs(outputs: Mapping[str, Path | None], inputs: Sequence[str | Path | None]) -> None:
    """Raise Failed with each option whose file cannot be written, before anything is computed.

    outputs: by option. inputs: what is read; nothing of it may be written over.
    """
    faults: list[Fault] = []
    taken = {_real(one): str(one) for one in inputs if one is not None and str(one) != "-"}
    for option, path in outputs.items():
        if path is None:
            continue
        real = _real(path)
        if real in taken:
            faults.append(Fault("AIR-OUT-SAME", path=f"{option} {path}", found=taken[real]))
        elif path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK | os.X_OK):
            faults.append(Fault("AIR-OUT-UNWRITABLE", path=f"{option} {path}", found=_why(path)))
        taken.setdefault(real, f"{option} {path}")
    if faults:
        raise Failed(UNUSABLE, *faults)


def _real(path: str | Path) -> str:
    return os.path.realpath(path)


def _why(path: Path) -> str:
    if path.is_dir():
        return "EISDIR"
    return "EACCES" if path.parent.is_dir() else "ENOENT" if not path.parent.exists() else "ENOTDIR"


@contextlib.contextmanager
def whole_or_nothing() -> Iterator[None]:
    """Say, when a person breaks off what is computed here, that nothing was given out."""
    try:
        yield
    except KeyboardInterrupt:
        raise Failed(INTERRUPTED, Fault("AIR-STOPPED")) from None


def give_out(
    paths: tuple[Path | None, Path | None],
    found: Sequence[Episode],
    ways: Sequence[Any],
    reading: Reading,
    sources: Sequence[str],
    error_m: float,
) -> None:
    """Write the episodes, and a draft of each, where that was asked for. paths: of both."""
    from jig.adapters.tracks_episodes import write

    out, drafts = paths
    if out is not None:
        write(out, found, ways)
    if drafts is not None:
        _write_drafts(drafts, found, ways, reading, sources, error_m)


def _write_drafts(
    path: Path, found: Sequence[Episode], ways: Sequence[Any], reading: Reading, sources: Sequence[str], error_m: float
) -> None:
    """Write a draft of an officer's observation a line, an episode each; who operated the aircraft is left open."""
    import json

    from jig.adapters.files import atomic_write
    from jig.adapters.observation_drafts import draft_of_episode
    from jig.adapters.tracks_episodes import as_row

    files = ", ".join(dict.fromkeys(Path(one).name for one in sources))[:200]
    lines = []
    for one, way in zip(found, ways, strict=True):
        row = as_row(one)
        text = DESK.words(_TEXT, files=files, error=f"{error_m:g}", **row)
        lines.append(json.dumps(draft_of_episode(row, way, reading.kinds, DESK.lang, text), ensure_ascii=False))
    # Of nobody else's concern: an officer has not stated it yet.
    atomic_write(path, "".join(f"{line}\n" for line in lines).encode(), mode=0o600)
    DESK.say(
        N_(
            "{count} drafts in {path}, one a line. Put a line into a file of its own, complete who operated the aircraft, its class and what it did as you know them; then: jig submit DIR observation FILE --officer NAME"
        ),
        count=len(lines),
        path=path,
    )
