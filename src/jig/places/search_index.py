"""Which of many names are worth a close look: names that share runs of sounds with what was asked."""

from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.int32]

_LEAST = 0.25


def grams(sounds: str, bones: str) -> set[str]:
    """Runs of two sounds and of two consonants, the ends of the name among them."""
    heard, hard = f"^{sounds}$", f"<{bones}>"
    return {heard[n : n + 2] for n in range(len(heard) - 1)} | {"#" + hard[n : n + 2] for n in range(len(hard) - 1)}


class GramIndex:
    """Texts by the runs they hold; a rare run counts for more.

    texts: (sounds, bones) of each; they are numbered in this order.
    """

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        held: dict[str, list[int]] = {}
        sizes = np.zeros(len(texts), dtype=np.float32)
        for number, (sounds, bones) in enumerate(texts):
            for gram in grams(sounds, bones):
                held.setdefault(gram, []).append(number)
        self._weights = {gram: log(1 + len(texts) / len(numbers)) for gram, numbers in held.items()}
        self._held: dict[str, Numbers] = {gram: np.array(numbers, dtype=np.int32) for gram, numbers in held.items()}
        for gram, numbers in self._held.items():
            sizes[numbers] += np.float32(self._weights[gram])
        self._sizes = sizes

    def likest(self, sounds: str, bones: str, count: int) -> Numbers:
        """The numbers of at most `count` texts that share most with this one; in no order."""
        shared = np.zeros(len(self._sizes), dtype=np.float32)
        size = 0.0
        for gram in grams(sounds, bones):
            numbers = self._held.get(gram)
            weight = self._weights.get(gram, log(1 + len(self._sizes)))
            size += weight
            if numbers is not None:
                shared[numbers] += np.float32(weight)
        # What shares less than a quarter of the weight is below any floor of likeness.
        some = np.flatnonzero(shared > np.float32(size * _LEAST)).astype(np.int32)
        if len(some) <= count:
            return some
        likeness = shared[some] / (self._sizes[some] + np.float32(size))
        return some[np.argpartition(-likeness, count)[:count]]
