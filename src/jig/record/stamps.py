"""When a head had reached the counterpart, by the counterpart's own stamps: the only proof of time there is."""

from __future__ import annotations

from array import array
from bisect import bisect_left

_BLOCK = 512


class Stamps:
    """A side's stamps on the other side's log that stand in one log: (position, size stamped, time).

    Receipts stand in the stamping side's own log, exhibits in the log of the side they benefit. Positions and, among
    receipts, sizes rise; times are whatever the stamping side says.
    """

    __slots__ = ("_blocks", "positions", "sizes", "times")

    def __init__(self) -> None:
        self.positions = array("q")
        self.sizes = array("q")
        self.times = array("q")
        self._blocks = array("q")

    def add(self, position: int, size: int, time: int) -> None:
        """Append a stamp."""
        if len(self.times) % _BLOCK == 0:
            self._blocks.append(time)
        elif time < self._blocks[-1]:
            self._blocks[-1] = time
        self.positions.append(position)
        self.sizes.append(size)
        self.times.append(time)

    def earliest(self, position: int, before: int, *, sorted_sizes: bool = True) -> int | None:
        """Give the earliest time stamped on a head that holds the entry at `position`, among stamps placed before
        `before`.

        sorted_sizes: receipts are in order of size; exhibits need not be and are few.
        """
        end = bisect_left(self.positions, before)
        if not sorted_sizes:
            return min((self.times[i] for i in range(end) if self.sizes[i] > position), default=None)
        at = bisect_left(self.sizes, position + 1, 0, end)
        if at >= end:
            return None
        best = self.times[at]
        while at < end:
            if at % _BLOCK == 0 and at + _BLOCK <= end:
                best, at = min(best, self._blocks[at // _BLOCK]), at + _BLOCK
            else:
                best, at = min(best, self.times[at]), at + 1
        return best
