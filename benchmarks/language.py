"""Finding in the translation memory, beside the exhaustive search of rapidfuzz in the same run."""

from __future__ import annotations

import random
import statistics
import time

from rapidfuzz import fuzz, process
from rich.console import Console

from benchmarks.figures import Figure
from jig.adapters.memory import Memory, like
from jig.adapters.tmx import Unit

SEED, QUESTIONS = 20160917, 60
_SYLLABLES = ("ка", "ро", "ми", "тен", "ски", "вла", "пре", "до", "шу", "ник", "ость", "бе", "гра", "ли", "чев")


def of_the_memory(count: int, console: Console) -> list[Figure]:
    """Ask a memory of so many units, and every one of its segments, for the same sentences."""
    dice = random.Random(SEED)
    words = ["".join(dice.choices(_SYLLABLES, k=dice.randint(1, 5))) for _ in range(6_000)]
    weights = [1 / (n + 5) for n in range(len(words))]
    units = [
        Unit({"ru": " ".join(dice.choices(words, weights, k=dice.randint(5, 20))), "en": f"sentence {n}"}, "made")
        for n in range(count)
    ]
    texts = [like(unit.words["ru"]) for unit in units]
    ours, theirs, wanted, missed = [], [], 0, 0
    with Memory(None) as memory, console.status(f"asking a memory of {count} units"):
        memory.add(units)
        for _ in range(QUESTIONS):
            asked = dice.choice(units).words["ru"].split()
            for _ in range(max(1, len(asked) // 6)):
                asked[dice.randrange(len(asked))] = dice.choice(words)
            text = " ".join(asked)
            start = time.perf_counter()
            found = {like(match.text) for match in memory.find(text, "ru", at_least=0.7, most=10)}
            middle = time.perf_counter()
            best = process.extract(like(text), texts, scorer=fuzz.ratio, score_cutoff=70, limit=10)
            ours.append(middle - start)
            theirs.append(time.perf_counter() - middle)
            # Lower ones of made sentences are mere chance of letters: they share no word.
            like_enough = [one[0] for one in best if one[1] >= 75]
            wanted += len(like_enough)
            missed += sum(one not in found for one in like_enough)
    ratio = statistics.median(ours) / statistics.median(theirs)
    took = f"{statistics.median(ours) * 1000:.1f} ms"
    how = f"{count} units, median of {QUESTIONS} questions, {took}; rapidfuzz.process.extract; seed {SEED}"
    recall = f"of {wanted} matches from 0.75 up that rapidfuzz.process.extract finds; seed {SEED}"
    return [
        Figure("memory: a question against an exhaustive search", ratio, "<= 0.5", how),
        Figure(
            "memory: share found of what an exhaustive search finds", 1 - missed / max(1, wanted), ">= 0.95", recall
        ),
    ]
