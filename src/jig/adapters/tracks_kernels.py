"""Where compiled functions are kept: with the user, apart by what they were compiled from."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

#: Files of tracks or areas up to this are asked sooner by uncompiled functions than others are compiled.
_SMALL = 1 << 19


def make_ready(*files_given: str | Path) -> bool:
    """Choose where kernels are kept, and whether to compile them; gives whether that is still to be done here.

    On a machine where none is kept yet, a small question is answered without: by the same functions, uncompiled, in a
    second or two in place of twenty. files_given: what will be read; what is no plain file is not small.
    """
    keep_kernels()
    if "numba" in sys.modules or os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0"):
        return False
    if any(Path(os.environ["NUMBA_CACHE_DIR"]).rglob("episodes_kernel.*.nbc")):
        return False
    if not all(_is_small(Path(one)) for one in files_given):
        return True
    os.environ["NUMBA_DISABLE_JIT"] = "1"
    import numba  # noqa: F401 - reads it once, at its import; what is started from here is to compile as it likes
    import numpy as np

    del os.environ["NUMBA_DISABLE_JIT"]
    # Compiled, whole numbers run over in silence, and are meant to: differences of two products come out right again.
    np.seterr(over="ignore")
    return False


def _is_small(path: Path) -> bool:
    return path.is_file() and path.stat().st_size <= _SMALL


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
