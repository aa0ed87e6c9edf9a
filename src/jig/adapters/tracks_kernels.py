"""Where compiled functions are kept: with the user, apart by what they were compiled from."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import warnings
from importlib.resources import files
from pathlib import Path

#: Bytes of tracks and areas together that uncompiled functions are through with sooner than compiled ones are loaded,
#: or made where none is kept yet: a second or two then, in place of twenty.
_TINY, _SMALL = 1 << 16, 1 << 19


def make_ready(*given: str | Path) -> bool:
    """Choose where kernels are kept, and whether there is need of them; gives whether they are still to be compiled.

    given: what will be read. A small question is answered by the same functions, uncompiled; what is no plain file is
    not small. Call it before any of them is imported.
    """
    keep_kernels()
    if "jig.air.episodes_kernel" in sys.modules:
        return False
    kept = any(Path(os.environ["NUMBA_CACHE_DIR"]).rglob("episodes_kernel.*.nbc"))
    if _size(given) > (_TINY if kept else _SMALL):
        return not kept
    import numpy as np

    from jig.air.compiled import leave_uncompiled

    leave_uncompiled()
    # What is set for numpy holds in this thread only; a worker has its own.
    np.seterr(over="ignore")
    warnings.filterwarnings("ignore", "overflow encountered", RuntimeWarning)
    return False


def _size(given: tuple[str | Path, ...]) -> float:
    paths = [Path(one) for one in given]
    return sum(path.stat().st_size if path.is_file() else float("inf") for path in paths)


def keep_kernels() -> None:
    """Choose numba's folder before numba is imported: beside the user's other caches, or in a temporary one.

    An installation may be read-only. Functions call each other across files, which numba's own check of a file does not
    see: the folder is named after all sources together.
    """
    if os.environ.get("NUMBA_CACHE_DIR"):
        return
    digest = hashlib.sha256()
    for source in sorted(files("jig.air").iterdir(), key=lambda one: one.name):
        if source.name.endswith(".py"):
            digest.update(source.read_bytes())
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")  # noqa: PTH111, PTH118
    for base in (Path(home), Path(tempfile.gettempdir(), f"jig-{os.getuid() if hasattr(os, 'getuid') else 0}")):
        folder = base / "jig" / f"kernels-{digest.hexdigest()[:16]}"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            continue
        # What lies there is run: a folder of somebody else's is not taken.
        if os.access(folder, os.W_OK) and (not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()):
            os.environ["NUMBA_CACHE_DIR"] = str(folder)
            return
    os.environ["NUMBA_CACHE_DIR"] = tempfile.mkdtemp(prefix="jig-kernels-")
