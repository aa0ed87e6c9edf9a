"""The translation memory: what it finds equals what an exhaustive search finds (clause C022)."""

import random

import pytest
from rapidfuzz import fuzz, process

from jig.adapters.memory import Memory, like
from jig.adapters.tmx import Unit
from jig.centre.ports import StoreFault

SYLLABLES = ("ка", "ро", "ми", "тен", "ски", "вла", "пре", "до", "шу", "ник", "ость", "бе", "гра", "ли", "чев")


def made(count: int, seed: int) -> list[Unit]:
    dice = random.Random(seed)
    words = ["".join(dice.choices(SYLLABLES, k=dice.randint(1, 5))) for _ in range(2_000)]
    weights = [1 / (n + 5) for n in range(len(words))]
    return [
        Unit({"ru": " ".join(dice.choices(words, weights, k=dice.randint(5, 18))), "en": f"sentence {n}"}, "made")
        for n in range(count)
    ]


def test_what_is_like_is_found_as_an_exhaustive_search_finds_it():
    """C022; oracle: rapidfuzz.process.extract over every segment. From 0.75 up; recorded seed."""
    units, dice = made(3_000, 7), random.Random(8)
    texts = [like(unit.words["ru"]) for unit in units]
    missed = []

    with Memory(None) as memory:
        memory.add(units)
        for _ in range(150):
            words = dice.choice(units).words["ru"].split()
            words[dice.randrange(len(words))] = "вставка"
            asked = " ".join(words)
            found = {like(match.text) for match in memory.find(asked, "ru", at_least=0.75, most=5)}
            wanted = process.extract(like(asked), texts, scorer=fuzz.ratio, score_cutoff=75, limit=5)
            missed += [one for one in wanted if one[0] not in found]

    assert missed == []


def test_scores_begin_with_one_for_the_same_words_and_case_does_not_count():
    """C022."""
    with Memory(None) as memory:
        memory.add([Unit({"en": "Hold the line.", "ru": "Оставайтесь на линии."}, "a")])

        same, changed = memory.find("HOLD  the line.", "en"), memory.find("Hold the lines now.", "en", at_least=0.6)

    assert same[0].score == 1
    assert 0.6 <= changed[0].score < 1
    assert same[0].unit.words["ru"] == "Оставайтесь на линии."


def test_a_unit_is_taken_once_and_all_of_a_file_or_nothing():
    """C022: an import that fails half-way leaves nothing behind."""
    unit = Unit({"en": "one", "ru": "раз"}, "a")

    def breaks():
        yield Unit({"en": "two", "ru": "два"}, "a")
        raise ZeroDivisionError

    with Memory(None) as memory:
        assert (memory.add([unit, unit]), memory.add([unit])) == (1, 0)
        with pytest.raises(ZeroDivisionError):
            memory.add(breaks())
        assert memory.size == 1


def test_the_records_own_units_follow_what_stands():
    """C022: a translation taken back is offered no longer."""
    own = {
        b"1" * 32: [Unit({"en": "one day", "ru": "раз"}, "A/1")],
        b"2" * 32: [Unit({"en": "two days", "ru": "два"}, "A/2")],
    }

    with Memory(None) as memory:
        memory.add([Unit({"en": "one day", "ru": "один"}, "file")])
        memory.keep_in_step(own, set(own))
        before = {match.unit.origin for match in memory.find("one day", "en")}
        memory.keep_in_step({}, {b"2" * 32})
        after = {match.unit.origin for match in memory.find("one day", "en")}

    assert (before, after) == ({"A/1", "file"}, {"file"})


@pytest.mark.parametrize("text", ['" OR keys:*', "AND NOT", "'; DROP TABLE unit; --", "*", "", "…"])
def test_no_text_is_taken_for_a_question_to_the_engine(text):
    """Sends hostile content."""
    with Memory(None) as memory:
        memory.add([Unit({"en": "one", "ru": "раз"}, "a")])

        assert memory.find(text, "en") == []
        assert memory.size == 1


def test_a_damaged_memory_is_a_fault_with_its_code(tmp_path):
    (tmp_path / "memory.sqlite").write_bytes(b"not a database" * 100)

    with pytest.raises(StoreFault) as fault:
        Memory(tmp_path / "memory.sqlite")

    assert fault.value.code == "MEMORY-UNREADABLE"
