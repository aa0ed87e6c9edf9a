"""Where two sentences differ, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_PARTS = re.compile(r"\w+|[^\w\s]|\s+")


def difference(was: str, now: str) -> list[dict[str, str]]:
    """Part two sentences into what is the same and what differs, in order; `op` is same, changed, gone or new."""
    one, other = _PARTS.findall(was), _PARTS.findall(now)
    names = {"equal": "same", "replace": "changed", "delete": "gone", "insert": "new"}
    return [
        {"op": names[op], "was": "".join(one[a:b]), "now": "".join(other[c:d])}
        for op, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    ]
