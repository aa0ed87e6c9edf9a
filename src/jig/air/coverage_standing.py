"""What a side's word on coverage comes to once corrected: of one measure the newest statement stands (F14)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from jig.air.observation import Covered


def corrected(told: Iterable[Covered]) -> list[Covered]:
    """Give one side's statements of an area, in the order told, without what it has since said otherwise.

    Where two statements of one measure meet in time the newer stands, the smaller share too: that a radar was off all
    night would else be covered up by what was said of it the evening before. Statements of other measures stay apart.
    """
    spoken: dict[str, Spans] = {}
    found: list[Covered] = []
    for one in reversed(list(told)):
        spans = spoken.setdefault(one.measure, Spans())
        found += [one._replace(start=start, end=end) for start, end in reversed(spans.add(one.start, one.end))]
    return found[::-1]


class Spans:
    """Disjoint time spans in order, each from its start to before its end."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, start: int, end: int) -> list[tuple[int, int]]:
        """Add a span; give the parts of it that no span had."""
        low, high = bisect_left(self.ends, start), bisect_right(self.starts, end)
        free, at = [], start
        for begin, until in zip(self.starts[low:high], self.ends[low:high], strict=True):
            if begin > at:
                free.append((at, begin))
            at = max(at, until)
        if at < end:
            free.append((at, end))
        whole = (min([start, *self.starts[low:high]]), max([end, *self.ends[low:high]]))
        self.starts[low:high], self.ends[low:high] = [whole[0]], [whole[1]]
        return free
