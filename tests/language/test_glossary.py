"""Terms found in texts as their languages inflect them (ToR 1.d.ii; clause C021, C022)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.adapters.russian import forms
from jig.agreement.profile import load_profile
from jig.language.difference import difference
from jig.language.glossary import Glossary, Term, language_guess, renderings, variants
from jig.language.segments import aligned, sentences
from jig.language.words import EnglishForms, words_of

PROFILE = load_profile("jig2016")
TERMS = [Term({"en": one.en, "ru": one.ru}, one.status, origin=PROFILE.name) for one in PROFILE.glossary]
GLOSSARY = Glossary(TERMS, forms())
#: Sentences written for this test, each with the one term that its inflected words are a form of.
INFLECTED = [
    ("ru", "О нарушениях режима прекращения огня сообщено.", "нарушение режима прекращения огня", "seen"),
    ("ru", "Вдоль линии соприкосновения тихо.", "линия соприкосновения", "seen"),
    ("ru", "Между зонами деэскалации прошла колонна.", "зона деэскалации", "seen"),
    ("ru", "Передано старшему национальному представителю.", "старший национальный представитель", "usual"),
    ("ru", "Со старшими национальными представителями согласовано.", "старший национальный представитель", "usual"),
    ("ru", "Офицерами связи взаимодействия подтверждено.", "офицер связи взаимодействия", "usual"),
    ("ru", "Без режимов тишины работы не начнутся.", "режим тишины", "seen"),
    ("ru", "Дежурной сменой принято.", "дежурная смена", "seen"),
    ("ru", "Меморандумом о взаимопонимании это предусмотрено.", "меморандум о взаимопонимании", "usual"),
    ("ru", "По оценкам результатов ударов данных нет.", "оценка результатов удара", "usual"),
    ("en", "Two ceasefire violations were reported.", "ceasefire violation", "seen"),
    ("en", "The senior national representatives met.", "senior national representative", "usual"),
    ("en", "Both liaison officers' notes agree.", "liaison officer", "usual"),
    ("en", "No-strike lists were exchanged.", "no-strike list", "usual"),
    ("en", "They work in the de-escalation areas.", "de-escalation area", "seen"),
    ("en", "The participant's answer came.", "participant", "usual"),
]


@pytest.mark.parametrize(("lang", "text", "term", "status"), INFLECTED)
def test_a_term_is_found_in_its_inflected_forms(lang, text, term, status):
    """C022."""
    found = GLOSSARY.find(text)

    assert (term, status, lang) in {(one.variant, one.term.status, one.lang) for one in found}


@pytest.mark.parametrize(
    "text",
    [
        "Отгонная установка готова.",
        "Режим дня соблюдается.",
        "The operative is operational.",
        "A list of strikers was posted.",
        "",
        "—",
    ],
)
def test_what_only_looks_like_a_term_is_none(text):
    """C022: a wrong hint in a translation is worse than none."""
    assert GLOSSARY.find(text) == []


def test_every_term_of_the_profile_is_found_in_its_own_words():
    """C022."""
    missed = [
        (lang, variant)
        for term in TERMS
        for lang, words in term.words.items()
        for variant in variants(words)
        if not any(variant in one.text or one.text in variant for one in GLOSSARY.find(variant, (lang,)))
        and variant not in {"open", "until", "до"}
    ]

    assert missed == []


def test_offsets_are_of_the_text_as_it_was_given():
    """C021."""
    text = "  На  «линии   соприкосновения»  "

    (found,) = GLOSSARY.find(text)

    assert text[found.start : found.end] == found.text == "линии   соприкосновения"


def test_the_longest_term_counts_and_none_overlaps_another():
    """C022."""
    text = "нарушений режима прекращения огня не было, режим прекращения огня соблюдается"

    found = GLOSSARY.find(text)

    assert [one.variant for one in found] == ["нарушение режима прекращения огня", "режим прекращения огня"]


def test_lists_of_outcomes_are_put_side_by_side_one_for_one():
    """C022."""
    (found,) = GLOSSARY.find("it was credible")

    assert renderings(found.term, found.lang, found.variant) == {"ru": ("достоверно",)}


def test_abbreviations_in_brackets_are_ways_of_saying_it_and_explanations_are_not():
    """C022."""
    assert variants("обратное подтверждение (повтор принятого)") == ("обратное подтверждение",)
    assert variants("правила применения силы (ПВС/ПБД)") == ("правила применения силы", "ПВС", "ПБД")
    assert variants("круг ведения; мандат") == ("круг ведения", "мандат")


def test_a_term_that_both_signed_is_shown_before_one_of_the_list():
    """C022."""
    held = [Term({"en": "hold", "ru": "а"}, "usual"), Term({"en": "hold", "ru": "б"}, "AGREED")]

    (found,) = Glossary(held).find("we hold")

    assert found.term.status == "AGREED"


def test_arabic_terms_are_found_with_article_and_particle():
    """C022, C023."""
    held = [Term({"en": "ceasefire", "ar": "هدنة"}, "proposed")]

    found = Glossary(held).find("أعلنوا الهدنة اليوم وبالهدنة التزموا")

    assert [one.lang for one in found] == ["ar", "ar"]


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("strikes", "strike"), ("parties", "party"), ("striking", "strike"), ("planned", "plan"), ("holding", "hold"),
        ("agreed", "agree"), ("withdrew", "withdraw"), ("cease-fires", "cease-fire"), ("officer’s", "officer"),
        ("searches", "search"), ("women", "woman"),
    ],
)  # fmt: skip
def test_english_forms_lead_to_their_base(word, base):
    """C022."""
    assert base in EnglishForms().of(word)


@given(st.text(max_size=200))
def test_found_terms_lie_apart_and_within_the_text(text):
    found = GLOSSARY.find(text)

    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.text(max_size=200))
def test_words_are_where_they_say(text):
    assert all(text[one.start : one.end] == one.text for one in words_of(text))


# --- sentences and differences ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ("В 5 км от н.п. Учебный тихо. Связь есть.", 2),
        ("Col. A. Testwick reads back. Over.", 2),
        ("At 12.30 the line was open.", 1),
        ("Первая строка\nвторая строка", 2),
        ("Что? Где?", 2),
        ("", 0),
        ("…", 1),
    ],
)
def test_a_text_is_parted_into_sentences(text, count):
    """C022."""
    assert len(sentences(text)) == count


@given(st.text(max_size=300))
def test_no_word_is_lost_between_sentences(text):
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_texts_of_unlike_length_stand_whole_beside_each_other():
    """C022: a wrong pair would be offered for ever."""
    assert aligned("One. Two.", "Раз. Два.") == [("One.", "Раз."), ("Two.", "Два.")]
    assert aligned("One. Two.", "Раз, два.") == [("One. Two.", "Раз, два.")]
    assert aligned("", "Раз") == []


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_sentences_can_be_read_off_their_difference(was, now):
    parts = difference(was, now)

    assert "".join(part["was"] for part in parts) == was
    assert "".join(part["now"] for part in parts) == now


@pytest.mark.parametrize(("text", "lang"), [("Привет, world", "ru"), ("hello", "en"), ("مرحبا", "ar"), ("12", "en")])
def test_the_language_is_told_by_its_letters(text, lang):
    assert language_guess(text) == lang
