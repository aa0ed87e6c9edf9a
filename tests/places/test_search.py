"""Names in any script and spelling: candidates with reasons, never a choice (ToR 1.d.iv; failures F01, F03, F10)."""

import unicodedata
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.places.gazetteer import Gazetteer, Place, joined, load, normal
from jig.places.search import Finder, finder

SHIPPED = load("jig2016")
HELD = {normal(name) for place in SHIPPED.places for name in place.names()}
#: Spellings that the index does not hold. UCDP: place names of UCDP GED 2016 (CC BY 4.0) that by their coordinates are the
#: place; PRESS-*: spellings of reporters and of other romanisations, by script; TYPED-*: those and the listed names as a
#: seeded hand mistypes them. None was left out because the search misses it.
VARIANTS = [
    tuple(line.split("\t")) for line in Path(__file__).with_name("variants.tsv").read_text("utf-8").splitlines()[1:]
]
UNSEEN = [(variant, int(number), source) for variant, number, source in VARIANTS if normal(variant) not in HELD]
NOT_HELD = [
    "Harb Bebsi", "Springfield", "Вологда", "Kuala Lumpur", "Новый Уренгой", "Qwertyuiop", "غرناطة", "Xanadu", "Ulan Bator",
    "Reykjavik", "Timbuktu", "Нигдеград", "Zzyzx", "Llanfairpwll", "北京", "Ouagadougou", "Аддис-Абеба", "Kathmandu",
]  # fmt: skip


def place(number: int, en: str, ru: str = "", ar: str = "", country: str = "XA", population: int = 0) -> Place:
    return Place(number, en, ru, ar, 100_000_000 + number, 200_000_000, country, "LISTED", population)


def first_three(name: str) -> list[int]:
    return [each.place.geonames_id for each in finder(SHIPPED).find(name)[:3]]


@pytest.mark.parametrize("half", [0, 1], ids=["developed on", "held out"])
def test_a_spelling_never_seen_comes_within_the_first_three(half: int) -> None:
    """Issue 3, point 5: 98 % of at least 500; every miss is listed. The search was tuned on one half alone."""
    asked = [each for each in UNSEEN if crc32(each[0].encode()) % 2 == half]

    missed = [(name, number, source) for name, number, source in asked if number not in first_three(name)]

    print(f"{len(missed)} of {len(asked)} missed:", *missed, sep="\n")
    assert len(UNSEEN) >= 1000
    assert len(asked) >= 500
    assert len(missed) <= 0.02 * len(asked)


def test_no_spelling_is_taken_for_a_listed_name() -> None:
    """ToR 1.d.iv: no wrong place is ever accepted, whatever the score."""
    found = [(name, each) for name, _, _ in UNSEEN for each in finder(SHIPPED).find(name)]

    accepted = [(name, each.place.en) for name, each in found if each.rule == "EXACT" or each.score == 1]
    assert accepted == []


@pytest.mark.parametrize("name", NOT_HELD)
def test_a_place_that_is_not_held_is_never_accepted(name: str) -> None:
    """F10: a village heard as 'Harb Bebsi' stays unresolved."""
    found = finder(SHIPPED).find(name)

    assert all(each.rule != "EXACT" and each.score < 1 for each in found)
    assert SHIPPED.named(name) == ()


@given(st.sampled_from(SHIPPED.places), st.data())
def test_a_listed_name_finds_its_place_exactly(held: Place, data: st.DataObject) -> None:
    """ToR 1.d.iv: each of its names, in capitals too."""
    name = data.draw(st.sampled_from(held.names()))

    exact = {each.place.geonames_id for each in finder(SHIPPED).find(name.upper(), 50) if each.rule == "EXACT"}

    assert {each.geonames_id for each in SHIPPED.named(name.upper())} & exact == exact
    assert held.geonames_id in exact or len(SHIPPED.named(name)) > 50 or not any(map(is_read, name))


def is_read(letter: str) -> bool:
    """Of the three scripts that are searched."""
    return any(script in unicodedata.name(letter, "") for script in ("LATIN", "CYRILLIC", "ARABIC"))


@given(st.text(max_size=60))
def test_any_text_is_answered_best_first(text: str) -> None:
    """ToR 1.d.iv: whatever is typed; exact only if listed."""
    found = finder(SHIPPED).find(text)

    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert all(0 < each.score <= 1 and (each.score == 1) == (each.rule == "EXACT") for each in found)


@pytest.mark.parametrize(
    ("typed", "rule"),
    [("Dar'a", "EXACT"), ("Northfyrd", "SOUND"), ("Nortbford", "TYPO"), ("Nort hford", "SPELLING"), ("Нортфорд", "TRANSLITERATION"),
     ("Тщкеращкв", "KEYBOARD"), ("Northford camp", "SPELLING")],
)  # fmt: skip
def test_the_reason_names_how_the_name_is_like(typed: str, rule: str) -> None:
    """ToR 1.d.iv: explained candidates."""
    search = Finder(Gazetteer((place(1, "Northford"), place(2, "Dar‘a"))))

    assert search.find(typed)[0].rule == rule


def test_among_equal_names_the_home_country_and_the_town_come_first() -> None:
    """ToR 1.d.iv: a name shared by several places; all are shown."""
    towns = (place(1, "Sutton", country="XB"), place(2, "Sutton", population=9), place(3, "Sutton", population=90_000))

    found = Finder(Gazetteer(towns, frozenset({"XA"}))).find("Suton")

    assert [each.place.geonames_id for each in found] == [3, 2, 1]


@pytest.mark.parametrize(("one", "other"), [(170905, 170892), (170905, 303648), (163913, 163915)])
def test_near_homonyms_warn_of_each_other(one: int, other: int) -> None:
    """F01: Dar`a and Darayya; places of one name."""
    pair = [SHIPPED.get(one), SHIPPED.get(other)]

    for here, there in (pair, pair[::-1]):
        confused = {each.place.geonames_id: each for each in finder(SHIPPED).confusable(here)}
        assert confused[there.geonames_id].distance_m > 0


def test_a_list_that_names_a_held_place_again_adds_names_and_no_second_place() -> None:
    """ToR 1.d.iv: two lists of one village must not make its name doubtful."""
    held = Gazetteer((place(1, "Northford"), place(2, "Sutton")))
    again = Place(900, "northford", "Нортфорд", "", 100_000_101, 200_000_009, "", "LISTED", 0)
    far = Place(901, "Northford", "", "", 150_000_000, 200_000_000, "", "", 0)

    both = joined(held, [again, far])

    assert [each.geonames_id for each in both.named("Northford")] == [1, 901]
    assert [each.geonames_id for each in both.named("Нортфорд")] == [1]
